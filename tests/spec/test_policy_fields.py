"""Each field of the policy: its clause, its reading, its value in the 2020 document, and what it may be amended to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from xmut_rules import (
    PILOT_2020,
    Policy,
    Timeline,
    college_award,
    duty_day_pay,
    session_rate,
    training_pay,
    training_tariff,
)
from xmut_rules.rules.credits import Outcome
from xmut_rules.rules.exams import ExamRule
from xmut_rules.rules.settlement import SettlementRule
from xmut_rules.rules.training import TrainingRule

SCHEMA = Policy.model_json_schema()
WRITTEN = json.loads(PILOT_2020.model_dump_json())

FIELDS: dict[str, tuple[str, str | None, Any]] = {
    "training.hour_rate": ("§3.5.2.1", None, "120.00"),
    "training.day_rate": ("§3.5.2.1", None, "720.00"),
    "training.hours_per_day": ("§3.5.2.1", None, "6"),
    "training.long_day": ("§3.5.2.1", "A1", "hourly"),
    "exams.short_rate": ("§3.5.2.2a", None, "150.00"),
    "exams.long_rate": ("§3.5.2.2a", None, "200.00"),
    "exams.long_from_minutes": ("§3.5.2.2a", "B2", 180),
    "exams.day_rate": ("§3.5.2.2b", None, "500.00"),
    "exams.day_rate_from": ("§3.5.2.2b", None, 3),
    "exams.day_rate_reading": ("§3.5.2.2b", "B4", "flat"),
    "exams.day_scope": ("§3.5.2.2b", "B6", "person"),
    "exams.split": ("§3.5.2.2b", "B8", "standard_pay"),
    "surplus.college_share": ("§3.5.3b", None, "3/10"),
    "surplus.rounding": ("§3.5.3b", "C12", "half_up"),
    "credits.per_certificate": ("§3.4c", None, "2"),
    "credits.by_level": ("§3.4c", "D14", []),
    "credits.levels": ("§3.4c", "D4", "each"),
    "credits.category_cap": ("§3.4b", "D11", None),
    "credits.earliest_issue": ("§3.4a", "D7", None),
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
    "schedule.turnaround_minutes": (0, 1440),
    "schedule.notice_days": (0, 366),
}
CHOICES: dict[str, list[str]] = {
    "training.long_day": ["hourly", "capped"],
    "exams.day_rate_reading": ["flat", "ceiling", "floor"],
    "exams.day_scope": ["person", "person_and_project"],
    "exams.split": ["standard_pay", "sessions"],
    "surplus.rounding": ["half_up", "half_even", "down"],
    "credits.levels": ["each", "highest"],
}


def amended(field: str, value: Any) -> Any:
    """Give what the JSON of the pilot says at a field that was amended."""
    part, name = field.split(".")
    return json.loads(PILOT_2020.amended(**{part: {name: value}}).model_dump_json())[part][name]


def note(field: str) -> Any:
    """Give what the JSON Schema says of a field."""
    part, name = field.split(".")
    return SCHEMA["$defs"][SCHEMA["properties"][part]["$ref"].rpartition("/")[2]]["properties"][name]


class TestFieldsOfThePolicy:
    """§0a  What the document states, clause by clause, and the readings taken where its text is open."""

    @pytest.mark.parametrize("field", FIELDS)
    def test_a_field_has_its_clause_its_reading_and_its_value(self, field: str) -> None:
        """The schema names the clause and the reading, and the pilot the figure of the document."""
        clause, reading, value = FIELDS[field]
        part, name = field.split(".")
        assert (note(field)["clause"], note(field).get("reading")) == (clause, reading)
        assert WRITTEN[part][name] == value

    def test_no_field_is_left_out(self) -> None:
        """Besides its clause, each part has the fields above and no other."""
        found = {f"{part}.{name}" for part in CLAUSES for name in WRITTEN[part] if name != "clause"}
        assert found == set(FIELDS)
        assert {part: WRITTEN[part]["clause"] for part in CLAUSES} == CLAUSES

    def test_the_document_is_named(self) -> None:
        """§0a: number, titles, issuer, and the days of issue and of printing; in force from the issue on, open end."""
        assert WRITTEN["document"] == {
            "number": "厦工教〔2020〕39号",
            "title": "厦门工学院“1+X”证书制度试点实施办法（试行）",
            "annex_title": "厦门工学院“1+X”证书制度试点实施方案（试行）",
            "issuer": "厦门工学院",
            "issued_on": "2020-12-18",
            "printed_on": "2020-12-21",
        }
        assert (WRITTEN["format"], WRITTEN["effective_from"], WRITTEN["effective_until"]) == (
            "xmut-rules/policy/1", "2020-12-18", None)  # fmt: skip
        notes = [SCHEMA["properties"][name] for name in ("effective_from", "effective_until")]
        assert [(each["clause"], each.get("reading")) for each in notes] == [("§0a", "E10"), ("§0a", None)]

    @pytest.mark.parametrize("part", CLAUSES)
    def test_a_part_keeps_its_clause(self, part: str) -> None:
        """The clause of a part is no choice: another one is refused."""
        for wrong in ("§0a", CLAUSES[part] + "x", ""):
            with pytest.raises(ValidationError):
                PILOT_2020.amended(**{part: {"clause": wrong}})
        with pytest.raises(ValidationError):
            PILOT_2020.amended(format="xmut-rules/policy/2")

    @pytest.mark.parametrize("field", WHOLE)
    def test_a_whole_number_has_its_bounds(self, field: str) -> None:
        """B2, E3, E7: minutes are at most a day's 1440, sessions 1 to 100, days of notice at most 366."""
        least, most = WHOLE[field]
        assert [amended(field, value) for value in (least, most)] == [least, most]
        for wrong in (least - 1, most + 1, True, f"{least}"):
            with pytest.raises(ValidationError):
                amended(field, wrong)
        schema = note(field)
        limits = schema["anyOf"][0] if "anyOf" in schema else schema
        assert (limits["minimum"], limits["maximum"]) == (least, most)

    @pytest.mark.parametrize("field", CHOICES)
    def test_a_reading_has_its_options(self, field: str) -> None:
        """A1, B4, B6, B8, C12, D4: the options are these, the default first, and no other word is taken."""
        assert [amended(field, each) for each in CHOICES[field]] == CHOICES[field] == note(field)["enum"]
        with pytest.raises(ValidationError):
            amended(field, CHOICES[field][0].upper())

    def test_credits_by_level_have_three_levels_and_two_categories(self) -> None:
        """D14: every level, in either category or in both, may be listed once."""
        rows = [
            {"level": level, "credits": "1", "category": category}
            for level in ("初级", "中级", "高级")
            for category in (None, "innovation_practice", "general_elective")
        ]
        assert amended("credits.by_level", rows) == rows
        assert amended("credits.by_level", [{"level": "初级", "credits": 1}])[0]["category"] is None
        for wrong in ({**rows[0], "level": "特级"}, {**rows[0], "category": "other"}, rows[0]):
            with pytest.raises(ValidationError):
                amended("credits.by_level", [rows[0], wrong])

    def test_what_contradicts_is_told_with_its_place(self) -> None:
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
            with pytest.raises(ValidationError) as told:
                call()
            (error,) = told.value.errors(include_input=False, include_url=False)
            assert (error["loc"][-len(place) :], error["type"]) == (place, code)

    def test_a_policy_of_a_timeline_is_told_with_its_place(self) -> None:
        """E10: the second of two policies ends before it begins; the error names it and its field."""
        first = PILOT_2020.amended(effective_until=date(2021, 12, 31)).model_dump(mode="json")
        second = {**first, "effective_from": "2023-01-01", "effective_until": "2022-12-31"}
        with pytest.raises(ValidationError) as told:
            Timeline.model_validate_json(json.dumps({"policies": [first, second]}))
        found = [(each["loc"], each["type"]) for each in told.value.errors(include_input=False, include_url=False)]
        assert found == [(("policies", 1, "effective_until"), "effective-order")]

    def test_an_amendment_changes_what_it_names(self) -> None:
        """A part is merged by name, any other field is replaced, and what does not exist is refused."""
        changed = PILOT_2020.amended(training={"hour_rate": 130}, effective_from=date(2022, 1, 1))
        wanted = {**WRITTEN, "training": {**WRITTEN["training"], "hour_rate": "130.00"}, "effective_from": "2022-01-01"}
        assert json.loads(changed.model_dump_json()) == wanted
        wrong: list[dict[str, Any]] = [
            {"week_rate": 1}, {"training": {"week_rate": 1}}, {"training": None}, {"effective_from": {}},
            {"week": {"rate": 1}},
        ]  # fmt: skip
        for each in wrong:
            with pytest.raises(ValidationError):
                PILOT_2020.amended(**each)

    def test_the_rules_and_outcomes_are_these(self) -> None:
        """§3.5.2.1, §3.5.2.2b, §3.5.3b, §3.4a: what may have given an amount, and the order in which refusals stand."""
        rules = ("class-hours", "day", "capped", "absorbed", "repeated-day", "not-in-force")
        assert get_args(TrainingRule) == rules
        assert get_args(ExamRule) == ("sessions", "day-rate", "not-in-force")
        assert get_args(SettlementRule) == ("share", "no-surplus", "not-in-force")
        assert get_args(Outcome) == (
            "granted", "recognized-earlier", "not-in-force", "kind-not-covered", "issuer-not-recognized", "not-valid",
            "not-yet-issued", "before-earliest-issue", "enrolment-unknown", "before-enrolment", "after-graduation",
            "category-missing", "number-shared", "duplicate", "lower-level", "level-not-listed")  # fmt: skip


