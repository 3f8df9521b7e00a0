"""Tables as text: cells become rows, and each problem gets the place of its cell."""

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
from xmut_rules.base.language import Language, Words
from xmut_rules.base.values import Value
from xmut_rules.files.words import HEADS, WORDS
from xmut_rules.formats.json_text import decoded, read_bytes
from xmut_rules.rules.term import ID_FIELDS, Term

_YES = frozenset({"yes", "true", "是"})
_NO = frozenset({"no", "false", "否"})


class _Table:
    """One CSV table while it is read: its rows as fields, and where each stood."""

    def __init__(self, name: str, fields: Mapping[str, FieldInfo]) -> None:
        self.name, self.file, self.fields = name, f"{name}.csv", fields
        self.readers = {field: _reader(field, info.annotation) for field, info in fields.items()}
        self.rows: list[dict[str, object]] = []
        self.row_numbers: list[int] = []
        self.heads: dict[str, str] = {}
        self.faults: list[PlacedError] = []

    def read(self, file: Path) -> None:
        """Read its file; what is wrong with it goes to `faults`."""
        lines: list[list[str]] = []
        try:
            lines.extend(csv.reader(io.StringIO(decoded(read_bytes(file)), newline=""), strict=True))
        except OSError as error:
            self.faults.append(
                ((self.file,), input_error("file-unreadable", reason=error.strerror or type(error).__name__))
            )
        except PydanticCustomError as problem:
            self.faults.append(((self.file,), problem))
        except csv.Error:
            self.faults.append(((self.file, len(lines) + 1), input_error("csv-quote")))
        else:
            self.take(lines)

    def take(self, lines: list[list[str]]) -> None:
        """Take lines of cells, the heads first; what is wrong with them goes to `faults`."""
        self._read_heads(lines[0])
        for number, cells in enumerate(lines[1:], start=2):
            if any(cells):
                self._read_row(number, cells, lines[0])

    def _read_heads(self, heads: list[str]) -> None:
        names = {word: field for field in self.fields for word in (field, HEADS.get(field, field))}
        for head in heads:
            field = names.get(head)
            if field is None:
                self.faults.append(((self.file, 1, head), misnamed("column-unknown", head, names)))
            elif field in self.heads:
                self.faults.append(((self.file, 1, head), input_error("column-repeated", column=head)))
            else:
                self.heads[field] = head
        for field, info in self.fields.items():
            if info.is_required() and field not in self.heads and field != "format":
                other = HEADS.get(field, field)
                self.faults.append(((self.file, 1), input_error("column-missing", column=field, other=other)))

    def _read_row(self, number: int, cells: list[str], heads: list[str]) -> None:
        if len(cells) != len(heads):
            self.faults.append(((self.file, number), input_error("row-length", cells=len(cells), heads=len(heads))))
            return
        by_head = dict(zip(heads, cells, strict=True))
        filled = {field: by_head[head] for field, head in self.heads.items() if by_head[head]}
        self.rows.append({field: self.readers[field](cell) for field, cell in filled.items()})
        self.row_numbers.append(number)

    def translated(self, detail: ErrorDetails) -> ErrorDetails:
        """Put a problem in the file's own terms: its row numbers, and the words of both languages."""
        figures = dict(detail.get("ctx", {}))
        if detail["type"] == "repeated-id":
            figures["first"] = self.row_numbers[figures["first"] - 1]
        if detail["type"] == "literal_error":
            known = re.findall("'([^']*)'", figures["expected"])
            figures["expected"] = ", ".join(f"{word} {WORDS[word]}" if word in WORDS else word for word in known)
        return {**detail, "ctx": figures} if figures else detail

    def relocated(self, index: int, where: Place, code: str) -> Place | None:
        """Turn a place in the rows into the file's row and head; None where the whole column is known to be missing."""
        field = str(where[0]) if where else ""
        if code == "missing" and field not in self.heads:
            return None
        return (self.file, self.row_numbers[index], *([self.heads.get(field, field)] if field else []))


def _reader(field: str, annotation: Any) -> Callable[[str], object]:
    parts = set(_parts(annotation))
    if field == "colleges":
        return _weights
    words = {WORDS.get(part, part): part for part in parts if isinstance(part, str)}
    cell: Callable[[str], object] = _flag if bool in parts else _whole if int in parts else partial(_word, words)
    return (lambda text: [cell(part) for part in text.split(";")]) if tuple in parts else cell


def _parts(annotation: Any) -> Iterator[Any]:
    """Give the types and literals that an annotation is made of."""
    yield getattr(annotation, "__origin__", annotation)
    for part in get_args(annotation):
        yield from _parts(part)


def _word(words: Mapping[str, str], text: str) -> str:
    return words.get(text, text)


def _flag(text: str) -> object:
    return True if text.lower() in _YES else False if text.lower() in _NO else text


def _whole(text: str) -> object:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else text


def _weights(text: str) -> object:
    """Read `id:weight;id:weight`, each split at its last colon; what is not of this form is refused with the row."""
    pairs = [part.rpartition(":") for part in text.split(";")]
    weights = {college_id: _whole(weight) for college_id, _, weight in pairs if college_id}
    return weights if len(weights) == len(pairs) else text


def columns(table: str) -> Mapping[str, FieldInfo]:
    """Give the columns of a table; `term` has those fields of the document that are no table."""
    fields = Term.model_fields
    if table == "term":
        return {name: info for name, info in fields.items() if name not in ID_FIELDS}
    row: type[Value] = get_args(fields[table].annotation)[0]
    return row.model_fields


def types_of(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from types_of(part)


def column_words(field: str, info: FieldInfo, lang: Language) -> Sequence[str]:
    """Give the words that a column takes, in a language; none where it takes anything."""
    return [Words(WORDS.get(word, word), word).to(lang) for word in words_of(field, info)]


def words_of(field: str, info: FieldInfo) -> Sequence[str]:
    kinds = [*types_of(info.annotation)]
    words = [each for each in kinds if isinstance(each, str) and field != "format"]
    return [*words, "true", "false"] if bool in kinds else words
