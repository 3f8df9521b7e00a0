"""What is refused: the shape of each table's rows, then what holds between fields, rows and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from tests.model import grammar as g
from tests.model.amounts import Refused, Row, exact
from tests.model.days import day, has_zone, lesson_times, moment
from tests.model.settlement import GRANTS
from tests.model.training import WEEKDAYS, lessons


class Shape:
    """The fields of a row, those that must stand and those that may; the first is the row's id."""

    def __init__(self, must: Mapping[str, g.Rule], may: Mapping[str, g.Rule]) -> None:
        """Put the rules together."""
        self.must = tuple(must)
        self.rules = {**must, **may}


LEVEL = g.one_of("初级", "中级", "高级")
CATEGORY = g.one_of("innovation_practice", "general_elective")
FUNDING = {"funded_by": g.one_of("fees", "grant")}
PURPOSE = {"purpose": g.maybe(g.one_of("training", "evaluation", "certification", "other"))}
CLOCKS = dict.fromkeys(("start", "end"), g.maybe(g.is_clock))
TAUGHT = {"project_id": g.is_id, "staff_id": g.is_id, "unit": g.one_of("class_hour", "day"), "quantity": g.is_hours}
TIMES = {"start": g.is_moment, "end": g.is_moment}
ROOM = {"room": g.maybe(g.is_id)}
TABLES = {
    "colleges": Shape({"college_id": g.is_id, "name": g.is_text}, {}),
    "staff": Shape({"staff_id": g.is_id, "name": g.is_text}, {"college_id": g.maybe(g.is_id)}),
    "projects": Shape(
        {"project_id": g.is_id, "name": g.is_text, "colleges": g.is_weights},
        {
            "certificate": g.maybe(g.is_text),
            "level": g.maybe(LEVEL),
            "prior_loss": g.is_amount,
            "duty_funded_by": g.one_of("fees", "grant"),
        },
    ),
    "training": Shape({"record_id": g.is_id, "date": g.is_day, **TAUGHT}, {**CLOCKS, **ROOM, **FUNDING}),
    "series": Shape(
        {"series_id": g.is_id, **TAUGHT, "weekdays": g.each(g.one_of(*WEEKDAYS), 1, 7), "first_day": g.is_day},
        {
            "until": g.maybe(g.is_day),
            "count": g.maybe(g.between(1, 366)),
            "interval": g.between(1, 52),
            "excluded_dates": g.each(g.is_day, 0, 366),
            **CLOCKS,
            **ROOM,
            **FUNDING,
        },
    ),
    "sessions": Shape(
        {"session_id": g.is_id, "project_id": g.is_id, **TIMES},
        {"subject": g.maybe(g.is_text), **ROOM, **dict.fromkeys(("notified_at", "changed_at"), g.maybe(g.is_moment))},
    ),
    "duties": Shape({"duty_id": g.is_id, "session_id": g.is_id, "staff_id": g.is_id}, {"role": g.maybe(g.is_text)}),
    "receipts": Shape(
        {
            "receipt_id": g.is_id,
            "kind": g.one_of("fee", "refund", "grant", "grant_returned", "grant_opening", "school_award", "other"),
            "amount": g.is_money,
            "date": g.is_day,
        },
        {
            **dict.fromkeys(("project_id", "college_id", "account"), g.maybe(g.is_id)),
            **PURPOSE,
            "note": g.maybe(g.is_text),
        },
    ),
    "costs": Shape(
        {
            "cost_id": g.is_id,
            "project_id": g.is_id,
            "category": g.is_id,
            "amount": g.is_amount,
            "funded_by": g.one_of("fees", "grant", "school_award"),
        },
        {**PURPOSE, "note": g.maybe(g.is_text)},
    ),
    "students": Shape(
        {"student_id": g.is_id, "name": g.is_text},
        dict.fromkeys(("enrolled_on", "graduated_on"), g.maybe(g.is_day)),
    ),
    "certificates": Shape(
        {
            "certificate_id": g.is_id,
            "student_id": g.is_id,
            "name": g.is_text,
            "level": g.is_text,
            "number": g.is_id,
            "issuer_recognized": g.is_flag,
            "issued_on": g.is_day,
            "kind": g.one_of("skill", "driving_licence", "other"),
            "status": g.one_of("valid", "revoked", "expired", "suspended"),
        },
        {
            "category": g.maybe(CATEGORY),
            "recognized_on": g.maybe(g.is_day),
            "issuer": g.maybe(g.is_text),
            "credits_given": g.maybe(g.is_credits),
        },
    ),
    "bookings": Shape({"booking_id": g.is_id, **TIMES}, {**ROOM, "people": g.each(g.is_id)}),
}
TERM = Shape(
    {
        "format": g.one_of("xmut-rules/term/1"),
        "term": g.is_id,
        "as_of": g.is_day,
        "designated_accounts": g.each(g.is_id),
        **{name: g.each(lambda _: True) for name in TABLES if name not in {"series", "bookings"}},
    },
    {name: g.each(lambda _: True) for name in ("series", "bookings")},
)
GRANT_PAY = Shape(
    {"project_id": g.is_id, "purpose": g.one_of("training", "evaluation"), "amount": g.is_amount},
    {},
)
"""What grants paid of the pay of a project, as `settle` and `check_grants` are reported it."""
POLICY_FIELDS: dict[tuple[str, str], g.Rule] = {
    ("training", "day_and_hours"): g.one_of("both", "day_only"),
    ("exams", "overlapping"): g.one_of("each", "once"),
    ("credits", "before_enrolment"): g.one_of("refused", "accepted"),
    ("credits", "days_after_graduation"): g.between(0, 3660),
}
"""A5, B10, D6, D8: fields that a policy may leave out; of a policy only these and its days are tested."""
REFERENCES = {
    "college_id": "colleges",
    "project_id": "projects",
    "staff_id": "staff",
    "session_id": "sessions",
    "student_id": "students",
}
LONGEST_NIGHT = timedelta(hours=12)
"""A lesson over midnight lasts no longer."""
OWN_PAY = {"training", "exams", "课酬", "考务费"}


