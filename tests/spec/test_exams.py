"""Duty pay by the session and by the day, as the policy's chapter on rates states it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta
from decimal import ROUND_UP, Decimal, localcontext
from itertools import count, product, repeat
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.spec.builders import duty, fair_split, fen, figures, moment_of, record, reported, session
from xmut_rules import (
    PILOT_2020,
    ExamDuty,
    ExamSession,
    Policy,
    check_duties,
    check_schedule,
    duty_day_pay,
    exam_pay,
    session_rate,
    training_pay,
)

Rows = tuple[list[ExamSession], list[ExamDuty]]
Day = tuple[date, str, tuple[str, ...], int, int, str, dict[str, int]]

READINGS = [*product(("flat", "ceiling", "floor"), ("person", "person_and_project"), ("standard_pay", "sessions"))]
FLAT, CEILING, FLOOR = (PILOT_2020.amended(exams={"day_rate_reading": name}) for name in ("flat", "ceiling", "floor"))
BY_PROJECT = PILOT_2020.amended(exams={"day_scope": "person_and_project"})
ONCE = PILOT_2020.amended(exams={"overlapping": "once"})
BY_NUMBER = PILOT_2020.amended(exams={"split": "sessions"})
SHORT, LONG = timedelta(minutes=150), timedelta(minutes=180)
DAY = moment_of("2021-03-06T00:00")


class NeverTrue:
    """What compares with everything and is neither more nor less, as pandas.NaT."""

    def __lt__(self, other: object) -> bool:
        """Be less than nothing."""
        return False

    __le__ = __gt__ = __ge__ = __lt__


lengths = st.one_of(
    st.integers(1, 86400 * 10**6).map(lambda number: timedelta(microseconds=number)),
    st.sampled_from([LONG - timedelta(microseconds=1), LONG, LONG + timedelta(microseconds=1), timedelta(days=1)]),
)
"""Lengths of a session, around three hours more often."""


def reading(day_rate: str, scope: str, split: str) -> Policy:
    """Return the 2020 policy with these three readings."""
    return PILOT_2020.amended(exams={"day_rate_reading": day_rate, "day_scope": scope, "split": split})


@st.composite
def exam_days(draw: st.DrawFn) -> Rows:
    """Draw sessions and duties of few people and projects on two dates, some recorded twice, in any order."""
    sessions = [
        session(
            f"E{number}",
            project=draw(st.sampled_from(["P10", "P2", "P3"])),
            start=DAY + timedelta(days=draw(st.integers(0, 1)), seconds=draw(st.integers(0, 86399))),
            length=draw(lengths),
        )
        for number in range(7, 7 + draw(st.integers(0, 7)))
    ]
    pairs = [(row.session_id, staff) for row in sessions for staff in ("S01", "S02") if draw(st.integers(0, 4))]
    twice = draw(st.lists(st.sampled_from(pairs), max_size=2)) if pairs else []
    duties = [duty(f"D{number}", session=at, staff=who) for number, (at, who) in enumerate(pairs + twice)]
    return draw(st.permutations(sessions)), draw(st.permutations(duties))


def rate(length: timedelta) -> int:
    """Return the fen of one session."""
    return 20000 if length >= LONG else 15000


def reckon_day(day: date, staff: str, rows: Sequence[ExamSession], day_rate: str, split: str) -> Day:
    """Reckon what one group of sessions pays: date, person, sessions, standard, amount, rule and shares in fen."""
    pay = [(row.project_id, rate(row.end - row.start)) for row in rows]
    standard = sum(part for _, part in pay)
    by_reading = {"flat": 50000, "ceiling": min(standard, 50000), "floor": max(standard, 50000)}
    amount = by_reading[day_rate] if len(rows) >= 3 else standard
    is_day_rate = len(rows) >= 3 and amount == 50000
    shares = {project: sum(part for where, part in pay if where == project) for project, _ in pay}
    if is_day_rate:
        number = {project: sum(where == project for where, _ in pay) for project, _ in pay}
        shares = fair_split(50000, shares if split == "standard_pay" else number)
    ids = tuple(sorted(row.session_id for row in rows))
    return day, staff, ids, standard, amount, "day-rate" if is_day_rate else "sessions", shares


def expected(rows: Rows, day_rate: str, scope: str, split: str) -> list[Day]:
    """Reckon every day by hand, in the order of date, person and project."""
    sessions = {row.session_id: row for row in rows[0]}
    groups: dict[tuple[date, str, str], set[str]] = {}
    for row in rows[1]:
        at = sessions[row.session_id]
        project = at.project_id if scope == "person_and_project" else ""
        groups.setdefault((at.start.date(), row.staff_id, project), set()).add(row.session_id)
    return [
        reckon_day(day, staff, [sessions[session_id] for session_id in ids], day_rate, split)
        for (day, staff, _), ids in sorted(groups.items())
    ]


def unions(held: list[ExamSession]) -> Iterator[ExamSession]:
    """One session for each set of sessions that overlap, directly or through others."""
    left = list(held)
    while left:
        group = [left.pop()]
        for _ in held:
            met = [row for row in left if any(row.start < other.end and other.start < row.end for other in group)]
            group += met
            left = [row for row in left if row not in met]
        longest = min(group, key=lambda row: (row.start - row.end, row.session_id))
        start, end = min(row.start for row in group), max(row.end for row in group)
        yield longest.model_copy(update={"start": start, "end": min(end, start + timedelta(days=1))})


def one_day(*minutes_and_projects: tuple[int, str]) -> Rows:
    """Put one person on sessions of these lengths and projects, from eight on, one hour after another."""
    sessions = [
        session(f"E{number}", project=project, start=DAY + timedelta(hours=8 + number), minutes=minutes)
        for number, (minutes, project) in enumerate(minutes_and_projects)
    ]
    return sessions, [duty(f"D{row.session_id}", session=row.session_id) for row in sessions]


def shares(rows: Rows, policy: Policy) -> dict[str, str]:
    """Return the shares of the one day that the rows make, as text."""
    (day,) = exam_pay(*rows, policy=policy).days
    return {share.project_id: str(share.amount) for share in day.shares}


class TestSessionRate:
    """§3.5.2.2a  A session pays each person on duty 150 if it lasts less than 3 hours, and 200 from 3 hours on."""

    def test_two_short_hours_and_four_long_ones(self) -> None:
        """A two-hour session pays 150.00, a four-hour one 200.00: a day of both is 350.00 by the session."""
        day = exam_pay(*one_day((120, "P1"), (240, "P2")), policy=PILOT_2020).days[0]
        assert (str(day.standard), str(day.amount), day.rule, day.clause) == (
            "350.00", "350.00", "sessions", "§3.5.2.2a")  # fmt: skip
        assert [(share.project_id, str(share.amount)) for share in day.shares] == [("P1", "150.00"), ("P2", "200.00")]
        assert (day.staff_id, day.date, day.sessions) == ("S01", date(2021, 3, 6), ("E0", "E1"))

    @given(lengths)
    @example(timedelta(hours=2, minutes=59, seconds=59)).via("§3.5.2.2a one second below 3 hours")
    @example(timedelta(hours=3) - timedelta(microseconds=1)).via("§3.5.2.2a the last moment below 3 hours")
    @example(timedelta(minutes=180)).via("§3.5.2.2a exactly 3 hours")
    @example(timedelta(hours=24)).via("§3.5.2.2a the longest session")
    @example(timedelta(microseconds=1)).via("§3.5.2.2a the shortest session")
    def test_the_rate_turns_at_exactly_three_hours(self, length: timedelta) -> None:
        """B1, B2: start to end is measured exactly: 3:00:00 pays 200, whatever is below it 150."""
        due = "200.00" if length >= timedelta(minutes=180) else "150.00"
        assert str(session_rate(length, policy=PILOT_2020)) == due
        assert str(duty_day_pay([length], policy=PILOT_2020)) == due
        assert str(exam_pay([session(length=length)], [duty()], policy=PILOT_2020).total) == due

    @given(st.integers(1, 1440), st.integers(1, 86400))
    def test_the_threshold_is_the_policys(self, threshold: int, seconds: int) -> None:
        """B1: where a later document draws the line elsewhere, a session of just that length is long."""
        policy = PILOT_2020.amended(exams={"long_from_minutes": threshold})
        due = "200.00" if seconds >= threshold * 60 else "150.00"
        assert str(session_rate(timedelta(seconds=seconds), policy=policy)) == due

    @pytest.mark.parametrize("hours", [timedelta(0), -SHORT, timedelta(hours=24, microseconds=1), 3, None])
    def test_lengths_that_no_session_has_are_refused(self, hours: timedelta) -> None:
        """B1: nothing, less than nothing, more than 24 hours and bare numbers are errors."""
        with pytest.raises(ValueError, match=r".+"):
            session_rate(hours, policy=PILOT_2020)
        with pytest.raises(ValueError, match=r".+"):
            duty_day_pay([SHORT, hours], policy=PILOT_2020)

    @pytest.mark.parametrize("length", [timedelta(0), timedelta(-1), timedelta(hours=24, microseconds=1), "2:00", None])
    def test_a_length_that_no_session_has_is_refused_by_name(self, length: Any) -> None:
        """§3.5.2.2a: a session lasts more than 0 and at most 24 hours, any other length is refused in these words."""
        message = r"^a session lasts more than 0 and at most 24 hours$"
        with pytest.raises(ValueError, match=message):
            session_rate(length, policy=PILOT_2020)
        with pytest.raises(ValueError, match=message):
            duty_day_pay([timedelta(hours=24), length], policy=PILOT_2020)

    @given(st.integers(1, 9), lengths)
    def test_each_person_on_duty_is_paid_the_rate(self, people: int, length: timedelta) -> None:
        """B0: the rate is a person's: n people on one session are paid n times the rate of it."""
        duties = [duty(f"D{number}", staff=f"S{number}") for number in range(people)]
        pay = exam_pay([session(length=length)], duties, policy=PILOT_2020)
        assert fen(pay.total) == people * rate(length)
        assert [day.staff_id for day in pay.days] == sorted(f"S{number}" for number in range(people))

    def test_the_role_changes_nothing(self) -> None:
        """B3: an examiner, a helper and somebody without a role are paid 150 each."""
        duties = [duty(f"D{n}", staff=f"S{n}", role=role) for n, role in enumerate(("examiner", "helper", None))]
        assert [str(day.amount) for day in exam_pay([session()], duties, policy=PILOT_2020).days] == ["150.00"] * 3

    @given(st.integers(0, 364), st.integers(0, 23))
    @example(0, 23).via("§3.5.2.2a a Saturday night")
    def test_weekends_and_nights_pay_the_same(self, days: int, hour: int) -> None:
        """B13: on any weekday and at any hour a two-hour session pays 150 to anybody."""
        at = session(start=DAY + timedelta(days=days, hours=hour), minutes=120)
        assert str(exam_pay([at], [duty(staff="outside-1")], policy=PILOT_2020).total) == "150.00"

    def test_a_cancelled_session_is_left_out(self) -> None:
        """B11: without the third of three sessions the day pays 300; one cut to 2:59 pays 150 instead of 200."""
        sessions, duties = one_day((120, "P1"), (120, "P1"), (120, "P1"))
        assert str(exam_pay(sessions[:2], duties[:2], policy=PILOT_2020).total) == "300.00"
        assert str(exam_pay(*one_day((179, "P1")), policy=PILOT_2020).total) == "150.00"

    def test_a_session_without_duties_pays_nobody(self) -> None:
        """B3: who is not recorded is not paid: no duty, no day."""
        pay = exam_pay([session()], [], policy=PILOT_2020)
        assert (str(pay.total), pay.days) == ("0.00", ())

    def test_a_day_keeps_its_sessions_and_their_rates(self) -> None:
        """B1: two hours are short and pay 150.00, four are long and pay 200.00; times and lengths are kept."""
        long = session("E2", project="P2", start="2021-03-06T13:00", minutes=240)
        rows = [duty("D1", session="E2"), duty("D2")]
        (day,) = exam_pay([session(), long], rows, policy=PILOT_2020).days
        kept = [(at.session_id, at.project_id, str(at.start), at.length, at.is_long, at.fen, str(at.rate), at.day)
                for at in day.attended]  # fmt: skip
        assert kept == [
            ("E1", "P1", "2021-03-06 09:00:00", timedelta(hours=2), False, 15000, "150.00", date(2021, 3, 6)),
            ("E2", "P2", "2021-03-06 13:00:00", timedelta(hours=4), True, 20000, "200.00", date(2021, 3, 6)),
        ]
        assert [day.terms, *(at.terms for at in day.attended)] == [PILOT_2020.exams] * 3

    def test_unknown_sessions_mixed_times_and_other_rows_are_refused(self) -> None:
        """B7: a duty at an unknown session, naive beside aware times, and rows of another table are errors."""
        aware = session("E2", start="2021-03-06T09:00+08:00")
        wrong: list[tuple[Any, Any]] = [([session()], [duty(session="E9")]), ([duty()], [duty()]),
                                        ([session(), aware], [duty(), duty("D2", session="E2")])]  # fmt: skip
        for (sessions, duties), function in product(wrong, (exam_pay, check_duties)):
            with pytest.raises(ValueError, match=r".+"):
                function(sessions, duties, policy=PILOT_2020)


