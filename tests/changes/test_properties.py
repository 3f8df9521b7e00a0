"""What a policy guarantees: each answer against naive enumeration over random policies, with its smallest case."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_UP, Decimal, Inexact, localcontext
from functools import cache
from itertools import permutations, product
from random import Random
from typing import Any
from unittest.mock import Mock

import pytest

from tests.sections import without_sections
from xmut_rules import (
    PILOT_2020,
    ExamDuty,
    ExamSession,
    Policy,
    Timeline,
    TrainingRecord,
    college_award,
    duty_day_pay,
    exam_pay,
    training_pay,
)
from xmut_rules.changes import Fails, Holds, extremes, inspect_policy, properties, properties_json

READINGS = ("flat", "ceiling", "floor")
Day = tuple[int, int]
"""The sessions of a day, and the long ones among them."""


def result(policy: Policy, code: str) -> Holds | Fails:
    """The answer on one guarantee."""
    (found,) = [row for row in properties(policy) if row.code == code]
    return found


def amounts(policy: Policy, code: str) -> tuple[str, str] | None:
    """The two amounts of a counterexample; None if the guarantee holds."""
    found = result(policy, code)
    return (f"{found.old}", f"{found.new}") if isinstance(found, Fails) else None


def random_exams(seed: int) -> Policy:
    """Rates of a few fen, so that sums meet the day rate, from one to four sessions on; some pay nothing."""
    draw = Random(seed)
    rates = {name: f"0.{draw.choice([0, 1, 2, 3, 4, 5, 7, 10]):02d}" for name in ("short_rate", "long_rate")}
    start, day = draw.randint(1, 4), f"0.{draw.choice([0, 1, 2, 3, 5, 8, 9, 12, 14, 15, 21, 30]):02d}"
    scope = draw.choice(["person", "person_and_project"])
    changes = {**rates, "day_rate": day, "day_rate_from": start, "day_scope": scope}
    return PILOT_2020.amended(exams={**changes, "day_rate_reading": draw.choice(READINGS)})


@cache
def paid(policy: Policy, day: Day) -> Decimal:
    """What the public tariff pays for a day, in yuan."""
    count, longs = day
    lengths = [timedelta(hours=2)] * (count - longs) + [timedelta(hours=4)] * longs
    return duty_day_pay(lengths, policy=policy)


MOST = 34
"""Enough sessions for every sum of the random rates to pass every day rate, or a session that pays nothing."""


def days(least: int = 0) -> Iterator[Day]:
    """Every day, the smallest first."""
    return ((count, longs) for count in range(least, MOST) for longs in range(count + 1))


def test_the_answers_on_the_2020_policy() -> None:
    """400 below 500; 120 an hour without end; 0.02 twice is 0.006 twice, rounded up twice; a loss is not set off."""
    found = {row.code: row for row in properties(PILOT_2020)}
    assert [code for code, row in found.items() if isinstance(row, Holds)] == [
        *("duty-sessions", "duty-length", "duty-limit", "duty-split", "training-hours", "training-split"),
        *("award-grows", "award-within-surplus", "input-order"),
    ]
    limit = found["duty-limit"]
    assert isinstance(limit, Holds) and (limit.limit, limit.ground) == (Decimal("500.00"), "numbers")
    assert [row.code for row in found.values() if isinstance(row, Holds) and row.ground == "rule"] == [
        "award-grows",
        "input-order",
    ]
    assert {code: amounts(PILOT_2020, code) for code in ("training-limit", "award-split", "award-losses")} == {
        "training-limit": ("2880.00", "5760.00"),
        "award-split": ("0.01", "0.02"),
        "award-losses": ("0.00", "0.01"),
    }


@pytest.mark.parametrize("seed", range(50))
def test_one_more_session_against_enumeration(seed: int) -> None:
    """Every day and one more session: the first that lowers the pay is the counterexample, or none does."""
    policy = random_exams(seed)
    steps = (
        (f"{paid(policy, day)}", f"{more}")
        for day in days()
        for extra in (0, 1)
        if (more := paid(policy, (day[0] + 1, day[1] + extra))) < paid(policy, day)
    )
    assert amounts(policy, "duty-sessions") == next(steps, None)


@pytest.mark.parametrize("seed", range(50))
def test_a_longer_session_against_enumeration(seed: int) -> None:
    """Every day and one of its short sessions made long: the first that lowers the pay, or none."""
    policy = random_exams(seed)
    steps = (
        (f"{paid(policy, (count, longs))}", f"{longer}")
        for count, longs in days()
        if longs < count and (longer := paid(policy, (count, longs + 1))) < paid(policy, (count, longs))
    )
    assert amounts(policy, "duty-length") == next(steps, None)


@pytest.mark.parametrize("seed", range(50))
def test_the_limit_of_a_day_is_the_most_that_any_day_pays(seed: int) -> None:
    """The largest of all days; without a limit the last days pay more than all before, or projects add up."""
    policy = random_exams(seed)
    most = max(paid(policy, day) for day in days())
    dearest = max(policy.exams.long_rate, policy.exams.short_rate)
    found = result(policy, "duty-limit")
    if isinstance(found, Holds):
        assert found.limit == most
        assert policy.exams.day_scope == "person" or not most
    elif policy.exams.day_rate_reading == "floor" and dearest:
        assert most == max(paid(policy, (MOST - 1, longs)) for longs in (0, MOST - 1)) > policy.exams.day_rate
        assert found.new == found.old + dearest
    else:
        assert policy.exams.day_scope == "person_and_project"
        assert found.new == 2 * found.old == 2 * next(pay for day in days(1) if (pay := paid(policy, day)))


def over_two_projects() -> Iterator[tuple[Day, Day]]:
    """Every day over two projects: few sessions, few long ones, few in the second project, few long ones there."""
    for count in range(2, 18):
        for longs in range(count + 1):
            for second in range(1, count):
                for second_longs in range(min(second, longs) + 1):
                    if longs - second_longs <= count - second:
                        yield (count - second, longs - second_longs), (second, second_longs)


@pytest.mark.parametrize("seed", range(30))
def test_a_day_over_two_projects_against_enumeration(seed: int) -> None:
    """Every split of every day of up to 17 sessions, or of what the rates need: the first that gains is named."""
    policy = random_exams(seed).amended(exams={"day_scope": "person_and_project"})
    cases = (
        (first, second, f"{together}", f"{parts}")
        for first, second in over_two_projects()
        if (parts := paid(policy, first) + paid(policy, second))
        > (together := paid(policy, (first[0] + second[0], first[1] + second[1])))
    )
    expected = next(cases, None)
    found = extremes.day_gains_apart(policy.exams)
    if expected is None:
        assert found is None or sum(found.first + found.second) > 17
    else:
        assert found is not None
        assert (found.first, found.second) == expected[:2]
        assert amounts(policy, "duty-split") == expected[2:]
        assert result(policy.amended(exams={"day_scope": "person"}), "duty-split").code == "duty-split"
        assert amounts(policy.amended(exams={"day_scope": "person"}), "duty-split") is None


def test_a_day_over_two_projects_is_paid_so() -> None:
    """B6: three sessions on two projects pay 550 where 500 would be paid; by person the project does not matter."""
    starts = [datetime(2021, 5, 8, hour) for hour in (8, 11, 14)]
    sessions = [
        ExamSession(session_id=f"S{n}", project_id=project, start=start, end=start + timedelta(hours=hours))
        for n, (start, project, hours) in enumerate(zip(starts, ("P1", "P1", "P2"), (3, 3, 2), strict=True))
    ]
    duties = [ExamDuty(duty_id=f"D{n}", session_id=f"S{n}", staff_id="T01") for n in range(3)]
    each = PILOT_2020.amended(exams={"day_scope": "person_and_project"})
    assert [f"{exam_pay(sessions, duties, policy=policy).total}" for policy in (PILOT_2020, each)] == [
        "500.00",
        "550.00",
    ]
    assert amounts(each, "duty-split") == ("500.00", "550.00")
    for order in permutations(sessions):
        assert exam_pay(order, duties[::-1], policy=each) == exam_pay(sessions, duties, policy=each)


def random_training(seed: int) -> Policy:
    """Rates that leave fractions of a fen, and a day of few hundredths of an hour."""
    draw = Random(seed)
    rate, cap = draw.choice([0, 1, 20, 30, 40, 50, 60, 70, 80, 99, 100, 120, 149, 150, 180, 184]), draw.randint(0, 13)
    return PILOT_2020.amended(
        training={
            "hour_rate": f"{rate // 100}.{rate % 100:02d}",
            "day_rate": f"0.{draw.randint(0, 20):02d}",
            "hours_per_day": f"0.{cap:02d}",
            "long_day": draw.choice(["hourly", "capped", "capped"]),
            "day_and_hours": draw.choice(["both", "day_only"]),
        }
    )


@cache
def trained(policy: Policy, hours: tuple[int, ...], with_day: int = 0) -> Decimal:
    """What records of one person on one date pay; hours in hundredths."""
    records = [
        TrainingRecord(
            record_id=f"R{number:02d}", project_id="P1", staff_id="T01", date=date(2021, 5, 8), unit="class_hour",
            quantity=Decimal(f"{count // 100}.{count % 100:02d}"),
        )
        for number, count in enumerate(hours)
    ]  # fmt: skip
    day = records[0].model_copy(update={"record_id": "Q", "unit": "day", "quantity": Decimal(1)}) if records else None
    return training_pay([*records, *([day] if with_day and day else [])], policy=policy).total


def partitions(total: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every way to write a number of hundredths as records."""
    if not total:
        yield ()
    for part in range(min(total, most), 0, -1):
        yield from ((part, *rest) for rest in partitions(total - part, part))


