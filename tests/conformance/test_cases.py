"""The conformance suite is what its cases say, covers the policy, and reads the same in both languages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator

from tests.conformance import make
from tests.conformance.case import FOLDER, Case, CaseError, Json, differences, read_cases
from tests.conformance.policies import by_level, policy_named
from tests.conformance.schema import file_schema
from tests.conformance.shapes import FUNCTIONS

DOCUMENT: dict[str, Any] = json.loads((make.FOLDER / "vectors.json").read_text("utf-8"))
VECTORS: list[dict[str, Any]] = DOCUMENT["vectors"]
SCHEMA: dict[str, Any] = file_schema()
ORDER = (
    *("§0a", "§1.2b", "§2.2.4b", "§3.3a", "§3.3c", "§3.4a", "§3.4b", "§3.4c", "§3.5.1b", "§3.5.1c"),
    *("§3.5.2", "§3.5.2.1", "§3.5.2.2a", "§3.5.2.2b", "§3.5.3a", "§3.5.3b", "§3.5.4d", "§3.5.4e"),
)
READINGS = (
    *("A1", "A2", "A3", "A4", "A5", "A6", "A8", "A9"),
    *("B0", "B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11", "B12", "B13", "B14", "B15"),
    *("C1", "C3", "C4", "C5", "C6", "C7", "C9", "C10", "C11", "C12", "C13", "C15", "C16"),
    *("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10", "D11", "D12", "D14"),
    *("E1", "E2", "E3", "E5", "E6", "E7", "E9", "E10"),
)
OPTIONS: tuple[tuple[str, str, Json], ...] = (
    *(("A1", "training.long_day", value) for value in ("hourly", "capped")),
    *(("A5", "training.day_and_hours", value) for value in ("both", "day_only")),
    *(("B10", "exams.overlapping", value) for value in ("each", "once")),
    *(("D6", "credits.before_enrolment", value) for value in ("refused", "accepted")),
    *(("D8", "credits.days_after_graduation", value) for value in (0, 1, 30)),
    *(("B4", "exams.day_rate_reading", value) for value in ("flat", "ceiling", "floor")),
    *(("B6", "exams.day_scope", value) for value in ("person", "person_and_project")),
    *(("B8", "exams.split", value) for value in ("standard_pay", "sessions")),
    *(("C12", "surplus.rounding", value) for value in ("half_up", "half_even", "down")),
    *(("D4", "credits.levels", value) for value in ("each", "highest")),
    *(("D7", "credits.earliest_issue", value) for value in (None, "2020-12-18")),
    *(("D11", "credits.category_cap", value) for value in (None, "3")),
    ("D14", "credits.by_level", by_level("初级=1", "中级=2")),
    ("D14", "credits.by_level", []),
    *(("E3", "schedule.turnaround_minutes", value) for value in (0, 30)),
    *(("E7", "schedule.notice_days", value) for value in (None, 7)),
    *(("E10", "effective_from", value) for value in ("2020-12-18", "2020-09-01")),
)
CODES = {
    *("after-as-of", "certificate-number-shared", "duty-recorded-twice", "grant-overspent", "grant-purpose-missing"),
    *("not-in-force", "notice-late", "notice-missing", "notice-short", "person-overlap", "room-overlap"),
    *("room-turnaround", "training-day-twice", "training-mixed-units", "wrong-account"),
    *("certificate-number-repeated", "certificate-status-differs", "cost-may-repeat-pay", "credits-given-assumed"),
    *("far-date", "grant-purpose-differs", "many-hours", "notice-outdated", "recognized-not-valid", "rows-alike"),
}
RULES = {
    *("class-hours", "day", "capped", "absorbed", "repeated-day", "not-in-force"),
    *("sessions", "day-rate", "share", "no-surplus"),
}
OUTCOMES = {
    *("granted", "recognized-earlier", "not-in-force", "kind-not-covered", "issuer-not-recognized", "not-valid"),
    *("not-yet-issued", "before-earliest-issue", "enrolment-unknown", "before-enrolment", "after-graduation"),
    *("category-missing", "number-shared", "duplicate", "lower-level", "level-not-listed"),
    "status-differs",
}


def values_of(key: str, value: object) -> set[object]:
    """Collect what stands under a key, at any depth."""
    found: set[object] = set()
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        found.update([fields[key]] if key in fields else [])
        value = list(fields.values())
    if isinstance(value, list):
        found.update(*(values_of(key, row) for row in cast("list[object]", value)))
    return found


def field_of(policy: Any, field: str) -> Any:
    """Read a dotted field of a policy."""
    for name in field.split("."):
        policy = policy.get(name)
    return policy


@pytest.mark.parametrize("file", make.FILES)
def test_a_written_file_is_up_to_date(file: str) -> None:
    """`python -m tests.conformance.make` would change nothing."""
    assert (make.FOLDER / file).read_text("utf-8") == make.FILES[file]()


def test_ids_are_unique_and_in_the_order_of_the_policy() -> None:
    """No id stands twice; vectors are sorted by clause and id."""
    keys = [(ORDER.index(vector["clause"]), vector["id"]) for vector in VECTORS]
    assert [name for name, count in Counter(vector["id"] for vector in VECTORS).items() if count > 1] == []
    assert keys == sorted(keys)


def test_there_are_enough_vectors_and_most_outputs_were_worked_out_by_hand() -> None:
    """At least 500 vectors, and at least 450 cases that say by themselves what must come out."""
    assert len(VECTORS) >= 500
    assert len([read_case for read_case in read_cases() if read_case.expect is not None]) >= 450


def test_every_computable_clause_and_every_reading_has_a_vector() -> None:
    """Each clause that a program can compute and each reading that it can show."""
    assert {vector["clause"] for vector in VECTORS} == set(ORDER)
    assert {reading for vector in VECTORS for reading in vector["readings"]} == set(READINGS)


@pytest.mark.parametrize(("reading", "field", "value"), OPTIONS)
def test_every_option_of_a_field_has_a_vector_that_names_the_reading(reading: str, field: str, value: Json) -> None:
    """The reading is named by a vector whose policy takes this option."""
    named = [vector for vector in VECTORS if reading in vector["readings"]]
    policies = [DOCUMENT["policies"][name] for row in named for name in row["policies"]]
    assert value in [field_of(policy, field) for policy in policies]


def test_every_function_rule_outcome_and_code_comes_out_somewhere() -> None:
    """Nothing that a program may have to answer is missing, but 10,000 clashes (`clashes-cut`) would be too long."""
    outputs = [vector["output"] for vector in VECTORS]
    functions = {name for name, count in Counter(vector["function"] for vector in VECTORS).items() if count >= 4}
    assert functions == set(FUNCTIONS)
    assert values_of("code", outputs) == CODES
    assert values_of("rule", outputs) == RULES
    assert values_of("outcome", outputs) == OUTCOMES


def test_every_policy_is_used_by_a_vector() -> None:
    """The table of policies lists what the vectors name and nothing else."""
    assert set(DOCUMENT["policies"]) == {name for vector in VECTORS for name in vector["policies"]}


def test_both_languages_state_the_same_figures() -> None:
    """The numbers in the Chinese sentence are those of the English one."""
    for vector in VECTORS:
        zh, en = (sorted(re.findall(r"[0-9]+(?:[.:][0-9]+)*", vector[lang])) for lang in ("zh", "en"))
        assert zh == en, vector["id"]


def test_the_vectors_are_valid_under_their_schema() -> None:
    """The file fits the schema beside it, and that is a schema."""
    Draft202012Validator.check_schema(SCHEMA)
    check: Any = Draft202012Validator(SCHEMA)
    assert [error.message for error in check.iter_errors(DOCUMENT)] == []


BROKEN: dict[str, Callable[[dict[str, Any]], Any]] = {
    "an unknown key": lambda vector: vector.update(note="x"),
    "no English": lambda vector: vector.pop("en"),
    "an unknown clause": lambda vector: vector.update(clause="§9.9"),
    "an unknown function": lambda vector: vector.update(function="exam_fee"),
    "no reading's id": lambda vector: vector.update(readings=["Z1"]),
    "an id with a space": lambda vector: vector.update(id="exams/ one"),
    "another function's output": lambda vector: vector.update(output={"amount": "1.00"}),
    "an amount with one decimal": lambda vector: vector["output"].update(total="1.0"),
    "an unknown rule": lambda vector: vector["output"]["days"][0].update(rule="free"),
    "a session without its end": lambda vector: vector["input"]["sessions"][0].pop("end"),
    "a session with another field": lambda vector: vector["input"]["sessions"][0].update(fee="1"),
    "refused as a text": lambda vector: vector.update(output={"refused": "true"}),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_vector_is_not_valid(fault: str) -> None:
    """The schema notices each of these faults, in a vector that was valid without it."""
    vector = next(deepcopy(row) for row in VECTORS if row["output"].get("days"))
    check: Any = Draft202012Validator({"$defs": SCHEMA["$defs"], "$ref": "#/$defs/vector"})
    assert check.is_valid(vector)
    BROKEN[fault](vector)
    assert not check.is_valid(vector)


def test_a_case_that_disagrees_with_the_model_is_not_written() -> None:
    """A wrong expectation stops the making and names the case, the place and both figures."""
    given, expect = {"seconds": 60}, {"amount": "200.00"}
    wrong = Case("x/y", "§3.5.2.2a", (), "一", "one", "session_rate", ("pilot",), given, expect)
    with pytest.raises(make.Disagreement, match=r"x/y\noutput.amount: expected '200.00', got '150.00'"):
        make.vector(wrong, {"pilot": policy_named("pilot")})


@pytest.mark.parametrize(
    ("expected", "got", "count"),
    [
        ({"a": "1"}, {"a": "1", "b": "2"}, 0),
        ({"a": "1"}, {"b": "2"}, 1),
        ({"a": ["1", "2"]}, {"a": ["1"]}, 1),
        ({"a": [{"b": "1"}, "2"]}, {"a": [{"b": "0"}, "3"]}, 2),
        ({"a": True}, {"a": 1}, 1),
        ({"a": None}, {"a": "0.00"}, 1),
    ],
)
def test_an_expectation_is_compared_place_by_place(expected: Json, got: Json, count: int) -> None:
    """Only the keys expected are compared; lists must match in full."""
    assert len(differences(expected, got)) == count


GOOD = FOLDER.joinpath("3.5.1c.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("9.9", GOOD, "9.9.toml: no such clause"),
        ("3.3a", GOOD.replace("function =", "functoin =", 1), "unknown functoin"),
        ("3.3a", GOOD.replace("zh =", "#", 1), "missing zh"),
        ("3.3a", GOOD + GOOD, "repeated: "),
        ("3.3a", GOOD.replace("function =", "input_file = 'x'\nfunction =", 1), "give input or input_file"),
        ("3.3a", GOOD.replace("project_id =", "project =", 1), "has no column project"),
    ],
)
def test_a_case_that_cannot_be_read_is_refused(tmp_path: Path, name: str, text: str, message: str) -> None:
    """A clause, a key, a column or an id that is wrong is named with its file, and nothing is passed over."""
    (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    with pytest.raises(CaseError, match=message):
        read_cases(tmp_path)


def test_rows_are_made_whole_unless_the_case_is_about_their_form() -> None:
    """A row gets null for what it leaves out, in the order of the columns; a case that says so keeps its rows."""
    cases = {case.id: case for case in read_cases()}
    assert [*cast("list[dict[str, Json]]", cases["check-duties/nothing"].input["sessions"])[0]] == [
        *("session_id", "project_id", "subject", "room", "start", "end", "notified_at")
    ]
    assert {len(row) for row in _rows(cases.values())} != {7}


def _rows(cases: Iterable[Case]) -> Iterator[dict[str, Json]]:
    for case in cases:
        yield from cast("list[dict[str, Json]]", case.input.get("sessions", []))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_lists_every_function(lang: str) -> None:
    """The table of the page has a row for each function, and names each of its inputs."""
    page = (make.FOLDER.parent / lang / "conformance.md").read_text("utf-8")
    for function, (given, _) in FUNCTIONS.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{function}` |"))
        names = [] if function == "settle_term" else [*cast("dict[str, Json]", given["properties"])]
        assert [name for name in names if f"`{name}`" not in row] == [], function


def test_the_cases_and_the_model_do_not_know_the_library() -> None:
    """What the outputs come from imports nothing of the package that they are held against."""
    folder = Path(make.__file__).parent
    sides = [
        *folder.glob("case*.py"),
        *(folder / f"{name}.py" for name in ("make", "policies", "shapes", "schema")),
    ]
    loaded = "import sys; from tests.conformance import make; make.read_cases(); assert 'xmut_rules' not in sys.modules"
    subprocess.run([sys.executable, "-c", loaded], cwd=folder.parents[1], check=True)
    assert [side.name for side in sides if "xmut_rules" in side.read_text("utf-8")] == []
