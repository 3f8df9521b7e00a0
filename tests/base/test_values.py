"""The immutable base of every model, and the plain values of a row: ids, texts, days, clock times, moments.

What Python cannot forbid is refused as soon as such a value is used inside another; `Policy.digest` tells of it too.
"""

from __future__ import annotations

import copy
import json
import pickle
import re
import time as host_clock
import types
from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from itertools import chain, count, repeat
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError, create_model
from pydantic_core import PydanticCustomError

from tests.spec.builders import record
from xmut_rules import PILOT_2020, check_receipts, require, training_pay
from xmut_rules.base.arguments import rows_of
from xmut_rules.base.money import read_credits, read_hours, read_share, read_yuan
from xmut_rules.base.values import ClockTime, Day, Id, Moment, Several, Text, Value, is_mixed, read_day
from xmut_rules.rules.records import Booking, College, CollegeWeight, ExamSession, Project, TrainingRecord

at = datetime.fromisoformat
COLLEGE = College(college_id="C01", name="机械学院")
WEIGHT = CollegeWeight(college_id="C01", weight=60)
SESSION = ExamSession(
    session_id="X1", project_id="P1", start=at("2021-05-29T08:30:00.123456+08:00"), end=at("2021-05-29T11:30+08:00")
)
NAMED: list[Any] = [Id, Text, Day, ClockTime, Moment]
KINDS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(kind) for name, kind in zip(["id", "text", "day", "clock-time", "moment"], NAMED, strict=True)
}


class Table(Value, frozen=True):
    """A value that holds rows."""

    rows: Several[College]


class Flagged(Value, frozen=True):
    """A value with a bool, and with a default that does not fit."""

    flag: bool
    day: Day = date(1999, 12, 31)


def texts(joined: str) -> list[str]:
    """Texts that are written in one line."""
    return joined.split("|")


def codes(call: Callable[..., object], *arguments: object, **named: object) -> list[str]:
    """The codes of all problems that a call is refused with."""
    with pytest.raises(ValidationError) as info:
        call(*arguments, **named)
    return [detail["type"] for detail in info.value.errors()]


def outcome(kind: str, value: object) -> str:
    """Whether a value is kept as it is, or the code under which it is refused."""
    try:
        taken = KINDS[kind].validate_python(value)
    except ValidationError as error:
        return " ".join(detail["type"] for detail in error.errors())
    return "kept" if taken == value else f"became {taken}"


@pytest.mark.parametrize("name", ["name", "college_id", "unheard_of"])
def test_a_field_is_neither_set_nor_deleted(name: str) -> None:
    """Setting or deleting any attribute of a value is refused and changes nothing."""
    assert codes(setattr, COLLEGE, name, "X") == ["frozen_instance"]
    assert codes(delattr, COLLEGE, name) == ["frozen_instance"]
    assert COLLEGE.model_dump() == {"college_id": "C01", "name": "机械学院"}


def test_a_changed_copy_is_validated() -> None:
    """`model_copy` and `copy.replace` give a changed value, or refuse what the type refuses."""
    assert WEIGHT.model_copy(update={"weight": 40}, deep=True) == CollegeWeight(college_id="C01", weight=40)
    assert WEIGHT.model_copy() == WEIGHT
    assert codes(WEIGHT.model_copy, update={"weight": 0}) == ["greater_than_equal"]
    assert codes(WEIGHT.model_copy, update={"weight": 0}, deep=True) == ["greater_than_equal"]
    assert codes(WEIGHT.model_copy, update={"heavy": 1}) == ["extra_forbidden"]
    assert codes(SESSION.model_copy, update={"end": SESSION.start}) == ["end-before-start"]
    assert WEIGHT.weight == 60
    assert WEIGHT.__replace__(weight=40) == CollegeWeight(college_id="C01", weight=40)
    assert codes(WEIGHT.__replace__, weight=10**6 + 1) == ["less_than_equal"]
    assert codes(WEIGHT.__replace__, heavy=1) == ["extra_forbidden"]


