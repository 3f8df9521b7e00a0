"""The cases of the conformance suite: data, one TOML file a clause in `cases/`.

A case states a fact of policy.md: under these policies this function gives, for this input, what the model
(`tests.model`) derives. `expect` is what we worked out by hand: the whole output, or a part of it. TOML has no null,
so the text `null` stands for it. A row of a table leaves out what is null, and a term its empty tables; where a case is
about a row or a term that is not whole, `whole_rows = true` has everything stand as it is sent.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, cast

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

CLAUSES = (
    "§0a",
    "§1.2b",
    "§2.2.4b",
    "§3.3a",
    "§3.3c",
    "§3.4a",
    "§3.4b",
    "§3.4c",
    "§3.5.1b",
    "§3.5.1c",
    "§3.5.2",
    "§3.5.2.1",
    "§3.5.2.2a",
    "§3.5.2.2b",
    "§3.5.3a",
    "§3.5.3b",
    "§3.5.4d",
    "§3.5.4e",
)
REFUSED: Mapping[str, Json] = {"refused": True}


@dataclass(frozen=True, slots=True)
class Case:
    """One case: where it belongs, what goes in, why the output is what it is, and what we know of the output."""

    id: str
    clause: str
    readings: tuple[str, ...]
    zh: str
    en: str
    function: str
    policies: tuple[str, ...]
    input: Mapping[str, Json]
    expect: Json = None


FOLDER = Path(__file__).with_name("cases")
ROOT = Path(__file__).parents[2]
COLUMNS: Mapping[str, tuple[str, ...]] = {
    table: tuple(columns.split())
    for table, columns in {
        "colleges": "college_id name",
        "staff": "staff_id name college_id",
        "projects": "project_id name certificate level colleges prior_loss",
        "training": "record_id project_id staff_id date unit quantity start end room",
        "series": "series_id project_id staff_id unit quantity weekdays first_day until count interval excluded_dates "
        "start end room",
        "sessions": "session_id project_id subject room start end notified_at",
        "duties": "duty_id session_id staff_id role",
        "receipts": "receipt_id project_id college_id kind amount date account note",
        "costs": "cost_id project_id category amount funded_by purpose note",
        "students": "student_id name enrolled_on graduated_on",
        "certificates": "certificate_id student_id kind name level number issuer_recognized issued_on status category "
        "recognized_on",
        "bookings": "booking_id room people start end",
    }.items()
}
"""The tables of a term, each with its columns."""

LATER: Mapping[str, tuple[str, ...]] = {
    "projects": ("duty_funded_by",),
    "training": ("funded_by",),
    "series": ("funded_by",),
    "sessions": ("changed_at",),
    "receipts": ("purpose",),
    "certificates": ("issuer", "credits_given"),
}
"""The columns of a table that came later; they stand only in the rows that give them."""

TABLES = {**{table: table for table in COLUMNS}, "records": "training", "project": "projects"}
REQUIRED = {"id", "function", "zh", "en"}
KEYS = REQUIRED | {"readings", "policies", "whole_rows", "input", "input_file", "expect"}


class CaseError(ValueError):
    """A file of cases that cannot be read; the message names the file and the case."""


def read_cases(folder: Path = FOLDER) -> list[Case]:
    """Read every case, by clause and id.

    Raises:
        CaseError: a file of no clause that is known, a key that is missing or not known, a column that no table has, or
            an id that is repeated.
    """
    cases: list[Case] = []
    for file in sorted(folder.glob("*.toml")):
        clause = f"§{file.stem}"
        if clause not in CLAUSES:
            raise CaseError(f"{file.name}: no such clause")
        cases += [_case(clause, file.name, row) for row in tomllib.loads(file.read_text("utf-8"))["case"]]
    ids = [case.id for case in cases]
    if repeated := sorted({name for name in ids if ids.count(name) > 1}):
        raise CaseError(f"repeated: {', '.join(repeated)}")
    return sorted(cases, key=lambda case: (CLAUSES.index(case.clause), case.id))


def _case(clause: str, file: str, row: Mapping[str, Any]) -> Case:
    name = f"{file}: {row.get('id')}"
    if unknown := sorted(row.keys() - KEYS):
        raise CaseError(f"{name}: unknown {', '.join(unknown)}")
    if missing := sorted(REQUIRED - row.keys()):
        raise CaseError(f"{name}: missing {', '.join(missing)}")
    if ("input" in row) == ("input_file" in row):
        raise CaseError(f"{name}: give input or input_file")
    given = json.loads((ROOT / row["input_file"]).read_text("utf-8")) if "input_file" in row else _nulls(row["input"])
    if "input" in row and not row.get("whole_rows"):
        given = _whole(name, row["function"], given)
    return Case(
        id=row["id"],
        clause=clause,
        readings=tuple(row.get("readings", ())),
        zh=row["zh"],
        en=row["en"],
        function=row["function"],
        policies=tuple(row.get("policies", ("pilot",))),
        input=given,
        expect=_nulls(row.get("expect")),
    )


def _nulls(value: Any) -> Any:
    """Return a value with null wherever the text `null` stands."""
    if isinstance(value, dict):
        return {key: _nulls(part) for key, part in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        parts: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
        return [_nulls(part) for part in parts]
    return None if value == "null" else value


def _whole(name: str, function: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return an input with every column of its rows and, for a term, with every table."""
    if function in ("settle_term", "check_term"):
        heading = {key: value for key, value in given.items() if key not in COLUMNS}
        given = {**heading, **{table: given.get(table, []) for table in COLUMNS}}
    return {key: _whole_rows(name, key, value) for key, value in given.items()}


def _whole_rows(name: str, key: str, value: Any) -> Any:
    if key not in TABLES or isinstance(value, str):
        return value
    columns, later = COLUMNS[TABLES[key]], LATER.get(TABLES[key], ())
    rows = cast("list[dict[str, Any]]", value if isinstance(value, list) else [value])
    for row in rows:
        if unknown := sorted(row.keys() - {*columns, *later}):
            raise CaseError(f"{name}: {key} has no column {', '.join(unknown)}")
    whole = [
        {column: row.get(column) for column in columns} | {column: row[column] for column in later if column in row}
        for row in rows
    ]
    return whole if isinstance(value, list) else whole[0]


def differences(expected: Json, got: Json, place: str = "output") -> list[str]:
    """Return where `got` is not what was expected; of an object only the expected keys are compared."""
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        missing = [f"{place}.{key}: missing" for key in expected if key not in got]
        found = [differences(value, got[key], f"{place}.{key}") for key, value in expected.items() if key in got]
        return missing + [line for lines in found for line in lines]
    if isinstance(expected, list | tuple) and isinstance(got, list | tuple) and len(expected) == len(got):
        pairs = enumerate(zip(expected, got, strict=True))
        found = [differences(one, other, f"{place}[{index}]") for index, (one, other) in pairs]
        return [line for lines in found for line in lines]
    same = expected == got and isinstance(expected, bool) == isinstance(got, bool)
    return [] if same else [f"{place}: expected {expected!r}, got {got!r}"]
