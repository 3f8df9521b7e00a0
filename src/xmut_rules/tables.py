"""Terms from files: a JSON document, a folder of CSV tables, or a workbook with a sheet a table.

CSV is UTF-8 with or without a byte-order mark, else GB18030. Heads and enumerated words are English or Chinese by
`xmut_rules.words`; an empty cell is null; nothing is guessed: any other cell is refused with its row and column.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any, BinaryIO, LiteralString, TypeVar, cast, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError, from_json

from xmut_rules.problems import Fault, Place, fault, refusal, retold, unknown
from xmut_rules.term import ID_FIELDS, Term
from xmut_rules.values import Deferred, Value
from xmut_rules.words import HEADS, NOTES, TABLES, WORDS
from xmut_rules.workbooks import is_workbook, read_sheets

MOST_BYTES = 512 * 1024 * 1024
"""A larger file is not read."""

_PART = 1024 * 1024

_YES = frozenset({"yes", "true", "是"})
_NO = frozenset({"no", "false", "否"})
_UNFIT = re.compile("[\x00\ue000-\uf8ff\U000f0000-\U0010ffff]")


def read_term(path: str | Path) -> Term:
    """Read a term from a JSON file, from a folder of CSV tables, or from a workbook (extra `excel`).

    Args:
        path: a file with a term document, a folder with `term.csv` and one file a table, or an .xlsx file with a sheet
            `term` and one a table.

    Raises:
        ValidationError: the input is unusable; it holds every problem with its place (`describe` writes them out).
        ValueError: `path` is no path.
        OSError: a file cannot be read.
    """
    path = as_path(path)
    return _term_of_folder(path) if path.is_dir() else parse_term(read_bytes(path))


def parse_term(data: bytes) -> Term:
    """Read a term document or a workbook from bytes, such as a file's or standard input's.

    Raises:
        ValidationError: the document is unusable; it holds every problem with its place.
    """
    return _term_of_workbook(data) if is_workbook(data) else parse_json(Term, data)


def as_path(path: str | Path) -> Path:
    """Take a path.

    Raises:
        ValueError: it is no path.
    """
    if not isinstance(path, str | Path):
        raise ValueError(f"path: expected a path, not {type(path).__name__}")
    return Path(path)


def _refused(code: LiteralString, *place: int | str, **figures: str | int) -> ValidationError:
    return refusal("Input", [(place, fault(code, **figures))])


def read_bytes(path: Path) -> bytes:
    """Read a file, up to one byte more than is allowed.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return read_stream(file)


