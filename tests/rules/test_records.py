"""Rows: each is valid by itself, and its fields do not contradict each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from xmut_rules import (
    PILOT_2020,
    Booking,
    Certificate,
    Cost,
    ExamDuty,
    ExamSession,
    Project,
    Receipt,
    Student,
    Term,
    TrainingRecord,
    WeeklySeries,
    exam_pay,
    training_tariff,
    weekly_lessons,
)
from xmut_rules.base.values import Value

ROWS: dict[type[Value], dict[str, Any]] = {
    Project: {"project_id": "P1", "name": "x", "colleges": {"C01": 1}},
    TrainingRecord: {
        "record_id": "TR01",
        "project_id": "P1",
        "staff_id": "T01",
        "date": "2021-03-06",
        "unit": "class_hour",
        "quantity": "2",
    },
    WeeklySeries: {
        "series_id": "W1",
        "project_id": "P1",
        "staff_id": "T01",
        "unit": "class_hour",
        "quantity": "2",
        "weekdays": ["monday"],
        "first_day": "2021-03-01",
        "count": 3,
    },
    ExamSession: {"session_id": "S01", "project_id": "P1", "start": "2021-05-29T08:00", "end": "2021-05-29T10:00"},
    Receipt: {
        "receipt_id": "I01",
        "project_id": "P1",
        "kind": "fee",
        "amount": "1.00",
        "date": "2021-03-02",
        "account": "A",
    },
    Cost: {"cost_id": "X01", "project_id": "P1", "category": "venue", "amount": "1.00", "funded_by": "fees"},
    Student: {"student_id": "ST01", "name": "学生01"},
    Certificate: {
        "certificate_id": "K01",
        "student_id": "ST01",
        "kind": "skill",
        "name": "证书A",
        "level": "初级",
        "number": "N1",
        "issuer_recognized": True,
        "issued_on": "2021-06-30",
        "status": "valid",
    },
    Booking: {"booking_id": "B01", "room": "R101", "start": "2021-05-29T08:00", "end": "2021-05-29T10:00"},
}


def told(kind: type[Value], changes: dict[str, Any]) -> list[tuple[str, str]]:
    """Build a row with changes and give the place and code of each problem."""
    try:
        kind.model_validate({**ROWS[kind], **changes})
    except ValidationError as error:
        return [(".".join(map(str, detail["loc"])), detail["type"]) for detail in error.errors(include_input=False)]
    return []


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.__name__)
def test_the_rows_of_these_tests_are_sound(kind: type[Value]) -> None:
    """Without changes every row is valid, and its JSON reads back as the same row."""
    row = kind.model_validate(ROWS[kind])
    assert kind.model_validate_json(row.model_dump_json()) == row


@pytest.mark.parametrize(
    ("kind", "changes", "problems"),
    [
        (TrainingRecord, {"unit": "day", "quantity": "0.5"}, [("quantity", "half-day")]),
        (TrainingRecord, {"unit": "day", "quantity": "2"}, [("quantity", "half-day")]),
        (TrainingRecord, {"unit": "day", "quantity": "1"}, []),
        (TrainingRecord, {"unit": "day", "quantity": "0"}, []),
        (TrainingRecord, {"quantity": "24"}, []),
        (TrainingRecord, {"quantity": "24.01"}, [("quantity", "hours")]),
        (TrainingRecord, {"quantity": "-1"}, [("quantity", "hours")]),
        (TrainingRecord, {"start": "08:30"}, [("end", "clock-pair")]),
        (TrainingRecord, {"end": "08:30"}, [("start", "clock-pair")]),
        (TrainingRecord, {"start": "08:30", "end": "08:30"}, [("end", "end-before-start")]),
        (TrainingRecord, {"start": "08:30", "end": "08:30:01"}, []),
        (TrainingRecord, {"start": "20:00", "end": "00:00"}, []),
        (TrainingRecord, {"start": "20:00", "end": "08:00"}, []),
        (TrainingRecord, {"start": "20:00", "end": "08:00:01"}, [("end", "end-before-start")]),
        (TrainingRecord, {"start": "09:00", "end": "08:00"}, [("end", "end-before-start")]),
        (Receipt, {"kind": "grant_opening", "amount": "-0.01"}, []),
        (Receipt, {"kind": "grant_opening", "amount": "0"}, []),
        (Receipt, {"kind": "grant_opening", "project_id": None}, [("project_id", "receipt-project")]),
        (ExamSession, {"end": "2021-05-29T08:00"}, [("end", "end-before-start")]),
        (ExamSession, {"end": "2021-05-29T07:59"}, [("end", "end-before-start")]),
        (ExamSession, {"end": "2021-05-30T08:00"}, []),
        (ExamSession, {"end": "2021-05-30T08:00:00.000001"}, [("end", "over-24-hours")]),
        (ExamSession, {"end": "2021-05-29T10:00+08:00"}, [("start", "mixed-clocks")]),
        (ExamSession, {"notified_at": "2021-05-15T09:00Z"}, [("start", "mixed-clocks")]),
        (ExamSession, {"notified_at": "2021-05-15T09:00"}, []),
        (Booking, {"end": "2021-05-29T08:00"}, [("end", "end-before-start")]),
        (Booking, {"end": "2021-05-29T10:00Z"}, [("start", "mixed-clocks")]),
        (Booking, {"end": "2021-06-29T10:00"}, []),
        (Receipt, {"kind": "refund"}, [("amount", "refund-sign")]),
        (Receipt, {"kind": "refund", "amount": 0}, [("amount", "refund-sign")]),
        (Receipt, {"kind": "refund", "amount": "-0.01"}, []),
        (Receipt, {"amount": "-0.01"}, [("amount", "income-sign")]),
        (Receipt, {"amount": "0.00"}, []),
        (Receipt, {"project_id": None}, [("project_id", "receipt-project")]),
        (Receipt, {"project_id": None, "kind": "school_award"}, []),
        (Receipt, {"account": None}, [("account", "receipt-account")]),
        (Receipt, {"account": None, "kind": "other"}, []),
        (
            Receipt,
            {"kind": "refund", "project_id": None},
            [("amount", "refund-sign"), ("project_id", "receipt-project")],
        ),
        (Cost, {"category": "training"}, [("category", "cost-category")]),
        (Cost, {"category": "Exams"}, [("category", "cost-category")]),
        (Cost, {"category": "课酬"}, [("category", "cost-category")]),
        (Cost, {"category": "考务费"}, [("category", "cost-category")]),
        (Cost, {"category": "ｔｒａｉｎｉｎｇ"}, [("category", "cost-category")]),
        (Cost, {"category": "exams fee"}, []),
        (Cost, {"amount": "-1"}, [("amount", "amount-negative")]),
        (Student, {"enrolled_on": "2019-09-01", "graduated_on": "2019-08-31"}, [("graduated_on", "graduated-first")]),
        (Student, {"enrolled_on": "2019-09-01", "graduated_on": "2019-09-01"}, []),
        (Student, {"graduated_on": "2019-08-31"}, []),
        (Certificate, {"level": "四级"}, [("level", "level")]),
        (Certificate, {"kind": "driving_licence", "level": "C1"}, []),
        (Project, {"colleges": {}}, [("colleges", "weights")]),
        (Project, {"colleges": None}, [("colleges", "weights")]),
        (Project, {"colleges": {"C01": 0}}, [("colleges.0.weight", "greater_than_equal")]),
        (Project, {"colleges": {"C01": True}}, [("colleges.0.weight", "int_type")]),
        (
            Project,
            {"colleges": [{"college_id": "C01", "weight": 1}, {"college_id": "C01", "weight": 2}]},
            [("colleges.1.college_id", "repeated-id")],
        ),
        (Project, {"prior_loss": "-0.01"}, [("prior_loss", "amount-negative")]),
        (WeeklySeries, {"count": None}, [("until", "series-end")]),
        (WeeklySeries, {"until": "2021-03-31"}, [("until", "series-end")]),
        (WeeklySeries, {"weekdays": []}, [("weekdays", "too_short")]),
        (WeeklySeries, {"count": 367}, [("count", "less_than_equal")]),
        (WeeklySeries, {"count": None, "until": "2021-02-28"}, [("until", "series-length")]),
        (WeeklySeries, {"count": None, "until": "2028-02-28"}, []),  # 366 Mondays
        (WeeklySeries, {"count": None, "until": "2028-03-06"}, [("until", "series-length")]),
        (WeeklySeries, {"count": 366, "interval": 52}, [("count", "series-length")]),  # beyond 2099
        (WeeklySeries, {"excluded_dates": ["2021-03-08"]}, []),
        (WeeklySeries, {"excluded_dates": ["2021-03-09"]}, [("excluded_dates.0", "series-excluded")]),
        (WeeklySeries, {"excluded_dates": ["2021-03-22"]}, [("excluded_dates.0", "series-excluded")]),
        (WeeklySeries, {"series_id": "W" * 55}, []),
        (WeeklySeries, {"series_id": "W" * 56}, [("series_id", "series-id")]),
        (WeeklySeries, {"unit": "day", "quantity": "0.5"}, [("quantity", "half-day")]),
        (WeeklySeries, {"start": "08:30"}, [("end", "clock-pair")]),
    ],
)
def test_fields_that_contradict_each_other_are_reported(
    kind: type[Value], changes: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    """Each contradiction is reported at its field, all of one row at once; the boundary itself is fine."""
    assert told(kind, changes) == problems


def test_colleges_are_read_in_either_form_and_kept_by_id() -> None:
    """A mapping in any order and rows in order are one value; JSON writes the mapping."""
    mapped = Project.model_validate({**ROWS[Project], "colleges": {"C02": 40, "C01": 60}})
    rows = [{"college_id": "C01", "weight": 60}, {"college_id": "C02", "weight": 40}]
    assert mapped == Project.model_validate({**ROWS[Project], "colleges": rows})
    assert mapped.model_dump()["colleges"] == {"C01": 60, "C02": 40}


@given(
    st.dates(date(2000, 1, 1), date(2099, 1, 1)),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(1, 5),
    st.integers(0, 200),
)
@example(date(2021, 3, 3), {0, 2}, 2, 40).via("interval counts Monday weeks from the first day's own week")
def test_lessons_fall_where_a_calendar_puts_them(first: date, weekdays: set[int], interval: int, span: int) -> None:
    """A day is a lesson if its weekday is named and its week is counted, from the start to the end."""
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    until = first + timedelta(days=span)
    week_of_first = first - timedelta(days=first.weekday())
    expected = [
        day
        for day in (first + timedelta(days=offset) for offset in range(span + 1))
        if day.weekday() in weekdays and ((day - week_of_first).days // 7) % interval == 0
    ]
    fields = {
        **ROWS[WeeklySeries],
        "weekdays": [names[day] for day in weekdays],
        "first_day": str(first),
        "until": str(until),
        "count": None,
        "interval": interval,
    }
    if not expected:
        with pytest.raises(ValidationError, match="1 to 366 lessons"):
            WeeklySeries.model_validate(fields)
        return
    plan = WeeklySeries.model_validate(fields)
    assert [lesson.date for lesson in weekly_lessons(plan)] == expected
    counted = WeeklySeries.model_validate(fields | {"until": None, "count": len(expected)})
    assert counted.days == plan.days
    without = WeeklySeries.model_validate(fields | {"excluded_dates": [str(expected[0])]})
    assert list(without.days) == expected[1:]


def test_a_lesson_carries_the_fields_of_its_plan() -> None:
    """The record of a lesson has the plan's project, person, quantity, clock times and room, and its own id."""
    times = {"start": "19:00", "end": "20:40", "room": "R201"}
    plan = {**ROWS[WeeklySeries], **times, "funded_by": "grant", "count": 1}
    (lesson,) = weekly_lessons(WeeklySeries.model_validate(plan))
    assert lesson.model_dump(mode="json") == {
        "record_id": "W1-20210301",
        "project_id": "P1",
        "staff_id": "T01",
        "date": "2021-03-01",
        "unit": "class_hour",
        "quantity": "2",
        "start": "19:00:00",
        "end": "20:40:00",
        "room": "R201",
        "funded_by": "grant",
    }


