"""Workbooks that are read: what each kind of cell says, and everything that is refused, with its place.

The workbooks are built with openpyxl from the tables that `test_tables` writes out by hand.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import warnings
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from tests.files.test_terms import CHINESE, ENGLISH, JSON, Tables, lines, told
from xmut_rules.files import terms
from xmut_rules.files.terms import parse_term, read_term
from xmut_rules.files.words import TABLES
from xmut_rules.formats import workbook_reader as workbooks

CellValue = str | float | bool | date | time | timedelta
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


def book(contents: Tables | None = None) -> Workbook:
    """Return the tables as a workbook, every cell as text."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for table, text in (contents or ENGLISH).items():
        page = made.create_sheet(table)
        for row in csv.reader(io.StringIO(text)):
            page.append([cell or None for cell in row])
    return made


def saved(made: Workbook) -> bytes:
    """Return a workbook as a file's bytes."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def put(made: Workbook, sheet: str, place: str, value: CellValue, form: str | None = None) -> Workbook:
    """Write one cell, with its format if it has one."""
    cell: Any = made[sheet][place]
    cell.value = value
    cell.number_format = form or cell.number_format
    return made


def note(value: CellValue, form: str | None = None) -> str | None:
    """Return the text that is read from a cell, for which a receipt's note stands: that column takes any text."""
    return parse_term(saved(put(book(), "receipts", "I2", value, form))).receipts[0].note


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Pack parts into a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def typed(text: str) -> CellValue | None:
    """Return a cell's text as what a spreadsheet makes of it: a number, a day, a time, a moment or a boolean."""
    if text in {"true", "yes", "false", "no"}:
        return text in {"true", "yes"}
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return float(text) if "." in text else int(text)
    for form, read in (
        (r"....-..-..", date.fromisoformat),
        (r"..:..", time.fromisoformat),
        (r"....-..-..T..:..", datetime.fromisoformat),
    ):
        if re.fullmatch(form, text):
            return read(text)
    return text or None


@pytest.mark.parametrize("contents", [ENGLISH, CHINESE])
def test_a_workbook_of_text_and_the_document_are_one_term(contents: Tables) -> None:
    """Sheets of text cells, in either language, give the term that the JSON document gives."""
    assert parse_term(saved(book(contents))) == parse_term(JSON.encode())


def test_sheets_may_have_their_chinese_names(tmp_path: Path) -> None:
    """A sheet is its table by the Chinese name too, in any order of the sheets, read from a file of any name."""
    file = tmp_path / "学期表"
    file.write_bytes(saved(book({TABLES[table]: text for table, text in reversed(CHINESE.items())})))
    assert read_term(file) == parse_term(JSON.encode())


def test_cells_of_their_own_kind_and_the_document_are_one_term() -> None:
    """Numbers, date cells, time cells and booleans give the term that their texts give."""
    made = book({table: text.split("\n", 1)[0] for table, text in ENGLISH.items()})
    kinds: set[type] = set()
    for table, text in ENGLISH.items():
        for cells in list(csv.reader(io.StringIO(text)))[1:]:
            values = [typed(cell) for cell in cells]
            kinds |= {type(value) for value in values}
            made[table].append(values)
    assert kinds == {str, int, float, bool, date, time, datetime, type(None)}
    assert parse_term(saved(made)) == parse_term(JSON.encode())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *({"0.3": 0.1 + 0.2, "120": 120.0, "100": 100, "1200.5": 1200.50, "-0.05": -0.05, "0": 0}).items(),
        *({"0.0000001": 1e-7, "0.333333333333333": 1 / 3, "9999999999999.99": 9_999_999_999_999.99}).items(),
        *({"999999999999999": 999_999_999_999_999, "-100000000000000": -1e14, "true": True, "false": False}).items(),
    ],
)
def test_a_number_has_the_15_digits_of_a_spreadsheet(text: str, number: float) -> None:
    """A number is read with up to 15 digits and without an exponent or needless zeros; a boolean is true or false."""
    assert note(number) == text


@pytest.mark.parametrize(("written", "text"), [(b"1200.0", "1200"), (b"1.2E3", "1200"), (b"1E-2", "0.01")])
def test_a_number_may_be_written_in_any_way(written: bytes, text: str) -> None:
    """A number that another program wrote with an exponent or needless zeros is the same number."""
    parts = parts_of(saved(put(book(), "receipts", "I2", 987)))
    name = "xl/worksheets/sheet9.xml"
    data = packed({**parts, name: parts[name].replace(b"<v>987</v>", b"<v>" + written + b"</v>")})
    assert parse_term(data).receipts[0].note == text


