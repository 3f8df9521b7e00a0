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
surplus: JSON decimals and floats are not exact: write amounts and quantities as text, such as "120.50"
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from xmut_rules.base.arguments import Arguments, ids_of, only, rows_of
from xmut_rules.base.language import WordedError, Words, mask, same
from xmut_rules.base.money import (
    ReportedYuan,
    YuanFromZero,
    hundredths,
    read_fen,
    read_yuan_from_zero,
    share_of,
    split,
    yuan,
)
from xmut_rules.base.values import AsJson, Id, Result, Unreported, Value, read_day
from xmut_rules.policy.clauses import cited
from xmut_rules.policy.terms import Policy, SurplusTerms, Timeline, lookup, only_policy
from xmut_rules.rules.findings import Finding, finding, ordered
from xmut_rules.rules.records import GRANT_KINDS, CollegeWeight, Cost, Project, Purpose, Receipt

SettlementRule = Literal["share", "no-surplus", "not-in-force"]
"""What gave the award."""

_INCOME = frozenset({"fee", "refund", "other"})


class GrantPay(Value, frozen=True):
    """Training pay or duty pay of a project that an earmarked grant paid, in yuan (§3.3c, reading C5).

    Training pay is spent on training, duty pay on evaluation.
    """

    project_id: Id
    purpose: Literal["training", "evaluation"]
    amount: YuanFromZero


@dataclass(frozen=True, slots=True)
class CostTotal(AsJson):
    """All costs of one category, in yuan."""

    category: str
    amount: ReportedYuan


@dataclass(frozen=True, slots=True)
class CollegeAmount(AsJson):
    """A college's part of an award, in yuan."""

    college_id: str
    amount: ReportedYuan


