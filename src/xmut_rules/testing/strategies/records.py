"""Strategies of the rows of a term."""

from __future__ import annotations

# ruff: noqa: D417  `draw` is given by Hypothesis
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from xmut_rules.base.values import LOCAL
from xmut_rules.rules.records import (
    GRANT_KINDS,
    LEVELS,
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
    TrainingRecord,
    WeeklySeries,
)
from xmut_rules.testing.strategies import boundaries as at
from xmut_rules.testing.strategies.values import (
    BOOLEANS,
    DAYS,
    HOURS,
    LENGTHS,
    PEOPLE,
    POSITIVE,
    ROOMS,
    SELDOM,
    SESSION_DAYS,
    SMALL,
    STARTS,
    TERM_DAYS,
    USUALLY,
    Clocks,
    among,
    other,
)

DutyDay = tuple[tuple[ExamSession, ...], tuple[ExamDuty, ...]]
"""The sessions of one date with the duties of one person."""

_notices, _counts = other(*at.NOTICES, None), other(1, 2, 3, 3, 4, 5)
_changes = other(None, None, *at.NOTICES)
_PAYERS = other(*["fees"] * 5, "grant")
_claims = st.tuples(st.just("class_hour"), HOURS) | st.tuples(st.just("day"), other(1, 1, 1, 0))
_spans = other((None, None), (at.CLOCKS[0], at.CLOCKS[1]), (at.CLOCKS[0], at.CLOCKS[2]))


def lesson(draw: DrawFn, staff: Sequence[str], projects: Sequence[str]) -> dict[str, Any]:
    """Draw what a training record and a weekly plan have in common."""
    unit, quantity = draw(_claims)
    start, end = draw(_spans)
    people = {"project_id": draw(among(projects)), "staff_id": draw(among(staff))}
    claim = {"unit": unit, "quantity": quantity, "funded_by": draw(_PAYERS)}
    return {**people, **claim, "start": start, "end": end, "room": draw(ROOMS)}


