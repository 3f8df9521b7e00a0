"""What differs between two policies, in words, and what the difference costs: by person, project, college and student.

>>> from xmut_rules import PILOT_2020
>>> for each in differences(PILOT_2020, PILOT_2020.amended(exams={"day_rate": "600"})):
...     print(each.message("en"))
duty pay for a day (§3.5.2.2b): 500.00 -> 600.00; source: 厦工教〔2020〕39号
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from xmut_rules.cases import MOST_SESSIONS, Case, cases
from xmut_rules.money import hundredths, shortest, yuan
from xmut_rules.policy import Policy, Timeline, only_policy
from xmut_rules.problems import Language, require_language, say
from xmut_rules.readings import find_readings
from xmut_rules.term import Term, TermReport, settle_term
from xmut_rules.values import FIRST_DAY, Value
from xmut_rules.writing import Block, Heading, Paragraph, Table

FIELD_NAMES: Mapping[str, tuple[str, str]] = {
    "document.number": ("文号", "document number"),
    "document.title": ("文件标题", "title of the document"),
    "document.annex_title": ("附件标题", "title of the annex"),
    "document.issuer": ("发文单位", "issuer"),
    "document.issued_on": ("发文日期", "day of issue"),
    "document.printed_on": ("印发日期", "day of printing"),
    "effective_from": ("生效日期", "first day in force"),
    "effective_until": ("失效日期", "last day in force"),
    "training.hour_rate": ("每学时课酬", "training pay for a class hour"),
    "training.day_rate": ("每天课酬", "training pay for a day"),
    "training.hours_per_day": ("一天折合学时", "class hours that a day counts as"),
    "training.long_day": ("一天超过折合学时", "a long day of class hours"),
    "exams.short_rate": ("短场考务费", "duty pay for a short session"),
    "exams.long_rate": ("长场考务费", "duty pay for a long session"),
    "exams.long_from_minutes": ("长场的起始分钟数", "minutes from which a session is long"),
    "exams.day_rate": ("一天的考务费", "duty pay for a day"),
    "exams.day_rate_from": ("按天付的起始场数", "sessions from which a day is paid"),
    "exams.day_rate_reading": ("按天付的解读", "what the day rate is"),
    "exams.day_scope": ("一天的场次怎样数", "what is counted for a day"),
    "exams.split": ("按天付怎样分摊", "how a day's pay is split"),
    "surplus.college_share": ("学院所得比例", "the college's share"),
    "surplus.rounding": ("奖励的取整", "rounding of the award"),
    "credits.per_certificate": ("每本证书学分", "credits of a certificate"),
    "credits.by_level": ("按级别的学分", "credits by level"),
    "credits.levels": ("几个级别怎样计", "which levels count"),
    "credits.category_cap": ("每类学分上限", "cap of a category"),
    "credits.earliest_issue": ("最早发证日期", "earliest day of issue"),
    "schedule.turnaround_minutes": ("场地间隔分钟数", "minutes between two uses of a room"),
    "schedule.notice_days": ("提前通报天数", "days of notice"),
}
"""What each field of a policy is called, Chinese and English."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs: its dotted field, the clause that states it, the reading that it takes, old and new.

    `old` and `new` are as in the policy's JSON, null where there is none; `source` says where the new value is written.
    """

    field: str
    clause: str
    reading: str | None
    old: str | None
    new: str | None
    source: str

    def message(self, lang: Language = "zh") -> str:
        """Say what differs, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        require_language(lang)
        old, new = (self._shown(value, lang) for value in (self.old, self.new))
        name = say(lang, *FIELD_NAMES[self.field])
        basis = self.clause if self.reading is None else f"{self.clause}, {self.reading}"
        zh, en = (
            f"{name}（{basis}）：{old} -> {new}；依据：{self.source}",
            f"{name} ({basis}): {old} -> {new}; source: {self.source}",
        )
        return say(lang, zh, en)

    def _shown(self, value: str | None, lang: Language) -> str:
        if value is None:
            return say(lang, "无", "none")
        for known in find_readings(field=self.field):
            for option in known.options:
                if option.value == value:
                    return f"{value} ({say(lang, option.zh, option.en)})"
        return value


def differences(a: Policy, b: Policy, *, sources: Mapping[str, str] | None = None) -> tuple[Difference, ...]:
    """Give each value that differs between two policies, in the order of the policy's fields.

    Clause: §0a

    Args:
        a: the policy before.
        b: the policy after.
        sources: where a changed field is written, by its dotted name; else the document of `b` is named.

    Raises:
        ValueError: something else than two policies.
    """
    before, after = _values(only_policy(a)), _values(only_policy(b))
    known = sources or {}
    return tuple(
        Difference(field, *_basis(field), before[field], after[field], known.get(field, b.document.number))
        for field in FIELD_NAMES
        if before[field] != after[field]
    )


def _values(policy: Policy) -> dict[str, str | None]:
    """Give a policy's values by dotted field, as text."""
    values: dict[str, str | None] = {}
    for name, part in policy.model_dump(mode="json").items():
        fields = cast("dict[str, Any]", part) if isinstance(part, dict) else {"": part}
        for field, value in fields.items():
            values[f"{name}.{field}".rstrip(".")] = None if value is None else _text(value)
    return values


def _text(value: object) -> str:
    """Write a value: rows of credits by level as `level credits category`."""
    if not isinstance(value, list):
        return f"{value}"
    rows = cast("list[dict[str, Any]]", value)
    return "; ".join(" ".join(f"{each}" for each in row.values() if each is not None) for row in rows) or "-"


