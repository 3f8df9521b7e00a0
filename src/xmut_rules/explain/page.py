"""Results explained step by step, in Chinese or English, in three styles.

Every amount has its clause beside it. Ids are shown in full, since a clerk books by them; in the messages of findings
long ones are masked. All styles and both languages are written from the same typed steps (`explanation`).

>>> from datetime import date
>>> from decimal import Decimal
>>> from xmut_rules import PILOT_2020, TrainingRecord, training_pay
>>> record = TrainingRecord(record_id="TR01", project_id="P1", staff_id="T01", date=date(2021, 3, 20),
...                         unit="class_hour", quantity=Decimal("1.5"))
>>> print(explain(training_pay([record], policy=PILOT_2020).lines[0], lang="en"), end="")
TR01: training pay of T01 for 2021-03-20, 180.00 yuan
  by the class hour, 1.5 class hours: 1.5 × 120.00 = 180.00 yuan
    [§3.5.2.1 三（五）（2）1; A3]
<BLANKLINE>
Basis
  §3.5.2.1 三（五）（2）1: Training pays 120 yuan per class hour or 720 yuan per
    day, a day counting as 6 class hours.
  A3: How do parts of a class hour count? → in proportion, to 2 decimals, finer
    is refused; a record pays whole fen, half a fen rounds up (at 120 yuan this
    never occurs)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import chain

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.errors import no_such, wrong_type
from xmut_rules.base.language import Language, WordedError, Words, mask, require_language
from xmut_rules.explain.report import Explainable, explanation, selection
from xmut_rules.explain.steps import Explanation, Step
from xmut_rules.explain.waterfall import waterfall
from xmut_rules.formats.documents import Block, Heading, Listing, Picture, Style, require_style, written
from xmut_rules.policy.clauses import cited, clause
from xmut_rules.policy.terms import FIELDS, value_words
from xmut_rules.rules.report import TermReport
from xmut_rules.rules.settlement import Settlement, pay_of
from xmut_rules.rules.training import TrainingPay


def explain(result: Explainable | Sequence[Explainable], *, lang: Language = "zh", style: Style = "text") -> str:
    """Explain a result, or several under one title: every step with its figures, clause and reading.

    Args:
        result: a term's report, one of its parts, or a finding; a sequence of such.
        lang: the language, `zh` or `en`; figures and ids are the same in both.
        style: `text` of 80 columns, `markdown`, or `html`, a `section` element with a picture of each settlement.

    Raises:
        ValueError: nothing that can be explained, another language, or another style.
    """
    with Arguments() as check:
        found = check(_explanation, result)
        check(require_language, lang)
        check(require_style, style)
    return written([*_blocks(found, 1, lang), *_basis(found, lang)], style, lang)


def _explanation(result: Explainable | Sequence[Explainable]) -> Explanation:
    return selection(result) if isinstance(result, Sequence) else explanation(result)


def explanation_json(result: Explainable | Sequence[Explainable]) -> str:
    """Return the steps of a result, or of several, as a JSON document of the format `xmut-rules/explanation/1`.

    Raises:
        ValueError: nothing that can be explained.
    """
    return _explanation(result).to_json()


def find_results(
    report: TermReport,
    *,
    settlement: str | None = None,
    person: str | None = None,
    date: date | None = None,
    certificate: str | None = None,
) -> tuple[Explainable, ...]:
    """Return the results of a report that somebody asks about.

    Args:
        report: what `settle_term` returned.
        settlement: a project: its settlement, its training lines and the person-days that have a share of it.
        person: a member of staff: training lines, person-days, and the sum of pay.
        date: with `person`, this date alone, without the sum.
        certificate: a certificate: its decision.

    Raises:
        ValueError: nothing has this id or date, and the message names the nearest id; or `date` is no `date`.
    """
    with Arguments() as check:
        check(only, report, TermReport, "report")
        check(_require_date, date)
    with Arguments() as check:
        asked = (
            [] if settlement is None else check.read("settlement", partial(_of_project, report), settlement),
            [] if person is None else check.read("person", partial(_of_person, report, date), person),
            [] if certificate is None else check.read("certificate", partial(_of_certificate, report), certificate),
        )
    return tuple(chain.from_iterable(asked))


def _require_date(day: object) -> None:
    if day is not None and type(day) is not date:
        raise wrong_type("date", Words("日期", "a date"), day)


def _of_project(report: TermReport, project: str) -> list[Explainable]:
    """Return a project's settlement, its training lines and the person-days that have a share of it."""
    own = [settlement for settlement in report.settlements if settlement.project_id == project]
    if not own:
        raise no_such(Words("项目", "project"), project, [settlement.project_id for settlement in report.settlements])
    lines = tuple(line for line in report.training.lines if line.project_id == project)
    days = [day for day in report.exams.days if project in [share.project_id for share in day.shares]]
    return [*own, TrainingPay(pay_of(own[0], "training"), lines), *days]


