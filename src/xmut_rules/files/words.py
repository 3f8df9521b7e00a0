"""The words of the tables, English and Chinese: names of tables and enumerated values.

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

APPLIED = Words("所依据的政策", "policies")
"""The names of a sheet that every report has, and no term."""

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
