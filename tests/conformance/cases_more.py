"""Cases that an all but right program fails: 0, days not in force, changes of policy, rare ids, what was earlier."""

from __future__ import annotations

from tests.conformance.case import REFUSED, Case, Json, case
from tests.conformance.cases_awards import joint
from tests.conformance.cases_credit_terms import check as check_certificate
from tests.conformance.cases_credits import CAP_3, HIGHEST, decided
from tests.conformance.cases_exam_splits import check as check_duty
from tests.conformance.cases_exams import PER_PROJECT, expected, paid
from tests.conformance.cases_schedule import clashes, in_room
from tests.conformance.cases_training import CAPPED, pay
from tests.conformance.cases_training_checks import check as check_records
from tests.conformance.rows import Row, certificate, day, duties, hours, session, student, weekly

WIDE, FACE = "\uff21", "\U0001f600"
"""By code point U+FF21 comes before U+1F600; by the units of UTF-16 it is the other way round."""

ZERO = (
    check_records(
        "mixed-units/no-hours",
        [day("T1"), hours("T2", "0")],
        "1 天与 0 学时：没有混用",
        "1 day and 0 class hours: nothing is mixed",
        where="§3.5.2.1 A5 A8",
    ),
    check_records(
        "mixed-units/no-day",
        [day("T1", "0"), hours("T2", "2")],
        "0 天与 2 学时：没有混用",
        "0 days and 2 class hours: nothing is mixed",
        where="§3.5.2.1 A5 A8",
    ),
    check_records(
        "day-twice/one-of-0",
        [day("T1", "0"), day("T2")],
        "0 天与 1 天：没有重复",
        "0 days and 1 day: nothing is repeated",
        where="§3.5.2.1 A6 A8",
    ),
    pay(
        "A6 A8",
        "repeated-day/the-first-of-0",
        [day("T1", "0"), day("T2")],
        "T1 是 0 天，T2 的 1 天照付 720",
        "T1 is 0 days, the 1 day of T2 is paid 720",
        "720.00",
        "T1 0.00 day",
        "T2 720.00 day",
    ),
    pay(
        "A5 A8",
        "capped/beside-a-day-of-0",
        [day("T1", "0"), hours("T2", "2")],
        "0 天不并入学时：2 × 120 = 240",
        "0 days absorb no class hours: 2 × 120 = 240",
        "240.00",
        "T1 0.00 day",
        "T2 240.00 class-hours",
        policies=CAPPED,
    ),
    case(
        "§3.5.2.1",
        "weekly-lessons/all-excluded",
        "weekly_lessons",
        {"series": [weekly(count=2, excluded_dates=["2021-10-12", "2021-10-14"])]},
        "2 次都停课：没有记录",
        "Both of 2 lessons are left out: there is no record",
        {"records": []},
    ),
)


def not_in_force(staff: str, sessions: list[Json], *projects: str) -> Row:
    """Write a day of 2020-12-17, which pays nothing."""
    nothing = " ".join(f"{project}=0.00" for project in projects)
    made = expected("0.00", "not-in-force", "0.00", "2020-12-17", nothing, staff)
    return {**made, "sessions": sessions, "clause": "§0a"}


