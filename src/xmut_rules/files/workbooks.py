"""A term's report as a workbook: settlements, pay as finance books it, credits, and findings linked to their rows.

Pay has a sheet for each nature of it, a line for each person and occasion: date, project, unit, quantity, rate, gross
amount, clause. The term's own tables follow, so that a finding leads to the row that it is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from xmut_rules.base.language import Language, Words, require_language
from xmut_rules.base.money import hundredths, yuan, yuan_in_words
from xmut_rules.files.columns import column_words, fields_of, head_of, words_of
from xmut_rules.files.words import WORDS, in_language, table_titles
from xmut_rules.formats.workbook_writer import Sheet, Value, workbook
from xmut_rules.policy.clauses import cited
from xmut_rules.policy.terms import FIELDS
from xmut_rules.rules.credits import OUTCOMES
from xmut_rules.rules.exams import ExamDay
from xmut_rules.rules.findings import SEVERITIES, Finding
from xmut_rules.rules.records import CollegeWeight
from xmut_rules.rules.report import TermReport
from xmut_rules.rules.settlement import statement
from xmut_rules.rules.term import ID_FIELDS, Term
from xmut_rules.rules.training import TrainingRule, lesson_id_of

_TABLES_OF: Mapping[str, Sequence[str]] = {
    "after-as-of": ("training", "series", "sessions", "receipts", "certificates"),
    "certificate-number-repeated": ("certificates",),
    "certificate-number-shared": ("certificates",),
    "certificate-status-differs": ("certificates",),
    "cost-may-repeat-pay": ("costs",),
    "credits-given-assumed": ("certificates",),
    "duty-recorded-twice": ("duties",),
    "far-date": ("training", "series", "sessions", "receipts", "bookings"),
    "grant-overspent": ("projects",),
    "grant-purpose-differs": ("projects",),
    "grant-purpose-missing": ("costs",),
    "many-hours": ("training", "series"),
    "not-in-force": ("training", "series", "duties", "receipts", "projects", "certificates"),
    "notice-late": ("sessions",),
    "notice-missing": ("sessions",),
    "notice-outdated": ("sessions",),
    "notice-short": ("sessions",),
    "person-overlap": ("sessions", "training", "series", "bookings"),
    "recognized-not-valid": ("certificates",),
    "room-overlap": ("sessions", "training", "series", "bookings"),
    "room-turnaround": ("sessions", "training", "series", "bookings"),
    "training-day-twice": ("training", "series"),
    "training-mixed-units": ("training", "series"),
    "wrong-account": ("receipts",),
}
"""The tables in which a finding's rows stand, by its code."""


def report_workbook(report: TermReport, term: Term, *, lang: Language = "zh") -> bytes:
    """Write a report with its term as an .xlsx file.

    Args:
        report: what `settle_term` returned.
        term: the term that was settled; its tables follow the report's sheets.
        lang: the language of titles, heads and words.

    Raises:
        ModuleNotFoundError: openpyxl is not there; it comes with the extra `excel`.
        ValueError: another language, or something else than a report and its term.
    """
    if not isinstance(report, TermReport) or not isinstance(term, Term) or report.term != term.term:
        raise ValueError("report and term: expected a TermReport and its Term")
    require_language(lang)
    own = [*_report_sheets(report, lang), _findings(report, term, lang), _policies(report, lang)]
    return workbook([*own, *term_sheets(term, lang=lang)])


def _report_sheets(report: TermReport, lang: Language) -> Iterator[Sheet]:
    yield _sheet(Words("结算", "settlements"), _SETTLEMENT_HEADS, _settlements(report, lang), lang)
    yield _sheet(Words("培训课酬", "training pay"), _PAY_HEADS, _training(report, lang), lang)
    yield _sheet(Words("考务费", "duty pay"), _PAY_HEADS, _exams(report, lang), lang)
    yield _sheet(Words("人员合计", "pay by person"), _PERSON_HEADS, _payroll(report, lang), lang)
    yield _sheet(Words("学分", "credits"), _CREDIT_HEADS, _credits(report, lang), lang)
    students = [
        (row.student_id, row.innovation_practice, row.general_elective, row.total) for row in report.credits.students
    ]
    heads = Words("学生 创新创业实践 公共通识选修 合计", "student innovation elective total")
    yield _sheet(Words("学生学分", "credits by student"), heads, students, lang)
    hours = [(row.staff_id, row.class_hours, cited("§2.2.4b")) for row in report.workload]
    yield _sheet(Words("工作量", "workload"), Words("人员 学时 条款", "staff class_hours clause"), hours, lang)


def _sheet(
    title: Words,
    heads: Words,
    rows: Iterable[Sequence[Value]],
    lang: Language,
    links: Mapping[tuple[int, int], str] | None = None,
) -> Sheet:
    """Return a sheet; its heads stand in one text, with `_` for a space inside a head."""
    names = [head.replace("_", " ") for head in heads.to(lang).split()]
    return Sheet(title.to(lang), names, tuple(rows), links or {})


