"""The input document of one term: every table, with what holds between their rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Literal

from xmut_rules.base.errors import PlacedError, input_error
from xmut_rules.base.language import mask
from xmut_rules.base.values import Day, Id, Rows, Several, Value
from xmut_rules.rules.records import (
    Booking,
    Certificate,
    College,
    Cost,
    ExamDuty,
    ExamSession,
    Project,
    Receipt,
    StaffMember,
    Student,
    TrainingRecord,
    WeeklySeries,
)
from xmut_rules.rules.training import weekly_lessons

ID_FIELDS: dict[str, str] = {
    "colleges": "college_id",
    "staff": "staff_id",
    "projects": "project_id",
    "training": "record_id",
    "series": "series_id",
    "sessions": "session_id",
    "duties": "duty_id",
    "receipts": "receipt_id",
    "costs": "cost_id",
    "students": "student_id",
    "certificates": "certificate_id",
    "bookings": "booking_id",
}
"""The tables of a term, each with the field that holds its rows' ids."""

_REFERENCES = {
    "college_id": "colleges",
    "staff_id": "staff",
    "project_id": "projects",
    "session_id": "sessions",
    "student_id": "students",
}


class Term(Value, frozen=True):
    """Everything recorded in one term, as a JSON document or from tables.

    `as_of` is the day on which settlements and credits are decided; `designated_accounts` are the accounts that fees
    may be paid to (§3.5.1b). `model_validate_json` takes the JSON document; of duplicate keys it keeps the last, while
    `read_term` refuses them.
    """

    format: Literal["xmut-rules/term/1"]
    term: Id
    as_of: Day
    designated_accounts: Several[Id]
    colleges: Rows[College]
    staff: Rows[StaffMember]
    projects: Rows[Project]
    training: Rows[TrainingRecord]
    series: Rows[WeeklySeries] = ()
    sessions: Rows[ExamSession]
    duties: Rows[ExamDuty]
    receipts: Rows[Receipt]
    costs: Rows[Cost]
    students: Rows[Student]
    certificates: Rows[Certificate]
    bookings: Rows[Booking] = ()

    def faults(self) -> Iterator[PlacedError]:
        """Everything that contradicts, in one row or between rows, each with its place."""
        known = {table: {getattr(row, key) for row in getattr(self, table)} for table, key in ID_FIELDS.items()}
        for table in ID_FIELDS:
            rows: tuple[Value, ...] = getattr(self, table)
            for place, row in enumerate(rows):
                for where, problem in row.faults():
                    yield (table, place, *where), problem
            yield from _repeated(table, rows, known[table])
            yield from _dangling(table, rows, known)
        yield from self._lesson_faults()
        yield from self._clock_faults()

    def _lesson_faults(self) -> Iterator[PlacedError]:
        """A lesson of a weekly plan does not take the id of a training record."""
        first = {record.record_id: place for place, record in reversed([*enumerate(self.training, start=1)])}
        for place, series in enumerate(self.series):
            if _is_sound(series):
                for lesson in weekly_lessons(series):
                    if lesson.record_id in first:
                        problem = input_error("repeated-id", id=mask(lesson.record_id), first=first[lesson.record_id])
                        yield ("series", place, "series_id"), problem

    def _clock_faults(self) -> Iterator[PlacedError]:
        """All times have a zone, or none has."""
        timed = [
            ("sessions", place, row.start.tzinfo is None) for place, row in enumerate(self.sessions) if _is_sound(row)
        ]
        timed += [
            ("bookings", place, row.start.tzinfo is None) for place, row in enumerate(self.bookings) if _is_sound(row)
        ]
        mostly_naive = 2 * sum(naive for _, _, naive in timed) >= len(timed)
        for table, place, naive in timed:
            if naive is not mostly_naive:
                yield (table, place, "start"), input_error("mixed-clocks")

    def all_training(self) -> tuple[TrainingRecord, ...]:
        """The training records with the lessons of the weekly plans."""
        return (*self.training, *chain.from_iterable(map(weekly_lessons, self.series)))


def _is_sound(row: Value) -> bool:
    return next(row.faults(), None) is None


def _repeated(table: str, rows: tuple[Value, ...], ids: set[str]) -> Iterator[PlacedError]:
    if len(ids) == len(rows):
        return
    key = ID_FIELDS[table]
    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        row_id: str = getattr(row, key)
        if first.setdefault(row_id, place) != place:
            yield (table, place, key), input_error("repeated-id", id=mask(row_id), first=first[row_id] + 1)


def _dangling(table: str, rows: tuple[Value, ...], known: dict[str, set[str]]) -> Iterator[PlacedError]:
    """Find ids that name no row of their table; a row may leave out what is optional."""
    fields = [field for field in _REFERENCES if field != ID_FIELDS[table] and rows and hasattr(rows[0], field)]
    for place, row in enumerate(rows):
        named = [(field, getattr(row, field)) for field in fields]
        if isinstance(row, Project):
            named += [("college_id", weight.college_id) for weight in row.colleges]
        elif isinstance(row, Booking):
            named += [("staff_id", person) for person in row.people]
        for field, row_id in named:
            owner = _REFERENCES[field]
            if row_id is not None and row_id not in known[owner]:
                where = "colleges" if isinstance(row, Project) else "people" if isinstance(row, Booking) else field
                yield (table, place, where), input_error("unknown-id", id=mask(row_id), table=owner)
