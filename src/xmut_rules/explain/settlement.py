"""The steps behind a settlement (§3.5.3a, §3.5.3b)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from xmut_rules.base.language import Words, joined, same
from xmut_rules.base.money import hundredths, yuan
from xmut_rules.explain.steps import (
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
    unrounded,
)
from xmut_rules.rules.records import GRANT_KINDS, Cost
from xmut_rules.rules.settlement import Settlement, cost_name

_TITLE = Phrase(
    "settlement",
    "项目 {project} 结算：结余 {surplus} 元，学院奖励 {amount} 元",
    "settlement of project {project}: surplus {surplus} yuan, college award {amount} yuan",
)


def explain_settlement(settlement: Settlement) -> Explanation:
    """Explain a settlement: income, costs, surplus, award, and what stays outside."""
    steps = [*_income(settlement), *_costs(settlement), *_award(settlement), *_outside(settlement)]
    title = _TITLE.of(project=settlement.project_id, surplus=settlement.surplus, amount=settlement.award)
    return explained(title, steps, result=settlement, terms=settlement.terms)


_RECEIPTS: Final = (
    ("fee", Phrase("income-fee", "考培费 {count} 笔（{rows}）", "fees (receipts: {count}; {rows})"), "§3.5.1b", ""),
    (
        "refund",
        Phrase(
            "income-refund",
            "退费 {count} 笔（{rows}），冲减收入",
            "refunds, deducted from the income (receipts: {count}; {rows})",
        ),
        "§3.5.3a",
        "C7",
    ),
    (
        "other",
        Phrase("income-other", "其他收入 {count} 笔（{rows}）", "other income (receipts: {count}; {rows})"),
        "§3.5.3a",
        "",
    ),
)
"""The kinds of receipts that are income, each with its clause and reading."""


def _named(ids: Iterable[str]) -> Words:
    """Return the ids of rows as a list, in the order of the amounts that the step adds up."""
    return joined(Words("、", ", "), map(same, ids))


_INCOME = Phrase("income", "收入", "income")


def _income(settlement: Settlement) -> Iterator[Step]:
    sums: list[Decimal] = []
    for kind, phrase, clause, reading_id in _RECEIPTS:
        rows = [row for row in settlement.receipts if row.kind == kind]
        if rows:
            amounts = [row.amount for row in rows]
            sums.append(added_up(amounts))
            yield step(
                phrase.of(count=len(rows), rows=_named(row.receipt_id for row in rows)),
                sums[-1],
                formula=added(amounts),
                clause=clause,
                readings=decided_by(reading_id) if reading_id else (),
            )
    yield step(_INCOME.of(), settlement.income, formula=added(sums), clause="§3.5.3a")


_TRAINING = Phrase("cost-training", "培训课酬，由培训记录算出", "training pay, from the training records")
_EXAMS = Phrase("cost-exams", "考务费，由考务记录算出", "duty pay, from the duty records")
_CATEGORY = Phrase(
    "cost-category", "成本：{category}，{count} 笔（{rows}）", "cost: {category} (rows: {count}; {rows})"
)
_COST = Phrase("cost", "成本合计", "total cost")
_SURPLUS = Phrase("surplus", "结余 = 收入 - 成本", "surplus = income - costs")


def _costs(settlement: Settlement) -> Iterator[Step]:
    training, exams, *others = settlement.costs
    yield step(_TRAINING.of(), training.amount, clause="§3.5.1c", readings=decided_by("C9"))
    yield step(_EXAMS.of(), exams.amount, clause="§3.5.1c", readings=decided_by("C9"))
    by_category: dict[str, list[Cost]] = defaultdict(list)
    for row in settlement.cost_rows:
        if row.funded_by == "fees":
            by_category[row.category].append(row)
    for total in others:
        rows = by_category[total.category]
        ids = _named(row.cost_id for row in rows)
        sentence = _CATEGORY.of(category=cost_name(total.category), count=len(rows), rows=ids)
        yield step(sentence, total.amount, formula=added(row.amount for row in rows), clause="§3.5.1c")
    formula = added(total.amount for total in settlement.costs)
    yield step(_COST.of(), settlement.cost, formula=formula, clause="§3.5.3a")
    formula = f"{settlement.income} - {settlement.cost}"
    yield step(_SURPLUS.of(), settlement.surplus, formula=formula, clause="§3.5.3a", readings=decided_by("C1"))


_AFTER_LOSS = Phrase("after-prior-loss", "减去以前亏损", "less the earlier loss")
_NO_POLICY = Phrase(
    "no-award-policy",
    "结算日尚无政策可依，不计奖励",
    "no policy is in force on the settlement date, so there is no award",
)
_NO_SURPLUS = Phrase("no-surplus", "没有结余，不计奖励", "there is no surplus, so there is no award")
_COVERED = Phrase(
    "covered-by-loss",
    "结余全部用于弥补以前亏损，没有余额可分，不计奖励",
    "the earlier loss uses up the whole surplus: nothing is left to share, so there is no award",
)
_AWARD = Phrase("award", "学院奖励 = 结余 × {share}", "college award = surplus × {share}")
_REMAINDER = Phrase("remainder", "奖励后余额 = 结余 - 奖励", "remainder = surplus - award")
_SUM = Phrase("surplus-check", "验算：奖励 + 奖励后余额 = 结余", "check: award + remainder = surplus")
_NO_REMAINDER = Phrase("no-remainder", "没有结余，奖励后余额为零", "there is no surplus, so the remainder is zero")


def _award(settlement: Settlement) -> Iterator[Step]:
    """§3.5.3b: the award and the remainder, with what did not apply."""
    base = added_up([settlement.surplus, yuan(-hundredths(settlement.prior_loss))])
    if settlement.prior_loss:
        formula = f"{settlement.surplus} - {settlement.prior_loss}"
        yield step(_AFTER_LOSS.of(), base, formula=formula, clause="§3.5.3b", readings=decided_by("C4"))
    if settlement.terms is None:
        yield step(_NO_POLICY.of(), settlement.award, clause=settlement.clause, readings=decided_by("E10"))
    elif base <= 0:
        sentence, reading_id = (_COVERED.of(), "C4") if settlement.surplus > 0 else (_NO_SURPLUS.of(), "C3")
        yield step(sentence, settlement.award, clause=settlement.clause, readings=decided_by(reading_id))
    else:
        share = Fraction(settlement.terms.college_share)
        exact = unrounded(hundredths(base) * share)
        yield step(
            _AWARD.of(share=_percent(share)),
            settlement.award,
            formula=f"{base} × {share.numerator} ÷ {share.denominator}",
            exact=exact,
            clause=settlement.clause,
            readings=decided_by("C12", settlement.terms.rounding) if exact else (),
        )
    if settlement.award and len(settlement.awards) > 1:
        yield from _college_parts(settlement)
    if settlement.surplus > 0:
        formula = f"{settlement.surplus} - {settlement.award}"
        readings = decided_by("C10")
        yield step(_REMAINDER.of(), settlement.remainder, formula=formula, clause="§3.5.3b", readings=readings)
        yield check(_SUM.of(), [settlement.award, settlement.remainder], settlement.surplus)
    else:
        yield step(_NO_REMAINDER.of(), settlement.remainder, clause="§3.5.3a", readings=decided_by("C3"))


def _percent(share: Fraction) -> str:
    """Write a share in percent, with at most two decimals; one that needs more stays a fraction."""
    if (share * 10_000).denominator > 1:
        return f"{share}"
    whole, part = divmod(int(share * 10_000), 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") + "%"


_PART = Phrase("college-part", "学院 {college}，权重 {weight}", "college {college}, weight {weight}")
_PARTS = Phrase("awards-check", "验算：各学院之和等于奖励", "check: the colleges' parts sum to the award")


def _college_parts(settlement: Settlement) -> Iterator[Step]:
    """C11: the award of a joint project, split by the colleges' weights."""
    whole = sum(row.weight for row in settlement.weights)
    for row, part in zip(settlement.weights, settlement.awards, strict=True):
        yield share_step(
            _PART.of(college=row.college_id, weight=row.weight),
            part.amount,
            of=settlement.award,
            weight=row.weight,
            whole=whole,
            clause="§3.5.3b",
            readings=decided_by("C11"),
        )
    yield check(_PARTS.of(), [part.amount for part in settlement.awards], settlement.award)


