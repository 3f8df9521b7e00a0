"""Findings: the catalogue of codes, what they say in both languages, and when work must stop."""

from __future__ import annotations

import copy
import pickle
import re
from dataclasses import FrozenInstanceError, fields
from itertools import pairwise
from random import Random
from string import Formatter
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xmut_rules.base.language import Language
from xmut_rules.policy.clauses import clause
from xmut_rules.rules.findings import FINDING_CODES, Finding, PolicyBreach, Severity, finding, ordered, require

LANGUAGES: tuple[Language, ...] = get_args(Language)
IDENTITY = "110101199003070000"

CATALOGUE: dict[str, tuple[Severity, str | None]] = {
    "after-as-of": ("warning", "§0a"),
    "certificate-number-repeated": ("warning", "§3.4a"),
    "certificate-number-shared": ("error", "§3.4a"),
    "certificate-status-differs": ("error", "§3.4a"),
    "clashes-cut": ("error", "§3.5.4e"),
    "cost-may-repeat-pay": ("warning", "§3.5.3a"),
    "credits-given-assumed": ("hint", None),
    "duty-recorded-twice": ("error", "§3.5.2.2b"),
    "far-date": ("hint", None),
    "grant-overspent": ("error", "§3.3c"),
    "grant-purpose-differs": ("error", "§3.3c"),
    "grant-purpose-missing": ("error", "§3.3c"),
    "many-hours": ("hint", None),
    "not-in-force": ("error", "§0a"),
    "notice-late": ("error", "§3.5.4d"),
    "notice-missing": ("error", "§3.5.4d"),
    "notice-outdated": ("error", "§3.5.4d"),
    "notice-short": ("error", "§3.5.4d"),
    "person-overlap": ("error", "§3.5.4e"),
    "recognized-not-valid": ("warning", "§3.4a"),
    "room-overlap": ("error", "§3.5.4e"),
    "room-turnaround": ("error", "§3.5.4e"),
    "rows-alike": ("hint", None),
    "training-day-twice": ("error", "§3.5.2.1"),
    "training-mixed-units": ("warning", "§3.5.2.1"),
    "wrong-account": ("error", "§3.5.1b"),
}
HINTS = {"credits-given-assumed", "far-date", "many-hours", "rows-alike"}
WHEN = {"start": "2021-05-29 09:00", "end": "2021-05-29 10:00"}
FIGURES: dict[str, dict[str, Any]] = {
    "after-as-of": {"day": "2021-07-01"},
    "certificate-number-repeated": {},
    "certificate-number-shared": {},
    "certificate-status-differs": {},
    "cost-may-repeat-pay": {"category": "监考"},
    "clashes-cut": {},
    "credits-given-assumed": {},
    "duty-recorded-twice": {"staff": "T01", "session": "X1"},
    "far-date": {"day": "2019-03-06"},
    "grant-purpose-differs": {"purpose": "evaluation", "granted": "100.00", "spent": "120.50"},
    "many-hours": {"staff": "T01", "day": "2021-03-06", "hours": "12.5"},
    "notice-outdated": {"notified": "2021-05-20 09:00", "changed": "2021-05-28 12:00"},
    "recognized-not-valid": {"status": "revoked"},
    "rows-alike": {"table": "costs"},
    "grant-overspent": {"granted": "100.00", "spent": "120.50"},
    "grant-purpose-missing": {},
    "not-in-force": {"day": "2020-12-17"},
    "notice-late": {"notified": "2021-05-29 09:00"},
    "notice-missing": {},
    "notice-short": {"days": "2", "needed": "3"},
    "person-overlap": {"staff": "T01", **WHEN},
    "room-overlap": {"room": "A101", **WHEN},
    "room-turnaround": {"room": "A101", "minutes": "10", "needed": "30"},
    "training-day-twice": {"staff": "T01", "day": "2021-03-06"},
    "training-mixed-units": {"staff": "T01", "day": "2021-03-06"},
    "wrong-account": {},
}
SAID: dict[str, tuple[str, str]] = {
    "certificate-number-repeated": (
        "同一学生的证书 R1、R2 名称或等级不同，证书号码却相同",
        "certificates R1, R2 of one student differ in name or level but have the same number",
    ),
    "certificate-status-differs": (
        "记录 R1、R2 属于同一本证书，证书状态却不一致，均暂不认定",
        "records R1, R2 are of one certificate but differ in status; none is granted",
    ),
    "cost-may-repeat-pay": (
        "成本 R1、R2（监考）可能是课酬或考务费，而这两项已由记录自动计入",
        "cost R1, R2 (监考) may be training pay or duty pay, which is already added from the records",
    ),
    "credits-given-assumed": (
        "R1、R2 以前已认定，但未填已认定学分，按现行标准推算",
        "R1, R2 was recognized earlier without credits_given; today's credits are assumed",
    ),
    "far-date": (
        "R1、R2 的日期 2019-03-06 比结算日早 400 天以上",
        "R1, R2 is dated 2019-03-06, more than 400 days before the settlement date",
    ),
    "grant-purpose-differs": (
        "项目 R1、R2 用于评价的专款收入 100.00 元，支出 120.50 元，超支",
        "project R1, R2 spent 120.50 yuan of grants on evaluation but received 100.00 yuan for it",
    ),
    "many-hours": (
        "人员 T01 在 2021-03-06 申报 12.5 学时，超过 12 学时（R1、R2）",
        "T01 claimed 12.5 class hours on 2021-03-06, more than 12 (R1, R2)",
    ),
    "notice-outdated": (
        "场次 R1、R2 于 2021-05-20 09:00 通报，2021-05-28 12:00 又有变更，未再通报",
        (
            "the venue office was notified of session R1, R2 at 2021-05-20 09:00, but not of its change at "
            "2021-05-28 12:00"
        ),
    ),
    "recognized-not-valid": (
        "证书 R1、R2 以前已认定，目前的状态为撤销",
        "certificate R1, R2 was recognized in an earlier term and is now revoked",
    ),
    "rows-alike": (
        "“成本”表中 R1、R2 除编号外完全相同，可能是重复填报",
        "rows R1, R2 of the table costs are identical except for their ids and may be duplicates",
    ),
    "after-as-of": ("R1、R2 的日期 2021-07-01 晚于结算日", "R1, R2 is dated 2021-07-01, after the settlement date"),
    "grant-overspent": (
        "项目 R1、R2 的专款收入 100.00 元，支出 120.50 元，超支",
        "project R1, R2 spent 120.50 yuan of earmarked grants of 100.00 yuan",
    ),
    "notice-short": (
        "场次 R1、R2 提前 2 天通报，提前天数不足，应提前 3 天",
        "too little notice of session R1, R2 to the venue office: days ahead 2, required 3",
    ),
    "room-turnaround": (
        "场地 A101 在 R1、R2 之间间隔 10 分钟，应不少于 30 分钟",
        "too little time between R1, R2 in room A101: 10 min, at least 30 min are required",
    ),
    "person-overlap": (
        "人员 T01 在 R1、R2 的时间重叠（2021-05-29 09:00 至 2021-05-29 10:00）",
        "T01 is booked for R1, R2 at the same time (2021-05-29 09:00 to 2021-05-29 10:00)",
    ),
    "certificate-number-shared": (
        "证书 R1、R2 属于不同学生，证书号码却相同，均暂不认定",
        "certificates R1, R2 of different students have the same number; none is granted",
    ),
    "clashes-cut": ("时间冲突已达 10,000 处，其余不再列出", "10,000 clashes were found; the rest are not listed"),
    "duty-recorded-twice": (
        "同一人在场次 X1 有多条考务记录（R1、R2），只计一条",
        "one person has more than one duty record for session X1 (R1, R2); one counts",
    ),
    "grant-purpose-missing": ("专款支出 R1、R2 未写明用途", "cost R1, R2 is paid from a grant but has no purpose"),
    "not-in-force": (
        "R1、R2 的日期 2020-12-17 尚无政策可依",
        "no policy is in force on 2020-12-17, the date of R1, R2",
    ),
    "notice-late": (
        "场次 R1、R2 的考务计划开考后才通报（2021-05-29 09:00）",
        "the venue office was notified of session R1, R2 only after its start (2021-05-29 09:00)",
    ),
    "notice-missing": (
        "场次 R1、R2 没有向校产租赁部通报的记录",
        "there is no record that the venue office was notified of session R1, R2",
    ),
    "room-overlap": (
        "场地 A101 被 R1、R2 同时占用（2021-05-29 09:00 至 2021-05-29 10:00）",
        "room A101 is booked for R1, R2 at the same time (2021-05-29 09:00 to 2021-05-29 10:00)",
    ),
    "training-day-twice": (
        "人员 T01 在 2021-03-06 有多条按天计的记录（R1、R2），只计一天",
        "T01 has more than one day record on 2021-03-06 (R1, R2); one day is paid",
    ),
    "training-mixed-units": (
        "人员 T01 在 2021-03-06 既有按天计的记录，又有按学时计的记录（R1、R2）",
        "T01 has both day and class-hour records on 2021-03-06 (R1, R2)",
    ),
    "wrong-account": ("考培费 R1、R2 未存入指定账户", "fee R1, R2 was not paid into a designated account"),
}


