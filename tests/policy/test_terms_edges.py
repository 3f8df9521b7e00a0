"""Policy files, forecasts and replays at their edges: chains, closed ends, nulls in TOML, nothing in force."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.cli.test_main import MESSY, Capture, run
from xmut_rules import PILOT_2020, Policy, Timeline, read_policy, settle_term
from xmut_rules.changes.examples import smallest_example
from xmut_rules.changes.inspection import inspect_policy
from xmut_rules.changes.replay import verify
from xmut_rules.files.policies import read_policies
from xmut_rules.files.terms import read_term
from xmut_rules.rules.forecast import ForecastPlan, forecast

TERM = read_term(MESSY / "term.json")
PLAN: dict[str, Any] = {
    "format": "xmut-rules/forecast/1",
    "project": {"project_id": "P1", "name": "证书A试点项目", "colleges": {"C01": 1}},
    "on": "2021-07-31",
    "candidates": 10,
    "fee": "10",
}


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


@pytest.mark.parametrize("number", ["试〔2021〕1号", None])
def test_a_chain_of_amendments_is_settled_compared_and_replayed(
    capsys: Capture, tmp_path: Path, number: str | None
) -> None:
    """What `settle` takes as two files, one amending the other, `verify` and `impact` take too."""
    first = amendment(tmp_path, "a.json", amends="PILOT_2020", day="2021-05-30", rate="600", number=number)
    base = number or "厦工教〔2020〕39号"
    second = amendment(tmp_path, "b.json", amends=base, day="2021-06-12", rate="700", number=number and "试〔2021〕2号")
    report = tmp_path / "r.json"
    term, policies = MESSY / "term.json", ("--policy", first, "--policy", second)
    assert run(capsys, "settle", term, *policies, "--format", "json", "--output", report)[0] == 1
    assert run(capsys, "verify", report, term, *policies) == (0, "一致：按所列政策重算，结果相同。\n", "")
    assert run(capsys, "verify", report, term)[0] == 2
    status, out, _ = run(capsys, "differences", first, second, "--lang", "en")
    assert status == 0
    assert "duty pay for a day (§3.5.2.2b): 600.00 -> 700.00; source: an example" in out
    assert run(capsys, "impact", term, first, second)[0] == 0


def test_the_pilot_stands_beside_a_complete_policy(tmp_path: Path) -> None:
    """`PILOT_2020` named first and a complete policy after it are a timeline of both."""
    later = PILOT_2020.amended(effective_from="2024-09-01")
    file = tmp_path / "later.json"
    file.write_text(later.model_dump_json(), "utf-8")
    assert read_policies(["PILOT_2020", file]) == Timeline(policies=(PILOT_2020, later))


def test_a_report_of_a_policy_that_was_never_in_force_is_replayed() -> None:
    """A report that lists no policy is the same again under the one that was given."""
    never = PILOT_2020.amended(effective_from="2099-01-01")
    report = settle_term(TERM, policy=never).to_json().encode()
    assert verify(report, TERM, policies=[never]).status == "same"
    assert verify(report, TERM).status == "differs"


def test_a_policy_that_no_row_met_still_ends_the_one_before() -> None:
    """A timeline whose second policy held for two days without rows is replayed as it was settled."""
    brief = PILOT_2020.amended(effective_from="2021-05-01", effective_until="2021-05-02")
    report = settle_term(TERM, policy=Timeline(policies=(PILOT_2020, brief))).to_json().encode()
    assert verify(report, TERM, policies=[brief]).status == "same"


def test_policies_that_overlap_are_no_timeline_to_replay() -> None:
    """A report that claims two policies at once is refused."""
    other = PILOT_2020.amended(effective_from="2020-12-18", exams={"day_rate": "600"})
    document = json.loads(settle_term(TERM, policy=PILOT_2020).to_json())
    document["policies"].append(document["policies"][0] | {"digest": other.digest})
    with pytest.raises(ValueError, match="overlaps the one before"):
        verify(json.dumps(document).encode(), TERM, policies=[other])


def test_a_report_does_not_steer_the_terminal() -> None:
    """Control characters of a report's keys are shown as question marks."""
    found = verify('{"format":"xmut-rules/report/1","\\u001b[2J\\n同":1}'.encode(), TERM)
    assert [line for line in found.lines() if not line.isprintable()] == []


def test_a_closed_base_ends_where_its_amendment_begins(tmp_path: Path) -> None:
    """A base that would run to the end of 2025 gives way to an amendment from 2024-09-01 on."""
    base = PILOT_2020.amended(effective_until="2025-12-31")
    file = tmp_path / "base.json"
    file.write_text(base.model_dump_json(), "utf-8")
    later = amendment(tmp_path, "b.json", amends="厦工教〔2020〕39号", day="2024-09-01", rate="600")
    found = read_policies([file, later])
    assert isinstance(found, Timeline)
    assert [str(each.effective_until) for each in found.policies] == ["2024-08-31", "None"]


def test_a_complete_policy_in_toml_leaves_out_what_is_null(tmp_path: Path) -> None:
    """TOML has no null: a policy without its four open fields is the pilot again."""
    lines: list[str] = []
    document: dict[str, Any] = json.loads(PILOT_2020.model_dump_json())
    for name, value in document.items():
        if hasattr(value, "items"):
            inner = [f"{key} = {json.dumps(each)}" for key, each in value.items() if each is not None]
            lines += [f"[{name}]", *inner]
        elif value is not None:
            lines.insert(0, f"{name} = {json.dumps(value)}")
    file = tmp_path / "pilot.toml"
    file.write_text("\n".join(lines), "utf-8")
    assert read_policy(file) == PILOT_2020


