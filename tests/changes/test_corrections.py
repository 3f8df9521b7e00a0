"""Corrections: what is paid or taken back after a term was corrected, once or again and again, and why."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Literal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.changes.edits import Document, Figures, edited, figures, moved, plus
from tests.model import generator
from tests.spec.builders import certificate, cost, duty, project, receipt, record, session, student
from xmut_rules import PILOT_2020, College, Policy, StaffMember, Term, Timeline, settle_term
from xmut_rules.base.errors import describe
from xmut_rules.base.language import width
from xmut_rules.changes import (
    Corrected,
    Correction,
    Verification,
    correct,
    correction_json,
    correction_page,
    correction_workbook,
    read_report,
    verify,
)
from xmut_rules.testing import strategies as some

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
MESSY: Document = json.loads((EXAMPLES / "messy" / "term.json").read_text("utf-8"))
LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")
DAYS = ("2021-03-06T09:00", "2021-03-06T12:00", "2021-03-06T15:00")


def term(**tables: Any) -> Term:
    """Build a term: R7 pays T01 ten class hours, three short sessions pay S01 a day, and 学生01 has a certificate."""
    rows: dict[str, Any] = {
        "projects": (project(),),
        "training": (record("R7", quantity=10),),
        "sessions": tuple(session(f"E{number}", start=start) for number, start in enumerate(DAYS, start=1)),
        "duties": tuple(duty(f"D{number}", session=f"E{number}") for number in (1, 2, 3)),
        "receipts": (receipt(amount="5000.00"),),
        "costs": (cost(amount="300.00"),),
        "students": (student("学生01"),),
        "certificates": (certificate(student="学生01"),),
        **tables,
    }
    return Term(
        format="xmut-rules/term/1",
        term="2020-2021-2",
        as_of=rows.pop("as_of", date(2021, 7, 31)),
        designated_accounts=("A1",),
        colleges=tuple(College(college_id=name, name=name) for name in ("C1", "C2")),
        staff=tuple(StaffMember(staff_id=name, name=name) for name in ("T01", "T02", "S01")),
        **rows,
    )


PAID = term()
REPORT = settle_term(PAID, policy=PILOT_2020).to_json()
FEWER_HOURS = term(training=(record("R7", quantity=8),))


def corrected(issued: str, to: Term, policy: Policy | Timeline = PILOT_2020) -> Correction:
    """Correct what was issued, and see that its JSON is read as it was written."""
    found = correct(issued, to, policy=policy)
    again = correct(correction_json(found), to, policy=policy)
    assert (again.persons, again.projects, again.colleges, again.students) == ((), (), (), ())
    return found


def amounts(rows: tuple[Corrected, ...]) -> dict[str, list[tuple[str, str, str, str]]]:
    """Return what is said of each: item, paid, due, difference."""
    return {
        row.id: [(one.item, f"{one.paid}", f"{one.due}", f"{one.difference}") for one in row.amounts] for row in rows
    }


def reasons(row: Corrected) -> list[tuple[str, str, str, dict[str, tuple[str | None, str | None]]]]:
    """Return the reasons of one: table, id, kind, fields with old and new."""
    return [
        (change.table, change.id, change.kind, {field.field: (field.old, field.new) for field in change.fields})
        for change in row.reasons
    ]


def test_hours_that_were_too_many_are_taken_back() -> None:
    """Ten class hours at 120 paid 1200.00, eight are due 960.00: 240.00 comes back from the person, by record R7.

    Costs fall from 1200 + 500 + 300 = 2000 to 1760, the surplus of 5000 rises from 3000 to 3240, 30% of it from 900 to
    972: the college gets 72.00 more.
    """
    found = corrected(REPORT, FEWER_HOURS)
    assert amounts(found.persons) == {
        "T01": [
            ("training", "1200.00", "960.00", "-240.00"),
            ("exams", "0.00", "0.00", "0.00"),
            ("total", "1200.00", "960.00", "-240.00"),
        ]
    }
    line = ("training", "R7", "changed", {"class_hours": ("10", "8"), "amount": ("1200.00", "960.00")})
    assert reasons(found.persons[0]) == [line]
    assert amounts(found.projects) == {"P1": [("award", "900.00", "972.00", "72.00")]}
    settlement = {
        "costs.training": ("1200.00", "960.00"),
        "cost": ("2000.00", "1760.00"),
        "surplus": ("3000.00", "3240.00"),
        "award": ("900.00", "972.00"),
        "remainder": ("2100.00", "2268.00"),
        "awards.C1": ("900.00", "972.00"),
    }
    assert reasons(found.projects[0]) == [("settlements", "P1", "changed", settlement), line]
    assert amounts(found.colleges) == {"C1": [("award", "900.00", "972.00", "72.00")]}
    assert reasons(found.colleges[0]) == [("settlements", "P1", "changed", {"awards.C1": ("900.00", "972.00")})]
    assert found.students == ()
    assert amounts((Corrected("all", (found.totals.persons, found.totals.students), ()),))["all"] == [
        ("total", "1700.00", "1460.00", "-240.00"),
        ("total", "2", "2", "0"),
    ]


def test_a_duty_that_was_not_attended_is_taken_back() -> None:
    """Three short sessions paid the day, 500.00; two pay 150.00 each: 200.00 comes back."""
    found = corrected(REPORT, term(duties=PAID.duties[:2]))
    assert amounts(found.persons)["S01"][2] == ("total", "500.00", "300.00", "-200.00")
    ((table, day, kind, fields),) = reasons(found.persons[0])
    assert (table, day, kind) == ("exams", "S01 2021-03-06", "changed")
    assert fields["sessions"] == ("E1;E2;E3", "E1;E2")
    assert fields["amount"] == fields["shares.P1"] == ("500.00", "300.00")
    assert fields["rule"] == ("day-rate", "sessions")


def test_a_certificate_that_was_revoked_takes_its_credits_back() -> None:
    """A certificate gave 2 credits; revoked, it gives none: 2 credits are taken back, and no money moves."""
    found = corrected(REPORT, term(certificates=(certificate(student="学生01", status="revoked"),)))
    assert amounts(found.students) == {
        "学生01": [
            ("innovation_practice", "2", "0", "-2"),
            ("general_elective", "0", "0", "0"),
            ("total", "2", "0", "-2"),
        ]
    }
    ((table, row_id, kind, fields),) = reasons(found.students[0])
    assert (table, row_id, kind, fields["outcome"]) == ("credits", "X1", "changed", ("granted", "not-valid"))
    assert (found.persons, found.projects, found.colleges) == ((), (), ())


def test_whoever_is_new_was_paid_nothing_and_whoever_is_gone_is_due_nothing() -> None:
    """A record that was another person's moves its 1200.00; the other's own record is added to it."""
    other = (record("R7", staff="T02", quantity=10), record("R8", staff="T02", quantity=1, day="2021-03-07"))
    found = corrected(REPORT, term(training=other))
    assert [row[2] for row in amounts(found.persons).values()] == [
        ("total", "1200.00", "0.00", "-1200.00"),
        ("total", "0.00", "1320.00", "1320.00"),
    ]
    gone, new = found.persons
    assert reasons(gone) == [("training", "R7", "changed", {"staff_id": ("T01", "T02")})]
    added = {"staff_id": (None, "T02"), "project_id": (None, "P1"), "date": (None, "2021-03-07")}
    added |= {"class_hours": (None, "1"), "amount": (None, "120.00"), "rule": (None, "class-hours")}
    assert reasons(new)[1] == ("training", "R8", "added", added | {"clause": (None, "§3.5.2.1")})


def test_a_project_that_is_gone_gives_its_award_back() -> None:
    """Renamed from P1 to P2, and of another college: 900.00 is taken back from one and paid to the other."""
    rows: dict[str, Any] = {
        "projects": (project("P2", weights={"C2": 1}),),
        "training": (record("R7", project="P2", quantity=10),),
        "sessions": tuple(row.model_copy(update={"project_id": "P2"}) for row in PAID.sessions),
        "receipts": (receipt(amount="5000.00", project="P2"),),
        "costs": (cost(amount="300.00", project="P2"),),
    }
    found = corrected(REPORT, term(**rows))
    differences = {
        row.id: f"{row.amounts[-1].difference}" for row in (*found.projects, *found.colleges, *found.persons)
    }
    assert differences == {
        "P1": "-900.00", "P2": "900.00", "C1": "-900.00", "C2": "900.00", "S01": "0.00", "T01": "0.00",
    }  # fmt: skip
    assert [change.kind for change in found.projects[0].reasons] == ["removed", "changed", "changed"]
    assert [change.kind for change in found.projects[1].reasons] == ["added", "changed", "changed"]


def test_days_of_several_projects_are_told_apart() -> None:
    """Counted by project, a date has a day for each: the one that differs is named with its project."""
    policy = PILOT_2020.amended(exams={"day_scope": "person_and_project"})
    two = {"projects": (project(), project("P2"))}
    sessions = (*PAID.sessions[:2], session("E3", project="P2", start=DAYS[2]))
    issued = settle_term(term(**two, sessions=sessions), policy=policy).to_json()
    longer = (*sessions[:2], session("E3", project="P2", start=DAYS[2], minutes=200))
    found = corrected(issued, term(**two, sessions=longer), policy)
    ((_, day, _, fields),) = reasons(found.persons[0])
    assert (day, fields["amount"]) == ("S01 2021-03-06 P2", ("150.00", "200.00"))


def test_a_policy_that_differs_is_a_reason() -> None:
    """Under a day rate of 600 the day is due 100.00 more; the value that differs is named if the old one is known."""
    other = PILOT_2020.amended(exams={"day_rate": "600"})
    found = corrected(REPORT, PAID, other)
    assert amounts(found.persons)["S01"][2] == ("total", "500.00", "600.00", "100.00")
    assert [(row.field, row.old, row.new) for row in found.policy_differences] == [
        ("exams.day_rate", "500.00", "600.00")
    ]
    assert [row.digest for row in found.issued.policies] == [PILOT_2020.digest]
    assert [row.digest for row in found.report.policies] == [other.digest]
    unknown = settle_term(PAID, policy=PILOT_2020.amended(exams={"day_rate": "700"})).to_json()
    assert correct(unknown, PAID, policy=other).policy_differences == ()
    later = PILOT_2020.amended(effective_from="2021-03-01", exams={"day_rate": "600"})
    found = correct(REPORT, PAID, policy=Timeline(policies=(PILOT_2020, later)))
    assert [row.field for row in found.policy_differences] == ["effective_from", "exams.day_rate"]
    never = settle_term(PAID, policy=PILOT_2020.amended(effective_from="2050-01-01")).to_json()
    found = correct(never, PAID, policy=PILOT_2020)
    assert (found.issued.policies, found.policy_differences) == ((), ())
    assert f"{found.totals.persons.difference}" == "1700.00"
    assert "依据不同：已发按 尚无政策可依；应发按 厦工教〔2020〕39号" in correction_page(found)


CHINESE = """\
厦门工学院 1+X 试点 更正单 2020-2021-2
结算日 2021-07-31，金额单位：元，税前
依据 厦工教〔2020〕39号（自 2020-12-18 起，校验值 064f1f04501e）
更正后的数据仍有 3 个错误，请先用 check 命令查看

