"""Settlement of a project: surplus and college award (§3.5.3a, §3.5.3b), accounts (§3.5.1b), earmarked grants (§3.3c).

Once all costs are paid from fees and other income, the college gets 30% of what is left. Not decided here: who gets
the other 70%, and whether the award is paid out ("may receive", reading C13).

>>> from xmut_rules import PILOT_2020
>>> college_award("2994.35", policy=PILOT_2020)
Decimal('898.31')
>>> try:
...     college_award(2994.35, policy=PILOT_2020)
... except ValueError as error:
...     print(error)
a number with a fraction is not exact: write amounts as text, such as "120.50"
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from xmut_rules.base.language import Words, mask, same
from xmut_rules.base.money import ReportedYuan, hundredths, read_yuan, read_yuan_from_zero, share_of, split, yuan
from xmut_rules.base.values import Result, Unreported, ids_of, read_day, rows_of
from xmut_rules.policy.terms import Policy, SurplusTerms, Timeline, lookup, only_policy
from xmut_rules.rules.findings import Finding, finding, ordered
from xmut_rules.rules.records import CollegeWeight, Cost, Project, Receipt

SettlementRule = Literal["share", "no-surplus", "not-in-force"]
"""What gave the award."""

_INCOME = frozenset({"fee", "refund", "other"})


@dataclass(frozen=True, slots=True)
class CostTotal:
    """All costs of one category, in yuan."""

    category: str
    amount: ReportedYuan


@dataclass(frozen=True, slots=True)
class CollegeAmount:
    """A college's part of an award, in yuan."""

    college_id: str
    amount: ReportedYuan


@dataclass(frozen=True, slots=True)
class Settlement(Result):
    """What is left of a project and who gets it, all in yuan.

    `costs` are training, exams, then the other categories by name, and sum to `cost`; `surplus` = `income` - `cost`,
    negative where the project lost; `award` is shared by `awards`; `remainder` is what is left of a surplus after it.
    `grant_balance` is null where no grant is involved. Kept for the explanation: the receipts and costs themselves,
    the colleges' weights, and the terms in force, null without a policy.
    """

    project_id: str
    income: ReportedYuan
    costs: tuple[CostTotal, ...]
    cost: ReportedYuan
    surplus: ReportedYuan
    prior_loss: ReportedYuan
    award: ReportedYuan
    remainder: ReportedYuan
    awards: tuple[CollegeAmount, ...]
    grant_balance: ReportedYuan | None
    rule: SettlementRule
    clause: str
    receipts: Unreported[tuple[Receipt, ...]] = field(repr=False, compare=False)
    cost_rows: Unreported[tuple[Cost, ...]] = field(repr=False, compare=False)
    weights: Unreported[tuple[CollegeWeight, ...]] = field(repr=False, compare=False)
    terms: Unreported[SurplusTerms | None] = field(repr=False, compare=False)


def college_award(surplus: Decimal | int | str, *, policy: Policy) -> Decimal:
    """Return the college's share of a surplus, in yuan.

    Clause: §3.5.3b
    Reading: C3 (no award from zero or below), C12 (rounded once, to the fen)

    Args:
        surplus: what is left after all costs, yuan, below 10^13 either way.
        policy: the policy whose share is used.

    Raises:
        ValueError: the surplus is no exact amount.
    """
    return yuan(_award(hundredths(read_yuan(surplus)), only_policy(policy).surplus))


def _award(surplus: int, terms: SurplusTerms) -> int:
    """§3.5.3b in fen; a loss gives nothing (C3)."""
    return share_of(max(surplus, 0), terms.college_share, terms.rounding)