@pytest.mark.parametrize("seed", range(30))
def test_class_hours_against_enumeration(seed: int) -> None:
    """All records up to the cap, and a hundredth more: the pay falls somewhere exactly if the guarantee fails."""
    policy = random_training(seed)
    cap = int(policy.training.hours_per_day.scaleb(2)) if policy.training.hours_per_day else 0
    falls = [
        (len(records), records)
        for total in range(cap + 1)
        for records in partitions(total, total)
        if trained(policy, (*records, cap + 1 - total)) < trained(policy, records)
    ]
    found = result(policy, "training-hours")
    assert isinstance(found, Fails) == bool(falls)
    if isinstance(found, Fails):
        named = found.example.en.removeprefix("records of ").split(" class hours")[0].split(" + ")
        records = tuple(int(Decimal(text) * 100) for text in named)
        assert len(records) == min(falls)[0]
        assert (trained(policy, records), trained(policy, (*records, 1))) == (found.old, found.new)


@pytest.mark.parametrize("seed", range(30))
def test_the_limit_of_a_date_of_training_is_the_most_that_it_pays(seed: int) -> None:
    """All records up to two hundredths above the cap, with a day record and without."""
    policy = random_training(seed)
    found = result(policy, "training-limit")
    if policy.training.long_day == "hourly" and policy.training.hour_rate:
        assert isinstance(found, Fails) and found.new == 2 * found.old
        return
    cap = int(policy.training.hours_per_day * 100)
    tried = [
        trained(policy, records, with_day)
        for total in range(1, cap + 3)
        for records in partitions(total, total)
        for with_day in (0, 1)
    ]
    assert isinstance(found, Holds) and found.limit == max(tried)


