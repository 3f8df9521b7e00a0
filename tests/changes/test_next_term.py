"""What the next term starts from: two terms give what the whole gives; what goes on is not lost (§3.4, §3.3c)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.cli.test_main import EXAMPLES
from tests.spec.builders import certificate, cost, project, receipt, student
from xmut_rules import (
    PILOT_2020,
    Certificate,
    College,
    Policy,
    Student,
    Term,
    TermReport,
    Timeline,
    WeeklySeries,
    settle_term,
)
from xmut_rules.base.errors import describe
from xmut_rules.changes import next_term
from xmut_rules.files.policies import read_policies
from xmut_rules.files.terms import read_term
from xmut_rules.rules.credits import worth_of
from xmut_rules.rules.records import LEVELS
from xmut_rules.rules.term import ID_FIELDS
from xmut_rules.testing import strategies

NEXT: dict[str, Any] = {"name": "2021-2022-2", "as_of": date(2022, 7, 10)}


def parts(term: Term, day: date) -> tuple[Term, dict[str, tuple[Any, ...]]]:
    """Return the term that ends on a day, and the rows that come after it."""
    later: dict[str, tuple[Any, ...]] = {
        "training": tuple(row for row in term.training if row.date > day),
        "sessions": tuple(row for row in term.sessions if row.day > day),
        "receipts": tuple(row for row in term.receipts if row.date > day),
        "certificates": tuple(row for row in term.certificates if not row.recognized_on and row.issued_on > day),
    }
    held = {row.session_id for row in later["sessions"]}
    later["duties"] = tuple(row for row in term.duties if row.session_id in held)
    first: dict[str, Any] = {
        table: tuple(row for row in getattr(term, table) if row not in rows) for table, rows in later.items()
    }
    first["series"] = lessons_of(term, {lesson for plan in term.series for lesson in plan.days if lesson <= day})
    later["series"] = lessons_of(term, {lesson for plan in term.series for lesson in plan.days if lesson > day})
    return term.model_copy(update={**first, "bookings": (), "costs": (), "as_of": day}), later


def lessons_of(term: Term, days: set[date]) -> tuple[WeeklySeries, ...]:
    """Return the weekly plans of a term with their lessons on some days; one that has none of them is left out."""
    plans = [plan for plan in term.series if days.intersection(plan.days)]
    others = [{*plan.excluded_dates, *(lesson for lesson in plan.days if lesson not in days)} for plan in plans]
    return tuple(
        plan.model_copy(update={"excluded_dates": tuple(sorted(excluded))})
        for plan, excluded in zip(plans, others, strict=True)
    )


def settled_apart(term: Term, day: date, policy: Policy | Timeline) -> tuple[TermReport, TermReport]:
    """Return the report of a term until a day, and that of the rest with what was carried over."""
    first, later = parts(term, day)
    following = next_term(first, policy=policy, name="next", as_of=term.as_of)
    rows = {table: (*getattr(following, table), *own) for table, own in later.items()}
    second = Term.model_validate(following.model_copy(update=rows).model_dump())
    return settle_term(first, policy=policy), settle_term(second, policy=policy)


def pay(*reports: TermReport) -> dict[str, tuple[Decimal, Decimal]]:
    """Return the training pay and the duty pay of each person over several reports."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for report in reports:
        for line in report.payroll:
            training, exams = found.get(line.staff_id, (Decimal(0), Decimal(0)))
            found[line.staff_id] = training + line.training, exams + line.exams
    return {person: amounts for person, amounts in found.items() if any(amounts)}


def workload(*reports: TermReport) -> dict[str, Decimal]:
    """Return the class hours of each person over several reports."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for report in reports:
        for row in report.workload:
            found[row.staff_id] += row.class_hours
    return {person: hours for person, hours in found.items() if hours}


def credit_sums(*reports: TermReport) -> dict[str, Decimal]:
    """Return the credits of each student over several reports."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for report in reports:
        for row in report.credits.students:
            found[row.student_id] += row.total
    return {student: total for student, total in found.items() if total}


def is_monotone(term: Term, policy: Policy) -> bool:
    """Whether a higher level gives no fewer credits, and all levels of one certificate are for one category."""
    named: dict[tuple[str, str], list[Certificate]] = defaultdict(list)
    for row in term.certificates:
        if row.kind == "skill":
            named[row.student_id, "".join(row.name.split())].append(row)
    for rows in named.values():
        rows.sort(key=lambda row: LEVELS.index(row.level))
        worths = [worth for worth in (worth_of(row, policy.credits) for row in rows) if worth is not None]
        if worths != sorted(worths) or len({row.category for row in rows}) > 1:
            return False
        if len({row.issuer for row in rows}) > 1:
            return False
    return True