合计
                     已发     应发     差额   补发    追回
  人员酬金        1700.00  1460.00  -240.00   0.00  240.00
  项目奖励         900.00   972.00    72.00  72.00    0.00
  其中各学院分得   900.00   972.00    72.00  72.00    0.00
            已认定  应认定  差额  补记  核减
  学生学分       2       2     0     0     0

人员酬金（元）
  T01：追回 240.00 元
                 已发    应发     差额
    培训课酬  1200.00  960.00  -240.00
    考务费       0.00    0.00     0.00
    合计      1200.00  960.00  -240.00
    培训记录 R7（更改）：学时 10 → 8；金额 1200.00 → 960.00
"""
ENGLISH = """\
1+X pilot, correction of the term 2020-2021-2
as of 2021-07-31; amounts in yuan, gross
under 厦工教〔2020〕39号 (from 2020-12-18, digest 064f1f04501e)
errors in the corrected data: 3; review them with check before paying

Totals
               paid      due  difference  back pay  recovery
  staff     1700.00  1460.00     -240.00      0.00    240.00
  projects   900.00   972.00       72.00     72.00      0.00
  colleges   900.00   972.00       72.00     72.00      0.00
            recognized  due  difference  added  withdrawn
  students           2    2           0      0          0

Staff (yuan)
  T01: recover 240.00 yuan
                     paid     due  difference
    training pay  1200.00  960.00     -240.00
    duty pay         0.00    0.00        0.00
    total         1200.00  960.00     -240.00
    training record R7 (changed): class hours 10 → 8; amount 1200.00 → 960.00
