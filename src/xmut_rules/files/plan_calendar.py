"""The exam plan as a calendar that a phone can subscribe to; needs the extra `ics` (§3.5.4d)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, WordedError, Words, require_language
from xmut_rules.files.exam_plan import TITLE, Audience, ExamPlan, PlannedSession, is_letter, names_of, remark_on


def plan_calendar(plan: ExamPlan, *, dtstamp: datetime, lang: Language = "zh", audience: Audience = "venue") -> bytes:
    """Return the plan as an iCalendar file in the zone Asia/Shanghai.

    A session keeps its UID from one plan to the next, so that a subscribed calendar moves it and adds no second one.

    Clause: §3.5.4d

    Args:
        plan: what `exam_plan` returned.
        dtstamp: when this calendar was made, with a zone; nothing here reads a clock.
        lang: the language.
        audience: `venue` or `office`, whose events have our remarks.

    Raises:
        ModuleNotFoundError: icalendar is not there; it comes with the extra `ics`.
        ValueError: another language or audience, or a `dtstamp` without a zone.
    """
    with Arguments() as check:
        check(only, plan, ExamPlan, "plan")
        check(_require_stamp, dtstamp)
        check(require_language, lang)
        to_venue = check(is_letter, audience)
    from icalendar import Calendar  # noqa: PLC0415  an extra

    calendar: Any = Calendar()
    calendar.add("prodid", "-//xmut_rules//exam plan//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", TITLE.filled(term=plan.term).to(lang))
    calendar.add_component(_zone())
    for session in plan.sessions:
        remark = "" if to_venue else remark_on(session, lang)
        calendar.add_component(_event(session, plan.term, dtstamp, lang, remark))
    text: bytes = calendar.to_ical()
    return text


def _require_stamp(dtstamp: datetime) -> None:
    if not isinstance(dtstamp, datetime) or dtstamp.utcoffset() is None or not 2000 < dtstamp.year < 2100:
        raise WordedError(_STAMP, ("dtstamp",))


_STAMP = Words("应为带时区的时刻，2001 年至 2099 年", "expected a moment with a zone, from 2001 to 2099")


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


def _event(session: PlannedSession, term: str, dtstamp: datetime, lang: Language, remark: str) -> Any:
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
    event.add("summary", " ".join(filter(None, (session.session_id, session.project.name, session.subject))))
    if session.room is not None:
        event.add("location", session.room)
    staff = _STAFF.filled(staff=names_of(session, lang)).to(lang) if session.staff else ""
    if description := "\n".join(filter(None, (remark, staff))):
        event.add("description", description)
    return event


_ZONE = "Asia/Shanghai"
