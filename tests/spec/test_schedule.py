"""Clashes and notices: §3.5.4d-e. Times are literals; the oracle compares every pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.spec.builders import EARLY, booking, duty, figures, receipt, record, reported, session
from xmut_rules import (
    PILOT_2020,
    Booking,
    ExamDuty,
    ExamSession,
    Finding,
    Policy,
    Timeline,
    TrainingRecord,
    check_notices,
    check_schedule,
    exam_pay,
    training_pay,
)

EIGHT = datetime(2021, 3, 6, 8, 0)


def clashes(
    *,
    sessions: Iterable[ExamSession] = (),
    duties: Iterable[ExamDuty] = (),
    training: Iterable[TrainingRecord] = (),
    bookings: Iterable[Booking] = (),
    policy: Policy = PILOT_2020,
) -> tuple[Finding, ...]:
    """The findings on some sessions, duties, training records and bookings."""
    return check_schedule(sessions, duties, training, bookings, policy=policy)


def turnaround(minutes: int) -> Policy:
    """The pilot with a turnaround of rooms."""
    return PILOT_2020.amended(schedule={"turnaround_minutes": minutes})


def pairs(findings: Iterable[Finding], *codes: str) -> list[tuple[str, ...]]:
    """The two rows of each finding of some codes, or of any."""
    return [tuple(sorted(finding.refs)) for finding in findings if not codes or finding.code in codes]


@dataclass(frozen=True)
class Use:
    """A use of a room and of people from start to end, as the oracle sees it."""

    ref: str
    kind: Literal["exam", "training", "booking"]
    room: str | None
    people: tuple[str, ...]
    start: datetime
    end: datetime


Clash = tuple[str, str, tuple[str, str], str, datetime, datetime]


def naive(uses: Sequence[Use], minutes: int) -> list[Clash]:
    """Every clash by comparing each use with each other: code, severity, rows, room or person, and the common time."""
    found: list[Clash] = []
    for one, two in combinations(sorted(uses, key=lambda use: use.ref), 2):
        start, end = max(one.start, two.start), min(one.end, two.end)
        severity = "error" if "exam" in (one.kind, two.kind) else "warning"
        refs = (one.ref, two.ref)
        if start < end:
            found += [
                ("person-overlap", severity, refs, person, start, end) for person in {*one.people} & {*two.people}
            ]
        if one.room is not None and one.room == two.room:
            if start < end:
                found.append(("room-overlap", severity, refs, one.room, start, end))
            elif start - end < timedelta(minutes=minutes):
                found.append(("room-turnaround", severity, refs, one.room, start, end))
    return sorted(found)


def seen(findings: Iterable[Finding], uses: Iterable[Use]) -> list[Clash]:
    """The findings in the oracle's form; a turnaround has no overlap, so its times are the two rows' own."""
    by_ref = {use.ref: use for use in uses}
    shown: list[Clash] = []
    for finding in findings:
        params = dict(finding.params)
        one, two = sorted(finding.refs)
        start, end = max(by_ref[one].start, by_ref[two].start), min(by_ref[one].end, by_ref[two].end)
        if finding.code != "room-turnaround":
            start, end = datetime.fromisoformat(params["start"]), datetime.fromisoformat(params["end"])
        place = params["staff"] if finding.code == "person-overlap" else params["room"]
        shown.append((finding.code, finding.severity, (one, two), place, start, end))
    return sorted(shown)


def clashes_among(uses: Sequence[Use], policy: Policy = PILOT_2020) -> tuple[Finding, ...]:
    """The findings on uses, each turned into a row of its kind; a session's people have a duty each."""
    exams = [use for use in uses if use.kind == "exam"]
    return clashes(
        sessions=[session(use.ref, room=use.room, start=use.start, end=use.end) for use in exams],
        duties=[duty(f"{use.ref}-{n}", session=use.ref, staff=p) for use in exams for n, p in enumerate(use.people)],
        training=[
            record(use.ref, staff=use.people[0], day=use.start.date(), start=use.start.time(), end=use.end.time(),
                   room=use.room)
            for use in uses if use.kind == "training"
        ],
        bookings=[
            booking(use.ref, room=use.room, people=use.people, start=use.start, end=use.end)
            for use in uses if use.kind == "booking"
        ],
        policy=policy,
    )  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> list[Use]:
    """Uses in quarters of an hour over two days, in few rooms, by few people; bookings may last for days."""
    uses: list[Use] = []
    for number in range(draw(st.integers(0, 12))):
        kind: Any = draw(st.sampled_from(["exam", "exam", "training", "booking"]))
        start = EIGHT + timedelta(days=draw(st.integers(0, 1)), minutes=15 * draw(st.integers(0, 36)))
        quarters = draw(st.integers(1, 12) | st.integers(1, {"exam": 96, "training": 27, "booking": 250}[kind]))
        least, most = {"exam": (0, 3), "training": (1, 1), "booking": (0, 3)}[kind]
        people = draw(st.lists(st.sampled_from(["T01", "T02", "T03", "T04"]), min_size=least, max_size=most))
        room = draw(st.sampled_from([None, "R1", "R2", "R3"]))
        uses.append(Use(f"{number}", kind, room, tuple(people), start, start + timedelta(minutes=15 * quarters)))
    return uses


