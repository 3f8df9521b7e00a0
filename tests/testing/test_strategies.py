"""The strategies for embedders: valid values, boundaries that really come up, small examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, get_args

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.spec.builders import fen
from xmut_rules import (
    PILOT_2020,
    ExamDuty,
    ExamSession,
    Policy,
    Term,
    TermReport,
    Timeline,
    duty_day_pay,
    exam_pay,
    settle_term,
)
from xmut_rules.base.values import Value
from xmut_rules.rules import FINDING_CODES, Outcome
from xmut_rules.testing import strategies

ROWS = [
    "policies",
    "timelines",
    "training_records",
    "weekly_series",
    "exam_sessions",
    "exam_duties",
    "projects",
    "receipts",
    "costs",
    "students",
    "certificates",
    "bookings",
    "colleges",
    "staff_members",
    "terms",
]
THREE_HOURS, SECOND = timedelta(hours=3), timedelta(seconds=1)


def drawn(strategy: SearchStrategy[Any], count: int) -> list[Any]:
    """Return what a strategy draws, the same every time; a health check that fails is an error."""
    values: list[Any] = []

    @settings(max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(strategy)
    def collect(value: Any) -> None:
        values.append(value)

    collect()
    return values


@cache
def many(name: str, count: int = 400) -> tuple[Any, ...]:
    """Return many values of a strategy without options, the same ones every time."""
    return tuple(drawn(getattr(strategies, name)(), count))


OTHER_READINGS = PILOT_2020.amended(
    training={"long_day": "capped"},
    credits={
        "levels": "highest",
        "by_level": [{"level": "高级", "credits": "2"}],
        "category_cap": "1",
        "earliest_issue": "2019-09-01",
    },
    schedule={"turnaround_minutes": 30, "notice_days": 8},
)


@cache
def settled() -> tuple[tuple[Term, TermReport], ...]:
    """Give 250 terms, each settled under a policy or timeline of its own and under the other readings."""
    pairs = drawn(st.tuples(strategies.terms(most=8), strategies.policies() | strategies.timelines()), 250)
    return tuple((term, settle_term(term, policy=policy)) for term, own in pairs for policy in (own, OTHER_READINGS))


@pytest.mark.parametrize("name", ROWS)
def test_what_is_drawn_is_valid(name: str) -> None:
    """Every value survives its own JSON, validated anew."""
    for value in drawn(getattr(strategies, name)(), 30):
        assert isinstance(value, Value)
        assert type(value).model_validate_json(value.model_dump_json()) == value


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("name", "boundaries"),
    [
        ("days", [date(2020, 12, 17), date(2020, 12, 18), date(2024, 2, 29), date(2000, 1, 1), date(2099, 12, 31)]),
        ("class_hours", list(map(Decimal, ("0", "0.01", "1.5", "5.99", "6", "6.01", "24")))),
        (
            "session_lengths",
            [
                THREE_HOURS - SECOND,
                THREE_HOURS,
                THREE_HOURS + SECOND,
                THREE_HOURS - timedelta(microseconds=1),
                timedelta(minutes=179),
                timedelta(minutes=181),
                timedelta(hours=24),
                timedelta(microseconds=1),
            ],
        ),
        ("amounts", list(map(Decimal, ("0", "0.01", "0.05", "9999999999999.99", "9999999999999.98")))),
    ],
)
def test_each_boundary_comes_up(name: str, boundaries: Sequence[Any]) -> None:
    """Of the plain values, each boundary is among the first 1,500, whatever else Hypothesis has seen."""
    assert [boundary for boundary in boundaries if boundary not in many(name, 1_500)] == []


def test_half_a_fen_comes_up_often() -> None:
    """At least a fifth of the amounts end in 5 fen, so that 30% of them ends in half a fen; by chance it is a tenth."""
    found = many("amounts")
    assert sum(fen(amount) % 10 == 5 for amount in found) > len(found) / 5


@pytest.mark.parametrize(
    ("least", "most"), [("0", "0"), ("-0.05", "0.04"), ("0.01", "0.02"), ("-3.50", "-1.20"), ("7.30", "7.36")]
)
def test_amounts_stay_within_their_bounds(least: str, most: str) -> None:
    """Both bounds come up, and nothing outside of them."""
    found = drawn(strategies.amounts(least=least, most=most), 300)
    assert (min(found), max(found)) == (Decimal(least), Decimal(most))


@pytest.mark.parametrize(("least", "most"), [("1", "0.99"), ("0.001", "1"), (0.5, "1")])
def test_amounts_refuse_bounds_that_are_none(least: Any, most: str) -> None:
    """A largest below the smallest, a third decimal and a float are refused."""
    with pytest.raises(ValueError):
        strategies.amounts(least=least, most=most)


def sizes_and_lengths() -> tuple[set[int], set[timedelta]]:
    """Return the numbers of sessions a day, and the lengths, of many duty days."""
    held = [sessions for sessions, _ in many("duty_days")]
    return {len(sessions) for sessions in held}, {
        session.end - session.start for sessions in held for session in sessions
    }


def test_duty_days_have_one_to_five_sessions_around_three_hours() -> None:
    """Two, three and four sessions come up, and three hours with a second more and less."""
    sizes, lengths = sizes_and_lengths()
    assert sizes == {1, 2, 3, 4, 5}
    assert {THREE_HOURS - SECOND, THREE_HOURS, THREE_HOURS + SECOND, timedelta(minutes=179)} <= lengths


def test_a_duty_day_is_one_persons_on_one_date() -> None:
    """Each session of it has one duty; some end on the next date."""
    for sessions, duties in many("duty_days"):
        assert len({duty.staff_id for duty in duties}) == 1 == len({session.day for session in sessions})
        assert [duty.session_id for duty in duties] == [session.session_id for session in sessions]
    assert any(session.end.date() > session.day for sessions, _ in many("duty_days") for session in sessions)


SHARES = ("3/10", "1/3", "0/1", "1/1", "9999999/1")
POLICY_CHOICES: list[tuple[Callable[[Policy], object], set[object]]] = [
    (lambda policy: policy.training.long_day, {"hourly", "capped"}),
    (lambda policy: policy.exams.day_rate_reading, {"flat", "ceiling", "floor"}),
    (lambda policy: policy.exams.day_scope, {"person", "person_and_project"}),
    (lambda policy: policy.exams.split, {"standard_pay", "sessions"}),
    (lambda policy: policy.surplus.rounding, {"half_up", "half_even", "down"}),
    (lambda policy: policy.credits.levels, {"each", "highest"}),
    (lambda policy: policy.exams.day_rate_from, {1, 2, 3, 4, 100}),
    (lambda policy: policy.exams.long_from_minutes, {1, 179, 180, 181, 1440}),
    (lambda policy: policy.schedule.turnaround_minutes, {0, 1, 30, 1440}),
    (lambda policy: policy.schedule.notice_days, {None, 0, 1, 7, 366}),
    (lambda policy: policy.exams.long_rate < policy.exams.short_rate, {True, False}),
    (lambda policy: policy.credits.category_cap is None, {True, False}),
    (lambda policy: policy.credits.earliest_issue is None, {True, False}),
    (lambda policy: len(policy.credits.by_level), {0, 1, 2, 3, 4}),
    (lambda policy: policy.effective_until == policy.effective_from, {True, False}),
    (lambda policy: policy == PILOT_2020, {True, False}),
]


def test_policies_take_every_choice() -> None:
    """Each reading, the bounds of each number, by-level rows, caps and dates come up; so does the 2020 document."""
    for answer, choices in POLICY_CHOICES:
        assert {answer(policy) for policy in many("policies")} == choices
    assert {*SHARES} <= {policy.surplus.college_share for policy in many("policies")}


def test_timelines_have_gaps_and_ends_without_any() -> None:
    """One to four policies: an open end, an end the day before the next, and a gap all come up."""
    found: list[Timeline] = drawn(strategies.timelines(), 150)
    assert {len(timeline.policies) for timeline in found} == {1, 2, 3, 4}
    pairs = [pair for row in found for pair in zip(row.policies, row.policies[1:], strict=False)]
    gaps = {
        before.effective_until and min((after.effective_from - before.effective_until).days, 3)
        for before, after in pairs
    }
    assert {None, 1, 2} <= gaps


def test_weekly_plans_have_one_lesson_or_366() -> None:
    """Both ends of the range, both ways to end, and excluded dates come up."""
    found = many("weekly_series", 150)
    lessons = {len(plan.days) + len(plan.excluded_dates) for plan in found}
    assert (min(lessons), max(lessons)) == (1, 366)
    assert {plan.until is None for plan in found} == {bool(plan.excluded_dates) for plan in found} == {True, False}


@pytest.mark.exhaustive
def test_every_finding_and_outcome_comes_up() -> None:
    """Of 250 terms; `clashes-cut` alone needs 10,000 clashes."""
    reports = [report for _, report in settled()]
    codes = {found.code for report in reports for found in report.findings}
    assert codes == {entry.code for entry in FINDING_CODES} - {"clashes-cut"}
    assert {found.severity for report in reports for found in report.findings} == {"error", "warning", "hint"}
    assert {decision.outcome for report in reports for decision in report.credits.decisions} == {*get_args(Outcome)}
    assert {line.rule for report in reports for line in report.training.lines} == {
        "class-hours", "day", "capped", "absorbed", "repeated-day", "not-in-force"}  # fmt: skip
    assert {day.rule for report in reports for day in report.exams.days} == {"sessions", "day-rate", "not-in-force"}
    assert {settlement.rule for report in reports for settlement in report.settlements} == {
        "share",
        "no-surplus",
        "not-in-force",
    }
    assert any(decision.cut for report in reports for decision in report.credits.decisions)


@pytest.mark.exhaustive
def test_awards_of_half_a_fen_come_up_in_terms() -> None:
    """Under the document more than one term in fifty has a project whose 30% ends in half a fen."""
    reports = [settle_term(term, policy=PILOT_2020) for term in drawn(strategies.terms(), 300)]
    ties = [
        any(
            settlement.surplus > 0 and fen(settlement.surplus - settlement.prior_loss) % 10 == 5
            for settlement in report.settlements
        )
        for report in reports
    ]
    assert sum(ties) > len(reports) / 50


def test_terms_have_zones_or_none() -> None:
    """Both kinds of term come up, and no term mixes them."""
    kinds: set[frozenset[bool]] = set()
    for term in drawn(strategies.terms(most=8), 60):
        starts = [row.start for row in term.sessions] + [row.start for row in term.bookings]
        kinds.add(frozenset(start.tzinfo is None for start in starts))
    assert kinds == {frozenset(), frozenset({True}), frozenset({False})}


@pytest.mark.parametrize("most", [0, 1, 20])
def test_a_term_has_at_most_the_rows_asked_for(most: int) -> None:
    """No table that is drawn is longer; with 0 rows the term is empty."""
    tables = ("training", "sessions", "duties", "receipts", "costs", "certificates", "series", "bookings")
    sizes = {len(getattr(term, table)) for term in drawn(strategies.terms(most=most), 20) for table in tables}
    assert max(sizes) <= most


def test_rows_take_the_ids_and_days_asked_for() -> None:
    """An embedder's own staff, projects and month are used, and nothing else."""
    own = st.dates(date(2022, 5, 1), date(2022, 5, 31))
    for record in drawn(strategies.training_records(staff=["甲", "乙"], projects=("P7",), days=own), 60):
        assert record.staff_id in {"甲", "乙"}
        assert (record.project_id, record.date.year, record.date.month) == ("P7", 2022, 5)
    for sessions, duties in drawn(strategies.duty_days(staff=["甲"], days=own, clocks="aware"), 60):
        assert {duty.staff_id for duty in duties} == {"甲"}
        assert {(session.day.month, session.start.utcoffset()) for session in sessions} == {(5, timedelta(hours=8))}


