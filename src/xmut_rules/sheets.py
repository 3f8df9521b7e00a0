"""Workbooks and empty tables: what a clerk fills in, and the report as finance books it. Needs the extra `excel`.

Numbers are numbers, text never becomes a formula, and what is written here is read back as the same term.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

from pydantic.fields import FieldInfo

from xmut_rules.facts import CollegeWeight
from xmut_rules.problems import Language, require_language, say
from xmut_rules.tables import columns
from xmut_rules.term import ID_FIELDS, Term
from xmut_rules.words import HEADS, NOTES, TABLES, WORDS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | Decimal | date | time | bool | None
"""What a cell holds; text is text, whatever it begins with."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins so would be taken for a formula."""

_MONEY, _DAY, _MOMENT, _CLOCK, _AS_TEXT = "#,##0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "@"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written: its title, heads and rows; `links` lead from a cell of the rows to a sheet's cell."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    links: Mapping[tuple[int, int], str]


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Write sheets as an .xlsx file: heads in bold and frozen, columns as wide as their cells.

    Raises:
        ModuleNotFoundError: openpyxl is not there; it comes with the extra `excel`.
    """
    from openpyxl.styles import Font  # noqa: PLC0415  an extra, and slow to import
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    book = _new_workbook()
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        _fill(page, [sheet.heads, *sheet.rows])
        for (row, column), target in sheet.links.items():
            cell = page.cell(row + 2, column + 1)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            cell.font = Font(color="0563C1", underline="single")
        _dress(page, len(sheet.heads))
    return _saved(book)


def _new_workbook() -> Workbook:
    from openpyxl import Workbook  # noqa: PLC0415  an extra, and slow to import

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(page: Worksheet, rows: Iterable[Sequence[Value]]) -> None:
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            if value is not None:
                _put(page.cell(number, place), value)


def _put(cell: Any, value: Value) -> None:
    """Put a value into a cell with its format; text is marked as text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_STARTS)
    elif isinstance(value, Decimal):
        cell.number_format = _MONEY if value.as_tuple().exponent == -2 else "General"
    elif isinstance(value, datetime):
        cell.number_format = _MOMENT
    elif isinstance(value, date):
        cell.number_format = _DAY
    elif isinstance(value, time):
        cell.number_format = _CLOCK


def _dress(page: Worksheet, heads: int) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    for number in range(1, heads + 1):
        page.cell(1, number).font = Font(bold=True)
        cells = [page.cell(row, number).value for row in range(1, min(page.max_row, 200) + 1)]
        widest = max((sum(2 if ord(char) > 0x2E7F else 1 for char in f"{cell}") for cell in cells if cell), default=0)
        column = page.column_dimensions[get_column_letter(number)]
        column.width = min(max(widest + 3, 10, len(column.number_format) + 4), 60)
    page.freeze_panes = "A2"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.print_title_rows = "1:1"
    head: Any = page.oddHeader
    foot: Any = page.oddFooter
    head.center.text, foot.center.text = "&A", "&P / &N"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def table_titles(lang: Language) -> Mapping[str, str]:
    """Give the title of each table's sheet in a language."""
    return {name: say(lang, zh, name) for name, zh in TABLES.items()}


def term_sheets(term: Term, *, lang: Language = "zh") -> Iterator[Sheet]:
    """Give a term's tables as sheets, which are read back as the same term.

    A cell cannot tell an empty text from none, nor an id with a semicolon in a list from two ids.

    Args:
        term: the term.
        lang: the language of titles, heads and words.

    Raises:
        ValueError: another language.
    """
    require_language(lang)
    for name, title in table_titles(lang).items():
        fields = columns(name)
        rows: Sequence[Any] = [term] if name == "term" else getattr(term, name)
        heads = [say(lang, HEADS[field], field) for field in fields]
        words = {
            field: dict(zip(_words(field, info), column_words(field, info, lang), strict=True))
            for field, info in fields.items()
        }
        cells = [[_cell_of(getattr(row, field), words[field]) for field in fields] for row in rows]
        yield Sheet(title, heads, cells, {})


def _cell_of(value: Any, words: Mapping[str, str]) -> Value:
    """Give a field as a cell: lists and weights as one text, words as given, moments with a zone as text."""
    if isinstance(value, tuple):
        parts: tuple[Any, ...] = value  # pyright: ignore[reportUnknownVariableType]
        weights = (f"{each.college_id}:{each.weight}" if isinstance(each, CollegeWeight) else each for each in parts)
        return ";".join(f"{_cell_of(each, words)}" for each in weights)
    if isinstance(value, bool):
        return words["true" if value else "false"]
    if isinstance(value, datetime) and (value.tzinfo or value.second or value.microsecond):
        return value.isoformat()
    if isinstance(value, time) and (value.second or value.microsecond):
        return value.isoformat()
    if isinstance(value, str):
        return words.get(value, value)
    cell: Value = value
    return cell


