"""Exact numbers: yuan outside, fen inside; the only rounding and the only split.

Amounts, class hours and credits have at most two decimals. They are `Decimal` at the edge and whole hundredths (for
money: fen) inside, so the host's decimal context never matters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact
from fractions import Fraction
from math import gcd
from numbers import Integral
from typing import Annotated, Literal, LiteralString, TypeVar

from pydantic import BeforeValidator

from xmut_rules.base.errors import input_error
from xmut_rules.base.values import Defined, refused

_AMOUNT = r"-?[0-9]{1,13}(\.[0-9]{1,2})?"
_QUANTITY = r"[0-9]{1,2}(\.[0-9]{1,2})?"
_SHARE = r"([0-9]{1,7})/([1-9][0-9]{0,6})|([0-9]{1,3})(?:\.([0-9]{1,4}))?(%?)"
_is_amount, _is_quantity, _is_share = (re.compile(form).fullmatch for form in (_AMOUNT, _QUANTITY, _SHARE))

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN, Emin=-99, Emax=99, capitals=1, clamp=0, flags=[], traps=[Inexact])
_FEN = Decimal("0.01")

Rounding = Literal["half_up", "half_even", "down"]
"""How a fraction of a fen becomes whole fen: ties away from zero, ties to the even fen, or always down."""


KeyT = TypeVar("KeyT")
AnswerT = TypeVar("AnswerT")


class _Remembered(dict[KeyT, AnswerT]):
    """The answers of a function, up to 4,096 at a time; a `Decimal` is found in half the time of `lru_cache`."""

    def __init__(self, function: Callable[[KeyT], AnswerT]) -> None:
        self.function = function

    def __missing__(self, key: KeyT) -> AnswerT:
        if len(self) >= 4096:
            self.clear()
        self[key] = answer = self.function(key)
        return answer

    def __repr__(self) -> str:
        return f"<answers of {self.function.__name__}>"


def _hundredths(number: Decimal) -> int:
    """Return a validated number as whole hundredths.

    >>> hundredths(Decimal("120.00")), hundredths(Decimal("1.5"))
    (12000, 150)
    """
    top, bottom = number.as_integer_ratio()
    return top * 100 // bottom


hundredths = _Remembered(_hundredths).__getitem__
"""Return a validated number as whole hundredths: yuan as fen."""


def _yuan(fen: int) -> Decimal:
    """Return whole fen as yuan.

    >>> yuan(89831), yuan(-5), yuan(0)
    (Decimal('898.31'), Decimal('-0.05'), Decimal('0.00'))
    """
    return _EXACT.multiply(fen, _FEN)


yuan = _Remembered(_yuan).__getitem__
"""Return whole fen as yuan with two decimals; there is no negative zero."""


def _shortest(count: int) -> Decimal:
    """Return hundredths in shortest form.

    >>> shortest(600), shortest(150), shortest(1000)
    (Decimal('6'), Decimal('1.5'), Decimal('10'))
    """
    whole, part = divmod(count, 100)
    return Decimal(f"{whole}.{part:02d}".rstrip("0").rstrip("."))


shortest = _Remembered(_shortest).__getitem__
"""Return hundredths as a number without needless zeros, for class hours and credits."""


def _text(value: object, code: LiteralString) -> str:
    """Return a `Decimal`, an int or text as plain text; anything else is no number, but an error of this code."""
    if isinstance(value, Decimal):
        return str(value if type(value) is Decimal else Decimal(value))  # a subclass may answer otherwise
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, float):
        raise refused("float", value)
    if isinstance(value, Integral) and not isinstance(value, bool) and abs(int(value)) < 10**13:
        return str(int(value))
    raise refused(code, value)


def _reader(form: str, most: int, code: LiteralString) -> Callable[[str], int]:
    """Return a function that reads ASCII text of one form as whole hundredths, and remembers what it read."""
    is_form = re.compile(form).fullmatch

    def read(text: str) -> int:
        """Return the hundredths that a text of this form writes."""
        count = hundredths(Decimal(text)) if is_form(text) else None
        if count is None or count > most:
            raise input_error(code)
        return count

    return _Remembered(read).__getitem__


_fen = _reader(_AMOUNT, 10**15, "amount")
_hours = _reader(_QUANTITY, 2400, "hours")
_credits = _reader(_QUANTITY, 9999, "credits")


def read_fen(value: object) -> int:
    """Read an amount in yuan, as `read_yuan` does, and return it in fen."""
    if type(value) is Decimal and value.same_quantum(_FEN) and value.adjusted() < 13:
        return hundredths(value)  # it is whole fen as it stands
    return _fen(_text(value, "amount"))


def read_yuan(value: object) -> Decimal:
    """Read an amount in yuan.

    Args:
        value: a `Decimal` with at most two decimals, an int, or ASCII text such as -960.00.

    Raises:
        ValueError: anything else: floats, bools, NaN, exponents, a third decimal, 10^13 yuan or more.

    >>> read_yuan("120.5")
    Decimal('120.50')
    """
    return yuan(read_fen(value))


def read_yuan_from_zero(value: object) -> Decimal:
    """Read an amount in yuan that must not be negative.

    Raises:
        ValueError: what `read_yuan` refuses, and amounts below zero.
    """
    amount = read_yuan(value)
    if amount < 0:
        raise input_error("amount-negative")
    return amount


def read_hours(value: object) -> Decimal:
    """Read class hours: 0 to 24 with at most two decimals, as a `Decimal`, an int or ASCII text.

    Raises:
        ValueError: anything else.

    >>> read_hours("1.50")
    Decimal('1.5')
    """
    return shortest(read_hour_hundredths(value))


def read_hour_hundredths(value: object) -> int:
    """Read class hours, as `read_hours` does, and return them in hundredths."""
    return _hours(_text(value, "hours"))


def read_credits(value: object) -> Decimal:
    """Read course credits: 0 to 99.99, as a `Decimal`, an int or ASCII text.

    Raises:
        ValueError: anything else.
    """
    return shortest(_credits(_text(value, "credits")))


def read_share(value: object) -> str:
    """Read an exact share as text, `Decimal` or `Fraction`, and return it in lowest terms.

    A share above one is written as a fraction or in percent.

    Raises:
        ValueError: anything else, floats and a number such as 30 among them.

    >>> [read_share(text) for text in ("3/10", "0.30", "30%")]
    ['3/10', '3/10', '3/10']
    """
    if isinstance(value, float):
        raise refused("float", value)
    found = _is_share(f"{value!s}") if isinstance(value, str | Decimal | Fraction) else None
    if not found:
        raise refused("share", value)
    over, under, whole, part, percent = found.groups()
    if over:
        top, bottom = int(over), int(under)
    else:
        top, bottom = int(whole + (part or "")), 10 ** len(part or "") * (100 if percent else 1)
    if not over and not percent and top > bottom:  # 30 may mean 30% or thirty times
        raise input_error("share")
    common = gcd(top, bottom)
    return f"{top // common}/{bottom // common}"


def share_of(fen: int, share: str, rounding: Rounding) -> int:
    """Return an exact share of whole fen, rounded once.

    Args:
        fen: zero or more.
        share: a validated share in lowest terms.
        rounding: how a fraction of a fen is rounded.

    >>> share_of(299435, "3/10", "half_up"), share_of(299435, "3/10", "half_even")
    (89831, 89830)
    """
    top, bottom = _ratio_of(share)
    return rounded(fen * top, bottom, rounding)


def _ratio(share: str) -> tuple[int, int]:
    top, bottom = share.split("/")
    return int(top), int(bottom)


_ratio_of = _Remembered(_ratio).__getitem__


def rounded(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Return the quotient of whole numbers, zero or more, rounded to a whole number.

    >>> [rounded(n, 10, "half_up") for n in (4, 5, 15)]
    [0, 1, 2]
    """
    if rounding == "half_up":
        return (2 * numerator + denominator) // (2 * denominator)
    quotient, rest = divmod(numerator, denominator)
    goes_up = 2 * rest > denominator or (2 * rest == denominator and quotient % 2 == 1)
    return quotient + 1 if goes_up and rounding == "half_even" else quotient


