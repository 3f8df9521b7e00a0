"""The policy: its numbers as the document states them, amendments, digests and timelines.

Every number is written here as the document writes it, and the digest is worked out from a document made by hand.
"""

from __future__ import annotations

import hashlib
import json
import operator
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from xmut_rules.policy.editions import PILOT_2020
from xmut_rules.policy.readings import READINGS
from xmut_rules.policy.terms import LevelCredits, Policy, Timeline, TrainingTerms, lookup, only_policy

AS_ISSUED: dict[str, Any] = {
    "format": "xmut-rules/policy/1",
    "document": {
        "number": "厦工教〔2020〕39号",
        "title": "厦门工学院“1+X”证书制度试点实施办法（试行）",
        "annex_title": "厦门工学院“1+X”证书制度试点实施方案（试行）",
        "issuer": "厦门工学院",
        "issued_on": "2020-12-18",
        "printed_on": "2020-12-21",
    },
    "effective_from": "2020-12-18",
    "effective_until": None,
    "training": {
        "clause": "§3.5.2.1",
        "hour_rate": "120.00",
        "day_rate": "720.00",
        "hours_per_day": "6",
        "long_day": "hourly",
    },
    "exams": {
        "clause": "§3.5.2.2a",
        "short_rate": "150.00",
        "long_rate": "200.00",
        "long_from_minutes": 180,
        "day_rate": "500.00",
        "day_rate_from": 3,
        "day_rate_reading": "flat",
        "day_scope": "person",
        "split": "standard_pay",
    },
    "surplus": {"clause": "§3.5.3b", "college_share": "3/10", "rounding": "half_up"},
    "credits": {
        "clause": "§3.4c",
        "per_certificate": "2",
        "by_level": [],
        "levels": "each",
        "category_cap": None,
        "earliest_issue": None,
    },
    "funds": {"clause": "§3.3c"},
    "schedule": {"clause": "§3.5.4e", "turnaround_minutes": 0, "notice_days": None},
}
ADDED: dict[str, dict[str, Any]] = {
    "training": {"day_and_hours": "both", "sources": []},
    "exams": {"overlapping": "each", "sources": []},
    "surplus": {"sources": []},
    "credits": {"before_enrolment": "refused", "days_after_graduation": 0, "sources": []},
    "schedule": {"sources": []},
}
"""The fields that came later, with what a policy stored without them means."""

COMPLETE = {part: {**held, **ADDED[part]} if part in ADDED else held for part, held in AS_ISSUED.items()}
LATER: dict[str, Any] = {"level": "初级", "credits": "1", "category": "innovation_practice"}
CHANGED: list[tuple[str, str, Any, Any]] = [
    *[("document", name, "另一份", "另一份") for name in ("number", "title", "annex_title", "issuer")],
    *[("document", name, "2024-04-16", "2024-04-16") for name in ("issued_on", "printed_on")],
    *[("", "effective_from", date(2020, 9, 1), "2020-09-01"), ("", "effective_until", "2020-12-18", "2020-12-18")],
    *[("training", "hour_rate", 121, "121.00"), ("training", "day_rate", "720.01", "720.01")],
    *[("training", "hours_per_day", "6.01", "6.01"), ("training", "long_day", "capped", "capped")],
    *[("exams", name, 0, "0.00") for name in ("short_rate", "long_rate", "day_rate")],
    *[("exams", "long_from_minutes", 181, 181), ("exams", "day_rate_from", 4, 4)],
    ("training", "day_and_hours", "day_only", "day_only"),
    *[("exams", "overlapping", "once", "once"), ("credits", "before_enrolment", "accepted", "accepted")],
    *[("credits", "days_after_graduation", days, days) for days in (1, 3660)],
    *[("exams", "split", "sessions", "sessions"), ("exams", "day_scope", "person_and_project", "person_and_project")],
    *[("exams", "day_rate_reading", value, value) for value in ("ceiling", "floor")],
    *[("surplus", "rounding", value, value) for value in ("half_even", "down")],
    ("surplus", "college_share", "30.5%", "61/200"),
    *[("credits", "per_certificate", "2.5", "2.5"), ("credits", "by_level", [LATER], [LATER])],
    *[("credits", "levels", "highest", "highest"), ("credits", "category_cap", 4, "4")],
    *[("credits", "earliest_issue", "2020-12-18", "2020-12-18"), ("schedule", "turnaround_minutes", 1, 1)],
    *[("schedule", "notice_days", 0, 0), ("schedule", "notice_days", 366, 366)],
]


