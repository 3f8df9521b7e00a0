"""§3.5.2.2 duty pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any, NamedTuple

from tests.model.amounts import Row, fen, split, yuan
from tests.model.days import Calendar, moment
from tests.model.findings import finding


def session_rate(length: timedelta, policy: Row) -> int:
    """B1, B2: the long rate from exactly 3 hours on."""
    terms = policy["exams"]
    is_long = length >= timedelta(minutes=terms["long_from_minutes"])
    return fen(terms["long_rate"] if is_long else terms["short_rate"])


def day_pay(rates: Sequence[int], policy: Row) -> tuple[int, bool]:
    """B4, B5: the pay of one day, and whether the day rate is what is paid."""
    terms = policy["exams"]
    rate, standard = fen(terms["day_rate"]), sum(rates)
    if len(rates) < terms["day_rate_from"]:
        return standard, False
    amount = {"flat": rate, "ceiling": min(rate, standard), "floor": max(rate, standard)}[terms["day_rate_reading"]]
    return amount, amount == rate


def shares(rates: Sequence[tuple[str, int]], policy: Row) -> dict[str, int]:
    """B8: a day's pay by project, from the project and rate of each session."""
    amount, is_day_rate = day_pay([rate for _, rate in rates], policy)
    standard: dict[str, int] = defaultdict(int)
    number: dict[str, int] = defaultdict(int)
    for project, rate in rates:
        standard[project] += rate
        number[project] += 1
    if not is_day_rate:
        return dict(standard)
    # The text has no session without pay; an amendment to 0 leaves only the number to split by.
    by_pay = policy["exams"]["split"] == "standard_pay" and sum(standard.values()) > 0
    return split(amount, standard if by_pay else number)


class Sitting(NamedTuple):
    """What counts as one session: the ids of the sessions in it, its project and its length."""

    sessions: list[str]
    project: str
    length: timedelta


def overlap(one: Row, two: Row) -> bool:
    """B10: half-open, so that sessions that touch do not overlap."""
    return moment(one["start"]) < moment(two["end"]) and moment(two["start"]) < moment(one["end"])


def sitting(sessions: Iterable[Row]) -> Sitting:
    """B10: one session from the first start to the last end, of the project of the longest, then of the smaller id."""
    lengths = {s["session_id"]: moment(s["end"]) - moment(s["start"]) for s in sessions}
    longest = min(sessions, key=lambda s: (-lengths[s["session_id"]], str(s["session_id"])))
    length = max(moment(s["end"]) for s in sessions) - min(moment(s["start"]) for s in sessions)
    return Sitting(sorted(lengths), longest["project_id"], length)


def sittings(sessions: Iterable[Row], policy: Row | None) -> list[Sitting]:
    """B10: the sessions of one person and day, each by itself, or those that overlap (also by a chain) as one."""
    groups = [[session] for session in sessions]
    together = policy is not None and policy["exams"].get("overlapping", "each") == "once"
    while together:
        pairs = combinations(groups, 2)
        joined = next(((a, b) for a, b in pairs if any(overlap(one, two) for one in a for two in b)), None)
        if joined is None:
            break
        groups = [group for group in groups if group not in joined] + [joined[0] + joined[1]]
    return [sitting(group) for group in groups]


def day_row(key: tuple[date, str], held: Sequence[Sitting], policy: Row | None) -> dict[str, Any]:
    """One line of the report; amounts still in fen."""
    row: dict[str, Any] = {
        "staff_id": key[1],
        "date": key[0].isoformat(),
        "sessions": sorted(name for one in held for name in one.sessions),
    }
    if policy is None:
        nothing = {one.project: 0 for one in held}
        return {**row, "standard": 0, "amount": 0, "rule": "not-in-force", "clause": "§0a", "shares": nothing}
    rates = [(one.project, session_rate(one.length, policy)) for one in held]
    amount, is_day_rate = day_pay([rate for _, rate in rates], policy)
    row |= {"standard": sum(rate for _, rate in rates), "amount": amount}
    row |= {"rule": "day-rate", "clause": "§3.5.2.2b"} if is_day_rate else {"rule": "sessions", "clause": "§3.5.2.2a"}
    return {**row, "shares": shares(rates, policy)}


def days(sessions: Iterable[Row], duties: Iterable[Row], calendar: Calendar) -> list[dict[str, Any]]:
    """B0, B3, B6, B7, B9, B10: every person's days, by date, person and (where it counts apart) project."""
    table = {session["session_id"]: session for session in sessions}
    recorded: dict[tuple[date, str], list[Row]] = defaultdict(list)
    for person, name in sorted({(duty["staff_id"], duty["session_id"]) for duty in duties}):
        recorded[moment(table[name]["start"]).date(), person].append(table[name])
    groups: dict[tuple[date, str, str], list[Sitting]] = defaultdict(list)
    for (when, person), own in recorded.items():
        policy = calendar.on(when)
        apart = policy is not None and policy["exams"]["day_scope"] == "person_and_project"
        for one in sittings(own, policy):
            groups[when, person, one.project if apart else ""].append(one)
    return [day_row(key[:2], groups[key], calendar.on(key[0])) for key in sorted(groups)]


def total_and_days(found: Sequence[Row]) -> Row:
    """The part of the report on exam duty."""
    written = [
        {
            **row,
            "standard": yuan(row["standard"]),
            "amount": yuan(row["amount"]),
            "shares": [{"project_id": p, "amount": yuan(row["shares"][p])} for p in sorted(row["shares"])],
        }
        for row in found
    ]
    return {"total": yuan(sum(row["amount"] for row in found)), "days": written}


def check(sessions: Iterable[Row], duties: Iterable[Row], calendar: Calendar) -> list[Row]:
    """B9, E10: one person recorded twice on a session, and duty on days without a policy."""
    starts = {session["session_id"]: moment(session["start"]).date() for session in sessions}
    found: list[Row] = []
    same: dict[tuple[str, str], list[str]] = defaultdict(list)
    for duty in duties:
        same[duty["staff_id"], duty["session_id"]].append(duty["duty_id"])
        if calendar.on(starts[duty["session_id"]]) is None:
            found.append(finding("not-in-force", [duty["duty_id"]]))
    return found + [finding("duty-recorded-twice", names) for names in same.values() if len(names) > 1]
