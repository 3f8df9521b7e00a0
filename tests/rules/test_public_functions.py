"""Nothing but the documented exceptions leaves a public function, whatever a caller without types passes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import xmut_rules
from xmut_rules import (
    PILOT_2020,
    Certificate,
    ExamSession,
    Finding,
    PolicyBreach,
    Student,
    Term,
    Timeline,
    check_receipts,
    check_schedule,
    describe,
    read_term,
    recognize_credits,
    require,
    training_pay,
)

TERM = read_term(Path(__file__).parents[2] / "docs" / "examples" / "messy" / "term.json")
DAY = date(2021, 7, 31)
GOOD: dict[str, Any] = {
    "records": TERM.training,
    "policy": PILOT_2020,
    "unit": "day",
    "quantity": 1,
    "series": None,
    "length": timedelta(hours=1),
    "lengths": [timedelta(hours=1)],
    "sessions": TERM.sessions,
    "duties": TERM.duties,
    "surplus": "1.00",
    "amount": "1.00",
    "project": TERM.projects[0],
    "receipts": [],
    "costs": [],
    "training": TERM.training,
    "exams": 0,
    "on": DAY,
    "certificates": TERM.certificates,
    "students": TERM.students,
    "as_of": DAY,
    "accounts": ["ACC-EDU"],
    "grant_pay": [],
    "bookings": [],
    "term": TERM,
    "findings": [],
    "clause_id": "§0a",
    "reading_id": "A1",
    "name": "college",
    "office": None,
    "kind": None,
    "section": None,
    "settled": None,
    "clause": None,
    "field": None,
    "path": None,
    "error": None,
    "lang": "zh",
    "known": (),
}
JUNK: list[Any] = [
    *(None, "", "abc", 0, -1, 10**30, 1.5, float("nan"), True, b"x", [], {}, object(), [None], ["a"], [1.5], {"a": 1}),
    *(datetime(2021, 1, 1), date(1900, 1, 1), Decimal("NaN"), Decimal("1e3000000"), timedelta(0)),
    *([timedelta(hours=30)], [timedelta(1), None], [[]], TERM, PILOT_2020, Timeline(policies=(PILOT_2020,)), len),
]
FUNCTIONS = [getattr(xmut_rules, name) for name in xmut_rules.__all__ if inspect.isfunction(getattr(xmut_rules, name))]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_junk_for_any_argument_gives_a_documented_exception_or_a_result(function: Callable[..., object]) -> None:
    """Each argument in turn is junk; ValueError, PolicyBreach and OSError may leave, nothing else."""
    parameters = inspect.signature(function).parameters.values()
    for parameter in parameters:
        for junk in JUNK:
            given = {row.name: GOOD[row.name] for row in parameters} | {parameter.name: junk}
            if function.__name__ == "settle" and parameter.name != "training":
                given["training"] = "0"
            first = [given.pop(row.name) for row in parameters if row.kind is row.POSITIONAL_OR_KEYWORD]
            told = ""
            try:
                function(*first, **given)
            except (ValueError, PolicyBreach, OSError) as refused:
                told = str(refused)
            assert len(told) < 10_000


def test_one_text_is_not_taken_for_several_accounts() -> None:
    """A text in the place of a list would be read letter by letter: it is refused, and so are ids that are no text."""
    anything: Any = "ACC-EDU"
    with pytest.raises(ValueError, match="accounts: expected several ids, not str"):
        check_receipts(TERM.receipts, anything, policy=PILOT_2020)
    numbers: Any = [1]
    with pytest.raises(ValueError, match=r"^accounts\[0\]: expected an id as text, not int$"):
        check_receipts(TERM.receipts, numbers, policy=PILOT_2020)


def test_what_is_no_finding_error_or_path_is_reported() -> None:
    """`require`, `describe` and `read_term` name what they expect."""
    wrong: Any = None
    for call, told in ((require, "rows of Finding"), (describe, "expected a ValueError"), (read_term, "a path")):
        with pytest.raises(ValueError, match=told):
            call(wrong)
    strangers: Any = ["x"]
    with pytest.raises(ValueError, match=r"^findings\[0\]: expected Finding, not str$"):
        require(strangers)
    require([Finding("after-as-of", "warning", "§0a", ("S01",))])


def test_the_first_repeated_id_is_named() -> None:
    """The last of 301 rows repeats the one before it: its place and its id are reported."""
    row = TERM.training[0]
    rows = [row.model_copy(update={"record_id": f"R{number}"}) for number in range(300)]
    with pytest.raises(ValueError, match=r"records\[300\]: the id R299 is repeated"):
        training_pay([*rows, rows[-1]], policy=PILOT_2020)


def test_something_recognized_under_another_rule_does_not_use_up_a_licence() -> None:
    """D5: a licence counts once per student; a language test recognized earlier is no licence."""
    student = Student(student_id="ST01", name="学生01", enrolled_on=date(2019, 9, 1))
    row: dict[str, Any] = {
        "certificate_id": "K1",
        "student_id": "ST01",
        "kind": "driving_licence",
        "name": "x",
        "level": "C1",
        "number": "N1",
        "issuer_recognized": True,
        "issued_on": "2021-03-01",
        "status": "valid",
        "category": "general_elective",
    }
    other = row | {"certificate_id": "K2", "kind": "other", "number": "N2", "recognized_on": "2020-12-31"}
    filed = [Certificate.model_validate(line) for line in (row, other)]
    decisions = recognize_credits(filed, [student], as_of=DAY, policy=PILOT_2020).decisions
    assert [decision.outcome for decision in decisions] == ["granted", "recognized-earlier"]


def test_clashes_stop_at_ten_thousand_and_say_so() -> None:
    """142 sessions at once are 10,011 pairs: 10,000 are reported, and that there are more; 141 are 9,870, all told."""

    def sessions(count: int) -> list[ExamSession]:
        start = datetime(2021, 5, 29, 8)
        common: dict[str, Any] = {"project_id": "P1", "room": "R1", "start": start, "end": start + timedelta(hours=1)}
        return [ExamSession(session_id=f"S{number}", **common) for number in range(count)]

    found = check_schedule(sessions(142), [], [], [], policy=PILOT_2020)
    assert [row.code for row in found].count("room-overlap") == 10_000
    assert [row.refs for row in found if row.code == "clashes-cut"] == [()]
    assert len(check_schedule(sessions(141), [], [], [], policy=PILOT_2020)) == 141 * 140 // 2


def test_a_term_is_no_place_for_a_repeated_college() -> None:
    """A college named twice in one project is reported with its id."""
    document: dict[str, Any] = TERM.model_dump(mode="json")
    weights = [{"college_id": "C01", "weight": 1}, {"college_id": "C01", "weight": 2}]
    document["projects"] = [{**document["projects"][0], "colleges": weights}]
    with pytest.raises(ValueError, match="the id C01 is repeated"):
        Term.model_validate(document)
