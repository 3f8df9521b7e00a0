"""Tables as text: cells become rows, and each error gets the place of its cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, get_args

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from xmut_rules.base.errors import Place, PlacedError, input_error, misnamed
from xmut_rules.base.language import Language
from xmut_rules.base.values import Value
from xmut_rules.files.words import HEADS, WORDS, in_language
from xmut_rules.formats.json_text import decoded, read_bytes
from xmut_rules.rules.term import ID_FIELDS, Term

_YES = frozenset({"yes", "true", "是"})
_NO = frozenset({"no", "false", "否"})


class Table:
    """A table while it is read: its rows as fields, where each stood, and what is wrong with it."""

    def __init__(self, name: str) -> None:
        """Begin a table of a term, which is a CSV file unless it is found elsewhere."""
        self.name, self.file, self.fields = name, f"{name}.csv", columns(name)
        self.readers = {field: _reader(field, info.annotation) for field, info in self.fields.items()}
        self.rows: list[dict[str, object]] = []
        self.row_numbers: list[int] = []
        self.heads: dict[str, str] = {}
        self.errors: list[PlacedError] = []
        self.has_unknown_heads = False

    def read_csv(self, file: Path) -> None:
        """Read its rows from a CSV file; what is wrong with it is kept in `errors`."""
        lines: list[list[str]] = []
        try:
            lines.extend(csv.reader(io.StringIO(decoded(read_bytes(file)), newline=""), strict=True))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self._refuse(input_error("file-unreadable", reason=reason))
        except PydanticCustomError as error:
            self._refuse(error)
        except csv.Error:
            self._refuse(input_error("csv-quote"), len(lines) + 1)
        else:
            self.read_lines(lines)

    def read_lines(self, lines: Sequence[list[str]]) -> None:
        """Read its rows from lines of cells, the heads first; what is wrong with them is kept in `errors`."""
        self._read_heads(lines[0])
        for number, cells in enumerate(lines[1:], start=2):
            if any(cells):
                self._read_row(number, cells, lines[0])

    def _refuse(self, error: PydanticCustomError, *place: int | str) -> None:
        self.errors.append(((self.file, *place), error))

    def _read_heads(self, heads: list[str]) -> None:
        names = {word: field for field in self.fields for word in (field, HEADS.get(field, field))}
        for head in heads:
            field = names.get(head)
            if field is None:
                self.has_unknown_heads = True
                self._refuse(misnamed("column-unknown", head, names), 1, head)
            elif field in self.heads:
                self._refuse(input_error("column-repeated", column=head), 1, head)
            else:
                self.heads[field] = head
        for field, info in self.fields.items():
            if info.is_required() and field not in self.heads and field != "format":
                self._refuse(input_error("column-missing", column=field, other=HEADS.get(field, field)), 1)

    def _read_row(self, number: int, cells: list[str], heads: list[str]) -> None:
        if len(cells) != len(heads):
            self._refuse(input_error("row-length", cells=len(cells), heads=len(heads)), number)
            return
        by_head = dict(zip(heads, cells, strict=True))
        filled = {field: by_head[head] for field, head in self.heads.items() if by_head[head]}
        self.rows.append({field: self.readers[field](cell) for field, cell in filled.items()})
        self.row_numbers.append(number)

    def translated(self, detail: ErrorDetails, tables: Mapping[str, Table]) -> ErrorDetails:
        """Return an error in the file's own terms: row numbers of its tables, and the words of both languages."""
        figures = dict(detail.get("ctx", {}))
        if detail["type"] == "repeated-id":
            first_in = tables[figures.get("table", self.name)]
            figures["first"] = first_in.row_numbers[figures["first"] - 1]
        if detail["type"] == "literal_error":
            known = re.findall("'([^']*)'", figures["expected"])
            figures["expected"] = ", ".join(f"{word} {WORDS[word]}" if word in WORDS else word for word in known)
        return {**detail, "ctx": figures} if figures else detail

    def place_of(self, index: int, where: Place, code: str) -> Place | None:
        """Return the file's row and head for a place in the rows.

        Nothing is returned where the error follows from a head that is reported already: the whole column is missing,
        or it may stand under a head that is not known.
        """
        field = str(where[0]) if where else ""
        if field and field not in self.heads and (code == "missing" or self.has_unknown_heads):
            return None
        return (self.file, self.row_numbers[index], *([self.heads.get(field, field)] if field else []))


def _reader(field: str, annotation: Any) -> Callable[[str], object]:
    """Return what reads a cell of a column."""
    if field == "colleges":
        return _weights
    kinds = {*types_of(annotation)}
    cell: Callable[[str], object]
    if bool in kinds:
        cell = _flag
    elif int in kinds:
        cell = _whole
    else:
        cell = partial(_word, {WORDS.get(word, word): word for word in kinds if isinstance(word, str)})
    return partial(_several, cell) if tuple in kinds else cell


def types_of(annotation: Any) -> Iterator[Any]:
    """Return the types and literals that an annotation is made of."""
    yield getattr(annotation, "__origin__", annotation)
    for part in get_args(annotation):
        yield from types_of(part)


def _several(cell: Callable[[str], object], text: str) -> list[object]:
    return [cell(part) for part in text.split(";")]


def _word(words: Mapping[str, str], text: str) -> str:
    return words.get(text, text)


def _flag(text: str) -> object:
    if text.lower() in _YES:
        return True
    return False if text.lower() in _NO else text


def _whole(text: str) -> object:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else text


def _weights(text: str) -> object:
    """Read `id:weight;id:weight`, each split at its last colon; what is not of this form is refused with the row."""
    pairs = [part.rpartition(":") for part in text.split(";")]
    weights = {college_id: _whole(weight) for college_id, _, weight in pairs if college_id}
    return weights if len(weights) == len(pairs) else text


def columns(table: str) -> Mapping[str, FieldInfo]:
    """Return the columns of a table; `term` has those fields of the document that are no table."""
    fields = Term.model_fields
    if table == "term":
        return {name: info for name, info in fields.items() if name not in ID_FIELDS}
    row: type[Value] = get_args(fields[table].annotation)[0]
    return row.model_fields


def words_of(field: str, info: FieldInfo) -> Sequence[str]:
    """Return the English words that a column accepts; none where it accepts anything."""
    if field == "format":
        return []
    kinds = [*types_of(info.annotation)]
    return [kind for kind in kinds if isinstance(kind, str)] + (["true", "false"] if bool in kinds else [])


def column_words(field: str, info: FieldInfo, lang: Language) -> Sequence[str]:
    """Return the words that a column accepts, in a language; none where it accepts anything."""
    return [in_language(WORDS, word, lang) for word in words_of(field, info)]
