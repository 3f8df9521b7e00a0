"""Sheets as an .xlsx file: numbers are numbers, and text never becomes a formula. Needs the extra `excel`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xmut_rules.base.errors import input_error, input_errors
from xmut_rules.base.language import width

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


Value = str | int | Decimal | date | time | bool | None
"""What a cell holds; text is text, whatever it begins with."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins so would be read as a formula."""

_LONGEST = 32_767
"""The most characters of a cell; a spreadsheet program cuts the rest off."""

_MONEY, DAY, MOMENT, CLOCK, AS_TEXT = "#,##0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "@"


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

    book = new_workbook()
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        fill(page, [sheet.heads, *sheet.rows])
        for (row, column), target in sheet.links.items():
            cell = page.cell(row + 2, column + 1)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            cell.font = Font(color="0563C1", underline="single")
        dress(page, len(sheet.heads))
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


def fill(page: Worksheet, rows: Iterable[Sequence[Value]]) -> None:
    """Write rows into a sheet from its first cell on; null leaves a cell empty.

    Raises:
        ValidationError: a text is longer than a cell holds.
    """
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
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


def dress(page: Worksheet, heads: int) -> None:
    """Set heads in bold and frozen, columns as wide as their cells, and a page that prints."""
    from openpyxl.styles import Font  # noqa: PLC0415  an extra, and slow to import
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    for number in range(1, heads + 1):
        page.cell(1, number).font = Font(bold=True)
        cells = [page.cell(row, number).value for row in range(1, min(page.max_row, 200) + 1)]
        widest = max((width(f"{cell}") for cell in cells if cell), default=0)
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
