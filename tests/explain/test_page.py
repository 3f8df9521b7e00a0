"""Explanations: every figure of every rendering is a step's, every formula gives its result, every check holds."""

from __future__ import annotations

import ast
import gc
import json
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from string import Formatter
from typing import Any, Literal

import pytest

from tests.benchmarks.terms import term_document
from tests.sections import cited_in
from tests.spec.builders import certificate, duty, record, session, student
from xmut_rules import (
    PILOT_2020,
    Finding,
    Policy,
    Settlement,
    TermReport,
    clause,
    exam_pay,
    recognize_credits,
    settle_term,
    training_pay,
)
from xmut_rules.base.language import Language
from xmut_rules.explain.overview import overview
from xmut_rules.explain.page import explain, find_results
from xmut_rules.explain.report import explanation, selection
from xmut_rules.explain.steps import Explanation, Phrase, Step, unrounded
from xmut_rules.files.terms import parse_term, read_term
from xmut_rules.policy import READINGS
from xmut_rules.rules.forecast import ForecastPlan, forecast

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")
STYLES: tuple[Literal["text", "markdown", "html"], ...] = ("text", "markdown", "html")
POLICIES: dict[str, Policy] = {
    "pilot": PILOT_2020,
    "ceiling": PILOT_2020.amended(
        exams={"day_rate_reading": "ceiling", "split": "sessions"}, surplus={"rounding": "down"}
    ),
    "floor": PILOT_2020.amended(
        exams={"day_rate_reading": "floor", "day_scope": "person_and_project", "day_rate_from": 2},
        training={"long_day": "capped", "hour_rate": "100.33"},
        surplus={"college_share": "1/3", "rounding": "half_even"},
        credits={"category_cap": "3", "levels": "highest", "earliest_issue": "2020-12-31"},
        schedule={"notice_days": 7},
    ),
    "levels": PILOT_2020.amended(
        exams={"short_rate": "0", "long_rate": "0"},
        credits={
            "by_level": [{"level": "初级", "credits": "1"}, {"level": "中级", "credits": "2"}],
            "category_cap": "1.5",
        },
    ),
    "late": PILOT_2020.amended(effective_from="2021-04-11"),
    "never": PILOT_2020.amended(effective_from="2099-01-01"),
}
MESSY = settle_term(read_term(EXAMPLES / "messy" / "term.json"), policy=PILOT_2020)


def reports() -> Iterator[tuple[str, TermReport]]:
    """The examples and made terms under every policy."""
    made = [parse_term(json.dumps(term_document(240, seed=seed)).encode()) for seed in range(3)]
    for name, policy in POLICIES.items():
        for place, term in enumerate(made):
            yield f"{name}-{place}", settle_term(term, policy=policy)
        for example in ("messy", "clean"):
            yield f"{name}-{example}", settle_term(read_term(EXAMPLES / example / "term.json"), policy=policy)


BARE: dict[str, Any] = json.loads((EXAMPLES / "messy" / "term.json").read_text("utf-8")) | {
    "training": [],
    "duties": [],
    "receipts": [],
    "costs": [],
}
PLAN: dict[str, Any] = json.loads((EXAMPLES / "forecast.json").read_text("utf-8"))


def odd() -> TermReport:
    """The clean example with a day claimed twice, two school awards, a loss that takes up a surplus, and grants."""
    document = json.loads((EXAMPLES / "clean" / "term.json").read_text("utf-8"))
    document["training"].append(document["training"][0] | {"record_id": "TR99"})
    award = document["receipts"][0] | {"kind": "school_award", "account": None}
    document["receipts"] += [
        award | {"receipt_id": "I98", "amount": "2000"},
        award | {"receipt_id": "I99", "amount": "500"},
    ]
    document["costs"].append(document["costs"][0] | {"cost_id": "C99", "funded_by": "school_award", "amount": "10"})
    document["projects"][0] |= {"duty_funded_by": "grant", "prior_loss": "20000"}
    document["training"][0] |= {"funded_by": "grant"}
    return settle_term(parse_term(json.dumps(document).encode()), policy=PILOT_2020)


