"""Strategies of whole terms."""

from __future__ import annotations

# ruff: noqa: D417  `draw` is given by Hypothesis
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from xmut_rules.rules.term import ID_FIELDS, Term
from xmut_rules.testing.strategies import boundaries as at
from xmut_rules.testing.strategies.records import (
    bookings,
    certificates,
    colleges,
    costs,
    exams,
    projects,
    receipts,
    staff_members,
    students,
    training_records,
    weekly_series,
)
from xmut_rules.testing.strategies.values import CREDIT_DAYS, TERM_DAYS, Clocks, other


@composite
def terms(draw: DrawFn, *, most: int = 5) -> Term:
    """Draw whole terms: ids exist and are unique, and all moments have a zone, or none has.

    Rows meet on few people, projects and days, so that most findings and outcomes come up.

    Args:
        most: the most rows of a table; weekly plans and bookings are a third of it.
    """
    clocks = draw(_CLOCKS)
    tables = {table: tuple(draw(rows)) for table, rows in _tables(most, clocks).items()}
    tables["sessions"], tables["duties"] = exams(draw, most, clocks)
    tables["projects"] = tuple(draw(projects(ids=[project_id])) for project_id in _named(tables, "project_id"))
    tables["students"] = tuple(draw(students(ids=[student_id])) for student_id in _named(tables, "student_id"))
    college_ids, staff_ids = _named(tables, "college_id"), _named(tables, "staff_id")
    tables["colleges"] = tuple(draw(colleges(ids=[college_id])) for college_id in college_ids)
    tables["staff"] = tuple(draw(staff_members(ids=[staff_id], colleges=college_ids)) for staff_id in staff_ids)
    return Term(
        format="xmut-rules/term/1", term="2020-2021-2", as_of=draw(_ENDS), designated_accounts=(at.ACCOUNT,), **tables
    )


_CLOCKS: SearchStrategy[Clocks] = other("naive", "aware")
_ENDS = other(*at.TERM_ENDS)


@cache
def _tables(most: int, clocks: Clocks) -> dict[str, SearchStrategy[list[Any]]]:
    """Return strategies of the tables whose rows refer to rows of others, which follow from them."""
    rows: dict[str, tuple[SearchStrategy[Any], int]] = {
        "training": (training_records(staff=at.FEW_STAFF, days=TERM_DAYS), most),
        "series": (weekly_series(staff=at.FEW_STAFF, most=3), most // 3),
        "receipts": (receipts(days=TERM_DAYS), most),
        "costs": (costs(), most),
        "certificates": (certificates(students=at.FEW_STUDENTS, days=CREDIT_DAYS), most),
        "bookings": (bookings(days=TERM_DAYS, clocks=clocks), most // 3),
    }
    return {
        table: st.lists(row, max_size=size, unique_by=attrgetter(ID_FIELDS[table]))
        for table, (row, size) in rows.items()
    }


def _named(tables: dict[str, tuple[Any, ...]], key: str) -> list[str]:
    """Return the ids of one kind that rows refer to."""
    rows = list(chain.from_iterable(tables.values()))
    found: list[str | None] = [getattr(row, key, None) for row in rows]
    if key == "staff_id":
        found += [person for row in rows for person in getattr(row, "people", ())]
    if key == "college_id":
        found += [weight.college_id for row in tables["projects"] for weight in row.colleges]
    return sorted({row_id for row_id in found if row_id is not None})
