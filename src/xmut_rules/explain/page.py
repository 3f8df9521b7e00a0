"""Results explained step by step, in Chinese or English, in three styles.

Every amount stands beside its clause. Ids stand in full, for a clerk books by them; in the messages of findings long
ones are masked. All styles and both languages are written from the same typed steps (`explanation`).

>>> from datetime import date
>>> from decimal import Decimal
>>> from xmut_rules import PILOT_2020, TrainingRecord, training_pay
>>> record = TrainingRecord(record_id="TR01", project_id="P1", staff_id="T01", date=date(2021, 3, 20),
...                         unit="class_hour", quantity=Decimal("1.5"))
>>> print(explain(training_pay([record], policy=PILOT_2020).lines[0], lang="en"), end="")
TR01: training pay of T01 for 2021-03-20, 180.00 yuan
  by the class hour, 1.5 class hours: 1.5 × 120.00 = 180.00 yuan [§3.5.2.1; A3]
<BLANKLINE>
Basis
  §3.5.2.1: Training pays 120 yuan a class hour, or 720 yuan a day, a day
    counted as 6 class hours.
  A3: How do part hours count? → in proportion, to 2 decimals, finer is refused;
    a record pays whole fen, half a fen rounds up
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from xmut_rules.base.errors import no_such
from xmut_rules.base.language import LANGUAGES, Language, Words, mask
from xmut_rules.explain.overview import overview
from xmut_rules.explain.report import Explainable, explanation, selection
from xmut_rules.explain.steps import Explanation, Step
from xmut_rules.explain.waterfall import waterfall
from xmut_rules.formats.documents import Block, Heading, Listing, Picture, Style, written
from xmut_rules.policy.clauses import clause
from xmut_rules.rules.forecast import Forecast
from xmut_rules.rules.report import TermReport
from xmut_rules.rules.settlement import Settlement
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
    several = isinstance(result, Sequence)
    results: Sequence[Explainable] = result if isinstance(result, Sequence) else (result,)
    found = selection(results) if several else explanation(results[0])
    settlements = {each.project_id: each for each in _settlements_of(results)}
    return written([*_explained(found, 1, settlements, lang), *_basis(found, lang)], style, lang)


def notebook_html(result: Explainable) -> str:
    """Return a result as a notebook shows it: a report at a glance, anything else explained, Chinese and English."""
    zh, en = (
        overview(result, lang=lang, style="html")
        if isinstance(result, TermReport)
        else explain(result, lang=lang, style="html")
        for lang in LANGUAGES
    )
    return f"{zh}<details><summary>English</summary>\n{en}</details>\n"


def explanation_json(result: Explainable | Sequence[Explainable]) -> str:
    """Give the steps of a result, or of several, as a JSON document of the format `xmut-rules/explanation/1`.

    Raises:
        ValueError: nothing that can be explained.
    """
    return (selection(result) if isinstance(result, Sequence) else explanation(result)).to_json()


def find_results(
    report: TermReport,
    *,
    settlement: str | None = None,
    person: str | None = None,
    date: date | None = None,
    certificate: str | None = None,
) -> tuple[Explainable, ...]:
    """Find the results of a report that somebody asks about.

    Args:
        report: what `settle_term` gave.
        settlement: a project: its settlement, its training lines and the person-days that have a share of it.
        person: a member of staff: training lines, person-days, and the sum of pay.
        date: with `person`, this date alone, without the sum.
        certificate: a certificate: its decision.

    Raises:
        ValueError: nothing has this id or date; the message names the nearest id.
    """
    days, decisions = report.exams.days, report.credits.decisions
    found: list[Explainable] = []
    if settlement is not None:
        own = [each for each in report.settlements if each.project_id == settlement]
        if not own:
            raise no_such("project", settlement, [each.project_id for each in report.settlements])
        lines = tuple(line for line in report.training.lines if line.project_id == settlement)
        found += [*own, TrainingPay(own[0].costs[0].amount, lines)]
        found += [day for day in days if settlement in [share.project_id for share in day.shares]]
    if person is not None:
        found += _of_person(report, person, date)
    if certificate is not None:
        chosen = [each for each in decisions if each.certificate_id == certificate]
        if not chosen:
            raise no_such("certificate", certificate, [each.certificate_id for each in decisions])
        found += chosen
    return tuple(found)


def _of_person(report: TermReport, person: str, date: date | None) -> list[Explainable]:
    """Give a person's training lines and person-days, of one date or of all with the sum of pay."""
    known = [each.staff_id for each in report.payroll]
    if person not in known:
        raise no_such("person with pay", person, known)
    found: list[Explainable] = [
        line for line in report.training.lines if line.staff_id == person and date in (None, line.date)
    ]
    found += [day for day in report.exams.days if day.staff_id == person and date in (None, day.date)]
    if not found:
        raise ValueError(f"{mask(person)} has no pay on {date}")
    return [*found, *(each for each in report.payroll if each.staff_id == person and date is None)]


def _settlements_of(results: Iterable[Explainable]) -> Iterator[Settlement]:
    for result in results:
        if isinstance(result, TermReport):
            yield from result.settlements
        elif isinstance(result, Forecast):
            yield result.settlement
        elif isinstance(result, Settlement):
            yield result


def _explained(
    found: Explanation, level: int, settlements: Mapping[str, Settlement], lang: Language
) -> Iterator[Block]:
    yield Heading(found.words.to(lang), min(level, 3))
    if found.code == "settlement":
        yield Picture(waterfall(settlements[dict(found.inputs)["project"]], lang=lang))
    if found.steps:
        heads = Words("步骤 计算 依据", "step calculation basis").to(lang).split()
        joints = ("", Words("：", ": ").to(lang), " ")
        yield Listing(heads, [_step_cells(each, lang) for each in found.steps], joints)
    for part in found.parts:
        yield from _explained(part, level + 1, settlements, lang)


_HOLDS = {True: Words("，一致", ", as it should be"), False: Words("，不符！", ", which is wrong!")}
_UNITS = {
    "": Words("", ""),
    "yuan": Words("元", "yuan"),
    "credits": Words("学分", "credits"),
    "class_hours": Words("学时", "class hours"),
    "candidates": Words("人", "candidates"),
}


def _step_cells(each: Step, lang: Language) -> Sequence[str]:
    """Write a step: what it is, its calculation, and the clause with the readings that decided."""
    result = f"{each.result} {_UNITS[each.unit].to(lang)}".strip()
    exact = f"{each.exact} → {result}" if each.exact else result
    calculation = f"{each.formula} = {exact}" if each.formula and each.formula != each.result else exact
    if each.holds is not None:
        calculation += _HOLDS[each.holds].to(lang)
    chosen = [each.clause] * bool(each.clause) + [f"{taken.id} {taken.option}".strip() for taken in each.readings]
    basis = Words("；", "; ").to(lang).join(chosen)
    return each.words.to(lang), calculation, f"[{basis}]" if basis else ""


def _basis(found: Explanation, lang: Language) -> Iterator[Block]:
    """Say once what each clause and reading that was named means."""
    words: dict[str, Words] = {}
    for each in found.all_steps():
        if each.clause:
            provision = clause(each.clause)
            words.setdefault(each.clause, provision.summary)
    for each in found.all_steps():
        for taken in each.readings:
            words.setdefault(f"{taken.id} {taken.option}".strip(), taken.words)
    yield Heading(Words("依据", "Basis").to(lang))
    heads = (Words("依据", "basis").to(lang), Words("含义", "meaning").to(lang))
    yield Listing(heads, [(name, said.to(lang)) for name, said in words.items()], ("", Words("：", ": ").to(lang)))
