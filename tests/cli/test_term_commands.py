"""The commands beside `settle` and `check`: explanations, plans, templates and codes, and what each needs."""

from __future__ import annotations

import io
import json
import re
import resource
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pytest
from icalendar import Calendar

from tests.cli.test_main import CLEAN, LANGUAGES, MESSY, Capture, run
from tests.cli.test_outputs import Terminal
from tests.explain.test_overview import sample
from tests.sections import without_sections
from xmut_rules import PILOT_2020
from xmut_rules.changes import next_term
from xmut_rules.cli.lookups import described
from xmut_rules.cli.main import main
from xmut_rules.files.terms import read_term

TERM = MESSY / "term.json"
FINE = CLEAN / "term.json"
SEVEN = {
    "zh": "注意：有 7 场的问题须先处理，加 --audience office 可逐条列出\n",
    "en": "note: 7 sessions are to be resolved first: --audience office lists them\n",
}
"""What the letter's command says of the example whose sessions clash; the letter itself has no such remark."""

DAY = ("--person", "T05", "--date", "2021-06-05")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("term", "status"), [(TERM, 1), (FINE, 0)])
@pytest.mark.parametrize(
    ("form", "begins", "ends"),
    [("markdown", "# ", "\n"), ("html", "<!doctype html>\n", "</html>\n"), ("text", "", "\n")],
)
def test_pages_are_written_in_each_form(
    capsys: Capture, term: Path, status: int, form: str, begins: str, ends: str, lang: Literal["zh", "en"]
) -> None:
    """Report, explanation and plan are whole in each form, with the status of the term's findings."""
    for command in ("settle", "explain", "plan"):
        done, out, err = run(capsys, command, term, "--format", form, "--lang", lang)
        hint = SEVEN[lang] if command == "plan" and status else ""
        assert (done, err, out.startswith(begins), out.endswith(ends)) == (status, hint, True, True)
        assert ("<svg" in out) == (form == "html")


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_the_report_has_its_award_in_each_form(capsys: Capture, form: str) -> None:
    """Project P1 of the example has a surplus of 9,173.27 and an award of 2,751.98 in each form."""
    out = run(capsys, "settle", TERM, "--format", form)[1]
    assert re.search(r"= 结余[^0-9]+9173\.27[^0-9]+3\.5\.3a", out.replace("\\=", "="))
    assert re.search(r"学院奖励[^0-9]+2751\.98[^0-9]+3\.5\.3b", out)


def test_the_report_as_a_workbook(capsys: Capture, tmp_path: Path) -> None:
    """A workbook is a zip file of sheets; written to standard output it is the same bytes as in a file's sheets."""
    target = tmp_path / "report.xlsx"
    assert run(capsys, "settle", TERM, "--format", "xlsx", "--output", target) == (1, "", "")
    book = openpyxl.load_workbook(target)
    cells = {f"{cell.value}" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert {"2751.98", "9173.27", "P1", "T05"} <= cells
    assert run(capsys, "settle", FINE, "--format", "xlsx", "--output", target, "--lang", "en") == (0, "", "")
    assert openpyxl.load_workbook(target).sheetnames != book.sheetnames


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "zh",
            [
                "T05 2021-06-05 考务费 500.00 元",
                "  分到项目 P1：500.00 × 200.00 ÷ 500.00 = 200.00 元 [§3.5.2.2b；B8 按标准分摊]",
                "  分到项目 P2：500.00 × 300.00 ÷ 500.00 = 300.00 元 [§3.5.2.2b；B8 按标准分摊]",
            ],
        ),
        (
            "en",
            [
                "duty pay of T05 for 2021-06-05, 500.00 yuan",
                "  share of project P1: 500.00 × 200.00 ÷ 500.00 = 200.00 yuan [§3.5.2.2b; B8",
                "  share of project P2: 500.00 × 300.00 ÷ 500.00 = 300.00 yuan [§3.5.2.2b; B8",
            ],
        ),
    ],
)
def test_a_day_of_duty_is_explained(capsys: Capture, lang: str, lines: list[str]) -> None:
    """T05 had 3:00 for P1 and 1:30 and 2:00 for P2 on 5 June: 500 for the day, 200.00 for P1 and 300.00 for P2."""
    status, out, err = run(capsys, "explain", TERM, *DAY, "--lang", lang)
    assert (status, err) == (1, "")
    told = "".join(without_sections(out).split())  # where a line breaks is no matter here
    assert [line for line in lines if "".join(line.split()) in told] == lines
    assert out.startswith(lines[0])


