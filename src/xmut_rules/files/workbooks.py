"""A term's report as a workbook that is printed and signed: settlements, pay, credits, and findings linked to rows.

Pay has a sheet for each nature of it, a line for each person and occasion: name, project, date, unit, quantity, rate,
gross amount, basis. The term's own tables follow, so that a finding leads to the row that it is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, WordedError, Words, require_language
from xmut_rules.base.money import hundredths, sum_in_words, yuan
from xmut_rules.files.conversion import term_sheets
from xmut_rules.files.words import APPLIED, WORDS, in_language, table_titles
from xmut_rules.formats.workbook_writer import Sheet, Value, workbook
from xmut_rules.policy.clauses import cited
from xmut_rules.policy.terms import FIELDS, value_words
from xmut_rules.rules.credits import OUTCOMES
from xmut_rules.rules.exams import ExamDay
from xmut_rules.rules.findings import SEVERITIES, Finding
from xmut_rules.rules.records import Certificate, Project, StaffMember
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


_OTHER_TERM = Words("应为报告所属的学期 {term}", "expected the term {term} of the report")


def report_workbook(report: TermReport, term: Term, *, lang: Language = "zh") -> bytes:
    """Return a report with its term as an .xlsx file, to be printed and signed.

    Names of people, projects and colleges are those of the term; its own tables follow the report's sheets.

    Args:
        report: what `settle_term` returned.
        term: the term that was settled.
        lang: the language of titles, heads and words.

    Raises:
        ModuleNotFoundError: openpyxl is not there; it comes with the extra `excel`.
        ValueError: another language, or something else than a report and its term.
    """
    with Arguments() as check:
        check(only, report, TermReport, "report")
        check(only, term, Term, "term")
        check(require_language, lang)
    if report.term != term.term:
        raise WordedError(_OTHER_TERM.filled(term=report.term), ("term",))
    errors = sum(found.severity == "error" for found in report.findings)
    shown = (_OPEN_ERRORS.filled(count=errors) if errors else _NO_ERRORS).to(lang)
    numbers = Words("、", ", ").to(lang).join(dict.fromkeys(policy.number for policy in report.policies))
    papers = [*_papers(report, term, lang), _findings(report, term, lang), _policies(report, lang)]
    about = _ABOUT.filled(term=report.term, as_of=report.as_of, numbers=numbers or "-").to(lang)
    papers = [replace(paper, above=(*paper.above, about, shown)) for paper in papers]
    return workbook([*papers, *term_sheets(term, lang=lang)], header=shown)


_ABOUT = Words(
    "厦门工学院 1+X 证书试点　　学期：{term}　　结算日：{as_of}　　依据：{numbers}　　金额单位：元（税前）",
    "1+X pilot    term: {term}    settled on: {as_of}    under: {numbers}    amounts in yuan, gross",
)
_OPEN_ERRORS = Words(
    "待处理错误：{count} 项（见“检查结果”）；处理完毕前请勿发放",
    "open errors: {count} (see findings); do not pay before they are resolved",
)
_NO_ERRORS = Words("待处理错误：无", "open errors: none")


class _Names(NamedTuple):
    """What the rows of a term call its people, projects and colleges, by their ids."""

    staff: Mapping[str, StaffMember]
    projects: Mapping[str, Project]
    colleges: Mapping[str, str]
    students: Mapping[str, str]
    certificates: Mapping[str, Certificate]


def _names(term: Term) -> _Names:
    return _Names(
        {row.staff_id: row for row in term.staff},
        {row.project_id: row for row in term.projects},
        {row.college_id: row.name for row in term.colleges},
        {row.student_id: row.name for row in term.students},
        {row.certificate_id: row for row in term.certificates},
    )


def _papers(report: TermReport, term: Term, lang: Language) -> Iterator[Sheet]:
    names = _names(term)
    title = Words("项目结算表", "settlements")
    yield _paper(title, _SETTLEMENT_HEADS, _settlements(report, names, lang), lang, _SIGNED)
    training, exams = report.training.total, report.exams.total
    title = Words("培训课酬发放表", "training pay")
    yield _paper(title, _TRAINING_HEADS, _training(report, names, lang), lang, _summed(training))
    yield _paper(Words("考务费发放表", "duty pay"), _DUTY_HEADS, _exams(report, names, lang), lang, _summed(exams))
    everything = yuan(sum(map(hundredths, (training, exams))))
    people = [*_payroll(report, names), (_TOTAL.to(lang), None, None, training, exams, everything, None, None)]
    yield _paper(Words("酬金汇总表", "pay by person"), _PERSON_HEADS, people, lang, _summed(everything))
    yield _paper(Words("学分认定表", "credits"), _CREDIT_HEADS, _credits(report, names, lang), lang, _RECOGNIZED)
    heads = Words("学号 姓名 创新创业实践 公共通识选修 合计", "student_id name innovation elective total")
    students = [
        (row.student_id, names.students[row.student_id], row.innovation_practice, row.general_elective, row.total)
        for row in report.credits.students
    ]
    yield _paper(Words("学生学分汇总表", "credits by student"), heads, students, lang, _RECOGNIZED)
    heads = Words("人员编号 姓名 学时 依据", "staff_id name class_hours basis")
    hours = [
        (row.staff_id, names.staff[row.staff_id].name, row.class_hours, cited("§2.2.4b")) for row in report.workload
    ]
    yield _paper(Words("社会服务工作量表", "workload"), heads, hours, lang, _SIGNED)


_SIGNED = (
    Words(
        "制表：__________　　审核：__________　　部门负责人：__________　　财务：__________　　日期：__________",
        "prepared by: ________    checked by: ________    head: ________    finance: ________    date: ________",
    ),
)


_RECOGNIZED = (
    Words(
        "制表：____________　　学院意见：____________　　教务处意见：____________　　日期：____________",
        "prepared by: __________    college: __________    academic affairs: __________    date: __________",
    ),
)


def _summed(total: Decimal) -> Sequence[Words]:
    """Return the lines below a list of pay: its sum in words, and where it is signed."""
    words = sum_in_words(total)
    return (_SUM_IN_WORDS.filled(words=words), *_SIGNED) if words else _SIGNED


_SUM_IN_WORDS = Words("合计金额（大写）：{words}", "total in words: {words}")


def _paper(
    title: Words, heads: Words, rows: Iterable[Sequence[Value]], lang: Language, below: Sequence[Words] = ()
) -> Sheet:
    """Return a sheet under its title; its heads stand in one text, with `_` for a space inside a head."""
    names = [head.replace("_", " ") for head in heads.to(lang).split()]
    heading = title.to(lang)
    return Sheet(heading, names, tuple(rows), {}, (heading,), [line.to(lang) for line in below])


def _policies(report: TermReport, lang: Language) -> Sheet:
    """§0a: the policies that decided, each with its digest, and a row for each of its changed values with a source."""
    applied: list[tuple[Value, ...]] = []
    for policy in report.policies:
        own = (policy.number, policy.effective_from, policy.digest)
        applied.append((*own, None, None, None))
        changed = (
            (FIELDS[row.field].name.to(lang), value_words(row.field, row.value).to(lang), row.source)
            for row in policy.sources
        )
        applied += [(*own, *cells) for cells in changed]
    heads = Words("文号 生效日期 校验值 修改项 修改后 出处", "document effective_from digest changed_value now source")
    return _paper(APPLIED, heads, applied, lang)


_SETTLEMENT_HEADS = Words(
    "项目编号 项目名称 学院 科目 金额 依据 金额大写", "project_id project college item amount basis in_words"
)


def _settlements(report: TermReport, names: _Names, lang: Language) -> Iterator[Sequence[Value]]:
    for settlement in report.settlements:
        project = names.projects[settlement.project_id]
        organized_by = _COMMA.to(lang).join(names.colleges[row.college_id] for row in project.colleges)
        for line in statement(settlement):
            name = f"{line.mark}{line.name.to(lang)}".strip()
            college = organized_by
            if line.item == "college-award":
                college = names.colleges[line.name.en]
                name = _OF_WHICH.filled(college=college).to(lang)
            in_words = sum_in_words(line.amount) if line.item == "award" else None
            what = (settlement.project_id, project.name, college)
            yield (*what, name, line.amount, line.basis.to(lang), in_words)


_COMMA = Words("、", ", ")
_OF_WHICH = Words("其中：{college}", "of which {college}")


_TRAINING_HEADS = Words(
    "姓名 人员编号 项目编号 项目名称 日期 计量单位 数量 标准 应发金额 依据 记录编号 备注 签收",
    "name staff_id project_id project date unit quantity rate amount basis record_id remark signature",
)
_DUTY_HEADS = Words(
    "姓名 人员编号 项目编号 项目名称 日期 计量单位 数量 标准 应发金额 依据 场次编号 备注 签收",
    "name staff_id project_id project date unit quantity rate amount basis session_ids remark signature",
)
_NO_POLICY = Words("尚无政策可依", "no policy in force")
_NOTES: Mapping[TrainingRule, Words] = {
    "capped": Words("按上限分摊", "part of the ceiling"),
    "absorbed": Words("当天已按天计酬", "covered by the day record"),
    "repeated-day": Words("当天已计酬一天", "a day is already paid"),
    "not-in-force": _NO_POLICY,
}
"""What is noted beside a training record, by the rule that paid it."""


def _whose(names: _Names, staff_id: str, project_id: str) -> Sequence[Value]:
    """Return the cells that say who is paid for which project."""
    return names.staff[staff_id].name, staff_id, project_id, names.projects[project_id].name


def _training(report: TermReport, names: _Names, lang: Language) -> Iterator[Sequence[Value]]:
    for line in sorted(report.training.lines, key=lambda line: (line.staff_id, line.date, line.record_id)):
        unit, note = in_language(WORDS, line.unit, lang), _NOTES.get(line.rule)
        rate = None
        if line.terms is not None:
            rate = line.terms.day_rate if line.unit == "day" else line.terms.hour_rate
        what = (*_whose(names, line.staff_id, line.project_id), line.date, unit, line.quantity, rate)
        yield (*what, line.amount, cited(line.clause), line.record_id, note.to(lang) if note else None, None)
    yield _total(report.training.total, lang)


_TOTAL = Words("合计", "total")


def _total(amount: Decimal, lang: Language) -> Sequence[Value]:
    return (_TOTAL.to(lang), *[None] * 7, amount, *[None] * 4)


def _exams(report: TermReport, names: _Names, lang: Language) -> Iterator[Sequence[Value]]:
    for day in sorted(report.exams.days, key=lambda day: (day.staff_id, day.date, day.shares[0].project_id)):
        yield from _by_day(day, names, lang) if day.rule == "day-rate" else _by_session(day, names, lang)
    yield _total(report.exams.total, lang)


def _by_session(day: ExamDay, names: _Names, lang: Language) -> Iterator[Sequence[Value]]:
    """Write a line for each session of a day that is paid by the session."""
    unit, note = Words("场", "session").to(lang), None if day.terms else _NO_POLICY.to(lang)
    for session in day.attended:
        rate = session.rate if day.terms else None
        line = (*_whose(names, day.staff_id, session.project_id), day.date, unit, 1, rate, session.rate)
        yield (*line, cited(day.clause), _COMMA.to(lang).join(session.ids), note, None)


_PART = Words("当天按天计 {amount} 元，此为本项目分摊", "part of {amount} for the day")


def _by_day(day: ExamDay, names: _Names, lang: Language) -> Iterator[Sequence[Value]]:
    """Write a line for each project of a day that is paid by the day."""
    unit, rate = Words("天", "day").to(lang), day.terms.day_rate if day.terms else None
    is_whole = len(day.shares) == 1
    note = None if is_whole else _PART.filled(amount=day.amount).to(lang)
    for share in day.shares:
        own = [key for session in day.attended if session.project_id == share.project_id for key in session.ids]
        quantity = (1, rate) if is_whole else (None, None)
        what = (*_whose(names, day.staff_id, share.project_id), day.date, unit, *quantity)
        yield (*what, share.amount, cited(day.clause), _COMMA.to(lang).join(own), note, None)


_PERSON_HEADS = Words(
    "姓名 人员编号 学院 培训课酬 考务费 合计 金额大写 签收",
    "name staff_id college training duty total in_words signature",
)


def _payroll(report: TermReport, names: _Names) -> Iterator[Sequence[Value]]:
    for line in report.payroll:
        person = names.staff[line.staff_id]
        college = None if person.college_id is None else names.colleges[person.college_id]
        pays = (line.training, line.exams, line.total)
        yield (person.name, line.staff_id, college, *pays, sum_in_words(line.total), None)


_CREDIT_HEADS = Words(
    "记录编号 学号 姓名 证书名称 等级 证书号码 评价组织 发证日期 结论 学分 超上限扣减 学分类别 依据",
    "record_id student_id name certificate level number issuer issued_on outcome credits cut category basis",
)


def _credits(report: TermReport, names: _Names, lang: Language) -> Iterator[Sequence[Value]]:
    for decision in report.credits.decisions:
        row = names.certificates[decision.certificate_id]
        category = in_language(WORDS, decision.category, lang) if decision.category else None
        outcome = OUTCOMES[decision.outcome].to(lang)
        whose = (decision.certificate_id, decision.student_id, names.students[decision.student_id])
        document = (row.name, row.level, row.number, row.issuer, row.issued_on)
        what = (*document, outcome, decision.credits, decision.cut)
        yield (*whose, *what, category, cited(decision.clause))


_FINDING_HEADS = Words("编号 表 程度 依据 问题 处理 代码", "row table severity basis finding remedy code")


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
    return replace(_paper(Words("检查结果", "findings"), _FINDING_HEADS, rows, lang), links=links)


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
