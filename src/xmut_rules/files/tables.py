"""Tables of a file: cells become rows, and each error gets the place of its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import LiteralString

from pydantic_core import ErrorDetails, PydanticCustomError

from xmut_rules.base.errors import PlacedError, input_error, misnamed, unreadable
from xmut_rules.base.language import Place
from xmut_rules.files.cells import column_reader, read_cell
from xmut_rules.files.columns import COLUMNS, fields_of
from xmut_rules.files.words import WORDS
from xmut_rules.formats.cells import EMPTY, Row, column_letter
from xmut_rules.formats.csv_reader import read_csv
from xmut_rules.formats.json_text import Encoding, read_bytes


class Table:
    """A table while it is read: its rows as fields, where each stood, and what is wrong with it."""

    def __init__(self, name: str) -> None:
        """Begin a table of a term, which is a CSV file unless it is found elsewhere."""
        self.name, self.file, self.fields = name, f"{name}.csv", fields_of(name)
        self.readers = {field: column_reader(field, info.annotation) for field, info in self.fields.items()}
        self.columns = COLUMNS[name]
        self.names = {word: field for field, column in self.columns.items() for word in column.heads(field)}
        self.encoding: Encoding = "ascii"
        self.rows: list[dict[str, object]] = []
        self.row_numbers: list[int] = []
        self.heads: dict[str, str] = {}
        self.errors: list[PlacedError] = []
        self.hints: list[PlacedError] = []
        self.refused: set[tuple[int, str]] = set()
        self.has_unknown_heads = False

    def read_csv(self, file: Path) -> None:
        """Read its rows from a CSV file; what is wrong with it is kept in `errors`."""
        try:
            data = read_bytes(file)
        except OSError as error:
            self._refuse(unreadable(error))
            return
        found, errors = read_csv(data)
        self.errors += [((self.file, *place), error) for place, error in errors]
        if found is not None:
            self.encoding = found.encoding
            self.read_rows(found.rows, first=found.first)

    def read_rows(self, rows: Sequence[Row], *, first: int = 1) -> None:
        """Read its rows, the heads before them; what is wrong with them is kept in `errors`.

        A title above the heads and a row of totals at the end are passed over, with a hint.

        Args:
            rows: the rows of a file.
            first: the number of the first of them.
        """
        filled = [(number, row) for number, row in enumerate(rows, start=first) if any(cell.text for cell in row)]
        if len(filled) > 1 and not self._named(filled[0][1]) and self._named(filled[1][1]):
            self._notice("row-title", filled.pop(0)[0])
        if filled and not self._named(filled[0][1]):  # whatever it holds is not shown
            self._refuse(input_error("heads-missing"), filled[0][0])
            return
        number, heads = filled[0] if filled else (first, ())
        heads = heads[: max((place for place, cell in enumerate(heads, start=1) if cell.text), default=0)]
        self._read_heads([cell.text for cell in heads], number)
        if len(filled) > 1 and _is_total(filled[-1][1]):
            self._notice("row-total", filled.pop()[0])
        for number, cells in filled[1:]:
            self._read_row(number, cells, heads)

    def _named(self, row: Row) -> bool:
        """Whether a row names one of its columns."""
        return any(cell.text in self.names for cell in row)

    def _notice(self, code: LiteralString, *place: int | str) -> None:
        self.hints.append(((self.file, *place), input_error(code)))

    def _refuse(self, error: PydanticCustomError, *place: int | str) -> None:
        self.errors.append(((self.file, *place), error))

    def _read_heads(self, heads: list[str], number: int) -> None:
        may_be_data = len(self.names.keys() & {*heads}) < 2  # then what it holds may be names, and is not shown
        for place, head in enumerate(heads):
            field = self.names.get(head)
            if field is None:
                self.has_unknown_heads = True
                shown = column_letter(place) if may_be_data else head
                self._refuse(misnamed("column-unknown", head, self.names), number, shown)
            elif field in self.heads:
                self._refuse(input_error("column-repeated", column=head), number, head)
            else:
                self.heads[field] = head
        for field, info in self.fields.items():
            if info.is_required() and field not in self.heads and field != "format":
                self._refuse(input_error("column-missing", column=field, other=self.columns[field].head), number)

    def _read_row(self, number: int, cells: Row, heads: Row) -> None:
        by_head = dict(zip((head.text for head in heads), cells, strict=False))
        last = max((place for place, cell in enumerate(cells, start=1) if cell.text), default=0)
        if last > len(heads):
            self._refuse(input_error("row-length", cells=last, heads=len(heads)), number)
            return
        row: dict[str, object] = {}
        for field, head in self.heads.items():
            cell = by_head.get(head, EMPTY)
            if not cell.text:
                continue
            try:
                row[field] = read_cell(self.readers[field], cell)
            except PydanticCustomError as error:
                self._refuse(error, number, head)
                self.refused.add((len(self.rows), field))
        self.rows.append(row)
        self.row_numbers.append(number)

    def translated(self, detail: ErrorDetails, tables: Mapping[str, Table]) -> ErrorDetails:
        """Return an error in the file's own terms: the rows of its tables, and words in the language of its heads."""
        figures = dict(detail.get("ctx", {}))
        if detail["type"] == "repeated-id":
            first_in = tables[figures.get("table", self.name)]
            figures["first"] = first_in.row_numbers[figures["first"] - 1]
        if detail["type"] == "unknown-id":
            figures["table"] = tables[figures["table"]].file.strip("[]").removesuffix(".csv")
        if detail["type"] == "literal_error":
            field = next(part for part in reversed(detail["loc"]) if isinstance(part, str))
            known = re.findall("'([^']*)'", figures["expected"])
            is_english = self.heads.get(field) == field
            figures["expected"] = ", ".join(known if is_english else [WORDS.get(word, word) for word in known])
        return {**detail, "ctx": figures} if figures else detail

    def place_of(self, index: int, where: Place, code: str) -> Place | None:
        """Return the file's row and head for a place in the rows.

        Nothing is returned where the error follows from one that is reported already: the cell was refused, the whole
        column is missing, or it may stand under a head that is not known.
        """
        field = str(where[0]) if where else ""
        if field and field not in self.heads and (code == "missing" or self.has_unknown_heads):
            return None
        if (index, field) in self.refused:
            return None
        return (self.file, self.row_numbers[index], *([self.heads.get(field, field)] if field else []))


def _is_total(row: Row) -> bool:
    """Whether a row holds totals: it has no id, and its first word is that of a total."""
    first = next(cell.text for cell in row if cell.text)
    return "".join(first.split()).rstrip(":：").lower() in _TOTALS


_TOTALS = frozenset({"合计", "总计", "小计", "共计", "total"})
