"""The steps behind each kind of result: pay, settlement, credits, findings and a whole term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from xmut_rules.base.money import hundredths, shortest
from xmut_rules.explain.credits import explained_credits, explained_decision, explained_student
from xmut_rules.explain.exams import all_exams, exam_day
from xmut_rules.explain.settlement import explained_forecast, explained_settlement
from xmut_rules.explain.steps import Explanation, Step, added, added_up, check, explained, step, taken
from xmut_rules.explain.training import all_training, training_line
from xmut_rules.rules.credits import CreditDecision, CreditReport, StudentCredits
from xmut_rules.rules.exams import ExamDay, ExamPay
from xmut_rules.rules.findings import Finding
from xmut_rules.rules.forecast import Forecast
from xmut_rules.rules.report import PayrollLine, TermReport
from xmut_rules.rules.settlement import Settlement
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
    """Take a result apart into the steps that gave it.

    Args:
        result: a term's report, a part of one, or a finding.

    Raises:
        ValueError: it is nothing that can be explained.
    """
    explain = _EXPLAINERS.get(type(result))
    if explain is None:
        raise ValueError(f"result: expected a report or a part of one, not {type(result).__name__}")
    return explain(result)


def selection(results: Iterable[Explainable]) -> Explanation:
    """Put the explanations of several results under one title."""
    return Explanation("selection", (), (), tuple(map(explanation, results)))


def _person(each: PayrollLine) -> Step:
    return step("person", each.total, formula=added([each.training, each.exams]), staff=each.staff_id)


def _hours(each: StaffHours, hours: Iterable[Decimal] = ()) -> Step:
    formula, readings = added(hours), taken("E9")
    return step(
        "person-hours",
        each.class_hours,
        "class_hours",
        formula=formula,
        clause="§2.2.4b",
        readings=readings,
        staff=each.staff_id,
    )


def _finding(each: Finding) -> Explanation:
    severity = ("错误", "error") if each.severity == "error" else ("提示", "warning")
    told = step(
        "finding",
        clause=each.clause,
        severity_zh=severity[0],
        severity_en=severity[1],
        zh=each.message("zh"),
        en=each.message("en"),
    )
    remedy = step("remedy", zh=each.remedy("zh"), en=each.remedy("en"))
    return explained("finding-code", [told, remedy], finding=each.code)


def _report(report: TermReport) -> Explanation:
    payroll = [each.total for each in report.payroll]
    everything = added_up(payroll)
    pay_check = check("payroll-check", [report.training.total, report.exams.total], everything)
    hours: dict[str, list[Decimal]] = defaultdict(list)
    for line in report.training.lines:
        if line.class_hours and line.rule not in ("repeated-day", "not-in-force"):
            hours[line.staff_id].append(line.class_hours)
    all_hours = shortest(sum(hundredths(each.class_hours) for each in report.workload))
    by_project = [(each.costs[0].amount, each.costs[1].amount) for each in report.settlements]
    checks = (
        check("training-check", [training for training, _ in by_project], report.training.total),
        check("exams-check", [exams for _, exams in by_project], report.exams.total),
    )
    parts = (
        all_training(report.training),
        all_exams(report.exams),
        explained("payroll", [*map(_person, report.payroll), pay_check], amount=everything),
        *map(explained_settlement, report.settlements),
        explained_credits(report.credits),
        explained("workload", (_hours(each, hours[each.staff_id]) for each in report.workload), amount=all_hours),
        explained("findings", (), map(_finding, report.findings)),
    )
    return explained("report", checks, parts, term=report.term, as_of=report.as_of)


_EXPLAINERS: Final[Mapping[type, Callable[[Any], Explanation]]] = {
    TermReport: _report,
    TrainingPay: all_training,
    TrainingLine: training_line,
    ExamPay: all_exams,
    ExamDay: exam_day,
    PayrollLine: lambda each: explained("payroll", [_person(each)], amount=each.total),
    Settlement: explained_settlement,
    CreditReport: explained_credits,
    CreditDecision: explained_decision,
    StudentCredits: explained_student,
    StaffHours: lambda each: explained("workload", [_hours(each)], amount=each.class_hours),
    Finding: _finding,
    Forecast: explained_forecast,
}
