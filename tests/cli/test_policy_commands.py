"""The commands of a policy officer: what each writes, its exit status, and what is reported of unusable input."""

from __future__ import annotations

import io
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest

from xmut_rules import PILOT_2020, Policy, settle_term
from xmut_rules.changes.differences import differences
from xmut_rules.changes.examples import smallest_example
from xmut_rules.changes.impact import impact
from xmut_rules.changes.inspection import inspect_policy, session_kinds
from xmut_rules.changes.properties import Holds, properties
from xmut_rules.cli.main import main
from xmut_rules.explain.page import explain, explanation_json
from xmut_rules.files.terms import read_term
from xmut_rules.rules.forecast import ForecastPlan, forecast

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
MESSY, CLEAN = EXAMPLES / "messy" / "term.json", EXAMPLES / "clean" / "term.json"
LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")
Capture = pytest.CaptureFixture[str]

DAY_RATE_600 = """
format = "xmut-rules/amendment/1"
amends = "PILOT_2020"
effective_from = 2020-12-18
changes = [{ field = "exams.day_rate", value = 600, source = "示例通知第一条" }]
"""
AFTER = PILOT_2020.amended(exams={"day_rate": 600})
PLAN: dict[str, Any] = {
    "format": "xmut-rules/forecast/1",
    "project": {"project_id": "P1", "name": "证书A试点项目", "colleges": {"C01": 1}},
    "on": "2021-07-31",
    "candidates": 10,
    "fee": "980.00",
    "cost_per_candidate": "380.00",
    "training": [
        {
            "record_id": "TR1",
            "project_id": "P1",
            "staff_id": "T01",
            "date": "2021-03-06",
            "unit": "day",
            "quantity": "1",
        }
    ],
}


def run(capsys: Capture, *arguments: object) -> tuple[int, str, str]:
    """Run the command here; give its status, output and errors."""
    capsys.readouterr()
    status = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def written(folder: Path, name: str, content: object) -> Path:
    """Write a file: text as it is, anything else as JSON."""
    file = folder / name
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    file.write_text(text, encoding="utf-8")
    return file


def dated(day: str, rate: int, *, amends: str = "PILOT_2020", number: str | None = None) -> dict[str, Any]:
    """An amendment of the day rate from a day on, by a document of its own if it has a number."""
    document = json.loads(PILOT_2020.document.model_dump_json())
    return {
        "format": "xmut-rules/amendment/1",
        "amends": amends,
        "effective_from": day,
        "changes": [{"field": "exams.day_rate", "value": rate, "source": "示例"}],
        "document": document | {"number": number} if number else None,
    }


