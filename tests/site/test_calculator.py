"""What the calculator's page asks of the library, in ordinary Python; the page itself is tested in a browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import calculator
import pytest

from xmut_rules import PILOT_2020, Term, describe, read_term, settle_term
from xmut_rules.base.language import LANGUAGES, Language
from xmut_rules.explain import explain
from xmut_rules.files import parse_term
from xmut_rules.policy import FIELDS

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "docs" / "examples"
CLEAN = (EXAMPLES / "clean" / "term.json").read_text("utf-8")


def settled(term: str, lang: Language = "en", **changes: str) -> Any:
    """Settle a term under changed values, whose dots are written as two underscores."""
    named = {name.replace("__", "."): value for name, value in changes.items()}
    return json.loads(calculator.settle(term, json.dumps(named), lang))


def form(kind: str, **fields: object) -> Any:
    """The term document that a form comes to."""
    return json.loads(calculator.form_term(json.dumps({"term": kind, "as_of": "2022-01-31", **fields})))


def refusal(term: str) -> ValueError:
    """The error that the library raises for a term."""
    with pytest.raises(ValueError, match=r"\[type=|validation error") as caught:
        parse_term(term.encode())
    return caught.value


@pytest.mark.parametrize("name", ["clean", "messy"])
def test_the_report_is_what_the_command_writes(name: str) -> None:
    """The report that the page shows is the library's, with the command's line end, in either language."""
    file = EXAMPLES / name / "term.json"
    expected = settle_term(read_term(file), policy=PILOT_2020)
    for lang in LANGUAGES:
        found = settled(file.read_text("utf-8"), lang)
        assert (found["report"], found["ok"]) == (expected.to_json() + "\n", expected.ok)
        assert sum(found["findings"].values()) == len(expected.findings)
        assert found["moves"] is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_input_is_described_as_in_python(lang: Language) -> None:
    """A bad amount, an unknown field and broken JSON give the lines of `describe`, with their places."""
    bad = CLEAN.replace('"24000.00"', '"2.4万"')
    found = settled(bad, lang)
    assert found == {"problems": [*describe(refusal(bad), lang=lang)], "places": ["receipts[0].amount"]}
    unknown = CLEAN.replace('"quantity": "4"', '"quantitty": "4"', 1)
    assert "quantity" in " ".join(settled(unknown, lang)["problems"])
    assert settled("{", lang)["problems"] == [*describe(refusal("{"), lang=lang)]
    assert settled("\ud800", lang)["problems"]


def test_what_is_wrong_with_term_and_policy_is_reported_together() -> None:
    """A value that the policy refuses and an amount that the term refuses are both named."""
    found = settled(CLEAN.replace('"24000.00"', '"x"'), exams__day_rate="five hundred")
    assert found["places"] == ["exams.day_rate", "receipts[0].amount"]


@pytest.mark.parametrize(
    ("field", "text", "moved"),
    [
        ("exams.day_rate", "600", {"pay": "100.00", "awards": "-30.00"}),
        ("exams.day_rate_reading", "ceiling", {}),
        ("exams.long_from_minutes", "90", {"pay": "350.00"}),
        ("surplus.college_share", "1/3", {"awards": "499.19"}),
        ("credits.by_level", "初级 1; 中级 2", {"credits": "-4"}),
        ("credits.category_cap", "1", {"credits": "-7"}),
        ("credits.earliest_issue", "2021-12-21", {"credits": "-8"}),
        ("schedule.notice_days", "7", {}),
        ("effective_from", "2022-01-01", {"pay": "-9350.00"}),
    ],
)
def test_a_changed_value_shows_what_it_moves(field: str, text: str, moved: dict[str, str]) -> None:
    """Every kind of value, written as text, amends the 2020 document; what moves is compared with it."""
    found = json.loads(calculator.settle(CLEAN, json.dumps({field: text}), "en"))
    assert len(found["moves"]["values"]) == 1
    assert found["moves"]["values"][0].endswith("source: changed on this page")
    rows = dict(re.findall(r"<td>total (\w+)</td>.*<td class=\"n\">([^<]+)</td></tr>", found["moves"]["page"]))
    assert moved.items() <= rows.items(), rows


def test_an_emptied_value_is_none_where_there_may_be_none() -> None:
    """Empty text is no cap; an emptied rate is refused at its field."""
    assert settled(CLEAN, credits__category_cap="", effective_until="")["moves"] is None
    assert settled(CLEAN, training__hour_rate="")["places"] == ["training.hour_rate"]
    assert settled(CLEAN, exams__day_rate_from="three")["places"] == ["exams.day_rate_from"]
    assert settled(CLEAN, credits__by_level="初级 1 2 3")["places"] == ["credits.by_level[0].category"]
    assert settled(CLEAN, credits__by_level="初级")["places"] == ["credits.by_level[0].credits"]


def test_every_value_of_the_policy_has_an_input() -> None:
    """The form has each field with its name, its clause and, where a reading decides it, the options of the reading."""
    zh, en = (json.loads(calculator.policy_inputs(lang)) for lang in LANGUAGES)
    assert [row["field"] for row in en] == [field for field in FIELDS if not field.startswith("document.")]
    assert [row["value"] for row in zh] == [row["value"] for row in en]
    options = {row["field"]: [value for value, _ in row["options"]] for row in en if row["options"]}
    assert options["exams.day_rate_reading"] == ["flat", "ceiling", "floor"]
    assert all(row["value"] in options[row["field"]] for row in en if row["options"])
    assert len(options) == 9


def test_what_the_form_shows_as_issued_changes_nothing() -> None:
    """Every value, sent back as it is shown, is the 2020 document's."""
    rows = json.loads(calculator.policy_inputs("en"))
    shown = {row["field"]: row["value"] for row in rows}
    assert json.loads(calculator.settle(CLEAN, json.dumps(shown), "en"))["moves"] is None