REPORTS = dict(reports())
ODD = odd()


def day_of(report: TermReport, staff: str, day: str) -> Explanation:
    """The explanation of one person-day."""
    (found,) = [row for row in report.exams.days if row.staff_id == staff and row.date == date.fromisoformat(day)]
    return explanation(found)


def told(found: Explanation) -> list[tuple[str, str, str, str, str, list[str]]]:
    """Every step as its code, formula, exact value, result, clause and readings."""
    return [
        (
            step.sentence.code,
            step.formula,
            step.exact,
            step.result,
            step.clause,
            [one.name.en for one in step.readings],
        )
        for step in found.steps
    ]


def test_the_day_of_three_sessions_is_explained_as_by_hand() -> None:
    """T05 on 2021-06-05: 150 + 150 + 200 is replaced by 500 for the day, split 200 and 300 by the sessions' rates."""
    assert told(day_of(MESSY, "T05", "2021-06-05")) == [
        ("short-session", "", "", "150.00", "§3.5.2.2a", []),
        ("short-session", "", "", "150.00", "§3.5.2.2a", []),
        ("long-session", "", "", "200.00", "§3.5.2.2a", ["B2"]),
        ("standard", "150.00 + 150.00 + 200.00", "", "500.00", "§3.5.2.2a", []),
        ("day-rate", "", "", "500.00", "§3.5.2.2b", ["B4 flat", "B6 person"]),
        ("day-share", "500.00 × 200.00 ÷ 500.00", "", "200.00", "§3.5.2.2b", ["B8 standard_pay"]),
        ("day-share", "500.00 × 300.00 ÷ 500.00", "", "300.00", "§3.5.2.2b", ["B8 standard_pay"]),
        ("shares-check", "200.00 + 300.00", "", "500.00", "", []),
    ]


def test_only_a_session_at_the_limit_names_the_reading_of_the_limit() -> None:
    """S09 of four hours is long by a wide margin: its step names no reading; S17 of exactly three hours names B2."""
    steps = [
        step for day in MESSY.exams.days for step in explanation(day).steps if step.sentence.code == "long-session"
    ]
    named = {dict(step.sentence.inputs)["session"]: [reading.id for reading in step.readings] for step in steps}
    assert (named["S09"], named["S17"]) == ([], ["B2"])


def test_a_long_day_is_named_from_the_first_hour_over() -> None:
    """T02's date of exactly 6 hours (TR05) decides nothing; the date of 8 (TR09) is paid by reading A1, hourly."""
    lines = {line.record_id: told(explanation(line))[0] for line in MESSY.training.lines}
    assert (lines["TR05"][1:4], lines["TR05"][5]) == (("6 × 120.00", "", "720.00"), [])
    assert (lines["TR09"][1:4], lines["TR09"][5]) == (("8 × 120.00", "", "960.00"), ["A1 hourly"])


def test_a_surplus_of_zero_leaves_no_remainder() -> None:
    """Income of 0.00 and no cost: there is no surplus, and so neither award nor remainder to divide."""
    settled = settle_term(parse_term(json.dumps(BARE).encode()), policy=PILOT_2020).settlements[0]
    assert [row[0] for row in told(explanation(settled))][-3:] == ["no-surplus", "no-remainder", "no-grant"]


def test_a_share_that_was_rounded_shows_its_exact_value() -> None:
    """T07 on 2021-06-05: a third and two thirds of 500 are 166.67 and 333.33, before rounding 500/3 and 1000/3."""
    found = told(day_of(MESSY, "T07", "2021-06-05"))
    assert found[5:7] == [
        ("day-share", "500.00 × 150.00 ÷ 450.00", "166.666666… (500/3)", "166.67", "§3.5.2.2b", ["B8 standard_pay"]),
        ("day-share", "500.00 × 300.00 ÷ 450.00", "333.333333… (1000/3)", "333.33", "§3.5.2.2b", ["B8 standard_pay"]),
    ]


