"""Make terms of any size, the same for the same size: realistic rows, no hand-written data."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

FIRST_DAY = date(2021, 3, 1)


def term_document(records: int, *, seed: int = 2020) -> dict[str, Any]:
    """Return a term document with about this many rows: a third training, a third duties, the rest around them."""
    random = Random(seed)
    projects = [f"P{number:05d}" for number in range(max(records // 500, 1))]
    staff = [f"T{number:06d}" for number in range(max(records // 40, 3))]
    students = [f"ST{number:06d}" for number in range(max(records // 20, 1))]
    sessions = [_session(number, random.choice(projects), random) for number in range(max(records // 12, 1))]
    third = records // 3
    return {
        "format": "xmut-rules/term/1",
        "term": f"generated-{records}",
        "as_of": "2021-12-31",
        "designated_accounts": ["ACC-EDU"],
        "colleges": [{"college_id": "C01", "name": "二级学院甲"}, {"college_id": "C02", "name": "二级学院乙"}],
        "staff": [{"staff_id": person, "name": "教师", "college_id": "C01"} for person in staff],
        "projects": [
            {"project_id": project, "name": project, "colleges": {"C01": 60, "C02": 40}} for project in projects
        ],
        "training": [
            _training(number, random.choice(projects), random.choice(staff), random) for number in range(third)
        ],
        "sessions": sessions,
        "duties": [
            {
                "duty_id": f"D{number:07d}",
                "session_id": random.choice(sessions)["session_id"],
                "staff_id": random.choice(staff),
                "role": "监考",
            }
            for number in range(third)
        ],
        "receipts": [_receipt(number, random.choice(projects), random) for number in range(records // 12)],
        "costs": [_cost(number, random.choice(projects), random) for number in range(records // 24)],
        "students": [{"student_id": student, "name": "学生", "enrolled_on": "2019-09-01"} for student in students],
        "certificates": [_certificate(number, random.choice(students), random) for number in range(records // 12)],
    }


def _training(number: int, project: str, person: str, random: Random) -> dict[str, Any]:
    unit = random.choice(("class_hour", "class_hour", "day"))
    hour = random.randrange(8, 18)
    return {
        "record_id": f"TR{number:07d}",
        "project_id": project,
        "staff_id": person,
        "date": str(FIRST_DAY + timedelta(days=random.randrange(180))),
        "unit": unit,
        "quantity": "1" if unit == "day" else random.choice(("1", "1.5", "2", "4")),
        "start": f"{hour:02d}:00",
        "end": f"{hour:02d}:45",
        "room": f"R{number % 5000:04d}",
    }


def _session(number: int, project: str, random: Random) -> dict[str, Any]:
    start = datetime(2021, 9, 1, 8) + timedelta(days=random.randrange(120), minutes=random.randrange(600))
    end = start + timedelta(minutes=random.choice((90, 120, 179, 180, 240)))
    return {
        "session_id": f"S{number:07d}",
        "project_id": project,
        "subject": "理论",
        "room": f"X{number:06d}",
        "start": start.isoformat(timespec="minutes"),
        "end": end.isoformat(timespec="minutes"),
        "notified_at": "2021-08-20T09:00",
    }


def _receipt(number: int, project: str, random: Random) -> dict[str, Any]:
    amount = f"{random.randrange(100_000, 3_000_000) / 100:.2f}"
    return {
        "receipt_id": f"I{number:07d}",
        "project_id": project,
        "college_id": "C01",
        "kind": "fee",
        "amount": amount,
        "date": "2021-03-02",
        "account": "ACC-EDU",
    }


def _cost(number: int, project: str, random: Random) -> dict[str, Any]:
    return {
        "cost_id": f"X{number:07d}",
        "project_id": project,
        "category": random.choice(("assessment", "venue_energy", "material")),
        "amount": f"{random.randrange(100, 300_000) / 100:.2f}",
        "funded_by": "fees",
    }


def _certificate(number: int, student: str, random: Random) -> dict[str, Any]:
    return {
        "certificate_id": f"K{number:07d}",
        "student_id": student,
        "kind": "skill",
        "name": random.choice(("证书A", "证书B", "证书C")),
        "level": random.choice(("初级", "中级", "高级")),
        "number": f"N{number:07d}",
        "issuer_recognized": True,
        "issued_on": "2021-06-30",
        "status": "valid",
        "category": "innovation_practice",
    }


if __name__ == "__main__":
    json.dump(term_document(int(sys.argv[1])), sys.stdout, ensure_ascii=False)
