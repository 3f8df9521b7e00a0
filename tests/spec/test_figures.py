"""What findings and results say beside their amounts: the figures of a message, the rows kept for the explanation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest

from tests.spec.builders import booking, certificate, cost, duty, project, receipt, record, series, session, student
from xmut_rules import (
    PILOT_2020,
    Finding,
    Timeline,
    check_certificates,
    check_duties,
    check_grants,
    check_notices,
    check_receipts,
    check_schedule,
    check_training,
    college_award,
    duty_day_pay,
    exam_pay,
    recognize_credits,
    session_rate,
    settle,
    social_service_hours,
    training_pay,
    training_tariff,
    weekly_lessons,
)

AS_OF = date(2021, 7, 31)
EARLY = "2020-12-17"


def figures(findings: tuple[Finding, ...]) -> list[tuple[str, dict[str, str]]]:
    """Give code and figures of each finding."""
    return [(each.code, dict(each.params)) for each in findings]


class TestFiguresOfTraining:
    """§3.5.2.1  A finding on training pay says whose record and of which date it is."""

    def test_a_double_day_and_mixed_units_name_person_and_date(self) -> None:
        """A5, A6: two days and an hour of T02 on 2021-03-06 are told with T02 and that date."""
        rows = [record("R1", staff="T02", unit="day"), record("R2", staff="T02", unit="day"), record("R3", staff="T02")]
        told = {"staff": "T02", "day": "2021-03-06"}
        found = check_training(rows, policy=PILOT_2020)
        assert figures(found) == [("training-day-twice", told), ("training-mixed-units", told)]

    def test_a_day_of_nothing_is_no_day_twice(self) -> None:
        """A6, A8: a day record of 0 beside one of 1 pays 0 by the day, whichever comes first."""
        for quantities in ((1, 0), (0, 1)):
            rows = [record(f"R{n}", unit="day", quantity=quantity) for n, quantity in enumerate(quantities)]
            lines = training_pay(rows, policy=PILOT_2020).lines
            assert [(line.amount, line.rule) for line in lines] == [(720 * each, "day") for each in quantities]

    def test_before_the_policy_nothing_else_is_told(self) -> None:
        """E10: two days and an hour of one person on 2020-12-17 are three rows not in force, and nothing more."""
        rows = [*(record(each, unit="day", day=EARLY) for each in ("R1", "R2")), record("R3", day=EARLY)]
        found = check_training(rows, policy=PILOT_2020)
        assert [(each.code, each.refs) for each in found] == [("not-in-force", (f"R{n}",)) for n in (1, 2, 3)]

    def test_a_record_before_the_policy_names_its_date(self) -> None:
        """E10: a record of 2020-12-17 is told with that date, and so is a duty, and a decision on credits."""
        told = [("not-in-force", {"day": EARLY})]
        assert figures(check_training([record(day=EARLY)], policy=PILOT_2020)) == told
        exam = session(start=f"{EARLY}T09:00")
        assert figures(check_duties([exam], [duty()], policy=PILOT_2020)) == told
        filed = [certificate(issued_on="2020-06-01")]
        assert figures(check_certificates(filed, as_of=date(2020, 12, 17), policy=PILOT_2020)) == told

    def test_a_line_keeps_what_its_explanation_needs(self) -> None:
        """A1: hours of 2 and 2.5 on one date are kept as claimed, with 4.5 hours of the date and the terms."""
        rows = [
            record("R1", quantity=2),
            record("R2", quantity="2.5"),
            record("R3", unit="day"),
            record("R4", day=EARLY),
        ]
        lines = training_pay(rows, policy=PILOT_2020).lines
        kept = [(row.record_id, row.unit, str(row.quantity), str(row.hours_of_date)) for row in lines]
        assert kept == [("R4", "class_hour", "1", "1"), ("R1", "class_hour", "2", "4.5"),
                        ("R2", "class_hour", "2.5", "4.5"), ("R3", "day", "1", "4.5")]  # fmt: skip
        assert [row.terms for row in lines] == [None, *[PILOT_2020.training] * 3]


class TestFiguresOfDuty:
    """§3.5.2.2b  A finding on duty pay says whose it is, and a day keeps its sessions with their rates."""

    def test_a_double_duty_names_person_and_session(self) -> None:
        """B9: S01 twice at E1 is told with both names."""
        found = check_duties([session()], [duty("D1"), duty("D2")], policy=PILOT_2020)
        assert figures(found) == [("duty-recorded-twice", {"staff": "S01", "session": "E1"})]

    def test_a_day_keeps_its_sessions_and_their_rates(self) -> None:
        """B1: two hours are short and pay 150.00, four are long and pay 200.00; times and lengths are kept."""
        long = session("E2", project="P2", start="2021-03-06T13:00", minutes=240)
        rows = [duty("D1", session="E2"), duty("D2")]
        (day,) = exam_pay([session(), long], rows, policy=PILOT_2020).days
        kept = [(at.session_id, at.project_id, str(at.start), at.length, at.long_count, at.fen, str(at.rate), at.day)
                for at in day.attended]  # fmt: skip
        assert kept == [
            ("E1", "P1", "2021-03-06 09:00:00", timedelta(hours=2), 0, 15000, "150.00", date(2021, 3, 6)),
            ("E2", "P2", "2021-03-06 13:00:00", timedelta(hours=4), 1, 20000, "200.00", date(2021, 3, 6)),
        ]
        assert [day.terms, *(at.terms for at in day.attended)] == [PILOT_2020.exams] * 3

    def test_a_day_without_policy_keeps_its_sessions_without_rates(self) -> None:
        """E10: a session of 2020-12-17 has a length and no rate."""
        (day,) = exam_pay([session(start=f"{EARLY}T09:00", minutes=240)], [duty()], policy=PILOT_2020).days
        kept = [(at.length, at.fen, str(at.rate), at.long_count, at.terms) for at in day.attended]
        assert (kept, day.terms) == ([(timedelta(hours=4), 0, "0.00", 0, None)], None)

    @pytest.mark.parametrize(
        ("rates", "minutes", "projects", "shares"),
        [
            ({}, (60, 60), "P2 P1", {"P1": "150.00", "P2": "150.00"}),
            ({"short_rate": 0}, (60, 60, 60), "P2 P1 P1", {"P1": "333.33", "P2": "166.67"}),
            ({"short_rate": 0}, (60, 180, 180), "P1 P2 P2", {"P1": "0.00", "P2": "500.00"}),
        ],
    )
    def test_a_day_is_split_where_rates_are_nothing(
        self, rates: dict[str, int], minutes: tuple[int, ...], projects: str, shares: dict[str, str]
    ) -> None:
        """B8: by standard pay, by number where all of it is 0, a project of 0 getting none; always in order of ids."""
        held = [*zip(projects.split(), minutes, strict=True)]
        rows = [session(f"E{n}", project=name, minutes=length) for n, (name, length) in enumerate(held)]
        duties = [duty(f"D{n}", session=row.session_id) for n, row in enumerate(rows)]
        (found,) = exam_pay(rows, duties, policy=PILOT_2020.amended(exams=rates)).days
        assert [(each.project_id, str(each.amount)) for each in found.shares] == [*shares.items()]


class TestFiguresOfSettlement:
    """§3.5.3a  A settlement keeps its rows in the order of their ids."""

    def test_a_settlement_keeps_rows_weights_and_terms(self) -> None:
        """C1, C11: receipts, costs and weights stand by id, whatever order they came in."""
        receipts = [receipt("I2", amount=2), receipt("I10", amount=1)]
        costs = [cost("K2", amount=1), cost("K10", amount=1)]
        joint = project(weights={"C2": 1, "C10": 2})
        found = settle(joint, receipts, costs, training=0, exams=0, on=AS_OF, policy=PILOT_2020)
        assert [each.receipt_id for each in found.receipts] == ["I10", "I2"]
        assert [each.cost_id for each in found.cost_rows] == ["K10", "K2"]
        assert [(each.college_id, each.weight) for each in found.weights] == [("C10", 2), ("C2", 1)]
        assert found.terms == PILOT_2020.surplus

    def test_every_row_counts_toward_its_sum(self) -> None:
        """C9: two fees of 100.00, two costs of 10.00 and one of 5.00 leave 175.00; 30% of it is 52.50."""
        receipts = [receipt("I1", amount=100), receipt("I2", amount=100)]
        costs = [cost("K1", amount=10), cost("K2", amount=10), cost("K3", amount=5, category="energy")]
        found = settle(project(), receipts, costs, training=0, exams=0, on=AS_OF, policy=PILOT_2020)
        assert [(each.category, str(each.amount)) for each in found.costs] == [
            ("training", "0.00"), ("exams", "0.00"), ("energy", "5.00"), ("venue", "20.00")]  # fmt: skip
        assert (str(found.surplus), str(found.award), str(found.remainder)) == ("175.00", "52.50", "122.50")

    def test_no_share_of_nothing_is_a_fen(self) -> None:
        """C3: where the whole surplus is the college's, a surplus of 0.00 gives 0.00, one of 0.01 gives it."""
        whole = PILOT_2020.amended(surplus={"college_share": "100%"})
        assert [str(college_award(each, policy=whole)) for each in ("-0.01", "0", "0.01")] == ["0.00", "0.00", "0.01"]


