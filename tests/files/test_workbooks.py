"""The report as a workbook: pay as finance books it, figures as numbers, and findings that lead to their rows."""

from __future__ import annotations

import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.explain.test_overview import CAPPED, CLEAN, LATE, MESSY, NEVER, sample, settled
from tests.files.test_templates import LANGUAGES, TITLES
from tests.files.test_terms import EXAMPLES, JSON
from tests.formats.test_workbook_reader import saved
from tests.rules.test_findings import FIGURES
from tests.sections import without_sections
from xmut_rules import PILOT_2020, Policy, TermReport, settle_term
from xmut_rules.base.language import Language
from xmut_rules.files.terms import parse_term, read_term
from xmut_rules.files.workbooks import report_workbook
from xmut_rules.rules import FINDING_CODES
from xmut_rules.rules.findings import finding

Row = tuple[object, ...]

TERM, CLEAN_TERM = (read_term(EXAMPLES / name / "term.json") for name in ("messy", "clean"))
SHEETS: dict[Language, list[str]] = {
    "zh": [
        *("项目结算表", "培训课酬发放表", "考务费发放表", "酬金汇总表", "学分认定表", "学生学分汇总表"),
        *("社会服务工作量表", "检查结果", "所依据的政策"),
    ],
    "en": [
        *("settlements", "training pay", "duty pay", "pay by person", "credits", "credits by student", "workload"),
        *("findings", "policies"),
    ],
}
HEADS: dict[Language, list[str]] = {
    "zh": [
        "项目编号 项目名称 学院 科目 金额 依据 金额大写",
        "姓名 人员编号 项目编号 项目名称 日期 计量单位 数量 标准 应发金额 依据 记录编号 备注 签收",
        "姓名 人员编号 项目编号 项目名称 日期 计量单位 数量 标准 应发金额 依据 场次编号 备注 签收",
        "姓名 人员编号 学院 培训课酬 考务费 合计 金额大写 签收",
        "记录编号 学号 姓名 证书名称 等级 证书号码 评价组织 发证日期 结论 学分 超上限扣减 学分类别 依据",
        "学号 姓名 创新创业实践 公共通识选修 合计",
        "人员编号 姓名 学时 依据",
        "编号 表 程度 依据 问题 处理 代码",
        "文号 生效日期 校验值 修改项 修改后 出处",
    ],
    "en": [
        "project id project college item amount basis in words",
        "name staff id project id project date unit quantity rate amount basis record id remark signature",
        "name staff id project id project date unit quantity rate amount basis session ids remark signature",
        "name staff id college training duty total in words signature",
        "record id student id name certificate level number issuer issued on outcome credits cut category basis",
        "student id name innovation elective total",
        "staff id name class hours basis",
        "row table severity basis finding remedy code",
        "document effective from digest changed value now source",
    ],
}


DAY, NUMBER = "2021-07-31", "厦工教〔2020〕39号"


def book(report: TermReport = MESSY, lang: Language = "zh") -> Workbook:
    """Write a report and open it again."""
    term = CLEAN_TERM if report.term == CLEAN_TERM.term else TERM
    return load_workbook(io.BytesIO(report_workbook(report, term, lang=lang)))


def rows(page: Any) -> list[Row]:
    """Return the rows of a sheet between its heads, which stand in the fourth row, and the lines below the table."""
    found: list[Row] = list(page.iter_rows(min_row=5, values_only=True))
    while found and f"{found[-1][0]}".startswith(("合计金额", "total in words", "制表", "prepared by")):
        found.pop()
    return [tuple(without_sections(cell) if isinstance(cell, str) else cell for cell in line) for line in found]


def paid(page: Any) -> list[Row]:
    """Return the lines of pay without names and signatures: person, date, project, unit and what follows."""
    return [(line[1], line[4], line[2], *line[5:12]) for line in rows(page)]


def settled_lines(page: Any) -> list[Row]:
    """Return the lines of settlements without the names of project and college."""
    return [(line[0], *line[3:]) for line in rows(page)]


def decided(page: Any) -> dict[object, Row]:
    """Return what was decided on each certificate: student, outcome and what follows."""
    return {line[0]: (line[1], *line[8:]) for line in rows(page)}


