"""The steps behind a settlement (§3.5.3a, §3.5.3b) and a forecast."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from xmut_rules.base.money import hundredths, yuan
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
    unrounded,
)
from xmut_rules.rules.forecast import Forecast
from xmut_rules.rules.settlement import Settlement


def explained_settlement(each: Settlement) -> Explanation:
    steps = [*_income(each), *_costs(each), *_award(each), *_outside(each)]
    return explained("settlement", steps, project=each.project_id, surplus=each.surplus, amount=each.award)


_INCOME: Final = (
    ("fee", "income-fee", "§3.5.1b", ""),
    ("refund", "income-refund", "§3.5.3a", "C7"),
    ("other", "income-other", "§3.5.3a", ""),
)


def _income(each: Settlement) -> Iterator[Step]:
    sums: list[Decimal] = []
    for kind, code, clause, reading_id in _INCOME:
        amounts = [row.amount for row in each.receipts if row.kind == kind]
        if amounts:
            sums.append(added_up(amounts))
            readings = taken(reading_id) if reading_id else ()
            figures: Figures = {
                "formula": added(amounts),
                "clause": clause,
                "readings": readings,
                "count": len(amounts),
            }
            yield step(code, sums[-1], **figures)
    yield step("income", each.income, formula=added(sums), clause="§3.5.3a")


def _costs(each: Settlement) -> Iterator[Step]:
    training, exams, *others = each.costs
    yield step("cost-training", training.amount, clause="§3.5.1c", readings=taken("C9"))
    yield step("cost-exams", exams.amount, clause="§3.5.1c", readings=taken("C9"))
    for total in others:
        rows = [row.amount for row in each.cost_rows if row.funded_by == "fees" and row.category == total.category]
        figures: Figures = {"category": total.category, "count": len(rows)}
        yield step("cost-category", total.amount, formula=added(rows), clause="§3.5.1c", **figures)
    yield step("cost", each.cost, formula=added(total.amount for total in each.costs), clause="§3.5.3a")
    formula = f"{each.income} - {each.cost}"
    yield step("surplus", each.surplus, formula=formula, clause="§3.5.3a", readings=taken("C1"))


def _award(each: Settlement) -> Iterator[Step]:
    """§3.5.3b: the award and the remainder, with what did not apply."""
    base = added_up([each.surplus, yuan(-hundredths(each.prior_loss))])
    if each.prior_loss:
        formula = f"{each.surplus} - {each.prior_loss}"
        yield step("after-prior-loss", base, formula=formula, clause="§3.5.3b", readings=taken("C4"))
    if each.terms is None:
        yield step("no-award-policy", each.award, clause=each.clause, readings=taken("E10"))
    elif base <= 0:
        yield step("no-surplus", each.award, clause=each.clause, readings=taken("C3"))
    else:
        share = Fraction(each.terms.college_share)
        exact = unrounded(hundredths(base) * share)
        readings = taken("C12", each.terms.rounding) if exact else ()
        formula = f"{base} × {share.numerator} ÷ {share.denominator}"
        figures: Figures = {"formula": formula, "exact": exact, "clause": each.clause, "readings": readings}
        yield step("award", each.award, **figures, share=each.terms.college_share)
    if each.award and len(each.awards) > 1:
        yield from _college_parts(each)
    if each.surplus > 0:
        formula = f"{each.surplus} - {each.award}"
        yield step("remainder", each.remainder, formula=formula, clause="§3.5.3b", readings=taken("C10"))
        yield check("surplus-check", [each.award, each.remainder], each.surplus)
    else:
        yield step("no-remainder", each.remainder, clause="§3.5.3a", readings=taken("C3"))


def _college_parts(each: Settlement) -> Iterator[Step]:
    whole = sum(row.weight for row in each.weights)
    for row, part in zip(each.weights, each.awards, strict=True):
        figures: Figures = {
            "clause": "§3.5.3b",
            "readings": taken("C11"),
            "college": row.college_id,
            "weight": row.weight,
        }
        yield share_step("college-part", each.award, (row.weight, whole), part.amount, **figures)
    yield check("awards-check", [part.amount for part in each.awards], each.award)


def _outside(each: Settlement) -> Iterator[Step]:
    """§3.3a, §3.3c: what stays outside the surplus."""
    awards = [row.amount for row in each.receipts if row.kind == "school_award"]
    if awards:
        figures: Figures = {"formula": added(awards), "clause": "§3.3a", "readings": taken("C6"), "count": len(awards)}
        yield step("school-award", added_up(awards), **figures)
    if each.grant_balance is None:
        yield step("no-grant", clause="§3.3c")
        return
    granted = added_up(row.amount for row in each.receipts if row.kind == "grant")
    spent = added_up(row.amount for row in each.cost_rows if row.funded_by == "grant")
    formula = f"{granted} - {spent}"
    yield step("grant-balance", each.grant_balance, formula=formula, clause="§3.3c", readings=taken("C5"))


def explained_forecast(each: Forecast) -> Explanation:
    """§3.5.3a-b: a plan's settlement, and from how many candidates on it carries itself."""
    settlement, plan = each.settlement, each.plan
    own = [cost.amount for cost in plan.costs if cost.funded_by == "fees"]
    fixed = added([*(cost.amount for cost in settlement.costs[:2]), *own])
    steps = [
        step("fixed", each.fixed, formula=fixed, clause="§3.5.3a"),
        step("margin", each.margin, formula=f"{plan.fee} - {plan.cost_per_candidate}", clause="§3.5.3a"),
    ]
    if each.break_even is None:
        steps.append(step("no-break-even", clause="§3.5.3a"))
    elif each.fixed == 0:
        steps.append(step("nothing-to-cover", clause="§3.5.3a"))
    else:
        exact = unrounded(Fraction(hundredths(each.fixed), hundredths(each.margin)) * 100)
        figures: Figures = {"formula": f"{each.fixed} ÷ {each.margin}", "exact": exact, "clause": "§3.5.3a"}
        steps.append(step("break-even", each.break_even, "candidates", **figures, count=each.break_even))
    figures = {"project": settlement.project_id, "surplus": settlement.surplus, "amount": settlement.award}
    return explained("forecast", steps, [explained_settlement(settlement)], count=each.candidates, **figures)