def test_a_lesson_must_not_take_the_id_of_a_record() -> None:
    """A plan whose lesson bears a record's id is reported at the plan; a plan that contradicts itself comes first."""
    tables = ["colleges", "staff", "projects", "training", "sessions", "duties", "receipts", "costs"]
    document: dict[str, Any] = {name: [] for name in [*tables, "students", "certificates"]}
    document |= {"format": "xmut-rules/term/1", "term": "t", "as_of": "2021-07-31", "designated_accounts": []}
    document["colleges"] = [{"college_id": "C01", "name": "x"}]
    document["staff"] = [{"staff_id": "T01", "name": "x"}]
    document["projects"] = [ROWS[Project]]
    document["training"] = [{**ROWS[TrainingRecord], "record_id": "W1-20210308"}]
    document["series"] = [ROWS[WeeklySeries], {**ROWS[WeeklySeries], "series_id": "W2", "count": None}]
    document["sessions"] = [ROWS[ExamSession], {**ROWS[ExamSession], "session_id": "S02"}]
    zoned = {"booking_id": "B01", "start": "2021-05-29T08:00Z", "end": "2021-05-29T09:00Z", "people": ["T09"]}
    document["bookings"] = [zoned]
    with pytest.raises(ValidationError) as caught:
        Term.model_validate(document)
    assert [(detail["loc"], detail["type"]) for detail in caught.value.errors()] == [
        (("series", 1, "until"), "series-end"),
    ]
    document["series"].pop()
    with pytest.raises(ValidationError) as caught:
        Term.model_validate(document)
    assert [(detail["loc"], detail["type"]) for detail in caught.value.errors()] == [
        (("bookings", 0, "people"), "unknown-id"),
        (("series", 0, "series_id"), "repeated-id"),
        (("bookings", 0, "start"), "mixed-clocks"),
    ]


def test_a_callers_mistakes_are_value_errors() -> None:
    """A duty without its session, mixed times and an unknown unit are reported in words, a long id masked."""
    naive = ExamSession.model_validate(ROWS[ExamSession])
    with_zone = {**ROWS[ExamSession], "session_id": "S02", "start": "2021-05-29T08:00Z", "end": "2021-05-29T09:00Z"}
    zoned = ExamSession.model_validate(with_zone)
    stray = ExamDuty(duty_id="D01", session_id="S1234567890", staff_id="T01")
    with pytest.raises(ValueError, match="the id S1234567890 is not in the table sessions"):
        exam_pay([naive], [stray], policy=PILOT_2020)
    with pytest.raises(ValueError, match="with and without a time zone"):
        exam_pay([naive, zoned], [], policy=PILOT_2020)
    with pytest.raises(ValueError, match="expected class_hour or day"):
        training_tariff("hour", 1, policy=PILOT_2020)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