def refuse_if(condition: object, place: str) -> None:
    """Stop at a place."""
    if condition:
        raise Refused(place)


def check_shape(shape: Shape, row: Any, place: str) -> None:
    """Every field known, present if it must be, and of its kind."""
    refuse_if(not isinstance(row, dict), place)
    for name in shape.must:
        refuse_if(name not in row, f"{place}.{name}")
    for name, value in row.items():
        refuse_if(name not in shape.rules or not shape.rules[name](value), f"{place}.{name}")


def check_taught(row: Row, place: str) -> None:
    """A4, and both clock times or neither; an end before the start is of the next day, at most 12 hours later."""
    refuse_if(row["unit"] == "day" and exact(row["quantity"]) not in {0, 1}, f"{place}.quantity")
    start, end = row.get("start"), row.get("end")
    refuse_if((start is None) != (end is None), place)
    if start is not None and end is not None:
        begins, ends = lesson_times("2000-01-01", start, end)
        refuse_if(begins == ends, f"{place}.end")
        refuse_if(ends.day > begins.day and ends - begins > LONGEST_NIGHT, f"{place}.end")


def check_times(row: Row, place: str) -> None:
    """B7: one kind of clock, the end after the start; a session is at most 24 hours long."""
    texts = [row[name] for name in ("start", "end", "notified_at", "changed_at") if row.get(name) is not None]
    refuse_if(len({has_zone(text) for text in texts}) > 1, place)
    length = moment(row["end"]) - moment(row["start"])
    refuse_if(length.total_seconds() <= 0, place)
    refuse_if("session_id" in row and length.total_seconds() > 24 * 3600, place)


def check_receipt(row: Row, place: str) -> None:
    """C5 to C7: only what goes back is below zero, only a school award has no project, only a grant a purpose.

    What an earlier term left of a grant, or overspent of it, has either sign.
    """
    amount, goes_back = exact(row["amount"]), row["kind"] in {"refund", "grant_returned"}
    if row["kind"] != "grant_opening":
        refuse_if(amount >= 0 if goes_back else amount < 0, f"{place}.amount")
    refuse_if(row["kind"] not in GRANTS and row.get("purpose") is not None, f"{place}.purpose")
    refuse_if(row["kind"] != "school_award" and row.get("project_id") is None, f"{place}.project_id")
    refuse_if(row["kind"] == "fee" and row.get("account") is None, f"{place}.account")


def check_series(row: Row, place: str) -> None:
    """A plan ends on a day or after a count, and its lessons have ids of at most 64 characters."""
    check_taught(row, place)
    refuse_if((row.get("until") is None) == (row.get("count") is None), place)
    refuse_if(len(row["series_id"]) > 55, f"{place}.series_id")
    lessons(row)