def test_ways_round_validation_are_closed() -> None:
    """`copy`, `model_construct`, `construct` and `__setstate__` would skip validation: each is refused."""
    loose: Any = WEIGHT
    with pytest.raises(ValueError, match="model_copy"):
        loose.copy(update={"weight": -1})
    with pytest.raises(ValueError, match="use CollegeWeight"):
        CollegeWeight.model_construct(college_id="C01", weight=-1)
    with pytest.raises(ValueError, match="use CollegeWeight"), pytest.warns(DeprecationWarning, match="construct"):
        loose.construct(weight=-1)
    with pytest.raises(ValueError, match="no state"):
        loose.__setstate__({"__dict__": {"weight": -1}})


def test_a_copy_of_a_value_is_equal_and_another() -> None:
    """Were a copy the value itself, pydantic's own `model_copy`, called unbound, would change the value."""
    for again in (copy.copy(COLLEGE), copy.deepcopy(COLLEGE), copy.deepcopy([COLLEGE])[0]):
        assert (again, again is COLLEGE) == (COLLEGE, False)
    name = COLLEGE.name
    for deep in (False, True):
        changed: Any = BaseModel.model_copy(COLLEGE, update={"name": "x"}, deep=deep)
        assert (changed.name, COLLEGE.name) == ("x", name)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickled_value_comes_back_equal(protocol: int) -> None:
    """Pickling keeps every field, microseconds and zones among them, and loads through validation."""
    naive = SESSION.model_copy(update={"start": at("2021-05-29T08:00:00.000001"), "end": at("2021-05-29T09:00")})
    for value in (SESSION, naive, COLLEGE, Table(rows=(COLLEGE,))):
        loaded = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301  our own bytes
        assert (loaded, repr(loaded), hash(loaded)) == (value, repr(value), hash(value))
    forged = pickle.dumps(WEIGHT, protocol).replace(b":60", b":-1")
    assert codes(pickle.loads, forged) == ["greater_than_equal"]


def test_a_value_type_has_no_subclasses() -> None:
    """A subclass could answer otherwise than the type it passes for: defining one is an error."""
    with pytest.raises(TypeError, match="College is final"):
        type("Sly", (College,), {})
    with pytest.raises(TypeError, match="College is final"):
        type("Slyer", (College, Table), {})
    with pytest.raises(TypeError, match="College is final"):
        create_model("Made", __base__=College)


def test_a_mixin_makes_no_subclass() -> None:
    """A class before it whose `__init_subclass__` asks nobody else, or after it, does not open a value type."""

    class Silent:
        """Keeps the hook of the classes after it from being called."""

        def __init_subclass__(cls, **_options: object) -> None:
            """Call nothing."""

    for bases in ((Silent, College), (College, Silent), (Silent, BaseModel, College), (BaseModel, Silent, College)):
        with pytest.raises(TypeError, match="College is final"):
            types.new_class("Sly", bases)
    assert issubclass(types.new_class("Fine", (Silent, Value), {"frozen": True}), Value)


def test_what_a_caller_passed_in_is_copied() -> None:
    """A list or mapping that changes later does not change the value that was built from it."""
    rows, weights = [COLLEGE], {"C02": 40, "C01": 60}
    table = Table.model_validate({"rows": rows})
    project = Project.model_validate({"project_id": "P1", "name": "", "colleges": weights})
    rows.clear()
    weights.clear()
    assert table.rows == (COLLEGE,)
    assert [(college.college_id, college.weight) for college in project.colleges] == [("C01", 60), ("C02", 40)]


def test_text_of_a_hosts_own_type_becomes_plain() -> None:
    """A subclass of str or int may hold anything: only its text or number is kept."""
    text, number = type("Sly", (str,), {}), type("Slyer", (int,), {})
    kept = CollegeWeight.model_validate({"college_id": text("C01"), "weight": number(60)})
    assert (type(kept.college_id), type(kept.weight), kept) == (str, int, WEIGHT)


