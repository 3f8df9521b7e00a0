"""More cases of whole terms: accounts, grants, credits, dates, the sample term; and terms that are refused."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conformance.case import REFUSED, Case, Json
from tests.conformance.cases_terms import fees, found, session_at, whole
from tests.conformance.rows import (
    booking,
    certificate,
    cost,
    duties,
    hours,
    licence,
    project,
    receipt,
    session,
    student,
    term,
)

SAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "clean" / "term.json"
JOINT = project("P2", {"C01": 2, "C02": 1}, prior_loss="100.00")
TERMS = (
    whole(
        "§3.3c C5",
        "grants",
        term(
            receipts=[fees("1000.00"), receipt("I2", "grant", "300.00")],
            costs=[
                cost("X1", "200.00"),
                cost("X2", "300.01", "material", funded_by="grant", purpose="training"),
            ],
        ),
        "结余 1000 - 200 = 800；专款 300 支了 300.01，超支，余额 -0.01",
        "A surplus of 1000 - 200 = 800; of a grant of 300 there are 300.01 spent, balance -0.01",
        {
            "ok": False,
            "settlements": [{"surplus": "800.00", "award": "240.00", "grant_balance": "-0.01"}],
            "findings": [found("grant-overspent", "error", "§3.3c", "P1")],
        },
    ),
    whole(
        "§3.5.1b C15",
        "wrong-account",
        term(receipts=[receipt("I1", "fee", "100.00", account="ACC-9")]),
        "I1 进了 ACC-9：报错，仍算收入 100",
        "I1 is on ACC-9: an error, and income of 100 still",
        {
            "ok": False,
            "settlements": [{"income": "100.00"}],
            "findings": [found("wrong-account", "error", "§3.5.1b", "I1")],
        },
    ),
    whole(
        "§0a",
        "after-as-of",
        term(
            training=[hours("T1", "1", date="2021-08-01")], receipts=[receipt("I1", "fee", "500.00", date="2021-08-01")]
        ),
        "2021-08-01 晚于 2021-07-31：提示，钱照算 120 和 500",
        "2021-08-01 is after 2021-07-31: a warning, 120 and 500 count still",
        {
            "ok": True,
            "training": {"total": "120.00"},
            "settlements": [{"income": "500.00", "surplus": "380.00"}],
            "findings": [found("after-as-of", "warning", "§0a", "I1"), found("after-as-of", "warning", "§0a", "T1")],
        },
    ),
    whole(
        "§0a",
        "after-as-of/sessions-and-certificates",
        term(
            sessions=[session_at("S1", "2021-08-01T00:00", "2021-08-01T02:00")],
            students=[student()],
            certificates=[certificate("K1", recognized_on="2021-08-01")],
        ),
        "场次和以前认定的日期 2021-08-01 也查",
        "Sessions and days of earlier recognition, 2021-08-01, are looked at too",
        {
            "ok": True,
            "findings": [found("after-as-of", "warning", "§0a", "K1"), found("after-as-of", "warning", "§0a", "S1")],
        },
    ),
    whole(
        "§0a",
        "on-as-of",
        term(training=[hours("T1", "1", date="2021-07-31")]),
        "2021-07-31 当天不算晚：120",
        "2021-07-31 itself is not after it: 120",
        {"ok": True, "training": {"total": "120.00"}, "findings": []},
    ),
    whole(
        "§3.5.3b C11 C4",
        "joint-project",
        term(projects=[JOINT], receipts=[fees("1000.00", "P2")]),
        "(1000 - 100) 的 30% 是 270，按 2:1 分：180 和 90",
        "30% of (1000 - 100) is 270, split 2:1: 180 and 90",
        {
            "settlements": [
                {
                    "surplus": "1000.00",
                    "prior_loss": "100.00",
                    "award": "270.00",
                    "remainder": "730.00",
                    "awards": [{"college_id": "C01", "amount": "180.00"}, {"college_id": "C02", "amount": "90.00"}],
                }
            ]
        },
    ),
    whole(
        "§3.4c D1 D5",
        "credits",
        term(
            students=[student()],
            certificates=[certificate("K1"), licence("K2", category="general_elective")],
        ),
        "技能证书与驾驶证各 2 学分，共 4",
        "A skill certificate and a licence give 2 credits each, 4 in all",
        {
            "ok": True,
            "credits": {
                "students": [{"student_id": "ST1", "innovation_practice": "2", "general_elective": "2", "total": "4"}]
            },
        },
    ),
    whole(
        "§3.4a D12",
        "number-shared",
        term(
            students=[student("ST1"), student("ST2")],
            certificates=[certificate("K1", number="N"), certificate("K2", number="N", student_id="ST2")],
        ),
        "K1 与 K2 同号，都不认定，报错",
        "K1 and K2 share a number: neither is granted, an error",
        {"ok": False, "findings": [found("certificate-number-shared", "error", "§3.4a", "K1", "K2")]},
    ),
    whole(
        "§0a E10",
        "not-in-force-on-as-of",
        term(as_of="2020-12-17", receipts=[receipt("I1", "fee", "100.00", date="2020-12-01")]),
        "2020-12-17 没有生效的政策：结余 100，奖励 0",
        "No policy is in force on 2020-12-17: a surplus of 100, an award of 0",
        {"ok": False, "settlements": [{"surplus": "100.00", "award": "0.00", "rule": "not-in-force"}]},
    ),
    whole(
        "§0a E10",
        "before-the-first-day",
        term(
            training=[hours("T1", "1", date="2020-12-17"), hours("T2", "1", date="2020-12-18")],
            sessions=[session_at("S1", "2020-12-17T08:00", "2020-12-17T10:00")],
            duties=duties("S1:T02"),
        ),
        "2020-12-17 的培训和考务不付，2020-12-18 的付 120",
        "Training and duty of 2020-12-17 pay nothing, 2020-12-18 pays 120",
        {
            "ok": False,
            "training": {"total": "120.00"},
            "exams": {"total": "0.00"},
            "settlements": [{"cost": "120.00"}],
            "workload": [{"staff_id": "T01", "class_hours": "1"}],
        },
    ),
    whole(
        "§0a E10",
        "a-new-policy-in-the-term",
        term(
            as_of="2024-12-31",
            training=[hours("T1", "1", date="2024-08-31"), hours("T2", "1", date="2024-09-01")],
            receipts=[receipt("I1", "fee", "1270.00", date="2024-09-10")],
        ),
        "课酬 120 + 150，结余 1000，按 2024-09-01 的比例 2/5 奖励 400",
        "Training pay 120 + 150, a surplus of 1000, the share of 2024-09-01 is 2/5: 400",
        {
            "training": {"total": "270.00"},
            "settlements": [{"surplus": "1000.00", "award": "400.00", "remainder": "600.00"}],
        },
        "pilot from-2024-09-01",
    ),
    whole(
        "§3.5.4d E7 E6",
        "notice-and-booking",
        term(
            sessions=[session_at("S1", "10:00", "12:00"), session("S2", "10:00", "12:00", notified=None)],
            bookings=[booking("B1", "12:00", "13:00", room="R1")],
        ),
        "S2 没有通报；B1 在 12:00 与 S1 首尾相接，不算冲突",
        "S2 was not announced; B1 touches S1 at 12:00, which is fine",
        {"ok": False, "findings": [found("notice-missing", "error", "§3.5.4d", "S2")]},
    ),
    whole(
        "§3.5.3a",
        "sample",
        json.loads(SAMPLE.read_text("utf-8")),
        "文档中的示例学期，两个项目都有结余",
        "The sample term of the documentation: both projects have a surplus",
        {"term": "2021-2022-1", "ok": True},
    ),
)


def refused(where: str, name: str, zh: str, en: str, **tables: Json) -> Case:
    """Write a term that is refused."""
    return whole(where, f"refused/{name}", term(**tables), zh, en, REFUSED)


LATE_BOOKING = booking("B1", "2021-05-29T09:00Z", "2021-05-29T10:00Z")
REFUSALS = (
    refused(
        "§0a",
        "other-format",
        "格式不是 xmut-rules/term/1",
        "The format is not xmut-rules/term/1",
        format="xmut-rules/term/2",
    ),
    refused("§0a", "unknown-table", "没有 fees 这张表", "There is no table fees", fees=[]),
    refused(
        "§3.5.2.1",
        "unknown-staff",
        "人员 T09 不存在",
        "Person T09 does not exist",
        training=[hours("T1", "1", staff="T09")],
    ),
    refused(
        "§3.5.2.1",
        "unknown-project",
        "项目 P9 不存在",
        "Project P9 does not exist",
        training=[hours("T1", "1", project="P9")],
    ),
    refused(
        "§3.5.3b C11",
        "unknown-college",
        "学院 C09 不存在",
        "College C09 does not exist",
        projects=[project(colleges={"C09": 1})],
    ),
    refused(
        "§3.5.3b",
        "project-id-repeated",
        "项目编号 P1 重复",
        "The project id P1 is repeated",
        projects=[project(), project()],
    ),
    refused(
        "§3.5.3a C9",
        "cost-named-training",
        "成本表不收 training",
        "A cost named training is refused",
        costs=[cost("X1", "1.00", "training")],
    ),
    refused(
        "§3.4a", "unknown-student", "学生 ST1 不存在", "Student ST1 does not exist", certificates=[certificate("K1")]
    ),
    refused(
        "§3.5.2.2b B7",
        "naive-and-aware",
        "场次不带时区，占用带时区",
        "The session has no zone, the booking has one",
        sessions=[session_at("S1", "09:00", "10:00")],
        bookings=[LATE_BOOKING],
    ),
    refused(
        "§3.5.4e E6",
        "unknown-person-of-a-booking",
        "占用的人员 T09 不存在",
        "Person T09 of a booking does not exist",
        bookings=[booking("B1", "09:00", "10:00", people=("T09",))],
    ),
)
CASES = (*TERMS, *REFUSALS)
