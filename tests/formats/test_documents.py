"""Lines of text: how wide they are, and where they break."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from xmut_rules.base.language import width
from xmut_rules.explain.overview import listed_findings
from xmut_rules.formats.documents import wrapped, written
from xmut_rules.rules.findings import FINDING_CODES, finding

CLOSING = "，。；：、）？"
PIECES = ("字", "〔", "甲乙", "a", "word", "2021-05-29", "§3.5.4e", "(code)", "TR01", *CLOSING, " ")

texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=80).map("".join).filter(lambda text: text.strip() != "")


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("a", 1), ("中", 2), ("，", 2), ("ａ", 2), ("§3.5.3a", 7), ("P1 收入", 7), ("→", 1), ("ｱ", 1), ("𠀀", 2)],
)
def test_wide_characters_take_two_columns(text: str, columns: int) -> None:
    """Chinese characters and full-width forms take two columns, everything else one."""
    assert width(text) == columns


@given(texts, texts)
def test_widths_add_up(one: str, other: str) -> None:
    """The width of two texts after each other is the sum of their widths, from one to two columns a character."""
    assert width(one + other) == width(one) + width(other)
    assert len(one) <= width(one) <= 2 * len(one)


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("aa bb cc", 5, ["aa bb", "cc"]),
        ("aa bb cc", 4, ["aa", "bb", "cc"]),
        ("aa bb cc", 8, ["aa bb cc"]),
        ("甲乙丙丁", 4, ["甲乙", "丙丁"]),
        ("甲乙丙丁", 5, ["甲乙", "丙丁"]),
        ("甲aa乙", 4, ["甲aa", "乙"]),
        ("甲aaa乙", 4, ["甲", "aaa", "乙"]),
        ("aaaaaa bb", 4, ["aa", "aaaa", "bb"]),
        ("甲乙，丙", 6, ["甲乙，", "丙"]),
        ("a", 4, ["a"]),
    ],
)
def test_text_breaks_at_spaces_and_between_chinese_characters(text: str, columns: int, expected: list[str]) -> None:
    """A line is filled as far as it goes; words stay whole, but for one that is longer than a line."""
    assert list(wrapped(text, indent=0, hanging=0, columns=columns)) == expected


@pytest.mark.parametrize(
    "reference",
    [
        "[§3.5.2.2a 三（五）（2）2]",
        "[§3.5.2.2b 三（五）（2）2；B4 flat；B6 person]",
        "§3.5.2.1 三（五）（2）1、",
        "三（五）（2）2",
        "§2.1.1 二（一）1",
        "§0a 通知",
    ],
)
@pytest.mark.parametrize("before", range(20, 80))
def test_a_reference_to_a_clause_stays_on_one_line(reference: str, before: int) -> None:
    """Wherever a line ends, a reference is whole: id, section and readings."""
    lines = list(wrapped(f"{'字' * (before // 2)} {reference} 元", indent=2, hanging=4))
    assert [line for line in lines if reference in line]
    assert max(map(width, lines)) <= 80


def test_the_first_line_and_the_others_have_their_own_indent() -> None:
    """The first line begins after `indent` spaces, every other after `hanging`."""
    assert list(wrapped("aa bb cc", indent=1, hanging=3, columns=6)) == [" aa bb", "   cc"]
    assert [len(line) for line in wrapped("甲" * 77, indent=2, hanging=4)] == [41, 42]


def is_breakable(text: str, columns: int) -> bool:
    """Return whether words, each with the punctuation that closes it, fit a line, and none begins with such."""
    words = re.findall(r"[\x21-\u2e7f]*[，。；：、）？]*", text)
    return max(map(width, words)) + 8 <= columns and not re.search(r"(^|\s)[，。；：、）？]", text)


@given(texts, st.sampled_from([(0, 0), (2, 4), (4, 6)]), st.integers(20, 80))
@example("字" * 39 + "，" + "字", (2, 4), 80).via("punctuation that would stand in column 81")
def test_no_line_is_wider_than_asked(text: str, indents: tuple[int, int], columns: int) -> None:
    """As long as no word is wider than a line, no line is, punctuation included."""
    assume(is_breakable(text, columns))
    lines = list(wrapped(text, indent=indents[0], hanging=indents[1], columns=columns))
    assert [line for line in lines if width(line) > columns] == []


@given(texts, st.sampled_from([(0, 0), (2, 4), (4, 6)]), st.integers(20, 80))
def test_nothing_is_lost_or_added(text: str, indents: tuple[int, int], columns: int) -> None:
    """The lines hold the text and nothing else, in order, each after its indent and none empty."""
    lines = list(wrapped(text, indent=indents[0], hanging=indents[1], columns=columns))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert lines == [line.rstrip() for line in lines]
    assert all(line.startswith(" " * indents[1]) for line in lines[1:])
    assert lines[0].startswith(" " * indents[0])


@given(texts, st.integers(20, 80))
def test_no_line_but_the_first_begins_with_closing_punctuation(text: str, columns: int) -> None:
    """A comma, full stop or closing bracket never begins a line, unless the text itself does."""
    assume(is_breakable(text, columns))
    lines = list(wrapped(text, indent=0, hanging=0, columns=columns))
    assert [line for line in lines[1:] if line.strip()[:1] in set(CLOSING)] == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", [entry.code for entry in FINDING_CODES])
def test_every_finding_is_reported_within_eighty_columns(code: str, lang: Literal["zh", "en"]) -> None:
    """A finding of any kind, with few or many rows and ids of any length to 8, fits 80 columns and breaks well."""
    params = {
        "staff": "T", "room": "R", "session": "S", "day": "2021-05-29", "start": "2021-05-29 15:30",
        "end": "2021-05-29 17:00", "minutes": "15", "needed": "30", "days": "3", "notified": "2021-06-19 10:00",
        "granted": "20000.00", "spent": "120000.00", "purpose": "certification", "table": "certificates",
        "status": "suspended", "category": "外聘监考人员补助", "hours": "12.5", "changed": "2021-06-19 10:00",
    }  # fmt: skip
    for length in range(1, 9):
        for count in range(1, 25):
            ids = {name: params[name] * length for name in ("staff", "room", "session")}
            refs = [f"{number:0{length}d}"[-length:] for number in range(count)]
            listing = listed_findings([finding(code, refs, None, **{**params, **ids})], lang)
            lines = written([listing], "text", lang).splitlines()
            assert [line for line in lines if width(line) > 80] == []
            assert [line for line in lines if line.strip()[0] in CLOSING] == []
            assert lines[-1].endswith(f"（{code}）" if lang == "zh" else f"({code})")
