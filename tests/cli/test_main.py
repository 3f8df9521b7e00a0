"""The command: what each command gives, its exit status, and the documents that other programs read."""

from __future__ import annotations

import gc
import importlib
import json
import re
import runpy
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pytest
from pydantic import JsonValue

from xmut_rules import PILOT_2020, check_term, settle_term
from xmut_rules.cli.main import COMMANDS, main
from xmut_rules.cli.parser import PLACEHOLDERS
from xmut_rules.explain.overview import overview
from xmut_rules.files.terms import read_term
from xmut_rules.policy import CLAUSES, cited

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
MESSY, CLEAN = EXAMPLES / "messy", EXAMPLES / "clean"
LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: object) -> tuple[int, str, str]:
    """Run the command here; give its status, output and errors."""
    capsys.readouterr()
    status = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def keys(node: JsonValue) -> JsonValue:
    """Return the keys of every object of a JSON value in order, a list's by its rows, which must all have the same."""
    if isinstance(node, dict):
        return {key: None if key == "params" else keys(value) for key, value in node.items()}
    if isinstance(node, list) and node:
        first, *others = [json.dumps(keys(row)) for row in node if keys(row)] or ["null"]
        assert set(others) <= {first}
        row: JsonValue = json.loads(first)
        return [row]
    return None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("folder", "status"), [(MESSY, 1), (CLEAN, 0)])
@pytest.mark.parametrize("form", ["term.json", "csv"])
def test_settle_writes_the_report_and_tells_error_findings_by_its_status(
    capsys: Capture, folder: Path, status: int, form: str, lang: Literal["zh", "en"]
) -> None:
    """A term with error findings is settled with status 1, one without with 0, and nothing is reported on stderr."""
    report = settle_term(read_term(folder / form), policy=PILOT_2020)
    assert run(capsys, "settle", folder / form, "--lang", lang) == (status, overview(report, lang=lang), "")
    assert run(capsys, "settle", folder / form, "--format", "json", "--lang", lang) == (
        status,
        report.to_json() + "\n",
        "",
    )


def test_chinese_text_is_the_default(capsys: Capture) -> None:
    """Without options a report is Chinese text."""
    assert run(capsys, "settle", CLEAN / "term.json")[1].startswith("厦门工学院 1+X 试点 学期结算 2021-2022-1\n")
    assert run(capsys, "check", CLEAN / "term.json") == (0, "没有发现问题。\n", "")


def test_warnings_alone_are_fine(capsys: Capture, tmp_path: Path) -> None:
    """A term whose only finding is a warning is settled and checked with status 0."""
    document = json.loads((CLEAN / "term.json").read_text(encoding="utf-8"))
    first = document["training"][0]
    assert (first["unit"], first["staff_id"]) == ("day", "T01")
    document["training"].append(
        {
            "record_id": "TR99",
            "project_id": "P1",
            "staff_id": "T01",
            "date": first["date"],
            "unit": "class_hour",
            "quantity": "1",
        }
    )
    file = tmp_path / "term.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert run(capsys, "settle", file, "--lang", "en")[0] == 0
    status, out, _ = run(capsys, "check", file, "--lang", "en")
    assert (status, out.count("warning §3.5.2.1"), out.count("error")) == (0, 1, 0)


@pytest.mark.parametrize(("lang", "words"), [("zh", ("错误", "提示", "核对")), ("en", ("error", "warning", "hint"))])
def test_check_lists_the_findings_alone(capsys: Capture, lang: str, words: tuple[str, ...]) -> None:
    """The check writes each finding once, as text by severity and clause or as JSON, and no amounts of pay."""
    status, out, err = run(capsys, "check", MESSY / "term.json", "--lang", lang)
    assert (status, err) == (1, "")
    findings = check_term(read_term(MESSY / "term.json"), policy=PILOT_2020)
    heads = [line for line in out.splitlines() if re.match(r"  \S", line)]
    severities = dict(zip(("error", "warning", "hint"), words, strict=True))
    shown = [
        [severities[finding.severity], *(cited(finding.clause).split() if finding.clause else [])]
        for finding in findings
    ]
    assert [line.split()[: len(head)] for line, head in zip(heads, shown, strict=True)] == shown
    status, out, err = run(capsys, "check", MESSY / "term.json", "--lang", lang, "--format", "json")
    assert (status, err) == (1, "")
    report = json.loads(settle_term(read_term(MESSY / "term.json"), policy=PILOT_2020).to_json())
    assert json.loads(out) == report["findings"]


