"""The steps behind a decision on credits (§3.4a, §3.4b, §3.4c)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from xmut_rules.base.language import Words, joined, same
from xmut_rules.base.money import hundredths, shortest
from xmut_rules.explain.steps import Explanation, Phrase, ReadingTaken, Step, added, decided_by, explained, step
from xmut_rules.policy.terms import CreditTerms
from xmut_rules.rules.credits import OUTCOMES, CreditDecision, CreditReport, Outcome, StudentCredits, worth_of

_CREDITS = Phrase(
    "credits",
    "学分认定：申报 {count} 本，认定 {granted} 本，{amount} 学分",
    "credits: {count} certificates filed, {granted} recognized, {amount} credits",
)
_TOTAL = Phrase("student-credits", "学生 {student} 合计", "student {student}, total")


def explain_credits(report: CreditReport) -> Explanation:
    """Explain all decisions on credits, with the total of each student."""
    by_student: dict[str, list[Decimal]] = defaultdict(list)
    for decision in report.decisions:
        if decision.credits:
            by_student[decision.student_id].append(decision.credits)
    totals = (_total(row, by_student[row.student_id]) for row in report.students if row.total)
    amount = shortest(sum(hundredths(decision.credits) for decision in report.decisions))
    granted = sum(decision.outcome == "granted" for decision in report.decisions)
    title = _CREDITS.of(count=len(report.decisions), granted=granted, amount=amount)
    return explained(title, totals, map(explain_decision, report.decisions), result=report)


_STUDENT = Phrase("credits-of-student", "学生 {student} 的学分 {amount}", "credits of student {student}, {amount}")


def explain_student(row: StudentCredits) -> Explanation:
    """Explain one student's new credits: the sum of both categories."""
    title = _STUDENT.of(student=row.student_id, amount=row.total)
    return explained(title, [_total(row, [row.innovation_practice, row.general_elective])], result=row)


def _total(row: StudentCredits, parts: list[Decimal]) -> Step:
    return step(_TOTAL.of(student=row.student_id), row.total, "credits", formula=added(parts), clause="§3.4c")


_DECISION = Phrase(
    "decision",
    "证书 {certificate}（学生 {student}）：{text}，{amount} 学分",
    "certificate {certificate} (student {student}): {text}, {amount} credit{amount:plural}",
)


def explain_decision(decision: CreditDecision) -> Explanation:
    """Explain one certificate's decision: what it is worth, or the test that it failed."""
    if decision.outcome == "granted" and decision.terms:
        steps = _granted(decision, decision.terms)
    else:
        steps = _refused(decision)
    title = _DECISION.of(
        certificate=decision.certificate_id,
        student=decision.student_id,
        text=OUTCOMES[decision.outcome],
        amount=decision.credits,
    )
    return explained(title, steps, result=decision, terms=decision.terms)


_WORTH = Phrase("worth", "每本证书的学分", "credits per certificate")
_WORTH_BY_LEVEL = Phrase("worth-by-level", "{level}证书的学分", "credits for the level {level}")
_GIVEN = Phrase(
    "given-before",
    "较低等级 {certificates} 以前已认定 {given} 学分，只补差额",
    "credits recognized earlier for lower levels ({certificates}): {given}; only the difference is added",
)
_UNDER_CAP = Phrase(
    "under-cap",
    "该类上限 {cap} 学分，以前已用 {used}，尚余 {left}，超出的不计",
    "cap of the category {cap}, {used} used before, {left} left; any excess is not counted",
)