def test_one_result_is_explained_or_all(capsys: Capture) -> None:
    """A project, a person and a certificate choose their results; without a choice all of them are explained."""
    everything = run(capsys, "explain", TERM)[1]
    for arguments, begins, has, has_not in (
        (("--settlement", "P4"), "所选结果的说明\n", "898.31", "2751.98"),
        (("--person", "T05"), "所选结果的说明\n", "T05 2021-06-05 考务费 500.00 元", "T04 "),
        (("--certificate", "K01"), "证书 K01（学生 ST01）：认定，2 学分\n", "[§3.4c 三（四）]", "K02"),
        (DAY, "T05 2021-06-05 考务费 500.00 元\n", "S17", "S03"),
    ):
        status, out, _ = run(capsys, "explain", TERM, *arguments)
        assert (status, out.startswith(begins), has in out, has_not in out) == (1, True, True, False)
        assert has in everything and has_not in everything
        assert len(out) < len(everything)


def test_an_explanation_is_a_document(capsys: Capture) -> None:
    """As JSON an explanation has its format, its title in both languages and its result, whatever the language."""
    status, out, _ = run(capsys, "explain", TERM, "--certificate", "K01", "--format", "json")
    document = json.loads(out)
    assert (status, document["format"]) == (1, "xmut-rules/explanation/1")
    assert document["title"]["zh"] == "证书 K01（学生 ST01）：认定，2 学分"
    assert [(step["result"], step["clause"]) for step in document["steps"]] == [("2", "§3.4c")]
    assert run(capsys, "explain", TERM, "--certificate", "K01", "--format", "json", "--lang", "en")[1] == out


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["--settlement", "PP1"], "找不到项目“PP1”，最接近的是 P1", "unknown project 'PP1'; the nearest is P1"),
        (
            ["--person", "T055"],
            "找不到有酬金的人员“T055”，最接近的是 T05",
            "unknown person with pay 'T055'; the nearest is T05",
        ),
        (["--certificate", "k01"], "找不到证书“k01”，最接近的是 K01", "unknown certificate 'k01'; the nearest is K01"),
        (["--certificate", "?"], "找不到证书“?”", "unknown certificate '?'"),
        (["--person", "110101199003070000"], "找不到有酬金的人员“11…00”", "unknown person with pay '11…00'"),
        (["--person", "T05", "--date", "2021-06-30"], "T05 在 2021-06-30 没有酬金", "T05 has no pay on 2021-06-30"),
        (
            ["--person", "T05", "--date", "2021-06-31"],
            "应为 2000-01-01 至 2099-12-31 之间",
            "expected a valid date from 2000-01-01 to 2099-12-31, written 2021-03-06",
        ),
    ],
)
def test_what_is_not_there_cannot_be_explained(capsys: Capture, arguments: list[str], zh: str, en: str) -> None:
    """An id or date that has no result is one line with the nearest id, a long one masked, and status 2."""
    status, out, err = run(capsys, "explain", TERM, *arguments, "--lang", "en")
    assert (status, out, err.startswith(en), err.count("\n")) == (2, "", True, 1)
    status, out, err = run(capsys, "explain", TERM, *arguments)
    assert (status, out, err.startswith(zh), err.count("\n")) == (2, "", True, 1)


