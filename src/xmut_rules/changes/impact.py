"""What a change of policy costs: by person, project, college and student."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import TypeAdapter

from xmut_rules.base.language import Language, Words
from xmut_rules.base.money import hundredths, shortest, yuan
from xmut_rules.formats.documents import Block, Heading, Table
from xmut_rules.policy.terms import Policy, Timeline
from xmut_rules.rules.report import TermReport, settle_term
from xmut_rules.rules.term import Term


@dataclass(frozen=True, slots=True)
class AmountChange:
    """What somebody gets before and after, and what it is more, in yuan or in credits."""

    id: str
    old: Decimal
    new: Decimal
    more: Decimal


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """A project before and after: its pay (training and duty), its surplus and its award, in yuan."""

    project_id: str
    pay: AmountChange
    surplus: AmountChange
    award: AmountChange


@dataclass(frozen=True, slots=True)
class Impact:
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
    """Settle a term under two policies and say who gains or loses how much.

    Clause: §3.5.2.1, §3.5.2.2a, §3.5.2.2b, §3.5.3b, §3.4c

    Args:
        term: the term.
        a: the policy or timeline before.
        b: the policy or timeline after.

    Raises:
        ValueError: `term`, `a` or `b` is something else.
    """
    old, new = settle_term(term, policy=a), settle_term(term, policy=b)
    persons, colleges = _compared(old, new, _pay, yuan), _compared(old, new, _awards, yuan)
    students = _compared(old, new, _credits, shortest)
    return Impact(
        persons=_concerned(persons),
        projects=tuple(_projects(old, new)),
        colleges=_concerned(colleges),
        students=_concerned(students),
        pay=_total("pay", persons, yuan),
        awards=_total("awards", colleges, yuan),
        credits=_total("credits", students, shortest),
    )


_Amounts = Callable[[TermReport], dict[str, int]]
_Unit = Callable[[int], Decimal]


def _pay(report: TermReport) -> dict[str, int]:
    return {each.staff_id: hundredths(each.total) for each in report.payroll}


def _awards(report: TermReport) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for settlement in report.settlements:
        for each in settlement.awards:
            sums[each.college_id] += hundredths(each.amount)
    return sums


def _credits(report: TermReport) -> dict[str, int]:
    return {each.student_id: hundredths(each.total) for each in report.credits.students}


def _compared(old: TermReport, new: TermReport, amounts: _Amounts, unit: _Unit) -> tuple[AmountChange, ...]:
    before, after = amounts(old), amounts(new)
    return tuple(_change(each, before.get(each, 0), after.get(each, 0), unit) for each in sorted({*before, *after}))


def _change(name: str, old: int, new: int, unit: _Unit) -> AmountChange:
    more = f"{unit(abs(new - old))}"
    return AmountChange(name, unit(old), unit(new), Decimal(f"-{more}" if new < old else more))


def _concerned(changes: Sequence[AmountChange]) -> tuple[AmountChange, ...]:
    return tuple(each for each in changes if each.more)


def _total(name: str, changes: Sequence[AmountChange], unit: _Unit) -> AmountChange:
    old, new = sum(hundredths(each.old) for each in changes), sum(hundredths(each.new) for each in changes)
    return _change(name, old, new, unit)


def _projects(old: TermReport, new: TermReport) -> Iterator[ProjectChange]:
    for before, after in zip(old.settlements, new.settlements, strict=True):
        old_pay, new_pay = (sum(hundredths(cost.amount) for cost in each.costs[:2]) for each in (before, after))
        change = ProjectChange(
            before.project_id,
            _change("pay", old_pay, new_pay, yuan),
            _change("surplus", hundredths(before.surplus), hundredths(after.surplus), yuan),
            _change("award", hundredths(before.award), hundredths(after.award), yuan),
        )
        if change.pay.more or change.award.more:
            yield change


def impact_blocks(found: Impact, lang: Language) -> Iterator[Block]:
    """Write an impact as blocks: the totals, then each kind of those concerned."""
    yield Heading(Words("影响", "Impact").to(lang), 1)
    heads = Words("对象 原 新 差额", "who old new more").to(lang).split()
    totals = (
        ("酬金合计", "all pay", found.pay),
        ("奖励合计", "all awards", found.awards),
        ("学分合计", "all credits", found.credits),
    )
    yield Table(heads, [_row(each, Words(zh, en).to(lang)) for zh, en, each in totals], "lrrr")
    groups = (
        ("人员（元）", "staff (yuan)", found.persons),
        ("学院奖励（元）", "college awards (yuan)", found.colleges),
        ("学生（学分）", "students (credits)", found.students),
    )
    for zh, en, changes in groups:
        if changes:
            yield Heading(Words(zh, en).to(lang))
            yield Table(heads, [_row(each, each.id) for each in changes], "lrrr")
    if found.projects:
        yield Heading(Words("项目（元）", "projects (yuan)").to(lang))
        heads = Words("项目 酬金差额 结余差额 奖励差额", "project pay surplus award").to(lang).split()
        rows = [(p.project_id, f"{p.pay.more}", f"{p.surplus.more}", f"{p.award.more}") for p in found.projects]
        yield Table(heads, rows, "lrrr")


def _row(each: AmountChange, name: str) -> Sequence[str]:
    return name, f"{each.old}", f"{each.new}", f"{each.more}"


def impact_json(found: Impact) -> str:
    """Give an impact as JSON; amounts are text."""
    return TypeAdapter(Impact).dump_json(found, indent=1).decode()
