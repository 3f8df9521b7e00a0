"""The warehouse of the examples: one script pays and settles the same Parquet files on each engine, byte for byte."""

from __future__ import annotations

import csv
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from tests.frames.engines import rows_of

SCRIPT = Path(__file__).parents[2] / "docs" / "examples" / "warehouse.py"
TABLES = ("months.csv", "people.csv", "settlements.csv")


def run(*arguments: str | Path) -> None:
    """Run the script, whose output nobody needs unless it fails."""
    done = subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a warehouse of two months."""
    folder = tmp_path_factory.mktemp("warehouse")
    run("make", folder, "--sessions", "12000")
    for month in sorted(folder.glob("*/"))[2:]:
        for file in month.iterdir():
            file.unlink()
        month.rmdir()
    return folder


def tables_of(warehouse: Path, result: Path, engine: str) -> dict[str, bytes]:
    """Return the tables that an engine writes."""
    run("settle", warehouse, result, "--engine", engine)
    return {name: (result / name).read_bytes() for name in TABLES}


def test_polars_and_duckdb_write_the_same_bytes(warehouse: Path, tmp_path: Path) -> None:
    """Two months of 1,000 sessions: the same tables, and the same rows in every Parquet file."""
    polars, duckdb = (tables_of(warehouse, tmp_path / engine, engine) for engine in ("polars", "duckdb"))
    assert polars == duckdb
    files = sorted(file.relative_to(tmp_path / "polars") for file in (tmp_path / "polars").glob("*/*.parquet"))
    assert len(files) == 4
    for file in files:
        found = [pl.read_parquet(tmp_path / engine / file) for engine in ("polars", "duckdb")]
        assert rows_of(found[0], *found[0].columns) == rows_of(found[1], *found[0].columns)


def workers() -> dict[int, int]:
    """Return the process ids of Spark's workers by their numbers."""
    found: dict[int, int] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command, name = (process / "cmdline").read_bytes().decode(), (process / "comm").read_text().strip()
        except OSError:  # it has just ended
            continue
        if name == "java" and "CoarseGrainedExecutorBackend" in command:
            found[int(re.findall("--executor-id\0([0-9]+)", command)[0])] = int(process.name)
    return found


@pytest.mark.engines
def test_spark_survives_the_loss_of_a_worker(warehouse: Path, tmp_path: Path) -> None:
    """One of two workers is killed on the way: Spark starts another, and the tables are those of DuckDB to the byte."""
    command: list[str | Path] = [sys.executable, SCRIPT, "settle", warehouse, tmp_path / "spark", "--engine", "pyspark"]
    with subprocess.Popen([*command, "--master", "local-cluster[2,1,1024]"], stderr=subprocess.DEVNULL) as job:
        while len(workers()) < 2:
            time.sleep(0.2)
            assert job.poll() is None
        while not (tmp_path / "spark").exists():
            time.sleep(0.2)
        os.kill(workers()[0], signal.SIGKILL)
        while max(workers(), default=0) < 2:  # the one that comes in its place
            time.sleep(0.2)
            assert job.poll() is None
        assert job.wait(900) == 0
    assert {name: (tmp_path / "spark" / name).read_bytes() for name in TABLES} == tables_of(
        warehouse, tmp_path / "duckdb", "duckdb"
    )


def test_the_tables_add_up(warehouse: Path, tmp_path: Path) -> None:
    """What months, people and projects were paid is one sum; 30% of a surplus is its award (§3.5.3b)."""
    run("settle", warehouse, tmp_path / "result", "--engine", "polars")
    texts = {name: (tmp_path / "result" / name).read_text("utf-8") for name in TABLES}
    rows = {name: list(csv.DictReader(text.splitlines())) for name, text in texts.items()}
    by_month, by_person = (sum(int(row["paid_fen"]) for row in rows[name]) for name in TABLES[:2])
    costs = sum(100 * number for number in range(50))
    assert by_month == by_person == sum(int(row["cost_fen"]) for row in rows["settlements.csv"]) - costs > 0
    for row in rows["settlements.csv"]:
        surplus = int(row["surplus_fen"])
        assert int(row["award_fen"]) == (max(surplus, 0) * 3 + 5) // 10
