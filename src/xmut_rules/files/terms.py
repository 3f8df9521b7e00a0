"""Terms from files: a JSON document, a folder of CSV tables, or a workbook with a sheet a table.

CSV is UTF-8 with or without a byte-order mark, else GB18030. Heads and enumerated words are English or Chinese by
`xmut_rules.files.words`; an empty cell is null; nothing is guessed: any other cell is refused with its row and column.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from pydantic import ValidationError

from xmut_rules.base.errors import PlacedError, input_error, input_errors, misnamed, moved
from xmut_rules.base.values import ROWS_ALONE
from xmut_rules.files.tables import _Table, columns
from xmut_rules.files.words import NOTES, TABLES
from xmut_rules.formats.json_text import MOST_BYTES, as_path, parse_json, read_bytes, refused
from xmut_rules.formats.workbook_reader import is_workbook, read_sheets
from xmut_rules.rules.term import ID_FIELDS, Term


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


def _term_of_folder(folder: Path) -> Term:
    tables = {name: _Table(name, columns(name)) for name in TABLES}
    files = {path.name for path in folder.iterdir() if path.suffix.lower() == ".csv"}
    known = {table.file for table in tables.values()}
    faults: list[PlacedError] = [((file,), misnamed("table-unknown", file, known)) for file in sorted(files - known)]
    for table in tables.values():
        if table.file in files:
            table.read(folder / table.file)
    return _validated(tables, {name for name, table in tables.items() if table.file in files}, faults)


def _term_of_workbook(data: bytes) -> Term:
    """Read a workbook: a sheet is a table by its English or Chinese name; a sheet of notes is passed over."""
    if len(data) > MOST_BYTES:
        raise refused("file-size")
    sheets, faults = read_sheets(data, skip=NOTES)
    if faults and not sheets:
        raise input_errors("Input", faults)
    tables = {name: _Table(name, columns(name)) for name in TABLES}
    for table in tables.values():
        table.file = f"[{table.name}]"
    names = {word: name for name, zh in TABLES.items() for word in (name, zh)}
    found: set[str] = set()
    for title, lines in sheets.items():
        name = names.get(title)
        if name is None:
            faults.append(((f"[{title}]",), misnamed("table-unknown", title, names)))
        elif name in found:
            faults.append(((f"[{title}]",), input_error("table-repeated", table=name)))
        else:
            found.add(name)
            tables[name].file = f"[{title}]"
            if lines is not None:
                tables[name].take(lines or [[]])
    return _validated(tables, found, faults)


def _validated(tables: Mapping[str, _Table], found: Collection[str], faults: list[PlacedError]) -> Term:
    """Build the term; where tables are missing or wrong already, nothing between rows is checked."""
    for name, table in tables.items():
        faults += table.faults
        if name not in found and (name == "term" or Term.model_fields[name].is_required()):
            faults.append(((table.file,), input_error("table-missing", table=name)))
    heading = tables["term"]
    if heading.heads and len(heading.rows) != 1:
        faults.append(((heading.file,), input_error("term-rows")))
    document: dict[str, object] = {name: tables[name].rows for name in ID_FIELDS}
    document["format"] = "xmut-rules/term/1"
    for row in heading.rows[:1]:
        document |= row
    try:
        if not faults:
            return Term.model_validate(document)
        Term.model_validate(document, context=ROWS_ALONE)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            loc, code = detail["loc"], detail["type"]
            in_table = loc[0] in ID_FIELDS
            table = tables[str(loc[0]) if in_table else "term"]
            if not in_table and not table.rows:
                continue
            place = table.relocated(int(loc[1]), loc[2:], code) if in_table else table.relocated(0, loc, code)
            if place is not None:
                faults.append((place, moved(table.translated(detail))))
    raise input_errors("Input", faults)
