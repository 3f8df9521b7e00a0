"""Forecasts: a plan settled by hand, the number of candidates it needs, and what is wrong with a plan.

The law of the break-even is proved by brute force: the surplus is worked out for each number of candidates.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from xmut_rules import PILOT_2020, Timeline
from xmut_rules.explain.page import explain, explanation_json
from xmut_rules.rules.forecast import Forecast, ForecastPlan, forecast

SESSION = {"project_id": "P1", "room": "R101", "notified_at": "2021-05-01T09:00"}
PLAN: dict[str, Any] = {
    "format": "xmut-rules/forecast/1",
    "project": {"project_id": "P1", "name": "证书A试点项目", "colleges": {"C01": 60, "C02": 40}},
    "on": "2021-07-31",
    "candidates": 10,
    "fee": "980.00",
    "cost_per_candidate": "380.00",
    "series": [
        {
            "series_id": "W1",
            "project_id": "P1",
            "staff_id": "T01",
            "unit": "class_hour",
            "quantity": "2",
            "weekdays": ["saturday"],
            "first_day": "2021-03-06",
            "count": 3,
        }
    ],
    "training": [
        {
            "record_id": "TR1",
            "project_id": "P1",
            "staff_id": "T02",
            "date": "2021-05-22",
            "unit": "day",
            "quantity": "1",
        }
    ],
    "sessions": [
        {**SESSION, "session_id": "S1", "start": "2021-05-29T08:00", "end": "2021-05-29T10:00"},
        {**SESSION, "session_id": "S2", "start": "2021-05-29T10:00", "end": "2021-05-29T12:00"},
        {**SESSION, "session_id": "S3", "start": "2021-05-29T13:00", "end": "2021-05-29T15:00"},
    ],
    "duties": [{"duty_id": f"D{number}", "session_id": f"S{number}", "staff_id": "T03"} for number in (1, 2, 3)],
    "costs": [
        {"cost_id": "K1", "project_id": "P1", "category": "venue", "amount": "300.00", "funded_by": "fees"},
        {
            "cost_id": "K2",
            "project_id": "P1",
            "category": "equipment",
            "amount": "1000.00",
            "funded_by": "grant",
            "purpose": "training",
        },
    ],
}
BARE: dict[str, Any] = {key: PLAN[key] for key in ("format", "project", "on", "candidates", "fee")}


def plan(document: dict[str, Any] | None = None, **changes: Any) -> ForecastPlan:
    """Read a plan with changed fields."""
    return ForecastPlan.model_validate_json(json.dumps({**(document or PLAN), **changes}))


def figures(found: Forecast) -> dict[str, str]:
    """The figures of a forecast as text."""
    settlement = found.settlement
    return {
        "income": f"{settlement.income}",
        "cost": f"{settlement.cost}",
        "surplus": f"{settlement.surplus}",
        "award": f"{settlement.award}",
        "fixed": f"{found.fixed}",
        "margin": f"{found.margin}",
        "break_even": f"{found.break_even}",
    }


def problems(document: dict[str, Any], **changes: Any) -> list[tuple[str, str]]:
    """The problems that a plan is refused with: place and code."""
    with pytest.raises(ValidationError) as info:
        plan(document, **changes)
    return [(".".join(map(str, error["loc"])), error["type"]) for error in info.value.errors()]


def test_a_plan_is_settled_as_by_hand() -> None:
    """6 hours and a day 1440, 3 sessions 500, venue 300: fixed 2240; 10 x 980 - 2240 - 10 x 380 leaves 3760."""
    found = forecast(plan(), policy=PILOT_2020)
    assert figures(found) == {
        "income": "9800.00",
        "cost": "6040.00",
        "surplus": "3760.00",
        "award": "1128.00",
        "fixed": "2240.00",
        "margin": "600.00",
        "break_even": "4",  # 2240 / 600 = 3.7...
    }
    assert found.candidates == 10
    assert [(cost.category, str(cost.amount)) for cost in found.settlement.costs] == [
        ("training", "1440.00"),
        ("exams", "500.00"),
        ("per_candidate", "3800.00"),
        ("venue", "300.00"),
    ]
    assert [(award.college_id, str(award.amount)) for award in found.settlement.awards] == [
        ("C01", "676.80"),
        ("C02", "451.20"),
    ]
    assert str(found.settlement.remainder) == "2632.00"


def test_grants_stay_outside() -> None:
    """What a grant pays is no cost of the fees: it changes its own balance, neither surplus nor break-even."""
    found = forecast(plan(), policy=PILOT_2020)
    assert str(found.settlement.grant_balance) == "-1000.00"
    without = forecast(plan(costs=PLAN["costs"][:1]), policy=PILOT_2020)
    assert figures(without) == figures(found)
    assert without.settlement.grant_balance is None


@pytest.mark.parametrize(
    ("candidates", "surplus", "award"),
    [(0, "-2240.00", "0.00"), (3, "-440.00", "0.00"), (4, "160.00", "48.00"), (5, "760.00", "228.00")],
)
def test_the_break_even_is_where_the_loss_ends(candidates: int, surplus: str, award: str) -> None:
    """Three candidates lose 440, four leave 160; the break-even is four whatever number is planned."""
    found = figures(forecast(plan(candidates=candidates), policy=PILOT_2020))
    assert (found["surplus"], found["award"], found["break_even"]) == (surplus, award, "4")


def test_a_break_even_may_be_exact() -> None:
    """Fixed costs of 2240 and a margin of 560 need exactly four candidates, who leave nothing."""
    found = figures(forecast(plan(candidates=4, fee="940"), policy=PILOT_2020))
    assert (found["margin"], found["break_even"], found["surplus"]) == ("560.00", "4", "0.00")


@pytest.mark.parametrize(("fee", "margin"), [("380.00", "0.00"), ("379.99", "-0.01"), ("0", "-380.00")])
def test_no_number_is_enough_without_a_margin(fee: str, margin: str) -> None:
    """Where a candidate leaves nothing or costs more than the fee, there is no break-even."""
    found = forecast(plan(fee=fee), policy=PILOT_2020)
    assert (str(found.margin), found.break_even) == (margin, None)
    assert "so no number of candidates breaks even" in " ".join(explain(found, lang="en").split())
    assert "人数再多也不能保本" in explain(found)


def test_nothing_has_to_be_covered_without_fixed_costs() -> None:
    """With fees alone the break-even is zero, and the explanation says why."""
    found = forecast(plan(BARE), policy=PILOT_2020)
    assert figures(found) == {
        "income": "9800.00",
        "cost": "0.00",
        "surplus": "9800.00",
        "award": "2940.00",
        "fixed": "0.00",
        "margin": "980.00",
        "break_even": "0",
    }
    assert "there are no fixed costs" in " ".join(explain(found, lang="en").split())
    assert "没有固定成本" in explain(found)


FEN = st.integers(0, 50_000)


def text(fen: int) -> str:
    """Fen as yuan."""
    return f"{fen // 100}.{fen % 100:02d}"


@given(FEN, FEN, st.integers(1, 200_000))
@example(98_000, 38_000, 224_000).via("§3.5.3a: the plan above")
@example(100, 0, 300).via("§3.5.3a: exact")
@example(100, 100, 1).via("§3.5.3a: no margin")
def test_the_surplus_is_not_negative_exactly_from_the_break_even_on(fee: int, each: int, fixed: int) -> None:
    """For each number of candidates around the break-even the surplus is negative before it and never after."""
    costs = [{"cost_id": "K1", "project_id": "P1", "category": "x", "amount": text(fixed), "funded_by": "fees"}]

    def surplus(candidates: int) -> int:
        row = plan(BARE, candidates=candidates, fee=text(fee), cost_per_candidate=text(each), costs=costs)
        return int(forecast(row, policy=PILOT_2020).settlement.surplus * 100)

    asked = plan(BARE, fee=text(fee), cost_per_candidate=text(each), costs=costs)
    found = forecast(asked, policy=PILOT_2020).break_even
    if found is None:
        assert [number for number in (0, 1, 2, 1_000, 10**6) if surplus(number) >= 0] == []
    else:
        numbers = sorted({0, 1, found // 2, found - 1, found, found + 1, found * 2})
        assert [number for number in numbers if surplus(number) >= 0] == [line for line in numbers if line >= found]


def test_days_are_paid_by_the_policy_in_force_on_them() -> None:
    """An amendment from June on changes neither lessons nor sessions of May, but the award decided in July."""
    later = PILOT_2020.amended(
        effective_from="2021-06-01",
        training={"day_rate": 800},
        exams={"day_rate": 900},
        surplus={"college_share": "1/2"},
    )
    found = figures(forecast(plan(), policy=Timeline(policies=(PILOT_2020, later))))
    assert (found["fixed"], found["surplus"], found["award"]) == ("2240.00", "3760.00", "1880.00")
    never = figures(forecast(plan(), policy=PILOT_2020.amended(effective_from="2099-01-01")))
    assert (never["fixed"], never["award"], never["break_even"]) == ("300.00", "0.00", "1")


def test_an_earlier_loss_lowers_the_award_alone() -> None:
    """A loss of 1000 brought along leaves 2760 of the surplus of 3760 for the award: 828."""
    found = figures(forecast(plan(project={**PLAN["project"], "prior_loss": "1000"}), policy=PILOT_2020))
    assert (found["surplus"], found["award"], found["break_even"]) == ("3760.00", "828.00", "4")


def test_the_explanation_states_the_same_numbers_in_both_languages() -> None:
    """Title, fixed costs, margin and break-even stand in both languages with the figures worked out above."""
    found = forecast(plan(), policy=PILOT_2020)
    zh, en = (" ".join(explain(found, lang=lang).split()) for lang in ("zh", "en"))
    assert zh.startswith("项目 P1，10 名考生：结余 3760.00 元，学院奖励 1128.00 元")
    assert en.startswith("project P1, 10 candidates: surplus 3760.00 yuan, college award 1128.00 yuan")
    for words in ("1440.00 + 500.00 + 300.00 = 2240.00", "980.00 - 380.00 = 600.00", "2240.00 ÷ 600.00 ="):
        assert words in zh
        assert words in en
    assert "保本人数 4 名" in zh
    assert "break-even at 4 candidates" in en
    amounts = [
        sorted(set(re.findall(r"[0-9]+\.[0-9]{2}", row.split("Basis")[0].split("依据 §")[0]))) for row in (zh, en)
    ]
    assert amounts[0] == amounts[1]
    document = json.loads(explanation_json(found))
    assert document["format"] == "xmut-rules/explanation/1"
    assert "3760.00" in json.dumps(document)


def test_the_explanation_speaks_of_no_records_or_receipts() -> None:
    """A plan has neither: its fees and costs per candidate are multiplied out, its pay comes from what is planned."""
    by_award = {**PLAN["costs"][0], "cost_id": "K3", "amount": "50.00", "funded_by": "school_award"}
    found = forecast(plan(costs=[*PLAN["costs"], by_award]), policy=PILOT_2020)
    zh, en = (explain(found, lang=lang) for lang in ("zh", "en"))
    steps, _, _ = zh.partition("依据\n")
    assert "记录" not in steps
    assert "笔" not in steps
    for line in (
        "每名考生边际贡献 = 收费 - 每人成本：980.00 - 380.00 = 600.00 元",
        "考培费，10 名考生：980.00 × 10 = 9800.00 元",
        "培训课酬，按计划的课次算出：1440.00 元",
        "考务费，按计划的场次算出：500.00 元",
        "成本：按考生人数计的成本：380.00 × 10 = 3800.00 元",
        "成本：venue：300.00 元",
        "由学校奖补支付的成本，不计入结余：50.00 元",
        "学院奖励 = 结余 × 30%：3760.00 × 3 ÷ 10 = 1128.00 元",
    ):
        assert f"  {line}" in zh
    steps, _, _ = en.partition("Basis\n")
    assert "record" not in steps
    assert "receipt" not in steps
    for line in (
        "fees of 10 candidates: 980.00 × 10 = 9800.00 yuan",
        "training pay, from the planned lessons: 1440.00 yuan",
        "duty pay, from the planned sessions: 500.00 yuan",
        "cost: costs per candidate: 380.00 × 10 = 3800.00 yuan",
        "cost: venue: 300.00 yuan",
        "costs paid from a school award, outside the surplus: 50.00 yuan",
    ):
        assert f"  {line}" in en


def test_a_planned_cost_of_the_same_name_is_added() -> None:
    """A category that a plan's own row calls like the cost per candidate is shown as the sum that it is."""
    own = {**PLAN["costs"][0], "category": "per_candidate"}
    zh = explain(forecast(plan(costs=[own]), policy=PILOT_2020))
    assert "  成本：按考生人数计的成本：300.00 + 3800.00 = 4100.00 元" in zh
    alone = plan(costs=[own], cost_per_candidate="0")
    assert "  成本：按考生人数计的成本：300.00 元" in explain(forecast(alone, policy=PILOT_2020))


