"""Terms from files that can be used: JSON and CSV tables, in any encoding, in English and Chinese.

One small term uses every table, every column and every word. It is written out three times by hand: as a JSON document,
as English and as Chinese tables.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import ValidationError

from xmut_rules import Term, describe
from xmut_rules.files.columns import COLUMNS, HEADS
from xmut_rules.files.terms import parse_term, read_term
from xmut_rules.files.words import WORDS

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
Document = dict[str, Any]
Tables = dict[str, str]
Told = list[tuple[str, tuple[int | str, ...]]]

JSON = r"""{
"format": "xmut-rules/term/1", "term": "2020-2021-2", "as_of": "2021-07-31", "designated_accounts": ["A1", "A2"],
"colleges": [{"college_id": "C1", "name": "甲院"}, {"college_id": "C2", "name": "乙院"}],
"staff": [{"staff_id": "T1", "name": "教师甲", "college_id": "C1"}, {"staff_id": "T2", "name": "教师乙"}],
"projects": [
  {"project_id": "P1", "name": "项目一", "certificate": "证书A", "level": "中级", "colleges": {"C1": 60, "C2": 40},
   "prior_loss": "100.50"},
  {"project_id": "P2", "name": "项目二", "colleges": {"C1": 1}, "duty_funded_by": "grant"}],
"training": [
  {"record_id": "R1", "project_id": "P1", "staff_id": "T1", "date": "2021-03-06", "unit": "class_hour",
   "quantity": "1.5", "start": "08:30", "end": "10:00", "room": "Q1", "funded_by": "grant"},
  {"record_id": "R2", "project_id": "P1", "staff_id": "T1", "date": "2021-03-07", "unit": "day", "quantity": "1"}],
"series": [
  {"series_id": "W1", "project_id": "P1", "staff_id": "T2", "unit": "class_hour", "quantity": "2",
   "weekdays": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
   "first_day": "2021-03-08", "until": "2021-03-28", "interval": 2, "excluded_dates": ["2021-03-09", "2021-03-10"],
   "start": "19:00", "end": "20:40", "room": "Q2"},
  {"series_id": "W2", "project_id": "P2", "staff_id": "T2", "unit": "day", "quantity": "1", "weekdays": ["sunday"],
   "first_day": "2021-05-01", "count": 3, "funded_by": "grant"}],
"sessions": [
  {"session_id": "E1", "project_id": "P1", "subject": "理论", "room": "Q1", "start": "2021-05-29T08:30",
   "end": "2021-05-29T10:30", "notified_at": "2021-05-15T09:00", "changed_at": "2021-05-14T10:00"},
  {"session_id": "E2", "project_id": "P2", "start": "2021-05-30T08:30", "end": "2021-05-30T11:30"}],
"duties": [{"duty_id": "D1", "session_id": "E1", "staff_id": "T1", "role": "主考"},
  {"duty_id": "D2", "session_id": "E2", "staff_id": "T2"}],
"receipts": [
  {"receipt_id": "I1", "project_id": "P1", "college_id": "C1", "kind": "fee", "amount": "900.00",
   "date": "2021-03-02", "account": "A1", "note": "甲,乙 \"丙\""},
  {"receipt_id": "I2", "project_id": "P1", "kind": "refund", "amount": "-30.50", "date": "2021-03-20"},
  {"receipt_id": "I3", "project_id": "P1", "kind": "grant", "amount": "500", "date": "2021-03-21",
   "purpose": "other"},
  {"receipt_id": "I4", "kind": "school_award", "amount": "10.00", "date": "2021-03-22"},
  {"receipt_id": "I5", "project_id": "P2", "kind": "other", "amount": "0.05", "date": "2021-03-23"},
  {"receipt_id": "I6", "project_id": "P1", "kind": "grant_returned", "amount": "-20", "date": "2021-03-24"},
  {"receipt_id": "I7", "project_id": "P1", "kind": "grant_opening", "amount": "-3", "date": "2021-03-25"}],
"costs": [
  {"cost_id": "X1", "project_id": "P1", "category": "耗材", "amount": "12.34", "funded_by": "fees", "note": "纸"},
  {"cost_id": "X2", "project_id": "P1", "category": "k", "amount": "1", "funded_by": "grant", "purpose": "training"},
  {"cost_id": "X3", "project_id": "P1", "category": "k", "amount": "2", "funded_by": "grant", "purpose": "evaluation"},
  {"cost_id": "X4", "project_id": "P1", "category": "k", "amount": "3", "funded_by": "grant",
   "purpose": "certification"},
  {"cost_id": "X5", "project_id": "P1", "category": "k", "amount": "4", "funded_by": "school_award"}],
"students": [
  {"student_id": "U1", "name": "学生一", "enrolled_on": "2018-09-01", "graduated_on": "2021-06-25"},
  {"student_id": "U2", "name": "学生二"}],
"certificates": [
  {"certificate_id": "K1", "student_id": "U1", "kind": "skill", "name": "证书A", "level": "高级", "number": "N1",
   "issuer_recognized": true, "issued_on": "2020-12-30", "status": "valid", "category": "innovation_practice",
   "recognized_on": "2021-01-10", "issuer": "评价组织甲", "credits_given": "1.5"},
  {"certificate_id": "K2", "student_id": "U1", "kind": "driving_licence", "name": "驾照", "level": "C1", "number": "N2",
   "issuer_recognized": false, "issued_on": "2021-04-02", "status": "revoked", "category": "general_elective"},
  {"certificate_id": "K3", "student_id": "U2", "kind": "other", "name": "英语", "level": "-", "number": "N3",
   "issuer_recognized": false, "issued_on": "2021-04-03", "status": "expired"},
  {"certificate_id": "K4", "student_id": "U2", "kind": "skill", "name": "证书B", "level": "初级", "number": "N4",
   "issuer_recognized": true, "issued_on": "2021-04-04", "status": "suspended"}],
"bookings": [
  {"booking_id": "B1", "room": "Q1", "people": ["T1", "T2"], "start": "2021-05-31T08:00", "end": "2021-06-02T18:00"},
  {"booking_id": "B2", "start": "2021-06-03T08:00", "end": "2021-06-03T09:00"}]
}"""

ENGLISH: Tables = {
    "term": """format,term,as_of,designated_accounts