def check_student(row: Row, place: str) -> None:
    """Nobody graduates before enrolling."""
    enrolled, graduated = row.get("enrolled_on"), row.get("graduated_on")
    refuse_if(enrolled is not None and graduated is not None and day(graduated) < day(enrolled), place)


def check_row(table: str, row: Any, place: str) -> None:
    """One row by itself."""
    check_shape(TABLES[table], row, place)
    if table == "costs":  # C9: pay comes from the records alone
        refuse_if(row["category"].lower() in OWN_PAY, f"{place}.category")
    elif table == "certificates":
        alone = row.get("credits_given") is not None and row.get("recognized_on") is None
        refuse_if(alone, f"{place}.credits_given")
        refuse_if(row["kind"] == "skill" and not LEVEL(row["level"]), f"{place}.level")
    elif table in CHECKS:
        CHECKS[table](row, place)


CHECKS = {
    "training": check_taught,
    "series": check_series,
    "sessions": check_times,
    "bookings": check_times,
    "receipts": check_receipt,
    "students": check_student,
}


def check_rows(tables: Mapping[str, Any]) -> None:
    """Some tables by themselves: each row, no id twice, one kind of clock in all of them (B7)."""
    zones: set[bool] = set()
    for table, rows in tables.items():
        refuse_if(not isinstance(rows, list), table)
        for i, row in enumerate(rows):
            check_row(table, row, f"{table}[{i}]")
        names = [row[TABLES[table].must[0]] for row in rows]
        refuse_if(len(set(names)) < len(names), table)
        zones |= {has_zone(row["start"]) for row in rows if table in {"sessions", "bookings"}}
    refuse_if(len(zones) > 1, "start")


def check_policy(policy: Row) -> None:
    """A5, B10, D6, D8: an option that is written is one of its options."""
    for (part, name), rule in POLICY_FIELDS.items():
        refuse_if(name in policy[part] and not rule(policy[part][name]), f"policy.{part}.{name}")


def check_grant_pay(rows: Any) -> None:
    """Pay that grants paid."""
    refuse_if(not isinstance(rows, list), "grant_pay")
    for i, row in enumerate(rows):
        check_shape(GRANT_PAY, row, f"grant_pay[{i}]")


def check_keys(term: Mapping[str, Any]) -> None:
    """No id, room, account, name or number of a certificate is a word for nothing, or a number in short form."""
    names = {table: {TABLES[table].must[0], "room"} for table in TABLES}
    names["receipts"] |= {"account"}
    names["certificates"] |= {"name", "number"}
    for table, fields in names.items():
        for i, row in enumerate(term.get(table, [])):
            for field in fields & row.keys():
                word = str(row[field] or "").lower()
                is_short = re.fullmatch(r"-?[0-9](\.[0-9]+)?e\+[0-9]+", word) is not None
                refuse_if(word in NOTHING or is_short, f"{table}[{i}].{field}")


NOTHING = {"null", "nan", "none", "nat", "n/a", "<na>"} | {
    f"#{word}" for word in ("n/a", "ref!", "value!", "div/0!", "name?", "null!", "num!")
}
"""What programs and spreadsheets write where there is no value."""


def check_references(tables: Mapping[str, Sequence[Row]], known: Mapping[str, Iterable[str]]) -> None:
    """Ids that another table must hold; a table that is not known is not asked."""
    for table, rows in tables.items():
        for i, row in enumerate(rows):
            names = [(REFERENCES[field], row[field]) for field in row if field in REFERENCES]
            if table == "projects":
                names += [("colleges", college) for college in row["colleges"]]
            if table == "bookings":
                names += [("staff", person) for person in row.get("people", [])]
            for target, name in names:
                refuse_if(name is not None and target in known and name not in known[target], f"{table}[{i}]")


def ids(tables: Mapping[str, Sequence[Row]]) -> dict[str, set[str]]:
    """The ids that each table holds."""
    return {table: {row[TABLES[table].must[0]] for row in rows} for table, rows in tables.items()}


def check_term(term: Any) -> list[Row]:
    """A whole term; gives its training records and the lessons of its series, which share one name space."""
    check_shape(TERM, term, "term")
    tables = {name: term[name] for name in TABLES if name in term}
    check_rows(tables)
    check_keys(tables)
    check_references(tables, ids(tables))
    records = [*term["training"], *(record for series in term.get("series", []) for record in lessons(series))]
    names = [record["record_id"] for record in records]
    refuse_if(len(set(names)) < len(names), "training")
    return records
