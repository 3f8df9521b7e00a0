"""Amounts in Chinese upper case, as vouchers want them; the oracle reads the words back and imports nothing."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xmut_rules.base.money import yuan_in_words

VOUCHERS = {
    "0": "零元整",
    "0.00": "零元整",
    "-0.00": "零元整",
    "0.01": "壹分",
    "0.10": "壹角整",
    "0.5": "伍角整",
    "0.99": "玖角玖分",
    "1": "壹元整",
    "1.05": "壹元零伍分",
    "1.50": "壹元伍角整",
    "10": "壹拾元整",
    "11.11": "壹拾壹元壹角壹分",
    "20.03": "贰拾元零叁分",
    "101": "壹佰零壹元整",
    "110": "壹佰壹拾元整",
    "500": "伍佰元整",
    "898.31": "捌佰玖拾捌元叁角壹分",
    "1001": "壹仟零壹元整",
    "1010": "壹仟零壹拾元整",
    "1100": "壹仟壹佰元整",
    "6007.14": "陆仟零柒元壹角肆分",
    "10000": "壹万元整",
    "10001": "壹万零壹元整",
    "10203.04": "壹万零贰佰零叁元零肆分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "20340.00": "贰万零叁佰肆拾元整",
    "101000": "壹拾万壹仟元整",
    "100040.05": "壹拾万零肆拾元零伍分",
    "1000000": "壹佰万元整",
    "10010010": "壹仟零壹万零壹拾元整",
    "10000000.10": "壹仟万元壹角整",
    "34567890.12": "叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分",
}
GROUPS = {
    "100000000": "壹亿元整",
    "100000001": "壹亿零壹元整",
    "100001000": "壹亿零壹仟元整",
    "100010000": "壹亿零壹万元整",
    "110000000": "壹亿壹仟万元整",
    "1010000000": "壹拾亿壹仟万元整",
    "1200340056.07": "壹拾贰亿零叁拾肆万零伍拾陆元零柒分",
    "20000000000": "贰佰亿元整",
    "10101010101.01": "壹佰零壹亿零壹佰零壹万零壹佰零壹元零壹分",
    "999999999999.99": "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    "1000000000000": "壹万亿元整",
    "1000000000005": "壹万亿零伍元整",
    "1000000010000": "壹万亿零壹万元整",
    "1000100000000": "壹万零壹亿元整",
    "1100000000000": "壹万壹仟亿元整",
    "3000300030003": "叁万零叁亿零叁万零叁元整",
    "9999999999999.99": "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}


@pytest.mark.parametrize(("amount", "words"), [*VOUCHERS.items(), *GROUPS.items()])
def test_an_amount_is_written_as_on_a_voucher(amount: str, words: str) -> None:
    """Zeros between digits are one 零, groups are 万 and 亿, and 整 ends what has no 分."""
    assert yuan_in_words(amount) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [("-1", "负壹元整"), ("-0.05", "负伍分"), ("-960.00", "负玖佰陆拾元整"), ("-10000.10", "负壹万元壹角整")],
)
def test_a_negative_amount_begins_with_its_sign(amount: str, words: str) -> None:
    """A refund is the same words after 负."""
    assert yuan_in_words(amount) == words


def test_every_exact_form_of_an_amount_is_taken() -> None:
    """A decimal, a whole number and text of one amount are the same words, in whatever context the host is."""
    with localcontext() as context:
        context.prec = 3
        said = {yuan_in_words(form) for form in (120050, "120050", "120050.0", Decimal("120050.00"))}
    assert said == {"壹拾贰万零伍拾元整"}


@pytest.mark.parametrize(
    "amount", [0.5, True, None, "", "1.234", "1e3", "1,000", "１", "10000000000000", Decimal("NaN")]
)
def test_what_is_no_exact_amount_is_refused(amount: Any) -> None:
    """Floats, bools, a third decimal, other digits and 10^13 yuan are a ValueError."""
    with pytest.raises(ValueError):
        yuan_in_words(amount)


DIGITS = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
FOUR = re.compile(
    "零?" + "".join(f"(?:([壹贰叁肆伍陆柒捌玖]){unit})?零?" for unit in "仟佰拾") + "([壹贰叁肆伍陆柒捌玖])?"
)


def of_four(words: str) -> int:
    """Read words of at most four digits: 仟, 佰 and 拾 in their order."""
    found = FOUR.fullmatch(words)
    assert found is not None, words
    thousands, hundreds, tens, ones = (DIGITS[digit or "零"] for digit in found.groups())
    return thousands * 1000 + hundreds * 100 + tens * 10 + ones


def of_eight(words: str) -> int:
    """Read words that may have one 万."""
    ten_thousands, found, rest = words.rpartition("万")
    return (of_four(ten_thousands) * 10_000 if found else 0) + of_four(rest)


def read_back(words: str) -> Decimal:
    """Read an amount in words as a person does: the sign, what stands before 亿, 元, 角 and 分."""
    sign, whole = (-1, words[1:]) if words.startswith("负") else (1, words)
    found = re.fullmatch("(?:(.+)元)?零?(?:(.)角)?(?:(.)分)?整?", whole)
    assert found is not None, words
    yuan, jiao, fen = found.groups()
    before, split, after = (yuan or "零").rpartition("亿")
    number = (of_eight(before) * 100_000_000 if split else 0) + of_eight(after)
    return Decimal(sign * (number * 100 + DIGITS[jiao or "零"] * 10 + DIGITS[fen or "零"])) / 100


def zeros_said(number: str) -> int:
    """Count the 零 that a whole number has: one a run of zeros between digits, none where a group ends and begins full.

    壹拾万壹仟 needs none before 仟; a run that is a whole group or more is said.
    """
    count = 0
    for run in re.finditer("(?<=[1-9])0+(?=[1-9])", number):
        after = len(number) - run.end()
        count += after % 4 != 0 or len(run.group()) >= 4
    return count


AMOUNTS = st.lists(st.sampled_from("00000001234567899"), min_size=1, max_size=15).map("".join)


@given(AMOUNTS, st.booleans())
@example("999999999999999", True).via("the most there is")
@example("100000000000001", False).via("one fen above ten thousand 亿")
@example("100010001000100", False).via("each group begins with zeros")
@example("010001000100010", False).via("a full 仟 after a zero")
def test_the_words_are_read_back_as_the_amount(digits: str, negative: bool) -> None:
    """An amount of any size and with any zeros is what a reader makes of its words."""
    fen = -int(digits) if negative else int(digits)
    assert read_back(yuan_in_words(Decimal(fen).scaleb(-2))) * 100 == fen


@given(AMOUNTS)
@example("00000000000000").via("nothing at all")
def test_zeros_are_said_once_and_only_between_digits(digits: str) -> None:
    """Each run of zeros between digits is one 零, never two, none ends the yuan, and 整 stands where no 分 does."""
    fen = int(digits)
    words = yuan_in_words(Decimal(fen).scaleb(-2))
    yuan, found, rest = words.rpartition("元")
    assert "零零" not in words
    assert bool(found) == (fen >= 100 or fen == 0)
    assert yuan.count("零") == (zeros_said(str(fen // 100)) if fen else 1)
    assert yuan.endswith("零") == (fen == 0)
    assert rest.startswith("零") == (fen >= 100 and 0 < fen % 100 < 10)
    assert words.endswith("整") == (fen % 10 == 0)
    assert words.endswith("分") == (fen % 10 != 0)


@given(st.integers(0, 10**15 - 1), st.integers(0, 10**15 - 1))
def test_different_amounts_are_different_words(one: int, other: int) -> None:
    """No two amounts have the same words."""
    same = yuan_in_words(Decimal(one).scaleb(-2)) == yuan_in_words(Decimal(other).scaleb(-2))
    assert same == (one == other)
