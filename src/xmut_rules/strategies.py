"""Hypothesis strategies for programs that embed this library (extra `test`): valid values, rich in boundaries.

What is drawn is always valid: breaches of the policy are drawn too, malformed input never is. Boundaries (three hours
less a second, six class hours and a hundredth, half a fen of an award) come up by construction, beside the whole
range. Examples shrink to few rows with plain values. Ids come from short lists, so that rows meet.

With both packages installed `st.from_type(Policy)`, and whatever is annotated with a type of the term, use these
strategies by themselves.

>>> from hypothesis import find
>>> find(session_lengths(), lambda length: length > timedelta(hours=2))
datetime.timedelta(seconds=10800)
"""

from __future__ import annotations

# ruff: noqa: D417  `draw` is given by Hypothesis
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from xmut_rules import boundaries as at
from xmut_rules.draws import (
    BOOKINGS,
    BOOLEANS,
    CREDIT_DAYS,
    DAYS,
    DUTIES,
    HOURS,
    LENGTHS,
    RECORDS,
    ROOMS,
    SERIES,
    SESSION_DAYS,
    SESSIONS,
    STARTS,
    TERM_DAYS,
    Clocks,
    DutyDay,
    among,
    amounts_between,
    certificate,
    college,
    cost,
    drawn_policies,
    drawn_timelines,
    duty_day,
    exams,
    lesson,
    member,
    other,
    project,
    receipt,
    session,
    student,
)
from xmut_rules.facts import (
    Booking,
    Certificate,
    College,
    Cost,
    ExamDuty,
    ExamSession,
    Project,
    Receipt,
    StaffMember,
    Student,
    TrainingRecord,
    WeeklySeries,
)
from xmut_rules.money import hundredths, read_yuan
from xmut_rules.policy import Policy, Timeline
from xmut_rules.term import ID_FIELDS, Term
from xmut_rules.values import LOCAL

_POLICIES, _TIMELINES = drawn_policies(), drawn_timelines()


def days() -> SearchStrategy[date]:
    """Draw days from 2000 to 2099: the first in force, the one before, a leap day and the bounds more often."""
    return DAYS


def class_hours() -> SearchStrategy[Decimal]:
    """Draw class hours of a record, 0 to 24 with at most two decimals: around six more often (§3.5.2.1, A1)."""
    return HOURS


def session_lengths() -> SearchStrategy[timedelta]:
    """Draw lengths of a session, up to 24 hours: around three hours more often (§3.5.2.2a)."""
    return LENGTHS


def amounts(*, least: Decimal | int | str = at.ZERO, most: Decimal | int | str = at.MOST) -> SearchStrategy[Decimal]:
    """Draw amounts in yuan: the bounds, and those whose 30% ends in half a fen, more often (§3.5.3b, C12).

    Args:
        least: the smallest, yuan; may be negative.
        most: the largest, yuan.

    Raises:
        ValueError: a bound is no exact amount, or the largest is below the smallest.
    """
    first, last = hundredths(read_yuan(least)), hundredths(read_yuan(most))
    if last < first:
        raise ValueError("most: expected an amount not below `least`")
    return amounts_between(first, last)


def policies() -> SearchStrategy[Policy]:
    """Draw policies: `PILOT_2020`, or changes of it in any field, in few of them or many.

    Other readings, rates, caps, credits by level, notices, shares such as a third, and first and last days in force.
    """
    return _POLICIES


def timelines() -> SearchStrategy[Timeline]:
    """Draw timelines of one to four policies: open ends, ends the day before the next, and gaps of a day."""
    return _TIMELINES


@composite
def training_records(
    draw: DrawFn,
    *,
    staff: Sequence[str] = at.STAFF,
    projects: Sequence[str] = at.PROJECTS,
    days: SearchStrategy[date] = DAYS,
) -> TrainingRecord:
    """Draw training records (§3.5.2.1): class hours around six, days, days of nothing, with clock times or without.

    Args:
        staff: the ids to draw from.
        projects: the ids to draw from.
        days: draws their dates.
    """
    return TrainingRecord(record_id=draw(RECORDS), date=draw(days), **lesson(draw, staff, projects))


_COUNTS = st.tuples(st.integers(1, 12), other(1, 2, 52)) | other((366, 1), (1, 1))
_WEEKDAYS = other(*at.WEEKDAYS)


