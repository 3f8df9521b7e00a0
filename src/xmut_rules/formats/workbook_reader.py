"""Workbooks as cells: each sheet of an .xlsx file as rows of cells, read as a person sees them, or refused.

A number has the 15 digits that a spreadsheet keeps; a date is written 2021-03-06, a time 08:30, a moment
2021-05-29T08:30. Formulas, error values, cells that are struck out in part, merged cells, hidden sheets, macros,
passwords and files that unpack to more than 128 MiB are refused. Needs the extra `excel`. Nothing here knows what a
sheet means.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from threading import Lock
from typing import TYPE_CHECKING, Any, LiteralString
from xml.etree import ElementTree as ET
from xml.parsers import expat

from pydantic_core import PydanticCustomError

from xmut_rules.base.errors import PlacedError, input_error
from xmut_rules.formats.cells import EMPTY, Cell, Row, stripped

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


MOST_UNPACKED = 128 * 1024 * 1024
"""A workbook that unpacks to more bytes is not opened."""

MOST_CELLS = 1_500_000
"""A sheet is not read where it and those read before it reach over more cells, empty ones among them.

A workbook is not opened either where it has more rows and texts, a text in a font of its own counting as three.
"""

MOST_OTHERS = 65_536
"""A workbook is not opened where it has more elements that are neither cells nor text: styles, names, areas, links."""

_LONGEST_ATTRIBUTE = 32_767
_LARGEST_BOOK = 4 * 1024 * 1024
"""The part that names the sheets is not read if it is larger: it holds names of any length."""

_LIGHT = frozenset({"v", "t", "is", "rPr", "sz", "rFont", "charset", "family", "color"})
"""Elements of cells and their text that are not counted."""

_WEIGHTS: Mapping[str, int] = {"row": 1, "si": 1, "r": 3}
"""Elements around cells and texts, each with the cells that it costs as much as."""

_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_ONE_BY_ONE = Lock()
"""Threads that change the host's warning filters at once would leave them changed."""

_STRICT = b"http://purl.oclc.org/ooxml/"
"""The name space of a workbook in the format Strict Open XML."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_workbook(data: bytes) -> bool:
    """Return whether a file is a workbook, or one with a password or in the format before 2007."""
    return data.startswith((_ZIP, _OLE))


@dataclass(slots=True)
class Sheets:
    """The rows of each sheet by its title, null where it cannot be read; what is wrong, and what is to be noticed."""

    rows: dict[str, list[Row] | None] = field(default_factory=dict[str, list[Row] | None])
    errors: list[PlacedError] = field(default_factory=list[PlacedError])
    hints: list[PlacedError] = field(default_factory=list[PlacedError])


def read_sheets(data: bytes, *, skip: Collection[str]) -> Sheets:
    """Read a workbook.

    Args:
        data: the file's bytes.
        skip: the titles of sheets that are passed over.

    Returns the rows of each sheet, and what is wrong, each with `[title]`, row and column. A row with a cell that is
    refused is left blank.
    """
    found = Sheets()
    if problem := _unfit(data):
        found.errors.append(((), problem))
        return found
    try:
        book = _opened(data)
    except PydanticCustomError as error:
        found.errors.append(((), error))
        return found
    cells = 0
    for sheet in book.worksheets:
        if sheet.title in skip or sheet.title in _RESERVED:
            continue
        place = f"[{sheet.title}]"
        cells += sheet.max_row * sheet.max_column
        if sheet.sheet_state == "visible" and cells <= MOST_CELLS:
            areas = sheet.merged_cells.ranges
            found.errors += [((place,), input_error("cells-merged", cells=f"{area}")) for area in areas]
            _read_sheet(sheet, book.epoch, place, found)
            continue
        cells -= sheet.max_row * sheet.max_column
        code = _HIDDEN.get(sheet.sheet_state, "sheet-extent")
        found.errors.append(((place,), input_error(code)))
        found.rows[sheet.title] = None
    return found


_RESERVED = frozenset({"WpsReserved_CellImgList"})
"""Sheets that a spreadsheet program keeps for itself."""

_HIDDEN: Mapping[str, LiteralString] = {"hidden": "sheet-hidden", "veryHidden": "sheet-very-hidden"}


def _opened(data: bytes) -> Workbook:
    """Open a workbook; where openpyxl does not understand its styles, without them but for what decides.

    Raises:
        PydanticCustomError: it cannot be opened.
    """
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  an extra, and slow to import
    except ImportError:
        raise input_error("workbook-extra") from None
    with _ONE_BY_ONE, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for prepare in (bytes, _with_plain_styles):
            try:
                return load_workbook(io.BytesIO(prepare(data)), rich_text=True)
            except Exception:  # noqa: BLE001, S112  a broken file may fail anywhere in the library
                continue
    raise input_error("workbook-broken")


def _with_plain_styles(data: bytes) -> bytes:
    """Return a workbook whose styles are number formats and what is struck out or raised, and nothing else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as plain:
        for entry in package.infolist():
            part = package.read(entry)
            plain.writestr(entry.filename, _plain(part) if entry.filename == "xl/styles.xml" else part)
    return out.getvalue()


