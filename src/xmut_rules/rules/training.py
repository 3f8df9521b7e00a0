"""Training pay (§3.5.2.1) and the workload that training counts as (§2.2.4b).

A class hour pays 120 yuan, a day 720; each record is paid by its unit. Not checked: whether the training
took place, and how many minutes a class hour has. Amounts are gross.

>>> from xmut_rules import PILOT_2020
>>> training_tariff("class_hour", "1.5", policy=PILOT_2020)
Decimal('180.00')
>>> try:
...     training_tariff("day", "0.5", policy=PILOT_2020)
... except ValueError as error:
...     print(error)
a day record is 1 day (or 0); for part of a day enter class hours, for several days one record per day
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from xmut_rules.base.arguments import Arguments, rows_of
from xmut_rules.base.errors import input_error
from xmut_rules.base.language import WordedError, Words
from xmut_rules.base.money import (
    ReportedNumber,
    ReportedYuan,
    hundredths,
    read_hour_hundredths,
    rounded,
    shortest,
    split,
    yuan,
)
from xmut_rules.base.values import Day, Result, Unreported
from xmut_rules.policy.terms import Policy, Timeline, TrainingTerms, lookup, only_policy
from xmut_rules.rules.findings import Finding, finding, ordered
from xmut_rules.rules.records import PayFunding, TrainingRecord, Unit, WeeklySeries

TrainingRule = Literal["class-hours", "day", "capped", "absorbed", "repeated-day", "not-in-force"]
"""What gave a line its amount."""


@dataclass(frozen=True, slots=True)
class TrainingLine(Result):
    """One record's pay: `class_hours` as claimed, `amount` in yuan, by which rule of which clause.

    Kept for the explanation: unit and quantity as recorded, what pays for it (reading C5), the class hours claimed by
    the hour on that date by that person, and the terms in force, null without a policy.
    """

    record_id: str
    staff_id: str
    project_id: str
    date: Day
    class_hours: ReportedNumber
    amount: ReportedYuan
    rule: TrainingRule
    clause: str
    unit: Unreported[Unit] = field(repr=False, compare=False)
    quantity: Unreported[Decimal] = field(repr=False, compare=False)
    funded_by: Unreported[PayFunding] = field(repr=False, compare=False)
    hours_of_date: Unreported[Decimal] = field(repr=False, compare=False)
    terms: Unreported[TrainingTerms | None] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class TrainingPay(Result):
    """Training pay: the total in yuan and its lines by date and record id."""

    total: ReportedYuan
    lines: tuple[TrainingLine, ...]


@dataclass(frozen=True, slots=True)
class StaffHours(Result):
    """Class hours that count as one person's social-service workload (§2.2.4b)."""

    staff_id: str
    class_hours: ReportedNumber


def training_tariff(unit: Unit, quantity: Decimal | int | str, *, policy: Policy) -> Decimal:
    """Return the pay for one record's quantity, in yuan.

    Clause: §3.5.2.1
    Reading: A3 (part hours in proportion, half a fen rounds up), A4 (a day is whole)

    Args:
        unit: `class_hour` or `day`.
        quantity: class hours from 0 to 24 with at most two decimals, or 0 or 1 day.
        policy: the policy whose rates are used.

    Raises:
        ValueError: another unit, or a quantity that the unit does not take.
    """
    try:
        count = read_hour_hundredths(quantity)
        terms = only_policy(policy).training
        _require_unit(unit)
    except ValueError:
        check = Arguments()
        check(_require_unit, unit)
        check.read("quantity", read_hour_hundredths, quantity)
        check(only_policy, policy)
        raise check.error() from None
    if unit == "day" and count not in (0, 100):
        raise input_error("half-day")
    return yuan(_tariff(unit, count, terms))


def _require_unit(unit: str) -> None:
    if unit not in ("class_hour", "day"):
        raise WordedError(Words("应为 class_hour 或 day", "expected class_hour or day"), ("unit",))


def _tariff(unit: Unit, count: int, terms: TrainingTerms) -> int:
    """§3.5.2.1: hundredths of a unit times its rate, in whole fen (A3)."""
    rate = terms.day_rate if unit == "day" else terms.hour_rate
    return rounded(hundredths(rate) * count, 100, "half_up")


