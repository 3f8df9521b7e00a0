"""§3.5.2.1 training pay, §2.2.4b workload, weekly lessons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Any

from tests.model.amounts import Refused, Row, exact, fen, rounded, shortest, split, yuan
from tests.model.days import Calendar, day
from tests.model.findings import finding

MOST_HOURS = 12
"""More class hours than these of one person on one date are likely a slip."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def hour_pay(hours: Fraction, policy: Row) -> int:
    """A3: class hours at the hour rate, whole fen, half up."""
    return rounded(hours * fen(policy["training"]["hour_rate"]), "half_up")


def tariff(unit: str, quantity: Fraction, policy: Row) -> int:
    """A2, A8: what one quantity of one unit pays."""
    return hour_pay(quantity, policy) if unit == "class_hour" else int(quantity) * fen(policy["training"]["day_rate"])


def dates_of_persons(records: Iterable[Row]) -> list[list[Row]]:
    """The records of each person and date, smallest record id first."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for record in sorted(records, key=lambda record: str(record["record_id"])):
        groups[record["staff_id"], record["date"]].append(record)
    return list(groups.values())


def is_paid_day(record: Row) -> bool:
    """A4: a day record of one day; one of 0 pays nothing and counts as nothing."""
    return bool(record["unit"] == "day" and exact(record["quantity"]) == 1)


def class_hours(record: Row, policy: Row | None) -> Fraction:
    """E9: the class hours of a record; a day has as many as the policy in force says, and none without one."""
    if record["unit"] == "class_hour":
        return exact(record["quantity"])
    return exact(record["quantity"]) * (exact(policy["training"]["hours_per_day"]) if policy else 0)


def pay_of_a_date(records: Sequence[Row], policy: Row) -> list[tuple[str, int]]:
    """A1, A5, A6, A9: rule and fen of each record of one person on one date."""
    terms = policy["training"]
    paid_days = [record["record_id"] for record in records if is_paid_day(record)]
    hours = {r["record_id"]: exact(r["quantity"]) for r in records if r["unit"] == "class_hour"}
    most = exact(terms["hours_per_day"])
    capped = terms["long_day"] == "capped"
    day_only = capped or terms.get("day_and_hours", "both") == "day_only"
    shares: dict[str, int] = {}
    if capped and not paid_days and sum(hours.values()) > most:
        shares = split(hour_pay(most, policy), hours)

    def pay(record: Row) -> tuple[str, int]:
        name = record["record_id"]
        if record["unit"] == "day":
            if name in paid_days[1:]:
                return "repeated-day", 0
            return "day", tariff("day", exact(record["quantity"]), policy)
        if day_only and paid_days:
            return "absorbed", 0
        return ("capped", shares[name]) if shares else ("class-hours", hour_pay(hours[name], policy))

    return [pay(record) for record in records]


def lines(records: Iterable[Row], calendar: Calendar) -> list[dict[str, Any]]:
    """The lines of the report, by date and record id; amounts still in fen, hours still a fraction."""
    found: list[dict[str, Any]] = []
    for group in dates_of_persons(records):
        policy = calendar.on(day(group[0]["date"]))
        for i, record in enumerate(group):
            hours = class_hours(record, policy)
            rule, amount = pay_of_a_date(group, policy)[i] if policy else ("not-in-force", 0)
            row = {name: record[name] for name in ("record_id", "staff_id", "project_id", "date")}
            clause = "§3.5.2.1" if policy else "§0a"
            found.append({**row, "class_hours": hours, "amount": amount, "rule": rule, "clause": clause})
    return sorted(found, key=lambda line: (line["date"], line["record_id"]))


def total_and_lines(found: Sequence[Row]) -> Row:
    """The part of the report on training."""
    written = [{**line, "class_hours": shortest(line["class_hours"]), "amount": yuan(line["amount"])} for line in found]
    return {"total": yuan(sum(line["amount"] for line in found)), "lines": written}


def workload(found: Iterable[Row]) -> list[Row]:
    """E9: the class hours claimed by each person; a day paid once counts once, what is not in force not at all."""
    hours: dict[str, Fraction] = defaultdict(Fraction)
    for line in found:
        counts = line["rule"] not in {"repeated-day", "not-in-force"}
        hours[line["staff_id"]] += line["class_hours"] if counts else 0
    return [{"staff_id": person, "class_hours": shortest(hours[person])} for person in sorted(hours)]


def check(records: Sequence[Row], calendar: Calendar) -> list[Row]:
    """A5, A6, E10, slips: days recorded twice, days beside hours, dates without a policy, more than 12 hours."""
    found: list[Row] = []
    for group in dates_of_persons(records):
        names = [record["record_id"] for record in group]
        policy = calendar.on(day(group[0]["date"]))
        if policy is None:
            found += [finding("not-in-force", [name]) for name in names]
            continue
        days = [record["record_id"] for record in group if is_paid_day(record)]
        hours = [r["record_id"] for r in group if r["unit"] == "class_hour" and exact(r["quantity"]) > 0]
        if len(days) > 1:
            found.append(finding("training-day-twice", days))
        if days and hours:
            found.append(finding("training-mixed-units", days + hours))
        claimed = {record["record_id"]: class_hours(record, policy) for record in group}
        if sum(claimed.values()) > MOST_HOURS:
            found.append(finding("many-hours", [name for name in names if claimed[name] > 0]))
    return found


def lesson_days(series: Row) -> list[date]:
    """The dates of a weekly plan before any is excluded; refused beyond 366 and beyond 2099."""
    first, until, count = day(series["first_day"]), series.get("until"), series.get("count")
    monday = first - timedelta(days=first.weekday())
    last = date(2099, 12, 31) if until is None else day(until)
    found: list[date] = []
    weekdays = sorted({WEEKDAYS.index(name) for name in series["weekdays"]})
    while monday <= last and len(found) <= 366 and (count is None or len(found) < count):
        week = [monday + timedelta(days=n) for n in weekdays if n <= (date(2099, 12, 31) - monday).days]
        found += [row for row in week if first <= row <= last]
        if (last - monday).days < 7 * series.get("interval", 1):
            break
        monday += timedelta(weeks=series.get("interval", 1))
    found = found[:count]
    if not 1 <= len(found) <= 366 or (count is not None and len(found) < count):
        raise Refused("series")
    return found


def clock(text: str | None) -> str | None:
    """A clock time with its seconds."""
    return None if text is None else time.fromisoformat(text).isoformat()


def lessons(series: Row) -> list[Row]:
    """The training records that a weekly plan stands for; an excluded date that does not occur is refused."""
    days = lesson_days(series)
    excluded = [day(text) for text in series.get("excluded_dates", [])]
    if any(row not in days for row in excluded):
        raise Refused("excluded_dates")
    return [
        {
            "record_id": f"{series['series_id']}-{row:%Y%m%d}",
            **{name: series[name] for name in ("project_id", "staff_id")},
            "date": row.isoformat(),
            "unit": series["unit"],
            "quantity": shortest(exact(series["quantity"])),
            "start": clock(series.get("start")),
            "end": clock(series.get("end")),
            "room": series.get("room"),
            "funded_by": series.get("funded_by", "fees"),
        }
        for row in days
        if row not in excluded
    ]
