"""One term from several files, such as one a college.

A row may stand in several files as long as it is the same in each, and may refer to a row of another file. Files of
different terms are reported as such; otherwise whatever does not fit together is, at once, each at its file and row.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pydantic import ValidationError

from xmut_rules.base.errors import PlacedError, input_error, input_errors, moved, of_file, unreadable
from xmut_rules.base.language import Words, joined, mask
from xmut_rules.base.values import Value
from xmut_rules.files.terms import TermRows, read_rows
from xmut_rules.formats.json_text import as_paths, refused
from xmut_rules.rules.records import repeated_ids
from xmut_rules.rules.term import ID_FIELDS, Term, clock_errors, lesson_errors, unknown_ids, usual_clock
from xmut_rules.rules.training import lesson_id_of

_HEADING = ("format", "term", "as_of")
"""The fields of a term that are the same in all files."""


def merge_terms(paths: Iterable[str | Path]) -> Term:
    """Return the one term that several files are together.

    A row that is the same in several files counts once; rows may refer to rows of other files. Rows stand in order of
    their ids and accounts in theirs, so that the order of the files does not matter. Nothing is computed: check or
    settle the result, since clashes and days of duty between the files show only there (reading B6).

    Args:
        paths: at least two files, each as `read_term` reads it, none of them twice.

    Raises:
        ValidationError: a file is unusable or cannot be read, or the files do not fit together: one id with different
            fields, another term or day, an id that no file has. It holds every error, with the file as the first part
            of its place; where rows are wrong by themselves, nothing between the files is checked yet, and no rows are
            compared between files of different terms or days.
        ValueError: fewer than two paths, or something that is no path.
    """
    return merge_with_hints(paths).term


def merge_with_hints(paths: Iterable[str | Path]) -> TermRows:
    """Return what `merge_terms` does, with what was noticed while reading, each with its file.

    Raises:
        ValidationError: a file is unusable, or the files do not fit together.
        ValueError: fewer than two paths, or something that is no path.
    """
    files = _read_all(_several(paths))
    if errors := [*_heading_errors(files)] or [*_errors_between_files(files)]:
        raise input_errors("Input", errors)
    hints = [of_file(_shown(file), place, hint) for file, rows in files.items() for place, hint in rows.hints]
    return TermRows(_together([rows.term for rows in files.values()]), {}, tuple(hints))


def _several(paths: Iterable[str | Path]) -> list[Path]:
    """Return a caller's paths, two at least."""
    given = as_paths(paths)
    if len(given) < 2:
        raise refused("files-few")
    return given


def _read_all(paths: Iterable[Path]) -> dict[str, TermRows]:
    """Return the rows of every file by its name, with nothing between the rows checked."""
    files: dict[str, TermRows] = {}
    real: set[str] = set()
    errors: list[PlacedError] = []
    for path in paths:
        if os.path.realpath(path) in real:
            errors.append(of_file(_shown(path), (), input_error("file-repeated")))
            continue
        real.add(os.path.realpath(path))
        try:
            files[str(path)] = read_rows(path)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            errors += [of_file(_shown(path), detail["loc"], moved(detail)) for detail in details]
        except OSError as error:
            errors.append(of_file(_shown(path), (), unreadable(error)))
    if errors:
        raise input_errors("Input", errors)
    return files