"""


def test_the_page_says_the_same_in_both_languages() -> None:
    """Sums, amounts, what to do and the reason stand in both, in 80 columns; no sheet is lost in Markdown and HTML."""
    found = corrected(REPORT, FEWER_HOURS)
    pages = {lang: correction_page(found, lang=lang) for lang in LANGUAGES}
    assert pages["zh"].startswith(CHINESE)
    assert pages["en"].startswith(ENGLISH)
    for page in pages.values():
        assert [line for line in page.splitlines() if width(line) > 80] == []
    assert "补发 72.00 元" in pages["zh"]
    assert "pay 72.00 yuan more" in pages["en"]
    assert "<h3>T01：追回 240.00 元</h3>" in correction_page(found, style="html")
    assert "### T01: recover 240.00 yuan" in correction_page(found, lang="en", style="markdown")


def numbers(page: str) -> list[str]:
    """Return the amounts of a page, in order."""
    spaced = "".join(char if char in "0123456789.-" else " " for char in page)
    return [word for word in spaced.split() if any(char.isdigit() for char in word)]


def test_everything_that_can_differ_is_said_in_words() -> None:
    """Another day, policies, vanished rows and credits: both pages have the same figures, and no code of ours."""
    clean = json.loads((EXAMPLES / "clean" / "term.json").read_text("utf-8")) | {"term": MESSY["term"]}
    terms = [Term.model_validate_json(json.dumps(document)) for document in (MESSY, clean)]
    issued = settle_term(terms[0], policy=PILOT_2020).to_json()
    zh = en = ""
    for row in [*terms, term(as_of=date(2021, 8, 1))]:
        found = correct(issued, row, policy=PILOT_2020.amended(training={"hour_rate": "130"}))
        zh, en = (correction_page(found, lang=lang) for lang in LANGUAGES)
        assert sorted(numbers(zh)) == sorted(numbers(en))
        assert [
            code for code in ("_id", "costs.", "shares.", "class-hours", "not-valid", "granted") if code in zh
        ] == []
    assert "结算日不同：已发按 2021-07-31，应发按 2021-08-01" in zh
    assert "as of 2021-08-01, but paid as of 2021-07-31; amounts in yuan, gross" in en


def test_nothing_to_pay_is_said_too() -> None:
    """The term as it was paid: nobody is listed, and the page says that nothing moves."""
    found = corrected(REPORT, PAID)
    assert (found.persons, found.projects, found.colleges, found.students) == ((), (), (), ())
    assert "已发与应发一致，无须补发或追回。" in correction_page(found)
    assert "nothing to pay, nothing to recover" in correction_page(found, lang="en")


def test_a_project_without_award_has_no_difference() -> None:
    """A loss that grows is listed with its settlement, and nothing is paid or taken back for it."""
    issued = settle_term(term(receipts=()), policy=PILOT_2020).to_json()
    found = corrected(issued, term(receipts=(), costs=(cost(amount="301.00"),)))
    assert "P1：无差额" in correction_page(found)
    assert amounts(found.projects) == {"P1": [("award", "0.00", "0.00", "0.00")]}
    assert found.colleges == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_has_numbers_and_all_reasons(lang: Literal["zh", "en"]) -> None:
    """Amounts are numbers, what to do is in words, and each field that differs has a row."""
    more = term(
        training=FEWER_HOURS.training, certificates=(certificate(student="学生01", category="general_elective"),)
    )
    policy = PILOT_2020.amended(credits={"category_cap": "3"})
    found = corrected(REPORT, more, policy)
    book = openpyxl.load_workbook(io.BytesIO(correction_workbook(found, term=more, lang=lang)))
    zh = lang == "zh"
    assert book.sheetnames == (
        ["人员酬金", "项目奖励", "其中各学院分得", "学生学分", "原因", "依据"]
        if zh
        else ["staff", "projects", "colleges", "students", "reasons", "basis"]
    )
    staff, reason_rows = [
        [[cell.value for cell in row] for row in sheet] for sheet in (book.worksheets[0], book.worksheets[4])
    ]
    assert staff[0][0] == (
        "厦门工学院 1+X 试点 更正单 2020-2021-2 · 人员酬金"
        if zh
        else "1+X pilot, correction of the term 2020-2021-2 · staff"
    )
    assert staff[2][:3] == (["编号", "姓名/名称", "科目"] if zh else ["id", "name", "item"])
    assert staff[5] == [
        "T01",
        "T01",
        "合计" if zh else "total",
        1200,
        960,
        -240,
        "追回 240.00 元" if zh else "recover 240.00 yuan",
        None,
    ]
    everybody = "全部合计（含未列出的）" if zh else "all, listed or not"
    assert staff[-3] == [everybody, None, None, 1700, 1460, -240, None, None]
    in_words = "追回合计 240.00 元，大写：" if zh else "recovery, 240.00 yuan in total; in words: "
    assert staff[-2][0] == f"{in_words}贰佰肆拾元整"
    assert f"{staff[-1][0]}".startswith("制表" if zh else "prepared by")
    nameless = openpyxl.load_workbook(io.BytesIO(correction_workbook(found, lang=lang))).worksheets[0]
    assert [nameless["A6"].value, nameless["B6"].value] == ["T01", None]
    assert reason_rows[1] == (
        ["人员酬金", "T01", "培训记录", "R7", "更改", "学时", "10", "8"]
        if zh
        else ["staff", "T01", "training record", "R7", "changed", "class hours", "10", "8"]
    )
    assert book.worksheets[5].max_row >= 4
    other = term().model_copy(update={"term": "2021-2022-1"})
    with pytest.raises(ValueError, match="term: expected the term 2020-2021-2 of the correction"):
        correction_workbook(found, term=other)
    french: Any = "fr"
    for write in (correction_workbook, correction_page):
        with pytest.raises(ValueError, match="lang: expected zh or en"):
            write(corrected(REPORT, PAID), lang=french)


def test_the_json_holds_the_report_that_is_due() -> None:
    """The correction's report is the settlement of the corrected term, and `issued` is the digest of what was paid."""
    first = json.loads(correction_json(corrected(REPORT, FEWER_HOURS)), parse_float=pytest.fail)
    assert list(first) == [
        "format", "issued", "policy_differences", "totals", "persons", "projects", "colleges", "students", "report",
    ]  # fmt: skip
    assert first["report"] == json.loads(settle_term(FEWER_HOURS, policy=PILOT_2020).to_json())
    dense = json.dumps(json.loads(REPORT), ensure_ascii=False)
    assert correct(dense, FEWER_HOURS, policy=PILOT_2020).issued.digest == first["issued"]["digest"]
    second = correct(json.dumps(first), PAID, policy=PILOT_2020)
    third = correct(settle_term(FEWER_HOURS, policy=PILOT_2020).to_json(), PAID, policy=PILOT_2020)
    assert second.issued.digest == third.issued.digest != first["issued"]["digest"]