@st.composite
def papers(draw: st.DrawFn, most: int) -> tuple[Certificate, ...]:
    """Draw certificates of one student, of few names and numbers, most of them good."""
    rows = strategies.certificates(students=["ST1"], days=st.sampled_from(ISSUED))
    drawn = draw(st.lists(rows, min_size=2, max_size=most, unique_by=lambda row: row.certificate_id))
    good = {"status": "valid", "issuer_recognized": True, "issuer": None, "category": "innovation_practice"}
    return tuple(row.model_copy(update=good if draw(st.integers(0, 7)) else {}) for row in drawn)


@st.composite
def split_terms(draw: st.DrawFn) -> tuple[Term, date]:
    """Draw a term and a day on which some of its rows fall, not after the day on which it is settled."""
    term = draw(strategies.terms())
    dates = {row.date for row in term.training} | {row.day for row in term.sessions} | {term.as_of}
    return term, draw(st.sampled_from(sorted(day for day in dates if day <= term.as_of)))


@st.composite
def credit_policies(draw: st.DrawFn) -> Policy:
    """Draw policies under which several certificates bear on each other: levels, caps, or both."""
    terms: dict[str, Any] = {"levels": draw(st.sampled_from(["highest", "highest", "each"]))}
    worths = sorted(draw(st.lists(st.sampled_from(["0", "0.5", "1", "2", "3.25"]), max_size=3)), key=Decimal)
    if worths:
        terms["by_level"] = [{"level": level, "credits": worth} for level, worth in zip(LEVELS, worths, strict=False)]
    terms["category_cap"] = draw(st.sampled_from([None, None, "0", "1.5", "2", "4"]))
    return PILOT_2020.amended(credits=terms)


ISSUED = [date(2021, 3, 1) + timedelta(weeks=week) for week in range(6)]
EMPTY = Term(
    format="xmut-rules/term/1",
    term="2020-2021-2",
    as_of=date(2021, 7, 10),
    designated_accounts=("ACC-SCHOOL",),
    **dict.fromkeys(("colleges", "staff", "projects", "training", "sessions", "duties"), ()),
    **dict.fromkeys(("receipts", "costs", "students", "certificates"), ()),
)


def two_terms_pay_alike(term: Term, day: date, policy: Policy | Timeline) -> None:
    """Hold the pay and the class hours of a term against those of its two parts."""
    whole, halves = settle_term(term, policy=policy), settled_apart(term, day, policy)
    event(f"{sum(any(line.total for line in half.payroll) for half in halves)} halves with pay")
    assert (pay(*halves), workload(*halves)) == (pay(whole), workload(whole))


def two_terms_grant_alike(certificates: tuple[Certificate, ...], day: date, policy: Policy) -> None:
    """Hold the credits of a student against those that the same papers give when they are filed in two terms."""
    student = Student(student_id="ST1", name="学生01", enrolled_on=date(2020, 9, 1))
    term = EMPTY.model_copy(update={"students": (student,), "certificates": certificates})
    assume(policy.effective_until is None or policy.effective_until >= term.as_of)
    whole = settle_term(term, policy=policy)
    assume("certificate-status-differs" not in {found.code for found in whole.findings})
    assume(policy.credits.levels != "highest" or is_monotone(term, policy))
    halves = settled_apart(term, day, policy)
    event(f"{sum(bool(credit_sums(half)) for half in halves)} halves with credits")
    assert credit_sums(*halves) == credit_sums(whole)


WHOLE = {"split": split_terms(), "policy": strategies.policies() | strategies.timelines()}
PAPERS = {"certificates": papers(6), "day": st.sampled_from(ISSUED)} | {
    "policy": credit_policies() | strategies.policies()
}


def settled(costs: Any = (), *, prior_loss: str = "0", receipts: Any = ()) -> Term:
    """Return a term with one project of college C1, and 100.00 of fees before further receipts and costs."""
    return EMPTY.model_copy(
        update={
            "colleges": (College(college_id="C1", name="学院甲"),),
            "projects": (project("P1", prior_loss=prior_loss),),
            "receipts": (receipt("R1", amount="100.00"), *receipts),
            "costs": tuple(costs),
        }
    )


def of_project(term: Term, **options: Any) -> tuple[str, list[tuple[str, str | None, str]]]:
    """Return what the next term of one starts with: the earlier loss, and purpose and amount of each opening."""
    following = next_term(term, policy=PILOT_2020, **NEXT, **options)
    openings: list[tuple[str, str | None, str]] = [
        (row.kind, row.purpose, str(row.amount)) for row in following.receipts
    ]
    return str(following.projects[0].prior_loss), openings