@composite
def weekly_series(
    draw: DrawFn, *, staff: Sequence[str] = at.STAFF, projects: Sequence[str] = at.PROJECTS, most: int = 366
) -> WeeklySeries:
    """Draw weekly plans: one lesson or 366, for a count or until a day, some dates excluded.

    Args:
        staff: the ids to draw from.
        projects: the ids to draw from.
        most: the most lessons, 1 to 366.
    """
    count, interval = draw(_COUNTS)
    plan = WeeklySeries(
        series_id=draw(SERIES),
        weekdays=draw(_WEEKDAYS),
        first_day=draw(TERM_DAYS),
        count=min(count, most),
        interval=interval,
        **lesson(draw, staff, projects),
    )
    excluded = draw(st.lists(st.sampled_from(plan.days[:12]), max_size=2, unique=True))
    ends = {"count": None, "until": plan.days[-1]} if draw(BOOLEANS) else {}
    return plan.model_copy(update={"excluded_dates": tuple(excluded), **ends})


@composite
def exam_sessions(
    draw: DrawFn,
    *,
    projects: Sequence[str] = at.PROJECTS,
    days: SearchStrategy[date] = SESSION_DAYS,
    clocks: Clocks = "naive",
) -> ExamSession:
    """Draw exam sessions: around three hours, over midnight, online, told to the venue office in time or late.

    Args:
        projects: the ids to draw from.
        days: draws the dates of their starts, from 2000-01-08 to 2099-12-30.
        clocks: whether their moments have a zone.
    """
    return session(draw, draw(SESSIONS), projects, draw(days), clocks)


@composite
def exam_duties(draw: DrawFn, *, sessions: Sequence[str] = at.SESSIONS, staff: Sequence[str] = at.STAFF) -> ExamDuty:
    """Draw duties of one person at one session.

    Args:
        sessions: the ids to draw from.
        staff: the ids to draw from.
    """
    ids = {"session_id": draw(among(sessions)), "staff_id": draw(among(staff))}
    return ExamDuty(duty_id=draw(DUTIES), **ids)


@composite
def duty_days(
    draw: DrawFn,
    *,
    staff: Sequence[str] = at.STAFF,
    projects: Sequence[str] = at.PROJECTS,
    days: SearchStrategy[date] = SESSION_DAYS,
    clocks: Clocks = "naive",
) -> DutyDay:
    """Draw the sessions of one person's day with the duties: two, three or four, around three hours (§3.5.2.2b).

    Args:
        staff: the ids to draw from.
        projects: the ids to draw from.
        days: draws the date, from 2000-01-08 to 2099-12-30.
        clocks: whether moments have a zone.
    """
    return duty_day(draw, draw(among(staff)), projects, draw(days), clocks)


@composite
def projects(draw: DrawFn, *, ids: Sequence[str] = at.PROJECTS) -> Project:
    """Draw projects of one college or of several with weights, seldom with a prior loss (§3.5.3b, C4, C11).

    Args:
        ids: the ids to draw from.
    """
    return project(draw, draw(among(ids)))


@composite
def receipts(draw: DrawFn, *, projects: Sequence[str] = at.PROJECTS, days: SearchStrategy[date] = DAYS) -> Receipt:
    """Draw receipts of every kind: fees on account A1 or another, refunds, grants, school awards, other income.

    Args:
        projects: the ids to draw from.
        days: draws their dates.
    """
    return receipt(draw, projects, days)


@composite
def costs(draw: DrawFn, *, projects: Sequence[str] = at.PROJECTS) -> Cost:
    """Draw costs, paid from fees or from a grant; some of a grant's name no purpose (§3.3c, C5).

    Args:
        projects: the ids to draw from.
    """
    return cost(draw, projects)


@composite
def students(draw: DrawFn, *, ids: Sequence[str] = at.STUDENTS) -> Student:
    """Draw students, enrolled or not known to be, some graduated; certificates are issued around these days (D6, D8).

    Args:
        ids: the ids to draw from.
    """
    return student(draw, draw(among(ids)))


