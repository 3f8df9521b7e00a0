"""Where two policies that pay the same days alike first divide a day differently over its projects (B6, B8, B10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Final, NamedTuple

from xmut_rules.base.money import hundredths, split
from xmut_rules.changes.thresholds import (
    Minutes,
    Numbers,
    SessionKind,
    day_of,
    kinds_of,
    numbers_of_first_day,
    payer,
    places,
)
from xmut_rules.policy.terms import ExamTerms, Policy
from xmut_rules.rules.exams import MOST_SESSIONS

MOST_TRIED: Final = 12
"""Days of up to so many sessions are tried where the weights of a split are hidden rates (`first_shares`)."""

Held = tuple[tuple[str, Minutes], ...]
"""The sessions of a day: the project and the minutes of each."""


class _Duty(NamedTuple):
    """What decides the shares of a day under one policy, by the numbers of its sessions of each kind."""

    terms: ExamTerms
    rates: tuple[int, ...]
    pay: Callable[[Numbers], int]

    @property
    def is_apart(self) -> bool:
        """B6: whether each project's sessions are paid by themselves."""
        return self.terms.day_scope == "person_and_project"

    @property
    def day_rate(self) -> int:
        """§3.5.2.2b: what a day pays, in fen."""
        return hundredths(self.terms.day_rate)

    def is_by_day(self, numbers: Numbers) -> bool:
        """§3.5.2.2b: whether the day rate is what is paid, which is what is split (B8)."""
        return sum(numbers) >= self.terms.day_rate_from and self.pay(numbers) == self.day_rate

    def weights(self, numbers: Numbers) -> tuple[int, ...]:
        """Return what a session of each kind weighs when a day's pay is split.

        Where the sessions are paid by themselves their rates are the weights, too: they sum to what is split.
        """
        has_pay = any(number * rate for number, rate in zip(numbers, self.rates, strict=True))
        if self.is_by_day(numbers) and (self.terms.split == "sessions" or not has_pay):
            return (1,) * len(numbers)
        return self.rates


def first_shares(a: Policy, b: Policy) -> Held | None:
    """Return the smallest day of which a project is paid differently, though both pay every smaller day alike.

    The fewest sessions decide, then the most of the shortest kind. Let n be fewer than the sessions of `first_day`: all
    days of up to n sessions are paid alike. Let e be what a session alone pays, A the sum of e over a day, F its pay.
    Sessions that overlap are looked at last.

    **Each policy pays each project's day by itself:** the shares are pays of days, and alike.

    **One does, the other splits:** the former pays F of each project's sessions. On the first n where F is not A for
    some day, two projects get sums of A and the whole of it would be F: they differ. Where F is A, on all smaller days
    and some of n sessions, the former pays each session e. So do rates; a split by number is looked at below, against
    weights e. (From n = 2 on F is not A where the day rate begins with the first session and hides a rate: a flat day
    rate or a ceiling pays two sessions less than twice what it pays one, and a floor two of which one is below it.)

    **Both split:** F is the same, so two splits differ by their weights alone. A split by standard pay weighs by the
    rates. A split by number weighs by 1 where the day rate is paid, elsewhere sessions have their own rates. If the
    rates are e, weights of 1 stand against weights e or nothing differs. Let a day have weights of 1 under one policy
    only, and sessions of two values of e: one value l, or more.
    - If n does not divide F: give each session a project, a session of the lower value the smallest id, one of the
      higher the largest. By number some projects get a fen more, the first does and the last does not; by e the larger
      weight never gets less. They differ.
    - If n divides F, each project gets its number times F/n by number, exactly. By e let the sessions of the higher
      value be due E more than that together. In any projects what one is due differs by at most E. If 2E < 1, the
      largest remainders are those of the projects due less, each of which gets its part in full: alike. If 2E >= 1,
      they differ with the sessions of the higher value in P1 and the others in P2.
    So for each day it is decided over any number of projects, and of n sessions those of two kinds are a line, on
    which the first day with different weights is next to a bend, if it need not divide F.

    **Hidden rates:** if the day rate begins with the first session, e may hide a rate, which weighs in a split by
    standard pay. If all weights are in proportion, or no day is paid, nothing differs. Otherwise the parts differ, and
    days of two projects and of one session a project are tried, up to `MOST_TRIED` sessions: it is a question of
    rounding when it shows in whole fen. That alone is decided within a bound (`are_shares_decided`).

    **Overlaps:** if both pay what overlaps once, its sittings are its sessions, and no day has more than have room in
    it one after another. If one pays once and the other each, two sessions at the same time in two projects are paid
    to that of the longer one, whichever it is, and by the other policy as one vector for both: they differ unless e is
    0 for every kind. If it is, all is 0 before the day rate begins; the sessions with which it begins, at the same
    time, are one session of 0 to one policy (`at_once`).
    """
    duties, kinds = _duties(a, b)
    day = numbers_of_first_day(a, b)
    last = MOST_SESSIONS if day is None else sum(day) - 1
    is_once = a.exams.overlapping == "once"
    if last < 2 or a.exams.overlapping != b.exams.overlapping or all(duty.is_apart for duty in duties):
        return None
    alone, found = _alone(duties[0], kinds), list[Held]()
    if any(duty.is_apart for duty in duties):
        if summed := _first_not_summed(duties[0], kinds, alone, last, is_once=is_once):
            last = sum(summed)
            *others, longest = day_of(summed, kinds)
            found.append((*(("P1", minutes) for minutes in others), ("P2", longest)))
    elif _has_hidden_rates(duties, kinds):
        most = 0 if _is_proportional(duties) else min(last, MOST_TRIED)
        return _first_tried(duties, kinds, range(2, most + 1), is_once=is_once)
    if by_number := _first_by_number(duties, kinds, alone, last, is_once=is_once):
        found.append(by_number)
    return min(found, key=lambda held: (len(held), sorted(minutes for _, minutes in held)), default=None)