@pytest.mark.parametrize("forced", [{"college_id": ""}, {"college_id": 7}, {"name": "\x1b"}, {"unheard_of": 1}])
def test_a_value_that_was_tampered_with_is_refused_inside_another(forced: dict[str, object]) -> None:
    """What `object.__setattr__` forces on a value is found when the value is used in a bigger one or copied."""
    tampered = College(college_id="C01", name="x")
    for name, value in forced.items():
        object.__setattr__(tampered, name, value)
    assert len(codes(Table, rows=(tampered,))) == 1
    assert len(codes(College.model_validate, tampered)) == 1
    assert len(codes(tampered.model_copy)) == 1


def test_values_are_equal_and_hash_by_their_fields() -> None:
    """Equal fields make equal values that count once in a set; one field more or less makes them differ."""
    assert {COLLEGE, College(college_id="C01", name="机械学院")} == {COLLEGE}
    assert COLLEGE.model_copy(update={"name": "x"}) != COLLEGE
    assert Table(rows=()) != Table(rows=(COLLEGE,))


def test_fields_are_strict() -> None:
    """A bool or a float is no whole number, a number is no bool, and a mapping is no table."""
    for weight in (True, 1.0, "1", Decimal(1), None):
        assert codes(CollegeWeight.model_validate, {"college_id": "C01", "weight": weight}) == ["int_type"]
    assert codes(CollegeWeight.model_validate_json, '{"college_id": "C01", "weight": 1.0}') == ["int_type"]
    for flag in (1, 0, "true", "yes", 1.0, None):
        assert codes(Flagged.model_validate, {"flag": flag, "day": "2021-03-06"}) == ["bool_type"]
    assert codes(Flagged, flag=True) == ["day"], "a default is validated too"
    for rows in ("C01", {"C01": COLLEGE}, 1, None):
        assert codes(Table.model_validate, {"rows": rows}) == ["tuple_type"]


def test_every_fault_of_a_row_is_reported_at_once() -> None:
    """Contradictions between fields are all told together, each at its place; an error never shows the input."""
    row = {"record_id": "TR1", "project_id": "P1", "staff_id": "T01", "date": "2021-03-06", "unit": "day"}
    with pytest.raises(ValidationError) as info:
        TrainingRecord.model_validate(row | {"quantity": 2, "start": "09:00"})
    told = [(error["type"], error["loc"], error["input"]) for error in info.value.errors()]
    assert told == [("half-day", ("quantity",), None), ("clock-pair", ("end",), None)]
    with pytest.raises(ValidationError, match=r"(?s)^(?!.*secret).*college_id"):
        College.model_validate({"college_id": "\x00secret", "name": "x"})


def test_tables_of_every_kind_of_sequence_become_tuples() -> None:
    """A list is kept as a tuple, and a JSON array is read as one; a deque or a generator is refused."""
    for rows in ([COLLEGE], (COLLEGE,)):
        assert Table.model_validate({"rows": rows}).rows == (COLLEGE,)
    for other in (deque([COLLEGE]), (row for row in [COLLEGE])):
        assert codes(Table.model_validate, {"rows": other}) == ["tuple_type"]
    assert Table.model_validate_json('{"rows": [{"college_id": "C01", "name": "机械学院"}]}').rows == (COLLEGE,)


UNSEEN = (
    "\0\x1b\x7f\x85\xad\u061c\u180e\u200b\u200d\u200e\u2028\u2029\u202e\u2066\ufeff\ufffe\ue000\t\n\r\ud800\U000e0001"
)


@pytest.mark.parametrize("char", [*UNSEEN, "\U000e0001"])
def test_ids_and_texts_hold_no_character_that_does_not_print(char: str) -> None:
    """Control, format, surrogate, private and line characters are refused, wherever they stand."""
    for text in (char, f"{char}C01", f"C{char}01", f"C01{char}"):
        assert (outcome("id", text), outcome("text", text)) == ("id", "text")