@cache
def _basis(field: str) -> tuple[str, str | None]:
    """Give the clause and the reading that a field is noted with."""
    part, _, name = field.partition(".")
    info = Policy.model_fields[part]
    if name and isinstance(info.annotation, type) and issubclass(info.annotation, Value):
        info = info.annotation.model_fields[name]
    noted = info.json_schema_extra
    if not isinstance(noted, dict):
        return "§0a", None
    marks = cast("dict[str, object]", noted)
    return f"{marks['clause']}", f"{marks['reading']}" if "reading" in marks else None


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


@dataclass(frozen=True, slots=True)
class SmallestExample:
    """A smallest input whose result differs between two policies, with both results; or the bounds of a vain search.

    Without an example, `zh`, `en`, `old`, `new` and `clause` are empty.
    """

    zh: str
    en: str
    old: str
    new: str
    clause: str
    rows: int
    bounds_zh: str
    bounds_en: str

    def message(self, lang: Language = "zh") -> str:
        """Say it in a line, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        require_language(lang)
        if not self.clause:
            return say(
                lang, f"在以下范围内没有差别：{self.bounds_zh}", f"no difference within these bounds: {self.bounds_en}"
            )
        return f"{say(lang, self.zh, self.en)}: {self.old} -> {self.new} ({self.clause})"


_BOUNDS = (
    (f"每天至多 {MOST_SESSIONS} 场", f"up to {MOST_SESSIONS} sessions a day"),
    ("同一天两条培训记录", "two training records on a date"),
    ("一天的工作量", "a day's workload"),
    ("结余至多 20.00 元和 10 的幂", "surpluses to 20.00 yuan and powers of ten"),
    ("两本证书", "two certificates"),
    ("一对场次", "a pair of sessions"),
    ("生效前后各一天", "a day on either side of each date in force"),
)
_BOUNDS_ZH, _BOUNDS_EN = "、".join(zh for zh, _ in _BOUNDS), ", ".join(en for _, en in _BOUNDS)


def smallest_example(a: Policy, b: Policy) -> SmallestExample:
    """Find a smallest input whose result differs between two policies, by search over their boundary values.

    Both are looked at as if always in force; only where nothing else differs, the days on which they are in force are.

    Clause: §2.2.4b, §3.4c, §3.5.2.1, §3.5.2.2b, §3.5.3b, §3.5.4d, §3.5.4e, §0a

    Args:
        a: the policy before.
        b: the policy after.

    Raises:
        ValueError: something else than two policies.
    """
    policies = only_policy(a), only_policy(b)
    always = [policy.amended(effective_from=FIRST_DAY, effective_until=None) for policy in policies]
    best: tuple[Case, str, str] | None = None
    for case in cases(a, b):
        if best is not None and (case.rows >= best[0].rows or case.clause == "§0a"):
            continue
        old, new = (case.answer(each) for each in (policies if case.clause == "§0a" else always))
        if old != new:
            best = case, old, new
    if best is None:
        return SmallestExample("", "", "", "", "", 0, _BOUNDS_ZH, _BOUNDS_EN)
    case, old, new = best
    return SmallestExample(case.zh, case.en, old, new, case.clause, case.rows, _BOUNDS_ZH, _BOUNDS_EN)


def difference_blocks(found: Sequence[Difference], lang: Language) -> Iterator[Block]:
    """Write differences as blocks, one paragraph each."""
    yield Heading(say(lang, "政策的差别", "Differences of the policies"), 1)
    if not found:
        yield Paragraph(say(lang, "没有差别。", "There is none."), 2)
    for each in found:
        yield Paragraph(each.message(lang), 2)


def impact_blocks(found: Impact, lang: Language) -> Iterator[Block]:
    """Write an impact as blocks: the totals, then each kind of those concerned."""
    yield Heading(say(lang, "影响", "Impact"), 1)
    heads = say(lang, "对象 原 新 差额", "who old new more").split()
    totals = (
        ("酬金合计", "all pay", found.pay),
        ("奖励合计", "all awards", found.awards),
        ("学分合计", "all credits", found.credits),
    )
    yield Table(heads, [_row(each, say(lang, zh, en)) for zh, en, each in totals], "lrrr")
    groups = (
        ("人员（元）", "staff (yuan)", found.persons),
        ("学院奖励（元）", "college awards (yuan)", found.colleges),
        ("学生（学分）", "students (credits)", found.students),
    )
    for zh, en, changes in groups:
        if changes:
            yield Heading(say(lang, zh, en))
            yield Table(heads, [_row(each, each.id) for each in changes], "lrrr")
    if found.projects:
        yield Heading(say(lang, "项目（元）", "projects (yuan)"))
        heads = say(lang, "项目 酬金差额 结余差额 奖励差额", "project pay surplus award").split()
        rows = [(p.project_id, f"{p.pay.more}", f"{p.surplus.more}", f"{p.award.more}") for p in found.projects]
        yield Table(heads, rows, "lrrr")


def _row(each: AmountChange, name: str) -> Sequence[str]:
    return name, f"{each.old}", f"{each.new}", f"{each.more}"


def differences_json(found: Sequence[Difference]) -> str:
    """Give differences as JSON."""
    return TypeAdapter(tuple[Difference, ...]).dump_json(tuple(found), indent=1).decode()


def impact_json(found: Impact) -> str:
    """Give an impact as JSON; amounts are text."""
    return TypeAdapter(Impact).dump_json(found, indent=1).decode()


def example_json(found: SmallestExample) -> str:
    """Give a smallest example as JSON."""
    return TypeAdapter(SmallestExample).dump_json(found, indent=1).decode()
