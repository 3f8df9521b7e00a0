"""Pay and settle a warehouse of Parquet files on Polars, DuckDB or Spark: the same tables, byte for byte.

    python docs/examples/warehouse.py make WAREHOUSE --sessions 1000000
    python docs/examples/warehouse.py settle WAREHOUSE RESULT --engine duckdb

A warehouse has a folder a month with sessions, duties and training records, beside projects, receipts and costs. Days
of two months share nothing, so each month is scanned, paid and written by itself: memory follows the largest month.
What is small is written as CSV: pay by person, settlements by project, and what each month was paid.

On a cluster `--master` is the address of its Spark; WAREHOUSE and RESULT are then folders that all its machines see.
"""

from __future__ import annotations

import argparse
import csv
from datetime import date
from pathlib import Path
from typing import Any, Literal

import narwhals.stable.v2 as nw

from xmut_rules import PILOT_2020
from xmut_rules.frames import duty_pay, settlements, training_pay

MONTHS = [date(2021 + (month >= 12), month % 12 + 1, 1) for month in range(8, 20)]  # September to August
PROJECTS = 50
Engine = Literal["polars", "duckdb", "pyspark"]


def make(warehouse: Path, sessions: int) -> None:
    """Write a year with a number of exam sessions, one duty at each, and a training record for every ten."""
    import duckdb  # noqa: PLC0415  whoever settles on another engine needs none

    each = max(sessions // len(MONTHS), 1)
    people = max(each // 8, 1)
    for month, first in enumerate(MONTHS):
        folder = warehouse / f"{first:%Y-%m}"
        folder.mkdir(parents=True, exist_ok=True)
        rows = f"select i, hash(i, {month}) h from range({each}) t(i)"
        tables = {
            "sessions": f"""
                select format('S{month:02}-{{:09d}}', i) session_id, format('P{{:02d}}', h % {PROJECTS}) project_id,
                    timestamp '{first}' + to_days((h // 64 % 4)::int) + to_minutes((480 + h // 256 % 600)::int) start,
                    start + to_minutes([60, 120, 179, 180, 240][1 + (h // 262144 % 5)::int]::int) "end"
                from ({rows})""",
            "duties": f"""
                select format('T{{:08d}}', h // 16777216 % {people}) staff_id,
                    format('S{month:02}-{{:09d}}', i) session_id
                from ({rows})""",
            "training": f"""
                select format('R{month:02}-{{:09d}}', i) record_id, format('T{{:08d}}', h % {people}) staff_id,
                    format('P{{:02d}}', h // 64 % {PROJECTS}) project_id, date '{first}' + (h // 4096 % 28)::int date,
                    if(h // 262144 % 4 = 0, 'day', 'class_hour') unit,
                    if(unit = 'day', 100, 50 * (1 + h // 1048576 % 12))::bigint quantity_hundredths
                from ({rows}) where i % 10 = 0""",
        }
        for name, query in tables.items():
            duckdb.sql(query).write_parquet(str(folder / f"{name}.parquet"))
    fees = 200_00 * each
    tables = {
        "projects": f"select format('P{{:02d}}', i) project_id, 0::bigint prior_loss_fen from range({PROJECTS}) t(i)",
        "receipts": f"""
            select format('RC{{:02d}}', i) receipt_id, format('P{{:02d}}', i) project_id, 'fee' kind,
                ({fees} + i)::bigint amount_fen from range({PROJECTS}) t(i)""",
        "costs": f"""
            select format('C{{:02d}}', i) cost_id, format('P{{:02d}}', i) project_id, 'fees' funded_by,
                (100 * i)::bigint amount_fen from range({PROJECTS}) t(i)""",
    }
    for name, query in tables.items():
        duckdb.sql(query).write_parquet(str(warehouse / f"{name}.parquet"))


def session_of(engine: Engine, master: str, memory: str) -> dict[str, Any]:
    """Return what an engine wants to know of where it runs."""
    if engine == "duckdb":
        import duckdb  # noqa: PLC0415

        duckdb.sql(f"set memory_limit = '{memory}'")
    if engine != "pyspark":
        return {}
    from pyspark.sql import SparkSession  # noqa: PLC0415

    build = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    build = build.config("spark.sql.timestampType", "TIMESTAMP_NTZ")  # local times: its own moments have a zone
    return {"session": build.getOrCreate()}


def settle(warehouse: Path, result: Path, engine: Engine, where: dict[str, Any]) -> None:
    """Pay every month and settle every project; RESULT gets a folder a month and three CSV tables."""

    def scan(path: Path) -> Any:
        return nw.scan_parquet(str(path), backend=engine, **where).to_native()

    months: list[tuple[object, ...]] = []
    for folder in sorted(warehouse.glob("*/")):
        own = result / folder.name
        own.mkdir(parents=True)
        sessions, duties, records = (scan(folder / f"{name}.parquet") for name in ("sessions", "duties", "training"))
        paid = {
            "duty": nw.from_native(duty_pay(sessions, duties, policy=PILOT_2020)).rename({"share_fen": "paid_fen"}),
            "training": nw.from_native(training_pay(records, policy=PILOT_2020)).rename({"amount_fen": "paid_fen"}),
        }
        for name, frame in paid.items():
            frame.sink_parquet(str(own / f"{name}.parquet"))
            written = nw.from_native(scan(own / f"{name}.parquet"))
            summed = written.select(rows=nw.len(), paid_fen=nw.col("paid_fen").sum()).collect("pyarrow")
            months += [(folder.name, name, *map(int, row)) for row in summed.iter_rows()]
    parts = [nw.from_native(scan(result / "*" / f"{name}.parquet")) for name in ("duty", "training")]
    pay = nw.concat([part.select("staff_id", "project_id", "paid_fen") for part in parts])
    by_project = pay.select("project_id", amount_fen=nw.col("paid_fen")).to_native()
    tables = (scan(warehouse / f"{name}.parquet") for name in ("projects", "receipts", "costs"))
    settled = nw.from_native(settlements(*tables, by_project, on=date(2022, 8, 31), policy=PILOT_2020))
    people = pay.group_by("staff_id").agg(paid_fen=nw.col("paid_fen").sum())
    write(result / "months.csv", ["month", "kind", "rows", "paid_fen"], months)
    for name, frame, key in (("settlements", settled, "project_id"), ("people", people, "staff_id")):
        found = frame.sort(key).collect("pyarrow")
        write(result / f"{name}.csv", found.columns, ([_plain(cell) for cell in row] for row in found.iter_rows()))


def _plain(cell: object) -> object:
    """Return a whole number as one; an engine may sum to a decimal."""
    return cell if isinstance(cell, str) else int(cell)  # type: ignore[call-overload]


def write(path: Path, heads: list[str], rows: Any) -> None:
    """Write a table as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([heads, *rows])


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description="Pay and settle a warehouse of Parquet files.")
    commands = parser.add_subparsers(required=True, dest="command")
    command = commands.add_parser("make")
    command.add_argument("warehouse", type=Path)
    command.add_argument("--sessions", type=int, default=1_000_000)
    command = commands.add_parser("settle")
    command.add_argument("warehouse", type=Path)
    command.add_argument("result", type=Path, help="a folder that does not exist yet")
    command.add_argument("--engine", choices=["polars", "duckdb", "pyspark"], default="duckdb")
    command.add_argument("--master", default="local[2]", help="the address of Spark")
    command.add_argument("--memory", default="3GB", help="the limit of DuckDB, which goes to disk beyond it")
    given = parser.parse_args()
    if given.command == "make":
        make(given.warehouse, given.sessions)
        print(f"{given.warehouse}: {len(MONTHS)} months")  # noqa: T201
    elif given.result.exists():
        parser.error(f"{given.result} is there already; name a folder that is not")
    else:
        settle(given.warehouse, given.result, given.engine, session_of(given.engine, given.master, given.memory))
        print(*(given.result / f"{name}.csv" for name in ("months", "people", "settlements")), sep="\n")  # noqa: T201


if __name__ == "__main__":
    main()
