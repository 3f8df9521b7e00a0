"""What is still to be paid or recovered after a term was corrected: paid, due, the difference, and the rows behind it.

A correction holds the report on the corrected term, so that it is itself what was issued when the term is corrected
again: what was paid at first and all differences since are always what is due.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, cast

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.errors import PlacedError, input_error, input_errors, misnamed
from xmut_rules.base.money import hundredths, shortest, yuan
from xmut_rules.base.values import AsJson, Day, Id, Several, Value
from xmut_rules.changes.differences import Difference, differences
from xmut_rules.changes.issued import Figure, Group, Item, PaidReport, Sums, misfits, unequal
from xmut_rules.changes.replay import CORRECTION, READABLE, REPORT, bytes_of
from xmut_rules.formats.json_text import json_document, parse_json
from xmut_rules.policy.editions import PILOT_2020
from xmut_rules.policy.terms import Policy, Timeline, lookup
from xmut_rules.rules.report import PolicyApplied, TermReport, settle_term
from xmut_rules.rules.term import Term


@dataclass(frozen=True, slots=True)
class Amount:
    """What was paid of an item, what is due and due less paid, in yuan or in credits.

    A negative difference is to be recovered.
    """

    item: Item
    paid: Figure
    due: Figure
    difference: Figure


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a row as it was paid and as it is due; null where the row is new or gone, or holds nothing."""

    field: str
    old: str | None
    new: str | None


ChangedTable = Literal["training", "exams", "settlements", "credits"]
"""The part of a report that a row is in."""

ChangeKind = Literal["added", "removed", "changed"]
"""What became of a row."""


@dataclass(frozen=True, slots=True)
class RowChange(AsJson):
    """A row of the report that differs, with the fields that do: the reason of a difference.

    `id` is a training record's, a project's or a certificate's; a day on duty has the person's, the date and, where
    that date has several, the projects.
    """

    table: ChangedTable
    id: str
    kind: ChangeKind
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Corrected(AsJson):
    """A person, project, college or student with amounts, of which the last is the whole, and the rows that differ.

    A person has `training`, `exams` and `total`; a project and a college `award`; a student `innovation_practice`,
    `general_elective` and `total`, in credits. Whoever is new was paid 0, and whoever is gone is due 0.
    """

    id: Id
    amounts: tuple[Amount, ...]
    reasons: tuple[RowChange, ...]


@dataclass(frozen=True, slots=True)
class PaidPolicy:
    """A policy that a report was paid under."""

    number: str
    effective_from: Day
    digest: str