@pytest.mark.parametrize("number", [10**15, -(10**15), 1e15, -1e15, 110101199003070000, 1e300])
def test_a_number_of_more_digits_is_refused(number: float) -> None:
    """A number of 16 digits, of which a spreadsheet has lost some, is refused with its place."""
    refused(saved(put(book(), "receipts", "H3", number)), "cell-digits", "[receipts]", 3, "H")


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (date(2021, 3, 6), DAY, "2021-03-06"),
        (date(2021, 3, 6), 'yyyy"年"m"月"d"日"', "2021-03-06"),
        (date(2021, 3, 6), "mm-dd-yy", "2021-03-06"),
        (datetime(2021, 5, 29, 8, 30), MOMENT, "2021-05-29T08:30"),
        (datetime(2021, 5, 29, 8, 30), DAY, "2021-05-29T08:30"),
        (datetime(2021, 5, 29, 8, 30, 15), MOMENT, "2021-05-29T08:30:15"),
        (datetime(2021, 5, 29), MOMENT, "2021-05-29T00:00"),
        (datetime(2021, 5, 29), "YYYY/M/D H:MM", "2021-05-29T00:00"),
        (time(8, 30), "hh:mm", "08:30"),
        (time(), "h:mm", "00:00"),
        (time(23, 59, 59), "hh:mm:ss", "23:59:59"),
        (time(8, 30, 0, 500_000), "hh:mm:ss.0", "08:30:00.500000"),
        (44_261, "General", "44261"),
        (44_261, DAY, "2021-03-06"),
        (0.354_166_666_666_667, "hh:mm", "08:30"),
        ("2021-03-06", "@", "2021-03-06"),
    ],
)
def test_dates_times_and_moments_are_read_by_value_and_format(value: CellValue, form: str, text: str) -> None:
    """A cell with a format of days or times is written as a day, a clock time or a moment; a serial number is not."""
    assert note(value, form) == text


@pytest.mark.parametrize(
    ("sheet", "place", "value", "form", "code", "head"),
    [
        ("training", "D2", 44_261, "General", "day", "date"),
        ("training", "D2", datetime(2021, 3, 6, 8, 30), MOMENT, "day", "date"),
        ("training", "D2", 44_261, "hh:mm", "day", "date"),
        ("training", "G2", 0.5, "General", "clock-time", "start"),
        ("training", "F2", True, None, "hours", "quantity"),
        ("sessions", "E2", date(2021, 5, 29), DAY, "cell-day-alone", "start"),
        ("receipts", "E2", 0.125, None, "amount", "amount"),
        ("receipts", "E2", date(2021, 3, 6), DAY, "amount", "amount"),
        ("receipts", "E2", "1.200,00", None, "decimal-comma", "amount"),
        ("certificates", "G2", 1, None, "bool_type", "issuer_recognized"),
        ("series", "I3", 2.5, None, "int_type", "count"),
    ],
)
def test_nothing_is_guessed_from_another_kind_of_cell(
    sheet: str, place: str, value: CellValue, form: str | None, code: str, head: str
) -> None:
    """A cell of another kind than its column takes is reported with sheet, row and head, and is never converted."""
    data = saved(put(book(), sheet, place, value, form))
    assert told(data) == [(code, (f"[{sheet}]", int(place[1:]), head))]


def test_ids_may_be_numbers() -> None:
    """An id that a spreadsheet made a number is the id of its digits, also where others name it as text."""
    numbered = {table: re.sub(r"\bT1\b", "17", text) for table, text in ENGLISH.items()}
    made = put(put(book(numbered), "staff", "A2", 17), "duties", "C2", 17.0)
    assert parse_term(saved(made)) == parse_term(re.sub(r"\bT1\b", "17", JSON).encode())


def test_blank_rows_are_passed_over_and_counted() -> None:
    """Blank rows, at the end or between, are no rows of the table, and places count them."""
    made = book()
    made["duties"].insert_rows(2, 3)
    put(put(made, "duties", "A4", ""), "staff", "A9", "").worksheets[0].insert_rows(2, 5)
    assert parse_term(saved(made)) == parse_term(JSON.encode())
    assert told(saved(put(made, "duties", "D5", "\u200b"))) == [("text", ("[duties]", 5, "role"))]


