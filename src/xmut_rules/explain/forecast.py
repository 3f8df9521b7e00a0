"""The steps behind a forecast (§3.5.3a, §3.5.3b)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from xmut_rules.base.money import hundredths
from xmut_rules.explain.findings import explain_finding
from xmut_rules.explain.settlement import explain_settlement
from xmut_rules.explain.steps import Explanation, Phrase, Step, added, explained, step, unrounded
from xmut_rules.rules.forecast import PER_CANDIDATE, Forecast
from xmut_rules.rules.settlement import cost_name

_FORECAST = Phrase(
    "forecast",
    "项目 {project}，{count} 名考生：结余 {surplus} 元，学院奖励 {amount} 元",
    "project {project}, {count} candidate{count:plural}: surplus {surplus} yuan, college award {amount} yuan",
)
_FIXED = Phrase("fixed", "固定成本（与人数无关）", "fixed costs (independent of the number of candidates)")
_MARGIN = Phrase("margin", "每名考生边际贡献 = 收费 - 每人成本", "margin per candidate = fee - cost per candidate")
_BREAK_EVEN = Phrase("break-even", "保本人数 {count} 名", "break-even at {count} candidate{count:plural}")
_NO_BREAK_EVEN = Phrase(
    "no-break-even",
    "每名考生没有边际贡献，人数再多也不能保本",
    "there is no margin per candidate, so no number of candidates breaks even",
)
_NOTHING_TO_COVER = Phrase(
    "nothing-to-cover",
    "没有固定成本，不论人数多少都能保本",
    "there are no fixed costs, so any number of candidates breaks even",
)
_FEES = Phrase("planned-fees", "考培费，{count} 名考生", "fees of {count} candidate{count:plural}")
_TRAINING = Phrase("planned-training", "培训课酬，按计划的课次算出", "training pay, from the planned lessons")
_EXAMS = Phrase("planned-exams", "考务费，按计划的场次算出", "duty pay, from the planned sessions")
_COST = Phrase("planned-cost", "成本：{category}", "cost: {category}")
_BY_AWARD = Phrase(
    "planned-by-school-award",
    "由学校奖补支付的成本，不计入结余",
    "costs paid from a school award, outside the surplus",
)


def explain_forecast(forecast: Forecast) -> Explanation:
    """Explain a forecast (§3.5.3a-b): its settlement, the number of candidates that covers its costs, its findings."""
    settlement, plan = forecast.settlement, forecast.plan
    own = [cost.amount for cost in plan.costs if cost.funded_by == "fees"]
    formula = added([*(cost.amount for cost in settlement.costs[:2]), *own])
    fixed = step(_FIXED.of(), forecast.fixed, formula=formula, clause="§3.5.3a")
    formula = f"{plan.fee} - {plan.cost_per_candidate}"
    margin = step(_MARGIN.of(), forecast.margin, formula=formula, clause="§3.5.3a")
    title = _FORECAST.of(
        count=forecast.candidates,
        project=settlement.project_id,
        surplus=settlement.surplus,
        amount=settlement.award,
    )
    parts = [_planned(forecast), *map(explain_finding, forecast.findings)]
    return explained(title, [fixed, margin, _break_even(forecast)], parts, result=forecast)


def _planned(forecast: Forecast) -> Explanation:
    """Explain the settlement of a plan, which has no receipts and no records yet: its steps do not speak of them."""
    settlement, plan = forecast.settlement, forecast.plan
    settled = explain_settlement(settlement)
    costs = iter(settlement.costs[2:])
    steps: list[Step] = []
    for row in settled.steps:
        sentence, formula = row.sentence, row.formula
        match sentence.code:
            case "income-fee":
                sentence, formula = _FEES.of(count=plan.candidates), f"{plan.fee} × {plan.candidates}"
            case "cost-training":
                sentence = _TRAINING.of()
            case "cost-exams":
                sentence = _EXAMS.of()
            case "cost-category":
                category = next(costs).category
                sentence = _COST.of(category=cost_name(category))
                if category == PER_CANDIDATE and plan.cost_per_candidate and formula == row.result:
                    formula = f"{plan.cost_per_candidate} × {plan.candidates}"
            case "cost-by-school-award":
                sentence = _BY_AWARD.of()
            case _:
                pass
        steps.append(replace(row, sentence=sentence, formula=formula))
    return replace(settled, steps=tuple(steps))


def _break_even(forecast: Forecast) -> Step:
    if forecast.break_even is None:
        return step(_NO_BREAK_EVEN.of(), clause="§3.5.3a")
    if forecast.fixed == 0:
        return step(_NOTHING_TO_COVER.of(), clause="§3.5.3a")
    return step(
        _BREAK_EVEN.of(count=forecast.break_even),
        forecast.break_even,
        "candidates",
        formula=f"{forecast.fixed} ÷ {forecast.margin}",
        exact=unrounded(Fraction(hundredths(forecast.fixed), hundredths(forecast.margin)) * 100),
        clause="§3.5.3a",
    )
