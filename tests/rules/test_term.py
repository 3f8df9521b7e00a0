"""The sample term, worked by hand from its tables before it was run; every sum stands here with its parts.

Training: an hour pays 120, a day 720. Duty: 150 a session, 200 from 3:00 h, 500 for a day of three or more.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from xmut_rules import PILOT_2020, Policy, Term, TermReport, Timeline, check_term, read_term, settle_term

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="module")
def term() -> Term:
    """Return the messy sample term."""
    return read_term(EXAMPLES / "messy" / "term.json")


@pytest.fixture(scope="module")
def report(term: Term) -> TermReport:
    """Return its report under the 2020 document."""
    return settle_term(term, policy=PILOT_2020)


def yuan(text: str) -> Decimal:
    """Return an amount."""
    return Decimal(text)


def test_training_pay_by_project(report: TermReport) -> None:
    """Day records and hours of each project add up to the sums worked by hand."""
    by_project: dict[str, Decimal] = defaultdict(Decimal)
    for line in report.training.lines:
        by_project[line.project_id] += line.amount
    assert by_project == {
        "P1": 4 * 720 + (4 + 4 + 6 + 2 + yuan("1.5") + 8 + 3 + 2 + 2) * 120,  # 6780.00
        "P2": 5 * 720 + (3 * 4 + 3 * 2 + 2 + 2 + 2) * 120,  # 6480.00
        "P3": 4 * 720 + (4 + 4 + yuan("2.5") + 7 + yuan("0.5")) * 120,  # 5040.00
        "P4": 720 + (5 + 3 + 3) * 120,  # 2040.00
    }
    assert report.training.total == yuan("20340.00")


def test_three_sessions_or_more_pay_500_for_the_day(report: TermReport) -> None:
    """Twelve person-days reach three sessions; the sum each replaced is worked from the lengths."""
    by_day = {
        (str(day.date), day.staff_id): (day.standard, {share.project_id: share.amount for share in day.shares})
        for day in report.exams.days
        if day.rule == "day-rate"
    }
    assert by_day == {
        ("2021-05-29", "T01"): (150 + 200 + 200, {"P1": 500}),
        ("2021-05-29", "T02"): (150 + 150 + 150, {"P1": 500}),  # S04 lasts 2:59
        ("2021-05-29", "T11"): (150 + 200 + 200, {"P1": 500}),
        ("2021-05-29", "T12"): (150 + 150 + 150, {"P1": 500}),
        ("2021-06-05", "T05"): (150 + 150 + 200, {"P1": 200, "P2": 300}),  # 500 = the sum, split all the same
        ("2021-06-05", "T06"): (150 + 150 + 150, {"P2": 500}),
        ("2021-06-05", "T07"): (150 + 150 + 150, {"P1": yuan("166.67"), "P2": yuan("333.33")}),  # .667 beats .333
        ("2021-06-05", "T11"): (4 * 150, {"P1": 125, "P2": 375}),  # D41 repeats D26 and does not count
        ("2021-06-12", "T08"): (200 + 200 + 200 + 150, {"P3": 500}),  # 22:30 to 00:30 belongs to the 12th
        ("2021-06-12", "T12"): (200 + 200 + 150, {"P3": 500}),
        ("2021-06-19", "T06"): (150 + 150 + 200, {"P4": 500}),
        ("2021-06-19", "T11"): (150 + 150 + 200, {"P4": 500}),
    }
    assert all(day.amount == 500 for day in report.exams.days if day.rule == "day-rate")


def test_duty_pay_by_project(report: TermReport) -> None:
    """Day rates, their shares and plain sessions add up by project."""
    by_project: dict[str, Decimal] = defaultdict(Decimal)
    for day in report.exams.days:
        for share in day.shares:
            by_project[share.project_id] += share.amount
    assert by_project == {
        # 29 May: four days, T03 200, T04 350, T05 150; 30 May: 2x400, 2x200, 400; 5 June: T04 200 and shares; S34 2x150
        "P1": 4 * 500 + 200 + 350 + 150 + 1600 + (200 + 200 + yuan("166.67") + 125) + 300,  # 5291.67
        "P2": 300 + 500 + yuan("333.33") + 375 + 300 + 4 * 350,  # 3208.33
        "P3": 500 + 500 + 4 * 150,  # 1600.00
        "P4": 500 + 500,  # 1000.00
    }
    assert report.exams.total == yuan("11100.00")


@pytest.mark.parametrize(
    ("project", "income", "cost", "surplus", "award", "remainder", "rule"),
    [
        # 28800 + 6000 - 960; 6780 + 5291.67 + 10500 + 1234.56 + 860.50; 30% of 9173.27 = 2751.981
        ("P1", "33840.00", "24666.73", "9173.27", "2751.98", "6421.29", "share"),
        # 24000 + 1500 - 300, the grant stays out; 6480 + 3208.33 + 8000 + 640.25; 30% = 2061.426
        ("P2", "25200.00", "18328.58", "6871.42", "2061.43", "4809.99", "share"),
        # 9600 - 1600; 5040 + 1600 + 3000 + 1200 + 480: a loss
        ("P3", "8000.00", "11320.00", "-3320.00", "0.00", "0.00", "no-surplus"),
        # 9000 + 333.33; 2040 + 1000 + 3000 + 88.88 + 210.10; 30% of 2994.35 = 898.305, half a fen rounds up
        ("P4", "9333.33", "6338.98", "2994.35", "898.31", "2096.04", "share"),
    ],
)
def test_settlements(
    report: TermReport, project: str, income: str, cost: str, surplus: str, award: str, remainder: str, rule: str
) -> None:
    """Each settlement is the one worked by hand, to the fen."""
    (settled,) = [settlement for settlement in report.settlements if settlement.project_id == project]
    amounts = (settled.income, settled.cost, settled.surplus, settled.award, settled.remainder)
    assert tuple(map(str, amounts)) == (income, cost, surplus, award, remainder)
    assert settled.rule == rule
    assert sum(part.amount for part in settled.costs) == settled.cost
    assert sum(part.amount for part in settled.awards) == settled.award


def test_the_joint_award_is_split_sixty_to_forty(report: TermReport) -> None:
    """89831 fen are 53898.6 and 35932.4 by the weights: the larger rest gets the fen that is left."""
    joint = report.settlements[3]
    assert [(part.college_id, part.amount) for part in joint.awards] == [
        ("C01", yuan("538.99")),
        ("C02", yuan("359.32")),
    ]


def test_the_grant_stands_beside_the_surplus(report: TermReport) -> None:
    """20000 granted less 12000 and 5000 spent leaves 3000; the other projects have no grant at all."""
    assert [settlement.grant_balance for settlement in report.settlements] == [None, 3000, None, None]


def test_payroll_adds_training_and_duty(report: TermReport) -> None:
    """Each person's two sums, worked by hand, and their total."""
    assert {row.staff_id: (row.training, row.exams) for row in report.payroll} == {
        "T01": (2880, 500 + 400),
        "T02": (2400, 500 + 200 + 150),
        "T03": (1380, 200 + 200),
        "T04": (1320, 350 + 200 + 150),
        "T05": (2400, 150 + 500 + 350),
        "T06": (2760, 500 + 350 + 500),
        "T07": (720, 500 + 350),
        "T08": (2160, 500 + 150),
        "T09": (1440, 0),
        "T10": (2880, 150),
        "T11": (0, 500 + 400 + 500 + 150 + 500),
        "T12": (0, 500 + 400 + 300 + 350 + 500 + 150),
    }
    assert sum(row.total for row in report.payroll) == 20340 + 11100