def test_a_ceiling_and_a_floor_show_what_was_compared() -> None:
    """T11's four sessions of 600: a ceiling of 500 pays 500; a floor of 500 for the three of P2 pays 500."""
    ceiling = told(day_of(REPORTS["ceiling-messy"], "T11", "2021-06-05"))
    assert ("day-ceiling", "", "", "500.00", "§3.5.2.2b", ["B4 ceiling", "B6 person"]) in ceiling
    assert ("day-share", "500.00 × 3 ÷ 4", "", "375.00", "§3.5.2.2b", ["B8 sessions"]) in ceiling
    days = [day for day in REPORTS["floor-messy"].exams.days if day.staff_id == "T11" and day.date == date(2021, 6, 5)]
    assert [day.amount for day in days] == [Decimal("150.00"), Decimal("500.00")]
    assert told(explanation(days[1]))[-1][:4] == ("day-floor", "", "", "500.00")
    floor = explain(days[1])
    assert "当天 3 场，满 2 场，各场合计 450.00，保底 500.00，取其大：500.00 元" in floor
    assert "；B4 保底]" in floor


def test_the_half_fen_of_the_joint_project_is_explained_as_by_hand() -> None:
    """P4: 9333.33 - 6338.98 leaves 2994.35, whose 30% is 898.305: 898.31, split 60 to 40, and 2096.04 remain."""
    found = told(explanation(MESSY.settlements[3]))
    assert [row[:4] for row in found] == [
        ("income-fee", "9000.00", "", "9000.00"),
        ("income-other", "333.33", "", "333.33"),
        ("income", "9000.00 + 333.33", "", "9333.33"),
        ("cost-training", "", "", "2040.00"),
        ("cost-exams", "", "", "1000.00"),
        ("cost-category", "88.88", "", "88.88"),
        ("cost-category", "210.10", "", "210.10"),
        ("cost-category", "3000.00", "", "3000.00"),
        ("cost", "2040.00 + 1000.00 + 88.88 + 210.10 + 3000.00", "", "6338.98"),
        ("surplus", "9333.33 - 6338.98", "", "2994.35"),
        ("award", "2994.35 × 3 ÷ 10", "898.305", "898.31"),
        ("college-part", "898.31 × 60 ÷ 100", "538.986", "538.99"),
        ("college-part", "898.31 × 40 ÷ 100", "359.324", "359.32"),
        ("awards-check", "538.99 + 359.32", "", "898.31"),
        ("remainder", "2994.35 - 898.31", "", "2096.04"),
        ("surplus-check", "898.31 + 2096.04", "", "2994.35"),
        ("no-grant", "", "", ""),
    ]
    assert found[10][4:] == ("§3.5.3b", ["C12 half_up"])


def test_what_did_not_apply_says_why() -> None:
    """P3 lost: no award and no remainder for want of a surplus, and no grant was there."""
    found = told(explanation(MESSY.settlements[2]))
    assert found[-3:] == [
        ("no-surplus", "", "", "0.00", "§3.5.3a", ["C3"]),
        ("no-remainder", "", "", "0.00", "§3.5.3a", ["C3"]),
        ("no-grant", "", "", "", "§3.3c", []),
    ]
    assert ("income-refund", "-1600.00", "", "-1600.00", "§3.5.3a", ["C7"]) in found


def test_an_earlier_loss_is_taken_off_before_the_award() -> None:
    """Clean P2: 5288.65 less an earlier loss of 500 leaves 4788.65, whose 30% is 1436.595: 1436.60."""
    found = told(explanation(REPORTS["pilot-clean"].settlements[1]))
    assert ("after-prior-loss", "5288.65 - 500.00", "", "4788.65", "§3.5.3b", ["C4"]) in found
    assert ("award", "4788.65 × 3 ÷ 10", "1436.595", "1436.60", "§3.5.3b", ["C12 half_up"]) in found


