"""The steps behind each kind of result: pay, settlement, credits, findings and a whole term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from xmut_rules.credits import CreditDecision, CreditReport, Outcome, StudentCredits
from xmut_rules.exams import ExamDay, ExamPay
from xmut_rules.findings import Finding
from xmut_rules.forecasts import Forecast
from xmut_rules.money import hundredths, shortest, yuan
from xmut_rules.pay_reasons import all_exams, all_training, exam_day, training_line
from xmut_rules.phrases import OUTCOMES
from xmut_rules.settlement import Settlement
from xmut_rules.steps import (
    Explanation,
    Figures,
    Step,
    added,
    added_up,
    check,
    explained,
    share_step,
    step,
    taken,
    unrounded,
)
from xmut_rules.term import PayrollLine, TermReport
from xmut_rules.training import StaffHours, TrainingLine, TrainingPay

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

_READINGS: Mapping[Outcome, str] = {
    "kind-not-covered": "D10",
    "issuer-not-recognized": "D10",
    "not-valid": "D9",
    "before-earliest-issue": "D7",
    "enrolment-unknown": "D6",
    "before-enrolment": "D6",
    "after-graduation": "D8",
    "category-missing": "D1",
    "number-shared": "D12",
    "duplicate": "D2",
    "lower-level": "D4",
    "level-not-listed": "D14",
}
_OPTIONS: Mapping[str, str] = {"D7": "date", "D4": "highest", "D14": "rows"}


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


def _settlement(each: Settlement) -> Explanation:
    steps = [*_income(each), *_costs(each), *_award(each), *_outside(each)]
    return explained("settlement", steps, project=each.project_id, surplus=each.surplus, amount=each.award)


_INCOME: Final = (
    ("fee", "income-fee", "§3.5.1b", ""),
    ("refund", "income-refund", "§3.5.3a", "C7"),
    ("other", "income-other", "§3.5.3a", ""),
)


def _income(each: Settlement) -> Iterator[Step]:
    sums: list[Decimal] = []
    for kind, code, clause, reading_id in _INCOME:
        amounts = [row.amount for row in each.receipts if row.kind == kind]
        if amounts:
            sums.append(added_up(amounts))
            readings = taken(reading_id) if reading_id else ()
            figures: Figures = {
                "formula": added(amounts),
                "clause": clause,
                "readings": readings,
                "count": len(amounts),
            }
            yield step(code, sums[-1], **figures)
    yield step("income", each.income, formula=added(sums), clause="§3.5.3a")


def _costs(each: Settlement) -> Iterator[Step]:
    training, exams, *others = each.costs
    yield step("cost-training", training.amount, clause="§3.5.1c", readings=taken("C9"))
    yield step("cost-exams", exams.amount, clause="§3.5.1c", readings=taken("C9"))
    for total in others:
        rows = [row.amount for row in each.cost_rows if row.funded_by == "fees" and row.category == total.category]
        figures: Figures = {"category": total.category, "count": len(rows)}
        yield step("cost-category", total.amount, formula=added(rows), clause="§3.5.1c", **figures)
    yield step("cost", each.cost, formula=added(total.amount for total in each.costs), clause="§3.5.3a")
    formula = f"{each.income} - {each.cost}"
    yield step("surplus", each.surplus, formula=formula, clause="§3.5.3a", readings=taken("C1"))


def _award(each: Settlement) -> Iterator[Step]:
    """§3.5.3b: the award and the remainder, with what did not apply."""
    base = added_up([each.surplus, yuan(-hundredths(each.prior_loss))])
    if each.prior_loss:
        formula = f"{each.surplus} - {each.prior_loss}"
        yield step("after-prior-loss", base, formula=formula, clause="§3.5.3b", readings=taken("C4"))
    if each.terms is None:
        yield step("no-award-policy", each.award, clause=each.clause, readings=taken("E10"))
    elif base <= 0:
        yield step("no-surplus", each.award, clause=each.clause, readings=taken("C3"))
    else:
        share = Fraction(each.terms.college_share)
        exact = unrounded(hundredths(base) * share)
        readings = taken("C12", each.terms.rounding) if exact else ()
        formula = f"{base} × {share.numerator} ÷ {share.denominator}"
        figures: Figures = {"formula": formula, "exact": exact, "clause": each.clause, "readings": readings}
        yield step("award", each.award, **figures, share=each.terms.college_share)
    if each.award and len(each.awards) > 1:
        yield from _college_parts(each)
    if each.surplus > 0:
        formula = f"{each.surplus} - {each.award}"
        yield step("remainder", each.remainder, formula=formula, clause="§3.5.3b", readings=taken("C10"))
        yield check("surplus-check", [each.award, each.remainder], each.surplus)
    else:
        yield step("no-remainder", each.remainder, clause="§3.5.3a", readings=taken("C3"))


def _college_parts(each: Settlement) -> Iterator[Step]:
    whole = sum(row.weight for row in each.weights)
    for row, part in zip(each.weights, each.awards, strict=True):
        figures: Figures = {
            "clause": "§3.5.3b",
            "readings": taken("C11"),
            "college": row.college_id,
            "weight": row.weight,
        }
        yield share_step("college-part", each.award, (row.weight, whole), part.amount, **figures)
    yield check("awards-check", [part.amount for part in each.awards], each.award)


def _outside(each: Settlement) -> Iterator[Step]:
    """§3.3a, §3.3c: what stays outside the surplus."""
    awards = [row.amount for row in each.receipts if row.kind == "school_award"]
    if awards:
        figures: Figures = {"formula": added(awards), "clause": "§3.3a", "readings": taken("C6"), "count": len(awards)}
        yield step("school-award", added_up(awards), **figures)
    if each.grant_balance is None:
        yield step("no-grant", clause="§3.3c")
        return
    granted = added_up(row.amount for row in each.receipts if row.kind == "grant")
    spent = added_up(row.amount for row in each.cost_rows if row.funded_by == "grant")
    formula = f"{granted} - {spent}"
    yield step("grant-balance", each.grant_balance, formula=formula, clause="§3.3c", readings=taken("C5"))


def _credit_report(report: CreditReport) -> Explanation:
    decisions = report.decisions
    by_student: dict[str, list[Decimal]] = defaultdict(list)
    for each in decisions:
        if each.credits:
            by_student[each.student_id].append(each.credits)
    totals = (
        step(
            "student-credits",
            each.total,
            "credits",
            formula=added(by_student[each.student_id]),
            clause="§3.4c",
            student=each.student_id,
        )
        for each in report.students
        if each.total
    )
    amount = shortest(sum(hundredths(each.credits) for each in decisions))
    return explained("credits", totals, map(_decision, decisions), count=len(decisions), amount=amount)


def _decision(each: CreditDecision) -> Explanation:
    zh, en = OUTCOMES[each.outcome]
    steps = _granted(each) if each.outcome == "granted" and each.terms else _refused(each)
    figures: Figures = {"certificate": each.certificate_id, "student": each.student_id, "zh": zh, "en": en}
    return explained("decision", steps, **figures, amount=each.credits)


def _granted(each: CreditDecision) -> Iterator[Step]:
    """§3.4c: what a certificate is worth (D14), and what a cap leaves of it (D11)."""
    worth = shortest(hundredths(each.credits) + hundredths(each.cut))
    by_level = each.certificate.kind == "skill" and each.terms is not None and each.terms.by_level
    if by_level:
        readings, level = taken("D14", "rows"), each.certificate.level
        yield step("worth-by-level", worth, "credits", clause=each.clause, readings=readings, level=level)
    else:
        yield step("worth", worth, "credits", clause=each.clause)
    if each.left is not None and each.terms and each.terms.category_cap is not None:
        cap = each.terms.category_cap
        used = shortest(max(hundredths(cap) - hundredths(each.left), 0))
        figures: Figures = {
            "formula": f"min({worth}, {each.left})",
            "clause": "§3.4b",
            "readings": taken("D11", "number"),
        }
        yield step("under-cap", each.credits, "credits", **figures, cap=cap, used=used, left=each.left)


def _refused(each: CreditDecision) -> Iterator[Step]:
    """§3.4a: the test that decided, with the figures that it compared."""
    zh, en = OUTCOMES[each.outcome]
    row, student = each.certificate, each.student
    compared: Mapping[str, tuple[object, ...]] = {
        "recognized-earlier": (row.recognized_on,),
        "not-in-force": (each.as_of,),
        "not-valid": (row.status,),
        "not-yet-issued": (f"{row.issued_on} > {each.as_of}",),
        "before-earliest-issue": (f"{row.issued_on} < {each.terms.earliest_issue if each.terms else None}",),
        "before-enrolment": (f"{row.issued_on} < {student.enrolled_on}",),
        "after-graduation": (f"{row.issued_on} > {student.graduated_on}",),
        "level-not-listed": (row.level,),
        "kind-not-covered": (row.kind,),
    }
    shown = ", ".join(map(str, compared.get(each.outcome, each.beside)))
    reading_id = "D5" if each.outcome == "duplicate" and row.kind == "driving_licence" else _READINGS.get(each.outcome)
    readings = taken(reading_id, _OPTIONS.get(reading_id, "")) if reading_id else ()
    aside = f"（{shown}）" if shown else "", f" ({shown})" if shown else ""
    yield step(
        "refused", each.credits, "credits", clause=each.clause, readings=readings, zh=zh + aside[0], en=en + aside[1]
    )


def _student(each: StudentCredits) -> Explanation:
    parts = [each.innovation_practice, each.general_elective]
    total = step(
        "student-credits", each.total, "credits", formula=added(parts), clause="§3.4c", student=each.student_id
    )
    return explained("credits-of-student", [total], student=each.student_id, amount=each.total)


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


def _forecast(each: Forecast) -> Explanation:
    """§3.5.3a-b: a plan's settlement, and from how many candidates on it carries itself."""
    settlement, plan = each.settlement, each.plan
    own = [cost.amount for cost in plan.costs if cost.funded_by == "fees"]
    fixed = added([*(cost.amount for cost in settlement.costs[:2]), *own])
    steps = [
        step("fixed", each.fixed, formula=fixed, clause="§3.5.3a"),
        step("margin", each.margin, formula=f"{plan.fee} - {plan.cost_per_candidate}", clause="§3.5.3a"),
    ]
    if each.break_even is None:
        steps.append(step("no-break-even", clause="§3.5.3a"))
    elif each.fixed == 0:
        steps.append(step("nothing-to-cover", clause="§3.5.3a"))
    else:
        exact = unrounded(Fraction(hundredths(each.fixed), hundredths(each.margin)) * 100)
        figures: Figures = {"formula": f"{each.fixed} ÷ {each.margin}", "exact": exact, "clause": "§3.5.3a"}
        steps.append(step("break-even", each.break_even, "candidates", **figures, count=each.break_even))
    figures = {"project": settlement.project_id, "surplus": settlement.surplus, "amount": settlement.award}
    return explained("forecast", steps, [_settlement(settlement)], count=each.candidates, **figures)


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
        *map(_settlement, report.settlements),
        _credit_report(report.credits),
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
    Settlement: _settlement,
    CreditReport: _credit_report,
    CreditDecision: _decision,
    StudentCredits: _student,
    StaffHours: lambda each: explained("workload", [_hours(each)], amount=each.class_hours),
    Finding: _finding,
    Forecast: _forecast,
}