def test_what_was_issued_may_be_text_bytes_or_a_file(tmp_path: Path) -> None:
    """As `verify` takes a report; anything else is a ValueError."""
    file = tmp_path / "report.json"
    file.write_text(REPORT, "utf-8")
    for issued in (REPORT, REPORT.encode(), file):
        assert correct(issued, PAID, policy=PILOT_2020).persons == ()
    others: list[Any] = [None, json.loads(REPORT), 1]
    for other in others:
        with pytest.raises(ValueError, match="issued: expected bytes, text or a path, not"):
            correct(other, PAID, policy=PILOT_2020)
    nothing: Any = None
    with pytest.raises(ValueError, match="term: expected a Term"):
        correct(REPORT, nothing, policy=PILOT_2020)
    with pytest.raises(ValueError, match="expected a Policy or a Timeline"):
        correct(REPORT, PAID, policy=nothing)


def refused(document: object) -> list[tuple[str, str]]:
    """Return where and why what was issued is refused; both languages say so in other words."""
    data = document if isinstance(document, str) else json.dumps(document)
    with pytest.raises(ValidationError) as info:
        correct(data, PAID, policy=PILOT_2020)
    assert all(zh != en for zh, en in zip(*(describe(info.value, lang=lang) for lang in LANGUAGES), strict=True))
    return [(".".join(map(str, error["loc"])), error["type"]) for error in info.value.errors()]