REPORT_KEYS: dict[str, Any] = {
    "format": None,
    "policies": [{"number": None, "effective_from": None, "digest": None}],
    "term": None,
    "as_of": None,
    "ok": None,
    "training": {
        "total": None,
        "lines": [
            dict.fromkeys(
                ("record_id", "staff_id", "project_id", "date", "class_hours", "amount", "rule", "clause"),
            )
        ],
    },
    "exams": {
        "total": None,
        "days": [
            {
                "staff_id": None,
                "date": None,
                "sessions": [None],
                "standard": None,
                "amount": None,
                "rule": None,
                "clause": None,
                "shares": [{"project_id": None, "amount": None}],
            }
        ],
    },
    "payroll": [dict.fromkeys(("staff_id", "training", "exams", "total"))],
    "settlements": [
        {
            "project_id": None,
            "income": None,
            "costs": [{"category": None, "amount": None}],
            **dict.fromkeys(("cost", "surplus", "prior_loss", "award", "remainder")),
            "awards": [{"college_id": None, "amount": None}],
            **dict.fromkeys(("grant_balance", "rule", "clause")),
        }
    ],
    "credits": {
        "decisions": [
            dict.fromkeys(("certificate_id", "student_id", "outcome", "credits", "cut", "category", "clause"))
        ],
        "students": [dict.fromkeys(("student_id", "innovation_practice", "general_elective", "total"))],
    },
    "workload": [{"staff_id": None, "class_hours": None}],
    "findings": [
        {
            **dict.fromkeys(("code", "severity", "clause")),
            "refs": [None],
            "params": None,
            "message": {"zh": None, "en": None},
        }
    ],
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("folder", [MESSY, CLEAN])
def test_the_report_has_exactly_its_keys_in_order(capsys: Capture, folder: Path, lang: str) -> None:
    """The report document has the keys of its format in their order, in every row, whatever the language."""
    out = run(capsys, "settle", folder / "term.json", "--format", "json", "--lang", lang)[1]
    expected = {**REPORT_KEYS, "findings": REPORT_KEYS["findings"] if folder == MESSY else None}
    assert json.dumps(keys(json.loads(out))) == json.dumps(expected)


def test_numbers_of_the_report_are_text_of_their_form(capsys: Capture) -> None:
    """Amounts are text with two decimals, hours and credits text in shortest form, and nothing is a JSON number."""
    report = json.loads(run(capsys, "settle", MESSY / "term.json", "--format", "json")[1], parse_int=pytest.fail)
    amounts = [report["training"]["total"], report["exams"]["total"]]
    amounts += [row["amount"] for row in report["training"]["lines"]]
    amounts += [day[key] for day in report["exams"]["days"] for key in ("standard", "amount")]
    amounts += [row[key] for row in report["payroll"] for key in ("training", "exams", "total")]
    amounts += [row[key] for row in report["settlements"] for key in ("income", "cost", "surplus", "award")]
    assert [amount for amount in amounts if not re.fullmatch(r"-?(0|[1-9][0-9]*)\.[0-9]{2}", amount)] == []
    numbers = [row["class_hours"] for row in report["workload"]] + [
        row[key] for row in report["credits"]["decisions"] for key in ("credits", "cut")
    ]
    assert [number for number in numbers if not re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]?[1-9])?", number)] == []
    assert "11.5" in numbers


def schema_of(capsys: Capture, document: str) -> dict[str, Any]:
    """Return the JSON Schema that the command writes, tested to be one."""
    status, out, err = run(capsys, "schema", document)
    assert (status, err) == (0, "")
    schema: dict[str, Any] = json.loads(out)
    assert next(iter(schema.items())) == ("$schema", "https://json-schema.org/draft/2020-12/schema")
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def is_valid(instance: dict[str, Any], schema: dict[str, Any]) -> bool:
    """Return whether a JSON value is what a schema describes."""
    validator: Any = jsonschema.Draft202012Validator(schema)
    return validator.is_valid(instance) is True


@pytest.mark.parametrize("folder", [MESSY, CLEAN])
def test_reports_are_what_the_schema_describes(capsys: Capture, folder: Path) -> None:
    """The report of each example is valid by the schema; one with a key less or a bare number is not."""
    schema = schema_of(capsys, "report")
    report = json.loads(run(capsys, "settle", folder / "term.json", "--format", "json")[1])
    assert is_valid(report, schema)
    assert not is_valid({key: value for key, value in report.items() if key != "ok"}, schema)
    assert not is_valid({**report, "training": {**report["training"], "total": 20340.0}}, schema)
    assert not is_valid({**report, "training": {**report["training"], "total": "20340"}}, schema)


