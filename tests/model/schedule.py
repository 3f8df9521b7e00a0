"""§3.5.4d-e notices and clashes: every pair is compared with every other, and none is cut off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import NamedTuple

from tests.model.amounts import Row
from tests.model.days import Calendar, lesson_times, moment
from tests.model.findings import finding


class Use(NamedTuple):
    """A room and people taken from a start to an end."""

    name: str
    is_exam: bool
    start: datetime
    end: datetime
    room: str | None
    people: frozenset[str]


def uses(sessions: Iterable[Row], duties: Sequence[Row], training: Iterable[Row], bookings: Iterable[Row]) -> list[Use]:
    """E1, E2, E6: exams, training with clock times, and other bookings."""
    found: list[Use] = []
    for row in sessions:
        people = frozenset(duty["staff_id"] for duty in duties if duty["session_id"] == row["session_id"])
        found.append(Use(row["session_id"], True, moment(row["start"]), moment(row["end"]), row.get("room"), people))
    for row in training:
        if row.get("start") is not None:
            start, end = lesson_times(row["date"], row["start"], row["end"])
            found.append(Use(row["record_id"], False, start, end, row.get("room"), frozenset([row["staff_id"]])))
    for row in bookings:
        people = frozenset(row.get("people", []))
        found.append(Use(row["booking_id"], False, moment(row["start"]), moment(row["end"]), row.get("room"), people))
    return found


def clashes(one: Use, two: Use, calendar: Calendar) -> list[Row]:
    """E1 to E3, E5: half-open intervals; the policy of the day on which the later one starts."""
    first, second = sorted((one, two), key=lambda use: use.start)
    policy = calendar.on(second.start.date())
    if policy is None:
        return []
    codes: list[str] = []
    overlap = second.start < first.end
    if overlap:
        codes += ["person-overlap" for _ in one.people & two.people]
    if one.room is not None and one.room == two.room:
        gap = timedelta(minutes=policy["schedule"]["turnaround_minutes"])
        if overlap:
            codes.append("room-overlap")
        elif second.start - first.end < gap:
            codes.append("room-turnaround")
    severity = "error" if one.is_exam or two.is_exam else "warning"
    return [finding(code, [one.name, two.name], severity=severity) for code in codes]


def check(found: Iterable[Use], calendar: Calendar) -> list[Row]:
    """§3.5.4e: every pair that clashes."""
    return [clash for one, two in combinations(found, 2) for clash in clashes(one, two, calendar)]


def check_notices(sessions: Iterable[Row], calendar: Calendar) -> list[Row]:
    """E7: told before the start, not before a change, and by the days ahead that the policy asks; one finding each."""
    found: list[Row] = []
    for row in sessions:
        start = moment(row["start"])
        policy = calendar.on(start.date())
        if policy is None:
            continue
        days = policy["schedule"]["notice_days"]
        told, changed = (None if row.get(at) is None else moment(row[at]) for at in ("notified_at", "changed_at"))
        if told is None:
            found.append(finding("notice-missing", [row["session_id"]]))
        elif told >= start:
            found.append(finding("notice-late", [row["session_id"]]))
        elif changed is not None and told < changed:
            found.append(finding("notice-outdated", [row["session_id"]]))
        elif days is not None and (start.date() - told.date()).days < days:
            found.append(finding("notice-short", [row["session_id"]]))
    return found
