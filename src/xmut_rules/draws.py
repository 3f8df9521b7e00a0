"""What `xmut_rules.strategies` is made of: boundaries beside the whole range, and the parts that several rows share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from operator import itemgetter
from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from xmut_rules import boundaries as at
from xmut_rules.facts import (
    LEVELS,
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
)
from xmut_rules.money import shortest, yuan
from xmut_rules.policy import PILOT_2020, Policy, Timeline
from xmut_rules.values import FIRST_DAY, LAST_DAY, LOCAL

Clocks = Literal["naive", "aware"]
"""Whether moments have a zone; one input never mixes the two (reading B7)."""

DutyDay = tuple[tuple[ExamSession, ...], tuple[ExamDuty, ...]]
"""The sessions of one date with the duties of one person."""


def other(*values: Any) -> SearchStrategy[Any]:
    """Draw one of some values; an example shrinks to the first."""
    return st.sampled_from(values)


@cache
def _among(values: tuple[str, ...]) -> SearchStrategy[str]:
    return st.sampled_from(values)


def among(values: Sequence[str]) -> SearchStrategy[str]:
    """Draw one of some ids; kept, since making a strategy takes longer than drawing from it."""
    return _among(tuple(values))


DAYS = st.sampled_from(at.DAYS) | st.dates(FIRST_DAY, LAST_DAY)
SESSION_DAYS = st.sampled_from(at.SESSION_DAYS)
HOURS = st.sampled_from(at.HOURS) | st.integers(0, 2400).map(shortest)
LENGTHS = st.sampled_from(at.LENGTHS) | st.integers(1, 86400).map(lambda seconds: timedelta(seconds=seconds))
STARTS = st.sampled_from(at.CLOCKS) | st.times().map(lambda clock: clock.replace(microsecond=0))
TERM_DAYS, CREDIT_DAYS = other(*at.TERM_DAYS), other(*at.CREDIT_DAYS)
ROOMS, _staff, BOOLEANS = other(*at.ROOMS), other(*at.FEW_STAFF), st.booleans()
_notices, _counts = other(*at.NOTICES, None), other(1, 2, 3, 3, 4, 5)
_claims = st.tuples(st.just("class_hour"), HOURS) | st.tuples(st.just("day"), other(1, 1, 1, 0))
_spans = other((None, None), (at.CLOCKS[0], at.CLOCKS[1]), (at.CLOCKS[0], at.CLOCKS[2]))


def lesson(draw: DrawFn, staff: Sequence[str], projects: Sequence[str]) -> dict[str, Any]:
    """Draw what a training record and a weekly plan have in common."""
    unit, quantity = draw(_claims)
    start, end = draw(_spans)
    people = {"project_id": draw(among(projects)), "staff_id": draw(among(staff))}
    return {**people, "unit": unit, "quantity": quantity, "start": start, "end": end, "room": draw(ROOMS)}


def session(draw: DrawFn, session_id: str, projects: Sequence[str], day: date, clocks: Clocks) -> ExamSession:
    """Draw a session that starts on a day."""
    start = datetime.combine(day, draw(STARTS), LOCAL if clocks == "aware" else None)
    notice = draw(_notices)
    return ExamSession(
        session_id=session_id,
        project_id=draw(among(projects)),
        room=draw(ROOMS),
        start=start,
        end=start + draw(LENGTHS),
        notified_at=None if notice is None else start - notice,
    )


def duty_day(  # noqa: PLR0913  a day has this many sides
    draw: DrawFn, staff_id: str, projects: Sequence[str], day: date, clocks: Clocks, *, first: int = 1, most: int = 5
) -> DutyDay:
    """Draw one to five sessions of a day, numbered from `first`, with the duties of one person."""
    numbers = range(first, first + min(draw(_counts), most))
    sessions = tuple(session(draw, f"S{number}", projects, day, clocks) for number in numbers)
    duties = (ExamDuty(duty_id=f"D{number}", session_id=f"S{number}", staff_id=staff_id) for number in numbers)
    return sessions, tuple(duties)


def exams(draw: DrawFn, most: int, clocks: Clocks) -> DutyDay:
    """Draw days of single people, and further duties at their sessions, some recorded twice."""
    sessions: list[ExamSession] = []
    pairs: list[tuple[str, str]] = []
    while len(sessions) < most and draw(BOOLEANS):
        first, left = len(sessions) + 1, most - len(sessions)
        held, duties = duty_day(draw, draw(_staff), at.PROJECTS, draw(TERM_DAYS), clocks, first=first, most=left)
        sessions += held
        pairs += [(duty.session_id, duty.staff_id) for duty in duties]
    if sessions:
        known = st.sampled_from([each.session_id for each in sessions])
        pairs += draw(st.lists(st.tuples(known, _staff), max_size=most - len(pairs)))
    numbered = (
        ExamDuty(duty_id=f"D{number}", session_id=session_id, staff_id=staff_id)
        for number, (session_id, staff_id) in enumerate(pairs, 1)
    )
    return tuple(sessions), tuple(numbered)


def amounts_between(first: int, last: int) -> SearchStrategy[Any]:
    """Draw amounts between two, in fen: whole yuan, 5 fen in the end, around zero, and any.

    Args:
        first: the smallest.
        last: the largest.
    """
    edges = [each for each in (0, 1, 5, -1) if first <= each <= last] or [first]
    whole, tie = -(-first // 100), first + (5 - first) % 10
    kinds = [st.sampled_from(edges), st.integers(first, last)]
    if tie <= last:
        kinds.insert(0, st.integers(0, min((last - tie) // 10, 10**6)).map(lambda count: tie + count * 10))
    if whole * 100 <= last:
        kinds.insert(0, st.integers(whole, min(last // 100, whole + 10**5)).map(lambda count: count * 100))
    return st.one_of(kinds).map(yuan)


_rates = other("0", "0.01", "33.33", "600") | amounts_between(0, 10**6)
_levels = st.lists(st.tuples(other(*LEVELS), other(None, *at.CATEGORIES)), min_size=1, max_size=4, unique=True)
_changes: dict[str, SearchStrategy[Any]] = {
    "training.hour_rate": _rates,
    "training.day_rate": _rates,
    "training.hours_per_day": other("8", "0", "24", "0.01"),
    "training.long_day": other("capped"),
    "exams.short_rate": _rates,
    "exams.long_rate": _rates,
    "exams.long_from_minutes": other(179, 181, 1, 1440),
    "exams.day_rate": _rates,
    "exams.day_rate_from": other(2, 4, 1, 100),
    "exams.day_rate_reading": other("ceiling", "floor"),
    "exams.day_scope": other("person_and_project"),
    "exams.split": other("sessions"),
    "surplus.college_share": other(*at.SHARES),
    "surplus.rounding": other("half_even", "down"),
    "credits.per_certificate": other(*at.CREDITS),
    "credits.by_level": st.tuples(_levels, st.permutations(at.CREDITS)).map(
        lambda drawn: [{"level": x, "category": y, "credits": z} for (x, y), z in zip(*drawn, strict=False)]
    ),
    "credits.levels": other("highest"),
    "credits.category_cap": other(*at.CREDITS),
    "credits.earliest_issue": other(*at.DAYS),
    "schedule.turnaround_minutes": other(30, 1, 1440),
    "schedule.notice_days": other(7, 1, 0, 366),
}
_readings = ("training.long_day", "exams.day_rate_reading", "exams.day_scope", "exams.split", "credits.levels")
_change = st.one_of([st.tuples(st.just(field), _changes[field]) for field in (*_changes, *_readings)])
_several = st.lists(_change, unique_by=itemgetter(0), min_size=1, max_size=12)
_amendments = st.one_of(st.just(list[tuple[str, Any]]()), _several, _several)
_beginnings = st.sampled_from(at.SESSION_DAYS)
_durations = other(None, None, timedelta(0), timedelta(days=1), timedelta(days=365))
_dated = st.sampled_from((False,) * 3 + (True,))


@composite
def drawn_policies(draw: DrawFn) -> Policy:
    """Draw policies: `PILOT_2020` and changes of it, in any field, in few of them or many.

    Other readings, rates, caps, credits by level, notices, shares such as a third, and first and last days in force.
    """
    parts: dict[str, dict[str, object]] = {}
    for field, value in draw(_amendments):
        part, _, name = field.partition(".")
        parts.setdefault(part, {})[name] = value
    if draw(_dated):
        first, duration = draw(_beginnings), draw(_durations)
        last = None if duration is None else first + duration
        return PILOT_2020.amended(**parts, effective_from=first, effective_until=last)
    return PILOT_2020.amended(**parts) if parts else PILOT_2020


_policies = drawn_policies()
_successions = st.lists(_beginnings, min_size=1, max_size=4, unique=True).map(sorted)
_gaps = other(None, timedelta(days=1), timedelta(days=2))


@composite
def drawn_timelines(draw: DrawFn) -> Timeline:
    """Draw timelines of one to four policies: open ends, ends the day before the next, and gaps of a day."""
    firsts = draw(_successions)
    found: list[Policy] = []
    for first, following in zip(firsts, [*firsts[1:], None], strict=True):
        gap = draw(_gaps) if following else None
        last = max(first, following - gap) if following and gap else None
        found.append(draw(_policies).amended(effective_from=first, effective_until=last))
    return Timeline(policies=tuple(found))


USUALLY, SELDOM = st.sampled_from((True,) * 9 + (False,)), st.sampled_from((False,) * 9 + (True,))


def _ids(prefix: str) -> SearchStrategy[str]:
    return (other(1, 2, 9, 10) | st.integers(1, 999)).map(lambda number: f"{prefix}{number}")


RECORDS, SERIES, SESSIONS, DUTIES, BOOKINGS = map(_ids, ("R", "W", "S", "D", "B"))
_RECEIPTS, _COSTS, _CERTIFICATES = map(_ids, ("I", "K", "X"))
_SMALL, _POSITIVE = amounts_between(0, 10**8), amounts_between(1, 10**8)
_WEIGHTS = st.dictionaries(other(*at.COLLEGES), other(1, 2, 3, 10**6), min_size=1)


def project(draw: DrawFn, project_id: str) -> Project:
    """Draw a project with this id."""
    weights = draw(_WEIGHTS)
    rows = tuple(CollegeWeight(college_id=key, weight=weight) for key, weight in sorted(weights.items()))
    loss = draw(_SMALL) if draw(SELDOM) else at.ZERO
    return Project(project_id=project_id, name=f"项目{project_id}", colleges=rows, prior_loss=loss)


_KINDS = other("fee", "fee", "refund", "grant", "school_award", "other")
_ACCOUNTS = other(at.ACCOUNT, at.ACCOUNT, at.OTHER_ACCOUNT)


def receipt(draw: DrawFn, projects: Sequence[str], days: SearchStrategy[date]) -> Receipt:
    """Draw a receipt; of a college's own school award, C1's."""
    kind = draw(_KINDS)
    amount = draw(_POSITIVE) if kind == "refund" else draw(_SMALL)
    for_college = kind == "school_award" and draw(BOOLEANS)
    return Receipt(
        receipt_id=draw(_RECEIPTS),
        project_id=None if for_college else draw(among(projects)),
        college_id=at.COLLEGES[0] if for_college else None,
        kind=kind,
        amount=amount.copy_negate() if kind == "refund" else amount,
        date=draw(days),
        account=draw(_ACCOUNTS),
    )


_FUNDS = other(("fees", None), ("fees", None), ("grant", "training"), ("grant", "evaluation"), ("grant", None))
_PAID_FOR = other("场地", "能耗", "材料")


def cost(draw: DrawFn, projects: Sequence[str]) -> Cost:
    """Draw a cost."""
    funded_by, purpose = draw(_FUNDS)
    return Cost(
        cost_id=draw(_COSTS),
        project_id=draw(among(projects)),
        category=draw(_PAID_FOR),
        amount=draw(_SMALL),
        funded_by=funded_by,
        purpose=purpose,
    )


_STUDIES = other(*((first, last) for first in at.ENROLMENTS for last in at.GRADUATIONS))


def student(draw: DrawFn, student_id: str) -> Student:
    """Draw a student with this id."""
    enrolled, graduated = draw(_STUDIES)
    return Student(student_id=student_id, name=f"学生{student_id[2:]}", enrolled_on=enrolled, graduated_on=graduated)


_CERTIFICATE_KINDS = other(*["skill"] * 6, *["driving_licence"] * 3, "other")
_LEVELS, _NAMES, _NUMBERS = (
    other(*LEVELS),
    other(*["证书A"] * 3, "证书B"),
    other(*(f"N{number}" for number in range(1, 10))),
)
_CATEGORIES = other(*at.CATEGORIES * 5, None)
_STATES = other(*["valid"] * 15, "revoked", "expired", "suspended")


def certificate(draw: DrawFn, students: Sequence[str], days: SearchStrategy[date]) -> Certificate:
    """Draw a certificate of one of these students."""
    return Certificate(
        certificate_id=draw(_CERTIFICATES),
        student_id=draw(among(students)),
        kind=draw(_CERTIFICATE_KINDS),
        name=draw(_NAMES),
        level=draw(_LEVELS),
        number=draw(_NUMBERS),
        issuer_recognized=draw(USUALLY),
        issued_on=draw(days),
        status=draw(_STATES),
        category=draw(_CATEGORIES),
        recognized_on=draw(days) if draw(SELDOM) else None,
    )


def college(college_id: str) -> College:
    """Give the college with this id."""
    return College(college_id=college_id, name=f"学院{college_id[1:]}")


def member(draw: DrawFn, staff_id: str, colleges: Sequence[str]) -> StaffMember:
    """Draw a member of staff with this id."""
    college = draw(st.sampled_from((None, *colleges)))
    return StaffMember(staff_id=staff_id, name=f"教师{staff_id[1:]}", college_id=college)
