"""Why each figure is what it is: results taken apart into steps, typed, in both languages at once.

A step has the figures that went in, the formula with them in it, the exact value where one was rounded, the result,
the clause, and the readings that decided. Whatever shows an explanation shows these steps.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xmut_rules.base.language import Words
from xmut_rules.base.money import hundredths, yuan
from xmut_rules.policy.readings import reading

Figures = dict[str, Any]
"""Fields and inputs of a step, by name."""

FORMAT = "xmut-rules/explanation/1"
"""The version of the JSON form."""


@dataclass(frozen=True, slots=True)
class ReadingTaken:
    """A reading that decided a step: its id and the option taken."""

    id: str
    value: str

    @property
    def option(self) -> str:
        """The option taken, where the policy has a field for the question; else empty."""
        return self.value if reading(self.id).field else ""

    @property
    def words(self) -> Words:
        """The question with its answer, Chinese and English."""
        known = reading(self.id)
        option = next((each for each in known.options if each.value == self.value), known.options[-1])
        question = Words("{question} → {answer}", "{question} → {answer}")
        return question.filled(question=known.question, answer=option.meaning)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation.

    `inputs` are the figures that its words name; `formula` holds figures and signs alone, `exact` the value before
    rounding, `result` what comes out, in `unit` (yuan, credits or class_hours). Empty text stands where there is none.
    `holds` answers a closing check, and is null elsewhere.
    """

    code: str
    inputs: tuple[tuple[str, str], ...] = ()
    formula: str = ""
    exact: str = ""
    result: str = ""
    unit: str = ""
    clause: str = ""
    readings: tuple[ReadingTaken, ...] = ()
    holds: bool | None = None

    @property
    def words(self) -> Words:
        """What it says, Chinese and English, without its calculation."""
        return _filled(self.code, self.inputs)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A result explained: its title, its steps, and the explanations of its parts."""

    code: str
    inputs: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    parts: tuple[Explanation, ...] = ()

    @property
    def words(self) -> Words:
        """Its title, Chinese and English."""
        return _filled(self.code, self.inputs)

    def all_steps(self) -> Iterable[Step]:
        """Give its steps and those of its parts, in order."""
        yield from self.steps
        for part in self.parts:
            yield from part.all_steps()

    def to_json(self) -> str:
        """Give the explanation as a JSON document of the format `xmut-rules/explanation/1`."""
        return json.dumps({"format": FORMAT, **_document(self)}, ensure_ascii=False, indent=1)


def _filled(code: str, inputs: Iterable[tuple[str, str]]) -> Words:
    return PHRASES[code].filled(**dict(inputs))


def _document(explanation: Explanation) -> dict[str, Any]:
    zh, en = explanation.words
    return {
        "code": explanation.code,
        "title": {"zh": zh, "en": en},
        "inputs": dict(explanation.inputs),
        "steps": [_step_document(step) for step in explanation.steps],
        "parts": [_document(part) for part in explanation.parts],
    }


def _step_document(step: Step) -> dict[str, Any]:
    zh, en = step.words
    return {
        "code": step.code,
        "text": {"zh": zh, "en": en},
        "inputs": dict(step.inputs),
        "formula": step.formula,
        "exact": step.exact,
        "result": step.result,
        "unit": step.unit,
        "clause": step.clause,
        "readings": [{"id": each.id, "value": each.value} for each in step.readings],
        "holds": step.holds,
    }


def step(code: str, result: object = "", unit: str = "yuan", **figures: Any) -> Step:
    """Give a step; whatever is no field of it is an input of its words.

    Args:
        code: a code of `PHRASES`.
        result: what comes out, if anything does.
        unit: the unit of the result.
        figures: fields of the step, and its inputs by name.
    """
    own = {name: figures.pop(name) for name in ("formula", "exact", "clause", "readings", "holds") if name in figures}
    inputs = tuple((name, f"{value}") for name, value in figures.items())
    return Step(code, inputs, result=f"{result}", unit=unit if f"{result}" else "", **own)


def explained(code: str, steps: Iterable[Step], parts: Iterable[Explanation] = (), **inputs: object) -> Explanation:
    """Give an explanation.

    Args:
        code: a code of `PHRASES`, for its title.
        steps: its own steps.
        parts: the explanations of its parts.
        inputs: what fills its title.
    """
    return Explanation(code, tuple((name, f"{value}") for name, value in inputs.items()), tuple(steps), tuple(parts))


def check(code: str, amounts: Sequence[Decimal], total: Decimal, unit: str = "yuan", **inputs: object) -> Step:
    """Give a closing check: amounts that sum to a total."""
    holds = sum(map(hundredths, amounts)) == hundredths(total)
    return step(code, total, unit, formula=added(amounts), holds=holds, **inputs)


def added(amounts: Iterable[Decimal]) -> str:
    """Write a sum; a negative amount stands in brackets unless it is the first."""
    terms = [f"{amount}" for amount in amounts]
    return " + ".join(f"({term})" if place and term.startswith("-") else term for place, term in enumerate(terms))


def taken(reading_id: str, value: object = "") -> tuple[ReadingTaken, ...]:
    """Give the reading that decided; without a value it is the one that is always taken."""
    return (ReadingTaken(reading_id, f"{value}" or reading(reading_id).options[0].value),)


def unrounded(fen: Fraction) -> str:
    """Give an amount of fen as exact yuan: decimals where they end, else six of them and the fraction.

    >>> unrounded(Fraction(179661, 2)), unrounded(Fraction(50000, 3)), unrounded(Fraction(500))
    ('898.305', '166.666666… (500/3)', '')
    """
    if fen.denominator == 1:
        return ""
    value = fen / 100
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    whole, part = divmod(value.numerator, value.denominator)
    digits = 0
    while rest == 1 and part * 10**digits % value.denominator:
        digits += 1
    places = digits or 6
    text = f"{whole}.{part * 10**places // value.denominator:0{places}d}"
    return text if rest == 1 else f"{text}… ({value.numerator}/{value.denominator})"


def share_step(code: str, total: Decimal, part: tuple[object, object], result: Decimal, **figures: Any) -> Step:
    """Give the step of a split, with the exact value where it was rounded.

    Args:
        code: a code of `PHRASES`.
        total: what is split, in yuan.
        part: the weight of this part and the sum of all weights.
        result: what this part gets, in yuan.
        figures: as for `step`.
    """
    weight, whole = (Fraction(f"{each}") for each in part)
    exact = unrounded(hundredths(total) * weight / whole)
    return step(code, result, formula=f"{total} × {part[0]} ÷ {part[1]}", exact=exact, **figures)


def added_up(amounts: Iterable[Decimal]) -> Decimal:
    """Give the exact sum of amounts."""
    return yuan(sum(map(hundredths, amounts)))


# A code, then its words in Chinese and in English.
_TABLE = """
# training-line
{record}：{staff} {date} 培训课酬 {amount} 元
{record}: training pay of {staff} for {date}, {amount} yuan
# by-hour
按学时，{quantity} 学时
by the class hour, {quantity} class hours
# by-day
按天，{quantity} 天
by the day, {quantity} day
# ceiling-of-date
当天按学时共 {hours} 学时，超过 {most}，按 {most} 学时付
{hours} class hours on the date, over {most}: {most} are paid
# part-of-ceiling
按学时分摊，本条 {quantity} 学时
split by class hours, {quantity} of them here
# absorbed
当天已按天付，按学时的不另付
the day record pays for the date; its class hours pay nothing more
# repeated-day
同一人同一天只付一天
one day is paid to one person on one date
# not-in-force
{date} 没有生效的政策，不付
no policy is in force on {date}: nothing is paid
# training-pay
培训课酬合计 {amount} 元
training pay, {amount} yuan in all
# exam-pay
考务费合计 {amount} 元
duty pay, {amount} yuan in all
# sum-of-parts
核对：{count} 笔之和等于合计
check: the {count} amounts sum to the total
# exam-day
{staff} {date} 考务费 {amount} 元
duty pay of {staff} for {date}, {amount} yuan
# short-session
场次 {session}（项目 {project}）{length}，不满 {limit}
session {session} (project {project}), {length}, under {limit}
# long-session
场次 {session}（项目 {project}）{length}，满 {limit}
session {session} (project {project}), {length}, from {limit} on
# unrated-session
场次 {session}（项目 {project}）{length}
session {session} (project {project}), {length}
# standard
各场合计
sum of the sessions
# day-rate
当天 {count} 场，满 {limit} 场，按天付 {rate}，取代各场合计 {standard}
{count} sessions, {limit} or more: {rate} for the day replaces the sum of {standard}
# day-ceiling
当天 {count} 场，满 {limit} 场，{rate} 是上限
{count} sessions, {limit} or more: {rate} is a ceiling
# day-floor
当天 {count} 场，满 {limit} 场，{rate} 是保底
{count} sessions, {limit} or more: {rate} is a floor
# day-share
分到项目 {project}
share of project {project}
# own-share
项目 {project} 自己的场次
project {project}, its own sessions
# shares-check
核对：分摊之和等于实付
check: the shares sum to what is paid
# settlement
项目 {project} 结算：结余 {surplus} 元，学院奖励 {amount} 元
settlement of project {project}: surplus {surplus} yuan, college award {amount} yuan
# income-fee
考培费 {count} 笔
fees (receipts: {count})
# income-refund
退费 {count} 笔，冲减收入
refunds, taken off the income (receipts: {count})
# income-other
其他收入 {count} 笔
other income (receipts: {count})
# income
收入
income
# cost-training
培训课酬，由培训记录算出
training pay, from the records themselves
# cost-exams
考务费，由考务记录算出
duty pay, from the records themselves
# cost-category
成本：{category}，{count} 笔
cost: {category} (rows: {count})
# cost
成本合计
all costs
# surplus
结余 = 收入 - 成本
surplus = income - costs
# after-prior-loss
减去以前的亏损
less the earlier loss
# award
学院奖励 = 结余 × {share}
college award = surplus × {share}
# no-surplus
没有结余，没有奖励
no surplus is left, so there is no award
# no-award-policy
截止日没有生效的政策，没有奖励
no policy is in force on as_of, so there is no award
# college-part
学院 {college}，权重 {weight}
college {college}, weight {weight}
# remainder
其余部分 = 结余 - 奖励
remainder = surplus - award
# no-remainder
没有结余，其余部分为零
no surplus is left, so the remainder is zero
# awards-check
核对：各学院之和等于奖励
check: the colleges' parts sum to the award
# surplus-check
核对：奖励 + 其余 = 结余
check: award + remainder = surplus
# no-grant
没有政府专款的收支，无须单列
no earmarked grant was received or spent
# grant-balance
政府专款余额，不算进结余
balance of earmarked grants, outside the surplus
# school-award
学校奖补 {count} 笔，给学院，不算项目收入
school awards go to the college and are no income (receipts: {count})
# decision
证书 {certificate}（学生 {student}）：{zh}，{amount} 学分
certificate {certificate} (student {student}): {en}, {amount} credits
# worth
每本证书的学分
credits of a certificate
# worth-by-level
按级别 {level} 的学分
credits of level {level}
# under-cap
该类上限 {cap}，以前已用 {used}，还剩 {left}
cap of the category {cap}, {used} used before, {left} left
# refused
{zh}
{en}
# credits
学分认定：{count} 本证书，{amount} 学分
credits (certificates: {count}), {amount} in all
# student-credits
学生 {student} 合计
student {student}, in all
# forecast
项目 {project}，{count} 名考生：结余 {surplus} 元，学院奖励 {amount} 元
project {project}, {count} candidates: surplus {surplus} yuan, college award {amount} yuan
# fixed
与人数无关的成本
costs that do not depend on the number of candidates
# margin
每名考生留下 = 收费 - 每人成本
what a candidate leaves = fee - cost of each
# break-even
从 {count} 名考生起不亏
from {count} candidates on nothing is lost
# no-break-even
每名考生都不留下什么，人数再多也不够
a candidate leaves nothing, so no number is enough
# nothing-to-cover
没有与人数无关的成本，一名也不亏
no cost is independent of the number, so nothing has to be covered
# credits-of-student
学生 {student} 的学分 {amount}
credits of student {student}, {amount}
# finding-code
检查代码 {finding}
finding {finding}
# payroll
人员酬金合计 {amount} 元
pay of all staff, {amount} yuan
# person
{staff}：培训课酬 + 考务费
{staff}: training pay + duty pay
# workload
社会服务工作量合计 {amount} 学时
social-service workload, {amount} class hours
# person-hours
{staff} 的学时
class hours of {staff}
# finding
{severity_zh}：{zh}
{severity_en}: {en}
# remedy
处理：{zh}
what to do: {en}
# findings
检查
checks
# report
学期 {term} 的全部说明，截止日 {as_of}
the whole term {term} explained, as of {as_of}
# training-check
核对：各项目的培训课酬之和等于培训课酬合计
check: training pay of the projects sums to all training pay
# exams-check
核对：各项目的考务费之和等于考务费合计
check: duty pay of the projects sums to all duty pay
# payroll-check
核对：培训课酬 + 考务费 = 人员酬金
check: training pay + duty pay = pay of all staff
# selection
所选结果的说明
the chosen results explained
"""


def _phrases() -> dict[str, Words]:
    rows = (row.split("\n") for row in _TABLE.strip().removeprefix("# ").split("\n# "))
    return {code: Words(zh, en) for code, zh, en in rows}


PHRASES: Mapping[str, Words] = _phrases()
"""What each kind of step and each title says, Chinese and English; in braces what is filled in."""
