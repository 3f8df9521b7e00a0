"""The exam plan: its order, what it marks, and the same sessions as page, workbook and calendar."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Literal
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from icalendar import Calendar

from tests.cli.test_main import MESSY, Capture, run
from tests.explain.test_overview import sample
from tests.sections import without_sections
from tests.spec.builders import booking, day_of, duty, project, record, session
from xmut_rules import (
    PILOT_2020,
    Booking,
    College,
    ExamDuty,
    ExamSession,
    Policy,
    StaffMember,
    Term,
    TrainingRecord,
)
from xmut_rules.base.language import width
from xmut_rules.files.exam_plan import ExamPlan, exam_plan
from xmut_rules.files.plan_calendar import plan_calendar
from xmut_rules.files.plan_pages import plan_page, plan_workbook
from xmut_rules.files.plan_picture import plan_picture
from xmut_rules.files.terms import parse_term

LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")
TOLD = "2021-02-01T08:00"
STAMP = datetime(2021, 5, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))


NAMES = {"T01": "教师甲", "T02": "教师乙"}


def plan_of(
    *sessions: ExamSession,
    duties: Iterable[ExamDuty] = (),
    training: Iterable[TrainingRecord] = (),
    bookings: Iterable[Booking] = (),
    term: str = "2020-2021-2",
    policy: Policy = PILOT_2020,
) -> ExamPlan:
    """Plan some sessions, all of project P1; whoever is named is on the staff."""
    duties, training, bookings = tuple(duties), tuple(training), tuple(bookings)
    staff = {row.staff_id for row in duties} | {row.staff_id for row in training}
    return exam_plan(
        Term(
            format="xmut-rules/term/1",
            term=term,
            as_of=day_of("2021-07-31"),
            designated_accounts=("A1",),
            colleges=(College(college_id="C1", name="学院甲"),),
            staff=tuple(StaffMember(staff_id=person, name=NAMES.get(person, person)) for person in sorted(staff)),
            projects=(project("P1", name="项目甲"),),
            training=training,
            sessions=sessions,
            duties=duties,
            receipts=(),
            costs=(),
            students=(),
            certificates=(),
            bookings=bookings,
        ),
        policy=policy,
    )


def marks(plan: ExamPlan) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return the codes and rows of what is marked on each session."""
    return {row.session_id: [(found.code, found.refs) for found in row.findings] for row in plan.sessions}


def test_sessions_are_in_order_of_room_and_time() -> None:
    """Rooms are in order, each with its sessions by time and then id, and those without a room come last."""
    rows = [
        session("E5", room=None, start="2021-03-01T08:00", notified=TOLD),
        session("E4", room="R2", start="2021-03-02T08:00", notified=TOLD),
        session("E2", room="R10", start="2021-03-09T08:00", notified=TOLD),
        session("E6", room="R2", start="2021-03-01T08:00", notified=TOLD),
        session("E1", room="R10", start="2021-03-09T14:00", notified=TOLD),
        session("E7", room=None, start="2021-03-01T08:00", notified=TOLD),
        session("E3", room="R2", start="2021-03-01T08:00", notified=TOLD),
    ]
    expected = ["E2", "E1", "E3", "E6", "E4", "E5", "E7"]
    assert [row.session_id for row in plan_of(*rows).sessions] == expected
    assert plan_of(*rows) == plan_of(*reversed(rows))


def test_a_planned_session_is_the_session_with_its_staff() -> None:
    """A planned session has the fields of the session, and everybody on duty once, in order."""
    duties = [duty("D1", staff="T02"), duty("D2", staff="T01"), duty("D3", staff="T02")]
    plan = plan_of(session("E1", room="R1", subject="理论", notified=TOLD), duties=duties)
    (one,) = plan.sessions
    assert plan.term == "2020-2021-2"
    assert (one.session_id, one.project.project_id, one.subject, one.room) == ("E1", "P1", "理论", "R1")
    assert (one.start, one.end) == (datetime(2021, 3, 6, 9, 0), datetime(2021, 3, 6, 11, 0))
    assert (one.notified_at, one.notify_by, one.findings) == (datetime(2021, 2, 1, 8, 0), date(2021, 3, 6), ())
    assert [row.name for row in one.staff] == ["教师甲", "教师乙"]