def test_a_capped_date_shows_the_ceiling_and_the_split() -> None:
    """T02's 8 hours of 2021-03-06 are capped at 6 x 120; a date of 4 hours keeps its own pay."""
    report = settle_term(
        read_term(EXAMPLES / "messy" / "term.json"), policy=PILOT_2020.amended(training={"long_day": "capped"})
    )
    (line,) = [row for row in report.training.lines if row.record_id == "TR09"]
    assert told(explanation(line)) == [
        ("ceiling-of-date", "6 × 120.00", "", "720.00", "§3.5.2.1", ["A1 capped"]),
        ("part-of-ceiling", "720.00 × 8 ÷ 8", "", "720.00", "§3.5.2.1", ["A9"]),
    ]
    (both,) = [row for row in report.training.lines if row.record_id == "TR32"]
    assert told(explanation(both)) == [("absorbed", "", "", "0.00", "§3.5.2.1", ["A5 day_only"])]


def test_a_refused_certificate_shows_what_was_compared() -> None:
    """K07 was issued a year before enrolment; K04 is K03 filed again; K17 has K18's number."""
    shown = {
        decision.certificate_id: explanation(decision).steps[0].sentence.words.en
        for decision in MESSY.credits.decisions
        if decision.outcome != "granted"
    }
    assert shown["K07"] == "issued before enrolment (2018-08-20 < 2019-09-01)"
    assert shown["K04"] == "duplicate, counts once (K03)"
    assert shown["K17"] == "number shared with another student (K18)"
    assert shown["K19"] == "issued after graduation (2021-06-30 > 2021-06-25)"


def test_a_cap_shows_what_was_left() -> None:
    """With a cap of 3, ST03's second certificate of a category finds 1 left of 3 and gets 1 of its 2."""
    report = settle_term(
        read_term(EXAMPLES / "messy" / "term.json"), policy=PILOT_2020.amended(credits={"category_cap": "3"})
    )
    (decision,) = [row for row in report.credits.decisions if row.certificate_id == "K06"]
    assert told(explanation(decision)) == [
        ("worth", "", "", "2", "§3.4c", []),
        ("under-cap", "2 - 1", "", "1", "§3.4b", ["D11 number"]),
    ]
    shown = explanation(decision).steps[1].sentence.words.en
    assert shown == "cap of the category 3, 2 used before, 1 left; any excess is not counted"


OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda one, other: one / other,
}


def calculated(formula: str) -> Fraction:
    """Work a formula out as a pocket calculator would, but exactly."""
    quoted = re.sub(r"[0-9]+(?:\.[0-9]+)?", lambda found: f"'{found[0]}'", formula)
    return _value(ast.parse(quoted.replace("×", "*").replace("÷", "/"), mode="eval").body)


def _value(node: ast.expr) -> Fraction:
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand)
    if isinstance(node, ast.Call):
        assert isinstance(node.func, ast.Name)
        return {"min": min, "max": max}[node.func.id](_value(node.args[0]), _value(node.args[1]))
    assert isinstance(node, ast.Constant)
    return Fraction(str(node.value))


def exact_of(step: Step) -> Fraction:
    """The exact value that a step states."""
    fraction = re.search(r"\(([0-9]+/[0-9]+)\)", step.exact)
    return Fraction(fraction[1] if fraction else step.exact or step.result)


@pytest.mark.parametrize("name", REPORTS)
def test_every_formula_gives_its_result(name: str) -> None:
    """Worked out by a calculator of its own, each formula is the exact value, and the result at most a fen from it."""
    steps = [all_step for all_step in explanation(REPORTS[name]).all_steps() if all_step.formula]
    assert len(steps) >= 20
    for step in steps:
        assert calculated(step.formula) == exact_of(step), step
        assert abs(exact_of(step) - Fraction(step.result)) < Fraction(1, 100), step
        assert bool(step.exact) == (exact_of(step) != Fraction(step.result)), step


