"""A term edited row by row, as an office does it: after each edit its report still adds up.

Rows are put in, taken out and changed through the public models; the machine keeps them in a plain dictionary of
tables. What is checked needs no second implementation: totals are sums of their lines, wherever the rows come from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.spec.builders import fen
from xmut_rules import (
    PILOT_2020,
    Certificate,
    College,
    CollegeWeight,
    Cost,
    ExamSession,
    Policy,
    Receipt,
    StaffMember,
    Student,
    Term,
    TermReport,
    Timeline,
    TrainingRecord,
    check_term,
    settle_term,
)
from xmut_rules.testing import strategies as some

STAFF, PROJECTS, STUDENTS, COLLEGES = ("T1", "T2"), ("P10", "P2"), ("ST1", "ST2"), ("C1", "C10", "C2")
ON = st.sampled_from([date(2021, 3, 6), date(2021, 3, 7), date(2020, 12, 17)])
DECIDED = st.sampled_from([PILOT_2020, PILOT_2020.amended(effective_until="2021-03-06")])

KEYS = {
    "training": "record_id",
    "sessions": "session_id",
    "duties": "duty_id",
    "receipts": "receipt_id",
    "costs": "cost_id",
    "certificates": "certificate_id",
}
"""The tables that are edited, with the field that holds their rows' ids."""


def summed(amounts: Iterable[Decimal]) -> int:
    """Add amounts up, in fen."""
    return sum(map(fen, amounts))


