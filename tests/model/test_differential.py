"""The library against the model on random terms, good and spoilt; what those terms reach is counted."""

from __future__ import annotations

import ast
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.model import recognition, runs
from tests.model.answers import answer
from tests.model.findings import CLAUSES, HINTS, WARNINGS

CALLERS = {"library", "runs", "__main__"}
MODEL = [
    file
    for file in sorted(Path(__file__).parent.glob("*.py"))
    if file.stem not in CALLERS and not file.stem.startswith("test_")
]
OWN = {file.stem for file in MODEL}
STANDARD = {
    *("__future__", "collections", "datetime", "fractions", "functools", "itertools", "random", "re", "typing"),
    "unicodedata",
}
REACHED = {
    *(("training", rule) for rule in ("class-hours", "day", "capped", "absorbed", "repeated-day", "not-in-force")),
    *(("exams", rule) for rule in ("sessions", "day-rate", "not-in-force")),
    *(("settlement", rule) for rule in ("share", "no-surplus", "not-in-force")),
    *(("credits", outcome) for outcome in recognition.CLAUSES),
    *(("credits", outcome) for outcome in ("kind-not-covered", "not-valid", "not-yet-issued", "before-earliest-issue")),
    *(
        ("credits", outcome)
        for outcome in ("enrolment-unknown", "before-enrolment", "after-graduation", "number-shared", "status-differs")
    ),
    ("cut", "cut"),
    *(("error", code) for code in CLAUSES if code not in WARNINGS | HINTS),
    *(("warning", code) for code in WARNINGS),
    *(("hint", code) for code in HINTS),
    *(("warning", code) for code in ("person-overlap", "room-overlap", "room-turnaround")),
}
OPTIONS: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
    ("training", "long_day", ("hourly", "capped")),
    ("training", "day_and_hours", ("both", "day_only")),
    ("exams", "day_rate_reading", ("flat", "ceiling", "floor")),
    ("exams", "day_scope", ("person", "person_and_project")),
    ("exams", "split", ("standard_pay", "sessions")),
    ("exams", "overlapping", ("each", "once")),
    ("surplus", "rounding", ("half_up", "half_even", "down")),
    ("credits", "levels", ("each", "highest")),
    ("credits", "category_cap", (None, "1", "2.5")),
    ("credits", "by_level", ([], [{"level": "中级", "credits": "1", "category": None}])),
    ("credits", "earliest_issue", (None, "2020-12-18")),
    ("credits", "before_enrolment", ("refused", "accepted")),
    ("credits", "days_after_graduation", (0, 18)),
    ("schedule", "turnaround_minutes", (0, 30)),
    ("schedule", "notice_days", (None, 3)),
)


def imported(source: str) -> set[str]:
    """The dotted names that a module imports, `from a import b` as a.b."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {"." * node.level + f"{node.module or ''}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Name) and node.id in {"__import__", "exec", "eval"}:
            names.add(node.id)
    return names


@pytest.mark.parametrize("file", MODEL, ids=lambda file: file.stem)
def test_the_model_knows_nothing_of_the_library(file: Path) -> None:
    """A module of the model imports a few standard ones and its neighbours, never the library or what calls it."""
    for name in imported(file.read_text("utf-8")):
        top, *inner = name.split(".")
        assert top in STANDARD or (top, inner[0], inner[1] in OWN) == ("tests", "model", True), name


def test_every_spelling_of_an_import_is_seen() -> None:
    """Plain, renamed, from, relative, inside a function, and by a call."""
    for text in ("import xmut_rules.rules.exams", "import xmut_rules as re", "from xmut_rules import Term as Row"):
        assert any(name.startswith("xmut_rules") for name in imported(text))
    assert imported("def f():\n    from tests.model import library") == {"tests.model.library"}
    assert imported("from ..model import library") == {"..model.library"}
    assert imported("__import__('xmut_rules')") == {"__import__"}


def test_a_hundred_random_terms_are_settled_as_the_model_settles_them() -> None:
    """The reports of 100 terms and of 100 spoilt ones are equal, and of the spoilt ones most are refused by both."""
    good, spoilt = runs.run(range(100)), runs.run(range(100), hostile=True)
    assert (good.differences, spoilt.differences) == ([], [])
    assert good.terms == spoilt.terms == 100
    assert good.refused < 10
    assert 50 < spoilt.refused < 100


def test_a_difference_is_reported_by_its_place() -> None:
    """Another value, type, key, order of keys or length is a difference, and the first one is named."""
    model = {"a": [{"b": "1.00"}, {"b": "2.00"}], "c": 1}
    assert runs.first_difference(model, deepcopy(model)) is None
    assert runs.first_difference(model, {**model, "a": [{"b": "1.00"}, {"b": "2.01"}]}) == (
        "a.1.b: model '2.00', library '2.01'"
    )
    assert runs.first_difference(model, {**model, "a": [{"b": "1.00"}]}) == (
        "a.1: model {'b': '2.00'}, library '(nothing)'"
    )
    assert runs.first_difference(model, {**model, "c": True}) == "c: model 1, library True"
    assert runs.first_difference({"a": 1, "b": 2}, {"b": 2, "a": 1}) == "keys: model ['a', 'b'], library ['b', 'a']"


@pytest.mark.exhaustive
def test_ten_thousand_random_terms_are_settled_as_the_model_settles_them() -> None:
    """The reports of 10,000 terms are equal in every place."""
    tally = runs.run(range(1000, 11_000))
    assert tally.differences == []
    assert tally.terms == 10_000
    assert tally.refused < 500


@pytest.mark.exhaustive
def test_both_refuse_the_same_spoilt_terms() -> None:
    """Of 4,000 terms with one spoilt value both refuse the same ones, and settle the others alike."""
    tally = runs.run(range(20_000, 24_000), hostile=True)
    assert tally.differences == []
    assert 2000 < tally.refused < 3800


@pytest.mark.exhaustive
def test_the_random_terms_reach_every_rule_outcome_and_finding() -> None:
    """In 3,000 terms each rule, outcome and finding (but the cut after 10,000 clashes) comes up 5 times and more."""
    count: Counter[tuple[str, str]] = Counter()
    for seed in range(3000):
        report = answer("settle_term", *runs.case(seed))
        count.update(runs.counted(report) if "training" in report else [])
    assert set(count) == REACHED
    assert {key: n for key, n in count.items() if n < 5} == {}


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("part", "name", "options"), OPTIONS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_random_terms_depend_on_every_reading(part: str, name: str, options: tuple[Any, ...]) -> None:
    """For each two options of a reading, 3 and more of 400 terms are settled differently."""
    count: Counter[tuple[int, int]] = Counter()
    for seed in range(400):
        policies, term = runs.case(seed)
        reports: list[object] = []
        for option in options:
            chosen = [{**policy, part: {**policy[part], name: option}} for policy in policies]
            reports.append(answer("settle_term", chosen, term))
        count.update((i, j) for j in range(len(options)) for i in range(j) if reports[i] != reports[j])
    pairs = [(i, j) for j in range(len(options)) for i in range(j)]
    assert {pair: count[pair] for pair in pairs if count[pair] < 3} == {}
