"""Looking ahead: what a project will cost and leave, and from how many candidates on it carries itself (§3.5.3a-b).

A forecast is settled like a term, from planned lessons and sessions; nothing in it is estimated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, count
from typing import Annotated, Literal, final

from pydantic import Field

from xmut_rules.base.errors import PlacedError, input_error, input_errors
from xmut_rules.base.language import mask
from xmut_rules.base.money import ReportedYuan, YuanFromZero, hundredths, yuan
from xmut_rules.base.values import Day, Deferred, Id, Rows, Shown, Unreported, Value
from xmut_rules.policy.terms import Policy, Timeline
from xmut_rules.rules.exams import exam_pay
from xmut_rules.rules.records import Cost, ExamDuty, ExamSession, Project, Receipt, TrainingRecord, WeeklySeries
from xmut_rules.rules.settlement import Settlement, settle
from xmut_rules.rules.training import training_pay, weekly_lessons

PER_CANDIDATE = "per_candidate"
"""The category under which what each candidate costs is settled."""


@final
class ForecastPlan(Value, frozen=True):
    """What is planned for one project: lessons, exam sessions with staff, fee and candidates.

    `fee` is what a candidate pays and `cost_per_candidate` what each one costs (an organization's charge, material), in
    yuan; `costs` are those that do not depend on the number. `on` is the day whose policy decides the award.
    """

    format: Literal["xmut-rules/forecast/1"]
    project: Annotated[Project, Deferred()]
    on: Day
    candidates: Annotated[int, Field(ge=0, le=10**6)]
    fee: YuanFromZero
    cost_per_candidate: YuanFromZero = Decimal("0.00")
    series: Rows[WeeklySeries] = ()
    training: Rows[TrainingRecord] = ()
    sessions: Rows[ExamSession] = ()
    duties: Rows[ExamDuty] = ()
    costs: Rows[Cost] = ()

    def faults(self) -> Iterator[PlacedError]:
        """Every row is sound and belongs to the project, and every duty to a session; ids do not repeat."""
        tables: dict[str, tuple[tuple[Value, ...], str]] = {
            "series": (self.series, "series_id"),
            "training": (self.training, "record_id"),
            "sessions": (self.sessions, "session_id"),
            "duties": (self.duties, "duty_id"),
            "costs": (self.costs, "cost_id"),
        }
        for where, problem in self.project.faults():
            yield ("project", *where), problem
        for table, (rows, key) in tables.items():
            first: dict[str, int] = {}
            for place, row in enumerate(rows):
                for where, problem in row.faults():
                    yield (table, place, *where), problem
                row_id: Id = getattr(row, key)
                if first.setdefault(row_id, place) != place:
                    yield (table, place, key), input_error("repeated-id", id=mask(row_id), first=first[row_id] + 1)
                project_id = getattr(row, "project_id", self.project.project_id)
                if project_id != self.project.project_id:
                    yield (table, place, "project_id"), input_error("unknown-id", id=mask(project_id), table="project")
        yield from self._session_faults()
        yield from self._lesson_faults()

    def _session_faults(self) -> Iterator[PlacedError]:
        """Times are all of one kind, and every duty has its session."""
        known = {session.session_id for session in self.sessions}
        for place, session in enumerate(self.sessions):
            if (session.start.tzinfo is None) is not (self.sessions[0].start.tzinfo is None):
                yield ("sessions", place, "start"), input_error("mixed-clocks")
        for place, duty in enumerate(self.duties):
            if duty.session_id not in known:
                yield (
                    ("duties", place, "session_id"),
                    input_error("unknown-id", id=mask(duty.session_id), table="sessions"),
                )

    def _lesson_faults(self) -> Iterator[PlacedError]:
        """A lesson of a weekly plan does not take the id of a training record."""
        records = [record.record_id for record in self.training]
        for place, series in enumerate(self.series):
            if next(series.faults(), None) is None:
                for lesson in weekly_lessons(series):
                    if lesson.record_id in records:
                        first = records.index(lesson.record_id) + 1
                        problem = input_error("repeated-id", id=mask(lesson.record_id), first=first)
                        yield ("series", place, "series_id"), problem


@dataclass(frozen=True, slots=True)
class Forecast(Shown):
    """What a plan comes to: its settlement, and the number of candidates from which the surplus is not negative.

    `fixed` are the costs that do not depend on the number, `margin` what each candidate leaves, in yuan; `break_even`
    is null where no number of candidates is enough.
    """

    candidates: int
    settlement: Settlement
    fixed: ReportedYuan
    margin: ReportedYuan
    break_even: int | None
    plan: Unreported[ForecastPlan] = field(repr=False, compare=False)


def forecast(plan: ForecastPlan, *, policy: Policy | Timeline) -> Forecast:
    """Settle a plan.

    Clause: §3.5.2.1, §3.5.2.2a, §3.5.2.2b, §3.5.3a, §3.5.3b

    Args:
        plan: what is planned.
        policy: a policy or timeline; lessons and sessions are paid by the one in force on their date, the award by the
            one in force on the plan's day.

    Raises:
        ValidationError: fees or costs of all candidates of 10^13 yuan or more.
        ValueError: something else than a plan.
    """
    if not isinstance(plan, ForecastPlan):
        raise ValueError(f"plan: expected a ForecastPlan, not {type(plan).__name__}")
    records = (*plan.training, *chain.from_iterable(map(weekly_lessons, plan.series)))
    training = training_pay(records, policy=policy).total
    exams = exam_pay(plan.sessions, plan.duties, policy=policy).total
    settlement = settle(
        plan.project,
        [_fees(plan)],
        [*plan.costs, *_candidate_costs(plan)],
        training=training,
        exams=exams,
        on=plan.on,
        policy=policy,
    )
    own = [hundredths(cost.amount) for cost in plan.costs if cost.funded_by == "fees"]
    fixed = sum(own) + hundredths(training) + hundredths(exams)
    margin = hundredths(plan.fee) - hundredths(plan.cost_per_candidate)
    break_even = -(-fixed // margin) if margin > 0 else 0 if margin == 0 and fixed == 0 else None
    return Forecast(plan.candidates, settlement, yuan(fixed), yuan(margin), break_even, plan)


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
        amount, taken = _for_all(plan, "cost_per_candidate"), {cost.cost_id for cost in plan.costs}
        yield Cost(
            cost_id=next(each for number in count(1) if (each := f"candidates-{number}") not in taken),
            project_id=plan.project.project_id,
            category=PER_CANDIDATE,
            amount=amount,
            funded_by="fees",
        )
