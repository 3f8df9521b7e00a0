"""Credits for certificates (§3.4a, §3.4b, §3.4c): each skill certificate or driving licence is worth 2 course credits.

Every certificate gets one decision with its reason. Not checked: whether the certificate is genuine, and who chose the
category; grades and grade points are not touched.

>>> from xmut_rules import PILOT_2020, Certificate, Student
>>> student = Student(student_id="ST01", name="学生01", enrolled_on=date(2019, 9, 1))
>>> licence = Certificate(certificate_id="K02", student_id="ST01", kind="driving_licence", name="机动车驾驶证",
...                       level="C1", number="DL-0001", issuer_recognized=True, issued_on=date(2020, 7, 15),
...                       status="valid", category="general_elective")
>>> report = recognize_credits([licence], [student], as_of=date(2021, 7, 31), policy=PILOT_2020)
>>> report.decisions[0].outcome, report.students[0].total
('granted', Decimal('2'))
>>> lost = licence.model_copy(update={"status": "revoked"})
>>> recognize_credits([lost], [student], as_of=date(2021, 7, 31), policy=PILOT_2020).decisions[0].outcome
'not-valid'
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from xmut_rules.base.arguments import Arguments, rows_of
from xmut_rules.base.language import Words
from xmut_rules.base.money import ReportedNumber, hundredths, shortest
from xmut_rules.base.values import Result, Unreported, read_day
from xmut_rules.policy.terms import CreditTerms, Policy, Timeline, lookup
from xmut_rules.rules.findings import Finding, finding, ordered
from xmut_rules.rules.records import LEVELS, Category, Certificate, Student, require_known

Outcome = Literal[
    "granted",
    "recognized-earlier",
    "not-in-force",
    "status-differs",
    "kind-not-covered",
    "issuer-not-recognized",
    "not-valid",
    "not-yet-issued",
    "before-earliest-issue",
    "enrolment-unknown",
    "before-enrolment",
    "after-graduation",
    "category-missing",
    "number-shared",
    "duplicate",
    "lower-level",
    "level-not-listed",
]
"""The outcome for a certificate; the refusals in the order in which they are tested."""

OUTCOMES: Mapping[Outcome, Words] = {
    "granted": Words("认定", "granted"),
    "recognized-earlier": Words("以前已认定", "recognized in an earlier term"),
    "not-in-force": Words("结算日尚无政策可依", "no policy in force at settlement"),
    "status-differs": Words("同一证书各条记录状态不一致，待核实", "records differ in status, to be verified"),
    "kind-not-covered": Words("不属于技能等级证书或驾驶证", "kind of certificate not covered"),
    "issuer-not-recognized": Words("评价组织未获认定", "issuer not recognized"),
    "not-valid": Words("证书已撤销或失效", "revoked or otherwise not valid"),
    "not-yet-issued": Words("发证日期晚于结算日", "issued after the settlement date"),
    "before-earliest-issue": Words("早于可认定的最早发证日期", "issued before the earliest date"),
    "enrolment-unknown": Words("入学日期不明，无法判断", "date of enrolment not known"),
    "before-enrolment": Words("入学前取得", "issued before enrolment"),
    "after-graduation": Words("毕业后取得", "issued after graduation"),
    "category-missing": Words("未填学分类别", "no credit category given"),
    "number-shared": Words("与他人证书号码相同，待核实", "number shared with another student"),
    "duplicate": Words("重复申报，只计一次", "duplicate, counts once"),
    "lower-level": Words("同一证书已计更高等级", "a higher level counts instead"),
    "level-not-listed": Words("该等级未规定学分", "no credits listed for this level"),
}
"""What each outcome means."""

_CLAUSES: Mapping[Outcome, str] = {
    "granted": "§3.4c",
    "recognized-earlier": "§3.4c",
    "not-in-force": "§0a",
    "issuer-not-recognized": "§1.2b",
    "category-missing": "§3.4b",
    "duplicate": "§3.4c",
    "lower-level": "§3.4c",
    "level-not-listed": "§3.4c",
}


def clause_of(outcome: Outcome) -> str:
    """Return the clause that an outcome rests on; §3.4a for every refusal that no other clause states."""
    return _CLAUSES.get(outcome, "§3.4a")


@dataclass(frozen=True, slots=True)
class CreditDecision(Result):
    """One certificate's outcome: the new credits, what a cap `cut` off, the category as filed, and the clause.

    Kept for the explanation: the certificate and its student, the day and the terms that decided (null without a
    policy), the ids of other certificates that decided with it, the credits `given` before for lower levels of it, and
    what a cap had `left`, null without a cap.
    """

    certificate_id: str
    student_id: str
    outcome: Outcome
    credits: ReportedNumber
    cut: ReportedNumber
    category: Category | None
    clause: str
    certificate: Unreported[Certificate] = field(repr=False, compare=False)
    student: Unreported[Student] = field(repr=False, compare=False)
    as_of: Unreported[date] = field(repr=False, compare=False)
    terms: Unreported[CreditTerms | None] = field(repr=False, compare=False)
    beside: Unreported[tuple[str, ...]] = field(repr=False, compare=False)
    given: Unreported[Decimal] = field(repr=False, compare=False)
    left: Unreported[Decimal | None] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class StudentCredits(Result):
    """One student's new credits by category."""

    student_id: str
    innovation_practice: ReportedNumber
    general_elective: ReportedNumber
    total: ReportedNumber


