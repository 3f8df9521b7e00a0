"""The exam plan as a notice to the venue office (校产租赁部): sessions by room and time, clashes marked (§3.5.4d-e).

As text, Markdown or HTML, as a workbook (extra `excel`), or as a calendar that a phone can subscribe to (extra `ics`).
Not decided here: how often the office is notified (reading E8).
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
from xmut_rules.policy.clauses import cited
from xmut_rules.policy.terms import Policy, Timeline
from xmut_rules.rules.findings import Finding, finding, ordered
from xmut_rules.rules.records import ExamSession
from xmut_rules.rules.schedule import check_notices, check_schedule
from xmut_rules.rules.term import Term


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One session of the plan: times are local, `room` is null where it is held online, `findings` are about it."""

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

    `is_cut` is true where there are more clashes than were searched for.
    """

    term: str
    sessions: tuple[PlannedSession, ...]
    is_cut: bool


def exam_plan(term: Term, *, policy: Policy | Timeline) -> ExamPlan:
    """Return the exam plan of a term.

    Clause: §3.5.4d, §3.5.4e
    Reading: E1, E2, E3, E7

    Args:
        term: the term; its training and bookings count in clashes and have no line of their own.
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
    for clash in (*clashes, *check_notices(term.sessions, policy=policy)):
        for ref in dict.fromkeys(clash.refs):
            if clash.severity == "error" and ref in sessions and _is_about(clash, sessions[ref], staff[ref]):
                found[ref].append(clash)
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
    is_cut = any(clash.code == "clashes-cut" for clash in clashes)
    return ExamPlan(term.term, tuple(sorted(planned, key=_by_room_and_time)), is_cut)


def _by_room_and_time(session: PlannedSession) -> tuple[bool, str, datetime, str]:
    return session.room is None, session.room or "", session.start, session.session_id


def _is_about(found: Finding, session: ExamSession, staff: Collection[str]) -> bool:
    """Return whether a finding is about a session, and not about another table's row with the same id."""
    figures = dict(found.params)
    if "room" in figures and figures["room"] != session.room:
        return False
    if "staff" in figures and figures["staff"] not in staff:
        return False
    start = datetime.fromisoformat(figures["start"]) if "start" in figures else None
    return start is None or session.start.replace(tzinfo=None) <= start < session.end.replace(tzinfo=None)


def plan_page(plan: ExamPlan, *, lang: Language = "zh", style: Style = "text") -> str:
    """Return the plan as a notice.

    Clause: §3.5.4d

    Args:
        plan: what `exam_plan` returned.
        lang: the language.
        style: `text`, `markdown` or `html`.

    Raises:
        ValueError: another language or style.
    """
    require_language(lang)
    return written(_blocks(plan, lang), style, lang)


_TITLE = Words("考务计划 {term}", "Exam plan {term}")
_TO = Words("致：校产租赁部（§3.5.4d）。时间为北京时间。", "To the venue office (§3.5.4d). Times are local.")
_ONLINE = Words("无场地（线上）", "without a room (online)")
_ROOM = Words("场地 {room}", "Room {room}")
_HEADS = Words("日期 时间 场次 项目 科目 说明", "date time session project subject remark")
_TO_SETTLE = Words("需要处理（{count}）", "To be settled ({count})")


def _blocks(plan: ExamPlan, lang: Language) -> Iterator[Block]:
    yield Heading(_TITLE.filled(term=plan.term).to(lang), 1)
    yield Paragraph(_TO.to(lang))
    rooms: dict[str | None, list[PlannedSession]] = defaultdict(list)
    for session in plan.sessions:
        rooms[session.room].append(session)
    for room, sessions in rooms.items():
        yield Heading((_ONLINE if room is None else _ROOM.filled(room=room)).to(lang))
        yield Table(_HEADS.to(lang).split(), [_row(session, lang) for session in sessions], "llllll")
    marked = ordered({found for session in plan.sessions for found in session.findings})
    if marked:
        yield Heading(_TO_SETTLE.filled(count=len(marked)).to(lang))
    for found in (*marked, finding("clashes-cut", [])) if plan.is_cut else marked:
        basis = f"{cited(found.clause)}, {found.code}" if found.clause else found.code
        yield Paragraph(f"{found.message(lang)} ({basis})", 2)


def _row(session: PlannedSession, lang: Language) -> Sequence[str]:
    same_day = session.start.date() == session.end.date()
    until = f"{session.end:%H:%M}" if same_day else f"{session.end:%m-%d %H:%M}"
    return (
        f"{session.start:%Y-%m-%d}",
        f"{session.start:%H:%M}-{until}",
        session.session_id,
        session.project_id,
        session.subject or "",
        _remark(session, lang),
    )


