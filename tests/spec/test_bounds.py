"""The edges of every plain value: what is taken and what is refused, by the loader and by the JSON Schema alike."""

from __future__ import annotations

import importlib
import json
import re
import sys
from calendar import monthrange
from decimal import ROUND_UP, Decimal, DefaultContext, Inexact
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter

import xmut_rules.base
import xmut_rules.base.money
from xmut_rules.base.money import (
    ClassHours,
    Credits,
    ReportedNumber,
    ReportedYuan,
    Rounding,
    Share,
    Yuan,
    YuanFromZero,
    read_share,
    read_yuan,
    rounded,
    split,
    yuan_in_words,
)
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
TAKEN: dict[str, list[Any]] = {
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
    """Tell whether the loader takes a JSON value."""
    try:
        TYPES[name].validate_json(json.dumps(value))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", TYPES)
def test_the_edges_of_a_value(name: str) -> None:
    """§3.5.2.1, §3.5.3b, §3.4c, §0a: loader and schema take the last allowed and refuse the first that is not."""
    schema: Any = jsonschema.Draft202012Validator(TYPES[name].json_schema())
    assert [value for value in TAKEN[name] if not loads(name, value) or not schema.is_valid(value)] == []
    assert [value for value in REFUSED[name] if loads(name, value) or schema.is_valid(value)] == []


def test_the_days_are_those_of_the_calendar() -> None:
    """§0a: from 2000 to 2099 a day is taken if its month has it, and the schema knows leap years."""
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


@pytest.mark.parametrize(
    ("text", "share"),
    [("30%", "3/10"), ("0.30", "3/10"), ("3/10", "3/10"), ("6/20", "3/10"), ("12.5%", "1/8"), ("150%", "3/2"),
     ("1", "1/1"), ("0", "0/1"), ("0.0001", "1/10000"), ("0.01%", "1/10000"), ("7/5", "7/5"), ("100%", "1/1")],
)  # fmt: skip
def test_a_share_is_kept_in_lowest_terms(text: str, share: str) -> None:
    """§3.5.3b: a fraction, a decimal and a percentage of one share are one text."""
    assert read_share(text) == share
    if "/" not in text and "%" not in text:
        assert read_share(Decimal(text)) == share
    assert read_share(Fraction(share)) == share


def test_an_id_and_a_text_have_their_lengths_and_are_text() -> None:
    """§0a: an id has 1 to 64 characters and a text at most 500, in the schema too; bytes are no text."""
    for name, least, most in (("id", 1, 64), ("text", 0, 500)):
        schema = TYPES[name].json_schema()
        assert (schema["type"], schema["minLength"], schema["maxLength"]) == ("string", least, most)
        with pytest.raises(ValueError):
            TYPES[name].validate_python(b"x")


def test_a_host_that_changed_every_decimal_default_counts_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """§3.5.3b: loaded by a host whose decimal contexts have three digits, sums have 60, or are an error."""
    for name, value in (("prec", 3), ("Emax", 1), ("Emin", -1), ("rounding", ROUND_UP), ("capitals", 0), ("clamp", 1)):
        monkeypatch.setattr(DefaultContext, name, value)
    monkeypatch.setattr(xmut_rules.base, "money", xmut_rules.base.money)
    monkeypatch.delitem(sys.modules, "xmut_rules.base.money")
    money = importlib.import_module("xmut_rules.base.money")
    assert str(money.read_yuan("9999999999999.99")) == "9999999999999.99"
    assert str(money.read_yuan(Decimal("-0.05"))) == "-0.05"
    assert str(money.yuan(10**60 - 1)) == "9" * 58 + ".99"
    with pytest.raises(Inexact):
        money.yuan(10**60 + 1)


def test_a_share_is_no_float_and_no_whole_number() -> None:
    """§3.5.3b: 0.3 as a float is told as such; a number is refused as no share."""
    for wrong, code in ((0.3, "float"), (30, "share"), (Decimal(30), "share"), (None, "share")):
        with pytest.raises(ValueError) as told:
            read_share(wrong)
        assert getattr(told.value, "type", None) == code


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal("9999999999999.99"), "9999999999999.99"), (Decimal("-0.00"), "0.00"), (Decimal(5), "5.00"),
     (Decimal("0.1"), "0.10"), (-(10**13) + 1, "-9999999999999.00"), ("-0.05", "-0.05")],
)  # fmt: skip
def test_an_amount_is_read_to_two_decimals(value: Any, text: str) -> None:
    """§3.5.3a: a decimal, a whole number and text are read to the fen, and there is no negative zero."""
    assert str(read_yuan(value)) == text