def test_a_policy_may_speak_of_amendments(tmp_path: Path) -> None:
    """What a file is, is told by its own fields and not by a text somewhere in it."""
    odd = PILOT_2020.amended(document={"title": "xmut-rules/amendment/1"})
    file = tmp_path / "odd.json"
    file.write_text(odd.model_dump_json(), "utf-8")
    assert read_policy(file) == odd
    written = amendment(tmp_path, "a.json", amends="PILOT_2020", day="2021-06-01", rate="600")
    text = written.read_text("utf-8")
    written.write_text(text.replace("amendment/1", "amendment\\/1"), "utf-8")
    assert run_told(written) is None
    written.write_text(text.replace('"format": "xmut-rules/amendment/1", ', ""), "utf-8")
    assert run_told(written) == [("format", "missing")]


def run_told(file: Path) -> list[tuple[str, str]] | None:
    """Read a policy; give what is wrong with it, or nothing."""
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        read_policy(file)
    except ValidationError as error:
        return [(".".join(map(str, each["loc"])), each["type"]) for each in error.errors(include_input=False)]
    return None


def test_only_the_workload_of_a_day_differs() -> None:
    """A day that counts as 5 class hours is paid the same and counts less as workload (§2.2.4b)."""
    found = smallest_example(PILOT_2020, PILOT_2020.amended(training={"hours_per_day": 5}))
    assert (found.old, found.new, found.clause) == ("6", "5", "§2.2.4b")


def test_policies_at_the_bounds_are_looked_at_without_trouble() -> None:
    """A long session from one minute on, and certificates from the first day of all, are only unusual."""
    minute = PILOT_2020.amended(exams={"long_from_minutes": 1})
    assert {each.code for each in inspect_policy(minute)} == {"day-below-sessions", "session-unpaid"}
    first = PILOT_2020.amended(credits={"earliest_issue": "2000-01-01"})
    assert smallest_example(PILOT_2020, first).clause == ""


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
    found = forecast(ForecastPlan.model_validate_json(json.dumps(PLAN | changes)), policy=PILOT_2020)
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
    twice = {"project": PLAN["project"] | {"colleges": rows}}
    for wrong, codes in ((changes | twice, ["repeated-id"]), (changes, ["mixed-clocks", "unknown-id"])):
        with pytest.raises(ValidationError) as caught:
            ForecastPlan.model_validate_json(json.dumps(PLAN | wrong))
        assert [detail["type"] for detail in caught.value.errors()] == codes


def test_fees_beyond_every_bound_are_told_with_their_field(capsys: Capture, tmp_path: Path) -> None:
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
    status, out, err = run(capsys, "settle", MESSY / "term.json", "--policy", file)
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_every_bad_input_of_a_command_is_told(capsys: Capture, tmp_path: Path) -> None:
    """A bad term and two bad policies are told in one go, with hints for misspelt fields."""
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


def test_a_digest_of_a_tampered_policy_warns_nobody(recwarn: pytest.WarningsRecorder) -> None:
    """A whole number forced into an amount changes the digest without a warning."""
    tampered = PILOT_2020.amended()
    object.__setattr__(tampered.exams, "day_rate", 600)
    assert tampered.digest != PILOT_2020.digest
    assert len(recwarn) == 0


@pytest.mark.parametrize(("name", "text"), [("p.toml", "credits = 1\n"), ("p.json", "[1]")])
def test_a_policy_that_is_no_policy_at_all_is_told(tmp_path: Path, name: str, text: str) -> None:
    """A part that is a number, and a document that is a list, are told as what they should be."""
    file = tmp_path / name
    file.write_text(text, "utf-8")
    told = run_told(file)
    assert told is not None
    assert ("credits" if name == "p.toml" else "", "model_type") in told


def test_the_order_of_the_files_changes_nothing(capsys: Capture, tmp_path: Path) -> None:
    """Two amendments are applied in order of their days: 31940.00 in all, whichever is named first."""
    first = amendment(tmp_path, "a.json", amends="PILOT_2020", day="2021-06-01", rate="600")
    second = amendment(tmp_path, "b.json", amends="厦工教〔2020〕39号", day="2021-06-12", rate="700")
    told = {
        run(capsys, "settle", MESSY / "term.json", "--policy", one, "--policy", other)[1]
        for one, other in ((first, second), (second, first))
    }
    assert len(told) == 1


def test_an_impact_between_amendments_keeps_what_held_before(capsys: Capture, tmp_path: Path) -> None:
    """B amends A, which begins on 2021-06-01: what was earned before under the document of 2020 stays."""
    first = amendment(tmp_path, "a.json", amends="PILOT_2020", day="2021-06-01", rate="600")
    second = amendment(tmp_path, "b.json", amends="厦工教〔2020〕39号", day="2021-06-12", rate="700")
    _, out, _ = run(capsys, "impact", MESSY / "term.json", first, second, "--format", "json")
    found = json.loads(out)
    assert found["pay"] == {"id": "pay", "old": "32240.00", "new": "32640.00", "more": "400.00"}
    assert {each["more"] for each in found["persons"]} == {"100.00"}


def test_a_policy_does_not_differ_from_itself(capsys: Capture) -> None:
    """Between the 2020 document and itself there is no difference, in words and as JSON."""
    assert run(capsys, "differences", "PILOT_2020", "PILOT_2020") == (0, "政策的差别\n  没有差别。\n", "")
    assert run(capsys, "differences", "PILOT_2020", "PILOT_2020", "--format", "json") == (0, "[]\n", "")
