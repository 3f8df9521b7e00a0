"""Columns of a data frame: refused before anything is computed from them, and calculated in whole numbers alone.

Every engine keeps an Int64 exact, if nothing leaves its range; so amounts are fen, and quantities hundredths. No engine
is told how to run: what is lazy stays lazy, but for one row of counts that says whether the columns can be used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Literal, NamedTuple, TypeAlias, cast

import narwhals.stable.v2 as nw

from xmut_rules.base.arguments import Arguments
from xmut_rules.base.error_codes import ERROR_CODES, TABLES
from xmut_rules.base.errors import together, wrong_type
from xmut_rules.base.language import WordedError, Words
from xmut_rules.base.values import FIRST_DAY, LAST_DAY
from xmut_rules.policy.terms import Policy, Timeline, lookup

Native: TypeAlias = Any
"""A data frame of any library that narwhals takes, eager or lazy; the result is one of the same library."""

Frame: TypeAlias = nw.LazyFrame[Any]
"""A frame as it is computed with: lazy, but for that of a library such as pandas, which has only eager ones."""

MOST_FEN: Final = 10**15
"""The most of an amount, in fen; ten thousand of them are still an Int64."""

MOST_SUM: Final = 10**18
"""The most that a sum of amounts may be, in fen."""

MOST_RATE: Final = 10**7
"""The most of a rate, in fen: what is split is multiplied by a weight, and the product must be an Int64."""

ONE_DAY: Final = timedelta(days=1)

Kind = Literal["text", "day", "moment", "whole", "flag"]


class Column(NamedTuple):
    """A column that a frame must have: its kind, the words or the range that it may hold, and whether it is a key.

    Text has from `low` to `high` characters, as ids have. An optional column may hold nothing in some rows, or not be
    there at all. `wrong` says of a row whether the value does not fit the row's other values.
    """

    name: str
    kind: Kind = "text"
    words: tuple[str, ...] = ()
    low: int = 1
    high: int = 64
    is_key: bool = False
    is_optional: bool = False
    wrong: nw.Expr | None = None


def money(name: str, low: int = -MOST_FEN) -> Column:
    """Return a column of amounts in fen that a frame must have."""
    return Column(name, "whole", low=low, high=MOST_FEN)


class Table(NamedTuple):
    """A caller's frame whose columns can be used, with the first and last day of its first column of days."""

    frame: Frame
    first: date
    last: date


def whole(number: int) -> nw.Expr:
    """Return a whole number as an Int64: without the type an engine may take a narrower one, which wraps."""
    return nw.lit(number, dtype=nw.Int64)


def midnight(day: date) -> nw.Expr:
    """Return a day as a moment; every engine compares it with days and moments, pandas does not compare plain days."""
    return nw.lit(datetime.combine(day, time()))


def column(name: str) -> nw.Expr:
    """Return a column of whole numbers as Int64."""
    return nw.col(name).cast(nw.Int64)


def chosen(condition: nw.Expr, yes: nw.Expr, no: nw.Expr) -> nw.Expr:
    """Return one expression where a condition holds, and another where it does not."""
    return nw.when(condition).then(yes).otherwise(no)


def total(value: nw.Expr, *keys: str) -> nw.Expr:
    """Return the sum over the rows with the same keys."""
    return value.sum().over(*keys).cast(nw.Int64)  # an engine may sum to a wider type


def sums(frame: Frame, keys: Sequence[str], **columns: str) -> Frame:
    """Return the sums of columns of whole numbers by keys, under names of their own."""
    eager: Any = frame
    if isinstance(eager, nw.DataFrame) and eager.is_empty():  # pandas has no groups of nothing
        return frame.select(*keys, **{name: column(own) for name, own in columns.items()})
    summed = frame.group_by(*keys).agg(**{name: nw.col(own).sum() for name, own in columns.items()})
    return summed.with_columns(**{name: column(name) for name in columns})  # an engine may sum to a wider type


class Split(NamedTuple):
    """What is split over rows with the same keys: the columns of the amount, of a row's weight and of all weights."""

    amount: str
    weight: str
    weights: str


