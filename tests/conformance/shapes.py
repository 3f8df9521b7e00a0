"""The JSON Schema of the file of vectors: what goes into each function, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping

from tests.conformance.case import Json

Shape = dict[str, Json]

AMOUNT_IN = r"^-?[0-9]{1,13}(\.[0-9]{1,2})?$"
DAY: Shape = {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}
CLOCK: Shape = {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"}
DAY_PART = "20[0-9]{2}-[01][0-9]-[0-3][0-9]"
TIME_PART = r"[0-2][0-9]:[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
ZONE_PART = "(Z|[+-][0-2][0-9]:[0-5][0-9])?"
MOMENT: Shape = {"type": "string", "pattern": f"^{DAY_PART}T{TIME_PART}{ZONE_PART}$"}
ID: Shape = {"type": "string", "minLength": 1, "maxLength": 64}
TEXT: Shape = {"type": "string", "maxLength": 500}
MONEY: Shape = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"}
MONEY_IN: Shape = {"anyOf": [{"type": "string", "pattern": AMOUNT_IN}, {"type": "integer"}]}
SHORT: Shape = {"type": "string", "pattern": r"^(0|[1-9][0-9]*)(\.[0-9]?[1-9])?$"}
HOURS_IN: Shape = {
    "anyOf": [
        {"type": "string", "pattern": r"^[0-9]{1,2}(\.[0-9]{1,2})?$"},
        {"type": "integer", "minimum": 0, "maximum": 24},
    ]
}
BOOL: Shape = {"type": "boolean"}
SECONDS: Shape = {"type": "integer", "minimum": 1, "maximum": 86400}
CLAUSE: Shape = {"type": "string", "pattern": r"^§[0-9]+(\.[0-9]+)*[a-z]?$"}


def one_of(*values: str) -> Shape:
    """Allow these texts."""
    return {"enum": list(values)}


def maybe(shape: Shape) -> Shape:
    """Allow null too."""
    return {"anyOf": [shape, {"type": "null"}]}


def many(shape: Shape, **bounds: Json) -> Shape:
    """Allow a list."""
    return {"type": "array", "items": shape, **bounds}


def ref(name: str) -> Shape:
    """Point to a definition of this file."""
    return {"$ref": f"#/$defs/{name}"}


def fields(needed: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """Allow an object with these fields and no others."""
    return {
        "type": "object",
        "properties": {**needed, **(optional or {})},
        "required": list(needed),
        "additionalProperties": False,
    }


LEVEL = one_of("初级", "中级", "高级")
CATEGORY = one_of("innovation_practice", "general_elective")
PURPOSE = one_of("training", "evaluation", "certification", "other")
PAY_FUNDING = one_of("fees", "grant")
LESSON_FIELDS: Mapping[str, Shape] = {
    "start": maybe(CLOCK),
    "end": maybe(CLOCK),
    "room": maybe(ID),
    "funded_by": PAY_FUNDING,
}
WORK: Mapping[str, Shape] = {
    "project_id": ID,
    "staff_id": ID,
    "unit": one_of("class_hour", "day"),
    "quantity": HOURS_IN,
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEIGHTS: Shape = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": ID,
    "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 1000000},
}
ROWS: Mapping[str, Shape] = {
    "college": fields({"college_id": ID, "name": TEXT}),
    "staff": fields({"staff_id": ID, "name": TEXT}, {"college_id": maybe(ID)}),
    "project": fields(
        {"project_id": ID, "name": TEXT, "colleges": WEIGHTS},
        {"certificate": maybe(TEXT), "level": maybe(LEVEL), "prior_loss": MONEY_IN, "duty_funded_by": PAY_FUNDING},
    ),
    "training": fields({"record_id": ID, **WORK, "date": DAY}, LESSON_FIELDS),
    "series": fields(
        {"series_id": ID, **WORK, "weekdays": many(one_of(*WEEKDAYS), minItems=1, maxItems=7), "first_day": DAY},
        {
            "until": maybe(DAY),
            "count": maybe({"type": "integer", "minimum": 1, "maximum": 366}),
            "interval": {"type": "integer", "minimum": 1, "maximum": 52},
            "excluded_dates": many(DAY),
            **LESSON_FIELDS,
        },
    ),
    "session": fields(
        {"session_id": ID, "project_id": ID, "start": MOMENT, "end": MOMENT},
        {"subject": maybe(TEXT), "room": maybe(ID), "notified_at": maybe(MOMENT), "changed_at": maybe(MOMENT)},
    ),
    "duty": fields({"duty_id": ID, "session_id": ID, "staff_id": ID}, {"role": maybe(TEXT)}),
    "receipt": fields(
        {
            "receipt_id": ID,
            "kind": one_of("fee", "refund", "grant", "grant_returned", "grant_opening", "school_award", "other"),
            "amount": MONEY_IN,
            "date": DAY,
        },
        {
            "project_id": maybe(ID),
            "college_id": maybe(ID),
            "account": maybe(ID),
            "purpose": maybe(PURPOSE),
            "note": maybe(TEXT),
        },
    ),
    "cost": fields(
        {
            "cost_id": ID,
            "project_id": ID,
            "category": ID,
            "amount": MONEY_IN,
            "funded_by": one_of("fees", "grant", "school_award"),
        },
        {"purpose": maybe(PURPOSE), "note": maybe(TEXT)},
    ),
    "student": fields({"student_id": ID, "name": TEXT}, {"enrolled_on": maybe(DAY), "graduated_on": maybe(DAY)}),
    "certificate": fields(
        {
            "certificate_id": ID,
            "student_id": ID,
            "kind": one_of("skill", "driving_licence", "other"),
            "name": TEXT,
            "level": TEXT,
            "number": ID,
            "issuer_recognized": BOOL,
            "issued_on": DAY,
            "status": one_of("valid", "revoked", "expired", "suspended"),
        },
        {
            "category": maybe(CATEGORY),
            "recognized_on": maybe(DAY),
            "issuer": maybe(TEXT),
            "credits_given": maybe(SHORT),
        },
    ),
    "grant_pay": fields({"project_id": ID, "purpose": one_of("training", "evaluation"), "amount": MONEY_IN}),
    "booking": fields({"booking_id": ID, "start": MOMENT, "end": MOMENT}, {"room": maybe(ID), "people": many(ID)}),
}
RESULTS: Mapping[str, Shape] = {
    "training_line": fields(
        {
            "record_id": ID,
            "staff_id": ID,
            "project_id": ID,
            "date": DAY,
            "class_hours": SHORT,
            "amount": MONEY,
            "rule": one_of("class-hours", "day", "capped", "absorbed", "repeated-day", "not-in-force"),
            "clause": CLAUSE,
        }
    ),
    "exam_day": fields(
        {
            "staff_id": ID,
            "date": DAY,
            "sessions": many(ID),
            "standard": MONEY,
            "amount": MONEY,
            "rule": one_of("sessions", "day-rate", "not-in-force"),
            "clause": CLAUSE,
            "shares": many(fields({"project_id": ID, "amount": MONEY})),
        }
    ),
    "settlement": fields(
        {
            "project_id": ID,
            "income": MONEY,
            "costs": many(fields({"category": ID, "amount": MONEY})),
            "cost": MONEY,
            "surplus": MONEY,
            "prior_loss": MONEY,
            "award": MONEY,
            "remainder": MONEY,
            "awards": many(fields({"college_id": ID, "amount": MONEY})),
            "grant_balance": maybe(MONEY),
            "rule": one_of("share", "no-surplus", "not-in-force"),
            "clause": CLAUSE,
        }
    ),
    "decision": fields(
        {
            "certificate_id": ID,
            "student_id": ID,
            "outcome": one_of(
                *("granted", "recognized-earlier", "not-in-force", "status-differs", "kind-not-covered"),
                *(
                    "issuer-not-recognized",
                    "not-valid",
                    "not-yet-issued",
                    "before-earliest-issue",
                    "enrolment-unknown",
                    "before-enrolment",
                ),
                *("after-graduation", "category-missing", "number-shared", "duplicate", "lower-level"),
                "level-not-listed",
            ),
            "credits": SHORT,
            "cut": SHORT,
            "category": maybe(CATEGORY),
            "clause": CLAUSE,
        }
    ),
    "student_credits": fields(
        {"student_id": ID, "innovation_practice": SHORT, "general_elective": SHORT, "total": SHORT}
    ),
    "staff_hours": fields({"staff_id": ID, "class_hours": SHORT}),
    "finding": fields(
        {
            "code": one_of(
                *("after-as-of", "certificate-number-repeated", "certificate-number-shared"),
                *("certificate-status-differs", "clashes-cut", "cost-may-repeat-pay", "credits-given-assumed"),
                *(
                    "duty-recorded-twice",
                    "far-date",
                    "grant-overspent",
                    "grant-purpose-differs",
                    "grant-purpose-missing",
                    "many-hours",
                ),
                *("not-in-force", "notice-late", "notice-missing", "notice-outdated", "notice-short"),
                *("person-overlap", "recognized-not-valid", "room-overlap", "room-turnaround", "rows-alike"),
                *("training-day-twice", "training-mixed-units", "wrong-account"),
            ),
            "severity": one_of("error", "warning", "hint"),
            "clause": maybe(CLAUSE),
            "refs": many(ID),
        }
    ),
}
AMOUNT_OUT = fields({"amount": MONEY})
FINDINGS = fields({"findings": many(ref("finding"))})
TRAINING_OUT = fields({"total": MONEY, "lines": many(ref("training_line"))})
EXAMS_OUT = fields({"total": MONEY, "days": many(ref("exam_day"))})
CREDITS_OUT = fields({"decisions": many(ref("decision")), "students": many(ref("student_credits"))})
RECORDS = fields({"records": many(ref("training"))})
DUTIES = {"sessions": many(ref("session")), "duties": many(ref("duty"))}
MONEY_FLOWS = {"receipts": many(ref("receipt")), "costs": many(ref("cost"))}
TERM = fields(
    {
        "format": {"const": "xmut-rules/term/1"},
        "term": ID,
        "as_of": DAY,
        "designated_accounts": many(ID),
        "colleges": many(ref("college")),
        "staff": many(ref("staff")),
        "projects": many(ref("project")),
        "training": many(ref("training")),
        **DUTIES,
        **MONEY_FLOWS,
        "students": many(ref("student")),
        "certificates": many(ref("certificate")),
    },
    {"series": many(ref("series")), "bookings": many(ref("booking"))},
)
REPORT = fields(
    {
        "format": {"const": "xmut-rules/report/1"},
        "term": ID,
        "as_of": DAY,
        "ok": BOOL,
        "training": TRAINING_OUT,
        "exams": EXAMS_OUT,
        "payroll": many(fields({"staff_id": ID, "training": MONEY, "exams": MONEY, "total": MONEY})),
        "settlements": many(ref("settlement")),
        "credits": CREDITS_OUT,
        "workload": many(ref("staff_hours")),
        "findings": many(ref("finding")),
    }
)
FUNCTIONS: Mapping[str, tuple[Shape, Shape]] = {
    "training_tariff": (fields({"unit": one_of("class_hour", "day"), "quantity": HOURS_IN}), AMOUNT_OUT),
    "session_rate": (fields({"seconds": SECONDS}), AMOUNT_OUT),
    "duty_day_pay": (fields({"seconds": many(SECONDS)}), AMOUNT_OUT),
    "college_award": (fields({"surplus": MONEY_IN}), AMOUNT_OUT),
    "training_pay": (RECORDS, TRAINING_OUT),
    "social_service_hours": (RECORDS, fields({"workload": many(ref("staff_hours"))})),
    "weekly_lessons": (fields({"series": many(ref("series"))}), RECORDS),
    "exam_pay": (fields(DUTIES), EXAMS_OUT),
    "settle": (
        fields(
            {"project": ref("project"), **MONEY_FLOWS, "training": MONEY_IN, "exams": MONEY_IN, "on": DAY},
            {"grant_pay": many(ref("grant_pay"))},
        ),
        ref("settlement"),
    ),
    "recognize_credits": (
        fields({"certificates": many(ref("certificate")), "students": many(ref("student")), "as_of": DAY}),
        CREDITS_OUT,
    ),
    "check_training": (RECORDS, FINDINGS),
    "check_duties": (fields(DUTIES), FINDINGS),
    "check_receipts": (fields({"receipts": many(ref("receipt")), "accounts": many(ID)}), FINDINGS),
    "check_costs": (fields({"costs": many(ref("cost")), "on": DAY}), FINDINGS),
    "check_grants": (fields({**MONEY_FLOWS, "on": DAY}, {"grant_pay": many(ref("grant_pay"))}), FINDINGS),
    "check_schedule": (
        fields({**DUTIES, "training": many(ref("training")), "bookings": many(ref("booking"))}),
        FINDINGS,
    ),
    "check_notices": (fields({"sessions": many(ref("session"))}), FINDINGS),
    "check_certificates": (fields({"certificates": many(ref("certificate")), "as_of": DAY}), FINDINGS),
    "settle_term": (TERM, REPORT),
}
