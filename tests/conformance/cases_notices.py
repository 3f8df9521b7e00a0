"""Cases of notices to the venue office."""

from __future__ import annotations

from tests.conformance.case import REFUSED, Case, Json, case
from tests.conformance.cases_schedule import NINE, TEN
from tests.conformance.rows import session


def notice(
    readings: str,
    name: str,
    told: str | None,
    zh: str,
    en: str,
    *codes: str,
    start: str = "2021-05-29T09:00",
    end: str = "2021-05-29T10:00",
    room: str | None = "R1",
    policies: str = "pilot",
) -> Case:
    """Write a case of check_notices with one session, S1."""
    sessions: list[Json] = [session("S1", start, end, room=room, notified=told)]
    found: list[Json] = [{"code": code, "severity": "error", "clause": "§3.5.4d", "refs": ["S1"]} for code in codes]
    where, given = f"§3.5.4d {readings}", {"sessions": sessions}
    return case(where, f"notices/{name}", "check_notices", given, zh, en, {"findings": found}, policies)


DAYS_7, DAYS_0 = "schedule.notice_days=7", "schedule.notice_days=0"
NOTICES = (
    notice("E7", "in-time", "2021-05-10T09:00", "2021-05-10 已通报", "The office was told on 2021-05-10"),
    notice("E7", "missing", None, "没有通报的记录", "There is no record of a notice", "notice-missing"),
    notice(
        "E7 E5",
        "missing/online",
        None,
        "没有场地的场次也要通报",
        "A session without a room is announced too",
        "notice-missing",
        room=None,
    ),
    notice("E7", "one-second-before", "2021-05-29T08:59:59", "8:59:59 在 9:00 之前", "8:59:59 is before 9:00"),
    notice(
        "E7",
        "at-the-start",
        "2021-05-29T09:00",
        "9:00 已是开始的时刻，晚了",
        "9:00 is the start itself: late",
        "notice-late",
    ),
    notice("E7", "after-the-start", "2021-05-29T09:30", "9:30 在 9:00 之后", "9:30 is after 9:00", "notice-late"),
    notice(
        "E7",
        "notice-days/exactly",
        "2021-05-22T23:59",
        "22 日到 29 日正好 7 个日历天，不问钟点",
        "From the 22nd to the 29th are exactly 7 calendar days, whatever the hour",
        policies=DAYS_7,
    ),
    notice(
        "E7",
        "notice-days/one-less",
        "2021-05-23T00:00",
        "23 日到 29 日只有 6 天，应有 7 天",
        "From the 23rd to the 29th are 6 days, 7 are needed",
        "notice-short",
        policies=DAYS_7,
    ),
    notice(
        "E7",
        "notice-days/late-alone",
        "2021-05-29T09:00",
        "9:00 才通报：只报晚了，不再报不足 7 天",
        "Told at 9:00: late is told, not also less than 7 days",
        "notice-late",
        policies=DAYS_7,
    ),
    notice(
        "E7",
        "notice-days/missing-alone",
        None,
        "没有通报：不再报不足 7 天",
        "No notice: less than 7 days is not told too",
        "notice-missing",
        policies=DAYS_7,
    ),
    notice(
        "E7",
        "notice-days/of-zero",
        "2021-05-29T08:59",
        "0 天：当天 8:59 在 9:00 之前即可",
        "0 days: 8:59 of the day is before 9:00",
        policies=DAYS_0,
    ),
    notice(
        "E7 B7",
        "notice-days/aware-local-date",
        "2021-05-22T15:59Z",
        "UTC 22 日 15:59 是当地 22 日 23:59，到 29 日正好 7 天",
        "15:59 of the 22nd in UTC is 23:59 of the 22nd in local time: 7 days to the 29th",
        start="2021-05-29T01:00Z",
        end="2021-05-29T02:00Z",
        policies=DAYS_7,
    ),
    notice(
        "E7 B7",
        "notice-days/aware-next-date",
        "2021-05-22T16:00Z",
        "UTC 22 日 16:00 是当地 23 日 0:00，到 29 日只有 6 天，应有 7 天",
        "16:00 of the 22nd in UTC is 0:00 of the 23rd in local time: 6 days to the 29th, 7 are needed",
        "notice-short",
        start="2021-05-29T01:00Z",
        end="2021-05-29T02:00Z",
        policies=DAYS_7,
    ),
    case(
        "§0a E10",
        "notices/not-in-force",
        "check_notices",
        {
            "sessions": [
                session("S1", "2020-12-17T09:00", "2020-12-17T10:00", notified=None),
                session("S2", "2020-12-18T09:00", "2020-12-18T10:00", notified=None),
            ]
        },
        "2020-12-17 没有政策可违反，只报 2020-12-18 的 S2",
        "On 2020-12-17 there is no policy to breach, only S2 of 2020-12-18 is told",
        {"findings": [{"code": "notice-missing", "severity": "error", "clause": "§3.5.4d", "refs": ["S2"]}]},
    ),
    case(
        "§3.5.4d E7 E10",
        "notices/notice-days/from-the-day-they-hold",
        "check_notices",
        {
            "sessions": [
                session("S1", "2024-08-31T09:00", "2024-08-31T10:00", notified="2024-08-30T09:00"),
                session("S2", "2024-09-01T09:00", "2024-09-01T10:00", notified="2024-08-31T09:00"),
            ]
        },
        "2024-09-01 起应提前 7 天：只报 S2",
        "From 2024-09-01 on 7 days are needed: only S2 is told",
        {"findings": [{"code": "notice-short", "severity": "error", "clause": "§3.5.4d", "refs": ["S2"]}]},
        "pilot effective_from=2024-09-01,schedule.notice_days=7",
    ),
    case(
        "§3.5.4d E7",
        "notices/each-session",
        "check_notices",
        {
            "sessions": [
                session("S9", NINE, TEN, notified=None),
                session("S10", NINE, TEN, notified=f"2021-05-29T{NINE}"),
                session("S2", NINE, TEN),
            ]
        },
        "先按问题再按编号：S10 晚了，S9 没有通报，S2 没有问题",
        "By code, then by id: S10 is late, S9 is missing, S2 is fine",
        {
            "findings": [
                {"code": "notice-late", "severity": "error", "clause": "§3.5.4d", "refs": ["S10"]},
                {"code": "notice-missing", "severity": "error", "clause": "§3.5.4d", "refs": ["S9"]},
            ]
        },
    ),
    case(
        "§3.5.4d B7",
        "notices/refused/naive-and-aware",
        "check_notices",
        {"sessions": [session("S1", NINE, TEN, notified="2021-05-10T09:00Z")]},
        "通报时间带时区，场次时间不带",
        "The notice has a zone, the session has none",
        REFUSED,
    ),
)
CASES = NOTICES
