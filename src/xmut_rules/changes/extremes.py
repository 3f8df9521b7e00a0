"""The smallest and the largest cases of one policy, from its numbers: days on duty, class hours, awards.

Amounts are whole fen, class hours are hundredths. A day on duty is the number of its sessions and of the long ones
among them: nothing else of it decides its pay (`day_amount`). Every policy allows short sessions and long ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from xmut_rules.base.money import Rounding, hundredths, rounded, share_of
from xmut_rules.policy.terms import ExamTerms, SurplusTerms, TrainingTerms
from xmut_rules.rules.exams import MOST_SESSIONS, day_amount

MOST_HOURS: Final = 2400
"""A training record has at most 24 class hours."""


class Step(NamedTuple):
    """Two amounts of a day on duty, in fen, that should not differ so, or should.

    `sessions` with `longs` long ones among them. For an `extra` session, short or long, `old` is the pay without
    it and `new` with it; with none, `old` is the sum of the sessions' rates and `new` what the day pays.
    """

    sessions: int
    longs: int
    extra: str | None
    old: int
    new: int


class Cliff(NamedTuple):
    """The smallest day of a kind, and the one with the largest difference."""

    smallest: Step
    largest: Step


def cliffs(terms: ExamTerms) -> dict[str, Cliff]:
    """Return by code the days of up to 1,000 sessions that pay oddly: the smallest and the one that differs most.

    The smallest has the fewest sessions, then the fewest long ones. Every number of sessions is looked at, and of its
    mixes those that decide. Let S be the sum of the rates of a mix, D the day rate, r that of one more session. A day
    pays S, D, or the smaller or larger of both, and with one more session the same of S + r. So what it pays beyond
    S, and what one more session adds, is a function of S that runs straight but at the places S = D and S = D - r, and
    is 0 only where it is constant or at one of these places. Between two places its sign stays, and its extremes are
    at their ends. S grows or falls in equal steps with the number of long sessions; so the first mix of a sign and
    the mixes with the extremes are among these: no long session, all long, and those on either side of a place.

    What a day loses against its sessions grows with every further one by its rate: there, the largest difference is
    the largest among the days with as many sessions as the smallest.

    Clause: §3.5.2.2b
    """
    found: dict[str, Cliff] = {}
    for count in range(1, MOST_SESSIONS + 1):
        for longs in _decisive_mixes(count, terms):
            for code, step in _steps(count, longs, terms):
                cliff = found.setdefault(code, Cliff(step, step))
                is_compared = code != "day-below-sessions" or count == cliff.smallest.sessions
                if is_compared and abs(step.new - step.old) > abs(cliff.largest.new - cliff.largest.old):
                    found[code] = cliff._replace(largest=step)
    return found


def _steps(count: int, longs: int, terms: ExamTerms) -> Iterator[tuple[str, Step]]:
    """Compare a day's pay with its sessions' rates, and with that of a day with one more session."""
    short, long, _ = _rates(terms)
    standard, paid = (count - longs) * short + longs * long, pay_of_day(count, longs, terms)
    if paid != standard:
        code = "day-below-sessions" if paid < standard else "day-above-sessions"
        yield code, Step(count, longs, None, standard, paid)
    if count < MOST_SESSIONS:
        for extra, more in (("short", 0), ("long", 1)):
            new = pay_of_day(count + 1, longs + more, terms)
            if new <= paid:
                code = "session-unpaid" if new == paid else "session-lowers-pay"
                yield code, Step(count, longs, extra, paid, new)


def unpaid_from(terms: ExamTerms) -> int | None:
    """Return the number of sessions from which no further one, up to 1,000 a day, pays more; None if the last may.

    Clause: §3.5.2.2b
    """
    for count in range(MOST_SESSIONS - 1, 0, -1):
        for longs in _decisive_mixes(count, terms):
            further = max(pay_of_day(count + 1, longs + more, terms) for more in (0, 1))
            if further > pay_of_day(count, longs, terms):
                return count + 1 if count < MOST_SESSIONS - 1 else None
    return 1


def pay_of_day(count: int, longs: int, terms: ExamTerms) -> int:
    """Return what a day pays in fen, from the number of its sessions and of the long ones among them."""
    return hundredths(day_amount(count, longs, terms))


def _rates(terms: ExamTerms) -> tuple[int, int, int]:
    return hundredths(terms.short_rate), hundredths(terms.long_rate), hundredths(terms.day_rate)


def _decisive_mixes(count: int, terms: ExamTerms) -> list[int]:
    """Return the numbers of long sessions that decide for a number of sessions (`cliffs`)."""
    short, long, day = _rates(terms)
    many = {0, count}
    if apart := long - short:
        near = {(level - count * short) // apart for level in (day, day - short, day - long)}
        many |= {longs + step for longs in near for step in (0, 1) if 0 <= longs + step <= count}
    return sorted(many)


def longer_pays_less(terms: ExamTerms) -> Step | None:
    """Return the smallest day on which a session, were it long instead of short, would lower the pay.

    A day pays a monotone function of the sum of its rates, so this takes a long rate below the short one. If the day
    rate begins with the second session or later, a day of one session shows it; if it begins with the first, a flat
    rate never does. A ceiling does with one session or not at all: if a long session alone reaches it, every day does.
    A floor does where the sum is above it, which needs the fewest sessions if all are short.

    Clause: §3.5.2.2a
    """
    short, _, day = _rates(terms)
    for count in sorted({1, day // short + 1 if short else 1}):
        if count <= MOST_SESSIONS:
            old, new = pay_of_day(count, 0, terms), pay_of_day(count, 1, terms)
            if new < old:
                return Step(count, 0, None, old, new)
    return None


def most_below_day_rate(terms: ExamTerms) -> int:
    """Return the most that a day pays in fen with too few sessions for the day rate: all are of the dearer kind."""
    short, long, _ = _rates(terms)
    return (terms.day_rate_from - 1) * max(short, long)


def most_of_day(terms: ExamTerms) -> int | None:
    """Return the most that a day's sessions pay in fen, however many they are; None if there is no most.

    Days with too few sessions for the day rate are one case. From there on a flat rate pays itself; a ceiling is
    reached by enough sessions, unless they pay nothing; above a floor every session of the dearer kind pays its rate.

    Clause: §3.5.2.2b
    """
    short, long, day = _rates(terms)
    if terms.day_rate_reading == "floor":
        return None if short or long else day
    from_day_rate = day if terms.day_rate_reading == "flat" or short or long else 0
    return max(most_below_day_rate(terms), from_day_rate)


class Apart(NamedTuple):
    """A day over two projects, each with its sessions and the long ones among them; what it pays together and apart."""

    first: tuple[int, int]
    second: tuple[int, int]
    together: int
    apart: int


def day_gains_apart(terms: ExamTerms) -> Apart | None:
    """Return the smallest day that pays more over two projects than in one, if each project's sessions count alone.

    The order: the fewest sessions, the fewest long ones, the fewest in the second project, the fewest long ones there.
    Let k be the number of sessions from which the day rate D applies, and r the dearer rate. Fewer than k sessions pay
    their sum, together and apart.

    Flat: k sessions pay D, and apart their sum, if it is above D, for k > 1. Of k + 1, one apart adds its rate. If
    no session pays anything, 2k apart pay 2D. Ceiling: the day pays its sum or D, and no part more than its sum, so
    nothing is gained unless the sum is above D with k sessions or more. The first number n with nr > D shows it: n - 1
    sessions do not exceed D (or are fewer than k), and one apart pays its rate. Floor: fewer than k + 1 sessions gain
    nothing. If k of the cheaper kind reach D, a day always pays its sum. Otherwise k that do not reach D, and one apart
    that pays, gain it; if none pays, 2k apart pay 2D.

    So k, k + 1, 2k and the first n with nr > D decide, with one session or k in the second project, and the mixes on
    either side of where the sum of the first project or of both passes D (`cliffs`).

    Clause: §3.5.2.2b
    """
    short, long, day = _rates(terms)
    start, dearer = terms.day_rate_from, max(short, long)
    for count in sorted({start, start + 1, 2 * start, day // dearer + 1 if dearer else start}):
        gains: list[tuple[int, int, int, Apart]] = []
        for number, longs in {(1, 0), (1, 1), (start, 0)} if count <= MOST_SESSIONS else ():
            rest = count - number
            mixes = {*_decisive_mixes(rest, terms), *(mix - longs for mix in _decisive_mixes(count, terms))}
            for mix in mixes if rest > 0 else ():
                if 0 <= mix <= rest:
                    together = pay_of_day(count, mix + longs, terms)
                    apart = pay_of_day(rest, mix, terms) + pay_of_day(number, longs, terms)
                    found = Apart((rest, mix), (number, longs), together, apart)
                    gains += [(mix + longs, number, longs, found)] if apart > together else []
        if gains:
            return min(gains)[-1]
    return None


def pay_of_hours(count: int, rate: int) -> int:
    """Return the pay of a record of so many hundredths of a class hour, in fen."""
    return rounded(rate * count, 100, "half_up")


def first_hours_above(amount: int, rate: int) -> int:
    """Return the fewest hundredths of a class hour that pay more than an amount in fen, at a rate above zero.

    Half a fen rounds up, so that rate * count / 100 has to reach amount + 1/2.
    """
    return -(-(100 * amount + 50) // rate)


def most_of_hours(terms: TrainingTerms) -> int:
    """Return the most that records of together a day's class hours pay, in fen.

    Each record is rounded for itself, so that several may pay more than one. What rounding adds depends on the
    hundredths of a record above whole hours alone, so all whole hours may stand in one record, and every other has
    less than one. The most for every number of hundredths follows from the most for smaller ones.

    Clause: §3.5.2.1
    """
    rate, whole = hundredths(terms.hour_rate), hundredths(terms.hours_per_day)
    if rate % 100 == 0:  # a hundredth pays whole fen
        return pay_of_hours(whole, rate)
    parts = [(part, pay_of_hours(part, rate)) for part in range(1, 100)]
    most = [0]
    for count in range(1, whole + 1):
        split = [most[count - part] + pay for part, pay in parts[: count - 1]]
        most.append(max(pay_of_hours(count, rate), *split) if split else pay_of_hours(count, rate))
    return most[whole]


def hours_above_cap(terms: TrainingTerms) -> tuple[int, ...]:
    """Return the fewest records of together a day's class hours that pay more than these in one; none if none do.

    Under a cap of class hours one more hundredth then lowers the pay of the date. If some records below the cap do, so
    do as many that reach it, as a longer record never pays less. All but the last have less than a class hour
    (`most_of_hours`); of those with the same sum only the best paid are kept.

    Clause: §3.5.2.1
    """
    rate, whole = hundredths(terms.hour_rate), hundredths(terms.hours_per_day)
    capped = pay_of_hours(whole, rate)
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())} if most_of_hours(terms) > capped else {}
    while best:
        longer: dict[int, tuple[int, tuple[int, ...]]] = {}
        for total, (pay, records) in best.items():
            for part in range(1, min(100, whole - total)):
                found = (pay + pay_of_hours(part, rate), (*records, part))
                longer[total + part] = max(longer.get(total + part, found), found)
        for total, (pay, records) in sorted(longer.items()):
            if pay + pay_of_hours(whole - total, rate) > capped:
                return (*sorted(records), whole - total)
        best = longer
    return ()


def award_above_surplus(terms: SurplusTerms) -> int | None:
    """Return the smallest surplus, in fen, whose award is larger; None where none is.

    A share p/q of at most one gives at most the surplus, which is whole fen, and rounding does not pass whole fen. A
    larger one exceeds a surplus s by s(p - q)/q, which has to round up: from half a fen on, from a whole fen if rounded
    down. Where that is a tie, the rounding decides, and the next surplus is none.

    Clause: §3.5.3b
    """
    top, bottom = _ratio(terms)
    if top <= bottom:
        return None
    surplus = _first_rounded_up(top - bottom, bottom, terms.rounding)
    return surplus if share_of(surplus, terms.college_share, terms.rounding) > surplus else surplus + 1


def first_award(terms: SurplusTerms) -> int | None:
    """Return the smallest surplus that gives an award, in fen; None if the share is nothing.

    Clause: §3.5.3b
    """
    top, bottom = _ratio(terms)
    if not top:
        return None
    surplus = _first_rounded_up(top, bottom, terms.rounding)
    return surplus if share_of(surplus, terms.college_share, terms.rounding) else surplus + 1


def _ratio(terms: SurplusTerms) -> tuple[int, int]:
    top, bottom = (int(part) for part in terms.college_share.split("/"))
    return top, bottom


def _first_rounded_up(top: int, bottom: int, rounding: Rounding) -> int:
    """Return the first whole number whose product with a ratio reaches half, or a whole if rounded down."""
    return -(-bottom // (top if rounding == "down" else 2 * top))


def sum_gains_apart(top: int, bottom: int, rounding: Rounding) -> tuple[int, int] | None:
    """Return the smallest two numbers whose rounded shares sum to more than that of their sum; None if none do.

    The smallest sum, then the smaller first number. Rounded down, two parts never exceed the whole, and a whole share
    is never rounded. Otherwise let R round to the nearest and x be the share without its whole part, which adds up
    exactly; 0 < x < 1, and b = 1/x. Let c(n) be the first number with R >= n: s >= (n - 1/2)b, where a tie counts if
    the rounding takes it up. Two numbers gain exactly if c(n) + c(m) < c(n + m) for their n and m, and both n and m are
    at least 1. Write c = c(1); it is at most b/2 + 1. Then c(n) >= nc for all n: for b >= 4 because n(b/2 + 1) <=
    (n - 1/2)b from n = 2 on; for b between 2 and 4, c = 2 and (n - 1/2)b > 2n - 1; below 2, c = 1. (b = 2 with ties to
    the even fen is the one exception, with the pair 2 and 3.) Let N be the first number with c(N) > Nc. Whatever gains
    has c(n) + c(m) >= (n + m)c and below c(n + m), so n + m >= N, and a sum of at least Nc; and c with (N - 1)c gains.
    c(N) > Nc says N >= (b/2)/(b - c), where equality is a tie that the rounding decides; the next N is none.

    What is gained is one fen: each rounding adds at most half a fen, and that of the sum takes off less than one.
    """
    part = top % bottom
    if rounding == "down" or not part:
        return None

    def share(number: int) -> int:
        """Return the rounded share of a number beyond what the whole part gives."""
        return rounded(number * top, bottom, rounding) - number * (top // bottom)

    first = _first_rounded_up(part, bottom, rounding)
    first += 0 if share(first) else 1
    if first * part == bottom:  # every second number is a tie, and the odd ones go down first
        return 2, 3
    second = first * (-(-bottom // (2 * (bottom - first * part))) - 1)
    if share(first) + share(second) <= share(first + second):
        second += first
    return first, second
