"""The columns of every table: what each is called, what it means, and an example of it.

A head is read in English (the field's own name), in Chinese, and as earlier versions called it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple, get_args

from pydantic.fields import FieldInfo

from xmut_rules.base.language import Language, Words
from xmut_rules.base.values import Value
from xmut_rules.files.cells import types_of
from xmut_rules.files.words import WORDS, in_language
from xmut_rules.rules.term import ID_FIELDS, Term


class Column(NamedTuple):
    """What a column is called in Chinese, what it means, an example, and other heads that are read."""

    head: str
    meaning: Words
    example: str
    also: tuple[str, ...] = ()

    def heads(self, field: str) -> tuple[str, ...]:
        """Return every head that is read as this column, which holds a field."""
        return (field, self.head, *self.also)


_PROJECT = Column("项目编号", Words("“项目”表中的编号", "an id of the table projects"), "P1")
_STAFF = Column("人员编号", Words("“人员”表中的编号", "an id of the table staff"), "T01", ("工号",))
_COLLEGE = Column("学院编号", Words("“学院”表中的编号", "an id of the table colleges"), "C01")
_STUDENT = Column("学号", Words("“学生”表中的学号", "an id of the table students"), "ST01", ("学生编号",))
_UNIT = Column(
    "计量单位",
    Words("按学时还是按天计酬", "whether pay is claimed by the class hour or by the day"),
    "class_hour",
    ("单位",),
)
_QUANTITY = Column(
    "数量",
    Words("学时数，至多两位小数；按天计时为 1", "class hours, at most two decimals; 1 where the unit is day"),
    "4",
)
_START = Column(
    "开始时间",
    Words("上课时间；与结束时间同填或同空", "when the lesson starts; with its end, or neither"),
    "08:00",
    ("开始",),
)
_END = Column(
    "结束时间",
    Words("下课时间；早于开始时间即为次日", "when it ends; before the start means the next day"),
    "11:40",
    ("结束",),
)
_ROOM = Column("场地", Words("所用的场地；线上的留空", "where it is held; empty if online"), "R101")
_FUNDED_BY = Column(
    "资金来源", Words("由哪项经费支付；不填为考培费", "which money pays for it; empty means fees"), "fees"
)
_LEVEL = Column(
    "等级",
    Words("技能等级证书为初级、中级、高级", "初级, 中级 or 高级 for a skill certificate"),
    "中级",
    ("级别",),
)
_PURPOSE = Column(
    "用途",
    Words("专款、退回专款的规定用途；其他收入留空", "what earmarked money is for; empty for other money"),
    "training",
)
_NOTE = Column("备注", Words("不影响计算", "nothing is computed from it"), "第一批")

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "term": {
        "format": Column("格式", Words("本格式的名称，可不填", "the name of this format"), "xmut-rules/term/1"),
        "term": Column("学期", Words("学期的名称", "the name of the term"), "2021-2022-1"),
        "as_of": Column(
            "结算日",
            Words("结算和认定学分的日期，适用当天的政策", "the day whose policy settles it and recognizes credits"),
            "2022-01-31",
            ("截止日期",),
        ),
        "designated_accounts": Column(
            "指定账户",
            Words("公司收取考培费的账户，多个用 ; 隔开", "the company's accounts for fees, with ; between several"),
            "ACC-EDU",
        ),
    },
    "colleges": {
        "college_id": Column("学院编号", Words("每个学院一个，不重复", "one for each college"), "C01"),
        "name": Column("学院名称", Words("学院的名称", "its name"), "二级学院甲", ("名称",)),
    },
    "staff": {
        "staff_id": Column("人员编号", Words("每人一个，不重复，如工号", "one for each person"), "T01", ("工号",)),
        "name": Column("姓名", Words("教师或考务人员的姓名", "the person's name"), "教师甲", ("名称",)),
        "college_id": _COLLEGE._replace(
            meaning=Words("所属学院；校外人员留空", "the person's college; empty for outside staff")
        ),
    },
    "projects": {
        "project_id": Column("项目编号", Words("每个项目一个，不重复", "one for each project"), "P1"),
        "name": Column("项目名称", Words("试点项目的名称", "the project's name"), "证书A试点项目", ("名称",)),
        "certificate": Column("证书名称", Words("项目培训的证书", "the certificate it trains for"), "证书A", ("证书",)),
        "level": _LEVEL,
        "colleges": Column(
            "学院权重",
            Words("组织项目的学院及其权重", "the colleges that organize it, each with its weight"),
            "C01:2;C02:1",
        ),
        "prior_loss": Column(
            "以前亏损",
            Words(
                "计奖励前先从结余中扣除的以前亏损；不填按 0 计",
                "a loss of earlier terms that is deducted first; empty means 0",
            ),
            "500.00",
        ),
        "duty_funded_by": Column(
            "考务费资金来源",
            Words("考务费由哪项经费支付；不填为考培费", "which money pays duty pay; empty means fees"),
            "fees",
        ),
    },
    "training": {
        "record_id": Column("记录编号", Words("每条记录一个，不重复", "one for each record"), "TR01"),
        "project_id": _PROJECT,
        "staff_id": _STAFF,
        "date": Column("日期", Words("上课的日期", "the day of the lesson"), "2021-10-09"),
        "unit": _UNIT,
        "quantity": _QUANTITY,
        "start": _START,
        "end": _END,
        "room": _ROOM,
        "funded_by": _FUNDED_BY,
    },
    "series": {
        "series_id": Column("周课表编号", Words("每条周课表一个，不重复", "one for each weekly plan"), "W01"),
        "project_id": _PROJECT,
        "staff_id": _STAFF,
        "unit": _UNIT,
        "quantity": _QUANTITY._replace(
            meaning=Words("每次课的学时数；按天计时为 1", "of each lesson: class hours, or 1 where the unit is day")
        ),
        "weekdays": Column(
            "星期", Words("每周哪几天上课，用 ; 隔开", "the days of the week, with ; between several"), "wednesday"
        ),
        "first_day": Column(
            "开始日期", Words("从这一天起排课", "the day from which it is held"), "2021-10-13", ("起始日期",)
        ),
        "until": Column(
            "结束日期",
            Words("排到这一天为止；与次数只填一项", "its last day; give this or the count"),
            "2021-12-29",
            ("截止到",),
        ),
        "count": Column(
            "次数", Words("共上几次课；与结束日期只填一项", "how many lessons; give this or the last day"), "8"
        ),
        "interval": Column("间隔周数", Words("几周一次；不填为 1，即每周", "every how many weeks; empty means 1"), "2"),
        "excluded_dates": Column(
            "停课日期",
            Words("停课的日期，多个用 ; 隔开", "days without a lesson, with ; between several"),
            "2021-11-03",
        ),
        "start": _START,
        "end": _END,
        "room": _ROOM,
        "funded_by": _FUNDED_BY,
    },
    "sessions": {
        "session_id": Column("场次编号", Words("每场考试一个，不重复", "one for each exam session"), "S01"),
        "project_id": _PROJECT,
        "subject": Column("科目", Words("考试科目", "what is examined"), "理论"),
        "room": _ROOM,
        "start": Column(
            "开始时间", Words("开考的日期和时间", "the day and time at which it starts"), "2021-12-04T08:30", ("开始",)
        ),
        "end": Column(
            "结束时间", Words("结束的日期和时间", "the day and time at which it ends"), "2021-12-04T10:30", ("结束",)
        ),
        "notified_at": Column(
            "通报时间",
            Words("通报校产租赁部的时间；未通报的留空", "when the venue office was notified; empty if it was not"),
            "2021-11-15T09:00",
        ),
        "changed_at": Column(
            "变更时间",
            Words("时间或场地最近一次变更的时间", "when its time or room last changed"),
            "2021-11-14T16:00",
        ),
    },
    "duties": {
        "duty_id": Column("考务编号", Words("每人每场一个，不重复", "one for each person at each session"), "D01"),
        "session_id": Column("场次编号", Words("“场次”表中的编号", "an id of the table sessions"), "S01"),
        "staff_id": _STAFF,
        "role": Column("考务岗位", Words("不影响计算", "nothing is computed from it"), "监考", ("角色",)),
    },
    "receipts": {
        "receipt_id": Column("收入编号", Words("每笔一个，不重复", "one for each receipt"), "I01"),
        "project_id": _PROJECT._replace(
            meaning=Words("所属项目；只有学校奖补可以不填", "its project; only a school award may have none")
        ),
        "college_id": _COLLEGE._replace(meaning=Words("学校奖补拨给的学院", "the college that a school award went to")),
        "kind": Column("收入类别", Words("收入的种类", "what it was received for"), "fee", ("类别",)),
        "amount": Column(
            "金额", Words("元；退费和退回专款填负数", "yuan; negative for a refund or a returned grant"), "12000.00"
        ),
        "date": Column("日期", Words("收款或退款的日期", "the day of the payment"), "2021-10-08"),
        "account": Column(
            "收款账户",
            Words("款项存入的账户；考培费必填", "the account it came to; a fee must have one"),
            "ACC-EDU",
            ("账户",),
        ),
        "purpose": _PURPOSE,
        "note": _NOTE,
    },
    "costs": {
        "cost_id": Column("成本编号", Words("每笔一个，不重复", "one for each cost"), "X01"),
        "project_id": _PROJECT,
        "category": Column(
            "费用类别",
            Words(
                "费用的用途类别；课酬和考务费由记录算出，不在此填写",
                "what it paid for; never training or duty pay, which come from the records",
            ),
            "耗材",
            ("归类",),
        ),
        "amount": Column("金额", Words("元，不为负", "yuan, never negative"), "300.00"),
        "funded_by": _FUNDED_BY._replace(meaning=Words("由哪项经费支付", "which money paid it")),
        "purpose": _PURPOSE._replace(meaning=Words("由专款支付的必填", "must be given where a grant paid it")),
        "note": _NOTE,
    },
    "students": {
        "student_id": Column("学号", Words("每人一个，不重复", "one for each student"), "ST01", ("学生编号",)),
        "name": Column("姓名", Words("学生的姓名", "the student's name"), "学生01", ("名称",)),
        "enrolled_on": Column(
            "入学日期", Words("不详的留空，但学分将无法认定", "empty if not known, and then no credits"), "2019-09-01"
        ),
        "graduated_on": Column("毕业日期", Words("尚未毕业的留空", "empty if not yet"), "2023-06-30"),
    },
    "certificates": {
        "certificate_id": Column(
            "记录编号",
            Words("本表每行一个，不重复；不是证书号码", "one for each row; not the number on the certificate"),
            "K01",
            ("证书编号",),
        ),
        "student_id": _STUDENT,
        "kind": Column("证书类别", Words("证书的种类", "what kind it is"), "skill", ("类别",)),
        "name": Column("证书名称", Words("证书上的名称", "the name on the certificate"), "证书A", ("名称",)),
        "level": _LEVEL._replace(
            meaning=Words(
                "技能等级证书为初级、中级、高级；驾驶证填准驾车型",
                "初级, 中级 or 高级 for a skill certificate; the class of a driving licence",
            )
        ),
        "number": Column(
            "证书号码", Words("证书上印的号码", "the number on the certificate"), "A-2021-0001", ("证件号",)
        ),
        "issuer_recognized": Column(
            "评价组织是否获认定",
            Words("颁发机构是否为政府认定的评价组织", "whether the government recognizes who issued it"),
            "true",
            ("评价组织受认定",),
        ),
        "issued_on": Column(
            "发证日期",
            Words("首次颁发的日期，换证、补证不变", "when it was first issued, also where it was reissued"),
            "2021-12-20",
        ),
        "status": Column("证书状态", Words("目前是否有效", "what it is now"), "valid", ("状态",)),
        "category": Column(
            "学分类别", Words("计入哪一类学分", "the category its credits count in"), "innovation_practice", ("归类",)
        ),
        "recognized_on": Column(
            "已认定日期",
            Words("以前已认定的，填当时的认定日期", "when it was recognized, if it was before"),
            "2021-06-30",
        ),
        "issuer": Column("评价组织", Words("颁发证书的机构", "who issued it"), "评价组织甲"),
        "credits_given": Column("已认定学分", Words("以前认定的学分数", "the credits that were given then"), "2"),
    },
    "bookings": {
        "booking_id": Column("预订编号", Words("每个预订一个，不重复", "one for each booking"), "B01"),
        "room": _ROOM,
        "people": Column(
            "人员编号",
            Words("占用的人员，填“人员”表中的编号，多个用 ; 隔开", "ids of the table staff, with ; between several"),
            "T01;T02",
            ("人员",),
        ),
        "start": Column(
            "开始时间", Words("开始的日期和时间", "the day and time at which it starts"), "2021-12-04T08:00", ("开始",)
        ),
        "end": Column(
            "结束时间", Words("结束的日期和时间", "the day and time at which it ends"), "2021-12-04T18:00", ("结束",)
        ),
    },
}
"""Every column of every table, in the order of the table's fields."""

