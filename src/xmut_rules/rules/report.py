"""The report on one term.

`settle_term` returns the `TermReport`, `check_term` its findings alone. Nothing here is a rule: the chapters decide,
this module brings them together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain
from typing import Annotated, Literal

from pydantic import PlainSerializer, TypeAdapter, with_config

from xmut_rules.base.arguments import Arguments
from xmut_rules.base.errors import wrong_type
from xmut_rules.base.language import Words
from xmut_rules.base.money import ReportedYuan, hundredths, yuan
from xmut_rules.base.values import AS_IT_IS, DOCUMENT, Day, Result, Value
from xmut_rules.policy.amendments import changed_values
from xmut_rules.policy.terms import Policy, Timeline, lookup
from xmut_rules.rules.credits import CreditReport, check_certificates, recognize_credits
from xmut_rules.rules.exams import ExamPay, check_duties, exam_pay
from xmut_rules.rules.findings import Finding, ReportedFinding, finding, ordered
from xmut_rules.rules.records import Cost, Project, Receipt, TrainingRecord
from xmut_rules.rules.schedule import check_notices, check_schedule
from xmut_rules.rules.settlement import GrantPay, Settlement, check_costs, check_grants, check_receipts, settle
from xmut_rules.rules.term import ID_FIELDS, Term
from xmut_rules.rules.training import StaffHours, TrainingPay, check_training, training_pay, workload


@with_config(DOCUMENT)
@dataclass(frozen=True, slots=True)
class SourcedValue:
    """A value that a later document changed: its dotted field, the value, and where the change is written."""

    field: str
    value: str
    source: str


@with_config(DOCUMENT)
@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A policy as a report lists it."""

    number: str
    effective_from: Day
    digest: str


@with_config(DOCUMENT)
@dataclass(frozen=True, slots=True)
class AmendedPolicyDocument:
    """A policy as a report lists it if a changed value of it has a source."""

    number: str
    effective_from: Day
    digest: str
    sources: tuple[SourcedValue, ...]


@dataclass(frozen=True, slots=True)
class PolicyApplied:
    """A policy that decided something in a report: enough to replay it, with the sources of its changed values."""

    number: str
    effective_from: Day
    digest: str
    sources: tuple[SourcedValue, ...] = ()


def _policy_document(applied: PolicyApplied) -> PolicyDocument | AmendedPolicyDocument:
    if applied.sources:
        return AmendedPolicyDocument(applied.number, applied.effective_from, applied.digest, applied.sources)
    return PolicyDocument(applied.number, applied.effective_from, applied.digest)


ReportedPolicy = Annotated[
    PolicyApplied, AS_IT_IS, PlainSerializer(_policy_document, return_type=PolicyDocument | AmendedPolicyDocument)
]


@dataclass(frozen=True, slots=True)
class PayrollLine(Result):
    """One person's pay of the term, gross, in yuan."""

    staff_id: str
    training: ReportedYuan
    exams: ReportedYuan
    total: ReportedYuan


@dataclass(frozen=True, slots=True)
class TermReport(Result):
    """Everything a term comes to; its fields are the keys of the report document, in order.

    `ok` is true if no finding is an error. Amounts are gross yuan.
    """

    format: Literal["xmut-rules/report/1"]
    policies: tuple[ReportedPolicy, ...]
    term: str
    as_of: Day
    ok: bool
    training: TrainingPay
    exams: ExamPay
    payroll: tuple[PayrollLine, ...]
    settlements: tuple[Settlement, ...]
    credits: CreditReport
    workload: tuple[StaffHours, ...]
    findings: tuple[ReportedFinding, ...]

    def to_json(self) -> str:
        """Return the report document: the same bytes for any order of rows."""
        return report_adapter().dump_json(self, indent=1).decode()


@cache
def report_adapter() -> TypeAdapter[TermReport]:
    """Return what turns reports into JSON and describes them as JSON Schema; made when first asked for."""
    return TypeAdapter(TermReport)


