"""The steps behind a decision on credits (§3.4a, §3.4b, §3.4c)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from xmut_rules.base.money import hundredths, shortest
from xmut_rules.explain.steps import Explanation, Figures, Step, added, explained, step, taken
from xmut_rules.rules.credits import OUTCOMES, CreditDecision, CreditReport, Outcome, StudentCredits

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


def explained_credits(report: CreditReport) -> Explanation:
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
    return explained("credits", totals, map(explained_decision, decisions), count=len(decisions), amount=amount)


def explained_decision(each: CreditDecision) -> Explanation:
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


def explained_student(each: StudentCredits) -> Explanation:
    parts = [each.innovation_practice, each.general_elective]
    total = step(
        "student-credits", each.total, "credits", formula=added(parts), clause="§3.4c", student=each.student_id
    )
    return explained("credits-of-student", [total], student=each.student_id, amount=each.total)