def test_cells_beyond_the_heads_are_reported() -> None:
    """A filled cell without a head over it is reported with its row; an empty one is nothing."""
    made = put(book(), "staff", "F2", "")
    assert parse_term(saved(made)) == parse_term(JSON.encode())
    data = saved(put(put(made, "staff", "F3", "x"), "duties", "F3", 0))
    assert told(data) == [("row-length", ("[staff]", 3)), ("row-length", ("[duties]", 3))]
    assert lines(data)[0].startswith("[staff] row 3: the row has 6 cells for 3 heads;")


def test_a_gap_between_the_heads_is_reported() -> None:
    """A column without a head is reported as a column that nobody knows."""
    made = book()
    made["staff"].insert_cols(2)
    assert told(saved(made)) == [("column-unknown", ("[staff]", 1, ""))]


def test_a_blank_sheet_lacks_its_columns() -> None:
    """A sheet without cells is a table without heads: each required column is reported."""
    assert told(saved(book({**ENGLISH, "duties": ""}))) == [("column-missing", ("[duties]", 1))] * 3


REFUSED: dict[str, Callable[[Workbook], object]] = {
    "cell-formula": lambda made: put(made, "receipts", "I2", "=1+1"),
    "cell-error": lambda made: put(made, "staff", "B3", "#N/A"),
    "cell-kind": lambda made: put(made, "staff", "B2", timedelta(hours=30), "[h]:mm"),
    "cells-merged": lambda made: made["receipts"].merge_cells("H3:H4"),
    "sheet-hidden": lambda made: setattr(made["bookings"], "sheet_state", "hidden"),
    "sheet-extent": lambda made: put(made, "series", "XFD1048576", 1),
    "table-unknown": lambda made: put(made, made.create_sheet("staffs").title, "A1", "x"),
    "table-repeated": lambda made: made.create_sheet("人员"),
}
SAID: dict[str, list[str]] = {
    code: [english, chinese]
    for code, english, chinese in csv.reader(
        """\
cell-digits|[receipts] row 3 H: the number has more than 15 digits|[receipts] 第 3 行 H: 数字超过 15 位，电子表格已丢失
cell-formula|[receipts] row 2 I: the cell is a formula; replace|[receipts] 第 2 行 I: 单元格是公式；请改为数值（复制后
cell-error|[staff] row 3 B: the cell is an error value; correct it|[staff] 第 3 行 B: 单元格是错误值；请改正
cell-kind|[staff] row 2 B: the cell does not contain a plain value;|[staff] 第 2 行 B: 单元格的内容无法读成文本；请改正
cells-merged|[receipts]: the cells H3:H4 are merged; unmerge them|[receipts]: 单元格 H3:H4 已合并；请取消合并并逐格填写
sheet-hidden|[bookings]: the sheet is hidden, so it is unclear|[bookings]: 工作表已隐藏，无法确定是否计入；请取消
workbook-heavy|the workbook holds too many styles, names or links;|工作簿里的样式、名称或链接过多；请把各表的内容复制
sheet-extent|[series]: the sheet is too large; delete the rows|[series]: 工作表范围过大；请删去表格以外的行和列
table-unknown|[staffs]: not a known table (did you mean staff?)|[staffs]: 无法识别的表（是否应为 staff？）；请改名或移走
table-repeated|[人员]: the table staff occurs more than once; put|[人员]: “人员”表出现多次；请合并为一张
workbook-password|the workbook has a password or is an old .xls file;|工作簿有密码，或是旧的 .xls 格式；
workbook-macro|the workbook contains macros and is not opened;|工作簿含有宏，不予受理；
workbook-broken|not a complete .xlsx workbook;|不是完整的 .xlsx 工作簿；
workbook-size|the workbook unpacks to more than 128 MiB and|工作簿展开后超过 128 MiB，
workbook-extra|a workbook needs openpyxl: install xmut_rules[excel],|读取工作簿需要 openpyxl；请安装 xmut_rules[excel]，
""".splitlines(),
        delimiter="|",
    )
}
"""How the line begins that tells a problem, in English and in Chinese."""


def refused(data: bytes, code: str, *place: int | str) -> None:
    """Assert that a file has one problem, at one place, told by one line in each language."""
    assert told(data) == [(code, place)]
    assert [lines(data)[0][: len(SAID[code][0])], lines(data, "zh")[0][: len(SAID[code][1])]] == SAID[code]


