"""Sheets as an .xlsx file: numbers are numbers, and text never becomes a formula. Needs the extra `excel`."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xmut_rules.base.arguments import rows_of
from xmut_rules.base.errors import input_error, input_errors
from xmut_rules.base.language import WordedError, Words, width

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


Value = str | int | Decimal | date | time | bool | None
"""What a cell holds; text is text, whatever it begins with."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins so would be read as a formula."""

_LONGEST = 32_767
"""The most characters of a cell; a spreadsheet program cuts the rest off."""

_RULED = "ruled"
"""The named style of cells with borders; a style of each cell's own would take three times as long."""

_WIDEST = 60
"""The most characters that a column is wide; longer text is broken."""

_LINE_HEIGHT, _SIGNED_HEIGHT = 17, 30
"""The height in points of a line, and of one with room for a signature."""

_MONEY, DAY, MOMENT, CLOCK, AS_TEXT = "#,##0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "@"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written: its title, heads and rows.

    Attributes:
        title: its title, also in the header of each printed page.
        heads: what its columns are called.
        rows: what stands below them.
        links: where a cell leads, by its row and column, counted from 0: a cell of another sheet.
        above: lines above the heads, the first in larger type. A sheet that has any is a paper, which has borders.
        below: lines below the rows, such as those where it is signed.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    links: Mapping[tuple[int, int], str]
    above: Sequence[str] = ()
    below: Sequence[str] = ()


_NO_SHEET = Words("至少要有一张工作表", "expected at least one Sheet")


def workbook(sheets: Iterable[Sheet], *, header: str = "") -> bytes:
    """Write sheets as an .xlsx file: heads in bold and frozen, columns as wide as their cells.

    Args:
        sheets: the sheets.
        header: what stands beside the title in the header of each printed page of a sheet that is no paper.

    Raises:
        ValueError: no sheet, or something else than one.
        ModuleNotFoundError: openpyxl is not there; it comes with the extra `excel`.
    """
    given = rows_of(Sheet, sheets, "sheets")
    if not given:
        raise WordedError(_NO_SHEET, ("sheets",))
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side  # noqa: PLC0415  an extra, and slow to import
    from openpyxl.styles.fonts import DEFAULT_FONT  # noqa: PLC0415
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    book = new_workbook()
    line = Side(style="thin")
    border, middle = Border(left=line, right=line, top=line, bottom=line), Alignment(vertical="center")
    book.add_named_style(NamedStyle(_RULED, font=DEFAULT_FONT, border=border, alignment=middle))
    for sheet in given:
        page = book.create_sheet(sheet.title)
        head = len(sheet.above) + 1
        fill(page, [[line] for line in sheet.above])
        fill(page, [sheet.heads, *sheet.rows], first=head, style=_RULED if sheet.above else None)
        below = head + len(sheet.rows) + 1
        fill(page, [[line] for line in sheet.below], first=below)
        for row in range(below, below + len(sheet.below)):
            page.row_dimensions[row].height = _SIGNED_HEIGHT
        if sheet.above:
            page.cell(1, 1).font = Font(name=DEFAULT_FONT.name, bold=True, size=16)
        for (row, column), target in sheet.links.items():
            cell = page.cell(head + row + 1, column + 1)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            cell.font = Font(name=DEFAULT_FONT.name, color="0563C1", underline="single")
        dress(page, head, head + len(sheet.rows), len(sheet.heads), header="" if sheet.above else header)
    return saved(book)


def new_workbook() -> Workbook:
    """Return a workbook without sheets."""
    from openpyxl import Workbook  # noqa: PLC0415  an extra, and slow to import

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def saved(book: Workbook) -> bytes:
    """Return a workbook as the bytes of its file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(page: Worksheet, rows: Iterable[Sequence[Value]], *, first: int = 1, style: str | None = None) -> None:
    """Write rows into a sheet; null leaves a cell empty.

    Args:
        page: the sheet.
        rows: what is written, from its first column on.
        first: the row of the sheet that the first of them becomes.
        style: a named style of the workbook for all their cells.

    Raises:
        ValidationError: a text is longer than a cell holds.
    """
    for number, row in enumerate(rows, start=first):
        for place, value in enumerate(row, start=1):
            if style is not None:
                page.cell(number, place).style = style
            if value is not None:
                _put(page.cell(number, place), value)


def _put(cell: Any, value: Value) -> None:
    """Put a value into a cell with its format; text is marked as text."""
    if isinstance(value, str):
        if len(value) > _LONGEST:
            place = (f"[{cell.parent.title}]", cell.row, cell.column_letter)
            raise input_errors("Workbook", [(place, input_error("cell-long"))])
        value = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_STARTS)
    elif isinstance(value, Decimal):
        cell.number_format = _MONEY if value.as_tuple().exponent == -2 else "General"
    elif isinstance(value, datetime):
        cell.number_format = MOMENT
    elif isinstance(value, date):
        cell.number_format = DAY
    elif isinstance(value, time):
        cell.number_format = CLOCK


def dress(page: Worksheet, head: int, last: int, columns: int, *, header: str = "") -> None:
    """Set heads in bold and frozen, columns as wide as their cells, and a page of A4 that prints.

    Args:
        page: the sheet, filled already.
        head: the row of the heads.
        last: the last row of the table.
        columns: how many columns it has.
        header: what stands beside the title in the header of each printed page.
    """
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415  an extra, and slow to import
    from openpyxl.styles.fonts import DEFAULT_FONT  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    heights: dict[int, int] = defaultdict(int)
    for number in range(1, columns + 1):
        page.cell(head, number).font = Font(name=DEFAULT_FONT.name, bold=True)
        cells = [page.cell(row, number) for row in range(head, min(last, head + 199) + 1)]
        widest = max((width(f"{cell.value}") for cell in cells if cell.value), default=0)
        column = page.column_dimensions[get_column_letter(number)]
        column.width = min(max(widest + 3, 10, len(column.number_format) + 4), _WIDEST)
        for row in range(head + 1, last + 1) if widest + 3 > _WIDEST else ():
            page.cell(row, number).alignment = Alignment(wrap_text=True, vertical="center")
            lines = -(-width(f"{page.cell(row, number).value or ''}") // (_WIDEST - 6))  # not every program counts them
            heights[row] = max(heights[row], lines * _LINE_HEIGHT)
    for row, height in heights.items():
        page.row_dimensions[row].height = height
    page.freeze_panes = f"A{head + 1}"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.print_title_rows = f"{head}:{head}"
    top: Any = page.oddHeader
    foot: Any = page.oddFooter
    top.center.text, foot.center.text = f"&A {header}".strip(), "&P / &N"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
