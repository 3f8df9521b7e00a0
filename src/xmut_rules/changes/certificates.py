"""The sets of a student's certificates that decide whether two policies ever give different credits (§3.4a-c)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, combinations, combinations_with_replacement, product
from typing import Final, Literal

from xmut_rules.base.money import hundredths, shortest
from xmut_rules.base.values import FIRST_DAY, LAST_DAY
from xmut_rules.policy.terms import Policy
from xmut_rules.rules.credits import recognize_credits, worth_of
from xmut_rules.rules.records import LEVELS, Category, Certificate, Student

CATEGORIES: Final[tuple[Category, ...]] = ("innovation_practice", "general_elective")
LICENCE: Final = "C1"
ASSUMED: Final = -1
"""The credits of a certificate recognized before whose row does not state them."""
_MOST_CREDITS: Final = 9999


@dataclass(frozen=True, slots=True)
class Filed:
    """A certificate of a set: its level (C1 is a licence) and category, and what else decides.

    `name` tells certificates of one name from others. `given` are the hundredths of a credit that one recognized before
    was given, or `ASSUMED`; null for a new one.
    """

    level: str
    category: Category | None
    name: str = "A"
    issuer: str | None = None
    given: int | None = None


Circumstance = Literal["none", "issued", "before-enrolment", "enrolment-unknown", "after-graduation"]
"""What of a student's days decides: nothing, the day of issue, or how it lies to enrolment and graduation."""


@dataclass(frozen=True, slots=True)
class Certificates:
    """A set of a student's certificates, all of one day of issue, and the student's days."""

    filed: tuple[Filed, ...]
    issued_on: date
    enrolled_on: date | None = FIRST_DAY
    graduated_on: date | None = None
    circumstance: Circumstance = "none"


def certificate_sets(a: Policy, b: Policy) -> Iterator[Certificates]:
    """Return the sets of certificates that decide, the smallest first: two policies that agree on them always agree.

    To agree is to give each certificate the same new credits. Only a student's own certificates matter, of the kinds
    that the clause covers, valid, from a recognized issuer and with a category: others are refused under every policy,
    as are all of a document whose rows contradict each other or whose number another student has, and change nothing
    for the rest. Which rows are one document, and which of two of one name and level counts, depends on no policy once
    it is the same days of issue that count. What was recognized before stays so under every policy; of a kind that the
    clause does not cover, it fills a cap as a licence does.

    Let w be what a policy lists for a level (or a licence) and a category, C its cap, v = min(w, C), 0 where nothing is
    listed. Let two policies agree on the sets below.

    **One certificate** of every level and category, from a day that both accept: so v is the same. If v is 0 for all,
    nothing is ever given, for what is given is at most w and at most C. If not, take one with v > 0. From the day of
    each `earliest_issue`, from before enrolment and from days after graduation it shows that both accept the same
    certificates: each of the three tests can be made to decide alone on any day up to the last.

    **One recognized before, with credits stated, beside another new one** (or two new ones): if one cap is lower,
    credits that fill it leave nothing under it and something under the other. So C is the same. Now w may differ only
    where both are at least C (and one reaches C whichever it is), or a level is listed with 0 or not at all.

    **Each level counts under both:** what is given is min(w, what is left of C), the same.

    **Each under one policy, the highest under the other:** a new lower level with v > 0 beside a new higher level that
    is listed is refused by the latter alone; a higher level with v > 0 loses all that a lower level was given before.
    If neither shows, 中级 and 高级 have v = 0, and so has 初级, or no higher level is listed: no level is ever refused
    or reduced that would give anything.

    **The highest under both**, with one name:
    - A lower level with v > 0 beside a new higher one, or one recognized before, of any category or none: so it is the
      same higher levels that are listed, where a lower one gives anything.
    - 中级 or 高级 with other w, both above C: credits given before for 初级 reduce both to different amounts of at
      most C. So w is the same for them.
    - One recognized before that does not state its credits is assumed to have given w, for its category or for none.
      What differs there matters to a higher level alone, that is worth more than the smaller w, and of another
      category: the cap of its own would be used up. Beside further credits stated for a lower level of the name, that
      bring it below C, it shows in three certificates.
    - A level that is listed with 0 takes off what was given before for a lower one, so that a third certificate of
      another issuer does not; one not listed does not take it. That shows in three certificates as well.
    What is given is w less what is taken off, up to what is left; all of these are the same then, or the result is 0.

    So three certificates decide. Stated credits are the least that can show a difference: first in whole credits.
    """
    day = _accepted(a, b)
    yield from (Certificates((one,), day) for one in _NEW)
    yield from (replace(each, filed=(one,)) for one in _NEW for each in _by_days(a, b, day))
    sets = (_of_two_names(), _of_one_name(), _to_the_cap(a, b), _beside_recognized(a, b), _of_three(a, b))
    yield from (Certificates(filed, day) for filed in chain(*sets))


_NEW = tuple(Filed(level, category) for level, category in product((*LEVELS, LICENCE), CATEGORIES))
_LOWER_AND_HIGHER = tuple(combinations(LEVELS, 2))

_Sets = Iterator[tuple[Filed, ...]]


def _of_two_names() -> _Sets:
    """Return two new certificates of different names; a student's licences are one."""
    for first, second in combinations_with_replacement(_NEW, 2):
        if first.level != LICENCE:
            yield first, replace(second, name="B")


def _of_one_name() -> _Sets:
    """Return two new certificates of one name, the lower level first."""
    for (lower, higher), own, other in product(_LOWER_AND_HIGHER, CATEGORIES, CATEGORIES):
        yield Filed(lower, own), Filed(higher, other)


