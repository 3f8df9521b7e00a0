"""Two policies compared for every input: brute force and z3 agree on where they first differ, or that they never do."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import ROUND_UP, Inexact, localcontext
from fractions import Fraction
from itertools import combinations_with_replacement
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.changes.test_differences import award
from tests.proof.executor import z3
from xmut_rules import PILOT_2020, Policy, duty_day_pay
from xmut_rules.changes import Differs, Equal, compare, comparison_json, smallest_example
from xmut_rules.changes.thresholds import first_day, first_surplus, is_day_decided
from xmut_rules.policy import SurplusTerms

CLAUSES = ["§3.5.2.2b", "§3.5.2.1", "§2.2.4b", "§3.5.3b", "§3.4c", "§3.5.4e", "§3.5.4d", "§0a"]
ROUNDINGS = ("half_up", "half_even", "down")


def exams(**changes: object) -> Policy:
    """The 2020 policy with other terms of duty."""
    return PILOT_2020.amended(exams=changes)


def shared(share: str, rounding: str = "half_up") -> Policy:
    """The 2020 policy with another share."""
    return PILOT_2020.amended(surplus={"college_share": share, "rounding": rounding})


PAIRS = [
    (exams(day_rate_from=6), exams(day_rate_from=7), "6 short sessions in a day: 500.00 -> 900.00"),
    (
        exams(day_rate_reading="ceiling", day_rate=1100),
        exams(day_rate_reading="ceiling", day_rate=1200),
        "1 short session and 5 long sessions in a day: 1100.00 -> 1150.00",
    ),
    (PILOT_2020, shared("300001/1000000"), "the award on a surplus of 1000.08 yuan: 300.02 -> 300.03"),
    (shared("30%"), shared("30%", "half_even"), "the award on a surplus of 0.15 yuan: 0.05 -> 0.04"),
    (exams(day_rate=100, day_rate_from=2, day_rate_reading="floor"), exams(day_rate=100, day_rate_from=5),
     "5 short sessions in a day: 750.00 -> 100.00"),
    (exams(long_from_minutes=1, short_rate=1), exams(long_from_minutes=1, short_rate=2),
     "1 short session in a day: 1.00 -> 2.00"),
    (exams(day_rate_from=99), exams(day_rate_from=100), "99 short sessions in a day: 500.00 -> 14850.00"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "message"), PAIRS)
def test_a_difference_is_found_wherever_it_is(a: Policy, b: Policy, message: str) -> None:
    """Six sessions at 150 are 900; 150 and five times 200 are 1150; 300.02500008 rounds to 300.03, 300.024 does not."""
    (found,) = [row for row in compare(a, b) if isinstance(row, Differs)]
    assert found.message("en").startswith(f"{message} (§")
    assert (found.example.old, found.example.new) == tuple(message.split(": ")[1].split(" -> "))


def test_a_cap_of_credits_differs_with_the_certificate_that_exceeds_it() -> None:
    """D11: 25 certificates at 2 credits fill a cap of 50; the twenty-sixth shows that the other is 51."""
    a, b = (PILOT_2020.amended(credits={"category_cap": cap}) for cap in ("50", "51"))
    (found,) = [row for row in compare(a, b) if isinstance(row, Differs)]
    assert (found.clause, found.example.rows, found.example.old, found.example.new) == ("§3.4c", 26, "50", "51")
    assert found.message().startswith("一名学生名称各不相同的 26 本初级证书")
    levels = [{"level": "高级", "credits": "0"}, {"level": "初级", "credits": "5"}]
    rows = [policy.amended(credits={"by_level": levels}) for policy in (a, b)]
    (listed,) = [row for row in compare(*rows) if isinstance(row, Differs)]  # 高级 gives nothing, 中级 is not listed
    assert (listed.example.rows, listed.example.old, listed.example.new) == (11, "50", "51")
    (back,) = [row for row in compare(PILOT_2020, a) if isinstance(row, Differs)]
    assert (back.example.old, back.example.new) == ("52", "50")


def test_equal_policies_are_equal_on_a_stated_ground() -> None:
    """The same values; an argument for every input; or bounds, each said as what it is."""
    same = compare(PILOT_2020, PILOT_2020.amended(document={"title": "乙"}))
    assert [(row.clause, isinstance(row, Equal) and row.ground) for row in same] == [
        (clause, "same-values") for clause in CLAUSES
    ]
    (hours,) = [
        row for row in compare(PILOT_2020, PILOT_2020.amended(training={"hour_rate": 1})) if row.clause == "§2.2.4b"
    ]
    assert isinstance(hours, Equal) and hours.ground == "same-values"  # the rate of an hour counts for no workload
    (fund,) = [row for row in compare(shared("1/3"), shared("1/3", "half_even")) if row.clause == "§3.5.3b"]
    assert isinstance(fund, Equal) and fund.ground == "every-input"  # thirds of a fen never tie
    assert fund.message("en").endswith("no difference; the awards are the same on every surplus below 10^13 yuan")
    alike = exams(short_rate=200, long_rate=200), exams(short_rate=200, long_rate=200, long_from_minutes=60)
    (duty,) = [row for row in compare(*alike) if row.clause == "§3.5.2.2b"]
    assert isinstance(duty, Equal) and duty.ground == "bounded"
    assert "no difference within bounds; the pay of a day is the same whatever its sessions" in duty.message("en")
    masked = [exams(day_rate_from=1, short_rate=rate) for rate in (1, 2)]
    (duty,) = [row for row in compare(*masked) if row.clause == "§3.5.2.2b"]
    assert not is_day_decided(*masked)
    assert isinstance(duty, Differs) and duty.message("en").startswith("one person's day: ")  # their shares differ
    rated = [exams(day_rate_from=1, short_rate=rate, split="sessions") for rate in (1, 2)]
    (duty,) = [row for row in compare(*rated) if row.clause == "§3.5.2.2b"]
    assert isinstance(duty, Equal) and "up to 8 sessions" in duty.message("en") and "8 场" in duty.message()


def duty_row(a: Policy, b: Policy) -> str:
    """What is said of duty pay."""
    (row,) = [row for row in compare(a, b) if row.clause == "§3.5.2.2b"]
    return row.message("en")


def test_sessions_of_every_length_are_tried() -> None:
    """A threshold of one minute, of a day, and one that three short sessions leave room for (B8, B10)."""
    for changed in ({"split": "sessions"}, {"overlapping": "once"}):
        assert "one person" in duty_row(exams(long_from_minutes=1), exams(long_from_minutes=1, **changed))
    long = {"long_from_minutes": 1000, "overlapping": "once"}
    shares = "P1 2 short sessions; P2 1 long session: P1 300.00 P2 200.00 -> P1 333.33 P2 166.67"
    assert shares in duty_row(exams(**long), exams(**long, split="sessions"))
    at_once = duty_row(exams(long_from_minutes=1440), exams(long_from_minutes=1440, overlapping="once"))
    assert at_once.startswith("one person on 2 short sessions at the same time: 300.00 -> 150.00")


def test_what_is_bounded_says_so() -> None:
    """Ten sessions at 100 reach a floor of 1000 that ten at 110 exceed: more than the eight that are tried."""
    floor = {"day_rate_from": 1, "day_rate_reading": "floor", "day_rate": 1000, "long_rate": 100, "split": "sessions"}
    pair = [exams(**floor, short_rate=rate) for rate in (100, 110)]
    assert [duty_day_pay([timedelta(hours=1)] * 10, policy=policy) for policy in pair] == [1000, 1100]
    assert "up to 8 sessions" in duty_row(*pair)
    assert "any day on duty (up to 8 sessions if one pays by the day" in smallest_example(*pair).message("en")


def test_a_late_first_day_of_issue_hides_nothing() -> None:
    """D7: certificates are filed on a day that counts: a cap, days after graduation, and issue before enrolment."""
    late = {"earliest_issue": "2060-01-01"}
    for changed, old, new in (
        ({"category_cap": "5"}, "6", "5"),
        ({"days_after_graduation": 30}, "0", "2"),
        ({"before_enrolment": "accepted"}, "0", "2"),
    ):
        pair = PILOT_2020.amended(credits=late), PILOT_2020.amended(credits={**late, **changed})
        (found,) = [row for row in compare(*pair) if isinstance(row, Differs)]
        assert (found.example.old, found.example.new) == (old, new)
    last = {"earliest_issue": "2099-12-31"}
    pair = PILOT_2020.amended(credits=last), PILOT_2020.amended(credits={**last, "days_after_graduation": 30})
    assert [row for row in compare(*pair) if isinstance(row, Differs)] == []


def test_no_context_of_the_host_changes_the_answer() -> None:
    """Sixteen certificates at 3 credits stay below 50; the seventeenth shows it, whatever the host's decimals do."""
    a, b = (PILOT_2020.amended(credits={"category_cap": cap, "per_certificate": 3}) for cap in ("50", "51"))
    with localcontext(prec=1, rounding=ROUND_UP) as context:
        context.traps[Inexact] = True
        (found,) = [row for row in compare(a, b) if isinstance(row, Differs)]
    assert (found.example.rows, found.example.old, found.example.new) == (17, "50", "51")


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


