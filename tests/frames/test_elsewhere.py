"""PySpark and Ibis give the same as rows; needs the extra `engines` and Java, and `-m engines` to run."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.frames import test_equal
from xmut_rules import PILOT_2020, read_term

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("ignore")]

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
POLICIES = [
    PILOT_2020,
    PILOT_2020.amended(training={"long_day": "capped"}, surplus={"rounding": "half_even"}),
    PILOT_2020.amended(
        training={"day_and_hours": "day_only"},
        exams={"day_rate_reading": "floor", "split": "sessions"},
        credits={"levels": "highest", "days_after_graduation": 30},
    ),
    PILOT_2020.amended(
        exams={"day_rate_reading": "ceiling", "day_scope": "person_and_project"},
        credits={"category_cap": "3", "before_enrolment": "accepted"},
    ),
    PILOT_2020.amended(effective_from="2021-11-01", effective_until="2021-12-31", surplus={"rounding": "down"}),
]


def spark(_folder: Path) -> tuple[Callable[[Any], Any], Callable[[], None]]:
    """Return what makes frames of a local Spark with two workers, and what ends it."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    sql: Any = importlib.import_module("pyspark.sql")
    build = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    build = build.config("spark.sql.timestampType", "TIMESTAMP_NTZ")  # its own moments have a zone
    session = build.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    return session.createDataFrame, session.stop


def ibis(folder: Path) -> tuple[Callable[[Any], Any], Callable[[], None]]:
    """Return what makes tables of Ibis over DuckDB, read from Parquet files, and what ends it."""
    parquet: Any = importlib.import_module("pyarrow.parquet")
    library: Any = importlib.import_module("ibis")
    base, numbers = library.duckdb.connect(), count()

    def read(table: Any) -> Any:
        file = folder / f"{next(numbers)}.parquet"
        parquet.write_table(table, file)
        return base.read_parquet(str(file))

    return read, base.disconnect


@pytest.fixture(params=[spark, ibis], ids=["pyspark", "ibis"], scope="module", autouse=True)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Put one library in the place of the others."""
    make, stop = request.param(tmp_path_factory.mktemp("tables"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(test_equal, "ENGINES", {"elsewhere": make})
        yield
    stop()


@pytest.mark.parametrize("policy", POLICIES, ids=range(len(POLICIES)))
@pytest.mark.parametrize("name", ["clean", "messy"])
def test_it_agrees(name: str, policy: Any) -> None:
    """Pay, settlements, awards, grants and credits of the example terms are those of rows, under five policies."""
    term = read_term(EXAMPLES / name / "term.json")
    for agrees in (
        test_equal.training_agrees,
        test_equal.duty_agrees,
        test_equal.settlements_agree,
        test_equal.credits_agree,
    ):
        agrees(term, policy)
