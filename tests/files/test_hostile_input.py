"""Any bytes are a term or are refused with lines that are short, printable and free of identity numbers."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue, ValidationError

from tests.files.test_terms import CHINESE, ENGLISH, EXAMPLES, Tables, columns, document, lines, written
from xmut_rules import Term, describe
from xmut_rules.files.terms import parse_term, read_term

NUMBER = "110101199003070000"
"""A made-up identity number."""

MESSY = (EXAMPLES / "messy" / "term.json").read_bytes()
CLEAN = {path.name: path.read_bytes() for path in sorted((EXAMPLES / "clean" / "csv").iterdir())}

INSERTED = (
    *(b"\x00", b"\xff", b"\x80", b"\xef\xbb\xbf", b"\xe7", b'"', b",", b"\n", b"\r", b";", b":", b"{", b"}", b"["),
    *(b"NaN", b"-", b"9" * 30, b"1e9", b'"term":1,', b'"a":{"b":1,"b":2},', b"null", b"]", b"\\ud800", b"\x1b[2J"),
    *("是".encode("gb18030"), "\u202e".encode(), "\ue000".encode()),
)


@st.composite
def edits(draw: st.DrawFn, data: bytes) -> bytes:
    """Cut, flip, insert and repeat at random places."""
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        kind = draw(st.sampled_from(["cut", "flip", "insert", "repeat", "end"]))
        length = draw(st.integers(1, 60))
        if kind == "cut":
            data = data[:place] + data[place + length :]
        elif kind == "flip" and place < len(data):
            data = data[:place] + bytes([data[place] ^ (1 << draw(st.integers(0, 7)))]) + data[place + 1 :]
        elif kind == "insert":
            data = data[:place] + draw(st.sampled_from(INSERTED)) + data[place:]
        elif kind == "repeat":
            data = data[: place + length] + data[place:]
        else:
            data = data[:place] if draw(st.integers(0, 3)) == 0 else data
    return data


def assert_told_well(error: ValidationError) -> None:
    """Every problem is one line in either language, short and printable."""
    for told in (describe(error, lang="zh"), describe(error, lang="en")):
        assert 1 <= len(told) <= 1001
        assert len(told) <= min(error.error_count(), 1001)
        assert all(line.isprintable() and 0 < len(line) < 600 for line in told), told


@given(st.data())
def test_an_edited_document_is_a_term_or_is_refused(data: st.DataObject) -> None:
    """Random edits of the sample document lead to a term or to problems that are reported, and to nothing else."""
    try:
        term = parse_term(data.draw(edits(MESSY)))
    except ValidationError as error:
        assert_told_well(error)
    else:
        assert isinstance(term, Term)


@settings(max_examples=60)
@given(st.data())
def test_an_edited_table_is_a_term_or_is_refused(data: st.DataObject) -> None:
    """Random edits of one table of the example lead to a term or to problems that are reported, and to nothing else."""
    name = data.draw(st.sampled_from(sorted(CLEAN)))
    with tempfile.TemporaryDirectory() as folder:
        for file, content in CLEAN.items():
            (Path(folder) / file).write_bytes(data.draw(edits(content)) if file == name else content)
        try:
            term = read_term(folder)
        except ValidationError as error:
            assert_told_well(error)
        else:
            assert isinstance(term, Term)


def leaves(node: JsonValue, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """Return the path of every value and every object in a document."""
    yield path
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(value, *path, key)


def assert_not_echoed(error: ValidationError, number: str) -> None:
    """No line of an error holds a number."""
    for told in (describe(error, lang="zh"), describe(error, lang="en")):
        assert told
        assert all(number not in line for line in told), told


def assert_not_in_the_exception(error: ValidationError, number: str) -> None:
    """The exception's own text holds no number either: a traceback in a log tells nobody's."""
    assert number not in str(error)
    assert number not in repr(error)


@pytest.mark.parametrize("value", [NUMBER, int(NUMBER), [NUMBER], {NUMBER: NUMBER}, f"{NUMBER}\u200b", f"T{NUMBER}X"])
def test_an_identity_number_as_a_value_is_never_echoed(value: Any) -> None:
    """An identity number in the place of any value of the document is in no line that tells the problem."""
    refused = 0
    for path in leaves(document()):
        whole: Any = {"": document()}
        node = whole
        for key in ("", *path)[:-1]:
            node = node[key]
        node[("", *path)[-1]] = value
        try:
            parse_term(json.dumps(whole[""]).encode())
        except ValidationError as error:
            refused += 1
            assert_not_echoed(error, NUMBER)
            if not isinstance(value, dict):
                assert_not_in_the_exception(error, NUMBER)
    assert refused > 100


@pytest.mark.parametrize("key", [NUMBER, f"{NUMBER}X", f"{NUMBER}.csv", f"ID {NUMBER}", f"{NUMBER}-{NUMBER}" * 3])
def test_an_identity_number_as_a_key_is_never_echoed(key: str) -> None:
    """An identity number as an unknown key, or as one that stands twice, is in no line that tells the problem."""
    objects = 0
    for path in leaves(document()):
        whole: Any = document()
        node = whole
        for part in path:
            node = node[part]
        if isinstance(node, dict):
            objects += 1
            node[key] = "x"
            text = json.dumps(whole)
            twice = text.replace(f'"{key}": "x"', f'"{key}": 1, "{key}": 2')
            for told in (text, twice):
                assert all(NUMBER not in line for line in (*lines(told.encode()), *lines(told.encode(), "zh")))
    assert objects > 20


@pytest.mark.parametrize("key", ["a\nb", "a\nb.csv", "\x1b[2J.csv", "\x1b[" + "x" * 50, "\n1" + "2" * 18, "\u202ecsv"])
def test_a_key_that_does_not_print_does_not_reach_the_terminal(key: str) -> None:
    """Line ends, escapes and direction marks in an unknown key are not written out: one problem stays one line."""
    for whole in ({**document(), key: 1}, {key: {key: 1}}):
        for told in (lines(json.dumps(whole).encode()), lines(json.dumps(whole).encode(), "zh")):
            assert all(line.isprintable() for line in told), told


def cells(tables: Tables) -> Iterator[tuple[str, int, int]]:
    """Return table, row and column of every cell, heads among them."""
    for table, text in tables.items():
        for number, row in enumerate(csv.reader(io.StringIO(text))):
            yield from ((table, number, place) for place in range(len(row)))


@pytest.mark.exhaustive
@pytest.mark.parametrize("tables", [ENGLISH, CHINESE], ids=["english", "chinese"])
def test_an_identity_number_in_any_cell_is_never_echoed(tmp_path: Path, tables: Tables) -> None:
    """An identity number in the place of any cell or head is in no line that tells the problem."""
    refused = 0
    written(tmp_path, tables)
    for table, number, place in cells(tables):
        rows = list(csv.reader(io.StringIO(tables[table])))
        rows[number][place] = NUMBER
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        written(tmp_path, {table: out.getvalue()})
        try:
            read_term(tmp_path)
        except ValidationError as error:
            refused += 1
            assert_not_echoed(error, NUMBER)
        written(tmp_path, {table: tables[table]})
    assert refused > len(columns(tables))


def test_an_identity_number_as_an_id_is_shown_by_its_ends() -> None:
    """Long ids that repeat or are not there are shown by two characters at either end, short ones in full."""
    whole = document()
    whole["staff"] += [{"staff_id": NUMBER, "name": "a"}, {"staff_id": NUMBER, "name": "b"}]
    whole["duties"][0]["staff_id"] = "330101199003071234"
    whole["duties"][1]["staff_id"] = "12345678"
    assert lines(json.dumps(whole).encode()) == (
        "staff[3].staff_id: the id 11…00 is repeated (first in row 3); remove the row or change the id",
        "duties[0].staff_id: the id 33…34 is not in the table staff; correct it, or add it there",
        "duties[1].staff_id: the id 12345678 is not in the table staff; correct it, or add it there",
    )


def test_a_thousand_problems_are_shown_and_the_rest_counted() -> None:
    """A column that is wrong throughout gives 1,000 lines and one that counts the others."""
    whole = document()
    whole["staff"] = [{"staff_id": f"T{number}", "name": 5} for number in range(1_003)]
    data = json.dumps(whole).encode()
    told = lines(data)
    assert len(told) == 1_001
    assert told[-2].startswith("staff[999].name: ")
    assert told[-1] == "… and 3 more"
    assert lines(data, "zh")[-1] == "……另有 3 个问题"
