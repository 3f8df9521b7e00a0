"""Policies from files: chains of amendments, TOML, and what is no policy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.cli.test_main import MESSY, Capture, run
from xmut_rules import PILOT_2020, Timeline, read_policy
from xmut_rules.files.policies import read_policies


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
    assert "duty pay per day (§3.5.2.2b 三（五）（2）2): 600.00 -> 700.00; source:" in out
    assert run(capsys, "impact", term, first, second)[0] == 0


def test_the_pilot_stands_beside_a_complete_policy(tmp_path: Path) -> None:
    """`PILOT_2020` named first and a complete policy after it are a timeline of both."""
    later = PILOT_2020.amended(effective_from="2024-09-01")
    file = tmp_path / "later.json"
    file.write_text(later.model_dump_json(), "utf-8")
    assert read_policies(["PILOT_2020", file]) == Timeline(policies=(PILOT_2020, later))


def test_a_closed_base_ends_where_its_amendment_begins(tmp_path: Path) -> None:
    """A base that would run to the end of 2025 gives way to an amendment from 2024-09-01 on."""
    base = PILOT_2020.amended(effective_until="2025-12-31")
    file = tmp_path / "base.json"
    file.write_text(base.model_dump_json(), "utf-8")
    later = amendment(tmp_path, "b.json", amends="厦工教〔2020〕39号", day="2024-09-01", rate="600")
    found = read_policies([file, later])
    assert isinstance(found, Timeline)
    assert [str(policy.effective_until) for policy in found.policies] == ["2024-08-31", "None"]


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
    """What a file is, is reported by its own fields and not by a text somewhere in it."""
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
    try:
        read_policy(file)
    except ValidationError as error:
        return [(".".join(map(str, row["loc"])), row["type"]) for row in error.errors(include_input=False)]
    return None


@pytest.mark.parametrize(("name", "text"), [("p.toml", "credits = 1\n"), ("p.json", "[1]")])
def test_a_policy_that_is_no_policy_at_all_is_reported(tmp_path: Path, name: str, text: str) -> None:
    """A part that is a number, and a document that is a list, are reported as what they should be."""
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