def read_stream(file: BinaryIO) -> bytes:
    """Read a stream up to one byte more than is allowed; by parts, for a read of that length takes all of it first."""
    parts: list[bytes] = []
    left = MOST_BYTES + 1
    while left > 0 and (part := file.read(min(left, _PART))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def decoded(data: bytes) -> str:
    """Decode a file: UTF-8 with or without mark, else GB18030.

    Raises:
        PydanticCustomError: it is empty, too large or in another encoding.
    """
    if len(data) > MOST_BYTES:
        raise fault("file-size")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise fault("file-empty")
        if _UNFIT.search(text):
            break
        return text
    raise fault("file-encoding")


ModelT = TypeVar("ModelT", bound=Value)


def parse_json(kind: type[ModelT], data: bytes) -> ModelT:
    """Read a JSON document as a value, and refuse what a parser would pass over: duplicate keys.

    Raises:
        ValidationError: the document is unusable; it holds every problem with its place.
    """
    text, repeats = _looked_at(data)
    if not repeats:
        return kind.model_validate_json(text)
    try:
        _shapes(kind).validate_json(text)
    except ValidationError as error:
        repeats += [(each["loc"], retold(each)) for each in error.errors(include_url=False, include_input=False)]
    raise refusal("Input", repeats)


def json_document(data: bytes) -> object:
    """Read a JSON document as it is; duplicate keys are refused.

    Raises:
        ValidationError: the document is unusable; it holds every problem with its place.
    """
    text, repeats = _looked_at(data)
    if repeats:
        raise refusal("Input", repeats)
    return from_json(text)


def _looked_at(data: bytes) -> tuple[str, list[Fault]]:
    """Decode a JSON document and find its duplicate keys.

    pydantic's own parser looks first: it bounds nesting and digits by itself, where `json` follows the interpreter.
    """
    try:
        text = decoded(data)
    except PydanticCustomError as problem:
        raise refusal("Input", [((), problem)]) from None
    try:
        from_json(text)
    except ValueError as error:
        raise _broken(str(error)) from None
    is_repeated = False

    def look_at_keys(pairs: list[tuple[str, object]]) -> None:
        """Note a repeated key, and drop the object: its keys alone matter here."""
        nonlocal is_repeated
        is_repeated = is_repeated or len({key for key, _ in pairs}) < len(pairs)

    try:
        json.loads(text, object_pairs_hook=look_at_keys, parse_int=str)
        if not is_repeated:
            return text, []
        return text, [*_repeated_keys(json.loads(text, object_pairs_hook=tuple, parse_int=str))]
    except RecursionError:  # the frames of the caller count too
        raise _refused("json-depth") from None


def _broken(message: str) -> ValidationError:
    """Give the refusal for what the parser says, with its place."""
    if message.startswith("recursion limit"):
        return _refused("json-depth")
    if message.startswith("number out of range"):
        return _refused("json-number")
    line, column = (int(number) for number in re.findall("[0-9]+", message)[-2:])
    return _refused("json-syntax", line=line, column=max(column, 1))


def _repeated_keys(node: object, *place: int | str) -> Iterator[Fault]:
    """Find repeated keys in a document whose objects are tuples of pairs."""
    seen: set[str] = set()
    if isinstance(node, tuple):
        for key, value in cast("tuple[tuple[str, object], ...]", node):
            if key in seen:
                yield (*place, key), fault("json-duplicate-key")
            seen.add(key)
            yield from _repeated_keys(value, *place, key)
    elif isinstance(node, list):
        for index, item in enumerate(cast("list[object]", node)):
            yield from _repeated_keys(item, *place, index)


@cache
def _shapes(kind: type[ModelT]) -> TypeAdapter[ModelT]:
    """Give what tests the shape of a document alone, without what its parts say of each other."""
    return TypeAdapter(cast("type[ModelT]", Annotated[kind, Deferred()]))


class _Table:
    """One CSV table while it is read: its rows as fields, and where each stood."""

    def __init__(self, name: str, fields: Mapping[str, FieldInfo]) -> None:
        self.name, self.file, self.fields = name, f"{name}.csv", fields
        self.readers = {field: _reader(field, info.annotation) for field, info in fields.items()}
        self.rows: list[dict[str, object]] = []
        self.row_numbers: list[int] = []
        self.heads: dict[str, str] = {}
        self.faults: list[Fault] = []

    def read(self, file: Path) -> None:
        """Read its file; what is wrong with it goes to `faults`."""
        lines: list[list[str]] = []
        try:
            lines.extend(csv.reader(io.StringIO(decoded(read_bytes(file)), newline=""), strict=True))
        except OSError as error:
            self.faults.append(((self.file,), fault("file-unreadable", reason=error.strerror or type(error).__name__)))
        except PydanticCustomError as problem:
            self.faults.append(((self.file,), problem))
        except csv.Error:
            self.faults.append(((self.file, len(lines) + 1), fault("csv-quote")))
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
                self.faults.append(((self.file, 1, head), unknown("column-unknown", head, names)))
            elif field in self.heads:
                self.faults.append(((self.file, 1, head), fault("column-repeated", column=head)))
            else:
                self.heads[field] = head
        for field, info in self.fields.items():
            if info.is_required() and field not in self.heads and field != "format":
                other = HEADS.get(field, field)
                self.faults.append(((self.file, 1), fault("column-missing", column=field, other=other)))

    def _read_row(self, number: int, cells: list[str], heads: list[str]) -> None:
        if len(cells) != len(heads):
            self.faults.append(((self.file, number), fault("row-length", cells=len(cells), heads=len(heads))))
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
    row: type[Value] = get_args(get_args(fields[table].annotation)[0])[0]
    return row.model_fields


def _term_of_folder(folder: Path) -> Term:
    tables = {name: _Table(name, columns(name)) for name in TABLES}
    files = {path.name for path in folder.iterdir() if path.suffix.lower() == ".csv"}
    known = {table.file for table in tables.values()}
    faults: list[Fault] = [((file,), unknown("table-unknown", file, known)) for file in sorted(files - known)]
    for table in tables.values():
        if table.file in files:
            table.read(folder / table.file)
    return _validated(tables, {name for name, table in tables.items() if table.file in files}, faults)


def _term_of_workbook(data: bytes) -> Term:
    """Read a workbook: a sheet is a table by its English or Chinese name; a sheet of notes is passed over."""
    if len(data) > MOST_BYTES:
        raise _refused("file-size")
    sheets, faults = read_sheets(data, skip=NOTES)
    if faults and not sheets:
        raise refusal("Input", faults)
    tables = {name: _Table(name, columns(name)) for name in TABLES}
    for table in tables.values():
        table.file = f"[{table.name}]"
    names = {word: name for name, zh in TABLES.items() for word in (name, zh)}
    found: set[str] = set()
    for title, lines in sheets.items():
        name = names.get(title)
        if name is None:
            faults.append(((f"[{title}]",), unknown("table-unknown", title, names)))
        elif name in found:
            faults.append(((f"[{title}]",), fault("table-repeated", table=name)))
        else:
            found.add(name)
            tables[name].file = f"[{title}]"
            if lines is not None:
                tables[name].take(lines or [[]])
    return _validated(tables, found, faults)


def _validated(tables: Mapping[str, _Table], found: Collection[str], faults: list[Fault]) -> Term:
    """Build the term; where tables are missing or wrong already, test only the shape of what could be read."""
    for name, table in tables.items():
        faults += table.faults
        if name not in found and (name == "term" or Term.model_fields[name].is_required()):
            faults.append(((table.file,), fault("table-missing", table=name)))
    heading = tables["term"]
    if heading.heads and len(heading.rows) != 1:
        faults.append(((heading.file,), fault("term-rows")))
    document: dict[str, object] = {name: tables[name].rows for name in ID_FIELDS}
    document["format"] = "xmut-rules/term/1"
    for row in heading.rows[:1]:
        document |= row
    try:
        if not faults:
            return Term.model_validate(document)
        _shapes(Term).validate_python(document)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            loc, code = detail["loc"], detail["type"]
            in_table = loc[0] in ID_FIELDS
            table = tables[str(loc[0]) if in_table else "term"]
            if not in_table and not table.rows:
                continue
            place = table.relocated(int(loc[1]), loc[2:], code) if in_table else table.relocated(0, loc, code)
            if place is not None:
                faults.append((place, retold(table.translated(detail))))
    raise refusal("Input", faults)