def training_pay(records: Iterable[TrainingRecord], *, policy: Policy | Timeline) -> TrainingPay:
    """Return the pay of each training record.

    Clause: §3.5.2.1
    Reading: A1 to A9, E10

    Args:
        records: training records with ids of their own; several of one person on one date are seen together.
        policy: a policy or timeline; each record is paid by the one in force on its date, or nothing.

    Raises:
        ValueError: rows of another type, or repeated ids.

    >>> from xmut_rules import PILOT_2020
    >>> record = TrainingRecord(record_id="TR01", project_id="P1", staff_id="T01", date=date(2021, 3, 20),
    ...                         unit="class_hour", quantity=Decimal("1.5"))
    >>> training_pay([record], policy=PILOT_2020).total
    Decimal('180.00')
    """
    with Arguments() as check:
        rows = check(rows_of, TrainingRecord, records, "records", "record_id")
        in_force = check(lookup, policy)
    lines: list[TrainingLine] = []
    total = 0
    for (_, day), group in _by_person_and_date(rows).items():
        terms = found.training if (found := in_force(day)) else None
        by_hour = shortest(sum(hundredths(record.quantity) for record in group if record.unit == "class_hour"))
        for record, fen, rule in _not_paid(group) if terms is None else _paid(group, terms):
            total += fen
            lines.append(_line(record, fen, rule, by_hour, terms))
    return TrainingPay(yuan(total), tuple(sorted(lines, key=lambda line: (line.date, line.record_id))))


def _by_person_and_date(records: Iterable[TrainingRecord]) -> dict[tuple[str, date], list[TrainingRecord]]:
    """Group records, each group in order of the record ids."""
    groups: dict[tuple[str, date], list[TrainingRecord]] = defaultdict(list)
    for record in records:
        groups[record.staff_id, record.date].append(record)
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=lambda record: record.record_id)
    return groups


def _line(
    record: TrainingRecord, fen: int, rule: TrainingRule, by_hour: Decimal, terms: TrainingTerms | None
) -> TrainingLine:
    return TrainingLine(
        record_id=record.record_id,
        staff_id=record.staff_id,
        project_id=record.project_id,
        date=record.date,
        class_hours=_class_hours(record, terms),
        amount=yuan(fen),
        rule=rule,
        clause="§0a" if terms is None else "§3.5.2.1",
        unit=record.unit,
        quantity=record.quantity,
        funded_by=record.funded_by,
        hours_of_date=by_hour,
        terms=terms,
    )


def _class_hours(record: TrainingRecord, terms: TrainingTerms | None) -> Decimal:
    """Return the class hours that a record claims; a day counts as the policy states, without one as none."""
    if record.unit == "class_hour":
        return record.quantity
    return terms.hours_per_day if terms and record.quantity else Decimal(0)


_Paid = Iterator[tuple[TrainingRecord, int, TrainingRule]]


def _not_paid(group: Sequence[TrainingRecord]) -> _Paid:
    """§0a: before the policy is in force nothing is paid (E10)."""
    for record in group:
        yield record, 0, "not-in-force"


def _paid(group: Sequence[TrainingRecord], terms: TrainingTerms) -> _Paid:
    """§3.5.2.1: the records of one person on one date, in order of their ids."""
    day_paid = False
    by_hour: list[TrainingRecord] = []
    for record in group:
        if record.unit == "class_hour":
            by_hour.append(record)
        elif record.quantity and day_paid:
            yield record, 0, "repeated-day"  # A6: the day record of the smallest id is paid
        else:
            day_paid = day_paid or bool(record.quantity)
            yield record, _tariff("day", hundredths(record.quantity), terms), "day"
    counts = {record.record_id: hundredths(record.quantity) for record in by_hour}
    ceiling = hundredths(terms.hours_per_day)
    if day_paid and (terms.day_and_hours == "day_only" or terms.long_day == "capped"):
        for record in by_hour:
            yield record, 0, "absorbed"  # A5: the day record covers the date; its hours pay nothing more
    elif terms.long_day == "capped" and sum(counts.values()) > ceiling:
        parts = split(_tariff("class_hour", ceiling, terms), counts)  # A1, A9
        for record in by_hour:
            yield record, parts[record.record_id], "capped"
    else:
        for record in by_hour:
            yield record, _tariff("class_hour", counts[record.record_id], terms), "class-hours"


