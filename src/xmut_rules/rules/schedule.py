"""The exam plan: clashes of rooms and people (§3.5.4e), notices to the venue office (§3.5.4d).

Intervals are half-open: what touches does not clash. Not checked: whether notices are "regular" (reading E8), and rooms
of online sessions (E5).

>>> from xmut_rules import PILOT_2020, ExamSession
>>> morning = ExamSession(session_id="S01", project_id="P1", room="R101",
...                       start=datetime(2021, 5, 29, 8, 30), end=datetime(2021, 5, 29, 10, 30))
>>> next_one = morning.model_copy(update={"session_id": "S02", "start": morning.end, "end": datetime(2021, 5, 29, 12)})
>>> check_schedule([morning, next_one], [], [], [], policy=PILOT_2020)
()
>>> early = next_one.model_copy(update={"start": datetime(2021, 5, 29, 10)})
>>> [(found.code, found.refs) for found in check_schedule([morning, early], [], [], [], policy=PILOT_2020)]
[('room-overlap', ('S01', 'S02'))]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import chain, islice
from typing import Literal, NamedTuple

from xmut_rules.base.arguments import Arguments, rows_of
from xmut_rules.base.errors import input_error
from xmut_rules.base.values import LOCAL, is_mixed
from xmut_rules.policy.terms import Policy, Timeline, lookup
from xmut_rules.rules.findings import Finding, Severity, finding, ordered
from xmut_rules.rules.records import (
    Booking,
    ExamDuty,
    ExamSession,
    TrainingRecord,
    ending,
    require_known,
    sessions_by_id,
)

MOST_CLASHES = 10_000
"""After this many clashes the sweep stops and reports it."""


class _Use(NamedTuple):
    """One use of a room or a person, from start to end; uses are in order of these fields."""

    start: datetime
    end: datetime
    id: str
    table: str

    @property
    def is_exam(self) -> bool:
        """Whether it is an exam session."""
        return self.table == "sessions"


def check_schedule(
    sessions: Iterable[ExamSession],
    duties: Iterable[ExamDuty],
    training: Iterable[TrainingRecord],
    bookings: Iterable[Booking],
    *,
    policy: Policy | Timeline,
) -> tuple[Finding, ...]:
    """Return a finding for every pair that needs one room or person at one time, and for rooms without turnaround time.

    Clause: §3.5.4e
    Reading: B10, B12, E1, E2, E3, E5, E6

    Args:
        sessions: exam sessions with ids of their own, all with a zone or all without.
        duties: who is on duty at which of these sessions.
        training: training records; those without clock times are passed over.
        bookings: other uses of rooms and people, with times like the sessions'.
        policy: a policy or timeline; a pair is judged by the one in force when its later part begins.

    Raises:
        ValueError: rows of another type, repeated ids, a session that is not there, or mixed times.
    """
    with Arguments() as check:
        known = check(sessions_by_id, sessions)
        duty_rows = check(rows_of, ExamDuty, duties, "duties", "duty_id")
        records = check(rows_of, TrainingRecord, training, "training", "record_id")
        booked = check(rows_of, Booking, bookings, "bookings", "booking_id")
        in_force = check(lookup, policy)
    require_known("duties", [duty.session_id for duty in duty_rows], "session_id", "sessions", known)
    rooms, people = _uses(known, duty_rows, records, booked)
    policies = policy.policies if isinstance(policy, Timeline) else (policy,)
    widest = timedelta(minutes=max(edition.schedule.turnaround_minutes for edition in policies))
    pairs = chain(
        (clash for room in sorted(rooms) for clash in _clashes("room", room, rooms[room], in_force, widest)),
        (clash for person in sorted(people) for clash in _clashes("staff", person, people[person], in_force, _NO_TIME)),
    )
    found = list(islice(pairs, MOST_CLASHES))
    if next(pairs, None) is not None:
        found.append(finding("clashes-cut", []))
    return ordered(found)


_Users = dict[str, set[_Use]]
_Kind = Literal["room", "staff"]


def _uses(
    known: Mapping[str, ExamSession],
    duties: Iterable[ExamDuty],
    training: Iterable[TrainingRecord],
    booked: Sequence[Booking],
) -> tuple[_Users, _Users]:
    """Return when each room and each person is used, over exams, training and other bookings."""
    starts = [*(session.start for session in known.values()), *(booking.start for booking in booked)]
    if is_mixed(starts):
        raise input_error("mixed-clocks")
    zone = LOCAL if starts and starts[0].tzinfo else None
    rooms: _Users = defaultdict(set)
    people: _Users = defaultdict(set)
    uses = {row.session_id: _Use(row.start, row.end, row.session_id, "sessions") for row in known.values()}
    for session in known.values():
        if session.room is not None:
            rooms[session.room].add(uses[session.session_id])
    for duty in duties:
        people[duty.staff_id].add(uses[duty.session_id])
    others: list[tuple[_Use, str | None, tuple[str, ...]]] = [
        (_Use(*span, record.record_id, "training"), record.room, (record.staff_id,))
        for record in training
        if (span := _span(record, zone))
    ]
    others += [(_Use(row.start, row.end, row.booking_id, "bookings"), row.room, row.people) for row in booked]
    for use, room, needed in others:
        for person in needed:
            people[person].add(use)
        if room is not None:
            rooms[room].add(use)
    return rooms, people


def _span(record: TrainingRecord, zone: tzinfo | None) -> tuple[datetime, datetime] | None:
    """Return a record's start and end, or nothing where it has no clock times."""
    if record.start is None or record.end is None:
        return None
    end = ending(record.date, record.start, record.end)
    return datetime.combine(record.date, record.start, zone), end.replace(tzinfo=zone)


