"""Complete rows of the term document, with plain values where a case does not care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.conformance.case import Json

Row = dict[str, Json]
DAY = "2021-05-29"
NOTIFIED = "2021-05-10T09:00"


def moment(text: str) -> str:
    """Put the usual day before a bare clock time."""
    return text if "T" in text else f"{DAY}T{text}"


def hours(
    record_id: str,
    quantity: Json,
    *,
    date: str = DAY,
    staff: str = "T01",
    project: str = "P1",
    clock: tuple[str, str] | None = None,
    room: str | None = None,
) -> Row:
    """Write a training record in class hours."""
    return {
        "record_id": record_id,
        "project_id": project,
        "staff_id": staff,
        "date": date,
        "unit": "class_hour",
        "quantity": quantity,
        "start": clock[0] if clock else None,
        "end": clock[1] if clock else None,
        "room": room,
    }


def day(record_id: str, quantity: Json = "1", *, date: str = DAY, staff: str = "T01", project: str = "P1") -> Row:
    """Write a training record of a day."""
    return {**hours(record_id, quantity, date=date, staff=staff, project=project), "unit": "day"}


def session(
    session_id: str,
    start: str,
    end: str,
    *,
    project: str = "P1",
    room: str | None = None,
    notified: str | None = "",
) -> Row:
    """Write an exam session; a bare clock time is on the usual day, and the notice came in time unless given."""
    told = NOTIFIED + ("+08:00" if start.endswith("Z") or start[16:17] in {"+", "-"} else "")
    return {
        "session_id": session_id,
        "project_id": project,
        "subject": None,
        "room": room,
        "start": moment(start),
        "end": moment(end),
        "notified_at": told if notified == "" else notified,
    }


def duties(*pairs: str) -> list[Json]:
    """Write duties D1, D2, … from `session:staff` pairs; the staff is T01 unless named."""
    made: list[Json] = []
    for number, pair in enumerate(pairs, start=1):
        session_id, _, staff = pair.partition(":")
        made.append(duty(f"D{number}", session_id, staff or "T01"))
    return made


def duty(duty_id: str, session_id: str, staff: str = "T01", *, role: str | None = None) -> Row:
    """Write one duty."""
    return {"duty_id": duty_id, "session_id": session_id, "staff_id": staff, "role": role}


def receipt(
    receipt_id: str,
    kind: str,
    amount: Json,
    *,
    project: str | None = "P1",
    account: str | None = "ACC-1",
    date: str = DAY,
) -> Row:
    """Write money in."""
    return {
        "receipt_id": receipt_id,
        "project_id": project,
        "college_id": "C01" if kind == "school_award" else None,
        "kind": kind,
        "amount": amount,
        "date": date,
        "account": account if kind == "fee" else None,
        "note": None,
    }


def cost(
    cost_id: str,
    amount: Json,
    category: str = "venue",
    *,
    funded_by: str = "fees",
    purpose: str | None = None,
    project: str = "P1",
) -> Row:
    """Write money out."""
    return {
        "cost_id": cost_id,
        "project_id": project,
        "category": category,
        "amount": amount,
        "funded_by": funded_by,
        "purpose": purpose,
        "note": None,
    }


def project(project_id: str = "P1", colleges: Mapping[str, Json] | None = None, *, prior_loss: Json = "0.00") -> Row:
    """Write a project, of one college unless weights are given."""
    return {
        "project_id": project_id,
        "name": f"项目{project_id}",
        "certificate": "证书A",
        "level": "中级",
        "colleges": {"C01": 1} if colleges is None else colleges,
        "prior_loss": prior_loss,
    }


def student(student_id: str = "ST1", enrolled: str | None = "2019-09-01", graduated: str | None = None) -> Row:
    """Write a student."""
    return {"student_id": student_id, "name": "学生甲", "enrolled_on": enrolled, "graduated_on": graduated}


def certificate(certificate_id: str, **changes: Json) -> Row:
    """Write a skill certificate that is granted as it stands; its number is its own."""
    return {
        "certificate_id": certificate_id,
        "student_id": "ST1",
        "kind": "skill",
        "name": "证书A",
        "level": "中级",
        "number": f"N-{certificate_id}",
        "issuer_recognized": True,
        "issued_on": "2021-06-30",
        "status": "valid",
        "category": "innovation_practice",
        "recognized_on": None,
        **changes,
    }


def licence(certificate_id: str, **changes: Json) -> Row:
    """Write a driving licence."""
    rest: Row = {"kind": "driving_licence", "name": "驾驶证", "level": "C1", "issuer_recognized": False}
    return certificate(certificate_id, **{**rest, **changes})


def booking(booking_id: str, start: str, end: str, *, room: str | None = None, people: Sequence[str] = ()) -> Row:
    """Write a use of a room or of people from outside the pilot."""
    return {
        "booking_id": booking_id,
        "room": room,
        "people": list(people),
        "start": moment(start),
        "end": moment(end),
    }


def weekly(series_id: str = "W1", **changes: Json) -> Row:
    """Write a weekly plan: Tuesdays and Thursdays from 2021-10-12, a Tuesday."""
    return {
        "series_id": series_id,
        "project_id": "P1",
        "staff_id": "T01",
        "unit": "class_hour",
        "quantity": "2",
        "weekdays": ["tuesday", "thursday"],
        "first_day": "2021-10-12",
        "until": None,
        "count": None,
        "interval": 1,
        "excluded_dates": [],
        "start": None,
        "end": None,
        "room": None,
        **changes,
    }


def term(**tables: Json) -> Row:
    """Write a term with two colleges, two people and one project; other tables are empty unless given."""
    return {
        "format": "xmut-rules/term/1",
        "term": "2020-2021-2",
        "as_of": "2021-07-31",
        "designated_accounts": ["ACC-1"],
        "colleges": [{"college_id": "C01", "name": "二级学院甲"}, {"college_id": "C02", "name": "二级学院乙"}],
        "staff": [
            {"staff_id": "T01", "name": "教师甲", "college_id": "C01"},
            {"staff_id": "T02", "name": "教师乙", "college_id": None},
        ],
        "projects": [project()],
        "training": [],
        "series": [],
        "sessions": [],
        "duties": [],
        "receipts": [],
        "costs": [],
        "students": [],
        "certificates": [],
        "bookings": [],
        **tables,
    }
