"""CSV files as spreadsheets save them: UTF-8, UTF-16 with its mark, or GB18030; parted by comma, semicolon or tab.

A file that is UTF-8 but for a few bytes is refused with the row: read as GB18030 it would be other words. Nothing here
knows what a column means.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Literal, NamedTuple

from xmut_rules.base.errors import PlacedError, input_error
from xmut_rules.formats.cells import Cell, Row, stripped
from xmut_rules.formats.json_text import MOST_BYTES, UNFIT

Encoding = Literal["ascii", "utf-8", "utf-16", "gb18030"]

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PARTS = ",;\t"
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


class CsvFile(NamedTuple):
    """The rows of a file, its encoding, and the number of its first row: 2 where a line `sep=,` came before."""

    rows: list[Row]
    encoding: Encoding
    first: int


def read_csv(data: bytes) -> tuple[CsvFile | None, list[PlacedError]]:
    """Read a CSV file.

    Returns its rows, null where it cannot be read, and what is wrong with it, with the row if it is known.
    """
    text, encoding, errors = _decoded(data)
    if errors:
        return None, errors
    first = 1
    parting = _parting(text)
    if marked := re.match("sep=([,;\t])\t*\r?\n", text):
        text, parting, first = text[marked.end() :], marked[1], 2
    rows: list[Row] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=parting):
            rows.append([Cell(stripped(cell)) for cell in cells])  # noqa: PERF401  the error below counts them
    except csv.Error:
        return None, [((len(rows) + first,), input_error("csv-quote"))]
    return CsvFile(rows, encoding, first), []


def _decoded(data: bytes) -> tuple[str, Encoding, list[PlacedError]]:
    """Decode a file by its mark, else as UTF-8, else as GB18030; marks are dropped."""
    if len(data) > MOST_BYTES:
        return "", "ascii", [((), input_error("file-size"))]
    encoding: Encoding = "utf-16" if data.startswith(_UTF_16) else "ascii" if data.isascii() else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16" or _is_nearly_utf_8(data):
            row = data[: error.start].count(b"\n") + 1
            return "", encoding, [((row,), input_error("file-bytes", encoding=encoding.upper()))]
        encoding = "gb18030"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            return "", encoding, [((), input_error("file-encoding"))]
    text = text.lstrip("\ufeff")
    if not text.strip():
        return "", encoding, [((), input_error("file-empty"))]
    if found := UNFIT.search(text):
        row = text.count("\n", 0, found.start()) + 1
        mended = input_error("cell-character", point=f"U+{ord(found[0]):04X}")
        return "", encoding, [((), input_error("file-encoding")) if encoding == "gb18030" else ((row,), mended)]
    return text, encoding, []


def _is_nearly_utf_8(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 hold as many Chinese characters in UTF-8 as bytes that do not fit.

    Of Chinese text in GB18030 hardly any three bytes are a Chinese character in UTF-8.
    """
    text = data.decode("utf-8", errors="replace")
    return len(_CHINESE.findall(text)) >= text.count("\ufffd")


def _parting(text: str) -> str:
    """Return what parts the cells: what comes most often in the first two lines, a comma where nothing does."""
    start = "\n".join(text.split("\n", 2)[:2])
    return max(_PARTS, key=start.count)