def changed(part: str, name: str, value: Any) -> Policy:
    """The pilot with one field changed."""
    return PILOT_2020.amended(**{part: {name: value}} if part else {name: value})


def digest_of(document: dict[str, Any]) -> str:
    """The SHA-256 of canonical JSON: sorted keys, UTF-8, no spaces."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def problems(call: Callable[..., object], **named: Any) -> list[tuple[str, str]]:
    """The problems that a call is refused with: place and code."""
    with pytest.raises(ValidationError) as info:
        call(**named)
    return [(".".join(map(str, error["loc"])), error["type"]) for error in info.value.errors()]


def test_the_pilot_is_the_document() -> None:
    """Every number, date and reading of the pilot is the document's, and nothing else stands there."""
    assert PILOT_2020.model_dump(mode="json") == COMPLETE
    assert json.loads(PILOT_2020.model_dump_json()) == COMPLETE
    assert Policy.model_validate(COMPLETE) == PILOT_2020


def test_a_policy_stored_before_a_field_came_means_its_default_and_keeps_its_digest() -> None:
    """Without the later fields it is the same policy; a field at its default is no part of the digest, another is."""
    assert Policy.model_validate(AS_ISSUED) == PILOT_2020
    stored = json.loads(json.dumps(AS_ISSUED))
    stored["credits"]["by_level"] = [LATER]
    assert Policy.model_validate(stored).digest == digest_of(stored)
    for part, fields in ADDED.items():
        for name, default in fields.items():
            assert PILOT_2020.amended(**{part: {name: default}}).digest == digest_of(AS_ISSUED)


def test_the_digest_is_the_hash_of_the_canonical_document() -> None:
    """The digest is worked out from the document alone; anyone can do so without this library."""
    assert PILOT_2020.digest == digest_of(AS_ISSUED)
    assert Policy.model_validate_json(PILOT_2020.model_dump_json()).digest == PILOT_2020.digest
    assert Policy.model_validate_json(json.dumps(AS_ISSUED, indent=3)).digest == PILOT_2020.digest


def test_a_changed_field_changes_the_policy_and_its_digest() -> None:
    """Each field can be amended alone; the digest is that of the changed document, and no two are the same."""
    digests = {PILOT_2020.digest}
    for part, name, value, kept in CHANGED:
        expected, canonical = (json.loads(json.dumps(document)) for document in (COMPLETE, AS_ISSUED))
        for document in (expected, canonical):
            (document[part] if part else document)[name] = kept
        policy = changed(part, name, value)
        assert policy.model_dump(mode="json") == expected
        assert policy.digest == digest_of(canonical)
        assert Policy.model_validate_json(policy.model_dump_json()) == policy != PILOT_2020
        digests.add(policy.digest)
    assert len(digests) == 1 + len(CHANGED)
    assert PILOT_2020.model_dump(mode="json") == COMPLETE


def leaves(document: Any, above: str = "") -> Iterator[tuple[str, str]]:
    """Every field with the part that it stands in."""
    for name, value in document.items():
        if isinstance(value, dict):
            yield from leaves(COMPLETE[name], name)
        else:
            yield above, name


def test_every_field_can_be_amended() -> None:
    """No field is left out above but the clauses and the format, which are fixed, and the sources of changes."""
    fixed = {place for place in leaves(COMPLETE) if place[1] in {"clause", "format"}}
    own = {place for place in leaves(COMPLETE) if place[1] != "sources"}
    assert {(part, name) for part, name, _, _ in CHANGED} == own - fixed
    for part, name in fixed:
        assert problems(changed, part=part, name=name, value="§9") == [(f"{part}.{name}".strip("."), "literal_error")]


