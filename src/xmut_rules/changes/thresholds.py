"""Where two policies first differ, from the numbers in them and without trying inputs: surpluses and days on duty."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Final

from xmut_rules.base.money import hundredths
from xmut_rules.policy.terms import ExamTerms, Policy, SurplusTerms
from xmut_rules.rules.exams import duty_day_pay

MOST_FEN: Final = 10**15
"""A surplus is below 10^13 yuan."""
MOST_SESSIONS: Final = 1000
"""A day has at most so many sessions."""
MOST_MIXED: Final = 8
"""Up to so many sessions decide where a day rate begins with the first session and the rates differ as well."""

_ROUNDINGS = ("down", "half_even", "half_up")


def first_surplus(a: SurplusTerms, b: SurplusTerms) -> int | None:
    """Return the smallest surplus, in fen below 10^15, on which two awards differ, or nothing where none does.

    An award is R(x), x the share of a surplus s; each rounding R is monotone, and down <= half_even <= half_up at an x.
    Let a be the one with the smaller share or, of equal shares, the lower rounding. Then award(b) >= award(a) for every
    s, except where a rounds to the nearest fen, b rounds down, and their shares of s are less than half a fen apart:
    floor(y) <= R(x) if y < x + 1/2, and floor(y) >= R(x) if y >= x + 1/2. So up to one surplus, and from it on, the gap
    keeps its sign, the sum of all gaps below s is monotone in s, and the first gap is where that sum first changes. The
    sum has a closed form (`_awards_below`), so bisection finds the place.
    """
    a, b = sorted((a, b), key=lambda terms: (Fraction(terms.college_share), _ROUNDINGS.index(terms.rounding)))
    apart, turn = Fraction(b.college_share) - Fraction(a.college_share), 0
    if apart and a.rounding != "down" and b.rounding == "down":
        turn = min(-int(-1 // (2 * apart)), MOST_FEN)
    for low, high in ((0, turn), (turn, MOST_FEN)):
        gap = _awards_below(b, low) - _awards_below(a, low)
        if _awards_below(b, high) - _awards_below(a, high) != gap:

            def has_left(surplus: int, gap: int = gap) -> bool:
                return _awards_below(b, surplus) - _awards_below(a, surplus) != gap

            return low + bisect_left(range(low + 1, high + 1), 1, key=has_left)
    return None


def _awards_below(terms: SurplusTerms, surplus: int) -> int:
    """Return the sum of the awards on all surpluses below one, in fen.

    With the share p/q in lowest terms, half_up(ps/q) is the floor of (2ps + q)/2q. half_even is one less on a tie whose
    lower neighbour is even. There is a tie exactly if q is even and s is q/2 + kq, with the lower neighbour
    (p - 1)/2 + kp; p is odd, so every second k has an even one.
    """
    top, whole = (int(part) for part in terms.college_share.split("/"))
    if terms.rounding == "down":
        return _sum_of_floors(surplus, whole, top, 0)
    total = _sum_of_floors(surplus, 2 * whole, 2 * top, whole)
    if terms.rounding == "half_even" and whole % 2 == 0:
        tie = whole // 2 + (whole if (top - 1) // 2 % 2 else 0)
        total -= max(surplus - tie + 2 * whole - 1, 0) // (2 * whole)
    return total


def _sum_of_floors(count: int, whole: int, step: int, first: int) -> int:
    """Return the sum of (step * i + first) // whole for i from 0 to count - 1, by Euclid's algorithm."""
    total = 0
    while True:
        total += (count - 1) * count // 2 * (step // whole) + count * (first // whole)
        count, first = divmod(step % whole * count + first % whole, whole)
        if not count:
            return total
        whole, step = step % whole, whole


def first_day(a: Policy, b: Policy) -> tuple[float, ...] | None:
    """Return the smallest day on duty that two policies pay differently, as minutes of its sessions, or nothing.

    The fewest sessions decide, then the shortest. A length matters only by whether it is long under each policy: one
    below both thresholds, one from the lower, one from the higher on stand for all. If a session alone is paid
    differently, that is the day. If every kind of session has the same rate under both, both pay a function of the
    number n of sessions and the sum A of their rates: A, or beyond a threshold the day rate, or the smaller or the
    larger of both. Between neighbouring ones of the day rates, two such functions of A are the same everywhere or
    nowhere (both are A or constant there), so for each n the sums next to each day rate and the outermost decide; once
    all sums exceed both day rates, so does every longer day. What is left, a day rate from the first session on under
    one policy and different rates, is decided up to `MOST_MIXED` sessions (`is_day_decided`).
    """
    both = a.exams, b.exams
    kinds = _kinds(*both)
    for count in range(1, MOST_SESSIONS + 1):
        differing = [day for day in _days(count, kinds, both) if _pay(day, a) != _pay(day, b)]
        if differing:
            return min(differing)
        if _has_one_rate_each(kinds) and _is_last(count, [rate for _, rate, _ in kinds], both):
            return None
    return None


def _is_last(count: int, rates: Sequence[int], both: Sequence[ExamTerms]) -> bool:
    """Whether longer days have no sum of rates that matters more: all are above, or it is as before."""
    day_rate = max(hundredths(terms.day_rate) for terms in both)
    is_above = count * min(rates) > day_rate
    is_as_before = min(rates) == 0 and (count * max(rates) > day_rate or max(rates) == 0)
    return count >= max(terms.day_rate_from for terms in both) and (is_above or is_as_before)


def is_day_decided(a: Policy, b: Policy) -> bool:
    """Whether `first_day` answers for every day, or only for those of up to `MOST_MIXED` sessions."""
    return _has_one_rate_each(_kinds(a.exams, b.exams)) or min(a.exams.day_rate_from, b.exams.day_rate_from) > 1


_Kind = tuple[float, int, int]
"""A session's length in minutes, and its rate in fen under each of two policies."""


def _kinds(a: ExamTerms, b: ExamTerms) -> list[_Kind]:
    """Return a session of each kind: below both thresholds, from the lower one and from the higher one on."""
    thresholds = sorted({a.long_from_minutes, b.long_from_minutes})
    kinds: list[_Kind] = []
    for length in (thresholds[0] - 1 or 0.5, *thresholds):
        rates = (terms.long_rate if length >= terms.long_from_minutes else terms.short_rate for terms in (a, b))
        rate, other = map(hundredths, rates)
        kinds.append((length, rate, other))
    return kinds


def _has_one_rate_each(kinds: Sequence[_Kind]) -> bool:
    return all(rate == other for _, rate, other in kinds)


def _days(count: int, kinds: Sequence[_Kind], both: Sequence[ExamTerms]) -> Iterator[tuple[float, ...]]:
    """Return the days of so many sessions that decide whether any differs (`first_day`)."""
    if not _has_one_rate_each(kinds):
        if count <= MOST_MIXED:
            yield from combinations_with_replacement([length for length, *_ in kinds], count)
        return
    low, high = (choose(kinds, key=lambda kind: kind[1]) for choose in (min, max))
    numbers = {0, count}
    if apart := high[1] - low[1]:
        near = {(hundredths(terms.day_rate) - count * low[1]) // apart for terms in both}
        numbers |= {number + step for number in near for step in (-1, 0, 1)}
    for number in numbers & {*range(count + 1)}:
        yield tuple(sorted([low[0]] * (count - number) + [high[0]] * number))


def _pay(day: Sequence[float], policy: Policy) -> Decimal:
    return duty_day_pay([timedelta(minutes=length) for length in day], policy=policy)
