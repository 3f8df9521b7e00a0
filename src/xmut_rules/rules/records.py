"""The rows of a term: one type a table, as offices record them.

Each row is valid by itself: a field has its form, and the fields of one row do not contradict each other. What needs
more than one row (ids that exist, ids that repeat) is checked by `Term`. Nothing is computed or judged here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, Literal, LiteralString, Self, cast

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from xmut_rules.base.arguments import rows_of
from xmut_rules.base.error_codes import ERROR_CODES, TABLES
from xmut_rules.base.errors import PlacedError, input_error, input_errors, together
from xmut_rules.base.language import WordedError, mask
from xmut_rules.base.money import ClassHours, Credits, Yuan, YuanFromZero
from xmut_rules.base.values import (
    A_LIST,
    LAST_DAY,
    WHOLE,
    ClockTime,
    Day,
    Id,
    Moment,
    Several,
    Text,
    Value,
    checked,
    is_mixed,
)

Category = Literal["innovation_practice", "general_elective"]
"""Where credits count (§3.4b): 创新创业实践学分 or 公共通识选修课学分."""

Level = Literal["初级", "中级", "高级"]
"""Levels of a skill certificate, lowest first."""

LEVELS: tuple[Level, ...] = ("初级", "中级", "高级")

Unit = Literal["class_hour", "day"]

Purpose = Literal["training", "evaluation", "certification", "other"]
"""What earmarked money is given for or spent on (§3.3c): 培训, 评价, 认证 or something else."""

PayFunding = Literal["fees", "grant"]
"""What pays for training or exam duty: fees (§3.5.1c), or an earmarked grant (reading C5)."""

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_LONGEST_SESSION = timedelta(hours=24)
_LONGEST_NIGHT = timedelta(hours=12)
_MOST_LESSONS = 366


References = tuple[tuple[str, str, str | None], ...]
"""What a row refers to: its field, the table of the row that is meant, and that row's id, null where none is named."""


def repeated_ids(table: str, key: str, ids: Sequence[str]) -> Iterator[PlacedError]:
    """Return an error for each id of a table that occurs in an earlier row too.

    Args:
        table: the field that holds the rows.
        key: the field of a row that holds its id.
        ids: the ids, a row each.
    """
    if len(set(ids)) == len(ids):
        return
    first: dict[str, int] = {}
    for place, row_id in enumerate(ids):
        if first.setdefault(row_id, place) != place:
            yield (table, place, key), input_error("repeated-id", id=mask(row_id), first=first[row_id] + 1)


class College(Value, frozen=True):
    """A college inside the school (二级学院)."""

    college_id: Id
    name: Text


class StaffMember(Value, frozen=True):
    """Somebody who trains or is on exam duty; staff from outside belong to no college (§3.2)."""

    staff_id: Id
    name: Text
    college_id: Id | None = None

    def references(self) -> References:
        """Return what it refers to."""
        return (("college_id", "colleges", self.college_id),)


class CollegeWeight(Value, frozen=True):
    """A college's part in a joint project: a positive whole weight (reading C11)."""

    college_id: Id
    weight: Annotated[int, Field(ge=1, le=10**6), WHOLE]


def _weights(value: object) -> object:
    """Read a mapping of college to weight as rows in order of the ids."""
    if isinstance(value, Mapping):
        pairs = cast("Mapping[object, object]", value)
        rows: list[Any] = [{"college_id": college, "weight": weight} for college, weight in pairs.items()]
        value = tuple(sorted(rows, key=lambda row: str(row["college_id"])))
    if not isinstance(value, tuple | list) or not value:
        raise input_error("weights")
    return tuple(cast("tuple[object, ...]", value))


def _as_mapping(rows: tuple[CollegeWeight, ...]) -> dict[str, int]:
    return {row.college_id: row.weight for row in rows}


_WEIGHTS_SCHEMA = WithJsonSchema(
    {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 10**6},
    }
)


class Project(Value, frozen=True):
    """A pilot project (试点项目): one certificate run by one college, or by several with weights (§3.5.3b).

    `prior_loss` is a loss of earlier terms that the caller wants counted, yuan, zero unless given (reading C4).
    `duty_funded_by` is whether its part of the duty pay comes out of fees or out of its grants (C5).
    """

    project_id: Id
    name: Text
    certificate: Text | None = None
    level: Level | None = None
    colleges: Annotated[
        tuple[CollegeWeight, ...], BeforeValidator(_weights), PlainSerializer(_as_mapping), _WEIGHTS_SCHEMA
    ]
    prior_loss: YuanFromZero = Decimal("0.00")
    duty_funded_by: PayFunding = "fees"

    if TYPE_CHECKING:  # a type checker would refuse the weights as a mapping, which is how they are written everywhere

        def __init__(  # noqa: D107, PLR0913
            self,
            *,
            project_id: str,
            name: str,
            certificate: str | None = None,
            level: Level | None = None,
            colleges: Mapping[str, int] | Sequence[CollegeWeight],
            prior_loss: Decimal = Decimal("0.00"),
            duty_funded_by: PayFunding = "fees",
        ) -> None: ...

    @model_validator(mode="after")
    def _has_each_college_once(self) -> Self:
        return checked(self, repeated_ids("colleges", "college_id", [row.college_id for row in self.colleges]))

    def references(self) -> References:
        """Return what it refers to."""
        return tuple(("colleges", "colleges", row.college_id) for row in self.colleges)