def example_of(code: str) -> Finding:
    """A finding with two rows and the figures that its check gives."""
    return finding(code, ["R1", "R2"], **FIGURES[code])


def placeholders(text: str) -> set[str]:
    """The names in braces of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_the_catalogue_holds_every_code_with_its_severity_and_clause() -> None:
    """The codes are those of the contract, in order, each an error or a warning under its clause; hints have none."""
    told = {entry.code: (entry.severity, entry.clause) for entry in FINDING_CODES}
    assert told == CATALOGUE
    assert [entry.code for entry in FINDING_CODES] == sorted(CATALOGUE)
    assert {entry.code for entry in FINDING_CODES if entry.clause is None} == HINTS
    assert all(entry.severity == "hint" for entry in FINDING_CODES if entry.clause is None)
    assert all(clause(entry.clause).core for entry in FINDING_CODES if entry.clause)


@pytest.mark.parametrize("entry", FINDING_CODES, ids=lambda entry: entry.code)
def test_a_code_says_the_same_in_both_languages(entry: Any) -> None:
    """Messages and remedies are there in both languages, with the same names in braces, no more than a check gives."""
    assert placeholders(entry.message.zh) == placeholders(entry.message.en) <= {"refs", *FIGURES[entry.code]}
    assert placeholders(entry.message.zh) - {"refs"} >= set(FIGURES[entry.code]) - {"staff"}
    assert placeholders(entry.remedy.zh + entry.remedy.en) == set()
    for zh, en in (entry.message, entry.remedy):
        assert re.search(r"[\u4e00-\u9fff]", zh)
        assert re.fullmatch(r"[\x20-\x7e]*[a-z]{3}[\x20-\x7e]*", en)


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_message_holds_its_rows_and_figures(code: str) -> None:
    """Every figure of a finding stands in its message in both languages, and the remedy is the catalogue's."""
    told = example_of(code)
    entry = next(finding_code for finding_code in FINDING_CODES if finding_code.code == code)
    words = {("zh", "evaluation"): "评价", ("zh", "revoked"): "撤销", ("zh", "costs"): "成本"}
    for lang, form in zip(LANGUAGES, entry.message, strict=True):
        message = told.message(lang)
        figures = {name: words.get((lang, f"{text}"), f"{text}") for name, text in FIGURES[code].items()}
        assert all(figures[name] in message for name in placeholders(form) - {"refs"})
        assert ("R1" in message and "R2" in message) == ("refs" in placeholders(form))
        assert not re.search(r"[{}]", message)
    assert (told.remedy("zh"), told.remedy("en")) == entry.remedy
    assert (told.message(), told.remedy()) == (told.message("zh"), told.remedy("zh"))


