"""The JSON Schema of docs/conformance/vectors.json, from the shapes of the functions."""

from __future__ import annotations

from tests.conformance.case import CLAUSES, Json
from tests.conformance.policies import PILOT
from tests.conformance.shapes import (
    CATEGORY,
    DAY,
    FUNCTIONS,
    LEVEL,
    RESULTS,
    ROWS,
    Shape,
    fields,
    many,
    maybe,
    one_of,
    ref,
)

RATE: Shape = {"type": "string", "pattern": r"^[0-9]{1,13}\.[0-9]{2}$"}
HOURS: Shape = {"type": "string", "pattern": r"^[0-9]{1,2}(\.[0-9]{1,2})?$"}
NAME: Shape = {"type": "string", "minLength": 1}
READING: Shape = {"type": "string", "pattern": "^[A-E][0-9]{1,2}$"}
VECTOR_ID: Shape = {"type": "string", "pattern": "^[a-z][a-z0-9_-]*(/[A-Za-z0-9_.-]+)+$"}


def whole(least: int, most: int) -> Shape:
    """Allow whole numbers between two."""
    return {"type": "integer", "minimum": least, "maximum": most}


def const(value: Json) -> Shape:
    """Allow one value."""
    return {"const": value}


def policy() -> Shape:
    """Allow a full policy, every field written out."""
    level_row = fields({"level": LEVEL, "credits": HOURS, "category": maybe(CATEGORY)})
    return fields(
        {
            "format": const("xmut-rules/policy/1"),
            "document": const(PILOT["document"]),
            "effective_from": DAY,
            "effective_until": maybe(DAY),
            "training": fields(
                {
                    "clause": const("§3.5.2.1"),
                    "hour_rate": RATE,
                    "day_rate": RATE,
                    "hours_per_day": HOURS,
                    "long_day": one_of("hourly", "capped"),
                },
                {"day_and_hours": one_of("both", "day_only")},
            ),
            "exams": fields(
                {
                    "clause": const("§3.5.2.2a"),
                    "short_rate": RATE,
                    "long_rate": RATE,
                    "long_from_minutes": whole(1, 1440),
                    "day_rate": RATE,
                    "day_rate_from": whole(1, 100),
                    "day_rate_reading": one_of("flat", "ceiling", "floor"),
                    "day_scope": one_of("person", "person_and_project"),
                    "split": one_of("standard_pay", "sessions"),
                },
                {"overlapping": one_of("each", "once")},
            ),
            "surplus": fields(
                {
                    "clause": const("§3.5.3b"),
                    "college_share": {"type": "string", "pattern": "^[0-9]{1,7}/[1-9][0-9]{0,6}$"},
                    "rounding": one_of("half_up", "half_even", "down"),
                }
            ),
            "credits": fields(
                {
                    "clause": const("§3.4c"),
                    "per_certificate": HOURS,
                    "by_level": many(level_row),
                    "levels": one_of("each", "highest"),
                    "category_cap": maybe(HOURS),
                    "earliest_issue": maybe(DAY),
                },
                {"before_enrolment": one_of("refused", "accepted"), "days_after_graduation": whole(0, 3660)},
            ),
            "funds": fields({"clause": const("§3.3c")}),
            "schedule": fields(
                {
                    "clause": const("§3.5.4e"),
                    "turnaround_minutes": whole(0, 1440),
                    "notice_days": maybe(whole(0, 366)),
                }
            ),
        }
    )


def rule(function: str) -> Shape:
    """Say what a function takes and gives, unless its input is refused."""
    given, output = FUNCTIONS[function]
    answered: Shape = {"properties": {"function": const(function), "output": {"not": ref("refused")}}}
    return {"if": answered, "then": {"properties": {"input": given, "output": output}}}


def file_schema() -> Shape:
    """Return the schema of the file of vectors."""
    vector = fields(
        {
            "id": VECTOR_ID,
            "clause": one_of(*CLAUSES),
            "readings": many(READING, uniqueItems=True),
            "zh": NAME,
            "en": NAME,
            "function": one_of(*FUNCTIONS),
            "policies": many(NAME, minItems=1),
            "input": {"type": "object"},
            "output": {"type": "object"},
        }
    )
    rules: list[Json] = [rule(function) for function in FUNCTIONS]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Vectors",
        **fields(
            {
                "format": const("xmut-rules/conformance/1"),
                "policies": {"type": "object", "additionalProperties": ref("policy")},
                "vectors": many(ref("vector")),
            }
        ),
        "$defs": {
            **ROWS,
            **RESULTS,
            "refused": fields({"refused": const(value=True)}),
            "policy": policy(),
            "vector": {**vector, "allOf": rules},
        },
    }