def test_a_person_is_found_by_name(capsys: Capture, tmp_path: Path) -> None:
    """教师甲 is T01; a name that two people have is refused with their ids, and an id comes before a name."""
    assert run(capsys, "explain", TERM, "--person", "教师甲") == run(capsys, "explain", TERM, "--person", "T01")
    document = sample("messy")
    document["staff"][1]["name"] = "教师甲\u3000"
    document["staff"][2] |= {"name": "110101199003070000"}
    document["staff"][3] |= {"name": "T01"}
    file = tmp_path / "term.json"
    file.write_text(json.dumps(document))
    assert run(capsys, "explain", file, "--person", "教师甲") == (
        *(2, "", "姓名 教师甲 有多人：T01、T02；请给出人员编号\n"),
    )
    assert run(capsys, "explain", file, "--person", "教师甲", "--lang", "en") == (
        *(2, "", "several people are named 教师甲: T01, T02; give a staff id\n"),
    )
    assert "TR01：T01 2021-03-06" in run(capsys, "explain", file, "--person", "T01")[1]


def test_a_date_needs_a_person(capsys: Capture, tmp_path: Path) -> None:
    """A date alone chooses nothing; it is reported before the term is read, in both languages."""
    gone = tmp_path / "gone.json"
    zh = run(capsys, "explain", gone, "--date", "2021-06-05")
    en = run(capsys, "explain", gone, "--date", "2021-06-05", "--lang", "en")
    assert zh == (2, "", "--date 须与 --person 同用\n")
    assert en == (2, "", "--date requires --person\n")


def test_a_plan_is_written_for_a_term(capsys: Capture) -> None:
    """The example's plan marks the clash of S07 and S08 in both; a plan without marks has status 0."""
    status, out, err = run(capsys, "plan", TERM, "--lang", "en")
    assert (status, "!" in out, err) == (1, False, SEVEN["en"])
    status, out, err = run(capsys, "plan", TERM, "--lang", "en", "--audience", "office")
    assert (status, err) == (1, "")
    assert {"! room clash S08", "! room clash S07"} <= {*re.findall("! room clash S[0-9]+", " ".join(out.split()))}
    status, out, err = run(capsys, "plan", FINE)
    assert (status, "!" in out, err) == (0, False, "")


def test_a_plan_as_a_workbook_and_a_calendar(capsys: Capture, tmp_path: Path) -> None:
    """The 34 sessions are 34 rows of a workbook and 34 events of a calendar, made when it is said."""
    book, file = tmp_path / "plan.xlsx", tmp_path / "plan.ics"
    assert run(capsys, "plan", TERM, "--format", "xlsx", "--output", book) == (1, "", SEVEN["zh"])
    assert openpyxl.load_workbook(book).worksheets[0].max_row == 41  # three lines above the heads, three below
    status, out, err = run(capsys, "plan", TERM, "--format", "svg", "--audience", "office")
    assert (status, out.count("<rect") - 1, out.endswith("</svg>\n"), err) == (1, 34, True, "")
    stamp = ("--dtstamp", "2021-05-01T08:30+08:00")
    assert run(capsys, "plan", TERM, "--format", "ics", *stamp, "--output", file) == (1, "", SEVEN["zh"])
    calendar: Any = Calendar.from_ical(file.read_bytes())
    assert len(calendar.walk("VEVENT")) == 34
    assert file.read_bytes().count(b"DTSTAMP:20210501T003000Z") == 34
    assert run(capsys, "plan", FINE, "--format", "ics", *stamp, "--output", file) == (0, "", "")


@pytest.mark.parametrize("stamp", [None, "", "now", "2021-05-01", "2021-05-01T08:00", "08:00+08:00"])
def test_a_calendar_needs_the_moment_of_its_making(capsys: Capture, tmp_path: Path, stamp: str | None) -> None:
    """Nothing here reads a clock: without a moment and its zone there is no calendar, and the term is not read."""
    arguments = ["plan", tmp_path / "gone.json", "--format", "ics", *([] if stamp is None else ["--dtstamp", stamp])]
    zh = "ics 格式须给出 --dtstamp，带时区，写作 2021-05-01T08:00+08:00\n"
    en = "ics needs --dtstamp with a zone, written 2021-05-01T08:00+08:00\n"
    assert run(capsys, *arguments) == (2, "", zh)
    assert run(capsys, *arguments, "--lang", "en") == (2, "", en)


