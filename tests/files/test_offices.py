"""Files as offices save them: what can mean one thing is read, what cannot is refused, and nothing is read wrongly.

Every case is changed in the one small term of the tests; its right value stands beside it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from pydantic import ValidationError

from tests.files.test_tables import changed
from tests.files.test_terms import CHINESE, ENGLISH, EXAMPLES, JSON, Told, lines, told, written
from tests.formats.test_workbook_reader import book, packed, parts_of, saved
from xmut_rules import PILOT_2020, Term, describe, settle_term
from xmut_rules.base.errors import input_errors
from xmut_rules.base.language import LANGUAGES, Language
from xmut_rules.files.conversion import term_tables, term_workbook
from xmut_rules.files.terms import parse_term, parse_with_hints, read_term, read_with_hints
from xmut_rules.files.words import TABLES
from xmut_rules.files.workbooks import report_workbook
from xmut_rules.formats.documents import html_page
from xmut_rules.testing import strategies

EXPECTED = parse_term(JSON.encode())
CLEAN_TERM = read_term(EXAMPLES / "clean" / "term.json")

READ: tuple[tuple[str, str, str], ...] = (
    ("training", "2021-03-07", "2021/3/7"),
    ("training", "2021-03-07", "2021.3.7"),
    ("training", "2021-03-07", "2021-3-7"),
    ("training", "2021-03-07", "2021年3月7日"),
    ("training", "2021-03-07", "2021/3/7 0:00"),
    ("training", "2021-03-07", "2021/3/7 0:00:00"),
    ("training", "2021-03-07", "2021-03-07T00:00"),
    ("training", "2021-03-07", " 2021-03-07\u3000"),
    ("sessions", "2021-05-30T11:30", "2021-05-30 11:30"),
    ("sessions", "2021-05-30T11:30", "2021/5/30 11:30"),
    ("sessions", "2021-05-30T11:30", "2021/5/30 11:30:00"),
    ("sessions", "2021-05-30T11:30", "2021年5月30日 11：30"),
    ("sessions", "2021-05-30T08:30", "2021.5.30 8:30"),
    ("sessions", "2021-05-30T08:30", "2021-05-30T08:30:00.0000000"),
    ("training", "08:30,10:00", "8:30,10：00"),
    ("training", "08:30,10:00", "8:30:00,10:00"),
    ("receipts", "900.00", "¥900.00"),
    ("receipts", "900.00", "￥900"),
    ("receipts", "-30.50", "-¥30.50"),
    ("certificates", "N2,否", "N2,×"),
    ("certificates", "N2,否", "N2,NO"),
    ("certificates", "N1,是", "N1,√"),
    ("certificates", "N1,是", "N1,Yes"),
    ("training", ",天,1", ", 天 ,1 "),
    ("training", ",天,1", ",DAY,1"),
    ("projects", "C1:60;C2:40", '"C1:60,C2:40"'),
    ("projects", "C1:60;C2:40", "C1:60; C2:40"),
    ("receipts", ",A1,", ',"=""A1""",'),
    ("term", "A1;A2", "A1; A2"),
)


def test_a_row_of_data_in_the_place_of_the_heads_is_not_shown(tmp_path: Path) -> None:
    """Where one word alone is a head, the others may be names: they are reported by their column's letter."""
    heads, row, *_ = CHINESE["staff"].splitlines()
    cells = ["教师甲", "110101199003070000", *["单位"] * (len(row.split(",")) - 2)]
    for first in (["姓名", "教师甲"], ["教师甲", "姓名", "姓名"], [*cells, "姓名"]):
        folder = written(tmp_path, {**CHINESE, "staff": f"{','.join(first)}\n{row}\n"})
        with pytest.raises(ValidationError) as info:
            read_term(folder)
        text = f"{info.value} {describe(info.value)} {describe(info.value, lang='en')}"
        assert "教师甲" not in text
        assert "1101" not in text
        letters = [detail["loc"][2] for detail in info.value.errors() if detail["type"] == "column-unknown"]
        assert letters == [chr(65 + place) for place, head in enumerate(first) if head != "姓名"]
    assert heads.startswith("人员编号,姓名")