def sha256(document: dict[str, Any]) -> str:
    """Give the SHA-256 of canonical JSON: sorted keys, UTF-8, no spaces."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class TestTheDigest:
    """§0a  A policy is known again years later: its digest is the SHA-256 of all its fields."""

    def test_the_digest_of_the_pilot(self) -> None:
        """The digest of the 2020 document never changes; that of any amendment is another."""
        assert PILOT_2020.digest == "064f1f04501e89b0e9c2502a8ce72ac202639ac36ff9d33bdf245dc4dcdd0207"
        digests = {PILOT_2020.digest, *(PILOT_2020.amended(exams={"day_rate_from": n}).digest for n in range(4, 9))}
        assert len(digests) == 6

    @pytest.mark.parametrize("place", range(3), ids=["policy", "part", "row"])
    def test_what_was_forced_into_a_policy_changes_its_digest(self, place: int) -> None:
        """A stray name put into a policy, a part or a row of a table by force is written as `strays`, in order."""
        forced = PILOT_2020.amended(credits={"by_level": [{"level": "初级", "credits": 1}]})
        written = json.loads(forced.model_dump_json())
        assert forced.digest == sha256(written)
        part = (forced, forced.credits, forced.credits.by_level[0])[place]
        for name in ("other", "extra"):
            object.__setattr__(part, name, 1)
        assert forced.digest == sha256({**written, "strays": ["extra", "other"]})

    @pytest.mark.parametrize("value", [PILOT_2020.training.day_rate, 120], ids=["another rate", "another type"])
    def test_a_value_forced_into_a_field_changes_the_digest(self, value: Any) -> None:
        """A rate set by force, even the same number of another type, is not the policy's any more."""
        policy = PILOT_2020.amended(document={"title": "另一"})
        before = policy.digest
        object.__setattr__(policy.training, "hour_rate", value)
        assert policy.digest != before

    def test_a_value_of_a_strange_type_changes_the_digest(self) -> None:
        """The same rate of a subclass of Decimal, or a level of a subclass of str, is named among the strays."""
        policy = PILOT_2020.amended(credits={"by_level": [{"level": "初级", "credits": 1}]})
        written = json.loads(policy.model_dump_json())
        object.__setattr__(policy.training, "hour_rate", type("Rate", (Decimal,), {})("120.00"))
        assert policy.digest == sha256({**written, "strays": ["hour_rate"]})
        object.__setattr__(policy.credits.by_level[0], "level", type("Level", (str,), {})("初级"))
        assert policy.digest == sha256({**written, "strays": ["hour_rate", "level"]})

    @pytest.mark.parametrize("wrong", [Timeline(policies=(PILOT_2020,)), "PILOT_2020"], ids=["timeline", "name"])
    def test_the_bare_tariffs_ask_a_policy_alone(self, wrong: Any) -> None:
        """§3.5.2.1, §3.5.2.2a, §3.5.3b: a timeline, or anything else, is refused under the argument's name."""
        calls: list[Callable[[], object]] = [
            lambda: training_tariff("day", 1, policy=wrong),
            lambda: session_rate(timedelta(hours=1), policy=wrong),
            lambda: duty_day_pay([], policy=wrong),
            lambda: college_award(1, policy=wrong),
        ]
        for call in calls if isinstance(wrong, Timeline) else [*calls, lambda: training_pay([], policy=wrong)]:
            with pytest.raises(ValueError, match=r"^policy: "):
                call()