BINARY = (
    ["settle", str(FINE), "--format", "xlsx"],
    ["plan", str(FINE), "--format", "xlsx"],
    ["plan", str(FINE), "--format", "ics", "--dtstamp", "2021-05-01T08:00Z"],
)


@pytest.mark.parametrize("arguments", BINARY)
def test_bytes_are_not_shown_on_a_terminal(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """On a terminal a binary form needs a file; a pipe takes the bytes."""
    for lang, told in (("zh", "这种格式请用 --output 写入文件\n"), ("en", "this format needs --output FILE\n")):
        console = Terminal(io.BytesIO(), encoding="utf-8")
        monkeypatch.setattr(sys, "stdout", console)
        assert main([*arguments, "--lang", lang]) == 2
        assert (console.shown(), capsys.readouterr().err) == ("", told)
    pipe = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", pipe)
    assert main(arguments) == 0
    data = pipe.buffer.getvalue()
    assert data.startswith((b"PK\x03\x04", b"BEGIN:VCALENDAR\r\n"))


@pytest.mark.parametrize(
    ("arguments", "package", "extra"),
    [
        (BINARY[0], "openpyxl", "excel"),
        (BINARY[1], "openpyxl", "excel"),
        (BINARY[2], "icalendar", "ics"),
        (["template", "new.xlsx"], "openpyxl", "excel"),
    ],
)
def test_a_missing_extra_is_named(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], package: str, extra: str
) -> None:
    """Where a package of an extra is not installed, one line says which, nothing is written, and the status is 2."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, package, None)
    assert run(capsys, *arguments) == (2, "", f"需要 {package}；请安装 xmut_rules[{extra}]\n")
    assert run(capsys, *arguments, "--lang", "en") == (2, "", f"needs {package}: install xmut_rules[{extra}]\n")
    assert list(tmp_path.iterdir()) == []


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> str:
    """Run the command with its errors on a terminal; give what is seen there, without its control sequences."""
    monkeypatch.setenv("TERM", "xterm")
    console = Terminal(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", console)
    assert main([str(argument) for argument in arguments]) == 0
    return re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]", "", console.shown())


def test_progress_is_shown_on_a_terminal_alone(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """With rich a terminal shows what is under way; without it, in a pipe or without a stream nothing is."""
    expected = run(capsys, "settle", FINE)
    assert expected[::2] == (0, "")
    for lang, words in (("zh", ("正在读取", "正在结算")), ("en", ("reading", "settling"))):
        shown = on_a_terminal(monkeypatch, "settle", FINE, "--lang", lang)
        assert [word in shown for word in words] == [True, True]
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert on_a_terminal(monkeypatch, "settle", FINE) == ""
    monkeypatch.setattr(sys, "stderr", None)
    capsys.readouterr()
    assert main(["settle", str(FINE)]) == 0
    assert capsys.readouterr().out == expected[1]


Filled = Mapping[str, Sequence[Mapping[str, str]]]

ZH: Filled = {
    "term": [{"学期": "2021-1", "结算日": "2021-07-31", "指定账户": "A1"}],
    "colleges": [{"学院编号": "C1", "学院名称": "学院甲"}],
    "staff": [{"人员编号": "T01", "姓名": "教师甲"}],
    "projects": [{"项目编号": "P1", "项目名称": "项目甲", "学院权重": "C1:1"}],
    "training": [
        {"记录编号": "R1", "项目编号": "P1", "人员编号": "T01", "日期": "2021-03-06", "计量单位": "学时", "数量": "4"},
    ],
    "receipts": [
        {
            "收入编号": "I1",
            "项目编号": "P1",
            "收入类别": "考培费",
            "金额": "1000.00",
            "日期": "2021-03-01",
            "收款账户": "A1",
        }
    ],
}
EN: Filled = {
    "term": [{"term": "2021-1", "as_of": "2021-07-31", "designated_accounts": "A1"}],
    "colleges": [{"college_id": "C1", "name": "学院甲"}],
    "staff": [{"staff_id": "T01", "name": "教师甲"}],
    "projects": [{"project_id": "P1", "name": "项目甲", "colleges": "C1:1"}],
    "training": [
        {"record_id": "R1", "project_id": "P1", "staff_id": "T01", "date": "2021-03-06", "unit": "class_hour",
         "quantity": "4"}
    ],
    "receipts": [
        {"receipt_id": "I1", "project_id": "P1", "kind": "fee", "amount": "1000.00", "date": "2021-03-01",
         "account": "A1"}
    ],
}  # fmt: skip


def fill_folder(folder: Path, rows: Filled) -> None:
    """Fill in the tables of a template: append lines in the order of each file's heads."""
    for name, lines in rows.items():
        file = folder / f"{name}.csv"
        heads = file.read_text("utf-8-sig").splitlines()[0].split(",")
        assert {key for line in lines for key in line} <= {*heads}
        text = "".join(",".join(line.get(head, "") for head in heads) + "\n" for line in lines)
        file.write_text(file.read_text("utf-8-sig") + text, "utf-8-sig")


