"""Cases of the workload that follows from training, and of the checks of training."""

from __future__ import annotations

from tests.conformance.case import Case, Json, case
from tests.conformance.cases_training import CAPPED
from tests.conformance.rows import day, hours


def workload(name: str, records: list[Json], zh: str, en: str, *people: str, policies: str = "pilot") -> Case:
    """Write a case of the workload: `staff hours` for each person."""
    pairs = [person.split() for person in people]
    expect: Json = {"workload": [{"staff_id": staff, "class_hours": count} for staff, count in pairs]}
    given = {"records": records}
    return case("§2.2.4b E9", f"workload/{name}", "social_service_hours", given, zh, en, expect, policies)


WORKLOAD = (
    workload("hours", [hours("T1", "2.5"), hours("T2", "0.5")], "2.5 + 0.5 = 3", "2.5 + 0.5 = 3", "T01 3"),
    workload("day", [day("T1")], "1 天算 6 学时", "1 day is 6 class hours", "T01 6"),
    workload("part-hours", [hours("T1", "1.25")], "1.25 学时照计", "1.25 class hours count as they are", "T01 1.25"),
    workload(
        "day-of-8-hours",
        [day("T1")],
        "改后 1 天算 8 学时",
        "Amended: 1 day is 8 class hours",
        "T01 8",
        policies="training.hours_per_day=8",
    ),
    workload(
        "two-people",
        [hours("T1", "2", staff="T9"), hours("T2", "3", staff="T10"), day("T3", staff="T10")],
        "T10 得 3 + 6 = 9，T9 得 2，按编号字符排列",
        "T10 has 3 + 6 = 9, T9 has 2, in the order of their ids by character",
        "T10 9",
        "T9 2",
    ),
    workload(
        "capped-still-counts",
        [hours("T1", "8")],
        "封顶只管钱：8 学时全计工作量",
        "The cap is about money: all 8 class hours are workload",
        "T01 8",
        policies=CAPPED,
    ),
    workload(
        "absorbed-still-counts",
        [day("T1"), hours("T2", "3")],
        "并入的 3 学时不付钱但计入：6 + 3",
        "3 absorbed class hours pay nothing but count: 6 + 3",
        "T01 9",
        policies=CAPPED,
    ),
    workload("repeated-day", [day("T1"), day("T2")], "重复的一天不计：6", "A repeated day does not count: 6", "T01 6"),
    workload(
        "not-in-force",
        [hours("T1", "2", date="2020-12-17"), hours("T2", "3")],
        "生效前的 2 学时不计，只计 3",
        "2 class hours before the policy was in force do not count, 3 do",
        "T01 3",
    ),
)


def check(
    name: str, records: list[Json], zh: str, en: str, *findings: str, where: str, policies: str = "pilot"
) -> Case:
    """Write a case of check_training: findings as `code severity clause ref …`."""
    made: list[Json] = []
    for finding in findings:
        code, severity, clause, *refs = finding.split()
        made.append({"code": code, "severity": severity, "clause": clause, "refs": refs})
    return case(
        where, f"check-training/{name}", "check_training", {"records": records}, zh, en, {"findings": made}, policies
    )


CHECKS = (
    check(
        "nothing",
        [hours("T1", "8"), day("T2", staff="T02")],
        "没有问题：8 学时不算问题",
        "Nothing: 8 hours are fine",
        where="§3.5.2.1 A1",
    ),
    check(
        "day-twice",
        [day("T1"), day("T2"), day("T3")],
        "同人同日三条按天，一条问题列出 T1、T2、T3",
        "Three day records of one person on one date: one finding with T1, T2, T3",
        "training-day-twice error §3.5.2.1 T1 T2 T3",
        where="§3.5.2.1 A6",
    ),
    check(
        "mixed-units",
        [day("T1"), hours("T2", "2")],
        "同日既按天又报 2 学时：提示",
        "A day and 2 class hours on one date: a warning",
        "training-mixed-units warning §3.5.2.1 T1 T2",
        where="§3.5.2.1 A5",
    ),
    check(
        "other-people-and-dates",
        [day("T1"), day("T2", staff="T02"), hours("T3", "2", date="2021-05-30")],
        "不同的人、不同的日期互不相干：T1、T2、T3 都没有问题",
        "Other people and other dates do not meet: T1, T2, T3 are fine",
        where="§3.5.2.1 A6",
    ),
    check(
        "not-in-force",
        [hours("T1", "2", date="2020-12-17")],
        "2020-12-17 没有生效的政策",
        "No policy is in force on 2020-12-17",
        "not-in-force error §0a T1",
        where="§0a E10",
    ),
    check(
        "in-force-first-day",
        [hours("T1", "2", date="2020-12-18")],
        "2020-12-18 已生效，没有问题",
        "2020-12-18 is in force: no finding",
        where="§0a E10",
    ),
)
CASES = (*WORKLOAD, *CHECKS)