def fen(value: object) -> int:
    """Return an amount of a cell in fen."""
    assert isinstance(value, int | float)
    return round(value * 100)


def sums(lines: Sequence[Row], column: int) -> dict[object, int]:
    """Add up the amounts of pay lines, in fen, by what stands in a column; the last line is the total."""
    found: dict[object, int] = defaultdict(int)
    for line in lines[:-1]:
        found[line[column]] += fen(line[6])
    return dict(found)


BOOKS: dict[Language, Workbook] = {lang: book(MESSY, lang) for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheets_and_their_heads_are_in_the_language(lang: Language) -> None:
    """Eight sheets of the report come first, with their heads, and then the tables of the term."""
    made = BOOKS[lang]
    assert made.sheetnames == SHEETS[lang] + TITLES[lang]
    assert [" ".join(f"{cell.value}" for cell in made[title][4]) for title in SHEETS[lang]] == HEADS[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tables_that_follow_are_the_term(lang: Language) -> None:
    """Without the sheets of the report the workbook is read as the term that was settled."""
    made = book(MESSY, lang)
    for title in SHEETS[lang]:
        made.remove(made[title])
    assert parse_term(saved(made)) == TERM


def test_chinese_is_the_language_unless_another_is_asked_for() -> None:
    """Without a language the workbook is Chinese."""
    made = load_workbook(io.BytesIO(report_workbook(MESSY, TERM)))
    assert made.sheetnames == SHEETS["zh"] + TITLES["zh"]


@pytest.mark.parametrize(("lang", "total"), [("zh", "合计"), ("en", "total")])
def test_pay_lines_sum_to_the_totals(lang: Language, total: str) -> None:
    """Pay lines of each kind sum to the total below them, to each person's pay, and to each project's cost."""
    pages = [BOOKS[lang][title] for title in SHEETS[lang]]
    training, duty, persons, costs = paid(pages[1]), paid(pages[2]), rows(pages[3]), settled_lines(pages[0])
    for place, amount in ((1, 20340), (2, 11100)):
        assert rows(pages[place])[-1] == (total, *[None] * 7, amount, *[None] * 4)
    assert persons[-1] == (total, None, None, 20340, 11100, 31440, None, None)
    by_training, by_duty = sums(training, 0), sums(duty, 0)
    assert (sum(by_training.values()), sum(by_duty.values())) == (2_034_000, 1_110_000)
    assert len(persons) == 13
    for _, staff_id, _, training_pay, duty_pay, both, _, _ in persons[:-1]:
        assert fen(training_pay) == by_training.get(staff_id, 0)
        assert fen(duty_pay) == by_duty.get(staff_id, 0)
        assert fen(both) == fen(training_pay) + fen(duty_pay)
    assert sums(training, 2) == {"P1": 678_000, "P2": 648_000, "P3": 504_000, "P4": 204_000}
    assert sums(duty, 2) == {"P1": 529_167, "P2": 320_833, "P3": 160_000, "P4": 100_000}
    names = {"zh": ("- 培训课酬", "- 考务费"), "en": ("- training pay", "- duty pay")}[lang]
    booked = {(line[0], line[1]): fen(line[2]) for line in costs}
    assert {project: booked[project, names[0]] for project in ("P1", "P2", "P3", "P4")} == sums(training, 2)
    assert {project: booked[project, names[1]] for project in ("P1", "P2", "P3", "P4")} == sums(duty, 2)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_papers_say_what_they_are_of_and_where_to_sign(lang: Language) -> None:
    """Term, day and open errors stand above each table; sums in words and the lines for signatures below."""
    made, clean = BOOKS[lang], book(CLEAN, lang)
    about, none, signed, total = {
        "zh": (
            f"厦门工学院 1+X 证书试点　　学期：2020-2021-2　　结算日：{DAY}　　依据：{NUMBER}　　金额单位：元（税前）",
            ("待处理错误：10 项（见“检查结果”）；处理完毕前请勿发放", "待处理错误：无"),
            ["制表：", "日期："],
            "合计金额（大写）：",
        ),
        "en": (
            f"1+X pilot    term: 2020-2021-2    settled on: {DAY}    under: {NUMBER}    amounts in yuan, gross",
            ("open errors: 10 (see findings); do not pay before they are resolved", "open errors: none"),
            ["prepared by:", "date:"],
            "total in words: ",
        ),
    }[lang]
    for number, title in enumerate(SHEETS[lang]):
        page: Any = made[title]
        assert [page[f"A{row}"].value for row in (1, 2, 3)] == [title, about, none[0]]
        assert clean[title]["A3"].value == none[1]
        lines = [cell.value for (cell,) in page.iter_rows(min_row=5, max_col=1)]
        sums = {1: "贰万零叁佰肆拾元整", 2: "壹万壹仟壹佰元整", 3: "叁万壹仟肆佰肆拾元整"}
        if number in sums:
            assert lines[-2] == total + sums[number]
        if number < 7:
            assert [word for word in signed if word in lines[-1]] == signed
    for title in made.sheetnames:
        sheet: Any = made[title]
        header = "&A" if title in SHEETS[lang] else f"&A {none[0]}"
        assert sheet.oddHeader.center.text == header


def test_papers_are_printed_on_a4_with_borders_and_repeated_heads() -> None:
    """Heads are repeated on every page, cells of the table have borders, and the lines around it have none."""
    page: Any = BOOKS["zh"]["培训课酬发放表"]
    assert (page.page_setup.paperSize, page.print_title_rows, page.freeze_panes) == (9, "$4:$4", "A5")
    last = page.max_row - 2
    assert page.cell(last, 1).value == "合计"
    ruled = {
        (row, column)
        for row in range(1, page.max_row + 1)
        for column in range(1, page.max_column + 2)
        if page.cell(row, column).border.left.style == "thin"
    }
    assert ruled == {(row, column) for row in range(4, last + 1) for column in range(1, 14)}
    assert BOOKS["zh"]["人员"]["A2"].border.left.style is None


def test_papers_name_people_projects_and_colleges() -> None:
    """Names are those of the term's rows; ids stay beside them, and a member of staff from outside has no college."""
    made = BOOKS["zh"]
    assert rows(made["培训课酬发放表"])[0][:4] == ("教师甲", "T01", "P1", "证书A试点项目")
    assert rows(made["考务费发放表"])[0][:4] == ("教师甲", "T01", "P1", "证书A试点项目")
    assert rows(made["酬金汇总表"])[0][:3] == ("教师甲", "T01", "二级学院甲")
    outside = {row.staff_id for row in CLEAN_TERM.staff if row.college_id is None}
    assert outside == {row[1] for row in rows(book(CLEAN)["酬金汇总表"])[:-1] if row[2] is None} == {"T05"}
    joint = [line[1:4] for line in rows(made["项目结算表"]) if line[0] == "P4"]
    name = "证书D联合项目"
    assert joint[0] == (name, "二级学院甲、二级学院乙", "收入")
    assert [line for line in joint if "其中" in f"{line[2]}"] == [
        (name, "二级学院甲", "其中：二级学院甲"),
        (name, "二级学院乙", "其中：二级学院乙"),
    ]
    assert rows(made["学分认定表"])[0][:6] == ("K01", "ST01", "学生01", "证书A", "中级", "A-M-0001")


def test_training_lines_name_unit_quantity_rate_and_clause() -> None:
    """A line of training pay is quantity times rate, by the class hour or by the day, with its clause and record."""
    lines = paid(BOOKS["zh"]["培训课酬发放表"])
    assert len(lines) == 41
    assert lines[0] == ("T01", datetime(2021, 3, 6), "P1", "天", 1, 720, 720, "§3.5.2.1", "TR01", None)
    assert ("T03", datetime(2021, 3, 20), "P1", "学时", 1.5, 120, 180, "§3.5.2.1", "TR07", None) in lines
    english = paid(BOOKS["en"]["training pay"])
    assert [line[3] for line in english[:3]] == ["day", "day", "class hour"]
    assert [line[:2] for line in lines[:-1]] == sorted(line[:2] for line in lines[:-1])


@pytest.mark.parametrize(
    ("lang", "session", "day", "note"),
    [
        ("zh", "场", "天", "当天按天计 500.00 元，此为本项目分摊"),
        ("en", "session", "day", "part of 500.00 for the day"),
    ],
)
def test_duty_is_booked_by_the_session_or_by_the_day(lang: Language, session: str, day: str, note: str) -> None:
    """Sessions have a line each; a day of three has one, or a part for each project by what its sessions would pay."""
    lines = paid(BOOKS[lang][SHEETS[lang][2]])
    between = {"zh": "、", "en": ", "}[lang]
    when = [datetime(2021, 5, 29), datetime(2021, 6, 5), datetime(2021, 6, 6)]
    assert [line for line in lines if line[0] == "T05"] == [
        ("T05", when[0], "P1", session, 1, 150, 150, "§3.5.2.2a", "S08", None),
        ("T05", when[1], "P1", day, None, None, 200, "§3.5.2.2b", "S17", note),
        ("T05", when[1], "P2", day, None, None, 300, "§3.5.2.2b", between.join(("S13", "S15")), note),
        ("T05", when[2], "P2", session, 1, 200, 200, "§3.5.2.2a", "S21", None),
        ("T05", when[2], "P2", session, 1, 150, 150, "§3.5.2.2a", "S23", None),
    ]
    assert lines[0] == ("T01", when[0], "P1", day, 1, 500, 500, "§3.5.2.2b", between.join(("S01", "S03", "S05")), None)


def test_settlements_show_the_award_in_words() -> None:
    """Each project has its lines; the award, half a fen of which is rounded up, stands in upper case and alone does."""
    lines = settled_lines(BOOKS["zh"]["项目结算表"])
    assert [line for line in lines if line[0] == "P4"] == [
        ("P4", "收入", 9333.33, "§3.5.3a", None),
        ("P4", "- 培训课酬", 2040, "§3.5.1c", None),
        ("P4", "- 考务费", 1000, "§3.5.1c", None),
        ("P4", "- 印刷费", 88.88, "§3.5.1c", None),
        ("P4", "- 场地能耗", 210.1, "§3.5.1c", None),
        ("P4", "- 考核费", 3000, "§3.5.1c", None),
        ("P4", "= 结余", 2994.35, "§3.5.3a", None),
        ("P4", "学院奖励", 898.31, "§3.5.3b", "捌佰玖拾捌元叁角壹分"),
        ("P4", "其中：二级学院甲", 538.99, "解读 C11", None),
        ("P4", "其中：二级学院乙", 359.32, "解读 C11", None),
        ("P4", "奖励后余额", 2096.04, "§3.5.3b", None),
    ]
    assert [line for line in lines if line[4]] == [
        ("P1", "学院奖励", 2751.98, "§3.5.3b", "贰仟柒佰伍拾壹元玖角捌分"),
        ("P2", "学院奖励", 2061.43, "§3.5.3b", "贰仟零陆拾壹元肆角叁分"),
        ("P3", "学院奖励", 0, "§3.5.3a", "零元整"),
        ("P4", "学院奖励", 898.31, "§3.5.3b", "捌佰玖拾捌元叁角壹分"),
    ]
    english = {line[:2]: line[2:] for line in settled_lines(BOOKS["en"]["settlements"])}
    assert english["P4", "college award"] == (898.31, "§3.5.3b", "捌佰玖拾捌元叁角壹分")
    assert english["P2", "grant balance"] == (3000, "§3.3c", None)
    assert ("P2", "以前亏损", 500, "解读 C4", None) in settled_lines(book(CLEAN)["项目结算表"])


def test_credits_and_workload_have_a_line_each() -> None:
    """Every certificate has its outcome, every student the totals, everybody who trained the class hours."""
    made = BOOKS["zh"]
    decisions = decided(made["学分认定表"])
    assert len(decisions) == 30
    assert decisions["K01"] == ("ST01", "认定", 2, 0, "创新创业实践", "§3.4c")
    assert decisions["K04"] == ("ST02", "重复申报，只计一次", 0, 0, "公共通识选修", "§3.4c")
    assert decisions["K13"] == ("ST07", "未填学分类别", 0, 0, None, "§3.4b")
    english = decided(BOOKS["en"]["credits"])
    assert english["K01"] == ("ST01", "granted", 2, 0, "innovation practice", "§3.4c")
    students = rows(made["学生学分汇总表"])
    assert (len(students), students[0]) == (18, ("ST01", "学生01", 2, 2, 4))
    assert ("T03", "教师丙", 11.5, "§2.2.4b") in rows(made["社会服务工作量表"])
    assert len(rows(made["社会服务工作量表"])) == 10


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_are_numbers_and_text_is_no_formula(lang: Language) -> None:
    """Amounts, hours and credits are numeric cells, amounts with two decimals; no cell at all is a formula."""
    made = BOOKS[lang]
    amounts = {0: "E", 1: "HI", 2: "HI", 3: "DEF"}
    for place, title in enumerate(SHEETS[lang]):
        page: Any = made[title]
        cells = [cell for row in page.iter_rows(min_row=5) for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"n", "s", "d"}
        assert not [cell for cell in cells if cell.data_type == "s" and re.fullmatch(r"-?[0-9.,]+", cell.value)]
        money = [cell for cell in cells if cell.column_letter in amounts.get(place, "")]
        assert {(cell.data_type, cell.number_format) for cell in money} == ({("n", "#,##0.00")} if money else set())
        assert (len(money) > 20) is (place in amounts)
    kinds = {cell.data_type for title in TITLES[lang] for row in made[title].iter_rows() for cell in row}
    assert kinds == {"n", "s", "d"}
    surplus: Any = made[SHEETS[lang][0]]["D11"]
    assert (surplus.value, surplus.data_type, surplus.quotePrefix) == (
        {"zh": "= 结余", "en": "= surplus"}[lang],
        "s",
        True,
    )


def linked(made: Workbook, lang: Language) -> list[tuple[object, str, object]]:
    """Give, for each line of the findings, its row's id, the sheet it leads to, and the first cell of the row there."""
    found: list[tuple[object, str, object]] = []
    page: Any = made[SHEETS[lang][7]]
    for line in page.iter_rows(min_row=5):
        assert line[0].hyperlink is not None
        assert all(cell.hyperlink is None for cell in line[1:])
        place = re.fullmatch(r"'(.+)'!(A[0-9]+)", line[0].hyperlink.location)
        assert place is not None
        target: Any = made[place[1]]
        assert line[1].value == place[1]
        found.append((line[0].value, place[1], target[place[2]].value))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_findings_lead_to_their_rows(lang: Language) -> None:
    """Each row that a finding is about has a line of its own, with a link to the row whose first cell is its id."""
    found = linked(BOOKS[lang], lang)
    assert [ref for ref, _, _ in found] == [ref for row in MESSY.findings for ref in row.refs]
    assert [ref for ref, _, _ in found] == [first for _, _, first in found]
    sheet_of: dict[str, str] = dict(zip("KDSTI", [TITLES[lang][place] for place in (11, 7, 6, 4, 8)], strict=True))
    assert [title for _, title, _ in found] == [sheet_of[f"{ref}"[0]] for ref, _, _ in found]
    assert len(found) == 20


def test_a_finding_is_reported_with_its_remedy() -> None:
    """A line has severity, clause, message, remedy and code, in the language of the workbook."""
    told = {line[0]: line[1:] for line in rows(BOOKS["zh"]["检查结果"])}
    assert told["I05"] == (
        *("收入", "错误", "§3.5.1b", "考培费 I05 未存入指定账户", "转入指定账户，并改正记录", "wrong-account"),
    )
    assert told["TR32"][1:3] == ("提示", "§3.5.2.1")
    english = {line[0]: line[1:] for line in rows(BOOKS["en"]["findings"])}
    assert english["I05"][:4] == ("receipts", "error", "§3.5.1b", "fee I05 was not paid into a designated account")
    assert english["TR31"][:2] == ("training", "warning")


LESSONS = "R1 W1-20210308 W2-20210516"
ABOUT: dict[str, str] = {
    "after-as-of": f"{LESSONS} E2 I5 K4",
    "certificate-number-repeated": "K1 K2",
    "certificate-number-shared": "K1 K3",
    "certificate-status-differs": "K1 K3",
    "cost-may-repeat-pay": "X1",
    "credits-given-assumed": "K4",
    "duty-recorded-twice": "D1 D2",
    "far-date": f"{LESSONS} E2 I5 B1",
    "grant-overspent": "P2",
    "grant-purpose-differs": "P2",
    "grant-purpose-missing": "X4",
    "many-hours": LESSONS,
    "not-in-force": f"{LESSONS} D2 P1 K2 I1",
    "notice-late": "E1",
    "notice-missing": "E2",
    "notice-outdated": "E1",
    "notice-short": "E1",
    "person-overlap": f"{LESSONS} E1 B2",
    "recognized-not-valid": "K4",
    "room-overlap": f"{LESSONS} E1 B1",
    "room-turnaround": f"{LESSONS} E2 B1",
    "rows-alike": "X1 X2",
    "training-day-twice": LESSONS,
    "training-mixed-units": LESSONS,
    "wrong-account": "I1",
}
"""The rows that a finding may be about, by its code: at least one of each table."""


@pytest.mark.exhaustive
@pytest.mark.parametrize("code", ABOUT)
def test_a_finding_of_every_code_leads_to_every_table_it_may_be_about(code: str) -> None:
    """Whatever table a finding's row stands in, the link finds it; a lesson's leads to the weekly plan it is from."""
    term = parse_term(JSON.encode())
    refs = ABOUT[code].split()
    report = replace(settle_term(term, policy=PILOT_2020), findings=(finding(code, refs, **FIGURES[code]),))
    for lang in LANGUAGES:
        made = load_workbook(io.BytesIO(report_workbook(report, term, lang=lang)))
        assert [(ref, first) for ref, _, first in linked(made, lang)] == [(ref, ref.split("-")[0]) for ref in refs]


def test_a_finding_without_rows_has_one_line_and_no_link() -> None:
    """Only the notice that too many clashes were found is about no row, and it is not lost."""
    assert {entry.code for entry in FINDING_CODES} - set(ABOUT) == {"clashes-cut"}
    made = book(replace(MESSY, findings=(finding("clashes-cut", ()),)))
    (line,) = rows(made["检查结果"])
    assert (line[:4], line[6]) == ((None, None, "错误", "§3.5.4e"), "clashes-cut")
    assert made["检查结果"]["A5"].hyperlink is None


def noted(policy: Policy, lang: Language) -> dict[object, tuple[object, object, object]]:
    """Return the training lines with a note by their records: rate, amount and note."""
    lines = paid(book(settle_term(TERM, policy=policy), lang)[SHEETS[lang][1]])
    return {line[8]: (line[5], line[6], line[9]) for line in lines[:-1] if line[9]}


@pytest.mark.parametrize(
    ("lang", "ceiling", "absorbed", "never"),
    [
        ("zh", "按上限分摊", "当天已按天计酬", "尚无政策可依"),
        ("en", "part of the ceiling", "covered by the day record", "no policy in force"),
    ],
)
def test_training_that_is_not_paid_as_claimed_has_a_note(
    lang: Language, ceiling: str, absorbed: str, never: str
) -> None:
    """Hours over a day's ceiling, hours beside a day record, and days without a policy say so; nothing else does."""
    over = {"TR03": 360, "TR04": 360, "TR09": 720, "TR30": 720}
    expected = {record: (120, amount, ceiling) for record, amount in over.items()}
    assert noted(CAPPED, lang) == {**expected, "TR32": (120, 0, absorbed)}
    early = {record.record_id for record in TERM.training if record.date < date(2021, 4, 11)}
    assert noted(LATE, lang) == dict.fromkeys(early, (None, 0, never))
    assert len(early) == 22


@pytest.mark.parametrize(("lang", "note"), [("zh", "当天已计酬一天"), ("en", "a day is already paid")])
def test_a_second_day_record_has_a_note(lang: Language, note: str) -> None:
    """The second record of one person's day pays nothing and says why."""
    document = sample("messy")
    document["training"][11]["date"] = "2021-03-06"
    line = paid(book(settled(document), lang)[SHEETS[lang][1]])
    assert [(row[8], row[6]) for row in line if row[9] == note] == [("TR12", 0)]


def test_without_a_policy_nothing_is_paid_and_every_line_stays() -> None:
    """Where no policy is in force the lines stand with 0 and the clause that says so."""
    made = book(settle_term(TERM, policy=NEVER))
    duty = paid(made["考务费发放表"])
    assert {(line[5], line[6], line[7]) for line in duty[:-1]} == {(None, 0, "§0a")}
    assert len(duty) == 68
    assert rows(made["酬金汇总表"])[-1] == ("合计", None, None, 0, 0, 0, None, None)
    assert sum(f"{line[6]}" == "not-in-force" for line in rows(made["检查结果"])) == 40 + 68 + 12 + 4 + 30


@pytest.mark.parametrize("swap", ["report", "term", "other", "nothing"])
def test_another_pair_than_a_report_and_its_term_is_a_mistake(swap: str) -> None:
    """A report goes with the term that was settled, and with nothing else."""
    pairs: dict[str, tuple[Any, Any]] = {
        "report": (TERM, TERM),
        "term": (MESSY, MESSY),
        "other": (CLEAN, TERM),
        "nothing": (None, None),
    }
    with pytest.raises(ValueError, match=r"expected a (TermReport|Term),|^term: expected the term "):
        report_workbook(*pairs[swap])


def test_another_language_is_a_mistake() -> None:
    """The workbook is written in Chinese or English alone."""
    lang: Any = "fr"
    with pytest.raises(ValueError, match="lang: expected zh or en"):
        report_workbook(MESSY, TERM, lang=lang)


def test_without_openpyxl_the_report_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where openpyxl is not there, that is Python's own error."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "openpyxl"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ModuleNotFoundError):
        report_workbook(MESSY, TERM)


def book_of(document: dict[str, Any]) -> Workbook:
    """Settle a document and open its report, in English."""
    term = parse_term(json.dumps(document).encode())
    report = settle_term(term, policy=PILOT_2020)
    return load_workbook(io.BytesIO(report_workbook(report, term, lang="en")))


def links(made: Workbook) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Return each finding's row and code, with its table and where its link leads."""
    found: dict[tuple[str, str], tuple[str, str | None]] = {}
    for row in made["findings"].iter_rows(min_row=5):
        link = row[0].hyperlink
        found[str(row[0].value), str(row[6].value)] = str(row[1].value), None if link is None else link.location
    return found


def test_a_finding_with_a_day_leads_to_the_row_of_that_day() -> None:
    """Of a record and a receipt that share an id, the one dated as the finding says is linked."""
    document = sample("messy")
    document["training"][0]["record_id"] = "1"
    document["receipts"][0] |= {"receipt_id": "1", "date": "2021-08-01"}
    assert links(book_of(document))["1", "after-as-of"] == ("receipts", "'receipts'!A2")


def test_a_finding_that_may_be_about_two_rows_names_both_and_links_none() -> None:
    """Where a session and a training record share an id and both clash, nothing is guessed."""
    document = sample("messy")
    clash = document["training"][38]
    assert clash["record_id"] == "TR39"
    for row in document["duties"]:
        row["session_id"] = "TR39" if row["session_id"] == "S25" else row["session_id"]
    next(row for row in document["sessions"] if row["session_id"] == "S25")["session_id"] = "TR39"
    assert links(book_of(document))["TR39", "room-overlap"] == ("sessions / training", None)


def test_a_sum_beyond_words_stands_as_a_number_alone() -> None:
    """A project with fees of 5 x 9999999999999.99 yuan is written; its award has no upper-case form."""
    document = sample("messy")
    fee = document["receipts"][0] | {"amount": "9999999999999.99"}
    document["receipts"] += [fee | {"receipt_id": f"I9{number}"} for number in range(5)]
    page = settled_lines(book_of(document)["settlements"])
    awards = [row for row in page if row[0] == "P1" and row[1] == "college award"]
    assert [row[4] for row in awards] == [None]


def test_only_the_award_is_in_words() -> None:
    """Where surplus and award are both 0.00, the words stand on the award's line alone."""
    document = sample("messy")
    document |= {"training": [], "duties": [], "costs": [], "receipts": []}
    page = settled_lines(book_of(document)["settlements"])
    assert {str(row[1]) for row in page if row[4]} == {"college award"}
    assert {row[4] for row in page if row[1] == "college award"} == {"零元整"}


def test_the_policies_that_decided_are_named_with_their_digests() -> None:
    """The sheet of policies holds the number, the first day and the whole digest of the 2020 document."""
    (row,) = rows(book_of(sample("messy"))["policies"])
    assert (row[0], str(row[1])[:10], row[2]) == ("厦工教〔2020〕39号", "2020-12-18", PILOT_2020.digest)