@dataclass(frozen=True, slots=True)
class CreditReport(Result):
    """A decision for each certificate and the totals of each student, by id."""

    decisions: tuple[CreditDecision, ...]
    students: tuple[StudentCredits, ...]


def recognize_credits(
    certificates: Iterable[Certificate], students: Iterable[Student], *, as_of: date, policy: Policy | Timeline
) -> CreditReport:
    """Return for each certificate whether it gives credits, and why.

    Clause: §3.4a, §3.4b, §3.4c, §1.2b
    Reading: D1 to D14 (rows that are one document are decided together: D2, D9)

    Args:
        certificates: everything filed, with ids of their own, those of earlier terms with `recognized_on`.
        students: the students they belong to.
        as_of: the day on which is decided; the policy in force on it decides.
        policy: a policy or timeline; without one in force nothing new is granted.

    Raises:
        ValueError: rows of another type, repeated ids, a student who is not there, or no date.
    """
    with Arguments() as check:
        filed = check(rows_of, Certificate, certificates, "certificates", "certificate_id")
        enrolled = check(rows_of, Student, students, "students", "student_id")
        as_of = check.read("as_of", read_day, as_of)
        in_force = check(lookup, policy)
    known = {student.student_id: student for student in enrolled}
    require_known("certificates", [row.student_id for row in filed], "student_id", "students", known)
    terms = found.credits if (found := in_force(as_of)) else None
    if terms is None:
        verdicts = {row.certificate_id: _Verdict(_without_policy(row)) for row in filed}
        shares: dict[str, _Share] = {}
    else:
        verdicts = _verdicts(filed, known, as_of, terms)
        shares = _under_cap(filed, verdicts, terms)
    decisions: list[CreditDecision] = []
    for row in sorted(filed, key=lambda row: row.certificate_id):
        verdict, share = verdicts[row.certificate_id], shares.get(row.certificate_id, _NOTHING)
        decisions.append(
            CreditDecision(
                certificate_id=row.certificate_id,
                student_id=row.student_id,
                outcome=verdict.outcome,
                credits=shortest(share.given),
                cut=shortest(share.cut),
                category=row.category,
                clause=clause_of(verdict.outcome),
                certificate=row,
                student=known[row.student_id],
                as_of=as_of,
                terms=terms,
                beside=verdict.beside or share.beside,
                given=shortest(share.before),
                left=None if share.left is None else shortest(share.left),
            )
        )
    return CreditReport(tuple(decisions), _totals(decisions, known))


def _totals(decisions: Iterable[CreditDecision], students: Iterable[str]) -> tuple[StudentCredits, ...]:
    sums: dict[tuple[str, str | None], int] = defaultdict(int)
    for decision in decisions:
        sums[decision.student_id, decision.category] += hundredths(decision.credits)
    rows: list[StudentCredits] = []
    for student_id in sorted(students):
        practice, elective = sums[student_id, "innovation_practice"], sums[student_id, "general_elective"]
        rows.append(StudentCredits(student_id, shortest(practice), shortest(elective), shortest(practice + elective)))
    return tuple(rows)


class _Verdict(NamedTuple):
    """The outcome for a certificate, and the ids of the others that decided it."""

    outcome: Outcome
    beside: tuple[str, ...] = ()


_Verdicts = dict[str, _Verdict]


def _without_policy(row: Certificate) -> Outcome:
    return "recognized-earlier" if row.recognized_on else "not-in-force"


