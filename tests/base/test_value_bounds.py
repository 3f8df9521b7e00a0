"""The edges of every plain value: what is accepted and what is refused, by the loader and by the JSON Schema alike."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter

from xmut_rules.base.money import ClassHours, Credits, ReportedNumber, ReportedYuan, Share, Yuan, YuanFromZero
from xmut_rules.base.values import ClockTime, Day, Id, Moment, Text

TYPES: dict[str, TypeAdapter[Any]] = {
    "yuan": TypeAdapter(Yuan),
    "yuan from zero": TypeAdapter(YuanFromZero),
    "class hours": TypeAdapter(ClassHours),
    "credits": TypeAdapter(Credits),
    "share": TypeAdapter(Share),
    "day": TypeAdapter(Day),
    "clock time": TypeAdapter(ClockTime),
    "moment": TypeAdapter(Moment),
    "id": TypeAdapter(Id),
    "text": TypeAdapter(Text),
}
NUL, MARK = "\u0000", "\u200b"
ACCEPTED: dict[str, list[Any]] = {
    "yuan": ["0", "-0.00", "0.5", "0.05", "9999999999999.99", "-9999999999999.99", 0, 10**13 - 1, 1 - 10**13],
    "yuan from zero": ["0", "-0", "-0.0", "-0.00", "-0000000000000.00", "0.5", "0.01", "9999999999999.99", 0,
                       10**13 - 1],
    "class hours": ["0", "00", "9", "09.5", "19.99", "20", "23.99", "24", "24.0", "24.00", 0, 24],
    "credits": ["0", "0.01", "09", "99", "99.9", "99.99", 0, 99],
    "share": ["3/10", "0/1", "9999999/9999999", "1/1000000", "0.30", "0.1234", "000.5", "0", "000", "1", "001", "1.0",
              "1.0000", "30%", "0%", "1.5%", "999%", "12.3456%"],
    "day": ["2000-01-01", "2020-02-29", "2099-12-31"],
    "clock time": ["00:00", "09:59", "19:00", "23:59", "23:59:59", "12:00:00.5", "12:00:00.123456"],
    "moment": ["2000-01-01T00:00", "2099-12-31T23:59:59.999999", "2021-03-06T09:00Z", "2021-03-06T09:00+08:00",
               "2021-03-06T09:00-23:59", "2021-03-06T09:00:00+19:59"],
    "id": ["x", "0", "x" * 64, "a b", "§", "教师甲", "其他", "x;y:z"],
    "text": ["", " ", "x" * 500, " x "],
}  # fmt: skip
REFUSED: dict[str, list[Any]] = {
    "yuan": ["", "-", "0.", ".5", "+1", "0.005", "1e3", "1_000", "１", " 1", "10000000000000", "-10000000000000",
             10**13, -(10**13), True, 0.5, None],
    "yuan from zero": ["", "-", "-.00", "-0.", "0.", ".5", "-0.01", "-1", "-00000000000000", "-0.000", "10000000000000",
                       "0.001", -1, 10**13],
    "class hours": ["", "9.", "-0", "-1", "0.005", "024", "24.", "24.000", "24.01", "24.10", "24.001", "25",
                    "30", "99", 25, -1, True],
    "credits": ["", "9.", "-1", "0.001", "099", "100", 100, -1, True],
    "share": ["", "3/0", "3/010", "10000000/1", "1/10000000", "-1/2", "1.0001", "1.00000", "1.5", "2", "30", "1000%",
              "0.12345", "1.23456%", "0000", "0001", "0001.0", "1/", "/3", ".5", "%", ".5%", "0.", "1.", "3.%",
              "3/10%", 1],
    "day": ["1999-12-31", "2100-01-01", "2021-1-01", "2021-00-01", "2021-13-01", "20210306", 1615000000],
    "clock time": ["24:00", "23:60", "23:59:60", "9:00", "12:00:00.", "12:00:00.1234567", "12:00+08:00", 900],
    "moment": ["1999-12-31T23:59", "2100-01-01T00:00", "2021-03-06 09:00", "2021-03-06T24:00", "2021-03-06T09:60",
               "2021-03-06T09:00+24:00", "2021-03-06T09:00+08:60", "2021-02-29T09:00", "2021-03-06", 1615000000],
    "id": ["", "x" * 65, " x", "x ", " ", NUL, f"x{NUL}x", f"x{MARK}", "a\nb", 1, None],
    "text": ["x" * 501, NUL, f"x{MARK}x", "a\nb", 1, None],
}  # fmt: skip


def loads(name: str, value: Any) -> bool:
    """Return whether the loader accepts a JSON value."""
    try:
        TYPES[name].validate_json(json.dumps(value))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", TYPES)
def test_the_edges_of_a_value(name: str) -> None:
    """§3.5.2.1, §3.5.3b, §3.4c: loader and schema accept the last allowed and refuse the first that is not."""
    schema: Any = jsonschema.Draft202012Validator(TYPES[name].json_schema())
    assert [value for value in ACCEPTED[name] if not loads(name, value) or not schema.is_valid(value)] == []
    assert [value for value in REFUSED[name] if loads(name, value) or schema.is_valid(value)] == []


def test_the_days_are_those_of_the_calendar() -> None:
    """From 2000 to 2099 a day is accepted if its month has it, and the schema knows leap years."""
    pattern = re.compile(TYPES["day"].json_schema()["pattern"])
    texts = {f"{y}-{m:02d}-{d:02d}": (y, m, d) for y in range(1998, 2102) for m in range(14) for d in range(33)}
    real = {
        text
        for text, (y, m, d) in texts.items()
        if 2000 <= y <= 2099 and 1 <= m <= 12 and 1 <= d <= monthrange(y, m)[1]
    }
    assert {text for text in texts if pattern.search(text)} == real
    assert {text for text in texts if 2019 <= texts[text][0] <= 2021 and loads("day", text)} == {
        text for text in real if 2019 <= texts[text][0] <= 2021
    }


def test_an_id_and_a_text_have_their_lengths_and_are_text() -> None:
    """An id has 1 to 64 characters and a text at most 500, in the schema too; bytes are no text."""
    for name, least, most in (("id", 1, 64), ("text", 0, 500)):
        schema = TYPES[name].json_schema()
        assert (schema["type"], schema["minLength"], schema["maxLength"]) == ("string", least, most)
        with pytest.raises(ValueError):
            TYPES[name].validate_python(b"x")


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("yuan from zero", "-0.01", "amount-negative"), ("class hours", "24.01", "hours"), ("class hours", "x", "hours"),
     ("credits", "100", "credits"), ("day", "2100-01-01", "day"), ("day", "2021-02-29", "day"), ("day", 1, "day"),
     ("clock time", "24:00", "clock-time"), ("moment", "2021-02-29T09:00", "moment"), ("id", "", "id"),
     ("text", NUL, "text")],
)  # fmt: skip
def test_a_refusal_has_its_code(name: str, value: Any, code: str) -> None:
    """What is refused has the code of its kind."""
    with pytest.raises(ValueError) as raised:
        TYPES[name].validate_python(value)
    errors: Any = raised.value
    assert [error["type"] for error in errors.errors()] == [code]


def test_results_are_described_as_they_are_written() -> None:
    """§3.5.2.1: an amount of a result has two decimals and any size, hours and credits have at most two."""
    amounts: Any = jsonschema.Draft202012Validator(TypeAdapter(ReportedYuan).json_schema(mode="serialization"))
    numbers: Any = jsonschema.Draft202012Validator(TypeAdapter(ReportedNumber).json_schema(mode="serialization"))
    assert [text for text in ("0.00", "-0.05", "12345678901234567.89") if not amounts.is_valid(text)] == []
    assert [text for text in ("0", "0.0", "0.000", ".00", "1.005", 1) if amounts.is_valid(text)] == []
    assert [text for text in ("0", "1.5", "1.25", "1234") if not numbers.is_valid(text)] == []
    assert [text for text in ("-1", "1.", "1.125", ".5", "", 1) if numbers.is_valid(text)] == []