@pytest.mark.parametrize("name", REPORTS)
def test_every_check_holds(name: str) -> None:
    """The closing checks of every report hold, and there are some in each."""
    checks = [all_step.holds for all_step in explanation(REPORTS[name]).all_steps() if all_step.holds is not None]
    assert len(checks) > 4
    assert set(checks) == {True}


def test_a_result_that_was_tampered_with_fails_its_check() -> None:
    """A share that lost a fen and a total that gained one are reported as wrong, in both languages."""
    (day,) = [row for row in MESSY.exams.days if row.staff_id == "T07" and row.date == date(2021, 6, 5)]
    short = replace(day, shares=(replace(day.shares[0], amount=Decimal("166.66")), day.shares[1]))
    assert [step.holds for step in explanation(short).steps if step.holds is not None] == [False]
    assert "166.66 + 333.33 = 500.00 yuan, MISMATCH" in " ".join(explain(short, lang="en").split())
    assert "166.66 + 333.33 = 500.00 元，不符！" in explain(short)
    wrong = replace(MESSY.training, total=Decimal("20340.01"))
    assert [step.holds for step in explanation(wrong).steps] == [False]


def test_results_are_found_by_what_somebody_asks_about() -> None:
    """A project gives its settlement and pay, a person lines and days and the sum, a certificate its decision."""
    project = find_results(MESSY, settlement="P4")
    assert [type(row).__name__ for row in project] == ["Settlement", "TrainingPay", "ExamDay", "ExamDay"]
    assert isinstance(project[0], Settlement)
    person = find_results(MESSY, person="T05", date=date(2021, 6, 5))
    assert [type(row).__name__ for row in person] == ["ExamDay"]
    assert [type(find_result).__name__ for find_result in find_results(MESSY, person="T05")][-1] == "PayrollLine"
    assert len(find_results(MESSY, certificate="K07")) == 1
    assert find_results(MESSY) == ()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"settlement": "P9"}, "unknown project 'P9'"),
        ({"person": "T99"}, "unknown person with pay 'T99'; the nearest is T"),
        ({"person": "T05", "date": date(2021, 1, 1)}, "T05 has no pay on 2021-01-01"),
        ({"certificate": "K99"}, "unknown certificate 'K99'; the nearest is K"),
        ({"person": "T05", "date": "2021-06-05"}, "date: expected a date, not str"),
        ({"person": "T05", "date": datetime(2021, 6, 5)}, "date: expected a date, not datetime"),
    ],
)
def test_what_is_not_in_the_report_is_reported(asked: dict[str, Any], message: str) -> None:
    """An id that the report does not have is an error that names the nearest one."""
    with pytest.raises(ValueError, match=re.escape(message)):
        find_results(MESSY, **asked)


def test_what_cannot_be_explained_is_reported() -> None:
    """Another type, language or style is a ValueError."""
    wrong: Any = "x"
    for junk in (None, 1, PILOT_2020):
        anything: Any = junk
        with pytest.raises(ValueError, match="result: expected a report or a part of one"):
            explain(anything)
    with pytest.raises(ValueError, match="lang: expected zh or en"):
        explain(MESSY.findings[0], lang=wrong)
    with pytest.raises(ValueError, match="style: expected text, markdown or html"):
        explain(MESSY.findings[0], style=wrong)
    assert isinstance(MESSY.findings[0], Finding)


PHRASES = {phrase.code: phrase for phrase in gc.get_objects() if isinstance(phrase, Phrase)}
"""Every sentence that stands beside a step or a title, by its code."""


@pytest.mark.parametrize("code", sorted(PHRASES))
def test_a_phrase_has_the_same_figures_in_both_languages(code: str) -> None:
    """The two languages of a phrase have braces for the same figures."""
    zh, en = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in PHRASES[code].words)
    assert zh == en