class TrainingRecord(Value, frozen=True):
    """Training given by one person on one date (§3.5.2.1), claimed by the class hour (学时) or as a day.

    The unit is that of the record (readings A2, A7); a day record is one day, or 0 (A4). `start` and `end` are local
    clock times for the clash check: both or neither; an end before the start is one after midnight, at most 12 hours
    later (B7). `funded_by` is what pays for it (C5).
    """

    record_id: Id
    project_id: Id
    staff_id: Id
    date: Day
    unit: Unit
    quantity: ClassHours
    start: ClockTime | None = None
    end: ClockTime | None = None
    room: Id | None = None
    funded_by: PayFunding = "fees"

    @model_validator(mode="after")
    def _is_one_lesson(self) -> Self:
        return checked(self, _lesson_errors(self))

    def references(self) -> References:
        """Return what it refers to."""
        return ("staff_id", "staff", self.staff_id), ("project_id", "projects", self.project_id)


class WeeklySeries(Value, frozen=True):
    """Weekly lessons as a plan: on `weekdays`, from `first_day` until a day or for a count, every `interval` weeks.

    The other fields are those of the training records that it represents. An excluded date must be a lesson's.
    """

    series_id: Id
    project_id: Id
    staff_id: Id
    unit: Unit
    quantity: ClassHours
    weekdays: Annotated[tuple[Weekday, ...], Field(max_length=7, json_schema_extra={"minItems": 1}), *A_LIST]
    first_day: Day
    until: Day | None = None
    count: Annotated[int, Field(ge=1, le=_MOST_LESSONS), WHOLE] | None = None
    interval: Annotated[int, Field(ge=1, le=52), WHOLE] = 1
    excluded_dates: Annotated[tuple[Day, ...], Field(max_length=_MOST_LESSONS), *A_LIST] = ()
    start: ClockTime | None = None
    end: ClockTime | None = None
    room: Id | None = None
    funded_by: PayFunding = "fees"

    @model_validator(mode="after")
    def _is_one_plan(self) -> Self:
        return checked(self, self._plan_errors())

    def _plan_errors(self) -> Iterator[PlacedError]:
        """A plan ends one way, has 1 to 366 lessons, and every excluded date is one of them."""
        yield from _lesson_errors(self)
        if len(self.series_id) > 64 - len("-20210306"):
            yield ("series_id",), input_error("series-id")
        if not self.weekdays:
            yield ("weekdays",), input_error("too_short", min_length=1)
        if (self.until is None) == (self.count is None):
            yield ("until",), input_error("series-end")
        if not self.weekdays or (self.until is None) == (self.count is None):
            return
        days = self._all_days()
        if not 1 <= len(days) <= _MOST_LESSONS or days[-1] > LAST_DAY:
            yield ("until" if self.until else "count",), input_error("series-length")
            return
        for place, day in enumerate(self.excluded_dates):
            if day not in days:
                yield ("excluded_dates", place), input_error("series-excluded", day=str(day))

    def _all_days(self) -> tuple[date, ...]:
        """Its dates by python-dateutil's rrule, excluded ones among them; weeks begin on Monday."""
        from dateutil.rrule import WEEKLY, rrule  # noqa: PLC0415  seldom needed, and slow to import

        first = datetime.combine(self.first_day, time())
        last = None if self.until is None else datetime.combine(self.until, time())
        weekdays = [WEEKDAYS.index(weekday) for weekday in self.weekdays]
        rule = rrule(WEEKLY, first, self.interval, wkst=0, count=self.count, until=last, byweekday=weekdays)
        return tuple(moment.date() for moment in islice(rule, _MOST_LESSONS + 1))

    @property
    def days(self) -> tuple[date, ...]:
        """The dates of its lessons, in order."""
        return tuple(day for day in self._all_days() if day not in self.excluded_dates)

    def references(self) -> References:
        """Return what it refers to."""
        return ("staff_id", "staff", self.staff_id), ("project_id", "projects", self.project_id)