def test_one_line_tells_the_story_in_three_commands(capsys: Capture, tmp_path: Path) -> None:
    """A day rate of 600: the difference in words, who gets how much more, and the smallest day that shows it."""
    file = written(tmp_path, "day-rate.toml", DAY_RATE_600)
    status, out, err = run(capsys, "differences", "PILOT_2020", file, "--lang", "en")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "Differences between the policies",
        "  duty pay per day (§3.5.2.2b 三（五）（2）2): 500.00 -> 600.00; source: 示例通",
        "      知第一条",
    ]
    status, out, err = run(capsys, "impact", MESSY, "PILOT_2020", file, "--lang", "en")
    assert (status, err) == (0, "")
    rows = [line.split() for line in out.splitlines()]
    assert [row for row in rows if len(row) == 4 and row[0][:1] == "T"] == [
        ["T01", "3780.00", "3880.00", "100.00"],
        ["T02", "3250.00", "3350.00", "100.00"],
        ["T05", "3400.00", "3500.00", "100.00"],
        ["T06", "4110.00", "4310.00", "200.00"],
        ["T07", "1570.00", "1670.00", "100.00"],
        ["T08", "2810.00", "2910.00", "100.00"],
        ["T11", "2050.00", "2350.00", "300.00"],
        ["T12", "2200.00", "2400.00", "200.00"],
    ]
    assert ["total", "pay", "31440.00", "32640.00", "1200.00"] in rows
    assert ["total", "awards", "5711.72", "5411.72", "-300.00"] in rows
    assert ["P4", "200.00", "-200.00", "-60.00"] in rows
    example = "3 short sessions in a day: 500.00 yuan -> 600.00 yuan (§3.5.2.2b 三（五）（2）2)\n"
    assert run(capsys, "smallest-example", "PILOT_2020", file, "--lang", "en") == (0, example, "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_policies_are_compared_clause_by_clause(capsys: Capture, lang: Literal["zh", "en"]) -> None:
    """A day's pay and the first day in force differ, the others are equal on a stated ground; JSON says the same."""
    day_rate = EXAMPLES / "amendments" / "day-rate.toml"
    status, out, err = run(capsys, "compare", "PILOT_2020", day_rate, "--lang", lang)
    first, second, *others = out.splitlines()
    assert (status, err, len(others)) == (0, "", 6)
    if lang == "zh":
        assert first.startswith("考务费：有差异；一天 3 场短场：500.00 元 → 600.00 元（§3.5.2.2b")
        assert second.startswith("有效期：有差异；单独适用时 2020-12-18")
    else:
        assert first.startswith(
            "exam duty pay: differs; 3 short sessions in a day: 500.00 yuan -> 600.00 yuan (§3.5.2.2b"
        )
        assert second.startswith("period in force: differs; whether the policy alone is in force on 2020-12-18")
    assert all({"zh": "：没有差异；", "en": ": no difference; "}[lang] in line for line in others)
    status, out, err = run(capsys, "compare", "PILOT_2020", day_rate, "--format", "json")
    assert [row["equal"] for row in json.loads(out)] == [False] + [True] * 6 + [False]


def test_the_same_story_in_chinese(capsys: Capture, tmp_path: Path) -> None:
    """Without `--lang` the three commands answer in Chinese with the same figures."""
    file = written(tmp_path, "day-rate.toml", DAY_RATE_600)
    out = "政策差异\n  每天考务费（§3.5.2.2b 三（五）（2）2）：500.00 → 600.00；出处：示例通知第一条\n"
    assert run(capsys, "differences", "PILOT_2020", file) == (0, out, "")
    assert run(capsys, "differences", file, file) == (0, "政策差异\n  没有差异。\n", "")
    status, out, _ = run(capsys, "impact", MESSY, "PILOT_2020", file)
    assert status == 0
    assert out.splitlines()[1].split() == ["名称", "改动前", "改动后", "差额"]
    assert ["酬金合计", "31440.00", "32640.00", "1200.00"] in [line.split() for line in out.splitlines()]
    assert ["P3", "200.00", "-200.00", "0.00"] in [line.split() for line in out.splitlines()]
    out = "一天 3 场短场：500.00 元 → 600.00 元（§3.5.2.2b 三（五）（2）2）\n"
    assert run(capsys, "smallest-example", "PILOT_2020", file) == (0, out, "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_has_the_same_amounts(capsys: Capture, tmp_path: Path, lang: Literal["zh", "en"]) -> None:
    """The JSON of each comparison is one document whatever the language, with the values of the functions."""
    file = written(tmp_path, "day-rate.toml", DAY_RATE_600)
    json_form = ("--format", "json", "--lang", lang)
    (row,) = json.loads(run(capsys, "differences", "PILOT_2020", file, *json_form)[1])
    (expected,) = differences(PILOT_2020, AFTER)
    assert (row["old"], row["new"], row["source"]) == (expected.old, expected.new, "示例通知第一条")
    document = json.loads(run(capsys, "impact", MESSY, "PILOT_2020", file, *json_form)[1], parse_float=pytest.fail)
    found = impact(read_term(MESSY), PILOT_2020, AFTER)
    assert [(line["id"], Decimal(line["more"])) for line in document["persons"]] == [
        (person.id, person.more) for person in found.persons
    ]
    assert [Decimal(document[key]["more"]) for key in ("pay", "awards", "credits")] == [1200, -300, 0]
    document = json.loads(run(capsys, "smallest-example", "PILOT_2020", file, *json_form)[1])
    example = smallest_example(PILOT_2020, AFTER)
    assert (document["zh"], document["en"], document["old"]) == (*(example.words or ()), "500.00")
    document = json.loads(run(capsys, "inspect", *json_form)[1])
    results = [*inspect_policy(PILOT_2020), *properties(PILOT_2020)]
    assert document == [json.loads(line.to_json()) for line in results]


def test_a_later_amendment_is_felt_from_its_day_on(capsys: Capture, tmp_path: Path) -> None:
    """Dated 2021-06-10, the rate of 600 reaches the four person-days after it; the pilot holds before."""
    file = written(tmp_path, "later.json", dated("2021-06-10", 600))
    document = json.loads(run(capsys, "impact", MESSY, "PILOT_2020", file, "--format", "json")[1])
    assert [(row["id"], row["more"]) for row in document["persons"]] == [
        ("T06", "100.00"),
        ("T08", "100.00"),
        ("T11", "100.00"),
        ("T12", "100.00"),
    ]
    back = json.loads(run(capsys, "impact", MESSY, file, "PILOT_2020", "--format", "json")[1])
    assert back["pay"] == {"id": "pay", "old": "31840.00", "new": "31440.00", "more": "-400.00"}


def test_students_are_listed_with_their_credits(capsys: Capture, tmp_path: Path) -> None:
    """A cap of 3 credits in a category takes one credit from ST03 and ST14."""
    capped = written(tmp_path, "cap.json", PILOT_2020.amended(credits={"category_cap": 3}).model_dump_json())
    for lang, head in (("zh", "学生（学分）"), ("en", "students (credits)")):
        out = run(capsys, "impact", MESSY, "PILOT_2020", capped, "--lang", lang)[1]
        after = [line.split() for line in out.split(head)[1].splitlines()[2:]]
        assert after == [["ST03", "4", "3", "-1"], ["ST14", "8", "6", "-2"]]


def test_a_policy_is_inspected(capsys: Capture, tmp_path: Path) -> None:
    """Oddities, then guarantees, in either language, the 2020 document being the default; there may be no oddity."""
    for lang in LANGUAGES:
        odd, kept = (
            [row.message(lang) for row in rows] for rows in (inspect_policy(PILOT_2020), properties(PILOT_2020))
        )
        out = "\n".join([session_kinds(PILOT_2020).to(lang), "", *odd, "", *kept, ""])
        assert (len(odd), len(kept)) == (3, 12)
        assert run(capsys, "inspect", "--lang", lang) == (0, out, "")
        assert run(capsys, "inspect", "PILOT_2020", "--lang", lang) == (0, out, "")
    plain = PILOT_2020.amended(exams={"day_rate": 0, "day_rate_reading": "floor"})
    file = written(tmp_path, "p.json", plain.model_dump_json())
    for lang, words in zip(LANGUAGES, ("没有发现疑点。", "No inconsistencies found."), strict=True):
        kept, kinds = [row.message(lang) for row in properties(plain)], session_kinds(plain).to(lang)
        assert run(capsys, "inspect", file, "--lang", lang) == (0, "\n".join([kinds, "", words, "", *kept, ""]), "")
    rows = json.loads(run(capsys, "inspect", file, "--format", "json")[1])
    assert [row["holds"] for row in rows] == [isinstance(row, Holds) for row in properties(plain)]


def test_a_plan_is_forecast(capsys: Capture, tmp_path: Path) -> None:
    """720 for a day and a margin of 600 need two candidates; ten leave 5280 and give an award of 1584."""
    file = written(tmp_path, "plan.json", PLAN)
    found = forecast(ForecastPlan.model_validate_json(json.dumps(PLAN)), policy=PILOT_2020)
    assert (str(found.settlement.surplus), str(found.settlement.award), found.break_even) == ("5280.00", "1584.00", 2)
    for lang in LANGUAGES:
        assert run(capsys, "forecast", file, "--lang", lang) == (0, explain(found, lang=lang), "")
        out = explanation_json(found) + "\n"
        assert run(capsys, "forecast", file, "--lang", lang, "--format", "json") == (0, out, "")
    dear = written(tmp_path, "p.json", PILOT_2020.amended(training={"day_rate": 1201}).model_dump_json())
    early = written(tmp_path, "early.json", {**PLAN, "on": "2020-12-17"})
    assert run(capsys, "forecast", early)[0] == 1
    assert "保本人数 3 名" in run(capsys, "forecast", file, "--policy", dear)[1]
    assert run(capsys, "forecast", file, "--policy", "PILOT_2020")[1] == explain(found)


def test_a_report_is_verified(capsys: Capture, tmp_path: Path) -> None:
    """A report that follows has status 0, a changed one 1 with the place, one of an unknown policy 2."""
    report = tmp_path / "report.json"
    assert run(capsys, "settle", MESSY, "--format", "json", "--output", report) == (1, "", "")
    assert run(capsys, "verify", report, MESSY) == (0, "一致：按所列政策重算，结果相同。\n", "")
    out = "OK: recomputed under the policies listed, with the same result.\n"
    assert run(capsys, "verify", report, MESSY, "--lang", "en", "--policy", "PILOT_2020") == (0, out, "")
    document = json.loads(report.read_text(encoding="utf-8"))
    document["training"]["total"] = "1.00"
    written(tmp_path, "report.json", document)
    out = '不一致：1 处。\n  training.total：报告 "1.00"，重算 "20340.00"\n'
    assert run(capsys, "verify", report, MESSY) == (1, out, "")
    status, out, _ = run(capsys, "verify", report, MESSY, "--format", "json")
    assert (status, json.loads(out)["status"], len(json.loads(out)["mismatches"])) == (1, "differs", 1)
    policy = written(tmp_path, "p.json", AFTER.model_dump_json())
    run(capsys, "settle", MESSY, "--policy", policy, "--format", "json", "--output", report)
    status, out, err = run(capsys, "verify", report, MESSY, "--lang", "en")
    assert (status, out.splitlines()[1:], err) == (2, [f"  {AFTER.digest}"], "")
    assert run(capsys, "verify", report, MESSY, "--policy", policy)[0] == 0


def stated(rate: str) -> dict[str, str]:
    """The source of a day rate as a report lists it."""
    return {"field": "exams.day_rate", "value": rate, "source": "示例"}


def test_two_policies_are_a_timeline(capsys: Capture, tmp_path: Path) -> None:
    """Settled with two amendments, a report lists the three policies applied with their digests, and follows."""
    first = written(tmp_path, "1.json", dated("2021-05-01", 600, number="甲"))
    second = written(tmp_path, "2.json", dated("2021-06-10", 700, number="乙"))
    report = tmp_path / "report.json"
    policies = ("--policy", first, "--policy", second)
    assert run(capsys, "settle", MESSY, *policies, "--format", "json", "--output", report) == (1, "", "")
    document = json.loads(report.read_text(encoding="utf-8"))
    later = [
        PILOT_2020.amended(document={"number": number}, effective_from=day, exams={"day_rate": rate})
        for number, day, rate in (("甲", "2021-05-01", 600), ("乙", "2021-06-10", 700))
    ]
    assert document["policies"] == [
        {"number": "厦工教〔2020〕39号", "effective_from": "2020-12-18", "digest": PILOT_2020.digest},
        {"number": "甲", "effective_from": "2021-05-01", "digest": later[0].digest, "sources": [stated("600.00")]},
        {"number": "乙", "effective_from": "2021-06-10", "digest": later[1].digest, "sources": [stated("700.00")]},
    ]
    assert document["exams"]["total"] == "12700.00"  # 11100 + 8 days x 100 + 4 days x 200
    assert run(capsys, "verify", report, MESSY, *policies)[0] == 0
    assert run(capsys, "verify", report, MESSY, "--policy", second)[0] == 2


def test_a_term_may_come_from_standard_input(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` stands for standard input where a term is asked for."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MESSY.read_bytes())))
    status, out, _ = run(capsys, "impact", "-", "PILOT_2020", "PILOT_2020", "--format", "json")
    assert (status, json.loads(out)["pay"]["old"]) == (0, "31440.00")


def test_results_go_to_a_file(capsys: Capture, tmp_path: Path) -> None:
    """With `--output` the result of each command is in the file and not on the screen."""
    plan, amendment = written(tmp_path, "plan.json", PLAN), written(tmp_path, "a.toml", DAY_RATE_600)
    report = written(tmp_path, "report.json", settle_term(read_term(CLEAN), policy=PILOT_2020).to_json())
    for command in (
        ("differences", "PILOT_2020", amendment),
        ("impact", CLEAN, "PILOT_2020", amendment),
        ("smallest-example", "PILOT_2020", amendment),
        ("inspect", amendment),
        ("forecast", plan),
        ("verify", report, CLEAN),
    ):
        shown = run(capsys, *command)
        assert run(capsys, *command, "--output", tmp_path / "out.txt") == (0, "", "")
        assert (0, (tmp_path / "out.txt").read_text(encoding="utf-8"), "") == shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_unusable_input_is_reported_with_file_and_place(capsys: Capture, tmp_path: Path, lang: str) -> None:
    """What is wrong with a policy, plan, report or term is reported with its file and place, and nothing is written."""
    wrong = written(tmp_path, "wrong.toml", DAY_RATE_600.replace("600", '"六百"'))
    other = written(tmp_path, "other.toml", DAY_RATE_600.replace("PILOT_2020", "PILOT"))
    plan = written(tmp_path, "plan.json", PLAN)
    bad_plan = written(tmp_path, "bad-plan.json", {**PLAN, "fee": 1.5})
    bad_report, bad_term = written(tmp_path, "report.json", {}), written(tmp_path, "term.json", "{")
    none = tmp_path / "none.json"
    value, amends, missing = f"{wrong}: changes[0].value: ", f"{other}: amends: ", f"{none}: "
    commands: list[tuple[tuple[object, ...], list[str]]] = [
        (("differences", wrong, other), [value, amends]),
        (("differences", "PILOT_2020", none), [missing]),
        (("impact", MESSY, "PILOT_2020", wrong), [value]),
        (("impact", bad_term, "PILOT_2020", "PILOT_2020"), [f"{bad_term}: "]),
        (("smallest-example", none, wrong), [missing, value]),
        (("inspect", other), [amends]),
        (("forecast", bad_plan), [f"{bad_plan}: fee: "]),
        (("forecast", none), [missing]),
        (("forecast", plan, "--policy", other), [amends]),
        (("verify", bad_report, MESSY), [f"{bad_report}: format: "]),
        (("verify", none, MESSY), [missing]),
        (("verify", bad_report, bad_term), [f"{bad_term}: "]),
        (("verify", bad_report, MESSY, "--policy", wrong), [value]),
    ]
    for command, told in commands:
        status, out, err = run(capsys, *command, "--lang", lang, "--output", tmp_path / "out.txt")
        assert (status, out) == (2, ""), command
        assert [line.startswith(start) for line, start in zip(err.splitlines(), told, strict=True)] == [True] * len(
            told
        )
    assert not (tmp_path / "out.txt").exists()


def test_a_plan_that_cannot_be_settled_is_reported(capsys: Capture, tmp_path: Path) -> None:
    """A record with the id of a planned lesson is reported with the plan's file and status 2."""
    lesson = {key: PLAN["training"][0][key] for key in ("project_id", "staff_id", "unit", "quantity")}
    series = {**lesson, "series_id": "W1", "weekdays": ["saturday"], "first_day": "2021-03-06", "count": 1}
    twice = {**PLAN["training"][0], "record_id": "W1-20210306"}
    file = written(tmp_path, "plan.json", {**PLAN, "series": [series], "training": [twice]})
    status, out, err = run(capsys, "forecast", file, "--lang", "en")
    told = "the id W1-20210306 is repeated (first in row 1); remove the row or change the id [repeated-id]"
    assert (status, out, err) == (2, "", f"{file}: series[0].series_id: {told}\n")


def amendment(folder: Path, name: str, *, amends: str, day: str, rate: str, number: str | None = None) -> Path:
    """Write an amendment of the day rate, with a document of its own where a number is given."""
    document = json.loads(PILOT_2020.document.model_dump_json())
    content: dict[str, Any] = {
        "format": "xmut-rules/amendment/1",
        "amends": amends,
        "effective_from": day,
        "changes": [{"field": "exams.day_rate", "value": rate, "source": "an example"}],
    }
    file = folder / name
    file.write_text(json.dumps(content | ({"document": document | {"number": number}} if number else {})), "utf-8")
    return file


def test_fees_beyond_every_bound_are_reported_with_their_field(capsys: Capture, tmp_path: Path) -> None:
    """Ten fees of almost 10^13 yuan are refused in both languages at the fee."""
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(PLAN | {"fee": "9999999999999.99"}), "utf-8")
    assert run(capsys, "forecast", file)[2].startswith(f"{file}: fee: 应为金额（元）")
    assert run(capsys, "forecast", file, "--lang", "en")[2].startswith(f"{file}: fee: expected an amount in yuan")


def test_pay_beyond_every_bound_is_no_traceback(capsys: Capture, tmp_path: Path) -> None:
    """A policy whose rates give more than 10^13 yuan ends in one line and status 2."""
    file = tmp_path / "policy.json"
    dear: Policy = PILOT_2020.amended(training={"hour_rate": "9999999999999.99"})
    file.write_text(dear.model_dump_json(), "utf-8")
    for lang, words in (("zh", "应为"), ("en", "expected")):
        status, out, err = run(capsys, "settle", MESSY, "--policy", file, "--lang", lang)
        assert (status, out, err.count("\n"), err.startswith("xmut-rules: "), words in err) == (2, "", 1, True, True)


def test_every_bad_input_of_a_command_is_reported(capsys: Capture, tmp_path: Path) -> None:
    """A bad term and two bad policies are reported in one go, with hints for misspelt fields."""
    bad = tmp_path / "bad.json"
    document = json.loads(PILOT_2020.model_dump_json())
    document["exams"]["dayrate"] = document["exams"].pop("day_rate")
    bad.write_text(json.dumps(document), "utf-8")
    status, out, err = run(capsys, "impact", tmp_path / "none.json", bad, tmp_path / "no.toml", "--lang", "en")
    assert (status, out) == (2, "")
    assert [part in err for part in ("none.json: cannot read", "(did you mean day_rate?)", "no.toml: cannot read")] == [
        True,
        True,
        True,
    ]


def test_an_impact_between_amendments_keeps_what_held_before(capsys: Capture, tmp_path: Path) -> None:
    """B amends A, which begins on 2021-06-01: what was earned before under the document of 2020 stays."""
    first = amendment(tmp_path, "a.json", amends="PILOT_2020", day="2021-06-01", rate="600")
    second = amendment(tmp_path, "b.json", amends="厦工教〔2020〕39号", day="2021-06-12", rate="700")
    _, out, _ = run(capsys, "impact", MESSY, first, second, "--format", "json")
    found = json.loads(out)
    assert found["pay"] == {"id": "pay", "old": "32240.00", "new": "32640.00", "more": "400.00"}
    assert {row["more"] for row in found["persons"]} == {"100.00"}


def test_a_policy_does_not_differ_from_itself(capsys: Capture) -> None:
    """Between the 2020 document and itself there is no difference, in words and as JSON."""
    assert run(capsys, "differences", "PILOT_2020", "PILOT_2020") == (0, "政策差异\n  没有差异。\n", "")
    assert run(capsys, "differences", "PILOT_2020", "PILOT_2020", "--format", "json") == (0, "[]\n", "")


@pytest.mark.parametrize(
    ("lang", "last"),
    [
        ("zh", "本学期无人受影响。最小的例子：同一场地相隔 0 分钟的两场"),
        ("en", "Nobody is concerned in this term. Smallest case: two sessions in one room"),
    ],
)
def test_an_impact_on_nobody_names_the_smallest_case(capsys: Capture, tmp_path: Path, lang: str, last: str) -> None:
    """Where a change moves no sum of the term, it is shown where it would first be seen."""
    changed = PILOT_2020.amended(schedule={"turnaround_minutes": 30})
    file = written(tmp_path, "turnaround.json", changed.model_dump_json())
    status, out, _ = run(capsys, "impact", CLEAN, "PILOT_2020", file, "--lang", lang)
    assert (status, out.splitlines()[-1].startswith(last)) == (0, True)
