"""The exam plan as a notice to the venue office (校产租赁部): sessions by room and time, clashes marked (§3.5.4d-e).

As text, Markdown or HTML, as a workbook (extra `excel`), or as a calendar that a phone can subscribe to (extra `ics`).
Not decided here: how often the office is told (reading E8).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from xmut_rules.base.language import Language, Words, mask, require_language
from xmut_rules.formats.documents import Block, Heading, Paragraph, Style, Table, written
from xmut_rules.formats.workbook_writer import Sheet, Value, workbook
from xmut_rules.policy.terms import Policy, Timeline
from xmut_rules.rules.findings import Finding, finding, ordered
from xmut_rules.rules.records import ExamSession
from xmut_rules.rules.schedule import check_notices, check_schedule
from xmut_rules.rules.term import Term


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One session of the plan: times are local, `room` is null where it is held online, `findings` speak of it."""

    session_id: str
    project_id: str
    subject: str | None
    room: str | None
    start: datetime
    end: datetime
    notified_at: datetime | None
    staff: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """All exam sessions of a term by room and time; those without a room come last.

    `is_cut` says that there are more clashes than were looked for.
    """

    term: str
    sessions: tuple[PlannedSession, ...]
    is_cut: bool


def exam_plan(term: Term, *, policy: Policy | Timeline) -> ExamPlan:
    """Give the exam plan of a term.

    Clause: §3.5.4d, §3.5.4e
    Reading: E1, E2, E3, E7

    Args:
        term: the term; its training and bookings take part in clashes and stand in no line of their own.
        policy: a policy or timeline, as for `check_schedule`.

    Raises:
        ValueError: `term` or `policy` is something else.
    """
    if not isinstance(term, Term):
        raise ValueError(f"term: expected a Term, not {type(term).__name__}")
    sessions = {session.session_id: session for session in term.sessions}
    staff: dict[str, set[str]] = defaultdict(set)
    for duty in term.duties:
        staff[duty.session_id].add(duty.staff_id)
    found: dict[str, list[Finding]] = defaultdict(list)
    clashes = check_schedule(term.sessions, term.duties, term.all_training(), term.bookings, policy=policy)
    for each in (*clashes, *check_notices(term.sessions, policy=policy)):
        for ref in dict.fromkeys(each.refs):
            if each.severity == "error" and ref in sessions and _is_about(each, sessions[ref], staff[ref]):
                found[ref].append(each)
    planned = (
        PlannedSession(
            session_id=key,
            project_id=session.project_id,
            subject=session.subject,
            room=session.room,
            start=session.start,
            end=session.end,
            notified_at=session.notified_at,
            staff=tuple(sorted(staff[key])),
            findings=tuple(found[key]),
        )
        for key, session in sessions.items()
    )
    in_order = sorted(planned, key=lambda each: (each.room is None, each.room or "", each.start, each.session_id))
    return ExamPlan(term.term, tuple(in_order), any(each.code == "clashes-cut" for each in clashes))


def _is_about(found: Finding, session: ExamSession, staff: Collection[str]) -> bool:
    """Tell whether a finding speaks of a session, and not of another table's row that bears the same id."""
    figures = dict(found.params)
    if "room" in figures and figures["room"] != session.room:
        return False
    if "staff" in figures and figures["staff"] not in staff:
        return False
    start = datetime.fromisoformat(figures["start"]) if "start" in figures else None
    return start is None or session.start.replace(tzinfo=None) <= start < session.end.replace(tzinfo=None)


def plan_page(plan: ExamPlan, *, lang: Language = "zh", style: Style = "text") -> str:
    """Write the plan as a notice.

    Clause: §3.5.4d

    Args:
        plan: what `exam_plan` gave.
        lang: the language.
        style: `text`, `markdown` or `html`.

    Raises:
        ValueError: another language or style.
    """
    require_language(lang)
    return written(_blocks(plan, lang), style, lang)


def _blocks(plan: ExamPlan, lang: Language) -> Iterator[Block]:
    yield Heading(Words(f"考务计划 {plan.term}", f"Exam plan {plan.term}").to(lang), 1)
    to = Words("致：校产租赁部（§3.5.4d）。时间为北京时间。", "To the venue office (§3.5.4d). Times are local.").to(
        lang
    )
    yield Paragraph(to)
    rooms: dict[str | None, list[PlannedSession]] = defaultdict(list)
    for each in plan.sessions:
        rooms[each.room].append(each)
    for room, sessions in rooms.items():
        online = Words("无场地（线上）", "without a room (online)").to(lang)
        yield Heading(online if room is None else Words(f"场地 {room}", f"Room {room}").to(lang))
        heads = Words("日期 时间 场次 项目 科目 说明", "date time session project subject remark").to(lang).split()
        yield Table(heads, [_row(each, lang) for each in sessions], "llllll")
    marked = {found for session in plan.sessions for found in session.findings}
    if marked:
        yield Heading(Words(f"需要处理（{len(marked)}）", f"To be settled ({len(marked)})").to(lang))
        for found in ordered(marked):
            yield Paragraph(f"{found.message(lang)} ({found.clause}, {found.code})", 2)
    if plan.is_cut:
        cut = finding("clashes-cut", [])
        yield Paragraph(f"{cut.message(lang)} ({cut.clause}, {cut.code})", 2)