class ExamSession(Value, frozen=True):
    """One exam session (场), from start to end; a session without a room is held online.

    `notified_at` is when the venue office was notified (§3.5.4d), null if it was not; `changed_at` when time or room
    last changed, null if they never did.
    """

    session_id: Id
    project_id: Id
    subject: Text | None = None
    room: Id | None = None
    start: Moment
    end: Moment
    notified_at: Moment | None = None
    changed_at: Moment | None = None

    @model_validator(mode="after")
    def _is_one_session(self) -> Self:
        return checked(self, self._time_errors())

    def _time_errors(self) -> Iterator[PlacedError]:
        """A session ends after it starts, lasts at most 24 hours, and its times are of one kind."""
        times = (self.start, self.end, self.notified_at, self.changed_at)
        if is_mixed(moment for moment in times if moment is not None):
            yield ("start",), input_error("mixed-clocks")
        elif self.end <= self.start:
            yield ("end",), input_error("end-before-start")
        elif self.end - self.start > _LONGEST_SESSION:
            yield ("end",), input_error("over-24-hours")

    @property
    def day(self) -> date:
        """Its day: the local date of the start (reading B7)."""
        return self.start.date()

    def references(self) -> References:
        """Return what it refers to."""
        return (("project_id", "projects", self.project_id),)


class ExamDuty(Value, frozen=True):
    """One person on duty at one session (考务); the role changes nothing (reading B3)."""

    duty_id: Id
    session_id: Id
    staff_id: Id
    role: Text | None = None

    def references(self) -> References:
        """Return what it refers to."""
        return ("staff_id", "staff", self.staff_id), ("session_id", "sessions", self.session_id)


class Receipt(Value, frozen=True):
    """Money in, yuan: a fee (考培费用), a refund, a grant, a school award (奖补) or other income.

    A grant may also be returned, or be the balance that an earlier term left (`grant_opening`). A refund and a returned
    grant are negative, an opening balance may be, everything else is not (readings C7, C5). Only a school award may
    have no project. Grants of every kind may name the `purpose` that they are earmarked for.
    """

    receipt_id: Id
    project_id: Id | None = None
    college_id: Id | None = None
    kind: Literal["fee", "refund", "grant", "grant_returned", "grant_opening", "school_award", "other"]
    amount: Yuan
    date: Day
    account: Id | None = None
    purpose: Purpose | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        return checked(self, self._kind_errors())

    def references(self) -> References:
        """Return what it refers to."""
        return ("college_id", "colleges", self.college_id), ("project_id", "projects", self.project_id)

    def _kind_errors(self) -> Iterator[PlacedError]:
        """Its sign fits its kind; it names a project, a fee its account, and nothing but a grant a purpose."""
        if self.kind in _NEGATIVE:
            if self.amount >= 0:
                yield ("amount",), input_error(_NEGATIVE[self.kind])
        elif self.amount < 0 and self.kind != "grant_opening":
            yield ("amount",), input_error(_NOT_NEGATIVE.get(self.kind, "amount-negative"))
        if self.project_id is None and self.kind != "school_award":
            yield ("project_id",), input_error("receipt-project")
        if self.account is None and self.kind == "fee":
            yield ("account",), input_error("receipt-account")
        if self.purpose is not None and self.kind not in GRANT_KINDS:
            yield ("purpose",), input_error("receipt-purpose")


GRANT_KINDS = frozenset({"grant", "grant_returned", "grant_opening"})
"""The kinds of receipt that are earmarked (§3.3c)."""

_NEGATIVE: Mapping[str, LiteralString] = {"refund": "refund-sign", "grant_returned": "returned-sign"}
"""The kinds that are negative, with the error where they are not."""

_NOT_NEGATIVE: Mapping[str, LiteralString] = {"fee": "income-sign", "other": "income-sign", "grant": "grant-sign"}
"""The error of another kind that is negative, where it may have been meant as one of those."""

_FROM_RECORDS = frozenset({"training", "exams", "培训课酬", "课酬", "考务费"})


def _own_category(category: str) -> str:
    if unicodedata.normalize("NFKC", category).strip().lower() in _FROM_RECORDS:
        raise input_error("cost-category")
    return category


class Cost(Value, frozen=True):
    """Money out, yuan, paid from fees, a grant or a school award; a grant's cost names its purpose (§3.3c, reading C5).

    `category` is free text; training pay and duty pay are never entered here, they come from the records (C9).
    """

    cost_id: Id
    project_id: Id
    category: Annotated[Id, AfterValidator(_own_category)]
    amount: YuanFromZero
    funded_by: Literal["fees", "grant", "school_award"]
    purpose: Purpose | None = None
    note: Text | None = None

    def references(self) -> References:
        """Return what it refers to."""
        return (("project_id", "projects", self.project_id),)


