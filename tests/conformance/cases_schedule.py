"""Cases of clashes of rooms and of people."""

from __future__ import annotations

from tests.conformance.case import REFUSED, Case, Json, case
from tests.conformance.rows import Row, booking, duties, hours, session

GAP_30 = "schedule.turnaround_minutes=30"
NINE, TEN, ELEVEN, NOON = "09:00", "10:00", "11:00", "12:00"


def clashes(
    where: str,
    name: str,
    zh: str,
    en: str,
    *found: str,
    sessions: list[Row] | None = None,
    on_duty: list[Json] | None = None,
    training: list[Row] | None = None,
    bookings: list[Row] | None = None,
    policies: str = "pilot",
) -> Case:
    """Write a case of check_schedule: findings as `code severity ref …`."""
    findings: list[Json] = []
    for each in found:
        code, severity, *refs = each.split()
        findings.append({"code": code, "severity": severity, "clause": "§3.5.4e", "refs": refs})
    given: dict[str, Json] = {
        "sessions": sessions or [],
        "duties": on_duty or [],
        "training": training or [],
        "bookings": bookings or [],
    }
    return case(
        f"§3.5.4e {where}", f"schedule/{name}", "check_schedule", given, zh, en, {"findings": findings}, policies
    )


def in_room(session_id: str, start: str, end: str, room: str | None = "R1") -> Row:
    """Write a session in a room."""
    return session(session_id, start, end, room=room)