def test_a_clash_is_marked_on_both_sessions() -> None:
    """Two sessions in one room with one person have the clash of the room and that of the person each."""
    rows = [session("E1", room="R1", notified=TOLD), session("E2", room="R1", start="2021-03-06T10:00", notified=TOLD)]
    both = [("person-overlap", ("E1", "E2")), ("room-overlap", ("E1", "E2"))]
    plan = plan_of(*rows, duties=[duty("D1", session="E1"), duty("D2", session="E2")])
    assert marks(plan) == {"E1": both, "E2": both}


def test_notices_are_marked_on_their_session() -> None:
    """No notice, one after the start, and one too short before are marked where the policy asks for them."""
    rows = [
        session("E1", notified=TOLD),
        session("E2"),
        session("E3", notified="2021-03-06T09:00"),
        session("E4", notified="2021-03-04T09:00"),
    ]
    expected: dict[str, list[tuple[str, tuple[str, ...]]]] = {
        "E1": [], "E2": [("notice-missing", ("E2",))], "E3": [("notice-late", ("E3",))], "E4": [],
    }  # fmt: skip
    assert marks(plan_of(*rows)) == expected
    three_days = PILOT_2020.amended(schedule={"notice_days": 3})
    assert marks(plan_of(*rows, policy=three_days)) == {**expected, "E4": [("notice-short", ("E4",))]}


def test_a_clash_with_training_or_a_booking_is_marked_and_these_have_no_line() -> None:
    """An exam session beside a lesson and a booking is marked for both, which are no lines of the plan."""
    lesson = record("TR1", staff="T01", start="10:00", end="12:00", room="R1")
    other = booking("B1", start="2021-03-06T10:00", room="R1")
    plan = plan_of(session("E1", room="R1", notified=TOLD), training=[lesson], bookings=[other])
    assert marks(plan) == {"E1": [("room-overlap", ("B1", "E1")), ("room-overlap", ("E1", "TR1"))]}


def test_a_turnaround_that_is_too_short_is_marked() -> None:
    """Ten minutes between two sessions of a room are too few where thirty are asked for."""
    rows = [session("E1", room="R1", notified=TOLD), session("E2", room="R1", start="2021-03-06T11:10", notified=TOLD)]
    assert marks(plan_of(*rows)) == {"E1": [], "E2": []}
    half_an_hour = PILOT_2020.amended(schedule={"turnaround_minutes": 30})
    both = [("room-turnaround", ("E1", "E2"))]
    plan = plan_of(*rows, policy=half_an_hour)
    assert marks(plan) == {"E1": both, "E2": both}
    assert "! 间隔不足 E2" in plan_page(plan, audience="office")


def test_warnings_are_not_marked() -> None:
    """A clash of two bookings is a warning, and no session has it, also where a booking has the id of one."""
    rows = [booking("E1", room="R2"), booking("B2", room="R2")]
    plan = plan_of(session("E1", room="R1", notified=TOLD), bookings=rows)
    assert marks(plan) == {"E1": []}
    assert "需要处理" not in plan_page(plan)


@pytest.mark.parametrize("term", [None, {}, "term.json", PILOT_2020])
def test_only_a_term_has_a_plan(term: Any) -> None:
    """Anything else is a ValueError that names its type, and so is what is no policy."""
    with pytest.raises(ValueError, match=f"expected a Term, not {type(term).__name__}"):
        exam_plan(term, policy=PILOT_2020)
    nothing: Any = None
    with pytest.raises(ValueError):
        plan_of(policy=nothing)