def _of_certificate(report: TermReport, certificate: str) -> list[Explainable]:
    """Return the decision on a certificate."""
    decisions = report.credits.decisions
    own: list[Explainable] = [decision for decision in decisions if decision.certificate_id == certificate]
    if not own:
        raise no_such(Words("证书", "certificate"), certificate, [decision.certificate_id for decision in decisions])
    return own


def _of_person(report: TermReport, date: date | None, person: str) -> list[Explainable]:
    """Return a person's training lines and person-days, of one date or of all with the sum of pay."""
    own = [line for line in report.payroll if line.staff_id == person]
    if not own:
        raise no_such(Words("有酬金的人员", "person with pay"), person, [line.staff_id for line in report.payroll])
    lines = [line for line in report.training.lines if line.staff_id == person and date in (None, line.date)]
    days = [day for day in report.exams.days if day.staff_id == person and date in (None, day.date)]
    if not lines and not days:
        raise WordedError(_NO_PAY.filled(person=mask(person), date=date))
    return [*lines, *days, *(own if date is None else ())]


_NO_PAY = Words("{person} 在 {date} 没有酬金", "{person} has no pay on {date}")

_HEADS = Words("步骤 计算 依据", "step calculation basis")
_COLON = Words("：", ": ")


def _blocks(found: Explanation, level: int, lang: Language) -> Iterator[Block]:
    """Write an explanation and its parts; a settlement with its picture."""
    yield Heading(found.title.words.to(lang), min(level, 3))
    if isinstance(found.result, Settlement):
        yield Picture(waterfall(found.result, lang=lang))
    if found.steps:
        cells = [_step_cells(step, lang) for step in found.steps]
        yield Listing(_HEADS.to(lang).split(), cells, ("", _COLON.to(lang), " "))
    for part in found.parts:
        yield from _blocks(part, level + 1, lang)


_HOLDS = {True: Words("，一致", ", OK"), False: Words("，不符！", ", MISMATCH")}
_UNITS = {
    "": Words("", ""),
    "yuan": Words("元", "yuan"),
    "credits": Words("学分", "credit{count:plural}"),
    "class_hours": Words("学时", "class hour{count:plural}"),
    "candidates": Words("人", "candidate{count:plural}"),
}


def _step_cells(step: Step, lang: Language) -> Sequence[str]:
    """Write a step: what it is, its calculation, and the clause with the readings that decided."""
    unit = _UNITS[step.unit].filled(count=step.result)
    result = f"{step.result} {unit.to(lang)}".strip()
    exact = f"{step.exact} → {result}" if step.exact else result
    calculation = f"{step.formula} = {exact}" if step.formula and step.formula != step.result else exact
    if step.holds is not None:
        calculation += _HOLDS[step.holds].to(lang)
    decided = [cited(step.clause)] if step.clause else []
    decided += [reading.name.to(lang) for reading in step.readings]
    basis = Words("；", "; ").to(lang).join(decided)
    return step.sentence.words.to(lang), calculation, f"[{basis}]" if basis else ""


_BASIS = Words("依据", "Basis")
_BASIS_HEADS = Words("依据 含义", "basis meaning")
_NOW = Words("{clause} {name} {value}", "{clause} {name}, {value}")
_ISSUED = Words("2020年文件为 {issued}", "{issued} in the 2020 document")
_NOT_ISSUED = Words("2020年文件未规定", "none in the 2020 document")
_CHANGED = Words("{issued}；修改出处：{source}", "{issued}; changed by: {source}")


def _basis(found: Explanation, lang: Language) -> Iterator[Block]:
    """Write once what each clause, each value changed since and each reading that was named means."""
    steps = [*found.all_steps()]
    meanings = {cited(step.clause): clause(step.clause).summary for step in steps if step.clause}
    for value in (value for part in found.all_parts() for value in part.changed):
        noted, words = FIELDS[value.field], value_words(value.field, value.issued)
        issued = _NOT_ISSUED if value.issued in (None, "-") else _ISSUED.filled(issued=words)
        now = _NOW.filled(clause=cited(noted.clause), name=noted.name, value=value_words(value.field, value.value))
        meanings[now.to(lang)] = _CHANGED.filled(issued=issued, source=value.source) if value.source else issued
    meanings |= {reading.name.to(lang): reading.words for step in steps for reading in step.readings}
    yield Heading(_BASIS.to(lang))
    rows = [(name, words.to(lang)) for name, words in meanings.items()]
    yield Listing(_BASIS_HEADS.to(lang).split(), rows, ("", _COLON.to(lang)))