def _row(each: PlannedSession, lang: Language) -> Sequence[str]:
    same_day = each.start.date() == each.end.date()
    until = f"{each.end:%H:%M}" if same_day else f"{each.end:%m-%d %H:%M}"
    time = f"{each.start:%H:%M}-{until}"
    return f"{each.start:%Y-%m-%d}", time, each.session_id, each.project_id, each.subject or "", _remark(each, lang)


_REMARKS: Mapping[str, Words] = {
    "room-overlap": Words("场地冲突", "room clash"),
    "room-turnaround": Words("间隔不足", "too short a gap"),
    "person-overlap": Words("人员冲突", "staff clash"),
    "notice-missing": Words("未通报", "not announced"),
    "notice-late": Words("通报过晚", "announced late"),
    "notice-short": Words("通报过迟", "announced too shortly before"),
}


def _remark(each: PlannedSession, lang: Language) -> str:
    remarks: dict[str, None] = {}
    for found in each.findings:
        refs = list(found.refs)
        refs.remove(each.session_id)
        others = ", ".join(map(mask, refs))
        remarks[f"! {_REMARKS[found.code].to(lang)} {others}".strip()] = None
    return Words("；", "; ").to(lang).join(remarks)


def plan_workbook(plan: ExamPlan, *, lang: Language = "zh") -> bytes:
    """Write the plan as an .xlsx file, a line for each session.

    Clause: §3.5.4d

    Raises:
        ModuleNotFoundError: openpyxl is not there; it comes with the extra `excel`.
        ValueError: another language.
    """
    require_language(lang)
    heads = (
        Words(
            "场地 日期 开始 结束 场次 项目 科目 考务人员 通报时间 说明",
            "room date start end session project subject staff notified remark",
        )
        .to(lang)
        .split()
    )
    rows: list[Sequence[Value]] = [
        (
            each.room,
            each.start.date(),
            each.start.replace(tzinfo=None),
            each.end.replace(tzinfo=None),
            each.session_id,
            each.project_id,
            each.subject,
            ";".join(each.staff),
            each.notified_at.replace(tzinfo=None) if each.notified_at else None,
            _remark(each, lang) or None,
        )
        for each in plan.sessions
    ]
    return workbook([Sheet(Words("考务计划", "exam plan").to(lang), heads, rows, {})])


def plan_calendar(plan: ExamPlan, *, dtstamp: datetime, lang: Language = "zh") -> bytes:
    """Write the plan as an iCalendar file in the zone Asia/Shanghai.

    A session keeps its UID from one plan to the next, so that a subscribed calendar moves it and adds no second one.

    Clause: §3.5.4d

    Args:
        plan: what `exam_plan` gave.
        dtstamp: when this calendar was made, with a zone; nothing here reads a clock.
        lang: the language.

    Raises:
        ModuleNotFoundError: icalendar is not there; it comes with the extra `ics`.
        ValueError: another language, or a `dtstamp` without a zone.
    """
    from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDatetime  # noqa: PLC0415  an extra

    require_language(lang)
    if not isinstance(dtstamp, datetime) or dtstamp.utcoffset() is None or not 2000 < dtstamp.year < 2100:
        raise ValueError("dtstamp: expected a moment with a zone, from 2001 to 2099")
    calendar: Any = Calendar()
    calendar.add("prodid", "-//xmut_rules//exam plan//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", Words(f"考务计划 {plan.term}", f"Exam plan {plan.term}").to(lang))
    zone: Any = Timezone()
    standard: Any = TimezoneStandard()
    zone.add("tzid", _ZONE)
    for name, value in (("tzoffsetfrom", timedelta(hours=8)), ("tzoffsetto", timedelta(hours=8)), ("tzname", "CST")):
        standard.add(name, value)
    standard.add("dtstart", datetime(2000, 1, 1))  # noqa: DTZ001  a zone's own beginning is local
    zone.add_component(standard)
    calendar.add_component(zone)
    for each in plan.sessions:
        event: Any = Event()
        key = f"{plan.term}\n{each.session_id}"
        event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@xmut-rules")
        event.add("dtstamp", dtstamp.astimezone(UTC))
        for name, moment in (("dtstart", each.start), ("dtend", each.end)):
            local: Any = vDatetime(moment.replace(tzinfo=None))
            local.params["TZID"] = _ZONE
            event.add(name, local)
        event.add("summary", " ".join(filter(None, (each.session_id, each.project_id, each.subject))))
        if each.room is not None:
            event.add("location", each.room)
        remark = _remark(each, lang)
        staff = Words("考务人员：", "staff: ").to(lang) + ", ".join(each.staff) if each.staff else ""
        if remark or staff:
            event.add("description", "\n".join(filter(None, (remark, staff))))
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


_ZONE = "Asia/Shanghai"
