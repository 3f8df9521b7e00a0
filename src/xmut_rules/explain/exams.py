"""The steps behind duty pay (§3.5.2.2a, §3.5.2.2b)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from xmut_rules.base.language import Words, joined, same
from xmut_rules.explain.steps import (
    NOT_IN_FORCE,
    SUM_OF_PARTS,
    Explanation,
    Phrase,
    Step,
    added,
    added_up,
    check,
    decided_by,
    explained,
    share_step,
    step,
)
from xmut_rules.policy.terms import ExamTerms
from xmut_rules.rules.exams import ExamDay, ExamPay, RatedSession

_EXAMS = Phrase("exam-pay", "考务费合计 {amount} 元", "duty pay, {amount} yuan in total")
_DAY = Phrase("exam-day", "{staff} {date} 考务费 {amount} 元", "duty pay of {staff} for {date}, {amount} yuan")
_STANDARD = Phrase("standard", "各场合计", "sum of the sessions")


def explain_exams(pay: ExamPay) -> Explanation:
    """Explain duty pay: every person-day and their sum."""
    days = check(SUM_OF_PARTS.of(count=len(pay.days)), [day.amount for day in pay.days], pay.total)
    return explained(_EXAMS.of(amount=pay.total), [days], map(explain_day, pay.days), result=pay)


def explain_day(day: ExamDay) -> Explanation:
    """Explain one person-day on duty (§3.5.2.2a, §3.5.2.2b)."""
    title = _DAY.of(staff=day.staff_id, date=day.date, amount=day.amount)
    return explained(title, _steps(day), result=day, terms=day.terms)


def _steps(day: ExamDay) -> Iterator[Step]:
    for session in day.attended:
        yield _session(session, day.terms)
    if day.terms is None:
        yield step(NOT_IN_FORCE.of(date=day.date), day.amount, clause=day.clause, readings=decided_by("E10"))
        return
    if len(day.attended) > 1:
        by_project = day.terms.day_scope == "person_and_project"
        readings = decided_by("B6", day.terms.day_scope) if by_project else ()
        formula = added(session.rate for session in day.attended)
        yield step(_STANDARD.of(), day.standard, formula=formula, clause="§3.5.2.2a", readings=readings)
    if len(day.attended) >= day.terms.day_rate_from:
        yield _day_rate(day, day.terms)
    if len(day.shares) > 1:
        yield from _shares(day, day.terms)


_SHORT = Phrase(
    "short-session",
    "场次 {session}（项目 {project}）{length}，不满 {limit}",
    "session {session} (project {project}), {length}, under {limit}",
)
_LONG = Phrase(
    "long-session",
    "场次 {session}（项目 {project}）{length}，满 {limit}",
    "session {session} (project {project}), {length}, {limit} or more",
)
_UNRATED = Phrase(
    "unrated-session",
    "场次 {session}（项目 {project}）{length}",
    "session {session} (project {project}), {length}",
)


def _session(session: RatedSession, terms: ExamTerms | None) -> Step:
    """§3.5.2.2a: a session's rate by its length; overlapping sessions may count as one (B10)."""
    ids = {"session": " + ".join(session.ids), "project": session.project_id}
    length = _duration(session.length)
    readings = decided_by("B7") if (session.start + session.length).date() != session.day else ()
    if terms is not None and len(session.ids) > 1:
        readings += decided_by("B10", terms.overlapping)
    if terms is None:
        return step(_UNRATED.of(**ids, length=length), session.rate, clause="§0a", readings=readings)
    limit = timedelta(minutes=terms.long_from_minutes)
    if session.length == limit:
        readings += decided_by("B2")
    sentence = (_LONG if session.is_long else _SHORT).of(**ids, length=length, limit=_duration(limit))
    return step(sentence, session.rate, clause="§3.5.2.2a", readings=readings)


_HOURS, _MINUTES, _SECONDS = (
    Words("{count} 小时", "{count} h"),
    Words("{count} 分", "{count} min"),
    Words("{count} 秒", "{count} s"),
)


def _duration(length: timedelta) -> Words:
    """Write a length in hours, minutes and seconds, without those that are 0: 1 小时 30 分, 1 h 30 min."""
    minutes, rest = divmod(length, timedelta(minutes=1))
    seconds = f"{rest.total_seconds():.6f}".rstrip("0").rstrip(".")
    counts = ((_HOURS, minutes // 60), (_MINUTES, minutes % 60), (_SECONDS, seconds if rest else 0))
    return joined(same(" "), [unit.filled(count=count) for unit, count in counts if count])


_DAY_RATE = Phrase(
    "day-rate",
    "当天 {count} 场，满 {limit} 场，按天计 {rate}，取代各场合计 {standard}",
    "{count} sessions, {limit} or more: {rate} for the day replaces the sum of {standard}",
)
_CEILING = Phrase(
    "day-ceiling",
    "当天 {count} 场，满 {limit} 场，各场合计 {standard}，上限 {rate}，取其小",
    "{count} sessions, {limit} or more: the smaller of the sum of {standard} and the ceiling of {rate}",
)
_FLOOR = Phrase(
    "day-floor",
    "当天 {count} 场，满 {limit} 场，各场合计 {standard}，保底 {rate}，取其大",
    "{count} sessions, {limit} or more: the larger of the sum of {standard} and the floor of {rate}",
)


def _day_rate(day: ExamDay, terms: ExamTerms) -> Step:
    """§3.5.2.2b: the day rate beside the sum that it replaces, bounds or lifts (B4)."""
    readings = decided_by("B4", terms.day_rate_reading)
    if len({session.project_id for session in day.attended}) > 1:
        readings += decided_by("B6", terms.day_scope)
    phrase = {"flat": _DAY_RATE, "ceiling": _CEILING, "floor": _FLOOR}[terms.day_rate_reading]
    sentence = phrase.of(count=len(day.attended), limit=terms.day_rate_from, rate=terms.day_rate, standard=day.standard)
    return step(sentence, day.amount, clause="§3.5.2.2b", readings=readings)


_SHARE = Phrase("day-share", "分到项目 {project}", "share of project {project}")
_OWN = Phrase("own-share", "项目 {project} 自身的场次", "project {project}, pay of its own sessions")
_SHARES = Phrase("shares-check", "验算：分摊之和等于应发", "check: the shares sum to the pay of the day")


def _shares(day: ExamDay, terms: ExamTerms) -> Iterator[Step]:
    """B8: how a day is split over projects."""
    rates: dict[str, list[Decimal]] = defaultdict(list)
    for session in day.attended:
        rates[session.project_id].append(session.rate)
    by_number = terms.split == "sessions" or not day.standard
    for share in day.shares:
        own = rates[share.project_id]
        if day.rule == "sessions":
            sentence = _OWN.of(project=share.project_id)
            yield step(sentence, share.amount, formula=added(own), clause=day.clause)
        else:
            yield share_step(
                _SHARE.of(project=share.project_id),
                share.amount,
                of=day.amount,
                weight=len(own) if by_number else added_up(own),
                whole=len(day.attended) if by_number else day.standard,
                clause=day.clause,
                readings=decided_by("B8", terms.split),
            )
    yield check(_SHARES.of(), [share.amount for share in day.shares], day.amount)
