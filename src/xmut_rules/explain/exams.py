"""The steps behind duty pay (§3.5.2.2a, §3.5.2.2b)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from xmut_rules.explain.steps import (
    Explanation,
    Figures,
    Step,
    added,
    added_up,
    check,
    explained,
    share_step,
    step,
    taken,
)
from xmut_rules.policy.terms import ExamTerms
from xmut_rules.rules.exams import ExamDay, ExamPay, RatedSession


def all_exams(pay: ExamPay) -> Explanation:
    """Explain duty pay: every person-day and their sum."""
    check_sum = check("sum-of-parts", [day.amount for day in pay.days], pay.total, count=len(pay.days))
    return explained("exam-pay", [check_sum], map(exam_day, pay.days), amount=pay.total)


def exam_day(day: ExamDay) -> Explanation:
    """Explain one person-day on duty (§3.5.2.2a, §3.5.2.2b)."""
    steps = [_session(each, day.terms) for each in day.attended]
    if day.terms is None:
        steps.append(step("not-in-force", day.amount, clause=day.clause, readings=taken("E10"), date=day.date))
    else:
        if len(day.attended) > 1:
            by_project = day.terms.day_scope == "person_and_project"
            readings = taken("B6", day.terms.day_scope) if by_project else ()
            formula = added(each.rate for each in day.attended)
            steps.append(step("standard", day.standard, formula=formula, clause="§3.5.2.2a", readings=readings))
        if len(day.attended) >= day.terms.day_rate_from:
            steps.append(_day_rate(day, day.terms))
        if len(day.shares) > 1:
            steps += _day_shares(day, day.terms)
    return explained("exam-day", steps, staff=day.staff_id, date=day.date, amount=day.amount)


def _session(each: RatedSession, terms: ExamTerms | None) -> Step:
    figures: Figures = {"session": each.session_id, "project": each.project_id, "length": _clock(each.length)}
    readings = taken("B7") if (each.start + each.length).date() != each.day else ()
    if terms is None:
        return step("unrated-session", each.rate, clause="§0a", readings=readings, **figures)
    limit = timedelta(minutes=terms.long_from_minutes)
    readings += taken("B2") if each.length == limit else ()
    code = "long-session" if each.long_count else "short-session"
    return step(code, each.rate, clause="§3.5.2.2a", readings=readings, **figures, limit=_clock(limit))


def _clock(length: timedelta) -> str:
    """Write a length as hours and minutes, with seconds where there are any."""
    minutes, rest = divmod(length, timedelta(minutes=1))
    seconds = f"{rest.total_seconds():09.6f}".rstrip("0").rstrip(".") if rest else ""
    return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds}" if seconds else "")


def _day_rate(day: ExamDay, terms: ExamTerms) -> Step:
    """§3.5.2.2b: the day rate beside the sum that it replaces, bounds or lifts (B4)."""
    reading_taken = terms.day_rate_reading
    figures: Figures = {"count": len(day.attended), "limit": terms.day_rate_from, "rate": terms.day_rate}
    readings = taken("B4", reading_taken)
    if len({each.project_id for each in day.attended}) > 1:
        readings += taken("B6", terms.day_scope)
    if reading_taken == "flat":
        return step("day-rate", day.amount, clause="§3.5.2.2b", readings=readings, **figures, standard=day.standard)
    sign, code = ("min", "day-ceiling") if reading_taken == "ceiling" else ("max", "day-floor")
    formula = f"{sign}({day.standard}, {terms.day_rate})"
    return step(code, day.amount, formula=formula, clause="§3.5.2.2b", readings=readings, **figures)


def _day_shares(day: ExamDay, terms: ExamTerms) -> Iterator[Step]:
    """B8: how a day is split over projects."""
    counts: dict[str, list[Decimal]] = defaultdict(list)
    for each in day.attended:
        counts[each.project_id].append(each.rate)
    by_number = terms.split == "sessions" or not day.standard
    for share in day.shares:
        own, figures = counts[share.project_id], {"clause": day.clause, "project": share.project_id}
        if day.rule == "sessions":
            yield step("own-share", share.amount, formula=added(own), **figures)
            continue
        part = (len(own), len(day.attended)) if by_number else (added_up(own), day.standard)
        yield share_step("day-share", day.amount, part, share.amount, readings=taken("B8", terms.split), **figures)
    yield check("shares-check", [share.amount for share in day.shares], day.amount)