def _policies(report: TermReport, lang: Language) -> Sheet:
    """§0a: the policies that decided, each with its digest, and a row for each of its changed values with a source."""
    applied: list[tuple[Value, ...]] = []
    for policy in report.policies:
        own = (policy.number, policy.effective_from, policy.digest)
        applied.append((*own, None, None, None))
        changed = ((FIELDS[row.field].name.to(lang), row.value, row.source) for row in policy.sources)
        applied += [(*own, *cells) for cells in changed]
    heads = Words("文号 生效日期 摘要 修改项 修改后 出处", "document effective_from digest changed_value now source")
    return _sheet(Words("依据", "policies"), heads, applied, lang)


_SETTLEMENT_HEADS = Words("项目 科目 金额 依据 大写", "project item amount basis in_words")


def _settlements(report: TermReport, lang: Language) -> Iterator[Sequence[Value]]:
    for settlement in report.settlements:
        for line in statement(settlement):
            name = f"{line.mark}{line.name.to(lang)}".strip()
            in_words = _in_words(line.amount) if line.item == "award" else None
            yield settlement.project_id, name, line.amount, line.basis.to(lang), in_words


def _in_words(amount: Decimal) -> str | None:
    """Write an amount in upper case; a sum of 10^13 yuan or more has no such form."""
    return yuan_in_words(amount) if abs(hundredths(amount)) < 10**15 else None


_PAY_HEADS = Words(
    "人员 日期 项目 单位 数量 标准 应付金额 条款 记录 备注",
    "staff date project unit quantity rate amount clause record note",
)
_NO_POLICY = Words("没有生效的政策", "no policy in force")
_NOTES: Mapping[TrainingRule, Words] = {
    "capped": Words("按上限分摊", "part of the ceiling"),
    "absorbed": Words("当天已按天付", "the day record pays"),
    "repeated-day": Words("当天已付过一天", "a day is paid once"),
    "not-in-force": _NO_POLICY,
}
"""What is noted beside a training record, by the rule that paid it."""


def _training(report: TermReport, lang: Language) -> Iterator[Sequence[Value]]:
    for line in sorted(report.training.lines, key=lambda line: (line.staff_id, line.date, line.record_id)):
        unit, note = in_language(WORDS, line.unit, lang), _NOTES.get(line.rule)
        rate = None
        if line.terms is not None:
            rate = line.terms.day_rate if line.unit == "day" else line.terms.hour_rate
        what = (line.staff_id, line.date, line.project_id, unit, line.quantity, rate)
        yield (*what, line.amount, cited(line.clause), line.record_id, note.to(lang) if note else None)
    yield _total(report.training.total, lang)


_TOTAL = Words("合计", "total")


def _total(amount: Decimal, lang: Language) -> Sequence[Value]:
    return (_TOTAL.to(lang), None, None, None, None, None, amount, None, None, _in_words(amount))


def _exams(report: TermReport, lang: Language) -> Iterator[Sequence[Value]]:
    for day in sorted(report.exams.days, key=lambda day: (day.staff_id, day.date, day.shares[0].project_id)):
        yield from _by_day(day, lang) if day.rule == "day-rate" else _by_session(day, lang)
    yield _total(report.exams.total, lang)


def _by_session(day: ExamDay, lang: Language) -> Iterator[Sequence[Value]]:
    """Write a line for each session of a day that is paid by the session."""
    unit, note = Words("场", "session").to(lang), None if day.terms else _NO_POLICY.to(lang)
    for session in day.attended:
        rate = session.rate if day.terms else None
        line = (day.staff_id, day.date, session.project_id, unit, 1, rate, session.rate)
        yield (*line, cited(day.clause), ";".join(session.ids), note)


_PART = Words("一天 {amount} 的分摊", "part of {amount} for the day")


def _by_day(day: ExamDay, lang: Language) -> Iterator[Sequence[Value]]:
    """Write a line for each project of a day that is paid by the day."""
    unit, rate = Words("天", "day").to(lang), day.terms.day_rate if day.terms else None
    is_whole = len(day.shares) == 1
    note = None if is_whole else _PART.filled(amount=day.amount).to(lang)
    for share in day.shares:
        own = [";".join(session.ids) for session in day.attended if session.project_id == share.project_id]
        what = (day.staff_id, day.date, share.project_id, unit, 1 if is_whole else None, rate)
        yield (*what, share.amount, cited(day.clause), ";".join(own), note)


_PERSON_HEADS = Words("人员 培训课酬 考务费 合计 大写", "staff training duty total in_words")


def _payroll(report: TermReport, lang: Language) -> Iterator[Sequence[Value]]:
    for line in report.payroll:
        yield line.staff_id, line.training, line.exams, line.total, _in_words(line.total)
    pays = (report.training.total, report.exams.total)
    everything = yuan(sum(map(hundredths, pays)))
    yield _TOTAL.to(lang), *pays, everything, _in_words(everything)


