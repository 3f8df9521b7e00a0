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
from typing import Annotated, Any, Literal, Self, cast, final

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from xmut_rules.base.errors import Place, PlacedError, input_error, input_errors, misnamed, moved
from xmut_rules.base.values import Day, Several, Text, Value, checked
from xmut_rules.policy.terms import FIELDS, Document, LevelCredits, Policy

POLICY_NAME = "PILOT_2020"
"""The name by which the 2020 document is called; its number is another."""


AMENDABLE: tuple[str, ...] = tuple(field for field in FIELDS if "." in field and not field.startswith("document."))
"""The dotted fields that an amendment may change."""


def _plain(value: object) -> object:
    """Accept text, a whole number, a day, null, or rows of credits by level; the policy's own field checks the rest."""
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

    @model_validator(mode="after")
    def _names_a_field(self) -> Self:
        if self.field not in AMENDABLE:
            raise input_errors("PolicyChange", [(("field",), misnamed("change-field", self.field, AMENDABLE))])
        return self


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
    changes: Annotated[Several[PolicyChange], Field(json_schema_extra={"minItems": 1})]

    @model_validator(mode="after")
    def _changes_each_field_once(self) -> Self:
        return checked(self, self._change_errors())

    def _change_errors(self) -> Iterator[PlacedError]:
        """There is a change, and each changes another field."""
        seen: set[str] = set()
        if not self.changes:
            yield ("changes",), input_error("too_short", min_length=1)
        for place, change in enumerate(self.changes):
            if change.field in seen:
                yield ("changes", place, "field"), input_error("change-repeated")
            seen.add(change.field)

    def applied(self, base: Policy) -> Policy:
        """Return the amended policy.

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
            raise input_errors("Input", [(self._place(line["loc"]), moved(line)) for line in details]) from None

    def _place(self, loc: Place) -> Place:
        """Return the place of the change that put a value at a place of the policy."""
        field = ".".join(str(part) for part in loc[:2])
        places = [place for place, change in enumerate(self.changes) if change.field == field]
        return ("changes", places[0], "value", *loc[2:]) if places else loc


def named(base: str, known: dict[str, Policy]) -> Policy:
    """Return the policy of a name.

    Raises:
        ValidationError: no known policy has it.
    """
    if base not in known:
        raise input_errors("Input", [(("amends",), misnamed("amends-unknown", base, known))])
    return known[base]
