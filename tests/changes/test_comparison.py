"""Two policies compared for every input: enumeration and z3 agree on where they first differ, or that they never do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_UP, Decimal, Inexact, localcontext
from fractions import Fraction
from itertools import combinations_with_replacement, permutations, product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.changes.test_differences import award
from tests.proof.executor import z3
from xmut_rules import (
    PILOT_2020,
    Certificate,
    ExamDuty,
    ExamSession,
    Policy,
    Student,
    TrainingRecord,
    exam_pay,
    recognize_credits,
    training_pay,
)
from xmut_rules.changes import Differs, Equal, compare, comparison_json, smallest_example
from xmut_rules.changes.comparison import comparison_lines
from xmut_rules.changes.thresholds import first_day, first_surplus, first_training, kinds_of, numbers_of_first_day
from xmut_rules.policy import SurplusTerms

LEVELS = ("初级", "中级", "高级")
CLAUSES = ["§3.5.2.2b", "§3.5.2.1", "§2.2.4b", "§3.5.3b", "§3.4c", "§3.5.4e", "§3.5.4d", "§0a"]
ROUNDINGS = ("half_up", "half_even", "down")


def exams(**changes: object) -> Policy:
    """The 2020 policy with other terms of duty."""
    return PILOT_2020.amended(exams=changes)


def shared(share: str, rounding: str = "half_up") -> Policy:
    """The 2020 policy with another share."""
    return PILOT_2020.amended(surplus={"college_share": share, "rounding": rounding})


FLOOR = {"day_rate_reading": "floor", "day_rate_from": 1, "day_rate": 10, "short_rate": 1}
PAIRS = [
    (exams(day_rate_from=6), exams(day_rate_from=7), "6 short sessions in a day: 500.00 yuan -> 900.00 yuan"),
    (
        exams(day_rate_reading="ceiling", day_rate=1100),
        exams(day_rate_reading="ceiling", day_rate=1200),
        "1 short session and 5 long sessions in a day: 1100.00 yuan -> 1150.00 yuan",
    ),
    (PILOT_2020, shared("300001/1000000"), "the award on a surplus of 1000.08 yuan: 300.02 yuan -> 300.03 yuan"),
    (shared("30%"), shared("30%", "half_even"), "the award on a surplus of 0.15 yuan: 0.05 yuan -> 0.04 yuan"),
    (exams(day_rate=100, day_rate_from=2, day_rate_reading="floor"), exams(day_rate=100, day_rate_from=5),
     "5 short sessions in a day: 750.00 yuan -> 100.00 yuan"),
    (exams(long_from_minutes=1, short_rate=1), exams(long_from_minutes=1, short_rate=2),
     "1 short session in a day: 1.00 yuan -> 2.00 yuan"),
    (exams(**FLOOR, long_rate=1, long_from_minutes=60), exams(**FLOOR, long_rate=6),
     "2 long sessions in a day: 10.00 yuan -> 12.00 yuan"),
    (exams(day_rate_from=99), exams(day_rate_from=100), "99 short sessions in a day: 500.00 yuan -> 14850.00 yuan"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "message"), PAIRS)
def test_a_difference_is_found_wherever_it_is(a: Policy, b: Policy, message: str) -> None:
    """Six sessions at 150 are 900; 150 and five at 200 are 1150; a floor of 10 is exceeded by two at 6, not at 1."""
    (found,) = [row for row in compare(a, b) if isinstance(row, Differs)]
    assert found.example.message("en").startswith(f"{message} (§")
    amounts = message.replace(" yuan", "").split(": ")[1].split(" -> ")
    assert [found.example.old, found.example.new] == amounts


def row_of(clause: str, a: Policy, b: Policy) -> Equal | Differs:
    """What is said of a clause."""
    (row,) = [row for row in compare(a, b) if row.clause == clause]
    return row


def ground_of(clause: str, a: Policy, b: Policy) -> str:
    """On what ground a clause is the same."""
    row = row_of(clause, a, b)
    assert isinstance(row, Equal), row.message("en")
    return row.ground


def credited(**changes: object) -> Policy:
    """The 2020 policy with other terms of credits."""
    return PILOT_2020.amended(credits=changes)


def test_a_cap_of_credits_differs_with_the_certificate_that_exceeds_it() -> None:
    """D11: beside 49 credits given before, a certificate of 2 has 1 left under a cap of 50, and 2 under one of 51."""
    a, b = credited(category_cap="50"), credited(category_cap="51")
    (found,) = [row for row in compare(a, b) if isinstance(row, Differs)]
    assert (found.clause, found.example.rows, found.example.old, found.example.new) == ("§3.4c", 2, "1", "2")
    assert found.message() == (
        "证书学分：有差异；一名学生名称不同的初级证书（创新创业实践，以前已认定 49 学分）、初级证书（创新创业实践）："
        "1 学分 → 2 学分（§3.4c 三（四））"
    )
    levels = [{"level": "高级", "credits": "0"}, {"level": "中级", "credits": "5"}]
    rows = [policy.amended(credits={"by_level": levels}) for policy in (a, b)]
    listed = row_of("§3.4c", *rows)  # 高级 gives nothing, 初级 is not listed
    assert isinstance(listed, Differs) and "before with 46 credits) and level 中级" in listed.message("en")
    assert (listed.example.old, listed.example.new) == ("4", "5")
    (back,) = [row for row in compare(PILOT_2020, a) if isinstance(row, Differs)]
    assert (back.example.old, back.example.new) == ("2", "1")
    first = row_of("§3.4c", PILOT_2020, credited(category_cap="3"))  # two certificates are no more rows
    assert isinstance(first, Differs) and (first.example.old, first.example.new) == ("4", "3")
    assert first.message("en").startswith(
        "credits for certificates: differs; one student's certificates of different names: level 初级 (innovation"
    )


def test_equal_policies_are_equal_on_a_stated_ground() -> None:
    """The same values, or an argument for every input, each said as what it is."""
    same = compare(PILOT_2020, PILOT_2020.amended(document={"title": "乙"}))
    assert [(row.clause, isinstance(row, Equal) and row.ground) for row in same] == [
        (clause, "same-values") for clause in CLAUSES
    ]
    assert ground_of("§2.2.4b", PILOT_2020, PILOT_2020.amended(training={"hour_rate": 1})) == "same-values"
    fund = row_of("§3.5.3b", shared("1/3"), shared("1/3", "half_even"))  # thirds of a fen never tie
    assert isinstance(fund, Equal) and fund.ground == "every-input"
    assert fund.message("en").startswith(
        "college award: no difference; the awards are the same on every surplus below 10^13 yuan (§3.5.3b"
    )
    alike = exams(short_rate=200, long_rate=200), exams(short_rate=200, long_rate=200, long_from_minutes=60)
    assert ground_of("§3.5.2.2b", *alike) == "every-input"
    both = PILOT_2020.amended(training={"day_and_hours": "day_only", "long_day": "capped"})
    assert ground_of("§3.5.2.1", PILOT_2020.amended(training={"long_day": "capped"}), both) == "every-input"
    nothing = PILOT_2020.amended(training={"hour_rate": 0})
    assert ground_of("§3.5.2.1", nothing, nothing.amended(training={"long_day": "capped"})) == "every-input"
    assert ground_of("§3.4c", PILOT_2020, credited(by_level=[{"level": level, "credits": 2} for level in LEVELS])) == (
        "every-input"
    )
    assert ground_of("§3.4c", credited(per_certificate=0), credited(per_certificate=0, category_cap=1)) == "every-input"


def test_rows_that_differ_are_read_first() -> None:
    """The award differs: it is the first line; the others follow in the order of the clauses, in both languages."""
    found = compare(PILOT_2020, shared("40%"))
    assert comparison_lines(found, "en")[0].startswith(
        "college award: differs; the award on a surplus of 0.04 yuan: 0.01 yuan -> 0.02 yuan (§3.5.3b"
    )
    names = [line.split("：")[0] for line in comparison_lines(found)]
    assert names == [
        *("项目组织奖励", "考务费", "培训课酬", "社会服务工作量", "证书学分", "场地间隔", "考务通报", "有效期")
    ]


def duty_row(a: Policy, b: Policy) -> str:
    """What is said of duty pay."""
    return row_of("§3.5.2.2b", a, b).message("en")


def test_sessions_of_every_length_are_tried() -> None:
    """A threshold of one minute, of a day, and one that three short sessions leave room for (B8, B10)."""
    for changed in ({"split": "sessions"}, {"overlapping": "once"}):
        assert "one person" in duty_row(exams(long_from_minutes=1), exams(long_from_minutes=1, **changed))
    long = {"long_from_minutes": 1000, "overlapping": "once"}
    shares = "P1 2 short sessions; P2 1 long session: P1 300.00 P2 200.00 yuan -> P1 333.33 P2 166.67 yuan"
    assert shares in duty_row(exams(**long), exams(**long, split="sessions"))
    at_once = duty_row(exams(long_from_minutes=1440), exams(long_from_minutes=1440, overlapping="once"))
    assert at_once.startswith(
        "exam duty pay: differs; one person on 2 short sessions at the same time: 300.00 yuan -> 150.00 yuan"
    )


def test_sessions_that_overlap_are_one_or_each() -> None:
    """B10: two in two projects are paid to one of them alone; where sessions alone pay nothing, three of a day do."""
    flat = {"day_rate_from": 1, "short_rate": 500, "long_rate": 500}
    row = duty_row(exams(**flat), exams(**flat, overlapping="once"))
    assert (
        "P1 1 short session; P2 1 short session at the same time: P1 250.00 P2 250.00 yuan -> P1 500.00 P2 0.00" in row
    )
    free = {"short_rate": 0, "long_rate": 0}
    row = duty_row(exams(**free), exams(**free, overlapping="once"))
    assert "one person on 3 short sessions at the same time: 500.00 yuan -> 0.00 yuan" in row
    never = {**free, "day_rate": 0}
    assert ground_of("§3.5.2.2b", exams(**never), exams(**never, overlapping="once")) == "every-input"
    fen = {"day_rate_from": 1, "day_rate": "0.01"}  # the longer one is P2's, by its id
    assert ": P1 0.01 P2 0.00 yuan -> P1 0.00 P2 0.01" in duty_row(exams(**fen), exams(**fen, overlapping="once"))
    once = {"overlapping": "once", "long_from_minutes": 1440, "day_rate_reading": "ceiling"}
    scoped = {**once, "short_rate": 0, "long_rate": 499, "day_scope": "person_and_project"}  # one long one has room
    assert ground_of("§3.5.2.2b", exams(**once, short_rate=0, long_rate=499), exams(**scoped)) == "every-input"


def test_days_have_room_for_their_sessions() -> None:
    """B10: a day has room for one session of 24 hours: 499 and 1, or 1 and 1, reach a ceiling of 500 or 501 later."""
    once = {"overlapping": "once", "long_from_minutes": 1440, "day_rate_reading": "ceiling", "long_rate": 499}
    for day_rate, begins, rows in ((500, 2, 3), (501, 3, 4)):
        terms = {**once, "short_rate": 1, "day_rate": day_rate, "day_rate_from": begins}
        found = row_of("§3.5.2.2b", exams(**terms), exams(**terms, day_scope="person_and_project"))
        assert isinstance(found, Differs) and found.example.rows == rows


def test_a_day_is_divided_by_number_or_by_pay() -> None:
    """B8: of 4.00 two sessions of 1.00 and 1.01 differ by 1 fen; of 2.00, divided by 2 in full, only three do."""
    near = {"short_rate": "1.00", "long_rate": "1.01", "day_rate_from": 2}
    for day_rate, rows in (("4.00", 2), ("2.00", 3), ("0.02", 3), ("0.06", 4)):
        terms = {**near, "day_rate": day_rate}
        found = row_of("§3.5.2.2b", exams(**terms), exams(**terms, split="sessions"))
        assert isinstance(found, Differs) and found.example.rows == rows, day_rate
    half = {"short_rate": "0.01", "long_rate": "0.03", "day_rate_from": 2, "day_rate": "0.02"}  # half a fen more is due
    assert "P1 1 long session; P2 1 short session: P1 0.02 P2 0.00 yuan -> P1 0.01 P2 0.01" in duty_row(
        exams(**half), exams(**half, split="sessions")
    )
    ten = {**near, "day_rate_from": 10, "day_rate": "2.50"}  # 3 long ones of 10 are due half a fen more, 2 are not
    found = row_of("§3.5.2.2b", exams(**ten), exams(**ten, split="sessions"))
    assert isinstance(found, Differs) and found.example.rows == 10
    assert "P1 7 short sessions; P2 3 long sessions: P1 1.74 P2 0.76 yuan -> P1 1.75 P2 0.75" in found.message("en")
    thrice = exams(**near, day_rate="0.02"), exams(**near, day_rate="0.02", split="sessions")
    assert "P1 1 short session; P2 1 short session; P3 1 long session: P1 0.01 P2 0.00 P3 0.01" in duty_row(*thrice)
    late = {"day_rate_from": 20, "day_rate": 500}
    assert "P1 19 short sessions; P2 1 long session: P1 467.21 P2 32.79 yuan -> P1 475.00 P2 25.00" in duty_row(
        exams(**late), exams(**late, split="sessions")
    )
    ceiling = {"day_rate_reading": "ceiling", "day_rate": 10**9}
    assert ground_of("§3.5.2.2b", exams(**ceiling), exams(**ceiling, split="sessions")) == "every-input"
    both = {"day_rate_reading": "ceiling", "split": "sessions", "day_rate": 550}
    apart = duty_row(exams(**both), exams(**both, day_scope="person_and_project"))
    assert "P1 1 short session; P2 2 long sessions: P1 183.33 P2 366.67 yuan -> P1 150.00 P2 400.00 yuan" in apart


def test_what_is_bounded_says_so() -> None:
    """A day of 0.01 from the first session on: rates of 1,000.00 and 1,000.01 divide it alike, as far as is tried."""
    terms = {"day_rate_from": 1, "day_rate": "0.01", "long_rate": 1}
    pair = [exams(**terms, short_rate=rate) for rate in ("1000.00", "1000.01")]
    assert ground_of("§3.5.2.2b", *pair) == "bounded"
    row = row_of("§3.5.2.2b", *pair)
    assert "no difference within bounds; a day is paid the same in all" in row.message("en")
    assert "tried for up to 12 sessions" in row.message("en") and "试到一天 12 场" in row.message()
    assert "any day on duty (up to 1,000 sessions; up to 12 if" in smallest_example(*pair).message("en")
    seen = duty_row(*(exams(day_rate_from=1, short_rate=rate) for rate in (1, 2)))
    assert "one person's day: P1 1 short session; P2 1 long session: P1 2.49 P2 497.51" in seen
    long = duty_row(exams(day_rate_from=1), exams(day_rate_from=1, long_from_minutes=60))
    assert (
        "P1 1 short session; P2 1 session of 60 minutes: P1 250.00 P2 250.00 yuan -> P1 214.29 P2 285.71 yuan" in long
    )
    alike: list[dict[str, Any]] = [
        {"split": "sessions"},  # by number: no rate weighs
        {"day_rate": 0},  # nothing is paid
        {"day_rate_reading": "ceiling", "split": "sessions", "day_rate": 1},
    ]
    for changed in alike:
        rated = [exams(day_rate_from=1, short_rate=rate, **changed) for rate in (1, 2)]
        assert ground_of("§3.5.2.2b", *rated) == "every-input"


def test_training_of_three_records_decides() -> None:
    """A1, A9: 0.33 hours at 0.01 pay nothing, thrice; a cap of 0.98 hours pays 0.01 for them, one of 0.99 does not."""
    odd = {"hour_rate": "0.01", "long_day": "capped"}
    pair = [PILOT_2020.amended(training={**odd, "hours_per_day": hours}) for hours in ("0.98", "0.99")]
    found = row_of("§3.5.2.1", *pair)
    assert isinstance(found, Differs) and found.message("en").startswith(
        "training pay: differs; training of 0.01 class hours and 0.49 class hours and 0.49 class hours on one date: "
        "0.01 yuan -> 0.00 yuan"
    )
    short = [
        {"long_day": "capped", "hours_per_day": hours, "hour_rate": rate}
        for hours, rate in (("0.03", 120), ("0.04", 90))
    ]
    found = row_of("§3.5.2.1", *(PILOT_2020.amended(training=terms) for terms in short))  # each pays 3.60 from a cap on
    assert isinstance(
        found, Differs
    ) and "training of 0.01 class hours on one date: 1.20 yuan -> 0.90" in found.message("en")
    capped = {"long_day": "capped", "hours_per_day": 24}
    found = row_of("§3.5.2.1", PILOT_2020, PILOT_2020.amended(training={**capped, "day_and_hours": "both"}))
    assert isinstance(found, Differs) and "1 class hour and 1 day on one date" in found.message("en")
    only = PILOT_2020.amended(training={"day_and_hours": "day_only"})
    found = row_of("§3.5.2.1", only, PILOT_2020.amended(training=capped))
    assert isinstance(found, Differs) and found.message().startswith(
        "培训课酬：有差异；同一天培训 1 学时、24 学时：3000.00 元 → 2880.00 元"
    )


def test_three_certificates_decide() -> None:
    """D4, D14: an unlisted level takes nothing off; credits not stated are assumed, and a cap hides it till more is."""

    def listing(*rows: tuple[str, str | None, str], **changes: object) -> Policy:
        levels = [{"level": level, "category": category, "credits": value} for level, category, value in rows]
        return credited(levels="highest", by_level=levels, **changes)

    practice, elective = "innovation_practice", "general_elective"
    found = row_of("§3.4c", listing(("高级", None, "5")), listing(("高级", None, "5"), ("中级", None, "0")))
    assert isinstance(found, Differs) and found.example.rows == 3
    assert "(innovation practice, issuer X) and level 高级" in found.message("en")
    assert (found.example.old, found.example.new) == ("4", "5")
    one = listing(("高级", None, "2"))
    found = row_of("§3.4c", one.amended(credits={"levels": "each"}), one)
    assert isinstance(found, Differs) and "before with 1 credit) and level 高级" in found.message("en")
    assert (found.example.old, found.example.new) == ("2", "1")
    pair = [listing(("高级", None, worth), category_cap=5) for worth in ("6", "7")]
    found = row_of("§3.4c", *pair)
    assert isinstance(found, Differs) and (found.example.rows, found.example.old, found.example.new) == (2, "4", "5")
    by_category = [("高级", practice, "2"), ("高级", elective, "2"), ("初级", None, "1")]
    found = row_of("§3.4c", listing(*by_category), listing(("高级", None, "2"), ("初级", None, "1")))
    assert isinstance(found, Differs) and (found.example.rows, found.example.old, found.example.new) == (2, "1", "0")
    assert "level 高级 (no category, recognized before with 0 credits) and level 初级" in found.message("en")
    both = [("初级", practice, "1"), ("初级", elective, "1"), ("高级", None, "9")]
    found = row_of("§3.4c", listing(*both), listing(*both, ("初级", None, "2")))
    assert isinstance(found, Differs) and "(no category, recognized before, credits not stated)" in found.message("en")
    assert (found.example.rows, found.example.old, found.example.new) == (2, "9", "7")
    found = row_of("§3.4c", listing(*both, category_cap=5), listing(*both, ("初级", None, "2"), category_cap=5))
    assert isinstance(found, Differs) and "with 3 credits) and level 高级" in found.message("en")
    assert (found.example.rows, found.example.old, found.example.new) == (3, "5", "4")


def test_a_late_first_day_of_issue_hides_nothing() -> None:
    """D7: certificates are filed on a day that counts: a cap, days after graduation, and issue before enrolment."""
    late = {"earliest_issue": "2060-01-01"}
    for changed, old, new in (
        ({"category_cap": "3"}, "4", "3"),
        ({"days_after_graduation": 30}, "0", "2"),
        ({"before_enrolment": "accepted"}, "0", "2"),
    ):
        pair = PILOT_2020.amended(credits=late), PILOT_2020.amended(credits={**late, **changed})
        (found,) = [row for row in compare(*pair) if isinstance(row, Differs)]
        assert (found.example.old, found.example.new) == (old, new)
    (found,) = [row for row in compare(PILOT_2020, credited(**late)) if isinstance(row, Differs)]
    assert "certificate issued on 2059-12-31: level 初级 (innovation practice): 2 credits -> 0" in found.message("en")
    listed = [{"level": level, "credits": 2} for level in LEVELS]
    row = row_of("§3.4c", PILOT_2020, credited(by_level=listed, per_certificate=3))
    assert "driving licence (innovation practice): 2 credits -> 3 credits" in row.message("en")
    last = {"earliest_issue": "2099-12-31"}
    for changed, words in (
        ({"days_after_graduation": 30}, "issued 1 day after graduation: level 初级 (innovation practice): 0 credits"),
        ({"before_enrolment": "accepted"}, "with an unknown date of enrolment: level 初级 (innovation practice): 0"),
    ):
        (found,) = [row for row in compare(credited(**last), credited(**last, **changed)) if isinstance(row, Differs)]
        assert words in found.message("en")


def test_no_context_of_the_host_changes_the_answer() -> None:
    """Beside 48 credits a certificate of 3 has 2 left under a cap of 50, whatever the host's decimals do."""
    a, b = (PILOT_2020.amended(credits={"category_cap": cap, "per_certificate": 3}) for cap in ("50", "51"))
    with localcontext(prec=1, rounding=ROUND_UP) as context:
        context.traps[Inexact] = True
        (found,) = [row for row in compare(a, b) if isinstance(row, Differs)]
    assert (found.example.rows, found.example.old, found.example.new) == (2, "2", "3")


