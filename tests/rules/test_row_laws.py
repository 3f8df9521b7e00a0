"""The rows of a term by themselves: what may be left out, bounds, what contradicts, and that no row ever changes."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest
from pydantic import TypeAdapter, ValidationError

from tests.spec.builders import (
    booking,
    certificate,
    cost,
    duty,
    moment_of,
    project,
    receipt,
    record,
    series,
    session,
    student,
)
from xmut_rules import (
    PILOT_2020,
    Booking,
    Certificate,
    College,
    CollegeWeight,
    Cost,
    ExamDuty,
    ExamSession,
    Project,
    Receipt,
    StaffMember,
    Student,
    Timeline,
    TrainingRecord,
    WeeklySeries,
)
from xmut_rules.policy.terms import LevelCredits

LEAST: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
    "college": (College, {"college_id": "C1", "name": "x"}, {}),
    "staff": (StaffMember, {"staff_id": "T1", "name": "x"}, {"college_id": None}),
    "project": (
        Project,
        {"project_id": "P1", "name": "x", "colleges": {"C1": 1}},
        {"certificate": None, "level": None, "prior_loss": "0.00", "duty_funded_by": "fees"},
    ),
    "training": (
        TrainingRecord,
        {"record_id": "R1", "project_id": "P1", "staff_id": "T1", "date": "2021-03-06", "unit": "day", "quantity": "1"},
        {"start": None, "end": None, "room": None, "funded_by": "fees"},
    ),
    "series": (
        WeeklySeries,
        {"series_id": "W1", "project_id": "P1", "staff_id": "T1", "unit": "class_hour", "quantity": "1",
         "weekdays": ["monday"], "first_day": "2021-03-06", "count": 1},
        {"until": None, "interval": 1, "excluded_dates": [], "start": None, "end": None, "room": None,
         "funded_by": "fees"},
    ),
    "sessions": (
        ExamSession,
        {"session_id": "E1", "project_id": "P1", "start": "2021-03-06T09:00:00", "end": "2021-03-06T11:00:00"},
        {"subject": None, "room": None, "notified_at": None, "changed_at": None},
    ),
    "duties": (ExamDuty, {"duty_id": "D1", "session_id": "E1", "staff_id": "T1"}, {"role": None}),
    "receipts": (
        Receipt,
        {"receipt_id": "I1", "kind": "school_award", "amount": "1.00", "date": "2021-03-06"},
        {"project_id": None, "college_id": None, "account": None, "purpose": None, "note": None},
    ),
    "costs": (
        Cost,
        {"cost_id": "K1", "project_id": "P1", "category": "x", "amount": "1.00", "funded_by": "fees"},
        {"purpose": None, "note": None},
    ),
    "students": (Student, {"student_id": "U1", "name": "x"}, {"enrolled_on": None, "graduated_on": None}),
    "certificates": (
        Certificate,
        {"certificate_id": "X1", "student_id": "U1", "kind": "other", "name": "x", "level": "", "number": "N",
         "issuer_recognized": False, "issued_on": "2021-03-06", "status": "valid"},
        {"category": None, "recognized_on": None, "issuer": None, "credits_given": None},
    ),
    "bookings": (
        Booking,
        {"booking_id": "B1", "start": "2021-03-06T09:00:00", "end": "2021-03-06T11:00:00"},
        {"room": None, "people": []},
    ),
}  # fmt: skip


@pytest.mark.parametrize("table", LEAST)
def test_a_row_has_what_it_must_and_defaults_for_the_rest(table: str) -> None:
    """A row needs these fields, the others are null, empty, or as listed; its JSON has all of them."""
    kind, given, defaults = LEAST[table]
    assert json.loads(kind.model_validate_json(json.dumps(given)).model_dump_json()) == {**given, **defaults}
    for name in given.keys() - {"project_id", "count"}:
        with pytest.raises(ValidationError):
            kind.model_validate_json(json.dumps({key: value for key, value in given.items() if key != name}))


CHOICES: list[tuple[Callable[[Any], Any], tuple[str, ...]]] = [
    (lambda word: certificate(kind=word), ("skill", "driving_licence", "other")),
    (lambda word: certificate(status=word), ("valid", "revoked", "expired", "suspended")),
    (lambda word: certificate(category=word), ("innovation_practice", "general_elective")),
    (lambda word: certificate(level=word), ("初级", "中级", "高级")),
    (lambda word: project(level=word), ("初级", "中级", "高级")),
    (lambda word: record(unit=word), ("class_hour", "day")),
    (lambda word: series(unit=word, quantity=1, count=1), ("class_hour", "day")),
    (lambda word: series(weekdays=(word,), count=1),
     ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")),
    (lambda word: receipt(kind=word, amount=0 if word != "refund" else -1),
     ("fee", "refund", "grant", "school_award", "other")),
    (lambda word: cost(funded_by=word), ("fees", "grant")),
    (lambda word: cost(purpose=word), ("training", "evaluation", "certification")),
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(CHOICES)))
def test_a_choice_has_its_words(place: int) -> None:
    """§3.4a-c, §3.5.2.1, §3.5.3a, §3.3c: each of these words is accepted, and no other."""
    build, words = CHOICES[place]
    for word in words:
        assert build(word)
    for wrong in ("", "x", words[0].upper() if words[0].isascii() else "特级"):
        with pytest.raises(ValidationError):
            build(wrong)


@pytest.mark.parametrize(("code", "place", "build"), [
    ("half-day", ("quantity",), lambda: record(unit="day", quantity="0.5")),
    ("half-day", ("quantity",), lambda: record(unit="day", quantity=2)),
    ("half-day", ("quantity",), lambda: series(unit="day", quantity=2, count=1)),
    ("clock-pair", ("end",), lambda: record(start="09:00")),
    ("clock-pair", ("start",), lambda: record(end="09:00")),
    ("end-before-start", ("end",), lambda: record(start="09:00", end="09:00")),
    ("end-before-start", ("end",), lambda: session(length=timedelta(0))),
    ("end-before-start", ("end",), lambda: booking(length=timedelta(0))),
    ("over-24-hours", ("end",), lambda: session(length=timedelta(hours=24, microseconds=1))),
    ("mixed-clocks", ("start",), lambda: session(end="2021-03-06T10:00+08:00")),
    ("mixed-clocks", ("start",), lambda: session(notified="2021-03-06T08:00+08:00")),
    ("mixed-clocks", ("start",), lambda: booking(end="2021-03-06T10:00+08:00")),
    ("refund-sign", ("amount",), lambda: receipt(kind="refund", amount=0)),
    ("income-sign", ("amount",), lambda: receipt(amount="-0.01")),
    ("receipt-project", ("project_id",), lambda: receipt(project=None)),
    ("receipt-account", ("account",), lambda: receipt(account=None)),
    ("cost-category", ("category",), lambda: cost(category="training")),
    ("graduated-first", ("graduated_on",), lambda: student(graduated_on="2019-08-31")),
    ("level", ("level",), lambda: certificate(level="特级")),
    ("weights", ("colleges",), lambda: project(weights={})),
    ("greater_than_equal", ("weight",), lambda: CollegeWeight(college_id="C1", weight=0)),
    ("less_than_equal", ("weight",), lambda: CollegeWeight(college_id="C1", weight=1_000_001)),
    ("series-id", ("series_id",), lambda: series("W" * 56, count=1)),
    ("too_short", ("weekdays",), lambda: series(weekdays=(), count=1)),
    ("too_long", ("weekdays",), lambda: series(weekdays=("monday",) * 8, count=1)),
    ("series-end", ("until",), series),
    ("series-end", ("until",), lambda: series(count=1, until="2021-03-06")),
    ("greater_than_equal", ("count",), lambda: series(count=0)),
    ("less_than_equal", ("count",), lambda: series(count=367)),
    ("greater_than_equal", ("interval",), lambda: series(count=1, interval=0)),
    ("less_than_equal", ("interval",), lambda: series(count=1, interval=53)),
    ("series-length", ("until",), lambda: series(until="2021-03-05")),
    ("series-length", ("until",), lambda: series(until="2028-03-11")),
    ("series-length", ("count",), lambda: series(first_day="2099-12-26", count=2)),
    ("series-excluded", ("excluded_dates", 1),
     lambda: series(count=2, excluded=("2021-03-06", "2021-03-07"))),
    ("too_long", ("excluded_dates",), lambda: series(count=1, excluded=("2021-03-06",) * 367)),
])  # fmt: skip
def test_a_contradiction_has_its_code_and_place(
    code: str, place: tuple[str | int, ...], build: Callable[[], object]
) -> None:
    """A4, B7, C7, C9, C11, D4: one thing is wrong, and the error has its code and field."""
    with pytest.raises(ValidationError) as raised:
        build()
    found = [(error["type"], error["loc"]) for error in raised.value.errors(include_input=False, include_url=False)]
    assert found == [(code, place)]


def test_the_last_that_is_allowed() -> None:
    """A4, B7, C11: a day of 0, 24 hours, a weight of a million, 366 lessons, 52 weeks apart, until the last day."""
    assert record(unit="day", quantity=0).quantity == 0
    assert session(length=timedelta(hours=24)).end == moment_of("2021-03-07T09:00")
    assert project(weights={"C1": 1_000_000}).colleges[0].weight == 1_000_000
    assert len(series(count=366).days) == len(series(until="2028-03-10").days) == 366
    assert series(count=2, interval=52).days == (date(2021, 3, 6), date(2022, 3, 5))
    assert series(first_day="2099-12-19", count=2).days[-1] == date(2099, 12, 26)
    assert series(first_day="2099-12-31", weekdays=("thursday",), count=1).days == (date(2099, 12, 31),)
    assert len(series(weekdays=("monday",) * 7, count=1).days) == 1
    assert series(count=366, excluded=("2021-03-06",) * 366).days[0] == date(2021, 3, 13)
    assert student(graduated_on="2019-09-01").graduated_on == date(2019, 9, 1)
    assert receipt(kind="refund", amount="-0.01", account=None).account is None


def test_a_plan_without_weekdays_is_refused_with_the_least_number() -> None:
    """The figure in the error is 1 weekday."""
    with pytest.raises(ValidationError) as raised:
        series(weekdays=(), count=1)
    assert raised.value.errors()[0].get("ctx") == {"min_length": 1}


def test_a_college_twice_in_a_project_is_refused() -> None:
    """C11: a project that lists a college twice is refused at the second, which names the first."""
    rows = [CollegeWeight(college_id=college_id, weight=1) for college_id in ("C1", "C2", "C1")]
    with pytest.raises(ValidationError) as raised:
        Project(project_id="P1", name="x", colleges=tuple(rows))
    (error,) = raised.value.errors(include_input=False, include_url=False)
    assert (error["type"], error["loc"], error.get("ctx")) == (
        "repeated-id", ("colleges", 2, "college_id"), {"id": "C1", "first": 1})  # fmt: skip


def test_colleges_are_a_mapping_in_json() -> None:
    """C11: weights are read from a mapping, stand by id, and are written as one."""
    text = '{"project_id":"P1","name":"x","colleges":{"C2":1,"C10":3}}'
    found = Project.model_validate_json(text)
    assert [college.college_id for college in found.colleges] == ["C10", "C2"]
    assert json.loads(found.model_dump_json())["colleges"] == {"C10": 3, "C2": 1}
    schema = TypeAdapter(Project).json_schema()["properties"]["colleges"]
    assert schema == {"type": "object", "minProperties": 1,
                      "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 1_000_000}}  # fmt: skip
    assert TypeAdapter(WeeklySeries).json_schema()["properties"]["weekdays"]["minItems"] == 1


def test_a_list_is_accepted_and_copied() -> None:
    """E6: people, weekdays and excluded dates may come as lists; what is kept is a tuple."""
    people, days = ["T1"], [date(2021, 3, 6)]
    found = Booking.model_validate({"booking_id": "B1", "people": people, "start": moment_of("2021-03-06T09:00"),
                                    "end": moment_of("2021-03-06T10:00")})  # fmt: skip
    plan = series(count=2).model_copy(update={"weekdays": ["saturday"], "excluded_dates": days})
    people.append("T2")
    days.clear()
    assert (found.people, plan.weekdays, plan.days) == (("T1",), ("saturday",), (date(2021, 3, 13),))


def test_an_error_does_not_show_what_was_given() -> None:
    """An id may be an identity number: the error of a refused one names the field and not the number."""
    with pytest.raises(ValidationError) as raised:
        duty(" 110101199003070000")
    assert "duty_id" in str(raised.value)
    assert "1101" not in str(raised.value)


VALUES: list[Any] = [
    College(college_id="C1", name="x"), StaffMember(staff_id="T1", name="x"), CollegeWeight(college_id="C1", weight=1),
    project(), record(), series(count=1), session(), duty(), receipt(), cost(), student(), certificate(), booking(),
    LevelCredits(level="初级", credits=Decimal(1)), Timeline(policies=(PILOT_2020,)), PILOT_2020, PILOT_2020.document,
    PILOT_2020.training, PILOT_2020.exams, PILOT_2020.surplus, PILOT_2020.credits, PILOT_2020.funds,
    PILOT_2020.schedule,
]  # fmt: skip


def fields_of(value: Any) -> list[str]:
    """Return the names of the fields of a row or a policy, in their order."""
    return list(cast("Any", type(value)).model_fields)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_row_or_policy_cannot_be_changed(value: Any) -> None:
    """A field set, deleted or added is refused, and a copy is the value itself."""
    name = next(iter(fields_of(value)))
    before = value.model_dump_json()
    with pytest.raises(ValidationError):
        setattr(value, name, getattr(value, name))
    with pytest.raises(ValidationError):
        delattr(value, name)
    with pytest.raises(ValidationError):
        value.extra = 1
    hidden = "_stray"
    with pytest.raises(AttributeError, match=r"^_stray is not set"):
        setattr(value, hidden, 1)
    with pytest.raises(AttributeError, match=r"^_stray is not deleted"):
        delattr(value, hidden)
    assert (value.model_dump_json(), copy.copy(value) == value) == (before, True)