class TestClashesAreAvoided:
    """§3.5.4e  The use of venues and other exam business must not clash in time."""

    def test_one_clash_worked_by_hand(self) -> None:
        """E1, E2: 09:00 to 11:00 and 10:30 to 12:00 in one room with one person clash twice, from 10:30 to 11:00."""
        first = session("E1", start="2021-03-06T09:00", end="2021-03-06T11:00", room="R1")
        second = session("E2", start="2021-03-06T10:30", end="2021-03-06T12:00", room="R1")
        duties = [duty("D1", session="E1", staff="T01"), duty("D2", session="E2", staff="T01")]
        person, room = clashes(sessions=[second, first], duties=duties)
        for found, code, param in (
            (person, "person-overlap", ("staff", "T01")),
            (room, "room-overlap", ("room", "R1")),
        ):
            assert (found.code, found.severity, found.clause) == (code, "error", "§3.5.4e")
            assert sorted(found.refs) == ["E1", "E2"]
            params = dict(found.params)
            assert params[param[0]] == param[1]
            assert datetime.fromisoformat(params["start"]) == datetime(2021, 3, 6, 10, 30)
            assert datetime.fromisoformat(params["end"]) == datetime(2021, 3, 6, 11, 0)
            assert param[1] in found.message("en") and param[1] in found.message("zh")

    @given(st.integers(-180, 60))
    @example(0).via("§3.5.4e: touching is fine")
    @example(-1).via("§3.5.4e: one minute of overlap")
    def test_touching_is_fine(self, gap: int) -> None:
        """E1, E2: intervals are half-open: what starts when the other ends clashes with nothing."""
        start = datetime(2021, 3, 6, 11, 0) + timedelta(minutes=gap)
        rows = [session("E1", room="R1", end="2021-03-06T11:00"), session("E2", room="R1", start=start)]
        duties = [duty("D1", session="E1"), duty("D2", session="E2")]
        found = clashes(sessions=rows, duties=duties)
        assert [finding.code for finding in found] == ([] if gap >= 0 else ["person-overlap", "room-overlap"])

    @given(st.integers(0, 120), st.integers(0, 90))
    @example(29, 30).via("§3.5.4e: a minute short of the turnaround")
    @example(30, 30).via("§3.5.4e: exactly the turnaround")
    @example(0, 0).via("§3.5.4e: none is written")
    @example(0, 1).via("§3.5.4e: touching is too short for any turnaround")
    def test_a_room_needs_its_turnaround(self, gap: int, needed: int) -> None:
        """E3 minutes: a gap below the turnaround is reported once, with its minutes; a person needs none.

        E3 0: without a turnaround no gap is too short.
        """
        later = datetime(2021, 3, 6, 11, 0) + timedelta(minutes=gap)
        rows = [session("E1", room="R1", end="2021-03-06T11:00"), session("E2", room="R1", start=later)]
        duties = [duty("D1", session="E1"), duty("D2", session="E2")]
        found = clashes(sessions=rows, duties=duties, policy=turnaround(needed))
        assert [finding.code for finding in found] == (["room-turnaround"] if gap < needed else [])
        for finding in found:
            assert {("room", "R1"), ("minutes", str(gap)), ("needed", str(needed))} <= set(finding.params)
            assert str(gap) in finding.message("en") and str(needed) in finding.message("zh")

    def test_an_overlap_is_not_also_a_turnaround(self) -> None:
        """E3 minutes: where two uses of a room overlap, only that is reported; a later one has its own gap."""
        rows = [
            session("E1", room="R1", start="2021-03-06T08:00", end="2021-03-06T10:00"),
            session("E2", room="R1", start="2021-03-06T09:00", end="2021-03-06T09:30"),
            session("E3", room="R1", start="2021-03-06T10:00", end="2021-03-06T11:00"),
        ]
        found = clashes(sessions=rows, policy=turnaround(60))
        assert pairs(found, "room-overlap") == [("E1", "E2")]
        assert sorted(pairs(found, "room-turnaround")) == [("E1", "E3"), ("E2", "E3")]

    def test_a_gap_is_judged_by_the_policy_of_its_day(self) -> None:
        """E3: beside a later policy with 30 minutes, touching is fine as issued, and 30 is enough afterwards."""
        later = PILOT_2020.amended(effective_from=date(2022, 1, 1), schedule={"turnaround_minutes": 30})
        both = Timeline(policies=(PILOT_2020, later))
        for day, gap in (("2021-03-06", 0), ("2022-03-06", 30)):
            second = f"{day}T11:{gap:02d}"
            rows = [booking("B1", start=f"{day}T09:00", room="R1"), booking("B2", start=second, room="R1")]
            assert check_schedule([], [], [], rows, policy=both) == ()

    @pytest.mark.parametrize(("one", "two", "severity"), [
        ("exam", "exam", "error"), ("exam", "training", "error"), ("exam", "booking", "error"),
        ("training", "training", "warning"), ("training", "booking", "warning"), ("booking", "booking", "warning"),
    ])  # fmt: skip
    @pytest.mark.parametrize("minutes", [0, 60])
    def test_an_exam_makes_it_an_error(self, one: Any, two: Any, severity: str, minutes: int) -> None:
        """E1, E2, E3, E6: a clash is an error where an exam session is involved, and else a warning."""
        start = EIGHT + timedelta(minutes=minutes)
        uses = [Use("1", one, "R1", ("T01",), EIGHT, EIGHT + timedelta(hours=1)),
                Use("2", two, "R1", ("T01",), start, start + timedelta(hours=2))]  # fmt: skip
        found = clashes_among(uses, turnaround(30))
        codes = ["room-turnaround"] if minutes else ["person-overlap", "room-overlap"]
        assert [(finding.code, finding.severity) for finding in found] == [(code, severity) for code in codes]

    def test_without_a_room_there_is_no_room_to_check(self) -> None:
        """E5: sessions held online at one time clash in no room, but their person does."""
        rows = [session("E1"), session("E2")]
        duties = [duty("D1", session="E1", staff="T01"), duty("D2", session="E2", staff="T01")]
        assert clashes(sessions=rows, policy=turnaround(60)) == ()
        assert [finding.code for finding in clashes(sessions=rows, duties=duties)] == ["person-overlap"]

    def test_training_without_clock_times_clashes_with_nothing(self) -> None:
        """E1, E2: a training record without clock times takes no part, whatever else its day holds."""
        lessons = [record("R1", staff="T01", unit="day", room="R1"), record("R2", staff="T01", room="R1")]
        day = booking("B1", start="2021-03-06T00:00", end="2021-03-07T00:00", room="R1", people=("T01",))
        assert clashes(training=lessons, bookings=[day]) == ()

    def test_a_session_over_midnight_clashes_on_the_next_day(self) -> None:
        """E1: 22:30 to 00:30 clashes with what starts at 00:00 in its room, by half an hour."""
        night = session("E1", start="2021-03-06T22:30", end="2021-03-07T00:30", room="R1")
        (found,) = clashes(sessions=[night], bookings=[booking("B1", start="2021-03-07T00:00", room="R1")])
        assert datetime.fromisoformat(dict(found.params)["start"]) == datetime(2021, 3, 7, 0, 0)
        assert datetime.fromisoformat(dict(found.params)["end"]) == datetime(2021, 3, 7, 0, 30)

    @pytest.mark.parametrize(
        ("start", "end", "from_midnight"), [("20:00", "00:00", 0), ("22:30", "00:30", 1), ("23:59", "11:59", 1)]
    )
    def test_a_lesson_over_midnight_clashes_on_the_next_day(self, start: str, end: str, from_midnight: int) -> None:
        """E2, B7: a lesson that ends before it starts ends on the next day; one until midnight clashes with nothing."""
        lesson = record("R1", day="2021-03-06", start=start, end=end, room="R1", staff="T01")
        before, after = (
            booking("B1", start=f"2021-03-0{day}T00:00", end=f"2021-03-0{day}T00:10", room="R1") for day in (6, 7)
        )
        assert clashes(training=[lesson], bookings=[before]) == ()
        assert [row.code for row in clashes(training=[lesson], bookings=[after])] == ["room-overlap"] * from_midnight

    def test_aware_times_are_local_beside_a_lesson(self) -> None:
        """E2: a session at 01:00 UTC is at 09:00 local and clashes with a lesson at 09:30, not with one at 01:00."""
        exam = session("E1", start="2021-03-06T01:00+00:00", room="R1")
        lessons = [record(f"L{start}", start=f"{start}:30", end=f"{start}:45", room="R1") for start in ("01", "09")]
        assert pairs(clashes(sessions=[exam], training=lessons)) == [("E1", "L09")]

    def test_overlapping_sessions_of_one_person_are_paid_and_reported(self) -> None:
        """B10: two short sessions at once pay 300, and the overlap is a finding."""
        rows, duties = [session("E1"), session("E2")], [duty("D1", session="E1"), duty("D2", session="E2")]
        assert str(exam_pay(rows, duties, policy=PILOT_2020).total) == "300.00"
        assert pairs(clashes(sessions=rows, duties=duties), "person-overlap") == [("E1", "E2")]

    @given(st.booleans())
    def test_training_and_duty_on_one_date_are_both_paid(self, touching: bool) -> None:
        """B12: two class hours pay 240 and a short session 150 on one date; only an overlap in time is a finding."""
        lesson = record("R1", staff="T01", quantity=2, start="11:00" if touching else "10:59", end="12:30")
        exam, on_duty = session("E1", end="2021-03-06T11:00"), duty("D1", session="E1", staff="T01")
        assert str(training_pay([lesson], policy=PILOT_2020).total) == "240.00"
        assert str(exam_pay([exam], [on_duty], policy=PILOT_2020).total) == "150.00"
        found = clashes(sessions=[exam], duties=[on_duty], training=[lesson])
        assert pairs(found, "person-overlap") == ([] if touching else [("E1", "R1")])

    def test_rows_of_two_tables_may_share_an_id(self) -> None:
        """§3.5.4e: ids are a table's own: a record and a booking of one id at one time clash in room and person."""
        lesson = record("1", start="08:00", end="10:00", room="R", staff="S")
        other = booking("1", start="2021-03-06T08:00", end="2021-03-06T10:00", room="R", people=("S",))
        found = clashes(training=[lesson], bookings=[other])
        assert [(finding.code, finding.refs, finding.severity) for finding in found] == [
            ("person-overlap", ("1", "1"), "warning"),
            ("room-overlap", ("1", "1"), "warning"),
        ]
        assert found[1].message("en").startswith("room R is booked for 1 (bookings), 1 (training) at the same time")
        assert found[1].message("zh").startswith("场地 R 被 1（预订）、1（培训） 同时占用")
        assert dict(found[0].params)["tables"] == "bookings, training"

    @given(plans(), st.sampled_from([0, 0, 15, 16, 45]), st.randoms())
    def test_every_pair_that_clashes_is_reported_and_no_other(self, uses: list[Use], minutes: int, random: Any) -> None:
        """E1, E2, E3: the findings are those of comparing each pair, and do not depend on the order of the rows."""
        found = clashes_among(uses, turnaround(minutes))
        assert seen(found, uses) == naive(uses, minutes)
        order = [(finding.code, finding.refs) for finding in found]
        assert order == sorted(order)
        random.shuffle(uses)
        assert clashes_among(uses, turnaround(minutes)) == found

    @given(st.integers(0, 40), st.integers(1, 3))
    @example(40, 1).via("§3.5.4e: a long use against all it covers")
    def test_a_long_use_clashes_with_all_it_covers(self, count: int, days: int) -> None:
        """E1, E6: a booking of days clashes with each session in its time, never with its neighbours only."""
        long = booking("B1", start=EIGHT, length=timedelta(days=days), room="R1", people=("T01",))
        slots = [EIGHT + timedelta(minutes=30 * n) for n in range(count)]
        rows = [session(f"E{n}", start=slot, minutes=30, room="R1") for n, slot in enumerate(slots)]
        duties = [duty(f"D{n}", session=f"E{n}", staff="T01") for n in range(count)]
        found = clashes(sessions=rows, duties=duties, bookings=[long])
        covered = sorted(("B1", f"E{n}") for n in range(count))
        assert sorted(pairs(found, "room-overlap")) == sorted(pairs(found, "person-overlap")) == covered
        assert len(found) == 2 * count

    @given(st.integers(0, 12))
    def test_all_at_once_is_every_pair(self, count: int) -> None:
        """E1: n sessions at one time in one room are n(n-1)/2 clashes."""
        rows = [session(f"E{n}", room="R1") for n in range(count)]
        assert 2 * len(clashes(sessions=rows)) == count * (count - 1)

    def test_a_pair_is_reported_once_for_each_person(self) -> None:
        """E2: two people at two sessions at once are two findings, however often somebody is recorded on one."""
        rows = [session("E1"), session("E2")]
        staff = [("E1", "T01"), ("E1", "T02"), ("E2", "T01"), ("E2", "T02"), ("E1", "T01")]
        duties = [duty(f"D{n}", session=place, staff=who) for n, (place, who) in enumerate(staff)]
        bookings = [booking("B1", start="2021-03-06T10:00", people=("T02", "T02"))]
        found = clashes(sessions=rows, duties=duties, bookings=bookings)
        assert sorted((*pair, dict(one.params)["staff"]) for pair, one in zip(pairs(found), found, strict=True)) == [
            ("B1", "E1", "T02"), ("B1", "E2", "T02"), ("E1", "E2", "T01"), ("E1", "E2", "T02"),
        ]  # fmt: skip

    def test_times_are_shown_to_the_minute(self) -> None:
        """E1: an overlap from 01:00:30 UTC is shown as 09:00 local time, until the earlier end."""
        rows = [
            session("E1", start="2021-03-06T01:00:30+00:00", room="R1"),
            session("E2", start="2021-03-06T00:30:00+00:00", room="R1"),
        ]
        found = check_schedule(rows, [], [], [], policy=PILOT_2020)
        times = {"start": "2021-03-06 09:00", "end": "2021-03-06 10:30"}
        assert figures(found) == [("room-overlap", {"room": "R1", **times})]

    def test_ids_are_listed_in_their_own_order(self) -> None:
        """E1: E9 from 09:00 clashes with E1 from 10:00, and is listed after it."""
        rows = [session("E9", room="R1"), session("E1", start="2021-03-06T10:00", room="R1")]
        assert [finding.refs for finding in check_schedule(rows, [], [], [], policy=PILOT_2020)] == [("E1", "E9")]

    def test_findings_alike_but_for_severity_have_an_order(self) -> None:
        """§3.5.4e: an exam session and a booking of one id clash with a third row: the error comes first."""
        found = clashes(sessions=[session("X1", room="R")], bookings=[booking("X1", room="R"), booking("X2", room="R")])
        shown = [(finding.refs, finding.severity) for finding in found]
        assert shown == [(("X1", "X1"), "error"), (("X1", "X2"), "error"), (("X1", "X2"), "warning")]

    @pytest.mark.parametrize(("count", "cut"), [(141, False), (142, True)])
    def test_the_sweep_stops_after_ten_thousand(self, count: int, cut: bool) -> None:
        """E1: 141 sessions at once are 9,870 clashes, all listed; 142 are 10,011, and after 10,000 the rest are cut."""
        found = clashes(sessions=[session(f"E{n}", room="R1") for n in range(count)])
        ends = [(finding.severity, finding.refs) for finding in found if finding.code == "clashes-cut"]
        assert ends == ([("error", ())] if cut else [])
        assert len(pairs(found, "room-overlap")) == (10_000 if cut else 9_870)

    @pytest.mark.parametrize(("shorter", "last", "first"), [(0, "A141", 0), (1, "A000", 12)])
    def test_what_is_listed_before_the_cut(self, shorter: int, last: str, first: int) -> None:
        """E1: of 142 bookings from one moment on, by end, then id, 9,870 clashes leave out the last, which has 130."""
        ids = [f"A{n:03d}" for n in range(142)]
        rows = [booking(booking_id, minutes=300 - shorter * n, room="R1") for n, booking_id in enumerate(ids)]
        refs = [finding.refs for finding in check_schedule([], [], [], rows, policy=PILOT_2020) if finding.refs]
        others = [booking_id for booking_id in ids if booking_id != last]
        with_last = {other for pair in refs if last in pair for other in pair if other != last}
        assert (len(refs), with_last) == (10_000, set(others[max(first - 1, 0) :][:130]))
        assert {pair for pair in refs if last not in pair} == set(combinations(others, 2))

    def test_what_is_cut_does_not_depend_on_the_order_of_rows(self) -> None:
        """E1: 142 bookings of R1 at once are 10,011 clashes, so the two of R2 are cut, whichever room comes first."""
        rows = [booking(f"A{n}", room="R1") for n in range(142)] + [booking(f"B{n}", room="R2") for n in (1, 2)]
        found = check_schedule([], [], [], rows, policy=PILOT_2020)
        assert found == check_schedule([], [], [], rows[::-1], policy=PILOT_2020)
        assert {dict(finding.params).get("room") for finding in found} == {"R1", None}

    def test_mistakes_of_the_caller_are_refused(self) -> None:
        """A duty at an unknown session, naive beside aware times, or a row of another type is a ValueError."""
        stray: Any = receipt()
        aware = booking("B1", start="2021-03-06T09:00+08:00")
        mistakes: list[dict[str, Any]] = [
            {"sessions": [session("E1")], "duties": [duty(session="E9")]},
            {"sessions": [session("E1")], "bookings": [aware]},
            {"bookings": [booking("B2"), aware]},
            *({table: [stray]} for table in ("sessions", "duties", "training", "bookings")),
        ]
        for mistake in mistakes:
            with pytest.raises(ValueError):
                clashes(**mistake)