class EditedTerm(RuleBasedStateMachine):
    """An office at work on one term."""

    @initialize(policy=DECIDED | some.policies() | some.timelines(), data=st.data())
    def begin(self, policy: Policy | Timeline, data: st.DataObject) -> None:
        """Begin with people, projects and students, and no other row."""
        self.policy = policy
        self.projects = {project: data.draw(some.projects(ids=[project])) for project in PROJECTS}
        self.students: dict[str, Student] = {student: data.draw(some.students(ids=[student])) for student in STUDENTS}
        self.rows: dict[str, dict[str, Any]] = {table: {} for table in KEYS}

    def term(self, *, backwards: tuple[str, ...] = ()) -> Term:
        """Return the term as it stands; the rows of some tables in the other order."""
        tables = {table: list(rows.values()) for table, rows in self.rows.items()}
        tables |= {"projects": list(self.projects.values()), "students": list(self.students.values())}
        for table in backwards:
            tables[table].reverse()
        return Term(
            format="xmut-rules/term/1",
            term="2020-2021-2",
            as_of=date(2021, 7, 31),
            designated_accounts=("A1",),
            colleges=tuple(College(college_id=college, name=college) for college in COLLEGES),
            staff=tuple(StaffMember(staff_id=person, name=person) for person in STAFF),
            **{table: tuple(rows) for table, rows in tables.items()},
        )

    def report(self) -> TermReport:
        """Settle the term as it stands."""
        return settle_term(self.term(), policy=self.policy)

    def put(self, table: str, row: Any) -> None:
        """Put a row in; where its id is there already, it replaces that row.

        A row put in and taken out again leaves the report as it was.
        """
        key = getattr(row, KEYS[table])
        before, old = self.report(), self.rows[table].pop(key, None)
        self.rows[table][key] = row
        if old is None:
            self.report()  # whatever settling keeps in mind must not show afterwards
            del self.rows[table][key]
            assert self.report().to_json() == before.to_json()
            self.rows[table][key] = row

    @rule(rows=st.lists(some.training_records(staff=STAFF, projects=PROJECTS, days=ON), min_size=1, max_size=3))
    def put_training(self, rows: list[TrainingRecord]) -> None:
        """Record training."""
        for row in rows:
            self.put("training", row)

    @rule(row=some.exam_sessions(projects=PROJECTS, days=ON))
    def put_session(self, row: ExamSession) -> None:
        """Plan a session, or move one with its duties."""
        self.put("sessions", row)

    @rule(data=st.data(), count=st.integers(1, 4))
    @precondition(lambda self: self.rows["sessions"])
    def put_duties(self, data: st.DataObject, count: int) -> None:
        """Send one person to some of the sessions."""
        for _ in range(count):
            self.put("duties", data.draw(some.exam_duties(sessions=list(self.rows["sessions"]), staff=STAFF)))

    @rule(row=some.receipts(projects=PROJECTS, days=ON))
    def put_receipt(self, row: Receipt) -> None:
        """Enter money in."""
        self.put("receipts", row)

    @rule(rows=st.lists(some.costs(projects=PROJECTS), min_size=1, max_size=4))
    def put_costs(self, rows: list[Cost]) -> None:
        """Enter money out."""
        for row in rows:
            self.put("costs", row)

    @rule(row=some.certificates(students=STUDENTS, days=ON))
    def put_certificate(self, row: Certificate) -> None:
        """File a certificate."""
        self.put("certificates", row)

    @rule(
        project=st.sampled_from(PROJECTS),
        weights=st.dictionaries(st.sampled_from(COLLEGES), st.integers(1, 9), min_size=1),
    )
    def weigh(self, project: str, weights: dict[str, int]) -> None:
        """Change a project's weights: the parts change, the award does not."""
        before = {settlement.project_id: settlement.award for settlement in self.report().settlements}
        rows = tuple(CollegeWeight(college_id=college, weight=weight) for college, weight in weights.items())
        self.projects[project] = self.projects[project].model_copy(update={"colleges": rows})
        after = {settlement.project_id: settlement for settlement in self.report().settlements}
        assert {key: each.award for key, each in after.items()} == before
        assert [award.college_id for award in after[project].awards] == sorted(weights)

    @rule(student=st.sampled_from(STUDENTS).flatmap(lambda student: some.students(ids=[student])))
    def correct_student(self, student: Student) -> None:
        """Change the days of a student: no money moves."""
        before = self.report()
        self.students[student.student_id] = student
        after = self.report()
        assert (after.payroll, after.settlements, after.findings) == (
            before.payroll,
            before.settlements,
            before.findings,
        )

    @rule(data=st.data())
    @precondition(lambda self: any(self.rows.values()))
    def take_out(self, data: st.DataObject) -> None:
        """Take a row out, a session together with its duties; put back, in another place, it gives the old report."""
        table = data.draw(st.sampled_from([table for table, rows in self.rows.items() if rows]))
        key = data.draw(st.sampled_from(list(self.rows[table])))
        before, row = self.report().to_json(), self.rows[table].pop(key)
        duties = [duty for duty in self.rows["duties"].values() if table == "sessions" and duty.session_id == key]
        for duty in duties:
            del self.rows["duties"][duty.duty_id]
        without = {name: dict(rows) for name, rows in self.rows.items()}
        self.report()
        self.rows[table][key] = row
        self.rows["duties"] |= {duty.duty_id: duty for duty in duties}
        assert self.report().to_json() == before
        self.rows = without

    @invariant()
    def pay_adds_up(self) -> None:
        """Payroll is training and duty pay; each total is the sum of its lines, each day of its shares."""
        report = self.report()
        assert fen(report.training.total) == summed(line.amount for line in report.training.lines)
        assert fen(report.exams.total) == summed(day.amount for day in report.exams.days)
        assert all(fen(day.amount) == summed(share.amount for share in day.shares) for day in report.exams.days)
        assert all(fen(line.total) == fen(line.training) + fen(line.exams) for line in report.payroll)
        paid = summed(line.total for line in report.payroll)
        assert paid == fen(report.training.total) + fen(report.exams.total)
        for line in report.payroll:
            lessons = [row.amount for row in report.training.lines if row.staff_id == line.staff_id]
            duties = [row.amount for row in report.exams.days if row.staff_id == line.staff_id]
            assert (fen(line.training), fen(line.exams)) == (summed(lessons), summed(duties))

    @invariant()
    def every_row_is_answered(self) -> None:
        """Each record has a line, each session with a duty in that person's day, each certificate a decision."""
        report, rows = self.report(), self.rows
        assert sorted(line.record_id for line in report.training.lines) == sorted(rows["training"])
        at = [(day.staff_id, session) for day in report.exams.days for session in day.sessions]
        assert sorted(at) == sorted({(duty.staff_id, duty.session_id) for duty in rows["duties"].values()})
        assert [decision.certificate_id for decision in report.credits.decisions] == sorted(rows["certificates"])

    @invariant()
    def settlements_add_up(self) -> None:
        """Costs sum to the cost, income less cost is the surplus, award and remainder make up a positive one."""
        report = self.report()
        assert [settlement.project_id for settlement in report.settlements] == sorted(PROJECTS)
        by_category: dict[str, int] = defaultdict(int)
        for settlement in report.settlements:
            assert summed(cost.amount for cost in settlement.costs) == fen(settlement.cost)
            assert fen(settlement.income) - fen(settlement.cost) == fen(settlement.surplus)
            assert summed(part.amount for part in settlement.awards) == fen(settlement.award) >= 0
            if settlement.surplus > 0:
                assert fen(settlement.award) + fen(settlement.remainder) == fen(settlement.surplus)
            else:
                assert (settlement.award, settlement.remainder) == (0, 0)
            for cost in settlement.costs:
                by_category[cost.category] += fen(cost.amount)
        for settlement in report.settlements:
            for part in settlement.grant_pay:
                by_category[{"training": "training", "evaluation": "exams"}[part.purpose]] += fen(part.amount)
        assert by_category.pop("training") == fen(report.training.total)
        assert by_category.pop("exams") == fen(report.exams.total)
        fees = [cost.amount for cost in self.rows["costs"].values() if cost.funded_by == "fees"]
        assert sum(by_category.values()) == summed(fees)

    @invariant()
    def credits_add_up(self) -> None:
        """A student's credits are those of the decisions, by category."""
        report = self.report()
        assert [student.student_id for student in report.credits.students] == sorted(STUDENTS)
        for student in report.credits.students:
            own = [row for row in report.credits.decisions if row.student_id == student.student_id]
            for category in ("innovation_practice", "general_elective"):
                assert getattr(student, category) == sum(row.credits for row in own if row.category == category)
            assert (
                student.total
                == student.innovation_practice + student.general_elective
                == sum(row.credits for row in own)
            )

    @invariant()
    def findings_are_the_checks(self) -> None:
        """The report's findings are those of `check_term`, and it is in order only without an error."""
        report = self.report()
        assert report.findings == check_term(self.term(), policy=self.policy)
        assert report.ok is not any(finding.severity == "error" for finding in report.findings)

    @invariant()
    def order_does_not_matter(self) -> None:
        """All rows the other way round give the same report, to the byte."""
        turned = self.term(backwards=(*KEYS, "projects", "students"))
        assert settle_term(turned, policy=self.policy).to_json() == self.report().to_json()


TestEditedTerm = EditedTerm.TestCase
TestEditedTerm.settings = settings(max_examples=10, stateful_step_count=15, deadline=None)