def _to_the_cap(a: Policy, b: Policy) -> _Sets:
    """Return a new certificate beside one of another name recognized before, whose credits reach the lower cap."""
    caps = [hundredths(cap) for policy in (a, b) if (cap := policy.credits.category_cap) is not None]
    for one in _NEW if a.credits.category_cap != b.credits.category_cap else ():
        for given in _stated(min(caps) - min(_worth(one, a), *caps) + 1):
            yield Filed(LEVELS[0], one.category, name="B", given=given), one


def _beside_recognized(a: Policy, b: Policy) -> _Sets:
    """Return a new certificate beside one of its name recognized before, lower or higher, its credits stated or not."""
    for (lower, higher), category in product(_LOWER_AND_HIGHER, CATEGORIES):
        new = Filed(higher, category)
        for given in _stated(_above_cap(min(_worth(new, a), _worth(new, b)), a)):
            yield Filed(lower, _OTHER[category], given=given), new
        for recorded in (*CATEGORIES, None):
            yield Filed(lower, recorded, given=ASSUMED), new
            yield Filed(higher, recorded, given=0), Filed(lower, category)


def _of_three(a: Policy, b: Policy) -> _Sets:
    """Return a new certificate beside two that decide together what is taken off its credits."""
    for (lower, higher), category, recorded in product(_LOWER_AND_HIGHER, CATEGORIES, (*CATEGORIES, None)):
        before, new = Filed(lower, recorded, given=ASSUMED), Filed(higher, category)
        if _worth(before, a) != _worth(before, b) and recorded != category:
            for given in _stated(_above_cap(_worth(new, a) - max(_worth(before, a), _worth(before, b)), a)):
                yield before, replace(before, category=_OTHER[category], given=given), new
    for first, second in product([one for one in _NEW if one.level in LEVELS[1:]], repeat=2):
        if (_listed(first, a) is None) != (_listed(first, b) is None):
            for given in _stated(_above_cap(_worth(second, a), a)):
                before = Filed(LEVELS[0], _OTHER[second.category], given=given)
                yield before, replace(first, issuer="X"), replace(second, issuer="Y")


_OTHER: Mapping[Category | None, Category] = dict(zip(CATEGORIES, reversed(CATEGORIES), strict=True))


def _stated(least: int) -> list[int]:
    """Return the hundredths of a credit from a number on that are written shortest: whole, in tenths, as it is."""
    return [given for step in (100, 10, 1) if 0 <= (given := -(-least // step) * step) <= _MOST_CREDITS]


def _above_cap(worth: int, policy: Policy) -> int:
    """Return how much at least must be taken off what a certificate is worth, so that it shows below the cap."""
    cap = policy.credits.category_cap
    return 1 if cap is None else max(worth - hundredths(cap), 0) + 1


def _listed(one: Filed, policy: Policy) -> int | None:
    return worth_of(_certificate(0, one, FIRST_DAY), policy.credits)


def _worth(one: Filed, policy: Policy) -> int:
    return _listed(one, policy) or 0


def _accepted(a: Policy, b: Policy) -> date:
    """Return a day from which certificates count under both policies (D7)."""
    return max([date(2049, 9, 1), *(day for policy in (a, b) if (day := policy.credits.earliest_issue))])


def _by_days(a: Policy, b: Policy, day: date) -> Iterator[Certificates]:
    """§3.4a: a day of issue, of enrolment and of graduation that one policy refuses, where they differ (D6, D7, D8)."""
    one, other = a.credits, b.credits
    first = max(one.earliest_issue or FIRST_DAY, other.earliest_issue or FIRST_DAY)
    if one.earliest_issue != other.earliest_issue and first > FIRST_DAY:
        yield Certificates((), first - timedelta(days=1), circumstance="issued")
    if one.before_enrolment != other.before_enrolment:
        if day < LAST_DAY:
            yield Certificates((), day, enrolled_on=day + timedelta(days=1), circumstance="before-enrolment")
        else:
            yield Certificates((), day, enrolled_on=None, circumstance="enrolment-unknown")
    if one.days_after_graduation != other.days_after_graduation:
        days = min(one.days_after_graduation, other.days_after_graduation) + 1
        yield Certificates((), day, graduated_on=day - timedelta(days=days), circumstance="after-graduation")


def credits_of(found: Certificates, policy: Policy) -> list[Decimal]:
    """Return the new credits of each certificate of a set, in its order."""
    student = Student(student_id="ST01", name="学生01", enrolled_on=found.enrolled_on, graduated_on=found.graduated_on)
    rows = [_certificate(number, one, found.issued_on) for number, one in enumerate(found.filed)]
    decisions = recognize_credits(rows, [student], as_of=LAST_DAY, policy=policy).decisions
    return [decision.credits for decision in decisions]


def _certificate(number: int, one: Filed, issued_on: date) -> Certificate:
    is_stated = one.given is not None and one.given != ASSUMED
    return Certificate(
        certificate_id=f"K{number}",
        student_id="ST01",
        kind="driving_licence" if one.level == LICENCE else "skill",
        name=f"证书{one.name}",
        level=one.level,
        number=f"N{number}",
        issuer_recognized=True,
        issued_on=issued_on,
        status="valid",
        category=one.category,
        recognized_on=None if one.given is None else issued_on,
        issuer=one.issuer,
        credits_given=shortest(one.given) if one.given is not None and is_stated else None,
    )
