"""§3.5.3 surplus and award, §3.5.1 accounts, §3.3c grants."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from fractions import Fraction

from tests.model.amounts import Row, fen, rounded, split, yuan
from tests.model.days import Calendar, day
from tests.model.findings import finding

GRANTS = {"grant", "grant_returned", "grant_opening"}
"""C5: what makes up a grant: received, given back, or left by an earlier term."""
PURPOSES = ("training", "evaluation", "certification", "other")
REPEATS_PAY = ("课酬", "培训费", "监考", "考务")


def share(text: str) -> Fraction:
    """§3.5.3b: an exact ratio, written 3/10, 0.30 or 30%."""
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def award(surplus: int, policy: Row) -> int:
    """C3, C12: the college's share of a positive surplus, rounded once."""
    terms = policy["surplus"]
    return rounded(max(0, surplus) * share(terms["college_share"]), terms["rounding"])


def costs_of_fees(costs: Iterable[Row], training: int, exams: int) -> list[tuple[str, int]]:
    """C9: training, exams, then what the fees paid for, by category."""
    totals: dict[str, int] = defaultdict(int)
    for cost in costs:
        if cost["funded_by"] == "fees":
            totals[cost["category"]] += fen(cost["amount"])
    return [("training", training), ("exams", exams), *sorted(totals.items())]


def grant_balance(receipts: Iterable[Row], costs: Iterable[Row], grant_pay: Iterable[Row]) -> int | None:
    """C5: grants and what earlier terms left, less what was returned and what costs and pay took; none without any."""
    amounts = [fen(row["amount"]) for row in receipts if row["kind"] in GRANTS]
    amounts += [-fen(row["amount"]) for row in costs if row["funded_by"] == "grant"]
    amounts += [-fen(row["amount"]) for row in grant_pay if fen(row["amount"]) > 0]
    return sum(amounts) if amounts else None


def settle(
    project: Row,
    receipts: Sequence[Row],
    costs: Sequence[Row],
    pay: tuple[int, int],
    policy: Row | None,
    grant_pay: Iterable[Row] = (),
) -> Row:
    """C1, C3 to C7, C9 to C12: the settlement of one project; `pay` is the training and duty pay of its fees in fen."""
    income = sum(fen(row["amount"]) for row in receipts if row["kind"] in {"fee", "refund", "other"})
    deducted = costs_of_fees(costs, *pay)
    cost = sum(amount for _, amount in deducted)
    surplus = income - cost
    loss = fen(project.get("prior_loss", 0))
    rule, clause, given = "no-surplus", "§3.5.3a", 0
    if policy is None:
        rule, clause = "not-in-force", "§0a"
    elif surplus - loss > 0:
        rule, clause, given = "share", "§3.5.3b", award(surplus - loss, policy)
    parts = split(given, project["colleges"])
    balance = grant_balance(receipts, costs, grant_pay)
    return {
        "project_id": project["project_id"],
        "income": yuan(income),
        "costs": [{"category": category, "amount": yuan(amount)} for category, amount in deducted],
        "cost": yuan(cost),
        "surplus": yuan(surplus),
        "prior_loss": yuan(loss),
        "award": yuan(given),
        "remainder": yuan(surplus - given if surplus > 0 else 0),
        "awards": [{"college_id": college, "amount": yuan(parts[college])} for college in sorted(parts)],
        "grant_balance": None if balance is None else yuan(balance),
        "rule": rule,
        "clause": clause,
    }


def check_receipts(receipts: Iterable[Row], accounts: Collection[str], calendar: Calendar) -> list[Row]:
    """C15, C16: fees, and only fees, go to a designated account; no receipt is dated where no policy is in force."""
    found: list[Row] = []
    for row in receipts:
        if calendar.on(day(row["date"])) is None:
            found.append(finding("not-in-force", [row["receipt_id"]]))
        elif row["kind"] == "fee" and row["account"] not in accounts:
            found.append(finding("wrong-account", [row["receipt_id"]]))
    return found


def check_costs(costs: Iterable[Row], on: date, calendar: Calendar) -> list[Row]:
    """C9: a category that may be pay over again, which is added from the records already."""
    if calendar.on(on) is None:
        return []
    written = [(row["cost_id"], unicodedata.normalize("NFKC", row["category"])) for row in costs]
    return [
        finding("cost-may-repeat-pay", [name])
        for name, category in written
        if any(word in category for word in REPEATS_PAY)
    ]


def check_grants_of(project: str, receipts: Iterable[Row], costs: Iterable[Row], grant_pay: Iterable[Row]) -> list[Row]:
    """C5: the grants of one project, together, and by purpose if all of them name one."""
    granted = [row for row in receipts if row["kind"] in GRANTS and row["project_id"] == project]
    spent = [row for row in costs if row["funded_by"] == "grant" and row["project_id"] == project]
    spent += [row for row in grant_pay if row["project_id"] == project]
    found: list[Row] = []
    if sum(fen(row["amount"]) for row in spent) > sum(fen(row["amount"]) for row in granted):
        found.append(finding("grant-overspent", [project]))
    if granted and all(row.get("purpose") is not None for row in granted):
        for purpose in PURPOSES:
            had = sum(fen(row["amount"]) for row in granted if row["purpose"] == purpose)
            if sum(fen(row["amount"]) for row in spent if row.get("purpose") == purpose) > had:
                found.append(finding("grant-purpose-differs", [project]))
    return found


def check_grants(
    receipts: Sequence[Row], costs: Sequence[Row], on: date, calendar: Calendar, grant_pay: Sequence[Row] = ()
) -> list[Row]:
    """C5: grants are not overspent, not spent on other purposes, and each cost that they pay names its purpose."""
    if calendar.on(on) is None:
        return []
    named = {row["project_id"] for row in [*receipts, *costs, *grant_pay] if row.get("project_id") is not None}
    found = [line for project in named for line in check_grants_of(project, receipts, costs, grant_pay)]
    unnamed = [row for row in costs if row["funded_by"] == "grant" and row.get("purpose") is None]
    return found + [finding("grant-purpose-missing", [row["cost_id"]]) for row in unnamed]