def fill_workbook(file: Path, rows: Filled) -> None:
    """Fill in the sheets of a template, which stand in one order in both languages after the sheet of notes."""
    book = openpyxl.load_workbook(file)
    _, *sheets = book.worksheets
    order = "term colleges staff projects training series sessions duties receipts costs students certificates bookings"
    for name, sheet in zip(order.split(), sheets, strict=True):
        heads = [f"{cell.value}" for cell in sheet[1]]
        for line in rows.get(name, ()):
            assert {*line} <= {*heads}
            sheet.append([line.get(head) for head in heads])
    book.save(file)


@pytest.mark.parametrize(("lang", "rows"), [("zh", ZH), ("en", EN)])
@pytest.mark.parametrize("name", ["term", "term.xlsx", "TERM.XLSX"])
def test_a_template_is_filled_in_and_settled(
    capsys: Capture, tmp_path: Path, name: str, lang: Literal["zh", "en"], rows: Filled
) -> None:
    """Four class hours are 480.00; of the 520.00 that 1,000.00 leave the college gets 156.00."""
    target = tmp_path / name
    assert run(capsys, "template", target, "--lang", lang) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    (fill_folder if target.is_dir() else fill_workbook)(target, rows)
    status, out, err = run(capsys, "settle", target, "--format", "json", "--lang", lang)
    assert (status, err) == (0, "")
    report = json.loads(out)
    (settlement,) = report["settlements"]
    assert report["training"]["total"] == "480.00"
    assert [settlement[key] for key in ("income", "surplus", "award")] == ["1000.00", "520.00", "156.00"]


@pytest.mark.parametrize("name", ["term", "term.xlsx"])
def test_a_template_with_an_example_settles_at_once(capsys: Capture, tmp_path: Path, name: str) -> None:
    """`template --example` writes the clean term of the documentation, so that a clerk sees what goes where."""
    target = tmp_path / name
    assert run(capsys, "template", target, "--example") == (0, "", "")
    expected = run(capsys, "settle", FINE)
    assert run(capsys, "settle", target) == expected
    assert expected[0] == 0


