"""Cases of the award: around a surplus of zero, with a prior loss, rounded, of joint projects, by date."""

from __future__ import annotations

from collections.abc import Mapping

from tests.conformance.case import Case, Json
from tests.conformance.cases_settlement import DOWN, HALF_EVEN, awards, fee, figures, settled
from tests.conformance.rows import Row, cost, project


def surplus(value: str, award: str, remainder: str, rule: str, zh: str, en: str) -> Case:
    """Write a case around a surplus of zero: fees of 100.00 less one cost."""
    spent = {"-0.01": "100.01", "0.00": "100.00", "0.01": "99.99", "0.02": "99.98"}[value]
    return settled(
        "§3.5.3a C3",
        f"surplus/{value}",
        f"100 - {spent} = {value}：{zh}",
        f"100 - {spent} = {value}: {en}",
        figures("100.00", spent, value, award, remainder, rule),
        receipts=fee("100.00"),
        costs=[cost("X1", spent)],
    )


def prior(name: str, loss: str, award: str, remainder: str, zh: str, en: str, rule: str | None = None) -> Case:
    """Write a case with a loss of earlier terms and a surplus of 1000.00."""
    expect: Row = {"surplus": "1000.00", "prior_loss": loss, "award": award, "remainder": remainder}
    if rule:
        expect["rule"] = rule
    where, id_ = "§3.5.3b C4", f"prior-loss/{name}"
    return settled(where, id_, zh, en, expect, of=project(prior_loss=loss), receipts=fee("1000.00"))


EDGES = (
    surplus("-0.01", "0.00", "0.00", "no-surplus", "没有奖励", "no award"),
    surplus("0.00", "0.00", "0.00", "no-surplus", "没有奖励", "no award"),
    surplus("0.01", "0.00", "0.01", "share", "30% 不到半分，奖励为零", "30% is below half a fen, the award is nil"),
    surplus(
        "0.02", "0.01", "0.01", "share", "30% 超过半分，进为 0.01", "30% is above half a fen and rounds up to 0.01"
    ),
    prior(
        "below-the-surplus",
        "400.00",
        "180.00",
        "820.00",
        "(1000 - 400) 的 30% 是 180，其余 820",
        "30% of (1000 - 400) is 180, the rest is 820",
        "share",
    ),
    prior(
        "one-fen-below",
        "999.98",
        "0.01",
        "999.99",
        "1000 - 999.98 = 0.02，奖励进为 0.01",
        "1000 - 999.98 = 0.02, the award rounds up to 0.01",
        "share",
    ),
    prior(
        "equal-to-the-surplus",
        "1000.00",
        "0.00",
        "1000.00",
        "1000 - 1000 后没有剩余可奖",
        "1000 - 1000 leaves nothing to share",
    ),
    prior(
        "above-the-surplus",
        "1000.01",
        "0.00",
        "1000.00",
        "1000 不够弥补 1000.01，没有奖励",
        "1000 does not cover 1000.01: no award",
    ),
    settled(
        "§3.5.3b C4",
        "prior-loss/and-no-surplus",
        "结余 0，以前亏损 500 不再倒扣",
        "A surplus of 0: the earlier loss of 500 is not charged",
        {"surplus": "0.00", "prior_loss": "500.00", "award": "0.00", "remainder": "0.00", "rule": "no-surplus"},
        of=project(prior_loss="500.00"),
    ),
    *(
        settled(
            "§3.5.3b C12",
            f"rounding/2994.35/{name}",
            f"2994.35 的 30% 是 898.305，{zh}：{award}",
            f"30% of 2994.35 is 898.305, {en}: {award}",
            {"award": award, "remainder": rest, "awards": awards(C01=award)},
            receipts=fee("2994.35"),
            policies=policy,
        )
        for name, policy, award, rest, zh, en in (
            ("half_up", "pilot", "898.31", "2096.04", "半分进一", "half a fen rounds up"),
            ("half_even", HALF_EVEN, "898.30", "2096.05", "半分取偶数", "half a fen goes to the even fen"),
            ("down", DOWN, "898.30", "2096.05", "不满一分舍去", "part of a fen is dropped"),
        )
    ),
    settled(
        "§3.5.3b",
        "other-share",
        "比例改为 1/3：100 的奖励是 33.33，其余 66.67",
        "The share is amended to 1/3: of 100 it is 33.33, the rest is 66.67",
        {"award": "33.33", "remainder": "66.67"},
        receipts=fee("100.00"),
        policies="surplus.college_share=1/3",
    ),
)


