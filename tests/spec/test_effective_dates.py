"""The document, and the days on which it is in force: §0a and reading E10.

Dates are the document's, 2020-12-18 above all. What the policies asked about have in force on a day is written here as
dates, and what the rules pay as literals.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.spec.builders import (
    EARLY,
    amounts,
    booking,
    certificate,
    cost,
    duty,
    figures,
    moment_of,
    project,
    receipt,
    record,
    reported,
    session,
    student,
    yuan,
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
    check_grants,
    check_notices,
    check_receipts,
    check_schedule,
    check_term,
    check_training,
    college_award,
    duty_day_pay,
    exam_pay,
    recognize_credits,
    require,
    session_rate,
    settle,
    social_service_hours,
    training_pay,
    training_tariff,
)

SCHEMA = Policy.model_json_schema()
WRITTEN = json.loads(PILOT_2020.model_dump_json())
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
    found = [finding for finding in findings if finding.code == "not-in-force"]
    assert {(finding.severity, finding.clause) for finding in found} <= {("error", "§0a")}
    return [finding.refs for finding in found]


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


def with_amendment(day: date) -> Expected | None:
    """The pilot until the amendment begins."""
    return AS_AMENDED if day >= AMENDED_FROM else pilot(day)


def with_gap(day: date) -> Expected | None:
    """The pilot until the gap, the amendment after it."""
    return None if GAP[0] <= day <= GAP[1] else AS_AMENDED if day > GAP[1] else pilot(day)


POLICIES: dict[str, tuple[Policy | Timeline, Callable[[date], Expected | None]]] = {
    "pilot": (PILOT_2020, pilot),
    "amended": (Timeline(policies=(AMENDED, PILOT_2020)), with_amendment),
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


def sha256(document: dict[str, Any]) -> str:
    """Return the SHA-256 of canonical JSON: sorted keys, UTF-8, no spaces."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class TestInForce:
    """§0a  The policy was issued on 2020-12-18, binds all units, and names no end."""

    def test_the_document_is_named(self) -> None:
        """§0a: number, titles, issuer, and the days of issue and of printing; in force from the issue on, open end."""
        assert WRITTEN["document"] == {
            "number": "厦工教〔2020〕39号",
            "title": "厦门工学院“1+X”证书制度试点实施办法（试行）",
            "annex_title": "厦门工学院“1+X”证书制度试点实施方案（试行）",
            "issuer": "厦门工学院",
            "issued_on": "2020-12-18",
            "printed_on": "2020-12-21",
        }
        assert (WRITTEN["format"], WRITTEN["effective_from"], WRITTEN["effective_until"]) == (
            "xmut-rules/policy/1", "2020-12-18", None)  # fmt: skip
        notes = [SCHEMA["properties"][name] for name in ("effective_from", "effective_until")]
        assert [(note["clause"], note.get("reading")) for note in notes] == [("§0a", "E10"), ("§0a", None)]

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

    def test_no_training_is_paid_before_the_first_day(self) -> None:
        """E10: on 2020-12-17 a day pays 0.00 and shows 0 hours, 2 hours show 2; each is an error finding."""
        rows = [record("R1", unit="day", day="2020-12-17"), record("R2", quantity=2, day="2020-12-17", staff="T02"),
                record("R3", quantity=2, day="2020-12-18")]  # fmt: skip
        lines = training_pay(rows, policy=PILOT_2020).lines
        shown = [(str(line.amount), line.rule, line.clause, str(line.class_hours)) for line in lines]
        assert shown == [("0.00", "not-in-force", "§0a", "0"), ("0.00", "not-in-force", "§0a", "2"),
                         ("240.00", "class-hours", "§3.5.2.1", "2")]  # fmt: skip
        assert reported(check_training(rows, policy=PILOT_2020)) == [
            ("not-in-force", "error", "§0a", ("R1",)), ("not-in-force", "error", "§0a", ("R2",))]  # fmt: skip

    @given(st.lists(AROUND, max_size=8), st.sampled_from(["class_hour", "day"]), st.randoms())
    @example([-1, 0], "class_hour", None).via("§0a: an hour of 2020-12-17 and one of 12-18")
    @example([-1, 0], "day", None).via("§0a: a day of 2020-12-17 and one of 12-18")
    def test_training_before_it_pays_nothing_and_is_reported(self, days: list[int], unit: Any, random: Any) -> None:
        """E10 2020-12-18: an earlier record pays 0 under this clause and is an error finding with its id."""
        rows = [record(f"R{n}", staff=f"T{n}", day=days_from(ISSUED, step), unit=unit) for n, step in enumerate(days)]
        if random is not None:
            random.shuffle(rows)
        early = {row.record_id for row in rows if row.date < date(2020, 12, 18)}
        rate = Decimal(720 if unit == "day" else 120)
        pay = training_pay(rows, policy=PILOT_2020)
        for line in pay.lines:
            shown = (line.amount, line.rule == "not-in-force", line.clause == "§0a")
            assert shown == ((Decimal(0), True, True) if line.record_id in early else (rate, False, False))
        assert pay.total == rate * (len(rows) - len(early))
        assert not_in_force(check_training(rows, policy=PILOT_2020)) == sorted((record_id,) for record_id in early)

    def test_training_is_paid_from_an_earlier_first_day(self) -> None:
        """E10: with `effective_from` amended to 2020-09-01 the same records are paid without a finding."""
        policy = PILOT_2020.amended(effective_from=date(2020, 9, 1))
        rows = [record("R1", day="2020-12-17"), record("R2", day="2020-09-01")]
        assert amounts(rows, policy) == {"R1": "120.00", "R2": "120.00"}
        assert check_training(rows, policy=policy) == ()

    @given(st.integers(-400, 400))
    @example(-1).via("§0a last day of the old rate")
    @example(0).via("§0a first day of the new rate")
    def test_each_record_has_the_rate_of_its_date(self, days: int) -> None:
        """E10: where a later policy pays 130 from 2022-09-01, 2022-08-31 still pays 120."""
        later = PILOT_2020.amended(effective_from=date(2022, 9, 1), training={"hour_rate": "130"})
        row = record("R1", day=date(2022, 9, 1) + timedelta(days))
        assert amounts([row], Timeline(policies=(later, PILOT_2020))) == {"R1": "120.00" if days < 0 else "130.00"}

    def test_what_pays_nothing_is_no_workload(self) -> None:
        """E9: class hours of a record that nothing is in force for count 0; a day record of it shows 0 hours."""
        rows = [
            record("R1", day="2020-12-17", quantity=3),
            record("R2", day="2020-12-17", staff="T02", unit="day"),
            record("R3", day="2020-12-18", quantity=2),
        ]
        lines = training_pay(rows, policy=PILOT_2020).lines
        assert [line.class_hours for line in lines] == [Decimal(3), Decimal(0), Decimal(2)]
        hours = {person.staff_id: person.class_hours for person in social_service_hours(rows, policy=PILOT_2020)}
        assert (hours["T01"], hours.get("T02", Decimal(0))) == (Decimal(2), Decimal(0))

    def test_no_duty_is_paid_before_the_first_day(self) -> None:
        """E10: three sessions on 2020-12-17 pay 0.00 and are errors, one from midnight on pays 150."""
        rows = [session(f"E{n}", start=f"2020-12-17T2{n}:00") for n in (1, 2, 3)]
        rows.append(session("E4", start="2020-12-18T00:00"))
        duties = [duty(f"D{row.session_id}", session=row.session_id) for row in rows]
        days = exam_pay(rows, duties, policy=PILOT_2020).days
        assert [(str(day.amount), day.rule, day.clause) for day in days] == [
            ("0.00", "not-in-force", "§0a"), ("150.00", "sessions", "§3.5.2.2a")]  # fmt: skip
        assert sum((share.amount for share in days[0].shares), Decimal(0)) == 0
        assert reported(check_duties(rows, duties, policy=PILOT_2020)) == [
            ("not-in-force", "error", "§0a", (f"DE{n}",)) for n in (1, 2, 3)]  # fmt: skip

    @given(st.integers(-2000, 2000))
    @example(-1).via("§0a: 2020-12-17T23:59, although it ends in force")
    @example(0).via("§0a: 2020-12-18T00:00")
    def test_duty_before_it_pays_nothing_and_is_reported(self, minutes: int) -> None:
        """E10 2020-12-18, B7: the local date of the start decides; an earlier duty pays 0 and is listed."""
        exam = session(start=datetime(2020, 12, 18) + timedelta(minutes=minutes))
        (day,) = exam_pay([exam], [duty()], policy=PILOT_2020).days
        paid = ("150.00", "sessions", "§3.5.2.2a") if minutes >= 0 else ("0.00", "not-in-force", "§0a")
        assert (str(day.amount), day.rule, day.clause) == paid
        found = not_in_force(check_duties([exam], [duty()], policy=PILOT_2020))
        assert found == ([] if minutes >= 0 else [("D1",)])

    def test_the_local_date_counts(self) -> None:
        """E10, B7: a session at 2020-12-17T16:00 UTC starts at 00:00 of the 18th and is paid; a minute less is not."""
        for clock, amount in (("16:00", "150.00"), ("15:59", "0.00")):
            exam = session(start=f"2020-12-17T{clock}+00:00")
            assert str(exam_pay([exam], [duty()], policy=PILOT_2020).total) == amount

    @given(st.integers(-400, 400))
    @example(-1).via("§0a last day of the old rate")
    @example(0).via("§0a first day of the new rate")
    def test_each_day_has_the_rate_of_its_date(self, days: int) -> None:
        """E10: where a later policy pays 160 from 2022-09-01, a session of 2022-08-31 still pays 150."""
        later = PILOT_2020.amended(effective_from=date(2022, 9, 1), exams={"short_rate": yuan(16000)})
        at = session(start=moment_of("2022-09-01T23:00") + timedelta(days))
        pay = exam_pay([at], [duty()], policy=Timeline(policies=(PILOT_2020, later)))
        assert str(pay.total) == ("150.00" if days < 0 else "160.00")

    def test_a_day_without_policy_keeps_its_sessions_without_rates(self) -> None:
        """E10: a session of 2020-12-17 has a length and no rate."""
        (day,) = exam_pay([session(start=f"{EARLY}T09:00", minutes=240)], [duty()], policy=PILOT_2020).days
        kept = [(at.length, at.fen, str(at.rate), at.is_long, at.terms) for at in day.attended]
        assert (kept, day.terms) == ([(timedelta(hours=4), 0, "0.00", False, None)], None)

    @given(AROUND)
    @example(-1).via("§0a: settled on 2020-12-17")
    @example(0).via("§0a: settled on 2020-12-18")
    def test_a_settlement_is_judged_on_its_own_day(self, days: int) -> None:
        """E10 2020-12-18: 1,000.00 of fees less 100.00 of costs awards 270.00 from the 18th on, before it nothing."""
        joint, day, nothing = project(weights={"C1": 1, "C2": 2}), days_from(ISSUED, days), Decimal(0)
        settled = settle(joint, [receipt()], [cost()], training=nothing, exams=nothing, on=day, policy=PILOT_2020)
        shown = [settled.rule, settled.clause, settled.award, *(share.amount for share in settled.awards)]
        paid: list[Any] = ["share", "§3.5.3b", 270, 90, 180]
        assert shown == (paid if days >= 0 else ["not-in-force", "§0a", 0, 0, 0])
        assert (str(settled.income), str(settled.cost), str(settled.surplus)) == ("1000.00", "100.00", "900.00")

    @given(AROUND)
    @example(-1).via("§0a: settled on 2020-12-17")
    @example(0).via("§0a: settled on 2020-12-18")
    def test_a_settlement_that_nothing_is_in_force_for_is_reported(self, days: int) -> None:
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
        shown = [(decision.outcome, decision.clause, str(decision.credits)) for decision in report.decisions]
        first = ("granted", "§3.4c", "2") if days >= 0 else ("not-in-force", "§0a", "0")
        assert shown == [first, ("recognized-earlier", "§3.4c", "0")]
        assert [holder.total for holder in report.students] == [Decimal(2 if days >= 0 else 0)]
        findings = not_in_force(check_certificates(rows[:1], as_of=day, policy=PILOT_2020))
        assert findings == ([] if days >= 0 else [("X1",)])

    def test_clashes_and_notices_are_reported_only_in_force(self) -> None:
        """E10 2020-12-18, E1, E7: the later start of a pair, and a session's start, must fall on a day in force."""
        early = session("E1", start="2020-12-17T20:00", minutes=300, room="R1")
        for start, count in (("2020-12-17T23:59", 0), ("2020-12-18T00:00", 1)):
            other = booking("B1", start=start, room="R1")
            found = check_schedule([early], [], [], [other], policy=PILOT_2020)
            assert [finding.code for finding in found] == ["room-overlap"] * count
            assert len(check_notices([session(start=start)], policy=PILOT_2020)) == count

    @given(AROUND)
    @example(-1).via("§0a: a fee of 2020-12-17")
    @example(0).via("§0a: a fee of 2020-12-18")
    def test_a_fees_account_is_tested_on_the_day_it_came(self, days: int) -> None:
        """E10 2020-12-18, C15: a fee on another account is reported only from the 18th on."""
        fee = receipt(day=days_from(ISSUED, days), account="A9")
        found = check_receipts([fee], ["A1"], policy=PILOT_2020)
        assert [finding.code for finding in found if finding.code == "wrong-account"] == ["wrong-account"] * (days >= 0)

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
        """E3, E7: the policy of the later use's day gives the turnaround, a session's day the days of notice."""
        start = datetime(2022, 1, 1) + timedelta(minutes=minutes)
        rows = [booking("B1", start=start - timedelta(minutes=60), minutes=50, room="R1"),
                booking("B2", start=start, room="R1")]  # fmt: skip
        found = check_schedule([], [], [], rows, policy=BOTH)
        assert [finding.code for finding in found] == ["room-turnaround"] * (minutes >= 0)
        notices = check_notices([session(start=start, notified=start - timedelta(days=2))], policy=BOTH)
        assert [finding.code for finding in notices] == ["notice-short"] * (minutes >= 0)

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
        policies = [span(*pair) for pair in spans]
        if random is not None:
            random.shuffle(policies)
        overlap = sum(map(len, days)) > len(set[int]().union(*days)) or len({first for first, _ in spans}) < len(spans)
        if overlap:
            with pytest.raises(ValueError):
                Timeline(policies=tuple(policies))
            return
        timeline = Timeline(policies=tuple(policies))
        expected = [span(*pair) for pair, own in zip(spans, days, strict=True) if day in own]
        found = timeline.in_force(days_from(date(2021, 1, 1), day))
        assert ([] if found is None else [found]) == expected
        assert timeline == Timeline(policies=tuple(sorted(policies, key=lambda policy: policy.effective_from)))

    @given(st.integers(-5, 25))
    @example(10).via("§0a: the first day of a gap")
    @example(15).via("§0a: the day after a gap")
    def test_a_gap_pays_nothing_and_is_reported(self, day: int) -> None:
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

    def test_an_error_in_a_timeline_names_the_policy(self) -> None:
        """E10: the second of two policies ends before it begins; the error names it and its field."""
        first = PILOT_2020.amended(effective_until=date(2021, 12, 31)).model_dump(mode="json")
        second = {**first, "effective_from": "2023-01-01", "effective_until": "2022-12-31"}
        with pytest.raises(ValidationError) as raised:
            Timeline.model_validate_json(json.dumps({"policies": [first, second]}))
        found = [(error["loc"], error["type"]) for error in raised.value.errors(include_input=False, include_url=False)]
        assert found == [(("policies", 1, "effective_until"), "effective-order")]

    def test_the_quarters_are_all_of_eighty_years(self) -> None:
        """§0a: 320 quarters, each beginning the day after the one before ended, from 2020-01-01 to 2099-12-31."""
        assert len(QUARTERS) == 320
        assert (QUARTERS[0][0], QUARTERS[-1][1]) == (date(2020, 1, 1), date(2099, 12, 31))
        assert [first for (_, end), (first, _) in pairwise(QUARTERS) if first != end + timedelta(days=1)] == []

    @pytest.mark.parametrize("name", POLICIES)
    def test_one_policy_or_none_is_in_force(self, name: str) -> None:
        """§0a: each day has one edition in force or none, and of the 640 days as many have none as the dates give."""
        policy, expected = POLICIES[name]
        found = [policy.in_force(day) for day in DAYS]
        assert [edition is None for edition in found] == [expected(day) is None for day in DAYS]
        assert sum(edition is None for edition in found) == {"pilot": 7, "amended": 7, "with a gap": 29}[name]
        rates = [edition and str(edition.training.hour_rate) for edition in found]
        assert rates == [wanted and wanted.hour for wanted in map(expected, DAYS)]

    @pytest.mark.parametrize(("name", "decade"), ASKED)
    def test_training_is_paid_or_not_in_force(self, name: str, decade: int) -> None:
        """§3.5.2.1: an hour pays 120, or 130 as amended, and counts as workload; without a policy 0, with a finding."""
        policy, expected = POLICIES[name]
        for day in days_of(decade):
            wanted = expected(day)
            rows = [record("R1", day=day)]
            (line,) = training_pay(rows, policy=policy).lines
            (hours,) = social_service_hours(rows, policy=policy)
            findings = reported(check_training(rows, policy=policy))
            if wanted is None:
                assert (str(line.amount), line.rule, line.clause) == ("0.00", "not-in-force", "§0a")
                assert str(hours.class_hours) == "0"
                assert findings == [("not-in-force", "error", "§0a", ("R1",))]
            else:
                assert (str(line.amount), line.rule, str(hours.class_hours)) == (wanted.hour, "class-hours", "1")
                assert findings == []

    @pytest.mark.parametrize(("name", "decade"), ASKED)
    def test_duty_is_paid_or_not_in_force(self, name: str, decade: int) -> None:
        """§3.5.2.2b: three sessions of a day pay 500, or 600 as amended; without a policy 0, with a finding each."""
        policy, expected = POLICIES[name]
        for day in days_of(decade):
            wanted = expected(day)
            sessions = [session(f"E{hour}", start=f"{day}T0{hour}:00", minutes=60) for hour in (1, 3, 5)]
            duties = [duty(f"D{hour}", session=f"E{hour}") for hour in (1, 3, 5)]
            (paid,) = exam_pay(sessions, duties, policy=policy).days
            findings = reported(check_duties(sessions, duties, policy=policy))
            if wanted is None:
                assert (str(paid.amount), paid.rule, paid.clause) == ("0.00", "not-in-force", "§0a")
                assert findings == [("not-in-force", "error", "§0a", (f"D{hour}",)) for hour in (1, 3, 5)]
            else:
                assert (str(paid.amount), paid.rule, paid.clause) == (wanted.day, "day-rate", "§3.5.2.2b")
                assert findings == []

    @pytest.mark.parametrize(("name", "decade"), ASKED)
    def test_a_project_is_settled_or_not_in_force(self, name: str, decade: int) -> None:
        """§3.5.3b: a surplus of 100 gives 30, or 40 as amended; without a policy nothing; its rows are checked."""
        policy, expected = POLICIES[name]
        for day in days_of(decade):
            wanted = expected(day)
            rows = [receipt("I1", amount=150, day=day), receipt("I2", amount=10, kind="grant", day=day)]
            spent = [cost("K1", amount=50), cost("K2", amount=9, funded_by="grant")]
            found = settle(project(), rows, spent, training=0, exams=0, on=day, policy=policy)
            figures = (str(found.surplus), str(found.award), str(found.remainder), str(found.grant_balance), found.rule)
            accounts = [finding.code for finding in check_receipts(rows, ["A2"], policy=policy)]
            grants = [finding.code for finding in check_grants(rows, spent, on=day, policy=policy)]
            if wanted is None:
                assert figures == ("100.00", "0.00", "100.00", "1.00", "not-in-force")
                assert (accounts, grants) == (["not-in-force"] * 2, [])
            else:
                left = {"30.00": "70.00", "40.00": "60.00"}[wanted.award]
                assert figures == ("100.00", wanted.award, left, "1.00", "share")
                assert (accounts, grants) == (["wrong-account"], ["grant-purpose-missing"])

    @pytest.mark.parametrize(("name", "decade"), ASKED)
    def test_credits_are_recognized_or_not_in_force(self, name: str, decade: int) -> None:
        """§3.4c: a certificate gives 2 credits, or 1 as amended; without a policy 0, with a finding."""
        policy, expected = POLICIES[name]
        for day in days_of(decade):
            wanted = expected(day)
            filed = [certificate("X1", issued_on="2019-12-01")]
            report = recognize_credits(filed, [student()], as_of=day, policy=policy)
            (decision,) = report.decisions
            findings = reported(check_certificates(filed, as_of=day, policy=policy))
            if wanted is None:
                assert (str(report.students[0].total), decision.clause) == ("0", "§0a")
                assert findings == [("not-in-force", "error", "§0a", ("X1",))]
            else:
                assert (str(report.students[0].total), decision.outcome) == (wanted.credits, "granted")
                assert findings == []

    @pytest.mark.parametrize(("name", "decade"), ASKED)
    def test_the_plan_is_checked_or_not_in_force(self, name: str, decade: int) -> None:
        """§3.5.4e, §3.5.4d: ten minutes between sessions and a day's notice are enough as issued, not as amended."""
        policy, expected = POLICIES[name]
        for day in days_of(decade):
            wanted = expected(day)
            before = f"{day - timedelta(days=1)}T09:00"
            first = session("E1", start=f"{day}T08:00", end=f"{day}T09:00", room="R1", notified=before)
            second = session("E2", start=f"{day}T09:10", end=f"{day}T10:00", room="R1", notified=before)
            clashes = [finding.code for finding in check_schedule([first, second], [], [], [], policy=policy)]
            notices = [finding.code for finding in check_notices([first], policy=policy)]
            assert clashes == (wanted.turnaround if wanted else [])
            assert notices == (wanted.notice if wanted else [])

    def test_before_the_policy_nothing_else_is_reported(self) -> None:
        """E10: two days and an hour of one person on 2020-12-17 are three rows not in force, and nothing more."""
        rows = [*(record(record_id, unit="day", day=EARLY) for record_id in ("R1", "R2")), record("R3", day=EARLY)]
        found = check_training(rows, policy=PILOT_2020)
        assert [(finding.code, finding.refs) for finding in found] == [("not-in-force", (f"R{n}",)) for n in (1, 2, 3)]

    def test_a_record_before_the_policy_names_its_date(self) -> None:
        """E10: a record of 2020-12-17 is reported with that date, and so are a duty and a decision on credits."""
        due = [("not-in-force", {"day": EARLY})]
        assert figures(check_training([record(day=EARLY)], policy=PILOT_2020)) == due
        exam = session(start=f"{EARLY}T09:00")
        assert figures(check_duties([exam], [duty()], policy=PILOT_2020)) == due
        filed = [certificate(issued_on="2020-06-01")]
        assert figures(check_certificates(filed, as_of=date(2020, 12, 17), policy=PILOT_2020)) == due

    def test_a_breach_can_be_required_away(self) -> None:
        """E10 2020-12-18: `require` raises the findings of an early record, and lets a record in force pass."""
        findings = check_training([record(day="2020-12-17")], policy=PILOT_2020)
        with pytest.raises(PolicyBreach) as raised:
            require(findings)
        assert raised.value.findings == findings
        require(check_training([record(day="2020-12-18")], policy=PILOT_2020))

    def test_the_digest_of_the_pilot(self) -> None:
        """The digest of the 2020 document never changes; that of any amendment is another."""
        assert PILOT_2020.digest == "064f1f04501e89b0e9c2502a8ce72ac202639ac36ff9d33bdf245dc4dcdd0207"
        digests = {PILOT_2020.digest, *(PILOT_2020.amended(exams={"day_rate_from": n}).digest for n in range(4, 9))}
        assert len(digests) == 6

    def test_the_digest_is_that_of_the_canonical_json(self) -> None:
        """Keys sorted, no spaces, UTF-8, all fields but later ones at their default: any program works it out too."""
        policy = PILOT_2020.amended(credits={"by_level": [{"level": "初级", "credits": 1}]})
        canonical = json.loads(policy.model_dump_json())
        for part, name in (("training", "day_and_hours"), ("exams", "overlapping"), ("credits", "before_enrolment"),
                           ("credits", "days_after_graduation")):  # fmt: skip
            del canonical[part][name]  # it came later, and stands in the digest only where it is not the default
        for part in ("training", "exams", "surplus", "credits", "schedule"):
            del canonical[part]["sources"]  # where a value is written decides nothing
        assert policy.digest == sha256(canonical)
        accepted = policy.amended(credits={"before_enrolment": "accepted"})
        assert accepted.digest == sha256(
            {**canonical, "credits": {**canonical["credits"], "before_enrolment": "accepted"}}
        )

    @pytest.mark.parametrize("value", [PILOT_2020.training.day_rate, 120], ids=["another rate", "another type"])
    def test_a_value_forced_into_a_field_changes_the_digest(self, value: Any) -> None:
        """A rate set by force, even the same number of another type, is not the policy's any more."""
        policy = PILOT_2020.amended(document={"title": "另一"})
        before = policy.digest
        object.__setattr__(policy.training, "hour_rate", value)
        assert policy.digest != before

    @pytest.mark.parametrize("wrong", [Timeline(policies=(PILOT_2020,)), "PILOT_2020"], ids=["timeline", "name"])
    def test_the_bare_tariffs_accept_a_policy_alone(self, wrong: Any) -> None:
        """§3.5.2.1, §3.5.2.2a, §3.5.3b: a timeline, or anything else, is refused under the argument's name."""
        calls: list[Callable[[], object]] = [
            lambda: training_tariff("day", 1, policy=wrong),
            lambda: session_rate(timedelta(hours=1), policy=wrong),
            lambda: duty_day_pay([], policy=wrong),
            lambda: college_award(1, policy=wrong),
        ]
        for call in calls if isinstance(wrong, Timeline) else [*calls, lambda: training_pay([], policy=wrong)]:
            with pytest.raises(ValueError, match=r"^policy: "):
                call()