def settle(  # noqa: PLR0913  a settlement has this many sides
    project: Project,
    receipts: Iterable[Receipt],
    costs: Iterable[Cost],
    *,
    training: Decimal | int | str,
    exams: Decimal | int | str,
    on: date,
    policy: Policy | Timeline,
) -> Settlement:
    """Return the settlement of one project.

    Clause: §3.5.3a, §3.5.3b, §3.5.1c, §3.3c
    Reading: C1 to C13

    Args:
        project: the project, with its colleges and their weights.
        receipts: its receipts; grants and school awards stay outside the surplus (C5, C6).
        costs: its costs; those paid from a grant stay outside too.
        training: its training pay, yuan, zero or more.
        exams: its duty pay, yuan, zero or more.
        on: the day whose policy decides.
        policy: a policy or timeline; without one in force on that day there is no award.

    Raises:
        ValueError: rows of another type or another project, repeated ids, or an amount that is none.
    """
    (project,) = rows_of(Project, [project], "project", "project_id")
    found = lookup(policy)(read_day(on))
    pay = {"training": hundredths(read_yuan_from_zero(training)), "exams": hundredths(read_yuan_from_zero(exams))}
    receipts = rows_of(Receipt, receipts, "receipts", "receipt_id")
    costs = rows_of(Cost, costs, "costs", "cost_id")
    for project_id in (*(row.project_id for row in receipts), *(row.project_id for row in costs)):
        if project_id != project.project_id:
            raise ValueError(f"a row of project {mask(project_id or '')} in project {mask(project.project_id)}")
    return _settlement(project, receipts, costs, pay, found.surplus if found else None)


def _settlement(
    project: Project,
    receipts: tuple[Receipt, ...],
    costs: tuple[Cost, ...],
    pay: dict[str, int],
    terms: SurplusTerms | None,
) -> Settlement:
    """§3.5.3a-b in fen, from rows of this project alone."""
    income = sum(hundredths(row.amount) for row in receipts if row.kind in _INCOME)
    by_category: dict[str, int] = defaultdict(int)
    for row in costs:
        if row.funded_by == "fees":
            by_category[row.category] += hundredths(row.amount)
    totals = [*pay.items(), *sorted(by_category.items())]
    cost = sum(fen for _, fen in totals)
    surplus, prior_loss = income - cost, hundredths(project.prior_loss)
    award = 0 if terms is None else _award(surplus - prior_loss, terms)  # C4
    rule, clause = _rule(surplus - prior_loss, terms)
    weights = {row.college_id: row.weight for row in project.colleges}
    return Settlement(
        project_id=project.project_id,
        income=yuan(income),
        costs=tuple(CostTotal(category, yuan(fen)) for category, fen in totals),
        cost=yuan(cost),
        surplus=yuan(surplus),
        prior_loss=yuan(prior_loss),
        award=yuan(award),
        remainder=yuan(surplus - award if surplus > 0 else 0),
        awards=tuple(CollegeAmount(college_id, yuan(fen)) for college_id, fen in split(award, weights).items()),
        grant_balance=_grant_balance(receipts, costs),
        rule=rule,
        clause=clause,
        receipts=tuple(sorted(receipts, key=lambda row: row.receipt_id)),
        cost_rows=tuple(sorted(costs, key=lambda row: row.cost_id)),
        weights=tuple(sorted(project.colleges, key=lambda row: row.college_id)),
        terms=terms,
    )


def _rule(base: int, terms: SurplusTerms | None) -> tuple[SettlementRule, str]:
    if terms is None:
        return "not-in-force", "§0a"
    return ("share", "§3.5.3b") if base > 0 else ("no-surplus", "§3.5.3a")


def _grants(receipts: Iterable[Receipt], costs: Iterable[Cost]) -> tuple[list[int], list[int]]:
    """§3.3c: the grants and what was paid from them, in fen."""
    granted = [hundredths(row.amount) for row in receipts if row.kind == "grant"]
    return granted, [hundredths(row.amount) for row in costs if row.funded_by == "grant"]


def _grant_balance(receipts: Iterable[Receipt], costs: Iterable[Cost]) -> Decimal | None:
    granted, spent = _grants(receipts, costs)
    return yuan(sum(granted) - sum(spent)) if granted or spent else None


def check_receipts(
    receipts: Iterable[Receipt], accounts: Iterable[str], *, policy: Policy | Timeline
) -> tuple[Finding, ...]:
    """Return findings on fees that were not paid to a designated account.

    Clause: §3.5.1b
    Reading: C15 (fees alone are tested)

    Args:
        receipts: receipts with ids of their own.
        accounts: the designated accounts; which they are is not in the text.
        policy: a policy or timeline; a fee is judged by the one in force on its date.

    Raises:
        ValueError: rows of another type, repeated ids, or accounts that are no ids.
    """
    in_force = lookup(policy)
    designated = ids_of(accounts, "accounts")
    return ordered(
        finding("wrong-account", [row.receipt_id])
        for row in rows_of(Receipt, receipts, "receipts", "receipt_id")
        if row.kind == "fee" and row.account not in designated and in_force(row.date)
    )


