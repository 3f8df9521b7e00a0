"""The public functions' types as mypy and pyright see them; both check this file, and it runs as a test too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_type

import pytest

from xmut_rules import (
    PILOT_2020,
    CollegeWeight,
    CreditReport,
    ExamPay,
    Finding,
    Policy,
    Problem,
    Project,
    Settlement,
    Term,
    TermReport,
    Timeline,
    TrainingPay,
    TrainingRecord,
    check_certificates,
    check_duties,
    check_grants,
    check_notices,
    check_receipts,
    check_schedule,
    check_term,
    check_training,
    clause,
    college_award,
    describe,
    duty_day_pay,
    exam_pay,
    find_clauses,
    find_readings,
    problems,
    read_policy,
    read_term,
    reading,
    recognize_credits,
    require,
    session_rate,
    settle,
    settle_term,
    social_service_hours,
    training_pay,
    training_tariff,
    weekly_lessons,
)
from xmut_rules.changes import read_report
from xmut_rules.policy import Clause, Reading
from xmut_rules.rules import StaffHours

CLEAN = Path(__file__).parents[2] / "docs" / "examples" / "clean" / "term.json"


def test_results_have_the_types_that_are_documented() -> None:
    """Every public function gives its documented type, and amounts are Decimal."""
    term, hour, day = assert_type(read_term(CLEAN), Term), timedelta(hours=1), date(2022, 1, 31)
    assert_type(training_pay(term.training, policy=PILOT_2020), TrainingPay)
    assert_type(training_pay(term.training, policy=PILOT_2020).lines[0].amount, Decimal)
    assert_type(training_tariff("class_hour", 1, policy=PILOT_2020), Decimal)
    assert_type(social_service_hours(term.training, policy=PILOT_2020), tuple[StaffHours, ...])
    assert_type(weekly_lessons(term.series[0]), tuple[TrainingRecord, ...])
    assert_type(session_rate(hour, policy=PILOT_2020), Decimal)
    assert_type(duty_day_pay([hour], policy=PILOT_2020), Decimal)
    assert_type(exam_pay(term.sessions, term.duties, policy=PILOT_2020), ExamPay)
    assert_type(college_award("1.00", policy=PILOT_2020), Decimal)
    settled = settle(term.projects[0], [], [], training=0, exams="0", on=day, policy=PILOT_2020)
    assert_type(settled, Settlement)
    assert_type(settled.grant_balance, Decimal | None)
    assert_type(recognize_credits(term.certificates, term.students, as_of=day, policy=PILOT_2020), CreditReport)
    assert_type(settle_term(term, policy=PILOT_2020), TermReport)
    assert_type(settle_term(term, policy=PILOT_2020).to_json(), str)


def test_checks_give_findings() -> None:
    """Every check gives a tuple of findings."""
    term, day = read_term(CLEAN), date(2022, 1, 31)
    assert_type(check_training(term.training, policy=PILOT_2020), tuple[Finding, ...])
    assert_type(check_duties(term.sessions, term.duties, policy=PILOT_2020), tuple[Finding, ...])
    assert_type(check_receipts(term.receipts, term.designated_accounts, policy=PILOT_2020), tuple[Finding, ...])
    assert_type(check_grants(term.receipts, term.costs, on=day, policy=PILOT_2020), tuple[Finding, ...])
    assert_type(check_certificates(term.certificates, as_of=day, policy=PILOT_2020), tuple[Finding, ...])
    clashes = check_schedule(term.sessions, term.duties, term.training, term.bookings, policy=PILOT_2020)
    assert_type(clashes, tuple[Finding, ...])
    assert_type(check_notices(term.sessions, policy=PILOT_2020), tuple[Finding, ...])
    assert_type(check_term(term, policy=PILOT_2020), tuple[Finding, ...])
    require(clashes)


def test_weights_are_written_as_a_mapping_or_as_rows() -> None:
    """A type checker takes both spellings of a project's colleges, and what comes out is always rows."""
    mapped = Project(project_id="P1", name="项目", colleges={"C01": 60, "C02": 40})
    rows = Project(project_id="P1", name="项目", colleges=assert_type(mapped.colleges, tuple[CollegeWeight, ...]))
    assert rows == mapped


def test_policies_and_data_have_the_types_that_are_documented() -> None:
    """Policies, provisions and readings are typed all the way down."""
    timeline = Timeline(policies=(PILOT_2020,))
    assert_type(timeline.in_force(date(2021, 1, 1)), Policy | None)
    assert_type(PILOT_2020.amended(surplus={"rounding": "down"}), Policy)
    assert_type(PILOT_2020.digest, str)
    assert_type(PILOT_2020.exams.day_rate, Decimal)
    assert_type(PILOT_2020.exams.long_from_minutes, int)
    assert_type(PILOT_2020.effective_until, date | None)
    assert_type(clause("§3.4c"), Clause)
    assert_type(find_clauses(office="college"), tuple[Clause, ...])
    assert_type(reading("A1"), Reading)
    assert_type(find_readings(field="exams.split"), tuple[Reading, ...])
    read: Callable[[str | Path], Policy] = read_policy
    assert callable(read)
    assert_type(describe.__name__, str)


def test_rows_are_built_from_dictionaries() -> None:
    """A dictionary of fields, as a cursor gives it, is a row by its constructor and by `model_validate`."""
    fields: dict[str, Any] = {"project_id": "P1", "name": "证书A", "colleges": {"C01": 60, "C02": 40}}
    assert assert_type(Project(**fields), Project) == assert_type(Project.model_validate(fields), Project)
    lesson: dict[str, Any] = {"record_id": "TR1", "staff_id": "T1", "date": "2021-03-06", "unit": "day", "quantity": 1}
    assert TrainingRecord(project_id="P1", **lesson).date == date(2021, 3, 6)


def test_problems_are_typed() -> None:
    """Problems are data with four texts, and a result writes itself as JSON."""
    found = assert_type(problems(ValueError("x")), tuple[Problem, ...])
    assert_type(found[0].place + found[0].code + found[0].zh + found[0].en, str)
    assert_type(training_pay([], policy=PILOT_2020).to_json(), str)
    assert_type(read_report(settle_term(read_term(CLEAN), policy=PILOT_2020).to_json()).payroll[0].total, Decimal)


def test_frozen_is_visible_to_type_checkers() -> None:
    """Assignment is a type error, and an error when it is run."""
    with pytest.raises(ValueError, match="frozen"):
        PILOT_2020.training.hour_rate = Decimal(1)  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    line = training_pay(read_term(CLEAN).training, policy=PILOT_2020).lines[0]
    with pytest.raises(AttributeError):
        line.amount = Decimal(1)  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
