"""The steps behind training pay (§3.5.2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from xmut_rules.base.money import hundredths, rounded, yuan
from xmut_rules.explain.steps import Explanation, Figures, Step, check, explained, share_step, step, taken, unrounded
from xmut_rules.policy.terms import TrainingTerms
from xmut_rules.rules.training import TrainingLine, TrainingPay


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
