"""The explanation of any result: a whole term's report, or a part of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from xmut_rules.base.errors import wrong_type
from xmut_rules.base.language import Words
from xmut_rules.base.money import hundredths, shortest
from xmut_rules.explain.credits import explain_credits, explain_decision, explain_student
from xmut_rules.explain.exams import explain_day, explain_exams
from xmut_rules.explain.findings import explain_finding
from xmut_rules.explain.forecast import explain_forecast
from xmut_rules.explain.settlement import explain_settlement
from xmut_rules.explain.steps import Explanation, Phrase, Step, added, added_up, check, decided_by, explained, step
from xmut_rules.explain.training import explain_line, explain_training
from xmut_rules.rules.credits import CreditDecision, CreditReport, StudentCredits
from xmut_rules.rules.exams import ExamDay, ExamPay
from xmut_rules.rules.findings import Finding
from xmut_rules.rules.forecast import Forecast
from xmut_rules.rules.report import PayrollLine, TermReport
from xmut_rules.rules.settlement import Settlement, pay_of
from xmut_rules.rules.training import StaffHours, TrainingLine, TrainingPay

Explainable = (
    TermReport
    | TrainingPay
    | TrainingLine
    | ExamPay
    | ExamDay
    | PayrollLine
    | Settlement
    | CreditReport
    | CreditDecision
    | StudentCredits
    | StaffHours
    | Finding
    | Forecast
)
"""What can be explained."""


def explanation(result: Explainable) -> Explanation:
    """Return the steps that gave a result.

    Args:
        result: a term's report, a part of one, or a finding.

    Raises:
        ValueError: it is nothing that can be explained.
    """
    explain = _EXPLAINERS.get(type(result))
    if explain is None:
        raise wrong_type("result", Words("报告或其中一部分", "a report or a part of one"), result)
    return explain(result)


_SELECTION = Phrase("selection", "所选结果的说明", "the selected results explained")


def selection(results: Iterable[Explainable]) -> Explanation:
    """Return the explanations of several results under one title."""
    return explained(_SELECTION.of(), (), map(explanation, results))


_PAYROLL = Phrase("payroll", "人员酬金合计 {amount} 元", "staff pay, {amount} yuan in total")
_PERSON = Phrase("person", "{staff}：培训课酬 + 考务费", "{staff}: training pay + duty pay")


def _explain_person(line: PayrollLine) -> Explanation:
    return explained(_PAYROLL.of(amount=line.total), [_person(line)], result=line)


def _person(line: PayrollLine) -> Step:
    return step(_PERSON.of(staff=line.staff_id), line.total, formula=added([line.training, line.exams]))


_WORKLOAD = Phrase("workload", "社会服务工作量合计 {amount} 学时", "social-service workload, {amount} class hours")
_HOURS = Phrase("person-hours", "{staff} 的学时", "class hours of {staff}")


def _explain_hours(row: StaffHours) -> Explanation:
    return explained(_WORKLOAD.of(amount=row.class_hours), [_hours(row)], result=row)


def _hours(row: StaffHours, hours: Iterable[Decimal] = ()) -> Step:
    return step(
        _HOURS.of(staff=row.staff_id),
        row.class_hours,
        "class_hours",
        formula=added(hours),
        clause="§2.2.4b",
        readings=decided_by("E9"),
    )


_REPORT = Phrase(
    "report", "学期 {term} 结算说明，结算日 {as_of}", "settlement of the term {term} explained, as of {as_of}"
)
_TRAINING = Phrase(
    "training-check",
    "验算：各项目的培训课酬之和等于培训课酬合计",
    "check: training pay by project sums to total training pay",
)
_EXAMS = Phrase(
    "exams-check",
    "验算：各项目的考务费之和等于考务费合计",
    "check: duty pay by project sums to total duty pay",
)
_PAY = Phrase(
    "payroll-check",
    "验算：培训课酬 + 考务费 = 人员酬金",
    "check: training pay + duty pay = staff pay",
)
_FINDINGS = Phrase("findings", "检查", "checks")


def _explain_report(report: TermReport) -> Explanation:
    checks = (
        check(_TRAINING.of(), [pay_of(row, "training") for row in report.settlements], report.training.total),
        check(_EXAMS.of(), [pay_of(row, "exams") for row in report.settlements], report.exams.total),
    )
    parts = (
        explain_training(report.training),
        explain_exams(report.exams),
        _explain_payroll(report),
        *map(explain_settlement, report.settlements),
        explain_credits(report.credits),
        _explain_workload(report),
        explained(_FINDINGS.of(), (), map(explain_finding, report.findings)),
    )
    return explained(_REPORT.of(term=report.term, as_of=report.as_of), checks, parts, result=report)


def _explain_payroll(report: TermReport) -> Explanation:
    everything = added_up(line.total for line in report.payroll)
    both = check(_PAY.of(), [report.training.total, report.exams.total], everything)
    return explained(_PAYROLL.of(amount=everything), [*map(_person, report.payroll), both])


def _explain_workload(report: TermReport) -> Explanation:
    """§2.2.4b: each person's class hours, with those of every line that counts."""
    hours: dict[str, list[Decimal]] = defaultdict(list)
    for line in report.training.lines:
        if line.class_hours and line.rule not in ("repeated-day", "not-in-force"):
            hours[line.staff_id].append(line.class_hours)
    everything = shortest(sum(hundredths(row.class_hours) for row in report.workload))
    steps = (_hours(row, hours[row.staff_id]) for row in report.workload)
    return explained(_WORKLOAD.of(amount=everything), steps)


_EXPLAINERS: Final[Mapping[type, Callable[[Any], Explanation]]] = {
    TermReport: _explain_report,
    TrainingPay: explain_training,
    TrainingLine: explain_line,
    ExamPay: explain_exams,
    ExamDay: explain_day,
    PayrollLine: _explain_person,
    Settlement: explain_settlement,
    CreditReport: explain_credits,
    CreditDecision: explain_decision,
    StudentCredits: explain_student,
    StaffHours: _explain_hours,
    Finding: explain_finding,
    Forecast: explain_forecast,
}