def changed(document: str, change: Callable[[Document], object]) -> list[tuple[str, str]]:
    """Return where and why a document with a change is refused."""
    read: Document = json.loads(document)
    change(read)
    return refused(read)


def _put(path: str, value: object) -> Callable[[Document], object]:
    def put(document: Document) -> None:
        node: Any = document
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in steps:
            node = node[step]
        node[last] = value

    return put


def _copied(path: str) -> Callable[[Document], object]:
    def copy(document: Document) -> None:
        node: Any = document
        for step in path.split("."):
            node = node[step]
        node.append(node[0])

    return copy


SUM = "issued-sum"
TAMPERED: dict[str, tuple[Callable[[Document], object], set[tuple[str, str]]]] = {
    "a line": (
        _put("training.lines.0.amount", "1300.00"),
        {("training.total", SUM), ("payroll.1.training", SUM), ("payroll.1.total", SUM)},
    ),
    "a total": (_put("exams.total", "600.00"), {("exams.total", SUM)}),
    "a person's pay": (_put("payroll.0.exams", "5000.00"), {("payroll.0.exams", SUM)}),
    "a person's total": (_put("payroll.0.total", "5000.00"), {("payroll.0.total", SUM)}),
    "a share": (_put("exams.days.0.shares.0.amount", "1.00"), {("exams.days.0.amount", SUM)}),
    "a cost": (_put("settlements.0.costs.2.amount", "1.00"), {("settlements.0.cost", SUM)}),
    "an income": (
        _put("settlements.0.income", "6000.00"), {("settlements.0.surplus", SUM), ("settlements.0.remainder", SUM)},
    ),
    "an award": (
        _put("settlements.0.award", "1.00"), {("settlements.0.award", SUM), ("settlements.0.remainder", SUM)},
    ),
    "a college's part": (_put("settlements.0.awards.0.amount", "1.00"), {("settlements.0.award", SUM)}),
    "credits": (
        _put("credits.decisions.0.credits", "4"),
        {("credits.students.0.innovation_practice", SUM), ("credits.students.0.total", SUM)},
    ),
    "a student's credits": (_put("credits.students.0.total", "4"), {("credits.students.0.total", SUM)}),
    "workload": (_put("workload.0.class_hours", "4"), {("workload.0.class_hours", SUM)}),
    "a person less": (lambda report: report["payroll"].pop(), {("payroll", "issued-row")}),
    "a student less": (lambda report: report["credits"]["students"].pop(), {("credits.students", "issued-row")}),
    "hours less": (lambda report: report["workload"].pop(), {("workload", "issued-row")}),
    "a person more": (
        lambda report: report["payroll"].append({**report["payroll"][0], "staff_id": "T99"}),
        {("payroll.2.exams", SUM), ("payroll.2.total", SUM)},
    ),
    "a person twice": (_copied("payroll"), {("payroll.2", "repeated-id")}),
    "a project twice": (_copied("settlements"), {("settlements.1", "repeated-id")}),
    "a float": (_put("training.lines.0.amount", 1200.0), {("training.lines.0.amount", "issued-figure")}),
    "a third decimal": (_put("payroll.0.total", "500.000"), {("payroll.0.total", "issued-figure")}),
    "an exponent": (_put("payroll.0.total", "5e2"), {("payroll.0.total", "issued-figure")}),
    "a negative zero": (_put("payroll.0.training", "-0.00"), {("payroll.0.training", "issued-figure")}),
    "negative hours": (_put("workload.0.class_hours", "-1"), {("workload.0.class_hours", "issued-figure")}),
    "a control character": (_put("payroll.0.staff_id", "S\x1b01"), {("payroll.0.staff_id", "id")}),
    "a key more": (_put("note", "x"), {("note", "extra_forbidden")}),
    "a table less": (lambda report: report.pop("workload"), {("workload", "missing")}),
    "no list": (_put("payroll", {}), {("payroll", "tuple_type")}),
    "ok as text": (_put("ok", "true"), {("ok", "bool_type")}),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_a_report_that_was_tampered_with_is_refused(name: str) -> None:
    """A figure changed by itself, a row more or less, or a figure in another form is refused with its place.

    So is the report inside a correction.
    """
    change, expected = TAMPERED[name]
    assert set(changed(REPORT, change)) == expected
    correction = correction_json(corrected(REPORT, PAID))
    inside = changed(correction, lambda document: change(document["report"]))
    assert {(place, code) for place, code in inside if place.startswith("report.")} == {
        (f"report.{place}", code) for place, code in expected
    }


def test_a_line_that_was_changed_says_both_figures() -> None:
    """The message names the figure and what its rows come to."""
    document = json.loads(REPORT)
    document["exams"]["total"] = "600.00"
    with pytest.raises(ValidationError) as info:
        correct(json.dumps(document), PAID, policy=PILOT_2020)
    assert describe(info.value) == (
        "exams.total: 此处为 600.00，按所列各行应为 500.00；文件发放后被改动过，请给出原件 [issued-sum]",
    )


TAMPERED_CORRECTIONS: dict[str, tuple[Callable[[Document], object], list[tuple[str, str]]]] = {
    "a difference": (
        _put("persons.0.amounts.0.difference", "-24.00"), [("persons.0.amounts.0.difference", SUM)],
    ),
    "what was paid": (_put("persons.0.amounts.1.paid", "1.00"), [("persons.0.amounts.1.difference", SUM)]),
    "what is due": (_put("projects.0.amounts.0.due", "999.00"), [("projects.0.amounts.0.due", SUM)]),
    "a person less": (
        _put("persons", []), [("totals.persons.paid", SUM), ("totals.persons.difference", SUM)],
    ),
    "a sum": (_put("totals.students.due", "3"), [("totals.students.due", SUM)]),
    "a person without amounts": (
        _put("persons.0.amounts", []), [("totals.persons.paid", SUM), ("totals.persons.difference", SUM)],
    ),
    "a form": (_put("totals.persons.due", "1e3"), [("totals.persons.due", "issued-figure")]),
    "a key more": (_put("persons.0.note", "x"), [("persons.0.note", "unexpected_keyword_argument")]),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED_CORRECTIONS)
def test_a_correction_that_was_tampered_with_is_refused(name: str) -> None:
    """What is due must be what the report says, a difference due less paid, and the sums those of the rows."""
    change, expected = TAMPERED_CORRECTIONS[name]
    assert changed(correction_json(corrected(REPORT, FEWER_HOURS)), change) == expected


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("", [("", "file-empty")]),
        ("{", [("", "json-syntax")]),
        ("[]", [("format", "issued-format")]),
        ("{}", [("format", "issued-format")]),
        ('{"format": "xmut-rules/report/2"}', [("format", "issued-format")]),
        ('{"format": "xmut-rules/term/1"}', [("format", "issued-format")]),
        ('{"format": 1, "format": 2}', [("format", "json-duplicate-key")]),
        (REPORT.replace("2020-2021-2", "2021-2022-1"), [("term", "issued-term")]),
    ],
)
def test_what_was_not_issued_for_this_term_is_refused(document: str, told: list[tuple[str, str]]) -> None:
    """No JSON, another format or another term is refused at its place."""
    assert refused(document) == told