def split(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split a whole number by weights: largest remainder, a tie goes to the smaller id; the parts sum to the whole.

    Args:
        total: what is split, zero or more.
        weights: a whole weight, zero or more, for each id; at least one is positive.

    >>> split(50000, {"P2": 30000, "P1": 15000})
    {'P1': 16667, 'P2': 33333}
    """
    whole = sum(weights.values())
    parts = {key: total * weights[key] // whole for key in sorted(weights)}
    by_remainder = sorted(parts, key=lambda key: (-(total * weights[key] % whole), key))
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_GROUPS = ("", "万", "亿", "万亿")


def yuan_in_words(amount: Decimal | int | str) -> str:
    """Write an amount in Chinese upper case, as a voucher wants it.

    Args:
        amount: yuan, at most two decimals, below 10^13 either way.

    Raises:
        ValueError: it is no exact amount.

    >>> yuan_in_words("1200"), yuan_in_words("100040.05")
    ('壹仟贰佰元整', '壹拾万零肆拾元零伍分')
    """
    fen = hundredths(read_yuan(amount))
    whole, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    text = f"{_whole_in_words(whole)}元" if whole or not rest else ""
    text += f"{_DIGITS[jiao]}角" if jiao else "零" if cents and whole else ""
    text += f"{_DIGITS[cents]}分" if cents else "整"
    return f"负{text}" if fen < 0 else text


def sum_in_words(amount: Decimal) -> str | None:
    """Return a sum in Chinese upper case; one of 10^13 yuan or more has no such form.

    Args:
        amount: yuan, of two decimals.
    """
    return yuan_in_words(amount) if abs(hundredths(amount)) < 10**15 else None


def _whole_in_words(number: int) -> str:
    """Write a whole number by groups of four digits; a run of zeros between digits is one 零."""
    groups = [number // 10_000**place % 10_000 for place in range(4)]
    text = ""
    for place in range(3, -1, -1):
        group = groups[place]
        if text and group and (group < 1000 or not groups[place + 1]):
            text += "零"
        unit = _GROUPS[place] if place < 3 or not groups[2] else "万"
        text += _group_in_words(group) + unit if group else ""
    return text or "零"


def _group_in_words(group: int) -> str:
    text = ""
    for digit, unit in zip(f"{group:04d}", ("仟", "佰", "拾", ""), strict=True):
        text += "零" if digit == "0" else _DIGITS[int(digit)] + unit
    return re.sub("零+", "零", text).strip("零")


def _or_whole(pattern: str, least: int, most: int) -> dict[str, object]:
    """Describe text of one form, or the same as a whole JSON number."""
    whole = {"type": "integer", "minimum": least, "maximum": most}
    return {"anyOf": [{"type": "string", "pattern": f"^({pattern})$"}, whole]}


def _of_form(pattern: str) -> dict[str, object]:
    return {"type": "string", "pattern": f"^{pattern}$"}


_MOST = 10**13 - 1
_NO_MINUS = r"-0{1,13}(\.0{1,2})?|[0-9]{1,13}(\.[0-9]{1,2})?"
_TO_24 = r"([01]?[0-9]|2[0-3])(\.[0-9]{1,2})?|24(\.0{1,2})?"

Yuan = Annotated[
    Decimal,
    BeforeValidator(read_yuan),
    Defined("Yuan", "An amount in yuan, as text such as 120.00, or whole.", _or_whole(_AMOUNT, -_MOST, _MOST)),
]
"""An amount in yuan with two decimals, below 10^13 either way; text in JSON."""

YuanFromZero = Annotated[
    Decimal,
    BeforeValidator(read_yuan_from_zero),
    Defined(
        "YuanFromZero",
        "An amount in yuan, zero or more, as text such as 120.00, or whole.",
        _or_whole(_NO_MINUS, 0, _MOST),
    ),
]
"""An amount in yuan, zero or more."""

ClassHours = Annotated[
    Decimal,
    BeforeValidator(read_hours),
    Defined("ClassHours", "Class hours, 0 to 24, as text such as 1.5, or whole.", _or_whole(_TO_24, 0, 24)),
]
"""Class hours of one record: 0 to 24, at most two decimals."""

Credits = Annotated[
    Decimal,
    BeforeValidator(read_credits),
    Defined("Credits", "Course credits, 0 to 99.99, as text such as 1.5, or whole.", _or_whole(_QUANTITY, 0, 99)),
]
"""Course credits: 0 to 99.99."""

_SHARE_FORMS = r"[0-9]{1,7}/[1-9][0-9]{0,6}|[0-9]{1,3}(\.[0-9]{1,4})?%|0{1,3}(\.[0-9]{1,4})?|0{0,2}1(\.0{1,4})?"

Share = Annotated[
    str,
    BeforeValidator(read_share),
    Defined("Share", "An exact share: 3/10, 0.30 or 30%.", _of_form(f"({_SHARE_FORMS})")),
]
"""An exact share in lowest terms: 3/10, 0.30 and 30% are all kept as 3/10."""

ReportedYuan = Annotated[
    Decimal, Defined("ReportedYuan", "An amount in yuan with two decimals.", _of_form(r"-?[0-9]+\.[0-9]{2}"))
]
"""An amount of a result: yuan with two decimals, of any size."""

ReportedNumber = Annotated[
    Decimal,
    Defined("ReportedNumber", "Class hours or credits, in shortest form.", _of_form(r"[0-9]+(\.[0-9]{1,2})?")),
]
"""Class hours or credits of a result, in shortest form."""