class Student(Value, frozen=True):
    """A student with the days of enrolment and graduation, null where not known or not yet."""

    student_id: Id
    name: Text
    enrolled_on: Day | None = None
    graduated_on: Day | None = None

    @model_validator(mode="after")
    def _graduates_after_enrolment(self) -> Self:
        if self.enrolled_on and self.graduated_on and self.graduated_on < self.enrolled_on:
            raise input_errors("Student", [(("graduated_on",), input_error("graduated-first"))])
        return self


class Certificate(Value, frozen=True):
    """A certificate filed for credits (§3.4a): a skill certificate (职业技能等级证书), a driving licence or another.

    `issued_on` is the first issue, also after a reissue (reading D3). `recognized_on` marks one that was recognized
    in an earlier term, `credits_given` what that gave, null where it is not known. `issuer` is the evaluation
    organization, which distinguishes two certificates of one name.
    """

    certificate_id: Id
    student_id: Id
    kind: Literal["skill", "driving_licence", "other"]
    name: Text
    level: Text
    number: Id
    issuer_recognized: bool
    issued_on: Day
    status: Literal["valid", "revoked", "expired", "suspended"]
    category: Category | None = None
    recognized_on: Day | None = None
    issuer: Text | None = None
    credits_given: Credits | None = None

    @model_validator(mode="after")
    def _is_one_certificate(self) -> Self:
        return checked(self, self._certificate_errors())

    def _certificate_errors(self) -> Iterator[PlacedError]:
        """A skill certificate has one of its levels; only what was recognized has given credits."""
        if self.kind == "skill" and self.level not in LEVELS:
            yield ("level",), input_error("level")
        if self.credits_given is not None and self.recognized_on is None:
            yield ("credits_given",), input_error("credits-given-alone")

    def references(self) -> References:
        """Return what it refers to."""
        return (("student_id", "students", self.student_id),)


class Booking(Value, frozen=True):
    """A use of a room or of people from outside the pilot (reading E6)."""

    booking_id: Id
    room: Id | None = None
    people: Several[Id] = ()
    start: Moment
    end: Moment

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if is_mixed((self.start, self.end)):
            raise input_errors("Booking", [(("start",), input_error("mixed-clocks"))])
        if self.end <= self.start:
            raise input_errors("Booking", [(("end",), input_error("end-before-start"))])
        return self

    def references(self) -> References:
        """Return what it refers to."""
        return tuple(("people", "staff", person) for person in self.people)


def _lesson_errors(lesson: TrainingRecord | WeeklySeries) -> Iterator[PlacedError]:
    """A day is whole (A4), clock times come in pairs, and the end is after the start."""
    start, end = lesson.start, lesson.end
    if lesson.unit == "day" and lesson.quantity not in (0, 1):
        yield ("quantity",), input_error("half-day")
    if (start is None) != (end is None):
        yield ("start" if start is None else "end",), input_error("clock-pair")
    elif start is not None and end is not None and (end == start or _is_too_long(start, end)):
        yield ("end",), input_error("end-before-start")


def _is_too_long(start: time, end: time) -> bool:
    """Whether a lesson over midnight exceeds 12 hours: an end before the start is more likely a slip then."""
    day = date(2000, 1, 1)
    return end < start and ending(day, start, end) - datetime.combine(day, start) > _LONGEST_NIGHT


def ending(day: date, start: time, end: time) -> datetime:
    """Return when a lesson ends that starts on a day: on the next one where the end is before the start (B7)."""
    return datetime.combine(day if end > start else day + timedelta(days=1), end)


def sessions_by_id(sessions: Iterable[ExamSession]) -> dict[str, ExamSession]:
    """Return exam sessions by their ids.

    Raises:
        ValueError: rows of another type, repeated ids, or times with and without a zone mixed.
    """
    rows = rows_of(ExamSession, sessions, "sessions", "session_id")
    if is_mixed(session.start for session in rows):
        raise input_error("mixed-clocks")
    return {session.session_id: session for session in rows}


def require_known(name: str, ids: Sequence[str], field: str, table: str, known: Collection[str]) -> None:
    """Check that every row of a call refers to a row that is there.

    Args:
        name: the argument that holds the rows, for the error.
        ids: the id to which each row refers, in the order of the rows.
        field: the field that holds it.
        table: the table to which it belongs.
        known: the ids of that table's rows.

    Raises:
        ValueError: some are not there; the error holds each with its place.
    """
    if missing := {*ids}.difference(known):
        raise together(
            [
                WordedError(_UNKNOWN.filled(id=mask(row_id), table=TABLES[table]), (name, place, field), "unknown-id")
                for place, row_id in enumerate(ids)
                if row_id in missing
            ]
        )


_UNKNOWN = ERROR_CODES["unknown-id"]