_REMARKS: Mapping[str, Words] = {
    "room-overlap": Words("场地冲突", "room clash"),
    "room-turnaround": Words("间隔不足", "too short a gap"),
    "person-overlap": Words("人员冲突", "staff clash"),
    "notice-missing": Words("未通报", "not announced"),
    "notice-late": Words("通报过晚", "announced late"),
    "notice-short": Words("通报过迟", "announced too shortly before"),
}


def _remark(session: PlannedSession, lang: Language) -> str:
    """Write each kind of finding on a session once, with the ids that it clashes with."""
    remarks: list[str] = []
    for found in session.findings:
        others = list(found.refs)
        others.remove(session.session_id)
        remarks.append(f"! {_REMARKS[found.code].to(lang)} {', '.join(map(mask, others))}".strip())
    return Words("；", "; ").to(lang).join(dict.fromkeys(remarks))


_SHEET_HEADS = Words(
    "场地 日期 开始 结束 场次 项目 科目 考务人员 通报时间 说明",
    "room date start end session project subject staff notified remark",
)


def plan_workbook(plan: ExamPlan, *, lang: Language = "zh") -> bytes:
    """Return the plan as an .xlsx file, a line for each session.

    Clause: §3.5.4d

    Raises:
        ModuleNotFoundError: openpyxl is not there; it comes with the extra `excel`.
        ValueError: another language.
    """
    rows: list[Sequence[Value]] = [
        (
            session.room,
            session.start.date(),
            session.start.replace(tzinfo=None),
            session.end.replace(tzinfo=None),
            session.session_id,
            session.project_id,
            session.subject,
            ";".join(session.staff),
            session.notified_at.replace(tzinfo=None) if session.notified_at else None,
            _remark(session, lang) or None,
        )
        for session in plan.sessions
    ]
    return workbook([Sheet(Words("考务计划", "exam plan").to(lang), _SHEET_HEADS.to(lang).split(), rows, {})])


def plan_calendar(plan: ExamPlan, *, dtstamp: datetime, lang: Language = "zh") -> bytes:
    """Return the plan as an iCalendar file in the zone Asia/Shanghai.

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
    from icalendar import Calendar  # noqa: PLC0415  an extra

    require_language(lang)
    if not isinstance(dtstamp, datetime) or dtstamp.utcoffset() is None or not 2000 < dtstamp.year < 2100:
        raise ValueError("dtstamp: expected a moment with a zone, from 2001 to 2099")
    calendar: Any = Calendar()
    calendar.add("prodid", "-//xmut_rules//exam plan//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _TITLE.filled(term=plan.term).to(lang))
    calendar.add_component(_zone())
    for session in plan.sessions:
        calendar.add_component(_event(session, plan.term, dtstamp, lang))
    text: bytes = calendar.to_ical()
    return text


def _zone() -> Any:
    """Return Asia/Shanghai as a component of a calendar."""
    from icalendar import Timezone, TimezoneStandard  # noqa: PLC0415  an extra

    zone: Any = Timezone()
    standard: Any = TimezoneStandard()
    zone.add("tzid", _ZONE)
    for name, value in (("tzoffsetfrom", timedelta(hours=8)), ("tzoffsetto", timedelta(hours=8)), ("tzname", "CST")):
        standard.add(name, value)
    standard.add("dtstart", datetime(2000, 1, 1))  # noqa: DTZ001  a zone's own beginning is local
    zone.add_component(standard)
    return zone


_STAFF = Words("考务人员：{staff}", "staff: {staff}")


def _event(session: PlannedSession, term: str, dtstamp: datetime, lang: Language) -> Any:
    """Return a session as a component of a calendar."""
    from icalendar import Event, vDatetime  # noqa: PLC0415  an extra

    event: Any = Event()
    key = f"{term}\n{session.session_id}"
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@xmut-rules")
    event.add("dtstamp", dtstamp.astimezone(UTC))
    for name, moment in (("dtstart", session.start), ("dtend", session.end)):
        local: Any = vDatetime(moment.replace(tzinfo=None))
        local.params["TZID"] = _ZONE
        event.add(name, local)
    event.add("summary", " ".join(filter(None, (session.session_id, session.project_id, session.subject))))
    if session.room is not None:
        event.add("location", session.room)
    staff = _STAFF.filled(staff=", ".join(session.staff)).to(lang) if session.staff else ""
    if description := "\n".join(filter(None, (_remark(session, lang), staff))):
        event.add("description", description)
    return event


_ZONE = "Asia/Shanghai"