@pytest.mark.parametrize("space", [" ", "\xa0", "\u3000", "\u2003"])
def test_spaces_stand_only_inside_an_id(space: str) -> None:
    """An id neither begins nor ends with a space of any width; a text may."""
    assert [outcome("id", text) for text in (f"{space}A", f"A{space}", space)] == ["id"] * 3
    assert outcome("id", f"A{space}B") == "kept"
    assert {outcome("text", text) for text in (f"{space}A", f"A{space}", space, f"A{space}B")} == {"kept"}


@pytest.mark.parametrize("char", ["A", "证", "𠀀", "é"])
def test_an_id_has_one_to_64_characters_and_a_text_up_to_500(char: str) -> None:
    """Characters are counted, not bytes: 64 are an id and 65 are not, 500 are a text and 501 are not."""
    assert [outcome("id", char * length) for length in (0, 1, 2, 64, 65)] == ["id", "kept", "kept", "kept", "id"]
    assert [outcome("text", char * length) for length in (0, 1, 500, 501)] == ["kept", "kept", "kept", "text"]
    for kind, shortest, longest in (("id", 1, 64), ("text", 0, 500)):
        assert {"minLength": shortest, "maxLength": longest}.items() <= KINDS[kind].json_schema().items()


@pytest.mark.parametrize("text", ["TR-01/a", "=1+1", "350211 X", "C01:60;", "1'", '"', "e\u0301", "👍", "２１"])
def test_an_id_is_opaque(text: str) -> None:
    """Any text that prints is an id as it stands: nothing is trimmed, parsed or normalized."""
    assert KINDS["id"].validate_python(text) == KINDS["id"].validate_json(json.dumps(text)) == text


@pytest.mark.parametrize("text", ["2000-01-01", "2021-03-06", "2020-02-29", "2099-12-31"])
def test_a_day_is_a_date_or_its_text(text: str) -> None:
    """Days from 2000-01-01 to 2099-12-31 are read from dates and from text."""
    day = date.fromisoformat(text)
    assert read_day(text) == read_day(day) == KINDS["day"].validate_python(text) == day
    assert type(read_day(type("HostDate", (date,), {})(day.year, day.month, day.day))) is date


def test_a_clock_time_is_a_time_without_zone_or_its_text() -> None:
    """Clock times run from 00:00 to the last microsecond of the day, in text or as a time."""
    clock = KINDS["clock-time"].validate_python
    for text in ("00:00", "08:30", "23:59", "23:59:59", "23:59:59.999999", "08:30:00.5"):
        assert clock(text) == clock(time.fromisoformat(text)) == time.fromisoformat(text)


LOCAL_TIMES = """
2021-05-29T08:30 2021-05-29T08:30:00
2021-05-29T08:30:00.5 2021-05-29T08:30:00.500000
2021-05-29T08:30+08:00 2021-05-29T08:30:00+08:00
2021-05-29T00:30Z 2021-05-29T08:30:00+08:00
2021-05-28T17:30-07:00 2021-05-29T08:30:00+08:00
2021-05-29T08:30-23:59 2021-05-30T16:29:00+08:00
2000-01-01T00:00 2000-01-01T00:00:00
1999-12-31T16:00Z 2000-01-01T00:00:00+08:00
2099-12-31T15:59:59.999999Z 2099-12-31T23:59:59.999999+08:00
2100-01-01T00:00+09:00 2099-12-31T23:00:00+08:00
2099-12-31T23:59:59.999999 2099-12-31T23:59:59.999999"""


@pytest.mark.parametrize("line", LOCAL_TIMES.splitlines()[1:])
def test_a_moment_is_local_or_turned_into_local_time(line: str) -> None:
    """Without a zone a moment is local, with one it is turned into UTC+8; the bounds hold after that."""
    text, local = line.split()
    assert KINDS["moment"].validate_python(text).isoformat() == local
    assert KINDS["moment"].validate_python(at(text)).isoformat() == local
    assert KINDS["moment"].validate_json(KINDS["moment"].dump_json(at(text))).isoformat() == local