@pytest.mark.exhaustive
def test_a_third_session_is_found_as_three_plain_sessions() -> None:
    """The smallest day that the day rate pays has three sessions of an hour from nine, and nothing else is in it."""
    term = find(
        strategies.terms(),
        lambda term: any(
            day.rule == "day-rate" for day in exam_pay(term.sessions, term.duties, policy=PILOT_2020).days
        ),
        settings=settings(max_examples=2000, derandomize=True, database=None),
    )
    times = [(session.start, session.end) for session in term.sessions]
    assert times == [(datetime(2021, 3, 6, 9), datetime(2021, 3, 6, 10))] * 3
    assert [duty.staff_id for duty in term.duties] == ["T1"] * 3
    assert (term.training, term.receipts, term.costs, term.certificates, term.bookings) == ((),) * 5


def test_a_plain_example_is_a_plain_row() -> None:
    """What any record, amount or policy shrinks to is the simplest there is."""
    assert find(strategies.policies(), lambda policy: policy.exams.split == "sessions") == PILOT_2020.amended(
        exams={"split": "sessions"}
    )
    assert find(strategies.amounts(), lambda amount: amount > 2000) == 2001
    record = find(strategies.training_records(), lambda record: record.quantity > 6)
    assert (record.record_id, record.date, str(record.quantity)) == ("R1", date(2021, 3, 6), "6.01")


