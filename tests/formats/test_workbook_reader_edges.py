"""Workbooks that once were refused without a word, told twice, or read otherwise than they look."""

from __future__ import annotations

import io
import re
import warnings
import zipfile

import pytest

from tests.files.test_terms import JSON, told
from tests.formats.test_workbook_reader import book, put, saved
from xmut_rules.files.terms import parse_term


def repacked(data: bytes, old: str, new: str) -> bytes:
    """Change a text in every part of a workbook's package."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as copy:
        for entry in package.infolist():
            copy.writestr(entry, re.sub(old, new, package.read(entry).decode("utf-8"), flags=re.DOTALL))
    return out.getvalue()


def test_a_workbook_without_sheets_is_not_refused_in_silence() -> None:
    """A workbook that holds no sheet at all is told as lacking its tables."""
    found = told(repacked(saved(book()), "<sheets>.*</sheets>", "<sheets/>"))
    assert ("table-missing", ("[term]",)) in found


@pytest.mark.parametrize("form", ['[$-zh-CN]yyyy"年"m"月"d"日"', '"h" yyyy-mm-dd', "[$-804]yyyy\\h mm"])
def test_a_letter_in_a_tag_or_a_quoted_word_is_no_hour(form: str) -> None:
    """A date cell whose format has an h in a locale tag, in quotes or escaped is still a day."""
    made = book()
    heads = [cell.value for cell in made["training"][1]]
    letter = "ABCDEFGHIJ"[heads.index("date")]
    cell = made["training"][f"{letter}2"]
    day = parse_term(JSON.encode()).training[0].date
    cell.value = day  # pyright: ignore[reportAttributeAccessIssue]
    cell.number_format = form
    assert parse_term(saved(made)) == parse_term(JSON.encode())


def test_a_document_type_hides_in_no_encoding() -> None:
    """A document type declaration is refused in a part of any name and in UTF-16."""
    for name, data in (("xl/x.dat", b"<!DOCTYPE a>"), ("xl/y.xml", "<!DOCTYPE a>".encode("utf-16"))):
        out = io.BytesIO(saved(book()))
        with zipfile.ZipFile(out, "a") as package:
            package.writestr(name, data)
        assert told(out.getvalue()) == [("workbook-broken", ())]


def test_the_notes_are_not_looked_at() -> None:
    """A formula, merged cells and a hidden state on the sheet of notes are nobody's problem."""
    made = book()
    notes = made.create_sheet("说明")
    notes["A1"] = "=1+1"
    notes.merge_cells("B1:C1")
    notes.sheet_state = "hidden"
    assert parse_term(saved(made)) == parse_term(JSON.encode())


def test_one_bad_cell_is_told_once() -> None:
    """A formula in an amount is told as a formula, and its row as nothing else."""
    made = put(book(), "receipts", "E2", "=1+1")
    assert [code for code, _ in told(saved(made))] == ["cell-formula"]


def test_a_hidden_table_is_not_missed_too() -> None:
    """A required sheet that is hidden is told as hidden, not also as missing."""
    made = book()
    made["costs"].sheet_state = "hidden"
    assert told(saved(made)) == [("sheet-hidden", ("[costs]",))]


def test_a_host_that_turns_warnings_into_errors_reads_the_same() -> None:
    """What openpyxl warns of reaches nobody."""
    data = repacked(saved(book()), "<cellStyleXfs.*?</cellStyleXfs>|<cellStyles.*?</cellStyles>", "")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert parse_term(data) == parse_term(JSON.encode())


def test_a_fraction_that_rounds_to_sixteen_digits_is_refused() -> None:
    """999999999999999.9 has no 15 digits that say what it is."""
    made = put(book(), "receipts", "E2", 999999999999999.9)
    assert [code for code, _ in told(saved(made))] == ["cell-digits"]
