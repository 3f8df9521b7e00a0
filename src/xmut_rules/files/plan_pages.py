"""The exam plan as pages and as a workbook: a letter to the venue office, and a copy for the exam office (§3.5.4d-e).

The letter lists sessions by room and time with project, subject and staff, and none of our own remarks. The copy of the
exam office marks clashes and late notices, and has a list by person and the days by which to notify.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, Words, require_language
from xmut_rules.files.exam_plan import (
    TITLE,
    Audience,
    ExamPlan,
    PlannedSession,
    day_in_words,
    is_letter,
    names_of,
    remark_on,
    weekday_of,
)
from xmut_rules.files.plan_picture import plan_picture
from xmut_rules.formats.documents import Block, Heading, Paragraph, Picture, Style, Table, require_style, written
from xmut_rules.formats.workbook_writer import Sheet, Value, workbook
from xmut_rules.policy.clauses import cited, clause
from xmut_rules.rules.findings import finding, ordered


def plan_page(plan: ExamPlan, *, lang: Language = "zh", style: Style = "text", audience: Audience = "venue") -> str:
    """Return the plan as a page: the letter to the venue office, or the copy of the exam office.

    Clause: §3.5.4d

    Args:
        plan: what `exam_plan` returned.
        lang: the language.
        style: `text`, `markdown` or `html`, which has a picture of rooms by time.
        audience: `venue` or `office`.

    Raises:
        ValueError: another language, style or audience.
    """
    with Arguments() as check:
        check(only, plan, ExamPlan, "plan")
        check(require_language, lang)
        check(require_style, style)
        check(is_letter, audience)
    return written(_blocks(plan, lang, audience), style, lang)


_TO = Words("校产租赁部：", "To the venue office:")
_PLANNED = Words(
    "根据厦工教〔2020〕39号文件{section}，现将 {term} 学期考务安排通报如下，时间均为北京时间。",
    "Under 厦工教〔2020〕39号, {section}, the exams of the term {term} are planned as follows. Times are Beijing time.",
)
_SO_FAR = Words("特此通报。", "You are hereby notified.")
_FROM = Words(
    "职业技能鉴定站（盖章）　　负责人：____________　　日期：____________",
    "Appraisal station (seal)    head: __________    date: __________",
)
_RECEIVED = Words(
    "校产租赁部签收：____________　　签收时间：____________",
    "received by the venue office: __________    at: __________",
)
_OWN_COPY = Words("考务办公室留存，不随函发出。", "Copy of the exam office, not part of the letter.")
_ONLINE = Words("无场地（线上）", "without a room (online)")
_ROOM = Words("场地 {room}", "Room {room}")
_LETTER_HEADS = Words("日期 时间 项目 科目 考务人员", "date time project subject staff")
_HEADS = Words("日期 时间 场次 项目 科目 说明", "date time session project subject remark")
_BY_PERSON = Words("按人员", "By person")
_PERSON_HEADS = Words("姓名 日期 时间 场地 场次 科目", "name date time room session subject")
_NOTIFY_BY = Words("通报期限", "Notify by")
_NOTICE_HEADS = Words("最迟通报时间 场次 场地 开考 已通报", "by session room start notified")
_TO_SETTLE = Words("需要处理（{count}）", "To be resolved ({count})")


def _blocks(plan: ExamPlan, lang: Language, audience: Audience) -> Iterator[Block]:
    to_venue = is_letter(audience)
    yield Heading(TITLE.filled(term=plan.term).to(lang), 1)
    for line in _opening(plan, lang) if to_venue else (_OWN_COPY.to(lang),):
        yield Paragraph(line)
    rooms: dict[str | None, list[PlannedSession]] = defaultdict(list)
    for session in plan.sessions:
        rooms[session.room].append(session)
    for room, sessions in rooms.items():
        yield Heading((_ONLINE if room is None else _ROOM.filled(room=room)).to(lang))
        heads = _LETTER_HEADS if to_venue else _HEADS
        rows = [_letter_row(session, lang) if to_venue else _row(session, lang) for session in sessions]
        yield Table(heads.to(lang).split(), rows, "l" * len(rows[0]))
    if rooms:
        yield Picture(plan_picture(plan, lang=lang, audience=audience))
    if to_venue:
        for line in _closing(lang):
            yield Paragraph(line)
    elif rooms:
        yield from _own_lists(plan, lang)


def _opening(plan: ExamPlan, lang: Language) -> Sequence[str]:
    """Write the lines above the sessions of the letter."""
    section = clause("§3.5.4d").section
    return _TO.to(lang), _PLANNED.filled(term=plan.term, section=section).to(lang)


def _closing(lang: Language) -> Sequence[str]:
    """Write the lines below the sessions of the letter."""
    return [line.to(lang) for line in (_SO_FAR, _FROM, _RECEIVED)]


def _own_lists(plan: ExamPlan, lang: Language) -> Iterator[Block]:
    """Write what the exam office alone needs: who is where, by when to notify, and what is to be settled."""
    yield Heading(_BY_PERSON.to(lang))
    yield Table(_PERSON_HEADS.to(lang).split(), [_texts(row, lang) for row in _by_person(plan, lang)], "llllll")
    yield Heading(_NOTIFY_BY.to(lang))
    yield Table(_NOTICE_HEADS.to(lang).split(), [_texts(row, lang) for row in _by_deadline(plan)], "lllll")
    marked = ordered({found for session in plan.sessions for found in session.findings})
    if marked:
        yield Heading(_TO_SETTLE.filled(count=len(marked)).to(lang))
    for found in (*marked, finding("clashes-cut", [])) if plan.is_cut else marked:
        basis = (
            _BASIS.filled(clause=cited(found.clause), code=found.code)
            if found.clause
            else _CODE.filled(code=found.code)
        )
        yield Paragraph(f"{found.message(lang)}{basis.to(lang)}", 2)


_BASIS, _CODE = Words("（{clause}；{code}）", " ({clause}, {code})"), Words("（{code}）", " ({code})")


def _by_person(plan: ExamPlan, lang: Language) -> list[Sequence[Value]]:
    """Return a row for each person and session, by person and time."""
    pairs = [(person, session) for session in plan.sessions for person in session.staff]
    pairs.sort(key=lambda pair: (pair[0].staff_id, pair[1].start, pair[1].session_id))
    return [
        (person.name, session.start.date(), _hours(session, lang), session.room, session.session_id, session.subject)
        for person, session in pairs
    ]


def _by_deadline(plan: ExamPlan) -> list[Sequence[Value]]:
    """Return a row for each session, the one first that is to be announced first."""
    sessions = sorted(plan.sessions, key=lambda row: (row.notify_by or date.max, row.start, row.session_id))
    return [(_deadline(row), row.session_id, row.room, _local(row.start), _local(row.notified_at)) for row in sessions]


def _deadline(session: PlannedSession) -> date | None:
    """Return the last day to notify of a session, or its start where that is the day itself."""
    return _local(session.start) if session.notify_by == session.start.date() else session.notify_by


def _texts(row: Sequence[Value], lang: Language) -> Sequence[str]:
    """Return cells as text, days with their weekday."""
    return [day_in_words(cell, lang) if isinstance(cell, date) else f"{cell or ''}" for cell in row]


def _hours(session: PlannedSession, lang: Language) -> str:
    next_day = "" if session.start.date() == session.end.date() else _NEXT_DAY.to(lang)
    return f"{session.start:%H:%M}-{next_day}{session.end:%H:%M}"


_NEXT_DAY = Words("次日 ", "next day ")


def _letter_row(session: PlannedSession, lang: Language) -> Sequence[str]:
    subject = session.subject or ""
    return (
        day_in_words(session.start.date(), lang),
        _hours(session, lang),
        session.project.name,
        subject,
        names_of(session, lang),
    )


def _row(session: PlannedSession, lang: Language) -> Sequence[str]:
    what = (session.session_id, session.project.name, session.subject or "", remark_on(session, lang))
    return (day_in_words(session.start.date(), lang), _hours(session, lang), *what)


_SHEET_HEADS = Words(
    "场地 日期 星期 开始时间 结束时间 项目 科目 考务人员", "room date weekday start end project subject staff"
)
_OWN_HEADS = Words("场次编号 通报时间 说明", "session_id notified remark")


def plan_workbook(plan: ExamPlan, *, lang: Language = "zh", audience: Audience = "venue") -> bytes:
    """Return the plan as an .xlsx file, a line for each session; the exam office has sheets by person and of notices.

    Clause: §3.5.4d

    Args:
        plan: what `exam_plan` returned.
        lang: the language.
        audience: `venue` or `office`.

    Raises:
        ModuleNotFoundError: openpyxl is not there; it comes with the extra `excel`.
        ValueError: another language or audience.
    """
    with Arguments() as check:
        check(only, plan, ExamPlan, "plan")
        check(require_language, lang)
        to_venue = check(is_letter, audience)
    title = TITLE.filled(term=plan.term).to(lang)
    above = (title, *(_opening(plan, lang) if to_venue else (_OWN_COPY.to(lang),)))
    rows = [(*_cells(session, lang), *(() if to_venue else _own_cells(session, lang))) for session in plan.sessions]
    heads = _SHEET_HEADS.to(lang) if to_venue else f"{_SHEET_HEADS.to(lang)} {_OWN_HEADS.to(lang)}"
    below = _closing(lang) if to_venue else ()
    sheets = [Sheet(_SHEET.to(lang), [head.replace("_", " ") for head in heads.split()], rows, {}, above, below)]
    if not to_venue:
        for name, own_heads, own in (
            (_BY_PERSON, _PERSON_HEADS, _by_person(plan, lang)),
            (_NOTIFY_BY, _NOTICE_HEADS, _by_deadline(plan)),
        ):
            sheets.append(Sheet(name.to(lang), own_heads.to(lang).split(), own, {}, (title, name.to(lang))))
    return workbook(sheets)


_SHEET = Words("考务计划", "exam plan")


def _cells(session: PlannedSession, lang: Language) -> Sequence[Value]:
    when = (session.start.date(), weekday_of(session.start, lang), _local(session.start))
    what = (session.project.name, session.subject, names_of(session, lang) or None)
    return (session.room, *when, _local(session.end), *what)


def _own_cells(session: PlannedSession, lang: Language) -> Sequence[Value]:
    return session.session_id, _local(session.notified_at), remark_on(session, lang) or None


def _local(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(tzinfo=None)