def test_a_decimal_has_the_same_edges() -> None:
    """§3.5.3a: exponents, a third decimal, 10^13, NaN and infinities are refused in a decimal too."""
    for wrong in ("1E+1", "1.000", "10000000000000", "-10000000000000", "NaN", "Infinity", "1E-3", "1e13"):
        with pytest.raises(ValueError) as told:
            read_yuan(Decimal(wrong))
        assert getattr(told.value, "type", None) == "amount"
    for number, code in ((0.5, "float"), (True, "amount"), (10**13, "amount"), (-(10**13), "amount"), ("x", "amount")):
        with pytest.raises(ValueError) as told:
            read_yuan(number)
        assert getattr(told.value, "type", None) == code


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("yuan from zero", "-0.01", "amount-negative"), ("class hours", "24.01", "hours"), ("class hours", "x", "hours"),
     ("credits", "100", "credits"), ("day", "2100-01-01", "day"), ("day", "2021-02-29", "day"), ("day", 1, "day"),
     ("clock time", "24:00", "clock-time"), ("moment", "2021-02-29T09:00", "moment"), ("id", "", "id"),
     ("text", NUL, "text")],
)  # fmt: skip
def test_a_refusal_has_its_code(name: str, value: Any, code: str) -> None:
    """§0a: what is refused is told under the code of its kind."""
    with pytest.raises(ValueError) as told:
        TYPES[name].validate_python(value)
    errors: Any = told.value
    assert [each["type"] for each in errors.errors()] == [code]


@pytest.mark.parametrize(
    ("numerator", "denominator", "half_up", "half_even", "down"),
    [(0, 10, 0, 0, 0), (4, 10, 0, 0, 0), (5, 10, 1, 0, 0), (6, 10, 1, 1, 0), (15, 10, 2, 2, 1), (25, 10, 3, 2, 2),
     (35, 10, 4, 4, 3), (1, 3, 0, 0, 0), (2, 3, 1, 1, 0), (5, 3, 2, 2, 1), (7, 2, 4, 4, 3), (5, 2, 3, 2, 2)],
)  # fmt: skip
def test_a_quotient_is_rounded_once(numerator: int, denominator: int, half_up: int, half_even: int, down: int) -> None:
    """§3.5.3b C12: a tie goes up, to the even number, or down with everything else."""
    modes: tuple[Rounding, ...] = ("half_up", "half_even", "down")
    assert [rounded(numerator, denominator, mode) for mode in modes] == [half_up, half_even, down]


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [(50000, {"P2": 30000, "P1": 15000}, {"P1": 16667, "P2": 33333}), (1, {"B": 1, "A": 1}, {"A": 1, "B": 0}),
     (50000, {"P5": 1, "P10": 1, "P2": 1}, {"P10": 16667, "P2": 16667, "P5": 16666}),
     (7, {"A": 1, "B": 3, "C": 0}, {"A": 2, "B": 5, "C": 0}), (2, {"A": 1, "B": 5, "C": 5}, {"A": 0, "B": 1, "C": 1}),
     (0, {"A": 1}, {"A": 0})],
)  # fmt: skip
def test_a_sum_is_split_by_largest_remainder(total: int, weights: dict[str, int], parts: dict[str, int]) -> None:
    """§3.5.2.2b B8, §3.5.3b C11: what is left over goes to the largest remainders, a tie to the smaller id, by id."""
    assert list(split(total, weights).items()) == list(parts.items())


def test_results_are_described_as_they_are_written() -> None:
    """§3.5.2.1: an amount of a result has two decimals and any size, hours and credits have at most two."""
    amounts: Any = jsonschema.Draft202012Validator(TypeAdapter(ReportedYuan).json_schema(mode="serialization"))
    numbers: Any = jsonschema.Draft202012Validator(TypeAdapter(ReportedNumber).json_schema(mode="serialization"))
    assert [each for each in ("0.00", "-0.05", "12345678901234567.89") if not amounts.is_valid(each)] == []
    assert [each for each in ("0", "0.0", "0.000", ".00", "1.005", 1) if amounts.is_valid(each)] == []
    assert [each for each in ("0", "1.5", "1.25", "1234") if not numbers.is_valid(each)] == []
    assert [each for each in ("-1", "1.", "1.125", ".5", "", 1) if numbers.is_valid(each)] == []


WORDS = {
    "0": "零元整",
    "0.01": "壹分",
    "0.10": "壹角整",
    "0.99": "玖角玖分",
    "1.05": "壹元零伍分",
    "20": "贰拾元整",
    "101": "壹佰零壹元整",
    "898.31": "捌佰玖拾捌元叁角壹分",
    "999": "玖佰玖拾玖元整",
    "1000": "壹仟元整",
    "1001": "壹仟零壹元整",
    "10000": "壹万元整",
    "10001": "壹万零壹元整",
    "11000": "壹万壹仟元整",
    "110999": "壹拾壹万零玖佰玖拾玖元整",
    "100040.05": "壹拾万零肆拾元零伍分",
    "10010010": "壹仟零壹万零壹拾元整",
    "34567890.12": "叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分",
    "100000000": "壹亿元整",
    "100001000": "壹亿零壹仟元整",
    "110000000": "壹亿壹仟万元整",
    "100010000": "壹亿零壹万元整",
    "1000000000000": "壹万亿元整",
    "1000100000000": "壹万零壹亿元整",
    "1000000010000": "壹万亿零壹万元整",
    "1000010000000": "壹万亿零壹仟万元整",
    "1100000000000": "壹万壹仟亿元整",
    "9999999999999.99": "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    "-960.00": "负玖佰陆拾元整",
    "-0.05": "负伍分",
    "-0.01": "负壹分",
}


@pytest.mark.parametrize(("amount", "words"), WORDS.items())
def test_an_amount_in_words(amount: str, words: str) -> None:
    """§3.5.3b: a voucher writes zeros between digits as one 零, groups as 万 and 亿, and ends with 整 without 分."""
    assert yuan_in_words(amount) == words
