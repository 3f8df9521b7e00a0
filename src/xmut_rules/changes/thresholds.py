"""Where two policies first differ, from the numbers in them: surpluses, training on a date, days on duty."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, compress
from typing import Final, NamedTuple

from xmut_rules.base.money import hundredths, rounded, split
from xmut_rules.policy.terms import ExamTerms, Policy, SurplusTerms, TrainingTerms
from xmut_rules.rules.exams import MOST_SESSIONS, day_amount
from xmut_rules.rules.records import Unit

MOST_FEN: Final = 10**15
"""A surplus is below 10^13 yuan."""
_MOST_HOURS: Final = 2400
"""A record has at most 24 class hours, in hundredths."""

Minutes = int | Fraction
"""The length of a session, exactly: half a minute stands for one of less than a minute."""

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


Taught = tuple[Unit, int]
"""A training record: its unit, and its quantity in hundredths."""


def first_training(a: TrainingTerms, b: TrainingTerms) -> tuple[Taught, ...] | None:
    """Return the smallest training of a person on a date of which a record is paid differently, or nothing.

    The fewest records decide, then the coarsest quantities (whole before tenths before hundredths), then the smallest
    sum of quantities, where 1 day counts as 1 class hour and comes after it, then the smallest quantities. A record of
    0 is paid 0 and changes nothing; of several day records one is paid; so let a date have hours h, h', ... and at most
    one day.

    Let T(h) be the hours' tariff (rate x h, rounded), c the class hours of a day, and let both pay every single record
    alike: the day, and every h, which is all 2,400 tried. With a day beside them hours are paid T(h), or nothing under
    a policy that absorbs them; T(h) is what h pays alone. So only one that absorbs and one that does not can differ;
    they do on 1 class hour and a day, unless the rate is 0 and nothing is ever paid by the hour. Without a day:

    1. Both pay by the hour: T(h) for each, as alone.
    2. One pays T(h), the other caps: records of 24 hours and 1 hour are paid T(24) and the rate, or T(c) in all, and
       T(c) is what 24 hours alone are paid, T(24). So they differ, unless the rate is 0, and all pays 0.
    3. Both cap, at c <= d. What a cap pays in all is K = T(24 hours alone) for both. Above d both split K in the same
       way. Up to c each record is paid as alone. So let the sum s be above c and at most d: one splits K, the other
       pays each record T(h), T being its tariff, for all its h are at most d. Let two and three records with that
       sum be paid alike. Then T(h) + T(s - h) = K and T(h) + T(h') + T(s - h - h') = K, so T(h + h') = T(h) + T(h'):
       T(h) = h T(0.01), and K = T(s) = s T(0.01). But the single record c pays K as well: K = T(c) = c T(0.01), with
       c < s. So T(0.01) = 0 and K = 0: nothing is ever paid.

    So one, two or three records decide, with ids in order of their hours. A cap splits by the ids as well, but of two
    records that shows nothing new: if their halves of a fen tie, one exceeds what T pays and the other does not.
    """
    both = _training(a), _training(b)
    quantities = sorted(range(1, _MOST_HOURS + 1), key=lambda count: (_fineness(count), count))
    for count in quantities:
        if both[0].paid((count,)) != both[1].paid((count,)):
            return (("class_hour", count),)
        if count == 100 and a.day_rate != b.day_rate:
            return (("day", count),)
    if both[0].paid((_MOST_HOURS,)) == [0]:
        return None
    if both[0].absorbs != both[1].absorbs:
        return ("class_hour", 100), ("day", 100)
    caps = sorted(pay.cap for pay in both)
    for rows in (2, 3):
        for hours in _summing(rows, caps[0] + 1, min(caps[1], _MOST_HOURS + 100)):
            if both[0].paid(hours) != both[1].paid(hours):
                return tuple(("class_hour", count) for count in hours)
    return None


class _Training(NamedTuple):
    """What decides pay by the hour: the tariff of each quantity in fen, the cap, and whether a day absorbs hours."""

    tariff: tuple[int, ...]
    cap: int
    absorbs: bool

    def paid(self, hours: Sequence[int]) -> list[int]:
        """Return what records by the hour of one date are paid, in fen."""
        if sum(hours) <= self.cap:
            return [self.tariff[count] for count in hours]
        return [*split(self.tariff[self.cap], {f"{place}": count for place, count in enumerate(hours)}).values()]


_NO_CAP = 10**6


def _training(terms: TrainingTerms) -> _Training:
    rate, is_capped = hundredths(terms.hour_rate), terms.long_day == "capped"
    return _Training(
        tariff=tuple(rounded(rate * count, 100, "half_up") for count in range(_MOST_HOURS + 1)),
        cap=hundredths(terms.hours_per_day) if is_capped else _NO_CAP,
        absorbs=is_capped or terms.day_and_hours == "day_only",
    )


def _fineness(count: int) -> int:
    """Return how many decimals a number of hundredths has."""
    return 2 if count % 10 else 1 if count % 100 else 0


def _summing(rows: int, least: int, most: int) -> Iterator[tuple[int, ...]]:
    """Return so many quantities with sums in a range, in order of fineness, sum and size (`first_training`)."""
    for step in (100, 10, 1):
        for total in range(-(-least // step) * step, most + 1, step):
            for first in range(step, total // rows + 1, step):
                seconds = [total - first] if rows == 2 else range(first, (total - first) // 2 + 1, step)
                for second in seconds:
                    yield (first, second) if rows == 2 else (first, second, total - first - second)


def first_day(a: Policy, b: Policy) -> tuple[Minutes, ...] | None:
    """Return the smallest day on duty that two policies pay differently, as minutes of its sessions, or nothing.

    The fewest sessions decide, then the shortest first session, the shortest second one and so on. A length matters
    only by whether it is long under each policy: one below both thresholds, one from the lower, one from the higher on
    stand for all. Of a day's numbers of these three kinds, those of two kinds decide: if all days of fewer sessions
    and all of n sessions of at most two kinds are paid alike, so are all of n sessions.

    Let e be what a session alone pays, the same under both. A policy has two rates. So e has at most two values: if
    the thresholds differ, the middle kind is paid like the short one under one policy and like the long one under the
    other, and e is the same for all. Let A be the sum of e over a day. Most policies pay a function of n and A: A, the
    day rate, or the smaller or the larger of both. That holds if the day rate begins later than with the first
    session, for e is the rate then; with a ceiling from the first session on, for rates above it can be lowered to it;
    with a flat rate from the first on. As e has at most two values, each A of n sessions is that of a day of two kinds.

    What is left is a floor D from the first session on that is above one of its rates. For n = 1 there is one kind; let
    n >= 2, and let the other policy pay by q. It is max(sum of the rates, D), on the days of n sessions convex in the
    numbers of each kind.
    1. q pays the sum A, or at least A: two sessions of the kind below D pay less than 2D by the floor, A is 2D.
    2. q is constant: a monotone function of a sum is constant if it is so on the days of one kind.
    3. q is a ceiling, concave. A convex and a concave function that agree on three points of a line are both straight
       there; so on the days of every two kinds, where a line of n + 1 >= 3 days connects those of one kind. Then none
       of these lines has sums of rates on either side of D; so on all days of n sessions they are above or below it,
       the floor is straight, the ceiling likewise, and they agree on the corners, hence everywhere.
    4. q is a floor D' from the first session on. If D < D', then e >= D' for every kind, and the first has no rate
       below its D. If D > D', q likewise has none below D' and pays A. If D = D', let a day differ: a sum of rates is
       above D, say q's, and the sums differ. Take the kind with q's highest rate. If its rates differ, a day of that
       kind alone differs. If not, another kind of the day has different rates; turn all others into the kind with the
       highest rate: q's sum stays above D, and the sums differ as before.

    Along a line of days of two kinds each pays a straight or constant function with at most one bend, so the ends and
    the days next to the bends decide.
    """
    return day_of(numbers, kinds_of(a, b)) if (numbers := numbers_of_first_day(a, b)) else None


def numbers_of_first_day(a: Policy, b: Policy) -> Numbers | None:
    """Return how many sessions of each kind the smallest day has that is paid differently (`first_day`)."""
    both, kinds = (a.exams, b.exams), kinds_of(a, b)
    payers = [payer(terms, kinds) for terms in both]

    def differs(numbers: Numbers) -> bool:
        """Whether a day of these sessions is paid differently."""
        return payers[0](numbers) != payers[1](numbers)

    for count in range(1, MOST_SESSIONS + 1):
        lines = [_line(0, count, pair, both, kinds) for pair in combinations(range(len(kinds)), 2)]
        if any(map(differs, chain.from_iterable(lines))):
            heads = range(count, -1, -1) if len(kinds) > 2 else [0]
            last = len(kinds) - 2, len(kinds) - 1
            days = chain.from_iterable(_line(head, count - head, last, both, kinds) for head in heads)
            return next(filter(differs, days))  # the most of the shortest kind, then of the next
    return None


def _line(
    head: int, count: int, pair: tuple[int, int], both: Sequence[ExamTerms], kinds: Sequence[SessionKind]
) -> Iterator[Numbers]:
    """Return the days that decide of those with `head` sessions of the first kind and so many of two other kinds.

    The day with the most sessions of the first kind of the pair comes first.
    """
    bends: list[tuple[int, int, int]] = []
    for policy, terms in enumerate(both):
        rates = [kind.rates[policy] for kind in kinds]
        low, high = (rates[kind] for kind in pair)
        bends.append((head * rates[0] + count * low, high - low, hundredths(terms.day_rate)))
    for number in places(count, bends):
        numbers = [0] * len(kinds)
        numbers[0] = head
        numbers[pair[0]] += count - number
        numbers[pair[1]] += number
        yield tuple(numbers)


def places(most: int, bends: Iterable[tuple[int, int, int]]) -> list[int]:
    """Return the places from 0 to `most` that decide on functions which are straight but for some bends.

    A bend is where a sum, that begins at 0 with an amount and grows by another, reaches a third. Two places on either
    side of it and at the ends are enough to find the first and the last place where two functions differ: between
    bends they differ everywhere, or but for one place, or nowhere.
    """
    near = {0, most, *((reached - start) // step for start, step, reached in bends if step)}
    return sorted({place + more for place in near for more in (-1, 0, 1, 2) if 0 <= place + more <= most})


Numbers = tuple[int, ...]
"""How many sessions of each kind a day has, the shortest kind first."""


class SessionKind(NamedTuple):
    """Sessions that count alike under each of two policies: the least length in minutes, and the rates in fen.

    Below both thresholds a session has any length; its `minutes` are one of these.
    """

    minutes: Minutes
    rates: tuple[int, ...]


def kinds_of(a: Policy, b: Policy) -> tuple[SessionKind, ...]:
    """Return the kinds of sessions: below both thresholds, from the lower one and from the higher one on."""
    thresholds = sorted({a.exams.long_from_minutes, b.exams.long_from_minutes})
    lengths = (thresholds[0] - 1 or Fraction(1, 2), *thresholds)
    return tuple(SessionKind(length, (_rate(length, a.exams), _rate(length, b.exams))) for length in lengths)


def _rate(length: Minutes, terms: ExamTerms) -> int:
    return hundredths(terms.long_rate if length >= terms.long_from_minutes else terms.short_rate)


def payer(terms: ExamTerms, kinds: Sequence[SessionKind]) -> Callable[[Numbers], int]:
    """Return what a policy pays for a day, in fen, by the numbers of its sessions of each kind."""
    is_long = [kind.minutes >= terms.long_from_minutes for kind in kinds]
    return lambda numbers: hundredths(day_amount(sum(numbers), sum(compress(numbers, is_long)), terms))


def day_of(numbers: Numbers, kinds: Sequence[SessionKind]) -> tuple[Minutes, ...]:
    """Return the minutes of each session of a day."""
    return tuple(kind.minutes for kind, number in zip(kinds, numbers, strict=True) for _ in range(number))
