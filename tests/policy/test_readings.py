"""The open questions as data: every row of the policy's list, and the fields that settle some of them."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest
from pydantic import ValidationError

from xmut_rules.policy.clauses import CLAUSES
from xmut_rules.policy.editions import PILOT_2020
from xmut_rules.policy.readings import READINGS, SETTLED, find_readings, reading
from xmut_rules.policy.terms import Policy

BY_CLAUSE = {
    "§3.5.2.1": "A1 A2 A3 A4 A5 A6 A7 A8 A9",
    "§3.5.2.2a": "B0 B1 B2 B3 B11 B13",
    "§3.5.2.2b": "B4 B5 B6 B7 B8 B9 B10",
    "§3.5.2": "B12 B14 B15",
    "§3.5.3a": "C1 C3 C4 C7 C9 C16 C18 C20",
    "§3.5.3b": "C10 C11 C12 C13 C17",
    "§3.3c": "C5",
    "§3.3a": "C6",
    "§2.2.2c": "C19",
    "§3.5.1b": "C15",
    "§3.4b": "D1",
    "§3.4a": "D2 D3 D5 D6 D7 D8 D9 D10 D12 D15 D16",
    "§3.4c": "D4 D11 D14 D17",
    "§3.5.4e": "E1 E2 E3 E5 E6",
    "§3.5.4d": "E7 E8",
    "§2.2.4b": "E9",
    "§0a": "E10",
}
IDS = """
A1 A2 A3 A4 A5 A6 A7 A8 A9 B0 B1 B2 B3 B4 B5 B6 B7 B8 B9 B10 B11 B12 B13 B14 B15 C1 C3 C4 C5 C6 C7 C9 C10 C11 C12 C13
C15 C16 C17 C18 C19 C20 D1 D2 D3 D4 D5 D6 D7 D8 D9 D10 D11 D12 D14 D15 D16 D17 E1 E2 E3 E5 E6 E7 E8 E9 E10
"""
CHOICES = {
    "A1": ("training.long_day", ["hourly", "capped"]),
    "A5": ("training.day_and_hours", ["both", "day_only"]),
    "B4": ("exams.day_rate_reading", ["flat", "ceiling", "floor"]),
    "B6": ("exams.day_scope", ["person", "person_and_project"]),
    "B8": ("exams.split", ["standard_pay", "sessions"]),
    "B10": ("exams.overlapping", ["each", "once"]),
    "C12": ("surplus.rounding", ["half_up", "half_even", "down"]),
    "D4": ("credits.levels", ["each", "highest"]),
    "D6": ("credits.before_enrolment", ["refused", "accepted"]),
}
FORMS = {
    "D7": ("credits.earliest_issue", ["none", "date"]),
    "D8": ("credits.days_after_graduation", ["0", "days"]),
    "D11": ("credits.category_cap", ["none", "number"]),
    "D14": ("credits.by_level", ["empty", "rows"]),
    "E3": ("schedule.turnaround_minutes", ["0", "minutes"]),
    "E7": ("schedule.notice_days", ["none", "days"]),
    "E10": ("effective_from", ["2020-12-18", "date"]),
}
INPUT = "A2 A7 B3 B11 C4 C11 C16 C18 D1 D16 E6"
MEANT: dict[str, Any] = {"none": None, "empty": [], "0": 0, "2020-12-18": "2020-12-18"}
ROWS = [{"level": "初级", "credits": "1", "category": None}]
INSTEAD: dict[str, Any] = {"date": "2020-09-01", "number": "4", "minutes": 30, "days": 3, "rows": ROWS}


def amended(field: str, value: Any) -> Policy:
    """The pilot with one dotted field changed."""
    part, _, name = field.rpartition(".")
    return PILOT_2020.amended(**{part: {name: value}} if part else {name: value})


def held(policy: Policy, field: str) -> Any:
    """What a policy's JSON holds in a dotted field."""
    value: Any = policy.model_dump(mode="json")
    for name in field.split("."):
        value = value[name]
    return value


def test_every_open_question_stands_there_once() -> None:
    """All questions of the list are there, in the order of their ids."""
    assert [known.id for known in READINGS] == IDS.split()
    assert len(set(IDS.split())) == 67