def test_parts_are_merged_by_name() -> None:
    """An amended part keeps its other fields; a whole part, or an instance of it, replaces it."""
    policy = PILOT_2020.amended(exams={"day_rate": "600", "day_rate_reading": "ceiling"}, training={"hour_rate": 130})
    expected = {**COMPLETE["exams"], "day_rate": "600.00", "day_rate_reading": "ceiling"}
    assert policy.exams.model_dump(mode="json") == expected
    assert policy.training.model_dump(mode="json") == {**COMPLETE["training"], "hour_rate": "130.00"}
    terms = TrainingTerms.model_validate({**AS_ISSUED["training"], "day_rate": 800})
    assert PILOT_2020.amended(training=terms) == changed("training", "day_rate", 800)
    assert PILOT_2020.amended() == PILOT_2020
    assert (
        policy.amended(exams={"day_rate": 500, "day_rate_reading": "flat"}, training={"hour_rate": 120}) == PILOT_2020
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"exam": {}}, [("exam", "extra_forbidden")]),
        ({"exams": {"rate": 1}}, [("exams.rate", "extra_forbidden")]),
        ({"exams": {"day_rate": 500.0}}, [("exams.day_rate", "float")]),
        ({"exams": {"day_rate": "-0.01"}}, [("exams.day_rate", "amount-negative")]),
        ({"exams": {"day_rate": True}}, [("exams.day_rate", "amount")]),
        ({"exams": {"long_from_minutes": True}}, [("exams.long_from_minutes", "int_type")]),
        ({"exams": {"long_from_minutes": 180.0}}, [("exams.long_from_minutes", "int_type")]),
        ({"exams": {"day_rate_reading": "maximum"}}, [("exams.day_rate_reading", "literal_error")]),
        ({"exams": None}, [("exams", "model_type")]),
        ({"training": {"hours_per_day": "24.01"}}, [("training.hours_per_day", "hours")]),
        ({"surplus": {"college_share": 0.3}}, [("surplus.college_share", "float")]),
        ({"credits": {"by_level": [{"level": "四级", "credits": 1}]}}, [("credits.by_level.0.level", "literal_error")]),
        ({"effective_from": "1999-12-31"}, [("effective_from", "day")]),
        ({"effective_until": "2020-12-17"}, [("effective_until", "effective-order")]),
        ({"funds": 1, "x": 1}, [("funds", "model_type"), ("x", "extra_forbidden")]),
    ],
)
def test_what_the_policy_does_not_take_is_refused(changes: dict[str, Any], told: list[tuple[str, str]]) -> None:
    """Unknown names, floats, bools, values out of range and other words are refused, all at once, each at its place."""
    assert problems(PILOT_2020.amended, **changes) == told


@pytest.mark.parametrize(
    ("part", "name", "least", "most"),
    [
        ("exams", "long_from_minutes", 1, 1440),
        ("exams", "day_rate_from", 1, 100),
        ("schedule", "turnaround_minutes", 0, 1440),
        ("schedule", "notice_days", 0, 366),
    ],
)
def test_whole_numbers_have_bounds(part: str, name: str, least: int, most: int) -> None:
    """The least and the most are taken, one less and one more are not."""
    for value in (least, most):
        assert changed(part, name, value).model_dump()[part][name] == value
    assert problems(changed, part=part, name=name, value=least - 1) == [(f"{part}.{name}", "greater_than_equal")]
    assert problems(changed, part=part, name=name, value=most + 1) == [(f"{part}.{name}", "less_than_equal")]


def test_credits_by_level_are_listed_once_a_level_and_category() -> None:
    """One level may have two categories, but not one category twice; a list that changes later changes nothing."""
    rows = [{"level": "初级", "credits": 1}, {"level": "初级", "credits": 1, "category": "general_elective"}, LATER]
    policy = changed("credits", "by_level", rows)
    assert policy.credits.by_level == tuple(map(LevelCredits.model_validate, rows))
    for place, row in enumerate(rows):
        told = problems(changed, part="credits", name="by_level", value=[*rows, {**row, "credits": 9}])
        assert told == [("credits.by_level.3.level", "level-repeated")], place
    rows.clear()
    assert len(policy.credits.by_level) == 3


TAMPERED: dict[str, Callable[[Any], object]] = {
    "a rate": lambda policy: object.__setattr__(policy.training, "hour_rate", policy.exams.day_rate),
    "a date": lambda policy: object.__setattr__(policy, "effective_from", date(2019, 1, 1)),
    "a part": lambda policy: object.__setattr__(policy, "exams", policy.exams.model_copy(update={"day_rate": 1})),
    "through __dict__": lambda policy: policy.surplus.__dict__.update(college_share="9/10"),
    "through a mapping": lambda policy: operator.setitem(policy.exams.__dict__, "day_rate_from", 2),
    "through a second __init__": lambda policy: policy.schedule.__init__(**{**AS_ISSUED["schedule"], "notice_days": 1}),
    "another type": lambda policy: object.__setattr__(policy.training, "hour_rate", 999),
}