class TestFiguresOfGrants:
    """§3.3c  A finding on a grant says how much was granted and how much was spent."""

    def test_an_overspent_grant_names_both_sums(self) -> None:
        """C5: two costs of 60.00 from two grants of 50.00 are told as 100.00 and 120.00."""
        grants = [receipt(f"I{n}", amount=50, kind="grant") for n in (1, 2)]
        spent = [cost(f"K{n}", amount=60, funded_by="grant", purpose="training") for n in (1, 2)]
        found = check_grants(grants, spent, on=AS_OF, policy=PILOT_2020)
        assert figures(found) == [("grant-overspent", {"granted": "100.00", "spent": "120.00"})]


class TestFiguresOfCredits:
    """§3.4c  A decision names the certificates that decided with it, and what a cap had left."""

    @staticmethod
    def decided(*rows: Any, **terms: Any) -> list[tuple[str, tuple[str, ...], str | None]]:
        """Give outcome, certificates beside it and what the cap had left of each decision, by certificate."""
        people = [student("U1"), student("U2"), student("U3")]
        policy = PILOT_2020.amended(credits=terms)
        found = recognize_credits(rows, people, as_of=AS_OF, policy=policy).decisions
        assert {(each.student.student_id, each.certificate.certificate_id, each.as_of) for each in found} == {
            (row.student_id, row.certificate_id, AS_OF) for row in rows
        }
        assert {each.terms for each in found} == {policy.credits}
        return [(each.outcome, each.beside, None if each.left is None else str(each.left)) for each in found]

    def test_a_certificate_alone_has_none_beside_it(self) -> None:
        """D11: without a cap nothing is left to tell, and no other certificate decided."""
        assert self.decided(certificate()) == [("granted", (), None)]

    def test_a_shared_number_names_the_others(self) -> None:
        """D12: of three students with one number each is told the two others, never itself."""
        rows = [certificate(f"X{n}", student=f"U{n}", number="N") for n in (1, 2, 3)]
        assert self.decided(*rows) == [
            ("number-shared", ("X2", "X3"), None), ("number-shared", ("X1", "X3"), None),
            ("number-shared", ("X1", "X2"), None)]  # fmt: skip

    def test_a_licence_number_is_one_whatever_it_is_called(self) -> None:
        """D12: two licences of other names with one number are shared; a skill certificate of that number is not."""
        rows = [
            certificate("X1", kind="driving_licence", name="", number="N"),
            certificate("X2", kind="driving_licence", name="licence", number="N", student="U2"),
            certificate("X3", name="", number="N", student="U3"),
        ]
        assert [outcome for outcome, _, _ in self.decided(*rows)] == ["number-shared", "number-shared", "granted"]

    def test_a_duplicate_names_the_one_that_counts(self) -> None:
        """D2: of three rows of one certificate the two later ones name the earliest."""
        rows = [certificate(f"X{n}", issued_on=f"2021-03-0{4 - n}") for n in (1, 2, 3)]
        assert self.decided(*rows) == [
            ("duplicate", ("X3",), None),
            ("duplicate", ("X3",), None),
            ("granted", (), None),
        ]

    def test_a_lower_level_names_the_highest(self) -> None:
        """D4 highest: 初级 and 中级 both name 高级 of their student and certificate."""
        rows = [certificate("X1"), certificate("X2", level="高级"), certificate("X3", level="中级")]
        assert self.decided(*rows, levels="highest") == [
            ("lower-level", ("X2",), None), ("granted", (), None), ("lower-level", ("X2",), None)]  # fmt: skip

    def test_of_two_highest_the_smaller_id_is_named(self) -> None:
        """D4 highest: where two earlier terms recognized 高级, 初级 names the smaller id, whatever comes first."""
        highest = [certificate(each, level="高级", number="N", recognized_on="2021-04-01") for each in ("X3", "X2")]
        assert self.decided(*highest, certificate("X1"), levels="highest")[0] == ("lower-level", ("X2",), None)

    def test_each_earlier_recognition_fills_the_cap(self) -> None:
        """D11 cap: two certificates recognized before fill 4 of 5 credits, and one of a level not listed fills none."""
        before = [certificate(f"X{n}", name=f"skill {n}", recognized_on="2021-04-01") for n in (1, 2)]
        new = certificate("X3", name="skill 3")
        assert self.decided(*before, new, category_cap=5)[2] == ("granted", (), "1")
        unlisted = certificate("X4", name="skill 4", level="高级", recognized_on="2021-04-01")
        listed = ({"level": "初级", "credits": 2},)
        assert self.decided(unlisted, new, category_cap=5, by_level=listed)[0] == ("granted", (), "5")

    def test_one_certificate_recognized_twice_fills_the_cap_once(self) -> None:
        """D2, D11: what two earlier terms recognized takes 2 of a cap once: 4 leave 2 to a new one, 3 leave 1."""
        earlier = [certificate(each, number="N1", recognized_on="2021-01-08") for each in ("X1", "X2")]
        new = certificate("X3", name="skill B")
        for cap, granted, cut in ((4, 2, 0), (3, 1, 1)):
            policy = PILOT_2020.amended(credits={"category_cap": cap})
            found = recognize_credits([*earlier, new], [student()], as_of=AS_OF, policy=policy)
            assert [(each.credits, each.cut) for each in found.decisions] == [(0, 0), (0, 0), (granted, cut)]