@dataclass(frozen=True, slots=True)
class Settlement(Result):
    """What is left of a project and who gets it, all in yuan.

    `costs` are training, exams, then the other categories by name, and sum to `cost`; `surplus` = `income` - `cost`,
    negative where the project lost; `award` is shared by `awards`; `remainder` is what is left of a surplus after it.
    `training` and `exams` among the costs are what fees pay of them. `grant_balance` is null where no grant is
    involved. Kept for the explanation: the receipts and costs themselves, the pay that a grant paid, the colleges'
    weights, and the terms in force, null without a policy.
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
    grant_pay: Unreported[tuple[GrantPay, ...]] = field(repr=False, compare=False)
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
    try:
        return yuan(_award(read_fen(surplus), only_policy(policy).surplus))
    except ValueError:
        check = Arguments()
        check.read("surplus", read_fen, surplus)
        check(only_policy, policy)
        raise check.error() from None


def _award(surplus: int, terms: SurplusTerms) -> int:
    """§3.5.3b in fen; a loss gives nothing (C3)."""
    return 0 if surplus <= 0 else share_of(surplus, terms.college_share, terms.rounding)


def settle(  # noqa: PLR0913  a settlement has this many sides
    project: Project,
    receipts: Iterable[Receipt],
    costs: Iterable[Cost],
    *,
    training: Decimal | int | str,
    exams: Decimal | int | str,
    on: date,
    policy: Policy | Timeline,
    grant_pay: Iterable[GrantPay] = (),
) -> Settlement:
    """Return the settlement of one project.

    Clause: §3.5.3a, §3.5.3b, §3.5.1c, §3.3c
    Reading: C1 to C20

    Args:
        project: the project, with its colleges and their weights.
        receipts: its receipts; grants and school awards stay outside the surplus (C5, C6).
        costs: its costs; those paid from a grant or a school award stay outside too.
        training: its training pay that fees pay, yuan, zero or more.
        exams: its duty pay that fees pay, yuan, zero or more.
        on: the day whose policy decides.
        policy: a policy or timeline; without one in force on that day there is no award.
        grant_pay: its training pay and duty pay that a grant paid; it stays outside the surplus (C5).

    Raises:
        ValueError: rows of another type or another project, repeated ids, or an amount that is none.
    """
    with Arguments() as check:
        projects = check(rows_of, Project, [project], "project", "project_id")
        own_receipts = check(rows_of, Receipt, receipts, "receipts", "receipt_id")
        own_costs = check(rows_of, Cost, costs, "costs", "cost_id")
        training = check.read("training", read_yuan_from_zero, training)
        exams = check.read("exams", read_yuan_from_zero, exams)
        day = check.read("on", read_day, on)
        in_force = check(lookup, policy)
        paid = check(rows_of, GrantPay, grant_pay, "grant_pay")
    (project,), found = projects, in_force(day)
    pay = {"training": hundredths(training), "exams": hundredths(exams)}
    owners = (*(row.project_id for row in own_receipts), *(row.project_id for row in own_costs))
    for project_id in (*owners, *(row.project_id for row in paid)):
        if project_id != project.project_id:
            ids = {"other": mask(project_id or ""), "own": mask(project.project_id)}
            raise WordedError(_OF_ANOTHER.filled(**ids))
    return _settlement(
        project, own_receipts, own_costs, pay=pay, grant_pay=paid, terms=found.surplus if found else None
    )


_OF_ANOTHER = Words("项目 {own} 的数据中有项目 {other} 的行", "a row of project {other} in project {own}")


def _settlement(  # noqa: PLR0913  as `settle`
    project: Project,
    receipts: tuple[Receipt, ...],
    costs: tuple[Cost, ...],
    *,
    pay: dict[str, int],
    grant_pay: tuple[GrantPay, ...],
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
        grant_balance=_grant_balance(receipts, costs, grant_pay),
        rule=rule,
        clause=clause,
        receipts=tuple(sorted(receipts, key=lambda row: row.receipt_id)),
        cost_rows=tuple(sorted(costs, key=lambda row: row.cost_id)),
        grant_pay=tuple(sorted(grant_pay, key=lambda row: row.purpose, reverse=True)),
        weights=tuple(sorted(project.colleges, key=lambda row: row.college_id)),
        terms=terms,
    )


_PURPOSES: Mapping[str, str] = {"training": "training", "exams": "evaluation"}
"""What the pay of a category is spent on where a grant pays it (C5)."""


def pay_of(settlement: Settlement, category: Literal["training", "exams"]) -> Decimal:
    """Return the training pay or the duty pay of a project, whether fees or a grant paid it, in yuan."""
    by_fees = [row.amount for row in settlement.costs if row.category == category]
    by_grants = [row.amount for row in settlement.grant_pay if row.purpose == _PURPOSES[category]]
    return yuan(sum(map(hundredths, by_fees + by_grants)))


def _rule(base: int, terms: SurplusTerms | None) -> tuple[SettlementRule, str]:
    if terms is None:
        return "not-in-force", "§0a"
    return ("share", "§3.5.3b") if base > 0 else ("no-surplus", "§3.5.3a")


class _Spent(NamedTuple):
    """What was paid from a grant of a project for a purpose, null where none is named, in fen."""

    project_id: str
    purpose: Purpose | None
    fen: int


def _spending(costs: Iterable[Cost], grant_pay: Iterable[GrantPay]) -> list[_Spent]:
    """§3.3c: the costs and the pay that grants paid (C5)."""
    spent = [_Spent(row.project_id, row.purpose, hundredths(row.amount)) for row in costs if row.funded_by == "grant"]
    return spent + [_Spent(row.project_id, row.purpose, hundredths(row.amount)) for row in grant_pay if row.amount]


def _grant_balance(receipts: Iterable[Receipt], costs: Iterable[Cost], grant_pay: Iterable[GrantPay]) -> Decimal | None:
    granted = [hundredths(row.amount) for row in receipts if row.kind in GRANT_KINDS]
    spent = [row.fen for row in _spending(costs, grant_pay)]
    return yuan(sum(granted) - sum(spent)) if granted or spent else None


def grant_balances(settlement: Settlement) -> tuple[tuple[Purpose | None, Decimal], ...]:
    """Return what is left of a project's grants, by purpose where all of them name theirs; they sum to its balance.

    Clause: §3.3c
    Reading: C5

    Args:
        settlement: the project's settlement; what is overspent is negative.
    """
    grants = [row for row in settlement.receipts if row.kind in GRANT_KINDS]
    spent = _spending(settlement.cost_rows, settlement.grant_pay)
    by_purpose = bool(grants) and all(row.purpose for row in grants)
    sums: dict[Purpose | None, int] = defaultdict(int)
    for row in grants:
        sums[row.purpose if by_purpose else None] += hundredths(row.amount)
    for part in spent:
        sums[part.purpose if by_purpose else None] -= part.fen
    return tuple((purpose, yuan(sums[purpose])) for purpose in sorted(sums, key=lambda purpose: purpose or ""))


def check_receipts(
    receipts: Iterable[Receipt], accounts: Iterable[str], *, policy: Policy | Timeline
) -> tuple[Finding, ...]:
    """Return findings on fees that were not paid to a designated account, and on receipts of a day without policy.

    Clause: §3.5.1b, §0a
    Reading: C15 (only fees are tested for their account), C16 (every receipt counts, whatever its date)

    Args:
        receipts: receipts with ids of their own.
        accounts: the designated accounts; which they are is not in the text.
        policy: a policy or timeline; a receipt is judged by the one in force on its date.

    Raises:
        ValueError: rows of another type, repeated ids, or accounts that are no ids.
    """
    with Arguments() as check:
        rows = check(rows_of, Receipt, receipts, "receipts", "receipt_id")
        designated = check(ids_of, accounts, "accounts")
        in_force = check(lookup, policy)
    found: list[Finding] = []
    for row in rows:
        if in_force(row.date) is None:
            found.append(finding("not-in-force", [row.receipt_id], day=str(row.date)))
        elif row.kind == "fee" and row.account not in designated:
            found.append(finding("wrong-account", [row.receipt_id]))
    return ordered(found)


def check_costs(costs: Iterable[Cost], *, on: date, policy: Policy | Timeline) -> tuple[Finding, ...]:
    """Return findings on costs that may repeat training pay or duty pay, which are added from the records.

    Clause: §3.5.3a
    Reading: C9

    Args:
        costs: costs with ids of their own.
        on: the day whose policy decides; costs have no date.
        policy: a policy or timeline; without one in force on that day nothing is found.

    Raises:
        ValueError: rows of another type, repeated ids, or no date.
    """
    with Arguments() as check:
        costs = check(rows_of, Cost, costs, "costs", "cost_id")
        day = check.read("on", read_day, on)
        in_force = check(lookup, policy)
    if in_force(day) is None:
        return ()
    found: list[Finding] = []
    for cost in costs:
        category = unicodedata.normalize("NFKC", cost.category)
        if any(word in category for word in _WORDS_OF_PAY):
            found.append(finding("cost-may-repeat-pay", [cost.cost_id], category=cost.category))
    return ordered(found)


_WORDS_OF_PAY = ("课酬", "培训费", "监考", "考务")


def check_grants(
    receipts: Iterable[Receipt],
    costs: Iterable[Cost],
    *,
    on: date,
    policy: Policy | Timeline,
    grant_pay: Iterable[GrantPay] = (),
) -> tuple[Finding, ...]:
    """Return findings on earmarked grants: overspent, spent on another purpose, or on a purpose that is not named.

    Clause: §3.3c
    Reading: C5 (purposes are compared where every grant of the project names its own)

    Args:
        receipts: receipts with ids of their own.
        costs: costs with ids of their own.
        on: the day whose policy decides; costs have no date.
        policy: a policy or timeline; without one in force on that day nothing is found.
        grant_pay: the training pay and duty pay that grants paid.

    Raises:
        ValueError: rows of another type, repeated ids, or no date.
    """
    with Arguments() as check:
        receipts = check(rows_of, Receipt, receipts, "receipts", "receipt_id")
        costs = check(rows_of, Cost, costs, "costs", "cost_id")
        day = check.read("on", read_day, on)
        in_force = check(lookup, policy)
        paid = check(rows_of, GrantPay, grant_pay, "grant_pay")
    spending = _spending(costs, paid)
    if in_force(day) is None:
        return ()
    missing = [cost.cost_id for cost in costs if cost.funded_by == "grant" and cost.purpose is None]
    found = [finding("grant-purpose-missing", [cost_id]) for cost_id in missing]
    grants: dict[str, list[Receipt]] = defaultdict(list)
    spent: dict[str, list[_Spent]] = defaultdict(list)
    for receipt in receipts:
        if receipt.kind in GRANT_KINDS and receipt.project_id is not None:
            grants[receipt.project_id].append(receipt)
    for row in spending:
        spent[row.project_id].append(row)
    for project_id in grants.keys() | spent.keys():
        found += _overspent(project_id, grants[project_id], spent[project_id])
    return ordered(found)


def _overspent(project_id: str, grants: Sequence[Receipt], spent: Sequence[_Spent]) -> Iterator[Finding]:
    """§3.3c: a project's grants, less what was returned, against what they paid, in all and by purpose (C5)."""
    granted = sum(hundredths(row.amount) for row in grants)
    paid = sum(row.fen for row in spent)
    if paid > granted:
        yield finding("grant-overspent", [project_id], granted=str(yuan(granted)), spent=str(yuan(paid)))
    if not grants or any(row.purpose is None for row in grants):
        return
    purposes = {row.purpose for row in grants} | {row.purpose for row in spent}
    for purpose in sorted(purpose for purpose in purposes if purpose):
        granted = sum(hundredths(row.amount) for row in grants if row.purpose == purpose)
        paid = sum(row.fen for row in spent if row.purpose == purpose)
        if paid > granted:
            limit, over = str(yuan(granted)), str(yuan(paid))
            yield finding("grant-purpose-differs", [project_id], purpose=purpose, granted=limit, spent=over)