_NO_TIME = timedelta(0)


def _clashes(
    kind: _Kind, name: str, uses: Iterable[_Use], in_force: Callable[[date], Policy | None], widest: timedelta
) -> Iterator[Finding]:
    """§3.5.4e: sweep the uses of one room or person by start, against all that ended less than `widest` before."""
    active: list[_Use] = []
    for use in sorted(uses):
        if (found := in_force(use.start.date())) is not None:
            active = [before for before in active if before.end + widest > use.start]
            needed = found.schedule.turnaround_minutes if kind == "room" else 0
            for before in active:
                if clash := _clash(kind, name, before, use, needed):
                    yield clash
        active.append(use)


def _clash(kind: _Kind, name: str, before: _Use, use: _Use, needed: int) -> Finding | None:
    """Return the finding on two uses, the later one second, if they overlap or leave too little time between them."""
    refs = sorted((before.id, use.id))
    tables = {"tables": ", ".join(sorted((before.table, use.table)))} if before.id == use.id else {}
    severity: Severity = "error" if before.is_exam or use.is_exam else "warning"
    if before.end > use.start:
        span = {"start": _text(use.start), "end": _text(min(before.end, use.end))}
        if kind == "room":
            return finding("room-overlap", refs, severity, room=name, **span, **tables)
        return finding("person-overlap", refs, severity, staff=name, **span, **tables)
    gap = use.start - before.end
    if gap < timedelta(minutes=needed):
        minutes = str(gap // timedelta(minutes=1))
        figures = {"minutes": minutes, "needed": str(needed)}
        return finding("room-turnaround", refs, severity, room=name, **figures, **tables)
    return None


def _text(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(" ", "minutes")


def check_notices(sessions: Iterable[ExamSession], *, policy: Policy | Timeline) -> tuple[Finding, ...]:
    """Return findings on sessions of which the venue office was not notified, or not in time; at most one a session.

    Clause: §3.5.4d
    Reading: E7 (before the start, not before the last change; `notice_days` calendar days before, where the policy
        names a number)

    Args:
        sessions: exam sessions with ids of their own, those without a room too.
        policy: a policy or timeline; a session is judged by the one in force on its day.

    Raises:
        ValueError: rows of another type, repeated ids, or mixed times.
    """
    with Arguments() as check:
        known = check(sessions_by_id, sessions)
        in_force = check(lookup, policy)
    found: list[Finding] = []
    for session in known.values():
        terms, refs, notified = in_force(session.day), [session.session_id], session.notified_at
        if terms is None:
            continue
        if notified is None:
            found.append(finding("notice-missing", refs))
        elif notified >= session.start:
            found.append(finding("notice-late", refs, notified=_text(notified)))
        elif session.changed_at is not None and notified < session.changed_at:
            found.append(finding("notice-outdated", refs, notified=_text(notified), changed=_text(session.changed_at)))
        elif (needed := terms.schedule.notice_days) is not None:
            days = (session.day - notified.date()).days
            if days < needed:
                found.append(finding("notice-short", refs, days=str(days), needed=str(needed)))
    return ordered(found)
