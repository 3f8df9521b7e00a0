"""The input document of one term: every table, with what holds between their rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Literal, LiteralString, Self

from pydantic import ValidationInfo, model_validator

from xmut_rules.base.errors import PlacedError, input_error
from xmut_rules.base.language import mask
from xmut_rules.base.values import ROWS_ALONE, Day, Id, Several, Value, checked
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
    repeated_ids,
)
from xmut_rules.rules.training import lesson_id_of, weekly_lessons

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


class Term(Value, frozen=True):
    """Everything recorded in one term, as a JSON document or from tables.

    `as_of` is the day on which settlements and credits are decided; `designated_accounts` are the accounts that fees
    may be paid to (§3.5.1b). `model_validate_json` reads the JSON document; of duplicate keys it keeps the last, while
    `read_term` refuses them.
    """

    format: Literal["xmut-rules/term/1"]
    term: Id
    as_of: Day
    designated_accounts: Several[Id]
    colleges: Several[College]
    staff: Several[StaffMember]
    projects: Several[Project]
    training: Several[TrainingRecord]
    series: Several[WeeklySeries] = ()
    sessions: Several[ExamSession]
    duties: Several[ExamDuty]
    receipts: Several[Receipt]
    costs: Several[Cost]
    students: Several[Student]
    certificates: Several[Certificate]
    bookings: Several[Booking] = ()

    @model_validator(mode="after")
    def _agrees_between_rows(self, info: ValidationInfo) -> Self:
        return self if info.context == ROWS_ALONE else checked(self, self._errors_between_rows())

    def _errors_between_rows(self) -> Iterator[PlacedError]:
        """Ids are unique and name rows that exist, no lesson has a record's id, all times have a zone or none."""
        yield from _unfit_keys(self)
        ids = {table: [getattr(row, key) for row in getattr(self, table)] for table, key in ID_FIELDS.items()}
        known = {table: frozenset(own) for table, own in ids.items()}
        for table, key in ID_FIELDS.items():
            yield from repeated_ids(table, key, ids[table])
            yield from unknown_ids(self, table, known)
        yield from lesson_errors(self.training, self.series)
        yield from clock_errors(self, usual_clock([self]))

    def all_training(self) -> tuple[TrainingRecord, ...]:
        """Return the training records with the lessons of the weekly plans."""
        return (*self.training, *chain.from_iterable(map(weekly_lessons, self.series)))


_KEYS = {
    **{table: (key,) for table, key in ID_FIELDS.items()},
    **{table: (ID_FIELDS[table], "room") for table in ("training", "series", "sessions", "bookings")},
    "receipts": ("receipt_id", "account"),
    "certificates": ("certificate_id", "name", "number"),
}
"""The fields of each table by which rows are found equal."""

_NOTHING = frozenset(
    {"null", "nan", "none", "nat", "n/a", "<na>", "#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!"}
)
"""What programs write where there is no value, in small letters."""

_DIGITS_LOST = re.compile(r"-?[0-9](\.[0-9]+)?[Ee]\+[0-9]+")
"""A number as a spreadsheet writes it that has lost digits."""


def _unfit_keys(term: Term) -> Iterator[PlacedError]:
    """Return an error for each key that is a word for no value, or a number that has lost digits."""
    for table, fields in _KEYS.items():
        for field in fields:
            keys = [getattr(row, field) for row in getattr(term, table)]
            unfit: dict[str, LiteralString] = {key: code for key in {*keys} - {None} if (code := _fault(key))}
            for place, key in enumerate(keys) if unfit else ():
                if key in unfit:
                    yield (table, place, field), input_error(unfit[key])


def _fault(key: str) -> LiteralString | None:
    if key.lower() in _NOTHING:
        return "value-nothing"
    return "cell-digits" if "+" in key and _DIGITS_LOST.fullmatch(key) else None


_REFERRING = ID_FIELDS.keys() - {"colleges", "students"}
"""The tables whose rows refer to rows of others."""


def unknown_ids(term: Term, table: str, known: Mapping[str, Collection[str]]) -> Iterator[PlacedError]:
    """Return an error for each reference of a table's rows to a row that is not there.

    Args:
        term: the term that has the rows.
        table: one of its tables.
        known: the ids that are there, by table.
    """
    for place, row in enumerate(getattr(term, table)) if table in _REFERRING else ():
        for field, owner, row_id in row.references():
            if row_id is not None and row_id not in known[owner]:
                yield (table, place, field), input_error("unknown-id", id=mask(row_id), table=owner)


Clock = Literal["naive", "aware"]
"""Whether times have no zone or have one."""


def usual_clock(terms: Iterable[Term]) -> Clock:
    """Return which times there are more of in terms, those without a zone or those with one."""
    clocks = [clock for term in terms for _, _, clock in _timed(term)]
    return "naive" if 2 * clocks.count("naive") >= len(clocks) else "aware"


def clock_errors(term: Term, usual: Clock) -> Iterator[PlacedError]:
    """Return an error for each time of a term that is not of the usual kind: all have a zone, or none has."""
    for table, place, clock in _timed(term):
        if clock != usual:
            yield (table, place, "start"), input_error("mixed-clocks")


def _timed(term: Term) -> Iterator[tuple[str, int, Clock]]:
    starts = {"sessions": [row.start for row in term.sessions], "bookings": [row.start for row in term.bookings]}
    for table, moments in starts.items():
        for place, moment in enumerate(moments):
            yield table, place, "naive" if moment.tzinfo is None else "aware"


def lesson_errors(records: Sequence[TrainingRecord], plans: Sequence[WeeklySeries]) -> Iterator[PlacedError]:
    """Return an error for each lesson of a weekly plan whose id is a training record's already."""
    first = {record.record_id: place for place, record in reversed([*enumerate(records, start=1)])}
    for place, plan in enumerate(plans):
        for day in plan.days:
            lesson_id = lesson_id_of(plan, day)
            if lesson_id in first:
                error = input_error("repeated-id", id=mask(lesson_id), first=first[lesson_id], table="training")
                yield ("series", place, "series_id"), error