def shares(frame: Frame, keys: Sequence[str], by: str, split: Split) -> Frame:
    """Split an amount over the rows with the same keys, as `base.money.split` does; the column `share` holds the parts.

    Largest remainder; a tie goes to the smaller id. With a remainder r of amount * weight, the parts rounded down leave
    as many fen as there are rows to be raised by one, the largest r first.

    Args:
        frame: the rows; the amount and the total weight are the same in all rows with the same keys.
        keys: the columns that name what is split.
        by: the column of ids that decides a tie.
        split: the columns: fen, zero or more; weights, zero or more; their sum, above zero.
    """
    amount, weight, weights = map(nw.col, split)
    frame = frame.with_columns(base=amount * weight // weights, one=whole(1))
    frame = frame.with_columns(
        short=nw.col("base") * weights - amount * weight, left=amount - total(nw.col("base"), *keys)
    )
    frame = frame.with_columns(place=nw.col("one").cum_sum().over(*keys, order_by=["short", by]).cast(nw.Int64))
    raised = chosen(nw.col("place") <= nw.col("left"), whole(1), whole(0))
    return frame.with_columns(share=nw.col("base") + raised).drop("base", "one", "short", "left", "place")


class Span(NamedTuple):
    """Days on which one policy is in force, or none."""

    policy: Policy | None
    first: date
    last: date

    def holds(self, name: str) -> nw.Expr:
        """Return whether a column of days or moments is within the span."""
        return (nw.col(name) >= midnight(self.first)) & (nw.col(name) < midnight(self.last + ONE_DAY))


def spans(policy: Policy | Timeline, first: date, last: date) -> Iterator[Span]:
    """Return the spans into which policies cut the days from one to another (§0a, E10)."""
    in_force = lookup(policy)
    policies = policy.policies if isinstance(policy, Timeline) else (policy,)
    starts = {edition.effective_from for edition in policies}
    starts |= {end + ONE_DAY for edition in policies if (end := edition.effective_until) and end < LAST_DAY}
    cuts = [first, *sorted(day for day in starts if first < day <= last)]
    for place, day in enumerate(cuts):
        yield Span(in_force(day), day, cuts[place + 1] - ONE_DAY if place + 1 < len(cuts) else last)


def opened(native: Native, name: str) -> Frame:
    """Return a caller's frame; a table of PyArrow, which has no windows, as a lazy one of Polars.

    Raises:
        ValueError: it is no data frame.
    """
    try:
        frame: Any = nw.from_native(native)
    except TypeError:
        raise wrong_type(name, Words("数据框", "a data frame"), native) from None
    if frame.implementation.is_pyarrow() or frame.implementation.is_polars():
        return cast("Frame", frame.lazy("polars") if isinstance(frame, nw.DataFrame) else frame)
    return cast("Frame", frame)


def closed(frame: Frame, like: Native) -> Native:
    """Return a result as the library of a caller's frame has it: lazy where that is lazy."""
    given: Any = nw.from_native(like)
    found: Any = frame
    if isinstance(frame, nw.LazyFrame) and isinstance(given, nw.DataFrame):
        found = frame.collect(cast("Any", given).implementation)
    return found.to_native()


def together_of(frames: Iterable[Frame]) -> Frame:
    """Return the rows of several frames with the same columns as one frame."""
    first, *others = frames
    return nw.concat([first, *others]) if others else first


def read(native: Native, name: str, columns: Sequence[Column]) -> Table:
    """Return a caller's frame, of which all columns can be used; one row of counts is collected for it.

    Args:
        native: the frame.
        name: the argument's name, for the error.
        columns: what it must have; others are passed over.

    Returns:
        the frame with these columns alone; optional ones that were not there hold nothing.

    Raises:
        ValueError: it is no frame; columns are missing or of another type, or hold values that are missing, out of
            range or, in a key, repeated; the error names every column with its number of bad rows.
    """
    frame = opened(native, name)
    schema = frame.collect_schema()
    with Arguments() as check:
        for wanted in columns:
            check(_require_type, schema, name, wanted)
    frame = frame.select(
        *(
            nw.col(wanted.name) if wanted.name in schema else _NOTHING[wanted.kind].alias(wanted.name)
            for wanted in columns
        )
    )
    counts = [nw.len().alias("rows")]
    for wanted in columns:
        value = nw.col(wanted.name)
        is_wrong = _is_wrong(value, wanted) if wanted.wrong is None else _is_wrong(value, wanted) | wanted.wrong
        is_wrong = ~value.is_null() & is_wrong
        for what, is_bad in (("missing", value.is_null()), ("wrong", is_wrong)):
            counts.append(chosen(is_bad, whole(1), whole(0)).sum().alias(f"{what} {wanted.name}"))
        if wanted.kind in ("day", "moment"):
            counts += [value.min().alias(f"first {wanted.name}"), value.max().alias(f"last {wanted.name}")]
    found = _only_row(frame.select(*counts))
    with Arguments() as check:
        check(_require_none_bad, found, name, columns)
        for wanted in columns:
            if wanted.is_key:
                check(_require_unique, frame, name, wanted.name)
    dated = [wanted.name for wanted in columns if wanted.kind in ("day", "moment")]
    if not dated or not found["rows"]:
        return Table(frame, FIRST_DAY, FIRST_DAY)
    first, last = (found[f"{end} {dated[0]}"] for end in ("first", "last"))
    return Table(frame, *((first.date(), last.date()) if isinstance(first, datetime) else (first, last)))


_NOTHING = {
    "text": nw.lit(None, dtype=nw.String),
    "day": nw.lit(None, dtype=nw.Datetime("us")),
    "whole": nw.lit(None, dtype=nw.Float64),
}
"""What an optional column holds that is not there; of plain days and whole numbers pandas has no nothing."""

_TYPES = {
    "text": Words("文本", "text"),
    "flag": Words("真假值", "true or false"),
    "day": Words("日期或无时区的午夜", "dates, or midnights without a zone"),
    "moment": Words("无时区的日期时间（本地时间）", "dates and times without a zone (local time)"),
    "whole": Words("整数", "whole numbers"),
}


def _require_type(schema: Mapping[str, Any], name: str, wanted: Column) -> None:
    if wanted.name not in schema:
        if wanted.is_optional:
            return
        raise refusal("frame-column", name, wanted.name)
    given = schema[wanted.name]
    is_plain_moment = isinstance(given, nw.Datetime) and given.time_zone is None
    fits = {
        "text": given == nw.String,
        "day": given == nw.Date or is_plain_moment,
        "moment": is_plain_moment,
        "whole": given.is_integer(),
        "flag": given == nw.Boolean,
    }
    if not fits[wanted.kind]:
        raise refusal("frame-type", name, wanted.name, expected=_TYPES[wanted.kind], other=f"{given}")


def _is_wrong(value: nw.Expr, wanted: Column) -> nw.Expr:
    """Return whether a value that is there is not allowed."""
    if wanted.kind == "flag":
        return value.is_null()
    if wanted.kind == "whole":
        return (value < whole(wanted.low)) | (value > whole(wanted.high))
    if wanted.kind == "text":
        if wanted.words:
            return ~value.is_in(list(wanted.words))
        return (value.str.len_chars() < wanted.low) | (value.str.len_chars() > wanted.high)
    outside = ~Span(None, FIRST_DAY, LAST_DAY).holds(wanted.name)
    moment = value.cast(nw.Datetime("us"))
    return outside if wanted.kind == "moment" else outside | (moment != moment.dt.truncate("1d"))


def _require_none_bad(found: Mapping[str, Any], name: str, columns: Sequence[Column]) -> None:
    bad = [
        refusal(code, name, wanted.name, count=count)
        for wanted in columns
        for what, code in (("missing", "frame-missing"), ("wrong", "frame-values"))
        if not (what == "missing" and wanted.is_optional) and (count := int(found[f"{what} {wanted.name}"] or 0))
    ]
    if bad:
        raise together(bad)


def _require_unique(frame: Frame, name: str, key: str) -> None:
    """Refuse a key that stands in several rows."""
    held = frame.select(key).filter(~nw.col(key).is_null()).with_columns(one=whole(1))
    repeated = sums(held, [key], rows="one").filter(nw.col("rows") > whole(1))
    if count := count_of(repeated):
        raise refusal("frame-repeated", name, key, count=count)


def require_sums(frame: Frame, name: str, key: str) -> None:
    """Check that no sum of amounts, each an amount already, leaves the range of an amount.

    Raises:
        ValueError: the sum of all of them, without their signs, may.
    """
    size = chosen(column(key) < whole(0), whole(0) - column(key), column(key))
    millions = _only_row(frame.select(((size // whole(10**6)) + whole(1)).sum().alias("millions")))["millions"]
    if int(millions or 0) > MOST_SUM // 10**6:
        raise refusal("frame-sum", name, key)


def require_known(frame: Frame, name: str, key: str, table: Frame, table_name: str) -> None:
    """Check that every row refers to a row of another frame.

    Raises:
        ValueError: some do not, or the frames are of two libraries.
    """
    if frame.implementation is not table.implementation or type(frame) is not type(table):
        raise WordedError(_ONE_LIBRARY.filled(table=TABLES[table_name]), (name,))
    if count := count_of(frame.select(key).join(table.select(key), on=key, how="anti")):
        raise refusal("frame-unknown", name, key, count=count, table=TABLES[table_name])


_ONE_LIBRARY = Words("应与“{table}”表为同一种数据框", "expected a data frame of the same library as the table {table}")


def refuse_rows(bad: Frame, code: str, name: str, key: str) -> None:
    """Refuse a column, with a code, of which there are bad rows.

    Raises:
        ValueError: there is at least one.
    """
    if count := count_of(bad):
        raise refusal(code, name, key, count=count)


def count_of(frame: Frame) -> int:
    """Return the number of rows."""
    return int(_only_row(frame.select(rows=nw.len()))["rows"])


def _only_row(frame: Frame) -> dict[str, Any]:
    found: Any = frame
    collected: nw.DataFrame[Any] = found.collect() if isinstance(found, nw.LazyFrame) else found
    return next(iter(collected.iter_rows(named=True)))


def require_rates(*rates: tuple[str, int]) -> None:
    """Check that a policy's rates are so small that no product of them leaves an Int64.

    Args:
        rates: each field of the policy, with its value in fen.

    Raises:
        ValueError: one is larger than 100,000 yuan.
    """
    if errors := [
        refusal("frame-policy", "policy", field, limit=_TOO_LARGE) for field, fen in rates if fen > MOST_RATE
    ]:
        raise together(errors)


_TOO_LARGE = Words("至多 100000 元", "at most 100,000 yuan")


def refusal(code: str, *place: str, **figures: object) -> WordedError:
    """Return the error of a code at a column of an argument, or at a field of the policy."""
    return WordedError(ERROR_CODES[code].filled(**figures), place, code)