CLASHING = plan_of(
    session("E1", room="R1", subject="理论", notified=TOLD),
    session("E2", room="R1", subject="a|b<c>", start="2021-03-06T10:00", end="2021-03-07T00:30", notified=TOLD),
    session("E3"),
    duties=[
        duty("D1", session="E1", staff="T01"),
        duty("D2", session="E3", staff="T01"),
        duty("D3", session="E3", staff="T02"),
    ],
)
LETTER = """\
考务计划 2020-2021-2
校产租赁部：
根据厦工教〔2020〕39号文件三（五）（4），现将 2020-2021-2 学期考务安排通报如下，
    时间均为北京时间。

场地 R1
  日期             时间              项目    科目    考务人员
  2021-03-06 周六  09:00-11:00       项目甲  理论    教师甲
  2021-03-06 周六  10:00-次日 00:30  项目甲  a|b<c>

无场地（线上）
  日期             时间         项目    科目  考务人员
  2021-03-06 周六  09:00-11:00  项目甲        教师甲、教师乙
特此通报。
职业技能鉴定站（盖章）　　负责人：____________　　日期：____________
校产租赁部签收：____________　　签收时间：____________
"""
OWN = """\
考务计划 2020-2021-2
考务办公室留存，不随函发出。

场地 R1
  日期             时间              场次  项目    科目    说明
  2021-03-06 周六  09:00-11:00       E1    项目甲  理论    ! 人员冲突 E3；! 场地冲突 E2
  2021-03-06 周六  10:00-次日 00:30  E2    项目甲  a|b<c>  ! 场地冲突 E1

无场地（线上）
  日期             时间         场次  项目    科目  说明
  2021-03-06 周六  09:00-11:00  E3    项目甲        ! 人员冲突 E1；! 未通报

按人员
  姓名    日期             时间         场地  场次  科目
  教师甲  2021-03-06 周六  09:00-11:00  R1    E1    理论
  教师甲  2021-03-06 周六  09:00-11:00        E3
  教师乙  2021-03-06 周六  09:00-11:00        E3

通报期限
  最迟通报时间           场次  场地  开考                   已通报
  2021-03-06 周六 09:00  E1    R1    2021-03-06 周六 09:00  2021-02-01 周一
                                                            08:00
  2021-03-06 周六 09:00  E3          2021-03-06 周六 09:00
  2021-03-06 周六 10:00  E2    R1    2021-03-06 周六 10:00  2021-02-01 周一
                                                            08:00

需要处理（3）
  场次 E3 没有向校产租赁部通报的记录（§3.5.4d；notice-missing）
  人员 T01 在 E1、E3 的时间重叠（2021-03-06 09:00 至 2021-03-06 11:00）
      （§3.5.4e；person-overlap）
  场地 R1 被 E1、E2 同时占用（2021-03-06 10:00 至 2021-03-06 11:00）（§3.5.4e；
      room-overlap）
"""


def test_the_letter_in_chinese() -> None:
    """The letter has rooms, times, projects, subjects and names, a line to sign, and no remark, id or finding."""
    assert plan_page(CLASHING) == LETTER


def words_of(text: str) -> str:
    """Return a text without its spaces and sections, for a long cell is broken over lines."""
    return "".join(without_sections(text).split())


def test_the_copy_of_the_exam_office() -> None:
    """It marks sessions, lists them by person and by the day to notify, and ends with what is to be settled."""
    told = plan_page(CLASHING, audience="office")
    assert "（§3.5.4d三（五）（4）；notice-missing）" in "".join(told.split())
    for line in OWN.splitlines()[:3] + OWN.splitlines()[11:25]:
        assert line in told.splitlines()
    assert sorted(words_of(told)) == sorted(words_of(OWN))


def test_a_number_of_days_moves_the_day_by_which_to_notify() -> None:
    """With `notice_days` of 10 a session of 6 March is to be announced by 24 February; without a policy no day is."""
    policy = PILOT_2020.amended(schedule={"notice_days": 10})
    days = {row.notify_by for row in plan_of(session("E1"), policy=policy).sessions}
    assert days == {date(2021, 2, 24)}
    later = PILOT_2020.amended(effective_from="2022-01-01")
    assert [row.notify_by for row in plan_of(session("E1"), policy=later).sessions] == [None]
    assert "2021-03-06 周六 09:00" in plan_page(plan_of(session("E1"), policy=later), audience="office")


def test_a_change_that_was_not_announced_is_marked() -> None:
    """A session that changed after its notice says so in the copy of the exam office."""
    one = session("E1", notified=TOLD, changed="2021-02-02T08:00")
    assert "! 变更后未再通报" in plan_page(plan_of(one), audience="office")
    assert "变更" not in plan_page(plan_of(one))