@pytest.mark.parametrize(("table", "old", "new"), READ)
def test_what_can_mean_one_thing_is_read(tmp_path: Path, table: str, old: str, new: str) -> None:
    """A day with its year first, a clock time, an amount and a word are read as offices write them."""
    assert read_term(written(tmp_path, changed(CHINESE, table, old, new))) == EXPECTED


def test_thousands_are_grouped_by_commas(tmp_path: Path) -> None:
    """`"1,234,567.80"` is one amount, beside `"900.00"` of the small term."""
    for text, amount in (('"1,234,567.80"', "1234567.80"), ('"1,234"', "1234.00"), ('"-1,000.5"', None)):
        folder = written(tmp_path, changed(ENGLISH, "receipts", "900.00", text))
        if amount is None:
            assert told(folder) == [("income-sign", ("receipts.csv", 2, "amount"))]
        else:
            assert str(read_term(folder).receipts[0].amount) == amount


REFUSED: tuple[tuple[str, str, str, str, str], ...] = (
    ("training", "2021-03-07", "07/03/2021", "day-first", "日期"),
    ("training", "2021-03-07", "7.3.2021", "day-first", "日期"),
    ("training", "2021-03-07", "3-7-21", "day-first", "日期"),
    ("training", "2021-03-07", "2021/3-7", "day", "日期"),
    ("training", "2021-03-07", "2021/2/29", "day", "日期"),
    ("training", "2021-03-07", "2021/3/7 8:30", "day", "日期"),
    ("training", "2021-03-07", "44262", "day", "日期"),
    ("sessions", "2021-05-30T11:30", "30/05/2021 11:30", "day-first", "结束时间"),
    ("sessions", "2021-05-30T11:30", "2021/5/30", "cell-day-alone", "结束时间"),
    ("sessions", "2021-05-30T11:30", "2021/5/30x11:30", "moment", "结束时间"),
    ("sessions", "2021-05-30T11:30", "2021/5/30 11:30:00.0000001", "moment", "结束时间"),
    ("receipts", "900.00", '"1.234,56"', "decimal-comma", "金额"),
    ("receipts", "900.00", '"900,5"', "decimal-comma", "金额"),
    ("receipts", "900.00", "1.234.567", "decimal-comma", "金额"),
    ("receipts", "900.00", '"1,23,456"', "amount", "金额"),
    ("receipts", "900.00", "900元", "amount", "金额"),
    ("receipts", ",A1,", ",'A1,", "id", "收款账户"),
    ("receipts", ",A1,", ",#N/A,", "cell-error", "收款账户"),
    ("training", ",Q1,", ",#REF!,", "cell-error", "场地"),
    ("term", "A1;A2", "A1；A2", "cell-list", "指定账户"),
    ("term", "A1;A2", "A1、A2", "cell-list", "指定账户"),
    ("term", "A1;A2", "A1，A2", "cell-list", "指定账户"),
)


@pytest.mark.parametrize(("table", "old", "new", "code", "head"), REFUSED)
def test_what_could_mean_two_things_is_refused(
    tmp_path: Path, table: str, old: str, new: str, code: str, head: str
) -> None:
    """Day-first days, decimal commas, errors of a spreadsheet and other separators are refused with the reason."""
    row = CHINESE[table][: CHINESE[table].index(old)].count("\n") + 1
    folder = written(tmp_path, changed(CHINESE, table, old, new))
    assert told(folder) == [(code, (f"{table}.csv", row, head))]


KEYS: tuple[tuple[str, str, str], ...] = (
    ("training", "room", "NULL"),
    ("training", "room", "nan"),
    ("sessions", "room", "None"),
    ("receipts", "account", "#N/A"),
    ("certificates", "number", "N/A"),
    ("certificates", "name", "null"),
    ("staff", "staff_id", "NaN"),
)


