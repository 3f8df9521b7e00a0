"""When a policy is in force: §0a and reading E10. Dates are the document's, 2020-12-18 above all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.spec.builders import (
    booking,
    certificate,
    cost,
    duty,
    project,
    receipt,
    record,
    session,
    student,
)
from xmut_rules import (
    PILOT_2020,
    Finding,
    Policy,
    PolicyBreach,
    Term,
    Timeline,
    check_certificates,
    check_duties,
    check_notices,
    check_receipts,
    check_schedule,
    check_term,
    check_training,
    exam_pay,
    recognize_credits,
    require,
    settle,
    social_service_hours,
    training_pay,
)

ISSUED = date(2020, 12, 18)
NEW_YEAR = date(2022, 1, 1)
AROUND = st.integers(-40, 40)
LATER = PILOT_2020.amended(
    effective_from=NEW_YEAR,
    training={"hour_rate": "130.00"},
    exams={"short_rate": "160.00"},
    surplus={"college_share": "20%"},
    credits={"per_certificate": 1},
    schedule={"turnaround_minutes": 30, "notice_days": 3},
)
BOTH = Timeline(policies=(PILOT_2020, LATER))


def days_from(day: date, days: int) -> date:
    """The day so many days later."""
    return day + timedelta(days=days)


def not_in_force(findings: tuple[Finding, ...]) -> list[tuple[str, ...]]:
    """The rows of the findings that no policy is in force; each is an error under this clause."""
    told = [each for each in findings if each.code == "not-in-force"]
    assert {(each.severity, each.clause) for each in told} <= {("error", "§0a")}
    return [each.refs for each in told]


def span(first: int, last: int | None) -> Policy:
    """The pilot in force from one day of 2021 to another, counted from its first, or with an open end."""
    new_year = date(2021, 1, 1)
    until = None if last is None else days_from(new_year, last)
    return PILOT_2020.amended(effective_from=days_from(new_year, first), effective_until=until)


def day_sets(spans: list[tuple[int, int | None]]) -> list[set[int]]:
    """The days of each span, an open one ending the day before the next that begins; 200 stands for no end."""
    result: list[set[int]] = []
    for first, last in spans:
        later = [start for start, _ in spans if start > first]
        end = last if last is not None else min(later, default=201) - 1
        result.append(set(range(first, end + 1)))
    return result


SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.none() | st.integers(0, 25)).map(
        lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
    ),
    min_size=1,
    max_size=5,
)


class TestInForce:
    """§0a  The policy was issued on 2020-12-18, binds all units, and names no end."""

    @given(AROUND)
    @example(-1).via("§0a: 2020-12-17")
    @example(0).via("§0a: 2020-12-18")
    def test_it_is_in_force_from_the_day_of_issue(self, days: int) -> None:
        """E10 2020-12-18: nothing is in force the day before, and the pilot is from that day on."""
        day = days_from(ISSUED, days)
        assert PILOT_2020.in_force(day) == (PILOT_2020 if days >= 0 else None)
        assert Timeline(policies=(PILOT_2020,)).in_force(day) == PILOT_2020.in_force(day)

    def test_its_end_is_open(self) -> None:
        """E10 2020-12-18: without an end it is in force on the last day that there is."""
        assert PILOT_2020.in_force(date(2099, 12, 31)) == PILOT_2020
        assert BOTH.in_force(date(2099, 12, 31)) == LATER

    def test_an_office_may_date_the_pilot_earlier(self) -> None:
        """E10 date: with `effective_from` amended to 2020-09-01, an hour of that day pays 120 and is no finding."""
        earlier = PILOT_2020.amended(effective_from=date(2020, 9, 1))
        rows = [record("R1", day="2020-09-01"), record("R2", day="2020-08-31")]
        assert [str(line.amount) for line in training_pay(rows, policy=earlier).lines] == ["0.00", "120.00"]
        assert not_in_force(check_training(rows, policy=earlier)) == [("R2",)]
        assert str(training_pay(rows, policy=PILOT_2020).total) == "0.00"

    @given(st.lists(AROUND, max_size=8), st.sampled_from(["class_hour", "day"]), st.randoms())
    @example([-1, 0], "class_hour", None).via("§0a: an hour of 2020-12-17 and one of 12-18")
    @example([-1, 0], "day", None).via("§0a: a day of 2020-12-17 and one of 12-18")
    def test_training_before_it_pays_nothing_and_is_told(self, days: list[int], unit: Any, random: Any) -> None:
        """E10 2020-12-18: an earlier record pays 0 under this clause and is an error finding with its id."""
        rows = [record(f"R{n}", staff=f"T{n}", day=days_from(ISSUED, each), unit=unit) for n, each in enumerate(days)]
        if random is not None:
            random.shuffle(rows)
        early = {row.record_id for row in rows if row.date < date(2020, 12, 18)}
        rate = Decimal(720 if unit == "day" else 120)
        pay = training_pay(rows, policy=PILOT_2020)
        for line in pay.lines:
            told = (line.amount, line.rule == "not-in-force", line.clause == "§0a")
            assert told == ((Decimal(0), True, True) if line.record_id in early else (rate, False, False))
        assert pay.total == rate * (len(rows) - len(early))
        assert not_in_force(check_training(rows, policy=PILOT_2020)) == sorted((each,) for each in early)

    def test_what_pays_nothing_is_no_workload(self) -> None:
        """E9: class hours of a record that nothing is in force for count 0; a day record of it shows 0 hours."""
        rows = [
            record("R1", day="2020-12-17", quantity=3),
            record("R2", day="2020-12-17", staff="T02", unit="day"),
            record("R3", day="2020-12-18", quantity=2),
        ]
        lines = training_pay(rows, policy=PILOT_2020).lines
        assert [line.class_hours for line in lines] == [Decimal(3), Decimal(0), Decimal(2)]
        hours = {each.staff_id: each.class_hours for each in social_service_hours(rows, policy=PILOT_2020)}
        assert (hours["T01"], hours.get("T02", Decimal(0))) == (Decimal(2), Decimal(0))

    @given(st.integers(-2000, 2000))
    @example(-1).via("§0a: 2020-12-17T23:59, although it ends in force")
    @example(0).via("§0a: 2020-12-18T00:00")
    def test_duty_before_it_pays_nothing_and_is_told(self, minutes: int) -> None:
        """E10 2020-12-18, B7: the local date of the start decides; an earlier duty pays 0 and is told with its id."""
        exam = session(start=datetime(2020, 12, 18) + timedelta(minutes=minutes))
        (day,) = exam_pay([exam], [duty()], policy=PILOT_2020).days
        paid = ("150.00", "sessions", "§3.5.2.2a") if minutes >= 0 else ("0.00", "not-in-force", "§0a")
        assert (str(day.amount), day.rule, day.clause) == paid
        told = not_in_force(check_duties([exam], [duty()], policy=PILOT_2020))
        assert told == ([] if minutes >= 0 else [("D1",)])

    def test_the_local_date_counts(self) -> None:
        """E10, B7: a session at 2020-12-17T16:00 UTC starts at 00:00 of the 18th and is paid; a minute less is not."""
        for clock, amount in (("16:00", "150.00"), ("15:59", "0.00")):
            exam = session(start=f"2020-12-17T{clock}+00:00")
            assert str(exam_pay([exam], [duty()], policy=PILOT_2020).total) == amount

    @given(AROUND)
    @example(-1).via("§0a: settled on 2020-12-17")
    @example(0).via("§0a: settled on 2020-12-18")
    def test_a_settlement_is_judged_on_its_own_day(self, days: int) -> None:
        """E10 2020-12-18: 1,000.00 of fees less 100.00 of costs awards 270.00 from the 18th on, before it nothing."""
        joint, day, nothing = project(weights={"C1": 1, "C2": 2}), days_from(ISSUED, days), Decimal(0)
        settled = settle(joint, [receipt()], [cost()], training=nothing, exams=nothing, on=day, policy=PILOT_2020)
        told = [settled.rule, settled.clause, settled.award, *(each.amount for each in settled.awards)]
        paid: list[Any] = ["share", "§3.5.3b", 270, 90, 180]
        assert told == (paid if days >= 0 else ["not-in-force", "§0a", 0, 0, 0])
        assert (str(settled.income), str(settled.cost), str(settled.surplus)) == ("1000.00", "100.00", "900.00")

    @given(AROUND)
    @example(-1).via("§0a: settled on 2020-12-17")
    @example(0).via("§0a: settled on 2020-12-18")
    def test_a_settlement_that_nothing_is_in_force_for_is_told(self, days: int) -> None:
        """E10 2020-12-18: a project settled on an earlier day is an error finding of its term, with its id."""
        tables = ("staff", "training", "sessions", "duties", "receipts", "costs", "students", "certificates")
        whole = dict.fromkeys(tables, ()) | {
            "format": "xmut-rules/term/1", "term": "2020-2021-1", "as_of": days_from(ISSUED, days),
            "designated_accounts": ("A1",), "colleges": ({"college_id": "C1", "name": "college"},),
            "projects": (project("P1"), project("P2")),
        }  # fmt: skip
        found = check_term(Term.model_validate(whole), policy=PILOT_2020)
        assert not_in_force(found) == ([] if days >= 0 else [("P1",), ("P2",)])

    @given(AROUND)
    @example(-1).via("§0a: as of 2020-12-17")
    @example(0).via("§0a: as of 2020-12-18")
    def test_credits_are_judged_on_as_of(self, days: int) -> None:
        """E10 2020-12-18, D7: as of an earlier day nothing is decided but what was recognized before."""
        day = days_from(ISSUED, days)
        rows = [certificate("X1", issued_on="2020-06-01"),
                certificate("X2", name="skill B", issued_on="2020-06-01", recognized_on="2020-07-01")]  # fmt: skip
        report = recognize_credits(rows, [student()], as_of=day, policy=PILOT_2020)
        told = [(each.outcome, each.clause, str(each.credits)) for each in report.decisions]
        first = ("granted", "§3.4c", "2") if days >= 0 else ("not-in-force", "§0a", "0")
        assert told == [first, ("recognized-earlier", "§3.4c", "0")]
        assert [each.total for each in report.students] == [Decimal(2 if days >= 0 else 0)]
        findings = not_in_force(check_certificates(rows[:1], as_of=day, policy=PILOT_2020))
        assert findings == ([] if days >= 0 else [("X1",)])

    def test_clashes_and_notices_are_told_only_in_force(self) -> None:
        """E10 2020-12-18, E1, E7: the later start of a pair, and a session's start, must fall on a day in force."""
        early = session("E1", start="2020-12-17T20:00", minutes=300, room="R1")
        for start, told in (("2020-12-17T23:59", 0), ("2020-12-18T00:00", 1)):
            other = booking("B1", start=start, room="R1")
            found = check_schedule([early], [], [], [other], policy=PILOT_2020)
            assert [each.code for each in found] == ["room-overlap"] * told
            assert len(check_notices([session(start=start)], policy=PILOT_2020)) == told

    @given(AROUND)
    @example(-1).via("§0a: a fee of 2020-12-17")
    @example(0).via("§0a: a fee of 2020-12-18")
    def test_a_fees_account_is_tested_on_the_day_it_came(self, days: int) -> None:
        """E10 2020-12-18, C15: a fee on another account is told only from the 18th on."""
        fee = receipt(day=days_from(ISSUED, days), account="A9")
        found = check_receipts([fee], ["A1"], policy=PILOT_2020)
        assert [each.code for each in found if each.code == "wrong-account"] == ["wrong-account"] * (days >= 0)

    def test_a_breach_can_be_required_away(self) -> None:
        """E10 2020-12-18: `require` raises the findings of an early record, and lets a record in force pass."""
        findings = check_training([record(day="2020-12-17")], policy=PILOT_2020)
        with pytest.raises(PolicyBreach) as raised:
            require(findings)
        assert raised.value.findings == findings
        require(check_training([record(day="2020-12-18")], policy=PILOT_2020))

    @given(AROUND)
    @example(-1).via("§0a: 2021-12-31, the first policy's last day")
    @example(0).via("§0a: 2022-01-01, the second's first")
    def test_each_row_is_judged_by_the_policy_of_its_day(self, days: int) -> None:
        """E10 date: an open-ended policy ends the day before its successor; pay follows the row's own date."""
        day, new = days_from(NEW_YEAR, days), days >= 0
        assert BOTH.in_force(day) == (LATER if new else PILOT_2020)
        rows, exam = [record(day=day)], session(start=f"{day}T22:30", minutes=120)
        assert str(training_pay(rows, policy=BOTH).total) == ("130.00" if new else "120.00")
        assert str(exam_pay([exam], [duty()], policy=BOTH).total) == ("160.00" if new else "150.00")
        settled = settle(project(), [receipt()], [], training=Decimal(0), exams=Decimal(0), on=day, policy=BOTH)
        assert str(settled.award) == ("200.00" if new else "300.00")
        report = recognize_credits([certificate()], [student()], as_of=day, policy=BOTH)
        assert str(report.students[0].total) == ("1" if new else "2")

    @given(st.integers(-300, 300))
    @example(-1).via("§0a: a gap into 2021-12-31")
    @example(0).via("§0a: a gap into 2022-01-01")
    def test_a_turnaround_is_that_of_the_later_start(self, minutes: int) -> None:
        """E3, E7: the policy of the later use's day says how long a room stays free, and of a session's how early."""
        start = datetime(2022, 1, 1) + timedelta(minutes=minutes)
        rows = [booking("B1", start=start - timedelta(minutes=60), minutes=50, room="R1"),
                booking("B2", start=start, room="R1")]  # fmt: skip
        found = check_schedule([], [], [], rows, policy=BOTH)
        assert [each.code for each in found] == ["room-turnaround"] * (minutes >= 0)
        notices = check_notices([session(start=start, notified=start - timedelta(days=2))], policy=BOTH)
        assert [each.code for each in notices] == ["notice-short"] * (minutes >= 0)

    @given(SPANS, st.integers(-3, 110), st.randoms())
    @example([(0, None), (10, 20), (30, None)], 9, None).via("§0a: the day before a successor")
    @example([(0, 9), (10, None)], 10, None).via("§0a: the day after an end")
    @example([(0, 9), (9, None)], 9, None).via("§0a: one day in two policies")
    @example([(0, None), (0, None)], 0, None).via("§0a: two from one day")
    @example([(0, 0)], 0, None).via("§0a: in force for one day")
    @example([(0, 5), (10, None)], 7, None).via("§0a: a gap")
    def test_a_timeline_is_its_days(self, spans: list[tuple[int, int | None]], day: int, random: Any) -> None:
        """E10 date: gaps mean not in force, overlaps are refused, and the order in which policies are given is none."""
        days = day_sets(spans)
        policies = [span(*each) for each in spans]
        if random is not None:
            random.shuffle(policies)
        overlap = sum(map(len, days)) > len(set[int]().union(*days)) or len({first for first, _ in spans}) < len(spans)
        if overlap:
            with pytest.raises(ValueError):
                Timeline(policies=tuple(policies))
            return
        timeline = Timeline(policies=tuple(policies))
        expected = [span(*each) for each, own in zip(spans, days, strict=True) if day in own]
        found = timeline.in_force(days_from(date(2021, 1, 1), day))
        assert ([] if found is None else [found]) == expected
        assert timeline == Timeline(policies=tuple(sorted(policies, key=lambda each: each.effective_from)))

    @given(st.integers(-5, 25))
    @example(10).via("§0a: the first day of a gap")
    @example(15).via("§0a: the day after a gap")
    def test_a_gap_pays_nothing_and_is_told(self, day: int) -> None:
        """E10 date: in a gap a record pays 0, and so does one before the first policy."""
        timeline = Timeline(policies=(span(0, 9), span(15, None)))
        rows = [record(day=days_from(date(2021, 1, 1), day))]
        paid = 0 <= day <= 9 or day >= 15
        assert str(training_pay(rows, policy=timeline).total) == ("120.00" if paid else "0.00")
        assert not_in_force(check_training(rows, policy=timeline)) == ([] if paid else [("R1",)])

    @pytest.mark.parametrize("wrong", [
        lambda: Timeline(policies=()),
        lambda: span(10, 9),
        lambda: PILOT_2020.in_force(date(2100, 1, 1)),
        lambda: BOTH.in_force(date(1999, 12, 31)),
    ], ids=["no policy", "an end before its beginning", "a day after 2099", "a day before 2000"])  # fmt: skip
    def test_what_cannot_be_dated_is_refused(self, wrong: Callable[[], object]) -> None:
        """E10 date: a timeline has a policy, a policy does not end before it begins, days are of 2000 to 2099."""
        with pytest.raises(ValueError):
            wrong()
