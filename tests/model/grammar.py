"""What a single value may be: each rule says yes or no to anything that JSON can hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time
from fractions import Fraction
from typing import cast

from tests.model.days import moment

Rule = Callable[[object], bool]
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Control, format, surrogate and private-use characters, and the two separators that break a line."""
MONEY = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,2})?")
CREDITS = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")
HOURS = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")
DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?")
ZONE = r"Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]"
MOMENT = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T(?P<clock>[0-9:.]+)({ZONE})?")


def is_text(value: object) -> bool:
    """At most 500 characters, none of them hidden."""
    if not isinstance(value, str) or len(value) > 500:
        return False
    return value.isprintable() or not any(unicodedata.category(character) in HIDDEN for character in value)


def is_id(value: object) -> bool:
    """Opaque text of 1 to 64 characters, none hidden, no spaces at the ends, no apostrophe at the start."""
    if not isinstance(value, str) or not 1 <= len(value) <= 64:
        return False
    return value == value.strip() and not value.startswith("'") and is_text(value)


def is_whole(value: object) -> bool:
    """A whole JSON number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_money(value: object) -> bool:
    """Yuan as ASCII text with at most two decimals, or a whole number; below 10^13."""
    if isinstance(value, str):
        return MONEY.fullmatch(value) is not None
    return is_whole(value) and abs(Fraction(str(value))) < 10**13


def is_amount(value: object) -> bool:
    """C7: money that is not negative."""
    return is_money(value) and Fraction(str(value)) >= 0


def is_hours(value: object) -> bool:
    """A3, A8: 0 to 24 class hours, at most two decimals."""
    if isinstance(value, str):
        return HOURS.fullmatch(value) is not None and Fraction(value) <= 24
    return is_whole(value) and 0 <= Fraction(str(value)) <= 24


def is_credits(value: object) -> bool:
    """D14: 0 to 99.99 credits, at most two decimals."""
    if isinstance(value, str):
        return CREDITS.fullmatch(value) is not None
    return is_whole(value) and 0 <= Fraction(str(value)) <= 99


def is_day(value: object) -> bool:
    """A day that exists, 2000-01-01 to 2099-12-31."""
    if not isinstance(value, str) or DAY.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_clock(value: object) -> bool:
    """A clock time 00:00 to 23:59, with seconds and parts of them if wanted."""
    if not isinstance(value, str) or CLOCK.fullmatch(value) is None:
        return False
    try:
        time.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_moment(value: object) -> bool:
    """A day, T, a clock time, and a zone if wanted; the bounds 2000 to 2099 hold for local time."""
    found = MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None or not is_clock(found["clock"]):
        return False
    try:
        return 2000 <= moment(found.string).year <= 2099
    except (ValueError, OverflowError):  # no such day, or the first or last day of all moved over the end
        return False


def is_weights(value: object) -> bool:
    """C11: colleges with positive whole weights, at least one."""
    if not isinstance(value, dict) or not value:
        return False
    weights = cast("dict[object, object]", value)
    return all(map(is_id, weights)) and all(map(between(1, 10**6), weights.values()))


def is_flag(value: object) -> bool:
    """Yes or no."""
    return isinstance(value, bool)


def one_of(*words: str) -> Rule:
    """One of some words."""
    return lambda value: isinstance(value, str) and value in words


def between(least: int, most: int) -> Rule:
    """A whole number within bounds."""
    return lambda value: is_whole(value) and least <= Fraction(str(value)) <= most


def each(rule: Rule, least: int = 0, most: int = 10**9) -> Rule:
    """A list of values of one kind, of a length within bounds."""

    def holds(value: object) -> bool:
        if not isinstance(value, list):
            return False
        entries = cast("list[object]", value)
        return least <= len(entries) <= most and all(map(rule, entries))

    return holds


def maybe(rule: Rule) -> Rule:
    """The value, or null."""
    return lambda value: value is None or rule(value)
