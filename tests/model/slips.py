"""Slips in the data, of which no clause speaks: rows pasted twice, and dates long before the day of decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Any

from tests.model.amounts import Row, exact
from tests.model.days import day, moment
from tests.model.findings import finding
from tests.model.tables import TABLES

LONG_AGO = 400
"""More days than these before the day of decision are likely a slip."""
DEFAULTS: Mapping[str, Any] = {
    "prior_loss": "0",
    "duty_funded_by": "fees",
    "funded_by": "fees",
    "interval": 1,
    "excluded_dates": [],
    "people": [],
}
"""What a field that is left out means, if not null."""
Readings = Mapping[str, Callable[[Any], Any]]
NUMBERS: Readings = {"amount": exact, "quantity": exact, "prior_loss": exact, "credits_given": exact}
CLOCKS: Readings = {"start": time.fromisoformat, "end": time.fromisoformat}
MOMENTS: Readings = {"start": moment, "end": moment, "notified_at": moment, "changed_at": moment}


def meant(table: str, row: Row) -> dict[str, Any]:
    """What a row says but for its id, however it is written: 10 and 10.00 are one amount."""
    readings = {**NUMBERS, **(CLOCKS if table in {"training", "series"} else MOMENTS)}
    found: dict[str, Any] = {}
    for name in TABLES[table].rules:
        if name != TABLES[table].must[0]:
            value = row.get(name, DEFAULTS.get(name))
            found[name] = readings[name](value) if name in readings and value is not None else value
    return found


def rows_alike(term: Row) -> list[Row]:
    """Rows of one table that say the same: one hint for all of them."""
    found: list[Row] = []
    for table in TABLES:
        groups: list[tuple[dict[str, Any], list[str]]] = []
        for row in term.get(table, []):
            says, name = meant(table, row), row[TABLES[table].must[0]]
            same = [names for other, names in groups if other == says]
            if same:
                same[0].append(name)
            else:
                groups.append((says, [name]))
        found += [finding("rows-alike", names) for _, names in groups if len(names) > 1]
    return found


def far_dates(term: Row, records: Iterable[Row], as_of: date) -> list[Row]:
    """Training and lessons, sessions, receipts and bookings of more than 400 days before the day of decision."""
    dated = [(row["record_id"], day(row["date"])) for row in records]
    dated += [(row["session_id"], moment(row["start"]).date()) for row in term["sessions"]]
    dated += [(row["receipt_id"], day(row["date"])) for row in term["receipts"]]
    dated += [(row["booking_id"], moment(row["start"]).date()) for row in term.get("bookings", [])]
    return [finding("far-date", [name]) for name, when in dated if (as_of - when).days > LONG_AGO]
