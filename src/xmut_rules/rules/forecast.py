"""Looking ahead: what a project will cost and earn, and its break-even number of candidates (§3.5.3a-b).

A forecast is settled like a term, from planned lessons and sessions; nothing in it is estimated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, count
from typing import Annotated, Literal, Self, final

from pydantic import Field, ValidationInfo, model_validator

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.errors import PlacedError, input_error, input_errors
from xmut_rules.base.language import mask
from xmut_rules.base.money import ReportedYuan, YuanFromZero, hundredths, yuan
from xmut_rules.base.values import ROWS_ALONE, Day, Result, Several, Unreported, Value, checked
from xmut_rules.policy.terms import Policy, Timeline, lookup
from xmut_rules.rules.exams import check_duties, exam_pay
from xmut_rules.rules.findings import Finding, ReportedFinding, ordered
from xmut_rules.rules.records import (
    Cost,
    ExamDuty,
    ExamSession,
    Project,
    Receipt,
    TrainingRecord,
    WeeklySeries,
    repeated_ids,
)
from xmut_rules.rules.report import pay_by_grants, unsettled
from xmut_rules.rules.schedule import check_schedule
from xmut_rules.rules.settlement import Settlement, check_costs, settle
from xmut_rules.rules.term import ID_FIELDS, lesson_errors
from xmut_rules.rules.training import check_training, training_pay, weekly_lessons

PER_CANDIDATE = "per_candidate"
"""The category under which what each candidate costs is settled."""


@final
class ForecastPlan(Value, frozen=True):
    """What is planned for one project: lessons, exam sessions with staff, fee and candidates.

    `fee` is what a candidate pays and `cost_per_candidate` what each one costs (an organization's charge, material), in
    yuan; `costs` are those that do not depend on the number. `on` is the day whose policy decides the award.
    """

    format: Literal["xmut-rules/forecast/1"]
    project: Project
    on: Day
    candidates: Annotated[int, Field(ge=0, le=10**6)]
    fee: YuanFromZero
    cost_per_candidate: YuanFromZero = Decimal("0.00")
    series: Several[WeeklySeries] = ()
    training: Several[TrainingRecord] = ()
    sessions: Several[ExamSession] = ()
    duties: Several[ExamDuty] = ()
    costs: Several[Cost] = ()

    @model_validator(mode="after")
    def _agrees_between_rows(self, info: ValidationInfo) -> Self:
        return self if info.context == ROWS_ALONE else checked(self, self._errors_between_rows())

    def _errors_between_rows(self) -> Iterator[PlacedError]:
        """Every row belongs to the project, and every duty to a session; ids are unique, and times of one kind."""
        own = self.project.project_id
        for table in ("series", "training", "sessions", "duties", "costs"):
            rows: tuple[Value, ...] = getattr(self, table)
            yield from repeated_ids(table, ID_FIELDS[table], [getattr(row, ID_FIELDS[table]) for row in rows])
            for place, row in enumerate(rows):
                if (project_id := getattr(row, "project_id", own)) != own:
                    error = input_error("unknown-id", id=mask(project_id), table="project")
                    yield (table, place, "project_id"), error
        known = {session.session_id for session in self.sessions}
        for place, session in enumerate(self.sessions):
            if (session.start.tzinfo is None) is not (self.sessions[0].start.tzinfo is None):
                yield ("sessions", place, "start"), input_error("mixed-clocks")
        for place, duty in enumerate(self.duties):
            if duty.session_id not in known:
                error = input_error("unknown-id", id=mask(duty.session_id), table="sessions")
                yield ("duties", place, "session_id"), error
        yield from lesson_errors(self.training, self.series)


@dataclass(frozen=True, slots=True)
class Forecast(Result):
    """What a plan comes to: its settlement, and the number of candidates from which the surplus is not negative.

    `fixed` are the costs that do not depend on the number, `margin` is the fee less the cost per candidate, in yuan;
    `break_even` is null if no number of candidates is enough. `findings` are those of a term,
    except for notices and grants, which a plan does not have yet.
    """

    candidates: int
    settlement: Settlement
    fixed: ReportedYuan
    margin: ReportedYuan
    break_even: int | None
    findings: tuple[ReportedFinding, ...]
    plan: Unreported[ForecastPlan] = field(repr=False, compare=False)


def forecast(plan: ForecastPlan, *, policy: Policy | Timeline) -> Forecast:
    """Return what a plan comes to.

    Clause: §3.5.2.1, §3.5.2.2a, §3.5.2.2b, §3.5.3a, §3.5.3b

    Args:
        plan: what is planned.
        policy: a policy or timeline; lessons and sessions are paid by the one in force on their date, the award by the
            one in force on the plan's day.

    Raises:
        ValidationError: fees or costs of all candidates of 10^13 yuan or more.
        ValueError: something else than a plan.
    """
    with Arguments() as check:
        check(only, plan, ForecastPlan, "plan")
        check(lookup, policy)
    records = (*plan.training, *chain.from_iterable(map(weekly_lessons, plan.series)))
    training = training_pay(records, policy=policy)
    exams = exam_pay(plan.sessions, plan.duties, policy=policy)
    by_grants = pay_by_grants([plan.project], training, exams)
    training_fen, exams_fen = (
        hundredths(pay.total) - sum(hundredths(part.amount) for part in by_grants if part.purpose == purpose)
        for pay, purpose in ((training, "training"), (exams, "evaluation"))
    )
    settlement = settle(
        plan.project,
        [_fees(plan)],
        [*plan.costs, *_candidate_costs(plan)],
        training=yuan(training_fen),
        exams=yuan(exams_fen),
        on=plan.on,
        policy=policy,
        grant_pay=by_grants,
    )
    own = [hundredths(cost.amount) for cost in plan.costs if cost.funded_by == "fees"]
    fixed = sum(own) + training_fen + exams_fen
    margin = hundredths(plan.fee) - hundredths(plan.cost_per_candidate)
    return Forecast(
        candidates=plan.candidates,
        settlement=settlement,
        fixed=yuan(fixed),
        margin=yuan(margin),
        break_even=_break_even(fixed, margin),
        findings=_findings(plan, records, policy),
        plan=plan,
    )


def _findings(
    plan: ForecastPlan, records: tuple[TrainingRecord, ...], policy: Policy | Timeline
) -> tuple[Finding, ...]:
    """Return what a term of these rows would be found to breach."""
    return ordered(
        chain(
            check_training(records, policy=policy),
            check_duties(plan.sessions, plan.duties, policy=policy),
            check_costs(plan.costs, on=plan.on, policy=policy),
            check_schedule(plan.sessions, plan.duties, records, (), policy=policy),
            unsettled([plan.project], plan.on, policy),
        )
    )


def _break_even(fixed: int, margin: int) -> int | None:
    """§3.5.3a: the smallest number of candidates whose margins cover the fixed costs; null where none is enough."""
    if margin > 0:
        candidates, rest = divmod(fixed, margin)
        return candidates + 1 if rest else candidates
    return 0 if margin == 0 and fixed == 0 else None


def _for_all(plan: ForecastPlan, field: Literal["fee", "cost_per_candidate"]) -> Decimal:
    """What all candidates pay or cost."""
    fen = hundredths(getattr(plan, field)) * plan.candidates
    if fen >= 10**15:
        raise input_errors("ForecastPlan", [((field,), input_error("amount"))])
    return yuan(fen)


def _fees(plan: ForecastPlan) -> Receipt:
    """The fees of all candidates as one receipt."""
    amount = _for_all(plan, "fee")
    project_id = plan.project.project_id
    return Receipt(receipt_id="fees", project_id=project_id, kind="fee", amount=amount, date=plan.on, account="planned")


def _candidate_costs(plan: ForecastPlan) -> Iterator[Cost]:
    """What all candidates cost as one row."""
    if plan.cost_per_candidate:
        amount, used = _for_all(plan, "cost_per_candidate"), {cost.cost_id for cost in plan.costs}
        yield Cost(
            cost_id=next(cost_id for number in count(1) if (cost_id := f"candidates-{number}") not in used),
            project_id=plan.project.project_id,
            category=PER_CANDIDATE,
            amount=amount,
            funded_by="fees",
        )
