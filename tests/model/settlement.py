"""§3.5.3 surplus and award, §3.5.1 accounts, §3.3c grants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from fractions import Fraction

from tests.model.amounts import Row, fen, rounded, split, yuan
from tests.model.days import Calendar, day
from tests.model.findings import finding


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


def grant_balance(receipts: Iterable[Row], costs: Iterable[Row]) -> int | None:
    """C5: grants less what they paid for; none without any."""
    amounts = [fen(row["amount"]) for row in receipts if row["kind"] == "grant"]
    amounts += [-fen(row["amount"]) for row in costs if row["funded_by"] == "grant"]
    return sum(amounts) if amounts else None


def settle(
    project: Row, receipts: Sequence[Row], costs: Sequence[Row], pay: tuple[int, int], policy: Row | None
) -> Row:
    """C1, C3 to C7, C9 to C12: the settlement of one project; `pay` is its training and duty pay in fen."""
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
    balance = grant_balance(receipts, costs)
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
    """C15: fees, and only fees, go to a designated account, from the day the policy is in force."""
    return [
        finding("wrong-account", [row["receipt_id"]])
        for row in receipts
        if row["kind"] == "fee" and row["account"] not in accounts and calendar.on(day(row["date"])) is not None
    ]


def check_grants(receipts: Sequence[Row], costs: Sequence[Row], on: date, calendar: Calendar) -> list[Row]:
    """C5: a grant is not overspent, and each cost that it pays names a purpose."""
    if calendar.on(on) is None:
        return []
    found: list[Row] = []
    for project in {row["project_id"] for row in costs}:
        own = [[row for row in rows if row.get("project_id") == project] for rows in (receipts, costs)]
        balance = grant_balance(*own)
        if balance is not None and balance < 0:
            found.append(finding("grant-overspent", [project]))
    unnamed = [row for row in costs if row["funded_by"] == "grant" and row.get("purpose") is None]
    return found + [finding("grant-purpose-missing", [row["cost_id"]]) for row in unnamed]
