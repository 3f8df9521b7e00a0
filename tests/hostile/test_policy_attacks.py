"""Attacks on a policy, and how each ends: refused, without effect, or told by the digest.

`ENDS` is the promise of the library in full. What changes classes or modules is no attack on a value: it is another
library, and the last test says so.
"""

from __future__ import annotations

import copy
import gc
import operator
import pickle
import weakref
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from xmut_rules import PILOT_2020, Policy, Timeline, settle_term, training_tariff
from xmut_rules.base.values import Value
from xmut_rules.files.terms import read_term
from xmut_rules.policy import LevelCredits
from xmut_rules.policy.terms import TrainingTerms

DAY = date(2019, 1, 1)
CLEAN: dict[str, Any] = PILOT_2020.model_dump(mode="json")
ISSUED: Any = {**dict(PILOT_2020), "effective_from": DAY}
TERM = read_term(Path(__file__).parent.parent.parent / "docs" / "examples" / "messy" / "term.json")
ROW = LevelCredits.model_validate({"level": "初级", "credits": 1})
force = object.__setattr__
CONSTRUCT: Any = vars(BaseModel)["model_construct"].__func__


class SlyText(str):
    """Text that equals another text."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Pass for the ceiling."""
        return other == "ceiling"

    __hash__ = str.__hash__


class SlyNumber(int):
    """A whole number that is never above another."""

    def __le__(self, other: object) -> bool:
        """Say yes to everything."""
        return True


class SlyDecimal(Decimal):
    """999 that is written 120.00."""

    def __str__(self) -> str:
        """Return the written rate."""
        return "120.00"


class SlyDay(date):
    """A day that comes before every other."""

    def __gt__(self, other: object) -> bool:
        """Say no to everything."""
        return False


class SlyRows(tuple[LevelCredits, ...]):
    """Rows that show themselves to nobody."""

    __slots__ = ()

    def __iter__(self) -> Any:
        """Return none of the rows."""
        return iter(())


class SlyDict(dict[str, object]):
    """A mapping that takes nothing new."""

    def __setitem__(self, key: str, value: object) -> None:
        """Forget it."""


class SlyTerms(BaseModel):
    """The written terms to look at, and another rate to whoever asks for it."""

    clause: str
    hour_rate: Decimal
    day_rate: Decimal
    hours_per_day: Decimal
    long_day: str


class SlyValue(Value, frozen=True):
    """A value of a type that is no part of a policy."""

    turnaround_minutes: int


def forced(part: str, name: str, value: object) -> Callable[[Any], object]:
    """Force a value on a part of a policy."""
    return lambda policy: force(getattr(policy, part), name, value)


def mapping_of(value: Any) -> dict[str, object]:
    """Return the mapping that holds the fields of a value."""
    mapping: dict[str, object] = value.__dict__
    return mapping


def in_dict(**values: object) -> Callable[[Any], object]:
    """Put values beside the fields."""
    return lambda policy: mapping_of(policy).update(values)


def sly_dump(**_options: object) -> SlyDict:
    """Return the written policy, and nothing else."""
    return SlyDict(CLEAN)


def revalidated(policy: Any) -> object:
    """Have the validator fill a policy that is there already."""
    return Policy.__pydantic_validator__.validate_python(ISSUED, self_instance=policy)


def referents(policy: Any) -> None:
    """Find the mapping behind a policy by the garbage collector."""
    mappings: list[dict[str, object]] = [
        get_referent for get_referent in gc.get_referents(policy) if isinstance(get_referent, dict)
    ]
    mappings[0]["effective_from"] = DAY


REFUSED: dict[str, Callable[[Any], object]] = {
    "set a field": lambda policy: setattr(policy, "effective_from", DAY),
    "set a field of a part": lambda policy: setattr(policy.training, "hour_rate", Decimal(1)),
    "set a new attribute": lambda policy: setattr(policy, "note", 1),
    "set a private attribute": lambda policy: setattr(policy, "_note", 1),
    "set a method": lambda policy: setattr(policy, "in_force", print),
    "set faults": lambda policy: setattr(policy, "faults", print),
    "set the digest": lambda policy: setattr(policy, "digest", "0"),
    "set its class": lambda policy: setattr(policy, "__class__", SlyTerms),
    "set its mapping": lambda policy: setattr(policy, "__dict__", {}),
    "delete a field": lambda policy: delattr(policy, "effective_from"),
    "delete a method": lambda policy: delattr(policy, "in_force"),
    "delete its mapping": lambda policy: delattr(policy, "__dict__"),
    "set an item": lambda policy: operator.setitem(policy, "effective_from", DAY),
    "set by pydantic's own method": lambda policy: BaseModel.__setattr__(policy, "effective_from", DAY),
    "delete by pydantic's own method": lambda policy: BaseModel.__delattr__(policy, "effective_from"),
    "assign by the validator": lambda policy: Policy.__pydantic_validator__.validate_assignment(policy, "funds", 1),
    "model_construct": lambda policy: policy.model_construct(effective_from=DAY),
    "copy": lambda policy: policy.copy(update={"effective_from": DAY}),
    "model_copy with a bad value": lambda policy: policy.model_copy(update={"effective_from": 1}),
    "model_copy with a new field": lambda policy: policy.model_copy(update={"note": 1}),
    "model_copy with a bad part": lambda policy: policy.model_copy(update={"exams": CLEAN["training"]}, deep=True),
    "replace with a bad value": lambda policy: policy.__replace__(effective_from="2019"),
    "amend with a bad value": lambda policy: policy.amended(exams={"day_rate_from": True}),
    "amend with a new field": lambda policy: policy.amended(exams={"nights": 1}),
    "set its state": lambda policy: policy.__setstate__({"__dict__": ISSUED}),
    "forged pickle": lambda policy: pickle.loads(pickle.dumps(policy).replace(b'"flat"', b'"flop"')),  # noqa: S301
    "pickle with a state": lambda policy: policy.__reduce_ex__(4)[0](Policy, "{}"),
    "json with a new field": lambda policy: Policy.model_validate({**policy.model_dump(mode="json"), "note": 1}),
    "a subclass": lambda _: type("Sly", (Policy,), {}),
    "a subclass of a part": lambda _: type("Sly", (TrainingTerms,), {}),
    "a foreign class for it": lambda policy: settle_term(TERM, policy=forced_class(policy, SlyTerms)),
}

HARMLESS: dict[str, Callable[[Any], object]] = {
    "copy.copy": copy.copy,
    "copy.deepcopy": copy.deepcopy,
    "pickle": lambda policy: [pickle.loads(pickle.dumps(policy, line)) for line in range(6)],  # noqa: S301
    "model_copy": lambda policy: policy.model_copy(update={"effective_from": DAY}),
    "pydantic's own model_copy": lambda policy: BaseModel.model_copy(policy, update={"effective_from": DAY}),
    "a part of a copy": lambda policy: force(policy.model_copy().training, "hour_rate", Decimal(1)),
    "a part of an amendment": lambda policy: force(policy.amended().training, "hour_rate", Decimal(1)),
    "a part of a timeline's policy": lambda policy: force(
        Timeline(policies=(policy,)).policies[0].training, "hour_rate", Decimal(1)
    ),
    "a part of pydantic's copy of it": lambda policy: mapping_of(BaseModel.__copy__(policy)).update(effective_from=DAY),
    "its names of fields set": lambda policy: policy.model_fields_set.clear(),
    "what it dumps": lambda policy: policy.model_dump()["training"].update(hour_rate=1),
    "what it iterates over": lambda policy: dict(policy).update(effective_from=DAY),
    "model_post_init": lambda policy: policy.model_post_init(None),
    "model_rebuild": lambda _: Policy.model_rebuild(force=True),
    "the state of a private attribute": lambda policy: force(policy, "__pydantic_private__", {"_note": 1}),
    "extra fields": lambda policy: force(policy, "__pydantic_extra__", {"note": 1}),
    "a weak reference": weakref.ref,
    "construct by pydantic's own method": lambda _: CONSTRUCT(Policy, **ISSUED),
    "copy by pydantic's own method": BaseModel.__deepcopy__,
}

SEEN: dict[str, Callable[[Any], object]] = {
    "force a field": lambda policy: force(policy, "effective_from", DAY),
    "force a field of a part": forced("training", "hour_rate", Decimal(1)),
    "force another type": forced("training", "hour_rate", 999),
    "force a true for a one": forced("exams", "day_rate_from", True),
    "force a list": forced("credits", "by_level", [ROW]),
    "force a part away": lambda policy: force(policy, "funds", None),
    "force another part": lambda policy: force(policy, "training", policy.exams),
    "force a mapping": lambda policy: force(policy, "__dict__", ISSUED),
    "force a deletion": lambda policy: object.__delattr__(policy, "effective_until"),
    "a value in its mapping": in_dict(effective_from=DAY),
    "an empty mapping": lambda policy: mapping_of(policy).clear(),
    "a part's mapping": lambda policy: mapping_of(policy.surplus).update(college_share="9/10"),
    "the collector's mapping": referents,
    "a second __init__": lambda policy: policy.__init__(**ISSUED),
    "the validator on it": revalidated,
    "pydantic's own __setstate__": lambda policy: BaseModel.__setstate__(
        policy, {**policy.__getstate__(), "__dict__": ISSUED}
    ),
    "a serializer of its own": in_dict(__pydantic_serializer__=PILOT_2020.funds.__pydantic_serializer__),
}

UNSEEN: dict[str, Callable[[Any], object]] = {
    "force a new attribute": lambda policy: force(policy, "note", 1),
    "force a part's attribute": forced("funds", "note", 1),
    "a method in its mapping": in_dict(in_force=print),
    "a validator in its mapping": in_dict(_ends_after_it_begins=print),
    "a digest in its mapping": in_dict(digest=PILOT_2020.digest),
    "sly text": forced("exams", "day_rate_reading", SlyText("flat")),
    "a sly whole number": forced("exams", "day_rate_from", SlyNumber(3)),
    "a sly decimal": forced("training", "hour_rate", SlyDecimal(999)),
    "a sly day": lambda policy: force(policy, "effective_from", SlyDay(2020, 12, 18)),
    "sly rows": forced("credits", "by_level", SlyRows()),
    "sly terms": lambda policy: force(policy, "training", SlyTerms(**dict(policy.training))),
    "a part of another class": lambda policy: forced_class(policy.training, SlyTerms),
    "a part of a host's own value type": lambda policy: forced_class(policy.funds, SlyValue),
    "a dump of its own": in_dict(model_dump=sly_dump),
}
"""What the digest does not see, since no field reads otherwise: attributes that are no fields, a host's own types."""

ENDS = {
    **dict.fromkeys(REFUSED, "refused"),
    **dict.fromkeys(HARMLESS, "harmless"),
    **dict.fromkeys(SEEN, "seen"),
    **dict.fromkeys(UNSEEN, "unseen"),
}
ATTACKS = {**REFUSED, **HARMLESS, **SEEN, **UNSEEN}


def forced_class(value: Any, kind: type) -> Any:
    """Force another class on a value."""
    force(value, "__class__", kind)
    return value


def end_of(attack: Callable[[Any], object]) -> str:
    """Attack a policy of its own, and say how it ends."""
    policy = Policy.model_validate(CLEAN)
    try:
        attack(policy)
    except (ValueError, TypeError, AttributeError):
        force(policy, "__class__", Policy)
        return "refused" if state_of(policy) == state_of(PILOT_2020) else "refused, but changed"
    try:
        if policy.digest != PILOT_2020.digest:
            return "seen"
    except ValueError:
        return "seen"
    return "harmless" if state_of(policy) == state_of(PILOT_2020) else "unseen"


def state_of(policy: Policy) -> tuple[object, ...]:
    """Return everything that an attack may have changed: each attribute with its type, at every depth."""

    def parts(value: object) -> object:
        if isinstance(value, BaseModel):
            return [(name, f"{type(each)}", parts(each)) for name, each in sorted(mapping_of(value).items())]
        return str(value)

    return (type(policy), parts(policy), policy.digest)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_on_a_policy_ends_as_promised(name: str) -> None:
    """It is refused and changes nothing, has no effect, or the digest is another; `PILOT_2020` is as it was."""
    before = PILOT_2020.digest
    assert end_of(ATTACKS[name]) == ENDS[name]
    assert PILOT_2020.digest == before == Policy.model_validate(CLEAN).digest


class Passing:
    """Something that says it is a policy."""

    __class__ = Policy  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    digest = PILOT_2020.digest


@pytest.mark.parametrize("policy", [Passing(), {}, CLEAN, Policy, None], ids=lambda line: type(line).__name__)
def test_what_passes_for_a_policy_is_refused(policy: Any) -> None:
    """A stand-in that names Policy as its class decides nothing: a host's test double is reported at once."""
    with pytest.raises(ValueError, match="expected a Policy"):
        settle_term(TERM, policy=policy)
    with pytest.raises(ValueError, match="expected a Policy"):
        training_tariff("class_hour", "1", policy=policy)


def test_a_timeline_is_reported_by_the_digests_of_the_report() -> None:
    """A policy that was forced into a timeline decides, and the report names that policy's digest, not another."""
    later = PILOT_2020.amended(training={"hour_rate": "130"})
    timeline = Timeline(policies=(PILOT_2020,))
    force(timeline, "policies", (later,))
    assert [policy.digest for policy in settle_term(TERM, policy=timeline).policies] == [later.digest]


@pytest.mark.parametrize("act", ["policies", "in_force", "note"])
def test_a_timeline_is_not_set(act: str) -> None:
    """A timeline's fields and methods are neither set nor deleted."""
    timeline = Timeline(policies=(PILOT_2020,))
    with pytest.raises(ValueError, match="frozen"):
        setattr(timeline, act, ())
    with pytest.raises(ValueError, match="frozen"):
        delattr(timeline, act)
    assert timeline == Timeline(policies=(PILOT_2020,))


def test_what_was_passed_in_is_not_shared() -> None:
    """A part, a row or a policy that is tampered with after it was used has left the bigger value alone."""
    document, row = PILOT_2020.document.model_copy(), ROW.model_copy()
    rows = [row]
    policy = PILOT_2020.amended(document=document, credits={"by_level": rows})
    timeline, before = Timeline(policies=(policy,)), policy.digest
    force(document, "number", "X")
    force(row, "level", "高级")
    rows.append(row)
    assert policy.digest == before
    force(policy, "effective_from", DAY)
    assert timeline.policies[0].digest == before


SLY: list[tuple[dict[str, Any], Callable[[Policy], object], object]] = [
    ({"document": {"number": SlyText("X")}}, lambda policy: policy.document.number, "X"),
    ({"effective_from": SlyDay(2020, 12, 18)}, lambda policy: policy.effective_from, date(2020, 12, 18)),
    ({"training": {"hour_rate": SlyDecimal(999)}}, lambda policy: policy.training.hour_rate, Decimal(999)),
    ({"exams": {"day_rate_from": SlyNumber(3)}}, lambda policy: policy.exams.day_rate_from, 3),
    ({"credits": {"by_level": SlyRows([ROW])}}, lambda policy: policy.credits.by_level, (ROW,)),
]


@pytest.mark.parametrize(("changes", "kept", "plain"), SLY)
def test_values_of_a_hosts_own_type_become_plain(
    changes: dict[str, Any], kept: Callable[[Policy], object], plain: object
) -> None:
    """Subclasses of text, numbers, days and tuples that answer otherwise are kept as what they hold."""
    policy = PILOT_2020.amended(**changes)
    assert (type(kept(policy)), kept(policy)) == (type(plain), plain)
    assert policy.digest == Policy.model_validate_json(policy.model_dump_json()).digest


def test_a_word_of_a_hosts_own_type_is_no_word() -> None:
    """Text that equals another word than it holds is neither of the two."""
    with pytest.raises(ValueError, match="'flat', 'ceiling' or 'floor'"):
        PILOT_2020.amended(exams={"day_rate_reading": SlyText("flat")})


def test_a_changed_class_is_beyond_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever replaces code of the library in its own process is not told by a digest of values: replay elsewhere."""
    monkeypatch.setattr(TrainingTerms, "hour_rate", property(lambda _: Decimal(1)), raising=False)
    policy = Policy.model_validate(CLEAN)
    assert (policy.training.hour_rate, policy.digest) == (1, PILOT_2020.digest)
