"""The exam plan of a term: its sessions by room and time, with who is on duty and what is wrong (§3.5.4d-e).

Not decided here: how often the venue office (校产租赁部) is notified (reading E8).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, Words, mask, require_one_of
from xmut_rules.base.values import AsJson
from xmut_rules.policy.terms import Policy, Timeline, lookup
from xmut_rules.rules.findings import Finding
from xmut_rules.rules.records import ExamSession, Project, StaffMember
from xmut_rules.rules.schedule import check_notices, check_schedule
from xmut_rules.rules.term import Term

Audience = Literal["venue", "office"]
"""Whom a plan is for: the venue office, which is notified, or the exam office, which has to settle what is wrong."""


@dataclass(frozen=True, slots=True)
class PlannedSession(AsJson):
    """One session of the plan.

    Attributes:
        session_id: its id.
        project: its project.
        subject: what is examined.
        room: where it is held, null if online.
        start: local.
        end: local.
        notified_at: when the venue office was notified, null if it was not.
        notify_by: the last day to notify it, null where no policy is in force; it must be before the start anyway.
        staff: who is on duty, by id.
        findings: what is wrong with it.
    """

    session_id: str
    project: Project
    subject: str | None
    room: str | None
    start: datetime
    end: datetime
    notified_at: datetime | None
    notify_by: date | None
    staff: tuple[StaffMember, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ExamPlan(AsJson):
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
    with Arguments() as check:
        check(only, term, Term, "term")
        check(lookup, policy)
    sessions = {session.session_id: session for session in term.sessions}
    projects = {row.project_id: row for row in term.projects}
    people = {row.staff_id: row for row in term.staff}
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
            project=projects[session.project_id],
            subject=session.subject,
            room=session.room,
            start=session.start,
            end=session.end,
            notified_at=session.notified_at,
            notify_by=_last_day(session, policy),
            staff=tuple(people[person] for person in sorted(staff[key])),
            findings=tuple(found[key]),
        )
        for key, session in sessions.items()
    )
    is_cut = any(clash.code == "clashes-cut" for clash in clashes)
    return ExamPlan(term.term, tuple(sorted(planned, key=_by_room_and_time)), is_cut)


def _last_day(session: ExamSession, policy: Policy | Timeline) -> date | None:
    """Return the last day on which a notice of a session is in time (E7)."""
    terms = policy.in_force(session.day)
    return terms and session.day - timedelta(days=terms.schedule.notice_days or 0)


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


def is_letter(audience: Audience) -> bool:
    """Return whether a plan is for the venue office.

    Raises:
        ValueError: it is for neither of the two.
    """
    require_one_of(("venue", "office"), audience, "audience")
    return audience == "venue"


TITLE = Words("考务计划 {term}", "Exam plan {term}")
"""The name of the plan."""


def day_in_words(day: date, lang: Language) -> str:
    """Return a day with its weekday, and a moment with its time."""
    clock = f" {day:%H:%M}" if isinstance(day, datetime) else ""
    return f"{day:%Y-%m-%d} {weekday_of(day, lang)}{clock}"


def weekday_of(day: date, lang: Language) -> str:
    """Return the weekday of a day."""
    return _WEEKDAYS[day.weekday()].to(lang)


_WEEKDAYS = (
    *(Words("周一", "Mon"), Words("周二", "Tue"), Words("周三", "Wed"), Words("周四", "Thu")),
    *(Words("周五", "Fri"), Words("周六", "Sat"), Words("周日", "Sun")),
)


def names_of(session: PlannedSession, lang: Language) -> str:
    """Return the names of those on duty at a session."""
    return Words("、", ", ").to(lang).join(person.name for person in session.staff)


_REMARKS: Mapping[str, Words] = {
    "room-overlap": Words("场地冲突", "room clash"),
    "room-turnaround": Words("间隔不足", "too short a gap"),
    "person-overlap": Words("人员冲突", "staff clash"),
    "notice-missing": Words("未通报", "not notified"),
    "notice-late": Words("开考后才通报", "notified after the start"),
    "notice-outdated": Words("变更后未再通报", "not notified of the change"),
    "notice-short": Words("提前天数不足", "notice too short"),
}


def remark_on(session: PlannedSession, lang: Language) -> str:
    """Write each kind of finding on a session once, with the ids that it clashes with."""
    remarks: list[str] = []
    for found in session.findings:
        others = list(found.refs)
        others.remove(session.session_id)
        remarks.append(f"! {_REMARKS[found.code].to(lang)} {', '.join(map(mask, others))}".strip())
    return Words("；", "; ").to(lang).join(dict.fromkeys(remarks))
