"""Measure data frames against the same by hand: `python -m tests.benchmarks.frames [--duties N ...] [--growth FILE]`.

Duty pay: sessions and duties are joined, days rated and split over projects, and the same in code that checks nothing.
Training pay: columns, rows, a bare loop and zen-engine, which gets all records in one call. All answers are asserted
equal first; each figure is the best of several runs that take turns. Prints Markdown tables. `--growth` draws the times
of duty pay from 10^4 to 10^7 duties; for that and zen-engine `pip install -e '.[bench]'`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from tests.benchmarks.machine import machine
from xmut_rules import PILOT_2020, TrainingRecord
from xmut_rules import training_pay as training_pay_of
from xmut_rules.frames import duty_pay, training_pay

REPEATS = 5
DAY = ["staff_id", "date"]
SQL = """
with held as (select distinct d.staff_id, d.session_id, s.start::date as date, s.project_id,
    case when s."end" - s.start >= interval 180 minutes then 20000 else 15000 end as fen
    from duties d join sessions s using (session_id)),
per as (select staff_id, date, project_id, sum(fen)::bigint own, count(*)::bigint c from held group by all),
day as (select *, (sum(own) over w)::bigint standard_fen, (sum(c) over w)::bigint sessions from per
    window w as (partition by staff_id, date)),