StatementItem = Literal[
    "income", "cost", "surplus", "prior-loss", "award", "college-award", "remainder", "grant-balance"
]
"""What a line of a statement shows."""


class StatementLine(NamedTuple):
    """One line of a settlement as it is shown.

    Attributes:
        item: what it shows.
        mark: what precedes the name: a sign for a cost or a sum, spaces for a part.
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
    only(settlement, Settlement, "settlement")
    award, reading = same(cited(settlement.clause)), Words("解读 {id}", "reading {id}")
    lines = [StatementLine("income", "", Words("收入", "income"), settlement.income, same(cited("§3.5.3a")))]
    for cost in settlement.costs:
        name = cost_name(cost.category)
        lines.append(StatementLine("cost", "- ", name, cost.amount, same(cited("§3.5.1c"))))
    lines.append(StatementLine("surplus", "= ", Words("结余", "surplus"), settlement.surplus, same(cited("§3.5.3a"))))
    if loss := settlement.prior_loss:
        lines.append(StatementLine("prior-loss", "", Words("以前亏损", "earlier loss"), loss, reading.filled(id="C4")))
    lines.append(StatementLine("award", "", Words("学院奖励", "college award"), settlement.award, award))
    for part in settlement.awards if len(settlement.awards) > 1 else ():
        name, basis = same(part.college_id), reading.filled(id="C11")
        lines.append(StatementLine("college-award", "  ", name, part.amount, basis))
    rest = settlement.remainder
    lines.append(StatementLine("remainder", "", Words("奖励后余额", "remainder"), rest, same(cited("§3.5.3b"))))
    if (balance := settlement.grant_balance) is not None:
        lines.append(
            StatementLine("grant-balance", "", Words("专款余额", "grant balance"), balance, same(cited("§3.3c")))
        )
    return tuple(lines)


_COST_NAMES: Mapping[str, Words] = {
    "training": Words("培训课酬", "training pay"),
    "exams": Words("考务费", "duty pay"),
    "per_candidate": Words("按考生人数计的成本", "costs per candidate"),
}


def cost_name(category: str) -> Words:
    """Return what the costs of a category are called: three come from elsewhere, the others have their own name."""
    return _COST_NAMES.get(category, same(category))
