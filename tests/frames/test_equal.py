"""Frames and rows give the same: on every library, for every term and policy that the strategies draw (§0a, E10)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.frames.engines import (
    ENGINES,
    certificate_table,
    college_table,
    cost_table,
    duty_table,
    grant_pay_table,
    pay_table,
    project_table,
    receipt_table,
    rows_of,
    session_table,
    student_table,
    training_table,
)
from xmut_rules import (
    PILOT_2020,
    Policy,
    Receipt,
    Term,
    Timeline,
    exam_pay,
    recognize_credits,
    settle_term,
    training_pay,
)
from xmut_rules.base.money import hundredths
from xmut_rules.frames import college_awards, credits, duty_pay, grant_balances, settlements
from xmut_rules.frames import training_pay as training_pay_of
from xmut_rules.frames.columns import MOST_RATE
from xmut_rules.rules.settlement import grant_balances as grant_balances_of
from xmut_rules.testing.strategies import policies, terms, timelines

TRAINING = (
    "record_id", "staff_id", "project_id", "date", "class_hours_hundredths", "amount_fen", "rule", "clause",
)  # fmt: skip
DUTY = (
    "staff_id", "date", "project_id", "sessions", "standard_fen", "amount_fen", "share_fen", "rule", "clause",
)  # fmt: skip
SETTLED = (
    "project_id", "income_fen", "cost_fen", "surplus_fen", "prior_loss_fen", "award_fen", "remainder_fen", "rule",
    "clause",
)  # fmt: skip
CREDITS = (
    "certificate_id", "student_id", "outcome", "credits_hundredths", "cut_hundredths", "category", "clause",
)  # fmt: skip
EXAMPLES = settings(max_examples=10, deadline=None)
MANY = settings(max_examples=300, deadline=None)
DRAWN = st.tuples(terms(most=8), st.one_of(policies(), timelines()))


def editions(policy: Policy | Timeline) -> tuple[Policy, ...]:
    """Return the policies of a timeline, or the one."""
    return policy.policies if isinstance(policy, Timeline) else (policy,)


def are_small(*rates: Any) -> bool:
    """Whether all rates are such as data frames take."""
    return max(map(hundredths, rates)) <= MOST_RATE


def training_agrees(term: Term, policy: Policy | Timeline) -> None:
    """Compare training pay on every library with that of rows."""
    if not all(are_small(one.training.hour_rate, one.training.day_rate) for one in editions(policy)):
        return
    records = term.all_training()
    expected = sorted(
        (
            line.record_id, line.staff_id, line.project_id, line.date, hundredths(line.class_hours),
            hundredths(line.amount), line.rule, line.clause,
        )
        for line in training_pay(records, policy=policy).lines
    )  # fmt: skip
    for name, make in ENGINES.items():
        paid = training_pay_of(make(training_table(records)), policy=policy)
        assert (name, rows_of(paid, *TRAINING)) == (name, expected)


def duty_agrees(term: Term, policy: Policy | Timeline) -> None:
    """Compare duty pay on every library with that of rows."""
    exams = [one.exams for one in editions(policy)]
    if any(one.overlapping == "once" or not are_small(one.short_rate, one.long_rate, one.day_rate) for one in exams):
        return
    expected = sorted(
        (
            day.staff_id, day.date, share.project_id, len(day.sessions), hundredths(day.standard),
            hundredths(day.amount), hundredths(share.amount), day.rule, day.clause,
        )
        for day in exam_pay(term.sessions, term.duties, policy=policy).days
        for share in day.shares
    )  # fmt: skip
    for name, make in ENGINES.items():
        sessions, duties = make(session_table(term.sessions)), make(duty_table(term.duties))
        assert (name, rows_of(duty_pay(sessions, duties, policy=policy), *DUTY)) == (name, expected)


def settlements_agree(term: Term, policy: Policy | Timeline) -> None:
    """Compare settlements on every library with those of a term's report."""
    if any(Fraction(one.surplus.college_share) > 1 for one in editions(policy)):
        return
    report = settle_term(term, policy=policy)
    expected = sorted(
        (
            one.project_id,
            *(hundredths(x) for x in (one.income, one.cost, one.surplus, one.prior_loss, one.award, one.remainder)),
            one.rule, one.clause,
        )
        for one in report.settlements
    )  # fmt: skip
    pay = [
        (one.project_id, hundredths(cost.amount))
        for one in report.settlements
        for cost in one.costs
        if cost.category in ("training", "exams")
    ]
    tables = project_table(term.projects), receipt_table(term.receipts), cost_table(term.costs), pay_table(pay)
    awards = sorted(
        (one.project_id, own.college_id, hundredths(own.amount)) for one in report.settlements for own in one.awards
    )
    for name, make in ENGINES.items():
        settled = settlements(*map(make, tables), on=term.as_of, policy=policy)
        assert (name, rows_of(settled, *SETTLED)) == (name, expected)
        shared = college_awards(settled, make(college_table(term.projects)))
        assert (name, rows_of(shared, "project_id", "college_id", "award_fen")) == (name, awards)
    balances = {
        (one.project_id, purpose, hundredths(left))
        for one in report.settlements
        for purpose, left in grant_balances_of(one)
    }
    pay_of_grants = grant_pay_table(row for one in report.settlements for row in one.grant_pay)
    tables = (*tables[:3], pay_of_grants)
    for name, make in ENGINES.items():
        left = grant_balances(*map(make, tables))
        assert (name, {*rows_of(left, "project_id", "purpose", "balance_fen")}) == (name, balances)