def template_workbook(*, lang: Language = "zh") -> bytes:
    """Write empty tables as a workbook: heads with notes, pick lists, formats, and a sheet that explains.

    Args:
        lang: the language of titles, heads and words.

    Raises:
        ModuleNotFoundError: openpyxl is not there; it comes with the extra `excel`.
        ValueError: another language.
    """
    require_language(lang)
    book = _new_workbook()
    notes = book.create_sheet(say(lang, *NOTES))
    _fill(notes, [[line] for line in _explanations(lang)])
    notes.column_dimensions["A"].width = 100
    for name, title in table_titles(lang).items():
        page = book.create_sheet(title)
        fields = {field: info for field, info in columns(name).items() if field != "format"}
        _fill(page, [[say(lang, HEADS[field], field) for field in fields]])
        for number, (field, info) in enumerate(fields.items(), start=1):
            _prepare(page, number, field, info, lang)
        _dress(page, len(fields))
    return _saved(book)


def _explanations(lang: Language) -> Sequence[str]:
    zh = (
        "每张工作表是一张表，第一行是列名，请从第二行起填写；没有内容的表保持只有列名。“学期”表只填一行。",
        "金额和学时填数字；日期、时间用单元格的日期格式，或写作 2021-03-06、2021-05-29T08:30。",
        "编号一律是文本。列表用英文分号分隔；学院权重写作 C01:60;C02:40。",
        "不要用公式、合并单元格、隐藏工作表或宏；这些都会被拒绝，并说明位置。",
        "本表（说明）不读取。",
    )
    en = (
        "Each sheet is a table; row 1 holds the heads, write from row 2 on. A table without rows keeps its heads.",
        "Amounts and class hours are numbers; days and times are date cells, or text: 2021-03-06, 2021-05-29T08:30.",
        "Ids are always text. Lists use semicolons; weights are written C01:60;C02:40.",
        "No formulas, merged cells, hidden sheets or macros: they are refused, and their place is told.",
        "This sheet (notes) is not read.",
    )
    return zh if lang == "zh" else en


def _prepare(page: Worksheet, number: int, field: str, info: FieldInfo, lang: Language) -> None:
    """Give a column its note, its format and, where it takes certain words, a pick list."""
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    words = column_words(field, info, lang)
    page.cell(1, number).comment = Comment(_note(field, info, words, lang), "xmut_rules")
    letter = get_column_letter(number)
    form = _format_of(info)
    page.column_dimensions[letter].number_format = form
    if words and field != "weekdays":
        picks: Any = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=not info.is_required())
        picks.add(f"{letter}2:{letter}1048576")
        page.add_data_validation(picks)


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _types(part)


def _format_of(info: FieldInfo) -> str:
    kinds = [*_types(info.annotation)]
    for kind, form in ((datetime, _MOMENT), (date, _DAY), (time, _CLOCK), (Decimal, "General"), (int, "General")):
        if kind in kinds and tuple not in [getattr(each, "__origin__", None) for each in kinds]:
            return form
    return _AS_TEXT


def column_words(field: str, info: FieldInfo, lang: Language) -> Sequence[str]:
    """Give the words that a column takes, in a language; none where it takes anything."""
    return [say(lang, WORDS.get(word, word), word) for word in _words(field, info)]


def _words(field: str, info: FieldInfo) -> Sequence[str]:
    kinds = [*_types(info.annotation)]
    words = [each for each in kinds if isinstance(each, str) and field != "format"]
    return [*words, "true", "false"] if bool in kinds else words


def _note(field: str, info: FieldInfo, words: Sequence[str], lang: Language) -> str:
    """Say what a column takes."""
    other = say(lang, field, HEADS[field])
    needed = say(lang, "必填", "required") if info.is_required() else say(lang, "可空", "may be empty")
    picks = say(lang, "取值：", "one of: ") + say(lang, "、", ", ").join(words) if words else ""
    return "\n".join(part for part in (other, needed, picks) if part)


def template_tables(*, lang: Language = "zh") -> Mapping[str, bytes]:
    """Give empty CSV tables by file name, with a text that says what each column takes.

    Args:
        lang: the language of heads and words; file names are English in both.

    Raises:
        ValueError: another language.
    """
    require_language(lang)
    files: dict[str, bytes] = {}
    notes = [*_explanations(lang)[1:3], ""]
    for name in ("term", *ID_FIELDS):
        fields = {field: info for field, info in columns(name).items() if field != "format"}
        out = io.StringIO()
        csv.writer(out).writerow([say(lang, HEADS[field], field) for field in fields])
        files[f"{name}.csv"] = out.getvalue().encode("utf-8-sig")
        notes.append(f"{name}.csv  {TABLES[name]}")
        for field, info in fields.items():
            note = _note(field, info, column_words(field, info, lang), lang).replace("\n", "  ")
            notes.append(f"  {say(lang, HEADS[field], field)}  {note}")
    files[say(lang, "说明.txt", "notes.txt")] = ("\n".join(notes) + "\n").encode("utf-8-sig")
    return files
