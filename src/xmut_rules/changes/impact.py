"""What a change of policy costs: by person, project, college and student."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, Words, require_language
from xmut_rules.base.money import hundredths, shortest, yuan
from xmut_rules.base.values import AsJson
from xmut_rules.formats.documents import Block, Heading, Style, Table, require_style, written
from xmut_rules.policy.terms import Policy, Timeline, lookup
from xmut_rules.rules.report import TermReport, settle_term
from xmut_rules.rules.settlement import Settlement
from xmut_rules.rules.term import Term


@dataclass(frozen=True, slots=True)
class AmountChange(AsJson):
    """What somebody gets before and after, and how much more that is, in yuan or in credits."""

    id: str
    old: Decimal
    new: Decimal
    more: Decimal


@dataclass(frozen=True, slots=True)
class ProjectChange(AsJson):
    """A project before and after: its pay (training and duty), its surplus and its award, in yuan."""

    project_id: str
    pay: AmountChange
    surplus: AmountChange
    award: AmountChange


@dataclass(frozen=True, slots=True)
class Impact(AsJson):
    """Whom a change of policy concerns: those alone that get more or less, by id.

    `pay` is everybody's pay, `awards` all colleges' awards, `credits` all students' new credits; each is the sum of the
    old and new amounts of all, concerned or not, and its `more` is the sum of the rows'.
    """

    persons: tuple[AmountChange, ...]
    projects: tuple[ProjectChange, ...]
    colleges: tuple[AmountChange, ...]
    students: tuple[AmountChange, ...]
    pay: AmountChange
    awards: AmountChange
    credits: AmountChange


def impact(term: Term, a: Policy | Timeline, b: Policy | Timeline) -> Impact:
    """Return who gains or loses how much in a term by a change of policy.

    Clause: §3.5.2.1, §3.5.2.2a, §3.5.2.2b, §3.5.3b, §3.4c

    Args:
        term: the term.
        a: the policy or timeline before.
        b: the policy or timeline after.

    Raises:
        ValueError: `term`, `a` or `b` is something else.
    """
    with Arguments() as check:
        check(only, term, Term, "term")
        check(lookup, a, "a")
        check(lookup, b, "b")
    old, new = settle_term(term, policy=a), settle_term(term, policy=b)
    persons = _compared(_pay(old), _pay(new), yuan)
    colleges = _compared(_awards(old), _awards(new), yuan)
    students = _compared(_credits(old), _credits(new), shortest)
    return Impact(
        persons=_concerned(persons),
        projects=tuple(_projects(old, new)),
        colleges=_concerned(colleges),
        students=_concerned(students),
        pay=_total("pay", persons, yuan),
        awards=_total("awards", colleges, yuan),
        credits=_total("credits", students, shortest),
    )


_Unit = Callable[[int], Decimal]
"""Turns hundredths into yuan or credits."""


def _pay(report: TermReport) -> dict[str, int]:
    return {line.staff_id: hundredths(line.total) for line in report.payroll}


def _awards(report: TermReport) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for settlement in report.settlements:
        for part in settlement.awards:
            sums[part.college_id] += hundredths(part.amount)
    return sums


def _credits(report: TermReport) -> dict[str, int]:
    return {row.student_id: hundredths(row.total) for row in report.credits.students}


def _compared(old: Mapping[str, int], new: Mapping[str, int], unit: _Unit) -> tuple[AmountChange, ...]:
    return tuple(_change(name, old.get(name, 0), new.get(name, 0), unit) for name in sorted({*old, *new}))


def _change(name: str, old: int, new: int, unit: _Unit) -> AmountChange:
    more = unit(abs(new - old))
    return AmountChange(name, unit(old), unit(new), more.copy_negate() if new < old else more)


def _concerned(changes: Sequence[AmountChange]) -> tuple[AmountChange, ...]:
    return tuple(change for change in changes if change.more)


def _total(name: str, changes: Sequence[AmountChange], unit: _Unit) -> AmountChange:
    old, new = sum(hundredths(change.old) for change in changes), sum(hundredths(change.new) for change in changes)
    return _change(name, old, new, unit)


def _projects(old: TermReport, new: TermReport) -> Iterator[ProjectChange]:
    for before, after in zip(old.settlements, new.settlements, strict=True):
        change = ProjectChange(
            before.project_id,
            _change("pay", _own_pay(before), _own_pay(after), yuan),
            _change("surplus", hundredths(before.surplus), hundredths(after.surplus), yuan),
            _change("award", hundredths(before.award), hundredths(after.award), yuan),
        )
        if change.pay.more or change.award.more:
            yield change


def _own_pay(settlement: Settlement) -> int:
    """Return a project's training and duty pay in fen: its first two costs."""
    return sum(hundredths(cost.amount) for cost in settlement.costs[:2])


_HEADS = Words("名称 改动前 改动后 差额", "item before after difference")
_PROJECT_HEADS = Words("项目 酬金差额 结余差额 奖励差额", "project pay surplus award")


def impact_page(found: Impact, *, lang: Language = "zh", style: Style = "text") -> str:
    """Write an impact as a page: the totals, then each kind of those concerned with what they get before and after.

    Args:
        found: what `impact` returned.
        lang: the language, `zh` or `en`; amounts and ids are the same in both.
        style: `text` of 80 columns, `markdown`, or `html`, a `section` element.

    Raises:
        ValueError: something else than an Impact, another language or style.
    """
    with Arguments() as check:
        check(only, found, Impact, "found")
        check(require_language, lang)
        check(require_style, style)
    return written(_blocks(found, lang), style, lang)


def _blocks(found: Impact, lang: Language) -> Iterator[Block]:
    yield Heading(Words("政策改动的影响", "Impact").to(lang), 1)
    heads = _HEADS.to(lang).split()
    totals = (
        (Words("酬金合计", "total pay"), found.pay),
        (Words("奖励合计", "total awards"), found.awards),
        (Words("学分合计", "total credits"), found.credits),
    )
    yield Table(heads, [_row(change, name.to(lang)) for name, change in totals], "lrrr")
    groups = (
        (Words("人员（元）", "staff (yuan)"), found.persons),
        (Words("学院奖励（元）", "college awards (yuan)"), found.colleges),
        (Words("学生（学分）", "students (credits)"), found.students),
    )
    for name, changes in groups:
        if changes:
            yield Heading(name.to(lang))
            yield Table(heads, [_row(change, change.id) for change in changes], "lrrr")
    if found.projects:
        yield Heading(Words("项目（元）", "projects (yuan)").to(lang))
        rows = [
            (project.project_id, f"{project.pay.more}", f"{project.surplus.more}", f"{project.award.more}")
            for project in found.projects
        ]
        yield Table(_PROJECT_HEADS.to(lang).split(), rows, "lrrr")


def _row(change: AmountChange, name: str) -> Sequence[str]:
    return name, f"{change.old}", f"{change.new}", f"{change.more}"


def impact_json(found: Impact) -> str:
    """Return an impact as JSON; amounts are text.

    Raises:
        ValueError: something else than a Impact.
    """
    return only(found, Impact, "found").to_json()