ROOMS = (
    clashes("E1", "nothing", "没有占用，没有冲突", "Nothing takes place, nothing clashes"),
    clashes(
        "E1",
        "room/touching",
        "10:00 结束、10:00 开始，首尾相接不算冲突",
        "One ends at 10:00, one starts at 10:00: touching is fine",
        sessions=[in_room("S1", NINE, TEN), in_room("S2", TEN, ELEVEN)],
    ),
    clashes(
        "E1",
        "room/one-second-overlap",
        "10:00:01 结束、10:00:00 开始，重叠一秒",
        "One ends at 10:00:01, one starts at 10:00:00: a second of overlap",
        "room-overlap error S1 S2",
        sessions=[in_room("S1", NINE, "10:00:01"), in_room("S2", "10:00:00", ELEVEN)],
    ),
    clashes(
        "E1",
        "room/other-room",
        "同时但不同场地 R1、R2",
        "At one time in other rooms, R1 and R2",
        sessions=[in_room("S1", NINE, TEN), in_room("S2", NINE, TEN, "R2")],
    ),
    clashes(
        "E1",
        "room/same-times",
        "S1 与 S2 同时同场地",
        "S1 and S2 in one room at one time",
        "room-overlap error S1 S2",
        sessions=[in_room("S2", NINE, TEN), in_room("S1", NINE, TEN)],
    ),
    clashes(
        "E1",
        "room/a-long-one-against-all",
        "S1 从 8:00 到 12:00，与 S2、S3 都冲突，S2 与 S3 不冲突",
        "S1 from 8:00 to 12:00 clashes with S2 and with S3, S2 and S3 do not clash",
        "room-overlap error S1 S2",
        "room-overlap error S1 S3",
        sessions=[in_room("S1", "08:00", NOON), in_room("S2", NINE, TEN), in_room("S3", TEN, ELEVEN)],
    ),
    clashes(
        "E1",
        "room/over-midnight",
        "S1 跨午夜到 1:00，与 0:30 开始的 S2 冲突",
        "S1 runs over midnight to 1:00 and clashes with S2 that starts at 0:30",
        "room-overlap error S1 S2",
        sessions=[
            in_room("S1", "2021-05-29T22:00", "2021-05-30T01:00"),
            in_room("S2", "2021-05-30T00:30", "2021-05-30T02:00"),
        ],
    ),
    clashes(
        "E10",
        "room/not-in-force",
        "2020-12-17 没有政策可违反，只报 2020-12-18 的 S3 和 S4",
        "On 2020-12-17 there is no policy to breach, only S3 and S4 of 2020-12-18 are told",
        "room-overlap error S3 S4",
        sessions=[
            in_room("S1", "2020-12-17T09:00", "2020-12-17T10:00"),
            in_room("S2", "2020-12-17T09:00", "2020-12-17T10:00"),
            in_room("S3", "2020-12-18T09:00", "2020-12-18T10:00"),
            in_room("S4", "2020-12-18T09:00", "2020-12-18T10:00"),
        ],
    ),
    clashes(
        "E5",
        "room/online",
        "线上的 S1、S2 没有场地，不查",
        "S1 and S2 are online without a room: not tested",
        sessions=[in_room("S1", NINE, TEN, None), in_room("S2", NINE, TEN, None)],
    ),
    clashes(
        "E1",
        "room/session-and-training",
        "考试 S1 与培训 T1 同场地重叠：错误",
        "Exam session S1 and training T1 overlap in a room: an error",
        "room-overlap error S1 T1",
        sessions=[in_room("S1", NINE, TEN)],
        training=[hours("T1", "1", clock=("09:30", "10:30"), room="R1")],
    ),
    clashes(
        "E1 E6",
        "room/session-and-booking",
        "外来的占用 B1 与考试 S1 重叠：错误",
        "Booking B1 from outside and exam session S1 overlap: an error",
        "room-overlap error B1 S1",
        sessions=[in_room("S1", NINE, TEN)],
        bookings=[booking("B1", "09:30", "10:30", room="R1")],
    ),
    clashes(
        "E1 E6",
        "room/booking-and-training",
        "B1 与 T1 都不是考试：提示",
        "Neither B1 nor T1 is an exam: a warning",
        "room-overlap warning B1 T1",
        training=[hours("T1", "1", clock=(NINE, TEN), room="R1")],
        bookings=[booking("B1", "09:30", "10:30", room="R1")],
    ),
    clashes(
        "E1 E6",
        "room/two-bookings",
        "两处外来的占用 B1、B2 重叠：提示",
        "Two bookings from outside, B1 and B2, overlap: a warning",
        "room-overlap warning B1 B2",
        bookings=[booking("B1", NINE, TEN, room="R1"), booking("B2", "09:30", "10:30", room="R1")],
    ),
    clashes(
        "E1",
        "room/training-without-clock-times",
        "T1 没有钟点，不参加检查",
        "T1 has no clock times and takes no part",
        sessions=[in_room("S1", NINE, TEN)],
        training=[hours("T1", "1", room="R1")],
    ),
    clashes(
        "E1",
        "room/aware-and-training",
        "UTC 1:00 是当地 9:00，与 9:30 的培训 T1 冲突",
        "1:00 in UTC is 9:00 in local time and clashes with training T1 at 9:30",
        "room-overlap error S1 T1",
        sessions=[in_room("S1", "2021-05-29T01:00Z", "2021-05-29T02:00Z")],
        training=[hours("T1", "1", clock=("09:30", "10:30"), room="R1")],
    ),
    clashes(
        "E1",
        "room/aware-offsets",
        "UTC 1:00 到 2:00 与 +08:00 的 10:00 首尾相接",
        "1:00 to 2:00 in UTC touches 10:00 at +08:00",
        sessions=[
            in_room("S1", "2021-05-29T01:00Z", "2021-05-29T02:00Z"),
            in_room("S2", "2021-05-29T10:00+08:00", "2021-05-29T11:00+08:00"),
        ],
    ),
)


def gap(name: str, start: str, zh: str, en: str, *found: str, policies: str = GAP_30) -> Case:
    """Write two sessions of one room: S1 from 9:00 to 10:00, S2 from `start`."""
    rooms = [in_room("S1", NINE, TEN), in_room("S2", start, NOON)]
    return clashes("E3", f"turnaround/{name}", zh, en, *found, sessions=rooms, policies=policies)


