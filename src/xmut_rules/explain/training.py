"""The steps behind training pay (§3.5.2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from xmut_rules.base.money import hundredths, rounded, yuan
from xmut_rules.explain.steps import (
    NOT_IN_FORCE,
    SUM_OF_PARTS,
    Explanation,
    Phrase,
    ReadingTaken,
    Step,
    check,
    decided_by,
    explained,
    share_step,
    step,
    unrounded,
)
from xmut_rules.policy.terms import TrainingTerms
from xmut_rules.rules.training import TrainingLine, TrainingPay

_TRAINING = Phrase("training-pay", "培训课酬合计 {amount} 元", "training pay, {amount} yuan in total")
_LINE = Phrase(
    "training-line",
    "{record}：{staff} {date} 培训课酬 {amount} 元",
    "{record}: training pay of {staff} for {date}, {amount} yuan",
)


def explain_training(pay: TrainingPay) -> Explanation:
    """Explain training pay: every line and their sum."""
    lines = check(SUM_OF_PARTS.of(count=len(pay.lines)), [line.amount for line in pay.lines], pay.total)
    return explained(_TRAINING.of(amount=pay.total), [lines], map(explain_line, pay.lines), result=pay)


def explain_line(line: TrainingLine) -> Explanation:
    """Explain one record's pay (§3.5.2.1)."""
    title = _LINE.of(record=line.record_id, staff=line.staff_id, date=line.date, amount=line.amount)
    return explained(title, _steps(line), result=line, terms=line.terms)


def _steps(line: TrainingLine) -> Iterable[Step]:
    if line.terms is None:
        readings = decided_by("E10")
        return (step(NOT_IN_FORCE.of(date=line.date), line.amount, clause=line.clause, readings=readings),)
    match line.rule:
        case "class-hours":
            return _by_hour(line, line.terms)
        case "day":
            return _by_day(line, line.terms)
        case "capped":
            return _capped(line, line.terms)
        case "absorbed":
            return (step(_ABSORBED.of(), line.amount, clause=line.clause, readings=decided_by("A5", "day_only")),)
        case _:
            return (step(_REPEATED.of(), line.amount, clause=line.clause, readings=decided_by("A6")),)


_ABSORBED = Phrase(
    "absorbed",
    "当天已按天计酬，学时不另计",
    "the day record covers the date; its class hours are not paid in addition",
)
_REPEATED = Phrase("repeated-day", "同一人同一天只计一天", "one day is paid per person and date")
_BY_HOUR = Phrase("by-hour", "按学时计，{quantity} 学时", "by the class hour, {quantity} class hour{quantity:plural}")


def _by_hour(line: TrainingLine, terms: TrainingTerms) -> Iterator[Step]:
    quantity = line.quantity
    readings: tuple[ReadingTaken, ...] = ()
    if quantity == 0:
        readings = decided_by("A8")
    elif quantity != int(quantity):
        readings = decided_by("A3")
    if line.hours_of_date > terms.hours_per_day:
        readings += decided_by("A1", terms.long_day)
    exact = unrounded(Fraction(hundredths(terms.hour_rate) * hundredths(quantity), 100))
    yield step(
        _BY_HOUR.of(quantity=quantity),
        line.amount,
        formula=f"{quantity} × {terms.hour_rate}",
        exact=exact,
        clause=line.clause,
        readings=readings,
    )


_BY_DAY = Phrase("by-day", "按天计，{quantity} 天", "by the day, {quantity} day{quantity:plural}")


def _by_day(line: TrainingLine, terms: TrainingTerms) -> Iterator[Step]:
    readings = decided_by("A2") if line.quantity else decided_by("A8")
    if line.quantity and line.hours_of_date:
        day_only = terms.day_and_hours == "day_only" or terms.long_day == "capped"
        readings += decided_by("A5", "day_only" if day_only else "both")
    formula = f"{line.quantity} × {terms.day_rate}"
    sentence = _BY_DAY.of(quantity=line.quantity)
    yield step(sentence, line.amount, formula=formula, clause=line.clause, readings=readings)


_CEILING = Phrase(
    "ceiling-of-date",
    "当天按学时申报共 {hours} 学时，超过 {most} 学时，按 {most} 学时计酬",
    "{hours} class hours on the date, more than {most}: {most} are paid",
)
_PART = Phrase("part-of-ceiling", "按学时分摊，本条 {quantity} 学时", "split by class hours, {quantity} in this record")


def _capped(line: TrainingLine, terms: TrainingTerms) -> Iterator[Step]:
    most, hours = terms.hours_per_day, line.hours_of_date
    product = hundredths(terms.hour_rate) * hundredths(most)
    ceiling = yuan(rounded(product, 100, "half_up"))
    yield step(
        _CEILING.of(hours=hours, most=most),
        ceiling,
        formula=f"{most} × {terms.hour_rate}",
        exact=unrounded(Fraction(product, 100)),
        clause=line.clause,
        readings=decided_by("A1", terms.long_day),
    )
    yield share_step(
        _PART.of(quantity=line.quantity),
        line.amount,
        of=ceiling,
        weight=line.quantity,
        whole=hours,
        clause=line.clause,
        readings=decided_by("A9"),
    )
