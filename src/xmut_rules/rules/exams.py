"""Duty pay: by the session (§3.5.2.2a), and by the day from three sessions on (§3.5.2.2b).

A session pays each person on duty 150 yuan, or 200 from three hours on; three or more sessions on one day pay 500 for
the day. Not checked: who may be on duty, and in which role. Amounts are gross.

>>> from datetime import timedelta
>>> from xmut_rules import PILOT_2020
>>> duty_day_pay([timedelta(hours=2), timedelta(hours=3)], policy=PILOT_2020)
Decimal('350.00')
>>> session_rate(timedelta(0), policy=PILOT_2020)
Traceback (most recent call last):
    ...
xmut_rules.base.language.WordedError: a session lasts more than 0 and at most 24 hours
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Literal, NamedTuple

from xmut_rules.base.arguments import Arguments, rows_of
from xmut_rules.base.language import WordedError, Words
from xmut_rules.base.money import ReportedYuan, hundredths, split, yuan
from xmut_rules.base.values import AsJson, Day, Result, Unreported
from xmut_rules.policy.terms import ExamTerms, Policy, Timeline, lookup, only_policy
from xmut_rules.rules.findings import Finding, finding, ordered
from xmut_rules.rules.records import ExamDuty, ExamSession, require_known, sessions_by_id

ExamRule = Literal["sessions", "day-rate", "not-in-force"]
"""What gave a day its amount."""

_SESSIONS: ExamRule = "sessions"
_DAY_RATE: ExamRule = "day-rate"
_NOT_IN_FORCE: ExamRule = "not-in-force"

_NOTHING, _LONGEST = timedelta(0), timedelta(hours=24)
MOST_SESSIONS = 1000
"""A day has at most so many sessions."""

_BAD_LENGTH = Words("一场须长于 0、至多 24 小时", "a session lasts more than 0 and at most 24 hours")
_TOO_MANY = Words("一天至多 1,000 场", "a day has at most 1,000 sessions")


@dataclass(frozen=True, slots=True)
class ProjectShare(AsJson):
    """A project's part of a day's pay, in yuan."""

    project_id: str
    amount: ReportedYuan


class RatedSession(NamedTuple):
    """A session that somebody attended, with its rate under the terms in force on its day; without terms it has none.

    `length` runs from start to end (reading B1); `fen` is the rate in fen and `rate` the same in yuan. `ids` are the
    sessions that it represents: itself, or those that overlap and are paid as one (B10).
    """

    session_id: str
    ids: tuple[str, ...]
    project_id: str
    day: date
    start: datetime
    length: timedelta
    fen: int
    is_long: bool
    terms: ExamTerms | None

    @property
    def rate(self) -> Decimal:
        """Its rate for one person, in yuan (§3.5.2.2a)."""
        return yuan(self.fen)


@dataclass(frozen=True, slots=True)
class ExamDay(Result):
    """One person's pay for one day on duty.

    `sessions` are their ids; `standard` is the sum of their rates and `amount` what is paid, in yuan, by which rule of
    which clause; `shares` split the amount over the projects. Kept for the explanation: the sessions themselves, each
    with its rate, and the terms in force, null without a policy.
    """

    staff_id: str
    date: Day
    sessions: tuple[str, ...]
    standard: ReportedYuan
    amount: ReportedYuan
    rule: ExamRule
    clause: str
    shares: tuple[ProjectShare, ...]
    attended: Unreported[tuple[RatedSession, ...]] = field(repr=False, compare=False)
    terms: Unreported[ExamTerms | None] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ExamPay(Result):
    """Duty pay: the total in yuan and its days by date, person and project."""

    total: ReportedYuan
    days: tuple[ExamDay, ...]


def session_rate(length: timedelta, *, policy: Policy) -> Decimal:
    """Return the rate of one session for one person on duty, in yuan.

    Clause: §3.5.2.2a
    Reading: B0, B1, B2 (exactly three hours is a long session)

    Args:
        length: start to end, more than 0 and at most 24 hours.
        policy: the policy whose rates are used.

    Raises:
        ValueError: a length out of range.
    """
    terms = _terms(policy, [length], "length")
    if not isinstance(length, timedelta) or not _NOTHING < length <= _LONGEST:
        raise WordedError(_BAD_LENGTH)
    return _rate(terms, is_long=_is_long(length, terms))


def duty_day_pay(lengths: Iterable[timedelta], *, policy: Policy) -> Decimal:
    """Return one person's pay for one day on duty, in yuan.

    From three sessions on the day pays 500 (§3.5.2.2b); whether a fourth session pays more is reading B4: not under
    `flat`, which the pilot uses.

    Clause: §3.5.2.2b
    Reading: B4 (whether 500 is flat, a ceiling or a floor), B5

    Args:
        lengths: the length of each session of the day, more than 0 and at most 24 hours; none pays 0.
        policy: the policy whose rates are used.

    Raises:
        ValueError: a length out of range, or more than 1,000 sessions.

    >>> from xmut_rules import PILOT_2020
    >>> [duty_day_pay([timedelta(hours=2)] * count, policy=PILOT_2020) for count in (3, 4)]
    [Decimal('500.00'), Decimal('500.00')]
    """
    terms = _terms(policy, lengths, "lengths")
    return day_amount(*_counted(lengths, _minutes(terms.long_from_minutes)), terms)


def _terms(policy: Policy, lengths: Iterable[timedelta], name: str) -> ExamTerms:
    """Return the terms of a policy; where it is none, the lengths are judged too, so that both errors are raised."""
    try:
        return only_policy(policy).exams
    except ValueError:
        check = Arguments()
        check.read(name, partial(_counted, long_from=_LONGEST), lengths)
        check(only_policy, policy)
        raise check.error() from None


@cache
def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def _is_long(length: timedelta, terms: ExamTerms) -> bool:
    """§3.5.2.2a: return whether a session is long; exactly three hours is long (B2)."""
    return length >= _minutes(terms.long_from_minutes)


def _rate(terms: ExamTerms, *, is_long: bool) -> Decimal:
    return terms.long_rate if is_long else terms.short_rate


def _counted(lengths: Iterable[timedelta], long_from: timedelta) -> tuple[int, int]:
    """§3.5.2.2a: count sessions, and the long ones among them; exactly three hours is long (B2)."""
    count = long_count = 0
    try:
        for length in lengths:
            if not isinstance(length, timedelta) or not _NOTHING < length <= _LONGEST:
                raise WordedError(_BAD_LENGTH)
            if count == MOST_SESSIONS:
                raise WordedError(_TOO_MANY)
            count += 1
            if length >= long_from:
                long_count += 1
    except TypeError:
        raise WordedError(_BAD_LENGTH) from None
    return count, long_count


def _standard(count: int, long_count: int, terms: ExamTerms) -> int:
    """§3.5.2.2a: the sum of the sessions' rates, in fen."""
    return (count - long_count) * hundredths(terms.short_rate) + long_count * hundredths(terms.long_rate)