TURNAROUND = (
    gap("exactly", "10:30", "间隔正好 30 分钟", "Exactly 30 minutes lie between"),
    gap(
        "one-second-short",
        "10:29:59",
        "间隔 29:59，不足 30 分钟",
        "29:59 lie between, less than 30 minutes",
        "room-turnaround error S1 S2",
    ),
    gap(
        "touching",
        TEN,
        "没有间隔，应有 30 分钟",
        "Nothing lies between, 30 minutes are needed",
        "room-turnaround error S1 S2",
    ),
    gap(
        "overlap-is-told-instead",
        "09:59",
        "9:59 已重叠，只报重叠，不再报间隔 30 分钟",
        "9:59 is an overlap: it alone is told, not the 30 minutes",
        "room-overlap error S1 S2",
    ),
    gap("none-needed", TEN, "没有规定间隔，首尾相接不算", "No time is required, touching is fine", policies="pilot"),
    clashes(
        "E3",
        "turnaround/longer-than-the-next",
        "间隔 30 分钟跨过短场 S2：S1 与 S2、S2 与 S3、S1 与 S3 都不足",
        "The 30 minutes reach past the short S2: S1 and S2, S2 and S3, S1 and S3 are too close",
        "room-turnaround error S1 S2",
        "room-turnaround error S1 S3",
        "room-turnaround error S2 S3",
        sessions=[in_room("S1", NINE, TEN), in_room("S2", TEN, "10:10"), in_room("S3", "10:10", ELEVEN)],
        policies=GAP_30,
    ),
    clashes(
        "E3 E10",
        "turnaround/from-the-day-it-holds",
        "2024-09-01 起同一场地之间应有 30 分钟：只报 S3 和 S4",
        "From 2024-09-01 on 30 minutes must lie between: only S3 and S4 are told",
        "room-turnaround error S3 S4",
        sessions=[
            in_room("S1", "2024-08-31T09:00", "2024-08-31T10:00"),
            in_room("S2", "2024-08-31T10:00", "2024-08-31T11:00"),
            in_room("S3", "2024-09-01T09:00", "2024-09-01T10:00"),
            in_room("S4", "2024-09-01T10:00", "2024-09-01T11:00"),
        ],
        policies=f"pilot effective_from=2024-09-01,{GAP_30}",
    ),
    clashes(
        "E3",
        "turnaround/people-need-none",
        "间隔 30 分钟只管场地：T01 赶场无妨",
        "The 30 minutes are for rooms only: T01 may go from one to the next",
        sessions=[in_room("S1", NINE, TEN), in_room("S2", TEN, ELEVEN, "R2")],
        on_duty=duties("S1", "S2"),
        policies=GAP_30,
    ),
    clashes(
        "E3 E6",
        "turnaround/without-an-exam",
        "B1 与 T1 间隔不足 30 分钟，不涉及考试：提示",
        "Less than 30 minutes between B1 and T1, no exam: a warning",
        "room-turnaround warning B1 T1",
        training=[hours("T1", "1", clock=(NINE, TEN), room="R1")],
        bookings=[booking("B1", "10:15", ELEVEN, room="R1")],
        policies=GAP_30,
    ),
)
PEOPLE = (
    clashes(
        "E2 B10",
        "person/two-sessions",
        "T01 在重叠的 S1、S2 都有考务：错误",
        "T01 is on duty at S1 and S2, which overlap: an error",
        "person-overlap error S1 S2",
        sessions=[in_room("S1", NINE, ELEVEN), in_room("S2", TEN, NOON, "R2")],
        on_duty=duties("S1", "S2"),
    ),
    clashes(
        "E2",
        "person/touching",
        "T01 10:00 离开 S1，10:00 到 S2：不算冲突",
        "T01 leaves S1 at 10:00 for S2 at 10:00: fine",
        sessions=[in_room("S1", NINE, TEN), in_room("S2", TEN, ELEVEN, "R2")],
        on_duty=duties("S1", "S2"),
    ),
    clashes(
        "E2",
        "person/other-people",
        "T01 与 T02 各在一场，不算冲突",
        "T01 and T02 have a session each: fine",
        sessions=[in_room("S1", NINE, TEN), in_room("S2", NINE, TEN, "R2")],
        on_duty=duties("S1", "S2:T02"),
    ),
    clashes(
        "E2 B12",
        "person/session-and-training",
        "T01 考务 S1 与培训 T1 重叠：错误",
        "T01 has session S1 and training T1 at one time: an error",
        "person-overlap error S1 T1",
        sessions=[in_room("S1", NINE, TEN)],
        on_duty=duties("S1"),
        training=[hours("T1", "1", clock=("09:30", "10:30"))],
    ),
    clashes(
        "E2",
        "person/two-trainings",
        "T01 的 T1 与 T2 重叠，不涉及考试：提示",
        "T01 has T1 and T2 at one time, no exam: a warning",
        "person-overlap warning T1 T2",
        training=[hours("T1", "1", clock=(NINE, TEN)), hours("T2", "1", clock=("09:59", ELEVEN))],
    ),
    clashes(
        "E2 E6",
        "person/booking",
        "B1 占用 T01，与考务 S1 重叠：错误",
        "B1 needs T01 while S1 does: an error",
        "person-overlap error B1 S1",
        sessions=[in_room("S1", NINE, TEN)],
        on_duty=duties("S1"),
        bookings=[booking("B1", "09:30", "10:30", people=("T02", "T01"))],
    ),
    clashes(
        "E2 B9",
        "person/recorded-twice-is-no-clash",
        "T01 在 S1 记了两次，不与自己冲突",
        "T01 is recorded twice on S1: no clash with itself",
        sessions=[in_room("S1", NINE, TEN)],
        on_duty=duties("S1", "S1"),
    ),
    clashes(
        "E1 E2",
        "person-and-room",
        "S1 与 S2 既同场地又同是 T01：两个问题",
        "S1 and S2 share a room and T01: two findings",
        "person-overlap error S1 S2",
        "room-overlap error S1 S2",
        sessions=[in_room("S1", NINE, ELEVEN), in_room("S2", TEN, NOON)],
        on_duty=duties("S1", "S2"),
    ),
    clashes(
        "E2 E5",
        "person/online",
        "线上的 S1、S2 没有场地，T01 仍不能分身",
        "S1 and S2 are online, T01 still cannot be at both",
        "person-overlap error S1 S2",
        sessions=[in_room("S1", NINE, TEN, None), in_room("S2", NINE, TEN, None)],
        on_duty=duties("S1", "S2"),
    ),
    clashes(
        "E1",
        "order-by-code-point",
        "编号按字符排列：S10 在 S9 之前",
        "Ids are in order by character: S10 comes before S9",
        "room-overlap error S10 S9",
        sessions=[in_room("S9", NINE, TEN), in_room("S10", NINE, TEN)],
    ),
)
REFUSALS = tuple(
    case(
        f"§3.5.4e {readings}".strip(),
        f"schedule/refused/{name}",
        "check_schedule",
        {"sessions": sessions, "duties": on_duty, "training": [], "bookings": bookings},
        zh,
        en,
        REFUSED,
    )
    for readings, name, sessions, on_duty, bookings, zh, en in (
        ("", "unknown-session", [in_room("S1", NINE, TEN)], duties("S9"), [], "S9 不存在", "S9 does not exist"),
        (
            "B7",
            "naive-and-aware",
            [in_room("S1", NINE, TEN)],
            [],
            [booking("B1", "2021-05-29T09:00Z", "2021-05-29T10:00Z")],
            "带时区与不带时区的时间混用",
            "Times with and without a zone are mixed",
        ),
        (
            "E6",
            "booking-ends-first",
            [],
            [],
            [booking("B1", TEN, NINE)],
            "B1 的结束 9:00 早于开始 10:00",
            "B1 ends at 9:00, before its start at 10:00",
        ),
        (
            "E6",
            "booking-id-repeated",
            [],
            [],
            [booking("B1", NINE, TEN), booking("B1", TEN, ELEVEN)],
            "占用编号 B1 重复",
            "The booking id B1 is repeated",
        ),
    )
)


CASES = (*ROOMS, *TURNAROUND, *PEOPLE, *REFUSALS)
