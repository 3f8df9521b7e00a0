"""Sheets that are written: a term reads back as itself, text stays text, and templates can be filled in and settled."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.files.test_terms import CHINESE, ENGLISH, EXAMPLES, JSON, Document, Tables, document
from tests.formats.test_workbook_reader import saved, typed
from xmut_rules import PILOT_2020, Term, settle_term
from xmut_rules.base.language import Language
from xmut_rules.files.conversion import term_sheets
from xmut_rules.files.templates import template_tables, template_workbook
from xmut_rules.files.terms import parse_term, read_term
from xmut_rules.files.words import table_titles
from xmut_rules.formats.workbook_writer import Sheet, Value, workbook

LANGUAGES: tuple[Language, ...] = ("zh", "en")
FILLED: dict[Language, Tables] = {"zh": CHINESE, "en": ENGLISH}

TITLES: dict[Language, list[str]] = {
    "zh": ["学期", "学院", "人员", "项目", "培训", "周课表", "场次", "考务", "收入", "成本", "学生", "证书", "预订"],
    "en": [
        *("term", "colleges", "staff", "projects", "training", "series", "sessions", "duties", "receipts", "costs"),
        *("students", "certificates", "bookings"),
    ],
}
LETTERS = "ABCDEFGHIJKLMNO"


def reread(data: bytes) -> Workbook:
    """Open what was written."""
    return load_workbook(io.BytesIO(data))


def written(term: Term, lang: Language) -> bytes:
    """Write a term's tables as a workbook."""
    return workbook(term_sheets(term, lang=lang))


def changed(change: Callable[[Document], object]) -> Term:
    """Return the term of `test_tables` with some of it changed."""
    value = document()
    change(value)
    return parse_term(json.dumps(value).encode())


def values(page: Any) -> list[list[object]]:
    """Return the cells of a sheet by row."""
    return [[cell.value for cell in row] for row in page.iter_rows()]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["clean", "messy"])
def test_an_example_is_read_back_as_the_same_term(name: str, lang: Language) -> None:
    """The examples of the documentation, written as a workbook in either language, are read back as they were."""
    term = read_term(EXAMPLES / name / "term.json")
    assert parse_term(written(term, lang)) == term
    assert len(term.certificates) > 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_column_and_word_is_read_back(lang: Language) -> None:
    """A term that uses every table, column and word is read back, and its sheets are those written by hand."""
    term = parse_term(JSON.encode())
    data = written(term, lang)
    assert parse_term(data) == term
    made = reread(data)
    assert made.sheetnames == TITLES[lang]
    for title, text in zip(TITLES[lang], FILLED[lang].values(), strict=True):
        heads, *rows = csv.reader(io.StringIO(text))
        found = values(made[title])
        assert (found[0], len(found)) == (heads, len(rows) + 1)


def test_cells_are_of_their_own_kind() -> None:
    """Amounts and hours are numbers, days, times and moments are date cells with their formats, all else is text."""
    made = reread(written(parse_term(JSON.encode()), "zh"))
    cells = {
        ("学期", "A2"): ("xmut-rules/term/1", "General"),
        ("学期", "C2"): (datetime(2021, 7, 31), "yyyy-mm-dd"),
        ("学期", "D2"): ("A1;A2", "General"),
        ("项目", "E2"): ("C1:60;C2:40", "General"),
        ("项目", "F2"): (100.5, "#,##0.00"),
        ("培训", "F2"): (1.5, "General"),
        ("培训", "G2"): (time(8, 30), "hh:mm"),
        ("培训", "G3"): (None, "General"),
        ("周课表", "F3"): ("周日", "General"),
        ("周课表", "I3"): (3, "General"),
        ("周课表", "K2"): ("2021-03-09;2021-03-10", "General"),
        ("场次", "E2"): (datetime(2021, 5, 29, 8, 30), "yyyy-mm-dd hh:mm"),
        ("收入", "E3"): (-30.5, "#,##0.00"),
        ("证书", "G3"): ("否", "General"),
        ("预订", "C2"): ("T1;T2", "General"),
    }
    found = {place: (made[place[0]][place[1]].value, made[place[0]][place[1]].number_format) for place in cells}
    assert found == cells


