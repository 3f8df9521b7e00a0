"""Replay: a report recomputed from its term and the policies that it names, and reports that somebody changed."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.benchmarks.terms import term_document
from xmut_rules import PILOT_2020, Policy, Term, Timeline, settle_term
from xmut_rules.base.errors import describe
from xmut_rules.changes.replay import Verification, verification_json, verify
from xmut_rules.files.terms import parse_term, read_term
from xmut_rules.formats.comparison import Mismatch
from xmut_rules.policy.amendments import Amendment

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
MESSY, CLEAN = (read_term(EXAMPLES / name / "term.json") for name in ("messy", "clean"))
LATER = PILOT_2020.amended(document={"number": "甲"}, effective_from="2021-06-01", exams={"day_rate": 600})
OTHER = PILOT_2020.amended(document={"number": "乙"}, training={"hour_rate": 130})
REPORT = settle_term(MESSY, policy=PILOT_2020).to_json()


def document() -> dict[str, Any]:
    """The report on the messy example, to change."""
    read: dict[str, Any] = json.loads(REPORT)
    return read


def replayed(report: dict[str, Any], *policies: Policy, term: Term = MESSY) -> Verification:
    """Verify a report given as a document."""
    return verify(json.dumps(report).encode(), term, policies=policies)


def changed(change: Callable[[dict[str, Any]], object]) -> list[tuple[str, str, str]]:
    """The mismatches of the report with a change: path, reported, recomputed."""
    report = document()
    change(report)
    found = replayed(report)
    assert (found.status, found.more, found.unknown) == ("differs", 0, ())
    return [(mismatch.path, mismatch.reported, mismatch.recomputed) for mismatch in found.mismatches]


@pytest.mark.parametrize("term", [MESSY, CLEAN, parse_term(json.dumps(term_document(300)).encode())])
def test_an_untouched_report_is_the_same(term: Term) -> None:
    """What was settled under the pilot is recomputed without any other policy, whatever its layout."""
    report = settle_term(term, policy=PILOT_2020).to_json()
    assert verify(report.encode(), term) == Verification("same")
    dense = json.dumps(json.loads(report), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for data in (dense.encode("utf-8-sig"), dense.encode("gb18030")):
        assert verify(data, term) == Verification("same")


def test_the_policies_of_a_report_are_found_by_their_digests() -> None:
    """Of the policies given, those that the report names are used, in any order and with others beside them."""
    report = settle_term(MESSY, policy=OTHER).to_json().encode()
    assert verify(report, MESSY, policies=iter([LATER, OTHER])) == Verification("same")
    assert verify(report, MESSY) == Verification("unknown-policy", unknown=(OTHER.digest,))


def test_a_report_under_a_timeline_is_recomputed_under_it() -> None:
    """A report that names two policies needs both; the pilot is always known."""
    report = settle_term(MESSY, policy=Timeline(policies=(PILOT_2020, LATER))).to_json()
    assert [load["digest"] for load in json.loads(report)["policies"]] == [PILOT_2020.digest, LATER.digest]
    assert verify(report.encode(), MESSY, policies=[LATER]) == Verification("same")
    assert verify(report.encode(), MESSY, policies=[OTHER]).unknown == (LATER.digest,)
    assert verify(REPORT.encode(), MESSY, policies=[LATER]) == Verification("same")


def test_a_changed_figure_is_reported_at_its_place() -> None:
    """Totals, figures of rows, words and truth values that somebody changed are reported with both values."""

    def figure(report: dict[str, Any]) -> None:
        report["training"]["lines"][2]["amount"] = "480.01"
        report["training"]["total"] = "20340.01"
        report["ok"] = True
        report["credits"]["decisions"][0]["credits"] = 2

    assert changed(figure) == [
        ("ok", "true", "false"),
        ("training.total", '"20340.01"', '"20340.00"'),
        ("training.lines[2].amount", '"480.01"', '"720.00"'),
        ("credits.decisions[0].credits", "2", '"2"'),
    ]


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (None, "null"), ([], "[]"), ("False", '"False"'), (0.0, "0.0"), ({}, "{}")]
)
def test_a_value_of_another_type_differs(value: object, shown: str) -> None:
    """`false` is no 0, no null and no text, even where Python calls them equal."""
    assert changed(lambda report: report.update(ok=value)) == [("ok", shown, "false")]


def test_missing_and_extra_keys_are_reported_at_their_own_place() -> None:
    """A key that is gone or was added is one mismatch, with a dash for what is not there."""
    assert changed(lambda report: report.pop("as_of")) == [("as_of", "-", '"2021-07-31"')]
    assert changed(lambda report: report.update(note="x")) == [("note", '"x"', "-")]
    assert changed(lambda report: report["payroll"][0].pop("total")) == [("payroll[0].total", "-", '"3780.00"')]


def test_missing_and_extra_rows_are_reported_by_their_number() -> None:
    """A row at the end that is gone or was added is one mismatch; one in the middle moves all that follow."""
    ((path, _, recomputed),) = changed(lambda report: report["workload"].pop())
    assert (path, recomputed) == ("workload[9]", '{"staff_id": "T10", "class_hours": "24"}')
    assert changed(lambda report: report["workload"].append(1)) == [("workload[10]", "1", "-")]
    moved = changed(lambda report: report["workload"].pop(0))
    assert [path for path, _, _ in moved[:2]] == ["workload[0].staff_id", "workload[0].class_hours"]


def test_long_values_are_cut() -> None:
    """A value of more than 80 characters is shown up to the 79th."""
    ((_, reported, _),) = changed(lambda report: report.update(term="学" * 79))
    assert reported == '"' + "学" * 78 + "…"
    ((_, reported, _),) = changed(lambda report: report.update(term="学" * 78))
    assert reported == '"' + "学" * 78 + '"'


def test_more_than_a_thousand_places_are_counted() -> None:
    """Of 1,005 mismatches a thousand are listed and five counted; the first line counts all."""
    report = document() | {f"x{number:04d}": number for number in range(1_005)}
    found = replayed(report)
    assert (found.status, len(found.mismatches), found.more) == ("differs", 1_000, 5)
    assert next(found.lines("en")) == "MISMATCH in 1005 places."
    assert next(found.lines("zh")) == "不一致：1005 处。"


def test_another_term_differs() -> None:
    """The report on one term is not that on another, and its rows are reported."""
    found = verify(REPORT.encode(), CLEAN)
    assert found.status == "differs"
    assert found.mismatches[0] == Mismatch("term", '"2020-2021-2"', '"2021-2022-1"')


def test_a_policy_that_was_tampered_with_is_reported() -> None:
    """A policy with a number forced into it has another digest, and the one in the report is not known."""
    policy = PILOT_2020.amended(document={"number": "丙"})
    digest, report = policy.digest, settle_term(MESSY, policy=policy).to_json().encode()
    assert verify(report, MESSY, policies=[policy]) == Verification("same")
    object.__setattr__(policy.exams, "day_rate", policy.training.day_rate)
    assert verify(report, MESSY, policies=[policy]) == Verification("unknown-policy", unknown=(digest,))
    object.__setattr__(policy.exams, "day_rate", 999)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert verify(report, MESSY, policies=[policy]).status == "unknown-policy"


def test_a_report_with_another_digest_is_of_an_unknown_policy() -> None:
    """Whatever stands for a digest is reported as it is; a row without one as none."""
    report = document()
    report["policies"] = [{"digest": "0" * 64}, {"digest": PILOT_2020.digest}, {"digest": 7}, {}]
    assert replayed(report) == Verification("unknown-policy", unknown=("0" * 64, "7", "None"))


def test_every_outcome_is_said_in_both_languages() -> None:
    """Same, differing and unknown are said in lines with the same figures; JSON holds them too."""
    same, unknown = Verification("same"), Verification("unknown-policy", unknown=("ab12",))
    differs = Verification("differs", (Mismatch("training.total", '"1.00"', '"2.00"'),))
    assert list(same.lines()) == ["一致：按所列政策重算，结果相同。"]
    assert list(same.lines("en")) == ["OK: recomputed under the policies listed, with the same result."]
    assert list(differs.lines()) == ["不一致：1 处。", '  training.total：报告 "1.00"，重算 "2.00"']
    assert list(differs.lines("en"))[1] == '  training.total: reported "1.00", recomputed "2.00"'
    assert list(unknown.lines())[1:] == list(unknown.lines("en"))[1:] == ["  ab12"]
    assert "--policy" in next(unknown.lines())
    assert "--policy" in next(unknown.lines("en"))
    assert json.loads(verification_json(differs)) == {
        "status": "differs",
        "mismatches": [{"path": "training.total", "reported": '"1.00"', "recomputed": '"2.00"'}],
        "more": 0,
        "unknown": [],
    }
    french: Any = "fr"
    with pytest.raises(ValueError, match="lang: expected zh or en"):
        list(same.lines(french))


NO_REPORT: dict[str, tuple[bytes, list[tuple[str, str]]]] = {
    "empty": (b"", [("", "file-empty")]),
    "cut off": (REPORT.encode()[:-3], [("", "json-syntax")]),
    "no JSON": (b"<html>", [("", "json-syntax")]),
    "a workbook": (b"PK\x03\x04\xff\x00", [("", "file-encoding")]),
    "too deep": (b"[" * 5_000 + b"]" * 5_000, [("", "json-depth")]),
    "a long number": (b'{"format": ' + b"9" * 5_000 + b"}", [("", "json-number")]),
    "a lone surrogate": (b'{"format": "\\ud800"}', [("", "json-syntax")]),
    "a key twice": (b'{"format": 1, "x": {"y": 1, "y": 2}}', [("x.y", "json-duplicate-key")]),
    "a list": (b"[]", [("format", "report-format")]),
    "null": (b"null", [("format", "report-format")]),
    "a format that is none": (b'{"format": ["xmut-rules/report/1"]}', [("format", "report-format")]),
    "no format": (b"{}", [("format", "report-format")]),
    "a later format": (b'{"format": "xmut-rules/report/2"}', [("format", "report-format")]),
    "another document": ((EXAMPLES / "messy" / "term.json").read_bytes(), [("format", "report-format")]),
}


@pytest.mark.parametrize("name", NO_REPORT)
def test_what_is_no_report_is_refused(name: str) -> None:
    """What is no JSON or no report of a known format is an input problem at its place, in both languages."""
    data, told = NO_REPORT[name]
    with pytest.raises(ValidationError) as info:
        verify(data, MESSY)
    assert [(".".join(map(str, error["loc"])), error["type"]) for error in info.value.errors()] == told
    assert len({line for lang in ("zh", "en") for line in describe(info.value, lang=lang)}) == 2


def test_the_nearest_format_is_named() -> None:
    """A format of another number names the one that can be replayed."""
    with pytest.raises(ValidationError) as info:
        verify(b'{"format": "xmut-rules/report/2"}', MESSY)
    assert "(did you mean xmut-rules/report/1?)" in describe(info.value, lang="en")[0]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec="utf-8"), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(sorted(json.loads(REPORT))) | st.text(max_size=5), JSON, max_size=8))
def test_hostile_documents_never_fail_otherwise(hostile: dict[str, Any]) -> None:
    """A document of any shape is verified or refused as input; what differs is reported in lines of both languages."""
    hostile = {key: value for key, value in hostile.items() if key != "format"}
    data = json.dumps({"format": "xmut-rules/report/1", **hostile}).encode()
    try:
        found = verify(data, CLEAN)
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)
        found = Verification("unknown-policy", unknown=tuple(line["type"] for line in told))
    assert found.status in ("differs", "unknown-policy")
    assert len(list(found.lines("zh"))) == len(list(found.lines("en"))) >= 2
    assert json.loads(verification_json(found))["status"] == found.status


@given(st.binary(max_size=60))
def test_hostile_bytes_are_refused_as_input(data: bytes) -> None:
    """Bytes that are no report are refused with a problem, never with another error."""
    with pytest.raises(ValidationError):
        verify(data, CLEAN)


def test_what_is_no_term_or_no_policy_is_reported() -> None:
    """Another type than a term, or than policies, is a ValueError; a timeline is no policy here."""
    wrong: list[Any] = [None, document(), "term"]
    for row in wrong:
        with pytest.raises(ValueError, match="term: expected a Term, not"):
            verify(REPORT.encode(), row)
    reports: list[Any] = [None, 1, ["x"], json.loads(REPORT)]
    for report in reports:
        with pytest.raises(ValueError, match="report: expected bytes, text or a path, not"):
            verify(report, MESSY)
    strangers: list[Any] = [[Timeline(policies=(LATER,))], [None], ["PILOT_2020"]]
    for stranger in strangers:
        with pytest.raises(ValueError, match=r"^policies\[0\]: expected Policy, not"):
            verify(REPORT.encode(), MESSY, policies=stranger)


def test_a_report_may_be_text_or_a_file(tmp_path: Path) -> None:
    """What `to_json` returned is verified as it is, as bytes, and from its file; a missing file is reported."""
    file = tmp_path / "report.json"
    file.write_text(REPORT, "utf-8")
    for report in (REPORT, REPORT.encode(), file):
        assert verify(report, MESSY).status == "same"
    with pytest.raises(OSError, match="other"):
        verify(tmp_path / "other.json", MESSY)


TERM = MESSY


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
    with pytest.raises(ValueError, match="overlaps the previous one"):
        verify(json.dumps(document).encode(), TERM, policies=[other])


def test_a_report_does_not_steer_the_terminal() -> None:
    """Control characters of a report's keys are shown as question marks."""
    found = verify('{"format":"xmut-rules/report/1","\\u001b[2J\\n同":1}'.encode(), TERM)
    assert [line for line in found.lines() if not line.isprintable()] == []


def test_a_report_of_before_lists_no_sources_and_is_the_same() -> None:
    """A report that was written before sources were kept replays as the same; another source in it is a difference."""
    amendment = Amendment.model_validate(
        {
            "format": "xmut-rules/amendment/1",
            "amends": "PILOT_2020",
            "effective_from": "2021-01-01",
            "changes": [{"field": "exams.day_rate", "value": "600", "source": "示例"}],
        }
    )
    policy = amendment.applied(PILOT_2020)
    document = json.loads(settle_term(MESSY, policy=policy).to_json())
    assert document["policies"][0]["sources"][0]["source"] == "示例"
    document["policies"][0]["sources"][0]["source"] = "另一份"
    found = verify(json.dumps(document), MESSY, policies=[policy])
    assert [place.path for place in found.mismatches] == ["policies[0].sources[0].source"]
    del document["policies"][0]["sources"]
    assert verify(json.dumps(document), MESSY, policies=[policy]).status == "same"