def day_amount(count: int, long_count: int, terms: ExamTerms) -> Decimal:
    """Return what a day pays in yuan, from the number of its sessions and of the long ones among them.

    Clause: §3.5.2.2b
    Reading: B4
    """
    if count < terms.day_rate_from:
        return yuan(_standard(count, long_count, terms))
    if terms.day_rate_reading == "flat":
        return terms.day_rate
    choose = min if terms.day_rate_reading == "ceiling" else max
    return yuan(choose(_standard(count, long_count, terms), hundredths(terms.day_rate)))


def exam_pay(sessions: Iterable[ExamSession], duties: Iterable[ExamDuty], *, policy: Policy | Timeline) -> ExamPay:
    """Return everybody's pay for each day on duty, split over the projects.

    Clause: §3.5.2.2a, §3.5.2.2b
    Reading: B0 to B13, E10

    Args:
        sessions: exam sessions with ids of their own, all with a zone or all without.
        duties: who was on duty at which of these sessions; twice on one session counts once (B9).
        policy: a policy or timeline; each day is paid by the one in force on it, or nothing.

    Raises:
        ValueError: rows of another type, repeated ids, a session that is not there, or mixed times.
    """
    with Arguments() as check:
        known = check(sessions_by_id, sessions)
        rows = check(rows_of, ExamDuty, duties, "duties", "duty_id")
        in_force = check(lookup, policy)
    days: list[ExamDay] = []
    alone: dict[str, _DayPay] = {}  # what a session pays everybody who attends no other that day
    groups = _by_day_and_person(known, rows, in_force)
    for day, staff_id in sorted(groups):
        held = groups[day, staff_id]
        terms = held[0].terms
        if len(held) == 1:
            pay = alone.get(held[0].session_id)
            if pay is None:
                pay = alone[held[0].session_id] = _day_pay(held, terms)
            days.append(ExamDay(staff_id, day, *pay))
        else:
            attended = _each_once(held)
            if terms is not None and terms.overlapping == "once":  # B10
                attended = _merged(attended, terms)
            per_project = terms is not None and terms.day_scope == "person_and_project"  # B6
            parts = _by_project(attended) if per_project else [attended]
            days += [ExamDay(staff_id, day, *_day_pay(part, terms)) for part in parts]
    return ExamPay(yuan(sum([hundredths(day.amount) for day in days])), tuple(days))