xmut-rules/term/1,2020-2021-2,2021-07-31,A1;A2
""",
    "colleges": "college_id,name\nC1,甲院\nC2,乙院\n",
    "staff": "staff_id,name,college_id\nT1,教师甲,C1\nT2,教师乙,\n",
    "projects": """project_id,name,certificate,level,colleges,prior_loss,duty_funded_by
P1,项目一,证书A,中级,C1:60;C2:40,100.50,
P2,项目二,,,C1:1,,grant
""",
    "training": """record_id,project_id,staff_id,date,unit,quantity,start,end,room,funded_by
R1,P1,T1,2021-03-06,class_hour,1.5,08:30,10:00,Q1,grant
R2,P1,T1,2021-03-07,day,1,,,,
""",
    "series": """series_id,project_id,staff_id,unit,quantity,weekdays,first_day,until,count,interval,excluded_dates,\
start,end,room,funded_by
W1,P1,T2,class_hour,2,monday;tuesday;wednesday;thursday;friday;saturday;sunday,2021-03-08,2021-03-28,,2,\
2021-03-09;2021-03-10,19:00,20:40,Q2,
W2,P2,T2,day,1,sunday,2021-05-01,,3,,,,,,grant
""",
    "sessions": """session_id,project_id,subject,room,start,end,notified_at,changed_at