def check_grants(
    receipts: Iterable[Receipt], costs: Iterable[Cost], *, on: date, policy: Policy | Timeline
) -> tuple[Finding, ...]:
    """Return findings on projects that spent more of a grant than they have, and on grant costs without a purpose.

    Clause: §3.3c
    Reading: C5

    Args:
        receipts: receipts with ids of their own.
        costs: costs with ids of their own.
        on: the day whose policy decides; costs have no date.
        policy: a policy or timeline; without one in force on that day nothing is found.

    Raises:
        ValueError: rows of another type, repeated ids, or no date.
    """
    receipts = rows_of(Receipt, receipts, "receipts", "receipt_id")
    costs = rows_of(Cost, costs, "costs", "cost_id")
    if lookup(policy)(read_day(on)) is None:
        return ()
    granted: dict[str, int] = defaultdict(int)
    spent: dict[str, int] = defaultdict(int)
    for receipt in receipts:
        if receipt.kind == "grant" and receipt.project_id is not None:
            granted[receipt.project_id] += hundredths(receipt.amount)
    found: list[Finding] = []
    for cost in costs:
        if cost.funded_by == "grant":
            spent[cost.project_id] += hundredths(cost.amount)
            if cost.purpose is None:
                found.append(finding("grant-purpose-missing", [cost.cost_id]))
    for project_id, fen in spent.items():
        if fen > granted[project_id]:
            limit = str(yuan(granted[project_id]))
            found.append(finding("grant-overspent", [project_id], granted=limit, spent=str(yuan(fen))))
    return ordered(found)


StatementItem = Literal[
    "income", "cost", "surplus", "prior-loss", "award", "college-award", "remainder", "grant-balance"
]
"""What a line of a statement shows."""


class StatementLine(NamedTuple):
    """One line of a settlement as it is shown.

    Attributes:
        item: what it shows.
        mark: what stands before the name: a sign for a cost or a sum, spaces for a part.
        name: what it is called.
        amount: yuan.
        basis: its clause, or the reading that decides it.
    """

    item: StatementItem
    mark: str
    name: Words
    amount: Decimal
    basis: Words


def statement(settlement: Settlement) -> tuple[StatementLine, ...]:
    """Return the lines of a settlement in the order in which they are shown.

    Clause: §3.5.3a, §3.5.3b, §3.3c

    Args:
        settlement: what `settle` returned. An earlier loss, the parts of several colleges and the balance of grants
            have lines only where there are any.
    """
    award, reading = same(settlement.clause), Words("解读 {id}", "reading {id}")
    lines = [StatementLine("income", "", Words("收入", "income"), settlement.income, same("§3.5.1b"))]
    for cost in settlement.costs:
        name = cost_name(cost.category)
        lines.append(StatementLine("cost", "- ", name, cost.amount, same("§3.5.1c")))
    lines.append(StatementLine("surplus", "= ", Words("结余", "surplus"), settlement.surplus, same("§3.5.3a")))
    if loss := settlement.prior_loss:
        lines.append(StatementLine("prior-loss", "", Words("以前亏损", "earlier loss"), loss, reading.filled(id="C4")))
    lines.append(StatementLine("award", "", Words("学院奖励", "college award"), settlement.award, award))
    for part in settlement.awards if len(settlement.awards) > 1 else ():
        name, basis = same(part.college_id), reading.filled(id="C11")
        lines.append(StatementLine("college-award", "  ", name, part.amount, basis))
    rest = settlement.remainder
    lines.append(StatementLine("remainder", "", Words("余款", "remainder"), rest, reading.filled(id="C10")))
    if (balance := settlement.grant_balance) is not None:
        lines.append(StatementLine("grant-balance", "", Words("专款余额", "grant balance"), balance, same("§3.3c")))
    return tuple(lines)


_COST_NAMES: Mapping[str, Words] = {
    "training": Words("培训课酬", "training pay"),
    "exams": Words("考务费", "duty pay"),
}


def cost_name(category: str) -> Words:
    """Return what the costs of a category are called: two come from the records, the others have their own name."""
    return _COST_NAMES.get(category, same(category))
