"""An amendment: a later change of a named policy as data, each changed value with the source that it comes from.

>>> from xmut_rules.policy.editions import PILOT_2020
>>> later = Amendment.model_validate({
...     "format": "xmut-rules/amendment/1", "amends": "PILOT_2020", "effective_from": "2024-09-01",
...     "changes": [{"field": "exams.day_rate", "value": "600", "source": "an example"}]})
>>> later.applied(PILOT_2020).exams.day_rate
Decimal('600.00')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self, cast, final

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from xmut_rules.base.errors import PlacedError, input_error, input_errors, misnamed, moved
from xmut_rules.base.language import Place
from xmut_rules.base.values import Day, Several, Text, Value, checked
from xmut_rules.policy.editions import PILOT_2020
from xmut_rules.policy.terms import FIELDS, Document, LevelCredits, Policy, PolicyPart, values_of

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
        sources: dict[str, list[dict[str, str]]] = {}
        for change in self.changes:
            part, _, name = change.field.partition(".")
            parts.setdefault(part, {})[name] = change.value
            sources.setdefault(part, []).append({"field": name, "source": change.source})
        for part, written in sources.items():
            others = [dict(row) for row in getattr(base, part).sources if row.field not in parts[part]]
            parts[part]["sources"] = sorted([*others, *written], key=lambda row: row["field"])
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


def in_sequence(documents: Iterable[Policy | Amendment]) -> tuple[Policy, ...]:
    """Return the policies that complete ones and amendments of them come to, in order of their first days.

    An amendment belongs to the policy that it names and to whatever that has become by then, whoever changed it: all
    amendments of one policy add up, each from its first day to its last, and where one ends the policy resumes without
    it. Of two that change a field the later one holds. The order in which they are given changes nothing.

    Clause: §0a

    Args:
        documents: complete policies and amendments; `PILOT_2020` need not be given to be amended.

    Raises:
        ValidationError: an amendment of a policy that is not known, two that change one field from one day on, or a
            value that its field does not take.
    """
    given = sorted(dict.fromkeys(documents), key=lambda document: document.effective_from)
    policies = [document for document in given if isinstance(document, Policy)]
    pending = [document for document in given if isinstance(document, Amendment)]
    names = {policy.document.number: policy for policy in policies}
    names = {PILOT_2020.document.number: PILOT_2020, **names, POLICY_NAME: PILOT_2020}
    amended: dict[Policy, list[Amendment]] = {policy: [] for policy in policies}
    while pending:
        known = [amendment for amendment in pending if amendment.amends in names]
        if not known:
            named(pending[0].amends, names)
        for amendment in known:
            policy = names[amendment.amends]
            amended.setdefault(policy, []).append(amendment)
            if amendment.document:
                names.setdefault(amendment.document.number, policy)
        pending = [amendment for amendment in pending if amendment not in known]
    found = [edition for policy, own in amended.items() for edition in _editions(policy, own)]
    return tuple(sorted(dict.fromkeys(found), key=lambda policy: policy.effective_from))


def _editions(policy: Policy, amendments: Sequence[Amendment]) -> Iterator[Policy]:
    """Return a policy as it is from each day on from which other amendments hold."""
    ordered = sorted(amendments, key=lambda amendment: amendment.effective_from)
    _refuse_contradictions(ordered)
    spans = [(policy.effective_from, policy.effective_until)]
    spans += [(amendment.effective_from, amendment.effective_until) for amendment in ordered]
    turns = sorted({first for first, _ in spans} | {last + _DAY for _, last in spans if last})
    pieces: list[tuple[date, date | None, list[Amendment]]] = []
    for day, following in zip(turns, [*turns[1:], None], strict=True):
        if not any(_holds(span, day) for span in spans):
            continue
        last = following - _DAY if following else None
        own = [amendment for amendment, span in zip(ordered, spans[1:], strict=True) if _holds(span, day)]
        if pieces and pieces[-1][2] == own and pieces[-1][1] == day - _DAY:
            pieces[-1] = (pieces[-1][0], last, own)
        else:
            pieces.append((day, last, own))
    edition, applied = policy, 0
    before: list[Amendment] = []
    for place, (first, last, own) in enumerate(pieces):
        is_followed = place + 1 < len(pieces) and last is not None and pieces[place + 1][0] == last + _DAY
        is_open = is_followed and policy.effective_until is None  # its successor ends it, and its digest stays
        if own[:applied] != before:  # one has ended or come between
            edition, applied = policy, 0
        for amendment in own[applied:]:
            edition = amendment.applied(edition)
        before, applied = own, len(own)
        yield edition.amended(effective_from=first, effective_until=None if is_open else last)


_DAY = timedelta(days=1)


def _holds(span: tuple[date, date | None], day: date) -> bool:
    first, last = span
    return first <= day and (last is None or day <= last)


def _refuse_contradictions(amendments: Sequence[Amendment]) -> None:
    """Two amendments of one policy that begin on one day change different fields."""
    changed: dict[tuple[date, str], PolicyChange] = {}
    for amendment in amendments:
        for change in amendment.changes:
            if changed.setdefault((amendment.effective_from, change.field), change) is not change:
                error = input_error("amendments-collide", field=change.field, day=str(amendment.effective_from))
                raise input_errors("Input", [(("changes",), error)])


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A value of a policy that is not the 2020 document's: its dotted field, both values as text, and its source.

    Null means no value; the source is empty where none is recorded.
    """

    field: str
    issued: str | None
    value: str | None
    source: str


def changed_values(terms: PolicyPart) -> tuple[ChangedValue, ...]:
    """Return the values of a part of a policy that differ from the 2020 document, or have a source.

    Clause: §0a

    Args:
        terms: a part of a policy, such as `policy.training`.
    """
    part = next(name for name, issued in PILOT_2020 if type(issued) is type(terms))
    before, now = values_of(getattr(PILOT_2020, part)), values_of(terms)
    sources = {row.field: row.source for row in terms.sources}
    return tuple(
        ChangedValue(f"{part}.{name}", before[name], value, sources.get(name, ""))
        for name, value in now.items()
        if value != before[name] or name in sources
    )


def named(base: str, known: dict[str, Policy]) -> Policy:
    """Return the policy of a name.

    Raises:
        ValidationError: no known policy has it.
    """
    if base not in known:
        raise input_errors("Input", [(("amends",), misnamed("amends-unknown", base, known))])
    return known[base]
