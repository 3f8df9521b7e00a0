"""Hints at slips in the data, of which no clause speaks: rows alike, many class hours, dates long ago."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.spec.builders import record
from xmut_rules import PILOT_2020, Finding, Term, check_term, check_training, require, settle_term
from xmut_rules.rules.term import ID_FIELDS

CLEAN = Path(__file__).parents[2] / "docs" / "examples" / "clean" / "term.json"
Document = dict[str, Any]


def changed(change: Callable[[Document], object]) -> Term:
    """The clean example with some of it changed."""
    document: Document = json.loads(CLEAN.read_text("utf-8"))
    change(document)
    return Term.model_validate_json(json.dumps(document))


def hints(findings: Iterable[Finding]) -> list[tuple[str, tuple[str, ...]]]:
    """Code and refs of each hint."""
    return [(found.code, found.refs) for found in findings if found.severity == "hint"]


def paste(table: str) -> Callable[[Document], object]:
    """Paste the first row of a table again, with another id."""
    key = ID_FIELDS[table]
    return lambda document: document[table].append({**document[table][0], key: "ZZ"})


@pytest.mark.parametrize("table", [table for table in ID_FIELDS if table not in ("series", "bookings")])
def test_a_row_pasted_twice_is_listed_with_its_table(table: str) -> None:
    """A row that is alike in all but its id is a hint in every table; the message names the table in its language."""
    term = changed(paste(table))
    pasted = [found for found in check_term(term, policy=PILOT_2020) if found.code == "rows-alike"]
    first = json.loads(CLEAN.read_text("utf-8"))[table][0][ID_FIELDS[table]]
    assert [(found.refs, found.clause, dict(found.params)) for found in pasted] == [
        (tuple(sorted((first, "ZZ"))), None, {"table": table})]  # fmt: skip
    assert table in pasted[0].message("en")


def test_rows_that_differ_in_one_field_are_not_alike() -> None:
    """Another amount, or a note, is another row; three rows alike are one hint."""

    def paste_costs(document: Document) -> None:
        row = document["costs"][0]
        document["costs"] += [{**row, "cost_id": "Z1", "note": "second"}, {**row, "cost_id": "Z2", "amount": "0.01"}]

    assert hints(check_term(changed(paste_costs), policy=PILOT_2020)) == []

    def paste_twice(document: Document) -> None:
        row = document["costs"][0]
        document["costs"] += [{**row, "cost_id": "Z2"}, {**row, "cost_id": "Z1"}]

    first = json.loads(CLEAN.read_text("utf-8"))["costs"][0]["cost_id"]
    assert hints(check_term(changed(paste_twice), policy=PILOT_2020)) == [("rows-alike", (first, "Z1", "Z2"))]


@given(st.lists(st.integers(0, 700), min_size=1, max_size=4), st.booleans())
@example([600, 600], False)
@example([600, 601], False)
@example([600], True)
@example([601], True)
def test_more_than_twelve_class_hours_of_one_date_are_listed(hundredths: list[int], with_day: bool) -> None:
    """Twelve are fine, a hundredth more is a hint; a day record counts as six, and nothing changes what is paid."""
    rows = [record(f"R{n}", quantity=f"{count / 100:.2f}") for n, count in enumerate(hundredths)]
    rows += [record("RD", unit="day")] if with_day else []
    total = sum(hundredths) + 600 * with_day
    counted = sorted([f"R{n}" for n, count in enumerate(hundredths) if count] + ["RD"] * with_day)
    assert hints(check_training(rows, policy=PILOT_2020)) == (
        [("many-hours", tuple(counted))] if total > 1200 else [])  # fmt: skip
    apart = [row.model_copy(update={"staff_id": f"T{n}"}) for n, row in enumerate(rows)]
    assert hints(check_training(apart, policy=PILOT_2020)) == []


def test_many_hours_before_the_policy_are_not_listed() -> None:
    """Without a policy in force the records are an error already, and a day has no class hours."""
    rows = [record("R1", quantity=13, day="2020-12-17")]
    assert [found.code for found in check_training(rows, policy=PILOT_2020)] == ["not-in-force"]
    twelve = PILOT_2020.amended(training={"hours_per_day": "12.01"})
    assert hints(check_training([record(unit="day")], policy=twelve)) == [("many-hours", ("R1",))]


@pytest.mark.parametrize(("day", "is_far"), [("2020-12-26", True), ("2020-12-27", False)])
@pytest.mark.parametrize("table", ["training", "sessions", "receipts", "bookings", "series"])
def test_a_row_dated_long_before_as_of_is_listed(table: str, day: str, is_far: bool) -> None:
    """As of 2022-01-31, 2020-12-27 is 400 days ago and fine; 2020-12-26 is a day more. Lessons have their own id."""
    lesson = {"project_id": "P1", "staff_id": "T01", "unit": "class_hour", "quantity": "1"}
    rows: dict[str, Document] = {
        "training": {"record_id": "ZZ", "date": day, **lesson},
        "series": {"series_id": "ZZ", "weekdays": ["saturday", "sunday"], "first_day": day, "count": 1, **lesson},
        "sessions": {"session_id": "ZZ", "project_id": "P1", "start": f"{day}T09:00", "end": f"{day}T10:00"},
        "receipts": {"receipt_id": "ZZ", "project_id": "P1", "kind": "other", "amount": "1", "date": day},
        "bookings": {"booking_id": "ZZ", "start": f"{day}T09:00", "end": f"{day}T10:00"},
    }
    term = changed(lambda document: document.setdefault(table, []).append(rows[table]))
    row_id = f"ZZ-{day.replace('-', '')}" if table == "series" else "ZZ"
    assert hints(check_term(term, policy=PILOT_2020)) == ([("far-date", (row_id,))] if is_far else [])


def test_dates_of_certificates_and_students_may_be_far() -> None:
    """Enrolment, first issue and an earlier recognition lie years back."""

    def age(document: Document) -> None:
        document["students"][0]["enrolled_on"] = "2015-09-01"
        document["certificates"][0] |= {"issued_on": "2016-09-01", "recognized_on": "2017-01-01"}

    assert hints(check_term(changed(age), policy=PILOT_2020)) == []


def test_a_hint_leaves_the_report_fine() -> None:
    """A hint is no error: `ok` stays, `require` lets it pass, and its clause is null in the document."""
    report = settle_term(changed(paste("costs")), policy=PILOT_2020)
    (found,) = report.findings
    assert (found.severity, found.clause, report.ok) == ("hint", None, True)
    require(report.findings)
    (document,) = json.loads(report.to_json())["findings"]
    assert (document["severity"], document["clause"]) == ("hint", None)
