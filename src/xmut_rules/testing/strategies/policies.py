"""Strategies of policies and timelines."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from operator import itemgetter
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from xmut_rules.policy.editions import PILOT_2020
from xmut_rules.policy.terms import Policy, Timeline
from xmut_rules.rules.records import LEVELS
from xmut_rules.testing.strategies import boundaries as at
from xmut_rules.testing.strategies.values import amounts_between, other

_rates = other("0", "0.01", "33.33", "600") | amounts_between(0, 10**6)


def _credit_rows(drawn: tuple[list[tuple[str, str | None]], list[Decimal]]) -> list[dict[str, object]]:
    pairs = zip(*drawn, strict=False)
    return [{"level": level, "category": category, "credits": worth} for (level, category), worth in pairs]


_levels = st.lists(st.tuples(other(*LEVELS), other(None, *at.CATEGORIES)), min_size=1, max_size=4, unique=True)
_changes: dict[str, SearchStrategy[Any]] = {
    "training.hour_rate": _rates,
    "training.day_rate": _rates,
    "training.hours_per_day": other("8", "0", "24", "0.01"),
    "training.long_day": other("capped"),
    "training.day_and_hours": other("day_only"),
    "exams.short_rate": _rates,
    "exams.long_rate": _rates,
    "exams.long_from_minutes": other(179, 181, 1, 1440),
    "exams.day_rate": _rates,
    "exams.day_rate_from": other(2, 4, 1, 100),
    "exams.day_rate_reading": other("ceiling", "floor"),
    "exams.day_scope": other("person_and_project"),
    "exams.split": other("sessions"),
    "exams.overlapping": other("once"),
    "surplus.college_share": other(*at.SHARES),
    "surplus.rounding": other("half_even", "down"),
    "credits.per_certificate": other(*at.CREDITS),
    "credits.by_level": st.tuples(_levels, st.permutations(at.CREDITS)).map(_credit_rows),
    "credits.levels": other("highest"),
    "credits.category_cap": other(*at.CREDITS),
    "credits.earliest_issue": other(*at.DAYS),
    "credits.before_enrolment": other("accepted"),
    "credits.days_after_graduation": other(1, 30, 3660),
    "schedule.turnaround_minutes": other(30, 1, 1440),
    "schedule.notice_days": other(7, 1, 0, 366),
}
_readings = (
    "training.long_day",
    "training.day_and_hours",
    "exams.day_rate_reading",
    "exams.day_scope",
    "exams.split",
    "exams.overlapping",
    "credits.levels",
    "credits.before_enrolment",
)
_change = st.one_of([st.tuples(st.just(field), _changes[field]) for field in (*_changes, *_readings)])
_several = st.lists(_change, unique_by=itemgetter(0), min_size=1, max_size=12)
_amendments = st.one_of(st.just(list[tuple[str, Any]]()), _several, _several)
_beginnings = st.sampled_from(at.SESSION_DAYS)
_durations = other(None, None, timedelta(0), timedelta(days=1), timedelta(days=365))
_dated = st.sampled_from((False,) * 3 + (True,))


@composite
def policies(draw: DrawFn) -> Policy:
    """Draw policies: `PILOT_2020`, or changes of it in any field, in few of them or many.

    Other readings, rates, caps, credits by level, notices, shares such as a third, and first and last days in force.
    """
    parts: dict[str, dict[str, object]] = {}
    for field, value in draw(_amendments):
        part, _, name = field.partition(".")
        parts.setdefault(part, {})[name] = value
    if draw(_dated):
        first, duration = draw(_beginnings), draw(_durations)
        last = None if duration is None else first + duration
        return PILOT_2020.amended(**parts, effective_from=first, effective_until=last)
    return PILOT_2020.amended(**parts) if parts else PILOT_2020


_policies = policies()
_successions = st.lists(_beginnings, min_size=1, max_size=4, unique=True).map(sorted)
_gaps = other(None, timedelta(days=1), timedelta(days=2))


@composite
def timelines(draw: DrawFn) -> Timeline:
    """Draw timelines of one to four policies: open ends, ends the day before the next, and gaps of a day."""
    firsts = draw(_successions)
    editions: list[Policy] = []
    for first, following in zip(firsts, [*firsts[1:], None], strict=True):
        gap = draw(_gaps) if following else None
        last = max(first, following - gap) if following and gap else None
        editions.append(draw(_policies).amended(effective_from=first, effective_until=last))
    return Timeline(policies=tuple(editions))