_SCHOOL_AWARD = Phrase(
    "school-award",
    "学校奖补 {count} 笔（{rows}），归学院，不计为项目收入",
    "school awards go to the college and are no income (receipts: {count}; {rows})",
)
_BY_AWARD = Phrase(
    "cost-by-school-award",
    "由学校奖补支付的成本 {count} 笔（{rows}），不计入结余",
    "costs paid from a school award, outside the surplus (rows: {count}; {rows})",
)
_GRANT_PAY: Final = {
    "training": Phrase(
        "training-by-grant", "由专款支付的培训课酬，不计入结余", "training pay paid from a grant, outside the surplus"
    ),
    "evaluation": Phrase(
        "duty-by-grant", "由专款支付的考务费，不计入结余", "duty pay paid from a grant, outside the surplus"
    ),
}
_NO_GRANT = Phrase("no-grant", "没有专款收支，无须单列", "no earmarked grant was received or spent")
_GRANTS = Phrase("grant-balance", "专款余额，不计入结余", "balance of earmarked grants, outside the surplus")


def _outside(settlement: Settlement) -> Iterator[Step]:
    """§3.3a, §3.3c: what stays outside the surplus."""
    awards = [(row.receipt_id, row.amount) for row in settlement.receipts if row.kind == "school_award"]
    spent_by_award = [(row.cost_id, row.amount) for row in settlement.cost_rows if row.funded_by == "school_award"]
    for phrase, rows in ((_SCHOOL_AWARD, awards), (_BY_AWARD, spent_by_award)):
        if rows:
            sentence, amounts = (
                phrase.of(count=len(rows), rows=_named(key for key, _ in rows)),
                [fen for _, fen in rows],
            )
            formula, readings = added(amounts), decided_by("C6")
            yield step(sentence, added_up(amounts), formula=formula, clause="§3.3a", readings=readings)
    for part in settlement.grant_pay:
        yield step(_GRANT_PAY[part.purpose].of(), part.amount, clause="§3.3c", readings=decided_by("C5"))
    if settlement.grant_balance is None:
        yield step(_NO_GRANT.of(), clause="§3.3c")
        return
    granted = added_up(row.amount for row in settlement.receipts if row.kind in GRANT_KINDS)
    spent = [row.amount for row in settlement.cost_rows if row.funded_by == "grant"]
    spent += [part.amount for part in settlement.grant_pay]
    formula, readings = f"{granted} - {added_up(spent)}", decided_by("C5")
    yield step(_GRANTS.of(), settlement.grant_balance, formula=formula, clause="§3.3c", readings=readings)