def test_every_question_belongs_to_the_provision_that_leaves_it_open() -> None:
    """A question stands under its provision, and every provision named exists."""
    found = {clause: " ".join(known.id for known in find_readings(clause=clause)) for clause in BY_CLAUSE}
    assert found == BY_CLAUSE
    assert {known.clause for known in READINGS} == set(BY_CLAUSE) <= {known.id for known in CLAUSES}


def test_fields_are_those_of_the_list() -> None:
    """Sixteen questions are fields of the policy, the others have one answer."""
    listed = {known.id: (known.field, [option.value for option in known.options]) for known in READINGS if known.field}
    assert listed == {**CHOICES, **FORMS}
    assert len(listed) == 16
    assert {len(known.options) for known in READINGS if known.field is None} == {1}
    found = {field: [known.id for known in find_readings(field=field)] for field, _ in listed.values()}
    assert found == {field: [known] for known, (field, _) in listed.items()}


def test_every_question_is_settled_in_one_of_four_ways() -> None:
    """A field, the caller's data or a refusal settles a question, or else one fixed reading; a search finds each."""
    found = {way: [known.id for known in find_readings(settled=way)] for way in SETTLED}
    fields_of = [known for known in IDS.split() if known in {**CHOICES, **FORMS}]
    settled = {*fields_of, *INPUT.split(), "A4"}
    fixed = [known for known in IDS.split() if known not in settled]
    assert found == {"field": fields_of, "fixed": fixed, "input": INPUT.split(), "refused": ["A4"]}
    assert [len(known) for known in found.values()] == [16, 39, 11, 1]
    assert [known.id for known in find_readings(clause="§3.5.3b", settled="fixed")] == ["C10", "C13", "C17"]
    assert find_readings(field="exams.split", settled="fixed") == ()


def test_an_unknown_way_to_settle_is_an_error() -> None:
    """The error lists the ways there are."""
    unknown: Any = "open"
    with pytest.raises(ValueError, match=r"^settled: expected field, fixed, input or refused$"):
        find_readings(settled=unknown)


@pytest.mark.parametrize("known", CHOICES)
def test_a_choice_has_exactly_the_values_that_the_policy_takes(known: str) -> None:
    """The policy takes each option of a choice and nothing else, and the pilot has the first."""
    field, values = CHOICES[known]
    with pytest.raises(ValidationError) as info:
        amended(field, "unheard-of")
    (detail,) = info.value.errors()
    assert re.findall(r"'(\w+)'", detail["msg"]) == values
    assert [held(amended(field, value), field) for value in values] == values
    assert held(PILOT_2020, field) == values[0]


@pytest.mark.parametrize("known", FORMS)
def test_the_first_option_of_an_open_field_is_the_pilots_value(known: str) -> None:
    """A field with an open range starts with the pilot's value and takes one of the other form."""
    field, (first, other) = FORMS[known]
    assert held(PILOT_2020, field) == MEANT[first]
    assert held(amended(field, INSTEAD[other]), field) == INSTEAD[other] != MEANT[first]