def test_an_explanation_is_the_librarys() -> None:
    """The whole report, a project, a person and a certificate are explained by `explain`, headings two levels down."""
    report = settle_term(read_term(EXAMPLES / "clean" / "term.json"), policy=PILOT_2020)
    whole = json.loads(calculator.explained(CLEAN, "{}", "report", "", "zh"))["page"]
    assert whole.replace("<h5>", "<h3>").replace("</h5>", "</h3>").count("<td>") == explain(
        report, lang="zh", style="html"
    ).count("<td>")
    assert not re.search("<h[126]>", whole)
    for subject, name in settled(CLEAN)["subjects"]:
        page = json.loads(calculator.explained(CLEAN, "{}", subject, name, "en"))["page"]
        assert name in page
        assert "§3." in page


def test_a_day_on_duty_is_a_term() -> None:
    """Three sessions of the form are one person's day, paid by the day."""
    hours = (("08:30", "10:00"), ("10:20", "13:20"), ("14:00", "15:30"))
    rows = [{"start": f"2021-12-04T{start}", "end": f"2021-12-04T{end}"} for start, end in hours]
    document = form("duty", sessions=rows, notified_at="2021-11-22T10:00")
    found = settled(json.dumps(document))
    assert json.loads(found["report"])["exams"]["total"] == "500.00"
    assert found["ok"]
    assert settled(json.dumps(form("duty", sessions=rows, notified_at="")))["findings"]["error"] == 3


def test_a_training_claim_is_a_term() -> None:
    """Class hours and a day of the form are paid; a quantity that is no number is refused at its row."""
    rows = [
        {"date": "2021-10-16", "unit": "class_hour", "quantity": "4"},
        {"date": "2021-10-23", "unit": "day", "quantity": "1"},
    ]
    found = settled(json.dumps(form("training", training=rows)))
    assert json.loads(found["report"])["training"]["total"] == "1200.00"
    rows[1]["quantity"] = "one"
    assert settled(json.dumps(form("training", training=rows)))["places"] == ["training[1].quantity"]


def test_a_settlement_is_a_term() -> None:
    """Fees less costs, training and an earlier loss give an award, which is split by the weights of the form."""
    document = form(
        "settlement",
        fees="12600.00",
        prior_loss="500.00",
        weight_C01="2",
        weight_C02="1",
        costs=[{"category": "场地能耗", "amount": "380.20"}],
        training=[{"date": "2021-10-16", "unit": "class_hour", "quantity": "4"}],
    )
    settlement = json.loads(settled(json.dumps(document))["report"])["settlements"][0]
    assert (settlement["surplus"], settlement["award"]) == ("11739.80", "3371.94")
    assert [row["amount"] for row in settlement["awards"]] == ["2247.96", "1123.98"]
    found = settled(json.dumps(form("settlement", fees="", weight_C01="one third", prior_loss="")))
    assert {"receipts[0].amount", "projects[0].colleges[0].weight"} <= {*found["places"]}


def test_a_certificate_list_is_a_term() -> None:
    """A skill certificate and a licence of one student give two credits each, an issuer not recognized none."""
    row = {"kind": "skill", "name": "证书A", "level": "中级", "number": "A1", "issued_on": "2021-12-20"}
    rest = {"status": "valid", "category": "innovation_practice"}
    rows = [
        {**row, **rest, "issuer_recognized": "yes"},
        {**row, **rest, "name": "证书B", "number": "B1", "issuer_recognized": "no"},
        {**row, **rest, "kind": "driving_licence", "number": "D1", "issuer_recognized": "yes"},
    ]
    document = form("certificates", certificates=rows, enrolled_on="2020-09-01", graduated_on="")
    given = json.loads(settled(json.dumps(document))["report"])["credits"]
    assert [row["outcome"] for row in given["decisions"]] == ["granted", "issuer-not-recognized", "granted"]
    assert given["students"][0]["total"] == "4"


def test_hints_know_every_field_of_a_term() -> None:
    """The names that a misspelt field is compared with are those of the term and of all of its rows."""
    names = set(Term.model_json_schema()["properties"])
    for kind in Term.model_json_schema()["$defs"].values():
        names |= set(kind.get("properties", ()))
    assert names - set(calculator.TERM_NAMES) <= {"weight"}
