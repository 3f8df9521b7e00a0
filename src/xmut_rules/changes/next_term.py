"""What the next term starts from: the rows that a settled term leaves behind.

Recognized certificates keep what they gave, unspent grants become opening balances, and a loss becomes an earlier loss
where the office wants it counted. Pay and awards are done with: nothing of them goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.errors import input_error, input_errors
from xmut_rules.base.language import require_one_of
from xmut_rules.base.money import hundredths, yuan
from xmut_rules.policy.terms import Policy, Timeline, lookup
from xmut_rules.rules.credits import CreditDecision
from xmut_rules.rules.records import Certificate, Purpose, Receipt
from xmut_rules.rules.report import settle_term
from xmut_rules.rules.settlement import Settlement, grant_balances
from xmut_rules.rules.term import Term

Losses = Literal["dropped", "carried"]
"""How a loss is carried: not at all (C4), or as the earlier loss of the next term."""


def next_term(term: Term, *, policy: Policy | Timeline, name: str, as_of: date, losses: Losses = "dropped") -> Term:
    """Return the term that follows a settled one, with the rows that go on and none of its own.

    Colleges, staff, projects, students, accounts and everything filed for credits go on. What was granted is marked as
    recognized on the settled term's `as_of`, with the credits that it gave; what was refused is decided anew. Each
    grant that is not used up, or was overspent, opens with its balance, by purpose where all grants name theirs.

    Clause: §3.4a, §3.3c, §3.5.3b
    Reading: C4 (a loss is carried only where the office asks for it), C5, D2, D4, D11

    Args:
        term: the settled term.
        policy: the policy or timeline that it was settled under.
        name: the name of the next term.
        as_of: the day on which the next term will be settled, not before that of the settled one.
        losses: whether what a project lost becomes its earlier loss.

    Raises:
        ValueError: another choice of `losses`, or something that is no term or policy.
        ValidationError: the name or the day is none, or the day comes before the settled term's.
    """
    with Arguments() as check:
        check(only, term, Term, "term")
        check(lookup, policy)
        check(require_one_of, ("dropped", "carried"), losses, "losses")
    report = settle_term(term, policy=policy)
    lost = {settlement.project_id: _loss(settlement) for settlement in report.settlements}
    carried = losses == "carried"
    projects = [
        project.model_copy(update={"prior_loss": yuan(lost[project.project_id] if carried else 0)})
        for project in term.projects
    ]
    empty = dict.fromkeys(("training", "series", "sessions", "duties", "costs", "bookings"), ())
    going_on = {
        "term": name,
        "as_of": as_of,
        "projects": tuple(projects),
        "receipts": tuple(_openings(report.settlements, term.as_of)),
        "certificates": tuple(_recognized(report.credits.decisions, term.as_of)),
    }
    following = term.model_copy(update={**empty, **going_on})
    if following.as_of < term.as_of:
        raise input_errors("Term", [(("as_of",), input_error("next-before", day=str(term.as_of)))])
    return following


def _loss(settlement: Settlement) -> int:
    """Return what a project lost with its earlier loss, in fen; 0 where its surplus covers both."""
    return max(hundredths(settlement.prior_loss) - hundredths(settlement.surplus), 0)


def _openings(settlements: Iterable[Settlement], day: date) -> Iterator[Receipt]:
    """§3.3c: the balance of each project's grants, dated the day on which they were settled (C5)."""
    balances: list[tuple[str, Purpose | None, Decimal]] = [
        (settlement.project_id, purpose, balance)
        for settlement in settlements
        for purpose, balance in grant_balances(settlement)
        if balance
    ]
    for number, (project_id, purpose, balance) in enumerate(balances, start=1):
        yield Receipt(
            receipt_id=f"OPENING-{number}",
            project_id=project_id,
            kind="grant_opening",
            amount=balance,
            date=day,
            purpose=purpose,
        )


def _recognized(decisions: Iterable[CreditDecision], day: date) -> Iterator[Certificate]:
    """§3.4a: everything filed, what was granted marked with its day and its credits."""
    for decision in decisions:
        row = decision.certificate
        granted = {"recognized_on": day, "credits_given": decision.credits}
        yield row.model_copy(update=granted) if decision.outcome == "granted" else row
