"""Strategies of plain values: days, class hours, lengths of sessions, amounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from xmut_rules.base.language import WordedError, Words
from xmut_rules.base.money import hundredths, read_yuan, shortest, yuan
from xmut_rules.base.values import FIRST_DAY, LAST_DAY
from xmut_rules.testing.strategies import boundaries as at

Clocks = Literal["naive", "aware"]
"""Whether moments have a zone; one input never mixes the two (reading B7)."""


def other(*values: Any) -> SearchStrategy[Any]:
    """Draw one of some values; an example shrinks to the first."""
    return st.sampled_from(values)


@cache
def _among(values: tuple[str, ...]) -> SearchStrategy[str]:
    return st.sampled_from(values)


def among(values: Sequence[str]) -> SearchStrategy[str]:
    """Draw one of some ids; kept, since making a strategy takes longer than drawing from it."""
    return _among(tuple(values))


DAYS = st.sampled_from(at.DAYS) | st.dates(FIRST_DAY, LAST_DAY)
SESSION_DAYS = st.sampled_from(at.SESSION_DAYS)
HOURS = st.sampled_from(at.HOURS) | st.integers(0, 2400).map(shortest)
LENGTHS = st.sampled_from(at.LENGTHS) | st.integers(1, 86400).map(lambda seconds: timedelta(seconds=seconds))
STARTS = st.sampled_from(at.CLOCKS) | st.times().map(lambda clock: clock.replace(microsecond=0))
TERM_DAYS, CREDIT_DAYS = other(*at.TERM_DAYS), other(*at.CREDIT_DAYS)


ROOMS, PEOPLE, BOOLEANS = other(*at.ROOMS), other(*at.FEW_STAFF), st.booleans()


def amounts_between(first: int, last: int) -> SearchStrategy[Any]:
    """Draw amounts between two, in fen: whole yuan, 5 fen in the end, around zero, and any.

    Args:
        first: the smallest.
        last: the largest.
    """
    edges = [fen for fen in (0, 1, 5, -1) if first <= fen <= last] or [first]
    whole, tie = (first + 99) // 100, first + (5 - first) % 10
    kinds = [st.sampled_from(edges), st.integers(first, last)]
    if tie <= last:
        kinds.insert(0, st.integers(0, min((last - tie) // 10, 10**6)).map(lambda count: tie + count * 10))
    if whole * 100 <= last:
        kinds.insert(0, st.integers(whole, min(last // 100, whole + 10**5)).map(lambda count: count * 100))
    return st.one_of(kinds).map(yuan)


USUALLY, SELDOM = st.sampled_from((True,) * 9 + (False,)), st.sampled_from((False,) * 9 + (True,))
SMALL, POSITIVE = amounts_between(0, 10**8), amounts_between(1, 10**8)


def days() -> SearchStrategy[date]:
    """Draw days from 2000 to 2099: the first in force, the one before, a leap day and the bounds more often."""
    return DAYS


def class_hours() -> SearchStrategy[Decimal]:
    """Draw class hours of a record, 0 to 24 with at most two decimals: around six more often (§3.5.2.1, A1)."""
    return HOURS


def session_lengths() -> SearchStrategy[timedelta]:
    """Draw lengths of a session, up to 24 hours: around three hours more often (§3.5.2.2a)."""
    return LENGTHS


def amounts(*, least: Decimal | int | str = at.ZERO, most: Decimal | int | str = at.MOST) -> SearchStrategy[Decimal]:
    """Draw amounts in yuan: the bounds, and those whose 30% ends in half a fen, more often (§3.5.3b, C12).

    Args:
        least: the smallest, yuan; may be negative.
        most: the largest, yuan.

    Raises:
        ValueError: a bound is no exact amount, or the largest is below the smallest.
    """
    first, last = hundredths(read_yuan(least)), hundredths(read_yuan(most))
    if last < first:
        raise WordedError(Words("不得小于 least", "expected an amount not below `least`"), ("most",))
    return amounts_between(first, last)