EARLY = [
    session("S1", "2020-12-17T08:00", "2020-12-17T10:00", project="P1"),
    session("S2", "2020-12-17T14:00", "2020-12-17T16:00", project="P2"),
]
LONGEST = [session("S1", "2021-05-29T08:00:00", "2021-05-30T08:00:00")]
DAYS = (
    paid(
        "§0a E10 B6",
        "in-force/day-before/person-and-project",
        EARLY,
        duties("S1", "S2", "S2:T02"),
        "2020-12-17 没有政策，也就不分项目：每人一行，0.00",
        "2020-12-17 has no policy, and so no days by project: a line a person, 0.00",
        "0.00",
        not_in_force("T01", ["S1", "S2"], "P1", "P2"),
        not_in_force("T02", ["S2"], "P2"),
        policies=PER_PROJECT,
    ),
    check_duty(
        "§0a E10 B9",
        "recorded-twice-and-not-in-force",
        EARLY[:1],
        duties("S1", "S1"),
        "T01 在 2020-12-17 的 S1 记了两次：重复一条，没有政策 D1、D2 各一条",
        "T01 is twice on S1 of 2020-12-17: one finding for that, one each for D1, D2 without a policy",
        "duty-recorded-twice §3.5.2.2b D1 D2",
        "not-in-force §0a D1",
        "not-in-force §0a D2",
    ),
    paid(
        "§3.5.2.2b B8",
        "split/standard_pay/rates-of-0",
        [
            session("S1", "08:00", "10:00", project="P1"),
            session("S2", "11:00", "14:00", project="P1"),
            session("S3", "15:00", "17:00", project="P2"),
        ],
        None,
        "场次标准改为 0，无从按它分：500 按场数 2:1 分，333.33 和 166.67",
        "Sessions are amended to pay 0 and cannot be split by: 500 by sessions, 2:1, is 333.33 and 166.67",
        "500.00",
        expected("500.00", "day-rate", "0.00", shares="P1=333.33 P2=166.67"),
        policies="exams.short_rate=0.00,exams.long_rate=0.00",
    ),
    case(
        "§3.5.2.2a B1",
        "exams/refused/longer-than-24-hours",
        "exam_pay",
        {"sessions": [{**LONGEST[0], "end": "2021-05-30T08:00:01"}], "duties": duties("S1")},
        "一场至多 24 小时，多 1 秒不收",
        "A session lasts at most 24 hours, 1 second more is refused",
        REFUSED,
    ),
)
NIGHT = [in_room("S1", "2021-05-29T22:00", "2021-05-29T23:50"), in_room("S2", "2021-05-30T00:05", "2021-05-30T02:00")]
GAP_30 = "schedule.turnaround_minutes=30"
CLASHES = (
    clashes(
        "E3 E10",
        "timeline/turnaround-from-0-to-30",
        "S2 在 2021-05-30 开始，当天起要隔 30 分钟，只隔 15",
        "S2 starts on 2021-05-30, from when 30 minutes are asked for: there are 15",
        "room-turnaround error S1 S2",
        sessions=NIGHT,
        policies=f"pilot effective_from=2021-05-30,{GAP_30}",
    ),
    clashes(
        "E3 E10",
        "timeline/turnaround-from-30-to-0",
        "S2 在 2021-05-30 开始，当天起不再要隔 30 分钟，隔 15 无妨",
        "S2 starts on 2021-05-30, from when 30 minutes are no longer asked for: 15 are fine",
        sessions=NIGHT,
        policies=f"{GAP_30} effective_from=2021-05-30",
    ),
    clashes(
        "E1 E10",
        "in-force/the-later-one",
        "较晚的 S2 在 2020-12-18 开始，已生效：与前一天开始的 S1 冲突",
        "The later one, S2, starts on 2020-12-18, in force: it clashes with S1 of the day before",
        "room-overlap error S1 S2",
        sessions=[
            in_room("S2", "2020-12-18T00:30", "2020-12-18T02:00"),
            in_room("S1", "2020-12-17T22:00", "2020-12-18T01:00"),
        ],
    ),
    clashes(
        "E1 E10",
        "in-force/the-earlier-one",
        "政策到 2021-05-29 为止，较晚的 S2 次日开始，不查",
        "The policy ends with 2021-05-29, the later one, S2, starts the next day: not tested",
        sessions=[
            in_room("S1", "2021-05-29T22:00", "2021-05-30T01:00"),
            in_room("S2", "2021-05-30T00:30", "2021-05-30T02:00"),
        ],
        policies="effective_until=2021-05-29",
    ),
)
IDS: tuple[Case, ...] = (
    paid(
        "§3.5.2.2b B0",
        "order/beyond-16-bits",
        [session("S1", "08:00", "10:00")],
        duties(f"S1:T{FACE}", f"S1:T{WIDE}"),
        "两人各 150，按码位排列：U+FF21 在 U+1F600 之前",
        "Two people have 150 each, by code point: U+FF21 before U+1F600",
        "300.00",
        expected("150.00", "sessions", staff=f"T{WIDE}"),
        expected("150.00", "sessions", staff=f"T{FACE}"),
    ),
    pay(
        "A6",
        "repeated-day/beyond-16-bits",
        [day(f"T{FACE}"), day(f"T{WIDE}")],
        "按码位 U+FF21 小于 U+1F600：付前者 720，后者重复",
        "By code point U+FF21 is below U+1F600: the former is paid 720, the latter is repeated",
        "720.00",
        f"T{WIDE} 720.00 day",
        f"T{FACE} 0.00 repeated-day",
    ),
    joint(
        "tie-beyond-16-bits",
        "0.10",
        {f"C{FACE}": 1, f"C{WIDE}": 1},
        "0.03 平分，按码位 U+FF21 小于 U+1F600，多的 0.01 归前者",
        "0.03 in two: by code point U+FF21 is below U+1F600, the 0.01 left goes to the former",
        **{f"C{WIDE}": "0.02", f"C{FACE}": "0.01"},
    ),
    clashes(
        "E1",
        "order/beyond-16-bits",
        "两场同时在 R1，编号按码位列出：U+FF21 在 U+1F600 之前",
        "Two sessions at one time in R1, their ids by code point: U+FF21 before U+1F600",
        f"room-overlap error S{WIDE} S{FACE}",
        sessions=[in_room(f"S{FACE}", "09:00", "10:00"), in_room(f"S{WIDE}", "09:00", "10:00")],
    ),
)
ELECTIVE = "general_elective"
BEFORE = "2020-12-17"
FILED = [
    certificate("K1", number="N", issued_on="2020-06-30", recognized_on="2020-07-15"),
    certificate("K2", number="N", issued_on="2020-06-30", student_id="ST2"),
]
NOT_IN_FORCE = (
    decided(
        "§0a E10",
        "not-in-force/recognized-earlier",
        [FILED[0], {**FILED[1], "student_id": "ST1"}],
        "2020-12-17 没有生效的政策，K1 仍是以前认定的，K2 不判",
        "No policy is in force on 2020-12-17: K1 stays recognized, K2 is not judged",
        "K1 recognized-earlier 0",
        "K2 not-in-force 0",
        totals=["ST1 0 0 0"],
        as_of=BEFORE,
    ),
    decided(
        "§0a E10 D12",
        "not-in-force/number-shared",
        FILED,
        "2020-12-17 没有生效的政策：K2 与 K1 同号也不判",
        "No policy is in force on 2020-12-17: that K2 shares the number of K1 is not judged",
        "K1 recognized-earlier 0",
        "K2 not-in-force 0",
        students=[student("ST1"), student("ST2")],
        as_of=BEFORE,
    ),
    check_certificate(
        "§0a E10 D12",
        "not-in-force/each-and-no-shared-number",
        FILED,
        "2020-12-17 没有生效的政策：K1、K2 各一条，不问是否认定过，同号不报",
        "No policy is in force on 2020-12-17: one for K1, one for K2, recognized or not, none for their number",
        "not-in-force §0a K1",
        "not-in-force §0a K2",
        as_of=BEFORE,
    ),
)
BY_LEVEL = (
    *(
        decided(
            "§3.4c D14",
            f"by-level/own-row-and-row-for-all/{name}",
            [certificate("K1"), certificate("K2", name="证书B", category=ELECTIVE)],
            "中级在创新创业实践有自己的一行 1，其他类别 3",
            "A 中级 has its own row in innovation practice, 1; elsewhere it is 3",
            "K1 granted 1",
            "K2 granted 3",
            totals=["ST1 1 3 4"],
            policies=policy,
        )
        for name, policy in (
            ("own-first", "credits.by_level=中级:1:innovation_practice,中级:3"),
            ("own-last", "credits.by_level=中级:3,中级:1:innovation_practice"),
        )
    ),
    decided(
        "§3.4c D4 D14",
        "levels/highest/a-lower-one-not-listed",
        [certificate("K1", level="初级"), certificate("K2", level="高级")],
        "先看是否低于高级，再看表里有没有：K1 较低，K2 得 3",
        "Being below the 高级 is tested before being listed: K1 is lower, K2 has 3",
        "K1 lower-level 0",
        "K2 granted 3",
        policies="credits.by_level=高级:3,credits.levels=highest",
    ),
)
RECOGNIZED = {"issued_on": "2021-01-10", "recognized_on": "2021-01-31"}
REVOKED = {**RECOGNIZED, "status": "revoked"}
TEST = {**RECOGNIZED, "kind": "other", "name": "CET", "level": ""}
EARLIER = (
    decided(
        "§3.4b D11 D9",
        "cap/recognized-earlier-and-revoked",
        [certificate("K1", name="证书B", **REVOKED), certificate("K2")],
        "K1 认定过，后来撤销，仍占上限 3 中的 2：K2 得 1，截去 1",
        "K1 was recognized and later revoked: it takes 2 of the cap of 3 still, K2 has 1, 1 is cut off",
        "K1 recognized-earlier 0",
        "K2 granted 1 1",
        policies=CAP_3,
    ),
    decided(
        "§3.4b D11 D10",
        "cap/recognized-earlier-of-another-kind",
        [certificate("K1", **TEST), certificate("K2")],
        "K1 是认定过的语言考试，仍占上限 3 中的 2：K2 得 1，截去 1",
        "K1 is a language test once recognized: it takes 2 of the cap of 3 still, K2 has 1, 1 is cut off",
        "K1 recognized-earlier 0",
        "K2 granted 1 1",
        policies=CAP_3,
    ),
    decided(
        "§3.4b D11 D14",
        "cap/recognized-earlier-of-another-kind/by-level",
        [certificate("K1", **TEST), certificate("K2")],
        "级别表只管技能证书：认定过的语言考试占 2，上限 1.5 已满，1.25 全截去",
        "Levels are of skill certificates: a language test once recognized takes 2, the cap 1.5 is full, 1.25 is cut",
        "K1 recognized-earlier 0",
        "K2 granted 0 1.25",
        policies="credits.by_level=初级:0.5,中级:1.25,高级:3,credits.category_cap=1.5",
    ),
    decided(
        "§3.4a D2 D9",
        "duplicate/recognized-earlier-and-revoked",
        [certificate("K1", **REVOKED), certificate("K2")],
        "K1 认定过，后来撤销，K2 仍是它的重复",
        "K1 was recognized and later revoked, K2 is its duplicate still",
        "K1 recognized-earlier 0",
        "K2 duplicate 0",
    ),
    decided(
        "§3.4c D4 D9",
        "levels/highest/recognized-earlier-and-revoked",
        [certificate("K1", level="高级", **REVOKED), certificate("K2")],
        "高级认定过，后来撤销，中级仍低于它",
        "The 高级 was recognized and later revoked, the 中级 is lower still",
        "K1 recognized-earlier 0",
        "K2 lower-level 0",
        policies=HIGHEST,
    ),
)
CASES = (*ZERO, *DAYS, *CLASHES, *IDS, *NOT_IN_FORCE, *BY_LEVEL, *EARLIER)