def with_zone(value: Document) -> None:
    """Return every moment a zone, some of them another than the school's."""
    for row in value["sessions"] + value["bookings"]:
        for field in {"start", "end", "notified_at", "changed_at"} & row.keys():
            row[field] += "+08:00" if field != "start" else ":00.5+08:00"


ODD: dict[str, Callable[[Document], object]] = {
    "seconds": lambda value: value["training"][0].update(start="08:30:01", end="23:59:59.000001"),
    "midnight": lambda value: value["training"][0].update(start="00:00", end="23:59"),
    "moments": lambda value: value["bookings"][0].update(start="2021-05-31T00:00", end="2021-06-01T00:00:00.000001"),
    "zones": with_zone,
    "numbers": lambda value: value["receipts"][0].update(account="007", note="1E5"),
    "booleans": lambda value: value["receipts"][0].update(account="TRUE", note="否"),
    "days": lambda value: value["receipts"][0].update(account="2021-03-06", note="44261"),
    "words": lambda value: value.update(designated_accounts=["day", "其他", "true"]),
    "spaces": lambda value: value["receipts"][0].update(account="a  b", note="c  d"),
    "quotes": lambda value: value["receipts"][0].update(account="1'", note='<a>&amp; "b" ]]>'),
    "colons": lambda value: (
        value["colleges"].append({"college_id": "C:1", "name": "丙院"}),
        value["projects"][1].update(colleges={"C:1": 2, "C1": 1}),
    ),
    "digits": lambda value: value["receipts"][0].update(amount="9999999999999.99"),
    "fen": lambda value: value["receipts"][0].update(amount="0.01"),
    "rare": lambda value: value["staff"][0].update(name="\U00020000\U0001f68c", staff_id="T1"),
    "long": lambda value: value["receipts"][0].update(account="9" * 64, note="字" * 500),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ODD)
def test_odd_values_are_read_back(name: str, lang: Language) -> None:
    """Seconds, zones, and ids or notes that look like something else are read back as they were."""
    term = changed(ODD[name])
    assert term != parse_term(JSON.encode())
    assert parse_term(written(term, lang)) == term


@pytest.mark.exhaustive
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("word", ["other", "day", "fee", "valid", "true", "其他", "天", "Training aids"])
def test_free_text_is_never_translated(word: str, lang: Language) -> None:
    """A cost's category, a name, a role or an id that is spelled like a word of the tables stays as it was recorded."""

    def change(value: Document) -> None:
        value["costs"][0]["category"] = value["duties"][0]["role"] = value["certificates"][1]["level"] = word
        value["staff"][0]["name"] = value["receipts"][0]["note"] = value["sessions"][0]["room"] = word

    term = changed(change)
    data = written(term, lang)
    titles, made = dict(zip(ENGLISH, TITLES[lang], strict=True)), reread(data)
    places = ("costs", "C2"), ("duties", "D2"), ("certificates", "E3"), ("staff", "B2"), ("receipts", "I2")
    assert [made[titles[table]][place].value for table, place in places] == [word] * 5
    assert parse_term(data) == term


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(A1)", "-", "="])
def test_text_of_a_term_never_becomes_a_formula(text: str) -> None:
    """Text that begins like a formula is text marked as such, is read back, and stays text when saved again."""
    term = changed(lambda value: value["receipts"][0].update(account=text, note=text))
    data = written(term, "en")
    for _ in range(2):
        made = reread(data)
        for place in ("G2", "I2"):
            cell = made["receipts"][place]
            assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
        data = saved(made)
    assert parse_term(data) == term


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_text_of_any_sheet_never_becomes_a_formula(start: str) -> None:
    """Heads and cells that begin with a sign of a formula, a tab or a return are marked as text; others are not."""
    made = reread(workbook([Sheet("a", [f"{start}1", "b"], [["c", f"{start}A1"]], {})]))
    cells = [(cell.data_type, cell.quotePrefix) for row in made["a"].iter_rows() for cell in row]
    assert cells == [("s", True), ("s", False), ("s", False), ("s", True)]


