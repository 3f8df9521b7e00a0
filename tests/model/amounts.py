"""Exact numbers: money in fen, everything else in fractions; the roundings and the split that the readings name."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

Row = Mapping[str, Any]
"""A row of a table, or a whole document, as JSON has it."""


class Refused(ValueError):  # noqa: N818  a refusal is the policy's word
    """The input is one that the policy's readings refuse; `place` says where."""

    def __init__(self, place: str) -> None:
        """Remember the place."""
        super().__init__(place)
        self.place = place


@lru_cache(10_000)
def exact(number: str | int) -> Fraction:
    """A number as JSON has it: text, or a whole one."""
    return Fraction(number)


@lru_cache(10_000)
def fen(amount: str | int) -> int:
    """Yuan as text, or whole yuan, in fen."""
    return int(exact(amount) * 100)


def yuan(amount: int) -> str:
    """Fen as text with two decimals; there is no -0."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def shortest(number: Fraction) -> str:
    """Hours or credits in their shortest form: 6, 1.5, 2.25. Products of two such numbers have four decimals."""
    units = int(number * 10000)
    text = f"{units // 10000}.{units % 10000:04d}"
    return text.rstrip("0").rstrip(".")


def rounded(number: Fraction, how: str) -> int:
    """C12: a number that is not negative as a whole one; `half_up` is also A3's."""
    whole = number.numerator // number.denominator
    rest = number - whole
    if how == "down" or rest < Fraction(1, 2):
        return whole
    if how == "half_even" and rest == Fraction(1, 2):
        return whole + whole % 2
    return whole + 1


def split(total: int, weights: Mapping[str, Fraction | int]) -> dict[str, int]:
    """A9, B8, C11: whole parts of a whole by largest remainder, a tie to the smaller id (by code point)."""
    whole = sum(weights.values())
    exact = {key: Fraction(total) * weight / whole for key, weight in weights.items()}
    parts = {key: rounded(value, "down") for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (parts[key] - exact[key], key))
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts
