"""An amendment: a later change of a named policy as data, each changed value with the source that it comes from.

>>> from xmut_rules.policy.editions import PILOT_2020
>>> later = Amendment.model_validate({
...     "format": "xmut-rules/amendment/1", "amends": "PILOT_2020", "effective_from": "2024-09-01",
...     "changes": [{"field": "exams.day_rate", "value": "600", "source": "an example"}]})
>>> later.applied(PILOT_2020).exams.day_rate
Decimal('600.00')
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, cast, final

from pydantic import BeforeValidator, Field, ValidationError

from xmut_rules.base.errors import Place, PlacedError, input_error, input_errors, misnamed, moved
from xmut_rules.base.values import Day, Rows, Text, Value
from xmut_rules.policy.editions import PILOT_2020
from xmut_rules.policy.terms import Document, LevelCredits, Policy

POLICY_NAME = "PILOT_2020"
"""The name by which the 2020 document is called; its number is another."""


def _fields() -> Iterator[str]:
    """Name the fields that an amendment may change, as part.name."""
    for name, part in PILOT_2020:
        if isinstance(part, Value) and name != "document":
            yield from (f"{name}.{field}" for field in type(part).model_fields if field != "clause")


FIELDS: tuple[str, ...] = tuple(_fields())
"""The dotted fields that an amendment may change."""


def _plain(value: object) -> object:
    """Take text, a whole number, a day, null, or rows of credits by level; the policy's own field looks closer."""
    if isinstance(value, float):
        raise input_error("float")
    if isinstance(value, list | tuple):
        rows = cast("list[object] | tuple[object, ...]", value)
        try:
            return tuple(LevelCredits.model_validate(row) for row in rows)
        except ValidationError:
            raise input_error("change-value") from None
    if value is None or isinstance(value, str | date) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise input_error("change-value")


@final
class PolicyChange(Value, frozen=True):
    """One changed value: its dotted field, the new value as in a policy, and where the change is written."""

    field: Text
    value: Annotated[Any, BeforeValidator(_plain)]
    source: Text

    def faults(self) -> Iterator[PlacedError]:
        """The field is one that a policy has."""
        if self.field not in FIELDS:
            yield ("field",), misnamed("change-field", self.field, FIELDS)


@final
class Amendment(Value, frozen=True):
    """A change of a policy from a day on; what it does not name stays as it was.

    `amends` is the document number of the policy that it changes, or `PILOT_2020`; `document` names the document that
    makes the change, where it is one of its own.
    """

    format: Literal["xmut-rules/amendment/1"]
    amends: Text
    document: Document | None = None
    effective_from: Day
    effective_until: Day | None = None
    changes: Annotated[Rows[PolicyChange], Field(json_schema_extra={"minItems": 1})]

    def faults(self) -> Iterator[PlacedError]:
        """Every change is sound, and changes another field."""
        seen: set[str] = set()
        if not self.changes:
            yield ("changes",), input_error("too_short", min_length=1)
        for place, change in enumerate(self.changes):
            for where, problem in change.faults():
                yield ("changes", place, *where), problem
            if change.field in seen:
                yield ("changes", place, "field"), input_error("change-repeated")
            seen.add(change.field)

    def applied(self, base: Policy) -> Policy:
        """Give the amended policy.

        Clause: §0a

        Args:
            base: the policy that it amends.

        Raises:
            ValidationError: a value that its field does not take; the place is the change's.
        """
        parts: dict[str, dict[str, object]] = {}
        for change in self.changes:
            part, _, name = change.field.partition(".")
            parts.setdefault(part, {})[name] = change.value
        own = {"effective_from": self.effective_from, "effective_until": self.effective_until}
        try:
            return base.amended(**parts, **own, **({"document": self.document} if self.document else {}))
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            raise input_errors("Input", [(self._place(each["loc"]), moved(each)) for each in details]) from None

    def _place(self, loc: Place) -> Place:
        """Turn a place in the policy into the place of the change that put it there."""
        field = ".".join(str(part) for part in loc[:2])
        places = [place for place, change in enumerate(self.changes) if change.field == field]
        return ("changes", places[0], "value", *loc[2:]) if places else loc


def named(base: str, known: dict[str, Policy]) -> Policy:
    """Give the policy of a name.

    Raises:
        ValidationError: no known policy has it.
    """
    if base not in known:
        raise input_errors("Input", [(("amends",), misnamed("amends-unknown", base, known))])
    return known[base]