def test_the_plan_in_english() -> None:
    """In English the words differ, and ids, names, times and figures are the same."""
    text = plan_page(CLASHING, lang="en", audience="office")
    assert text.startswith("Exam plan 2020-2021-2\nCopy of the exam office, not part of the letter.\n\nRoom R1\n")
    for words in ("! staff clash E3; ! room clash E2", "without a room (online)", "! not notified", "(3)", "Sat"):
        assert words in " ".join(text.split())
    figures = r"[0-9]{2}:[0-9]{2}|\bE[0-9]\b|[0-9]{4}-[0-9]{2}-[0-9]{2}|教师."
    chinese = plan_page(CLASHING, audience="office")
    assert sorted(re.findall(figures, text)) == sorted(re.findall(figures, chinese))
    letter = plan_page(CLASHING, lang="en")
    assert letter.startswith("Exam plan 2020-2021-2\nTo the venue office:\nUnder ")
    assert sorted(re.findall(figures, letter)) == sorted(re.findall(figures, plan_page(CLASHING)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_style_has_every_session(lang: Literal["zh", "en"]) -> None:
    """Markdown and HTML have a row for each session, with signs escaped, and a paragraph for each finding."""
    markdown, html = (plan_page(CLASHING, lang=lang, style=style, audience="office") for style in ("markdown", "html"))
    rows = [line.split(" | ") for line in markdown.splitlines() if line.startswith("| 2021")]
    assert [row[2] for row in rows if ":" in row[1]] == ["E1", "E2", "E3"]
    assert r"| a\|b\<c\> |" in markdown
    assert re.findall("<tr><td>2021[^<]*</td><td>[0-9]{2}:[0-9]{2}-[^<]*</td><td>(E.)</td>", html) == ["E1", "E2", "E3"]
    assert "<td>a|b&lt;c&gt;</td>" in html
    end = {"zh": "；{}）", "en": ", {})"}[lang]
    codes = [end.format(code) for code in ("notice-missing", "person-overlap", "room-overlap")]
    assert [html.count(f"{code}</p>") for code in codes] == [1, 1, 1]
    assert [markdown.count(f"{code}\n") for code in codes] == [1, 1, 1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sign", ["甲", "x", "7"])
@pytest.mark.parametrize("length", [1, 8, 18, 64])
def test_the_notice_fits_eighty_columns(lang: Literal["zh", "en"], sign: str, length: int) -> None:
    """Ids of up to 64 characters and a subject of 500 keep each line within 80 columns, and stand there in full."""
    ids = [sign * (length - 1) + last for last in "ab"]
    room = sign * length
    rows = [session(row, room=room, subject=sign * 500) for row in ids]
    plan = plan_of(*rows, duties=[duty("D1", session=ids[0]), duty("D2", session=ids[1])])
    lines = [
        line for audience in ("venue", "office") for line in plan_page(plan, lang=lang, audience=audience).splitlines()
    ]
    assert [line for line in lines if width(line) > 80] == []
    joined = "".join("".join(lines).split())
    assert [row for row in (*ids, room, sign * 500) if row not in joined] == []


def test_a_plan_without_sessions_is_a_heading() -> None:
    """A term without exam sessions has a page that says whom it is for, and nothing else."""
    lines = LETTER.splitlines()
    assert plan_page(plan_of()).split("\n") == [*lines[:4], *lines[-3:], ""]
    own = "考务计划 2020-2021-2\n考务办公室留存，不随函发出。\n"
    assert plan_page(plan_of(), audience="office") == own


def test_another_language_or_style_is_refused() -> None:
    """Page, workbook and calendar know zh and en, and the page three styles."""
    other: Any = "fr"
    for write in (plan_page, plan_workbook):
        with pytest.raises(ValueError, match="zh or en"):
            write(CLASHING, lang=other)
    with pytest.raises(ValueError, match="zh or en"):
        plan_calendar(CLASHING, dtstamp=STAMP, lang=other)
    with pytest.raises(ValueError, match="text, markdown or html"):
        plan_page(CLASHING, style=other)
    for draw in (plan_page, plan_workbook, plan_picture):
        with pytest.raises(ValueError, match="audience: expected venue or office"):
            draw(CLASHING, audience=other)
    with pytest.raises(ValueError, match="audience: expected venue or office"):
        plan_calendar(CLASHING, dtstamp=STAMP, audience=other)


def sheets(plan: ExamPlan, **choices: Any) -> dict[str, list[list[Any]]]:
    """Read the workbook of a plan back: the cells of each sheet by its title."""
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(plan, **choices)))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


SIX, NOTIFIED = datetime(2021, 3, 6), datetime(2021, 2, 1, 8)
NINE, TEN, ELEVEN = (SIX.replace(hour=hour) for hour in (9, 10, 11))
ROWS: list[list[Any]] = [
    ["R1", SIX, "周六", NINE, ELEVEN, "项目甲", "理论", "教师甲"],
    ["R1", SIX, "周六", TEN, datetime(2021, 3, 7, 0, 30), "项目甲", "a|b<c>", None],
    [None, SIX, "周六", NINE, ELEVEN, "项目甲", None, "教师甲、教师乙"],
]


def test_the_workbook_for_the_venue_office_is_a_letter() -> None:
    """One sheet with a row for each session: days and times are dates, an empty field is an empty cell."""
    ((title, rows),) = sheets(CLASHING).items()
    lines = LETTER.splitlines()
    assert (title, [row[0] for row in rows[:2]]) == ("考务计划", lines[:2])
    assert rows[2][0] == "".join(line.strip() for line in lines[2:4])
    assert rows[3] == ["场地", "日期", "星期", "开始时间", "结束时间", "项目", "科目", "考务人员"]
    assert rows[4:7] == ROWS
    assert [row[0] for row in rows[7:]] == lines[-3:]


def test_the_workbook_for_the_exam_office_has_its_lists() -> None:
    """Its sessions have id, notice and remark; further sheets list them by person and by the day to notify."""
    found = sheets(CLASHING, audience="office")
    plan, people, notices = found.values()
    assert [*found] == ["考务计划", "按人员", "通报期限"]
    assert plan[2][8:] == ["场次编号", "通报时间", "说明"]
    assert [row[:8] for row in plan[3:]] == ROWS
    assert [row[8:] for row in plan[3:]] == [
        ["E1", NOTIFIED, "! 人员冲突 E3；! 场地冲突 E2"],
        ["E2", NOTIFIED, "! 场地冲突 E1"],
        ["E3", None, "! 人员冲突 E1；! 未通报"],
    ]
    assert people[3:] == [
        ["教师甲", SIX, "09:00-11:00", "R1", "E1", "理论"],
        ["教师甲", SIX, "09:00-11:00", None, "E3", None],
        ["教师乙", SIX, "09:00-11:00", None, "E3", None],
    ]
    assert [row[:2] + row[4:] for row in notices[3:]] == [
        [NINE, "E1", NOTIFIED],
        [NINE, "E3", None],
        [TEN, "E2", NOTIFIED],
    ]


def test_the_workbook_in_english() -> None:
    """In English the sheets, the heads and the remarks are English."""
    found = sheets(CLASHING, lang="en", audience="office")
    assert [*found] == ["exam plan", "By person", "Notify by"]
    plan = found["exam plan"]
    heads = "room date weekday start end project subject staff session_id notified remark"
    assert plan[2] == [head.replace("_", " ") for head in heads.split()]
    assert (plan[3][2], plan[4][10]) == ("Sat", "! room clash E1")


def test_cells_of_the_workbook_are_what_they_look_like() -> None:
    """Text that begins like a formula stays text, a number of digits stays an id, and aware times become local."""
    one = session(
        "0012", subject="=1+1", start="2021-03-06T01:00Z", end="2021-03-06T02:00Z", notified="2021-03-01T00:00Z"
    )
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(plan_of(one), audience="office")))
    found = [(cell.value, cell.data_type) for cell in book.worksheets[0][4]]
    assert [found[8], found[6], found[10][0]] == [("0012", "s"), ("=1+1", "s"), None]
    assert [value for value, kind in found if kind == "d"] == [
        datetime(2021, 3, 6), datetime(2021, 3, 6, 9), datetime(2021, 3, 6, 10), datetime(2021, 3, 1, 8),
    ]  # fmt: skip