def _rated(session: ExamSession, in_force: Callable[[date], Policy | None]) -> RatedSession:
    day, start = session.day, session.start
    policy, length = in_force(day), session.end - start
    terms = policy.exams if policy else None
    is_long = terms is not None and _is_long(length, terms)
    fen = hundredths(_rate(terms, is_long=is_long)) if terms else 0
    session_id = session.session_id
    return RatedSession(session_id, (session_id,), session.project_id, day, start, length, fen, is_long, terms)


def _by_day_and_person(
    known: Mapping[str, ExamSession], duties: Sequence[ExamDuty], in_force: Callable[[date], Policy | None]
) -> dict[tuple[date, str], list[RatedSession]]:
    """Group sessions by their day and by person (B6, B7), as often as they were recorded."""
    rated = {session_id: _rated(session, in_force) for session_id, session in known.items()}
    groups: dict[tuple[date, str], list[RatedSession]] = defaultdict(list)
    try:
        for duty in duties:
            session = rated[duty.session_id]
            groups[session.day, duty.staff_id].append(session)
    except KeyError:
        require_known("duties", [duty.session_id for duty in duties], "session_id", "sessions", known)
    return groups


def _each_once(attended: Iterable[RatedSession]) -> list[RatedSession]:
    """Return sessions in order of their ids, those recorded twice once (B9)."""
    by_id = {session.session_id: session for session in attended}
    return [by_id[session_id] for session_id in sorted(by_id)]


def _merged(attended: Iterable[RatedSession], terms: ExamTerms) -> list[RatedSession]:
    """B10: make one session of those that overlap, from the first start to the last end; those that touch are two."""
    sittings: list[list[RatedSession]] = []
    end = None
    for session in sorted(attended, key=lambda session: session.start):
        if end is None or session.start >= end:
            sittings.append([])
            end = session.start + session.length
        sittings[-1].append(session)
        end = max(end, session.start + session.length)
    return sorted([_sitting(sessions, terms) for sessions in sittings], key=lambda session: session.session_id)


def _sitting(sessions: Sequence[RatedSession], terms: ExamTerms) -> RatedSession:
    """B10: one session for several, in order of their start; its project is that of the longest."""
    longest = min(sessions, key=lambda session: (-session.length, session.session_id))
    start = sessions[0].start
    length = max(session.start + session.length for session in sessions) - start
    is_long = _is_long(length, terms)
    return longest._replace(
        ids=tuple(sorted([session.session_id for session in sessions])),
        start=start,
        length=length,
        is_long=is_long,
        fen=hundredths(_rate(terms, is_long=is_long)),
    )


