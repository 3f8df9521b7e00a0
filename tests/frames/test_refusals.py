"""What a frame must be: all else is refused by name, with the number of bad rows, before anything is computed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial
from typing import Any

import duckdb
import polars as pl
import pytest

from tests.frames.engines import ENGINES, pa
from xmut_rules import PILOT_2020, problems
from xmut_rules.frames import college_awards, duty_pay, grant_balances, settlements, training_pay

DAY = date(2021, 3, 6)
RECORDS: dict[str, list[Any]] = {
    "record_id": ["R1", "R2", "R3"],
    "staff_id": ["T1", "T1", "T2"],
    "project_id": ["P1", "P1", "P1"],
    "date": [DAY, DAY, DAY],
    "unit": ["class_hour", "day", "day"],
    "quantity_hundredths": [150, 100, 0],
}
SESSIONS: dict[str, list[Any]] = {
    "session_id": ["S1", "S2"],
    "project_id": ["P1", "P2"],
    "start": [datetime(2021, 3, 6, 8), datetime(2021, 3, 6, 13)],
    "end": [datetime(2021, 3, 6, 11), datetime(2021, 3, 6, 15)],
}
DUTIES = {"staff_id": ["T1", "T1"], "session_id": ["S1", "S2"]}
TABLES: dict[str, dict[str, list[Any]]] = {
    "projects": {"project_id": ["P1"], "prior_loss_fen": [0]},
    "receipts": {
        "receipt_id": ["R1", "R2"],
        "project_id": ["P1", "P1"],
        "kind": ["fee", "refund"],
        "amount_fen": [9, -1],
    },
    "costs": {"cost_id": ["C1"], "project_id": ["P1"], "funded_by": ["fees"], "amount_fen": [2]},
    "pay": {"project_id": ["P1"], "amount_fen": [3]},
}


def told(call: Callable[[], object]) -> list[tuple[str, str, str]]:
    """Return what is wrong: place, code and English text."""
    with pytest.raises(ValueError, match=r".") as info:
        call()
    return [(found.place, found.code, found.en) for found in problems(info.value)]


def frame(columns: dict[str, list[Any]], **changes: list[Any]) -> Any:
    """Return columns as a frame of Polars, some of them changed."""
    return pl.DataFrame({**columns, **changes}, strict=False)


def pay(**changes: list[Any]) -> Any:
    """Return the training pay of changed records."""
    return training_pay(frame(RECORDS, **changes), policy=PILOT_2020)


def test_every_column_is_told_at_once_with_its_number_of_bad_rows() -> None:
    """Two ids without a value, a unit of another word and quantities out of range are three problems."""
    wrong = frame(RECORDS, staff_id=[None, None, "T2"], unit=["week", "day", "day"], quantity_hundredths=[-1, 2401, 0])
    assert told(lambda: training_pay(wrong, policy=PILOT_2020)) == [
        ("records.staff_id", "frame-missing",
         "rows without a value in this column: 2; fill them in, or leave them out first"),
        ("records.unit", "frame-values",
         "rows of this column with a value out of range, or with none of its words: 1; correct them"),
        ("records.quantity_hundredths", "frame-values",
         "rows of this column with a value out of range, or with none of its words: 2; correct them"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"quantity_hundredths": [1.5, 1.0, 0.0]}, "records.quantity_hundredths", "frame-type"),
        ({"quantity_hundredths": ["150", "100", "0"]}, "records.quantity_hundredths", "frame-type"),
        ({"record_id": [1, 2, 3]}, "records.record_id", "frame-type"),
        ({"date": ["2021-03-06"] * 3}, "records.date", "frame-type"),
        ({"date": [datetime(2021, 3, 6, tzinfo=UTC)] * 3}, "records.date", "frame-type"),
        ({"date": [datetime(2021, 3, 6, 8)] * 3}, "records.date", "frame-values"),
        ({"date": [date(1999, 12, 31), DAY, DAY]}, "records.date", "frame-values"),
        ({"date": [date(2100, 1, 1), DAY, DAY]}, "records.date", "frame-values"),
        ({"record_id": ["R1", "R1", "R3"]}, "records.record_id", "frame-repeated"),
        ({"record_id": ["", "R2", "R3"]}, "records.record_id", "frame-values"),
        ({"staff_id": ["T" * 65, "T1", "T2"]}, "records.staff_id", "frame-values"),
        ({"quantity_hundredths": [150, 50, 0]}, "records.quantity_hundredths", "frame-values"),
    ],
)
def test_a_wrong_column_is_refused(changes: dict[str, list[Any]], place: str, code: str) -> None:
    """Floats, text for numbers, zones, times, days out of range, repeated or endless ids and half days are refused."""
    assert [found[:2] for found in told(lambda: pay(**changes))] == [(place, code)]


@pytest.mark.parametrize("name", ENGINES)
def test_a_null_is_refused_on_every_library(name: str) -> None:
    """A missing id is found whatever a library calls nothing."""
    table = pa.table({**RECORDS, "staff_id": ["T1", None, None]})
    found = told(lambda: training_pay(ENGINES[name](table), policy=PILOT_2020))
    assert [row[:2] for row in found] == [("records.staff_id", "frame-missing")]


def test_a_missing_column_and_what_is_no_frame_are_refused() -> None:
    """The column is named; a list of rows is no frame."""
    fewer = frame({name: values for name, values in RECORDS.items() if name != "unit"})
    assert told(lambda: training_pay(fewer, policy=PILOT_2020))[0][:2] == ("records.unit", "frame-column")
    assert told(lambda: training_pay([1], policy=PILOT_2020))[0][2] == "expected a data frame, not list"
    nothing: Any = None
    assert told(lambda: training_pay(frame(RECORDS), policy=nothing))[0][0] == "policy"


def test_every_argument_is_told_at_once() -> None:
    """A wrong policy, a wrong day and what is wrong with each frame, repeated ids too, come in one error."""
    nothing: Any = None
    again = frame({**RECORDS, "record_id": ["R1", "R1", "R3"], "unit": ["week", "day", "day"]})
    assert [found[:2] for found in told(lambda: training_pay(again, policy=nothing))] == [
        ("policy", "value_error"), ("records.unit", "frame-values"), ("records.record_id", "frame-repeated"),
    ]  # fmt: skip
    tables = [frame(TABLES["projects"]), frame(TABLES["receipts"]), [1], frame({"project_id": ["P1"]})]
    assert [found[0] for found in told(lambda: settlements(*tables, on=nothing, policy=nothing))] == [
        "policy", "on", "costs", "pay.amount_fen",
    ]  # fmt: skip
    held, staffed = frame(SESSIONS, end=[datetime(2021, 3, 6, 8)] * 2), frame(DUTIES, session_id=["S1", None])
    assert [found[0] for found in told(lambda: duty_pay(held, staffed, policy=PILOT_2020))] == [
        "sessions.end", "duties.session_id",
    ]  # fmt: skip
    signs: dict[str, dict[str, list[Any]]] = {"receipts": {"amount_fen": [9, 1]}, "costs": {"amount_fen": [-1]}}
    assert [found[0] for found in told(lambda: settled(**signs))] == ["receipts.amount_fen", "costs.amount_fen"]
    unknown: dict[str, dict[str, list[Any]]] = {"costs": {"project_id": ["P2"]}, "pay": {"project_id": ["P3"]}}
    assert [found[0] for found in told(lambda: settled(**unknown))] == ["costs.project_id", "pay.project_id"]


SETTLED: dict[str, list[Any]] = {"project_id": ["P1", "P2"], "award_fen": [10, 10**18]}
COLLEGES: dict[str, list[Any]] = {
    "project_id": ["P1", "P1", "P1", "P2", "P2"],
    "college_id": ["C3", "C1", "C2", "C1", "C2"],
    "weight": [1, 1, 1, 999_999, 1_000_000],
}


def test_an_award_is_split_to_the_fen() -> None:
    """10 fen over three equal colleges are 4, 3 and 3 (C11); 10^18 fen by 999,999 to 1,000,000 leave no Int64."""
    found: Any = college_awards(frame(SETTLED), frame(COLLEGES)).sort("project_id", "college_id")
    assert found["award_fen"].to_list()[:3] == [4, 3, 3]
    assert found["clause"].unique().to_list() == ["§3.5.3b"]
    smaller, larger = found["award_fen"].to_list()[3:]
    assert smaller + larger == 10**18
    assert abs(smaller - Fraction(10**18 * 999_999, 1_999_999)) < 1


def test_frames_of_two_libraries_are_refused_with_their_names() -> None:
    """Sessions in Polars and duties in pandas, or in a relation of DuckDB, do not join."""
    for other in ("pandas", "duckdb"):
        pay_of = partial(duty_pay, frame(SESSIONS), ENGINES[other](pa.table(DUTIES)), policy=PILOT_2020)
        assert told(pay_of) == [
            ("duties", "value_error", "expected a data frame of the same library as the table sessions")
        ]


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"college_id": ["C3", "C1", "C1", "C1", "C2"]}, "colleges.college_id", "frame-repeated"),
        ({"weight": [0, 1, 1, 1, 1]}, "colleges.weight", "frame-values"),
        ({"weight": [1, 1, 1, 1, 10**6 + 1]}, "colleges.weight", "frame-values"),
        ({"project_id": ["P1"] * 5, "college_id": list("ABCDE")}, "settled.project_id", "frame-unknown"),
        ({"project_id": ["P1", "P1", "P1", "P2", "P3"]}, "colleges.project_id", "frame-unknown"),
    ],
)
def test_wrong_colleges_are_refused(changes: dict[str, list[Any]], place: str, code: str) -> None:
    """A project has at least one college, names it once, and its weight is from one to a million."""
    call = lambda: college_awards(frame(SETTLED), frame(COLLEGES, **changes))  # noqa: E731
    assert [found[:2] for found in told(call)] == [(place, code)]


def test_grants_are_balanced_by_purpose_where_all_of_them_name_theirs() -> None:
    """§3.3c, C5: P1 names all purposes; one grant of P2 does not, so it has one balance; P3 has none, P4 spent one."""
    receipts: dict[str, list[Any]] = {
        "receipt_id": ["R1", "R2", "R3", "R4", "R5", "R6"],
        "project_id": ["P1", "P1", "P2", "P2", "P3", "P1"],
        "kind": ["grant", "grant_opening", "grant", "grant_returned", "fee", "fee"],
        "amount_fen": [1000, -50, 500, -20, 9, 9],
        "purpose": ["training", "other", "training", None, None, None],
    }
    costs: dict[str, list[Any]] = {
        "cost_id": ["C1", "C2", "C3", "C4"], "project_id": ["P1", "P2", "P1", "P4"],
        "funded_by": ["grant", "grant", "fees", "grant"], "amount_fen": [300, 600, 5, 70],
        "purpose": ["training", "training", None, "training"],
    }  # fmt: skip
    paid: dict[str, list[Any]] = {
        "project_id": ["P1", "P3"],
        "amount_fen": [40, 0],
        "purpose": ["evaluation", "training"],
    }
    found: Any = grant_balances(
        frame({"project_id": ["P1", "P2", "P3", "P4"]}), frame(receipts), frame(costs), frame(paid)
    )
    assert sorted(found.rows(), key=str) == [
        ("P1", "evaluation", -40, "§3.3c"), ("P1", "other", -50, "§3.3c"), ("P1", "training", 700, "§3.3c"),
        ("P2", None, -120, "§3.3c"), ("P4", None, -70, "§3.3c"),
    ]  # fmt: skip
    spent = frame(costs, project_id=["P1", "P9", "P1", "P4"])
    wrong = lambda: grant_balances(  # noqa: E731
        frame({"project_id": ["P1", "P2", "P3", "P4"]}), frame(receipts), spent, frame(paid)
    )  # fmt: skip
    assert [found[:2] for found in told(wrong)] == [("costs.project_id", "frame-unknown")]
    paid["purpose"], receipts["amount_fen"][0] = ["other", "training"], -1
    assert [found[:2] for found in told(wrong)] == [
        ("receipts.amount_fen", "frame-values"), ("pay.purpose", "frame-values"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sessions", "duties", "place", "code"),
    [
        ({"end": [datetime(2021, 3, 6, 8), datetime(2021, 3, 6, 15)]}, {}, "sessions.end", "frame-values"),
        ({"end": [datetime(2021, 3, 7, 8, 0, 1), datetime(2021, 3, 6, 15)]}, {}, "sessions.end", "frame-values"),
        ({"session_id": ["S1", "S1"]}, {}, "sessions.session_id", "frame-repeated"),
        ({"start": [date(2021, 3, 6)] * 2}, {}, "sessions.start", "frame-type"),
        ({}, {"session_id": ["S1", "S9"]}, "duties.session_id", "frame-unknown"),
    ],
)
def test_wrong_sessions_and_duties_are_refused(
    sessions: dict[str, list[Any]], duties: dict[str, list[Any]], place: str, code: str
) -> None:
    """A session has a length, at most a day, an id of its own and moments; a duty is at one that is there."""
    call = lambda: duty_pay(frame(SESSIONS, **sessions), frame(DUTIES, **duties), policy=PILOT_2020)  # noqa: E731
    assert [found[:2] for found in told(call)] == [(place, code)]


def test_a_session_of_exactly_a_day_is_taken() -> None:
    """24 hours are the most; from three hours on a session is long (§3.5.2.2a)."""
    whole = frame(SESSIONS, end=[datetime(2021, 3, 7, 8), datetime(2021, 3, 6, 16)])
    found = duty_pay(whole, frame(DUTIES), policy=PILOT_2020)
    assert found["share_fen"].to_list() == [20000, 20000]


def test_what_a_policy_may_not_be_is_refused_by_name() -> None:
    """Overlapping sessions as one, rates above 100,000 yuan and a share above one are no work for columns."""
    once = PILOT_2020.amended(exams={"overlapping": "once"})
    call = lambda: duty_pay(frame(SESSIONS), frame(DUTIES), policy=once)  # noqa: E731
    assert told(call)[0][:2] == ("policy.exams.overlapping", "frame-policy")
    dear = PILOT_2020.amended(training={"day_rate": "100000.01", "hour_rate": "100000.01"})
    assert [found[0] for found in told(lambda: training_pay(frame(RECORDS), policy=dear))] == [
        "policy.training.hour_rate",
        "policy.training.day_rate",
    ]
    large = PILOT_2020.amended(surplus={"college_share": "1000001/1000000"})
    assert told(lambda: settled(policy=large))[0][:2] == ("policy.surplus.college_share", "frame-policy")
    assert settled(policy=PILOT_2020.amended(surplus={"college_share": "1/1"}))["award_fen"].to_list() == [3]


def settled(policy: Any = PILOT_2020, **tables: dict[str, list[Any]]) -> Any:
    """Return settlements with some columns of the tables changed."""
    frames = [frame(columns, **tables.get(name, {})) for name, columns in TABLES.items()]
    return settlements(*frames, on=date(2021, 7, 31), policy=policy)


def test_before_the_policy_is_in_force_there_is_no_award() -> None:
    """§0a, E10: the surplus of 9 - 1 - 2 - 3 fen is settled, and stays whole."""
    later = PILOT_2020.amended(effective_from="2021-08-01")
    found: Any = settled(policy=later).select("surplus_fen", "award_fen", "remainder_fen", "rule", "clause")
    assert found.rows() == [(3, 0, 3, "not-in-force", "§0a")]


@pytest.mark.parametrize(
    ("table", "changes", "place", "code"),
    [
        ("receipts", {"kind": ["fee", "gift"]}, "receipts.kind", "frame-values"),
        ("receipts", {"amount_fen": [9, 1]}, "receipts.amount_fen", "frame-values"),
        ("receipts", {"amount_fen": [-9, -1]}, "receipts.amount_fen", "frame-values"),
        ("receipts", {"amount_fen": [9, 0]}, "receipts.amount_fen", "frame-values"),
        ("costs", {"amount_fen": [-1]}, "costs.amount_fen", "frame-values"),
        ("costs", {"amount_fen": [10**15 + 1]}, "costs.amount_fen", "frame-values"),
        ("costs", {"project_id": ["P2"]}, "costs.project_id", "frame-unknown"),
        ("pay", {"project_id": ["P2"]}, "pay.project_id", "frame-unknown"),
        ("projects", {"prior_loss_fen": [-1]}, "projects.prior_loss_fen", "frame-values"),
    ],
)
def test_wrong_amounts_and_projects_are_refused(
    table: str, changes: dict[str, list[Any]], place: str, code: str
) -> None:
    """Signs follow the kind of a receipt (C7), costs are not negative, and every row is of a project that is there."""
    assert [found[:2] for found in told(lambda: settled(**{table: changes}))] == [(place, code)]


@pytest.mark.parametrize("rounding", ["half_up", "half_even", "down"])
def test_the_largest_surplus_gives_its_award_to_the_fen(rounding: str) -> None:
    """900 fees of 10^13 yuan at a share of 9999998/9999999 are exact: no product leaves an Int64."""
    policy = PILOT_2020.amended(surplus={"college_share": "9999998/9999999", "rounding": rounding})
    ids = [f"R{n}" for n in range(900)]
    receipts: dict[str, list[Any]] = {
        "receipt_id": ids, "project_id": ["P1"] * 900, "kind": ["fee"] * 900, "amount_fen": [10**15] * 900,
    }  # fmt: skip
    surplus = 900 * 10**15 - 5
    exact = Fraction(surplus * 9999998, 9999999)
    found = settled(policy=policy, receipts=receipts)["award_fen"].to_list()[0]
    assert abs(found - exact) <= (1 if rounding == "down" else Fraction(1, 2))


def test_sums_that_would_wrap_are_refused() -> None:
    """1,001 amounts of 10^13 yuan are more than a sum may be; no library wraps in silence."""
    many = {"cost_id": [f"C{n}" for n in range(1001)], "project_id": ["P1"] * 1001, "funded_by": ["fees"] * 1001}
    costs: dict[str, list[Any]] = {**many, "amount_fen": [10**15] * 1001}
    assert told(lambda: settled(costs=costs))[0][:2] == ("costs.amount_fen", "frame-sum")


def test_a_result_is_of_the_callers_library() -> None:
    """Polars gives Polars, lazy where it was lazy; PyArrow gives PyArrow; DuckDB a relation that is not run yet."""
    table = pa.table(RECORDS)
    kinds: dict[str, Any] = {name: type(training_pay(make(table), policy=PILOT_2020)) for name, make in ENGINES.items()}
    assert kinds["polars"] is pl.DataFrame
    assert kinds["polars-lazy"] is pl.LazyFrame
    assert kinds["pyarrow"] is pa.Table
    assert kinds["duckdb"] is duckdb.DuckDBPyRelation
    assert kinds["pandas"].__name__ == "DataFrame"


def test_a_million_rows_of_one_project_sum_as_they_should() -> None:
    """DuckDB sums windows of more than a million rows rightly: 1,200,000 sessions of 40,000 people on one day."""
    duckdb.sql(
        "create or replace table held as select 'S' || i session_id, 'P' || (i % 3) project_id,"
        " timestamp '2021-03-06 08:00' start, timestamp '2021-03-06 09:00' \"end\" from range(30) t(i)"
    )
    duckdb.sql(
        "create or replace table staffed as select 'T' || p staff_id, 'S' || s session_id"
        " from range(40000) a(p), range(30) b(s)"
    )
    found: Any = duty_pay(duckdb.table("held"), duckdb.table("staffed"), policy=PILOT_2020)
    sums = found.aggregate("count(*), sum(share_fen), min(share_fen), max(share_fen)").fetchall()
    assert sums == [(120_000, 40_000 * 50_000, 16_666, 16_667)]
