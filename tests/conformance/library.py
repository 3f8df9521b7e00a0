"""The library as a program that answers the vectors: `python -m tests.conformance.library` reads and writes lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from xmut_rules import (
    Booking,
    Certificate,
    Cost,
    ExamDuty,
    ExamSession,
    Policy,
    Project,
    Receipt,
    Student,
    Term,
    Timeline,
    TrainingRecord,
    WeeklySeries,
    check_certificates,
    check_costs,
    check_duties,
    check_grants,
    check_notices,
    check_receipts,
    check_schedule,
    check_training,
    college_award,
    duty_day_pay,
    exam_pay,
    recognize_credits,
    session_rate,
    settle,
    settle_term,
    social_service_hours,
    training_pay,
    training_tariff,
    weekly_lessons,
)
from xmut_rules.base.values import read_day
from xmut_rules.rules import GrantPay

Row = Mapping[str, Any]
ROWS: Mapping[str, type] = {
    "records": TrainingRecord,
    "training": TrainingRecord,
    "series": WeeklySeries,
    "sessions": ExamSession,
    "duties": ExamDuty,
    "receipts": Receipt,
    "costs": Cost,
    "certificates": Certificate,
    "students": Student,
    "bookings": Booking,
    "grant_pay": GrantPay,
}


FUNCTIONS: Mapping[str, Any] = {
    one.__name__: one
    for one in (
        *(training_tariff, session_rate, duty_day_pay, college_award),
        *(training_pay, social_service_hours, weekly_lessons, exam_pay, settle, recognize_credits),
        *(check_training, check_duties, check_receipts, check_grants, check_schedule, check_notices),
        *(check_costs, check_certificates),
    )
}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _read(kind: Any, value: object) -> Any:
    return _adapter(kind).validate_json(json.dumps(value))


def _json(value: object) -> Any:
    kind: Any = type(value)
    return json.loads(_adapter(kind).dump_json(value))


def _length(seconds: object) -> timedelta:
    return timedelta(seconds=TypeAdapter(int).validate_python(seconds, strict=True))


def _given(rows: Row) -> dict[str, Any]:
    """Read an input's rows, days and lengths; what is none of them stays as it is."""
    read: dict[str, Any] = {}
    for name, value in rows.items():
        if name == "seconds":
            if isinstance(value, list):
                read["lengths"] = [_length(line) for line in cast("list[object]", value)]
            else:
                read["length"] = _length(value)
        elif name in ROWS and isinstance(value, list):
            read[name] = tuple(_read(ROWS[name], row) for row in cast("list[object]", value))
        elif name == "project":
            read[name] = _read(Project, value)
        else:
            read[name] = read_day(value) if name in {"as_of", "on"} else value
    return read


def _bare(finding: Row) -> Row:
    return {key: finding[key] for key in ("code", "severity", "clause", "refs")}


def _call(name: str, policy: Policy | Timeline, rows: Row) -> Row:
    """Call a function of the library, and write what it gives as the protocol has it."""
    given = _given(rows)
    if name == "weekly_lessons":
        return {"records": [_json(record) for series in given["series"] for record in weekly_lessons(series)]}
    result = FUNCTIONS[name](**given, policy=policy)
    if isinstance(result, Decimal):
        return {"amount": f"{result}"}
    if name == "social_service_hours":
        return {"workload": [*map(_json, result)]}
    written: Row = {"findings": [_bare(_json(row)) for row in result]} if name.startswith("check_") else _json(result)
    return written


def _report(policy: Policy | Timeline, term: Row) -> Row:
    report = json.loads(settle_term(_read(Term, term), policy=policy).to_json())
    del report["policies"]
    return {**report, "findings": [_bare(row) for row in report["findings"]]}


def answer(line: Row) -> Row:
    """Answer one document of the protocol."""
    try:
        policies = [_read(Policy, policy) for policy in line["policies"]]
        policy = policies[0] if len(policies) == 1 else Timeline(policies=tuple(policies))
        if line["function"] == "settle_term":
            return _report(policy, line["input"])
        return _call(line["function"], policy, line["input"])
    except ValueError:
        return {"refused": True}


if __name__ == "__main__":
    for text in sys.stdin:
        document = json.loads(text)
        sys.stdout.write(json.dumps({"id": document["id"], "output": answer(document)}) + "\n")
