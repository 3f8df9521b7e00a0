"""PySpark gives the same as rows: `pip install -e '.[test,spark]'` and Java, then `pytest -m spark tests/frames`."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.frames import test_equal
from tests.frames.engines import ENGINES
from xmut_rules import PILOT_2020, read_term

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
POLICIES = [
    PILOT_2020,
    PILOT_2020.amended(training={"long_day": "capped"}, surplus={"rounding": "half_even"}),
    PILOT_2020.amended(
        training={"day_and_hours": "day_only"}, exams={"day_rate_reading": "floor", "split": "sessions"}
    ),
    PILOT_2020.amended(exams={"day_rate_reading": "ceiling", "day_scope": "person_and_project"}),
    PILOT_2020.amended(effective_from="2021-11-01", effective_until="2021-12-31", surplus={"rounding": "down"}),
]


@pytest.fixture(autouse=True, scope="module")
def spark() -> Iterator[None]:
    """Put a local Spark with two workers in the place of the other libraries."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    sql: Any = importlib.import_module("pyspark.sql")
    build = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    build = build.config("spark.sql.timestampType", "TIMESTAMP_NTZ")  # its own moments have a zone
    session = build.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(test_equal, "ENGINES", {"pyspark": session.createDataFrame})
        yield
    session.stop()
    assert "pyspark" not in ENGINES


@pytest.mark.parametrize("policy", POLICIES, ids=range(len(POLICIES)))
@pytest.mark.parametrize("name", ["clean", "messy"])
def test_spark_agrees(name: str, policy: Any) -> None:
    """Training pay, duty pay and settlements of the example terms are those of rows, under five policies."""
    term = read_term(EXAMPLES / name / "term.json")
    for agrees in (
        test_equal.training_agrees,
        test_equal.duty_agrees,
        test_equal.settlements_agree,
        test_equal.credits_agree,
    ):
        agrees(term, policy)