def test_a_correction_is_replayed_by_its_report() -> None:
    """`verify` recomputes the report in a correction from the corrected term, and names places in it."""
    document = json.loads(correction_json(corrected(REPORT, FEWER_HOURS)))
    assert verify(json.dumps(document), FEWER_HOURS) == Verification("same")
    found = verify(json.dumps(document), PAID)
    assert (found.status, found.mismatches[0].path) == ("differs", "report.training.total")
    nothing: list[Any] = [[], {}]
    for inside in nothing:
        assert verify(json.dumps(document | {"report": inside}), PAID).status == "differs"


ODD: list[Any] = [
    *(None, True, 0, -1, 1.5, 10**40, "", "x", "-0.00", "1e3", "NaN", "9" * 31 + ".00", "\x00", "\ud800", "2021-02-30"),
    *([], {}, [None], [[]], [{}], {"format": "xmut-rules/report/1"}),
]


@given(st.integers(0, 10**6), st.sampled_from(ODD), st.booleans())
def test_no_value_at_any_place_fails_otherwise(seed: int, value: object, is_correction: bool) -> None:
    """Whatever stands at a place, or nothing, it is read or refused as input, and said in both languages."""
    rng = Random(seed)
    whole: Any = json.loads(correction_json(corrected(REPORT, FEWER_HOURS)) if is_correction else REPORT)
    node: Any = whole
    while True:
        keys: list[Any] = [*node] if hasattr(node, "keys") else [*range(len(node))]
        key = rng.choice(keys)
        inner: Any = node[key]
        if not inner or isinstance(inner, str | bool) or rng.random() < 0.2:
            break
        node = inner
    node[key] = value
    said: list[str] = []
    try:
        said = [correction_page(correct(json.dumps(whole), PAID, policy=PILOT_2020), lang=lang) for lang in LANGUAGES]
    except ValidationError as error:
        said = ["\n".join(describe(error, lang=lang)) for lang in LANGUAGES]
    assert len(set(said)) == 2