class Zone(tzinfo):
    """A host's zone: it fails, or does not say where it lies."""

    def __init__(self, *, fails: bool) -> None:
        """Choose what it does."""
        self.fails = fails

    def utcoffset(self, dt: datetime | None) -> None:
        """Fail with an error that is no ValueError, or leave a moment naive, as `datetime` allows."""
        if self.fails:
            raise ZeroDivisionError(dt)

    dst = tzname = utcoffset


WRONG: dict[str, list[object]] = {
    "id": [None, 1, True, b"C01", ["C01"]],
    "text": [None, 1, True, b"C01", ["C01"]],
    "day": [
        *texts("2021-02-29|2021-13-01|2021-00-10|2021-04-31|1999-12-31|2100-01-01|0000-01-01|２０２１-03-06|"),
        *texts("2021-3-6|20210306|2021-W10-6|2021/03/06| 2021-03-06|2021-03-06 |2021-03-06\n|2021-03-06T00:00"),
        *texts("1708560000|21-03-06|now"),
        *[
            at("2021-03-06T00:01"),
            at("2021-03-06T00:00:00.000001"),
            at("2021-03-06T00:00Z"),
            at("2100-01-01T00:00"),
            date(1999, 12, 31),
            date(2100, 1, 1),
            20210306,
            None,
            True,
        ],
    ],
    "clock-time": [
        *texts("24:00|23:60|08:30:60|8:30|0830|08：30|０8:30|08:30Z|08:30+08:00|08:30:00.1234567|08:30:00,5|T08:30"),
        *texts("08:30 |08:30\n|08|"),
        *[time(8, 30, tzinfo=UTC), at("2021-03-06T08:30"), 830, None, timedelta(hours=8)],
    ],
    "moment": [
        *texts("2099-12-31T23:00-08:00|2099-12-31T16:00Z|2000-01-01T00:00+09:00|1999-12-31T15:59:59.999999Z"),
        *texts("1999-12-31T23:59:59.999999|2100-01-01T00:00|2021-02-29T08:30|2021-05-29|2021-05-29T24:00"),
        *texts("2021-05-29t08:30|2021-05-29T08:30z|2021-05-29T08|2021-05-29T08:30+0800|2021-05-29T08:30+08"),
        *texts("2021-05-29T08:30+24:00|2021-05-29T08：30|2021-05-29T08:30 |2021-05-29T08:30[Asia/Shanghai]"),
        *texts("2021-05-29T08:30:00.1234567||1622248200|2021-05-29 08:30|2021-05-29T08:30\n|202１-05-29T08:30"),
        *[date(2021, 5, 29), time(8, 30), 1622248200, None, at("1999-12-31T23:59")],
        *[at("9999-12-31T20:00-09:00"), at("0001-01-01T00:00+09:00")],
        at("2021-05-29T08:30").replace(tzinfo=Zone(fails=True)),
    ],
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_has_another_form_or_is_out_of_bounds_is_refused(kind: str) -> None:
    """Other spellings, digits and types, what does not exist, other centuries: each is refused under its code."""
    assert {repr(value): outcome(kind, value) for value in WRONG[kind]} == {repr(value): kind for value in WRONG[kind]}


class Timestamp(datetime):
    """A moment as pandas has it: with nanoseconds."""

    nanosecond = 0


class LateTimestamp(Timestamp):
    """A moment with a nanosecond, which a datetime would lose."""

    nanosecond = 1


class NaTType(datetime):
    """What pandas has where a moment is missing: nothing of it answers."""

    nanosecond = float("nan")

    def time(self) -> time:
        """Refuse, as pandas does."""
        raise ValueError("NaTType does not support time")


class NAType:
    """What pandas has where anything else is missing: it has no truth."""

    def __bool__(self) -> bool:
        """Refuse, as pandas does."""
        raise TypeError("boolean value of NA is ambiguous")


def test_a_midnight_is_a_day_and_loses_nothing() -> None:
    """Databases and data frames have a day as midnight without a zone; a time or a nanosecond more is refused."""
    for midnight in (datetime(2021, 3, 6), Timestamp(2021, 3, 6)):
        assert KINDS["day"].validate_python(midnight) == date(2021, 3, 6)
        assert type(KINDS["day"].validate_python(midnight)) is date
    assert outcome("day", LateTimestamp(2021, 3, 6)) == "day"
    assert outcome("moment", LateTimestamp(2021, 3, 6, 9)) == "moment"
    assert type(KINDS["moment"].validate_python(Timestamp(2021, 3, 6, 9))) is datetime


@pytest.mark.parametrize(
    "nothing", [float("nan"), NaTType(2021, 3, 6), NAType()], ids=lambda value: type(value).__name__
)
def test_what_data_frames_have_where_there_is_nothing_is_refused_as_that(nothing: object) -> None:
    """NaN, NaT and NA are no days, times or numbers: the error says that they are no value. As text they are none."""
    for kind in ("day", "clock-time", "moment"):
        assert outcome(kind, nothing) == "value-nothing"
    for read in (read_yuan, read_hours, read_credits, read_share):
        with pytest.raises(PydanticCustomError) as raised:
            read(nothing)
        assert raised.value.type == "value-nothing"
    assert [outcome(kind, nothing) for kind in ("id", "text")] == ["id", "text"]


def test_what_is_no_day_is_a_value_error() -> None:
    """`read_day` refuses text and dates alike with a ValueError of its own."""
    for value in WRONG["day"]:
        with pytest.raises(ValueError, match="a valid date"):
            read_day(value)


def test_a_zone_without_an_offset_never_asks_the_hosts_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment whose zone gives no offset must not be read as time of whatever zone the host is in."""
    told: set[str] = set()
    for zone in ("UTC", "EST5EDT"):
        monkeypatch.setenv("TZ", zone)
        host_clock.tzset()
        told.add(outcome("moment", at("2021-05-29T08:30").replace(tzinfo=Zone(fails=False))))
    monkeypatch.undo()
    host_clock.tzset()
    assert len(told) == 1


@given(st.datetimes(at("2000-01-02"), at("2099-12-30")), st.integers(-1439, 1439))
@example(at("2021-05-29T20:00"), 0)
def test_conversion_keeps_the_instant(moment: datetime, minutes: int) -> None:
    """A moment with any offset is the same instant afterwards, eight hours east, in a plain datetime."""
    aware = HostTime.combine(moment, moment.time(), timezone(timedelta(minutes=minutes)))
    taken = KINDS["moment"].validate_python(aware)
    assert (taken, taken.utcoffset(), type(taken)) == (aware, timedelta(hours=8), datetime)
    assert KINDS["moment"].validate_python(moment) == moment


class HostTime(datetime):
    """A host's own moment."""


def test_the_schema_names_the_form_of_times() -> None:
    """The JSON Schema of a day, clock time or moment is text with a pattern, bound at both ends."""
    for kind, text in {"day": "2021-03-06", "clock-time": "08:30", "moment": "2021-05-29T08:30Z"}.items():
        schema = KINDS[kind].json_schema()
        found = [bool(re.search(schema["pattern"], row)) for row in (text, f"{text}x", f"x{text}", f"{text}1", "")]
        assert (schema["type"], found) == ("string", [True, False, False, False, False])


def test_rows_are_taken_from_any_iterable() -> None:
    """A list, an iterator or nothing at all become a tuple of the rows, in their order."""
    other = College(college_id="C02", name="")
    assert rows_of(College, iter([other, COLLEGE]), "colleges", "college_id") == (other, COLLEGE)
    assert rows_of(College, [], "colleges", "college_id") == ()


NO_ROWS: dict[str, Any] = {
    "colleges: expected rows of College, not NoneType": None,
    "colleges: expected rows of College, not str": "C01",
    "colleges: expected rows of College, not bytes": b"C01",
    "colleges: expected rows of College, not int": 7,
    "colleges[1]: expected College, not CollegeWeight": [COLLEGE, WEIGHT],
    "colleges[0]: expected College, not dict": [{"college_id": "C01"}],
    "colleges[0]: expected College, not str": {"C01": COLLEGE},
    "colleges[1]: the id C01 is repeated": [COLLEGE, COLLEGE.model_copy(update={"name": ""})],
}


@pytest.mark.parametrize("message", NO_ROWS)
def test_rows_that_are_no_rows_are_refused(message: str) -> None:
    """The error names the argument, the first bad place and the types or the id."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        rows_of(College, NO_ROWS[message], "colleges", "college_id")


def test_a_repeated_id_is_masked_and_found_at_its_second_place() -> None:
    """A long id is shown by its ends; every repetition is reported at its place, never the row that has it first."""
    rows = [College(college_id=text, name="") for text in texts("A|110101199003070000|B|110101199003070000|A")]
    with pytest.raises(ValueError, match=r"^rows\[3\]: the id 11…00 is repeated; rows\[4\]: the id A is repeated$"):
        rows_of(College, rows, "rows", "college_id")


def test_mixed_moments_are_those_with_and_without_a_zone() -> None:
    """Moments are mixed only where one has a zone and another has none."""
    naive, aware = at("2021-05-29"), at("2021-05-29T00:00+08:00")
    assert all(is_mixed(row) for row in ([naive, aware], iter([aware, naive, naive])))
    assert not any(is_mixed(row) for row in ([], [naive], [aware], [naive, naive], [aware, aware]))


@pytest.mark.parametrize("people", [count(), repeat("T01"), iter(["T01"]), {"T01"}, {"T01": 1}, "T01", range(2)])
def test_a_field_of_several_is_a_list_or_a_tuple(people: Any) -> None:
    """A set has no order and an iterator may never end: both are refused at once, and so is one text."""
    times: dict[str, Any] = {"start": datetime(2021, 3, 6, 9), "end": datetime(2021, 3, 6, 10)}
    with pytest.raises(ValidationError) as info:
        Booking(booking_id="B1", people=people, **times)
    assert [(error["loc"], error["type"]) for error in info.value.errors()] == [(("people",), "tuple_type")]
    assert Booking(booking_id="B1", people=["T01"], **times).people == ("T01",)  # type: ignore[arg-type]


def test_rows_that_never_end_are_refused_at_the_first_wrong_one() -> None:
    """What a caller passes as rows, ids or findings is gone through in parts: a wrong type or a repeated id ends it."""
    row = record("R1")
    again = (record(f"R{n}") for n in range(1500))
    endless: list[tuple[Any, int, str, str]] = [
        (count(), 0, "expected TrainingRecord, not int", "980 more among the first 1000"),
        (chain([row], repeat(None)), 1, "expected TrainingRecord, not NoneType", "979 more among the first 1000"),
        (repeat(row), 1, "the id R1 is repeated", "979 more among the first 1000"),
        (chain(again, repeat(row)), 1500, "the id R1 is repeated", "1480 more among the first 3000"),
    ]
    for rows, first, problem, rest in endless:
        with pytest.raises(ValueError, match="more among") as info:
            training_pay(rows, policy=PILOT_2020)
        places = [f"records[{place}]: {problem}" for place in range(first, first + 20)]
        assert str(info.value) == "; ".join([*places, f"records: {rest}"])
    with pytest.raises(
        ValueError,
        match=r"^accounts\[0\]: expected an id as text, not int; .*; accounts: 980 more among the first 1000$",
    ):
        check_receipts([], count(), policy=PILOT_2020)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match=r"^findings\[0\]: expected Finding, not int; .*980 more"):
        require(count())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert str(training_pay((record(f"R{n}") for n in range(2500)), policy=PILOT_2020).total) == "300000.00"
