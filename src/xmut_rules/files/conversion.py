"""A term written as tables: a workbook (extra `excel`) or CSV files, each read back as the same term."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, require_language
from xmut_rules.files.columns import column_words, fields_of, head_of, words_of
from xmut_rules.files.words import TABLES, table_titles
from xmut_rules.formats.workbook_writer import Sheet, Value, workbook
from xmut_rules.rules.records import CollegeWeight
from xmut_rules.rules.term import Term


def term_workbook(term: Term, *, lang: Language = "zh") -> bytes:
    """Write a term as a workbook, a sheet a table.

    Args:
        term: the term.
        lang: the language of titles, heads and words.

    Raises:
        ModuleNotFoundError: openpyxl is not there; it comes with the extra `excel`.
        ValidationError: a text is longer than a cell holds.
        ValueError: another language.
    """
    return workbook(term_sheets(term, lang=lang))


def term_tables(term: Term, *, lang: Language = "zh") -> Mapping[str, bytes]:
    """Return the CSV tables of a term by file name, in UTF-8 with its mark, which spreadsheet programs look for.

    Args:
        term: the term.
        lang: the language of heads and words; file names are English in both.

    Raises:
        ValueError: another language.
    """
    files: dict[str, bytes] = {}
    for name, sheet in zip(TABLES, term_sheets(term, lang=lang), strict=True):
        files[f"{name}.csv"] = csv_table([sheet.heads, *sheet.rows])
    return files


def csv_table(rows: Iterable[Sequence[Value]]) -> bytes:
    """Write rows as a CSV file in UTF-8 with its mark."""
    out = io.StringIO()
    csv.writer(out).writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Value) -> str:
    """Write a cell as the text that a term has for it."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, datetime | time):
        return cell.isoformat(timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else f"{cell}"


def term_sheets(term: Term, *, lang: Language = "zh") -> Iterator[Sheet]:
    """Return a term's tables as sheets, which are read back as the same term.

    A cell cannot tell an empty text from none, nor an id with a semicolon in a list from two ids.

    Args:
        term: the term.
        lang: the language of titles, heads and words.

    Raises:
        ValueError: another language.
    """
    with Arguments() as check:
        check(only, term, Term, "term")
        check(require_language, lang)
    for name, title in table_titles(lang).items():
        fields = fields_of(name)
        rows: Sequence[Any] = [term] if name == "term" else getattr(term, name)
        heads = [head_of(name, field, lang) for field in fields]
        words = {
            field: dict(zip(words_of(field, info), column_words(field, info, lang), strict=True))
            for field, info in fields.items()
        }
        cells = [[_cell_of(getattr(row, field), words[field]) for field in fields] for row in rows]
        yield Sheet(title, heads, cells, {})


def _cell_of(value: Any, words: Mapping[str, str]) -> Value:
    """Return a field as a cell: lists and weights as one text, words as given, moments with a zone as text."""
    if isinstance(value, tuple):
        parts: tuple[Any, ...] = value  # pyright: ignore[reportUnknownVariableType]
        cells = (f"{part.college_id}:{part.weight}" if isinstance(part, CollegeWeight) else part for part in parts)
        return ";".join(f"{_cell_of(cell, words)}" for cell in cells)
    if isinstance(value, bool):
        return words["true" if value else "false"]
    if isinstance(value, datetime) and (value.tzinfo or value.second or value.microsecond):
        return value.isoformat()
    if isinstance(value, time) and (value.second or value.microsecond):
        return value.isoformat()
    if isinstance(value, str):
        return words.get(value, value)
    cell: Value = value
    return cell