@pytest.mark.parametrize("folder", [MESSY, CLEAN])
def test_terms_are_what_the_schema_describes(capsys: Capture, folder: Path) -> None:
    """The example terms are valid by the schema; a fraction as an amount or an unknown field is not."""
    schema = schema_of(capsys, "term")
    term = json.loads((folder / "term.json").read_text(encoding="utf-8"))
    assert is_valid(term, schema)
    assert not is_valid({**term, "extra": 1}, schema)
    assert not is_valid({**term, "receipts": [{**term["receipts"][0], "amount": 1.5}]}, schema)
    assert not is_valid({**term, "staff": [{**term["staff"][0], "staff_id": " T1"}]}, schema)


def test_the_policy_is_what_the_schema_describes(capsys: Capture) -> None:
    """The document of 2020 is valid by the schema; an unknown field or a reading that does not exist is not."""
    schema = schema_of(capsys, "policy")
    policy = json.loads(PILOT_2020.model_dump_json())
    assert is_valid(policy, schema)
    assert not is_valid({**policy, "extra": 1}, schema)
    assert not is_valid({**policy, "training": {**policy["training"], "long_day": "never"}}, schema)


def test_every_provision_is_listed_once(capsys: Capture) -> None:
    """All provisions are listed, one a line, in the document's order, in Chinese or English."""
    for lang in LANGUAGES:
        status, out, err = run(capsys, "clauses", "--lang", lang)
        assert (status, err) == (0, "")
        assert [line.split("  ")[0] for line in out.splitlines()] == [clause.id for clause in CLAUSES]
        assert [line.split("  ")[2] for line in out.splitlines()] == [
            provision.summary.to(lang) for provision in CLAUSES
        ]


@pytest.mark.parametrize("office", ["appraisal_station", "职业技能鉴定站"])
def test_provisions_are_found_by_office_and_kind(capsys: Capture, office: str) -> None:
    """The duties of the appraisal station are the six that the document gives it."""
    status, out, _ = run(capsys, "clauses", "--office", office, "--kind", "duty")
    assert status == 0
    assert re.findall("§[^ ]+", out) == ["§2.2.2a", "§2.2.2b", "§2.2.2c", "§3.5.4b", "§3.5.4c", "§3.5.4d"]


@pytest.mark.parametrize("name", ["3.5.2.1", "§3.5.2.1"])
def test_one_provision_is_shown_with_its_readings(capsys: Capture, name: str) -> None:
    """One provision is shown with whom it binds, what it leaves open, and every reading with its policy field."""
    for lang, binds, leaves in (("zh", "约束对象：", "未明确："), ("en", "binds: ", "open: ")):
        status, out, _ = run(capsys, "clauses", name, "--lang", lang)
        first, bound, left, *readings = out.splitlines()
        assert status == 0
        assert first.startswith("§3.5.2.1  三（五）（2）1  ")
        assert bound.startswith(f"  {binds}")
        assert left.startswith(f"  {leaves}")
        assert [line.split()[0] for line in readings] == [f"A{number}" for number in range(1, 10)]
        field = {"zh": "（training.long_day）", "en": " [training.long_day]"}[lang]
        assert [line.split()[0] for line in readings if line.endswith(field)] == ["A1"]
        assert all(" → " in line for line in readings)
    assert "120" in first
    assert "720" in first


