"""Where two policies first differ, from the numbers in them and without trying inputs: surpluses and days on duty."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import compress, product
from typing import Final

from xmut_rules.base.money import hundredths
from xmut_rules.policy.terms import ExamTerms, Policy, SurplusTerms
from xmut_rules.rules.exams import day_amount

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
    Let a be the one with the smaller share or, of equal shares, the lower rounding, x its share of s and y that of b.
    Then award(b) >= award(a) for every s with one exception below. Only half_up against half_even needs a word: they
    differ on a tie x = n + 1/2 alone, and there y > x gives half_even(y) >= n + 1. The exception: a rounds to the
    nearest fen, b rounds down and y < x + 1/2; then floor(y) <= R(x), while y >= x + 1/2 gives floor(y) >= R(x). So up
    to one surplus, and from it on, the gap keeps its sign, the sum of all gaps below s is monotone in s, and the first
    gap is where that sum first changes. The sum has a closed form (`_awards_below`), so bisection finds the place.
    Two shares that are not equal are more than 10^-14 apart, and two roundings of one share p/q differ below 2q or
    nowhere: where nothing is found below 10^15, the awards are the same on every surplus.
    """
    a, b = sorted((a, b), key=lambda terms: (Fraction(terms.college_share), _ROUNDINGS.index(terms.rounding)))
    apart, turn = Fraction(b.college_share) - Fraction(a.college_share), 0
    if a.rounding != "down" and b.rounding == "down":
        turn = -int(-1 // (2 * apart))  # at most 5 * 10^13
    for low, high in ((0, turn), (turn, MOST_FEN)):
        gap = _awards_below(b, low) - _awards_below(a, low)
        if _awards_below(b, high) - _awards_below(a, high) != gap:

            def has_left(surplus: int, gap: int = gap) -> bool:
                """Whether the sum of the gaps below a surplus is no longer what it was."""
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
    """Return the sum of (step * i + first) // whole for i from 0 to count - 1, by Euclid's algorithm.

    What step and first have of whole in full is summed at once. With the remainders the sum counts the points with
    whole numbers below a line; counted along the other axis they are a sum of the same form, with step and whole in
    each other's place, and so on until no point is left.
    """
    total = 0
    while True:
        total += (count - 1) * count // 2 * (step // whole) + count * (first // whole)
        count, first = divmod(step % whole * count + first % whole, whole)
        if not count:
            return total
        whole, step = step % whole, whole


def first_day(a: Policy, b: Policy) -> tuple[float, ...] | None:
    """Return the smallest day on duty that two policies pay differently, as minutes of its sessions, or nothing.

    The fewest sessions decide, then the shortest first session, the shortest second one and so on. A length matters
    only by whether it is long under each policy: one below both thresholds, one from the lower, one from the higher on
    stand for all. If a session alone is paid differently, that is the day. If every kind of session has the same rate
    under both, both pay a function of the number of sessions and the sum A of their rates: A, or from a threshold on
    the day rate, or the smaller or the larger of both. Each is A or constant between neighbours of the two day rates,
    and a constant is one of these, so two of them agree everywhere between or nowhere; hence for each number the sums
    next to each day rate and the outermost decide. What is left, a day rate from the first session on under one policy
    and different rates, is decided up to `MOST_MIXED` sessions (`is_day_decided`).
    """
    both = a.exams, b.exams
    kinds = _kinds(*both)
    for count in range(1, MOST_SESSIONS + 1):
        differing = [day for day in _days(count, kinds, both) if _differs(day, kinds, both)]
        if differing:
            numbers = max(differing)  # the most of the shortest
            return tuple(kind[0] for kind, number in zip(kinds, numbers, strict=True) for _ in range(number))
    return None


def is_day_decided(a: Policy, b: Policy) -> bool:
    """Whether `first_day` answers for every day, or only for those of up to `MOST_MIXED` sessions."""
    return _has_one_rate_each(_kinds(a.exams, b.exams)) or min(a.exams.day_rate_from, b.exams.day_rate_from) > 1


_Kind = tuple[float, int, int]
"""A session's length in minutes, and its rate in fen under each of two policies."""
_Numbers = tuple[int, ...]
"""How many sessions of each kind a day has, the shortest kind first."""


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


def _days(count: int, kinds: Sequence[_Kind], both: Sequence[ExamTerms]) -> Iterator[_Numbers]:
    """Return the days of so many sessions that decide whether any differs (`first_day`), as numbers of each kind."""
    if not _has_one_rate_each(kinds):
        if count <= MOST_MIXED:
            every = product(range(count + 1), repeat=len(kinds))
            yield from (numbers for numbers in every if sum(numbers) == count)
        return
    rates = [rate for _, rate, _ in kinds]
    low, high = rates.index(min(rates)), rates.index(max(rates))
    many = {0, count}
    if apart := rates[high] - rates[low]:
        near = {(hundredths(terms.day_rate) - count * rates[low]) // apart for terms in both}
        many |= {number + step for number in near for step in (-1, 0, 1) if 0 <= number + step <= count}
    for number in many:
        numbers = [0] * len(kinds)
        numbers[low] += count - number
        numbers[high] += number
        yield tuple(numbers)


def _differs(numbers: _Numbers, kinds: Sequence[_Kind], both: Sequence[ExamTerms]) -> bool:
    """Whether two policies pay a day of so many sessions of each kind differently."""
    amounts: set[Decimal] = set()
    for terms in both:
        is_long = [length >= terms.long_from_minutes for length, *_ in kinds]
        amounts.add(day_amount(sum(numbers), sum(compress(numbers, is_long)), terms))
    return len(amounts) > 1