def test_a_misspelt_or_missing_figure_is_refused() -> None:
    """A phrase takes the figures of its braces, all of them and no other."""
    phrase = Phrase("by-day", "按天，{quantity} 天", "by the day, {quantity} day")
    assert phrase.of(quantity=1).words.zh == "按天，1 天"
    for figures in ({}, {"quantitty": 1}, {"quantity": 1, "fomula": "1"}):
        with pytest.raises(ValueError, match="by-day: expected the figures"):
            phrase.of(**figures)


def test_every_phrase_is_used() -> None:
    """No phrase is left that no step or title has."""
    used: set[str] = set()

    def look(found: Explanation) -> None:
        used.update([found.title.code, *(step.sentence.code for step in found.steps)])
        for part in found.parts:
            look(part)

    for report in [*REPORTS.values(), ODD]:
        look(explanation(report))
    look(explanation(MESSY.credits.students[0]))
    levels = [certificate("K1", recognized_on="2021-02-01", credits_given=1), certificate("K2", level="中级")]
    highest = PILOT_2020.amended(credits={"levels": "highest"})
    look(explanation(recognize_credits(levels, [student("U1")], as_of=date(2021, 7, 31), policy=highest)))
    look(selection([MESSY.workload[0]]))
    plans: list[dict[str, Any]] = [
        {},
        {"cost_per_candidate": "480"},
        {"costs": [{**PLAN["costs"][0], "funded_by": "school_award"}]},
        {"series": [], "sessions": [], "duties": [], "costs": []},
    ]
    for changes in plans:
        plan = PLAN | {"fee": "480"} | changes
        look(explanation(forecast(ForecastPlan.model_validate_json(json.dumps(plan)), policy=PILOT_2020)))
    assert set(PHRASES) - used == set()


@pytest.mark.parametrize(("given", "formula", "left"), [("1", "2 - 1", "1"), ("2", "2 - 2", "0"), ("3", "", "0")])
def test_what_a_lower_level_gave_is_taken_off_and_no_formula_is_false(given: str, formula: str, left: str) -> None:
    """D4: 2 credits less what was given before; where that is more nothing is left, and no 2 - 3 = 0 is shown."""
    levels = [certificate("K1", recognized_on="2021-02-01", credits_given=given), certificate("K2", level="中级")]
    highest = PILOT_2020.amended(credits={"levels": "highest"})
    found = explanation(recognize_credits(levels, [student("U1")], as_of=date(2021, 7, 31), policy=highest))
    (step,) = [step for step in found.all_steps() if "D4" in [row.id for row in step.readings]]
    assert (step.formula, step.result) == (formula, left)


def test_an_earlier_loss_above_a_surplus_does_not_contradict_it() -> None:
    """P1's surplus of the odd term is taken up by 20,000.00 lost before: it says so, and never that there is none."""
    settlement = ODD.settlements[0]
    assert 0 < settlement.surplus < settlement.prior_loss
    steps = [row for row in told(explanation(settlement)) if row[0] in ("covered-by-loss", "no-surplus")]
    assert steps == [("covered-by-loss", "", "", "0.00", "§3.5.3a", ["C4"])]
    assert "nothing is left to share" in " ".join(explain(settlement, lang="en").split())
    assert "没有结余" not in explain(settlement)


def test_no_class_hours_are_no_pay() -> None:
    """A record of 0 class hours is paid 0.00, by reading A8."""
    (line,) = training_pay([record(quantity=0)], policy=PILOT_2020).lines
    assert ("by-hour", "0 × 120.00", "", "0.00", "§3.5.2.1", ["A8"]) in told(explanation(line))