@pytest.mark.parametrize(("table", "field", "word"), KEYS)
def test_a_word_for_nothing_is_no_key_in_any_format(table: str, field: str, word: str) -> None:
    """Two rows without a room would clash in the room `nan`: such a word is refused in JSON as in tables."""
    term = EXPECTED.model_dump(mode="json")
    term[table][0][field] = word
    if table == "staff":
        term["staff"].append({"staff_id": "T1", "name": "教师甲"})
    assert ("value-nothing", (table, 0, field)) in told(_json(term))


@pytest.mark.parametrize("number", ["3.50203E+17", "1e+05", "-2.5E+3"])
def test_a_key_that_has_lost_digits_is_refused_in_any_format(tmp_path: Path, number: str) -> None:
    """A spreadsheet that saved an identity number as 3.50203E+17 has lost it; 1E10 is a room."""
    term = EXPECTED.model_dump(mode="json")
    term["certificates"][0]["number"] = number
    assert told(_json(term)) == [("cell-digits", ("certificates", 0, "number"))]
    folder = written(tmp_path, changed(ENGLISH, "certificates", ",N1,", f",{number},"))
    assert told(folder) == [("cell-digits", ("certificates.csv", 2, "number"))]
    folder = written(tmp_path, changed(ENGLISH, "training", ",Q1,", ",1E10,"))
    assert read_term(folder).training[0].room == "1E10"


def _json(term: Any) -> bytes:

    return json.dumps(term, ensure_ascii=False).encode()


def put(sheet: str, place: str, value: Any, form: str = "General") -> bytes:
    """Return the workbook with one cell changed, in its format."""
    made = book()
    cell: Any = made[sheet][place]
    cell.value, cell.number_format = value, form
    return saved(made)


def hints(source: bytes | Path) -> Told:
    """Return the code and place of what is noticed while reading."""
    found = parse_with_hints(source) if isinstance(source, bytes) else read_with_hints(source)
    assert found.term == EXPECTED
    return [(error.type, place) for place, error in found.hints]


BOLD = CellRichText("A", TextBlock(InlineFont(b=True), "1"))
WORKBOOK_READ: dict[str, tuple[str, str, Any, str]] = {
    "pandas writes a day as midnight": ("training", "D3", datetime(2021, 3, 7), "yyyy-mm-dd hh:mm:ss"),
    "a day as text": ("training", "D3", "2021/3/7", "@"),
    "a moment as text": ("sessions", "F3", "2021/5/30 11:30", "@"),
    "an amount as text": ("receipts", "E2", "¥900.00", "@"),
    "an account as a number": ("receipts", "G2", "A1", "@"),
    "spaces around": ("training", "I2", " Q1\u3000", "@"),
    "letters in bold": ("receipts", "G2", BOLD, "@"),
    "a tab": ("training", "I2", "Q1\t", "@"),
}


@pytest.mark.parametrize("name", WORKBOOK_READ)
def test_a_cell_that_can_mean_one_thing_is_read(name: str) -> None:
    """What pandas, people and other programs put into cells is read where it is clear."""
    assert parse_term(put(*WORKBOOK_READ[name])) == EXPECTED


@pytest.mark.parametrize("number", [27, 30, 31, 36, 50, 58])
def test_the_built_in_east_asian_formats_are_days_and_times(number: int) -> None:
    """A spreadsheet in Chinese writes formats 27 to 36 and 50 to 58 by number alone: 44262 is 2021-03-07 then."""
    assert parse_term(_with_format(put("training", "D3", 44262), "training", number)) == EXPECTED
    clock = put("training", "G2", 8.5 / 24)
    assert parse_term(_with_format(clock, "training", 32)) == EXPECTED


def test_a_number_beyond_every_day_is_refused_under_such_a_format() -> None:
    """44262000000 is no day, whatever the format says."""
    data = _with_format(put("training", "D3", 44_262_000_000), "training", 31)
    assert told(data) == [("cell-kind", ("[training]", 3, "D"))]


