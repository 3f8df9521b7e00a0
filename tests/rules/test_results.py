"""The results of the rules: their names, that they never change, and what they keep for an explanation."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import date
from typing import Any, cast, get_args

import pytest
from pydantic import TypeAdapter

from tests.spec.builders import (
    certificate,
    cost,
    duty,
    project,
    receipt,
    record,
    session,
    student,
)
from xmut_rules import PILOT_2020, check_duties, exam_pay, recognize_credits, settle, training_pay
from xmut_rules.rules.credits import Outcome
from xmut_rules.rules.exams import ExamRule
from xmut_rules.rules.settlement import SettlementRule
from xmut_rules.rules.training import TrainingRule, workload

TRAINING = training_pay([record()], policy=PILOT_2020)
EXAMS = exam_pay([session()], [duty()], policy=PILOT_2020)
SETTLED = settle(project(), [receipt()], [cost()], training=0, exams=0, on=date(2021, 7, 31), policy=PILOT_2020)
CREDITS = recognize_credits([certificate()], [student()], as_of=date(2021, 7, 31), policy=PILOT_2020)
RESULTS: list[Any] = [
    TRAINING, *TRAINING.lines, *workload(TRAINING.lines), EXAMS, *EXAMS.days, *EXAMS.days[0].shares,
    SETTLED, *SETTLED.costs, *SETTLED.awards, CREDITS, *CREDITS.decisions, *CREDITS.students,
]  # fmt: skip
KEPT: dict[str, tuple[str, ...]] = {
    "TrainingLine": ("unit", "quantity", "funded_by", "hours_of_date", "terms"),
    "ExamDay": ("attended", "terms"),
    "Settlement": ("receipts", "cost_rows", "grant_pay", "weights", "terms"),
    "CreditDecision": ("certificate", "student", "as_of", "terms", "beside", "given", "left"),
}


def fields_of(result: Any) -> list[str]:
    """Return the names of the fields of a result, in their order."""
    return list(cast("Any", type(result)).__dataclass_fields__)


def test_the_rules_and_outcomes_are_these() -> None:
    """§3.5.2.1, §3.5.2.2b, §3.5.3b, §3.4a: what may have given an amount, and the order in which refusals stand."""
    rules = ("class-hours", "day", "capped", "absorbed", "repeated-day", "not-in-force")
    assert get_args(TrainingRule) == rules
    assert get_args(ExamRule) == ("sessions", "day-rate", "not-in-force")
    assert get_args(SettlementRule) == ("share", "no-surplus", "not-in-force")
    assert get_args(Outcome) == (
        "granted", "recognized-earlier", "not-in-force", "status-differs", "kind-not-covered", "issuer-not-recognized",
        "not-valid", "not-yet-issued", "before-earliest-issue", "enrolment-unknown", "before-enrolment",
        "after-graduation", "category-missing", "number-shared", "duplicate", "lower-level",
        "level-not-listed")  # fmt: skip


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_a_result_cannot_be_changed(result: Any) -> None:
    """A field set is refused, and there is no room for another one."""
    name = next(iter(fields_of(result)))
    with pytest.raises(FrozenInstanceError):
        setattr(result, name, getattr(result, name))
    assert not hasattr(result, "__dict__")


@pytest.mark.parametrize("result", [result for result in RESULTS if type(result).__name__ in KEPT],
                         ids=lambda result: type(result).__name__)  # fmt: skip
def test_what_is_kept_for_the_explanation_is_no_part_of_the_result(result: Any) -> None:
    """It is not shown, not written to JSON, and two results that differ in it alone are equal."""
    kind = cast("Any", type(result))
    kept = KEPT[kind.__name__]
    written = json.loads(TypeAdapter[Any](kind).dump_json(result))
    assert set(written) == set(fields_of(result)) - set(kept)
    assert [name for name in kept if f"{name}=" in repr(result)] == []
    fields = {name: getattr(result, name) for name in fields_of(result)}
    for name in kept:
        assert kind(**{**fields, name: "other"}) == result
    for name in written:
        assert kind(**{**fields, name: "other"}) != result


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_every_result_is_written_as_json(result: Any) -> None:
    """`to_json` gives the fields of a result that are not kept for the explanation, amounts as text, in their order."""
    kind = cast("Any", type(result))
    written = json.loads(result.to_json())
    assert list(written) == [name for name in fields_of(result) if name not in KEPT.get(kind.__name__, ())]
    assert written == TypeAdapter[Any](kind).dump_python(result, mode="json")


def test_a_finding_is_written_with_its_message() -> None:
    """A finding is written as a report lists it: its figures by name, and its message in both languages."""
    (found,) = check_duties([session()], [duty("D1"), duty("D2")], policy=PILOT_2020)
    assert json.loads(found.to_json()) == {
        "code": "duty-recorded-twice", "severity": "error", "clause": "§3.5.2.2b", "refs": ["D1", "D2"],
        "params": dict(found.params), "message": {"zh": found.message("zh"), "en": found.message("en")},
    }  # fmt: skip