@pytest.mark.parametrize("code", REFUSED)
def test_what_a_person_cannot_answer_for_is_refused_with_its_place(code: str) -> None:
    """Formulas, errors, merged cells, hidden, endless, repeated and unknown sheets are reported in both languages."""
    made = book()
    REFUSED[code](made)
    place = SAID[code][0].partition(":")[0].replace("row ", "").split()
    refused(saved(made), code, *(int(part) if part.isdigit() else part for part in place))


def test_several_problems_are_reported_at_once() -> None:
    """Problems of the file, of cells, of heads and of values in several sheets are all told in one go."""
    made = book()
    for code in ("sheet-hidden", "cells-merged", "cell-formula", "table-repeated"):
        REFUSED[code](made)
    put(put(made, "staff", "B1", "=A1"), "training", "D3", "2021-02-30")
    put(made, "staff", "A3", 10**17)["series"].sheet_state = "veryHidden"
    found = told(saved(made))
    expected: set[tuple[str, tuple[int | str, ...]]] = {
        ("sheet-hidden", ("[bookings]",)),
        ("sheet-very-hidden", ("[series]",)),
        ("cells-merged", ("[receipts]",)),
        ("cell-formula", ("[receipts]", 2, "I")),
        ("cell-formula", ("[staff]", 1, "B")),
        ("cell-digits", ("[staff]", 3, "A")),
        ("table-repeated", ("[人员]",)),
        ("day", ("[training]", 3, "date")),
    }
    assert expected <= set(found)
    assert {place[0] for _, place in found} == {place[0] for _, place in expected}


@pytest.mark.parametrize("title", ["说明", "notes"])
def test_a_sheet_of_notes_is_no_table(title: str) -> None:
    """A sheet that explains the others is passed over, in either language."""
    made = book()
    made.create_sheet(title, 0).append(["请从第二行起填写", 1])
    assert parse_term(saved(made)) == parse_term(JSON.encode())


def test_two_sheets_are_optional() -> None:
    """Without the weekly plans and the bookings a term has none."""
    fewer = {table: text for table, text in ENGLISH.items() if table not in {"series", "bookings"}}
    expected = parse_term(JSON.encode()).model_copy(update={"series": (), "bookings": ()})
    assert parse_term(saved(book(fewer))) == expected


def test_other_sheets_than_tables_are_passed_over() -> None:
    """A sheet that holds a chart alone is no sheet of cells."""
    made = book()
    made.create_chartsheet("图", 0).add_chart(BarChart())  # pyright: ignore[reportUnknownMemberType]
    assert parse_term(saved(made)) == parse_term(JSON.encode())


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("workbook-password", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)),
        ("workbook-macro", packed({**parts_of(saved(book())), "xl/vbaProject.bin": b"x"})),
        ("workbook-macro", packed({**parts_of(saved(book())), "other/VBAPROJECT.BIN": b"x"})),
        ("workbook-broken", packed({"term.json": JSON.encode()})),
        ("workbook-size", packed({"xl/media/image1.png": bytes(134_217_729)})),
    ],
)
def test_a_file_that_is_not_opened_is_reported(code: str, data: bytes) -> None:
    """Passwords and the old format, macros, other archives, and small files that unpack beyond 128 MiB are reported."""
    assert len(data) < 1_000_000
    refused(data, code)


@pytest.mark.parametrize("cut", [0.001, 0.1, 0.5, 0.99])
def test_a_cut_workbook_is_reported(cut: float) -> None:
    """A workbook that ends early is reported as incomplete, wherever it ends."""
    data = saved(book())
    refused(data[: int(len(data) * cut)], "workbook-broken")


def test_a_damaged_part_is_reported() -> None:
    """A workbook in which a part does not match its check sum is reported as broken."""
    data = bytearray(saved(book()))
    data[data.index(b"xl/worksheets/sheet1.xml") + 60] ^= 0xFF
    refused(bytes(data), "workbook-broken")


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "_rels/.rels", "docProps/core.xml"])
def test_a_document_type_in_a_part_is_refused(name: str) -> None:
    """A part that declares a document type, and so could grow without end, is not parsed."""
    parts = parts_of(saved(book()))
    text = re.sub(rb"^<\?xml.*?\?>", b"", parts[name], flags=re.DOTALL)
    refused(packed({**parts, name: b'<!DOCTYPE x [<!ENTITY a "1">]>' + text}), "workbook-broken")