def test_a_list_may_be_one_day_in_a_cell_of_its_own_kind() -> None:
    """A plan with one excluded date has it as a date cell."""
    term = parse_term(put("series", "K2", datetime(2021, 3, 9), "yyyy-mm-dd"))
    assert term.series[0].excluded_dates == (date(2021, 3, 9),)


def _with_format(data: bytes, sheet: str, number: int) -> bytes:
    """Give the last cell that is a number in a sheet a built-in format, as another program writes it."""
    parts = parts_of(data)
    styles = parts["xl/styles.xml"].decode()
    count = int(re.search(r'<cellXfs count="(\d+)"', styles)[1])  # type: ignore[index]
    styles = styles.replace(f'<cellXfs count="{count}"', f'<cellXfs count="{count + 1}"')
    styles = styles.replace(
        "</cellXfs>", f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/></cellXfs>'
    )
    name = f"xl/worksheets/sheet{list(ENGLISH).index(sheet) + 1}.xml"
    page = re.sub(r'<c r="([DG][23])"( s="\d+")? t="n">', rf'<c r="\1" s="{count}">', parts[name].decode())
    return packed({**parts, "xl/styles.xml": styles.encode(), name: page.encode()})


STRUCK = CellRichText(TextBlock(InlineFont(strike=True), "900"), "1200")
RAISED = CellRichText("900", TextBlock(InlineFont(vertAlign="superscript"), "1"))
WORKBOOK_REFUSED: dict[str, tuple[str, str, Any, str, str, str]] = {
    "a start without a time": ("sessions", "E2", date(2021, 5, 29), "yyyy-mm-dd", "cell-day-alone", "start"),
    "a part struck out": (
        "receipts",
        "E2",
        STRUCK,
        "@",
        "cell-part-struck",
        "E",
    ),
    "a part raised": ("receipts", "E2", RAISED, "@", "cell-part-struck", "E"),
    "a room that became a day": ("training", "I2", date(2021, 3, 12), 'm"月"d"日"', "cell-not-text", "room"),
    "a name that is true": ("staff", "B2", True, "General", "cell-not-text", "name"),
    "an id with a decimal": ("staff", "B2", 1.5, "General", "cell-not-text", "name"),
    "an account with a format": ("receipts", "G2", 123, '0"号"', "cell-not-text", "account"),
    "a line's end in an id": ("training", "I2", "Q1_x000D_", "@", "id", "room"),
    "an amount in percent": ("receipts", "E2", 9, "0%", "cell-scaled", "E"),
    "an amount in thousands": ("receipts", "E2", 9000, "#,##0,", "cell-scaled", "E"),
    "an amount in millions": ("receipts", "E2", 9000, "0.00,,_ ", "cell-scaled", "E"),
    "an amount in 万": ("receipts", "E2", 90000, '0!.0,"万"', "cell-scaled", "E"),
    "a day that is not shown": ("training", "D3", 44262, "hh:mm", "day", "date"),
}


@pytest.mark.parametrize("name", WORKBOOK_REFUSED)
def test_a_cell_that_is_not_what_it_shows_is_refused(name: str) -> None:
    """A session of a day alone was paid as one from midnight, and 900 struck out before 1200 as 9001200."""
    sheet, place, value, form, code, head = WORKBOOK_REFUSED[name]
    assert told(put(sheet, place, value, form)) == [(code, (f"[{sheet}]", int(place[1:]), head))]


def test_leading_zeros_are_read_as_shown() -> None:
    """The number 123 in a cell that shows 000123 is the account 000123, and the text `A_x005F_x0041_1` is A_x0041_1."""
    assert parse_term(put("receipts", "G4", 123, "000000")).receipts[2].account == "000123"
    assert parse_term(put("receipts", "G4", 123)).receipts[2].account == "123"
    assert parse_term(put("receipts", "G4", "A_x005F_x0041_1")).receipts[2].account == "A_x0041_1"