def test_the_next_term_has_the_rows_that_go_on_and_no_others() -> None:
    """Who and what there is goes on, what was paid, held and spent does not; name and day are the next term's."""
    term = read_term(EXAMPLES / "messy" / "term.json")
    following = next_term(term, policy=PILOT_2020, **NEXT)
    assert (following.term, following.as_of) == ("2021-2022-2", date(2022, 7, 10))
    for table in ("designated_accounts", "colleges", "staff", "students"):
        assert getattr(following, table) == getattr(term, table)
    for table in ("training", "sessions", "duties", "costs"):
        assert (len(getattr(term, table)) > 0, getattr(following, table)) == (True, ())
    assert [row.certificate_id for row in following.certificates] == sorted(
        row.certificate_id for row in term.certificates
    )


def test_what_was_granted_says_when_and_how_much_and_what_was_refused_is_decided_anew() -> None:
    """§3.4c: 1.5 under a cap of 1.5; the second is cut to 0 and granted all the same; the revoked one is as filed."""
    rows = (certificate("K1"), certificate("K2", name="证书B", number="B-1"), certificate("K3", number="9", name="C"))
    revoked = rows[2].model_copy(update={"status": "revoked"})
    term = EMPTY.model_copy(update={"students": (student(),), "certificates": (*rows[:2], revoked)})
    policy = PILOT_2020.amended(credits={"category_cap": "1.5"})
    found = next_term(term, policy=policy, **NEXT).certificates
    assert [(row.certificate_id, row.recognized_on, row.credits_given) for row in found] == [
        ("K1", date(2021, 7, 10), Decimal("1.5")),
        ("K2", date(2021, 7, 10), Decimal(0)),
        ("K3", None, None),
    ]
    assert found[2] == revoked


@pytest.mark.parametrize(
    ("spent", "prior_loss", "carried"),
    [("100.00", "0", "0.00"), ("100.01", "0", "0.01"), ("40.00", "60.01", "0.01"), ("40.00", "60.00", "0.00")],
)
def test_a_loss_is_dropped_unless_it_is_to_be_carried(spent: str, prior_loss: str, carried: str) -> None:
    """C4: no loss goes on by itself; where the office carries it, it is what neither fees nor surplus cover."""
    term = settled([cost("X1", amount=spent)], prior_loss=prior_loss)
    assert of_project(term) == ("0.00", [])
    assert of_project(term, losses="carried") == (carried, [])


def test_each_grant_opens_with_what_is_left_of_it_or_lacks() -> None:
    """§3.3c, C5: 300 for training less 120.50 spent; 50 for evaluation less 80 spent; nothing where nothing is left."""
    grants = [
        receipt("G1", kind="grant", amount="300.00", purpose="training"),
        receipt("G2", kind="grant", amount="50.00", purpose="evaluation"),
        receipt("G3", kind="grant", amount="9.00", purpose="certification"),
    ]
    costs = [
        cost("X1", amount="120.50", funded_by="grant", purpose="training"),
        cost("X2", amount="80.00", funded_by="grant", purpose="evaluation"),
        cost("X3", amount="9.00", funded_by="grant", purpose="certification"),
    ]
    term = settled(costs, receipts=grants)
    expected = [("grant_opening", "evaluation", "-30.00"), ("grant_opening", "training", "179.50")]
    assert of_project(term) == ("0.00", expected)
    untold = [grants[0].model_copy(update={"purpose": None}), *grants[1:]]
    assert of_project(settled(costs, receipts=untold))[1] == [("grant_opening", None, "149.50")]


def test_openings_are_numbered_dated_the_day_of_the_settlement_and_open_again() -> None:
    """An opening that nothing is spent of opens the term after the next one with the same amount."""
    term = settled(receipts=[receipt("G1", kind="grant", amount="300.00", purpose="training")])
    once = next_term(term, policy=PILOT_2020, **NEXT)
    twice = next_term(once, policy=PILOT_2020, name="2022-2023-1", as_of=date(2023, 1, 31))
    assert [(row.receipt_id, str(row.date), str(row.amount)) for row in once.receipts] == [
        ("OPENING-1", "2021-07-10", "300.00")
    ]
    assert [(row.receipt_id, str(row.date), str(row.amount)) for row in twice.receipts] == [
        ("OPENING-1", "2022-07-10", "300.00")
    ]


