"""Each field of the policy: its clause, its reading, its value in the 2020 document, and what it may be amended to."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from tests.spec.builders import amended
from xmut_rules import PILOT_2020, Policy, Timeline

SCHEMA = Policy.model_json_schema()
WRITTEN = json.loads(PILOT_2020.model_dump_json())

FIELDS: dict[str, tuple[str, str | None, Any]] = {
    "training.hour_rate": ("§3.5.2.1", None, "120.00"),
    "training.day_rate": ("§3.5.2.1", None, "720.00"),
    "training.hours_per_day": ("§3.5.2.1", None, "6"),
    "training.long_day": ("§3.5.2.1", "A1", "hourly"),
    "training.day_and_hours": ("§3.5.2.1", "A5", "both"),
    "exams.short_rate": ("§3.5.2.2a", None, "150.00"),
    "exams.long_rate": ("§3.5.2.2a", None, "200.00"),
    "exams.long_from_minutes": ("§3.5.2.2a", "B2", 180),
    "exams.day_rate": ("§3.5.2.2b", None, "500.00"),
    "exams.day_rate_from": ("§3.5.2.2b", None, 3),
    "exams.day_rate_reading": ("§3.5.2.2b", "B4", "flat"),
    "exams.day_scope": ("§3.5.2.2b", "B6", "person"),
    "exams.split": ("§3.5.2.2b", "B8", "standard_pay"),
    "exams.overlapping": ("§3.5.2.2b", "B10", "each"),
    "surplus.college_share": ("§3.5.3b", None, "3/10"),
    "surplus.rounding": ("§3.5.3b", "C12", "half_up"),
    "credits.per_certificate": ("§3.4c", None, "2"),
    "credits.by_level": ("§3.4c", "D14", []),
    "credits.levels": ("§3.4c", "D4", "each"),
    "credits.category_cap": ("§3.4b", "D11", None),
    "credits.earliest_issue": ("§3.4a", "D7", None),
    "credits.before_enrolment": ("§3.4a", "D6", "refused"),
    "credits.days_after_graduation": ("§3.4a", "D8", 0),
    "schedule.turnaround_minutes": ("§3.5.4e", "E3", 0),
    "schedule.notice_days": ("§3.5.4d", "E7", None),
}
CLAUSES = {
    "training": "§3.5.2.1",
    "exams": "§3.5.2.2a",
    "surplus": "§3.5.3b",
    "credits": "§3.4c",
    "funds": "§3.3c",
    "schedule": "§3.5.4e",
}
WHOLE: dict[str, tuple[int, int]] = {
    "exams.long_from_minutes": (1, 1440),
    "exams.day_rate_from": (1, 100),
    "credits.days_after_graduation": (0, 3660),
    "schedule.turnaround_minutes": (0, 1440),
    "schedule.notice_days": (0, 366),
}
CHOICES: dict[str, list[str]] = {
    "training.long_day": ["hourly", "capped"],
    "training.day_and_hours": ["both", "day_only"],
    "exams.day_rate_reading": ["flat", "ceiling", "floor"],
    "exams.day_scope": ["person", "person_and_project"],
    "exams.split": ["standard_pay", "sessions"],
    "exams.overlapping": ["each", "once"],
    "surplus.rounding": ["half_up", "half_even", "down"],
    "credits.levels": ["each", "highest"],
    "credits.before_enrolment": ["refused", "accepted"],
}


def note(field: str) -> Any:
    """Return a field's part of the JSON Schema."""
    part, name = field.split(".")
    return SCHEMA["$defs"][SCHEMA["properties"][part]["$ref"].rpartition("/")[2]]["properties"][name]


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_has_its_clause_its_reading_and_its_value(field: str) -> None:
    """The schema names the clause and the reading, and the pilot the figure of the document."""
    clause, reading, value = FIELDS[field]
    part, name = field.split(".")
    assert (note(field)["clause"], note(field).get("reading")) == (clause, reading)
    assert WRITTEN[part][name] == value


def test_no_field_is_left_out() -> None:
    """Besides its clause and the sources of changed values, each part has the fields above and no other."""
    found = {f"{part}.{name}" for part in CLAUSES for name in WRITTEN[part] if name not in ("clause", "sources")}
    assert found == set(FIELDS)
    assert {part: WRITTEN[part]["clause"] for part in CLAUSES} == CLAUSES


@pytest.mark.parametrize("part", CLAUSES)
def test_a_part_keeps_its_clause(part: str) -> None:
    """The clause of a part is no choice: another one is refused."""
    for wrong in ("§0a", CLAUSES[part] + "x", ""):
        with pytest.raises(ValidationError):
            PILOT_2020.amended(**{part: {"clause": wrong}})
    with pytest.raises(ValidationError):
        PILOT_2020.amended(format="xmut-rules/policy/2")


@pytest.mark.parametrize("field", WHOLE)
def test_a_whole_number_has_its_bounds(field: str) -> None:
    """B2, D8, E3, E7: minutes are at most a day's 1440, sessions 1 to 100, days of notice at most 366."""
    least, most = WHOLE[field]
    assert [amended(field, value) for value in (least, most)] == [least, most]
    for wrong in (least - 1, most + 1, True, f"{least}"):
        with pytest.raises(ValidationError):
            amended(field, wrong)
    schema = note(field)
    limits = schema["anyOf"][0] if "anyOf" in schema else schema
    assert (limits["minimum"], limits["maximum"]) == (least, most)


@pytest.mark.parametrize("field", CHOICES)
def test_a_reading_has_its_options(field: str) -> None:
    """A1, B4, B6, B8, C12, D4: the options are these, the default first, and no other word is accepted."""
    assert [amended(field, option) for option in CHOICES[field]] == CHOICES[field] == note(field)["enum"]
    with pytest.raises(ValidationError):
        amended(field, CHOICES[field][0].upper())


def test_what_contradicts_is_reported_at_its_place() -> None:
    """D14, E10: a level twice, an end before the beginning and an overlap are errors of their own field."""
    level = {"level": "初级", "credits": 1}
    ended = PILOT_2020.amended(effective_until=date(2021, 12, 31))
    wrong: list[tuple[Any, tuple[str | int, ...], str]] = [
        (lambda: amended("credits.by_level", [level] * 2), ("credits", "by_level", 1, "level"), "level-repeated"),
        (lambda: PILOT_2020.amended(effective_until=date(2020, 12, 17)), ("effective_until",), "effective-order"),
        (lambda: Timeline(policies=(ended, ended.amended(effective_from=date(2021, 12, 31)))),
         ("policies", 1, "effective_from"), "policies-overlap"),
    ]  # fmt: skip
    for call, place, code in wrong:
        with pytest.raises(ValidationError) as raised:
            call()
        (error,) = raised.value.errors(include_input=False, include_url=False)
        assert (error["loc"][-len(place) :], error["type"]) == (place, code)


def test_an_amendment_changes_what_it_names() -> None:
    """A part is merged by name, any other field is replaced, and what does not exist is refused."""
    changed = PILOT_2020.amended(training={"hour_rate": 130}, effective_from=date(2022, 1, 1))
    wanted = {**WRITTEN, "training": {**WRITTEN["training"], "hour_rate": "130.00"}, "effective_from": "2022-01-01"}
    assert json.loads(changed.model_dump_json()) == wanted
    wrong: list[dict[str, Any]] = [
        {"week_rate": 1}, {"training": {"week_rate": 1}}, {"training": None}, {"effective_from": {}},
        {"week": {"rate": 1}},
    ]  # fmt: skip
    for change in wrong:
        with pytest.raises(ValidationError):
            PILOT_2020.amended(**change)
