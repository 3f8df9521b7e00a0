"""Rows of another table and mixed clocks are refused by name, in every public function alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.spec.builders import booking, project, series, session, student
from xmut_rules import (
    PILOT_2020,
    check_certificates,
    check_duties,
    check_grants,
    check_notices,
    check_receipts,
    check_schedule,
    check_training,
    exam_pay,
    recognize_credits,
    settle,
    social_service_hours,
    training_pay,
    weekly_lessons,
)

AS_OF = date(2021, 7, 31)


CALLS: dict[str, Callable[[list[Any]], object]] = {
    "records": lambda rows: training_pay(rows, policy=PILOT_2020),
    "records of hours": lambda rows: social_service_hours(rows, policy=PILOT_2020),
    "records checked": lambda rows: check_training(rows, policy=PILOT_2020),
    "series": lambda rows: weekly_lessons(rows[0]),
    "sessions": lambda rows: exam_pay(rows, [], policy=PILOT_2020),
    "sessions checked": lambda rows: check_duties(rows, [], policy=PILOT_2020),
    "sessions of notices": lambda rows: check_notices(rows, policy=PILOT_2020),
    "sessions of the plan": lambda rows: check_schedule(rows, [], [], [], policy=PILOT_2020),
    "duties": lambda rows: exam_pay([], rows, policy=PILOT_2020),
    "duties checked": lambda rows: check_duties([], rows, policy=PILOT_2020),
    "duties of the plan": lambda rows: check_schedule([], rows, [], [], policy=PILOT_2020),
    "training": lambda rows: check_schedule([], [], rows, [], policy=PILOT_2020),
    "bookings": lambda rows: check_schedule([], [], [], rows, policy=PILOT_2020),
    "project": lambda rows: settle(rows[0], [], [], training=0, exams=0, on=AS_OF, policy=PILOT_2020),
    "receipts": lambda rows: settle(project(), rows, [], training=0, exams=0, on=AS_OF, policy=PILOT_2020),
    "costs": lambda rows: settle(project(), [], rows, training=0, exams=0, on=AS_OF, policy=PILOT_2020),
    "receipts checked": lambda rows: check_receipts(rows, [], policy=PILOT_2020),
    "receipts of grants": lambda rows: check_grants(rows, [], on=AS_OF, policy=PILOT_2020),
    "costs of grants": lambda rows: check_grants([], rows, on=AS_OF, policy=PILOT_2020),
    "certificates": lambda rows: recognize_credits(rows, [], as_of=AS_OF, policy=PILOT_2020),
    "certificates checked": lambda rows: check_certificates(rows, as_of=AS_OF, policy=PILOT_2020),
    "students": lambda rows: recognize_credits([], rows, as_of=AS_OF, policy=PILOT_2020),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_stray_row_is_refused_under_its_tables_name(name: str) -> None:
    """A row of another kind is refused, and the error begins with the table's name and the row's place."""
    with pytest.raises(ValueError, match=rf"^{name.split(maxsplit=1)[0]}\[0\]: "):
        CALLS[name]([student() if name != "students" else series(count=1)])


def test_times_with_and_without_a_zone_have_their_own_code() -> None:
    """§3.5.2.2a, §3.5.4e: a naive session beside an aware one or booking has the code of mixed clocks."""
    aware = "2021-03-06T09:00+08:00"
    calls: list[Callable[[], object]] = [
        lambda: exam_pay([session("E1"), session("E2", start=aware)], [], policy=PILOT_2020),
        lambda: check_schedule([session("E1")], [], [], [booking(start=aware)], policy=PILOT_2020),
    ]
    for call in calls:
        with pytest.raises(ValueError) as raised:
            call()
        assert getattr(raised.value, "type", None) == "mixed-clocks"