def test_parts_are_unpacked_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook whose parts have exactly the most bytes is read and one byte more is refused."""
    assert workbooks.MOST_UNPACKED == 134_217_728
    data = saved(book())
    whole = sum(map(len, parts_of(data).values()))
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", whole)
    assert parse_term(data) == parse_term(JSON.encode())
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", whole - 1)
    refused(data, "workbook-size")


def test_a_sheet_is_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sheets are read as long as all their cells together are within the limit; the one above it is reported."""
    assert workbooks.MOST_CELLS == 1_500_000
    made = book()
    cells = sum(sheet.max_row * sheet.max_column for sheet in made.worksheets)
    monkeypatch.setattr(workbooks, "MOST_CELLS", cells)
    assert parse_term(saved(made)) == parse_term(JSON.encode())
    monkeypatch.setattr(workbooks, "MOST_CELLS", cells - 1)
    assert told(saved(made)) == [("sheet-extent", (f"[{made.worksheets[-1].title}]",))]


def put_in(part: str, mark: bytes, added: bytes) -> bytes:
    """Return the workbook with something put before a mark of a part."""
    parts = parts_of(saved(book()))
    assert mark in parts[part]
    return packed({**parts, part: parts[part].replace(mark, added + mark, 1)})


def test_what_openpyxl_would_build_is_counted_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows and texts of many fonts have the cells' limit; styles, names and long codes one of their own."""
    sheet, styles, whole = "xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml"
    monkeypatch.setattr(workbooks, "MOST_CELLS", 3_000)
    monkeypatch.setattr(workbooks, "MOST_OTHERS", 2_000)
    rows, runs = b"<row/>" * 3_000, b"<row><c><is>" + b"<r/>" * 1_000 + b"</is></c></row>"
    assert [told(put_in(sheet, b"</sheetData>", more)) for more in (rows, runs)] == [[("sheet-extent", ())]] * 2
    refused(put_in(styles, b"</cellXfs>", b"<xf/>" * 2_000), "workbook-heavy")
    refused(put_in(whole, b"</workbook>", b"<definedName/>" * 2_000), "workbook-heavy")
    code = b'<numFmt numFmtId="200" formatCode="%s"/>'
    refused(put_in(styles, b"</cellXfs>", code % (b"[" * 32_768)), "workbook-heavy")
    assert parse_term(put_in(styles, b"</cellXfs>", code % (b"0" * 32_767))) == parse_term(JSON.encode())
    assert parse_term(put_in(sheet, b"</sheetData>", b"<row/>" * 500)) == parse_term(JSON.encode())


@pytest.mark.parametrize(("name", "element"), [("MOST_OTHERS", b"<x/>"), ("MOST_CELLS", b"<row/>")])
def test_elements_are_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch, name: str, element: bytes) -> None:
    """As many as the limit are no fault, and one more is."""
    monkeypatch.setattr(workbooks, name, 10)
    more = element * 10 if name == "MOST_CELLS" else element * 9  # the root is one of the others
    assert workbooks._fault([b"<a>" + more + b"</a>"]) is None  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    assert workbooks._fault([b"<a>" + more + element + b"</a>"]) is not None  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def test_names_of_a_workbook_may_take_four_mebibytes() -> None:
    """The part with the names of the sheets is not read above 4 MiB, for openpyxl takes long names apart."""
    size = len(parts_of(saved(book()))["xl/workbook.xml"])
    fits, more = (b"<!--" + b"x" * (4 * 2**20 - size - 7 + over) + b"-->" for over in (0, 1))
    assert parse_term(put_in("xl/workbook.xml", b"</workbook>", fits)) == parse_term(JSON.encode())
    refused(put_in("xl/workbook.xml", b"</workbook>", more), "workbook-heavy")


def test_a_part_that_stands_twice_is_refused() -> None:
    """A package with two parts of one name is read differently by different programs, so it is not read."""
    out = io.BytesIO(saved(book()))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as package:
        warnings.simplefilter("ignore")
        package.writestr("xl/worksheets/sheet2.xml", b"<worksheet/>")
    refused(out.getvalue(), "workbook-broken")


