"""A term's report as a workbook: settlements, pay as finance books it, credits, and findings linked to their rows.

Pay has a sheet for each nature of it, a line for each person and occasion: date, project, unit, quantity, rate, gross
amount, clause. The term's own tables follow, so that a finding leads to the row that it is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from xmut_rules.base.language import Language, Words, require_language
from xmut_rules.base.money import hundredths, yuan, yuan_in_words
from xmut_rules.files.tables import column_words, columns, words_of
from xmut_rules.files.words import HEADS, WORDS, table_titles
from xmut_rules.formats.workbook_writer import Sheet, Value, workbook
from xmut_rules.rules.credits import OUTCOMES
from xmut_rules.rules.exams import ExamDay
from xmut_rules.rules.records import CollegeWeight
from xmut_rules.rules.report import TermReport
from xmut_rules.rules.settlement import statement
from xmut_rules.rules.term import ID_FIELDS, Term

_TABLES_OF: Mapping[str, Sequence[str]] = {
    "after-as-of": ("training", "series", "sessions", "receipts", "certificates"),
    "certificate-number-shared": ("certificates",),
    "duty-recorded-twice": ("duties",),
    "grant-overspent": ("projects",),
    "grant-purpose-missing": ("costs",),
    "not-in-force": ("training", "series", "duties", "projects", "certificates"),
    "notice-late": ("sessions",),
    "notice-missing": ("sessions",),
    "notice-short": ("sessions",),
    "person-overlap": ("sessions", "training", "series", "bookings"),
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
        report: what `settle_term` gave.
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
    yield Sheet(Words("结算", "settlements").to(lang), *_settlements(report, lang), {})
    yield Sheet(Words("培训课酬", "training pay").to(lang), *_training(report, lang), {})
    yield Sheet(Words("考务费", "duty pay").to(lang), *_exams(report, lang), {})
    yield Sheet(Words("人员合计", "pay by person").to(lang), *_payroll(report, lang), {})
    yield Sheet(Words("学分", "credits").to(lang), *_credits(report, lang), {})
    heads = _heads(lang, "学生 创新创业实践 公共通识选修 合计", "student innovation elective total")
    students = [
        (each.student_id, each.innovation_practice, each.general_elective, each.total)
        for each in report.credits.students
    ]
    yield Sheet(Words("学生学分", "credits by student").to(lang), heads, students, {})
    hours = [(each.staff_id, each.class_hours, "§2.2.4b") for each in report.workload]
    yield Sheet(
        Words("工作量", "workload").to(lang), _heads(lang, "人员 学时 条款", "staff class_hours clause"), hours, {}
    )


def _policies(report: TermReport, lang: Language) -> Sheet:
    """Name the policies that decided, each with its digest (§0a)."""
    applied = [(each.number, each.effective_from, each.digest) for each in report.policies]
    heads = _heads(lang, "文号 生效日期 摘要", "document effective_from digest")
    return Sheet(Words("依据", "policies").to(lang), heads, applied, {})


_Page = tuple[Sequence[str], Sequence[Sequence[Value]]]


def _heads(lang: Language, zh: str, en: str) -> Sequence[str]:
    return [head.replace("_", " ") for head in Words(zh, en).to(lang).split()]


def _settlements(report: TermReport, lang: Language) -> _Page:
    rows: list[Sequence[Value]] = []
    for each in report.settlements:
        for line in statement(each):
            words = _in_words(line.amount) if line.item == "award" else None
            name = f"{line.mark}{line.name.to(lang)}".strip()
            rows.append((each.project_id, name, line.amount, line.basis.to(lang), words))
    return _heads(lang, "项目 科目 金额 依据 大写", "project item amount basis in_words"), rows


def _in_words(amount: Decimal) -> str | None:
    """Write an amount in upper case; a sum of 10^13 yuan or more has no such form."""
    return yuan_in_words(amount) if abs(hundredths(amount)) < 10**15 else None


_PAY_HEADS = (
    "人员 日期 项目 单位 数量 标准 应付金额 条款 记录 备注",
    "staff date project unit quantity rate amount clause record note",
)


def _training(report: TermReport, lang: Language) -> _Page:
    rows: list[Sequence[Value]] = []
    notes = {
        "capped": Words("按上限分摊", "part of the ceiling").to(lang),
        "absorbed": Words("当天已按天付", "the day record pays").to(lang),
        "repeated-day": Words("当天已付过一天", "a day is paid once").to(lang),
        "not-in-force": Words("没有生效的政策", "no policy in force").to(lang),
    }
    for line in sorted(report.training.lines, key=lambda line: (line.staff_id, line.date, line.record_id)):
        terms, unit = line.terms, Words(WORDS[line.unit], line.unit).to(lang)
        rate = None if terms is None else terms.day_rate if line.unit == "day" else terms.hour_rate
        what = (line.staff_id, line.date, line.project_id, unit, line.quantity, rate)
        rows.append((*what, line.amount, line.clause, line.record_id, notes.get(line.rule)))
    return _heads(lang, *_PAY_HEADS), [*rows, _total(report.training.total, lang)]


def _total(amount: Decimal, lang: Language) -> Sequence[Value]:
    return (Words("合计", "total").to(lang), None, None, None, None, None, amount, None, None, _in_words(amount))


def _exams(report: TermReport, lang: Language) -> _Page:
    days = sorted(report.exams.days, key=lambda day: (day.staff_id, day.date, day.shares[0].project_id))
    rows = [row for day in days for row in _exam_rows(day, lang)]
    return _heads(lang, *_PAY_HEADS), [*rows, _total(report.exams.total, lang)]


def _exam_rows(day: ExamDay, lang: Language) -> Iterator[Sequence[Value]]:
    """A day paid by the session has a line for each session, one paid by the day a line for each project."""
    per_session, per_day = Words("场", "session").to(lang), Words("天", "day").to(lang)
    if day.rule != "day-rate":
        for each in day.attended:
            rate = each.rate if day.terms else None
            line = (day.staff_id, day.date, each.project_id, per_session, 1, rate, each.rate)
            note = None if day.terms else Words("没有生效的政策", "no policy in force").to(lang)
            yield (*line, day.clause, each.session_id, note)
        return
    rate = day.terms.day_rate if day.terms else None
    for share in day.shares:
        sessions = ";".join(each.session_id for each in day.attended if each.project_id == share.project_id)
        whole = len(day.shares) == 1
        note = None if whole else Words(f"一天 {day.amount} 的分摊", f"part of {day.amount} for the day").to(lang)
        what = (day.staff_id, day.date, share.project_id, per_day, 1 if whole else None, rate)
        yield (*what, share.amount, day.clause, sessions, note)


def _payroll(report: TermReport, lang: Language) -> _Page:
    rows: list[Sequence[Value]] = [
        (each.staff_id, each.training, each.exams, each.total, _in_words(each.total)) for each in report.payroll
    ]
    pays = (report.training.total, report.exams.total)
    everything = yuan(sum(map(hundredths, pays)))
    total = (Words("合计", "total").to(lang), *pays, everything, _in_words(everything))
    return _heads(lang, "人员 培训课酬 考务费 合计 大写", "staff training duty total in_words"), [*rows, total]


def _credits(report: TermReport, lang: Language) -> _Page:
    rows: list[Sequence[Value]] = []
    for each in report.credits.decisions:
        category = Words(WORDS.get(each.category or "", ""), each.category or "").to(lang)
        outcome = OUTCOMES[each.outcome].to(lang)
        what = (each.certificate_id, each.student_id, outcome, each.credits, each.cut)
        rows.append((*what, category or None, each.clause, each.outcome))
    zh = "证书 学生 结论 学分 上限扣减 归类 条款 代码"
    return _heads(lang, zh, "certificate student outcome credits cut category clause code"), rows


def _findings(report: TermReport, term: Term, lang: Language) -> Sheet:
    """List findings, a line for each row that one is about, with a link to that row."""
    titles, places = table_titles(lang), _places(term)
    rows: list[Sequence[Value]] = []
    links: dict[tuple[int, int], str] = {}
    severities = {"error": Words("错误", "error").to(lang), "warning": Words("提示", "warning").to(lang)}
    for each in report.findings:
        for ref in each.refs or ("",):
            known = {table: places[table][ref] for table in _TABLES_OF.get(each.code, ()) if ref in places[table]}
            day = dict(each.params).get("day")
            if len(known) > 1 and day and any(row.day == day for row in known.values()):
                known = {table: row for table, row in known.items() if row.day == day}
            for place in known.values() if len(known) == 1 else ():
                links[len(rows), 0] = f"'{titles[place.table]}'!A{place.row}"
            tables = " / ".join(titles[table] for table in known)
            what = (ref or None, tables or None, severities[each.severity], each.clause)
            rows.append((*what, each.message(lang), each.remedy(lang), each.code))
    heads = _heads(lang, "行 表 程度 条款 问题 处理 代码", "row table severity clause finding remedy code")
    return Sheet(Words("检查", "findings").to(lang), heads, rows, links)


class _Place(NamedTuple):
    """Where a row stands, and the day that it is dated, if any: rows of two tables may share an id."""

    table: str
    row: int
    day: str


def _places(term: Term) -> Mapping[str, Mapping[str, _Place]]:
    """Give the sheet row of each id; a lesson of a weekly plan stands where its plan does."""
    places: dict[str, dict[str, _Place]] = defaultdict(dict)
    days = {session.session_id: session.day for session in term.sessions}
    for table, key in ID_FIELDS.items():
        for number, row in enumerate(getattr(term, table), start=2):
            dated = days.get(row.session_id) if table == "duties" else getattr(row, "day", getattr(row, "date", None))
            dated = getattr(row, "recognized_on", dated)
            places[table][getattr(row, key)] = _Place(table, number, f"{dated}")
    for number, series in enumerate(term.series, start=2):
        for day in series.days:
            places["series"][f"{series.series_id}-{day:%Y%m%d}"] = _Place("series", number, f"{day}")
    return places


def term_sheets(term: Term, *, lang: Language = "zh") -> Iterator[Sheet]:
    """Give a term's tables as sheets, which are read back as the same term.

    A cell cannot tell an empty text from none, nor an id with a semicolon in a list from two ids.

    Args:
        term: the term.
        lang: the language of titles, heads and words.

    Raises:
        ValueError: another language.
    """
    require_language(lang)
    for name, title in table_titles(lang).items():
        fields = columns(name)
        rows: Sequence[Any] = [term] if name == "term" else getattr(term, name)
        heads = [Words(HEADS[field], field).to(lang) for field in fields]
        words = {
            field: dict(zip(words_of(field, info), column_words(field, info, lang), strict=True))
            for field, info in fields.items()
        }
        cells = [[_cell_of(getattr(row, field), words[field]) for field in fields] for row in rows]
        yield Sheet(title, heads, cells, {})


def _cell_of(value: Any, words: Mapping[str, str]) -> Value:
    """Give a field as a cell: lists and weights as one text, words as given, moments with a zone as text."""
    if isinstance(value, tuple):
        parts: tuple[Any, ...] = value  # pyright: ignore[reportUnknownVariableType]
        weights = (f"{each.college_id}:{each.weight}" if isinstance(each, CollegeWeight) else each for each in parts)
        return ";".join(f"{_cell_of(each, words)}" for each in weights)
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
