"""Data frames of each library in CI, made from the rows of a term, and read back as plain rows."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import polars as pl

from xmut_rules import ExamDuty, ExamSession, Project, TrainingRecord
from xmut_rules.base.money import hundredths
from xmut_rules.rules.records import Certificate, Cost, Receipt, Student
from xmut_rules.rules.settlement import GrantPay

pa: Any = importlib.import_module("pyarrow")  # it has no types

ENGINES: Mapping[str, Callable[[Any], Any]] = {
    "pandas": lambda table: _in_pandas(table.to_pandas(date_as_object=False)),
    "polars": lambda table: pl.DataFrame(table),  # noqa: PLW0108  its own type is not known in full
    "polars-lazy": lambda table: pl.DataFrame(table).lazy(),
    "pyarrow": lambda table: table,
    "duckdb": duckdb.from_arrow,
}


def _in_pandas(frame: Any) -> Any:
    """Return a frame of pandas whose optional whole numbers are whole; it makes floats of them otherwise."""
    optional = [name for name in frame.columns if name.startswith("credits_given")]
    return frame.astype(dict.fromkeys(optional, "Int64"))


_TEXT, _WHOLE, _DAY, _MOMENT, _FLAG = pa.string(), pa.int64(), pa.date32(), pa.timestamp("us"), pa.bool_()


def _table(columns: Mapping[str, Any], rows: Iterable[tuple[Any, ...]]) -> Any:
    fields = pa.schema(list(columns.items()))
    return pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in rows], schema=fields)


def training_table(records: Iterable[TrainingRecord]) -> Any:
    """Return training records as a table of plain columns."""
    columns = {"record_id": _TEXT, "staff_id": _TEXT, "project_id": _TEXT, "date": _DAY, "unit": _TEXT}
    return _table(
        {**columns, "quantity_hundredths": _WHOLE},
        [
            (row.record_id, row.staff_id, row.project_id, row.date, row.unit, hundredths(row.quantity))
            for row in records
        ],
    )


def session_table(sessions: Iterable[ExamSession]) -> Any:
    """Return exam sessions as a table of plain columns, their times local."""
    columns = {"session_id": _TEXT, "project_id": _TEXT, "start": _MOMENT, "end": _MOMENT}
    return _table(
        columns,
        [
            (row.session_id, row.project_id, row.start.replace(tzinfo=None), row.end.replace(tzinfo=None))
            for row in sessions
        ],
    )


def duty_table(duties: Iterable[ExamDuty]) -> Any:
    """Return duties as a table of plain columns."""
    return _table({"staff_id": _TEXT, "session_id": _TEXT}, [(row.staff_id, row.session_id) for row in duties])


def project_table(projects: Iterable[Project]) -> Any:
    """Return projects as a table of plain columns."""
    columns = {"project_id": _TEXT, "prior_loss_fen": _WHOLE}
    return _table(columns, [(row.project_id, hundredths(row.prior_loss)) for row in projects])


def receipt_table(receipts: Iterable[Receipt]) -> Any:
    """Return the receipts of projects as a table of plain columns."""
    columns = {"receipt_id": _TEXT, "project_id": _TEXT, "kind": _TEXT, "amount_fen": _WHOLE, "purpose": _TEXT}
    return _table(
        columns,
        [
            (row.receipt_id, row.project_id, row.kind, hundredths(row.amount), row.purpose)
            for row in receipts
            if row.project_id
        ],
    )


def cost_table(costs: Iterable[Cost]) -> Any:
    """Return costs as a table of plain columns."""
    columns = {"cost_id": _TEXT, "project_id": _TEXT, "funded_by": _TEXT, "amount_fen": _WHOLE, "purpose": _TEXT}
    return _table(
        columns,
        [(row.cost_id, row.project_id, row.funded_by, hundredths(row.amount), row.purpose) for row in costs],
    )


def pay_table(pay: Iterable[tuple[str, int]]) -> Any:
    """Return pay by project as a table of plain columns."""
    return _table({"project_id": _TEXT, "amount_fen": _WHOLE}, pay)


def grant_pay_table(pay: Iterable[GrantPay]) -> Any:
    """Return the pay that grants pay as a table of plain columns."""
    columns = {"project_id": _TEXT, "purpose": _TEXT, "amount_fen": _WHOLE}
    return _table(columns, [(row.project_id, row.purpose, hundredths(row.amount)) for row in pay])


def college_table(projects: Iterable[Project]) -> Any:
    """Return the colleges of projects with their weights as a table of plain columns."""
    columns = {"project_id": _TEXT, "college_id": _TEXT, "weight": _WHOLE}
    return _table(columns, [(row.project_id, own.college_id, own.weight) for row in projects for own in row.colleges])


def certificate_table(certificates: Iterable[Certificate]) -> Any:
    """Return certificates as a table of plain columns."""
    texts = ("certificate_id", "student_id", "kind", "name", "level", "number", "issuer", "status", "category")
    columns = {
        **dict.fromkeys(texts, _TEXT),
        "issuer_recognized": _FLAG, "issued_on": _DAY, "recognized_on": _DAY, "credits_given_hundredths": _WHOLE,
    }  # fmt: skip
    return _table(
        columns,
        [
            (
                *(getattr(row, name) for name in texts),
                row.issuer_recognized, row.issued_on, row.recognized_on,
                None if row.credits_given is None else hundredths(row.credits_given),
            )
            for row in certificates
        ],
    )  # fmt: skip


def student_table(students: Iterable[Student]) -> Any:
    """Return students as a table of plain columns."""
    columns = {"student_id": _TEXT, "enrolled_on": _DAY, "graduated_on": _DAY}
    return _table(columns, [(row.student_id, row.enrolled_on, row.graduated_on) for row in students])


def rows_of(frame: Any, *columns: str) -> list[tuple[Any, ...]]:
    """Return some columns of a frame as rows in order, days as dates."""
    found: Any = nw.from_native(frame).lazy().collect("pyarrow").to_native()
    rows = [tuple(row[name] for name in columns) for row in found.to_pylist()]
    plain = [tuple(value.date() if isinstance(value, datetime) else value for value in row) for row in rows]
    return sorted(plain, key=lambda row: [(value is None, value or 0) for value in row])