@pytest.mark.parametrize(
    ("lang", "notes", "head"), [("zh", "说明.txt", "学期,结算日"), ("en", "notes.txt", "term,as_of")]
)
def test_a_folder_of_tables_has_its_notes(capsys: Capture, tmp_path: Path, lang: str, notes: str, head: str) -> None:
    """A folder has thirteen tables with heads in the language asked for, and a text that explains each column."""
    folder = tmp_path / "new"
    folder.mkdir()
    assert run(capsys, "template", folder, "--lang", lang) == (0, "", "")
    assert len([*folder.glob("*.csv")]) == 13
    assert (folder / "term.csv").read_text("utf-8-sig").startswith(head)
    heads = [head for file in folder.glob("*.csv") for head in file.read_text("utf-8-sig").strip().split(",")]
    explained = (folder / notes).read_text("utf-8-sig")
    assert [head for head in heads if f"  {head}  " not in explained] == []
    assert len([*folder.iterdir()]) == 14


@pytest.mark.parametrize("name", ["term", "term.xlsx"])
def test_a_template_never_replaces_anything(capsys: Capture, tmp_path: Path, name: str) -> None:
    """A folder with anything in it and a file are left as they are, and told in both languages."""
    target = tmp_path / name
    assert run(capsys, "template", target)[0] == 0
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run(capsys, "template", target) == (2, "", f"{target}: 已经存在，不予覆盖\n")
    assert run(capsys, "template", target, "--lang", "en") == (
        2,
        "",
        f"{target}: already exists and is not overwritten\n",
    )
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == kept


@pytest.mark.parametrize("name", ["term", "term.xlsx"])
def test_a_template_that_cannot_be_written_is_reported(capsys: Capture, tmp_path: Path, name: str) -> None:
    """In a folder that is not there, or below a file, nothing is made, and one line says why."""
    (tmp_path / "file").write_bytes(b"kept")
    for place, chinese, english in (
        ("none", "找不到文件或文件夹，请检查路径", "No such file or directory"),
        ("file", "路径中有一段不是文件夹", "Not a directory"),
    ):
        target = tmp_path / place / name
        assert run(capsys, "template", target) == (2, "", f"{target}: 无法写入（{chinese}）\n")
        assert run(capsys, "template", target, "--lang", "en") == (2, "", f"{target}: cannot write it ({english})\n")
    assert [path.name for path in tmp_path.rglob("*")] == ["file"]


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        (
            "room-overlap",
            "问题，错误，§3.5.4e\n  场地 … 被 … 同时占用（… 至 …）\n",
            "finding, error, §3.5.4e\n  room … is booked for … at the same time (… to …)\n",
        ),
        ("training-mixed-units", "问题，提示，§3.5.2.1\n", "finding, warning, §3.5.2.1\n"),
        ("far-date", "问题，核对，不涉及条款\n", "finding, hint, no clause\n"),
        ("duplicate", "学分结论\n  重复申报，只计一次\n", "credit outcome\n  duplicate, counts once\n"),
        ("table-missing", "输入问题\n  缺少“…”表；", "input problem\n  the table … is missing; "),
    ],
)
def test_a_code_is_explained(capsys: Capture, code: str, zh: str, en: str) -> None:
    """A finding, a credit outcome and an input problem are explained with their kind, in both languages."""
    for lang, begins in (("zh", zh), ("en", en)):
        status, out, err = run(capsys, "codes", code, "--lang", lang)
        assert (status, err, without_sections(out).startswith(f"{code}  {begins}")) == (0, "", True)


def test_a_code_with_two_meanings_has_both(capsys: Capture) -> None:
    """`not-in-force` is a finding and an outcome; without a code all of them are listed, each meaning once."""
    out = run(capsys, "codes", "not-in-force", "--lang", "en")[1]
    assert re.findall("^not-in-force  (.*)$", out, re.MULTILINE) == ["finding, error, §0a 通知", "credit outcome"]
    status, listed, err = run(capsys, "codes", "--lang", "en")
    heads = re.findall(r"^\S+  (?:finding|credit outcome|input problem)", listed, re.MULTILINE)
    assert (status, err, out in listed, len(heads)) == (0, "", True, len(set(heads)))
    assert {"room-overlap  finding", "granted  credit outcome", "table-missing  input problem"} <= {*heads}