def _by_project(attended: Iterable[RatedSession]) -> list[list[RatedSession]]:
    """Group sessions by project, in order of its id (B6)."""
    groups: dict[str, list[RatedSession]] = defaultdict(list)
    for session in attended:
        groups[session.project_id].append(session)
    return [groups[project_id] for project_id in sorted(groups)]


class _DayPay(NamedTuple):
    """What a day pays, whoever is on duty: the fields of `ExamDay` after person and date."""

    sessions: tuple[str, ...]
    standard: Decimal
    amount: Decimal
    rule: ExamRule
    clause: str
    shares: tuple[ProjectShare, ...]
    attended: tuple[RatedSession, ...]
    terms: ExamTerms | None


def _day_pay(attended: Sequence[RatedSession], terms: ExamTerms | None) -> _DayPay:
    """§3.5.2.2b: what one person's day pays; before the policy is in force it is nothing (§0a, E10)."""
    standard = sum([session.fen for session in attended])
    amount, rule, clause = standard, _SESSIONS, "§3.5.2.2a"
    if terms is None:
        rule, clause = _NOT_IN_FORCE, "§0a"
    elif len(attended) >= terms.day_rate_from:
        long_count = len([session for session in attended if session.is_long])
        amount = hundredths(day_amount(len(attended), long_count, terms))
        if amount == hundredths(terms.day_rate):
            rule, clause = _DAY_RATE, "§3.5.2.2b"
    return _DayPay(
        sessions=tuple(sorted([session_id for session in attended for session_id in session.ids])),
        standard=yuan(standard),
        amount=yuan(amount),
        rule=rule,
        clause=clause,
        shares=_shares(attended, amount, rule, terms),
        attended=tuple(attended),
        terms=terms,
    )


@lru_cache(maxsize=4096)
def _share(project_id: str, fen: int) -> ProjectShare:
    return ProjectShare(project_id, yuan(fen))


def _shares(
    attended: Sequence[RatedSession], amount: int, rule: ExamRule, terms: ExamTerms | None
) -> tuple[ProjectShare, ...]:
    """B8: split a day rate over the projects; otherwise each has its own sessions' pay."""
    if len(attended) == 1 or len({session.project_id for session in attended}) == 1:
        return (_share(attended[0].project_id, amount),)
    own: dict[str, int] = defaultdict(int)
    for session in attended:
        own[session.project_id] += session.fen
    if terms and rule == "day-rate":
        by_number = terms.split == "sessions" or not any(own.values())
        own = split(amount, Counter([session.project_id for session in attended]) if by_number else own)
    return tuple([_share(project_id, fen) for project_id, fen in sorted(own.items())])


def check_duties(
    sessions: Iterable[ExamSession], duties: Iterable[ExamDuty], *, policy: Policy | Timeline
) -> tuple[Finding, ...]:
    """Return findings on duties that are recorded twice, or on a day without policy.

    Clause: §3.5.2.2b, §0a
    Reading: B9, E10

    Args:
        sessions: exam sessions with ids of their own.
        duties: who was on duty at which of these sessions.
        policy: a policy or timeline.

    Raises:
        ValueError: rows of another type, repeated ids, or a session that is not there.
    """
    with Arguments() as check:
        known = check(sessions_by_id, sessions)
        rows = check(rows_of, ExamDuty, duties, "duties", "duty_id")
        in_force = check(lookup, policy)
    require_known("duties", [duty.session_id for duty in rows], "session_id", "sessions", known)
    found: list[Finding] = []
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for duty in rows:
        groups[duty.staff_id, duty.session_id].append(duty.duty_id)
        if in_force(day := known[duty.session_id].day) is None:
            found.append(finding("not-in-force", [duty.duty_id], day=str(day)))
    for (staff_id, session_id), duty_ids in groups.items():
        if len(duty_ids) > 1:
            found.append(finding("duty-recorded-twice", sorted(duty_ids), staff=staff_id, session=session_id))
    return ordered(found)
