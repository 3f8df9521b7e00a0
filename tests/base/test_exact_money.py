"""The arithmetic of money: amounts and shares are read exactly, rounded once, split to the fen and written in words."""

from __future__ import annotations

import importlib
import sys
from decimal import ROUND_UP, Decimal, DefaultContext, Inexact
from fractions import Fraction
from typing import Any

import pytest

import xmut_rules.base
import xmut_rules.base.money
from xmut_rules.base.money import Rounding, read_share, read_yuan, rounded, split, yuan_in_words


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
        with pytest.raises(ValueError) as raised:
            read_yuan(Decimal(wrong))
        assert getattr(raised.value, "type", None) == "amount"
    for number, code in ((0.5, "float"), (True, "amount"), (10**13, "amount"), (-(10**13), "amount"), ("x", "amount")):
        with pytest.raises(ValueError) as raised:
            read_yuan(number)
        assert getattr(raised.value, "type", None) == code


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


def test_a_share_is_no_float_and_no_whole_number() -> None:
    """§3.5.3b: 0.3 is refused as a float, a whole number as no share."""
    for wrong, code in ((0.3, "float"), (30, "share"), (Decimal(30), "share"), (None, "share")):
        with pytest.raises(ValueError) as raised:
            read_share(wrong)
        assert getattr(raised.value, "type", None) == code


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