def parsed(plan: ExamPlan, **choices: Any) -> tuple[Any, dict[str, Any]]:
    """Read the calendar of a plan back: its zone, and its events by the session's id."""
    calendar: Any = Calendar.from_ical(plan_calendar(plan, dtstamp=STAMP, **choices))
    (zone,) = calendar.walk("VTIMEZONE")
    events = {str(event["summary"]).split()[0]: event for event in calendar.walk("VEVENT")}
    assert len(events) == len(plan.sessions)
    return zone, events


def unfolded(plan: ExamPlan, **choices: Any) -> list[str]:
    """Return the lines of a calendar as they stand, joined where they were folded."""
    data = plan_calendar(plan, dtstamp=STAMP, **choices)
    lines = data.split(b"\r\n")
    assert [line for line in lines if len(line) > 75 or b"\n" in line] == []
    return data.replace(b"\r\n ", b"").decode().splitlines()


def test_the_calendar_has_the_zone_of_the_school() -> None:
    """The zone Asia/Shanghai is in the file: eight hours ahead of UTC, without summer time."""
    zone, events = parsed(CLASHING)
    assert str(zone["tzid"]) == "Asia/Shanghai"
    (standard,) = zone.subcomponents
    assert standard.name == "STANDARD"
    offsets = [standard[name].td for name in ("tzoffsetfrom", "tzoffsetto")]
    assert offsets == [timedelta(hours=8), timedelta(hours=8)]
    assert {event[name].params["TZID"] for event in events.values() for name in ("dtstart", "dtend")} == {
        "Asia/Shanghai"
    }