def test_a_provision_that_leaves_nothing_open_says_no_more(capsys: Capture) -> None:
    """A provision without open questions is shown in two lines: what it says and whom it binds."""
    out = run(capsys, "clauses", "3.5.4b", "--lang", "en")[1]
    first, bound = out.splitlines()
    assert first.startswith("§3.5.4b  三（五）（4）  ")
    assert bound.startswith("  binds: ")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [(["3.5.2.9"], "§3.5.2.1"), (["--office", "nobody"], "职业技能鉴定站"), (["--kind", "x"], "param")],
)
def test_an_unknown_provision_office_or_kind_is_reported(capsys: Capture, arguments: list[str], named: str) -> None:
    """What is not known is reported in one line that names what is, with status 2."""
    status, out, err = run(capsys, "clauses", *arguments)
    assert (status, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1


OPTIONS = {
    "settle": ("TERM", "--policy", "--lang", "--format", "--output"),
    "check": ("TERM", "--policy", "--lang", "--format", "--output"),
    "clauses": ("ID", "--office", "--kind", "--lang", "--output"),
    "schema": ("{term,policy,forecast,report}", "--lang", "--output"),
    "explain": ("TERM", "--settlement", "--person", "--date", "--certificate", "--policy", "--format", "--output"),
    "plan": ("TERM", "--dtstamp", "--policy", "--format", "--output"),
    "merge": ("TERM", "--lang", "--output"),
    "next-term": ("TERM", "--term", "--as-of", "--losses", "--policy", "--lang", "--output"),
    "correct": ("ISSUED", "TERM", "--policy", "--format", "--lang", "--output"),
    "convert": ("TERM", "TARGET", "--lang"),
    "template": ("TARGET", "--example", "--lang"),
    "codes": ("CODE", "--lang", "--output"),
    "differences": ("A", "B", "--format", "--lang", "--output"),
    "impact": ("TERM", "A", "B", "--format", "--lang", "--output"),
    "compare": ("A", "B", "--format", "--lang", "--output"),
    "smallest-example": ("A", "B", "--format", "--lang", "--output"),
    "inspect": ("POLICY", "--format", "--lang", "--output"),
    "forecast": ("PLAN", "--policy", "--format", "--lang", "--output"),
    "verify": ("REPORT", "TERM", "--policy", "--format", "--lang", "--output"),
    "conformance": ("--runner", "--function", "--format", "--lang", "--output"),
}


def help_of(capsys: Capture, *arguments: str) -> str:
    """Return the help that a command line asks for, tested to be all that happens."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    out, err = capsys.readouterr()
    assert (ended.value.code, err) == (0, "")
    return out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", OPTIONS)
def test_each_command_explains_itself(capsys: Capture, command: str, lang: Literal["zh", "en"]) -> None:
    """Help begins with the usage and the sentence of the command, and names every option of it."""
    out = help_of(capsys, command, "--help", "--lang", lang)
    assert out.startswith(f"{'用法：' if lang == 'zh' else 'usage: '}xmut-rules {command} ")
    assert out.splitlines()[2] == COMMANDS[command].summary.to(lang)
    shown = re.findall(r"[-{\w,}]+", out)
    options = [PLACEHOLDERS.get(option, option) if lang == "zh" else option for option in OPTIONS[command]]
    assert [option for option in (*options, "--help") if option not in shown] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_lists_the_commands(capsys: Capture, lang: Literal["zh", "en"]) -> None:
    """Help alone names every command once, the four of every day first, and what the exit statuses mean."""
    out = help_of(capsys, "--help", "--lang", lang)
    listed = re.findall(r"^  ([a-z-]+)  +(\S.*)$", out.split("--lang")[0], re.MULTILINE)
    assert [name for name, _ in listed[:4]] == ["template", "check", "settle", "explain"]
    assert sorted(name for name, _ in listed) == sorted(OPTIONS) == sorted(COMMANDS)
    assert listed == [(name, COMMANDS[name].summary.to(lang)) for name, _ in listed]
    status = {
        "zh": "0 没有错误（可能有提示），1 有错误（报告照常写出），2 输入不可用",
        "en": "0 no errors (there may be hints), 1 errors (the report is still written), 2 unusable input",
    }
    assert status[lang] in " ".join(out.split())


def test_the_version_is_the_packages(capsys: Capture) -> None:
    """The version shown is that of the installed package."""
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"xmut-rules {version('xmut_rules')}\n")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "arguments",
    [[], ["pay"], ["settle"], ["settle", "a", "b"], ["settle", "a", "--lang", "fr"], ["schema", "x"], ["check", "--x"]],
)
def test_a_command_line_that_makes_no_sense_has_status_2(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, arguments: list[str], lang: str
) -> None:
    """A wrong command line is two lines on stderr, the usage and what is wrong, with status 2; nothing is written."""
    monkeypatch.setenv("XMUT_RULES_LANG", lang)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    out, err = capsys.readouterr()
    assert (ended.value.code, out, err.count("\n")) == (2, "", 2)
    assert err.startswith({"zh": "用法：xmut-rules ", "en": "usage: xmut-rules "}[lang])


def test_the_package_runs_as_a_module(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m xmut_rules` is the command, with its arguments and its status; importing the module runs nothing."""
    monkeypatch.delitem(sys.modules, "xmut_rules.__main__", raising=False)
    monkeypatch.setattr(sys, "argv", ["xmut-rules", "check", str(MESSY / "term.json")])
    importlib.import_module("xmut_rules.__main__")
    assert capsys.readouterr().out == ""
    monkeypatch.delitem(sys.modules, "xmut_rules.__main__")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("xmut_rules", run_name="__main__")
    assert ended.value.code == 1
    assert "（wrong-account）" in capsys.readouterr().out


@pytest.mark.parametrize("is_on", [True, False])
def test_the_hosts_garbage_collector_is_as_it_was(capsys: Capture, is_on: bool) -> None:
    """The command runs without it and leaves it on or off, as the host had it."""
    try:
        (gc.enable if is_on else gc.disable)()
        assert [run(capsys, "codes", code)[0] for code in ("day", "dax")] == [0, 2]
        assert gc.isenabled() is is_on
    finally:
        gc.enable()
