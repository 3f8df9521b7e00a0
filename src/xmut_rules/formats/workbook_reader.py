"""Workbooks as text: each sheet of an .xlsx file as lines of cells, read as a person sees them, or refused.

A number has the 15 digits that a spreadsheet keeps; a date is written 2021-03-06, a time 08:30, a moment
2021-05-29T08:30. Formulas, error values, merged cells, hidden sheets, macros, passwords and files that unpack to more
than 128 MiB are refused. Needs the extra `excel`. Nothing here knows what a sheet means.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from threading import Lock
from typing import TYPE_CHECKING, Any, LiteralString
from xml.parsers import expat

from pydantic_core import PydanticCustomError

from xmut_rules.base.errors import PlacedError, input_error

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


MOST_UNPACKED = 128 * 1024 * 1024
"""A workbook that unpacks to more bytes is not opened."""

MOST_CELLS = 1_500_000
"""A sheet is not read where it and those read before it reach over more cells, empty ones among them."""

MOST_OTHERS = 500_000
"""A workbook is not opened where it has more elements that are neither cells nor text: styles, areas, links."""

_LIGHT = frozenset({"c", "v", "t", "row", "si", "r", "is", "rPr", "sz", "rFont", "charset", "family", "color"})
"""Elements of cells and their text."""

_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_ONE_BY_ONE = Lock()
"""Threads that change the host's warning filters at once would leave them changed."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_workbook(data: bytes) -> bool:
    """Return whether a file is a workbook, or one with a password or in the format before 2007."""
    return data.startswith((_ZIP, _OLE))


def read_sheets(data: bytes, *, skip: Collection[str]) -> tuple[dict[str, list[list[str]] | None], list[PlacedError]]:
    """Read a workbook.

    Args:
        data: the file's bytes.
        skip: the titles of sheets that are passed over.

    Returns the lines of each sheet by its title, null where it cannot be read, and everything that is wrong, each with
    `[title]`, row and column. A row with a cell that is refused is left blank.
    """
    if problem := _unfit(data):
        return {}, [((), problem)]
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  an extra, and slow to import
    except ImportError:
        return {}, [((), input_error("workbook-extra"))]
    try:
        with _ONE_BY_ONE, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheets = load_workbook(io.BytesIO(data)).worksheets
    except Exception:  # noqa: BLE001  a broken file may fail anywhere in the library
        return {}, [((), input_error("workbook-broken"))]
    errors: list[PlacedError] = []
    lines: dict[str, list[list[str]] | None] = {}
    cells = 0
    for sheet in sheets:
        place = f"[{sheet.title}]"
        own = sheet.max_row * sheet.max_column
        if sheet.title in skip:
            continue
        if sheet.sheet_state != "visible" or cells + own > MOST_CELLS:
            hidden = sheet.sheet_state != "visible"
            errors.append(((place,), input_error("sheet-hidden" if hidden else "sheet-extent")))
            lines[sheet.title] = None
        else:
            cells += own
            errors += [((place,), input_error("cells-merged", cells=f"{area}")) for area in sheet.merged_cells.ranges]
            lines[sheet.title], refused = _lines(sheet, place)
            errors += refused
    return lines, errors


def _unfit(data: bytes) -> PydanticCustomError | None:
    """Look into the file before anything of it is unpacked."""
    if data.startswith(_OLE):
        return input_error("workbook-password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                return input_error("workbook-size")
            if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
                return input_error("workbook-macro")
            code = _fault([package.read(entry) for entry in entries])
            return input_error(code) if code else None
    except Exception:  # noqa: BLE001  a broken file may fail anywhere in the library
        return input_error("workbook-broken")


def _fault(parts: Iterable[bytes]) -> LiteralString | None:
    """Find what openpyxl must not open: it makes an object of each element, and of each cell of an area or link."""
    cells, others = 0, 0

    def count(name: str, attributes: Mapping[str, str]) -> None:
        """Count the cells that openpyxl would make for an element, or the element itself."""
        nonlocal cells, others
        kind = name.rpartition(" ")[2]
        cells += _extent(attributes.get("ref", "")) if kind in {"mergeCell", "hyperlink"} else kind == "c"
        others += kind not in _LIGHT
        if cells > MOST_CELLS or others > MOST_OTHERS:
            raise OverflowError

    for part in parts:
        if any(mark in part for mark in _DOCTYPES):
            return "workbook-broken"
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = count
        try:
            parser.Parse(part, True)  # noqa: FBT003  the parser's own signature
        except expat.ExpatError:
            continue  # a picture, or broken: openpyxl goes no further than this
        except OverflowError:
            return "sheet-extent"
    return None


def _extent(area: str) -> int:
    """Return how many cells an area such as A1:C4 reaches over; every cell where it is no such area."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?", area)
    if not found:
        return MOST_CELLS + 1
    left, top, right, bottom = found.groups()
    if right is None:
        return 1
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    return sum((ord(char) - 64) * 26**place for place, char in enumerate(reversed(letters)))


def _lines(sheet: Worksheet, place: str) -> tuple[list[list[str]] | None, list[PlacedError]]:
    """Return the rows as text, each as long as the heads or as its last filled cell, and an error a cell refused.

    There are no rows where a head is refused; a row with another cell that is refused is left blank.
    """
    rows: list[list[str]] = []
    errors: list[PlacedError] = []
    has_heads = True
    for row in sheet.iter_rows():
        texts, refused = _texts(row, place)
        if refused:
            has_heads = has_heads and bool(rows)
            errors += refused
            texts = []
        while texts and not texts[-1]:
            texts.pop()
        rows.append(texts + [""] * (len(rows[0]) - len(texts)) if rows else texts)
    return rows if has_heads else None, errors


def _texts(row: Iterable[Any], place: str) -> tuple[list[str], list[PlacedError]]:
    texts: list[str] = []
    errors: list[PlacedError] = []
    for cell in row:
        try:
            texts.append(_text(cell))
        except PydanticCustomError as error:
            errors.append(((place, cell.row, cell.column_letter), error))
    return texts, errors


def _text(cell: Any) -> str:
    """Write what a cell holds; what has no plain text is refused."""
    value: object = cell.value
    if cell.data_type in _REFUSED:
        raise input_error(_REFUSED[cell.data_type])
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime | time):
        form = re.sub(r'"[^"]*"|\\.|\[(?!h+\])[^\]]*\]', "", cell.number_format.lower())
        whole_day = isinstance(value, datetime) and value.time() == time() and "h" not in form
        precise = "auto" if value.second or value.microsecond else "minutes"
        return f"{value:%Y-%m-%d}" if whole_day else value.isoformat(timespec=precise)
    if value is None or isinstance(value, str | date):
        return "" if value is None else f"{value}"
    raise input_error("cell-kind")


_REFUSED: Mapping[str, LiteralString] = {"f": "cell-formula", "e": "cell-error"}


def _number(value: float) -> str:
    """Write a number with the digits that a spreadsheet keeps."""
    if abs(value) >= 10**15:
        raise input_error("cell-digits")
    if isinstance(value, int):
        return f"{value}"
    number = Decimal(f"{value:.15g}")
    if abs(number) >= 10**15:
        raise input_error("cell-digits")
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