class TestTheVenueOfficeIsNotified:
    """§3.5.4d  The station notifies the venue office of its exam plan, regularly and in advance."""

    @staticmethod
    def codes(notified: Any, days: int | None = None, room: str | None = "R1") -> list[str]:
        """The codes of the findings on a session that starts on 2021-03-06 at 09:00."""
        policy = PILOT_2020.amended(schedule={"notice_days": days})
        found = check_notices([session("E1", room=room, notified=notified)], policy=policy)
        assert all(
            (finding.refs, finding.clause, finding.severity) == (("E1",), "§3.5.4d", "error") for finding in found
        )
        assert all(finding.message(lang) for finding in found for lang in ("zh", "en"))
        return [finding.code for finding in found]

    def test_a_short_notice_is_reported_with_its_days(self) -> None:
        """E7 days: a notice on 03-01 for 03-06 is 5 days ahead where 7 are required."""
        policy = PILOT_2020.amended(schedule={"notice_days": 7})
        (found,) = check_notices([session("E1", notified="2021-03-01T20:00")], policy=policy)
        assert found.params == (("days", "5"), ("needed", "7"))

    @given(st.sampled_from([None, 0, 7]), st.sampled_from([None, "R1"]))
    def test_a_session_without_a_notice_is_reported(self, days: int | None, room: str | None) -> None:
        """E7: a missing notice is reported once, for a session without a room too, whatever the days."""
        assert self.codes(None, days, room) == ["notice-missing"]

    @given(st.integers(-100_000, 100_000), st.sampled_from([None, "R1"]))
    @example(0, "R1").via("§3.5.4d: told at the start is late")
    @example(-1, None).via("§3.5.4d: told a second before the start is in time")
    def test_a_notice_comes_before_the_start(self, seconds: int, room: str | None) -> None:
        """E7 none: a notice at the start or after it is late, one before it is in time."""
        notified = datetime(2021, 3, 6, 9, 0) + timedelta(seconds=seconds)
        assert self.codes(notified, None, room) == (["notice-late"] if seconds >= 0 else [])

    @given(st.integers(-20_000, 100), st.integers(0, 14))
    @example(-9 * 60 - 6 * 1440 - 1, 7).via("§3.5.4d: 23:59 seven calendar days ahead")
    @example(-9 * 60 - 6 * 1440, 7).via("§3.5.4d: 00:00 six calendar days ahead")
    @example(0, 7).via("§3.5.4d: late is not also short")
    def test_calendar_days_are_counted(self, minutes: int, days: int) -> None:
        """E7 days: the clock times do not matter, and a session has at most one finding."""
        notified = datetime(2021, 3, 6, 9, 0) + timedelta(minutes=minutes)
        ahead = 6 - notified.day if notified.month == 3 else 6 + 28 - notified.day
        short = ["notice-short"] if ahead < days else []
        assert self.codes(notified, days) == (["notice-late"] if minutes >= 0 else short)

    def test_a_session_before_the_policy_hides_none_after_it(self) -> None:
        """E10: of a session of 2020-12-17 and one of 2021-03-06, both without notice, the second is reported."""
        rows = [session("E1", start=f"{EARLY}T09:00"), session("E2")]
        assert [finding.refs for finding in check_notices(rows, policy=PILOT_2020)] == [("E2",)]

    @given(st.lists(st.integers(1, 400), max_size=8))
    def test_regularly_is_not_tested(self, leads: list[int]) -> None:
        """E8: notices need no rhythm: all in advance, at any distance, is no finding."""
        rows = [session(f"E{n}", notified=datetime(2021, 3, 6) - timedelta(days=lead)) for n, lead in enumerate(leads)]
        assert check_notices(rows, policy=PILOT_2020) == ()

    @given(st.integers(-3, 3), st.integers(-3, 3))
    @example(0, 0).via("§3.5.4d: notified at the very change")
    def test_a_notice_comes_after_the_last_change(self, notified: int, changed: int) -> None:
        """E7: a notice older than the change is outdated; missing and late come first, too few days last."""
        start = datetime(2021, 3, 6, 9)
        rows = [session(notified=start + timedelta(hours=notified), changed=start + timedelta(hours=changed))]
        due = "notice-late" if notified >= 0 else "notice-outdated" if notified < changed else None
        found = check_notices(rows, policy=PILOT_2020)
        assert [finding.code for finding in found] == [code for code in [due] if code]
        seven = PILOT_2020.amended(schedule={"notice_days": 7})
        assert [finding.code for finding in check_notices(rows, policy=seven)] == [due or "notice-short"]

    def test_an_outdated_notice_is_reported_with_both_times(self) -> None:
        """E7: a session moved on 2021-03-05 at noon was last announced on 2021-03-01; unannounced it is missing."""
        moved = session(notified="2021-03-01T08:30", changed="2021-03-05T12:00")
        found = check_notices([moved], policy=PILOT_2020)
        assert reported(found) == [("notice-outdated", "error", "§3.5.4d", ("E1",))]
        assert figures(found) == [("notice-outdated", {"notified": "2021-03-01 08:30", "changed": "2021-03-05 12:00"})]
        missing = check_notices([session(changed="2021-03-05T12:00")], policy=PILOT_2020)
        assert [finding.code for finding in missing] == ["notice-missing"]

    def test_a_late_notice_is_reported_with_its_time(self) -> None:
        """E7: a notice at 09:30 for a session at 09:00 is reported with its time."""
        found = check_notices([session(notified="2021-03-06T09:30")], policy=PILOT_2020)
        assert figures(found) == [("notice-late", {"notified": "2021-03-06 09:30"})]

    def test_findings_are_in_order_of_code_and_session(self) -> None:
        """E7: each session is reported for itself, in an order that the rows do not change."""
        rows = [session("E2"), session("E10"), session("E1", notified="2021-03-06T09:00")]
        found = check_notices(rows, policy=PILOT_2020)
        assert [(finding.code, finding.refs[0]) for finding in found] == [
            ("notice-late", "E1"), ("notice-missing", "E10"), ("notice-missing", "E2"),
        ]  # fmt: skip
        assert check_notices(rows[::-1], policy=PILOT_2020) == found

    def test_mistakes_of_the_caller_are_refused(self) -> None:
        """Naive beside aware times, or a row of another type, is a ValueError."""
        stray: Any = booking()
        for rows in ([session("E1"), session("E2", start="2021-03-06T09:00+08:00")], [stray]):
            with pytest.raises(ValueError):
                check_notices(rows, policy=PILOT_2020)