@pytest.mark.parametrize("attack", TAMPERED)
def test_tampering_shows_in_the_digest(attack: str) -> None:
    """What Python cannot forbid shows in the digest, which changes or refuses to be worked out."""
    policy = PILOT_2020.amended(document={"number": "X"})
    before = policy.digest
    TAMPERED[attack](policy)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            after = policy.digest
        except ValueError:
            after = "refused"
    assert after != before


def test_a_policy_is_final() -> None:
    """A policy, its terms and a timeline have no subclasses."""
    for kind in (Policy, TrainingTerms, Timeline):
        with pytest.raises(TypeError, match="final"):
            type("Sly", (kind,), {})


def test_the_schema_notes_clauses_and_readings() -> None:
    """The JSON Schema of each field that settles an open question names the question and a clause."""
    schema = Policy.model_json_schema()
    for known in READINGS:
        if known.field:
            part, _, name = known.field.rpartition(".")
            properties = schema["properties"]
            if part:
                properties = schema["$defs"][properties[part]["$ref"].rpartition("/")[2]]["properties"]
            assert properties[name]["reading"] == known.id
            assert properties[name]["clause"].startswith("§")
    exams = schema["$defs"]["ExamTerms"]["properties"]
    assert [exams[name]["clause"] for name in ("short_rate", "day_rate")] == ["§3.5.2.2a", "§3.5.2.2b"]
    assert "reading" not in exams["short_rate"]


def test_a_schema_validator_takes_the_policys_schema() -> None:
    """The schema is one that JSON Schema tools can use: the pilot fits it, a changed type does not."""
    validator: Any = Draft202012Validator(Policy.model_json_schema())
    Draft202012Validator.check_schema(Policy.model_json_schema())
    assert validator.is_valid(AS_ISSUED)
    assert not validator.is_valid({**AS_ISSUED, "training": {**AS_ISSUED["training"], "hour_rate": "1.234"}})


def test_a_policy_is_in_force_from_its_first_day_to_its_last() -> None:
    """The pilot holds from 2020-12-18 with an open end; a last day is included."""
    assert PILOT_2020.in_force(date(2020, 12, 17)) is None
    assert PILOT_2020.in_force(date(2020, 12, 18)) is PILOT_2020
    assert PILOT_2020.in_force(date(2099, 12, 31)) is PILOT_2020
    ended = PILOT_2020.amended(effective_until="2021-06-30")
    assert [bool(ended.in_force(date(2021, *day))) for day in ((6, 29), (6, 30), (7, 1))] == [True, True, False]
    one_day = PILOT_2020.amended(effective_until="2020-12-18")
    assert [bool(one_day.in_force(date(2020, 12, day))) for day in (17, 18, 19)] == [False, True, False]


@pytest.mark.parametrize(
    "day", [date(1999, 12, 31), date(2100, 1, 1), datetime.fromisoformat("2021-01-01T00:01"), None, 20210101]
)
def test_what_is_no_day_is_an_error(day: Any) -> None:
    """Asking about a moment, nothing, or another century is a ValueError, for a policy and for a timeline."""
    for policy in (PILOT_2020, Timeline(policies=(PILOT_2020,))):
        with pytest.raises(ValueError, match="a valid date"):
            policy.in_force(day)


NEW_YEAR = date(2021, 1, 1)
SPANS = st.lists(st.tuples(st.integers(0, 12), st.none() | st.integers(0, 6)), min_size=1, max_size=4)


def edition(first: int, length: int | None) -> Policy:
    """The pilot from one day of 2021 on, for some days more or with an open end."""
    start = NEW_YEAR + timedelta(days=first)
    until = None if length is None else start + timedelta(days=length)
    return PILOT_2020.amended(effective_from=start, effective_until=until, document={"number": f"{first}"})


def days_of(spans: list[tuple[int, int | None]]) -> list[set[int]]:
    """The days of each span, by hand: an open end lasts until the next span begins, and at least one day."""
    starts = sorted(first for first, _ in spans)
    ends = [
        first + length if length is not None else max(first, min([s - 1 for s in starts if s > first], default=30))
        for first, length in spans
    ]
    return [set(range(first, end + 1)) for (first, _), end in zip(spans, ends, strict=True)]