def joint(name: str, fees: str, weights: Mapping[str, Json], zh: str, en: str, **parts: str) -> Case:
    """Write a joint project by the parts of its colleges."""
    made = project(colleges=weights)
    return settled("§3.5.3b C11", f"joint/{name}", zh, en, {"awards": awards(**parts)}, of=made, receipts=fee(fees))


JOINT = (
    joint(
        "60-40",
        "1000.00",
        {"C01": 60, "C02": 40},
        "300 按 60:40 分：180 和 120",
        "300 is split 60:40: 180 and 120",
        C01="180.00",
        C02="120.00",
    ),
    joint(
        "one-in-three",
        "1000.00",
        {"C01": 2, "C02": 1},
        "300 按 2:1 分：200 和 100",
        "300 is split 2:1: 200 and 100",
        C01="200.00",
        C02="100.00",
    ),
    joint(
        "largest-remainder",
        "3.33",
        {"C01": 1, "C02": 2},
        "1.00 按 1:2 分，余数大的 C02 得 0.67，C01 得 0.33",
        "1.00 is split 1:2: the larger remainder C02 has 0.67, C01 has 0.33",
        C01="0.33",
        C02="0.67",
    ),
    joint(
        "tie-of-two",
        "0.10",
        {"C01": 1, "C02": 1},
        "0.03 平分，多的 0.01 归编号小的 C01",
        "0.03 in two: the 0.01 left goes to the smaller id C01",
        C01="0.02",
        C02="0.01",
    ),
    joint(
        "tie-by-code-point",
        "0.10",
        {"C9": 1, "C10": 1},
        "0.03 平分，按字符 C10 小于 C9，多的 0.01 归 C10",
        "0.03 in two: by character C10 is below C9, the 0.01 left goes to C10",
        C10="0.02",
        C9="0.01",
    ),
    joint(
        "tie-of-three",
        "333.33",
        {"C01": 1, "C02": 1, "C03": 1},
        "100.00 三等分：多的 0.01 归 C01",
        "100.00 in three: the 0.01 left goes to C01",
        C01="33.34",
        C02="33.33",
        C03="33.33",
    ),
    joint(
        "remainder-then-tie",
        "0.37",
        {"C01": 2, "C02": 2, "C03": 3},
        "0.11 按 2:2:3 分：C03 余数最大得 0.05，C01、C02 各 0.03",
        "0.11 is split 2:2:3: C03 with the largest remainder has 0.05, C01, C02 have 0.03 each",
        C01="0.03",
        C02="0.03",
        C03="0.05",
    ),
    joint(
        "less-than-a-fen-each",
        "0.02",
        {"C01": 1, "C02": 1},
        "奖励 0.01 归编号小的 C01，C02 得 0",
        "An award of 0.01 goes to the smaller id C01, C02 has 0",
        C01="0.01",
        C02="0.00",
    ),
    joint(
        "no-award",
        "0.00",
        {"C01": 1, "C02": 1},
        "没有奖励，C01、C02 都列 0",
        "No award: C01, C02 are listed with 0",
        C01="0.00",
        C02="0.00",
    ),
)
TIMELINES = (
    settled(
        "§0a E10",
        "in-force/first-day",
        "2020-12-18 已生效：1000 的 30% 是 300",
        "2020-12-18 is in force: 30% of 1000 is 300",
        {"award": "300.00", "rule": "share"},
        receipts=fee("1000.00"),
        on="2020-12-18",
    ),
    settled(
        "§0a E10",
        "in-force/day-before",
        "2020-12-17 没有生效的政策：1000 的奖励为 0",
        "No policy is in force on 2020-12-17: the award of 1000 is 0",
        {"surplus": "1000.00", "award": "0.00", "rule": "not-in-force", "awards": awards(C01="0.00")},
        receipts=fee("1000.00"),
        on="2020-12-17",
    ),
    *(
        settled(
            "§0a E10",
            f"timeline/{on}",
            f"{on} 的比例是 {share}：1000 的奖励是 {award}",
            f"On {on} the share is {share}: of 1000 it is {award}",
            {"award": award},
            receipts=fee("1000.00"),
            on=on,
            policies="pilot from-2024-09-01",
        )
        for on, share, award in (("2024-08-31", "3/10", "300.00"), ("2024-09-01", "2/5", "400.00"))
    ),
)
CASES = (*EDGES, *JOINT, *TIMELINES)
