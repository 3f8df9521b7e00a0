"""What a notebook shows of long results, policies and clauses, in both languages."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from tests.spec.builders import record
from xmut_rules import PILOT_2020, training_pay
from xmut_rules.explain import notebook_html
from xmut_rules.policy import CLAUSES, clause
from xmut_rules.policy.readings import reading as known


def cells(html: str) -> list[list[str]]:
    """The rows of all tables, as text."""
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    return [
        [unescape(re.sub("<.*?>", "", cell)) for cell in re.findall(r"<t[dh].*?>(.*?)</t[dh]>", row)] for row in rows
    ]


@pytest.mark.parametrize(("count", "shown", "rest"), [(21, 21, ""), (100, 100, ""), (250, 100, "150")])
def test_many_lines_are_one_table_with_a_cap(count: int, shown: int, rest: str) -> None:
    """A line each up to 100, the others counted; no line is explained step by step."""
    pay = training_pay(
        [record(f"R{place:03}", day=f"2021-03-{place % 28 + 1:02}") for place in range(count)], policy=PILOT_2020
    )
    zh, en = notebook_html(pay).split("<details>")
    for html, more in ((zh, f"另有 {rest} 笔未列出。"), (en, f"{rest} more not shown.")):
        assert len([row for row in cells(html) if "§3.5.2.1 三（五）（2）1" in row[1]]) == shown
        assert (more in html) is bool(rest)


def test_up_to_twenty_lines_are_explained_one_by_one() -> None:
    """Twenty records keep their steps: 1 × 120.00 is written for each, in each language."""
    pay = training_pay(
        [record(f"R{place:03}", day=f"2021-03-{place + 1:02}", quantity="1") for place in range(20)], policy=PILOT_2020
    )
    assert notebook_html(pay).count("1 × 120.00 = 120.00") == 40


def test_a_policy_is_shown_by_its_values() -> None:
    """Each value has its clause; a reading's option is explained, and a changed value names what changed it."""
    changed = PILOT_2020.amended(
        exams={
            "day_rate": "600",
            "day_rate_reading": "ceiling",
            "sources": [{"field": "day_rate", "source": "示例第1项"}],
        }
    )
    shown: Any = changed
    html: str = shown._repr_html_()
    assert html == notebook_html(changed)
    rows = {row[1]: row for row in cells(html)}
    place, _, value, _, source = rows["duty pay per day"]
    assert (place, value, source) == ("§3.5.2.2b 三（五）（2）2", "600.00", "示例第1项")
    (reading,) = [row for row in cells(html) if row[2] == "ceiling" and row[4] == "no source recorded"]
    assert reading[3] == next(row.meaning.en for row in known("B4").options if row.value == "ceiling")
    assert rows["每学时课酬"][2:] == ["120.00", "", ""]
    assert changed.digest[:12] in html


@pytest.mark.parametrize("provision", CLAUSES, ids=lambda row: row.id)
def test_a_clause_is_shown_in_both_languages(provision: Any) -> None:
    """Its summary in each language, whom it binds, and what it leaves open."""
    html = unescape(provision._repr_html_())
    assert html.index(provision.summary.zh) < html.index("<details>") < html.index(provision.summary.en)
    assert ("约束对象：未写明" in html) is (not provision.bound)
    assert (provision.unclear is None) == ("open: " not in html)


def test_a_clause_lists_how_it_is_read() -> None:
    """§3.5.2.2b: the readings of the day rate stand below it."""
    shown = notebook_html(clause("§3.5.2.2b"))
    assert shown.count("<p>B4 ") == shown.count("<p>B6 ") == 2
    assert "定额：取代各场之和（exams.day_rate_reading）" in shown


def test_something_else_is_refused() -> None:
    """Only results, policies and clauses are shown."""
    wrong: Any = 3
    with pytest.raises(ValueError, match="int"):
        notebook_html(wrong)