def _verdicts(
    filed: tuple[Certificate, ...], students: Mapping[str, Student], as_of: date, terms: CreditTerms
) -> _Verdicts:
    """Test each document, then those that compete with each other."""
    shared = {row_id: group for group in _shared_numbers(filed) for row_id in group}
    verdicts: _Verdicts = {}
    standing: list[Certificate] = []
    for first, *others in _documents(filed):
        if differing := _differing([first, *others]):
            verdicts |= {row_id: _Verdict("status-differs", _without(differing, row_id)) for row_id in differing}
            continue
        sharing = _without(shared.get(first.certificate_id, ()), first.certificate_id)
        tested = _tested(first, students[first.student_id], as_of, terms, sharing)
        verdicts[first.certificate_id] = tested
        verdicts |= {row.certificate_id: _repeated(row, first) for row in others}
        if tested.outcome in ("granted", "recognized-earlier"):
            standing.append(first)
    counted = _counted_once(standing)
    for row in standing:
        same = counted[row.certificate_id]
        if same is not row:
            verdicts[row.certificate_id] = _repeated(row, same)
    once = [row for row in standing if counted[row.certificate_id] is row]
    if terms.levels == "highest":
        verdicts |= _lower_levels(once, terms)
    return verdicts | {
        row.certificate_id: _Verdict("level-not-listed")  # D14
        for row in once
        if verdicts[row.certificate_id].outcome == "granted" and worth_of(row, terms) is None
    }


def _without(row_ids: Iterable[str], own: str) -> tuple[str, ...]:
    return tuple(row_id for row_id in row_ids if row_id != own)


def _repeated(row: Certificate, first: Certificate) -> _Verdict:
    """D2: a row that counts already with another; one recognized earlier stays so."""
    return _Verdict("recognized-earlier") if row.recognized_on else _Verdict("duplicate", (first.certificate_id,))


def _documents(filed: Iterable[Certificate]) -> list[list[Certificate]]:
    """D2, D5: the rows of each document in order of precedence; the first of them decides.

    One student's licences are one document: a licence lists all classes. Of skill certificates name, level and number
    make it; any other row is a document by itself.
    """
    groups: dict[tuple[str, ...], list[Certificate]] = defaultdict(list)
    for row in sorted(filed, key=_by_precedence):
        document: tuple[str, ...] = (row.certificate_id,)
        if row.kind == "driving_licence":
            document = (row.student_id,)
        elif row.kind == "skill":
            document = (row.student_id, _compared(row.name), row.level, row.number)
        groups[row.kind, *document].append(row)
    return [*groups.values()]


@lru_cache(maxsize=4096)
def _compared(name: str) -> str:
    """Return a name as names are compared: in one form of its characters, without spaces (D2)."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _differing(document: Sequence[Certificate]) -> tuple[str, ...]:
    """D9: the rows of a document that contradict each other in their status; none where they agree."""
    if len({row.status for row in document}) == 1:
        return ()
    return tuple(sorted(row.certificate_id for row in document))


def _tested(row: Certificate, student: Student, as_of: date, terms: CreditTerms, sharing: tuple[str, ...]) -> _Verdict:
    """Return the verdict on a certificate by itself; `sharing` are the others with its number (D12)."""
    if row.recognized_on:
        return _Verdict("recognized-earlier")
    if refused := _refusal(row, student, as_of, terms):
        return _Verdict(refused)
    return _Verdict("number-shared", sharing) if sharing else _Verdict("granted")


def _refusal(row: Certificate, student: Student, as_of: date, terms: CreditTerms) -> Outcome | None:
    """§3.4a-b, §1.2b: the first test that a certificate fails by itself."""
    enrolled, graduated = student.enrolled_on, student.graduated_on
    from_enrolment = terms.before_enrolment == "refused"  # D6
    last_day = graduated and graduated + timedelta(days=terms.days_after_graduation)  # D8: the last day counts
    tests: tuple[tuple[bool, Outcome], ...] = (
        (row.kind == "other", "kind-not-covered"),  # D10
        (row.kind == "skill" and not row.issuer_recognized, "issuer-not-recognized"),  # D10
        (row.status != "valid", "not-valid"),  # D9
        (row.issued_on > as_of, "not-yet-issued"),
        (terms.earliest_issue is not None and row.issued_on < terms.earliest_issue, "before-earliest-issue"),  # D7
        (from_enrolment and enrolled is None, "enrolment-unknown"),  # D6
        (from_enrolment and enrolled is not None and row.issued_on < enrolled, "before-enrolment"),  # D6
        (last_day is not None and row.issued_on > last_day, "after-graduation"),  # D8
        (row.category is None, "category-missing"),  # D1
    )
    return next((outcome for failed, outcome in tests if failed), None)


def _shared_numbers(filed: Iterable[Certificate]) -> list[list[str]]:
    """D12: the certificates, whatever their status, that have one number and belong to several students."""
    groups: dict[tuple[str, str, str], list[Certificate]] = defaultdict(list)
    for row in filed:
        groups[row.kind, _compared(row.name) if row.kind == "skill" else "", row.number].append(row)
    return [
        sorted(row.certificate_id for row in group)
        for group in groups.values()
        if len({row.student_id for row in group}) > 1
    ]


def _repeated_numbers(filed: Iterable[Certificate]) -> list[list[str]]:
    """D12: a student's skill certificates, whatever their status, that have one number and differ in name or level."""
    groups: dict[tuple[str, str], list[Certificate]] = defaultdict(list)
    for row in filed:
        if row.kind == "skill":
            groups[row.student_id, row.number].append(row)
    return [
        sorted(row.certificate_id for row in group)
        for group in groups.values()
        if len({(_compared(row.name), row.level) for row in group}) > 1
    ]