def test_what_grants_and_school_awards_paid_stays_outside() -> None:
    """A grant pays TR01's day of 720.00 and all duty of P1; a school award pays 10.00. The closing checks hold."""
    steps = {row[0]: row for row in told(explanation(ODD.settlements[0]))}
    assert steps["training-by-grant"][1:] == ("", "", "720.00", "§3.3c", ["C5"])
    assert steps["duty-by-grant"][3:] == ("1250.00", "§3.3c", ["C5"])
    assert steps["cost-by-school-award"][3:] == ("10.00", "§3.3a", ["C6"])
    assert steps["grant-balance"][1] == "0.00 - 1970.00"
    assert [step.holds for step in explanation(ODD).steps] == [True, True]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_documents_own_numbering_stands_beside_every_clause(lang: Language) -> None:
    """Wherever a basis is shown its section stands beside our id; only the words of a reading name a clause alone."""
    mentioned = " ".join(f"{known.question} {known.options}" for known in READINGS)
    for text in (explain(MESSY, lang=lang), overview(MESSY, lang=lang), explain(MESSY, lang=lang, style="html")):
        found = cited_in(text)
        alone = {clause_id for clause_id, section in found if not section}
        assert {clause_id for clause_id in alone if clause_id not in mentioned} == set()
        cited = {(clause_id, section) for clause_id, section in found if section}
        assert {(clause_id, clause(clause_id).section) for clause_id, _ in cited} == cited
        assert len(cited) > 8


def test_overlapping_sessions_that_are_one_are_explained_as_one() -> None:
    """B10 once: two sessions of an hour and a half from nine on are one of two hours, 150, and both are named."""
    sessions = [session("E1", minutes=90), session("E2", start="2021-03-06T09:30", minutes=90)]
    policy = PILOT_2020.amended(exams={"overlapping": "once"})
    (day,) = exam_pay(sessions, [duty("D1"), duty("D2", session="E2")], policy=policy).days
    assert told(explanation(day)) == [("short-session", "", "", "150.00", "§3.5.2.2a", ["B10 once"])]
    assert "session E1 + E2 (project P1), 2 h, under 3 h" in explain(day, lang="en")


def test_what_is_paid_once_or_stays_outside_says_so() -> None:
    """A day claimed twice pays nothing more, and a school award of 2500.00 is no income of its project."""
    (line,) = [one for one in ODD.training.lines if one.rule == "repeated-day"]
    assert told(explanation(line)) == [("repeated-day", "", "", "0.00", "§3.5.2.1", ["A6"])]
    awards = [row for row in told(explanation(ODD.settlements[0])) if row[0] == "school-award"]
    assert awards == [("school-award", "2000.00 + 500.00", "", "2500.00", "§3.3a", ["C6"])]
    assert ODD.settlements[0].income == REPORTS["pilot-clean"].settlements[0].income


def test_ids_stand_in_the_order_of_the_amounts_beside_them() -> None:
    """Fees, refunds, school awards and costs name their rows, each id in the place of its amount in the sum."""
    ids: dict[str, str] = {}
    for settlement in (ODD.settlements[0], *MESSY.settlements):
        rows = {f"{row.receipt_id}": row.amount for row in settlement.receipts}
        rows |= {f"{row.cost_id}": row.amount for row in settlement.cost_rows}
        for one in explanation(settlement).steps:
            if named := dict(one.sentence.inputs).get("rows_en"):
                ids[one.sentence.code] = named
                amounts = [f"{rows[key]}" for key in named.split(", ")]
                assert re.findall(r"-?[0-9.]+", one.formula or one.result) == amounts
    assert {*ids} == {
        "income-fee", "income-refund", "income-other", "school-award", "cost-category", "cost-by-school-award",
    }  # fmt: skip
    assert any(", " in named for named in ids.values())


@pytest.mark.parametrize(
    ("fen", "text"),
    [(Fraction(1), ""), (Fraction(1, 2), "0.005"), (Fraction(1, 4), "0.0025"), (Fraction(1, 3), "0.003333… (1/300)")],
)
def test_an_exact_value_is_written_as_decimals_or_as_a_fraction(fen: Fraction, text: str) -> None:
    """Decimals that end are all written; others get six and the fraction."""
    assert unrounded(fen) == text
