"""CSV files as spreadsheets save them, parted by comma, semicolon or tab. Nothing here knows what a column means."""

from __future__ import annotations

import csv
import io
import re
from typing import NamedTuple

from pydantic_core import PydanticCustomError

from xmut_rules.base.errors import PlacedError, input_error
from xmut_rules.formats.cells import Cell, Row, stripped
from xmut_rules.formats.json_text import Encoding, decoded


class CsvFile(NamedTuple):
    """The rows of a file, its encoding, and the number of its first row: 2 where a line `sep=,` came before."""

    rows: list[Row]
    encoding: Encoding
    first: int


def read_csv(data: bytes) -> tuple[CsvFile | None, list[PlacedError]]:
    """Read a CSV file.

    Returns its rows, null where it cannot be read, and what is wrong with it, with the row if it is known.
    """
    try:
        text, encoding = decoded(data, is_table=True)
    except PydanticCustomError as error:
        return None, [((), error)]
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


def _parting(text: str) -> str:
    """Return what parts the cells: what comes most often in the first two lines, a comma where nothing does."""
    start = "\n".join(text.split("\n", 2)[:2])
    return max(",;\t", key=start.count)