@pytest.mark.parametrize("code", CATALOGUE)
def test_messages_written_out(code: str) -> None:
    """The words of a message, with its rows joined as each language joins them."""
    assert (example_of(code).message("zh"), example_of(code).message("en")) == SAID[code]


def test_a_finding_takes_severity_and_clause_from_the_catalogue() -> None:
    """Rows stay in their order, figures are sorted by name, and a severity of its own replaces the catalogue's."""
    told = finding("room-overlap", iter(["B", "A"]), room="A101", start="1", end="2")
    params = (("end", "2"), ("room", "A101"), ("start", "1"))
    assert told == Finding("room-overlap", "error", "§3.5.4e", ("B", "A"), params)
    lowered = finding("room-overlap", ["B", "A"], "warning", start="1", end="2", room="A101")
    assert (lowered.severity, lowered.params) == ("warning", params)
    assert finding("training-mixed-units", ["A"]).severity == "warning"
    assert Finding("notice-missing", "error", "§3.5.4d", ("A",)).params == ()
    with pytest.raises(KeyError):
        finding("no-such-code", [])


@pytest.mark.parametrize("name", ["staff", "room", "session"])
def test_long_ids_are_masked_in_the_message_alone(name: str) -> None:
    """An id of thirteen characters or more is shown by its ends; refs and params hold it in full."""
    code = {"staff": "person-overlap", "room": "room-overlap", "session": "duty-recorded-twice"}[name]

    def told(refs: list[str], known: str) -> Finding:
        figures: dict[str, Any] = {**FIGURES[code], name: known}
        return finding(code, refs, **figures)

    for lang in LANGUAGES:
        shown = told(["202100012345", IDENTITY], IDENTITY).message(lang)
        assert IDENTITY not in shown
        assert shown.count("11…00") == 2
        assert "202100012345" in shown
        assert "12…23" in told(["A"], "1234567890123").message(lang)
        assert "11…03" in told(["A"], "110101900307003").message(lang)  # of 15 digits, as before 1999
        assert "12345678" in told(["A"], "12345678").message(lang)
    held = told([IDENTITY], IDENTITY)
    assert (held.refs, dict(held.params)[name]) == ((IDENTITY,), IDENTITY)


