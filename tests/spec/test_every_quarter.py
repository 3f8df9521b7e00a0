"""Every rule on the first and last day of every quarter from 2020 to 2099: an answer, or plainly not in force.

Three policies are asked: the pilot as issued, a timeline with an amendment, and one with a gap. What each has in force
on a day is written here as dates, and what the rules pay as literals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, product

import pytest

from tests.spec.builders import certificate, cost, duty, project, receipt, record, session, student, told
from xmut_rules import (
    PILOT_2020,
    Policy,
    Timeline,
    check_certificates,
    check_duties,
    check_grants,
    check_notices,
    check_receipts,
    check_schedule,
    check_training,
    exam_pay,
    recognize_credits,
    settle,
    social_service_hours,
    training_pay,
)

ISSUED = date(2020, 12, 18)
"""§0a: the pilot begins on 2020-12-18, within a quarter."""

AMENDED_FROM = date(2024, 4, 1)
GAP = (date(2031, 1, 1), date(2033, 9, 30))
AMENDED = PILOT_2020.amended(
    document={"number": "试〔2024〕1号"},
    effective_from=AMENDED_FROM,
    training={"hour_rate": 130},
    exams={"day_rate": 600},
    surplus={"college_share": "40%"},
    credits={"per_certificate": 1},
    schedule={"turnaround_minutes": 30, "notice_days": 3},
)
BEFORE_THE_GAP = PILOT_2020.amended(effective_until=GAP[0] - timedelta(days=1))
AFTER_THE_GAP = AMENDED.amended(effective_from=GAP[1] + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Expected:
    """What the rules give on a day under one edition, as text."""

    hour: str
    day: str
    award: str
    credits: str
    turnaround: list[str]
    notice: list[str]


AS_ISSUED = Expected("120.00", "500.00", "30.00", "2", [], [])
AS_AMENDED = Expected("130.00", "600.00", "40.00", "1", ["room-turnaround"], ["notice-short"])


def pilot(day: date) -> Expected | None:
    """The pilot alone, without an end."""
    return AS_ISSUED if day >= ISSUED else None


def amended(day: date) -> Expected | None:
    """The pilot until the amendment begins."""
    return AS_AMENDED if day >= AMENDED_FROM else pilot(day)


def with_gap(day: date) -> Expected | None:
    """The pilot until the gap, the amendment after it."""
    return None if GAP[0] <= day <= GAP[1] else AS_AMENDED if day > GAP[1] else pilot(day)


POLICIES: dict[str, tuple[Policy | Timeline, Callable[[date], Expected | None]]] = {
    "pilot": (PILOT_2020, pilot),
    "amended": (Timeline(policies=(AMENDED, PILOT_2020)), amended),
    "with a gap": (Timeline(policies=(BEFORE_THE_GAP, AFTER_THE_GAP)), with_gap),
}
MONTHS = {1: (3, 31), 4: (6, 30), 7: (9, 30), 10: (12, 31)}
QUARTERS = [
    (date(year, first, 1), date(year, *last)) for year, (first, last) in product(range(2020, 2100), MONTHS.items())
]
DAYS = [day for quarter in QUARTERS for day in quarter]
ASKED = [(name, decade) for name in POLICIES for decade in range(2020, 2100, 10)]


def days_of(decade: int) -> list[date]:
    """The first and last days of the forty quarters of ten years."""
    return [day for day in DAYS if decade <= day.year < decade + 10]


def test_the_quarters_are_all_of_eighty_years() -> None:
    """§0a: 320 quarters, each beginning the day after the one before ended, from 2020-01-01 to 2099-12-31."""
    assert len(QUARTERS) == 320
    assert (QUARTERS[0][0], QUARTERS[-1][1]) == (date(2020, 1, 1), date(2099, 12, 31))
    assert [first for (_, end), (first, _) in pairwise(QUARTERS) if first != end + timedelta(days=1)] == []


@pytest.mark.parametrize("name", POLICIES)
def test_one_policy_or_none_is_in_force(name: str) -> None:
    """§0a: on each day one edition is in force or none, and of the 640 days as many are without as the dates say."""
    policy, expected = POLICIES[name]
    found = [policy.in_force(day) for day in DAYS]
    assert [each is None for each in found] == [expected(day) is None for day in DAYS]
    assert sum(each is None for each in found) == {"pilot": 7, "amended": 7, "with a gap": 29}[name]
    rates = [each and str(each.training.hour_rate) for each in found]
    assert rates == [wanted and wanted.hour for wanted in map(expected, DAYS)]


@pytest.mark.parametrize(("name", "decade"), ASKED)
def test_training_is_paid_or_not_in_force(name: str, decade: int) -> None:
    """§3.5.2.1: an hour pays 120, or 130 as amended, and counts as workload; without a policy 0, with a finding."""
    policy, expected = POLICIES[name]
    for day in days_of(decade):
        wanted = expected(day)
        rows = [record("R1", day=day)]
        (line,) = training_pay(rows, policy=policy).lines
        (hours,) = social_service_hours(rows, policy=policy)
        findings = told(check_training(rows, policy=policy))
        if wanted is None:
            assert (str(line.amount), line.rule, line.clause) == ("0.00", "not-in-force", "§0a")
            assert str(hours.class_hours) == "0"
            assert findings == [("not-in-force", "error", "§0a", ("R1",))]
        else:
            assert (str(line.amount), line.rule, str(hours.class_hours)) == (wanted.hour, "class-hours", "1")
            assert findings == []


@pytest.mark.parametrize(("name", "decade"), ASKED)
def test_duty_is_paid_or_not_in_force(name: str, decade: int) -> None:
    """§3.5.2.2b: three sessions of a day pay 500, or 600 as amended; without a policy 0, with a finding each."""
    policy, expected = POLICIES[name]
    for day in days_of(decade):
        wanted = expected(day)
        sessions = [session(f"E{hour}", start=f"{day}T0{hour}:00", minutes=60) for hour in (1, 3, 5)]
        duties = [duty(f"D{hour}", session=f"E{hour}") for hour in (1, 3, 5)]
        (paid,) = exam_pay(sessions, duties, policy=policy).days
        findings = told(check_duties(sessions, duties, policy=policy))
        if wanted is None:
            assert (str(paid.amount), paid.rule, paid.clause) == ("0.00", "not-in-force", "§0a")
            assert findings == [("not-in-force", "error", "§0a", (f"D{hour}",)) for hour in (1, 3, 5)]
        else:
            assert (str(paid.amount), paid.rule, paid.clause) == (wanted.day, "day-rate", "§3.5.2.2b")
            assert findings == []


@pytest.mark.parametrize(("name", "decade"), ASKED)
def test_a_project_is_settled_or_not_in_force(name: str, decade: int) -> None:
    """§3.5.3b: a surplus of 100 gives 30, or 40 as amended; without a policy nothing; its rows are checked."""
    policy, expected = POLICIES[name]
    for day in days_of(decade):
        wanted = expected(day)
        rows = [receipt("I1", amount=150, day=day), receipt("I2", amount=10, kind="grant", day=day)]
        spent = [cost("K1", amount=50), cost("K2", amount=9, funded_by="grant")]
        found = settle(project(), rows, spent, training=0, exams=0, on=day, policy=policy)
        figures = (str(found.surplus), str(found.award), str(found.remainder), str(found.grant_balance), found.rule)
        accounts = [each.code for each in check_receipts(rows, ["A2"], policy=policy)]
        grants = [each.code for each in check_grants(rows, spent, on=day, policy=policy)]
        if wanted is None:
            assert figures == ("100.00", "0.00", "100.00", "1.00", "not-in-force")
            assert (accounts, grants) == ([], [])
        else:
            left = {"30.00": "70.00", "40.00": "60.00"}[wanted.award]
            assert figures == ("100.00", wanted.award, left, "1.00", "share")
            assert (accounts, grants) == (["wrong-account"], ["grant-purpose-missing"])


@pytest.mark.parametrize(("name", "decade"), ASKED)
def test_credits_are_recognized_or_not_in_force(name: str, decade: int) -> None:
    """§3.4c: a certificate gives 2 credits, or 1 as amended; without a policy 0, with a finding."""
    policy, expected = POLICIES[name]
    for day in days_of(decade):
        wanted = expected(day)
        filed = [certificate("X1", issued_on="2019-12-01")]
        report = recognize_credits(filed, [student()], as_of=day, policy=policy)
        (decision,) = report.decisions
        findings = told(check_certificates(filed, as_of=day, policy=policy))
        if wanted is None:
            assert (str(report.students[0].total), decision.clause) == ("0", "§0a")
            assert findings == [("not-in-force", "error", "§0a", ("X1",))]
        else:
            assert (str(report.students[0].total), decision.outcome) == (wanted.credits, "granted")
            assert findings == []


@pytest.mark.parametrize(("name", "decade"), ASKED)
def test_the_plan_is_checked_or_not_in_force(name: str, decade: int) -> None:
    """§3.5.4e, §3.5.4d: ten minutes between two sessions and a day's notice are enough as issued, not as amended."""
    policy, expected = POLICIES[name]
    for day in days_of(decade):
        wanted = expected(day)
        before = f"{day - timedelta(days=1)}T09:00"
        first = session("E1", start=f"{day}T08:00", end=f"{day}T09:00", room="R1", notified=before)
        second = session("E2", start=f"{day}T09:10", end=f"{day}T10:00", room="R1", notified=before)
        clashes = [each.code for each in check_schedule([first, second], [], [], [], policy=policy)]
        notices = [each.code for each in check_notices([first], policy=policy)]
        assert clashes == (wanted.turnaround if wanted else [])
        assert notices == (wanted.notice if wanted else [])
