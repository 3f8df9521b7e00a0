"""A report read back as it was issued; one whose figures do not add up is refused with the place.

Sums show a figure that was changed by itself. A report in which everything was changed to fit shows only where it is
replayed from its term (`verify`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator

from xmut_rules.base.errors import PlacedError, input_error
from xmut_rules.base.language import Place, mask
from xmut_rules.base.money import hundredths, shortest, yuan
from xmut_rules.base.values import Day, Id, Several, Text, Value
from xmut_rules.rules.findings import FindingDocument
from xmut_rules.rules.records import Category
from xmut_rules.rules.report import PolicyApplied

Group = Literal["persons", "projects", "colleges", "students"]
"""Who gets something."""

Item = Literal["training", "exams", "award", "innovation_practice", "general_elective", "total"]
"""What somebody gets: training pay, duty pay, an award, credits of a category, or all together."""

Sums = Mapping[str, Mapping[Item, int]]
"""Amounts by id and item, in hundredths: fen, or hundredths of a credit."""


def _figure(form: str) -> BeforeValidator:
    is_figure = re.compile(form).fullmatch

    def read(value: object) -> Decimal:
        """Read a figure of that form, as text; a report has it in no other way."""
        if not isinstance(value, str) or not is_figure(value):
            raise input_error("issued-figure")
        return Decimal(value)

    return BeforeValidator(read)


Money = Annotated[Decimal, _figure(r"(?!-0\.00)-?(0|[1-9][0-9]{0,29})\.[0-9]{2}")]
"""Yuan as a report writes them."""

Count = Annotated[Decimal, _figure(r"(0|[1-9][0-9]{0,29})(\.[0-9]?[1-9])?")]
"""Class hours or credits as a report writes them."""

Figure = Annotated[Decimal, _figure(r"(?!-0(\.00)?$)-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,2})?")]
"""Yuan or credits as a correction writes them: a recovery is negative."""


class PaidLine(Value, frozen=True):
    """A training record that was paid."""

    record_id: Id
    staff_id: Id
    project_id: Id
    date: Day
    class_hours: Count
    amount: Money
    rule: Text
    clause: Text


class _Training(Value, frozen=True):
    total: Money
    lines: Several[PaidLine]


class _Share(Value, frozen=True):
    project_id: Id
    amount: Money


class PaidDay(Value, frozen=True):
    """One person's day on duty that was paid."""

    staff_id: Id
    date: Day
    sessions: Several[Id]
    standard: Money
    amount: Money
    rule: Text
    clause: Text
    shares: Several[_Share]


class _Exams(Value, frozen=True):
    total: Money
    days: Several[PaidDay]


class _Payroll(Value, frozen=True):
    staff_id: Id
    training: Money
    exams: Money
    total: Money


class _Cost(Value, frozen=True):
    category: Id
    amount: Money


class _Part(Value, frozen=True):
    college_id: Id
    amount: Money


class PaidSettlement(Value, frozen=True):
    """A project that was settled."""

    project_id: Id
    income: Money
    costs: Several[_Cost]
    cost: Money
    surplus: Money
    prior_loss: Money
    award: Money
    remainder: Money
    awards: Several[_Part]
    grant_balance: Money | None
    rule: Text
    clause: Text


class PaidDecision(Value, frozen=True):
    """A certificate that was decided."""

    certificate_id: Id
    student_id: Id
    outcome: Text
    credits: Count
    cut: Count
    category: Category | None
    clause: Text


class _Student(Value, frozen=True):
    student_id: Id
    innovation_practice: Count
    general_elective: Count
    total: Count


class _Credits(Value, frozen=True):
    decisions: Several[PaidDecision]
    students: Several[_Student]


class _Hours(Value, frozen=True):
    staff_id: Id
    class_hours: Count


class PaidReport(Value, frozen=True):
    """A report as it was issued: the keys of `TermReport`, with the figures that it writes."""

    format: Literal["xmut-rules/report/1"]
    policies: Several[PolicyApplied]
    term: Id
    as_of: Day
    ok: bool
    training: _Training
    exams: _Exams
    payroll: Several[_Payroll]
    settlements: Several[PaidSettlement]
    credits: _Credits
    workload: Several[_Hours]
    findings: Several[FindingDocument]

    def amounts(self) -> Mapping[Group, Sums]:
        """Return what everybody got, in hundredths: by group, then id, then item, of which the last is the whole."""
        colleges: dict[str, dict[Item, int]] = {}
        for settlement in self.settlements:
            for part in settlement.awards:
                own = colleges.setdefault(part.college_id, {"award": 0})
                own["award"] += hundredths(part.amount)
        return {
            "persons": {
                row.staff_id: {
                    "training": hundredths(row.training),
                    "exams": hundredths(row.exams),
                    "total": hundredths(row.total),
                }
                for row in self.payroll
            },
            "projects": {row.project_id: {"award": hundredths(row.award)} for row in self.settlements},
            "colleges": colleges,
            "students": {
                row.student_id: {
                    "innovation_practice": hundredths(row.innovation_practice),
                    "general_elective": hundredths(row.general_elective),
                    "total": hundredths(row.total),
                }
                for row in self.credits.students
            },
        }


