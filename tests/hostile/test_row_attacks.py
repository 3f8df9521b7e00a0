"""Attacks on rows, terms and results, and how each ends.

A row has no digest. What Python cannot forbid on it is found where the row goes into a term, or makes it the row that
it claims to be; results are checked by replay. Both promises are tests below, and so is where they end.
"""

from __future__ import annotations

import copy
import dataclasses
import operator
import pickle
from collections.abc import Callable, Iterator
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from xmut_rules import PILOT_2020, StaffMember, Term, TrainingRecord, settle_term, training_pay
from xmut_rules.changes.replay import verify
from xmut_rules.files.terms import read_term
from xmut_rules.policy import CLAUSES, READINGS
from xmut_rules.rules import FINDING_CODES

MESSY = Path(__file__).parent.parent.parent / "docs" / "examples" / "messy" / "term.json"
TERM = read_term(MESSY)
force = object.__setattr__


def record(quantity: str = "2") -> TrainingRecord:
    """Return a training record of its own."""
    return TrainingRecord(
        record_id="TR1", project_id="P1", staff_id="T1", date=date(2021, 3, 20), unit="class_hour",
        quantity=Decimal(quantity),
    )  # fmt: skip


def parts(value: object) -> tuple[Any, ...]:
    """Return what a tuple holds."""
    return (*value,) if isinstance(value, tuple) else ()  # pyright: ignore[reportUnknownVariableType]


def copied(value: Any) -> Any:
    """Return a row anew."""
    return value.model_copy() if isinstance(value, BaseModel) else value


class Sly(BaseModel):
    """A host's own model."""


SET: dict[str, Callable[[Any], object]] = {
    "set a field": lambda row: setattr(row, "quantity", Decimal(9)),
    "set a new attribute": lambda row: setattr(row, "note", 1),
    "set a private attribute": lambda row: setattr(row, "_note", 1),
    "set faults": lambda row: setattr(row, "faults", list),
    "set its class": lambda row: setattr(row, "__class__", Sly),
    "set its mapping": lambda row: setattr(row, "__dict__", {}),
    "delete a field": lambda row: delattr(row, "quantity"),
    "delete its mapping": lambda row: delattr(row, "__dict__"),
    "set an item": lambda row: operator.setitem(row, "quantity", Decimal(9)),
    "set by pydantic's own method": lambda row: BaseModel.__setattr__(row, "quantity", 9),
    "model_construct": lambda row: row.model_construct(quantity=-9),
    "copy": lambda row: row.copy(update={"quantity": -9}),
    "model_copy with a bad value": lambda row: row.model_copy(update={"quantity": "-9"}),
    "replace with a bad value": lambda row: row.__replace__(quantity=9.0),
    "set its state": lambda row: row.__setstate__({"__dict__": {}}),
    "forged pickle": lambda row: pickle.loads(pickle.dumps(row).replace(b'"2"', b'"-"')),  # noqa: S301
    "a subclass": lambda _: type("Sly", (TrainingRecord,), {}),
    "a true for a one": lambda row: row.model_copy(update={"quantity": True}),
    "json with a new field": lambda row: TrainingRecord.model_validate_json(row.model_dump_json()[:-1] + ',"note":1}'),
}


@pytest.mark.parametrize("name", SET)
def test_an_attack_on_a_row_is_refused(name: str) -> None:
    """What would set, delete or slip past validation raises, and the row is what it was."""
    row = record()
    with pytest.raises((ValueError, TypeError, AttributeError)):
        SET[name](row)
    assert (row, type(row), vars(row)) == (record(), TrainingRecord, vars(record()))


KINDS = {type(row).__name__: row for _, rows in TERM for row in parts(rows) if isinstance(row, BaseModel)}


@pytest.mark.parametrize("kind", [*KINDS, "Term"])
def test_no_kind_of_row_nor_a_term_is_set(kind: str) -> None:
    """Each type of a term, and the term, refuses to have a field, an attribute, its class or its mapping set."""
    row: Any = KINDS.get(kind, TERM)
    before = row.model_dump_json()
    for name in (next(iter(dict(row))), "note", "_note", "__class__", "__dict__"):
        with pytest.raises((ValueError, AttributeError)):
            setattr(row, name, "X")
        with pytest.raises((ValueError, AttributeError)):
            delattr(row, name)
    assert (row.model_dump_json(), type(row).__name__, "_note" in vars(row)) == (before, kind, False)


FORCED: dict[str, Callable[[Any], object]] = {
    "object.__setattr__": lambda row: force(row, "quantity", Decimal(5)),
    "its mapping": lambda row: operator.setitem(row.__dict__, "quantity", Decimal(5)),
    "a second __init__": lambda row: row.__init__(**{**dict(row), "quantity": Decimal(5)}),
    "pydantic's own __setstate__": lambda row: BaseModel.__setstate__(
        row, {**row.__getstate__(), "__dict__": dict(row) | {"quantity": Decimal(5)}}
    ),
}


@pytest.mark.parametrize("name", FORCED)
def test_a_row_that_was_forced_is_the_row_that_it_shows(name: str) -> None:
    """Nothing tells that a row was forced to hold another valid value; it counts as that row and hides no other."""
    row, honest = record(), record("5")
    FORCED[name](row)
    assert row == honest
    assert training_pay([row], policy=PILOT_2020) == training_pay([honest], policy=PILOT_2020)
    assert row.model_dump_json() == honest.model_dump_json()