def test_the_json_has_a_row_for_each_clause() -> None:
    """Each clause says whether it is equal, with its ground, or has the case in both languages."""
    rows = json.loads(comparison_json(compare(PILOT_2020, exams(day_rate=600))))
    assert [row["clause"] for row in rows] == CLAUSES
    assert [row["equal"] for row in rows] == [False] + [True] * 7
    assert (rows[0]["old"], rows[0]["new"], rows[0]["rows"]) == ("500.00", "600.00", 3)
    assert rows[1]["ground"] == "same-values"
    wrong: Any = [3]
    with pytest.raises(ValueError, match="found: expected rows of Equal and Differs, not int"):
        comparison_json(wrong[0])
    with pytest.raises(ValueError, match="found: expected Equal or Differs, not int"):
        comparison_json(wrong)
    with pytest.raises(ValueError, match=r"^a: expected a Policy, not int; "):
        compare(wrong[0], PILOT_2020)


SHARES = st.fractions(0, 1, max_denominator=30)


def terms(share: Fraction, rounding: str) -> SurplusTerms:
    """The terms of an award."""
    return shared(f"{share.numerator}/{share.denominator}", rounding).surplus


@settings(max_examples=60)
@given(SHARES, SHARES, st.booleans(), st.sampled_from(ROUNDINGS), st.sampled_from(ROUNDINGS))
def test_no_smaller_surplus_differs(one: Fraction, other: Fraction, same: bool, first: str, second: str) -> None:
    """§3.5.3b: two shares of at most thirtieths differ below 1,000 fen, or never; fractions find where."""
    other = one if same else other
    expected = next((fen for fen in range(1_000) if award(fen, one, first) != award(fen, other, second)), None)
    assert first_surplus(terms(one, first), terms(other, second)) == expected