def test_findings(term: Term, report: TermReport) -> None:
    """Ten errors, a warning and a hint, each with the rows that it is about."""
    assert [(finding.code, finding.refs) for finding in report.findings] == [
        ("certificate-number-shared", ("K17", "K18")),
        ("duty-recorded-twice", ("D26", "D41")),
        ("notice-late", ("S34",)),
        ("notice-missing", ("S29",)),
        ("notice-missing", ("S30",)),
        ("person-overlap", ("S06", "S08")),
        ("person-overlap", ("S25", "TR39")),
        ("room-overlap", ("S07", "S08")),
        ("room-overlap", ("S25", "TR39")),
        ("rows-alike", ("D26", "D41")),
        ("training-mixed-units", ("TR31", "TR32")),
        ("wrong-account", ("I05",)),
    ]
    assert [finding.severity for finding in report.findings].count("warning") == 1
    assert [finding.severity for finding in report.findings].count("hint") == 1
    assert not report.ok
    assert report.findings == check_term(term, policy=PILOT_2020)


def test_credits(report: TermReport) -> None:
    """Seventeen certificates give 2 credits each; every other one has its reason."""
    refused = {
        decision.certificate_id: decision.outcome
        for decision in report.credits.decisions
        if decision.outcome != "granted"
    }
    assert refused == {
        "K04": "duplicate",
        "K07": "before-enrolment",
        "K09": "not-valid",
        "K12": "duplicate",
        "K13": "category-missing",
        "K15": "kind-not-covered",
        "K17": "number-shared",
        "K18": "number-shared",
        "K19": "after-graduation",
        "K22": "duplicate",
        "K27": "issuer-not-recognized",
        "K28": "category-missing",
        "K29": "not-yet-issued",
    }
    assert sum(decision.credits for decision in report.credits.decisions) == 17 * 2
    (most,) = [student for student in report.credits.students if student.student_id == "ST14"]
    assert (most.innovation_practice, most.general_elective, most.total) == (4, 4, 8)
    assert len(report.credits.students) == 18