SPOILT: dict[str, Callable[[Any], object]] = {
    "a negative quantity": lambda row: force(row, "quantity", Decimal(-5)),
    "another type": lambda row: force(row, "quantity", 2.0),
    "an id that does not print": lambda row: force(row, "record_id", "\x1b"),
    "a new attribute": lambda row: force(row, "note", 1),
    "faults of its own": lambda row: operator.setitem(row.__dict__, "faults", list),
    "a contradiction": lambda row: force(row, "end", time(0)),
    "no fields": lambda row: row.__dict__.clear(),
    "another class": lambda row: force(row, "__class__", StaffMember),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_row_that_was_spoilt_gets_into_no_term(name: str) -> None:
    """Every row is validated again where it goes into a term, whatever was forced on it; bare functions do not."""
    row = TERM.training[0].model_copy()
    assert Term.model_validate({**dict(TERM), "training": (row, *TERM.training[1:])}) == TERM
    SPOILT[name](row)
    with pytest.raises(ValueError, match=r"training\.0"):
        Term.model_validate({**dict(TERM), "training": (row, *TERM.training[1:])})


def test_a_term_shares_nothing_with_what_it_was_built_from() -> None:
    """Rows, lists and mappings that change after a term was read from them leave it as it is."""
    source: dict[str, Any] = dict(TERM)
    tables: list[list[Any]] = []
    for name, value in TERM:
        if rows := [copied(part) for part in parts(value)]:
            tables.append(rows)
            source[name] = rows
    term = Term.model_validate(source)
    assert len(tables) > 10
    for rows in tables:
        for row in rows:
            if isinstance(row, BaseModel):
                force(row, next(iter(dict(row))), "X")
        rows.clear()
    assert term == TERM


def results(report: Any) -> Iterator[Any]:
    """Return a result of each type in a report, the report among them."""
    found: dict[type, Any] = {}

    def look(value: Any) -> None:
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            found.setdefault(type(value), value)
            for field in dataclasses.fields(value):
                look(getattr(value, field.name))
        for part in parts(value):
            look(part)

    look(report)
    yield from found.values()


REPORT = settle_term(TERM, policy=PILOT_2020)
CATALOGUES = (CLAUSES[0], FINDING_CODES[0], READINGS[0], READINGS[0].options[0])
RESULTS = {type(one).__name__: one for one in (*results(REPORT), *CATALOGUES)}
ON_RESULT: dict[str, Callable[[Any, str], object]] = {
    "set a field": lambda result, name: setattr(result, name, 1),
    "set a new attribute": lambda result, _: setattr(result, "note", 1),
    "set a private attribute": lambda result, _: setattr(result, "_note", 1),
    "set its class": lambda result, _: setattr(result, "__class__", Sly),
    "delete a field": delattr,
    "force a new attribute": lambda result, _: force(result, "note", 1),
    "its mapping": lambda result, _: f"{vars(result)}",
    "set an item": lambda result, name: operator.setitem(result, name, 1),
    "force another class": lambda result, _: force(result, "__class__", Sly),
}


@pytest.mark.parametrize("kind", RESULTS)
def test_a_result_is_not_changed(kind: str) -> None:
    """Results have their fields and no others; none is set or deleted, and copies are equal."""
    result = RESULTS[kind]
    before, name = repr(result), dataclasses.fields(result)[0].name
    for attack in ON_RESULT.values():
        with pytest.raises((TypeError, AttributeError)):
            attack(result, name)
    assert repr(result) == before
    for again in (copy.copy(result), copy.deepcopy(result), pickle.loads(pickle.dumps(result))):  # noqa: S301
        assert again == result
    replaced = dataclasses.replace(result, **{name: "X"})
    assert (repr(result), getattr(replaced, name)) == (before, "X")


def test_results_hold_nothing_that_can_change() -> None:
    """No result holds a list, a mapping or a set at any depth."""
    assert set(RESULTS) > {"TermReport", "Settlement", "ExamDay", "TrainingLine", "CreditDecision", "Finding"}
    for result in RESULTS.values():
        for field in dataclasses.fields(result):
            value = getattr(result, field.name)
            assert not isinstance(value, list | dict | set), field.name
            for part in parts(value):
                assert not isinstance(part, list | dict | set), field.name


PAID_MORE: dict[str, Callable[[Any], object]] = {
    "object.__setattr__": lambda line: force(line, "amount", Decimal("9.99")),
    "a second __init__": lambda line: line.__init__(
        **{one.name: getattr(line, one.name) for one in dataclasses.fields(line)} | {"amount": Decimal("9.99")}
    ),
    "__setstate__": lambda line: line.__setstate__(
        [Decimal("9.99") if one.name == "amount" else getattr(line, one.name) for one in dataclasses.fields(line)]
    ),
}


@pytest.mark.parametrize("name", PAID_MORE)
def test_a_result_that_was_forced_is_found_by_replay(name: str) -> None:
    """Nothing in a result tells that it was forced; settling the term again does."""
    report = settle_term(TERM, policy=PILOT_2020)
    assert verify(report.to_json().encode(), TERM).status == "same"
    PAID_MORE[name](report.training.lines[0])
    assert verify(report.to_json().encode(), TERM).status == "differs"
