"""What reads oddly in a policy: the pilot's own oddities, and each observation by its smallest input."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sections import without_sections
from xmut_rules import PILOT_2020, Policy, Timeline
from xmut_rules.changes.examples import smallest_example
from xmut_rules.changes.inspection import inspect_policy, observations_json
from xmut_rules.policy import cited

PLAIN: dict[str, Any] = {"exams": {"day_rate_from": 3, "day_rate": 0, "day_rate_reading": "floor"}}
"""A floor of 0 for the day is never paid, so that every session pays its own rate."""


def told(policy: Policy) -> list[tuple[str, str, str]]:
    """Code, clause and English words of each observation."""
    return [(row.code, row.clause, row.words.en) for row in inspect_policy(policy)]


def plain(**changes: Any) -> Policy:
    """A policy without oddities, with changes."""
    return PILOT_2020.amended(**PLAIN).amended(**changes)


def test_the_pilots_day_rate_is_odd_in_three_ways() -> None:
    """3 short sessions pay 500 for 450, a fourth pays nothing, and 1 short with 2 long ones pay 500 for 550."""
    assert [without_sections(row.message("en")) for row in inspect_policy(PILOT_2020)] == [
        "3 short sessions in a day: 450.00 by the session, 500.00 for the day (§3.5.2.2b, day-above-sessions)",
        "3 short sessions in a day, and one more short session: still 500.00 (§3.5.2.2b, session-unpaid)",
        (
            "1 short session and 2 long sessions in a day: 550.00 by the session, 500.00 for the day "
            "(§3.5.2.2b, day-below-sessions)"
        ),
    ]
    assert [without_sections(row.message()) for row in inspect_policy(PILOT_2020)] == [
        "一天 3 场短场：各场合计 450.00 元，按天应发 500.00 元（§3.5.2.2b，day-above-sessions）",
        "一天 3 场短场，再加 1 场短场：仍为 500.00 元（§3.5.2.2b，session-unpaid）",
        "一天 1 场短场、2 场长场：各场合计 550.00 元，按天应发 500.00 元（§3.5.2.2b，day-below-sessions）",
    ]


def test_a_policy_may_have_no_oddities() -> None:
    """Where each session pays its rate and the day and hour rates agree, nothing is observed."""
    assert inspect_policy(plain()) == ()
    assert inspect_policy(plain(credits={"category_cap": 2}, surplus={"college_share": "1/1"})) == ()
    assert inspect_policy(plain(effective_from="2020-12-18", exams={"short_rate": "199.99"})) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (  # 4 x 150 = 600 falls to 500 with the fifth
            {"exams": {"day_rate_from": 5, "day_rate_reading": "flat", "day_rate": 500}},
            [
                ("session-lowers-pay", "4 short sessions in a day, and one more short session: 600.00 -> 500.00"),
                ("day-below-sessions", "5 short sessions in a day: 750.00 by the session, 500.00 for the day"),
                ("session-unpaid", "5 short sessions in a day, and one more short session: still 500.00"),
            ],
        ),
        (
            {"exams": {"day_rate_from": 3, "day_rate_reading": "ceiling", "day_rate": 500}},
            [  # 3 x 150 = 450 stays, the sum of 550 is cut to 500, and 500 stays with a fourth
                ("day-below-sessions", ("1 short session and 2 long sessions in a day: 550.00 by the session, "
                 "500.00 for the day")),
                ("session-unpaid", ("2 short sessions and 1 long session in a day, and one more short session: "
                 "still 500.00")),
            ],
        ),
        (
            {"exams": {"day_rate_from": 3, "day_rate_reading": "floor", "day_rate": 500}},
            [("day-above-sessions", "3 short sessions in a day: 450.00 by the session, 500.00 for the day")],
        ),
        (
            {"exams": {"short_rate": 0}},
            [("session-unpaid", "1 short session in a day, and one more short session: still 0.00")],
        ),
    ],
)  # fmt: skip
def test_odd_days_are_shown_by_their_smallest_day(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """A day that pays more or less than its sessions, and a session that adds nothing or less, have a smallest day."""
    found = told(plain(**changes))
    assert sorted(found) == sorted((code, "§3.5.2.2b", words) for code, words in expected)


def test_rates_that_disagree_are_observed() -> None:
    """5 x 120 is not 720 for a day, 120.01 x 6 is not either, and a long session should pay more than a short one."""
    assert told(plain(training={"hours_per_day": 5})) == [
        ("day-and-hours-disagree", "§3.5.2.1", "a day pays 720.00, its class hours 5 × 120.00 = 600.00")
    ]
    assert told(plain(training={"hour_rate": "120.01", "long_day": "capped"})) == [
        ("day-and-hours-disagree", "§3.5.2.1", "a day pays 720.00, its class hours 6 × 120.01 = 720.06")
    ]
    words = "a long session pays 150.00, no more than a short one's 150.00"
    assert told(plain(exams={"long_rate": 150})) == [("long-not-above-short", "§3.5.2.2a", words)]


def test_an_award_above_its_surplus_is_observed() -> None:
    """A share of 150% gives 1.50 of a surplus of 1.00; one of 100% is no oddity."""
    words = "a surplus of 1.00 yuan gives an award of 1.50"
    assert told(plain(surplus={"college_share": "150%"})) == [("share-above-one", "§3.5.3b", words)]


def test_holes_in_the_table_of_levels_are_observed() -> None:
    """The notice of 2024-04-16 lists 初级 and 中级 for innovation practice alone: four of six have no credits."""
    rows: list[dict[str, Any]] = [
        {"level": "初级", "credits": 1, "category": "innovation_practice"},
        {"level": "中级", "credits": 2, "category": "innovation_practice"},
    ]
    found = told(plain(credits={"by_level": rows}))
    assert {(code, clause) for code, clause, _ in found} == {("level-missing", "§3.4c")}
    assert [words for _, _, words in found] == [
        "a certificate of level 初级 (general elective) gives no credits",
        "a certificate of level 中级 (general elective) gives no credits",
        "a certificate of level 高级 (innovation practice) gives no credits",
        "a certificate of level 高级 (general elective) gives no credits",
    ]
    whole = [{"level": level, "credits": 1} for level in ("初级", "中级", "高级")]
    assert told(plain(credits={"by_level": whole})) == []


def test_a_cap_below_one_certificate_is_observed() -> None:
    """A cap of 1.5 cannot hold a certificate of 2, nor one of 3 that the table lists."""
    words = "the cap of 1.5 is below one certificate's 2 credits"
    assert told(plain(credits={"category_cap": "1.5"})) == [("cap-below-certificate", "§3.4b", words)]
    rows = [{"level": level, "credits": 3} for level in ("初级", "中级", "高级")]
    words = "the cap of 2 is below one certificate's 3 credits"
    found = told(plain(credits={"category_cap": 2, "by_level": rows}))
    assert found == [("cap-below-certificate", "§3.4b", words)]


def test_a_policy_in_force_before_its_issue_is_observed() -> None:
    """A policy dated back to 2020-09-01 was in force before 2020-12-18, the day of issue."""
    words = "in force from 2020-09-01, before it was issued on 2020-12-18"
    assert told(plain(effective_from="2020-09-01")) == [("effective-before-issue", "§0a", words)]


def test_every_observation_is_said_in_both_languages() -> None:
    """The words differ by language and have the same figures; JSON holds code, clause and both."""
    odd = PILOT_2020.amended(
        training={"day_rate": 1},
        exams={"long_rate": 1, "day_rate_from": 5},
        surplus={"college_share": "200%"},
        credits={"category_cap": 0, "by_level": [{"level": "初级", "credits": 1}]},
        effective_from="2020-01-01",
    )
    found = inspect_policy(odd)
    assert {row.code for row in found} == {
        *("day-above-sessions", "day-below-sessions", "session-unpaid", "session-lowers-pay"),
        *("day-and-hours-disagree", "long-not-above-short", "share-above-one", "level-missing"),
        *("cap-below-certificate", "effective-before-issue"),
    }
    for row in found:
        assert row.message("zh") == f"{row.words.zh}（{cited(row.clause)}，{row.code}）"
        assert row.message("en") == f"{row.words.en} ({cited(row.clause)}, {row.code})"
        assert row.words.zh != row.words.en
        figures = [word.strip(",:") for word in row.words.en.split() if "." in word]
        assert [figure for figure in figures if figure not in row.words.zh] == []
    assert json.loads(observations_json(found)) == [
        {"code": row.code, "clause": row.clause, **row.words._asdict()} for row in found
    ]
    assert json.loads(observations_json(())) == []


def test_what_is_no_policy_is_reported() -> None:
    """A timeline, another type and another language are ValueErrors."""
    for junk in (Timeline(policies=(PILOT_2020,)), None, "PILOT_2020"):
        anything: Any = junk
        with pytest.raises(ValueError, match="policy: expected a Policy, not"):
            inspect_policy(anything)
    french: Any = "fr"
    with pytest.raises(ValueError, match="lang: expected zh or en"):
        inspect_policy(PILOT_2020)[0].message(french)


def test_policies_at_the_bounds_are_looked_at_without_trouble() -> None:
    """A long session from one minute on, and certificates from the first day of all, are only unusual."""
    minute = PILOT_2020.amended(exams={"long_from_minutes": 1})
    assert {row.code for row in inspect_policy(minute)} == {"day-below-sessions", "session-unpaid"}
    first = PILOT_2020.amended(credits={"earliest_issue": "2000-01-01"})
    assert smallest_example(PILOT_2020, first).clause == ""