def pay(lengths: Sequence[timedelta], is_long: Callable[[timedelta], bool], day_from: int, day_rate: int) -> int:
    """Reckon a day's pay as a payroll program of 2020 would, in yuan."""
    if len(lengths) >= day_from:
        return day_rate
    return sum(200 if is_long(length) else 150 for length in lengths)


Program = Callable[[Sequence[timedelta]], int]
WRONG: dict[str, tuple[Program, list[timedelta]]] = {
    "above three hours": (lambda day: pay(day, lambda length: length > THREE_HOURS, 3, 500), [THREE_HOURS]),
    "from 179 minutes": (
        lambda day: pay(day, lambda length: length // (60 * SECOND) >= 179, 3, 500),
        [179 * 60 * SECOND],
    ),
    "rounded to seconds": (
        lambda day: pay(day, lambda length: round(length / SECOND) >= 10800, 3, 500),
        [THREE_HOURS - timedelta(microseconds=1)],
    ),
    "from four sessions": (
        lambda day: pay(day, lambda length: length >= THREE_HOURS, 4, 500),
        [timedelta(hours=1)] * 3,
    ),
    "another day rate": (lambda day: pay(day, lambda length: length >= THREE_HOURS, 3, 450), [timedelta(hours=1)] * 3),
}


@pytest.mark.parametrize(("program", "smallest"), WRONG.values(), ids=WRONG)
def test_a_wrong_payroll_is_found_with_its_smallest_day(program: Program, smallest: list[timedelta]) -> None:
    """Within 1,000 examples, and the day shown is the plainest on which it pays wrongly (§3.5.2.2a-b)."""
    found = find(
        st.lists(strategies.session_lengths(), max_size=6),
        lambda day: program(day) != duty_day_pay(day, policy=PILOT_2020),
        settings=settings(max_examples=1000, derandomize=True, database=None),
    )
    assert found == smallest


def test_a_session_over_midnight_tells_which_day_counts() -> None:
    """A program that counts a session on the day of its end (B7 says: of its start) is found by two sessions."""

    def days_by_end(day: tuple[tuple[ExamSession, ...], tuple[ExamDuty, ...]]) -> bool:
        return {row.end.date() for row in day[0]} != {row.day for row in day[0]}

    sessions, _ = find(strategies.duty_days(), days_by_end)
    assert len(sessions) == 1
    assert sessions[0].end.date() == sessions[0].start.date() + timedelta(days=1)
