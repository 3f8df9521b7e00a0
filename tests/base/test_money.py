"""Exact numbers: what is read as money, hours, credits or a share, and how it is rounded and split.

The oracles are fractions and plain enumeration; they share nothing with the code.
"""

from __future__ import annotations

import decimal
import json
from collections.abc import Callable, Iterable
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from itertools import product
from math import floor
from numbers import Integral
from threading import Thread
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter
from pydantic_core import PydanticCustomError

from xmut_rules.base import money
from xmut_rules.base.money import Rounding

Reader = Callable[[object], object]
READ: list[Reader] = [money.read_yuan, money.read_hours, money.read_credits, money.read_share]
READERS = dict(zip(["amount", "hours", "credits", "share"], READ, strict=True))
NAMED: list[Any] = [money.Yuan, money.YuanFromZero, money.ClassHours, money.Credits, money.Share]
KINDS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(kind)
    for name, kind in zip(["yuan", "yuan from zero", "hours", "credits", "share"], NAMED, strict=True)
}
MOST_FEN = 10**15 - 1
FEN = st.integers(-MOST_FEN, MOST_FEN)
ROUNDINGS: tuple[Rounding, ...] = ("half_up", "half_even", "down")


class Count(int):
    """A host's own whole number."""


class Amount(Decimal):
    """A host's own decimal number."""


def code_of(read: Reader, value: object) -> str:
    """The code under which a reader refuses a value."""
    with pytest.raises(PydanticCustomError) as info:
        read(value)
    return info.value.type


def texts(joined: str) -> list[str]:
    """Texts that are written in one line."""
    return joined.split("|")


def written(value: object) -> str:
    """A number as text, so that 1.5 and 1.50 differ."""
    return f"{value!s}"


ACCEPTED: dict[str, list[object]] = {
    "120.00": [120, "120", "120.0", "00120", Decimal(120), Decimal("120.00"), Count(120), Amount(120)],
    "0.00": [0, "0", "-0", "-0.00", Decimal("-0"), Decimal("-0.00"), Amount("-0.0")],
    "-960.00": [-960, "-960.00", Decimal(-960)],
    "-0.05": ["-0.05", Decimal("-0.05"), Amount("-0.05")],
    "1.50": ["1.5", Decimal("1.5")],
    "9999999999999.00": [10**13 - 1, "9999999999999", Count(10**13 - 1)],
    "-9999999999999.00": [1 - 10**13, "-9999999999999"],
    "9999999999999.99": ["9999999999999.99", Decimal("9999999999999.99")],
    "-9999999999999.99": ["-9999999999999.99", Decimal("-9999999999999.99")],
}


@pytest.mark.parametrize("kept", ACCEPTED)
def test_an_exact_number_is_an_amount_with_two_decimals(kept: str) -> None:
    """Whole numbers, decimals and ASCII text below 10^13 yuan are read, with two decimals and no negative zero."""
    amounts = [money.read_yuan(value) for value in ACCEPTED[kept]]
    assert {(type(amount), written(amount)) for amount in amounts} == {(Decimal, kept)}


@given(FEN)
@example(MOST_FEN)
@example(-MOST_FEN)
def test_an_amount_is_the_same_fen_however_it_is_written(fen: int) -> None:
    """A decimal, a host's own decimal and text of one amount are the same whole fen."""
    amount = Decimal(f"{fen}e-2")
    assert {money.read_fen(value) for value in (amount, Amount(amount), written(amount))} == {fen}


class Loud(Decimal):
    """A host's number that claims to be another one."""

    def __str__(self) -> str:
        """Claim to be 1."""
        return "1"

    def __eq__(self, other: object) -> bool:
        """Claim to equal anything."""
        return True

    __hash__ = Decimal.__hash__


def test_a_hosts_number_is_read_for_what_it_is() -> None:
    """What a subclass says of itself decides nothing, and does not change what is answered to others."""
    assert [written(money.read_yuan(value)) for value in (Loud("2.5"), Decimal("2.5"))] == ["2.50", "2.50"]
    assert code_of(money.read_yuan, Loud("2.555")) == "amount"


def test_what_is_remembered_is_bounded() -> None:
    """A host that reads amounts without end uses no memory without end, and goes on reading them exactly."""
    amounts = [money.read_yuan(f"{count}.05") for count in range(9000)]
    assert [amount * 100 for amount in amounts] == [100 * count + 5 for count in range(9000)]
    kept = [len(answers) for answers in remembered()]
    assert kept
    assert max(kept) <= 4096
    assert "<answers of _yuan>" in map(repr, remembered())