def _by_precedence(row: Certificate) -> tuple[bool, date, str]:
    """D2, D11: what was recognized before comes first, then the earliest issue, then the smaller id."""
    return row.recognized_on is None, row.issued_on, row.certificate_id


def _one_certificate(row: Certificate, other: Certificate) -> bool:
    """D2: whether the issuers of two rows of one name allow that they are one certificate: where one is not given."""
    issuers = {_compared(row.issuer or ""), _compared(other.issuer or "")}
    return len(issuers) == 1 or "" in issuers


def _counted_once(rows: Iterable[Certificate]) -> dict[str, Certificate]:
    """D2: for each deciding row the one that counts, by precedence: itself, or another of the same certificate."""
    groups: dict[tuple[str, ...], list[Certificate]] = defaultdict(list)
    counted: dict[str, Certificate] = {}
    for row in sorted(rows, key=_by_precedence):
        group = groups[row.kind, row.student_id, _compared(row.name), row.level]
        same = next((other for other in group if _one_certificate(row, other)), row)
        counted[row.certificate_id] = same
        if same is row:
            group.append(row)
    return counted


def _lower_levels(once: Iterable[Certificate], terms: CreditTerms) -> _Verdicts:
    """D4, reading `highest`: of several levels of one skill certificate the highest counts that is listed (D14)."""
    groups: dict[tuple[str, str], list[Certificate]] = defaultdict(list)
    for row in once:
        if row.kind == "skill":
            groups[row.student_id, _compared(row.name)].append(row)
    found: _Verdicts = {}
    for group in groups.values():
        listed = [row for row in group if worth_of(row, terms) is not None]
        for row in group:
            above = [other for other in listed if _RANKS[other.level] > _RANKS[row.level]]
            above = [other for other in above if _one_certificate(row, other)]
            if above and not row.recognized_on:
                best = min(above, key=lambda other: (-_RANKS[other.level], other.certificate_id))
                found[row.certificate_id] = _Verdict("lower-level", (best.certificate_id,))
    return found


_RANKS: Mapping[str, int] = {level: rank for rank, level in enumerate(LEVELS)}


def worth_of(row: Certificate, terms: CreditTerms) -> int | None:
    """§3.4c: what a certificate is worth in hundredths of a credit; None where its level is not listed (D14)."""
    if row.kind != "skill" or not terms.by_level:
        return hundredths(terms.per_certificate)
    listed = {entry.category: entry.credits for entry in terms.by_level if entry.level == row.level}
    value = listed.get(row.category, listed.get(None))
    return None if value is None else hundredths(value)


class _Share(NamedTuple):
    """What a certificate gives now, what a cap cuts off, what the cap had left, and what was given before for it.

    All in hundredths of a credit, with the ids of the certificates that it was given for.
    """

    given: int
    cut: int
    left: int | None
    before: int
    beside: tuple[str, ...]


_NOTHING = _Share(0, 0, None, 0, ())