E1,P1,理论,Q1,2021-05-29T08:30,2021-05-29T10:30,2021-05-15T09:00,2021-05-14T10:00
E2,P2,,,2021-05-30T08:30,2021-05-30T11:30,,
""",
    "duties": "duty_id,session_id,staff_id,role\nD1,E1,T1,主考\nD2,E2,T2,\n",
    "receipts": '''receipt_id,project_id,college_id,kind,amount,date,account,purpose,note
I1,P1,C1,fee,900.00,2021-03-02,A1,,"甲,乙 ""丙"""
I2,P1,,refund,-30.50,2021-03-20,,,
I3,P1,,grant,500,2021-03-21,,other,
I4,,,school_award,10.00,2021-03-22,,,
I5,P2,,other,0.05,2021-03-23,,,
I6,P1,,grant_returned,-20,2021-03-24,,,
I7,P1,,grant_opening,-3,2021-03-25,,,
''',
    "costs": """cost_id,project_id,category,amount,funded_by,purpose,note
X1,P1,耗材,12.34,fees,,纸
X2,P1,k,1,grant,training,
X3,P1,k,2,grant,evaluation,
X4,P1,k,3,grant,certification,
X5,P1,k,4,school_award,,
""",
    "students": "student_id,name,enrolled_on,graduated_on\nU1,学生一,2018-09-01,2021-06-25\nU2,学生二,,\n",
    "certificates": """certificate_id,student_id,kind,name,level,number,issuer_recognized,issued_on,status,category,\
recognized_on,issuer,credits_given
K1,U1,skill,证书A,高级,N1,yes,2020-12-30,valid,innovation_practice,2021-01-10,评价组织甲,1.5
K2,U1,driving_licence,驾照,C1,N2,no,2021-04-02,revoked,general_elective,,,
K3,U2,other,英语,-,N3,false,2021-04-03,expired,,,,
K4,U2,skill,证书B,初级,N4,true,2021-04-04,suspended,,,,
""",
    "bookings": """booking_id,room,people,start,end
B1,Q1,T1;T2,2021-05-31T08:00,2021-06-02T18:00
B2,,,2021-06-03T08:00,2021-06-03T09:00
""",
}

CHINESE: Tables = {
    "term": "格式,学期,结算日,指定账户\nxmut-rules/term/1,2020-2021-2,2021-07-31,A1;A2\n",
    "colleges": "学院编号,学院名称\nC1,甲院\nC2,乙院\n",
    "staff": "人员编号,姓名,学院编号\nT1,教师甲,C1\nT2,教师乙,\n",
    "projects": """项目编号,项目名称,证书名称,等级,学院权重,以前亏损,考务费资金来源
P1,项目一,证书A,中级,C1:60;C2:40,100.50,考培费
P2,项目二,,,C1:1,,专款
""",
    "training": """记录编号,项目编号,人员编号,日期,计量单位,数量,开始时间,结束时间,场地,资金来源
R1,P1,T1,2021-03-06,学时,1.5,08:30,10:00,Q1,专款
R2,P1,T1,2021-03-07,天,1,,,,
""",
    "series": """周课表编号,项目编号,人员编号,计量单位,数量,星期,开始日期,结束日期,次数,间隔周数,停课日期,\
开始时间,结束时间,场地,资金来源
W1,P1,T2,学时,2,周一;周二;周三;周四;周五;周六;周日,2021-03-08,2021-03-28,,2,2021-03-09;2021-03-10,19:00,20:40,Q2,考培费
W2,P2,T2,天,1,周日,2021-05-01,,3,,,,,,专款
""",
    "sessions": """场次编号,项目编号,科目,场地,开始时间,结束时间,通报时间,变更时间
E1,P1,理论,Q1,2021-05-29T08:30,2021-05-29T10:30,2021-05-15T09:00,2021-05-14T10:00
E2,P2,,,2021-05-30T08:30,2021-05-30T11:30,,
""",
    "duties": "考务编号,场次编号,人员编号,考务岗位\nD1,E1,T1,主考\nD2,E2,T2,\n",
    "receipts": '''收入编号,项目编号,学院编号,收入类别,金额,日期,收款账户,用途,备注