def misfits(report: PaidReport) -> Iterator[PlacedError]:
    """Return an error for each figure that is not the sum of its rows, and for each row that is there twice."""
    yield from _repeated(report)
    lines, days = report.training.lines, report.exams.days
    yield from unequal(("training",), report.training, {"total": _total(line.amount for line in lines)}, yuan)
    yield from unequal(("exams",), report.exams, {"total": _total(day.amount for day in days)}, yuan)
    for place, day in enumerate(days):
        shares = _total(share.amount for share in day.shares)
        yield from unequal(("exams", "days", place), day, {"amount": shares}, yuan)
    yield from _by_person(report)
    for place, row in enumerate(report.settlements):
        surplus, award = hundredths(row.income) - hundredths(row.cost), hundredths(row.award)
        expected = {
            "cost": _total(cost.amount for cost in row.costs),
            "surplus": surplus,
            "award": _total(part.amount for part in row.awards),
            "remainder": surplus - award if surplus > 0 else 0,
        }
        yield from unequal(("settlements", place), row, expected, yuan)
    yield from _by_student(report)


def _total(amounts: Iterable[Decimal]) -> int:
    return sum(map(hundredths, amounts))


def unequal(
    place: Place, row: object, expected: Mapping[str, int], unit: Callable[[int], Decimal]
) -> Iterator[PlacedError]:
    """Return an error for each field of a row that is not what is expected of it, in hundredths."""
    for field, count in expected.items():
        reported: Decimal = getattr(row, field)
        if hundredths(reported) != count:
            yield (*place, field), input_error("issued-sum", reported=f"{reported}", recomputed=f"{unit(count)}")


def _repeated(report: PaidReport) -> Iterator[PlacedError]:
    tables: Mapping[Place, Iterable[str]] = {
        ("training", "lines"): (line.record_id for line in report.training.lines),
        ("exams", "days"): (
            f"{day.staff_id} {day.date} {' '.join(share.project_id for share in day.shares)}"
            for day in report.exams.days
        ),
        ("payroll",): (row.staff_id for row in report.payroll),
        ("settlements",): (row.project_id for row in report.settlements),
        ("credits", "decisions"): (row.certificate_id for row in report.credits.decisions),
        ("credits", "students"): (row.student_id for row in report.credits.students),
        ("workload",): (row.staff_id for row in report.workload),
    }
    for table, ids in tables.items():
        first: dict[str, int] = {}
        for place, row_id in enumerate(ids):
            if first.setdefault(row_id, place) != place:
                yield (*table, place), input_error("repeated-id", id=mask(row_id), first=first[row_id] + 1)


def _by_person(report: PaidReport) -> Iterator[PlacedError]:
    """Payroll and workload are the sums of a person's lines and days; hours that do not count as workload are 0."""
    pay: dict[str, list[int]] = {}
    hours: dict[str, int] = {}
    for record in report.training.lines:
        pay.setdefault(record.staff_id, [0, 0])[0] += hundredths(record.amount)
        counted = record.rule not in ("repeated-day", "not-in-force")
        hours[record.staff_id] = hours.get(record.staff_id, 0) + (hundredths(record.class_hours) if counted else 0)
    for day in report.exams.days:
        pay.setdefault(day.staff_id, [0, 0])[1] += hundredths(day.amount)
    yield from _missing(("payroll",), pay, (row.staff_id for row in report.payroll))
    for place, row in enumerate(report.payroll):
        training, exams = pay.get(row.staff_id, (0, 0))
        expected = {"training": training, "exams": exams, "total": training + exams}
        yield from unequal(("payroll", place), row, expected, yuan)
    yield from _missing(("workload",), hours, (row.staff_id for row in report.workload))
    for place, line in enumerate(report.workload):
        yield from unequal(("workload", place), line, {"class_hours": hours.get(line.staff_id, 0)}, shortest)


def _by_student(report: PaidReport) -> Iterator[PlacedError]:
    sums: dict[str, dict[str | None, int]] = {}
    for decision in report.credits.decisions:
        by_category = sums.setdefault(decision.student_id, defaultdict(int))
        by_category[decision.category] += hundredths(decision.credits)
    yield from _missing(("credits", "students"), sums, (row.student_id for row in report.credits.students))
    for place, row in enumerate(report.credits.students):
        own = sums.get(row.student_id, {})
        expected = {name: own.get(name, 0) for name in ("innovation_practice", "general_elective")}
        expected["total"] = sum(own.values())
        yield from unequal(("credits", "students", place), row, expected, shortest)


def _missing(place: Place, ids: Iterable[str], listed: Iterable[str]) -> Iterator[PlacedError]:
    known = frozenset(listed)
    yield from ((place, input_error("issued-row", id=mask(row_id))) for row_id in ids if row_id not in known)