def test_rules_and_clauses_that_are_not_known_are_shown_as_they_are() -> None:
    """A later edition's rule or clause in an issued report is no error; it is shown as it stands."""
    document = json.loads(REPORT)
    document["training"]["lines"][0] |= {"rule": "half-day", "clause": "§9.9z"}
    page = correction_page(correct(json.dumps(document), PAID, policy=PILOT_2020), lang="en")
    assert "rule half-day → by the class hour; clause §9.9z → §3.5.2.1" in " ".join(page.split())


def chain(documents: list[Document], policies: list[Policy | Timeline]) -> tuple[Figures, list[Document], Document]:
    """Settle the first term, correct it by each of the others; return what was paid, the corrections, what is due."""
    first, *others = [Term.model_validate_json(json.dumps(document)) for document in documents]
    issued = settle_term(first, policy=policies[0]).to_json()
    paid = figures(json.loads(issued))
    corrections: list[Document] = []
    last = json.loads(issued)
    for row, policy in zip(others, policies[1:], strict=True):
        issued = correction_json(correct(issued, row, policy=policy))
        corrections.append(json.loads(issued))
        last = json.loads(settle_term(row, policy=policy).to_json())
    return paid, corrections, last


def holds(documents: list[Document], policies: list[Policy | Timeline]) -> int:
    """Check the laws of a chain; return how many people and others had a difference."""
    paid, corrections, last = chain(documents, policies)
    assert plus(paid, *map(moved, corrections)) == figures(last)
    for correction in corrections:
        assert plus(moved(correction, "due")) == plus(moved(correction, "paid"), moved(correction))
        for group in ("persons", "projects", "colleges", "students"):
            assert [row["id"] for row in correction[group] if not row["reasons"]] == []
    return sum(len(correction[group]) for correction in corrections for group in ("persons", "students"))


def random_chain(seed: int, length: int) -> list[Document]:
    """Return a term document and edits of it one after another, each of them valid by itself."""
    rng = Random(seed)
    documents = [_first(rng) if seed % 2 else MESSY]
    while len(documents) <= length:
        candidate = edited(rng, documents[-1])
        if _is_term(candidate):
            documents.append(candidate)
    return documents


def _first(rng: Random) -> Document:
    """Return a random term with all its tables, amounts as text."""
    while not _is_term(document := generator.term(rng)):
        pass
    first: Document = json.loads(Term.model_validate_json(json.dumps(document)).model_dump_json())
    return first