def test_workload_counts_training_alone(report: TermReport) -> None:
    """Class hours with a day as 6; whoever only was on exam duty has none."""
    assert {row.staff_id: str(row.class_hours) for row in report.workload} == {
        "T01": "24",
        "T02": "20",
        "T03": "11.5",
        "T04": "11",
        "T05": "20",
        "T06": "23",
        "T07": "6",
        "T08": "18",
        "T09": "12",
        "T10": "24",
    }


@pytest.mark.parametrize(
    ("changes", "training", "exams", "awards"),
    [
        ({"training": {"long_day": "capped"}}, "19500.00", "11100.00", ["2967.98", "2061.43", "0.00", "898.31"]),
        ({"exams": {"day_rate_reading": "ceiling"}}, "20340.00", "10900.00", ["2786.98", "2086.43", "0.00", "898.31"]),
        ({"exams": {"day_rate_reading": "floor"}}, "20340.00", "11600.00", ["2714.48", "2038.93", "0.00", "898.31"]),
        (
            {"exams": {"day_scope": "person_and_project"}},
            "20340.00",
            "11200.00",
            ["2749.48", "2033.93", "0.00", "898.31"],
        ),
        ({"exams": {"split": "sessions"}}, "20340.00", "11100.00", ["2761.98", "2051.43", "0.00", "898.31"]),
        ({"surplus": {"rounding": "half_even"}}, "20340.00", "11100.00", ["2751.98", "2061.43", "0.00", "898.30"]),
        ({"surplus": {"rounding": "down"}}, "20340.00", "11100.00", ["2751.98", "2061.42", "0.00", "898.30"]),
    ],
)
def test_an_office_can_flip_a_reading(
    term: Term, changes: dict[str, object], training: str, exams: str, awards: list[str]
) -> None:
    """Each option of a reading gives the sums that an independent model gave for it."""
    report = settle_term(term, policy=PILOT_2020.amended(**changes))
    assert (str(report.training.total), str(report.exams.total)) == (training, exams)
    assert [str(settlement.award) for settlement in report.settlements] == awards


def test_the_clean_term_has_no_finding() -> None:
    """The clean example is fine, and its joint award of 30% of 5288.65 - 500 = 1436.595 rounds up."""
    report = settle_term(read_term(EXAMPLES / "clean" / "term.json"), policy=PILOT_2020)
    assert report.ok
    assert report.findings == ()
    assert [str(settlement.award) for settlement in report.settlements] == ["3056.15", "1436.60"]


