"""Small domains of dates in full: which policy is in force, and on which days weekly lessons fall."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import pytest

import xmut_rules as x
from tests.model import generator, library
from tests.model.amounts import Refused, Row
from tests.model.answers import answer
from tests.model.days import Calendar
from tests.model.training import WEEKDAYS

pytestmark = pytest.mark.exhaustive
DAYS = [date(2020, 12, 31) + timedelta(days=n) for n in range(6)]


def in_force(policies: Sequence[Row]) -> tuple[list[str | None] | None, list[str | None] | None]:
    """The first day of the policy in force on each day by the model and by the library; nothing if refused."""
    try:
        spans = [Calendar(policies).on(day) for day in DAYS]
        model = [policy["effective_from"] if policy else None for policy in spans]
    except Refused:
        model = None
    try:
        timeline = x.Timeline(policies=tuple(library.policy_of(json.dumps(policy)) for policy in policies))
    except ValueError:
        return model, None
    found = [timeline.in_force(day) for day in DAYS]
    return model, [str(policy.effective_from) if policy else None for policy in found]


def test_every_timeline_of_up_to_three_policies_has_its_policy_each_day() -> None:
    """§0a, E10: open and closed ends, gaps, overlaps and one first day twice, over five days."""
    days = [day.isoformat() for day in DAYS[:5]]
    spans = [(first, last) for first in days for last in (*days, None) if last is None or last >= first]
    rows = [{**generator.terms(0), "effective_from": first, "effective_until": last} for first, last in spans]
    refused = 0
    for number in (1, 2, 3):
        for policies in combinations(rows, number):
            model, found = in_force(policies[::-1])
            assert model == found
            refused += model is None
    assert refused > 100


def lessons(series: Row) -> Row:
    """The library's lessons of one plan, or that it is refused."""
    try:
        read = library.read(x.WeeklySeries, [series])
        return {"records": [library.plain(record) for record in x.weekly_lessons(read[0])]}
    except ValueError:
        return {"refused": True}


@pytest.mark.parametrize("interval", [1, 2, 3])
def test_every_weekly_plan_of_up_to_two_weekdays_has_its_lessons(interval: int) -> None:
    """Every first weekday, weekdays in either order, counts to 4, last days to three weeks on, one day left out."""
    row: Row = {"series_id": "W", "project_id": "P", "staff_id": "T", "unit": "day", "quantity": "1"}
    weekdays = [[name] for name in WEEKDAYS] + [list(pair) for pair in product(WEEKDAYS, repeat=2)]
    ends: list[dict[str, Any]] = [{"count": count} for count in range(1, 5)]
    for first in (date(2021, 3, 1) + timedelta(days=n) for n in range(7)):
        untils = [{"until": (first + timedelta(days=n)).isoformat()} for n in (-1, 0, 5, 7, 14, 20)]
        for names, end, excluded in product(weekdays, ends + untils, ([], [first.isoformat()])):
            plan = {"weekdays": names, "first_day": first.isoformat(), "excluded_dates": excluded, **end}
            series = {**row, **plan, "interval": interval}
            assert lessons(series) == answer("weekly_lessons", [], {"series": [series]})


@pytest.mark.parametrize("last", range(20, 32))
def test_weekly_plans_end_with_the_last_day_of_all(last: int) -> None:
    """No lesson lies after 2099-12-31, and a plan has at most 366 lessons."""
    row: Row = {"series_id": "W", "project_id": "P", "staff_id": "T", "unit": "class_hour", "quantity": "1.50"}
    plans: list[dict[str, Any]] = [{"count": count} for count in (1, 2, 3, 366)]
    plans += [{"until": until} for until in ("2099-12-31", "2100-01-01")]
    for names, end in product((["monday"], ["thursday", "sunday"], list(WEEKDAYS)), plans):
        series = {**row, "weekdays": names, "first_day": f"2099-12-{last}", **end}
        assert lessons(series) == answer("weekly_lessons", [], {"series": [series]})
        longer = {**series, "first_day": f"2098-12-{last}"}
        assert lessons(longer) == answer("weekly_lessons", [], {"series": [longer]})