@pytest.mark.parametrize("known", READINGS, ids=lambda known: known.id)
def test_a_question_and_its_answers_stand_in_both_languages(known: Any) -> None:
    """Question and answers are there in Chinese and English, and the answers differ."""
    assert re.fullmatch(r".*[\u4e00-\u9fff].*？", known.question.zh)
    assert re.fullmatch(r"[A-Z].*\?", known.question.en)
    assert not re.search(r"[？?].", known.question.zh)
    for option in known.options:
        assert re.search(r"[\u4e00-\u9fff]", option.meaning.zh)
        assert re.search(r"[a-z]", option.meaning.en)
        assert re.fullmatch(r"[a-z0-9_-]+", option.value)
        assert [text.strip() for text in (option.meaning.zh, option.meaning.en)] == [
            option.meaning.zh,
            option.meaning.en,
        ]
    assert len({option.meaning.zh for option in known.options}) == len({option.meaning.en for option in known.options})
    assert len({option.value for option in known.options}) == len(known.options)


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("A1", "at most 6 class hours count per person and date"),
        ("A4", "refused"),
        ("A5", "both are paid, with a warning"),
        ("A5", "the hour records pay 0"),
        ("A6", "the record with the smallest id is paid"),
        ("B2", "exactly 3 hours pays 200 yuan, a second less 150"),
        ("B4", "it replaces the sum"),
        ("B8", "by the largest-remainder method, with ties going to the smaller project id"),
        ("B9", "counts once, and is reported as an error"),
        ("B10", "from the first start to the last end"),
        ("C5", "required on a cost paid from a grant"),
        ("C6", "funded_by school_award"),
        ("C7", "must be negative"),
        ("C9", "cost-may-repeat-pay"),
        ("C10", "assigned to nobody"),
        ("C11", "ties to the smaller college id"),
        ("C16", "a receipt dated before the policy is in force is the error not-in-force"),
        ("C17", "it is part of the next settlement"),
        ("C18", "only if the caller records them"),
        ("C19", "the project that ran the exam"),
        ("C20", "passes prior_loss"),
        ("D2", "then the smaller id"),
        ("D3", "which was passed anew"),
        ("D5", "once per student"),
        ("D6", "cannot be decided, and is not granted"),
        ("D8", "the date of issue decides"),
        ("D9", "certificate-status-differs"),
        ("D12", "certificate-number-repeated"),
        ("D14", "never a guess"),
        ("D15", "recognizing it is up to the office"),
        ("E7", "notice-outdated"),
        ("E9", "hours above a cap or covered by a day"),
        ("E9", "a day is 6, coefficient 1; exam duty does not count"),
        ("E10", "from the day it was issued"),
    ],
)
def test_an_answer_states_what_is_done(known: str, written: str) -> None:
    """The answers state what is done."""
    assert any(written in option.meaning.en for option in reading(known).options)


def test_questions_by_provision_and_field() -> None:
    """A search takes a provision with or without its sign, a field, both or nothing."""
    assert find_readings() == READINGS
    assert [known.id for known in find_readings(clause="3.5.4d")] == ["E7", "E8"]
    assert [known.id for known in find_readings(clause="§3.5.4d", field="schedule.notice_days")] == ["E7"]
    assert find_readings(clause="§3.5.4e", field="schedule.notice_days") == ()
    assert find_readings(field="training.hour_rate") == find_readings(clause="§1.1a") == ()
    with pytest.raises(ValueError, match=r"^clause: unknown clause '9\.9'"):
        find_readings(clause="9.9")


@pytest.mark.parametrize("known", IDS.split())
def test_a_question_is_found_by_its_id(known: str) -> None:
    """An id finds its question."""
    assert reading(known).id == known


@pytest.mark.parametrize("given", ["B99", "a1", "", "A10", "§3.5.2.1", "110101199003070000"])
def test_an_unknown_question_is_an_error(given: str) -> None:
    """The error masks a long id and names the nearest one where one is near."""
    with pytest.raises(ValueError, match=r"^unknown reading '") as info:
        reading(given)
    assert "110101199003070000" not in str(info.value)
    assert given != "B99" or str(info.value) == "unknown reading 'B99'; the nearest is B9"


def test_questions_do_not_change() -> None:
    """No field of a question or an option can be set, and their lists are tuples."""
    for known in (READINGS[0], READINGS[0].options[0]):
        for field in fields(known):
            with pytest.raises(FrozenInstanceError):
                setattr(known, field.name, "x")
    assert (type(READINGS), type(READINGS[0].options)) == (tuple, tuple)


def test_rounding_is_called_what_an_office_calls_it() -> None:
    """Half a fen up is 四舍五入, to the even fen 四舍六入五成双."""
    texts = [option.meaning.zh for known in ("A3", "C12") for option in reading(known).options]
    assert [("四舍五入" in text, "五成双" in text) for text in texts] == [
        (True, False),
        (True, False),
        (False, True),
        (False, False),
    ]


@pytest.mark.parametrize(
    ("reading_id", "told"),
    [
        ("B8", "in proportion to the standard pay of the sessions (150 or 200 each), rounded to the fen"),
        ("C9", "every cost funded by fees, plus training pay and duty pay, which are computed from the records;"),
    ],
)
def test_the_answer_is_a_sentence_that_reads_on(reading_id: str, told: str) -> None:
    """The two longest answers of money begin with what is done, and then say when and with which exceptions."""
    assert reading(reading_id).taken.meaning.en.startswith(told)