def test_events_begin_and_end_at_local_times() -> None:
    """A session stands at its clock times in Xiamen, also one that ends after midnight."""
    _, events = parsed(CLASHING)
    times = {key: [event[name].dt for name in ("dtstart", "dtend")] for key, event in events.items()}
    assert {key: [f"{moment:%d %H:%M %z}" for moment in pair] for key, pair in times.items()} == {
        "E1": ["06 09:00 +0800", "06 11:00 +0800"],
        "E2": ["06 10:00 +0800", "07 00:30 +0800"],
        "E3": ["06 09:00 +0800", "06 11:00 +0800"],
    }
    assert "DTSTART;TZID=Asia/Shanghai:20210306T090000" in unfolded(CLASHING)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2021-03-06T09:00", "2021-03-06T11:00"),
        ("2021-03-06T09:00+08:00", "2021-03-06T11:00+08:00"),
        ("2021-03-06T01:00Z", "2021-03-06T03:00Z"),
        ("2021-03-05T20:00-05:00", "2021-03-06T12:00+09:00"),
    ],
)
def test_naive_and_aware_terms_have_one_calendar(start: str, end: str) -> None:
    """However a moment is written, the calendar has its local time."""
    lines = unfolded(plan_of(session("E1", start=start, end=end)))
    assert [line for line in lines if line.startswith(("DTSTART;", "DTEND;"))] == [
        "DTSTART;TZID=Asia/Shanghai:20210306T090000",
        "DTEND;TZID=Asia/Shanghai:20210306T110000",
    ]


def uid(plan: ExamPlan) -> str:
    """Return the UID of the only event."""
    (event,) = parsed(plan)[1].values()
    return str(event["uid"])


def test_a_session_keeps_its_uid_when_it_moves() -> None:
    """Another time, room, subject or staff changes no UID, nor does another release of the library."""
    before = plan_of(session("E1", room="R1"))
    moved = session("E1", room="R2", subject="理论", start="2021-04-10T14:00+08:00", notified="2021-04-01T08:00Z")
    after = plan_of(moved, duties=[duty()])
    assert uid(before) == uid(after) == "529a8b7408593af10b1971d47f0ed970@xmut-rules"


def test_each_session_of_each_term_has_its_own_uid() -> None:
    """No two sessions of a term have one UID, nor do sessions of one id in two terms."""
    many = plan_of(*(session(f"E{n}") for n in range(50)))
    uids = {str(event["uid"]) for event in parsed(many)[1].values()}
    uids |= {uid(plan_of(session("E1"), term=term)) for term in ("2021-2022-1", "2020-2021-2E", "E1")}
    assert len(uids) == 53


def test_the_stamp_is_the_moment_given_in_utc() -> None:
    """08:30 in Xiamen is 00:30 UTC; the same plan and stamp give the same bytes, and no clock is read."""
    assert unfolded(CLASHING).count("DTSTAMP:20210501T003000Z") == 3
    same = STAMP.astimezone(UTC)
    assert plan_calendar(CLASHING, dtstamp=STAMP) == plan_calendar(CLASHING, dtstamp=same)


@pytest.mark.parametrize("stamp", [datetime(2021, 5, 1), None, "2021-05-01T08:00+08:00", day_of("2021-05-01")])
def test_a_stamp_without_a_zone_is_refused(stamp: Any) -> None:
    """A naive moment, a day, text and nothing are a ValueError."""
    with pytest.raises(ValueError, match="dtstamp: expected a moment with a zone"):
        plan_calendar(CLASHING, dtstamp=stamp)


def test_an_event_says_what_where_and_who() -> None:
    """The event has the session, project and subject, its room, the remark and the staff, in the language asked for."""
    _, events = parsed(CLASHING)
    first, third = events["E1"], events["E3"]
    assert (str(first["summary"]), str(first["location"])) == ("E1 项目甲 理论", "R1")
    assert str(first["description"]) == "考务人员：教师甲"
    assert (str(third["summary"]), "location" in third) == ("E3 项目甲", False)
    own = parsed(CLASHING, audience="office")[1]["E1"]
    assert str(own["description"]) == "! 人员冲突 E3；! 场地冲突 E2\n考务人员：教师甲"
    english = parsed(CLASHING, lang="en", audience="office")[1]["E1"]
    assert str(english["description"]) == "! staff clash E3; ! room clash E2\nstaff: 教师甲"


