"""Training pay (§3.5.2.1) over a data frame: `rules.training` says the same of records; tests hold the two equal."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from xmut_rules.base.arguments import Arguments
from xmut_rules.base.money import hundredths, rounded
from xmut_rules.frames.columns import (
    Column,
    Frame,
    Native,
    Split,
    chosen,
    closed,
    column,
    read,
    require_rates,
    shares,
    spans,
    together_of,
    total,
    whole,
)
from xmut_rules.policy.terms import Policy, Timeline, TrainingTerms, lookup

_IS_DAY = nw.col("unit") == "day"
COLUMNS = (
    Column("record_id", is_key=True),
    Column("staff_id"),
    Column("project_id"),
    Column("date", "day"),
    Column("unit", words=("class_hour", "day")),
    Column(
        "quantity_hundredths", "whole", low=0, high=2400, wrong=_IS_DAY & ~nw.col("quantity_hundredths").is_in([0, 100])
    ),  # A4
)
_RESULT = ("record_id", "staff_id", "project_id", "date", "class_hours_hundredths", "amount_fen", "rule", "clause")
_DATE = ("staff_id", "date")


def training_pay(records: Native, *, policy: Policy | Timeline) -> Native:
    """Return the pay of each training record.

    Clause: §3.5.2.1
    Reading: A1 to A9, E10

    Args:
        records: a frame with record_id, staff_id, project_id, unit (`class_hour` or `day`), date, and the quantity in
            hundredths, quantity_hundredths: 150 is an hour and a half, 100 a day.
        policy: a policy or timeline; each record is paid by the one in force on its date, or nothing.

    Returns:
        a frame of the same library, a row for each record: record_id, staff_id, project_id, date,
        class_hours_hundredths as claimed, amount_fen, rule and clause.

    Raises:
        ValueError: columns that cannot be used, or a policy whose rates exceed 100,000 yuan.
    """
    with Arguments() as check:
        check(lookup, policy)
        given = check(read, records, "records", COLUMNS)
    frame = given.frame.select(*(wanted.name for wanted in COLUMNS[:-1]), quantity=column("quantity_hundredths"))
    parts: list[Frame] = []
    for span in spans(policy, given.first, given.last):
        rows = frame.filter(span.holds("date"))
        paid = _not_paid(rows) if span.policy is None else _paid(rows, span.policy.training)
        parts.append(paid.select(*_RESULT))
    return closed(together_of(parts), records)


def _not_paid(rows: Frame) -> Frame:
    """§0a: before the policy is in force nothing is paid (E10), and a day counts as no class hours."""
    return rows.with_columns(
        class_hours_hundredths=chosen(_IS_DAY, whole(0), nw.col("quantity")),
        amount_fen=whole(0),
        rule=nw.lit("not-in-force"),
        clause=nw.lit("§0a"),
    )


def _paid(rows: Frame, terms: TrainingTerms) -> Frame:
    """§3.5.2.1: one person's records of one date are seen together, in order of their ids."""
    hour, day, ceiling = (hundredths(value) for value in (terms.hour_rate, terms.day_rate, terms.hours_per_day))
    require_rates(("training.hour_rate", hour), ("training.day_rate", day))
    is_capped = terms.long_day == "capped"
    is_claimed = _IS_DAY & (nw.col("quantity") > whole(0))
    rows = rows.with_columns(
        claimed=chosen(is_claimed, whole(1), whole(0)),
        by_hour=chosen(_IS_DAY, whole(0), nw.col("quantity")),
        class_hours_hundredths=chosen(is_claimed, whole(ceiling), chosen(_IS_DAY, whole(0), nw.col("quantity"))),
    )
    rows = rows.with_columns(
        days_before=nw.col("claimed").cum_sum().over(*_DATE, order_by="record_id").cast(nw.Int64),
        days=total(nw.col("claimed"), *_DATE),
        hours=total(nw.col("by_hour"), *_DATE),
    )
    # half a fen rounds up (A3): (2 * rate * hundredths + 100) // 200
    by_hour = (nw.col("by_hour") * whole(2 * hour) + whole(100)) // whole(200)
    is_repeated = is_claimed & (nw.col("days_before") > whole(1))  # A6: the day record of the smallest id is paid
    is_absorbed = ~_IS_DAY & (nw.col("days") > whole(0))  # A5
    is_cut = ~_IS_DAY & (nw.col("hours") > whole(ceiling))  # A1
    amount, rule = by_hour, nw.lit("class-hours")
    if is_capped:
        rows = rows.with_columns(
            ceiling_fen=whole(rounded(hour * ceiling, 100, "half_up")),
            weights=chosen(nw.col("hours") > whole(0), nw.col("hours"), whole(1)),
        )
        rows = shares(rows, _DATE, "record_id", Split("ceiling_fen", "by_hour", "weights"))  # A9
        amount, rule = chosen(is_cut, nw.col("share"), amount), chosen(is_cut, nw.lit("capped"), rule)
    if is_capped or terms.day_and_hours == "day_only":
        amount, rule = chosen(is_absorbed, whole(0), amount), chosen(is_absorbed, nw.lit("absorbed"), rule)
    by_day = nw.col("quantity") * whole(day) // whole(100)
    return rows.with_columns(
        amount_fen=chosen(is_repeated, whole(0), chosen(_IS_DAY, by_day, amount)),
        rule=chosen(is_repeated, nw.lit("repeated-day"), chosen(_IS_DAY, nw.lit("day"), rule)),
        clause=nw.lit("§3.5.2.1"),
    )