def remembered() -> list[dict[Any, Any]]:
    """What the functions of the module remember."""
    owners: list[Any] = [getattr(function, "__self__", None) for function in vars(money).values()]
    return [owner for owner in owners if isinstance(owner, dict)]


NO_NUMBERS = texts(
    "| 1|1 |1\n|+1|--1|1.|.5|1.234|1.000|1,000|1_000|1e3|1E-2|１２|1．5|٣|−1|0x10|NaN|Infinity|"
    "10000000000000|-10000000000000|00000000000001"
)
NO_DECIMALS = texts(
    "1.234|1.000|0E-3|1E+1|0E+2|10000000000000|-10000000000000.00|1e3000000|-1e3000000|1e-3000000|NaN|-NaN123|sNaN|"
    "Infinity|-Infinity"
)
NEITHER: list[object] = [b"1", None, [1], True, False, 1j, Fraction(1, 2), 10**13, -(10**13), Count(10**13), 10**5000]
INEXACT: list[object] = [*NO_NUMBERS, *map(Decimal, NO_DECIMALS), *map(Amount, NO_DECIMALS), *NEITHER]


@pytest.mark.parametrize("code", ["amount", "hours", "credits"])
def test_what_is_no_exact_number_is_refused_under_the_code_of_its_kind(code: str) -> None:
    """Exponents, other digits, a third decimal, NaN, infinities, bools and what is too large are refused at once."""
    assert [code_of(READERS[code], value) for value in INEXACT] == [code] * len(INEXACT)


@pytest.mark.parametrize("code", READERS)
@pytest.mark.parametrize("value", [0.3, 0.0, 1.0, -0.0, 1e300, float("inf")])
def test_a_float_is_reported_to_be_written_as_text(code: str, value: float) -> None:
    """Every float is refused under a code of its own, also one that is whole."""
    assert code_of(READERS[code], value) == "float"


@Integral.register
class Int64:
    """A whole number of numpy: no int, and registered as one of the integers."""

    def __init__(self, value: int) -> None:
        """Keep the number."""
        self.value = value

    def __int__(self) -> int:
        """Return it as Python's own."""
        return self.value


@pytest.mark.parametrize("code", ["amount", "hours", "credits"])
def test_a_whole_number_of_numpy_is_exact(code: str) -> None:
    """It is read as the int that it is, and refused where that is."""
    assert READERS[code](Int64(3)) == 3
    assert code_of(READERS[code], Int64(10**13)) == code


def test_an_amount_from_zero_is_zero_or_more() -> None:
    """Zero and minus zero pass, a fen below zero does not, and what is no amount is refused as one."""
    assert [written(money.read_yuan_from_zero(value)) for value in ("0", "-0.00", "0.01")] == ["0.00", "0.00", "0.01"]
    assert code_of(money.read_yuan_from_zero, "-0.01") == "amount-negative"
    assert code_of(money.read_yuan_from_zero, "0.001") == "amount"


def test_hours_and_credits_are_kept_in_shortest_form() -> None:
    """Class hours go to 24 and credits to 99.99, without needless zeros or an exponent."""
    hours: list[object] = [0, "0.00", "1.50", "0.01", Decimal("10.00"), 20, "24.00", 24]
    assert [written(money.read_hours(value)) for value in hours] == ["0", "0", "1.5", "0.01", "10", "20", "24", "24"]
    credit: list[object] = [2, "0", "99.99", 99, "10.0"]
    assert [written(money.read_credits(value)) for value in credit] == ["2", "0", "99.99", "99", "10"]


@pytest.mark.parametrize("value", ["-1", -1, "-0.01", "100", 100, Decimal("100.00"), Decimal("-0.01")])
def test_hours_and_credits_out_of_range_are_refused(value: object) -> None:
    """A record has 0 to 24 class hours and a certificate 0 to 99.99 credits; a hundredth more is refused."""
    assert code_of(money.read_hours, value) == "hours"
    assert code_of(money.read_credits, value) == "credits"
    assert {code_of(money.read_hours, more) for more in ("24.01", Decimal("24.01"), 25, 99)} == {"hours"}


@given(FEN)
@example(0)
@example(-1)
@example(MOST_FEN)
def test_yuan_and_hundredths_undo_each_other(fen: int) -> None:
    """Whole fen become yuan with two decimals of the same worth, and back; reading changes nothing."""
    amount = money.yuan(fen)
    assert Fraction(amount) * 100 == fen
    assert written(amount) == f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
    assert money.hundredths(amount) == fen
    assert written(money.read_yuan(amount)) == written(money.read_yuan(f"{amount}")) == written(amount)