def test_figures_that_are_no_ids_are_shown_in_full() -> None:
    """Dates, times and amounts are longer than 8 characters and stay whole."""
    assert "2020-12-17" in finding("not-in-force", ["R1"], day="2020-12-17").message("en")
    assert "9999999999999.99" in finding("grant-overspent", ["P1"], granted="0.00", spent="9999999999999.99").message()


def test_braces_in_an_id_are_only_text() -> None:
    """An id may hold braces; nothing is filled in there."""
    assert finding("person-overlap", ["{x}"], staff="{end}", start="1", end="2").message("en") == (
        "{end} is booked for {x} at the same time (1 to 2)"
    )


def test_findings_are_equal_when_they_are_equal() -> None:
    """Equal findings count once in a set; code, severity, rows and figures tell them apart, and nothing can be set."""
    one = example_of("room-overlap")
    others = [
        *[example_of("person-overlap"), finding("room-overlap", ["R1", "R2"], "warning", **FIGURES["room-overlap"])],
        *[finding("room-overlap", ["R2", "R1"], **FIGURES["room-overlap"]), finding("room-overlap", ["R1", "R2"])],
    ]
    assert {one, example_of("room-overlap")} == {one}
    assert len({one, *others}) == 5
    for field in fields(one):
        with pytest.raises(FrozenInstanceError):
            setattr(one, field.name, "x")


CODES = st.sampled_from(["room-overlap", "after-as-of", "notice-missing"])
ROWS = st.lists(st.sampled_from(["R1", "R10", "R9", "r1", "人"]), max_size=2)
DAYS = st.sampled_from(["2021-01-01", "2021-01-02"])


@given(st.lists(st.builds(finding, CODES, ROWS, day=DAYS)), st.integers(0, 99))
def test_the_order_is_by_code_rows_and_figures(findings: list[Finding], seed: int) -> None:
    """Findings come out in one order, whatever order they came in, and none is lost."""
    told = ordered(iter(findings))
    keys = [(line.code, line.refs, line.params) for line in told]
    assert all(before <= after for before, after in pairwise(keys))
    assert sorted(map(repr, told)) == sorted(map(repr, findings))
    Random(seed).shuffle(findings)
    assert ordered(findings) == told