@composite
def certificates(
    draw: DrawFn, *, students: Sequence[str] = at.STUDENTS, days: SearchStrategy[date] = DAYS
) -> Certificate:
    """Draw certificates of every kind, of few names and numbers: duplicates, several levels, shared numbers (§3.4a).

    Args:
        students: the ids to draw from.
        days: draws the dates of their issue.
    """
    return certificate(draw, students, days)


@composite
def bookings(
    draw: DrawFn,
    *,
    staff: Sequence[str] = at.STAFF,
    days: SearchStrategy[date] = SESSION_DAYS,
    clocks: Clocks = "naive",
) -> Booking:
    """Draw uses of a room or of people from outside the pilot (§3.5.4e, E6).

    Args:
        staff: the ids to draw from.
        days: draws the dates of their starts, to 2099-12-30.
        clocks: whether their moments have a zone.
    """
    start = datetime.combine(draw(days), draw(STARTS), LOCAL if clocks == "aware" else None)
    people = draw(st.lists(st.sampled_from(staff), max_size=2, unique=True))
    return Booking(
        booking_id=draw(BOOKINGS), room=draw(ROOMS), people=tuple(people), start=start, end=start + draw(LENGTHS)
    )


@composite
def colleges(draw: DrawFn, *, ids: Sequence[str] = at.COLLEGES) -> College:
    """Draw colleges.

    Args:
        ids: the ids to draw from.
    """
    return college(draw(among(ids)))


@composite
def staff_members(draw: DrawFn, *, ids: Sequence[str] = at.STAFF, colleges: Sequence[str] = at.COLLEGES) -> StaffMember:
    """Draw staff of a college or from outside (§3.2).

    Args:
        ids: the ids to draw from.
        colleges: the ids to draw from.
    """
    return member(draw, draw(among(ids)), colleges)


@composite
def terms(draw: DrawFn, *, most: int = 5) -> Term:
    """Draw whole terms: ids exist and are unique, and all moments have a zone, or none has.

    Rows meet on few people, projects and days, so that most findings and outcomes come up.

    Args:
        most: the most rows of a table; weekly plans and bookings are a third of it.
    """
    clocks = draw(_CLOCKS)
    tables = {table: tuple(draw(rows)) for table, rows in _tables(most, clocks).items()}
    tables["sessions"], tables["duties"] = exams(draw, most, clocks)
    tables["projects"] = tuple(project(draw, each) for each in _named(tables, "project_id"))
    tables["students"] = tuple(student(draw, each) for each in _named(tables, "student_id"))
    colleges = _named(tables, "college_id")
    tables["colleges"] = tuple(map(college, colleges))
    tables["staff"] = tuple(member(draw, each, colleges) for each in _named(tables, "staff_id"))
    return Term(
        format="xmut-rules/term/1", term="2020-2021-2", as_of=draw(_ENDS), designated_accounts=(at.ACCOUNT,), **tables
    )


_CLOCKS: SearchStrategy[Clocks] = other("naive", "aware")
_ENDS = other(*at.TERM_ENDS)


@cache
def _tables(most: int, clocks: Clocks) -> dict[str, SearchStrategy[list[Any]]]:
    """Give what draws the tables whose rows name other tables' rows; these follow from them."""
    rows: dict[str, tuple[SearchStrategy[Any], int]] = {
        "training": (training_records(staff=at.FEW_STAFF, days=TERM_DAYS), most),
        "series": (weekly_series(staff=at.FEW_STAFF, most=3), most // 3),
        "receipts": (receipts(days=TERM_DAYS), most),
        "costs": (costs(), most),
        "certificates": (certificates(students=at.FEW_STUDENTS, days=CREDIT_DAYS), most),
        "bookings": (bookings(days=TERM_DAYS, clocks=clocks), most // 3),
    }
    return {
        table: st.lists(each, max_size=size, unique_by=attrgetter(ID_FIELDS[table]))
        for table, (each, size) in rows.items()
    }


def _named(tables: dict[str, tuple[Any, ...]], key: str) -> list[str]:
    """Collect the ids of one kind that rows name."""
    rows = list(chain.from_iterable(tables.values()))
    found: list[str | None] = [getattr(row, key, None) for row in rows]
    if key == "staff_id":
        found += [person for row in rows for person in getattr(row, "people", ())]
    if key == "college_id":
        found += [weight.college_id for row in tables["projects"] for weight in row.colleges]
    return sorted({each for each in found if each is not None})
