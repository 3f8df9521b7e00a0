"""A term written as tables: a workbook (extra `excel`) or CSV files, each read back as the same term."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from xmut_rules.base.language import Language
from xmut_rules.files.words import TABLES
from xmut_rules.files.workbooks import term_sheets
from xmut_rules.formats.workbook_writer import Value, workbook
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