DUTY = st.fixed_dictionaries(
    {
        "short_rate": st.sampled_from(["0", "1", "2", "3", "150"]),
        "long_rate": st.sampled_from(["0", "1", "2", "3", "200"]),
        "day_rate": st.sampled_from(["0", "1", "3", "5", "7", "450", "500"]),
        "day_rate_from": st.integers(1, 4),
        "long_from_minutes": st.sampled_from([1, 60, 180]),
        "day_rate_reading": st.sampled_from(["flat", "ceiling", "floor"]),
    }
)


@settings(max_examples=40)
@given(
    DUTY,
    DUTY,
    st.sets(st.sampled_from(["short_rate", "day_rate", "day_rate_from", "long_from_minutes", "day_rate_reading"])),
)
def test_no_smaller_day_differs(one: dict[str, Any], other: dict[str, Any], changed: set[str]) -> None:
    """§3.5.2.2b: all days of up to six sessions, at every length that can matter, find the same number of sessions."""
    a, b = exams(**one), exams(**one).amended(exams={name: other[name] for name in changed})

    def differ(day: tuple[float, ...]) -> bool:
        lengths = [timedelta(minutes=minutes) for minutes in day]
        return duty_day_pay(lengths, policy=a) != duty_day_pay(lengths, policy=b)

    found = first_day(a, b)
    assert found is None or differ(found)
    for count in range(1, 7):
        days = [day for day in combinations_with_replacement([0.5, 59, 60, 179, 180], count) if differ(day)]
        if days:
            assert found is not None and len(found) == count
            return
    assert found is None or len(found) > 6
