"""Rows for the spec tests, each valid as it stands; a test names only the fields that its law is about.

`fair_split` and `fen` are the arithmetic that several oracles share; they import nothing from the package.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from xmut_rules import (
    PILOT_2020,
    Booking,
    Certificate,
    CollegeWeight,
    Cost,
    ExamDuty,
    ExamSession,
    Finding,
    Policy,
    Project,
    Receipt,
    Student,
    Timeline,
    TrainingRecord,
    WeeklySeries,
    training_pay,
)
from xmut_rules.rules.records import Category, Level, PayFunding, Purpose, Unit, Weekday

Number = Decimal | int | str
DayLike = date | str
MomentLike = datetime | str

EARLY = "2020-12-17"
"""The day before the document was issued."""


def fen(amount: Decimal) -> int:
    """Return yuan as whole fen; anything finer is a failure of its own."""
    exact_fen = Fraction(amount) * 100
    assert exact_fen.denominator == 1, amount
    return exact_fen.numerator


def yuan(amount: int) -> Decimal:
    """Return whole fen as yuan with two decimals."""
    return Decimal(f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}")


def fair_split(total: int, weights: dict[str, int]) -> dict[str, int]:
    """Split fen by largest remainder, a tie to the smaller id, on fractions."""
    exact_parts = {key: Fraction(total * weight, sum(weights.values())) for key, weight in weights.items()}
    parts = {key: part.numerator // part.denominator for key, part in exact_parts.items()}
    left = total - sum(parts.values())
    for key in sorted(weights, key=lambda name: (parts[name] - exact_parts[name], name))[:left]:
        parts[key] += 1
    return parts


def reported(findings: Iterable[Finding]) -> list[tuple[str, str, str | None, tuple[str, ...]]]:
    """Return code, severity, clause and refs of each finding."""
    return [(finding.code, finding.severity, finding.clause, finding.refs) for finding in findings]


def figures(findings: tuple[Finding, ...]) -> list[tuple[str, dict[str, str]]]:
    """Return code and figures of each finding."""
    return [(finding.code, dict(finding.params)) for finding in findings]


def amounts(records: Iterable[TrainingRecord], policy: Policy | Timeline = PILOT_2020) -> dict[str, str]:
    """Return what each record is paid, as text."""
    return {line.record_id: str(line.amount) for line in training_pay(records, policy=policy).lines}


def amended(field: str, value: Any) -> Any:
    """Return a field of the pilot, as its JSON has it after an amendment."""
    part, name = field.split(".")
    return json.loads(PILOT_2020.amended(**{part: {name: value}}).model_dump_json())[part][name]


def day_of(value: DayLike) -> date:
    """Return a date, given as one or as text such as 2021-03-06."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def moment_of(value: MomentLike) -> datetime:
    """Return a moment, given as one or as text such as 2021-03-06T09:00 or 2021-03-06T09:00+08:00."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def exact(value: Number) -> Decimal:
    """Return a decimal, given as a number or as text such as 1.50."""
    return Decimal(value)


def _clock(value: time | str | None) -> time | None:
    return time.fromisoformat(value) if isinstance(value, str) else value


def _end(start: datetime, end: MomentLike | None, minutes: int, length: timedelta | None) -> datetime:
    if end is not None:
        return moment_of(end)
    return start + (length if length is not None else timedelta(minutes=minutes))


def record(
    record_id: str = "R1",
    *,
    staff: str = "T01",
    project: str = "P1",
    day: DayLike = "2021-03-06",
    unit: Unit = "class_hour",
    quantity: Number = 1,
    start: time | str | None = None,
    end: time | str | None = None,
    room: str | None = None,
    funded_by: PayFunding = "fees",
) -> TrainingRecord:
    """Build a training record: one class hour of T01 unless given otherwise."""
    return TrainingRecord(
        record_id=record_id,
        project_id=project,
        staff_id=staff,
        date=day_of(day),
        unit=unit,
        quantity=exact(quantity),
        start=_clock(start),
        end=_clock(end),
        room=room,
        funded_by=funded_by,
    )


def series(
    series_id: str = "W1",
    *,
    staff: str = "T01",
    project: str = "P1",
    unit: Unit = "class_hour",
    quantity: Number = 2,
    weekdays: tuple[Weekday, ...] = ("saturday",),
    first_day: DayLike = "2021-03-06",
    until: DayLike | None = None,
    count: int | None = None,
    interval: int = 1,
    excluded: tuple[DayLike, ...] = (),
    start: time | str | None = None,
    end: time | str | None = None,
    room: str | None = None,
    funded_by: PayFunding = "fees",
) -> WeeklySeries:
    """Build a weekly plan: two class hours on Saturdays; `until` or `count` must be given."""
    return WeeklySeries(
        series_id=series_id,
        project_id=project,
        staff_id=staff,
        unit=unit,
        quantity=exact(quantity),
        weekdays=weekdays,
        first_day=day_of(first_day),
        until=None if until is None else day_of(until),
        count=count,
        interval=interval,
        excluded_dates=tuple(day_of(day) for day in excluded),
        start=_clock(start),
        end=_clock(end),
        room=room,
        funded_by=funded_by,
    )


def session(
    session_id: str = "E1",
    *,
    project: str = "P1",
    start: MomentLike = "2021-03-06T09:00",
    end: MomentLike | None = None,
    minutes: int = 120,
    length: timedelta | None = None,
    room: str | None = None,
    notified: MomentLike | None = None,
    changed: MomentLike | None = None,
    subject: str | None = None,
) -> ExamSession:
    """Build an exam session: two hours from nine, unless `end`, `length` or `minutes` is given."""
    begin = moment_of(start)
    return ExamSession(
        session_id=session_id,
        project_id=project,
        subject=subject,
        room=room,
        start=begin,
        end=_end(begin, end, minutes, length),
        notified_at=None if notified is None else moment_of(notified),
        changed_at=None if changed is None else moment_of(changed),
    )


def duty(duty_id: str = "D1", *, session: str = "E1", staff: str = "S01", role: str | None = None) -> ExamDuty:
    """Build a duty: S01 at E1 unless given otherwise."""
    return ExamDuty(duty_id=duty_id, session_id=session, staff_id=staff, role=role)


def receipt(
    receipt_id: str = "I1",
    *,
    amount: Number = "1000.00",
    kind: Literal["fee", "refund", "grant", "grant_returned", "grant_opening", "school_award", "other"] = "fee",
    project: str | None = "P1",
    college: str | None = None,
    day: DayLike = "2021-03-06",
    account: str | None = "A1",
    purpose: Purpose | None = None,
    note: str | None = None,
) -> Receipt:
    """Build a receipt: a fee to account A1 unless given otherwise."""
    return Receipt(
        receipt_id=receipt_id,
        project_id=project,
        college_id=college,
        kind=kind,
        amount=exact(amount),
        date=day_of(day),
        account=account,
        purpose=purpose,
        note=note,
    )


def cost(
    cost_id: str = "K1",
    *,
    amount: Number = "100.00",
    category: str = "venue",
    project: str = "P1",
    funded_by: Literal["fees", "grant", "school_award"] = "fees",
    purpose: Purpose | None = None,
    note: str | None = None,
) -> Cost:
    """Build a cost: venue, from fees, unless given otherwise."""
    return Cost(
        cost_id=cost_id,
        project_id=project,
        category=category,
        amount=exact(amount),
        funded_by=funded_by,
        purpose=purpose,
        note=note,
    )


def project(
    project_id: str = "P1",
    *,
    weights: dict[str, int] | None = None,
    prior_loss: Number = 0,
    name: str = "project",
    certificate: str | None = None,
    level: Level | None = None,
    duty_funded_by: PayFunding = "fees",
) -> Project:
    """Build a project: of college C1 alone and without an earlier loss unless given otherwise."""
    shares = {"C1": 1} if weights is None else weights
    return Project(
        project_id=project_id,
        name=name,
        certificate=certificate,
        level=level,
        colleges=tuple(CollegeWeight(college_id=college, weight=weight) for college, weight in shares.items()),
        prior_loss=exact(prior_loss),
        duty_funded_by=duty_funded_by,
    )


def certificate(
    certificate_id: str = "X1",
    *,
    student: str = "U1",
    kind: Literal["skill", "driving_licence", "other"] = "skill",
    name: str = "skill A",
    level: str = "初级",
    number: str | None = None,
    issuer: str | None = None,
    issuer_recognized: bool = True,
    issued_on: DayLike = "2021-03-06",
    status: Literal["valid", "revoked", "expired", "suspended"] = "valid",
    category: Category | None = "innovation_practice",
    recognized_on: DayLike | None = None,
    credits_given: Number | None = None,
) -> Certificate:
    """Build a valid skill certificate of student U1; its number is its own unless given."""
    return Certificate(
        certificate_id=certificate_id,
        student_id=student,
        kind=kind,
        name=name,
        level=level,
        number=f"N-{certificate_id}" if number is None else number,
        issuer=issuer,
        issuer_recognized=issuer_recognized,
        issued_on=day_of(issued_on),
        status=status,
        category=category,
        recognized_on=None if recognized_on is None else day_of(recognized_on),
        credits_given=None if credits_given is None else exact(credits_given),
    )


def student(
    student_id: str = "U1",
    *,
    enrolled_on: DayLike | None = "2019-09-01",
    graduated_on: DayLike | None = None,
    name: str = "student",
) -> Student:
    """Build a student enrolled since 2019-09-01 unless given otherwise."""
    return Student(
        student_id=student_id,
        name=name,
        enrolled_on=None if enrolled_on is None else day_of(enrolled_on),
        graduated_on=None if graduated_on is None else day_of(graduated_on),
    )


def booking(
    booking_id: str = "B1",
    *,
    start: MomentLike = "2021-03-06T09:00",
    end: MomentLike | None = None,
    minutes: int = 120,
    length: timedelta | None = None,
    room: str | None = None,
    people: tuple[str, ...] = (),
) -> Booking:
    """Build a booking from outside the pilot: two hours from nine unless given otherwise."""
    begin = moment_of(start)
    return Booking(booking_id=booking_id, room=room, people=people, start=begin, end=_end(begin, end, minutes, length))