class TestFiguresOfThePlan:
    """§3.5.4e  A clash is told with its minutes, times without seconds or zone, and the rooms' own turnaround."""

    def test_times_are_shown_to_the_minute(self) -> None:
        """E1: an overlap from 01:00:30 UTC is shown as 09:00 local time, until the earlier end."""
        rows = [
            session("E1", start="2021-03-06T01:00:30+00:00", room="R1"),
            session("E2", start="2021-03-06T00:30:00+00:00", room="R1"),
        ]
        found = check_schedule(rows, [], [], [], policy=PILOT_2020)
        times = {"start": "2021-03-06 09:00", "end": "2021-03-06 10:30"}
        assert figures(found) == [("room-overlap", {"room": "R1", **times})]

    def test_a_gap_is_judged_by_the_policy_of_its_day(self) -> None:
        """E3: beside a later policy with 30 minutes, touching is fine as issued, and 30 is enough afterwards."""
        later = PILOT_2020.amended(effective_from=date(2022, 1, 1), schedule={"turnaround_minutes": 30})
        both = Timeline(policies=(PILOT_2020, later))
        for day, gap in (("2021-03-06", 0), ("2022-03-06", 30)):
            second = f"{day}T11:{gap:02d}"
            rows = [booking("B1", start=f"{day}T09:00", room="R1"), booking("B2", start=second, room="R1")]
            assert check_schedule([], [], [], rows, policy=both) == ()

    def test_what_is_cut_does_not_depend_on_the_order_of_rows(self) -> None:
        """E1: 142 bookings of R1 at once are 10,011 clashes, so the two of R2 are cut, whichever room comes first."""
        rows = [booking(f"A{n}", room="R1") for n in range(142)] + [booking(f"B{n}", room="R2") for n in (1, 2)]
        found = check_schedule([], [], [], rows, policy=PILOT_2020)
        assert found == check_schedule([], [], [], rows[::-1], policy=PILOT_2020)
        assert {dict(each.params).get("room") for each in found} == {"R1", None}

    def test_ids_are_told_in_their_own_order(self) -> None:
        """E1: E9 from 09:00 clashes with E1 from 10:00, and is told after it."""
        rows = [session("E9", room="R1"), session("E1", start="2021-03-06T10:00", room="R1")]
        assert [each.refs for each in check_schedule(rows, [], [], [], policy=PILOT_2020)] == [("E1", "E9")]

    @pytest.mark.parametrize(("shorter", "last", "first"), [(0, "A141", 0), (1, "A000", 12)])
    def test_what_is_told_before_the_cut(self, shorter: int, last: str, first: int) -> None:
        """E1: of 142 bookings from one moment on, by end, then id, 9,870 clashes leave out the last, which has 130."""
        ids = [f"A{n:03d}" for n in range(142)]
        rows = [booking(each, minutes=300 - shorter * n, room="R1") for n, each in enumerate(ids)]
        refs = [each.refs for each in check_schedule([], [], [], rows, policy=PILOT_2020) if each.refs]
        others = [each for each in ids if each != last]
        with_last = {other for pair in refs if last in pair for other in pair if other != last}
        assert (len(refs), with_last) == (10_000, set(others[max(first - 1, 0) :][:130]))
        assert {pair for pair in refs if last not in pair} == set(combinations(others, 2))


