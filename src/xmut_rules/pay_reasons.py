"""The steps behind training pay (§3.5.2.1) and duty pay (§3.5.2.2a, §3.5.2.2b)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from xmut_rules.exams import ExamDay, ExamPay, RatedSession
from xmut_rules.money import hundredths, rounded, yuan
from xmut_rules.policy import ExamTerms, TrainingTerms
from xmut_rules.steps import (
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
    unrounded,
)
from xmut_rules.training import TrainingLine, TrainingPay


def training_line(line: TrainingLine) -> Explanation:
    """Explain one record's pay (§3.5.2.1)."""
    terms = line.terms
    steps: Iterable[Step]
    if terms is None:
        steps = (step("not-in-force", line.amount, clause=line.clause, readings=taken("E10"), date=line.date),)
    else:
        steps = {"class-hours": _by_hour, "day": _by_day, "capped": _capped}.get(line.rule, _not_paid)(line, terms)
    figures: Figures = {"record": line.record_id, "staff": line.staff_id, "date": line.date, "amount": line.amount}
    return explained("training-line", steps, **figures)


def _by_hour(line: TrainingLine, terms: TrainingTerms) -> Iterator[Step]:
    quantity = line.quantity
    readings = taken("A3") if quantity != int(quantity) else taken("A8") if not quantity else ()
    readings += taken("A1", terms.long_day) if line.hours_of_date > terms.hours_per_day else ()
    exact = unrounded(Fraction(hundredths(terms.hour_rate) * hundredths(quantity), 100))
    figures: Figures = {"formula": f"{quantity} × {terms.hour_rate}", "exact": exact, "clause": line.clause}
    yield step("by-hour", line.amount, **figures, readings=readings, quantity=quantity)


def _by_day(line: TrainingLine, terms: TrainingTerms) -> Iterator[Step]:
    readings = taken("A2") if line.quantity else taken("A8")
    readings += taken("A5") if line.quantity and line.hours_of_date else ()
    formula = f"{line.quantity} × {terms.day_rate}"
    yield step("by-day", line.amount, formula=formula, clause=line.clause, readings=readings, quantity=line.quantity)


def _capped(line: TrainingLine, terms: TrainingTerms) -> Iterator[Step]:
    most, hours = terms.hours_per_day, line.hours_of_date
    product = hundredths(terms.hour_rate) * hundredths(most)
    ceiling = yuan(rounded(product, 100, "half_up"))
    yield step(
        "ceiling-of-date",
        ceiling,
        formula=f"{most} × {terms.hour_rate}",
        exact=unrounded(Fraction(product, 100)),
        clause=line.clause,
        readings=taken("A1", terms.long_day),
        hours=hours,
        most=most,
    )
    yield share_step(
        "part-of-ceiling",
        ceiling,
        (line.quantity, hours),
        line.amount,
        clause=line.clause,
        readings=taken("A9"),
        quantity=line.quantity,
    )


def _not_paid(line: TrainingLine, _: TrainingTerms) -> Iterator[Step]:
    reading_id = "A5" if line.rule == "absorbed" else "A6"
    yield step(line.rule, line.amount, clause=line.clause, readings=taken(reading_id))


def all_training(pay: TrainingPay) -> Explanation:
    """Explain training pay: every line and their sum."""
    check_sum = check("sum-of-parts", [line.amount for line in pay.lines], pay.total, count=len(pay.lines))
    return explained("training-pay", [check_sum], map(training_line, pay.lines), amount=pay.total)


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