def credits_agree(term: Term, policy: Policy | Timeline) -> None:
    """Compare the credits of certificates on every library with those of rows."""
    decisions = recognize_credits(term.certificates, term.students, as_of=term.as_of, policy=policy).decisions
    expected = [
        (
            one.certificate_id, one.student_id, one.outcome, hundredths(one.credits), hundredths(one.cut), one.category,
            one.clause,
        )
        for one in decisions
    ]  # fmt: skip
    tables = certificate_table(term.certificates), student_table(term.students)
    for name, make in ENGINES.items():
        found = credits(*map(make, tables), as_of=term.as_of, policy=policy)
        assert (name, rows_of(found, *CREDITS)) == (name, expected)


@EXAMPLES
@given(DRAWN)
def test_training_pay_is_that_of_rows(drawn: tuple[Term, Policy | Timeline]) -> None:
    """§3.5.2.1: every library gives each record the amount, rule and clause that `training_pay` of rows gives it."""
    training_agrees(*drawn)


@EXAMPLES
@given(DRAWN)
def test_duty_pay_is_that_of_rows(drawn: tuple[Term, Policy | Timeline]) -> None:
    """§3.5.2.2b: every library pays each day and splits it over projects to the fen as `exam_pay` of rows does."""
    duty_agrees(*drawn)


@pytest.mark.parametrize(
    ("rounding", "awards"),
    [("half_up", [2, 5, 8, 11, 0]), ("half_even", [2, 4, 8, 10, 0]), ("down", [1, 4, 7, 10, 0])],
)
@pytest.mark.parametrize("name", ENGINES)
def test_half_a_fen_is_rounded_as_the_policy_says(name: str, rounding: str, awards: list[int]) -> None:
    """§3.5.3b: 30% of 5, 15, 25 and 35 fen is 1.5, 4.5, 7.5 and 10.5; a loss gives nothing (C3, C12)."""
    policy = PILOT_2020.amended(surplus={"rounding": rounding})
    surplus = {"P1": 5, "P2": 15, "P3": 25, "P4": 35, "P5": -5}
    projects = pay_table([(project, 0) for project in surplus]).rename_columns(["project_id", "prior_loss_fen"])
    receipts = [
        Receipt.model_validate(
            {"receipt_id": f"R{project}", "project_id": project, "account": "A1", "date": "2021-03-06",
             "kind": "fee" if fen > 0 else "refund", "amount": f"{fen / 100:.2f}"}
        )
        for project, fen in surplus.items()
    ]  # fmt: skip
    tables = projects, receipt_table(receipts), cost_table([]), pay_table([])
    settled = settlements(*map(ENGINES[name], tables), on=date(2021, 7, 31), policy=policy)
    assert [fen for _, fen in rows_of(settled, "project_id", "award_fen")] == awards


@EXAMPLES
@given(DRAWN)
def test_settlements_are_those_of_rows(drawn: tuple[Term, Policy | Timeline]) -> None:
    """§3.5.3b: every library settles each project as `settle_term` does, in every rounding."""
    settlements_agree(*drawn)


@EXAMPLES
@given(DRAWN)
def test_credits_are_those_of_rows(drawn: tuple[Term, Policy | Timeline]) -> None:
    """§3.4a-c: every library decides each certificate as `recognize_credits` does, under every reading."""
    credits_agree(*drawn)


@pytest.mark.exhaustive
@MANY
@given(DRAWN)
def test_many_terms_agree(drawn: tuple[Term, Policy | Timeline]) -> None:
    """Three hundred more terms, on all libraries."""
    for agrees in (training_agrees, duty_agrees, settlements_agree, credits_agree):
        agrees(*drawn)