class TestFiguresOfNotices:
    """§3.5.4d  A late notice says when it came, and every session is looked at."""

    def test_a_late_notice_says_when(self) -> None:
        """E7: a notice at 09:30 for a session at 09:00 is told with its time."""
        found = check_notices([session(notified="2021-03-06T09:30")], policy=PILOT_2020)
        assert figures(found) == [("notice-late", {"notified": "2021-03-06 09:30"})]

    def test_a_session_before_the_policy_hides_none_after_it(self) -> None:
        """E10: of a session of 2020-12-17 and one of 2021-03-06, both without notice, the second is told."""
        rows = [session("E1", start=f"{EARLY}T09:00"), session("E2")]
        assert [each.refs for each in check_notices(rows, policy=PILOT_2020)] == [("E2",)]


CALLS: dict[str, Callable[[list[Any]], object]] = {
    "records": lambda rows: training_pay(rows, policy=PILOT_2020),
    "records of hours": lambda rows: social_service_hours(rows, policy=PILOT_2020),
    "records checked": lambda rows: check_training(rows, policy=PILOT_2020),
    "series": lambda rows: weekly_lessons(rows[0]),
    "sessions": lambda rows: exam_pay(rows, [], policy=PILOT_2020),
    "sessions checked": lambda rows: check_duties(rows, [], policy=PILOT_2020),
    "sessions of notices": lambda rows: check_notices(rows, policy=PILOT_2020),
    "sessions of the plan": lambda rows: check_schedule(rows, [], [], [], policy=PILOT_2020),
    "duties": lambda rows: exam_pay([], rows, policy=PILOT_2020),
    "duties checked": lambda rows: check_duties([], rows, policy=PILOT_2020),
    "duties of the plan": lambda rows: check_schedule([], rows, [], [], policy=PILOT_2020),
    "training": lambda rows: check_schedule([], [], rows, [], policy=PILOT_2020),
    "bookings": lambda rows: check_schedule([], [], [], rows, policy=PILOT_2020),
    "project": lambda rows: settle(rows[0], [], [], training=0, exams=0, on=AS_OF, policy=PILOT_2020),
    "receipts": lambda rows: settle(project(), rows, [], training=0, exams=0, on=AS_OF, policy=PILOT_2020),
    "costs": lambda rows: settle(project(), [], rows, training=0, exams=0, on=AS_OF, policy=PILOT_2020),
    "receipts checked": lambda rows: check_receipts(rows, [], policy=PILOT_2020),
    "receipts of grants": lambda rows: check_grants(rows, [], on=AS_OF, policy=PILOT_2020),
    "costs of grants": lambda rows: check_grants([], rows, on=AS_OF, policy=PILOT_2020),
    "certificates": lambda rows: recognize_credits(rows, [], as_of=AS_OF, policy=PILOT_2020),
    "certificates checked": lambda rows: check_certificates(rows, as_of=AS_OF, policy=PILOT_2020),
    "students": lambda rows: recognize_credits([], rows, as_of=AS_OF, policy=PILOT_2020),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_stray_row_is_refused_under_its_tables_name(name: str) -> None:
    """§0a: a row of another kind is refused, and the error begins with the table's name and the row's place."""
    with pytest.raises(ValueError, match=rf"^{name.split(maxsplit=1)[0]}\[0\]: "):
        CALLS[name]([student() if name != "students" else series(count=1)])


def test_times_with_and_without_a_zone_are_told_as_such() -> None:
    """§3.5.2.2a, §3.5.4e: a naive session beside an aware one or booking has the code of mixed clocks."""
    aware = "2021-03-06T09:00+08:00"
    calls: list[Callable[[], object]] = [
        lambda: exam_pay([session("E1"), session("E2", start=aware)], [], policy=PILOT_2020),
        lambda: check_schedule([session("E1")], [], [], [booking(start=aware)], policy=PILOT_2020),
    ]
    for call in calls:
        with pytest.raises(ValueError) as told:
            call()
        assert getattr(told.value, "type", None) == "mixed-clocks"


def test_accounts_that_are_no_ids_are_refused_by_name() -> None:
    """§3.5.1b: one text instead of several account ids is refused under the name of the argument."""
    wrong: Any = "A1"
    with pytest.raises(ValueError, match=r"^accounts: "):
        check_receipts([], wrong, policy=PILOT_2020)


def test_an_unknown_id_is_told_with_its_table() -> None:
    """§3.4a, §3.5.2.2a: a certificate's student or a duty's session that is not there is named with its table."""
    with pytest.raises(ValueError, match=r"U1\b.*\bstudents\b"):
        recognize_credits([certificate()], [], as_of=AS_OF, policy=PILOT_2020)
    with pytest.raises(ValueError, match=r"E1\b.*\bsessions\b"):
        exam_pay([], [duty()], policy=PILOT_2020)


@pytest.mark.parametrize("length", [timedelta(0), timedelta(-1), timedelta(hours=24, microseconds=1), "2:00", None])
def test_a_length_that_no_session_has_is_refused_by_name(length: Any) -> None:
    """§3.5.2.2a: a session lasts more than 0 and at most 24 hours, and any other length is told so."""
    told = r"^a session lasts more than 0 and at most 24 hours$"
    with pytest.raises(ValueError, match=told):
        session_rate(length, policy=PILOT_2020)
    with pytest.raises(ValueError, match=told):
        duty_day_pay([timedelta(hours=24), length], policy=PILOT_2020)


def test_a_unit_that_does_not_exist_is_refused_by_name() -> None:
    """§3.5.2.1: a tariff by the week is refused under the name of the argument."""
    week: Any = "week"
    with pytest.raises(ValueError, match=r"^unit: "):
        training_tariff(week, 1, policy=PILOT_2020)
