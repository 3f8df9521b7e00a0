"""The exam plan as a picture: each day's rooms by the hour, as SVG (§3.5.4e).

Sessions that overlap in a room stand below each other, so that a clash is seen without colour; those that something is
wrong with are outlined and have a mark. A title and a description say the same to a screen reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import groupby

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, Words, require_language, shortened
from xmut_rules.files.exam_plan import Audience, ExamPlan, PlannedSession, day_in_words, is_letter

_LEFT, _RIGHT, _TOP, _LANE, _BAR = 150, 740, 64, 26, 20
_WIDE = 760
_DAY_LONG = 24 * 60
_SHORTEST_LABEL = 3

_TITLE = Words("考务计划 {term}：各场地的时间", "Exam plan {term}: rooms by time")
_ONLINE = Words("线上", "online")
_BETWEEN = Words("；", "; ")
_LABEL = Words("{what}，{hours}", "{what}, {hours}")


def plan_picture(plan: ExamPlan, *, lang: Language = "zh", audience: Audience = "venue") -> str:
    """Draw a plan: a band for each day, in it a line for each room, in it a bar for each session.

    Clause: §3.5.4e

    Args:
        plan: what `exam_plan` returned.
        lang: the language of the labels.
        audience: `venue` or `office`, whose picture marks what is wrong.

    Raises:
        ValueError: another language or audience.
    """
    with Arguments() as check:
        check(only, plan, ExamPlan, "plan")
        check(require_language, lang)
        marked = not check(is_letter, audience)
    title = _TITLE.filled(term=plan.term).to(lang)
    sessions = sorted(plan.sessions, key=lambda row: (row.start.date(), row.room is None, row.room or "", row.start))
    first = min((row.start.hour for row in sessions), default=8)
    last = max((-(-_minutes(row)[1] // 60) for row in sessions), default=18)
    lines: list[str] = []
    top = _TOP
    for day, on_day in groupby(sessions, key=lambda row: row.start.date()):
        lines.append(_text(16, top + 14, day_in_words(day, lang), 'font-weight="600"'))
        top += _LANE
        for room, in_room in groupby(on_day, key=lambda row: row.room):
            lines.append(_text(24, top + 14, shortened(room or _ONLINE.to(lang), 16)))
            for lane in _lanes(in_room):
                lines += [part for row in lane for part in _bar(row, top, (first, last), marked=marked)]
                top += _LANE
    height = top + 16
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {height}" width="{_WIDE}" height="{height}"',
            'role="img" font-family="system-ui,\'Noto Sans CJK SC\',\'Microsoft YaHei\',sans-serif" font-size="12">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(_BETWEEN.to(lang).join(_spoken(row, lang) for row in sessions))}</desc>",
            f'<rect width="{_WIDE}" height="{height}" fill="#ffffff"/>',
            _text(16, 24, shortened(title, 90), 'font-size="16" font-weight="600"'),
            *_hours(first, last, height),
            *lines,
            "</svg>",
        ]
    )


def _minutes(session: PlannedSession) -> tuple[int, int]:
    """Return from which to which minute of its day a session is drawn; what is past midnight is cut off."""
    start = session.start.hour * 60 + session.start.minute
    return start, min(_DAY_LONG, start + -(-(session.end - session.start) // _MINUTE))


_MINUTE = date.resolution / _DAY_LONG


def _lanes(sessions: Iterable[PlannedSession]) -> Sequence[list[PlannedSession]]:
    """Part the sessions of a room, in order of time, into lines in which none overlap."""
    lanes: list[list[PlannedSession]] = []
    for session in sessions:
        free = next((lane for lane in lanes if lane[-1].end <= session.start), None)
        if free is None:
            lanes.append([session])
        else:
            free.append(session)
    return lanes


def _bar(session: PlannedSession, top: int, hours: tuple[int, int], *, marked: bool) -> Iterator[str]:
    start, end = (_at(minutes, hours) for minutes in _minutes(session))
    is_wrong = marked and bool(session.findings)
    look = 'fill="#ffffff" stroke="#b42318" stroke-width="2" stroke-dasharray="4 2"'
    look = look if is_wrong else 'fill="#ddeafb" stroke="#0550ae"'
    yield f'<rect x="{start}" y="{top}" width="{max(2, end - start)}" height="{_BAR}" {look}/>'
    label = f"{'! ' if is_wrong else ''}{session.subject or session.project.name}"
    if (room := (end - start - 8) // 7) > _SHORTEST_LABEL:
        yield _text(start + 4, top + 14, shortened(label, room))


def _hours(first: int, last: int, height: int) -> Iterator[str]:
    for hour in range(first, last + 1):
        place = _at(hour * 60, (first, last))
        yield f'<line x1="{place}" y1="{_TOP - 8}" x2="{place}" y2="{height - 12}" stroke="#d0d7de"/>'
        yield _text(place, _TOP - 14, f"{hour:02d}", 'text-anchor="middle" fill="#57606a"')


def _at(minutes: int, hours: tuple[int, int]) -> int:
    """Return where a minute of the day stands, between the first and the last hour that are drawn."""
    first, last = hours
    return _LEFT + (_RIGHT - _LEFT) * (minutes - first * 60) // ((last - first) * 60)


def _spoken(session: PlannedSession, lang: Language) -> str:
    what = " ".join(filter(None, (session.room or _ONLINE.to(lang), session.project.name, session.subject)))
    return _LABEL.filled(what=what, hours=f"{session.start:%Y-%m-%d %H:%M} - {session.end:%m-%d %H:%M}").to(lang)


def _text(left: int, base: int, text: str, look: str = "") -> str:
    return f'<text x="{left}" y="{base}" {look}>{escape(text)}</text>'