ROW = {"record_id": "TR1", "project_id": "P1", "staff_id": "T02", "date": "2021-05-22", "unit": "class_hour"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"format": "xmut-rules/term/1"}, [("format", "literal_error")]),
        ({"candidates": -1}, [("candidates", "greater_than_equal")]),
        ({"candidates": 10**6 + 1}, [("candidates", "less_than_equal")]),
        ({"candidates": "10"}, [("candidates", "int_type")]),
        ({"fee": 980.5}, [("fee", "float")]),
        ({"fee": "-1"}, [("fee", "amount-negative")]),
        ({"cost_per_candidate": "x"}, [("cost_per_candidate", "amount")]),
        ({"on": "2021-02-29", "extra": 1}, [("on", "day"), ("extra", "extra_forbidden")]),
        ({"project": {**PLAN["project"], "colleges": {}}}, [("project.colleges", "weights")]),
        (
            {"project": {**PLAN["project"], "colleges": [{"college_id": "C01", "weight": 1}] * 2}},
            [("project.colleges.1.college_id", "repeated-id")],
        ),
        (
            {"training": [{**ROW, "quantity": "1"}, {**ROW, "quantity": "1", "project_id": "P2"}]},
            [("training.1.record_id", "repeated-id"), ("training.1.project_id", "unknown-id")],
        ),
        ({"training": [{**ROW, "unit": "day", "quantity": "0.5"}]}, [("training.0.quantity", "half-day")]),
        ({"series": [{**PLAN["series"][0], "count": None}]}, [("series.0.until", "series-end")]),
        ({"series": [{**PLAN["series"][0], "project_id": "P2"}]}, [("series.0.project_id", "unknown-id")]),
        (
            {"sessions": [{**PLAN["sessions"][0], "end": "2021-05-29T08:00"}], "duties": []},
            [("sessions.0.end", "end-before-start")],
        ),
        ({"sessions": []}, [(f"duties.{number}.session_id", "unknown-id") for number in range(3)]),
        ({"costs": [PLAN["costs"][0]] * 2}, [("costs.1.cost_id", "repeated-id")]),
        ({"costs": [{**PLAN["costs"][0], "category": "training"}]}, [("costs.0.category", "cost-category")]),
    ],
)
def test_what_is_wrong_with_a_plan_is_reported_at_its_place(
    changes: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    """Every row that is unsound, repeated, of another project or of no session is reported, each at its place."""
    assert problems(PLAN, **changes) == told


def test_every_problem_of_a_plan_is_reported_at_once() -> None:
    """Faults of several tables and between them stand in one error."""
    document = {
        **PLAN,
        "duties": [{**PLAN["duties"][0], "session_id": "S9"}, PLAN["duties"][0]],
        "costs": [{**PLAN["costs"][0], "project_id": "P2"}],
    }
    assert problems(document) == [
        ("duties.1.duty_id", "repeated-id"),
        ("costs.0.project_id", "unknown-id"),
        ("duties.0.session_id", "unknown-id"),
    ]


def test_sums_that_are_too_large_are_refused() -> None:
    """Ten fees of almost 10^13 yuan are a ValueError, and so is pay of 10^13; one such fee is settled."""
    with pytest.raises(ValueError, match=r"below 10\^13"):
        forecast(plan(BARE, fee="9999999999999.99"), policy=PILOT_2020)
    with pytest.raises(ValueError, match=r"below 10\^13"):
        forecast(plan(BARE, cost_per_candidate="1000000000000"), policy=PILOT_2020)
    dear = PILOT_2020.amended(training={"hour_rate": "9999999999999.99"})
    with pytest.raises(ValueError, match=r"below 10\^13"):
        forecast(plan(), policy=dear)
    found = figures(forecast(plan(BARE, candidates=1, fee="9999999999999.99"), policy=PILOT_2020))
    assert (found["surplus"], found["award"]) == ("9999999999999.99", "3000000000000.00")


def test_lessons_that_share_an_id_are_refused() -> None:
    """A training record with the id of a planned lesson is refused with its place, for it would be paid twice."""
    twice = {**PLAN["training"][0], "record_id": "W1-20210306"}
    with pytest.raises(ValueError, match=r"series\.0\.series_id\n  the id W1-20210306 is repeated"):
        plan(training=[twice])


def test_what_is_no_plan_or_no_policy_is_reported() -> None:
    """Another type is a ValueError that names what was expected."""
    for junk in (None, PLAN, "plan"):
        anything: Any = junk
        with pytest.raises(ValueError, match="plan: expected a ForecastPlan, not"):
            forecast(anything, policy=PILOT_2020)
    nobody: Any = None
    with pytest.raises(ValueError, match="policy: expected a Policy or a Timeline, not NoneType"):
        forecast(plan(), policy=nobody)


SMALL: dict[str, Any] = {
    "format": "xmut-rules/forecast/1",
    "project": {"project_id": "P1", "name": "证书A试点项目", "colleges": {"C01": 1}},
    "on": "2021-07-31",
    "candidates": 10,
    "fee": "10",
}
"""A plan of ten candidates and nothing else."""


@pytest.mark.parametrize(
    ("changes", "enough"),
    [
        ({"cost_per_candidate": "15"}, None),
        ({"cost_per_candidate": "10"}, 0),
        ({"cost_per_candidate": "5"}, 0),
    ],
)
def test_without_fixed_costs_the_margin_alone_decides(changes: dict[str, str], enough: int | None) -> None:
    """Ten candidates at a margin of -5 lose 50 yuan, and no number is enough; from a margin of 0 on, none loses."""
    found = forecast(ForecastPlan.model_validate_json(json.dumps(SMALL | changes)), policy=PILOT_2020)
    assert found.break_even == enough
    assert (found.settlement.surplus < 0) == (enough is None)


def test_a_plan_is_refused_with_every_place() -> None:
    """A college twice is reported first, by itself; a duty without session and mixed clocks are reported together."""
    session = {"session_id": "S1", "project_id": "P1", "start": "2021-06-05T08:30", "end": "2021-06-05T11:30"}
    zoned = {**session, "session_id": "S2", "start": "2021-06-06T08:30+08:00", "end": "2021-06-06T11:30+08:00"}
    rows = [{"college_id": "C01", "weight": 1}, {"college_id": "C01", "weight": 1}]
    changes: dict[str, Any] = {
        "sessions": [session, zoned],
        "duties": [{"duty_id": "D1", "session_id": "S9", "staff_id": "T01"}],
    }
    twice = {"project": SMALL["project"] | {"colleges": rows}}
    for wrong, codes in ((changes | twice, ["repeated-id"]), (changes, ["mixed-clocks", "unknown-id"])):
        with pytest.raises(ValidationError) as caught:
            ForecastPlan.model_validate_json(json.dumps(SMALL | wrong))
        assert [detail["type"] for detail in caught.value.errors()] == codes


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"training": [{**PLAN["training"][0], "date": "2020-12-17"}]}, "not-in-force"),
        ({"training": [PLAN["training"][0], {**PLAN["training"][0], "record_id": "TR2"}]}, "training-day-twice"),
        ({"sessions": [*PLAN["sessions"], {**PLAN["sessions"][0], "session_id": "S4"}]}, "room-overlap"),
        ({"duties": [*PLAN["duties"], {**PLAN["duties"][0], "duty_id": "D9"}]}, "duty-recorded-twice"),
        ({"costs": [{**PLAN["costs"][0], "category": "监考补助"}]}, "cost-may-repeat-pay"),
        ({"on": "2020-12-17"}, "not-in-force"),
    ],
)
def test_a_plan_has_the_findings_of_a_term(changes: dict[str, Any], code: str) -> None:
    """Dates without policy, a day twice, clashes and costs that repeat pay are found; the plan above has none."""
    assert forecast(plan(), policy=PILOT_2020).findings == ()
    found = forecast(plan(**changes), policy=PILOT_2020)
    assert {finding.code for finding in found.findings} == {code}
    text = explain(found, lang="en")
    assert f"finding {code}" in text
    assert code in explanation_json(found)


def test_a_notice_that_is_not_sent_yet_is_no_finding_of_a_plan() -> None:
    """Sessions are planned before the venue office is notified of them."""
    sessions = [{**row, "notified_at": None} for row in PLAN["sessions"]]
    assert forecast(plan(sessions=sessions), policy=PILOT_2020).findings == ()


def test_pay_from_a_grant_is_no_cost_of_a_plan() -> None:
    """A grant pays the day of 720 and all duty of 500: 1220 less is fixed, and the grants owe 2220 with K2."""
    day = {**PLAN["training"][0], "funded_by": "grant"}
    project = {**PLAN["project"], "duty_funded_by": "grant"}
    found = forecast(plan(training=[day], project=project), policy=PILOT_2020)
    assert (figures(found)["fixed"], figures(found)["surplus"]) == ("1020.00", "4980.00")
    assert str(found.settlement.grant_balance) == "-2220.00"