def test_a_row_that_is_struck_out_and_seconds_that_are_hidden_are_noticed() -> None:
    """Both count, and both are hints: the whole row 3 of the costs, and a start that shows 08:30 and is 08:30:20."""
    made = book()
    for cell in made["costs"][3]:
        cell.font = Font(strike=True)
    made["costs"]["A2"].font = Font(strike=True)  # one cell of a row is no row
    assert hints(saved(made)) == [("row-struck-out", ("[costs]", 3))]
    found = parse_with_hints(put("sessions", "E2", datetime(2021, 5, 29, 8, 30, 20), "yyyy-mm-dd hh:mm"))
    assert [(error.type, place) for place, error in found.hints] == [("seconds-hidden", ("[sessions]", 2, "E"))]
    assert found.term.sessions[0].start == datetime(2021, 5, 29, 8, 30, 20)


@pytest.mark.parametrize(
    ("value", "form", "is_noticed"),
    [
        (900.5, "0", True),
        (900.55, "#,##0.0;(0.00)", True),
        (900.5, "¥#,##0", True),
        (900.5, "0.00", False),
        (900.5, "General", False),
        (900, "#,##0_ ", False),
        (900.5, '0.0"元"', False),
        (900.5, "0E+00", False),
    ],
)
def test_decimals_that_are_hidden_are_noticed(value: float, form: str, is_noticed: bool) -> None:
    """A cell that shows 901 and holds 900.5 is counted as 900.50, with a hint."""
    found = parse_with_hints(put("receipts", "E2", value, form))
    expected = [("decimals-hidden", ("[receipts]", 2, "E"))] if is_noticed else []
    assert [(error.type, place) for place, error in found.hints] == expected
    assert found.term.receipts[0].amount == Decimal(f"{value}")


def test_titles_and_totals_are_passed_over_with_a_hint(tmp_path: Path) -> None:
    """A title above the heads and 合计 at the end are no data; the numbers of the rows stay those of the file."""
    tables = {**CHINESE, "receipts": "收入明细表,,\n" + CHINESE["receipts"] + "合 计,,,,1356.55,,,,\n"}
    folder = written(tmp_path, tables)
    end = tables["receipts"].count("\n")
    assert hints(folder) == [("row-title", ("receipts.csv", 1)), ("row-total", ("receipts.csv", end))]
    heads = CHINESE["bookings"].splitlines()[0]
    found = read_with_hints(written(tmp_path, {**CHINESE, "bookings": f"{heads}\n合计：,,,,\n"}))
    assert ([place for place, _ in found.hints], found.term.bookings) == ([("bookings.csv", 2)], ())
    folder = written(tmp_path, {**tables, "receipts": tables["receipts"].replace("-30.50", "x")})
    assert told(folder) == [("amount", ("receipts.csv", 4, "金额"))]


def test_a_table_without_heads_shows_nothing_of_its_rows(tmp_path: Path) -> None:
    """One error says that heads are missing, and no name or id of the row that stands there is shown."""
    folder = written(tmp_path, {**CHINESE, "staff": CHINESE["staff"].partition("\n")[2]})
    assert lines(folder, "zh") == ("staff.csv 第 1 行: 这一行没有列名；请在第一行写上列名（template 给出全部列名）",)
    assert lines(folder) == (
        *("staff.csv row 1: this row holds no heads; write them above the rows (template gives them all)",),
    )