def rounded(top: Any, whole: int, rounding: str) -> Any:
    """A quotient rounded, as a term."""
    if rounding == "down":
        return top / whole
    up = (2 * top + whole) / (2 * whole)
    return up if rounding == "half_up" else z3.If(z3.And((2 * top + whole) % (2 * whole) == 0, up % 2 == 1), up - 1, up)


def z3_agrees(a: SurplusTerms, b: SurplusTerms) -> None:
    """The surplus found differs, and none below it does; if none is found, none does at all."""
    fen, found = z3.Int("fen"), first_surplus(a, b)
    awards: list[Any] = []
    for own in (a, b):
        top, whole = (int(part) for part in own.college_share.split("/"))
        awards.append(rounded(fen * top, whole, own.rounding))
    solver = z3.Solver()
    solver.add(fen >= 0, fen < (10**15 if found is None else found), awards[0] != awards[1])
    assert solver.check() == z3.unsat, (a, b, found)
    if found is not None:
        solver = z3.Solver()
        solver.add(fen == found, awards[0] != awards[1])
        assert solver.check() == z3.sat, (a, b, found)


def random_terms(random: Random) -> tuple[SurplusTerms, SurplusTerms]:
    """A pair of awards: shares that are the same, next to each other, or any."""
    whole = random.choice([10, 12, 100, 1000, 10_000, random.randint(1, 10_000)])
    top = random.randint(0, whole)
    other = random.choice([top, top, min(top + 1, whole), random.randint(0, whole)])
    a, b = (terms(Fraction(part, whole), random.choice(ROUNDINGS)) for part in (top, other))
    return a, b


