"""Huge arguments: an exception of this library is at most 2,000 characters of text, each of its parts at most 1,000."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.cli.test_main import CLEAN, Capture, run
from xmut_rules import PILOT_2020, College, PolicyBreach, Term, clause, describe, read_term, reading, require
from xmut_rules.base.error_codes import ERROR_CODES
from xmut_rules.base.errors import in_words, input_error, input_errors, masked, of_file
from xmut_rules.base.language import WordedError, Words, within
from xmut_rules.changes import next_term
from xmut_rules.cli.outputs import UnusableError
from xmut_rules.explain import explain
from xmut_rules.files import merge_terms, schema_of
from xmut_rules.policy import find_clauses, find_readings, office
from xmut_rules.rules.findings import Finding
from xmut_rules.testing.conformance import ConformanceError, read_vectors, run_vectors

LONG: Any = "9" * 100_000
IDENTITY = "110101199003070000"
HUGE_TYPE: Any = type(LONG, (), {})()
TERM = read_term(CLEAN / "term.json")

CALLS: dict[str, Callable[[], object]] = {
    "an id looked up": lambda: clause(LONG),
    "a reading": lambda: reading(LONG),
    "an office": lambda: office(LONG),
    "a section": lambda: find_clauses(section=LONG),
    "a kind": lambda: find_clauses(kind=LONG),
    "a way to settle": lambda: find_readings(settled=LONG),
    "a document": lambda: schema_of(LONG),
    "losses": lambda: next_term(TERM, policy=PILOT_2020, name="T", as_of=TERM.as_of, losses=LONG),
    "a type": lambda: explain(HUGE_TYPE),
    "a policy": lambda: next_term(TERM, policy=HUGE_TYPE, name="T", as_of=TERM.as_of),
    "a finding's figure": lambda: require([Finding("notice-late", "error", "§3.5.4d", (LONG,), (("notified", LONG),))]),
    "a function": lambda: read_vectors([LONG]),
    "a runner": lambda: run_vectors(f"/{LONG}", ()),
    "words": lambda: _raise(WordedError(Words(LONG, LONG))),
    "a reason": lambda: _raise(ConformanceError(Words(LONG, LONG))),
    "a path": lambda: merge_terms([LONG, f"{LONG}.json"]),
    "a key": lambda: College.model_validate({"college_id": "C1", "name": "", LONG: 1}),
    "a keyword": lambda: College(college_id="C1", name="", **{LONG: 1}),
    "a key in JSON": lambda: Term.model_validate_json(f'{{"staff": [{{"{LONG}": 1}}]}}'),
    "a key among strings": lambda: College.model_validate_strings({"college_id": "C1", "name": "", LONG: "1"}),
    "an id": lambda: College(college_id=LONG, name=""),
}


def _raise(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("name", CALLS)
def test_a_refusal_of_a_huge_argument_is_short(name: str) -> None:
    """As text at most 2,000 characters, as lines at most 1,000 each, and none of them repeats what is long."""
    with pytest.raises((ValueError, PolicyBreach)) as info:
        CALLS[name]()
    error = info.value
    assert 0 < len(str(error)) <= 2000
    assert len(repr(error)) <= 2100
    assert "9" * 1001 not in str(error)
    if not isinstance(error, PolicyBreach):
        for lines in (describe(error, lang="zh"), describe(error, lang="en")):
            assert all(0 < len(line) <= 1000 for line in lines)
    if isinstance(error, ValidationError):
        assert all(len(detail["msg"]) <= 1000 for detail in error.errors())


def test_a_breach_of_many_findings_is_short() -> None:
    """Of 10,000 findings with long ids the first five are named, the ids by their ends alone; it holds them all."""
    findings = [Finding("wrong-account", "error", "§3.5.1b", (f"{IDENTITY}{n}",) * 30) for n in range(10_000)]
    with pytest.raises(PolicyBreach) as info:
        require(findings)
    assert info.value.findings == (*findings,)
    for text in (str(info.value), repr(info.value)):
        assert len(text) <= 2000
        assert IDENTITY not in text
        assert "and 9995 more" in text
    assert pickle.loads(pickle.dumps(info.value)).findings == info.value.findings  # noqa: S301  our own bytes


def test_a_breach_of_one_finding_shows_its_whole_message() -> None:
    """Nothing is cut where nothing is long."""
    found = Finding("wrong-account", "error", "§3.5.1b", ("R1",))
    with pytest.raises(PolicyBreach, match=r"designated account$") as info:
        require([found])
    assert str(info.value) == f"wrong-account (§3.5.1b): {found.message('en')}"


@pytest.mark.parametrize("code", ERROR_CODES)
def test_an_error_of_huge_figures_is_short(code: str) -> None:
    """Whatever fills the braces of a message, it and the line that describes it are at most 1,000 characters."""
    figures: dict[str, Any] = dict.fromkeys(("id", "other", "fields", "hint", "near", "table", "error", "reason"), LONG)
    figures |= dict.fromkeys(("first", "row", "line", "column", "cells", "heads", "day", "value", "earlier"), LONG)
    figures |= dict.fromkeys(("folder", "point", "field", "expected", "ge", "le", "min_length", "max_length"), LONG)
    figures |= dict.fromkeys(("reported", "recomputed", "issued", "term", "count", "limit"), LONG)
    text: Any = code
    error = input_error(text, **figures)
    assert len(str(error)) <= 1000
    placed = input_errors("Input", [of_file(LONG, (LONG, 1, LONG), error)])
    for lang in ("zh", "en"):
        (line,) = describe(placed, lang=lang)
        assert len(line) <= 1000
        assert line.endswith(f"[{code}]")
        assert len(in_words(error).to(lang)) <= 2000
    assert len(str(placed)) <= 2000


def test_a_place_of_many_parts_is_short() -> None:
    """A place deep in a document shows its beginning and its end."""
    error = input_errors("Input", [(tuple(f"key{n}" for n in range(200)), input_error("amount"))])
    (detail,) = error.errors()
    assert detail["loc"] == (*(f"key{n}" for n in range(6)), "…", *(f"key{n}" for n in range(194, 200)))


def test_a_key_that_may_be_an_identity_number_is_masked_at_once() -> None:
    """The error of pydantic shows its ends, in its text and its details; what was given and every other error stay."""
    given: dict[str, Any] = {"college_id": 1, IDENTITY: [IDENTITY], "nmae": ""}
    builds: tuple[Callable[[], object], ...] = (
        lambda: College.model_validate(given),
        lambda: College(**given),
        lambda: College.model_validate_json(json.dumps(given)),
        lambda: College.model_validate_strings({"college_id": "'", IDENTITY: "x", "nmae": ""}),
    )
    for build in builds:
        with pytest.raises(ValidationError) as info:
            build()
        error = info.value
        assert IDENTITY not in f"{error} {error!r}"
        assert [detail["loc"] for detail in error.errors()] == [("college_id",), ("name",), ("11…00",), ("nmae",)]
        assert [detail["type"] for detail in error.errors()] == ["id", "missing", "extra_forbidden", "extra_forbidden"]
        assert error.title == "College"
    with pytest.raises(ValidationError) as info:
        College.model_validate(given)
    assert [detail["input"] for detail in info.value.errors()] == [1, given, [IDENTITY], ""]
    with pytest.raises(ValidationError) as info:
        College.model_validate({"nmae": ""})
    assert masked(info.value) is info.value


def test_all_of_10000_wrong_rows_are_held() -> None:
    """The error keeps every place, so that its own text grows; what `describe` writes does not."""
    rows = ",".join(f'{{"college_id": "C{n}", "nmae": ""}}' for n in range(10_000))
    with pytest.raises(ValidationError) as info:
        Term.model_validate_json(f'{{"colleges": [{rows}]}}')
    assert info.value.error_count() > 20_000
    lines = describe(info.value)
    assert len(lines) == 1001
    assert max(map(len, lines)) <= 1000


def test_a_line_of_the_command_is_short(capsys: Capture, tmp_path: Path) -> None:
    """Whatever the command is given, what it says on standard error is at most 1,000 characters a line."""
    argument, term = "x" * 100_000, CLEAN / "term.json"
    read: tuple[tuple[object, ...], ...] = (
        ("settle", argument),
        ("settle", term, "--policy", argument),
        ("settle", term, "--output", tmp_path / argument),
        ("explain", term, "--person", argument),
    )
    for arguments in read:
        status, out, err = run(capsys, *arguments)
        assert (status, out) == (2, "")
        assert 0 < max(map(len, err.splitlines())) <= 1000
    told: tuple[tuple[object, ...], ...] = (
        ("settle", term, "--format", argument),
        ("settle", term, f"--{argument}"),
        (argument,),
    )
    for arguments in told:
        with pytest.raises(SystemExit):
            run(capsys, *arguments)
        assert 0 < max(map(len, capsys.readouterr().err.splitlines())) <= 1100  # the command's name stands before it
    assert len(UnusableError(argument).lines[0]) == 1000


def test_both_ends_of_a_long_text_are_kept() -> None:
    """A text that fits stays as it is; of another the middle goes."""
    assert [within("abcdef", most) for most in (7, 6, 5, 4, 1)] == ["abcdef", "abcdef", "ab…ef", "a…ef", "…"]


@pytest.mark.parametrize("count", [20, 21, 10_000])
def test_the_text_of_many_errors_is_bounded_and_the_error_is_complete(count: int) -> None:
    """`str` and `repr` have at most 2,000 characters, every place is in `errors()`, and no id of 18 digits anywhere."""
    document = {"college_id": "C1", "name": "甲", **{f"{IDENTITY}{place:05}": 1 for place in range(count)}}
    with pytest.raises(ValidationError) as info:
        College.model_validate(document)
    text = str(info.value)
    assert len(text) <= 2000
    assert repr(info.value) == text
    assert IDENTITY not in text
    assert len(info.value.errors()) == count
    assert (f"and {count - 20} more" in text) is (count > 20)
    assert text.startswith(f"{count} validation errors for College\n11…")


def test_the_text_of_an_error_in_a_file_is_bounded() -> None:
    """What a reader finds in ten thousand rows is one error of at most 2,000 characters with every place."""
    rows = ",".join('{"staff_id": "T1"}' for _ in range(10_000))
    with pytest.raises(ValidationError) as info:
        Term.model_validate_json(f'{{"format": "xmut-rules/term/1", "staff": [{rows}]}}')
    assert len(str(info.value)) <= 2000
    assert info.value.error_count() > 10_000
