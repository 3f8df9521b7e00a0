"""Random edits of a term, as an office corrects it, and what a report and a correction say, added up on fractions.

Nothing here is taken from the package: documents go in, documents and fractions come out.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

Document = dict[str, Any]
Figures = dict[tuple[str, str, str], Fraction]
"""What everybody gets, by group, id and item; nobody gets nothing."""


def figures(report: Document) -> Figures:
    """Return what a report gives everybody."""
    found: Figures = defaultdict(Fraction)
    for row in report["payroll"]:
        for item in ("training", "exams", "total"):
            found["persons", row["staff_id"], item] = Fraction(row[item])
    for settlement in report["settlements"]:
        found["projects", settlement["project_id"], "award"] = Fraction(settlement["award"])
        for part in settlement["awards"]:
            found["colleges", part["college_id"], "award"] += Fraction(part["amount"])
    for row in report["credits"]["students"]:
        for item in ("innovation_practice", "general_elective", "total"):
            found["students", row["student_id"], item] = Fraction(row[item])
    return plus(found)


def moved(correction: Document, column: str = "difference") -> Figures:
    """Return what a correction says of everybody listed: the differences, or what was paid or is due."""
    found: Figures = {}
    for group in ("persons", "projects", "colleges", "students"):
        for row in correction[group]:
            for amount in row["amounts"]:
                assert (group, row["id"], amount["item"]) not in found
                found[group, row["id"], amount["item"]] = Fraction(amount[column])
    return found


def plus(*parts: Figures) -> Figures:
    """Return what parts come to, without what is nothing."""
    found: Figures = defaultdict(Fraction)
    for part in parts:
        for key, figure in part.items():
            found[key] += figure
    return {key: figure for key, figure in found.items() if figure}


TABLES = {
    "training": "record_id",
    "duties": "duty_id",
    "receipts": "receipt_id",
    "costs": "cost_id",
    "certificates": "certificate_id",
}


def edited(rng: Random, term: Document) -> Document:
    """Return a term document with one to three edits; they may contradict each other."""
    document = copy.deepcopy(term)
    for _ in range(rng.randint(1, 3)):
        rng.choice(_EDITS)(rng, document)
    return document


def _drop(rng: Random, document: Document) -> None:
    """A row that was never there."""
    table = rng.choice([*TABLES])
    if document[table]:
        document[table].pop(rng.randrange(len(document[table])))


def _add(rng: Random, document: Document) -> None:
    """A row that was forgotten."""
    table = rng.choice([*TABLES])
    if document[table]:
        row = {**rng.choice(document[table]), TABLES[table]: f"N{rng.randrange(10**6)}"}
        document[table].append(row)


def _change(rng: Random, document: Document) -> None:
    """A figure or a name that was wrong."""
    table = rng.choice([*TABLES])
    if not document[table]:
        return
    row = rng.choice(document[table])
    if table == "training":
        row["staff_id"] = rng.choice(document["staff"])["staff_id"]
        if row["unit"] == "class_hour":
            row["quantity"] = rng.choice(["0", "1", "1.25", "3", "8", "10.5"])
    elif table == "duties":
        row["staff_id"] = rng.choice(document["staff"])["staff_id"]
    elif table == "certificates":
        row["category"] = rng.choice(["innovation_practice", "general_elective", None])
        row["student_id"] = rng.choice(document["students"])["student_id"]
    else:
        row["amount"] = f"{'-' if row['amount'].startswith('-') else ''}{rng.randrange(1, 900_000) / 100:.2f}"


def _move(rng: Random, document: Document) -> None:
    """A session, a record or a receipt of another project."""
    table = rng.choice(["sessions", "training", "receipts", "costs"])
    if document[table]:
        row = rng.choice(document[table])
        if row["project_id"] is not None:
            row["project_id"] = rng.choice(document["projects"])["project_id"]


def _vanish(rng: Random, document: Document) -> None:
    """A person, a student or a project without any row, and the project or student itself."""
    if rng.random() < 0.4:
        _without(document, "staff_id", rng.choice(document["staff"])["staff_id"], ("training", "series", "duties"))
    elif rng.random() < 0.5 and document["students"]:
        student = rng.choice(document["students"])["student_id"]
        _without(document, "student_id", student, ("certificates", "students"))
    elif len(document["projects"]) > 1:
        project = rng.choice(document["projects"])["project_id"]
        gone = {row["session_id"] for row in document["sessions"] if row["project_id"] == project}
        document["duties"] = [row for row in document["duties"] if row["session_id"] not in gone]
        _without(document, "project_id", project, ("training", "series", "sessions", "receipts", "costs", "projects"))


def _without(document: Document, field: str, name: str, tables: tuple[str, ...]) -> None:
    for table in tables:
        if table in document:
            document[table] = [row for row in document[table] if row[field] != name]


def _share(rng: Random, document: Document) -> None:
    """Other weights of the colleges of a project, of which some may be new or gone."""
    names = [college["college_id"] for college in document["colleges"]]
    chosen = rng.sample(names, rng.randint(1, len(names)))
    rng.choice(document["projects"])["colleges"] = {name: rng.randint(1, 9) for name in chosen}


_EDITS: list[Callable[[Random, Document], None]] = [_drop, _add, _change, _change, _move, _vanish, _share]