def _is_term(document: Document) -> bool:
    try:
        Term.model_validate_json(json.dumps(document))
    except ValidationError:
        return False
    return True


POLICIES: list[Policy | Timeline] = [
    PILOT_2020,
    PILOT_2020.amended(exams={"day_rate": "600", "day_scope": "person_and_project"}, credits={"category_cap": "2"}),
    Timeline(policies=(PILOT_2020, PILOT_2020.amended(effective_from="2021-04-01", training={"hour_rate": "133.33"}))),
]


@settings(max_examples=12)
@given(st.integers(1, 10**6))
def test_paid_and_all_differences_are_due(seed: int) -> None:
    """Whatever is corrected, again and again: what was paid and all differences since are what everybody is due."""
    rng = Random(seed)
    documents = random_chain(seed, 3)
    holds(documents, [rng.choice(POLICIES) for _ in documents])


@settings(max_examples=12)
@given(st.lists(some.terms(most=4), min_size=2, max_size=3), some.policies() | some.timelines())
def test_terms_that_share_nothing_add_up_too(terms: list[Term], policy: Policy | Timeline) -> None:
    """Terms drawn apart, as if all rows had been wrong, form a chain as well."""
    documents = [json.loads(row.model_dump_json()) | {"term": "T"} for row in terms]
    holds(documents, [policy] * len(documents))


@settings(max_examples=12)
@given(st.integers(1, 10**6))
def test_the_reasons_are_the_whole_difference(seed: int) -> None:
    """The records that were paid, changed as the reasons say, are the records that are due."""
    documents = random_chain(seed, 1)
    first, second = (
        json.loads(settle_term(Term.model_validate_json(json.dumps(document)), policy=PILOT_2020).to_json())
        for document in documents
    )
    correction = json.loads(
        correction_json(
            correct(json.dumps(first), Term.model_validate_json(json.dumps(documents[1])), policy=PILOT_2020)
        )
    )
    tables = (
        ("persons", "training", "record_id", [report["training"]["lines"] for report in (first, second)]),
        ("students", "credits", "certificate_id", [report["credits"]["decisions"] for report in (first, second)]),
    )
    for group, table, key, (paid, due) in tables:
        rows: dict[str, Document] = {row[key]: dict(row) for row in paid}
        for change in [change for row in correction[group] for change in row["reasons"] if change["table"] == table]:
            if change["kind"] == "removed":
                rows.pop(change["id"], None)
                continue
            own = rows.setdefault(
                change["id"], {key: change["id"], "category": None} if table == "credits" else {key: change["id"]}
            )
            own |= {field["field"]: field["new"] for field in change["fields"]}
        assert rows == {row[key]: row for row in due}


@pytest.mark.exhaustive
def test_thousands_of_random_edits_stay_exact() -> None:
    """500 chains of five corrections, 2,500 edits in all: what was paid and all differences are what is due."""
    concerned = 0
    for seed in range(1, 501):
        rng = Random(seed)
        documents = random_chain(seed, 5)
        concerned += holds(documents, [rng.choice(POLICIES) for _ in documents])
    assert concerned > 2_500


def test_a_report_is_read_back_as_it_was_issued() -> None:
    """Every figure of a report and of the one in a correction is there again, typed, and is written as it was."""
    issued = settle_term(Term.model_validate_json(json.dumps(MESSY)), policy=PILOT_2020)
    corrected = correct(issued.to_json(), Term.model_validate_json(json.dumps(MESSY)), policy=PILOT_2020)
    for document in (issued.to_json(), issued.to_json().encode(), corrected.to_json()):
        paid = read_report(document)
        written, expected = json.loads(paid.model_dump_json()), json.loads(issued.to_json())
        assert written.pop("policies") == [{**policy, "sources": []} for policy in expected.pop("policies")]
        assert written == expected
        assert (paid.as_of, paid.ok) == (issued.as_of, issued.ok)
        for row, line in zip(paid.payroll, issued.payroll, strict=True):
            assert (row.staff_id, row.total) == (line.staff_id, line.total)


def test_a_report_whose_figures_do_not_add_up_is_not_read() -> None:
    """A total that was changed is found by its place; what is no report at all is refused too."""
    document = json.loads(settle_term(term(), policy=PILOT_2020).to_json())
    document["training"]["total"] = "9999.00"
    with pytest.raises(ValidationError) as info:
        read_report(json.dumps(document))
    assert ("training", "total") in [error["loc"] for error in info.value.errors()]
    for other, error in (("{}", ValidationError), (7, ValueError)):
        given: Any = other
        with pytest.raises(error):
            read_report(given)