def test_signs_of_the_format_are_escaped() -> None:
    """Commas, semicolons, backslashes and line ends are written with a backslash and read back as they were."""
    staff = [duty("D1", staff="T01"), duty("D2", staff="T,2")]
    plan = plan_of(session("E1", room="R1,2;3", subject="a,b;c\\n:END", notified=TOLD), duties=staff)
    lines = unfolded(plan)
    assert {"LOCATION:R1\\,2\\;3", "SUMMARY:E1 项目甲 a\\,b\\;c\\\\n:END", "DESCRIPTION:考务人员：T\\,2、教师甲"} <= {
        *lines
    }
    marked = plan_of(session("E1"), duties=[duty()])
    assert "DESCRIPTION:! 未通报\\n考务人员：S01" in unfolded(marked, audience="office")
    event = parsed(plan)[1]["E1"]
    assert (str(event["summary"]), str(event["location"])) == ("E1 项目甲 a,b;c\\n:END", "R1,2;3")


def planned(document: dict[str, Any]) -> dict[str, list[str]]:
    """Return the codes that the plan marks each session with."""
    term = parse_term(json.dumps(document).encode())
    plan = exam_plan(term, policy=PILOT_2020)
    return {row.session_id: [found.code for found in row.findings] for row in plan.sessions}


def clash(booking: str, room: str) -> dict[str, Any]:
    """The clean example with a booking of some id over its second session's time, in some room."""
    document = sample("clean")
    second = document["sessions"][1]
    document["bookings"] = [
        {"booking_id": booking, "room": room, "people": [], "start": second["start"], "end": second["end"]}
    ]
    return document


def test_a_session_is_not_marked_for_another_row_of_its_id() -> None:
    """A booking that bears S01's id clashes with S02 in another room: S02 is marked, S01 is not."""
    document = clash("S01", "R201")
    document["sessions"][1]["room"] = "R201"
    document["training"], document["series"] = [], []
    marks = planned(document)
    assert (marks["S01"], marks["S02"]) == ([], ["room-overlap"])


def test_a_session_that_just_ended_is_not_marked_for_another_row_of_its_id() -> None:
    """S01 ends as a booking that bears its id begins in the same room; that booking clashes with S02 alone."""
    document = clash("S01", "R7")
    first, second = document["sessions"][:2]
    first |= {"room": "R7", "start": "2021-12-04T08:30", "end": second["start"]}
    second["room"] = "R7"
    document |= {"training": [], "series": [], "duties": [], "sessions": [first, second]}
    assert planned(document) == {"S01": [], "S02": ["room-overlap"]}


def test_a_clash_with_a_row_of_the_same_id_names_it() -> None:
    """A session and a booking that share an id and clash: the remark names the other by that id."""
    document = clash("S02", str(sample("clean")["sessions"][1]["room"]))
    document["training"], document["series"] = [], []
    term = parse_term(json.dumps(document).encode())
    assert "! room clash S02" in plan_page(exam_plan(term, policy=PILOT_2020), lang="en", audience="office")


def test_a_session_is_not_marked_for_a_person_that_it_does_not_have() -> None:
    """A booking of T07 that bears S01's id clashes with S02, T07's session: S01, where T07 is not, is unmarked."""
    document = clash("S01", "R999")
    document["bookings"][0]["people"] = ["T07"]
    document["duties"] = [{"duty_id": "D1", "session_id": "S02", "staff_id": "T07", "role": None}]
    document["training"], document["series"] = [], []
    marks = planned(document)
    assert (marks["S01"], marks["S02"]) == ([], ["person-overlap"])


def many(count: int) -> Term:
    """A term of many sessions in one room at one time."""
    document = sample("clean")
    sessions = [document["sessions"][0] | {"session_id": f"S{number}"} for number in range(count)]
    return parse_term(json.dumps(document | {"sessions": sessions, "duties": [], "bookings": []}).encode())