def test_a_sheet_is_written_with_its_values_links_and_dress() -> None:
    """Each kind of value has its format, a link leads to its place, heads are bold and frozen, columns wide enough."""
    rows: list[list[Value]] = [
        [Decimal("-1234.50"), Decimal("1.5"), 7, None],
        [date(2021, 3, 6), datetime(2021, 3, 6, 8, 30), time(8, 30), True],
        ["字" * 40, "x" * 12, None, ""],
    ]
    made = reread(workbook([Sheet("a", ["一", "b", "c", "d"], rows, {(1, 0): "'b'!A2"}), Sheet("b", ["x"], [], {})]))
    page: Any = made["a"]
    assert values(page) == [
        ["一", "b", "c", "d"],
        [-1234.5, 1.5, 7, None],
        [datetime(2021, 3, 6), datetime(2021, 3, 6, 8, 30), time(8, 30), True],
        ["字" * 40, "x" * 12, None, None],
    ]
    formats = [[cell.number_format for cell in row] for row in page["A2:D3"]]
    assert formats == [
        ["#,##0.00", "General", "General", "General"],
        ["yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "General"],
    ]
    linked = {cell.coordinate: cell.hyperlink.location for row in page["A1:D4"] for cell in row if cell.hyperlink}
    assert (linked, page["A3"].font.underline) == ({"A3": "'b'!A2"}, "single")
    assert (page.freeze_panes, page["A1"].font.bold, page["A2"].font.bold) == ("A2", True, False)
    assert [page.column_dimensions[letter].width for letter in "ABC"] == [60, 22, 11]
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert (page.sheet_properties.pageSetUpPr.fitToPage, values(made["b"])) == (True, [["x"]])


def test_long_text_and_signatures_have_room_on_paper() -> None:
    """A row is as high as its broken text, and a line to be signed twice as high as a line; all have one font."""
    paper = Sheet("a", ["b", "c"], [("字" * 80, "x"), ("字", "x")], {}, ("题",), ("制表：",))
    page: Any = reread(workbook([paper]))["a"]
    heights = [page.row_dimensions[row].height for row in range(1, 6)]
    assert heights == [None, None, 51, 17, 30]
    assert {cell.font.name for row in page.iter_rows() for cell in row} == {"Calibri"}
    assert page["B3"].alignment.vertical == "center"


def test_titles_are_the_names_of_the_tables() -> None:
    """Every table has its sheet's title in both languages."""
    for lang in LANGUAGES:
        assert dict(table_titles(lang)) == dict(zip(ENGLISH, TITLES[lang], strict=True))


def heads(tables: Tables) -> list[list[str]]:
    """Return the heads of the tables without the format, which a template does not ask for."""
    rows = [next(csv.reader(io.StringIO(text))) for text in tables.values()]
    return [[head for head in row if head not in {"format", "格式"}] for row in rows]


@pytest.mark.parametrize(("lang", "notes"), [("zh", "说明"), ("en", "notes")])
def test_a_template_has_a_sheet_of_notes_and_one_for_each_table(lang: Language, notes: str) -> None:
    """The template holds five lines of notes, and each table's heads, alone and frozen."""
    made = reread(template_workbook(lang=lang))
    assert made.sheetnames == [notes, *TITLES[lang]]
    assert [values(made[title]) for title in TITLES[lang]] == [[row] for row in heads(FILLED[lang])]
    assert {page.freeze_panes for page in made.worksheets[1:]} == {"A2"}
    lines = [f"{line}" for (line,) in values(made[notes])]
    assert [line[:4] for line in lines] == {
        "zh": ["每张工作", "金额和学", "编号一律", "不要用公", "本表（说"],
        "en": ["Each", "Amou", "Ids ", "No f", "This"],
    }[lang]


NOTES: dict[str, tuple[str, str]] = {
    "A": (
        "record_id（必填）\n每条记录一个，不重复\n文本\n例：TR01",
        "记录编号 (required)\none for each record\ntext\nexample: TR01",
    ),
    "D": (
        "date（必填）\n上课的日期\n日期\n例：2021-10-09",
        "日期 (required)\nthe day of the lesson\nday\nexample: 2021-10-09",
    ),
    "E": (
        "unit（必填）\n按学时还是按天计酬\n选项：学时、天\n例：学时",
        """计量单位 (required)
whether pay is claimed by the class hour or by the day
one of: class_hour, day
example: class_hour""",
    ),
    "I": (
        "room（可空）\n所用的场地；线上的留空\n文本\n例：R101",
        "场地 (may be empty)\nwhere it is held; empty if online\ntext\nexample: R101",
    ),
}
PICKS: dict[tuple[str, str], tuple[str, str, bool]] = {
    ("projects", "D"): ("初级,中级,高级", "初级,中级,高级", True),
    ("projects", "G"): ("考培费,专款", "fees,grant", True),
    ("training", "J"): ("考培费,专款", "fees,grant", True),
    ("series", "O"): ("考培费,专款", "fees,grant", True),
    ("training", "E"): ("学时,天", "class_hour,day", False),
    ("series", "D"): ("学时,天", "class_hour,day", False),
    ("receipts", "D"): (
        "考培费,退费,专款,退回专款,专款期初余额,学校奖补,其他",
        "fee,refund,grant,grant_returned,grant_opening,school_award,other",
        False,
    ),
    ("receipts", "H"): ("培训,评价,认证,其他", "training,evaluation,certification,other", True),
    ("costs", "E"): ("考培费,专款,学校奖补", "fees,grant,school_award", False),
    ("costs", "F"): ("培训,评价,认证,其他", "training,evaluation,certification,other", True),
    ("certificates", "C"): ("技能等级证书,驾驶证,其他", "skill,driving_licence,other", False),
    ("certificates", "G"): ("是,否", "true,false", False),
    ("certificates", "I"): ("有效,撤销,过期,暂扣", "valid,revoked,expired,suspended", False),
    ("certificates", "J"): ("创新创业实践,公共通识选修", "innovation_practice,general_elective", True),
}
FORMATS = "TDT TT TTT TTTTTNT TTTDTNHHTT TTTTNTDDNNTHHTT TTTTMMMM TTTT TTTTNDTTT TTTNTTT TTDD TTTTTTTDTTDT TTTMM"
"""The format of each column, table by table: text, day, number, clock time (hour) or moment."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_column_of_a_template_has_its_note_its_pick_list_and_its_format(lang: Language) -> None:
    """A head's note explains it; columns of certain words offer them and admit no others; dates have date formats."""
    made, chosen = reread(template_workbook(lang=lang)), LANGUAGES.index(lang)
    title_of = dict(zip(ENGLISH, TITLES[lang], strict=True))
    training: Any = made[title_of["training"]]
    assert {letter: training[f"{letter}1"].comment.text for letter in NOTES} == {
        letter: note[chosen] for letter, note in NOTES.items()
    }
    picks = {
        (table, f"{pick.sqref}"): (pick.type, pick.formula1, bool(pick.allow_blank), pick.showErrorMessage)
        for table, title in title_of.items()
        for pick in made[title].data_validations.dataValidation
    }
    assert picks == {
        (table, f"{letter}2:{letter}1048576"): ("list", f'"{pick[chosen]}"', pick[2], True)
        for (table, letter), pick in PICKS.items()
    }
    kinds = {"T": "@", "D": "yyyy-mm-dd", "N": "General", "H": "hh:mm", "M": "yyyy-mm-dd hh:mm"}
    for title, form in zip(TITLES[lang], FORMATS.split(" "), strict=True):
        columns = made[title].column_dimensions
        assert [columns[letter].number_format for letter in LETTERS[: len(form)]] == [kinds[row] for row in form]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_can_be_filled_in_and_settled(lang: Language) -> None:
    """A clerk who fills a template with numbers, dates and words gets the term, and the report, of the document."""
    made = reread(template_workbook(lang=lang))
    for title, text in zip(TITLES[lang], FILLED[lang].values(), strict=True):
        names, *rows = csv.reader(io.StringIO(text))
        for cells in rows:
            row = [typed(cell) for name, cell in zip(names, cells, strict=True) if name not in {"format", "格式"}]
            made[title].append(row)
    term = parse_term(saved(made))
    assert term == parse_term(JSON.encode())
    report = settle_term(term, policy=PILOT_2020)  # 1.5 h and a day; 12 lessons of 2 h; 3 days. One short, one long
    assert report.training.total == Decimal("5940.00")
    assert report.exams.total == Decimal("350.00")


def test_an_empty_template_asks_for_the_term_alone() -> None:
    """A template with nothing but its one row of the term is a term without rows."""
    made = reread(template_workbook(lang="zh"))
    made["学期"].append(["2020-2021-2", date(2021, 7, 31), "A1"])
    term = parse_term(saved(made))
    assert (term.term, term.designated_accounts, term.training) == ("2020-2021-2", ("A1",), ())


@pytest.mark.parametrize(("lang", "notes"), [("zh", "说明.txt"), ("en", "notes.txt")])
def test_template_tables_become_a_term_with_its_one_row(tmp_path: Path, lang: Language, notes: str) -> None:
    """The files have the English names and the heads of their language, and are read once the term has its row."""
    files = template_tables(lang=lang)
    assert list(files) == [*(f"{table}.csv" for table in ENGLISH), notes]
    assert [text.decode("utf-8-sig").split("\r\n") for text in list(files.values())[:-1]] == [
        [",".join(row), ""] for row in heads(FILLED[lang])
    ]
    for name, text in files.items():
        (tmp_path / name).write_bytes(text)
    with (tmp_path / "term.csv").open("ab") as file:
        file.write(b"2020-2021-2,2021-07-31,A1;A2\r\n")
    term = read_term(tmp_path)
    assert (term.as_of, term.designated_accounts, term.staff) == (date(2021, 7, 31), ("A1", "A2"), ())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_beside_template_tables_tells_each_column(lang: Language) -> None:
    """The text names each file and each column in both languages, says what is required and which words are taken."""
    data = list(template_tables(lang=lang).values())[-1]
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").splitlines()
    names = {"zh": heads(CHINESE), "en": heads(ENGLISH)}
    told: list[list[str]] = [line.split("  ") for line in lines if line.startswith("  ")]
    mine, other = chain(*names[lang]), chain(*names["en" if lang == "zh" else "zh"])
    assert [(row[1], row[2].split("（")[0].split(" (")[0]) for row in told] == list(zip(mine, other, strict=True))
    assert [line for line in lines if ".csv" in line] == [
        f"{table}.csv  {title}" for table, title in zip(ENGLISH, TITLES["zh"], strict=True)
    ]
    for letter, name in (("E", ("计量单位", "unit")), ("I", ("场地", "room"))):
        note = NOTES[letter][LANGUAGES.index(lang)].replace("\n", "  ")
        assert lines.count(f"  {name[LANGUAGES.index(lang)]}  {note}") >= 2


@pytest.mark.parametrize("write", [template_workbook, template_tables])
def test_another_language_is_a_mistake(write: Callable[..., object]) -> None:
    """Templates are written in Chinese or English alone."""
    lang: Any = "fr"
    with pytest.raises(ValueError, match="lang: expected zh or en"):
        write(lang=lang)


def test_without_openpyxl_workbooks_are_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where openpyxl is not there, a workbook cannot be written, and tables still can."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "openpyxl"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ModuleNotFoundError):
        template_workbook()
    with pytest.raises(ModuleNotFoundError):
        workbook([Sheet("a", ["b"], [], {})])
    assert len(template_tables()) == 14