@given(st.integers(0, 10**9))
@example(100)
@example(1000)
@example(0)
@example(10)
def test_the_shortest_form_ends_in_no_needless_zero(count: int) -> None:
    """Hundredths as a number keep their worth, have no exponent and no zero at the end of a fraction."""
    text = written(money.shortest(count))
    assert Fraction(text) * 100 == count
    assert set(text) <= set("0123456789.")
    assert "." not in text or text[-1] not in "0."


SHARES: dict[str, list[object]] = {
    "3/10": ["3/10", "0.30", "0.3", "30%", "30/100", "030.0%", Decimal("0.30"), Fraction(3, 10)],
    "61/200": ["30.5%", "0.305", Decimal("0.305"), Fraction(61, 200)],
    "0/1": ["0", "0%", "0/7", Decimal(0), Fraction(0)],
    "1/1": ["1", "100%", "999999/999999", Decimal("1.0000"), Fraction(1)],
    "3333/10000": ["0.3333", "33.33%"],
    "3/2": ["3/2", "150%", "150.00%"],
    "100000/333333": ["300000/999999"],
}


@pytest.mark.parametrize("kept", SHARES)
def test_a_share_is_kept_exactly_in_lowest_terms(kept: str) -> None:
    """A fraction, a decimal and a percentage of one worth are one share."""
    assert {money.read_share(value) for value in SHARES[kept]} == {kept}


NO_SHARES = texts(
    "|3/0|3/|/10|3/010|-3/10|3/-10|+0.3|-30%|0.33333|.3|3.|30 %|%|３０%| 3/10|3/10\n|3/10/1|3_0%|1e-1|12345678/2|NaN"
    "|30|2|1.5|1.0001"
)


def test_what_is_no_exact_share_is_refused() -> None:
    """Signs, other digits, a zero below the line, what is too fine and a bare number above one are no shares."""
    values: list[object] = [*NO_SHARES, b"30%", 1, 0, True, None, ["3/10"], Fraction(-3, 10), Fraction(1, 10**7)]
    values += map(Decimal, texts("NaN|sNaN|Infinity|-0.3|1E+1|1e-3000000|1e3000000"))
    assert [code_of(money.read_share, value) for value in values] == ["share"] * len(values)


SHARE_TEXTS = st.from_regex(r"[0-9]{1,6}/[1-9][0-9]{0,5}|[0-9]{1,3}(\.[0-9]{1,4})?%?", fullmatch=True)


@given(SHARE_TEXTS)
@example("0.0001%")
@example("100.0001%")
def test_reading_a_share_again_changes_nothing(text: str) -> None:
    """A share that was read once is read again as itself, so that a policy's JSON can be read back."""
    try:
        share = money.read_share(text)
    except PydanticCustomError:
        return  # which texts are shares is reported above and by the schema
    assert money.read_share(share) == share
    assert Fraction(share) == Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def nearest(exact: Fraction, rounding: Rounding) -> int:
    """Round a fraction of zero or more, from the words: half up, half to even, down."""
    below = floor(exact)
    rest = exact - below
    if rounding == "down" or rest < Fraction(1, 2):
        return below
    if rest > Fraction(1, 2) or rounding == "half_up":
        return below + 1
    return below + below % 2


def test_tenths_are_rounded_by_hand() -> None:
    """Around a half, the three roundings give what one reckons by hand."""
    tenths = [0, 4, 5, 6, 14, 15, 16, 25]
    assert [money.rounded(count, 10, "half_up") for count in tenths] == [0, 0, 1, 1, 1, 2, 2, 3]
    assert [money.rounded(count, 10, "half_even") for count in tenths] == [0, 0, 0, 1, 1, 2, 2, 2]
    assert [money.rounded(count, 10, "down") for count in tenths] == [0, 0, 0, 0, 1, 1, 1, 2]


@given(st.integers(0, 10**12), st.integers(1, 10**6), st.sampled_from(ROUNDINGS))
def test_rounding_agrees_with_fractions(count: int, half: int, rounding: Rounding) -> None:
    """A quotient, and one that lies exactly between two whole numbers, is rounded as the exact fraction is."""
    assert money.rounded(count, half, rounding) == nearest(Fraction(count, half), rounding)
    tie = (2 * count + 1) * half
    assert money.rounded(tie, 2 * half, rounding) == nearest(Fraction(tie, 2 * half), rounding)