def settle_term(term: Term, *, policy: Policy | Timeline) -> TermReport:
    """Return the report on a whole term: pay, settlements, credits, workload and findings.

    Clause: §3.5.2.1, §3.5.2.2a, §3.5.2.2b, §3.5.3a, §3.5.3b, §3.4a, §2.2.4b

    Args:
        term: the term.
        policy: a policy or timeline; records are judged by the one in force on their date, settlements and credits by
            the one in force on the term's `as_of`.

    Raises:
        ValueError: `term` or `policy` is something else.
    """
    _require(term, policy)
    training = training_pay(term.all_training(), policy=policy)
    exams = exam_pay(term.sessions, term.duties, policy=policy)
    paid = pay_by_grants(term.projects, training, exams)
    findings = _findings(term, paid, policy)
    return TermReport(
        format="xmut-rules/report/1",
        policies=_applied(term, policy),
        term=term.term,
        as_of=term.as_of,
        ok=not any(found.severity == "error" for found in findings),
        training=training,
        exams=exams,
        payroll=_payroll(training, exams),
        settlements=tuple(_settlements(term, training, exams, paid, policy)),
        credits=recognize_credits(term.certificates, term.students, as_of=term.as_of, policy=policy),
        workload=workload(training.lines),
        findings=findings,
    )


def _require(term: Term, policy: Policy | Timeline) -> None:
    """Check a caller's term and policy."""
    with Arguments() as check:
        check(_require_term, term)
        check(lookup, policy)


def _require_term(term: Term) -> None:
    if type(term) is not Term:
        raise wrong_type("term", Words("Term", "a Term"), term)


def _applied(term: Term, policy: Policy | Timeline) -> tuple[PolicyApplied, ...]:
    """Return every policy in force on a date of the term, in order."""
    in_force = lookup(policy)
    days = {term.as_of} | {record.date for record in term.all_training()} | {row.date for row in term.receipts}
    days |= {session.day for session in term.sessions} | {booking.start.date() for booking in term.bookings}
    applied = {edition.effective_from: edition for day in days if (edition := in_force(day))}
    return tuple(
        PolicyApplied(applied[day].document.number, day, applied[day].digest, tuple(_sources(applied[day])))
        for day in sorted(applied)
    )


def _sources(policy: Policy) -> Iterator[SourcedValue]:
    """§0a: the values of a policy that a later document changed, in the order of its fields."""
    for part in policy.parts():
        for value in changed_values(part):
            if value.source:
                yield SourcedValue(value.field, value.value or "", value.source)


def _payroll(training: TrainingPay, exams: ExamPay) -> tuple[PayrollLine, ...]:
    """Return each person's pay; whoever has a line or a day is listed."""
    by_training: dict[str, int] = defaultdict(int)
    by_exams: dict[str, int] = defaultdict(int)
    for line in training.lines:
        by_training[line.staff_id] += hundredths(line.amount)
    for day in exams.days:
        by_exams[day.staff_id] += hundredths(day.amount)
    return tuple(
        PayrollLine(
            staff_id=person,
            training=yuan(by_training[person]),
            exams=yuan(by_exams[person]),
            total=yuan(by_training[person] + by_exams[person]),
        )
        for person in sorted({*by_training, *by_exams})
    )


def pay_by_grants(projects: Iterable[Project], training: TrainingPay, exams: ExamPay) -> tuple[GrantPay, ...]:
    """Return the training pay and the duty pay of each project that its grants paid (§3.3c, reading C5)."""
    by_training: dict[str, int] = defaultdict(int)
    by_exams: dict[str, int] = defaultdict(int)
    for line in training.lines:
        if line.funded_by == "grant":
            by_training[line.project_id] += hundredths(line.amount)
    granted = {project.project_id for project in projects if project.duty_funded_by == "grant"}
    for share in chain.from_iterable(day.shares for day in exams.days):
        if share.project_id in granted:
            by_exams[share.project_id] += hundredths(share.amount)
    paid = [GrantPay(project_id=key, purpose="training", amount=yuan(fen)) for key, fen in by_training.items()]
    return (*paid, *(GrantPay(project_id=key, purpose="evaluation", amount=yuan(fen)) for key, fen in by_exams.items()))


def _settlements(
    term: Term, training: TrainingPay, exams: ExamPay, grant_pay: Iterable[GrantPay], policy: Policy | Timeline
) -> Iterator[Settlement]:
    """§3.5.3a-b: settle each project with its own rows and its own part of the pay."""
    pay: dict[tuple[str, str], int] = defaultdict(int)
    receipts: dict[str | None, list[Receipt]] = defaultdict(list)
    costs: dict[str, list[Cost]] = defaultdict(list)
    paid: dict[str, list[GrantPay]] = defaultdict(list)
    for line in training.lines:
        pay[line.project_id, "training"] += hundredths(line.amount)
    for share in chain.from_iterable(day.shares for day in exams.days):
        pay[share.project_id, "evaluation"] += hundredths(share.amount)
    for part in grant_pay:
        pay[part.project_id, part.purpose] -= hundredths(part.amount)
        paid[part.project_id].append(part)
    for receipt in term.receipts:
        receipts[receipt.project_id].append(receipt)
    for cost in term.costs:
        costs[cost.project_id].append(cost)
    for project in sorted(term.projects, key=lambda project: project.project_id):
        key = project.project_id
        yield settle(
            project,
            receipts[key],
            costs[key],
            training=yuan(pay[key, "training"]),
            exams=yuan(pay[key, "evaluation"]),
            on=term.as_of,
            policy=policy,
            grant_pay=paid[key],
        )