I1,P1,C1,考培费,900.00,2021-03-02,A1,,"甲,乙 ""丙"""
I2,P1,,退费,-30.50,2021-03-20,,,
I3,P1,,专款,500,2021-03-21,,其他,
I4,,,学校奖补,10.00,2021-03-22,,,
I5,P2,,其他,0.05,2021-03-23,,,
I6,P1,,退回专款,-20,2021-03-24,,,
I7,P1,,专款期初余额,-3,2021-03-25,,,
''',
    "costs": """成本编号,项目编号,费用类别,金额,资金来源,用途,备注
X1,P1,耗材,12.34,考培费,,纸
X2,P1,k,1,专款,培训,
X3,P1,k,2,专款,评价,
X4,P1,k,3,专款,认证,
X5,P1,k,4,学校奖补,,
""",
    "students": "学号,姓名,入学日期,毕业日期\nU1,学生一,2018-09-01,2021-06-25\nU2,学生二,,\n",
    "certificates": """记录编号,学号,证书类别,证书名称,等级,证书号码,评价组织是否获认定,发证日期,证书状态,学分类别,\
已认定日期,评价组织,已认定学分
K1,U1,技能等级证书,证书A,高级,N1,是,2020-12-30,有效,创新创业实践,2021-01-10,评价组织甲,1.5
K2,U1,驾驶证,驾照,C1,N2,否,2021-04-02,撤销,公共通识选修,,,
K3,U2,其他,英语,-,N3,否,2021-04-03,过期,,,,
K4,U2,技能等级证书,证书B,初级,N4,是,2021-04-04,暂扣,,,,
""",
    "bookings": """预订编号,场地,人员编号,开始时间,结束时间
B1,Q1,T1;T2,2021-05-31T08:00,2021-06-02T18:00
B2,,,2021-06-03T08:00,2021-06-03T09:00
""",
}

OPTIONAL = """
term.format projects.certificate projects.level projects.prior_loss projects.duty_funded_by staff.college_id
training.room training.funded_by series.interval series.excluded_dates series.room series.funded_by sessions.subject
sessions.room sessions.notified_at sessions.changed_at duties.role receipts.college_id receipts.purpose
receipts.note certificates.issuer certificates.credits_given costs.purpose costs.note students.enrolled_on
students.graduated_on certificates.category bookings.room bookings.people
"""
"""Columns that may be left out of the tables above without leaving a contradiction behind."""

REQUIRED = """
term.term term.as_of term.designated_accounts colleges.college_id colleges.name staff.staff_id staff.name
projects.project_id projects.name projects.colleges training.record_id training.project_id training.staff_id
training.date training.unit training.quantity series.series_id series.project_id series.staff_id series.unit
series.quantity series.weekdays series.first_day sessions.session_id sessions.project_id sessions.start sessions.end
duties.duty_id duties.session_id duties.staff_id receipts.receipt_id receipts.kind receipts.amount receipts.date
costs.cost_id costs.project_id costs.category costs.amount costs.funded_by students.student_id students.name
certificates.certificate_id certificates.student_id certificates.kind certificates.name certificates.level
certificates.number certificates.issuer_recognized certificates.issued_on certificates.status bookings.booking_id
bookings.start bookings.end
"""


def document() -> Document:
    """Return the term as a fresh JSON value."""
    value: Document = json.loads(JSON)
    return value


def written(folder: Path, tables: Mapping[str, str], encoding: str = "utf-8") -> Path:
    """Write tables as files."""
    for table, text in tables.items():
        (folder / f"{table}.csv").write_bytes(text.encode(encoding))
    return folder


def told(source: bytes | Path) -> Told:
    """Read what cannot be used, and give each problem's code and place."""
    with pytest.raises(ValidationError) as caught:
        parse_term(source) if isinstance(source, bytes) else read_term(source)
    return [(detail["type"], detail["loc"]) for detail in caught.value.errors(include_url=False)]


def lines(source: bytes | Path, lang: Literal["zh", "en"] = "en") -> tuple[str, ...]:
    """Read what cannot be used, and give the lines that tell it."""
    with pytest.raises(ValidationError) as caught:
        parse_term(source) if isinstance(source, bytes) else read_term(source)
    told_lines = describe(caught.value, lang=lang)
    assert all(re.search(r" \[[a-z0-9_-]+\]$|more$|个问题$", line) for line in told_lines)
    return tuple(re.sub(r" \[[a-z0-9_-]+\]$", "", line) for line in told_lines)


def columns(tables: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return every column as table and head."""
    return [(table, head) for table, text in tables.items() for head in text.splitlines()[0].split(",")]


def without(tables: Tables, table: str, column: str) -> Tables:
    """Take one column out of a table."""
    rows = list(csv.reader(io.StringIO(tables[table])))
    place = rows[0].index(column)
    out = io.StringIO()
    csv.writer(out).writerows(row[:place] + row[place + 1 :] for row in rows)
    return {**tables, table: out.getvalue()}


def test_tables_in_english_and_the_document_are_one_term(tmp_path: Path) -> None:
    """English tables give the term that the JSON document gives."""
    assert read_term(written(tmp_path, ENGLISH)) == parse_term(JSON.encode())


def test_tables_in_chinese_and_the_document_are_one_term(tmp_path: Path) -> None:
    """Chinese heads and words, written out here by hand, give the same term."""
    assert read_term(written(tmp_path, CHINESE)) == parse_term(JSON.encode())


def test_fields_hold_what_the_cells_say(tmp_path: Path) -> None:
    """Cells become exact amounts, days, lists, maps and truth values, none of them shifted to another field."""
    term = read_term(written(tmp_path, ENGLISH))
    assert (term.term, term.as_of, term.designated_accounts) == ("2020-2021-2", date(2021, 7, 31), ("A1", "A2"))
    assert [(weight.college_id, weight.weight) for weight in term.projects[0].colleges] == [("C1", 60), ("C2", 40)]
    assert [project.prior_loss for project in term.projects] == [Decimal("100.50"), Decimal(0)]
    assert [receipt.amount for receipt in term.receipts][:2] == [Decimal("900.00"), Decimal("-30.50")]
    assert term.receipts[0].note == '甲,乙 "丙"'
    assert [certificate.issuer_recognized for certificate in term.certificates] == [True, False, False, True]
    assert term.series[0].excluded_dates == (date(2021, 3, 9), date(2021, 3, 10))
    assert (term.series[0].count, term.series[1].count, term.series[1].interval) == (None, 3, 1)
    assert [booking.people for booking in term.bookings] == [("T1", "T2"), ()]
    assert (term.staff[1].college_id, term.students[1].enrolled_on, term.sessions[1].room) == (None, None, None)


def test_the_tables_above_leave_no_head_and_no_word_out() -> None:
    """Every documented Chinese head and word stands in the Chinese tables, and every English head in the English."""
    named = [(table, field, column.head) for table, rows in COLUMNS.items() for field, column in rows.items()]
    assert sorted(columns(CHINESE)) == sorted((table, head) for table, _, head in named)
    assert sorted(columns(ENGLISH)) == sorted((table, field) for table, field, _ in named)
    cells = {part for text in CHINESE.values() for row in csv.reader(text.splitlines()) for cell in row
             for part in cell.split(";")}  # fmt: skip
    assert set(WORDS.values()) <= cells


@pytest.mark.parametrize(("table", "head"), columns(ENGLISH))
def test_one_head_may_be_chinese(tmp_path: Path, table: str, head: str) -> None:
    """Each column's head may be Chinese while all the others are English."""
    place = ENGLISH[table].splitlines()[0].split(",").index(head)
    chinese = CHINESE[table].splitlines()[0].split(",")[place]
    heads, rest = ENGLISH[table].split("\n", 1)
    mixed = ",".join(chinese if row == head else row for row in heads.split(","))
    assert mixed != heads
    assert read_term(written(tmp_path, {**ENGLISH, table: f"{mixed}\n{rest}"})) == parse_term(JSON.encode())


FORMER: Tables = {
    "term": "格式,学期,截止日期,指定账户",
    "colleges": "学院编号,名称",
    "staff": "工号,名称,学院编号",
    "projects": "项目编号,名称,证书,级别,学院权重,以前亏损,考务费资金来源",
    "training": "记录编号,项目编号,工号,日期,单位,数量,开始,结束,场地,资金来源",
    "series": "周课表编号,项目编号,工号,单位,数量,星期,起始日期,截止到,次数,间隔周数,停课日期,开始,结束,场地,资金来源",
    "sessions": "场次编号,项目编号,科目,场地,开始,结束,通报时间,变更时间",
    "duties": "考务编号,场次编号,工号,角色",
    "receipts": "收入编号,项目编号,学院编号,类别,金额,日期,账户,用途,备注",
    "costs": "成本编号,项目编号,归类,金额,资金来源,用途,备注",
    "students": "学生编号,名称,入学日期,毕业日期",
    "certificates": """证书编号,学生编号,类别,名称,级别,证件号,评价组织受认定,发证日期,状态,归类,已认定日期,\
评价组织,已认定学分""",
    "bookings": "预订编号,场地,人员,开始,结束",
}


def test_heads_of_earlier_templates_are_read(tmp_path: Path) -> None:
    """Tables with the heads of earlier versions, or with 工号 for a person's id, give the same term."""
    tables = {table: f"{FORMER[table]}\n{text.partition(chr(10))[2]}" for table, text in CHINESE.items()}
    assert all(tables[table] != text for table, text in CHINESE.items())
    assert read_term(written(tmp_path, tables)) == parse_term(JSON.encode())
    assert {head for text in FORMER.values() for head in text.split(",")} | {
        head for _, head in (*columns(ENGLISH), *columns(CHINESE))
    } == HEADS


def words() -> list[tuple[str, int, int, str, str]]:
    """Return table, row, column, English and Chinese of every cell that differs between the languages."""
    found: list[tuple[str, int, int, str, str]] = []
    for table in ENGLISH:
        pairs = zip(csv.reader(ENGLISH[table].splitlines()), csv.reader(CHINESE[table].splitlines()), strict=True)
        for number, (english, chinese) in list(enumerate(pairs))[1:]:
            found += [
                (table, number, place, one, other)
                for place, (one, other) in enumerate(zip(english, chinese, strict=True))
                if one != other
            ]
    return found


@pytest.mark.parametrize(("table", "row", "column", "english", "chinese"), words())
def test_one_word_may_be_chinese(tmp_path: Path, table: str, row: int, column: int, english: str, chinese: str) -> None:
    """Each enumerated word may be Chinese while all the others are English."""
    rows = list(csv.reader(io.StringIO(ENGLISH[table])))
    assert rows[row][column] == english
    rows[row][column] = chinese
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    assert read_term(written(tmp_path, {**ENGLISH, table: out.getvalue()})) == parse_term(JSON.encode())


@pytest.mark.parametrize("column", OPTIONAL.split())
def test_an_optional_column_may_be_left_out(tmp_path: Path, column: str) -> None:
    """Without an optional column the term is that of a document without the field."""
    table, field = column.split(".")
    expected = document()
    if table != "term":
        for row in expected[table]:
            row.pop(field, None)
    found = read_term(written(tmp_path, without(ENGLISH, table, field)))
    assert found == Term.model_validate_json(json.dumps(expected))


@pytest.mark.parametrize("column", REQUIRED.split())
def test_a_required_column_is_asked_for_once(tmp_path: Path, column: str) -> None:
    """Without a required column the one problem told is that column, in the row of heads and in both languages."""
    table, field = column.split(".")
    folder = written(tmp_path, without(ENGLISH, table, field))
    assert told(folder) == [("column-missing", (f"{table}.csv", 1))]
    chinese = CHINESE[table].splitlines()[0].split(",")[ENGLISH[table].splitlines()[0].split(",").index(field)]
    assert lines(folder) == (f"{table}.csv row 1: the column {field} ({chinese}) is missing; add it",)
    assert lines(folder, "zh") == (f"{table}.csv 第 1 行: 缺少列 {field}（{chinese}）；请补上",)


@pytest.mark.parametrize("table", ["series", "bookings"])
def test_two_tables_are_optional(tmp_path: Path, table: str) -> None:
    """Without the weekly plans or the bookings a term has none."""
    tables = {name: text for name, text in ENGLISH.items() if name != table}
    expected = document()
    del expected[table]
    assert read_term(written(tmp_path, tables)) == parse_term(json.dumps(expected).encode())
    assert getattr(read_term(tmp_path), table) == ()


def test_a_table_of_heads_alone_is_empty(tmp_path: Path) -> None:
    """Tables with heads and no rows are empty tables."""
    heads = {table: text.split("\n", 1)[0] for table, text in ENGLISH.items()}
    term = read_term(written(tmp_path, {**heads, "term": ENGLISH["term"]}))
    assert sum(len(getattr(term, table)) for table in ENGLISH if table != "term") == 0
    assert term.designated_accounts == ("A1", "A2")


@pytest.mark.parametrize(
    ("cell", "truth"),
    [(cell, True) for cell in ("yes", "Yes", "YES", "true", "TRUE", "是")]
    + [(cell, False) for cell in ("no", "No", "NO", "false", "FALSE", "否")],
)
def test_yes_and_no_are_read_in_many_spellings(tmp_path: Path, cell: str, truth: bool) -> None:
    """Yes and true, no and false are read in any case, and in Chinese."""
    text = ENGLISH["certificates"].replace("N1,yes", f"N1,{cell}")
    assert text.count(f"N1,{cell},") == 1
    assert read_term(written(tmp_path, {**ENGLISH, "certificates": text})).certificates[0].issuer_recognized is truth


def test_a_weight_is_split_at_its_last_colon(tmp_path: Path) -> None:
    """A college id may hold a colon: the weight stands after the last one."""
    tables = {
        **ENGLISH,
        "colleges": ENGLISH["colleges"] + "C:1:2,丙院\n",
        "projects": ENGLISH["projects"].replace("C1:1,", "C:1:2:7;C2:30,"),
    }
    weights = read_term(written(tmp_path, tables)).projects[1].colleges
    assert [(weight.college_id, weight.weight) for weight in weights] == [("C2", 30), ("C:1:2", 7)]


@pytest.mark.parametrize("name", ["clean", "messy"])
def test_the_examples_are_one_term_in_both_forms(name: str) -> None:
    """The examples of the documentation are the same term as a document and as tables."""
    term = read_term(EXAMPLES / name / "term.json")
    assert read_term(EXAMPLES / name / "csv") == term
    assert len(term.training) > 0