def are_shares_decided(a: Policy, b: Policy) -> bool:
    """Whether `first_shares` answers for every day, or only for those of up to `MOST_TRIED` sessions."""
    duties, kinds = _duties(a, b)
    is_split = a.exams.overlapping == b.exams.overlapping and not any(duty.is_apart for duty in duties)
    return not is_split or not _has_hidden_rates(duties, kinds) or _is_proportional(duties)


def _has_hidden_rates(duties: Sequence[_Duty], kinds: Sequence[SessionKind]) -> bool:
    """Whether a session alone is not paid its rate, under one of two policies."""
    return any(duty.rates != _alone(duty, kinds) for duty in duties)


def at_once(a: Policy, b: Policy) -> Iterator[Held]:
    """Return the sessions at the same time that decide where one policy pays what overlaps once (`first_shares`)."""
    if a.exams.overlapping == b.exams.overlapping:
        return
    lengths = [kind.minutes for kind in kinds_of(a, b)]
    for first, second in product(lengths, repeat=2):
        if first <= second:
            yield ("P1", first), ("P1", second)
    for first, second in product(lengths, repeat=2):
        yield ("P1", first), ("P2", second)
        yield ("P2", first), ("P1", second)
    for count in sorted({a.exams.day_rate_from, b.exams.day_rate_from} - {1, 2}):
        yield (("P1", lengths[0]),) * count


def _duties(a: Policy, b: Policy) -> tuple[list[_Duty], tuple[SessionKind, ...]]:
    kinds = kinds_of(a, b)
    return [
        _Duty(terms, tuple(kind.rates[place] for kind in kinds), payer(terms, kinds))
        for place, terms in enumerate((a.exams, b.exams))
    ], kinds


def _alone(duty: _Duty, kinds: Sequence[SessionKind]) -> tuple[int, ...]:
    """Return what a session of each kind pays alone."""
    return tuple(duty.pay(tuple(int(other == kind) for other in range(len(kinds)))) for kind in range(len(kinds)))


def _room(kinds: Sequence[SessionKind]) -> int:
    """Return how many sessions of the second kind can begin on one day one after another, the last at its end.

    Thresholds are whole minutes, so a minute is left for those of the shortest kind, which has any length.
    """
    return 1 + (24 * 60 - 1) // int(kinds[1].minutes)


def _has_room(numbers: Numbers, kinds: Sequence[SessionKind]) -> bool:
    """Whether sessions can begin on one day one after another (`_room`), the longest last."""
    *lengths, _ = day_of(numbers[1:], kinds[1:]) or (0, 0)
    return sum(lengths) < 24 * 60


def _first_not_summed(
    duty: _Duty, kinds: Sequence[SessionKind], alone: Sequence[int], last: int, *, is_once: bool
) -> Numbers | None:
    """Return the first day that is not paid what its sessions pay alone.

    Where two sessions always are, longer days are paid by n and A alone (`first_day`), and A by the number of sessions
    of the second kind: if there are three kinds, e is the same for all.
    """
    nothing = [0] * (len(kinds) - 2)
    for count in range(2, last + 1):
        most = min(count, _room(kinds)) if is_once else count
        bend = count * alone[0], alone[1] - alone[0], duty.day_rate
        days = [(count - number, number, *nothing) for number in places(most, [bend])]
        if count == 2:
            days = sorted(_days(2, kinds, is_once=is_once), reverse=True)
        for day in days:
            if duty.pay(day) != _sum(day, alone):
                return day
    return None


def _sum(numbers: Numbers, each: Sequence[int]) -> int:
    return sum(number * amount for number, amount in zip(numbers, each, strict=True))