@given(term=strategies.terms(), policy=strategies.policies())
def test_openings_sum_to_the_balance_of_each_grant(term: Term, policy: Policy) -> None:
    """§3.3c: whatever the purposes, the openings of a project are the balance that its settlement states."""
    report = settle_term(term, policy=policy)
    opened: dict[str | None, Decimal] = defaultdict(Decimal)
    for row in next_term(term, policy=policy, name="next", as_of=term.as_of).receipts:
        opened[row.project_id] += row.amount
    stated = {row.project_id: row.grant_balance for row in report.settlements if row.grant_balance}
    assert {project_id: amount for project_id, amount in opened.items() if amount} == stated


def test_the_award_of_two_terms_may_differ_from_that_of_the_whole() -> None:
    """§3.5.3b, C4, C17: a surplus of 100 is awarded 30.00 before a loss of 100 comes; the whole sees both."""
    first, loss = settled(), cost("X1", amount="100.00")
    whole = settle_term(settled([loss]), policy=PILOT_2020)
    following = next_term(first, policy=PILOT_2020, **NEXT, losses="carried")
    second = settle_term(following.model_copy(update={"costs": (loss,)}), policy=PILOT_2020)
    awards = [report.settlements[0].award for report in (settle_term(first, policy=PILOT_2020), second, whole)]
    assert [str(award) for award in awards] == ["30.00", "0.00", "0.00"]


def test_the_next_term_is_not_settled_before_the_settled_one() -> None:
    """The same day is accepted, the day before is refused with the day; so are a name and a choice that are none."""
    assert next_term(EMPTY, policy=PILOT_2020, name="next", as_of=EMPTY.as_of).term == "next"
    with pytest.raises(ValidationError) as early:
        next_term(EMPTY, policy=PILOT_2020, name="next", as_of=EMPTY.as_of - timedelta(days=1))
    assert describe(early.value, lang="en") == (
        "as_of: the next term must not be settled before 2021-07-10, the settlement date of this one [next-before]",
    )
    with pytest.raises(ValidationError, match="term"):
        next_term(EMPTY, policy=PILOT_2020, name="", as_of=EMPTY.as_of)
    with pytest.raises(ValueError, match="losses: expected dropped or carried"):
        next_term(EMPTY, policy=PILOT_2020, name="next", as_of=EMPTY.as_of, losses="kept")  # type: ignore[arg-type]


def test_the_files_of_the_worked_year_belong_together() -> None:
    """The issued report is that of the first term; the second has what the corrected one leaves, and three new rows."""
    folder = EXAMPLES / "year"
    policy = read_policies([str(folder / "amendment.toml")])
    first, corrected, second = (read_term(folder / f"term-{name}.json") for name in ("1", "1-corrected", "2"))
    assert (folder / "report-1.json").read_text("utf-8").strip() == settle_term(first, policy=policy).to_json().strip()
    following = next_term(corrected, policy=policy, name=second.term, as_of=second.as_of)
    new = {
        table: tuple(row for row in getattr(second, table) if row not in getattr(following, table))
        for table in ID_FIELDS
    }
    assert {table: len(rows) for table, rows in new.items() if rows} == {"receipts": 1, "costs": 1, "certificates": 1}
    assert second == following.model_copy(
        update={table: (*getattr(following, table), *rows) for table, rows in new.items()}
    )


@given(**WHOLE)
def test_two_terms_pay_and_teach_what_the_whole_does(split: tuple[Term, date], policy: Policy | Timeline) -> None:
    """§3.5.2: pay and class hours belong to their dates, so a term split on any day gives each person the same."""
    two_terms_pay_alike(*split, policy)


@given(**PAPERS)
def test_two_terms_grant_what_the_whole_does(certificates: tuple[Certificate, ...], day: date, policy: Policy) -> None:
    """§3.4a-c, D2, D4, D11: under caps and levels too, where no later paper casts doubt on an earlier one
    and the policy is in force to the end.
    """
    two_terms_grant_alike(certificates, day, policy)


@pytest.mark.exhaustive
@settings(max_examples=2_500)
@given(**WHOLE)
def test_many_terms_pay_the_same_split_on_any_day(split: tuple[Term, date], policy: Policy | Timeline) -> None:
    """The law of pay over many terms."""
    two_terms_pay_alike(*split, policy)


@pytest.mark.exhaustive
@settings(max_examples=2_500, suppress_health_check=[HealthCheck.filter_too_much])
@given(**PAPERS)
def test_many_files_of_papers_give_the_same_split_on_any_day(
    certificates: tuple[Certificate, ...], day: date, policy: Policy
) -> None:
    """The law of credits over many students."""
    two_terms_grant_alike(certificates, day, policy)
