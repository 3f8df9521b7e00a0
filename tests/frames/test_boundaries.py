"""Boundaries of the rules over data frames, worked by hand: what ten drawn terms may miss."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from xmut_rules import PILOT_2020, Policy
from xmut_rules.frames import duty_pay, training_pay

CAPPED = PILOT_2020.amended(training={"long_day": "capped"})
ONE_FEN = PILOT_2020.amended(training={"hour_rate": "0.01"})


@pytest.mark.parametrize(
    ("policy", "rows", "expected"),
    [
        (ONE_FEN, [("class_hour", 50)], [(1, "class-hours")]),  # half a fen rounds up (A3)
        (ONE_FEN, [("class_hour", 49)], [(0, "class-hours")]),
        (CAPPED, [("class_hour", 300), ("class_hour", 300)], [(36000, "class-hours"), (36000, "class-hours")]),  # A1
        (CAPPED, [("class_hour", 300), ("class_hour", 301)], [(35940, "capped"), (36060, "capped")]),
        (CAPPED, [("class_hour", 300), ("day", 100)], [(0, "absorbed"), (72000, "day")]),  # A5
        (PILOT_2020, [("day", 0), ("day", 100), ("day", 100)], [(0, "day"), (72000, "day"), (0, "repeated-day")]),  # A6
    ],
)
def test_a_date_of_training_at_its_boundaries(
    policy: Policy, rows: list[tuple[str, int]], expected: list[tuple[int, str]]
) -> None:
    """§3.5.2.1: half a fen, six class hours and a hundredth more, a day beside hours, the second of two days."""
    count = len(rows)
    records = pl.DataFrame(
        {
            "record_id": [f"R{number}" for number in range(count)],
            "staff_id": ["T1"] * count,
            "project_id": ["P1"] * count,
            "date": [date(2021, 3, 6)] * count,
            "unit": [unit for unit, _ in rows],
            "quantity_hundredths": [quantity for _, quantity in rows],
        }
    )
    found: Any = training_pay(records, policy=policy).sort("record_id")
    assert found.select("amount_fen", "rule").rows() == expected


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([179], [("P1", 15000, "sessions")]),
        ([180], [("P1", 20000, "sessions")]),  # exactly three hours is long (B2)
        ([60, 60], [("P1", 15000, "sessions"), ("P2", 15000, "sessions")]),
        ([60, 60, 60], [("P1", 16667, "day-rate"), ("P2", 16667, "day-rate"), ("P3", 16666, "day-rate")]),  # B8
    ],
)
def test_a_day_on_duty_at_its_boundaries(lengths: list[int], expected: list[tuple[str, int, str]]) -> None:
    """§3.5.2.2a-b: three hours, three sessions, and fen that are left over go to the smaller ids."""
    ids = [f"S{number}" for number in range(len(lengths))]
    starts = [datetime(2021, 6, 5, 8) + timedelta(hours=4 * number) for number in range(len(lengths))]
    ends = [start + timedelta(minutes=length) for start, length in zip(starts, lengths, strict=True)]
    projects = [f"P{number + 1}" for number in range(len(lengths))]
    sessions = pl.DataFrame({"session_id": ids, "project_id": projects, "start": starts, "end": ends})
    duties = pl.DataFrame({"staff_id": ["T1"] * len(ids), "session_id": ids})
    found: Any = duty_pay(sessions, duties, policy=PILOT_2020).sort("project_id")
    assert found.select("project_id", "share_fen", "rule").rows() == expected


def test_before_the_policy_is_in_force_nothing_is_paid() -> None:
    """§0a, E10: the day before the first day in force pays nothing, the first day pays in full."""
    later = PILOT_2020.amended(effective_from="2021-03-06")
    days = [date(2021, 3, 5), date(2021, 3, 6)]
    ids = ["A", "B"]
    records = pl.DataFrame(
        {
            "record_id": ids, "staff_id": ["T1"] * 2, "project_id": ["P1"] * 2, "date": days, "unit": ["day"] * 2,
            "quantity_hundredths": [100, 100],
        }
    )  # fmt: skip
    paid: Any = training_pay(records, policy=later).sort("record_id")
    assert paid.select("class_hours_hundredths", "amount_fen", "rule", "clause").rows() == [
        (0, 0, "not-in-force", "§0a"), (600, 72000, "day", "§3.5.2.1"),
    ]  # fmt: skip
    starts = [datetime(day.year, day.month, day.day, 8) for day in days]
    ends = [start + timedelta(hours=3) for start in starts]
    sessions = pl.DataFrame({"session_id": ids, "project_id": ["P1"] * 2, "start": starts, "end": ends})
    duties = pl.DataFrame({"staff_id": ["T1"] * 2, "session_id": ids})
    shares: Any = duty_pay(sessions, duties, policy=later).sort("date")
    assert shares.select("sessions", "amount_fen", "share_fen", "rule", "clause").rows() == [
        (1, 0, 0, "not-in-force", "§0a"), (1, 20000, 20000, "sessions", "§3.5.2.2a"),
    ]  # fmt: skip