def _days(count: int, kinds: Sequence[SessionKind], *, is_once: bool) -> list[Numbers]:
    """Return all days of so many sessions, those with the most of the shortest kind first."""
    days = [day for day in product(range(count, -1, -1), repeat=len(kinds)) if sum(day) == count]
    return [day for day in days if _has_room(day, kinds)] if is_once else days


def _first_by_number(
    duties: Sequence[_Duty], kinds: Sequence[SessionKind], alone: tuple[int, ...], last: int, *, is_once: bool
) -> Held | None:
    """Return the first day that one policy splits by number and the other by what its sessions pay alone."""
    if len(set(alone)) == 1:
        return None
    short, long = alone

    def weights_of(longs: int) -> list[tuple[int, ...]]:
        """Return the weights of both policies on the day with so many sessions of the second kind."""
        return [alone if duty.is_apart else duty.weights((count - longs, longs)) for duty in duties]

    def may_differ(longs: int) -> bool:
        """Whether that day's pay is split under both policies, by other weights."""
        day = count - longs, longs
        is_split = not any(duty.is_apart for duty in duties) or duties[0].pay(day) == _sum(day, alone)
        return is_split and duties[0].pay(day) > 0 and len(set(weights_of(longs))) > 1

    for count in range(2, last + 1):
        most = min(count - 1, _room(kinds)) if is_once else count - 1
        bends = [(count * short, long - short, duty.day_rate) for duty in duties]
        differing = [*filter(may_differ, places(most, bends)[1:])]
        if differing and any(duty.day_rate % count == 0 for duty in duties):
            differing = [*filter(may_differ, range(1, most + 1))]
        for longs in differing:
            day = count - longs, longs
            number, rate = (longs, long) if long > short else (count - longs, short)
            total, due = duties[0].pay(day), _sum(day, alone)
            if total % count or 2 * number * total * (count * rate - due) >= count * due:
                return _divided(day, kinds, total, weights_of(longs))
    return None


def _divided(day: Numbers, kinds: Sequence[SessionKind], total: int, weights: Sequence[Sequence[int]]) -> Held | None:
    """Return a day of sessions over projects with other shares by the one weights than by the others, if any is tried.

    Tried are two projects, first a kind each, on short days all ways; then a project for each session.
    """
    units = [
        tuple(int(other == kind) for other in range(len(day))) for kind, number in enumerate(day) for _ in range(number)
    ]
    ways: list[list[Numbers]] = []
    if len(day) == 2:
        ways += [[(day[0], 0), (0, day[1])], [(0, day[1]), (day[0], 0)]]
    if len(units) <= MOST_TRIED:
        firsts = product(*(range(number, -1, -1) for number in day))
        ways += [[first, tuple(all_ - own for all_, own in zip(day, first, strict=True))] for first in firsts]
    for parts in (*ways, units, units[::-1]):
        names = [f"P{place:0{len(str(len(parts)))}}" for place in range(1, len(parts) + 1)]
        one, other = (
            split(total, {name: _sum(part, own) for name, part in zip(names, parts, strict=True)}) for own in weights
        )
        if one != other and all(map(any, parts)):
            return tuple(
                (name, minutes) for name, part in zip(names, parts, strict=True) for minutes in day_of(part, kinds)
            )
    return None


def _is_proportional(duties: Sequence[_Duty]) -> bool:
    """Whether hidden rates change no share: no day of two sessions is paid, or all weights are in proportion."""
    for duty in duties:
        begins = duty.terms.day_rate_from <= 2
        if begins and not duty.day_rate and duty.terms.day_rate_reading != "floor":
            return True
    one, other = map(_all_weights, duties)
    return all(
        first[place] * second[next_] == first[next_] * second[place]
        for first, second in product(one, other)
        for place, next_ in combinations(range(len(first)), 2)
    )


def _all_weights(duty: _Duty) -> list[tuple[int, ...]]:
    """Return the weights that days of two sessions and more may have, by kind."""
    by_number, by_rate = (1,) * len(duty.rates), duty.rates
    if duty.terms.split == "standard_pay":
        return [by_rate if any(by_rate) else by_number]
    is_always = {
        "flat": True,
        "ceiling": 2 * min(by_rate) >= duty.day_rate,
        "floor": MOST_SESSIONS * max(by_rate) <= duty.day_rate,
    }[duty.terms.day_rate_reading]
    return [by_number] if is_always and duty.terms.day_rate_from <= 2 else [by_number, by_rate]


def _first_tried(
    duties: Sequence[_Duty], kinds: Sequence[SessionKind], counts: Iterable[int], *, is_once: bool
) -> Held | None:
    """Return the first day of so many sessions that hidden rates divide differently."""
    for count in counts:
        for day in _days(count, kinds, is_once=is_once):
            total = duties[0].pay(day)
            weights = [duty.weights(day) for duty in duties]
            if total and weights[0] != weights[1] and (held := _divided(day, kinds, total, weights)):
                return held
    return None