@given(st.integers(0, 10**12), st.sampled_from([0, 1, 4, 5, 6, 9]), st.sampled_from(ROUNDINGS))
@example(29943, 5, "half_up").via("§3.5.3b: 30% of 2994.35 is 898.305")
def test_thirty_percent_agrees_with_fractions(tens: int, last: int, rounding: Rounding) -> None:
    """30% of a surplus is rounded once, to the fen; only a surplus that ends in 5 fen meets a tie."""
    fen = 10 * tens + last
    exact = Fraction(30, 100) * fen
    assert money.share_of(fen, "3/10", rounding) == nearest(exact, rounding)
    assert ((2 * exact).denominator == 1 and exact.denominator == 2) == (last == 5)


@given(st.integers(0, 10**15), st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from(ROUNDINGS))
def test_any_share_agrees_with_fractions(fen: int, top: int, bottom: int, rounding: Rounding) -> None:
    """A share of whole fen is the exact fraction of it, rounded once."""
    assert money.share_of(fen, f"{top}/{bottom}", rounding) == nearest(Fraction(fen * top, bottom), rounding)


WEIGHTS = st.dictionaries(st.sampled_from(["P1", "P10", "P2", "p1", "项目"]), st.integers(0, 12), min_size=1).filter(
    lambda weights: any(weights.values())
)


def fairest(total: int, weights: dict[str, int]) -> dict[str, int]:
    """Among all ways to hand out whole numbers, the nearest to the exact parts; of equals, most to smaller ids."""
    ids = sorted(weights)
    exact = [Fraction(total * weights[key], sum(weights.values())) for key in ids]
    around = [range(floor(part), floor(part) + 2) for part in exact]
    ways: list[tuple[int, ...]] = [way for way in product(*around) if sum(way) == total]

    def unfairness(way: Iterable[int]) -> tuple[Fraction, list[int]]:
        squares = ((part - due) ** 2 for part, due in zip(way, exact, strict=True))
        return sum(squares, Fraction(0)), [-part for part in way]

    return dict(zip(ids, min(ways, key=unfairness), strict=True))


def test_splits_worked_by_hand() -> None:
    """A tie goes to the smaller id by code point (TR10 before TR9), a larger remainder goes first."""
    assert money.split(50000, {"P1": 15000, "P2": 30000}) == {"P1": 16667, "P2": 33333}
    assert money.split(100, {"TR9": 1, "TR10": 1, "TR2": 1}) == {"TR10": 34, "TR2": 33, "TR9": 33}
    assert money.split(1, {"b": 1, "a": 1}) == {"a": 1, "b": 0}
    assert money.split(1, {"a": 1, "b": 2}) == {"a": 0, "b": 1}
    assert money.split(5, {"a": 0, "b": 3}) == {"a": 0, "b": 5}
    assert money.split(0, {"a": 3, "b": 4}) == {"a": 0, "b": 0}


@given(st.integers(0, 10**15), WEIGHTS)
def test_a_split_is_the_fairest_there_is(total: int, weights: dict[str, int]) -> None:
    """Of all ways to hand out whole fen, a split takes the one nearest to the exact parts."""
    parts = money.split(total, weights)
    assert parts == fairest(total, weights)
    assert sum(parts.values()) == total
    assert all(abs(parts[key] - Fraction(total * weights[key], sum(weights.values()))) < 1 for key in weights)


@given(st.integers(0, 10**6), WEIGHTS, st.randoms(use_true_random=False))
def test_a_split_does_not_depend_on_the_order_of_its_ids(total: int, weights: dict[str, int], random: Any) -> None:
    """Shuffled weights give the same parts in the same order, and the weights stay as they were."""
    pairs = list(weights.items())
    random.shuffle(pairs)
    shuffled = dict(pairs)
    assert list(money.split(total, shuffled).items()) == list(money.split(total, weights).items())
    assert list(shuffled.items()) == pairs


TRAPS = list(Context().traps)
HOW = [getattr(decimal, name) for name in dir(decimal) if name.startswith("ROUND_")]