def test_a_code_that_is_none_is_reported(capsys: Capture) -> None:
    """An unknown code is one line, in full up to 80 characters, with the nearest one, and status 2."""
    for given, zh, en in (
        (
            "tableless-missing",
            "没有代码 tableless-missing，是否要用 table-missing？",
            "unknown code tableless-missing; did you mean table-missing?",
        ),
        ("", '没有代码 ""', 'unknown code ""'),
        ("\x1b[2J", "没有代码 ?[2J", "unknown code ?[2J"),
        ("x" * 500, f"没有代码 {'x' * 39}…{'x' * 40}", f"unknown code {'x' * 39}…{'x' * 40}"),
    ):
        for lang, line in (("zh", zh), ("en", en)):
            assert run(capsys, "codes", given, "--lang", lang) == (2, "", f"{line}\n")
    for code, lang in (("roomy", "zh"), ("granted", "fr")):
        other: Any = lang
        with pytest.raises(ValueError, match=r"^(unknown code roomy|lang: expected zh or en)"):
            list(described(code, other))


@pytest.mark.parametrize(
    "asked",
    [
        ("--person", "T01", "--certificate", "NOPE"),
        ("--settlement", "P1", "--person", "NOPE"),
        ("--settlement", "P1", "--certificate", "NOPE"),
        ("--settlement", "P1", "--person", "T05", "--date", "2021-01-01"),
    ],
)
def test_one_unknown_selection_hides_behind_no_other(capsys: Capture, asked: tuple[str, ...]) -> None:
    """Whatever else is asked for, an id or date that gives nothing is reported with status 2."""
    status, out, err = run(capsys, "explain", MESSY / "term.json", *asked, "--lang", "en")
    assert (status, out) == (2, "")
    assert re.search("NOPE|no pay on 2021-01-01", err)