paid as (select *, case when sessions >= 3 then 50000 else standard_fen end::bigint amount_fen from day),
base as (select *, amount_fen * own // standard_fen b from paid),
placed as (select *, amount_fen - (sum(b) over (partition by staff_id, date))::bigint l,
    row_number() over (partition by staff_id, date order by b * standard_fen - amount_fen * own, project_id) k
    from base)
select staff_id, date, project_id, b + (k <= l)::bigint share_fen from placed"""


def tables(duties: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return sessions and duties, the same for the same number: four people a session, five projects, 60 days."""
    sessions = max(duties // 4, 1)
    number = pl.int_range(sessions, eager=True)
    held = pl.DataFrame({"n": number}).select(
        session_id="S" + pl.col("n").cast(pl.String),
        project_id="P" + (pl.col("n") * 7 % 5).cast(pl.String),
        start=pl.lit(datetime(2021, 9, 1, 8)) + pl.duration(days=pl.col("n") % 60, minutes=pl.col("n") * 31 % 600),
        minutes=pl.Series([90, 179, 180, 240]).gather(number * 13 % 4),
    )
    held = held.with_columns(end=pl.col("start") + pl.duration(minutes=pl.col("minutes"))).drop("minutes")
    place = pl.int_range(duties, eager=True)
    staffed = pl.DataFrame({"n": place}).select(
        staff_id="T" + (pl.col("n") * 2654435761 % max(duties // 120, 1)).cast(pl.String),
        session_id="S" + (pl.col("n") % sessions).cast(pl.String),
    )
    return held, staffed


def by_hand_in_polars(held: pl.LazyFrame, staffed: pl.LazyFrame) -> pl.DataFrame:
    """Return each project's share, as one writes it for Polars."""
    long = pl.col("end") - pl.col("start") >= pl.duration(minutes=180)
    rated = held.select(
        "session_id",
        "project_id",
        date=pl.col("start").dt.date(),
        fen=pl.when(long).then(pl.lit(20_000, pl.Int64)).otherwise(pl.lit(15_000, pl.Int64)),
    )
    attended = staffed.unique(["staff_id", "session_id"], keep="any").join(rated, on="session_id")
    per = attended.group_by(*DAY, "project_id").agg(own=pl.col("fen").sum(), count=pl.len().cast(pl.Int64))
    per = per.with_columns(standard=pl.col("own").sum().over(DAY), sessions=pl.col("count").sum().over(DAY))
    amount = pl.when(pl.col("sessions") >= 3).then(50_000).otherwise(pl.col("standard"))
    per = per.with_columns(amount=amount).with_columns(base=pl.col("amount") * pl.col("own") // pl.col("standard"))
    per = per.with_columns(
        short=pl.col("base") * pl.col("standard") - pl.col("amount") * pl.col("own"),
        left=pl.col("amount") - pl.col("base").sum().over(DAY),
    )
    per = per.with_columns(place=(pl.int_range(pl.len()) + 1).over(DAY, order_by=["short", "project_id"]))
    share = pl.col("base") + (pl.col("place") <= pl.col("left")).cast(pl.Int64)
    return per.select(*DAY, "project_id", share_fen=share).collect()


def runs(duties: int) -> dict[str, Callable[[], Any]]:
    """Return what is measured, by name; all of it returns the same table."""
    held, staffed = tables(duties)
    base = duckdb.connect()
    for name, table in (("sessions", held), ("duties", staffed)):
        frame: Any = table  # the type of its Arrow table is not known
        base.from_arrow(frame.to_arrow()).create(name)
    columns = [*DAY, "project_id", "share_fen"]
    return {
        "Polars, by hand": lambda: by_hand_in_polars(held.lazy(), staffed.lazy()),
        "Polars, frames": lambda: duty_pay(held.lazy(), staffed.lazy(), policy=PILOT_2020).select(columns).collect(),
        "DuckDB, by hand": lambda: base.sql(SQL).to_arrow_table(),
        "DuckDB, frames": lambda: (
            duty_pay(base.table("sessions"), base.table("duties"), policy=PILOT_2020)
            .select("staff_id, date, project_id, share_fen")
            .to_arrow_table()
        ),
    }


def in_order(found: Any) -> pl.DataFrame:
    """Return a table with its rows in order."""
    return pl.DataFrame(found).sort(*DAY, "project_id")


def measured(duties: int) -> str:
    """Return the lines of the table for a number of duties."""
    every = runs(duties)
    first, *others = (in_order(run()) for run in every.values())
    if not all(first.equals(other) for other in others):
        raise SystemExit("the answers differ")
    best = best_of(every)
    lines: list[str] = []
    for library in ("Polars", "DuckDB"):
        ours, hand = (best[f"{library}, {how}"] for how in ("frames", "by hand"))
        lines.append(
            f"| {library}, {duties:,} duties | {ours * 1000:.0f} ms | {hand * 1000:.0f} ms | {ours / hand:.2f} |"
        )
    return "\n".join(lines)


def best_of(every: Mapping[str, Callable[[], Any]], repeats: int = REPEATS) -> dict[str, float]:
    """Return the least time of each run in seconds; all take their turns."""
    best = dict.fromkeys(every, float("inf"))
    for _ in range(repeats):
        for name, run in every.items():
            start = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def ways(records: int) -> dict[str, Callable[[], list[int]]]:
    """Return ways to pay training records, each of which gives the fen of all of them in order."""
    quantities = [50 * (1 + number * 31 % 12) for number in range(records)]
    units = ["day" if number % 4 == 0 else "class_hour" for number in range(records)]
    counts = [100 if unit == "day" else quantity for unit, quantity in zip(units, quantities, strict=True)]
    ids, first = [f"R{number:08}" for number in range(records)], date(2021, 3, 1)
    people, days = [f"T{number:08}" for number in range(records)], [first + timedelta(n % 100) for n in range(records)]
    columns = {"record_id": ids, "staff_id": people, "project_id": ["P1"] * records, "date": days, "unit": units}
    frame = pl.DataFrame({**columns, "quantity_hundredths": counts})
    rows = [
        TrainingRecord.model_validate({**dict(zip(columns, row, strict=True)), "quantity": f"{count / 100:.2f}"})
        for row, count in zip(zip(*columns.values(), strict=True), counts, strict=True)
    ]
    zen: Any = import_module("zen")
    expression = zen.compile_expression('map(rows, #.count * (#.unit == "day" ? 720 : 120))')
    batch = {"rows": [{"unit": unit, "count": count} for unit, count in zip(units, counts, strict=True)]}
    rates = {"day": 720, "class_hour": 120}
    return {
        "`frames.training_pay`, Polars": lambda: (  # noqa: PLW0108  the pay is what is measured
            training_pay(frame, policy=PILOT_2020).sort("record_id")["amount_fen"].to_list()
        ),
        "bare loop on whole numbers": lambda: [rates[unit] * n for unit, n in zip(units, counts, strict=True)],
        "zen-engine, all records in one call": lambda: [int(fen) for fen in expression.evaluate(batch)],
        "`training_pay` of rows, explained": lambda: [
            int(line.amount * 100)
            for line in sorted(training_pay_of(rows, policy=PILOT_2020).lines, key=lambda line: line.record_id)
        ],
    }


def compared(records: int) -> str:
    """Return the lines of the table of ways for a number of records."""
    every = ways(records)
    first, *others = (run() for run in every.values())
    if any(other != first for other in others):
        raise SystemExit("the answers differ")
    best = best_of(every)
    ours = best["`frames.training_pay`, Polars"]
    return "\n".join(f"| {name} | {took * 1000:.0f} ms | {took / ours:.2f} |" for name, took in best.items())


def draw(file: Path) -> str:
    """Draw the seconds of duty pay from 10^4 to 10^7 duties, ours as a line, and return them as lines of a table."""
    sizes = [10**4, 10**5, 10**6, 10**7]
    times = [best_of(runs(size), repeats=3 if size < 10**7 else 1) for size in sizes]
    pyplot: Any = import_module("matplotlib.pyplot")
    pyplot.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "xmut_rules"})
    figure, axes = pyplot.subplots(figsize=(6, 4))
    for name in times[0]:
        library, how = name.split(", ")
        line = {"frames": "o-", "by hand": "x--"}[how]
        color = {"Polars": "#0b57d0", "DuckDB": "#b3541e"}[library]
        label = library if how == "frames" else None  # no word in it belongs to one language
        axes.loglog(sizes, [best[name] for best in times], line, color=color, label=label)
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})
    lines: list[str] = []
    for name in times[0]:
        took = [best[name] for best in times]
        grown = ", ".join(f"{after / before:.1f}" for before, after in pairwise(took))
        lines.append(f"| {name} | " + " | ".join(f"{second:.2f} s" for second in took) + f" | {grown} |")
    return "\n".join(lines)


def main() -> None:
    """Run all comparisons and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--duties", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--growth", type=Path, metavar="FILE", help="the picture to draw, such as growth.svg")
    given = parser.parse_args()
    write = sys.stdout.write
    write(machine("narwhals", "polars", "duckdb", "zen-engine") + "\n\n")
    write("| what | frames, checked | by hand, nothing checked | ratio |\n| --- | ---: | ---: | ---: |\n")
    write("\n".join(map(measured, given.duties)) + "\n\n")
    write("| 100,000 training records | time | ratio |\n| --- | ---: | ---: |\n" + compared(100_000) + "\n")
    if given.growth:
        write("\n| duty pay | 10^4 | 10^5 | 10^6 | 10^7 | each ten times as many |\n")
        write("| --- | ---: | ---: | ---: | ---: | --- |\n" + draw(given.growth) + "\n")


if __name__ == "__main__":
    main()
