"""Contracts of the whole-number arithmetic, for CrossHair: it looks for numbers for which an assertion fails.

    crosshair check --analysis_kind=asserts tests/mutation/kernel.py

What is asserted are the definitions (readings A3, A9, B8, C11, C12), not the code's own steps. The first `assert` of a
function says for which numbers it holds. Any whole number is meant, however large: CrossHair calculates with unknowns.
"""

from __future__ import annotations

from xmut_rules.base.money import rounded, share_of, split


def half_up_is_nearest_and_ties_go_up(numerator: int, denominator: int) -> None:
    """Half up: the result is within half of the exact quotient, and a tie is above it."""
    assert numerator >= 0 and denominator > 0
    twice = 2 * denominator * rounded(numerator, denominator, "half_up")
    assert 2 * numerator - denominator < twice <= 2 * numerator + denominator


def half_even_is_nearest_and_ties_are_even(numerator: int, denominator: int) -> None:
    """Half even: the result is within half of the exact quotient, and a tie is an even number."""
    assert numerator >= 0 and denominator > 0
    result = rounded(numerator, denominator, "half_even")
    off = 2 * numerator - 2 * denominator * result
    assert -denominator <= off <= denominator
    assert abs(off) != denominator or result % 2 == 0


def down_is_the_whole_part(numerator: int, denominator: int) -> None:
    """Down: the result is the largest whole number not above the exact quotient."""
    assert numerator >= 0 and denominator > 0
    result = rounded(numerator, denominator, "down")
    assert denominator * result <= numerator < denominator * (result + 1)


def part_hours_are_paid_in_proportion(hundredths: int) -> None:
    """A3: hundredths of a class hour at 120.00 yuan are whole fen without any rounding."""
    assert 0 <= hundredths <= 2400
    assert rounded(12000 * hundredths, 100, "half_up") == 120 * hundredths


def thirty_percent_of_a_surplus(fen: int) -> None:
    """C12: 3/10 of whole fen is within half a fen of it, a tie upward, and never more than the surplus."""
    assert fen >= 0
    award = share_of(fen, "3/10", "half_up")
    assert 6 * fen - 10 < 20 * award <= 6 * fen + 10
    assert award <= fen


def equal_colleges_differ_by_a_fen_at_most(total: int) -> None:
    """C11: of two equal parts the smaller id has what is odd."""
    assert total >= 0
    parts = split(total, {"C2": 1, "C10": 1})
    assert list(parts) == ["C10", "C2"]
    assert parts["C10"] + parts["C2"] == total
    assert parts["C10"] - parts["C2"] == total % 2


def a_day_is_split_by_standard_pay(total: int) -> None:
    """B8: by 150 and 200 yuan each part is within a fen of its exact one, the nearer to the next fen rounded up."""
    assert total >= 0
    parts = split(total, {"P2": 20000, "P1": 15000})
    assert parts["P1"] + parts["P2"] == total
    assert 7 * parts["P1"] - 3 * total in (-3, -2, -1, 0, 1, 2, 3)


def three_weights_are_fair(total: int) -> None:
    """A9: by 1, 2 and 4 hundredths of an hour no part is a whole fen off, and the parts sum to the whole."""
    assert total >= 0
    parts = split(total, {"R3": 4, "R1": 1, "R2": 2})
    assert parts["R1"] + parts["R2"] + parts["R3"] == total
    assert -7 < 7 * parts["R1"] - total < 7
    assert -7 < 7 * parts["R2"] - 2 * total < 7
    assert -7 < 7 * parts["R3"] - 4 * total < 7