def _granted(decision: CreditDecision, terms: CreditTerms) -> Iterator[Step]:
    """§3.4c: what a certificate is worth (D14), less what lower levels gave (D4), and what a cap leaves of it (D11)."""
    new = hundredths(decision.credits) + hundredths(decision.cut)
    worth = shortest(worth_of(decision.certificate, terms) or 0)
    if decision.certificate.kind == "skill" and terms.by_level:
        sentence, readings = _WORTH_BY_LEVEL.of(level=decision.certificate.level), decided_by("D14", "rows")
        yield step(sentence, worth, "credits", clause=decision.clause, readings=readings)
    else:
        yield step(_WORTH.of(), worth, "credits", clause=decision.clause)
    if decision.given:
        sentence = _GIVEN.of(certificates=", ".join(decision.beside), given=decision.given)
        sentence = replace(sentence, words=sentence.words._replace(zh=sentence.words.zh.replace(", ", "、")))
        formula = f"{worth} - {decision.given}" if worth >= decision.given else ""
        readings = decided_by("D4", "highest")
        yield step(sentence, shortest(new), "credits", formula=formula, clause="§3.4c", readings=readings)
    if decision.left is not None and terms.category_cap is not None:
        used = shortest(max(hundredths(terms.category_cap) - hundredths(decision.left), 0))
        yield step(
            _UNDER_CAP.of(cap=terms.category_cap, used=used, left=decision.left),
            decision.credits,
            "credits",
            formula=f"{shortest(new)} - {decision.cut}" if decision.cut else "",
            clause="§3.4b",
            readings=decided_by("D11", "number"),
        )


_REFUSED = Phrase("refused", "{text}", "{text}")
_COMPARED = Words("{outcome}（{figures}）", "{outcome} ({figures})")


def _refused(decision: CreditDecision) -> Iterator[Step]:
    """§3.4a: the test that decided, with the figures that it compared."""
    text = OUTCOMES[decision.outcome]
    if (figures := _compared(decision)).en:
        text = _COMPARED.filled(outcome=text, figures=figures)
    readings = _readings(decision)
    yield step(_REFUSED.of(text=text), decision.credits, "credits", clause=decision.clause, readings=readings)


_STATUSES: Mapping[str, Words] = {
    "valid": Words("有效", "valid"),
    "revoked": Words("撤销", "revoked"),
    "expired": Words("过期", "expired"),
    "suspended": Words("暂扣", "suspended"),
}


def _compared(decision: CreditDecision) -> Words:
    """Write the figures that a test compared, or the ids of the certificates that decided."""
    row, student = decision.certificate, decision.student
    match decision.outcome:
        case "recognized-earlier":
            figures = f"{row.recognized_on}"
        case "not-in-force":
            figures = f"{decision.as_of}"
        case "not-valid" | "status-differs":
            return _STATUSES[row.status]
        case "not-yet-issued":
            figures = f"{row.issued_on} > {decision.as_of}"
        case "before-earliest-issue":
            figures = f"{row.issued_on} < {decision.terms.earliest_issue if decision.terms else None}"
        case "before-enrolment":
            figures = f"{row.issued_on} < {student.enrolled_on}"
        case "after-graduation":
            extra = decision.terms.days_after_graduation if decision.terms else 0
            figures = f"{row.issued_on} > {student.graduated_on}" + (f" + {extra}" if extra else "")
        case "level-not-listed":
            figures = row.level
        case _:
            return joined(_COMMA, map(same, decision.beside))
    return same(figures)


_COMMA = Words("、", ", ")


_READINGS: Mapping[Outcome, tuple[str, str]] = {
    "status-differs": ("D9", ""),
    "kind-not-covered": ("D10", ""),
    "issuer-not-recognized": ("D10", ""),
    "not-valid": ("D9", ""),
    "before-earliest-issue": ("D7", "date"),
    "enrolment-unknown": ("D6", "refused"),
    "before-enrolment": ("D6", "refused"),
    "category-missing": ("D1", ""),
    "number-shared": ("D12", ""),
    "duplicate": ("D2", ""),
    "lower-level": ("D4", "highest"),
    "level-not-listed": ("D14", "rows"),
}
"""The reading behind a refusal, with its option where the policy has a field for it."""


def _readings(decision: CreditDecision) -> tuple[ReadingTaken, ...]:
    if decision.outcome == "duplicate" and decision.certificate.kind == "driving_licence":
        return decided_by("D5")
    if decision.outcome == "after-graduation" and decision.terms:
        return decided_by("D8", decision.terms.days_after_graduation)
    return decided_by(*_READINGS[decision.outcome]) if decision.outcome in _READINGS else ()