def _shown(path: str | Path) -> str:
    """Return the name of a file as text; bytes of it that are no UTF-8 are escaped."""
    return str(path).encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table, with its file and its place among the rows."""

    name: str
    place: int
    row: Value


_RowsById = Mapping[str, Mapping[str, _Row]]
"""The rows of each table by id, each where it stands first."""


def _errors_between_files(files: Mapping[str, TermRows]) -> Iterator[PlacedError]:
    """Return whatever rows do not fit together, within files and between them, file by file."""
    first = {table: _first_rows(table, files) for table in ID_FIELDS}
    usual = usual_clock(rows.term for rows in files.values())
    for name, rows in files.items():
        found = chain(
            chain.from_iterable(_table_errors(table, name, files, first) for table in ID_FIELDS),
            lesson_errors(rows.term.training, rows.term.series),
            _lesson_errors(name, files, first["training"]),
            clock_errors(rows.term, usual),
        )
        for place, error in rows.placed(found):
            yield of_file(_shown(name), place, error)


def _first_rows(table: str, files: Mapping[str, TermRows]) -> Mapping[str, _Row]:
    found: dict[str, _Row] = {}
    for name, rows in files.items():
        for place, row in enumerate(getattr(rows.term, table)):
            found.setdefault(getattr(row, ID_FIELDS[table]), _Row(name, place, row))
    return found


def _heading_errors(files: Mapping[str, TermRows]) -> Iterator[PlacedError]:
    """Return an error for each field of a term itself that is not as in the first file, with both values."""
    first = next(iter(files))
    for name, rows in files.items():
        found = [
            ((field,), input_error("heading-differs", value=f"{value}", earlier=f"{earlier}", other=_shown(first)))
            for field in _HEADING
            if (value := getattr(rows.term, field)) != (earlier := getattr(files[first].term, field))
        ]
        for place, error in rows.placed(found):
            yield of_file(_shown(name), place, error)


def _table_errors(table: str, name: str, files: Mapping[str, TermRows], first: _RowsById) -> Iterator[PlacedError]:
    """Return what is wrong with a table of a file: repeated ids, rows unlike an earlier file's, ids of no row."""
    term = files[name].term
    rows: tuple[Value, ...] = getattr(term, table)
    ids: list[str] = [getattr(row, ID_FIELDS[table]) for row in rows]
    yield from repeated_ids(table, ID_FIELDS[table], ids)
    for place, (row_id, row) in enumerate(zip(ids, rows, strict=True)):
        earlier = first[table][row_id]
        if earlier.name != name and row != earlier.row:
            heads = [files[name].head(table, field) for field in _differing(row, earlier.row)]
            zh, en = joined(Words("、", ", "), heads)
            where = _where(earlier, table, files)
            yield (table, place), input_error("rows-differ", id=mask(row_id), fields=en, fields_zh=zh, **where)
    yield from unknown_ids(term, table, first)


def _differing(row: Value, other: Value) -> Iterator[str]:
    """Return the fields in which two rows of a table differ."""
    for (field, value), (_, another) in zip(row, other, strict=True):
        if value != another:
            yield field


def _lesson_errors(name: str, files: Mapping[str, TermRows], records: Mapping[str, _Row]) -> Iterator[PlacedError]:
    """Return an error for each lesson of a file's plans whose id is a training record's in other files alone."""
    term = files[name].term
    own = {record.record_id for record in term.training}
    for place, plan in enumerate(term.series):
        for lesson_id in (lesson_id_of(plan, day) for day in plan.days):
            if lesson_id in records and lesson_id not in own:
                where = _where(records[lesson_id], "training", files)
                yield ("series", place, "series_id"), input_error("lesson-elsewhere", id=mask(lesson_id), **where)


def _where(row: _Row, table: str, files: Mapping[str, TermRows]) -> dict[str, str | int]:
    """Return where a row stands, as figures of an error: its file with the table, and the row."""
    rows = files[row.name]
    part = rows.tables[table].file if rows.tables else table
    return {"other": _shown(row.name), "table": part, "first": rows.row_number(table, row.place)}


def _together(terms: list[Term]) -> Term:
    """Return terms that fit together as one."""
    document: dict[str, object] = {field: getattr(terms[0], field) for field in _HEADING}
    document["designated_accounts"] = sorted({account for term in terms for account in term.designated_accounts})
    for table, key in ID_FIELDS.items():
        rows = {getattr(row, key): row for term in terms for row in getattr(term, table)}
        document[table] = [rows[row_id] for row_id in sorted(rows)]
    return Term.model_validate(document)