@pytest.mark.parametrize(
    ("area", "is_read"), [("A1", True), ("$A$1:B2", True), ("A1:XFD1048576", False), ("A1:B", False)]
)
def test_an_area_reaches_over_few_cells_or_is_refused(area: str, is_read: bool) -> None:
    """A link of a few cells is read; one over a whole sheet, and one whose size is unknown, is refused unopened."""
    parts = parts_of(saved(book()))
    sheet = parts["xl/worksheets/sheet2.xml"]
    link = f'<hyperlinks><hyperlink ref="{area}" location="x"/></hyperlinks>'.encode()
    assert sheet.count(b"<pageMargins") == 1
    data = packed({**parts, "xl/worksheets/sheet2.xml": sheet.replace(b"<pageMargins", link + b"<pageMargins")})
    if is_read:
        assert parse_term(data) == parse_term(JSON.encode())
    else:
        assert told(data) == [("sheet-extent", ())]


def test_a_workbook_is_no_larger_than_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook above the most bytes of any file is reported by that."""
    monkeypatch.setattr(terms, "MOST_BYTES", 1_000)
    assert told(saved(book())) == [("file-size", ())]


def test_without_openpyxl_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where openpyxl is not there, the line says which extra to install, and CSV as the other way."""
    data = saved(book())
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    refused(data, "workbook-extra")


def repacked(data: bytes, old: str, new: str) -> bytes:
    """Change a text in every part of a workbook's package."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as copy:
        for entry in package.infolist():
            copy.writestr(entry, re.sub(old, new, package.read(entry).decode("utf-8"), flags=re.DOTALL))
    return out.getvalue()


def test_a_workbook_without_sheets_is_not_refused_in_silence() -> None:
    """A workbook that holds no sheet at all is reported as lacking its tables."""
    found = told(repacked(saved(book()), "<sheets>.*</sheets>", "<sheets/>"))
    assert ("table-missing", ("[term]",)) in found


@pytest.mark.parametrize("form", ['[$-zh-CN]yyyy"年"m"月"d"日"', '"h" yyyy-mm-dd', "[$-804]yyyy\\h mm"])
def test_a_letter_in_a_tag_or_a_quoted_word_is_no_hour(form: str) -> None:
    """A date cell whose format has an h in a locale tag, in quotes or escaped is still a day."""
    made = book()
    heads = [cell.value for cell in made["training"][1]]
    letter = "ABCDEFGHIJ"[heads.index("date")]
    cell = made["training"][f"{letter}2"]
    day = parse_term(JSON.encode()).training[0].date
    cell.value = day  # pyright: ignore[reportAttributeAccessIssue]
    cell.number_format = form
    assert parse_term(saved(made)) == parse_term(JSON.encode())


def test_a_document_type_hides_in_no_encoding() -> None:
    """A document type declaration is refused in a part of any name and in UTF-16."""
    for name, data in (("xl/x.dat", b"<!DOCTYPE a>"), ("xl/y.xml", "<!DOCTYPE a>".encode("utf-16"))):
        out = io.BytesIO(saved(book()))
        with zipfile.ZipFile(out, "a") as package:
            package.writestr(name, data)
        assert told(out.getvalue()) == [("workbook-broken", ())]


def test_the_notes_are_not_looked_at() -> None:
    """A formula, merged cells and a hidden state on the sheet of notes are nobody's problem."""
    made = book()
    notes = made.create_sheet("说明")
    notes["A1"] = "=1+1"
    notes.merge_cells("B1:C1")
    notes.sheet_state = "hidden"
    assert parse_term(saved(made)) == parse_term(JSON.encode())


def test_one_bad_cell_is_reported_once() -> None:
    """A formula in an amount is reported as a formula, and its row as nothing else."""
    made = put(book(), "receipts", "E2", "=1+1")
    assert [code for code, _ in told(saved(made))] == ["cell-formula"]


def test_a_hidden_table_is_not_missed_too() -> None:
    """A required sheet that is hidden is reported as hidden, not also as missing."""
    made = book()
    made["costs"].sheet_state = "hidden"
    assert told(saved(made)) == [("sheet-hidden", ("[costs]",))]


def test_a_host_that_turns_warnings_into_errors_reads_the_same() -> None:
    """What openpyxl warns of reaches nobody."""
    data = repacked(saved(book()), "<cellStyleXfs.*?</cellStyleXfs>|<cellStyles.*?</cellStyles>", "")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert parse_term(data) == parse_term(JSON.encode())


def test_a_fraction_that_rounds_to_sixteen_digits_is_refused() -> None:
    """999999999999999.9 has no 15 digits that say what it is."""
    made = put(book(), "receipts", "E2", 999999999999999.9)
    assert [code for code, _ in told(saved(made))] == ["cell-digits"]
