"""Terms from files: a JSON document, a folder of CSV tables, or a workbook with a sheet a table.

CSV is UTF-8 with or without a byte-order mark, else GB18030. Heads and enumerated words are English or Chinese by
`xmut_rules.files.columns` and `words`; an empty cell is null; nothing is guessed: any other cell is refused with its
row and column.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import LiteralString, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from xmut_rules.base.arguments import only
from xmut_rules.base.errors import PlacedError, input_error, input_errors, misnamed, moved
from xmut_rules.base.language import Words, mask, same
from xmut_rules.base.values import ROWS_ALONE
from xmut_rules.files.columns import COLUMNS
from xmut_rules.files.tables import Table
from xmut_rules.files.words import APPLIED, NOTES, TABLES
from xmut_rules.formats.json_text import MOST_BYTES, as_path, json_document, parse_json, read_bytes, refused
from xmut_rules.formats.workbook_reader import is_workbook, read_sheets
from xmut_rules.rules.term import ID_FIELDS, Term


def read_term(path: str | Path) -> Term:
    """Read a term from a JSON file, from a folder of CSV tables, or from a workbook (extra `excel`).

    Args:
        path: a file with a term document, a folder with `term.csv` and one file a table, or an .xlsx file with a sheet
            `term` and one a table.

    Raises:
        ValidationError: the input is unusable; it holds every error with its place (`describe` writes them out).
        ValueError: `path` is no path.
        OSError: a file cannot be read.
    """
    return _read(as_path(path), None).term


def read_with_hints(path: str | Path) -> TermRows:
    """Read a term as `read_term` does, with what is to be noticed: rows that were passed over, seconds that are hidden.

    Raises:
        ValidationError: the input is unusable.
        ValueError: `path` is no path.
        OSError: a file cannot be read.
    """
    return _with_alike_keys(_read(as_path(path), None))


def parse_term(data: bytes) -> Term:
    """Read a term document or a workbook from bytes, such as a file's or standard input's.

    Raises:
        ValidationError: the document is unusable; it holds every error with its place.
    """
    return _parsed(data, None).term


def parse_with_hints(data: bytes) -> TermRows:
    """Read a term from bytes as `parse_term` does, with what is to be noticed.

    Raises:
        ValidationError: the document is unusable.
    """
    return _with_alike_keys(_parsed(data, None))


def _with_alike_keys(found: TermRows) -> TermRows:
    return replace(found, hints=(*found.hints, *found.placed(_alike_keys(found.term))))


def _alike_keys(term: Term) -> Iterator[PlacedError]:
    """Return a hint for each id, room or account that differs from one before only in width or case."""
    rooms = ("training", "series", "sessions", "bookings")
    spaces = [[(table, key)] for table, key in ID_FIELDS.items()]
    for space in [*spaces, [(table, "room") for table in rooms], [("receipts", "account")]]:
        first: dict[str, str] = {}
        hinted: set[str] = set()
        for table, field in space:
            for place, row in enumerate(getattr(term, table)):
                key: str | None = getattr(row, field)
                if key is None or key in hinted:
                    continue
                other = first.setdefault(unicodedata.normalize("NFKC", key).casefold(), key)
                if other != key:
                    hinted.add(key)
                    yield (table, place, field), input_error("keys-alike", id=mask(key), other=mask(other))


@dataclass(frozen=True, slots=True)
class TermRows:
    """A term as it was read, with the tables that its rows stood in; a JSON document has none.

    `hints` are no errors: a row that was passed over, or a cell that may not be what it seems.
    """

    term: Term
    tables: Mapping[str, Table]
    hints: tuple[PlacedError, ...] = ()

    def row_number(self, table: str, index: int) -> int:
        """Return the row of a file that a row of the term stood in; those of a JSON document are counted from 1."""
        return self.tables[table].row_numbers[index] if self.tables else index + 1

    def head(self, table: str, field: str) -> Words:
        """Return a field as the file calls it; where it has no such head, by its names."""
        if self.tables and (head := self.tables[table].heads.get(field)):
            return same(head)
        return Words(f"{COLUMNS[table][field].head}（{field}）", field)

    def placed(self, errors: Iterable[PlacedError]) -> Iterator[PlacedError]:
        """Return errors of the term at their places in the file."""
        for detail in input_errors("Term", errors).errors(include_url=False, include_input=False):
            if self.tables:
                yield from _in_file(detail, self.tables)
            else:
                yield detail["loc"], moved(detail)


def read_rows(path: Path) -> TermRows:
    """Read a term as `read_term` does, with nothing between its rows checked.

    Raises:
        ValidationError: the input is unusable; it holds every error of form, and every contradiction inside a row.
        OSError: a file cannot be read.
    """
    return _read(path, ROWS_ALONE)


def _read(path: Path, context: str | None) -> TermRows:
    if path.is_dir():
        return _read_folder(path, context)
    if path.suffix.lower() == ".csv":
        raise refused("csv-alone")
    data = read_bytes(path)
    if path.suffix.lower() == ".toml":
        raise refused("file-is-policy")
    return _parsed(data, context)


def _parsed(data: bytes, context: str | None) -> TermRows:
    only(data, bytes, "data")
    if is_workbook(data):
        return _read_workbook(data, context)
    if data.lstrip()[:1] == b"<":
        raise refused("file-web-page")
    try:
        return TermRows(parse_json(Term, data, context=context), {})
    except ValidationError as error:
        if any((line["loc"], line["type"]) == (("format",), "literal_error") for line in error.errors()):
            _refuse_other_document(json_document(data))
        raise


def _refuse_other_document(document: object) -> None:
    """Refuse a document of this library that is no term, by what it is."""
    form = cast("dict[str, object]", document).get("format") if isinstance(document, dict) else None
    kind = form.removeprefix("xmut-rules/").partition("/")[0] if isinstance(form, str) else ""
    if kind in _OTHERS:
        raise refused(_OTHERS[kind])


_OTHERS: Mapping[str, LiteralString] = {
    "policy": "file-is-policy",
    "amendment": "file-is-policy",
    "forecast": "file-is-plan",
    "report": "file-is-report",
    "correction": "file-is-report",
    "explanation": "file-is-explanation",
}
"""The other documents of this library, each with the error that says what it is and what takes it."""


def _read_folder(folder: Path, context: str | None) -> TermRows:
    tables = {name: Table(name) for name in TABLES}
    files = {path.name for path in folder.iterdir() if path.suffix.lower() == ".csv"}
    files = {file for file in files if not file.startswith(("._", "~$"))}  # a spreadsheet program's own
    known = {table.file for table in tables.values()}
    if not files & known:
        below = sorted(path.parent.name for path in folder.glob("*/term.csv"))
        if below:
            raise refused("folder-above", folder=below[0])
    errors: list[PlacedError] = [((file,), misnamed("table-unknown", file, known)) for file in sorted(files - known)]
    for table in tables.values():
        if table.file in files:
            table.read_csv(folder / table.file)
    found = {name for name, table in tables.items() if table.file in files}
    errors += _encodings(tables)
    return TermRows(_validated(tables, found, errors, context), tables, _hints(tables))


def _encodings(tables: Mapping[str, Table]) -> Iterator[PlacedError]:
    """Return an error for each table in GB18030 where others are UTF-8: one of the two was saved by itself."""
    by_encoding = {table.encoding: table for table in tables.values()}
    if len({"utf-8", "utf-16", "gb18030"} & by_encoding.keys()) > 1 and "gb18030" in by_encoding:
        other = by_encoding.get("utf-8") or by_encoding["utf-16"]
        for table in tables.values():
            if table.encoding == "gb18030":
                yield (table.file,), input_error("file-encodings", other=other.file)


def _hints(tables: Mapping[str, Table]) -> tuple[PlacedError, ...]:
    return tuple(hint for table in tables.values() for hint in table.hints)


def _read_workbook(data: bytes, context: str | None) -> TermRows:
    """Read a workbook: a sheet is a table by its English or Chinese name; a sheet of notes is passed over."""
    if len(data) > MOST_BYTES:
        raise refused("file-size")
    sheets = read_sheets(data, skip=NOTES)
    errors = sheets.errors
    if errors and not sheets.rows:
        raise input_errors("Input", errors)
    tables = {name: Table(name) for name in TABLES}
    for table in tables.values():
        table.file = f"[{table.name}]"
    names = {word: name for name, zh in TABLES.items() for word in (name, zh)}
    if any(title in sheets.rows for title in APPLIED):
        raise refused("file-is-report")
    found: set[str] = set()
    for title, rows in sheets.rows.items():
        name = names.get(title)
        if name is None and rows is not None and not any(rows):
            continue
        if name is None:
            errors.append(((f"[{title}]",), misnamed("table-unknown", title, names)))
        elif name in found:
            errors.append(((f"[{title}]",), input_error("table-repeated", table=name)))
        else:
            found.add(name)
            tables[name].file = f"[{title}]"
            if rows is not None:
                tables[name].read_rows(rows)
    return TermRows(_validated(tables, found, errors, context), tables, (*sheets.hints, *_hints(tables)))


def _validated(
    tables: Mapping[str, Table], found: Collection[str], errors: Sequence[PlacedError], context: str | None
) -> Term:
    """Return the term; where tables are missing or wrong already, nothing between rows is checked."""
    known = [*errors, *_table_errors(tables, found)]
    document: dict[str, object] = {name: tables[name].rows for name in ID_FIELDS}
    document["format"] = "xmut-rules/term/1"
    for row in tables["term"].rows[:1]:
        document |= row
    try:
        if not known:
            return Term.model_validate(document, context=context)
        Term.model_validate(document, context=ROWS_ALONE)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            known += _in_file(detail, tables)
    raise input_errors("Input", known)


def _table_errors(tables: Mapping[str, Table], found: Collection[str]) -> Iterator[PlacedError]:
    """Return what is wrong with the tables themselves: their cells, tables that are missing, a term of several rows."""
    for name, table in tables.items():
        yield from table.errors
        if name not in found and (name == "term" or Term.model_fields[name].is_required()):
            yield (table.file,), input_error("table-missing", table=name)
    heading = tables["term"]
    if heading.heads and len(heading.rows) != 1:
        yield (heading.file,), input_error("term-rows")


def _in_file(detail: ErrorDetails, tables: Mapping[str, Table]) -> Iterator[PlacedError]:
    """Return an error of the document at its place in a file, unless it follows from what is reported already."""
    loc, code = detail["loc"], detail["type"]
    if loc[0] in ID_FIELDS:
        table, index, where = tables[str(loc[0])], int(loc[1]), loc[2:]
    else:
        table, index, where = tables["term"], 0, loc
    if table.rows and (place := table.place_of(index, where, code)):
        yield place, moved(table.translated(detail, tables))