_CREDIT_HEADS = Words(
    "证书 学生 结论 学分 上限扣减 归类 条款 代码", "certificate student outcome credits cut category clause code"
)


def _credits(report: TermReport, lang: Language) -> Iterator[Sequence[Value]]:
    for decision in report.credits.decisions:
        category = in_language(WORDS, decision.category, lang) if decision.category else None
        outcome = OUTCOMES[decision.outcome].to(lang)
        what = (decision.certificate_id, decision.student_id, outcome, decision.credits, decision.cut)
        yield (*what, category, cited(decision.clause), decision.outcome)


_FINDING_HEADS = Words("行 表 程度 条款 问题 处理 代码", "row table severity clause finding remedy code")


def _findings(report: TermReport, term: Term, lang: Language) -> Sheet:
    """List findings, a line for each row that one is about, with a link to that row."""
    titles, places = table_titles(lang), _places(term)
    rows: list[Sequence[Value]] = []
    links: dict[tuple[int, int], str] = {}
    for found in report.findings:
        severity, message = SEVERITIES[found.severity].to(lang), found.message(lang)
        for ref in found.refs or ("",):
            meant = _meant(found, ref, places)
            if len(meant) == 1:
                links[len(rows), 0] = f"'{titles[meant[0].table]}'!A{meant[0].row}"
            tables = " / ".join(titles[place.table] for place in meant)
            what = (ref or None, tables or None, severity, cited(found.clause) if found.clause else None)
            rows.append((*what, message, found.remedy(lang), found.code))
    return _sheet(Words("检查", "findings"), _FINDING_HEADS, rows, lang, links)


class _Place(NamedTuple):
    """Where a row stands, and the day that it is dated, if any: rows of two tables may share an id."""

    table: str
    row: int
    day: str


_Places = Mapping[str, Mapping[str, _Place]]


def _meant(found: Finding, ref: str, places: _Places) -> list[_Place]:
    """Return the rows that a finding may mean by an id; where several share it, those of the finding's day alone."""
    figures = dict(found.params)
    tables = [figures["table"]] if "table" in figures else _TABLES_OF.get(found.code, ())
    known = [places[table][ref] for table in tables if ref in places[table]]
    day = figures.get("day")
    return [place for place in known if place.day == day] or known if len(known) > 1 else known


def _places(term: Term) -> _Places:
    """Return the sheet row of each id; a lesson of a weekly plan stands where its plan does."""
    places: dict[str, dict[str, _Place]] = defaultdict(dict)
    days = {session.session_id: session.day for session in term.sessions}
    for table, key in ID_FIELDS.items():
        for number, row in enumerate(getattr(term, table), start=2):
            dated = days.get(row.session_id) if table == "duties" else getattr(row, "day", getattr(row, "date", None))
            dated = getattr(row, "recognized_on", dated)
            places[table][getattr(row, key)] = _Place(table, number, f"{dated}")
    for number, plan in enumerate(term.series, start=2):
        for day in plan.days:
            places["series"][lesson_id_of(plan, day)] = _Place("series", number, f"{day}")
    return places


def term_sheets(term: Term, *, lang: Language = "zh") -> Iterator[Sheet]:
    """Return a term's tables as sheets, which are read back as the same term.

    A cell cannot tell an empty text from none, nor an id with a semicolon in a list from two ids.

    Args:
        term: the term.
        lang: the language of titles, heads and words.

    Raises:
        ValueError: another language.
    """
    require_language(lang)
    for name, title in table_titles(lang).items():
        fields = fields_of(name)
        rows: Sequence[Any] = [term] if name == "term" else getattr(term, name)
        heads = [head_of(name, field, lang) for field in fields]
        words = {
            field: dict(zip(words_of(field, info), column_words(field, info, lang), strict=True))
            for field, info in fields.items()
        }
        cells = [[_cell_of(getattr(row, field), words[field]) for field in fields] for row in rows]
        yield Sheet(title, heads, cells, {})


def _cell_of(value: Any, words: Mapping[str, str]) -> Value:
    """Return a field as a cell: lists and weights as one text, words as given, moments with a zone as text."""
    if isinstance(value, tuple):
        parts: tuple[Any, ...] = value  # pyright: ignore[reportUnknownVariableType]
        cells = (f"{part.college_id}:{part.weight}" if isinstance(part, CollegeWeight) else part for part in parts)
        return ";".join(f"{_cell_of(cell, words)}" for cell in cells)
    if isinstance(value, bool):
        return words["true" if value else "false"]
    if isinstance(value, datetime) and (value.tzinfo or value.second or value.microsecond):
        return value.isoformat()
    if isinstance(value, time) and (value.second or value.microsecond):
        return value.isoformat()
    if isinstance(value, str):
        return words.get(value, value)
    cell: Value = value
    return cell