@pytest.mark.parametrize("parting", [";", "\t"])
@pytest.mark.parametrize("before", ["", "sep", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_csv_files_are_read_however_they_were_saved(tmp_path: Path, parting: str, before: str, encoding: str) -> None:
    """Parted by semicolons or tabs, with a line `sep=;`, with one mark or two, and in each encoding of Excel's."""
    for table, text in CHINESE.items():
        out = io.StringIO()
        csv.writer(out, delimiter=parting).writerows(csv.reader(io.StringIO(text)))
        start = f"sep={parting}\r\n" if before == "sep" else before if encoding != "gb18030" else ""
        (tmp_path / f"{table}.csv").write_bytes((start + out.getvalue()).encode(encoding))
    (tmp_path / "._term.csv").write_bytes(b"\0")
    (tmp_path / "~$term.csv").write_bytes(b"\0")
    assert read_term(tmp_path) == EXPECTED


def test_sheets_that_hold_nothing_are_passed_over() -> None:
    """An empty extra sheet and the one that WPS keeps for itself are no tables."""
    made = book()
    made.create_sheet("Sheet1")
    made.create_sheet("WpsReserved_CellImgList").sheet_state = "veryHidden"
    assert parse_term(saved(made)) == EXPECTED


def test_styles_that_the_library_does_not_understand_do_not_matter() -> None:
    """A fill of an unknown pattern keeps openpyxl from opening the file; number formats still decide what a cell is."""
    parts = parts_of(put("training", "D3", datetime(2021, 3, 7), "yyyy-mm-dd"))
    styles = parts["xl/styles.xml"].replace(b'patternType="gray125"', b'patternType="wps"')
    assert styles != parts["xl/styles.xml"]
    data = packed({**parts, "xl/styles.xml": styles})
    with pytest.raises(ValueError, match="could not read stylesheet"):
        load_workbook(io.BytesIO(data))
    assert parse_term(data) == EXPECTED


def test_what_is_no_term_is_named(tmp_path: Path) -> None:
    """A web page, a single table, the folder above and other kinds of workbook are called what they are."""
    folder = tmp_path / "表"
    folder.mkdir()
    written(folder, ENGLISH)
    assert told(tmp_path) == [("folder-above", ())]
    assert "表" in lines(tmp_path)[0]
    assert told(folder / "term.csv") == [("csv-alone", ())]
    assert told(b"\n <html><table><tr><td>1</td></tr></table></html>") == [("file-web-page", ())]
    parts = parts_of(saved(book()))
    assert told(packed({**parts, "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})) == [
        ("workbook-ods", ())
    ]
    strict = parts["xl/workbook.xml"].replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    assert told(packed({**parts, "xl/workbook.xml": strict})) == [("workbook-strict", ())]


def test_equal_errors_are_one_line_with_their_rows(tmp_path: Path) -> None:
    """Forty receipts in rows 9 to 48 and one in row 50 have a day that is none: one line, in both languages."""
    extra = [f"J{number},P1,C1,fee,1.00,2021-02-{30 if number != 40 else 10},A1,,\n" for number in range(42)]
    folder = written(tmp_path, {**ENGLISH, "receipts": ENGLISH["receipts"] + "".join(extra)})
    (english,), (chinese,) = lines(folder), lines(folder, "zh")
    assert english.startswith("receipts.csv rows 9 to 48, 50 date: expected a valid date")
    assert chinese.startswith("receipts.csv 第 9 至 48、50 行 date: 应为 2000-01-01 至")


def test_of_many_rows_apart_the_first_ten_are_shown(tmp_path: Path) -> None:
    """Every other of 40 rows is wrong: ten rows are named and all are counted; a head repeated is one row, once."""
    extra = [f"J{number},P1,C1,fee,1.00,2021-02-{30 if number % 2 else 10},A1,,\n" for number in range(40)]
    folder = written(tmp_path, {**ENGLISH, "receipts": ENGLISH["receipts"] + "".join(extra)})
    (english,), (chinese,) = lines(folder), lines(folder, "zh")
    named = [str(row) for row in range(10, 30, 2)]
    assert english.startswith(
        f"receipts.csv rows {', '.join(named)} and others, 20 in total, date: expected a valid date"
    )
    assert chinese.startswith(f"receipts.csv 第 {'、'.join(named)} 等 20 行 date: 应为")
    folder = written(tmp_path, changed(ENGLISH, "training", "room,", "room,room,room,"))
    assert [line for line in lines(folder) if "more than once" in line] == [
        "training.csv row 1 room: the column room occurs more than once; keep one"
    ]


def test_an_unknown_id_is_reported_in_the_words_of_the_file() -> None:
    """A Chinese workbook is answered with the name of its own sheet."""
    chinese = {TABLES[table]: text for table, text in changed(CHINESE, "duties", "D1,E1,T1", "D1,E1,T9").items()}
    assert lines(saved(book(chinese)), "zh") == (
        "[考务] 第 2 行 人员编号: 编号 T9 不在“人员”表中；请改正，或在该表补上",
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["clean", "messy", "every"])
def test_a_term_is_the_same_in_every_format(tmp_path: Path, name: str, lang: Language) -> None:
    """Written as CSV tables or as a workbook, in either language, a term is read back as it was."""
    term = EXPECTED if name == "every" else read_term(EXAMPLES / name / "term.json")
    for file, data in term_tables(term, lang=lang).items():
        (tmp_path / file).write_bytes(data)
    assert read_with_hints(tmp_path).hints == ()
    assert read_term(tmp_path) == parse_term(term_workbook(term, lang=lang)) == term


@settings(max_examples=20)
@given(term=strategies.terms(most=3))
def test_a_random_term_is_the_same_in_every_format(term: Term) -> None:
    """Whatever a term holds, its CSV tables and its workbook are read back as the same term."""
    with tempfile.TemporaryDirectory() as folder:
        for file, data in term_tables(term).items():
            (Path(folder) / file).write_bytes(data)
        assert read_term(folder) == parse_term(term_workbook(term)) == term


def test_a_text_that_no_cell_holds_is_not_written() -> None:
    """4,999 accounts were cut off in silence; a text of 32,767 characters is written, one more is refused."""
    fits = EXPECTED.model_copy(update={"designated_accounts": ("A" * 62,) * 520 + ("A" * 7,)})
    assert len(";".join(fits.designated_accounts)) == 32_767
    assert parse_term(term_workbook(fits)) == fits
    above = EXPECTED.model_copy(update={"designated_accounts": (*fits.designated_accounts[:-1], "A" * 8)})
    with pytest.raises(ValidationError) as caught:
        term_workbook(above)
    (line,) = describe(caught.value, lang="en")
    assert line.startswith("[学期] row 2 D: the text has more than 32,767 characters")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("forecast", "file-is-plan"),
        ("report", "file-is-report"),
        ("policy", "file-is-policy"),
        ("amendment", "file-is-policy"),
        ("correction", "file-is-report"),
        ("explanation", "file-is-explanation"),
    ],
)
def test_another_document_of_ours_is_called_what_it_is(kind: str, code: str) -> None:
    """A forecast given for a term is one line, with what takes it; an unknown format is reported as before."""
    assert told(f'{{"format": "xmut-rules/{kind}/1"}}'.encode()) == [(code, ())]
    unknown = told(b'{"format": "xmut-rules/terms/1"}')
    assert ("literal_error", ("format",)) in unknown
    assert len(unknown) > 5


@pytest.mark.parametrize("name", ["amendment.toml", "POLICY.TOML"])
def test_a_toml_file_is_a_policy(tmp_path: Path, name: str) -> None:
    """A term is never TOML: whatever is in the file, it is a policy, and no broken JSON; one that is gone is gone."""
    with pytest.raises(FileNotFoundError):
        read_term(tmp_path / name)
    (tmp_path / name).write_text('format = "xmut-rules/amendment/1"\n', "utf-8")
    with pytest.raises(ValidationError) as caught:
        read_term(tmp_path / name)
    (line,) = describe(caught.value)
    told_of = "这是政策或修订，不是学期数据；请在 check、settle 等命令的 --policy 后给出，或用 inspect 命令检查"
    assert line == f"{told_of} [file-is-policy]"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_of_a_report_is_called_what_it_is(lang: Language) -> None:
    """A report holds its term's tables too, but is no term: one line says so, and what takes a report."""
    report = report_workbook(settle_term(CLEAN_TERM, policy=PILOT_2020), CLEAN_TERM, lang=lang)
    with pytest.raises(ValidationError) as caught:
        parse_term(report)
    (line,) = describe(caught.value, lang="en")
    told_of = "this is a report or a correction, not a term; the commands verify and correct take it, written as JSON"
    assert line == f"{told_of} [file-is-report]"


def test_a_web_page_may_be_a_report() -> None:
    """A report written as HTML is a web page: the line says what to give in its place."""
    with pytest.raises(ValidationError) as caught:
        parse_term(html_page("", "", "zh").encode())
    assert "若是结算报告，请给出学期数据本身 [file-web-page]" in describe(caught.value)[0]


def test_keys_that_differ_in_width_or_case_alone_are_noticed(tmp_path: Path) -> None:
    """Rooms Q1 and Ｑ1, or q1, are two rooms and clash with nothing: a hint in every format, once a spelling."""
    term = EXPECTED.model_dump(mode="json")
    term["sessions"][0]["room"], term["bookings"][0]["room"] = "Ｑ1", "q1"
    found = parse_with_hints(_json(term))
    assert [(error.type, place) for place, error in found.hints] == [
        ("keys-alike", ("sessions", 0, "room")),
        ("keys-alike", ("bookings", 0, "room")),
    ]
    tables = changed(ENGLISH, "sessions", "理论,Q1,", "理论,Ｑ1,")
    found = read_with_hints(written(tmp_path, tables))
    assert [(error.type, place) for place, error in found.hints] == [("keys-alike", ("sessions.csv", 2, "room"))]
    (line,) = describe(input_errors("Input", found.hints), lang="en")
    assert line.startswith("sessions.csv row 2 room: Ｑ1 differs from the earlier Q1 only in width or case")
    staff = changed(ENGLISH, "staff", "T2,", "t1,")
    staff = {table: text.replace("T2", "t1") for table, text in staff.items()}
    assert [place for place, _ in read_with_hints(written(tmp_path, staff)).hints] == [("staff.csv", 3, "staff_id")]


def as_an_office_fills_it(mistakes: dict[tuple[str, str], str]) -> bytes:
    """Return the clean term as a workbook filled in by hand, with some cells wrong.

    Days are 2021/3/6 and times 8:30, all as text; there are a title row, a row of totals and an empty sheet.
    """
    made = load_workbook(io.BytesIO(term_workbook(CLEAN_TERM)))
    for page in made.worksheets:
        rows: Any = page.iter_rows(min_row=2)
        for row in rows:
            for cell in row:
                value: Any = cell.value
                clock = f"{value.hour}:{value.minute:02d}" if "h" in cell.number_format and value else ""
                if isinstance(value, datetime):
                    cell.value = f"{value.year}/{value.month}/{value.day} {clock}".strip()
                elif clock:
                    cell.value = clock
    for (sheet, place), value in mistakes.items():
        made[sheet][place] = value
    made["培训"].insert_rows(1)
    made["培训"]["A1"] = "2021-2022学年第一学期培训课时统计表"
    made["成本"].append(["合计", None, None, 9802.84])
    made.create_sheet("Sheet2")
    return saved(made)


def test_a_workbook_filled_by_hand_settles_once_its_mistakes_are_mended() -> None:
    """Each of three mistakes is found from its message alone: sheet, row, column and what is expected."""
    mistakes = {("场次", "E3"): "2021/12/4", ("收入", "D2"): "培训费", ("培训", "C4"): "T99"}
    first, second = lines(as_an_office_fills_it(mistakes), "zh")
    assert first.startswith("[场次] 第 3 行 开始时间: 单元格只有日期，没有时间；")
    assert second.startswith("[收入] 第 2 行 收入类别: 应为以下之一：考培费、退费、")
    (third,) = lines(as_an_office_fills_it({("培训", "C4"): "T99"}), "zh")
    assert third == "[培训] 第 5 行 人员编号: 编号 T99 不在“人员”表中；请改正，或在该表补上"
    found = parse_with_hints(as_an_office_fills_it({}))
    assert [(error.type, place[0]) for place, error in found.hints] == [
        ("row-title", "[培训]"),
        ("row-total", "[成本]"),
    ]
    assert found.term == CLEAN_TERM