@pytest.mark.parametrize("seed", range(30))
def test_a_record_in_two_against_enumeration(seed: int) -> None:
    """Every record of up to one class hour in two: the shortest that gains, its shorter part first."""
    policy = random_training(seed)
    gains = (
        (f"{trained(policy, (total,))}", f"{trained(policy, (part, total - part))}")
        for total in range(2, 101)
        for part in range(1, total // 2 + 1)
        if trained(policy, (part, total - part)) > trained(policy, (total,))
    )
    assert amounts(policy, "training-split") == next(gains, None)


def random_share(seed: int) -> Policy:
    """Shares with small denominators, some above one, in each rounding."""
    draw = Random(seed)
    share = f"{draw.randint(0, 40)}/{draw.randint(1, 20)}"
    return PILOT_2020.amended(
        surplus={"college_share": share, "rounding": draw.choice(["half_up", "half_even", "down"])}
    )


@pytest.mark.parametrize("seed", range(70))
def test_awards_against_enumeration(seed: int) -> None:
    """All surpluses below 1.20: monotone; the first above its surplus; the first pair that gains; the first loss."""
    policy = random_share(seed)
    award = [college_award(Decimal(fen) / 100, policy=policy) for fen in range(120)]
    fen = [Decimal(number) / 100 for number in range(120)]
    assert award == sorted(award) and isinstance(result(policy, "award-grows"), Holds)
    above = ((f"{fen[n]:.2f}", f"{award[n]}") for n in range(120) if award[n] > fen[n])
    assert amounts(policy, "award-within-surplus") == next(above, None)
    pairs = (
        (f"{award[total]}", f"{award[part] + award[total - part]}")
        for total in range(120)
        for part in range(1, total // 2 + 1)
        if award[part] + award[total - part] > award[total]
    )
    assert amounts(policy, "award-split") == next(pairs, None)
    losses = ((f"{award[n - 1]}", f"{award[n]}") for n in range(1, 120) if award[n] > award[n - 1])
    assert amounts(policy, "award-losses") == next(losses, None)
    assert max(award[a] + award[b] - award[a + b] for a, b in product(range(60), repeat=2)) <= Decimal("0.01")


@pytest.mark.parametrize(
    ("share", "rounding", "expected"),
    [
        ("1/2", "half_even", ("0.02", "0.03")),  # 1 + 1.5 against 2.5
        ("5/2", "half_even", ("0.12", "0.13")),  # 5 + 7.5 against 12.5
        ("3/2", "half_even", ("0.03", "0.04")),  # 1.5 + 1.5 against 3
        ("1/2", "half_up", ("0.01", "0.02")),  # 0.5 + 0.5 against 1
        ("1/4", "half_even", ("0.02", "0.03")),  # 0.75 + 1.5 against 2.25
    ],
)
def test_ties_decide_as_they_are_rounded(share: str, rounding: str, expected: tuple[str, str]) -> None:
    """C12: halves of a fen go up, or to the even fen, and with a share above one evenness is that of the whole."""
    policy = PILOT_2020.amended(surplus={"college_share": share, "rounding": rounding})
    assert amounts(policy, "award-split") == expected


def test_shares_of_long_fractions_are_decided_at_once() -> None:
    """999999/1000000 takes a fen off from 5,000.01 on, where 0.01 and 5,000.00 give both in full."""
    near_one = PILOT_2020.amended(surplus={"college_share": "999999/1000000"})
    assert amounts(near_one, "award-split") == ("5000.00", "5000.01")
    found = result(near_one, "award-split")
    assert isinstance(found, Fails) and "0.01 and 5000.00 yuan give 5000.01 apart" in found.example.en
    above = PILOT_2020.amended(surplus={"college_share": "1000001/1000000", "rounding": "half_even"})
    assert amounts(above, "award-within-surplus") == ("5000.01", "5000.02")  # on 5000.00 it is a tie
    assert amounts(above, "award-losses") == ("0.00", "0.01")


def test_results_read_the_same_in_every_form() -> None:
    """A message in both languages with its basis, JSON with both, a row of the list; other languages are refused."""
    found = properties(PILOT_2020)
    rows = json.loads(properties_json(found))
    assert [json.loads(row.to_json()) for row in found] == rows
    assert [row["code"] for row in rows] == [row.code for row in found]
    limit, split, order = rows[2], rows[9], rows[11]
    assert (limit["holds"], limit["ground"], limit["limit"]) == (True, "numbers", "500.00")
    assert (split["holds"], split["old"], split["new"]) == (False, "0.01", "0.02")
    assert (order["clause"], order["ground"], order["limit"]) == (None, "rule", None)
    message = (
        "holds: the pay of one person's day on duty has a limit; 500.00 at most: fewer than 3 sessions pay at most"
    )
    assert without_sections(found[2].message("en")) == f"{message} 400.00, 3 or more at most 500.00 (§3.5.2.2b)"
    assert without_sections(found[9].message()) == (
        "不成立：两笔结余分开结算，奖励合计不会更多；0.02 元和 0.02 元分开共 0.02 元，合并为 0.01 元；"
        "分成两笔至多多得 0.01 元（§3.5.3b）"
    )
    assert found[11].message("en").startswith("holds: results do not depend on the order of the rows; rows are grouped")
    french: Any = "fr"
    for row in found[:6:5]:
        with pytest.raises(ValueError, match="lang: expected zh or en"):
            row.message(french)


def test_what_is_no_policy_or_result_is_reported() -> None:
    """A timeline and other types are ValueErrors, and so are rows of something else."""
    for junk in (Timeline(policies=(PILOT_2020,)), None, "PILOT_2020"):
        anything: Any = junk
        with pytest.raises(ValueError, match="policy: expected a Policy, not"):
            properties(anything)
    rows: Any
    for rows, message in (
        (properties(PILOT_2020)[0], "found: expected rows of Holds and Fails, not Holds"),
        (inspect_policy(PILOT_2020), "found: expected Holds or Fails, not Observation"),
    ):
        with pytest.raises(ValueError, match=message):
            properties_json(rows)


def test_the_host_does_not_matter() -> None:
    """With another decimal context the answers are the same."""
    policies = [random_training(seed) for seed in range(3)] + [random_share(seed) for seed in range(3)]
    expected = [properties(policy) for policy in policies]
    with localcontext(prec=2, rounding=ROUND_UP) as context:
        context.traps[Inexact] = True
        assert [properties(policy) for policy in policies] == expected


def test_arguments_name_the_reading_that_decides() -> None:
    """Each reading has its argument: covered hours, a cap, a level rate for every day, an award that is no fraction."""
    for changes, code, words in (
        ({"training": {"day_and_hours": "day_only"}}, "training-hours", "beside a day it adds nothing"),
        ({"training": {"long_day": "capped"}}, "training-hours", "records of together 6 class hours, however"),
        ({"training": {"long_day": "capped"}}, "training-limit", "720.00 at most: class hours pay at most 720.00"),
        ({"training": {"hour_rate": 0}}, "training-limit", "720.00 at most: class hours pay nothing"),
        ({"training": {"hour_rate": "0.30", "long_day": "capped", "hours_per_day": "0.03"}}, "training-split",
         "records that gain by rounding have at least 0.04 class hours together, more than the cap of 0.03"),
        ({"exams": {"day_rate_from": 1, "long_rate": 1}}, "duty-length", "every day pays the 500.00 of a day"),
        ({"exams": {"day_rate_from": 1, "day_rate_reading": "floor", "long_rate": "0.01", "short_rate": "0.02"}},
         "duty-length", "every day pays the 500.00 of a day"),
        ({"exams": {"day_rate_reading": "ceiling"}}, "duty-sessions", "the sum of the sessions' rates never falls"),
        ({"exams": {"day_rate": 1, "day_scope": "person_and_project", "day_rate_reading": "floor"}}, "duty-split",
         "a day of up to 1,000 sessions never pays less than its two parts by themselves"),
        ({"surplus": {"college_share": "0/1"}}, "award-losses", "the share is 0, there is no award"),
        ({"surplus": {"college_share": "1/1"}}, "award-split", "an award is a whole multiple of the surplus"),
        ({"surplus": {"rounding": "down"}}, "award-split", "awards are rounded down, so that parts can only lose"),
    ):  # fmt: skip
        changed: Any = changes
        found = result(PILOT_2020.amended(**changed), code)
        assert isinstance(found, Holds) and words in found.argument.en


FAULTS: dict[str, object] = {
    "day_gains_apart": None,
    "longer_pays_less": None,
    "cliffs": {},
    "most_of_day": 1,
    "hours_above_cap": (),
    "most_of_hours": 0,
    "sum_gains_apart": None,
    "award_above_surplus": None,
    "first_award": None,
}
"""What an argument might always answer if it were wrong."""

CAUGHT_BY: dict[str, Callable[[int], None]] = {
    "day_gains_apart": test_a_day_over_two_projects_against_enumeration,
    "longer_pays_less": test_a_longer_session_against_enumeration,
    "cliffs": test_one_more_session_against_enumeration,
    "most_of_day": test_the_limit_of_a_day_is_the_most_that_any_day_pays,
    "hours_above_cap": test_class_hours_against_enumeration,
    "most_of_hours": test_the_limit_of_a_date_of_training_is_the_most_that_it_pays,
    "sum_gains_apart": test_awards_against_enumeration,
    "award_above_surplus": test_awards_against_enumeration,
    "first_award": test_awards_against_enumeration,
}


@pytest.mark.parametrize("name", CAUGHT_BY)
def test_a_seeded_fault_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An argument that always answers the same contradicts the enumeration for one of the first seeds."""
    for module in ("properties", "extremes"):  # the face names a function `properties` as well
        wrong = Mock(return_value=FAULTS[name])
        monkeypatch.setattr(sys.modules[f"xmut_rules.changes.{module}"], name, wrong)

    def noticed(seed: int) -> bool:
        try:
            CAUGHT_BY[name](seed)
        except AssertionError:
            return True
        return False

    assert any(noticed(seed) for seed in range(30))