def _under_cap(filed: Sequence[Certificate], verdicts: _Verdicts, terms: CreditTerms) -> dict[str, _Share]:
    """D4, D11: what each granted certificate gives, beside what was given before and under each student's cap.

    The cap is filled first by what was recognized before, then by (issued_on, certificate_id).
    """
    before = _given_before(filed, terms)
    used: dict[tuple[str, str | None], int] = defaultdict(int)
    for row in filed:
        used[row.student_id, row.category] += before.get(row.certificate_id, 0)
    granted = [row for row in filed if verdicts[row.certificate_id].outcome == "granted"]
    granted.sort(key=_by_precedence)
    lower = _taken_off(granted, [row for row in filed if row.recognized_on]) if terms.levels == "highest" else {}
    cap = None if terms.category_cap is None else hundredths(terms.category_cap)
    shares: dict[str, _Share] = {}
    for row in granted:
        key, own = (row.student_id, row.category), lower.get(row.certificate_id, ())
        taken = sum(before[row_id] for row_id in own)
        worth = max((worth_of(row, terms) or 0) - taken, 0)
        left = None if cap is None else max(cap - used[key], 0)
        given = worth if left is None else min(worth, left)
        used[key] += given
        shares[row.certificate_id] = _Share(given, worth - given, left, taken, own)
    return shares


def _given_before(filed: Iterable[Certificate], terms: CreditTerms) -> dict[str, int]:
    """Return what each certificate recognized earlier was given, in hundredths of a credit.

    If its row does not state them, what today's terms give is assumed, once for what was recognized twice (D2).
    """
    recognized = [row for row in filed if row.recognized_on]
    given = {row.certificate_id: 0 for row in recognized}
    for row_id, first in _counted_once(document[0] for document in _documents(recognized)).items():
        if row_id == first.certificate_id:
            given[row_id] = worth_of(first, terms) or 0
    stated = {row.certificate_id: row.credits_given for row in recognized}
    return given | {row_id: hundredths(credit) for row_id, credit in stated.items() if credit is not None}


def _taken_off(granted: Iterable[Certificate], recognized: Iterable[Certificate]) -> dict[str, tuple[str, ...]]:
    """D4, reading `highest`: the lower levels recognized earlier that each certificate replaces, each once."""
    groups: dict[tuple[str, str], list[Certificate]] = defaultdict(list)
    for row in sorted(recognized, key=_by_precedence):
        if row.kind == "skill":
            groups[row.student_id, _compared(row.name)].append(row)
    found: dict[str, tuple[str, ...]] = {}
    for row in granted:
        group = groups[row.student_id, _compared(row.name)] if row.kind == "skill" else []
        below = [other for other in group if _RANKS[other.level] < _RANKS[row.level] and _one_certificate(row, other)]
        for other in below:
            group.remove(other)
        found[row.certificate_id] = tuple(other.certificate_id for other in below)
    return found


def check_certificates(
    certificates: Iterable[Certificate], *, as_of: date, policy: Policy | Timeline
) -> tuple[Finding, ...]:
    """Return findings on certificates that contradict each other, and on a day without policy.

    Contradictions are: a number that several students share, one that a student filed with several names or levels,
    rows of one document that differ in status, and a certificate recognized earlier that is no longer valid. A hint
    names those recognized earlier whose credits decide and are not stated.

    Clause: §3.4a, §0a
    Reading: D9, D12

    Args:
        certificates: everything filed, with ids of their own.
        as_of: the day on which is decided.
        policy: a policy or timeline.

    Raises:
        ValueError: rows of another type, repeated ids, or no date.
    """
    with Arguments() as check:
        filed = check(rows_of, Certificate, certificates, "certificates", "certificate_id")
        day = check.read("as_of", read_day, as_of)
        find = check(lookup, policy)
    if (in_force := find(day)) is None:
        return ordered(finding("not-in-force", [row.certificate_id], day=str(day)) for row in filed)
    found = [finding("certificate-number-shared", group) for group in _shared_numbers(filed)]
    found += [finding("certificate-number-repeated", group) for group in _repeated_numbers(filed)]
    found += [finding("certificate-status-differs", ids) for ids in map(_differing, _documents(filed)) if ids]
    for row in filed:
        if row.recognized_on and row.status != "valid":
            found.append(finding("recognized-not-valid", [row.certificate_id], status=row.status))
    terms = in_force.credits
    if terms.category_cap is not None or terms.levels == "highest":  # what was given decides what is left
        unknown = [row for row in filed if row.recognized_on and row.credits_given is None and row.kind != "other"]
        found += [finding("credits-given-assumed", [row.certificate_id]) for row in unknown]
    return ordered(found)
