"""Cases of whole terms: what the tables come to together."""

from __future__ import annotations

from tests.conformance.case import Case, Json, case
from tests.conformance.rows import (
    Row,
    day,
    duties,
    hours,
    project,
    receipt,
    session,
    term,
    weekly,
)


def whole(where: str, name: str, given: Row, zh: str, en: str, expect: Json, policies: str = "pilot") -> Case:
    """Write a case of settle_term."""
    return case(where, f"term/{name}", "settle_term", given, zh, en, expect, policies)


def pay(staff: str, training: str, exams: str, total: str) -> Json:
    """Write an expected line of the payroll."""
    return {"staff_id": staff, "training": training, "exams": exams, "total": total}


def found(code: str, severity: str, clause: str, *refs: str) -> Json:
    """Write an expected finding."""
    return {"code": code, "severity": severity, "clause": clause, "refs": refs}


def session_at(session_id: str, start: str, end: str, of: str = "P1", room: str = "R1") -> Row:
    """Write a session in a room."""
    return session(session_id, start, end, project=of, room=room)


def fees(amount: str, of: str = "P1", receipt_id: str = "I1") -> Row:
    """Write a fee."""
    return receipt(receipt_id, "fee", amount, project=of)


TERMS = (
    whole(
        "§0a",
        "empty",
        term(projects=[]),
        "没有记录：培训 0，考务 0，没有问题",
        "No records: training 0, duty 0, no findings",
        {
            "ok": True,
            "findings": [],
            "training": {"total": "0.00", "lines": []},
            "exams": {"total": "0.00", "days": []},
            "payroll": [],
            "settlements": [],
            "workload": [],
        },
    ),
    whole(
        "§3.5.2 B12 B14 B15",
        "training-and-exams-on-one-date",
        term(
            training=[hours("T1", "2", clock=("08:00", "09:40"))],
            sessions=[session_at("S1", "10:00", "13:00")],
            duties=duties("S1"),
            receipts=[fees("1000.00")],
        ),
        "同日的课酬 240 与考务费 200 都付，共 440（税前）；结余 560 的 30% 是 168",
        "Training pay 240 and duty pay 200 of one date are both paid, 440 gross; 30% of the surplus 560 is 168",
        {
            "format": "xmut-rules/report/1",
            "term": "2020-2021-2",
            "as_of": "2021-07-31",
            "ok": True,
            "training": {"total": "240.00"},
            "exams": {"total": "200.00"},
            "payroll": [pay("T01", "240.00", "200.00", "440.00")],
            "settlements": [{"surplus": "560.00", "award": "168.00", "remainder": "392.00", "rule": "share"}],
            "workload": [{"staff_id": "T01", "class_hours": "2"}],
            "findings": [],
        },
    ),
    whole(
        "§3.5.4e E1 E2 B12",
        "training-and-exam-overlap",
        term(
            training=[hours("T1", "2", clock=("09:00", "10:40"), room="R1")],
            sessions=[session_at("S1", "10:00", "12:00")],
            duties=duties("S1"),
        ),
        "时间重叠，钱照付 240 和 150，报告人员与场地冲突",
        "They overlap: 240 and 150 are paid still, the clashes of person and room are told",
        {
            "ok": False,
            "payroll": [pay("T01", "240.00", "150.00", "390.00")],
            "findings": [
                found("person-overlap", "error", "§3.5.4e", "S1", "T1"),
                found("room-overlap", "error", "§3.5.4e", "S1", "T1"),
            ],
        },
    ),
    whole(
        "§3.5.4e E2",
        "two-people-at-both-sessions",
        term(
            sessions=[session_at("S1", "09:00", "11:00"), session_at("S2", "10:00", "12:00", room="R2")],
            duties=duties("S1", "S2", "S1:T02", "S2:T02"),
        ),
        "T01 和 T02 都在重叠的 S1、S2：每人一个问题",
        "T01 and T02 are both at S1 and S2, which overlap: a finding for each person",
        {
            "payroll": [pay("T01", "0.00", "300.00", "300.00"), pay("T02", "0.00", "300.00", "300.00")],
            "findings": [found("person-overlap", "error", "§3.5.4e", "S1", "S2") for _ in range(2)],
        },
    ),
    whole(
        "§3.5.2.2b B8 C9",
        "day-rate-over-two-projects",
        term(
            projects=[project("P1"), project("P2")],
            sessions=[
                session_at("S1", "08:00", "10:00"),
                session_at("S2", "10:00", "12:00"),
                session_at("S3", "13:00", "16:00", "P2"),
            ],
            duties=duties("S1", "S2", "S3"),
            receipts=[fees("1000.00"), fees("1000.00", "P2", "I2")],
        ),
        "一天 500 按 300:200 记入两个项目的成本：结余 700 和 800",
        "The day's 500 is split 300:200 over the costs of two projects: surpluses of 700 and 800",
        {
            "exams": {"total": "500.00"},
            "payroll": [pay("T01", "0.00", "500.00", "500.00")],
            "settlements": [
                {"project_id": "P1", "cost": "300.00", "surplus": "700.00", "award": "210.00"},
                {"project_id": "P2", "cost": "200.00", "surplus": "800.00", "award": "240.00"},
            ],
        },
    ),
    whole(
        "§3.5.2.2b B6 B8",
        "each-project-for-itself",
        term(
            projects=[project("P1"), project("P2")],
            sessions=[
                session_at("S1", "08:00", "10:00"),
                session_at("S2", "10:00", "12:00"),
                session_at("S3", "13:00", "16:00", "P2"),
            ],
            duties=duties("S1", "S2", "S3"),
        ),
        "分项目数，都不满 3 场：300 + 200；没有收入，结余 -300 和 -200",
        "Counted by project neither reaches 3: 300 + 200; without income the surpluses are -300 and -200",
        {
            "exams": {"total": "500.00"},
            "settlements": [
                {"project_id": "P1", "surplus": "-300.00", "award": "0.00", "rule": "no-surplus"},
                {"project_id": "P2", "surplus": "-200.00", "award": "0.00", "rule": "no-surplus"},
            ],
        },
        "exams.day_scope=person_and_project",
    ),
    whole(
        "§3.5.2.1 A1 A5 A6 C9",
        "long-days-capped",
        term(
            training=[
                hours("T1", "4"),
                hours("T2", "4"),
                day("T3", staff="T02"),
                day("T4", staff="T02"),
                hours("T5", "1", staff="T02"),
            ],
            receipts=[fees("2000.00")],
        ),
        "8 学时封顶 720；两条按天付一条 720，另 1 学时并入：成本 1440，结余 560",
        "8 hours are capped at 720; of two day records one pays 720, 1 hour is absorbed: cost 1440, surplus 560",
        {
            "ok": False,
            "training": {"total": "1440.00"},
            "payroll": [pay("T01", "720.00", "0.00", "720.00"), pay("T02", "720.00", "0.00", "720.00")],
            "settlements": [{"cost": "1440.00", "surplus": "560.00"}],
            "workload": [{"staff_id": "T01", "class_hours": "8"}, {"staff_id": "T02", "class_hours": "7"}],
        },
        "training.long_day=capped",
    ),
    whole(
        "§2.2.4b E9",
        "exam-duty-is-no-workload",
        term(training=[day("T1")], sessions=[session_at("S1", "10:00", "12:00")], duties=duties("S1:T02")),
        "T01 的一天计 6 学时，T02 的考务不计",
        "A day of T01 counts as 6 class hours, the duty of T02 does not count",
        {"workload": [{"staff_id": "T01", "class_hours": "6"}], "exams": {"total": "150.00"}},
    ),
    whole(
        "§3.5.2.1",
        "weekly-lessons",
        term(series=[weekly(count=3, first_day="2021-05-18")], receipts=[fees("1000.00")]),
        "周课表的 3 次课各付 240，成本 720，结余 280",
        "3 lessons of a weekly plan pay 240 each, cost 720, surplus 280",
        {
            "training": {
                "total": "720.00",
                "lines": [
                    {"record_id": "W1-20210518", "amount": "240.00"},
                    {"record_id": "W1-20210520", "amount": "240.00"},
                    {"record_id": "W1-20210525", "amount": "240.00"},
                ],
            },
            "settlements": [{"cost": "720.00", "surplus": "280.00", "award": "84.00"}],
        },
    ),
    whole(
        "§3.3a C6",
        "school-award-to-a-college",
        term(receipts=[fees("100.00"), receipt("I2", "school_award", "5000.00", project=None)]),
        "奖补 5000 没有项目，也不进任何结余：仍是 100",
        "The school award of 5000 has no project and enters no surplus: 100",
        {
            "ok": True,
            "settlements": [{"income": "100.00", "surplus": "100.00", "award": "30.00", "grant_balance": None}],
        },
    ),
)
CASES = TERMS