def check_term(term: Term, *, policy: Policy | Timeline) -> tuple[Finding, ...]:
    """Return every breach of the policy in a term, and hints at likely slips, by code and refs.

    Clause: §0a, §3.3c, §3.4a, §3.5.1b, §3.5.2.1, §3.5.2.2b, §3.5.3a, §3.5.4d, §3.5.4e

    Args:
        term: the term.
        policy: a policy or timeline, as for `settle_term`.

    Raises:
        ValueError: `term` or `policy` is something else.
    """
    _require(term, policy)
    records = term.all_training()
    by_grant = [record for record in records if record.funded_by == "grant"]
    for_duty = [project for project in term.projects if project.duty_funded_by == "grant"]
    training = training_pay(records if by_grant else (), policy=policy)
    exams = exam_pay(term.sessions, term.duties if for_duty else (), policy=policy)
    return _findings(term, pay_by_grants(for_duty, training, exams), policy)


def _findings(term: Term, grant_pay: Iterable[GrantPay], policy: Policy | Timeline) -> tuple[Finding, ...]:
    training, on = term.all_training(), term.as_of
    return ordered(
        chain(
            check_training(training, policy=policy),
            check_duties(term.sessions, term.duties, policy=policy),
            check_receipts(term.receipts, term.designated_accounts, policy=policy),
            check_costs(term.costs, on=on, policy=policy),
            check_grants(term.receipts, term.costs, on=on, policy=policy, grant_pay=grant_pay),
            check_certificates(term.certificates, as_of=on, policy=policy),
            check_schedule(term.sessions, term.duties, training, term.bookings, policy=policy),
            check_notices(term.sessions, policy=policy),
            unsettled(term.projects, on, policy),
            _after_as_of(term, training),
            _far_dates(term, training),
            _rows_alike(term),
        )
    )


def unsettled(projects: Iterable[Project], on: date, policy: Policy | Timeline) -> Iterator[Finding]:
    """Return a finding for each project if no policy is in force on the day that decides its award (§0a)."""
    if lookup(policy)(on) is None:
        yield from (finding("not-in-force", [project.project_id], day=str(on)) for project in projects)


def _after_as_of(term: Term, training: Iterable[TrainingRecord]) -> Iterator[Finding]:
    """§0a: rows dated after the day on which the term is settled."""
    dated: list[tuple[str, date | None]] = [(row.record_id, row.date) for row in training]
    dated += [(row.session_id, row.day) for row in term.sessions]
    dated += [(row.receipt_id, row.date) for row in term.receipts]
    dated += [(row.certificate_id, row.recognized_on) for row in term.certificates]
    for row_id, day in dated:
        if day is not None and day > term.as_of:
            yield finding("after-as-of", [row_id], day=str(day))


_FAR = timedelta(days=400)


def _far_dates(term: Term, training: Iterable[TrainingRecord]) -> Iterator[Finding]:
    """Hint at rows dated long before the day on which the term is settled: the year may be a slip."""
    dated = [(row.record_id, row.date) for row in training]
    dated += [(row.session_id, row.day) for row in term.sessions]
    dated += [(row.receipt_id, row.date) for row in term.receipts]
    dated += [(row.booking_id, row.start.date()) for row in term.bookings]
    for row_id, day in dated:
        if term.as_of - day > _FAR:
            yield finding("far-date", [row_id], day=str(day))


def _rows_alike(term: Term) -> Iterator[Finding]:
    """Hint at rows of one table that are alike in all but their id: they may have been pasted twice."""
    for table in ID_FIELDS:
        rows: tuple[Value, ...] = getattr(term, table)
        fields = [tuple(row.__dict__.values()) for row in rows]  # the id comes first
        groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for values in fields:
            groups[values[1:]].append(values[0])
        yield from (finding("rows-alike", sorted(ids), table=table) for ids in groups.values() if len(ids) > 1)