@given(SPANS, st.integers(0, 99))
@example([(3, None), (0, None)], 0).via("an open end ends the day before its successor")
@example([(0, 2), (5, None)], 0).via("a gap")
@example([(0, 5), (5, None)], 0).via("an overlap of one day")
@example([(4, None), (4, None)], 0).via("one first day twice")
@example([(0, 9), (3, 1), (6, None)], 0).via("one inside another")
def test_a_timeline_agrees_with_days_counted_by_hand(spans: list[tuple[int, int | None]], seed: int) -> None:
    """On every day the one edition that covers it is in force, whatever order they came in; overlaps are refused."""
    days = days_of(spans)
    editions = [edition(*span) for span in spans]
    Random(seed).shuffle(editions)
    if sum(map(len, days)) > len({day for row in days for day in row}):
        assert {code for _, code in problems(Timeline, policies=editions)} == {"policies-overlap"}
        return
    timeline = Timeline(policies=tuple(editions))
    for day in range(-2, 25):
        found = timeline.in_force(NEW_YEAR + timedelta(days=day))
        numbers = [f"{first}" for (first, _), covered in zip(spans, days, strict=True) if day in covered]
        assert ([found.document.number] if found else []) == numbers
    assert timeline == Timeline(policies=tuple(reversed(editions)))


def test_a_timeline_holds_at_least_one_policy_and_tells_every_problem() -> None:
    """No policy is no timeline; what is wrong with a policy or between two is reported with its place."""
    assert problems(Timeline, policies=()) == [("policies", "too_short")]
    assert problems(Timeline, policies=1) == [("policies", "tuple_type")]
    assert problems(Timeline, policies=(PILOT_2020, PILOT_2020)) == [("policies.1.effective_from", "policies-overlap")]
    backwards = {**AS_ISSUED, "effective_until": "2020-01-01"}
    assert problems(Timeline.model_validate, obj={"policies": [backwards]}) == [
        ("policies.0.effective_until", "effective-order")
    ]
    policies = [PILOT_2020]
    timeline = Timeline.model_validate({"policies": policies})
    policies.clear()
    assert Timeline.model_validate_json(timeline.model_dump_json()) == timeline == Timeline(policies=(PILOT_2020,))


def test_a_lookup_answers_as_its_policy_does() -> None:
    """The function gives the policy of a day, for a policy and for a timeline, each time the same."""
    later = PILOT_2020.amended(effective_from="2022-01-01", training={"hour_rate": 130})
    for policy in (PILOT_2020, Timeline(policies=(PILOT_2020, later))):
        in_force = lookup(policy)
        for day in (date(2020, 12, 17), date(2021, 12, 31), date(2022, 1, 1)) * 2:
            assert in_force(day) == policy.in_force(day)
    assert in_force(date(2021, 12, 31)) == PILOT_2020
    assert in_force(date(2022, 1, 1)) == later


@pytest.mark.parametrize("given_policy", [None, "2020", AS_ISSUED, Policy, PILOT_2020.training])
def test_what_is_no_policy_is_an_error(given_policy: Any) -> None:
    """A caller who passes something else is reported what was expected and what came."""
    name = type(given_policy).__name__
    with pytest.raises(ValueError, match=rf"^policy: expected a Policy or a Timeline, not {name}$"):
        lookup(given_policy)
    with pytest.raises(ValueError, match=rf"^policy: expected a Policy, not {name}"):
        only_policy(given_policy)


def test_bare_tariffs_take_one_policy() -> None:
    """A policy is taken as it is; a timeline is reported to be asked for its policy of a day."""
    timeline: Any = Timeline(policies=(PILOT_2020,))
    assert only_policy(PILOT_2020) is PILOT_2020
    with pytest.raises(ValueError, match=r"expected a Policy, not Timeline; a Timeline has \.in_force\(day\)$"):
        only_policy(timeline)


def test_a_digest_of_a_tampered_policy_warns_nobody(recwarn: pytest.WarningsRecorder) -> None:
    """A whole number forced into an amount changes the digest without a warning."""
    tampered = PILOT_2020.amended()
    object.__setattr__(tampered.exams, "day_rate", 600)
    assert tampered.digest != PILOT_2020.digest
    assert len(recwarn) == 0
