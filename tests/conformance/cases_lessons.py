"""Cases of weekly lessons: which dates a weekly plan gives. In October 2021 the 12th is a Tuesday."""

from __future__ import annotations

from tests.conformance.case import REFUSED, Case, Json, case
from tests.conformance.rows import weekly


def lessons(name: str, plans: list[Json], zh: str, en: str, *ids: str) -> Case:
    """Write a case by the ids of the lessons; none means refused."""
    records: list[Json] = [{"record_id": each, "date": date(each)} for each in ids]
    expect: Json = {"records": records} if ids else REFUSED
    return case("§3.5.2.1", f"weekly-lessons/{name}", "weekly_lessons", {"series": plans}, zh, en, expect)


def date(record_id: str) -> str:
    """Give the date that ends a lesson's id."""
    digits = record_id[-8:]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


CASES = (
    lessons(
        "count",
        [weekly(count=3)],
        "周二、周四共 3 次",
        "Tuesdays and Thursdays, 3 times",
        "W1-20211012",
        "W1-20211014",
        "W1-20211019",
    ),
    lessons(
        "until",
        [weekly(until="2021-10-19")],
        "到 2021-10-19 为止，当天也上",
        "Until 2021-10-19, that day included",
        "W1-20211012",
        "W1-20211014",
        "W1-20211019",
    ),
    lessons(
        "until-day-before",
        [weekly(until="2021-10-18")],
        "到 2021-10-18 为止，周二 19 日不上",
        "Until 2021-10-18: not on Tuesday the 19th",
        "W1-20211012",
        "W1-20211014",
    ),
    lessons(
        "first-day-is-no-weekday",
        [weekly(first_day="2021-10-13", count=2)],
        "从周三 13 日起，第一次是周四 14 日",
        "From Wednesday the 13th, the first is on Thursday the 14th",
        "W1-20211014",
        "W1-20211019",
    ),
    lessons(
        "excluded",
        [weekly(count=4, excluded_dates=["2021-10-19"])],
        "4 次中去掉 2021-10-19，不补",
        "Of 4 lessons 2021-10-19 is left out and not made up for",
        "W1-20211012",
        "W1-20211014",
        "W1-20211021",
    ),
    lessons(
        "excluded-last",
        [weekly(until="2021-10-14", excluded_dates=["2021-10-14"])],
        "最后一次 2021-10-14 停课",
        "The last one, 2021-10-14, is left out",
        "W1-20211012",
    ),
    lessons(
        "every-second-week",
        [weekly(interval=2, count=4)],
        "每 2 周一轮：12、14、26、28 日",
        "Every 2 weeks: the 12th, 14th, 26th, 28th",
        "W1-20211012",
        "W1-20211014",
        "W1-20211026",
        "W1-20211028",
    ),
    lessons(
        "every-second-week-from-thursday",
        [weekly(first_day="2021-10-14", interval=2, count=3)],
        "从周四 14 日起，每 2 周一轮，下一个周二是 26 日",
        "From Thursday the 14th, every 2 weeks, the next Tuesday is the 26th",
        "W1-20211014",
        "W1-20211026",
        "W1-20211028",
    ),
    lessons(
        "over-new-year",
        [weekly(weekdays=["friday"], first_day="2021-12-31", count=2)],
        "周五，跨年到 2022-01-07",
        "Fridays, over the new year to 2022-01-07",
        "W1-20211231",
        "W1-20220107",
    ),
    lessons(
        "leap-day",
        [weekly(weekdays=["thursday"], first_day="2024-02-22", count=3)],
        "2024-02-29 存在，是周四",
        "2024-02-29 exists and is a Thursday",
        "W1-20240222",
        "W1-20240229",
        "W1-20240307",
    ),
    lessons(
        "weekdays-in-any-order",
        [weekly(weekdays=["sunday", "saturday"], first_day="2021-10-16", count=3)],
        "星期的写法不分先后：16、17、23 日",
        "Weekdays may be written in any order: the 16th, 17th, 23rd",
        "W1-20211016",
        "W1-20211017",
        "W1-20211023",
    ),
    lessons(
        "fields-are-carried",
        [weekly(count=1, quantity="1.5", start="19:00", end="20:15", room="R201", project_id="P2", staff_id="T02")],
        "第 1 次课带着计划的人员、项目、1.5 学时、钟点和场地",
        "The 1 lesson has the plan's person, project, 1.5 class hours, clock times and room",
        "W1-20211012",
    ),
    lessons(
        "days",
        [weekly(count=1, unit="day", quantity="1")],
        "也可按天：每次 1 天",
        "By the day too: 1 day each time",
        "W1-20211012",
    ),
    lessons(
        "two-plans",
        [weekly("W2", count=1), weekly("W1", count=2)],
        "先按计划的次序，再按日期：W2 的一次，W1 的两次",
        "By the order of the plans, then by date: one of W2, two of W1",
        "W2-20211012",
        "W1-20211012",
        "W1-20211014",
    ),
    lessons(
        "excluded-date-does-not-occur",
        [weekly(count=4, excluded_dates=["2021-10-20"])],
        "2021-10-20 是周三，本来不上课，写错了",
        "2021-10-20 is a Wednesday without a lesson: an error",
    ),
    lessons(
        "excluded-date-after-the-end",
        [weekly(count=2, excluded_dates=["2021-10-19"])],
        "2 次课到 14 日为止，2021-10-19 不在其中",
        "The 2 lessons end on the 14th: 2021-10-19 is not among them",
    ),
    lessons(
        "until-and-count",
        [weekly(count=2, until="2021-10-14")],
        "次数 2 与截止日 2021-10-14 只能写一个",
        "Either the count 2 or the last day 2021-10-14, not both",
    ),
    lessons("neither-until-nor-count", [weekly()], "次数和截止日都没写", "Neither count nor last day is given"),
    lessons(
        "no-lesson",
        [weekly(until="2021-10-11")],
        "截止日早于第一天，没有课",
        "The last day is before the first: no lesson",
    ),
    lessons("count-of-zero", [weekly(count=0)], "次数至少是 1，不收 0", "A count is at least 1: 0 is refused"),
    lessons("count-above-366", [weekly(count=367)], "次数至多 366，不收 367", "A count is at most 366: 367 is refused"),
    lessons(
        "interval-of-zero",
        [weekly(count=2, interval=0)],
        "间隔至少 1 周，不收 0",
        "An interval is at least 1 week: 0 is refused",
    ),
    lessons("no-weekday", [weekly(count=2, weekdays=[])], "没有写星期", "No weekday is given"),
    lessons(
        "eight-weekdays",
        [weekly(count=2, weekdays=["monday"] * 8)],
        "一周只有 7 天，不收 8 个",
        "A week has 7 days: 8 are refused",
    ),
    lessons("unknown-weekday", [weekly(count=2, weekdays=["tue"])], "星期要写全名", "Weekdays are written out"),
    lessons(
        "every-second-week-until",
        [weekly(interval=2, until="2021-10-26")],
        "每 2 周一轮，到 2021-10-26 周二为止，当天也上",
        "Every 2 weeks until Tuesday 2021-10-26, that day included",
        "W1-20211012",
        "W1-20211014",
        "W1-20211026",
    ),
    lessons(
        "every-52-weeks",
        [weekly(interval=52, weekdays=["tuesday"], count=2)],
        "每 52 周一轮：2021-10-12，然后 2022-10-11",
        "Every 52 weeks: 2021-10-12, then 2022-10-11",
        "W1-20211012",
        "W1-20221011",
    ),
    lessons(
        "until-the-end-of-2099",
        [weekly(weekdays=["thursday"], first_day="2099-12-24", until="2099-12-31")],
        "到 2099-12-31 周四为止",
        "Until Thursday 2099-12-31",
        "W1-20991224",
        "W1-20991231",
    ),
    lessons(
        "count-runs-past-2099",
        [weekly(weekdays=["thursday"], first_day="2099-12-24", count=3)],
        "第 3 次课在 2099 年以后，不收",
        "Lesson 3 would be after 2099: refused",
    ),
    lessons(
        "id-of-55-characters",
        [weekly("W" * 55, count=1)],
        "编号可有 55 个字符，其后加日期",
        "An id may have 55 characters, the date is added",
        f"{'W' * 55}-20211012",
    ),
    lessons(
        "id-of-56-characters", [weekly("W" * 56, count=1)], "编号至多 55 个字符", "An id has at most 55 characters"
    ),
    lessons(
        "until-gives-more-than-366",
        [weekly(until="2026-10-12")],
        "每周 2 次，到 2026-10-12 超过 366 次，不收",
        "Lessons on 2 days a week until 2026-10-12 are more than 366: refused",
    ),
    lessons("interval-of-53", [weekly(count=2, interval=53)], "间隔至多 52 周", "An interval is at most 52 weeks"),
    lessons("half-a-day", [weekly(count=2, unit="day", quantity="0.5")], "不收 0.5 天", "0.5 of a day is refused"),
    lessons(
        "one-clock-time", [weekly(count=2, start="19:00")], "只有 19:00，缺结束钟点", "Only 19:00: the end is missing"
    ),
)