def _plain(styles: bytes) -> bytes:
    root = ET.fromstring(styles)  # noqa: S314  parts with a DOCTYPE are refused before
    space = root.tag.rpartition("}")[0] + "}"
    for group in [*root]:
        kind = group.tag.removeprefix(space)
        if kind not in _KEPT_STYLES:
            root.remove(group)
        for style in group if kind in {"fills", "borders", "fonts"} else ():
            kept = [part for part in style if part.tag in {f"{space}strike", f"{space}vertAlign"}]
            style[:] = {"fills": [ET.Element(f"{space}patternFill")], "borders": [], "fonts": kept}[kind]
    return ET.tostring(root)


_KEPT_STYLES = frozenset({"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs"})


def _unfit(data: bytes) -> PydanticCustomError | None:
    """Look into the file before anything of it is unpacked."""
    if data.startswith(_OLE):
        return input_error("workbook-password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                return input_error("workbook-size")
            code = _other_format(package) or _fault([package.read(entry) for entry in entries])
            return input_error(code) if code else None
    except Exception:  # noqa: BLE001  a broken file may fail anywhere in the library
        return input_error("workbook-broken")


def _other_format(package: zipfile.ZipFile) -> LiteralString | None:
    """Find that a package is no .xlsx workbook, or one with macros."""
    names = [name.lower() for name in package.namelist()]
    if any(name.endswith("vbaproject.bin") for name in names):
        return "workbook-macro"
    if "mimetype" in names:
        return "workbook-ods"
    if len(names) != len(set(names)):
        return "workbook-broken"
    if any(entry.file_size > _LARGEST_BOOK for entry in package.infolist() if entry.filename == "xl/workbook.xml"):
        return "workbook-heavy"
    is_strict = "xl/workbook.xml" in names and _STRICT in package.read("xl/workbook.xml")
    return "workbook-strict" if is_strict else None


class _Heavy(Exception):  # noqa: N818  it stops a parser and goes no further
    """A workbook holds more than is opened; its argument is the code of the error."""


class _Elements:
    """How many elements a workbook has: openpyxl makes an object of each, and of each cell of an area or link."""

    def __init__(self) -> None:
        """Begin with none."""
        self.cells, self.texts, self.others = 0, 0, 0

    def count(self, name: str, attributes: Mapping[str, str]) -> None:
        """Count an element.

        Raises:
            _Heavy: there are too many.
        """
        kind = name.rpartition(" ")[2]
        if kind == "c":
            self.cells += 1
        elif kind in _WEIGHTS:
            self.texts += _WEIGHTS[kind]
        elif kind not in _LIGHT:
            self.others += 1
            self.cells += _extent(attributes.get("ref", "")) if kind in {"mergeCell", "hyperlink"} else 0
            if self.others > MOST_OTHERS or any(len(text) > _LONGEST_ATTRIBUTE for text in attributes.values()):
                raise _Heavy("workbook-heavy")
        if max(self.cells, self.texts) > MOST_CELLS:
            raise _Heavy("sheet-extent")


def _fault(parts: Iterable[bytes]) -> LiteralString | None:
    """Find what openpyxl must not open."""
    elements = _Elements()
    for part in parts:
        if any(mark in part for mark in _DOCTYPES):
            return "workbook-broken"
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = elements.count
        try:
            parser.Parse(part, True)  # noqa: FBT003  the parser's own signature
        except expat.ExpatError:
            continue  # a picture, or broken: openpyxl goes no further than this
        except _Heavy as heavy:
            code: LiteralString = heavy.args[0]
            return code
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


def _read_sheet(sheet: Worksheet, epoch: datetime, place: str, found: Sheets) -> None:
    """Read the rows of a sheet, each as long as its last filled cell, and an error a cell refused.

    There are no rows where a cell of the first row is refused; a row with another cell that is refused is left blank.
    """
    rows: list[Row] = []
    has_heads = True
    lines: Any = sheet.iter_rows()
    for number, row in enumerate(lines, start=1):
        cells, refused, hints = _cells(row, epoch, place)
        while cells and not cells[-1].text:
            cells.pop()
        if cells and all(cell.font.strike for cell in row if cell.value is not None):
            hints.append(((place, number), input_error("row-struck-out")))
        has_heads = has_heads and (number > 1 or not refused)
        rows.append([] if refused else cells)
        found.errors += refused
        found.hints += hints
    found.rows[sheet.title] = rows if has_heads else None


def _cells(row: Iterable[Any], epoch: datetime, place: str) -> tuple[list[Cell], list[PlacedError], list[PlacedError]]:
    cells: list[Cell] = []
    errors: list[PlacedError] = []
    hints: list[PlacedError] = []
    for cell in row:
        try:
            cells.append(EMPTY if cell.value is None else _cell(cell, epoch))
        except PydanticCustomError as error:
            errors.append(((place, cell.row, cell.column_letter), error))
        else:
            if code := _hidden(cell, cells[-1]):
                hints.append(((place, cell.row, cell.column_letter), input_error(code)))
    return cells, errors, hints


def _hidden(cell: Any, read: Cell) -> LiteralString | None:
    """Find that a cell holds more than its format shows."""
    form = _form_of(cell)
    if isinstance(cell.value, datetime | time):
        return "seconds-hidden" if cell.value.second and "s" not in form else None
    if read.kind != "number" or not re.search("[0#?]", form):
        return None
    decimals = re.search(r"\.([0#?]*)", form.partition(";")[0])
    is_cut = len(read.text.partition(".")[2]) > (len(decimals[1]) if decimals else 0)
    return "decimals-hidden" if is_cut and "e" not in form else None


def _form_of(cell: Any) -> str:
    """Return the number format of a cell in small letters, without quoted parts, colours and conditions."""
    return re.sub(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]', "", cell.number_format.lower())


_EAST_ASIAN = frozenset({*range(27, 37), *range(50, 59)})
"""Built-in formats of days and clock times in Chinese, Japanese and Korean, which openpyxl reads as numbers."""


def _cell(cell: Any, epoch: datetime) -> Cell:
    """Read what a cell holds; what has no plain text is refused."""
    value: object = cell.value
    if cell.data_type in _REFUSED:
        raise input_error(_REFUSED[cell.data_type])
    if isinstance(value, bool):
        return Cell("true" if value else "false", "flag")
    if isinstance(value, int | float) and cell._style.numFmtId in _EAST_ASIAN:  # noqa: SLF001  it has no other name
        value, form = _moment_of(value, epoch), "y"  # a time of day is shown where there is one
    else:
        form = _form_of(cell)
    if isinstance(value, int | float):
        if "%" in form or re.search("[0#?],+(?![0#?,])", form):  # shown times a hundred, or in thousands
            raise input_error("cell-scaled")
        return _number(value, cell.number_format)
    if isinstance(value, datetime | time):
        return _dated(value, form)
    if isinstance(value, list):
        value = _whole_text(cell.value)
    if isinstance(value, str):
        return Cell(stripped(_without_escapes(value)))
    raise input_error("cell-kind")


def _dated(value: datetime | time, form: str) -> Cell:
    """Write a day, a clock time or both; midnight counts where the format shows a clock time.

    A cell that shows no day is a clock time, whatever day it has.
    """
    text = value.isoformat(timespec="auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, time) or not re.search("[yd]", form):
        return Cell(text, "clock")
    is_moment = value.time() != time() or "h" in form
    return Cell(text, "moment") if is_moment else Cell(f"{value:%Y-%m-%d}", "day")


def _whole_text(runs: Sequence[Any]) -> str:
    """Return the text of a cell whose parts have fonts of their own; what is struck out or raised may not count."""
    fonts = [run.font for run in runs if getattr(run, "font", None)]
    if any(font.strike or font.vertAlign == "superscript" for font in fonts):
        raise input_error("cell-part-struck")
    return "".join(str(run) for run in runs)


_REFUSED: Mapping[str, LiteralString] = {"f": "cell-formula", "e": "cell-error"}


def _without_escapes(text: str) -> str:
    """Return a text with the control characters that a workbook writes as _x000D_.

    Others are left: openpyxl has taken the mark off those that were meant as they stand.
    """
    return re.sub("_x(00[01][0-9A-Fa-f])_", lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _moment_of(value: float, epoch: datetime) -> object:
    """Return the date, the time or both that a number represents."""
    from openpyxl.utils import datetime as openpyxl_datetime  # noqa: PLC0415  an extra, and slow to import

    library: Any = openpyxl_datetime
    try:
        return library.from_excel(value, epoch)
    except (ValueError, OverflowError):
        raise input_error("cell-kind") from None


def _number(value: float, form: str) -> Cell:
    """Write a number with the digits that a spreadsheet keeps; a whole one also with the zeros that are shown."""
    if abs(value) >= 10**15:
        raise input_error("cell-digits")
    if isinstance(value, int):
        text = f"{value}"
    else:
        number = Decimal(f"{value:.15g}")
        if abs(number) >= 10**15:
            raise input_error("cell-digits")
        text = f"{number:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    is_plain = text.isdigit() and (form in ("General", "@") or re.fullmatch("0+", form))
    return Cell(text, "number", text.zfill(len(form) if form.startswith("0") else 1) if is_plain else None)
