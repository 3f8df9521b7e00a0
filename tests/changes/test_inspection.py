"""What reads oddly in a policy: the pilot's own oddities, and each observation by its smallest input."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.changes.test_properties import MOST, days, paid, random_exams, random_training, trained
from tests.sections import without_sections
from xmut_rules import PILOT_2020, Policy, Timeline
from xmut_rules.changes.examples import smallest_example
from xmut_rules.changes.extremes import Step, cliffs, unpaid_from
from xmut_rules.changes.inspection import OBSERVATION_CODES, inspect_policy, observations_json, session_kinds
from xmut_rules.policy import cited

PLAIN: dict[str, Any] = {"exams": {"day_rate_from": 3, "day_rate": 0, "day_rate_reading": "floor"}}
"""A floor of 0 for the day is never paid, so that every session pays its own rate."""


def told(policy: Policy) -> list[tuple[str, str, str]]:
    """Code, clause and English words of each observation."""
    return [(row.code, row.clause, row.words.en) for row in inspect_policy(policy)]


def full(policy: Policy) -> list[str]:
    """The whole English line of each observation, without sections."""
    return [without_sections(row.message("en")) for row in inspect_policy(policy)]


def plain(**changes: Any) -> Policy:
    """A policy without oddities, with changes."""
    return PILOT_2020.amended(**PLAIN).amended(**changes)


def test_short_and_long_sessions_are_told_apart_in_words() -> None:
    """The limit is in hours where it is whole hours: 3 in the 2020 document, 1, and 90 minutes."""
    for minutes, zh, en in ((180, "3 小时", "3 hours"), (60, "1 小时", "1 hour"), (90, "90 分钟", "90 minutes")):
        words = session_kinds(PILOT_2020.amended(exams={"long_from_minutes": minutes}))
        assert words.zh == f"短场：不满 {zh}的场次，每场 150.00 元；长场：满 {zh}的场次，每场 200.00 元"
        assert words.en == (
            f"A short session is under {en} and pays 150.00 yuan; a long one is {en} or more and pays 200.00."
        )


def test_the_pilots_day_rate_is_odd_in_three_ways() -> None:
    """3 short sessions pay 500 for 450; a fourth pays nothing; 1 short and 2 long lose 50, and 3 long 100."""
    found = inspect_policy(PILOT_2020)
    assert full(PILOT_2020) == [
        "3 short sessions in a day: 450.00 by the session, 500.00 for the day (§3.5.2.2b, day-above-sessions)",
        (
            "3 short sessions in a day, and one more short session: still 500.00; from 3 sessions on, no further "
            "session pays anything (§3.5.2.2b, session-unpaid)"
        ),
        (
            "1 short session and 2 long sessions in a day: 550.00 by the session, 500.00 for the day; up to 100.00 "
            "with 3 sessions (3 long sessions in a day: 600.00 by the session, 500.00 for the day); each further "
            "session adds its rate to it (§3.5.2.2b, day-below-sessions)"
        ),
    ]
    assert [without_sections(row.message()) for row in found] == [
        "一天 3 场短场：各场合计 450.00 元，按天应发 500.00 元（§3.5.2.2b，day-above-sessions）",
        ("一天 3 场短场，再加 1 场短场：仍为 500.00 元；从 3 场起，再加任何一场都不多发（§3.5.2.2b，session-unpaid）"),
        (
            "一天 1 场短场、2 场长场：各场合计 550.00 元，按天应发 500.00 元；3 场最多差 100.00 元（一天 3 场长场："
            "各场合计 600.00 元，按天应发 500.00 元）；此后每多 1 场，差额再加该场的考务费"
            "（§3.5.2.2b，day-below-sessions）"
        ),
    ]
    assert [row.difference for row in found] == [Decimal("50.00"), None, Decimal("-100.00")]


@pytest.mark.parametrize("seed", range(40))
def test_days_against_enumeration(seed: int) -> None:
    """Every day of up to 33 sessions, enough for the random rates: smallest, largest, and the last that pays."""
    policy = random_exams(seed)
    exams = policy.exams
    seen: dict[str, list[tuple[Decimal, Step]]] = {}
    paying: list[int] = []
    for count, longs in days(1):
        pay = paid(policy, (count, longs))
        standard = (count - longs) * exams.short_rate + longs * exams.long_rate
        if pay != standard:
            code = "day-above-sessions" if pay > standard else "day-below-sessions"
            step = Step(count, longs, None, int(standard * 100), int(pay * 100))
            seen.setdefault(code, []).append((abs(pay - standard), step))
        for extra, more in (("short", 0), ("long", 1)):
            further = paid(policy, (count + 1, longs + more))
            paying += [count] if further > pay else []
            if further <= pay:
                code = "session-unpaid" if further == pay else "session-lowers-pay"
                step = Step(count, longs, extra, int(pay * 100), int(further * 100))
                seen.setdefault(code, []).append((pay - further, step))
    found = cliffs(exams)
    assert {code: cliff.smallest for code, cliff in found.items()} == {code: rows[0][1] for code, rows in seen.items()}
    for code, rows in seen.items():
        first = rows[0][1].sessions
        among = [row for row in rows if code != "day-below-sessions" or row[1].sessions == first]
        most = max(apart for apart, _ in among)
        assert found[code].largest in [step for apart, step in among if apart == most]
    last = max(paying, default=0)
    assert unpaid_from(exams) == (None if last == MOST - 1 else last + 1)


def test_what_lies_far_out_is_found() -> None:
    """1,000 short sessions at 0.51 exceed 509.99, and 999 do not; a day rate from 100 sessions on is a cliff there."""
    rates = {"short_rate": "0.51", "long_rate": "0.51", "day_rate": "509.99"}
    ceiling = plain(exams={"day_rate_reading": "ceiling", **rates})
    (below,) = [row for row in inspect_policy(ceiling) if row.code == "day-below-sessions"]
    assert below.words.en == "1000 short sessions in a day: 510.00 by the session, 509.99 for the day"
    reached = ceiling.amended(exams={"day_rate": "510.00"})
    assert [row.code for row in inspect_policy(reached)] == ["long-not-above-short"]
    (lowered,) = [line for line in full(PILOT_2020.amended(exams={"day_rate_from": 100})) if "lowers" in line]
    assert lowered == (
        "99 short sessions in a day, and one more short session: 14850.00 -> 500.00; up to 19300.00 (99 long sessions "
        "in a day, and one more short session: 19800.00 -> 500.00) (§3.5.2.2b, session-lowers-pay)"
    )
    never = plain(exams={"day_rate_reading": "floor", "day_rate": "9999999999999"})
    assert "from 3 sessions on, no further session pays anything" in " ".join(full(never))


def test_class_hours_that_pay_nothing_more_are_observed() -> None:
    """A1, A5: above 6 hours under a cap, beside a day, at no rate; and by rounding, a fen less above the cap."""
    beside = "1 day on one date, and 1 class hour: still 720.00 (§3.5.2.1, hours-beside-day-unpaid)"
    above = (
        "6 class hours on one date, and 1 more: still 720.00; from 6 class hours on, no further one pays anything "
        "(§3.5.2.1, hour-unpaid)"
    )
    assert full(plain(training={"long_day": "capped"})) == [above, beside]
    day = (
        "6.01 class hours on one date, and 1 day beside: 721.20 -> 720.00; up to 2160.00 (24 class hours on one date, "
        "and 1 day beside: 2880.00 -> 720.00) (§3.5.2.1, day-lowers-pay)"
    )
    assert full(plain(training={"day_and_hours": "day_only"})) == [beside, day]
    unpaid = plain(training={"hour_rate": 0, "day_rate": 0})
    assert full(unpaid) == [above.replace("720.00", "0.00").replace("6 class", "0 class")]
    fractions = plain(training={"hour_rate": "120.50", "day_rate": 723, "long_day": "capped"})
    (lowered,) = [row for row in inspect_policy(fractions) if row.code == "hour-lowers-pay"]
    assert lowered.words.en == "records of 0.01 + 5.99 class hours on one date, and 0.01 more: 723.01 -> 723.00"
    assert lowered.difference == Decimal("-0.01")
    one = plain(training={"day_and_hours": "day_only", "day_rate": "2879.99"})
    (least,) = [row for row in inspect_policy(one) if row.code == "day-lowers-pay"]
    assert (least.largest, least.difference) == (None, Decimal("-0.01"))
    assert "day-lowers-pay" not in [
        code for code, *_ in told(plain(training={"day_and_hours": "day_only", "day_rate": 2880}))
    ]


@pytest.mark.parametrize("seed", range(8))
def test_hours_against_enumeration(seed: int) -> None:
    """Every record of up to 0.40 class hours, an hour or a day more: the first that adds nothing, or less."""
    policy = random_training(seed)
    unpaid = next((n for n in range(40) if trained(policy, (n, 100)) == trained(policy, (n,))), None)
    lower = next((n for n in range(1, 2401) if trained(policy, (n,), 1) < trained(policy, (n,))), None)
    texts = {row.code: row.words.en for row in inspect_policy(policy)}
    named = texts.get("hour-unpaid", "").split(" class hour")[0]
    assert named == ("" if unpaid is None else f"{unpaid / 100:g}")
    named = texts.get("day-lowers-pay", "").split(" class hour")[0]
    assert named == ("" if lower is None else f"{lower / 100:g}")


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
    assert told(plain(training={"hour_rate": "120.01", "long_day": "capped"}))[:1] == [
        ("day-and-hours-disagree", "§3.5.2.1", "a day pays 720.00, its class hours 6 × 120.01 = 720.06")
    ]
    words = "a long session pays 150.00, no more than a short one's 150.00"
    assert told(plain(exams={"long_rate": 150})) == [("long-not-above-short", "§3.5.2.2a", words)]


def test_an_award_above_its_surplus_is_observed() -> None:
    """A share of 150% gives 0.015 of 0.01, rounded up to 0.02; one of 100% is no oddity, one of 100.01% is on 50.00."""
    words = "a surplus of 50.00 yuan gives an award of 50.01"
    assert told(plain(surplus={"college_share": "10001/10000"})) == [("share-above-one", "§3.5.3b", words)]
    words = "a surplus of 0.01 yuan gives an award of 0.02"
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


def test_levels_out_of_order_and_rows_that_never_count_are_observed() -> None:
    """高级 gives less than 初级 and 中级; a row of 0; a row for any category beside rows for both."""
    rows: list[dict[str, Any]] = [
        {"level": "初级", "credits": 1, "category": "innovation_practice"},
        {"level": "初级", "credits": 2, "category": "general_elective"},
        {"level": "初级", "credits": 9},
        {"level": "中级", "credits": 2},
        {"level": "高级", "credits": 0},
    ]
    found = told(plain(credits={"by_level": rows, "category_cap": 2}))  # the 9 never apply
    assert [(code, words) for code, _, words in found] == [
        ("level-never-counts", "a certificate of level 高级 (innovation practice) is listed with 0 credits"),
        ("level-never-counts", "a certificate of level 高级 (general elective) is listed with 0 credits"),
        ("higher-level-gives-less",
         "a certificate of level 高级 (innovation practice) gives 0 credits, less than the 1 of 初级"),
        ("higher-level-gives-less",
         "a certificate of level 高级 (general elective) gives 0 credits, less than the 2 of 初级"),
        ("higher-level-gives-less",
         "a certificate of level 高级 (innovation practice) gives 0 credits, less than the 2 of 中级"),
        ("higher-level-gives-less",
         "a certificate of level 高级 (general elective) gives 0 credits, less than the 2 of 中级"),
        ("level-never-counts",
         "the 9 credits of level 初级 in any category never apply: both categories have rows of their own"),
    ]  # fmt: skip


def test_certificates_that_come_too_late_are_observed() -> None:
    """Certificates that count from a day after the last in force never count; on that day they do."""
    words = "certificates count from 2023-09-01 on, and the last day in force is 2023-08-31"
    late = plain(effective_until="2023-08-31", credits={"earliest_issue": "2023-09-01"})
    assert told(late) == [("no-certificate-counts", "§3.4a", words)]
    assert told(late.amended(effective_until="2023-09-01")) == []


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
        training={"day_rate": 1, "hour_rate": "120.5", "long_day": "capped"},
        exams={"long_rate": 1, "day_rate_from": 5},
        surplus={"college_share": "200%"},
        credits={
            "category_cap": 0,
            "by_level": [{"level": "初级", "credits": 1}, {"level": "高级", "credits": 0}],
            "earliest_issue": "2022-01-01",
        },
        effective_from="2020-01-01",
        effective_until="2021-12-31",
    )
    found = inspect_policy(odd)
    assert {row.code for row in found} == set(OBSERVATION_CODES)
    for row in found:
        zh, en = ([row.words, *filter(None, (row.largest, row.onward))] for _ in range(2))
        assert row.message("zh") == f"{'；'.join(text.zh for text in zh)}（{cited(row.clause)}，{row.code}）"
        assert row.message("en") == f"{'; '.join(text.en for text in en)} ({cited(row.clause)}, {row.code})"
        assert row.words.zh != row.words.en
        figures = [word.strip(",:;()") for word in row.message("en").split() if "." in word and "§" not in word]
        assert [figure for figure in figures if figure not in row.message("zh")] == []
    rows = json.loads(observations_json(found))
    keys = ["code", "clause", "zh", "en", "largest_zh", "largest_en", "difference", "onward_zh", "onward_en"]
    assert [[*row] for row in rows] == [keys] * len(found)
    (above,) = [row for row in rows if row["code"] == "day-above-sessions"]
    assert (above["largest_en"], above["difference"], above["onward_en"]) == (
        "up to 495.00 (5 long sessions in a day: 5.00 by the session, 500.00 for the day)",
        "495.00",
        None,
    )
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
    """Long sessions from one minute on, where half a minute is short, and certificates of any day are only unusual."""
    minute = PILOT_2020.amended(exams={"long_from_minutes": 1})
    assert {row.code for row in inspect_policy(minute)} == {row.code for row in inspect_policy(PILOT_2020)}
    first = PILOT_2020.amended(credits={"earliest_issue": "2000-01-01"})
    assert smallest_example(PILOT_2020, first).clause == ""