class TestDayRate:
    """§3.5.2.2b  Three or more sessions on one day pay a person 500 for the day."""

    def test_three_short_sessions(self) -> None:
        """Three sessions that would pay 450 pay 500 for the day."""
        (day,) = exam_pay(*one_day((60, "P1"), (60, "P1"), (60, "P1")), policy=PILOT_2020).days
        assert (str(day.standard), str(day.amount), day.rule, day.clause) == (
            "450.00", "500.00", "day-rate", "§3.5.2.2b")  # fmt: skip

    @pytest.mark.parametrize(
        ("short", "long", "flat", "ceiling", "floor"),
        [(0, 0, 0, 0, 0), (2, 0, 300, 300, 300), (0, 2, 400, 400, 400), (3, 0, 500, 450, 500), (2, 1, 500, 500, 500),
         (1, 2, 500, 500, 550), (0, 3, 500, 500, 600), (4, 0, 500, 500, 600), (0, 4, 500, 500, 800)],
    )  # fmt: skip
    def test_flat_ceiling_and_floor(self, short: int, long: int, flat: int, ceiling: int, floor: int) -> None:
        """B4: 500 replaces the sum under `flat` (a fourth session pays nothing), caps it, or is the least paid."""
        day = [SHORT] * short + [LONG] * long
        paid = [str(duty_day_pay(day, policy=policy)) for policy in (FLAT, CEILING, FLOOR)]
        assert paid == [f"{flat}.00", f"{ceiling}.00", f"{floor}.00"]

    @given(st.lists(lengths, max_size=9))
    @example([SHORT] * 2).via("§3.5.2.2b one below the count")
    @example([SHORT] * 3).via("§3.5.2.2b just the count")
    def test_the_three_readings_stand_in_order(self, day: list[timedelta]) -> None:
        """B4, B5: from three sessions on 500 is never added: flat is 500, ceiling at most it, floor at least it."""
        flat, ceiling, floor = (duty_day_pay(iter(day), policy=policy) for policy in (FLAT, CEILING, FLOOR))
        total = sum(map(rate, day))
        if len(day) < 3:
            assert (fen(flat), fen(ceiling), fen(floor)) == (total, total, total)
        else:
            assert (fen(flat), fen(ceiling), fen(floor)) == (50000, min(total, 50000), max(total, 50000))

    def test_five_hundred_are_not_paid_on_top(self) -> None:
        """B5: three sessions of 200 pay 500, neither 600 nor 1100."""
        assert str(exam_pay(*one_day((180, "P1"), (180, "P1"), (180, "P1")), policy=PILOT_2020).total) == "500.00"

    def test_what_is_counted_for_the_day(self) -> None:
        """B6: two sessions for P2 and one for P10 are 500 for a `person`, 150 and 300 by `person_and_project`."""
        rows = one_day((60, "P2"), (60, "P10"), (60, "P2"))
        assert [str(day.amount) for day in exam_pay(*rows, policy=PILOT_2020).days] == ["500.00"]
        days = exam_pay(*rows, policy=BY_PROJECT).days
        assert [(day.sessions, str(day.amount)) for day in days] == [(("E1",), "150.00"), (("E0", "E2"), "300.00")]

    def test_a_session_over_midnight_belongs_to_its_first_day(self) -> None:
        """B7: from 23:00 to 02:00 is 3 hours of the first date, from 00:00 on the second date."""
        rows = [session("E1", start="2021-03-06T23:00", minutes=180), session("E2", start="2021-03-07T00:00"),
                session("E3", start="2021-03-06T23:59:59")]  # fmt: skip
        days = exam_pay(rows, [duty(f"D{n}", session=f"E{n}") for n in (1, 2, 3)], policy=PILOT_2020).days
        assert [(day.date.day, day.sessions, str(day.amount)) for day in days] == [
            (6, ("E1", "E3"), "350.00"), (7, ("E2",), "150.00")]  # fmt: skip

    @given(exam_days(), st.sampled_from(READINGS))
    def test_aware_times_are_turned_into_local_ones(self, rows: Rows, readings: tuple[str, str, str]) -> None:
        """B7: the same moments written in UTC pay the same: 16:00 UTC begins the next date in Xiamen."""
        policy = reading(*readings)
        world = [
            session(row.session_id, project=row.project_id, length=row.end - row.start,
                    start=(row.start - timedelta(hours=8)).replace(tzinfo=UTC))
            for row in rows[0]
        ]  # fmt: skip
        assert exam_pay(world, rows[1], policy=policy) == exam_pay(*rows, policy=policy)

    def test_five_hundred_are_split_by_standard_pay(self) -> None:
        """B8: with 150 for P1 and 300 for P2 `standard_pay` splits 500 into 166.67 and 333.33."""
        assert shares(one_day((60, "P1"), (60, "P2"), (60, "P2")), PILOT_2020) == {"P1": "166.67", "P2": "333.33"}

    def test_a_tie_goes_to_the_smaller_project_id(self) -> None:
        """B8: with six equal sessions for six projects the two fen left over go to P10 and P2, first by code point."""
        rows = one_day(*((60, project) for project in ("P5", "P4", "P6", "P10", "P3", "P2")))
        assert shares(rows, PILOT_2020) == {"P10": "83.34", "P2": "83.34"} | dict.fromkeys(
            ("P3", "P4", "P5", "P6"), "83.33"
        )

    def test_a_day_whose_sessions_make_500_is_split_too(self) -> None:
        """B8: two short sessions and a long one sum to 500; `sessions` splits it 333.33 to 166.67, not 300 to 200."""
        rows = one_day((60, "P1"), (60, "P1"), (180, "P2"))
        assert shares(rows, PILOT_2020) == {"P1": "300.00", "P2": "200.00"}
        for policy in (BY_NUMBER, reading("ceiling", "person", "sessions"), reading("floor", "person", "sessions")):
            assert shares(rows, policy) == {"P1": "333.33", "P2": "166.67"}
            assert exam_pay(*rows, policy=policy).days[0].rule == "day-rate"

    def test_otherwise_shares_are_the_sessions_own_pay(self) -> None:
        """B8: below the count, under a ceiling of 450 and above a floor each project pays its own sessions."""
        assert shares(one_day((60, "P1"), (180, "P2")), BY_NUMBER) == {"P1": "150.00", "P2": "200.00"}
        ceiling, floor = reading("ceiling", "person", "sessions"), reading("floor", "person", "sessions")
        assert shares(one_day((60, "P1"), (60, "P2"), (60, "P2")), ceiling) == {"P1": "150.00", "P2": "300.00"}
        assert shares(one_day((180, "P1"), (180, "P2"), (60, "P2")), floor) == {"P1": "200.00", "P2": "350.00"}

    @pytest.mark.parametrize(
        ("rates", "minutes", "projects", "due"),
        [
            ({}, (60, 60), "P2 P1", {"P1": "150.00", "P2": "150.00"}),
            ({"short_rate": 0}, (60, 60, 60), "P2 P1 P1", {"P1": "333.33", "P2": "166.67"}),
            ({"short_rate": 0}, (60, 180, 180), "P1 P2 P2", {"P1": "0.00", "P2": "500.00"}),
        ],
    )
    def test_a_day_is_split_where_rates_are_nothing(
        self, rates: dict[str, int], minutes: tuple[int, ...], projects: str, due: dict[str, str]
    ) -> None:
        """B8: by standard pay, by number where all of it is 0, a project of 0 getting none; always in order of ids."""
        held = [*zip(projects.split(), minutes, strict=True)]
        rows = [session(f"E{n}", project=name, minutes=length) for n, (name, length) in enumerate(held)]
        duties = [duty(f"D{n}", session=row.session_id) for n, row in enumerate(rows)]
        (found,) = exam_pay(rows, duties, policy=PILOT_2020.amended(exams=rates)).days
        assert [(share.project_id, str(share.amount)) for share in found.shares] == [*due.items()]

    def test_a_duty_recorded_twice_counts_once(self) -> None:
        """B9: two sessions, one of them recorded twice, pay 300 and not 500; an error names both duties."""
        sessions, duties = one_day((60, "P1"), (60, "P1"))
        rows = [duty("DZ", session="E0"), *duties]
        assert str(exam_pay(sessions, rows, policy=PILOT_2020).total) == "300.00"
        assert reported(check_duties(sessions, rows, policy=PILOT_2020)) == [
            ("duty-recorded-twice", "error", "§3.5.2.2b", ("DE0", "DZ"))]  # fmt: skip

    @pytest.mark.parametrize("length", [None, float("nan"), 2, "2:00", Decimal(2), NeverTrue()])
    def test_a_length_that_is_no_timedelta_is_refused(self, length: Any) -> None:
        """B1: what compares with nothing, or is a number, is no length, alone or after a good one."""
        with pytest.raises(ValueError, match="at most 24 hours"):
            session_rate(length, policy=PILOT_2020)
        with pytest.raises(ValueError, match="at most 24 hours"):
            duty_day_pay([SHORT, length], policy=PILOT_2020)

    def test_a_day_has_at_most_a_thousand_sessions(self) -> None:
        """§3.5.2.2b: a thousand lengths pay the day; one more is refused, and so is a list that never ends."""
        assert str(duty_day_pay([SHORT] * 1000, policy=PILOT_2020)) == "500.00"
        for endless in ([SHORT] * 1001, repeat(SHORT)):
            with pytest.raises(ValueError, match=r"^a day has at most 1,000 sessions$"):
                duty_day_pay(endless, policy=PILOT_2020)
        numbers: Any = count(1)
        with pytest.raises(ValueError, match="at most 24 hours"):
            duty_day_pay(numbers, policy=PILOT_2020)

    def test_one_who_goes_round_three_rooms_of_one_sitting(self) -> None:
        """B10: three sessions from nine to eleven pay 500 under `each`; under `once` they are one session of 150."""
        sessions = [session(f"E{n}", project=f"P{n}") for n in (1, 2, 3)]
        duties = [duty(f"D{n}", session=f"E{n}") for n in (1, 2, 3)]
        assert str(exam_pay(sessions, duties, policy=PILOT_2020).total) == "500.00"
        (day,) = exam_pay(sessions, duties, policy=ONCE).days
        assert (day.sessions, str(day.standard), str(day.amount), day.rule) == (
            ("E1", "E2", "E3"), "150.00", "150.00", "sessions")  # fmt: skip
        assert [(share.project_id, str(share.amount)) for share in day.shares] == [("P1", "150.00")]
        assert len(check_schedule(sessions, duties, [], [], policy=ONCE)) == 3

    def test_overlapping_sessions_run_from_the_first_start_to_the_last_end(self) -> None:
        """B10 once: nine to eleven and half past ten to twelve are three hours, so 200, of the longer one's project."""
        sessions = [session("E2", project="P2"), session("E1", project="P1", start="2021-03-06T10:30", minutes=90)]
        duties = [duty("D1"), duty("D2", session="E2")]
        (day,) = exam_pay(sessions, duties, policy=ONCE).days
        assert (str(day.amount), [(share.project_id, str(share.amount)) for share in day.shares]) == (
            "200.00", [("P2", "200.00")])  # fmt: skip
        (sitting,) = day.attended
        assert (sitting.ids, sitting.session_id, sitting.length, sitting.is_long) == (("E1", "E2"), "E2", LONG, True)

    def test_a_chain_of_overlaps_is_one_and_touching_sessions_are_two(self) -> None:
        """B10 once: 9 to 11, 10 to 12, 11 to 13 are one session of four hours; 13 to 14 touches it and is another."""
        sessions = [
            session(f"E{n}", start=f"2021-03-06T{hour:02d}:00", minutes=minutes)
            for n, hour, minutes in ((1, 9, 120), (2, 10, 120), (3, 11, 120), (4, 13, 60))
        ]
        duties = [duty(f"D{n}", session=f"E{n}") for n in (1, 2, 3, 4)]
        (day,) = exam_pay(sessions, duties, policy=ONCE).days
        assert ([sitting.ids for sitting in day.attended], str(day.amount)) == (
            [("E1", "E2", "E3"), ("E4",)], "350.00")  # fmt: skip

    def test_overlapping_sessions_count_once_for_the_day(self) -> None:
        """B10 once: four sessions of which two overlap are three, so 500; with one more overlap they are two."""
        hours = {"E1": 8, "E2": 9, "E3": 13, "E4": 16}
        sessions = [session(key, start=f"2021-03-06T{hour:02d}:00") for key, hour in hours.items()]
        duties = [duty(f"D{key}", session=key) for key in hours]
        assert str(exam_pay(sessions, duties, policy=ONCE).total) == "500.00"
        longer = [*sessions[:2], session("E3", start="2021-03-06T13:00", minutes=181), sessions[3]]
        (day,) = exam_pay(longer, duties, policy=ONCE).days
        assert (str(day.amount), [sitting.length for sitting in day.attended]) == (
            "400.00", [timedelta(hours=3), timedelta(hours=5)])  # fmt: skip

    def test_people_and_days_are_apart(self) -> None:
        """B10 once: what overlaps for one person pays another in full; a session into the night meets no next day."""
        sessions = [session("E1", start="2021-03-06T23:00"), session("E2", start="2021-03-07T00:30")]
        pairs = [("E1", "S01"), ("E2", "S01"), ("E1", "S02")]
        duties = [duty(f"D{n}", session=at, staff=who) for n, (at, who) in enumerate(pairs)]
        days = exam_pay(sessions, duties, policy=ONCE).days
        assert [(day.date.day, day.staff_id, str(day.amount)) for day in days] == [
            (6, "S01", "150.00"), (6, "S02", "150.00"), (7, "S01", "150.00")]  # fmt: skip

    def test_a_sitting_may_last_more_than_a_day(self) -> None:
        """B10 once: 9 to 9 and 23 to 23 the next day are 38 hours of one long session, which pays 200."""
        sessions = [session("E1", minutes=1440), session("E2", start="2021-03-06T23:00", minutes=1440)]
        (day,) = exam_pay(sessions, [duty("D1"), duty("D2", session="E2")], policy=ONCE).days
        assert (str(day.amount), day.attended[0].length) == ("200.00", timedelta(hours=38))

    def test_a_tie_of_lengths_goes_to_the_smaller_session_id(self) -> None:
        """B10 once: E10 and E9 overlap and are equally long; E10 is smaller by code point, so its project is paid."""
        sessions = [session("E9", project="P9"), session("E10", project="P10")]
        duties = [duty("D1", session="E9"), duty("D2", session="E10")]
        for scope in ("person", "person_and_project"):
            policy = ONCE.amended(exams={"day_scope": scope})
            (day,) = exam_pay(sessions, duties, policy=policy).days
            assert [(share.project_id, str(share.amount)) for share in day.shares] == [("P10", "150.00")]

    @given(exam_days(), st.sampled_from(READINGS))
    def test_overlapping_sessions_are_paid_as_one_reckoned_by_hand(
        self, rows: Rows, readings: tuple[str, str, str]
    ) -> None:
        """B10 once: the same as `each` for the unions of what overlaps, found by comparing all with all."""
        policy = reading(*readings)
        days = exam_pay(*rows, policy=policy.amended(exams={"overlapping": "once"})).days
        for person in ("S01", "S02"):
            for date_of in {row.start.date() for row in rows[0]}:
                own = {row.session_id for row in rows[1] if row.staff_id == person}
                held = [row for row in rows[0] if row.session_id in own and row.start.date() == date_of]
                sittings = [*unions(held)]
                again = (sittings, [duty(f"D{n}", session=union.session_id, staff=person)
                                    for n, union in enumerate(sittings)])  # fmt: skip
                found = [day for day in days if (day.staff_id, day.date) == (person, date_of)]
                due = exam_pay(*again, policy=policy).days  # a union is cut at 24 hours: it is long all the same
                assert [(day.amount, day.shares, day.rule, day.standard) for day in found] == [
                    (day.amount, day.shares, day.rule, day.standard) for day in due]  # fmt: skip
                assert sorted(at for day in found for at in day.sessions) == sorted(row.session_id for row in held)

    def test_overlapping_sessions_are_paid_as_recorded(self) -> None:
        """B10: two sessions from nine to eleven pay 300, and the check of the schedule reports the overlap."""
        sessions, duties = [session("E1"), session("E2", project="P2")], [duty("D1"), duty("D2", session="E2")]
        assert str(exam_pay(sessions, duties, policy=PILOT_2020).total) == "300.00"
        findings = check_schedule(sessions, duties, [], [], policy=PILOT_2020)
        assert reported(findings) == [("person-overlap", "error", "§3.5.4e", ("E1", "E2"))]

    def test_training_and_duty_on_one_date_are_both_paid(self) -> None:
        """B12: a training day and an exam of one person and date pay 720 and 150; their overlap is an error."""
        day = record("R1", staff="S01", unit="day", start="10:00", end="16:00")
        assert str(training_pay([day], policy=PILOT_2020).total) == "720.00"
        assert str(exam_pay([session()], [duty()], policy=PILOT_2020).total) == "150.00"
        findings = check_schedule([session()], [duty()], [day], [], policy=PILOT_2020)
        assert reported(findings) == [("person-overlap", "error", "§3.5.4e", ("E1", "R1"))]

    @given(exam_days(), st.sampled_from(READINGS))
    def test_every_day_is_paid_as_reckoned_by_hand(self, rows: Rows, readings: tuple[str, str, str]) -> None:
        """B4, B6 to B9: days, amounts, rules and shares are those of a reckoning on fractions, in each reading."""
        pay = exam_pay(*rows, policy=reading(*readings))
        shown = [
            (day.date, day.staff_id, day.sessions, fen(day.standard), fen(day.amount), day.rule,
             {share.project_id: fen(share.amount) for share in day.shares})
            for day in pay.days
        ]  # fmt: skip
        assert shown == expected(rows, *readings)
        assert pay.total == sum((day.amount for day in pay.days), Decimal(0))

    @given(exam_days(), st.sampled_from(READINGS))
    def test_shares_are_whole_and_clauses_follow_rules(self, rows: Rows, readings: tuple[str, str, str]) -> None:
        """B8: the shares stand in order of their projects and sum to the amount; the rule names its clause."""
        for day in exam_pay(*rows, policy=reading(*readings)).days:
            assert sum((share.amount for share in day.shares), Decimal(0)) == day.amount
            assert [share.project_id for share in day.shares] == sorted({share.project_id for share in day.shares})
            assert day.clause == {"sessions": "§3.5.2.2a", "day-rate": "§3.5.2.2b"}[day.rule]

    @given(exam_days())
    def test_the_bare_tariff_pays_a_persons_day(self, rows: Rows) -> None:
        """B6: a day of all projects pays what the bare tariff gives for the lengths of its sessions."""
        length = {row.session_id: row.end - row.start for row in rows[0]}
        for day in exam_pay(*rows, policy=FLOOR).days:
            assert day.amount == duty_day_pay([length[session_id] for session_id in day.sessions], policy=FLOOR)

    @given(exam_days(), st.sampled_from(READINGS), st.randoms(use_true_random=False))
    def test_input_order_does_not_matter(self, rows: Rows, readings: tuple[str, str, str], random: Random) -> None:
        """Shuffled sessions and duties give the same days and findings."""
        policy = reading(*readings)
        pay, findings = exam_pay(*rows, policy=policy), check_duties(*rows, policy=policy)
        random.shuffle(rows[0])
        random.shuffle(rows[1])
        assert exam_pay(*map(iter, rows), policy=policy) == pay  # type: ignore[arg-type]
        assert check_duties(*rows, policy=policy) == findings

    def test_the_hosts_decimal_context_does_not_matter(self) -> None:
        """A host that counts with one digit and rounds up gets the same fen."""
        rows = one_day((60, "P1"), (180, "P2"), (180, "P3"))
        with localcontext() as context:
            context.prec, context.rounding = 1, ROUND_UP
            paid = shares(rows, PILOT_2020)
        assert paid == {"P1": "136.36", "P2": "181.82", "P3": "181.82"}

    @given(exam_days())
    def test_each_double_record_is_reported_once(self, rows: Rows) -> None:
        """B9: per person and session with more than one duty there is one finding, with all the duties' ids."""
        ids: dict[tuple[str, str], list[str]] = {}
        for row in rows[1]:
            ids.setdefault((row.session_id, row.staff_id), []).append(row.duty_id)
        findings = check_duties(*rows, policy=PILOT_2020)
        assert [finding.refs for finding in findings] == sorted(
            tuple(sorted(duty_ids)) for duty_ids in ids.values() if len(duty_ids) > 1
        )

    def test_a_double_duty_names_person_and_session(self) -> None:
        """B9: S01 twice at E1 is reported with both names."""
        found = check_duties([session()], [duty("D1"), duty("D2")], policy=PILOT_2020)
        assert figures(found) == [("duty-recorded-twice", {"staff": "S01", "session": "E1"})]