def test_a_template_may_fill_the_folder_one_stands_in(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The current folder takes the tables where it is empty, and is left alone where it is not."""
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    assert run(capsys, "template", ".") == (0, "", "")
    assert (empty / "term.csv").exists()
    assert run(capsys, "template", ".")[0] == 2


@pytest.mark.parametrize("is_there", [True, False])
def test_a_template_that_cannot_be_written_leaves_nothing(capsys: Capture, tmp_path: Path, is_there: bool) -> None:
    """When the disk is full half-way, no table of the template is left, nor a folder that was not there before."""
    target = tmp_path / "new"
    if is_there:
        target.mkdir()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, limits[1]))
    try:
        status, out, err = run(capsys, "template", target, "--lang", "en")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (status, out, err) == (2, "", f"{target}: cannot write it (File too large)\n")
    assert [path.name for path in tmp_path.rglob("*")] == (["new"] if is_there else [])


def test_a_workbook_does_not_go_into_a_text_stream(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A host's text stream gets no bytes that it would spoil: the command ends with status 2."""
    own = io.StringIO()
    monkeypatch.setattr(sys, "stdout", own)
    assert main(["plan", str(MESSY / "term.json"), "--format", "xlsx"]) == 2
    assert own.getvalue() == ""
    assert capsys.readouterr().err == "stdout: 无法写入（此处不能读写）\n"


def test_next_term_writes_what_the_next_term_starts_from(capsys: Capture, tmp_path: Path) -> None:
    """A clean term ends with 0, one with error findings with 1; both are read back as next_term gives them."""
    target = tmp_path / "next.json"
    options = ("--term", "2022-2023-1", "--as-of", "2023-01-31")
    for folder, expected in ((CLEAN, 0), (MESSY, 1)):
        source = folder / "term.json"
        assert run(capsys, "next-term", source, *options, "--losses", "carried", "--output", target) == (
            expected,
            "",
            "",
        )
        term = read_term(source)
        assert read_term(target) == next_term(
            term, policy=PILOT_2020, name="2022-2023-1", as_of=date(2023, 1, 31), losses="carried"
        )
        assert run(capsys, "settle", target)[1] != ""


def test_next_term_names_the_place_of_what_it_refuses(capsys: Capture, tmp_path: Path) -> None:
    """A day before the term's, a day that is none and a name that is none are refused, and nothing is written."""
    target = tmp_path / "next.json"
    for name, day, place in (("next", "2021-01-01", "as_of"), ("next", "1 月", "as_of"), ("", "2023-01-31", "term")):
        options = ("--term", name, "--as-of", day, "--lang", "en", "--output", target)
        status, out, err = run(capsys, "next-term", CLEAN / "term.json", *options)
        assert (status, out, err.startswith(f"next-term: {place}: "), target.exists()) == (2, "", True, False)


@pytest.mark.parametrize("command", [("template",), ("convert", TERM)])
@pytest.mark.parametrize("name", ["a.pdf", "a.XLS", "a.csv", "a.docx"])
def test_no_folder_gets_the_name_of_a_file(
    capsys: Capture, tmp_path: Path, command: tuple[object, ...], name: str
) -> None:
    """A target with the suffix of another kind of file is refused, with what can be written, and nothing is made."""
    allowed, suffix = ".xlsx" if command[0] == "template" else ".json、.xlsx", Path(name).suffix.lower()
    zh = f"本命令不能写入 {suffix} 文件，可用的后缀：{allowed}；CSV 表写入文件夹，名称不带后缀\n"
    assert run(capsys, *command, tmp_path / name) == (2, "", zh)
    en = f"cannot write {suffix} files; use {allowed.replace('、', ', ')}, or a name without a suffix for a folder"
    assert run(capsys, *command, tmp_path / name, "--lang", "en")[2].startswith(en)
    assert list(tmp_path.iterdir()) == []


def test_a_term_is_converted_to_each_format_and_back(capsys: Capture, tmp_path: Path) -> None:
    """JSON to .xlsx to CSV tables to JSON: the same term, and nothing that is there already is replaced."""
    targets = [tmp_path / name for name in ("a.xlsx", "b", "c.json")]
    for source, target in zip([FINE, *targets], targets, strict=False):
        assert run(capsys, "convert", source, target) == (0, "", "")
        assert read_term(target) == read_term(FINE)
    before = targets[2].read_bytes()
    status, out, err = run(capsys, "convert", TERM, targets[2], "--lang", "en")
    assert (status, out, "already exists" in err, targets[2].read_bytes()) == (2, "", True, before)


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("zh", "注意：{}: staff.csv 第 1 行: 表头上方的标题行已略过 [row-title]\n"),
        ("en", "note: {}: staff.csv row 1: a title above the heads was skipped [row-title]\n"),
    ],
)
def test_what_was_noticed_while_reading_is_a_hint_beside_the_result(
    capsys: Capture, tmp_path: Path, lang: str, line: str
) -> None:
    """A title row is passed over: the findings are those of the clean term, and the hint stands on standard error."""
    for file in (CLEAN / "csv").glob("*.csv"):
        title = "人员一览,,\n".encode() if file.name == "staff.csv" else b""
        (tmp_path / file.name).write_bytes(title + file.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    expected = run(capsys, "check", FINE, "--lang", lang)
    assert run(capsys, "check", tmp_path, "--lang", lang) == (*expected[:2], line.format(tmp_path))


def test_what_no_cell_holds_is_one_line(capsys: Capture, tmp_path: Path) -> None:
    """5,000 accounts are more than a cell holds: the line says where, and no workbook is written."""
    term = json.loads(FINE.read_text("utf-8"))
    term["designated_accounts"] += [f"ACC-{number}" for number in range(5_000)]
    source, target = tmp_path / "term.json", tmp_path / "term.xlsx"
    source.write_text(json.dumps(term), "utf-8")
    status, out, err = run(capsys, "convert", source, target, "--lang", "en")
    assert (status, out, err.count("\n"), target.exists()) == (2, "", 1, False)
    assert err.startswith("[term] row 2 D: the text has more than 32,767 characters")