HEADS = frozenset(head for table in COLUMNS.values() for field, column in table.items() for head in column.heads(field))
"""Every head that is read in some table."""


def head_of(table: str, field: str, lang: Language) -> str:
    """Return the head of a column in a language."""
    return Words(COLUMNS[table][field].head, field).to(lang)


def fields_of(table: str) -> Mapping[str, FieldInfo]:
    """Return the fields of a table's rows; `term` has those fields of the document that are no table."""
    fields = Term.model_fields
    if table == "term":
        return {name: info for name, info in fields.items() if name not in ID_FIELDS}
    row: type[Value] = get_args(fields[table].annotation)[0]
    return row.model_fields


def words_of(field: str, info: FieldInfo) -> Sequence[str]:
    """Return the English words that a column accepts; none where it accepts anything."""
    if field == "format":
        return []
    kinds = [*types_of(info.annotation)]
    return [kind for kind in kinds if isinstance(kind, str)] + (["true", "false"] if bool in kinds else [])


def column_words(field: str, info: FieldInfo, lang: Language) -> Sequence[str]:
    """Return the words that a column accepts, in a language; none where it accepts anything."""
    return [in_language(WORDS, word, lang) for word in words_of(field, info)]


def form_of(field: str, info: FieldInfo) -> Words:
    """Return what a cell of a column holds; a list is text."""
    kinds = {*types_of(info.annotation)}
    if words_of(field, info):
        return _ONE_OF_SEVERAL if tuple in kinds else _ONE_OF
    if tuple in kinds:
        return _LIST
    return next((form for kind, form in _FORMS.items() if kind in kinds), _TEXT)


_ONE_OF, _ONE_OF_SEVERAL = Words("选项", "one of"), Words("选项，可多个", "one or more of")
_LIST, _TEXT = Words("列表", "list"), Words("文本", "text")
_FORMS: Mapping[type, Words] = {
    datetime: Words("日期和时间", "day and time"),
    date: Words("日期", "day"),
    time: Words("时间", "clock time"),
    Decimal: Words("数字", "number"),
    int: Words("整数", "whole number"),
}


def example_of(table: str, field: str, lang: Language) -> str:
    """Return the example of a column, an enumerated word in a language."""
    example = COLUMNS[table][field].example
    return in_language(WORDS, example, lang) if words_of(field, fields_of(table)[field]) else example