def social_service_hours(records: Iterable[TrainingRecord], *, policy: Policy | Timeline) -> tuple[StaffHours, ...]:
    """Return the class hours of training that count as social-service workload, for each person.

    Clause: §2.2.4b
    Reading: E9 (a day is 6 class hours, the coefficient is 1, exam duty does not count)

    Args:
        records: training records with ids of their own.
        policy: a policy or timeline; hours of a day claimed twice, or of a date without policy, do not count.

    Raises:
        ValueError: rows of another type, or repeated ids.
    """
    return workload(training_pay(records, policy=policy).lines)


def workload(lines: Iterable[TrainingLine]) -> tuple[StaffHours, ...]:
    """Return the workload (§2.2.4b) of lines that are there already."""
    counts: dict[str, int] = defaultdict(int)
    for line in lines:
        counted = line.rule not in ("repeated-day", "not-in-force")
        counts[line.staff_id] += hundredths(line.class_hours) if counted else 0
    return tuple(StaffHours(staff_id, shortest(count)) for staff_id, count in sorted(counts.items()))


def lesson_id_of(series: WeeklySeries, day: date) -> str:
    """Return the record id of a weekly plan's lesson on a day."""
    return f"{series.series_id}-{day:%Y%m%d}"


def weekly_lessons(series: WeeklySeries) -> tuple[TrainingRecord, ...]:
    """Return the training records of a weekly plan; their ids are the plan's id with the date.

    Clause: §3.5.2.1

    Args:
        series: a weekly plan; excluded dates are left out.

    Raises:
        ValueError: it is no weekly plan.
    """
    (series,) = rows_of(WeeklySeries, [series], "series", "series_id")
    return tuple(
        TrainingRecord(
            record_id=lesson_id_of(series, day),
            date=day,
            project_id=series.project_id,
            staff_id=series.staff_id,
            unit=series.unit,
            quantity=series.quantity,
            start=series.start,
            end=series.end,
            room=series.room,
            funded_by=series.funded_by,
        )
        for day in series.days
    )


_MOST_HOURS = 12
"""Class hours of one person on one date beyond which the date is listed to be looked at."""


def check_training(records: Iterable[TrainingRecord], *, policy: Policy | Timeline) -> tuple[Finding, ...]:
    """Return findings on training that is claimed twice, in mixed units, or on a date without policy.

    More than 12 class hours of one person on one date are a hint: no clause forbids them, and they may be a slip.

    Clause: §3.5.2.1, §0a
    Reading: A5, A6, E10

    Args:
        records: training records with ids of their own.
        policy: a policy or timeline.

    Raises:
        ValueError: rows of another type, or repeated ids.
    """
    with Arguments() as check:
        rows = check(rows_of, TrainingRecord, records, "records", "record_id")
        in_force = check(lookup, policy)
    found: list[Finding] = []
    for (staff_id, day), group in _by_person_and_date(rows).items():
        if (edition := in_force(day)) is None:
            found += [finding("not-in-force", [record.record_id], day=str(day)) for record in group]
            continue
        claimed = [record for record in group if record.quantity]
        refs = [record.record_id for record in claimed]
        days = [record.record_id for record in claimed if record.unit == "day"]
        if len(days) > 1:
            found.append(finding("training-day-twice", days, staff=staff_id, day=str(day)))
        if 0 < len(days) < len(claimed):
            found.append(finding("training-mixed-units", refs, staff=staff_id, day=str(day)))
        counts = {record.record_id: hundredths(_class_hours(record, edition.training)) for record in claimed}
        if (total := sum(counts.values())) > _MOST_HOURS * 100:
            counted = [record_id for record_id, count in counts.items() if count]
            found.append(finding("many-hours", counted, staff=staff_id, day=str(day), hours=str(shortest(total))))
    return ordered(found)