@pytest.mark.parametrize("name", ["clean", "messy"])
def test_both_forms_of_an_example_are_one_term(name: str) -> None:
    """The JSON document and the CSV folder hold the same rows."""
    assert read_term(EXAMPLES / name / "term.json") == read_term(EXAMPLES / name / "csv")


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_does_not_matter(report: TermReport, seed: int) -> None:
    """Any order of every table gives the same bytes."""
    document: dict[str, list[object]] = json.loads((EXAMPLES / "messy" / "term.json").read_text("utf-8"))
    for rows in document.values():
        if not isinstance(rows, str):
            Random(seed).shuffle(rows)
    assert settle_term(Term.model_validate_json(json.dumps(document)), policy=PILOT_2020).to_json() == report.to_json()


def test_the_report_names_the_policy_applied(term: Term, report: TermReport) -> None:
    """One policy decided; a timeline names those alone that were in force on a date of the term."""
    (applied,) = report.policies
    assert (applied.number, str(applied.effective_from)) == ("厦工教〔2020〕39号", "2020-12-18")
    assert applied.digest == PILOT_2020.digest
    later = PILOT_2020.amended(effective_from="2030-01-01")
    assert settle_term(term, policy=Timeline(policies=(later, PILOT_2020))).policies == report.policies
    assert settle_term(term, policy=later).policies == ()


def test_without_a_policy_nothing_is_paid_or_granted(term: Term) -> None:
    """Every record, duty, receipt, project and certificate is reported, and every amount and credit is zero."""
    report = settle_term(term, policy=PILOT_2020.amended(effective_from="2030-01-01"))
    told = {ref for finding in report.findings if finding.code == "not-in-force" for ref in finding.refs}
    assert len(told) == 40 + 68 + 12 + 4 + 30
    assert {report.training.total, report.exams.total, *(settlement.award for settlement in report.settlements)} == {0}
    assert {student.total for student in report.credits.students} == {0}
    assert {row.class_hours for row in report.workload} == {0}


def test_rows_dated_after_as_of_are_reported(term: Term) -> None:
    """An earlier as_of warns of each later record, session and receipt, and changes no pay."""
    early = settle_term(term.model_copy(update={"as_of": "2021-06-18"}), policy=PILOT_2020)
    told = [finding.refs[0] for finding in early.findings if finding.code == "after-as-of"]
    assert told == ["I12", "S31", "S32", "S33", "S34"]
    assert early.training.total == yuan("20340.00")
    edge = settle_term(term.model_copy(update={"as_of": "2021-06-19"}), policy=PILOT_2020)
    assert [finding.refs[0] for finding in edge.findings if finding.code == "after-as-of"] == ["I12"]


def test_a_term_and_a_policy_are_asked_for() -> None:
    """Anything else is a ValueError that says so."""
    with pytest.raises(ValueError, match="expected a Term, not dict"):
        settle_term({}, policy=PILOT_2020)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match="expected a Policy or a Timeline"):
        check_term(read_term(EXAMPLES / "clean" / "csv"), policy=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_policy_change_within_a_term_is_judged_by_date(term: Term) -> None:
    """Records before the change are paid by the old rate, those from it on by the new; settlements by as_of."""
    old: Policy = PILOT_2020.amended(effective_until="2021-03-31")
    new = PILOT_2020.amended(
        effective_from="2021-04-01", training={"hour_rate": "240"}, surplus={"college_share": "1/2"}
    )
    report = settle_term(term, policy=Timeline(policies=(new, old)))
    assert len(report.policies) == 2
    rates = {
        (line.date < date(2021, 4, 1), line.amount / line.class_hours)
        for line in report.training.lines
        if line.rule == "class-hours"
    }
    assert rates == {(True, 120), (False, 240)}
    p1 = report.settlements[0]
    assert p1.award * 2 in (p1.surplus, p1.surplus + yuan("0.01"))