@pytest.mark.exhaustive
def test_a_plan_says_that_its_clashes_were_cut() -> None:
    """With 143 sessions at once, 10,153 pairs clash: the page says that not all are listed; 142 stay below that."""
    full, fewer = (exam_plan(many(count), policy=PILOT_2020) for count in (143, 141))
    assert (full.is_cut, fewer.is_cut) == (True, False)
    assert "clashes-cut" in plan_page(full, audience="office")
    assert "clashes-cut" not in plan_page(fewer, audience="office")


def test_a_stamp_out_of_range_is_reported(capsys: Capture) -> None:
    """A stamp whose UTC time has no year is refused, in the library and on the command line."""
    plan = exam_plan(many(1), policy=PILOT_2020)
    with pytest.raises(ValueError, match="from 2001 to 2099"):
        plan_calendar(plan, dtstamp=datetime.min.replace(tzinfo=UTC))
    term = MESSY / "term.json"
    status, out, err = run(capsys, "plan", term, "--format", "ics", "--dtstamp", "0001-01-01T00:00+08:00")
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_an_event_with_nothing_to_say_has_no_description() -> None:
    """A session without clash and staff has no empty line in the calendar."""
    plan = exam_plan(many(1), policy=PILOT_2020)
    assert b"DESCRIPTION" not in plan_calendar(plan, dtstamp=datetime(2021, 5, 1, tzinfo=UTC))


def test_sessions_are_taken_as_they_are() -> None:
    """A plan's session has the times of the term's."""
    session: ExamSession = many(1).sessions[0]
    (found,) = exam_plan(many(1), policy=PILOT_2020).sessions
    assert (found.start, found.end, found.room) == (session.start, session.end, session.room)


def drawn(plan: ExamPlan, **choices: Any) -> tuple[list[str], list[tuple[int, int, int]]]:
    """Return the texts of a plan's picture and its bars: left, top and width."""
    root = ET.fromstring(plan_picture(plan, **choices))  # noqa: S314  our own picture
    space = "{http://www.w3.org/2000/svg}"
    bars = [node for node in root.iter(f"{space}rect") if node.get("height") == "20"]
    return [node.text or "" for node in root.iter(f"{space}text")], [
        (int(bar.get("x", "")), int(bar.get("y", "")), int(bar.get("width", ""))) for bar in bars
    ]


def test_the_picture_has_a_bar_for_each_session_by_room_and_hour() -> None:
    """From 9 to 24 o'clock an hour is 590 / 15 wide; what overlaps in a room stands below it, past midnight is cut."""
    texts, bars = drawn(CLASHING)
    assert bars == [(150, 90, 78), (189, 116, 551), (150, 142, 78)]
    assert texts[1:17] == [f"{hour:02d}" for hour in range(9, 25)]
    assert texts[17:] == ["2021-03-06 周六", "R1", "理论", "a|b<c>", "线上", "项目甲"]
    marked, same = drawn(CLASHING, audience="office")
    assert same == bars
    assert marked[17:] == ["2021-03-06 周六", "R1", "! 理论", "! a|b<c>", "线上", "! 项目甲"]
    assert drawn(CLASHING, lang="en")[0][17:20] == ["2021-03-06 Sat", "R1", "理论"]


def test_sessions_that_touch_share_a_line_of_the_picture() -> None:
    """One that begins when another ends stands beside it; a narrow bar has no label, and a plan of nothing no bar."""
    rows = [session("E1", room="R1"), session("E2", room="R1", start="2021-03-06T11:00", end="2021-03-06T11:05")]
    texts, bars = drawn(plan_of(*rows))
    assert bars == [(150, 90, 393), (543, 90, 16)]
    assert texts[-1] == "项目甲"
    assert drawn(plan_of()) == (["考务计划 2020-2021-2：各场地的时间", *[f"{hour:02d}" for hour in range(8, 19)]], [])


def test_the_picture_says_in_words_what_it_shows() -> None:
    """The description names each session's room, project, subject and times, for those who cannot see the picture."""
    spoken = re.findall("<desc>(.*?)</desc>", plan_picture(CLASHING))
    assert "".join(spoken) == (
        "R1 项目甲 理论，2021-03-06 09:00 - 03-06 11:00；R1 项目甲 a|b&lt;c&gt;，2021-03-06 10:00 - 03-07 00:30；"
        "线上 项目甲，2021-03-06 09:00 - 03-06 11:00"
    )
    assert plan_page(CLASHING, style="html").count("<svg ") == 1
    assert "<svg" not in plan_page(CLASHING)