@dataclass(frozen=True, slots=True)
class Issued:
    """The report that was paid: the SHA-256 of its canonical JSON, the day it was settled on, and its policies."""

    digest: str
    as_of: Day
    policies: tuple[PaidPolicy, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """All pay, all awards and all credits: what everybody was paid and is due."""

    persons: Amount
    projects: Amount
    colleges: Amount
    students: Amount


@dataclass(frozen=True, slots=True)
class Correction(AsJson):
    """A correction of a term; its fields are the keys of its JSON, in order.

    Listed by id are those alone for whom a row differs; `totals` are the sums of all, listed or not. A college's award
    is its part of the projects' awards. `policy_differences` are the values that differ where a policy that nothing was
    paid under follows a known one. `report` is the report on the corrected term.
    """

    format: Literal["xmut-rules/correction/1"]
    issued: Issued
    policy_differences: tuple[Difference, ...]
    totals: Totals
    persons: tuple[Corrected, ...]
    projects: tuple[Corrected, ...]
    colleges: tuple[Corrected, ...]
    students: tuple[Corrected, ...]
    report: TermReport


def correct(issued: bytes | str | Path, term: Term, *, policy: Policy | Timeline) -> Correction:
    """Return what is to be paid or recovered now that a term was corrected.

    Clause: §3.5.2.1, §3.5.2.2a, §3.5.2.2b, §3.5.3b, §3.4c

    Args:
        issued: the report that was paid, or the last correction, as bytes or text, or the path of its file.
        term: the corrected term.
        policy: the policy or timeline that the corrected term is settled under.

    Raises:
        ValidationError: `issued` is no report or correction, its figures do not add up, or it is of another term.
        ValueError: `issued`, `term` or `policy` is something else.
        OSError: the file cannot be read.
    """
    with Arguments() as check:
        data = check(bytes_of, issued, "issued")
        check(only, term, Term, "term")
        check(lookup, policy)
    report = settle_term(term, policy=policy)
    paid, digest = _paid(data)
    if paid.term != term.term:
        raise input_errors("Input", [(("term",), input_error("issued-term", issued=paid.term, term=term.term))])
    due = parse_json(PaidReport, report.to_json().encode())
    policies = tuple(PaidPolicy(row.number, row.effective_from, row.digest) for row in paid.policies)
    before, after, reasons = paid.amounts(), due.amounts(), _reasons(paid, due)
    rows = {
        group: tuple(_corrected(before[group], after[group], reasons[group], unit)) for group, unit in UNITS.items()
    }
    totals = {group: _total(before[group], after[group], unit) for group, unit in UNITS.items()}
    return Correction(
        format="xmut-rules/correction/1",
        issued=Issued(digest, paid.as_of, policies),
        policy_differences=tuple(_policy_differences(policies, report.policies, policy)),
        totals=Totals(**totals),
        **rows,
        report=report,
    )


def _credits(count: int) -> Decimal:
    """Return hundredths of a credit in shortest form, with their sign."""
    return shortest(count) if count >= 0 else shortest(-count).copy_negate()


UNITS: Mapping[Group, Callable[[int], Decimal]] = {
    "persons": yuan,
    "projects": yuan,
    "colleges": yuan,
    "students": _credits,
}
"""Turns hundredths into what each group gets: yuan, or credits for students."""


def _amount(item: Item, paid: int, due: int, unit: Callable[[int], Decimal]) -> Amount:
    return Amount(item, unit(paid), unit(due), unit(due - paid))


def _total(paid: Sums, due: Sums, unit: Callable[[int], Decimal]) -> Amount:
    return _amount("total", _whole(paid), _whole(due), unit)


def _whole(sums: Sums) -> int:
    return sum([*amounts.values()][-1] for amounts in sums.values())


def _corrected(
    paid: Sums, due: Sums, reasons: Mapping[str, Sequence[RowChange]], unit: Callable[[int], Decimal]
) -> Iterator[Corrected]:
    """Return whom a row concerns, by id; nobody's amounts differ without one."""
    for row_id in sorted(reasons):
        before: Mapping[Item, int] = paid.get(row_id, {})
        after: Mapping[Item, int] = due.get(row_id, {})
        items: Iterable[Item] = (after or before).keys()
        amounts = (_amount(item, before.get(item, 0), after.get(item, 0), unit) for item in items)
        yield Corrected(row_id, tuple(amounts), tuple(reasons[row_id]))


_Fields = Mapping[str, str | None]
_TABLES: tuple[ChangedTable, ...] = ("settlements", "training", "exams", "credits")


def _rows(report: PaidReport) -> Iterator[tuple[tuple[ChangedTable, str], Value]]:
    """Return the rows of a report by table and id."""
    for settlement in report.settlements:
        yield ("settlements", settlement.project_id), settlement
    for line in report.training.lines:
        yield ("training", line.record_id), line
    on_date = Counter((day.staff_id, day.date) for day in report.exams.days)
    for day in report.exams.days:
        projects = (share.project_id for share in day.shares) if on_date[day.staff_id, day.date] > 1 else ()
        yield ("exams", " ".join([day.staff_id, f"{day.date}", *projects])), day
    for decision in report.credits.decisions:
        yield ("credits", decision.certificate_id), decision


def _fields(row: Value | None) -> _Fields:
    """Return a row's fields as texts, none of no row; the parts of an amount are a field each, such as `shares.P1`."""
    fields: dict[str, str | None] = {}
    for name, value in row or ():
        if not isinstance(value, tuple):
            fields[name] = None if value is None else f"{value}"
            continue
        parts = cast("tuple[str | Value, ...]", value)
        ids = [part for part in parts if isinstance(part, str)]
        fields |= {name: ";".join(ids)} if ids else {}
        for part in parts:
            if isinstance(part, Value):
                key, amount = (text for _, text in part)
                fields[f"{name}.{key}"] = f"{amount}"
    return fields


def _reasons(paid: PaidReport, due: PaidReport) -> Mapping[Group, Mapping[str, Sequence[RowChange]]]:
    """Return the rows that differ by whom they concern.

    A project is concerned where its settlement differs; the records and days behind it follow.
    """
    reasons: dict[Group, dict[str, list[RowChange]]] = {group: defaultdict(list) for group in UNITS}
    before, after = dict(_rows(paid)), dict(_rows(due))
    for table, row_id in sorted({*before, *after}, key=lambda row: (_TABLES.index(row[0]), row[1])):
        paid_row, due_row = before.get((table, row_id)), after.get((table, row_id))
        if paid_row == due_row:
            continue
        old, new = _fields(paid_row), _fields(due_row)
        kind: ChangeKind = "changed" if old and new else "added" if new else "removed"
        change = RowChange(table, row_id, kind, _differing(old, new, _ID_FIELDS.get(table)))
        for group, owner in _concerned(change, old, new):
            if group == "colleges":
                part = tuple(field for field in change.fields if field.field == f"awards.{owner}")
                reasons[group][owner].append(replace(change, fields=part))
            elif group != "projects" or table == "settlements" or owner in reasons[group]:
                reasons[group][owner].append(change)
    return reasons


def _concerned(change: RowChange, old: _Fields, new: _Fields) -> Iterator[tuple[Group, str]]:
    """Return whom a row concerns: two, where whose it is was corrected."""
    owners: Mapping[Group, str] = {"persons": "staff_id", "projects": "project_id", "students": "student_id"}
    for group, field in owners.items():
        for owner in sorted({old.get(field) or "", new.get(field) or ""} - {""}):
            yield group, owner
    parts: Mapping[str, Group] = {"awards": "colleges", "shares": "projects"}
    for row in change.fields:
        name, _, owner = row.field.partition(".")
        if name in parts:
            yield parts[name], owner


_ID_FIELDS: Mapping[ChangedTable, str] = {
    "settlements": "project_id",
    "training": "record_id",
    "credits": "certificate_id",
}
"""The field that is a row's id, which need not be repeated among its fields."""


def _differing(old: _Fields, new: _Fields, id_field: str | None) -> tuple[FieldChange, ...]:
    names = [name for name in {**old, **new} if old.get(name) != new.get(name) and name != id_field]
    return tuple(FieldChange(name, old.get(name), new.get(name)) for name in names)


def _policy_differences(
    paid: Sequence[PaidPolicy], applied: Sequence[PolicyApplied], policy: Policy | Timeline
) -> Iterator[Difference]:
    """§0a: what differs between each policy that nothing was paid under and the one before it, if that is known."""
    given = policy.policies if isinstance(policy, Timeline) else (policy,)
    known = {one.digest: one for one in (PILOT_2020, *given)}
    digests = {row.digest for row in paid}
    for new in applied:
        earlier = [row for row in paid if row.effective_from <= new.effective_from] or paid[:1]
        if new.digest not in digests and earlier and (old := known.get(earlier[-1].digest)):
            yield from differences(old, known[new.digest])


class _CorrectionDocument(Value, frozen=True):
    """A correction as it was issued: the keys of `Correction`."""

    format: Literal["xmut-rules/correction/1"]
    issued: Issued
    policy_differences: Several[Difference]
    totals: Totals
    persons: Several[Corrected]
    projects: Several[Corrected]
    colleges: Several[Corrected]
    students: Several[Corrected]
    report: PaidReport


def read_report(report: bytes | str | Path) -> PaidReport:
    """Return an issued report read back: its keys are attributes, its amounts `Decimal`, its dates `date`.

    Args:
        report: the report document as bytes or text, or the path of its file; of a correction, the report in it.

    Raises:
        ValidationError: it is no report, or its figures do not add up.
        ValueError: `report` is something else.
        OSError: the file cannot be read.
    """
    return _paid(bytes_of(report, "report"))[0]


def _paid(data: bytes) -> tuple[PaidReport, str]:
    """Return what was issued, a report or the report in a correction, with the digest of its JSON.

    Raises:
        ValidationError: it is neither, or its figures do not add up.
    """
    read = json_document(data)
    document = cast("dict[str, Any]", read) if isinstance(read, dict) else {}
    found = document.get("format")
    if found == CORRECTION:
        correction = parse_json(_CorrectionDocument, data)
        report, document = correction.report, document["report"]
        errors = [*_misfits(correction), *((("report", *place), error) for place, error in misfits(report))]
    elif found == REPORT:
        report = parse_json(PaidReport, data)
        errors = [*misfits(report)]
    else:
        raise input_errors("Input", [(("format",), misnamed("issued-format", f"{found}", READABLE))])
    if errors:
        raise input_errors("Input", errors)
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return report, sha256(canonical.encode()).hexdigest()


def _misfits(correction: _CorrectionDocument) -> Iterator[PlacedError]:
    """Return an error for each due that is not the report's, and for each difference that is not due less paid."""
    amounts = correction.report.amounts()
    for group, unit in UNITS.items():
        rows: Sequence[Corrected] = getattr(correction, group)
        for place, row in enumerate(rows):
            due: Mapping[Item, int] = amounts[group].get(row.id, {})
            for number, amount in enumerate(row.amounts):
                own = due.get(amount.item, 0)
                expected = {"due": own, "difference": own - hundredths(amount.paid)}
                yield from unequal((group, place, "amounts", number), amount, expected, unit)
        whole, more = _whole(amounts[group]), sum(hundredths(row.amounts[-1].difference) for row in rows if row.amounts)
        expected = {"paid": whole - more, "due": whole, "difference": more}
        yield from unequal(("totals", group), getattr(correction.totals, group), expected, unit)


def correction_json(correction: Correction) -> str:
    """Return a correction as JSON; amounts are text, and the next correction reads it as what was issued.

    Raises:
        ValueError: something else than a Correction.
    """
    return only(correction, Correction, "correction").to_json()
