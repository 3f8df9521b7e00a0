"""Training pay, the workload it also counts as, and weekly plans, as the policy's chapter on rates states them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal, localcontext
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.spec.builders import EARLY, amounts, duty, fair_split, fen, figures, record, reported, series, yuan
from xmut_rules import (
    PILOT_2020,
    Policy,
    PolicyBreach,
    Timeline,
    TrainingRecord,
    check_training,
    require,
    social_service_hours,
    training_pay,
    training_tariff,
    weekly_lessons,
)
from xmut_rules.rules.records import WEEKDAYS, Weekday

CAPPED = PILOT_2020.amended(training={"long_day": "capped"})
DAY_ONLY = PILOT_2020.amended(training={"day_and_hours": "day_only"})
LongDay = Literal["hourly", "capped", "day only"]
POLICIES: dict[LongDay, Policy] = {"hourly": PILOT_2020, "capped": CAPPED, "day only": DAY_ONLY}

hundredths = st.one_of(st.integers(0, 2400), st.sampled_from([0, 1, 50, 599, 600, 601, 2400]))
"""Class hours of a record in hundredths, the edges more often."""


def hours(count: int) -> Decimal:
    """Return hundredths as class hours."""
    return Decimal(count).scaleb(-2)


@st.composite
def claims(draw: st.DrawFn, most: int = 12) -> list[TrainingRecord]:
    """Draw records of few people on few dates, so that they meet, in any order; R10 to R12 come before R2."""
    rows: list[TrainingRecord] = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        is_day = draw(st.integers(0, 3)) == 0
        rows.append(
            record(
                f"R{number}",
                staff=draw(st.sampled_from(["T01", "T02"])),
                project=draw(st.sampled_from(["P1", "P2"])),
                day=draw(st.sampled_from(["2020-12-18", "2021-03-06"])),
                unit="day" if is_day else "class_hour",
                quantity=draw(st.sampled_from([1, 1, 0])) if is_day else hours(draw(hundredths)),
            )
        )
    return draw(st.permutations(rows))


def expected(records: Iterable[TrainingRecord], long_day: LongDay) -> dict[str, tuple[int, str]]:
    """Reckon the fen and the rule of every record that claims something, person by person and date by date."""
    claimed = [row for row in records if row.quantity > 0]
    due: dict[str, tuple[int, str]] = {}
    for person, day in {(row.staff_id, row.date) for row in claimed}:
        here = [row for row in claimed if (row.staff_id, row.date) == (person, day)]
        days = sorted(row.record_id for row in here if row.unit == "day")
        claim = {row.record_id: int(row.quantity * 100) for row in here if row.unit == "class_hour"}
        due |= dict.fromkeys(days, (0, "repeated-day")) | dict.fromkeys(days[:1], (72000, "day"))
        if long_day in ("capped", "day only") and days:
            due |= dict.fromkeys(claim, (0, "absorbed"))
        elif long_day == "capped" and sum(claim.values()) > 600:
            due |= {record_id: (part, "capped") for record_id, part in fair_split(72000, claim).items()}
        else:
            due |= {record_id: (count * 120, "class-hours") for record_id, count in claim.items()}
    return due


def rules(records: Iterable[TrainingRecord], policy: Policy | Timeline = PILOT_2020) -> dict[str, str]:
    """Return the rule of each record."""
    return {line.record_id: line.rule for line in training_pay(records, policy=policy).lines}


def days_of(*weekdays: Any) -> list[str]:
    """Return the first seven dates from Saturday 2021-03-06 on these weekdays."""
    return [str(row.date) for row in weekly_lessons(series(weekdays=weekdays, count=7))]


class TestTrainingPay:
    """§3.5.2.1  Training pays 120 for a class hour or 720 for a day, and a day counts as 6 class hours."""

    def test_hours_and_days_of_a_small_term(self) -> None:
        """1.5 hours pay 180, a day 720, 0.25 hours 30: together 930."""
        pay = training_pay([record("R1", quantity="1.5"), record("R2", unit="day", staff="T02"),
                            record("R3", quantity="0.25", day="2021-03-07")], policy=PILOT_2020)  # fmt: skip
        shown = [(line.record_id, str(line.class_hours), str(line.amount), line.rule) for line in pay.lines]
        assert shown == [("R1", "1.5", "180.00", "class-hours"), ("R2", "6", "720.00", "day"),
                         ("R3", "0.25", "30.00", "class-hours")]  # fmt: skip
        assert (str(pay.total), {line.clause for line in pay.lines}) == ("930.00", {"§3.5.2.1"})

    def test_the_bare_tariff_of_a_day(self) -> None:
        """A4: a day is 720.00, none is 0.00."""
        paid = [str(training_tariff("day", Decimal(days), policy=PILOT_2020)) for days in (0, 1)]
        assert paid == ["0.00", "720.00"]

    def test_no_records_pay_nothing(self) -> None:
        """Without records the total is 0.00 and there are no lines."""
        assert (str(training_pay([], policy=PILOT_2020).total), amounts([])) == ("0.00", {})

    @given(st.integers(0, 2400))
    @example(600).via("§3.5.2.1 a day's hours")
    @example(601).via("§3.5.2.1 just above a day's hours")
    @example(2400).via("§3.5.2.1 the most that a record holds")
    def test_hours_have_no_ceiling_unless_capped(self, count: int) -> None:
        """A1: `hourly` pays 120 for each hour of a date however many; `capped` pays 6 of them at most."""
        rows = [record("R1", quantity=hours(count))]
        assert amounts(rows)["R1"] == str(yuan(120 * count))
        assert amounts(rows, CAPPED)["R1"] == str(yuan(120 * min(count, 600)))
        assert rules(rows, CAPPED)["R1"] == ("capped" if count > 600 else "class-hours")

    def test_the_cap_is_the_persons_day(self) -> None:
        """A1: `capped` counts 4 and 5 hours in two projects as 6 together; another date or person is apart."""
        rows = [record("R1", quantity=4), record("R2", quantity=5, project="P2"),
                record("R3", quantity=4, day="2021-03-07"), record("R4", quantity=4, staff="T02")]  # fmt: skip
        assert amounts(rows, CAPPED) == {"R1": "320.00", "R2": "400.00", "R3": "480.00", "R4": "480.00"}
        assert [str(line.class_hours) for line in training_pay(rows, policy=CAPPED).lines] == ["4", "5", "4", "4"]

    def test_the_cap_is_at_the_hour_rate(self) -> None:
        """A1: at 130 an hour a capped date pays 780, though a day record would pay 720."""
        policy = CAPPED.amended(training={"hour_rate": "130"})
        assert amounts([record("R1", quantity=7)], policy) == {"R1": "780.00"}
        assert amounts([record("R1", unit="day")], policy) == {"R1": "720.00"}

    def test_a_capped_date_is_split_by_largest_remainder(self) -> None:
        """A9: 720 over seven single hours is 102.86 for the five smallest ids, R10 among them, and 102.85 for two."""
        ids = ["R9", "R3", "R10", "R7", "R5", "R4", "R6"]
        paid = amounts([record(record_id, quantity=1) for record_id in ids], CAPPED)
        assert {key for key, amount in paid.items() if amount == "102.86"} == {"R10", "R3", "R4", "R5", "R6"}
        assert (paid["R7"], paid["R9"]) == ("102.85", "102.85")

    def test_a_day_is_what_is_recorded(self) -> None:
        """A2: a day record pays 720 and counts 6 hours, also when it lasted from nine to ten."""
        (line,) = training_pay([record(unit="day", start="09:00", end="10:00")], policy=PILOT_2020).lines
        assert (str(line.amount), str(line.class_hours)) == ("720.00", "6")

    @given(hundredths)
    @example(1).via("§3.5.2.1 the smallest part of an hour")
    def test_part_hours_are_linear(self, count: int) -> None:
        """A3: a hundredth of an hour is 1.20, so hours pay 120 times their number, in lines as in the bare tariff."""
        assert training_tariff("class_hour", hours(count), policy=PILOT_2020) == Decimal(count * 120).scaleb(-2)
        assert amounts([record("R1", quantity=hours(count))]) == {"R1": str(yuan(count * 120))}

    @given(st.one_of(st.integers(1, 99999), st.integers(0, 9999).map(lambda n: n * 10 + 5)), st.integers(0, 2400))
    @example(12101, 50).via("§3.5.2.1 half a fen")
    @example(12101, 49).via("§3.5.2.1 less than half a fen")
    def test_a_records_pay_is_rounded_half_up_to_the_fen(self, rate: int, count: int) -> None:
        """A3: half an hour at 121.01 is 60.505, which pays 60.51."""
        policy = PILOT_2020.amended(training={"hour_rate": yuan(rate)})
        due = yuan((rate * count + 50) // 100)
        assert training_tariff("class_hour", hours(count), policy=policy) == due
        assert amounts([record("R1", quantity=hours(count))], policy) == {"R1": str(due)}

    @pytest.mark.parametrize("quantity", ["0.001", "1.005", "24.01", "25", "NaN", "-0.01", "-1"])
    def test_hours_too_fine_too_many_or_negative_are_refused(self, quantity: str) -> None:
        """A3, A8: a third decimal, more than 24 hours and negative hours are errors, never rounded or paid."""
        with pytest.raises(ValueError, match=r".+"):
            record(quantity=quantity)
        with pytest.raises(ValueError, match=r".+"):
            training_tariff("class_hour", Decimal(quantity), policy=PILOT_2020)

    @pytest.mark.parametrize("quantity", ["0.5", "1.01", "2", "-1"])
    def test_a_day_record_is_one_day(self, quantity: str) -> None:
        """A4: half a day, several days and negative days are refused, by the record and by the bare tariff."""
        with pytest.raises(ValueError, match=r".+"):
            record(unit="day", quantity=quantity)
        with pytest.raises(ValueError, match=r".+"):
            training_tariff("day", Decimal(quantity), policy=PILOT_2020)

    def test_a_day_and_hours_on_one_date_are_both_paid(self) -> None:
        """A5: a day and 2 hours pay 720 and 240; under `capped` the hours are absorbed; a warning lists both."""
        rows = [record("R2", unit="day"), record("R1", quantity=2)]
        assert amounts(rows) == {"R1": "240.00", "R2": "720.00"}
        assert amounts(rows, CAPPED) == {"R1": "0.00", "R2": "720.00"}
        assert rules(rows, CAPPED) == {"R1": "absorbed", "R2": "day"}
        assert [line.clause for line in training_pay(rows, policy=CAPPED).lines] == ["§3.5.2.1", "§3.5.2.1"]
        findings = check_training(rows, policy=PILOT_2020)
        assert reported(findings) == [("training-mixed-units", "warning", "§3.5.2.1", ("R1", "R2"))]
        require(findings)

    def test_an_office_may_pay_the_day_alone(self) -> None:
        """A5 day_only: beside a paid day its hours pay 0, `absorbed`, and still count as workload; alone they pay."""
        rows = [record("R2", unit="day"), record("R1", quantity=8), record("R3", quantity=8, day="2021-03-07")]
        assert amounts(rows, DAY_ONLY) == {"R1": "0.00", "R2": "720.00", "R3": "960.00"}
        assert rules(rows, DAY_ONLY) == {"R1": "absorbed", "R2": "day", "R3": "class-hours"}
        (hours_of,) = social_service_hours(rows, policy=DAY_ONLY)
        assert str(hours_of.class_hours) == "22"
        assert rules([record("R4", unit="day", quantity=0), record("R5")], DAY_ONLY)["R5"] == "class-hours"

    def test_a_second_day_record_of_one_date_pays_nothing(self) -> None:
        """A6: of the day records R9 and R10 of one date R10 is paid, smaller by code point; an error lists both."""
        rows = [record("R9", unit="day"), record("R10", unit="day", project="P2")]
        assert amounts(rows) == {"R10": "720.00", "R9": "0.00"}
        assert rules(rows) == {"R10": "day", "R9": "repeated-day"}
        assert {str(line.class_hours) for line in training_pay(rows, policy=PILOT_2020).lines} == {"6"}
        findings = check_training(rows, policy=PILOT_2020)
        assert reported(findings) == [("training-day-twice", "error", "§3.5.2.1", ("R10", "R9"))]
        assert dict(findings[0].params)["staff"] == "T01"
        with pytest.raises(PolicyBreach):
            require(findings)

    def test_a_day_of_nothing_is_no_day_twice(self) -> None:
        """A6, A8: a day record of 0 beside one of 1 pays 0 by the day, whichever comes first."""
        for quantities in ((1, 0), (0, 1)):
            rows = [record(f"R{n}", unit="day", quantity=quantity) for n, quantity in enumerate(quantities)]
            lines = training_pay(rows, policy=PILOT_2020).lines
            assert [(line.amount, line.rule) for line in lines] == [(720 * quantity, "day") for quantity in quantities]

    def test_zero_pays_zero_and_touches_nothing(self) -> None:
        """A8: zero hours and a day record of 0 pay 0.00, and neither repeats, mixes nor absorbs."""
        rows = [record("R1", unit="day", quantity=0), record("R2", unit="day"), record("R3", quantity=0)]
        assert amounts(rows, CAPPED) == {"R1": "0.00", "R2": "720.00", "R3": "0.00"}
        assert amounts([rows[0], record("R4", quantity=2)], CAPPED) == {"R1": "0.00", "R4": "240.00"}
        assert check_training(rows, policy=PILOT_2020) == ()
        assert check_training([rows[0], record("R4", quantity=2)], policy=PILOT_2020) == ()

    @given(claims(), st.sampled_from(["hourly", "capped", "day only"]))
    def test_every_record_is_paid_as_reckoned_by_hand(self, rows: list[TrainingRecord], long_day: LongDay) -> None:
        """A1, A5, A6, A8, A9: pay and rule of every record are those of a reckoning on fractions, in either reading."""
        pay = training_pay(rows, policy=POLICIES[long_day])
        due = expected(rows, long_day)
        assert {line.record_id: fen(line.amount) for line in pay.lines} == {
            row.record_id: due.get(row.record_id, (0, ""))[0] for row in rows
        }
        assert {line.record_id: line.rule for line in pay.lines if line.record_id in due} == {
            record_id: rule for record_id, (_, rule) in due.items()
        }
        assert pay.total == sum((line.amount for line in pay.lines), Decimal(0))

    @given(claims())
    def test_the_cap_never_pays_more(self, rows: list[TrainingRecord]) -> None:
        """A1: `capped` pays no record more than a plain claim, and no person more than 720 a date."""
        capped, plain = training_pay(rows, policy=CAPPED), training_pay(rows, policy=PILOT_2020)
        assert capped.total <= plain.total
        for who in {(row.staff_id, row.date) for row in rows}:
            assert sum(line.amount for line in capped.lines if (line.staff_id, line.date) == who) <= 720

    @given(st.integers(0, 22), st.integers(1, 59), hundredths)
    def test_clock_times_never_make_hours(self, hour: int, minutes: int, count: int) -> None:
        """A7: a record's clock times change neither its hours nor its pay."""
        plain = record("R1", quantity=hours(count))
        timed = record("R1", quantity=hours(count), start=f"{hour:02d}:00", end=f"{hour + 1:02d}:{minutes:02d}")
        assert training_pay([timed], policy=CAPPED) == training_pay([plain], policy=CAPPED)

    @given(claims(), st.randoms(use_true_random=False))
    def test_input_order_does_not_matter(self, rows: list[TrainingRecord], random: Random) -> None:
        """Shuffled records give the same lines, in the order of date and id, and the same findings."""
        pay, findings = training_pay(rows, policy=CAPPED), check_training(rows, policy=CAPPED)
        random.shuffle(rows)
        assert training_pay(iter(rows), policy=CAPPED) == pay
        assert check_training(iter(rows), policy=CAPPED) == findings
        assert [line.record_id for line in pay.lines] == [
            row.record_id for row in sorted(rows, key=lambda row: (row.date, row.record_id))
        ]

    def test_the_hosts_decimal_context_does_not_matter(self) -> None:
        """A host that counts with one digit and rounds up gets the same fen."""
        rows = [record(f"R{number}", quantity="3.33") for number in range(1, 8)]
        pay = training_pay(rows, policy=CAPPED)
        with localcontext() as context:
            context.prec, context.rounding = 1, ROUND_UP
            assert training_pay(rows, policy=CAPPED) == pay
            tariff = training_tariff("class_hour", Decimal("13.37"), policy=PILOT_2020)
        assert str(tariff) == "1604.40"

    def test_a_line_repeats_its_record(self) -> None:
        """A line names the record's person, project and date."""
        (line,) = training_pay([record("R7", staff="T05", project="P3", day="2021-05-01")], policy=PILOT_2020).lines
        assert (line.record_id, line.staff_id, line.project_id, line.date) == ("R7", "T05", "P3", date(2021, 5, 1))

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

    @given(claims())
    def test_findings_are_those_of_the_person_and_date(self, rows: list[TrainingRecord]) -> None:
        """A5, A6: each person's date with two days, or with a day and hours, is reported once with all its ids."""
        claimed = [row for row in rows if row.quantity > 0]
        due: list[tuple[str, str, str, tuple[str, ...]]] = []
        for person, day in {(row.staff_id, row.date) for row in claimed}:
            here = sorted((row.record_id, row.unit) for row in claimed if (row.staff_id, row.date) == (person, day))
            days = tuple(record_id for record_id, unit in here if unit == "day")
            if len(days) > 1:
                due.append(("training-day-twice", "error", "§3.5.2.1", days))
            if 0 < len(days) < len(here):
                due.append(("training-mixed-units", "warning", "§3.5.2.1", tuple(record_id for record_id, _ in here)))
        found = [row for row in reported(check_training(rows, policy=PILOT_2020)) if row[1] != "hint"]
        assert found == sorted(due)

    def test_a_double_day_and_mixed_units_name_person_and_date(self) -> None:
        """A5, A6: two days and an hour of T02 on 2021-03-06 are reported with T02 and that date."""
        rows = [record("R1", staff="T02", unit="day"), record("R2", staff="T02", unit="day"), record("R3", staff="T02")]
        params = {"staff": "T02", "day": "2021-03-06"}
        found = check_training(rows, policy=PILOT_2020)
        assert figures(found) == [
            ("many-hours", {**params, "hours": "13"}),  # two days of 6 and an hour
            ("training-day-twice", params), ("training-mixed-units", params)]  # fmt: skip

    def test_other_rows_are_refused(self) -> None:
        """Rows of another table, and a policy that is none, are a caller's mistake."""
        for rows in ([duty()], [None], "R1", None):
            with pytest.raises(ValueError, match=r".+"):
                training_pay(rows, policy=PILOT_2020)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match=r".+"):
            training_pay([record()], policy=None)  # type: ignore[arg-type]

    def test_a_unit_that_does_not_exist_is_refused_by_name(self) -> None:
        """§3.5.2.1: a tariff by the week is refused under the name of the argument."""
        week: Any = "week"
        with pytest.raises(ValueError, match=r"^unit: "):
            training_tariff(week, 1, policy=PILOT_2020)

    def test_saturdays_of_a_month(self) -> None:
        """Saturdays from 2021-03-06 until 2021-03-27 without 03-13 are three records, named after their dates."""
        plan = series("W1", until="2021-03-27", excluded=("2021-03-13",), start="09:00", end="11:00", room="A1")
        assert weekly_lessons(plan) == tuple(
            record(f"W1-2021{day}", quantity=2, day=f"2021-03-{day[2:]}", start="09:00", end="11:00", room="A1")
            for day in ("0306", "0320", "0327")
        )
        assert str(training_pay(weekly_lessons(plan), policy=PILOT_2020).total) == "720.00"

    def test_weekdays_are_those_of_the_calendar(self) -> None:
        """Each weekday's first date from Saturday 2021-03-06 on is its own: Monday is the 8th, Sunday the 7th."""
        firsts = [days_of(weekday)[0][-2:] for weekday in (
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")]  # fmt: skip
        assert firsts == ["08", "09", "10", "11", "12", "06", "07"]

    def test_every_second_week_begins_on_monday(self) -> None:
        """Of every second week from Saturday on, Sunday belongs to the first and Monday to the skipped one."""
        rows = weekly_lessons(series(weekdays=("monday", "sunday", "saturday"), interval=2, count=4))
        assert [str(row.date)[5:] for row in rows] == ["03-06", "03-07", "03-15", "03-20"]

    @given(st.dates(date(2020, 12, 18), date(2022, 12, 31)), st.sets(st.sampled_from(WEEKDAYS), min_size=1),
           st.integers(1, 5), st.integers(1, 30), st.sampled_from(["until", "count"]))  # fmt: skip
    @example(date(2021, 3, 6), {"monday"}, 2, 3, "count").via("§3.5.2.1 a first week without a lesson")
    def test_dates_are_those_of_a_calendar_walk(
        self, first: date, names: set[Weekday], interval: int, count: int, ends: str
    ) -> None:
        """The dates are those met by walking the calendar, weeks from Monday, every `interval` weeks."""
        monday = first - timedelta(first.weekday())
        walk = (first + timedelta(step) for step in range(2000))
        met = [day for day in walk if WEEKDAYS[day.weekday()] in names and (day - monday).days // 7 % interval == 0]
        days, end = tuple(sorted(names)), met[count - 1]
        plan = series("W1", weekdays=days, first_day=first, interval=interval, quantity=1,
                      until=end if ends == "until" else None, count=count if ends == "count" else None)  # fmt: skip
        assert [row.date for row in weekly_lessons(plan)] == met[:count]
        assert [row.record_id for row in weekly_lessons(plan)] == [f"W1-{day:%Y%m%d}" for day in met[:count]]

    def test_lessons_carry_the_plan(self) -> None:
        """A lesson has the plan's fields, and the plan's id with its date."""
        plan = series("W" * 55, unit="day", quantity=1, until="2021-03-13", excluded=("2021-03-06",), start="09:00",
                      end="10:00", room="R1", staff="T09", project="P9")  # fmt: skip
        assert weekly_lessons(plan) == (
            record("W" * 55 + "-20210313", unit="day", day="2021-03-13", start="09:00", end="10:00", room="R1",
                   staff="T09", project="P9"),)  # fmt: skip

    def test_an_excluded_date_must_be_a_lesson(self) -> None:
        """A Sunday excluded from Saturdays is an error, and so are an open end, two ends and more than 366 lessons."""
        wrong: list[dict[str, Any]] = [{"count": 3, "excluded": ("2021-03-07",)}, {}, {"count": 367},
                                       {"count": 3, "until": "2021-03-27"}, {"until": "2021-03-05"}]  # fmt: skip
        for fields in wrong:
            with pytest.raises(ValueError, match=r".+"):
                series(**fields)
        assert len(weekly_lessons(series(count=366))) == 366


class TestWorkload:
    """§2.2.4b  Training hours count as social-service workload too, whatever they are paid."""

    def test_hours_of_two_people(self) -> None:
        """E9: 1.5 hours and a day are 7.5 class hours, since a day is 6 and the coefficient is 1."""
        rows = [record("R1", quantity="1.5"), record("R2", unit="day", day="2021-03-07"), record("R3", staff="T00")]
        shown = [(person.staff_id, str(person.class_hours)) for person in social_service_hours(rows, policy=PILOT_2020)]
        assert shown == [("T00", "1"), ("T01", "7.5")]

    def test_records_before_the_policy_count_nothing(self) -> None:
        """E9, E10: 5 hours on 2020-12-17 add nothing to 2 hours on 2020-12-18."""
        rows = [record("R1", quantity=5, day="2020-12-17"), record("R2", quantity=2, day="2020-12-18")]
        (row,) = social_service_hours(rows, policy=PILOT_2020)
        assert str(row.class_hours) == "2"

    @given(claims(), st.sampled_from(["hourly", "capped", "day only"]))
    def test_claimed_hours_count_whatever_is_paid(self, rows: list[TrainingRecord], long_day: LongDay) -> None:
        """E9: capped and absorbed hours count in full, of the day records of one date one counts 6, zero counts 0."""
        count = dict.fromkeys({row.staff_id for row in rows}, Decimal(0))
        for row in rows:
            if row.unit == "class_hour":
                count[row.staff_id] += row.quantity
        for person, _ in {(row.staff_id, row.date) for row in rows if row.unit == "day" and row.quantity}:
            count[person] += 6
        given_hours = social_service_hours(rows, policy=POLICIES[long_day])
        assert {person.staff_id: person.class_hours for person in given_hours if person.class_hours} == {
            person: number for person, number in count.items() if number
        }
        assert [person.staff_id for person in given_hours] == sorted({person.staff_id for person in given_hours})

    def test_exam_duty_is_no_workload(self) -> None:
        """E9: the text counts training only, so a duty is refused here."""
        with pytest.raises(ValueError, match=r".+"):
            social_service_hours([duty()], policy=PILOT_2020)  # type: ignore[list-item]