def test_z3_agrees_on_surpluses() -> None:
    """A hundred random pairs of shares and roundings."""
    random = Random(20201218)
    for _ in range(100):
        z3_agrees(*random_terms(random))


@pytest.mark.exhaustive
def test_z3_agrees_on_many_surpluses() -> None:
    """A thousand random pairs of shares and roundings."""
    random = Random(39)
    for _ in range(1_000):
        z3_agrees(*random_terms(random))


DUTY_VALUES: dict[str, Sequence[Any]] = {
    "short_rate": range(8),
    "long_rate": range(8),
    "day_rate": (0, 1, 2, 3, 5, 7, 9, 12, 15),
    "day_rate_from": (1, 1, 1, 2, 2, 3, 4),
    "long_from_minutes": (60, 180),
    "day_rate_reading": ("flat", "ceiling", "floor"),
}


def near(
    random: Random, values: dict[str, Sequence[Any]], share: float = 0.35
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two sets of values, of which some differ."""
    one, other = ({name: random.choice(known) for name, known in values.items()} for _ in range(2))
    return one, {name: other[name] if random.random() < share else value for name, value in one.items()}


def paid_by_hand(minutes: Iterable[int | Fraction], terms: dict[str, Any]) -> int:
    """§3.5.2.2a-b: what a day pays."""
    rates: list[int] = [
        terms["long_rate" if length >= terms["long_from_minutes"] else "short_rate"] for length in minutes
    ]
    if len(rates) < terms["day_rate_from"]:
        return sum(rates)
    day_rate = int(terms["day_rate"])
    paid = {"flat": day_rate, "ceiling": min(sum(rates), day_rate), "floor": max(sum(rates), day_rate)}
    return paid[terms["day_rate_reading"]]


def no_smaller_day_differs(random: Random, most: int) -> None:
    """The day found is the first of all days of some sessions at every length that matters, or there is none."""
    one, other = near(random, DUTY_VALUES)
    found = first_day(exams(**one), exams(**other))
    assert found is None or paid_by_hand(found, one) != paid_by_hand(found, other), (one, other, found)
    lengths = sorted({min(one["long_from_minutes"], other["long_from_minutes"]) - 1, 60, 180} & {59, 60, 179, 180})
    for count in range(1, most + 1):
        for day in combinations_with_replacement(lengths, count):  # the shortest come first
            if paid_by_hand(day, one) != paid_by_hand(day, other):
                assert found is not None and len(found) == count, (one, other, found, day)
                for terms in (one, other):
                    assert [length >= terms["long_from_minutes"] for length in found] == [
                        length >= terms["long_from_minutes"] for length in day
                    ], (one, other, found, day)
                return
    assert found is None or len(found) > most, (one, other, found)


def test_no_smaller_day_differs() -> None:
    """§3.5.2.2b: 80 pairs of policies near each other, against all days of up to five sessions of three kinds."""
    random = Random(3)
    for _ in range(80):
        no_smaller_day_differs(random, 5)


@pytest.mark.exhaustive
def test_no_smaller_day_of_many_differs() -> None:
    """§3.5.2.2b: 5,000 pairs of policies near each other, against all days of up to ten sessions of three kinds."""
    random = Random(4)
    for _ in range(5_000):
        no_smaller_day_differs(random, 10)


def z3_agrees_on_a_day(a: Policy, b: Policy) -> None:
    """The day found is paid differently, and none of fewer sessions, or of as many and more short ones, is."""
    kinds, found = kinds_of(a, b), numbers_of_first_day(a, b)
    numbers = [z3.Int(f"kind{place}") for place in range(len(kinds))]
    pays: list[Any] = []
    for place, terms in enumerate((a.exams, b.exams)):
        standard = z3.Sum([number * kind.rates[place] for number, kind in zip(numbers, kinds, strict=True)])
        day_rate = int(terms.day_rate * 100)
        paid = {
            "flat": day_rate,
            "ceiling": z3.If(standard < day_rate, standard, day_rate),
            "floor": z3.If(standard > day_rate, standard, day_rate),
        }[terms.day_rate_reading]
        pays.append(z3.If(z3.Sum(numbers) < terms.day_rate_from, standard, paid))
    solver = z3.Solver()
    solver.add(*(number >= 0 for number in numbers), z3.Sum(numbers) >= 1, z3.Sum(numbers) <= 1000, pays[0] != pays[1])
    if found is None:
        assert solver.check() == z3.unsat, (a.exams, b.exams)
        return
    solver.push()
    solver.add(*(number == own for number, own in zip(numbers, found, strict=True)))
    assert solver.check() == z3.sat, (a.exams, b.exams, found)
    solver.pop()
    before = [z3.Sum(numbers) < sum(found)]
    for place, own in enumerate(found):
        alike = [number == earlier for number, earlier in zip(numbers[:place], found, strict=False)]
        before.append(z3.And(z3.Sum(numbers) == sum(found), *alike, numbers[place] > own))
    solver.add(z3.Or(before))
    assert solver.check() == z3.unsat, (a.exams, b.exams, found)


Z3_VALUES: dict[str, Sequence[Any]] = {
    "short_rate": ("0", "0.01", "100", "110", "150", "200.01"),
    "long_rate": ("0", "0.01", "100", "200", "200.01", "9999999999999.99"),
    "day_rate": ("0", "100", "500", "1000", "1100", "99999.99"),
    "day_rate_from": (1, 1, 2, 3, 6, 7, 100),
    "long_from_minutes": (1, 60, 180, 1440),
    "day_rate_reading": ("flat", "ceiling", "floor"),
}


def z3_agrees_on_days(seed: int, pairs: int) -> None:
    """So many random pairs of policies near each other."""
    random = Random(seed)
    for _ in range(pairs):
        one, other = near(random, Z3_VALUES, 0.2)
        z3_agrees_on_a_day(exams(**one), exams(**other))


def test_z3_agrees_on_days() -> None:
    """§3.5.2.2b: 40 random pairs of policies near each other."""
    z3_agrees_on_days(20201218, 40)


@pytest.mark.exhaustive
def test_z3_agrees_on_many_days() -> None:
    """§3.5.2.2b: 2,000 random pairs of policies near each other."""
    z3_agrees_on_days(39, 2_000)


SHARE_VALUES: dict[str, Sequence[Any]] = {
    "short_rate": ("0.00", "0.01", "0.02", "0.03", "1", "1.01"),
    "long_rate": ("0.00", "0.01", "0.02", "0.03", "1", "1.01"),
    "day_rate": ("0.00", "0.01", "0.02", "0.03", "0.04", "0.05", "0.06", "2", "2.01"),
    "day_rate_from": (1, 1, 2, 2, 3, 4),
    "long_from_minutes": (60, 180, 1440),
    "day_rate_reading": ("flat", "ceiling", "floor"),
    "day_scope": ("person", "person", "person_and_project"),
    "split": ("standard_pay", "sessions"),
    "overlapping": ("each", "each", "each", "once"),
}
MORNING = datetime(2050, 6, 15)


def shares(held: Sequence[tuple[str, int]], policy: Policy, *, is_apart: bool) -> dict[str, Decimal] | None:
    """What each project pays for a person's sessions, one after another or at the same time; null if a day is over."""
    begin, sessions = MORNING, list[ExamSession]()
    for number, (project, minutes) in enumerate(held):
        if begin.date() != MORNING.date():
            return None
        end = begin + (timedelta(minutes=minutes) if minutes >= 60 else timedelta(seconds=10))
        sessions.append(ExamSession(session_id=f"S{number}", project_id=project, start=begin, end=end))
        begin = end if is_apart else begin
    duties = [ExamDuty(duty_id=row.session_id, session_id=row.session_id, staff_id="T01") for row in sessions]
    found: dict[str, Decimal] = {}
    for day in exam_pay(sessions, duties, policy=policy).days:
        for share in day.shares:
            found[share.project_id] = found.get(share.project_id, Decimal(0)) + share.amount
    return {project: amount for project, amount in found.items() if amount}


def all_days(most: int, lengths: Sequence[int]) -> Iterator[tuple[tuple[str, int], ...]]:
    """All days of so many sessions over any projects, the shortest session first."""
    for count in range(1, most + 1):
        for day in combinations_with_replacement(lengths, count):
            for projects in product(range(count), repeat=count):
                yield tuple((f"P{project}", minutes) for project, minutes in zip(projects, day, strict=True))


def no_smaller_shares_differ(random: Random, most: int) -> None:
    """No day of so many sessions, or of fewer than the example has, has other shares."""
    one, other = near(random, SHARE_VALUES, 0.25)
    a, b = (exams(**terms).amended(effective_from="2000-01-01") for terms in (one, other))
    row, day = row_of("§3.5.2.2b", a, b), first_day(a, b)
    if day and len(day) == 1:
        return
    rows = row.example.rows if isinstance(row, Differs) else most + 1
    assert day is None or rows <= len(day)
    if row.message("en").startswith("exam duty pay: no difference within bounds"):
        most = min(most, 12)
    ways = {terms["overlapping"] for terms in (one, other)}
    lengths = sorted({30, one["long_from_minutes"], other["long_from_minutes"]})
    for held in all_days(min(rows - 1, most), lengths):
        for is_apart in (True, False) if len(ways) > 1 else ("once" in ways,):
            found = shares(held, a, is_apart=is_apart)
            assert found is None or found == shares(held, b, is_apart=is_apart), (one, other, row.message("en"), held)


def test_no_smaller_shares_differ() -> None:
    """§3.5.2.2b, B6, B8, B10: 30 pairs near each other, against all days of up to three sessions and projects."""
    random = Random(5)
    for _ in range(30):
        no_smaller_shares_differ(random, 3)


@pytest.mark.exhaustive
def test_no_smaller_shares_of_many_differ() -> None:
    """§3.5.2.2b, B6, B8, B10: 1,500 pairs near each other, against all days of up to four sessions and projects."""
    random = Random(6)
    for _ in range(1_500):
        no_smaller_shares_differ(random, 4 if random.random() < 0.1 else 3)


TRAINING_VALUES: dict[str, Sequence[Any]] = {
    "hour_rate": (0, 1, 1, 2, 3, 49, 50, 51, 99, 100, 12_000),
    "day_rate": (72_000,) * 9 + (1,),
    "hours_per_day": (0, 2, 3, 5, 50, 98, 99, 100, 149, 150, 600, 2350, 2360, 2399, 2400),
    "long_day": ("capped", "capped", "hourly"),
    "day_and_hours": ("both", "day_only"),
}
"""Fen, and hundredths of a class hour."""

Taught = tuple[str, int]


def training_by_hand(records: Sequence[Taught], terms: dict[str, Any]) -> list[int]:
    """§3.5.2.1: what each record of a date is paid, in fen, the records in order of their ids."""
    hours = [count for unit, count in records if unit == "class_hour"]
    has_day = len(hours) < len(records)
    paid = [(2 * terms["hour_rate"] * count + 100) // 200 for count in hours]
    if has_day and "day_only" in (terms["day_and_hours"], terms["long_day"].replace("capped", "day_only")):
        paid = [0] * len(hours)
    elif terms["long_day"] == "capped" and sum(hours) > terms["hours_per_day"]:
        total = (2 * terms["hour_rate"] * terms["hours_per_day"] + 100) // 200
        due = [Fraction(total * count, sum(hours)) for count in hours]
        paid = [int(part) for part in due]
        behind = sorted(range(len(hours)), key=lambda place: (int(due[place]) - due[place], place))
        for place in behind[: total - sum(paid)]:
            paid[place] += 1
    by_hour, days = iter(paid), iter([terms["day_rate"]] + [0] * len(records))
    return [next(by_hour) if unit == "class_hour" else next(days) for unit, _ in records]


def training_terms(terms: dict[str, Any]) -> Policy:
    """The 2020 policy with terms in fen and hundredths."""
    hundredths = ("hour_rate", "day_rate", "hours_per_day")
    changed = {name: f"{value / 100:.2f}" if name in hundredths else value for name, value in terms.items()}
    return PILOT_2020.amended(effective_from="2000-01-01", training=changed)


def order_of(records: Sequence[Taught]) -> tuple[Any, ...]:
    """Fewest records, coarsest quantities, smallest sum, hours before days, smallest quantities."""
    counts = [count for _, count in records]
    finest = max(2 if count % 10 else 1 if count % 100 else 0 for count in counts)
    days = len([unit for unit, _ in records if unit == "day"])
    return len(records), finest, sum(counts), days, sorted(counts)


def no_smaller_training_differs(random: Random, tries: int) -> None:
    """All single records, and many sets at the caps of two policies, differ as the smallest training says."""
    one, other = near(random, TRAINING_VALUES, 0.3)
    a, b = training_terms(one), training_terms(other)
    found = first_training(a.training, b.training)

    def differs(records: Sequence[Taught]) -> bool:
        orders = set(permutations(records)) if len(records) < 4 else {tuple(records), tuple(reversed(records))}
        return any(training_by_hand(order, one) != training_by_hand(order, other) for order in orders)

    assert found is None or differs(found), (one, other, found)
    single: list[tuple[Taught, ...]] = [(("class_hour", count),) for count in range(1, 2401)]
    first = min(filter(differs, [*single, (("day", 100),)]), key=order_of, default=None)
    assert first == (found if found and len(found) == 1 else None), (one, other, found, first)
    if found and len(found) == 1:
        return
    caps = sorted({one["hours_per_day"], other["hours_per_day"]})
    for _ in range(tries):
        rows = random.choice([2, 2, 2, 3, 3, 4, 6])
        total = max(random.choice([*caps, random.randint(1, 2400)]) + random.choice([-1, 0, 1]), rows)
        cuts = sorted(random.sample(range(1, total), rows - 1)) if total > rows else list(range(1, rows))
        counts = [end - start for start, end in zip([0, *cuts], [*cuts, max(total, rows)], strict=True)]
        records: list[Taught] = [("class_hour", min(count, 2400)) for count in counts]
        if random.random() < 0.2:
            records[0] = ("day", 100)
        if differs(records):
            assert found is not None and order_of(found) <= order_of(records), (one, other, found, records)
            return


def test_no_smaller_training_differs() -> None:
    """§3.5.2.1: 12 pairs near each other, against every single record and 60 sets at their caps."""
    random = Random(7)
    for _ in range(12):
        no_smaller_training_differs(random, 60)


@pytest.mark.exhaustive
def test_no_smaller_training_of_many_differs() -> None:
    """§3.5.2.1: 1,000 pairs near each other, against every single record and 400 sets at their caps."""
    random = Random(8)
    for _ in range(1_000):
        no_smaller_training_differs(random, 400)


def test_training_by_hand_is_the_rule() -> None:
    """The enumeration's own pay is the rule's on 200 random dates."""
    random = Random(9)
    for _ in range(200):
        terms, _ = near(random, TRAINING_VALUES)
        records: list[Taught] = [
            random.choice(
                [("day", 100), ("class_hour", random.randint(0, 2400)), ("class_hour", random.randint(0, 99))]
            )
            for _ in range(random.randint(1, 5))
        ]
        rows = [
            TrainingRecord.model_validate(
                {
                    "record_id": f"R{place}", "project_id": "P1", "staff_id": "T01", "date": MORNING.date(),
                    "unit": unit, "quantity": Decimal(count).scaleb(-2),
                }
            )
            for place, (unit, count) in enumerate(records)
        ]  # fmt: skip
        paid = [int(line.amount * 100) for line in training_pay(rows, policy=training_terms(terms)).lines]
        assert paid == training_by_hand(records, terms), (terms, records)


CATEGORIES = ("innovation_practice", "general_elective")
FILED_FROM = date(2050, 1, 1)
WORTHS = ("0", "0", "0.5", "1", "2", "3", "5")
CREDIT_VALUES: dict[str, Sequence[Any]] = {
    "per_certificate": WORTHS,
    "levels": ("each", "highest", "highest"),
    "category_cap": (None, None, "0", "1", "1.5", "2", "4"),
    "earliest_issue": (None, None, FILED_FROM, FILED_FROM + timedelta(days=1)),
    "before_enrolment": ("refused", "refused", "accepted"),
    "days_after_graduation": (0, 0, 1, 2),
}


def credit_terms(random: Random) -> list[Policy]:
    """Two policies that give credits, near each other."""
    one, other = near(random, CREDIT_VALUES, 0.03)
    levels = {key: random.choice(WORTHS) for key in product(LEVELS, (*CATEGORIES, None)) if random.random() < 0.4}
    changed = dict(levels)
    for _ in range(random.choice([0, 1, 1, 2, 3])):
        key = random.choice(LEVELS), random.choice((*CATEGORIES, None))
        changed[key] = random.choice((*WORTHS, ""))
    found: list[Policy] = []
    for terms, listed in ((one, levels), (other, {key: value for key, value in changed.items() if value})):
        rows = [{"level": level, "category": category, "credits": value} for (level, category), value in listed.items()]
        found.append(PILOT_2020.amended(effective_from="2000-01-01", credits={**terms, "by_level": rows}))
    return found


def random_certificates(random: Random, count: int) -> tuple[list[Certificate], Student]:
    """Certificates of a student: new and recognized before, of few names, numbers, issuers and days."""
    rows: list[Certificate] = []
    for place in range(count):
        level, is_old = random.choice((*LEVELS, *LEVELS[1:], "C1")), random.random() < 0.4
        rows.append(
            Certificate.model_validate(
                {
                    "certificate_id": f"K{place}",
                    "student_id": "ST01",
                    "kind": "driving_licence" if level == "C1" else "skill",
                    "level": level,
                    "name": random.choice("AAAB"),
                    "number": random.choice(["1", "2", f"{place}"]),
                    "issuer_recognized": random.random() < 0.9,
                    "issued_on": FILED_FROM + timedelta(days=random.choice([-1, 0, 1, 2])),
                    "status": "valid" if random.random() < 0.9 else "revoked",
                    "category": random.choice((*CATEGORIES, *CATEGORIES, None) if is_old else CATEGORIES),
                    "recognized_on": FILED_FROM if is_old else None,
                    "issuer": random.choice([None, None, "X", "Y"]),
                    "credits_given": Decimal(random.choice(WORTHS)) if is_old and random.random() < 0.6 else None,
                }
            )
        )
    days = {
        "enrolled_on": random.choice([None, FILED_FROM, FILED_FROM - timedelta(days=2)]),
        "graduated_on": random.choice([None, None, FILED_FROM, FILED_FROM + timedelta(days=1)]),
    }
    return rows, Student.model_validate({"student_id": "ST01", "name": "学生01", **days})


def no_fewer_certificates_differ(random: Random, tries: int) -> int | None:
    """Return the rows of the example: no random set of fewer certificates, or none at all, gives other credits."""
    a, b = credit_terms(random)
    row = row_of("§3.4c", a, b)
    rows = row.example.rows if isinstance(row, Differs) else None
    counts = [1, 2, 3, 3, 4, 5] if rows is None else range(1, rows)
    for _ in range(tries if counts else 0):
        filed, student = random_certificates(random, random.choice(counts))
        given = [
            [
                found.credits
                for found in recognize_credits(filed, [student], as_of=date(2099, 12, 31), policy=policy).decisions
            ]
            for policy in (a, b)
        ]
        assert given[0] == given[1], (a.credits, b.credits, row.message("en"), filed, student)
    return rows


def test_no_fewer_certificates_differ() -> None:
    """§3.4a-c: 40 pairs near each other, against 30 sets of certificates each."""
    random = Random(10)
    found = Counter(no_fewer_certificates_differ(random, 30) for _ in range(40))
    assert {None, 1, 2} <= found.keys()


@pytest.mark.exhaustive
def test_no_fewer_certificates_of_many_differ() -> None:
    """§3.4a-c: 2,500 pairs near each other, against 150 sets of certificates each."""
    random = Random(11)
    found = Counter(no_fewer_certificates_differ(random, 150) for _ in range(2_500))
    assert found.keys() == {None, 1, 2, 3}
