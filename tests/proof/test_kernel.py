"""The arithmetic of money, pay and credits holds for all numbers: proved by z3 on the functions that run."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.proof.executor import Number, counterexample, term_of, z3
from xmut_rules.base import money
from xmut_rules.rules import credits, exams, settlement, training

ROUNDINGS = ("half_up", "half_even", "down")
FEN = 10**15
And, Or, Implies = z3.And, z3.Or, z3.Implies
day_amount, standard, tariff = exams.day_amount, exams._standard, training._tariff
award, paid, under_cap = settlement._award, training._paid, credits._under_cap


def as_it_is(rate: Any) -> Any:
    """Return a rate that is in fen already."""
    return rate


@pytest.fixture(autouse=True)
def rates_in_fen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A symbolic rate is in fen already."""
    for module in (exams, training, credits):
        monkeypatch.setattr(module, "hundredths", as_it_is)
    monkeypatch.setattr(exams, "yuan", as_it_is)


def numbers(names: str) -> list[Any]:
    """Numbers that stand for all numbers."""
    return [Number(z3.Int(name)) for name in names.split()]


def between(low: int, number: Any, high: int) -> Any:
    """A number lies in a range."""
    return And(low <= number.term, number.term <= high)


def within_half(error: Any, whole: int, rounding: str, result: Any) -> Any:
    """An error, in parts of `whole`, is one of its rounding; ties go up, or to the even result."""
    if rounding == "down":
        return And(-whole < error, error <= 0)
    tie = result % 2 == 0 if rounding == "half_even" else error > 0
    return And(-whole <= 2 * error, 2 * error <= whole, Implies(Or(2 * error == whole, 2 * error == -whole), tie))


@pytest.mark.parametrize("rounding", ROUNDINGS)
@pytest.mark.parametrize("whole", [1, 2, 3, 10, 100, 9_999_999, 10_000_000])
def test_every_quotient_is_rounded_right(rounding: Any, whole: int) -> None:
    """C12: for all numerators."""
    (top,) = numbers("top")

    def right(got: Any) -> Any:
        return within_half(term_of(got) * whole - top.term, whole, rounding, term_of(got))

    assert counterexample(lambda: money.rounded(top, whole, rounding), right, between(0, top, FEN * 10**7)) is None


@pytest.mark.parametrize("rounding", ROUNDINGS)
@pytest.mark.parametrize("share", ["0/1", "3/10", "1/3", "300001/1000000", "9999999/10000000", "1/1"])
def test_an_award_lies_between_nothing_and_the_surplus(rounding: Any, share: str) -> None:
    """§3.5.3b, C3: for every surplus below 10^13 yuan either way; it is the exact share, rounded once."""
    (surplus,) = numbers("surplus")
    top, whole = (int(part) for part in share.split("/"))
    above = z3.If(surplus.term > 0, surplus.term, 0)

    def right(got: Any) -> Any:
        near = within_half(term_of(got) * whole - above * top, whole, rounding, term_of(got))
        return And(term_of(got) >= 0, term_of(got) <= above, near)

    terms: Any = SimpleNamespace(college_share=share, rounding=rounding)
    assert counterexample(lambda: award(surplus, terms), right, between(-FEN, surplus, FEN)) is None


def exam_terms(reading: str, day_rate_from: Any) -> Any:
    """Terms with symbolic rates."""
    rates = dict(zip(("short_rate", "long_rate", "day_rate"), numbers("short long day"), strict=True))
    return SimpleNamespace(**rates, day_rate_from=day_rate_from, day_rate_reading=reading)


SHORT, LONG, DAY = (z3.Int(name) for name in ("short", "long", "day"))
RATES = And(SHORT >= 0, LONG >= 0, DAY >= 0)


def test_a_day_pays_its_sessions_or_the_day_rate() -> None:
    """§3.5.2.2a-b, B4: for all rates, numbers and thresholds; ceiling <= flat <= floor from the threshold on."""
    count, longs, first = numbers("count longs first")
    terms = [exam_terms(reading, first) for reading in ("ceiling", "flat", "floor")]
    total = (count.term - longs.term) * SHORT + longs.term * LONG

    def right(pays: Any) -> Any:
        ceiling, flat, floor = map(term_of, pays)
        fewer = And(ceiling == total, flat == total, floor == total)
        bounds = And(ceiling <= flat, flat == DAY, flat <= floor, ceiling <= total, total <= floor)
        one_of_two = And(Or(ceiling == total, ceiling == DAY), Or(floor == total, floor == DAY))
        return z3.If(count.term < first.term, fewer, And(bounds, one_of_two))

    assumed = between(0, longs, 1000), longs.term <= count.term, between(0, count, 1000), between(1, first, 100), RATES
    assert counterexample(lambda: [day_amount(count, longs, each) for each in terms], right, *assumed) is None


@pytest.mark.parametrize("first", [1, 2, 3, 6])
def test_flat_is_the_ceiling_exactly_where_the_lower_rate_reaches_the_day_rate(first: int) -> None:
    """B4: `first` sessions at the lower rate decide it, for all rates and every longer day."""
    count, longs = numbers("count longs")
    flat, ceiling = exam_terms("flat", first), exam_terms("ceiling", first)
    reached = And(first * SHORT >= DAY, first * LONG >= DAY)
    days = between(first, count, 1000), between(0, longs, 1000), longs.term <= count.term, RATES
    gap = lambda: day_amount(count, longs, flat) - day_amount(count, longs, ceiling)
    assert counterexample(gap, lambda fen: term_of(fen) == 0, *days, reached) is None
    lowest = count.term == first, longs.term == z3.If(LONG < SHORT, first, 0)
    assert counterexample(gap, lambda fen: term_of(fen) > 0, *days, *lowest, z3.Not(reached)) is None