def figures(fen: int) -> list[str]:
    """What every function of the module gives for an amount, nothing of it remembered from before."""
    for answers in remembered():
        answers.clear()
    text = f"{abs(fen) // 100}.{abs(fen) % 100:02d}"
    texts_of = {"yuan": text, "yuan from zero": text, "hours": "23.99", "credits": "99.99", "share": "30.5%"}
    row = [KINDS[name].validate_json(f'"{value}"') for name, value in texts_of.items()]
    refused = [code_of(READERS[code], Decimal(bad)) for code in READERS for bad in ("NaN", "sNaN", "1e999", "1.23456")]
    numbers = [money.read_yuan(Decimal(text)), money.yuan(-fen), money.hundredths(money.yuan(fen))]
    numbers += [money.shortest(abs(fen)), money.share_of(abs(fen), "3/10", "half_even")]
    return [written(line) for line in (*row, *numbers, *refused)]


PLAIN = Context(prec=28)


@settings(max_examples=60)
@given(FEN, st.integers(1, 5), st.sampled_from(HOW), st.sets(st.sampled_from(TRAPS)), st.integers(0, 1))
@example(MOST_FEN, 1, decimal.ROUND_UP, set(TRAPS), 0)
def test_the_hosts_context_changes_nothing(
    fen: int, digits: int, how: str, traps: set[type[decimal.DecimalException]], capitals: int
) -> None:
    """Whatever precision, rounding, bounds and traps a host has set, every figure is the same."""
    with localcontext(PLAIN):
        expected = figures(fen)
    host = Context(digits, how, Emin=-1, Emax=1, capitals=capitals, clamp=1, flags=[], traps=list(traps))
    with localcontext(host):
        assert figures(fen) == expected


def test_a_new_threads_context_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that starts under another default context computes the same figures."""
    with localcontext(PLAIN):
        expected = figures(-MOST_FEN)
    for name, value in {"prec": 2, "rounding": decimal.ROUND_UP, "Emax": 2, "Emin": -2}.items():
        monkeypatch.setattr(decimal.DefaultContext, name, value)
    found: list[tuple[int, list[str]]] = []
    thread = Thread(target=lambda: found.append((decimal.getcontext().prec, figures(-MOST_FEN))))
    thread.start()
    thread.join()
    assert found == [(2, expected)]


FORMS = [
    *[r"-?[0-9]{0,15}(\.[0-9]{0,3})?", r"-?[012][0-9]?(\.[0-9]{1,2})?%?", r"-?0{1,14}(\.0{0,3})?"],
    *[r"[0-9]{1,7}/[0-9]{1,7}", r"[0-9]{1,4}(\.[0-9]{1,5})?%?", r"[0-9.+/%e_ １-]{0,8}"],
]
CANDIDATES = st.one_of([st.from_regex(form, fullmatch=True, alphabet="0123456789.+-/%e_ １") for form in FORMS])


def fits(kind: TypeAdapter[Any], value: object) -> bool:
    """Whether a value of a JSON document fits the published schema of its kind."""
    validator: Any = Draft202012Validator(kind.json_schema())
    return bool(validator.is_valid(value))


def is_read(kind: TypeAdapter[Any], value: object) -> bool:
    """Whether the parser takes a value of a JSON document."""
    try:
        kind.validate_json(json.dumps(value))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=150)
@given(text=CANDIDATES)
@example(text="24.00")
@example(text="24.01")
@example(text="-0.00")
@example(text="3/10")
def test_the_schema_takes_the_texts_that_the_parser_takes(name: str, text: str) -> None:
    """A text fits the published JSON Schema of a number if and only if it is read."""
    kind = KINDS[name]
    assert fits(kind, text) == is_read(kind, text)


@pytest.mark.parametrize("name", KINDS)
def test_the_schema_takes_the_numbers_that_the_parser_takes(name: str) -> None:
    """A JSON number, and what is neither number nor text, fits the schema if and only if it is read."""
    most = 10**13
    numbers: list[object] = [0, 1, -1, 24, 25, 99, 100, most - 1, most, 1 - most, -most, 0.5, True, None, [], {}]
    assert [fits(KINDS[name], number) for number in numbers] == [is_read(KINDS[name], number) for number in numbers]


@given(FEN, st.integers(0, 10**6))
@example(0, 0)
def test_results_are_written_as_their_schema_says(fen: int, count: int) -> None:
    """An amount of a result is text with two decimals, other numbers are text in shortest form."""
    amount, number = TypeAdapter[Decimal](money.ReportedYuan), TypeAdapter[Decimal](money.ReportedNumber)
    for kind, value in ((amount, money.yuan(fen)), (number, money.shortest(count))):
        text = json.loads(kind.dump_json(value))
        assert Fraction(text) == Fraction(value)
        assert fits(kind, text)
    assert not fits(amount, "1.5")
    assert not fits(number, "1.234")