def session(draw: DrawFn, session_id: str, projects: Sequence[str], day: date, clocks: Clocks) -> ExamSession:
    """Draw a session that starts on a day."""
    start = datetime.combine(day, draw(STARTS), LOCAL if clocks == "aware" else None)
    notice, change = draw(_notices), draw(_changes)
    return ExamSession(
        session_id=session_id,
        project_id=draw(among(projects)),
        room=draw(ROOMS),
        start=start,
        end=start + draw(LENGTHS),
        notified_at=None if notice is None else start - notice,
        changed_at=None if change is None else start - change,
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
        of_day, duties = duty_day(draw, draw(PEOPLE), at.PROJECTS, draw(TERM_DAYS), clocks, first=first, most=left)
        sessions += of_day
        pairs += [(duty.session_id, duty.staff_id) for duty in duties]
    if sessions:
        known = st.sampled_from([held.session_id for held in sessions])
        pairs += draw(st.lists(st.tuples(known, PEOPLE), max_size=most - len(pairs)))
    numbered = (
        ExamDuty(duty_id=f"D{number}", session_id=session_id, staff_id=staff_id)
        for number, (session_id, staff_id) in enumerate(pairs, 1)
    )
    return tuple(sessions), tuple(numbered)


def _ids(prefix: str) -> SearchStrategy[str]:
    return (other(1, 2, 9, 10) | st.integers(1, 999)).map(lambda number: f"{prefix}{number}")


RECORDS, SERIES, SESSIONS, DUTIES, BOOKINGS = map(_ids, ("R", "W", "S", "D", "B"))
_RECEIPTS, _COSTS, _CERTIFICATES = map(_ids, ("I", "K", "X"))
_WEIGHTS = st.dictionaries(other(*at.COLLEGES), other(1, 2, 3, 10**6), min_size=1)
_KINDS = other("fee", "fee", "refund", "grant", "grant", "grant_returned", "grant_opening", "school_award", "other")
_PURPOSES = other("training", "training", "evaluation", "other", None)
_ACCOUNTS = other(at.ACCOUNT, at.ACCOUNT, at.OTHER_ACCOUNT)
_FUNDS = other(
    ("fees", None),
    ("fees", None),
    ("grant", "training"),
    ("grant", "evaluation"),
    ("grant", None),
    ("school_award", None),
)
_PAID_FOR = other("场地", "能耗", "材料", "监考费")
_STUDIES = other(*((first, last) for first in at.ENROLMENTS for last in at.GRADUATIONS))
_CERTIFICATE_KINDS = other(*["skill"] * 6, *["driving_licence"] * 3, "other")
_LEVELS, _NAMES, _NUMBERS = (
    other(*LEVELS),
    other(*["证书A"] * 3, "证书 A", "证书B"),  # a space makes no other certificate (D2)
    other(*(f"N{number}" for number in range(1, 10))),
)
_ISSUERS = other(None, None, "评价组织甲", "评价组织乙")
_GIVEN = other(None, None, *map(Decimal, ("0", "1", "1.5", "2", "3")))
_CATEGORIES = other(*at.CATEGORIES * 5, None)
_STATES = other(*["valid"] * 15, "revoked", "expired", "suspended")


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
    """Draw exam sessions: around three hours, over midnight, online, notified to the venue office in time or late.

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
    """Draw projects of one college or of several with weights, seldom with an earlier loss (§3.5.3b, C4, C11).

    Of some a grant pays the duty pay (C5).

    Args:
        ids: the ids to draw from.
    """
    project_id, weights = draw(among(ids)), draw(_WEIGHTS)
    rows = tuple(CollegeWeight(college_id=key, weight=weight) for key, weight in sorted(weights.items()))
    loss = draw(SMALL) if draw(SELDOM) else at.ZERO
    name, payer = f"项目{project_id}", draw(_PAYERS)
    return Project(project_id=project_id, name=name, colleges=rows, prior_loss=loss, duty_funded_by=payer)


@composite
def receipts(draw: DrawFn, *, projects: Sequence[str] = at.PROJECTS, days: SearchStrategy[date] = DAYS) -> Receipt:
    """Draw receipts of every kind: fees on account A1 or another, refunds, grants for a purpose or none, and the rest.

    Args:
        projects: the ids to draw from.
        days: draws their dates.
    """
    kind = draw(_KINDS)
    is_negative = kind in ("refund", "grant_returned")
    amount = draw(POSITIVE) if is_negative else draw(SMALL)
    for_college = kind == "school_award" and draw(BOOLEANS)
    return Receipt(
        receipt_id=draw(_RECEIPTS),
        project_id=None if for_college else draw(among(projects)),
        college_id=at.COLLEGES[0] if for_college else None,
        kind=kind,
        amount=amount.copy_negate() if is_negative else amount,
        date=draw(days),
        account=draw(_ACCOUNTS),
        purpose=draw(_PURPOSES) if kind in GRANT_KINDS else None,
    )


@composite
def costs(draw: DrawFn, *, projects: Sequence[str] = at.PROJECTS) -> Cost:
    """Draw costs, paid from fees, a grant or a school award; some of a grant's name no purpose (§3.3c, C5).

    Args:
        projects: the ids to draw from.
    """
    funded_by, purpose = draw(_FUNDS)
    return Cost(
        cost_id=draw(_COSTS),
        project_id=draw(among(projects)),
        category=draw(_PAID_FOR),
        amount=draw(SMALL),
        funded_by=funded_by,
        purpose=purpose,
    )


@composite
def students(draw: DrawFn, *, ids: Sequence[str] = at.STUDENTS) -> Student:
    """Draw students, enrolled or not known to be, some graduated; certificates are issued around these days (D6, D8).

    Args:
        ids: the ids to draw from.
    """
    student_id, (enrolled, graduated) = draw(among(ids)), draw(_STUDIES)
    return Student(student_id=student_id, name=f"学生{student_id[2:]}", enrolled_on=enrolled, graduated_on=graduated)


@composite
def certificates(
    draw: DrawFn, *, students: Sequence[str] = at.STUDENTS, days: SearchStrategy[date] = DAYS
) -> Certificate:
    """Draw certificates of every kind, of few names and numbers: duplicates, several levels, shared numbers (§3.4a).

    Args:
        students: the ids to draw from.
        days: draws the dates of their issue.
    """
    return Certificate(
        certificate_id=draw(_CERTIFICATES),
        student_id=draw(among(students)),
        kind=draw(_CERTIFICATE_KINDS),
        name=draw(_NAMES),
        level=draw(_LEVELS),
        number=draw(_NUMBERS),
        issuer=draw(_ISSUERS),
        issuer_recognized=draw(USUALLY),
        issued_on=draw(days),
        status=draw(_STATES),
        category=draw(_CATEGORIES),
        recognized_on=(recognized_on := draw(days) if draw(SELDOM) else None),
        credits_given=draw(_GIVEN) if recognized_on else None,
    )


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
    college_id = draw(among(ids))
    return College(college_id=college_id, name=f"学院{college_id[1:]}")


@composite
def staff_members(draw: DrawFn, *, ids: Sequence[str] = at.STAFF, colleges: Sequence[str] = at.COLLEGES) -> StaffMember:
    """Draw staff of a college or from outside (§3.2).

    Args:
        ids: the ids to draw from.
        colleges: the ids to draw from.
    """
    staff_id, college = draw(among(ids)), draw(st.sampled_from((None, *colleges)))
    return StaffMember(staff_id=staff_id, name=f"教师{staff_id[1:]}", college_id=college)