@pytest.mark.parametrize("unit", ["day", "class_hour"])
def test_a_record_pays_its_rate_by_the_hundredth(unit: Any) -> None:
    """§3.5.2.1, A3: for all rates and quantities; half a fen goes up."""
    hour, day, count = numbers("hour day count")
    exact = (day if unit == "day" else hour).term * count.term

    def right(fen: Any) -> Any:
        return within_half(100 * term_of(fen) - exact, 100, "half_up", term_of(fen))

    terms: Any = SimpleNamespace(hour_rate=hour, day_rate=day)
    assumed = hour.term >= 0, day.term >= 0, between(0, count, 2400)
    assert counterexample(lambda: tariff(unit, count, terms), right, *assumed) is None


@pytest.mark.parametrize(
    ("long_day", "day_and_hours", "units", "hour_rate"),
    [("hourly", "both", "hh", 120), ("hourly", "both", "hddh", 120), ("hourly", "day_only", "dh", 0),
     ("capped", "both", "hd", 0)],
)  # fmt: skip
def test_a_date_pays_one_day_and_its_hours_as_read(
    long_day: str, day_and_hours: str, units: str, hour_rate: int
) -> None:
    """A1, A5, A6: for all class hours."""
    hours = [Number(z3.Int(f"hours{place}")) for place, _ in enumerate(units)]
    group: Any = [
        SimpleNamespace(record_id=f"R{place}", unit="class_hour", quantity=hours[place])
        if unit == "h"
        else SimpleNamespace(record_id=f"R{place}", unit="day", quantity=100)
        for place, unit in enumerate(units)
    ]
    terms: Any = SimpleNamespace(
        hour_rate=12000, day_rate=72000, hours_per_day=600, long_day=long_day, day_and_hours=day_and_hours
    )

    def right(pays: Any) -> Any:
        day = sum(fen for row, fen, _ in pays if row.unit == "day") == (72000 if "d" in units else 0)
        return And(day, *(term_of(fen) == hour_rate * row.quantity.term for row, fen, _ in pays if row.unit != "day"))

    assert (
        counterexample(lambda: list(paid(group, terms)), right, *(between(0, count, 2400) for count in hours)) is None
    )


@pytest.mark.parametrize(
    "weights", [(15000, 20000), (20000, 15000), (1, 1), (0, 7), (1, 2), (15000, 45000), (3, 9_999_998)]
)
def test_a_split_sums_and_stays_within_a_fen(weights: tuple[int, int]) -> None:
    """B8: for every amount; a tie goes to the smaller id."""
    (total,) = numbers("total")
    whole = sum(weights)

    def right(parts: Any) -> Any:
        first, second = (
            term_of(parts[key]) * whole - total.term * own for key, own in zip(("P1", "P2"), weights, strict=True)
        )
        near = And(
            -whole < first, first < whole, -whole < second, second < whole, 2 * first <= whole, 2 * second <= whole
        )
        return And(
            term_of(parts["P1"]) + term_of(parts["P2"]) == total.term,
            near,
            Implies(first == -second, 2 * first != -whole),
        )

    run = lambda: money.split(total, {"P2": weights[1], "P1": weights[0]})
    assert counterexample(run, right, between(0, total, FEN)) is None


def test_a_cap_is_kept_and_cuts_only_where_it_is_reached() -> None:
    """D11: for all caps, worths and earlier credits, with one certificate recognized before and two new ones."""
    worth, cap, earlier = numbers("worth cap earlier")
    own = {
        "student_id": "U1",
        "kind": "driving_licence",
        "category": "general_elective",
        "name": "驾驶证",
        "level": "C1",
        "number": "1",
    }
    names = "K1", "K2", "K3"
    rows: Any = [
        SimpleNamespace(**own, certificate_id=name, issued_on=name, recognized_on=None, credits_given=None)
        for name in names
    ]
    rows[0].recognized_on, rows[0].credits_given = "K1", earlier
    verdicts: Any = {name: SimpleNamespace(outcome="granted" if name != "K1" else "recognized") for name in names}
    terms: Any = SimpleNamespace(per_certificate=worth, by_level=(), levels="each", category_cap=cap)

    def right(shares: Any) -> Any:
        given, cut = ([term_of(getattr(shares[name], field)) for name in names[1:]] for field in ("given", "cut"))
        kept = Or(earlier.term + sum(given) <= cap.term, sum(given) == 0)
        parts = [And(part >= 0, off >= 0, part + off == worth.term) for part, off in zip(given, cut, strict=True)]
        return And(kept, Implies(sum(cut) > 0, earlier.term + sum(given) >= cap.term), given[0] >= given[1], *parts)

    assumed = [between(0, number, 9999) for number in (worth, cap, earlier)]
    assert counterexample(lambda: under_cap(rows, verdicts, terms), right, *assumed) is None


def test_a_seeded_fault_is_found() -> None:
    """The prover is no rubber stamp: a split that gives every rest to the first id is refuted with an amount."""
    (total,) = numbers("total")
    run = lambda: total - 2 * (total // 3)
    assert counterexample(run, lambda got: 3 * term_of(got) - total.term < 3, between(0, total, FEN)) is not None