def test_an_order_worked_by_hand() -> None:
    """The code comes first, then the rows by code point (R10 before R9), then the figures."""
    rows = [("room-overlap", ["R9"], "1"), ("room-overlap", ["R10"], "2"), ("room-overlap", ["R10"], "1")]
    rows += [("after-as-of", ["Z"], "9"), ("room-overlap", ["R1", "R9"], "1"), ("room-overlap", ["R1"], "1")]
    told = ordered(finding(code, refs, day=day) for code, refs, day in rows)
    assert [(line.code, line.refs, dict(line.params)["day"]) for line in told] == [
        *[("after-as-of", ("Z",), "9"), ("room-overlap", ("R1",), "1"), ("room-overlap", ("R1", "R9"), "1")],
        *[("room-overlap", ("R10",), "1"), ("room-overlap", ("R10",), "2"), ("room-overlap", ("R9",), "1")],
    ]


def test_only_an_error_stops() -> None:
    """Nothing, and warnings alone, pass; one error raises with all findings, warnings among them."""
    warning, error = finding("training-mixed-units", ["A"], staff="T01", day="d"), finding("notice-missing", ["S1"])
    require([])
    require(iter([warning, warning]))
    require([finding("notice-missing", ["S1"], "warning")])
    with pytest.raises(PolicyBreach) as info:
        require(iter([warning, error]))
    assert info.value.findings == (warning, error)
    assert not isinstance(info.value, ValueError)


def test_a_breach_names_the_first_five() -> None:
    """The text of a breach names five findings with code and clause, masks ids, and counts the rest."""
    told = tuple(finding("notice-missing", [f"{IDENTITY}{place}"]) for place in range(7))
    line = "notice-missing (§3.5.4d): there is no record that the venue office was notified of session 11…0{}"
    assert str(PolicyBreach(told[:1])) == line.format(0)
    assert str(PolicyBreach(told[:5])) == "; ".join(line.format(place) for place in range(5))
    assert str(PolicyBreach(told[:6])).endswith(f"{line.format(4)}; and 1 more")
    assert str(PolicyBreach(told)).endswith(f"{line.format(4)}; and 2 more")


def test_a_breach_survives_pickling_and_copying() -> None:
    """A worker process can hand a breach back: it comes out with its findings."""
    breach = PolicyBreach((finding("notice-missing", ["S1"]),))
    for again in (pickle.loads(pickle.dumps(breach)), copy.copy(breach)):  # noqa: S301  our own bytes
        assert (again.findings, str(again)) == (breach.findings, str(breach))


def test_another_language_or_an_unknown_code_is_a_value_error() -> None:
    """A finding that somebody else built says what is wrong with it and never fails otherwise."""
    french: Any = "fr"
    with pytest.raises(ValueError, match="lang: expected zh or en"):
        Finding("after-as-of", "warning", "§0a", ("R1",)).message(french)
    stranger = Finding("after-as-off", "error", "§0a", ("R1",))
    for told in (stranger.message, stranger.remedy):
        with pytest.raises(ValueError, match="unknown finding code 'after-as-off'; the nearest is after-as-of"):
            told("en")


def test_a_finding_on_many_rows_names_twenty() -> None:
    """Of 21 rows 20 are named and the rest is counted, so that texts grow with the rows; refs hold all."""
    refs = [f"R{number:02d}" for number in range(21)]
    twenty, more = (
        finding("training-mixed-units", refs[:count], **FIGURES["training-mixed-units"]) for count in (20, 21)
    )
    assert "R19" in twenty.message("zh")
    assert "等" not in twenty.message("zh")
    assert "R18、R19等 21 条" in more.message("zh")
    assert "R18, R19 and 1 more" in more.message("en")
    assert "R20" not in more.message("en")
    assert more.refs == tuple(refs)
