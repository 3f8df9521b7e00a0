"""The words of the tables, English and Chinese: names of tables, column heads, enumerated values.

Files and workbooks may have either language, cell by cell. Nothing here is a rule.
"""

from __future__ import annotations

from collections.abc import Mapping

from xmut_rules.base.language import Language, Words
from xmut_rules.rules.findings import TABLE_NAMES

TABLES: Mapping[str, str] = {"term": "学期", **{table: name.zh for table, name in TABLE_NAMES.items()}}
"""Every table of a term: its English name, which is also its file's, and its Chinese one."""

NOTES = Words("说明", "notes")
"""The names of a sheet that explains the others and is no table."""

HEADS: Mapping[str, str] = {
    "term": "学期",
    "format": "格式",
    "as_of": "截止日期",
    "designated_accounts": "指定账户",
    "college_id": "学院编号",
    "name": "名称",
    "staff_id": "人员编号",
    "project_id": "项目编号",
    "certificate": "证书",
    "level": "级别",
    "colleges": "学院权重",
    "prior_loss": "以前亏损",
    "duty_funded_by": "考务费资金来源",
    "record_id": "记录编号",
    "date": "日期",
    "unit": "单位",
    "quantity": "数量",
    "start": "开始",
    "end": "结束",
    "room": "场地",
    "series_id": "周课表编号",
    "weekdays": "星期",
    "first_day": "起始日期",
    "until": "截止到",
    "count": "次数",
    "interval": "间隔周数",
    "excluded_dates": "停课日期",
    "session_id": "场次编号",
    "subject": "科目",
    "notified_at": "通报时间",
    "changed_at": "变更时间",
    "duty_id": "考务编号",
    "role": "角色",
    "receipt_id": "收入编号",
    "kind": "类别",
    "amount": "金额",
    "account": "账户",
    "note": "备注",
    "cost_id": "成本编号",
    "category": "归类",
    "funded_by": "资金来源",
    "purpose": "用途",
    "student_id": "学生编号",
    "enrolled_on": "入学日期",
    "graduated_on": "毕业日期",
    "certificate_id": "证书编号",
    "number": "证件号",
    "issuer": "评价组织",
    "issuer_recognized": "评价组织受认定",
    "issued_on": "发证日期",
    "status": "状态",
    "recognized_on": "已认定日期",
    "credits_given": "已认定学分",
    "booking_id": "预订编号",
    "people": "人员",
}
"""Every column head: English and Chinese."""

WORDS: Mapping[str, str] = {
    "class_hour": "学时",
    "day": "天",
    "monday": "周一",
    "tuesday": "周二",
    "wednesday": "周三",
    "thursday": "周四",
    "friday": "周五",
    "saturday": "周六",
    "sunday": "周日",
    "fee": "考培费",
    "refund": "退费",
    "grant": "专款",
    "grant_returned": "退回专款",
    "grant_opening": "专款期初余额",
    "school_award": "学校奖补",
    "other": "其他",
    "fees": "考培费",
    "training": "培训",
    "evaluation": "评价",
    "certification": "认证",
    "skill": "技能等级证书",
    "driving_licence": "驾驶证",
    "valid": "有效",
    "revoked": "撤销",
    "expired": "过期",
    "suspended": "暂扣",
    "innovation_practice": "创新创业实践",
    "general_elective": "公共通识选修",
    "true": "是",
    "false": "否",
}
"""Every enumerated word: English and Chinese. A column accepts only its own; yes and no are read as true and false."""


def in_language(words: Mapping[str, str], name: str, lang: Language) -> str:
    """Return an English name of one of the tables above in a language; what is not in it stays as it is."""
    return Words(words.get(name, name), name).to(lang)


def table_titles(lang: Language) -> Mapping[str, str]:
    """Return the title of each table's sheet in a language."""
    return {name: in_language(TABLES, name, lang) for name in TABLES}
