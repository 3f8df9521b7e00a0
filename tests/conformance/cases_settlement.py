"""Cases of the settlement of a project: income, costs, surplus, award, and its split."""

from __future__ import annotations

from collections.abc import Mapping

from tests.conformance.case import Case, Json, case
from tests.conformance.rows import Row, cost, project, receipt

ON = "2021-07-31"
HALF_EVEN, DOWN = "surplus.rounding=half_even", "surplus.rounding=down"


def settled(
    where: str,
    name: str,
    zh: str,
    en: str,
    expect: Json,
    *,
    of: Row | None = None,
    receipts: list[Json] | None = None,
    costs: list[Json] | None = None,
    training: Json = "0.00",
    exams: Json = "0.00",
    on: str = ON,
    policies: str = "pilot",
) -> Case:
    """Write a case of settle; what is not given is empty or 0."""
    given: Mapping[str, Json] = {
        "project": project() if of is None else of,
        "receipts": receipts or [],
        "costs": costs or [],
        "training": training,
        "exams": exams,
        "on": on,
    }
    return case(where, f"settle/{name}", "settle", given, zh, en, expect, policies)


def fee(amount: Json) -> list[Json]:
    """Write one fee."""
    return [receipt("I1", "fee", amount)]


def awards(**amounts: str) -> Json:
    """Write expected awards."""
    return [{"college_id": college, "amount": amount} for college, amount in amounts.items()]


def figures(income: str, spent: str, surplus: str, award: str, remainder: str, rule: str) -> Row:
    """Write the expected figures of a settlement."""
    return {"income": income, "cost": spent, "surplus": surplus, "award": award, "remainder": remainder, "rule": rule}


WHOLE = (
    settled(
        "§3.5.3a C1 C9 C10 C13",
        "whole",
        "24000 - 720 - 500 - 800 - 1200 = 20780，30% 是 6234，其余 14546",
        "24000 - 720 - 500 - 800 - 1200 = 20780, 30% is 6234, the rest is 14546",
        {
            **figures("24000.00", "3220.00", "20780.00", "6234.00", "14546.00", "share"),
            "project_id": "P1",
            "costs": [
                {"category": "training", "amount": "720.00"},
                {"category": "exams", "amount": "500.00"},
                {"category": "energy", "amount": "800.00"},
                {"category": "venue", "amount": "1200.00"},
            ],
            "prior_loss": "0.00",
            "awards": awards(C01="6234.00"),
            "grant_balance": None,
        },
        receipts=fee("24000.00"),
        costs=[cost("X1", "1200.00", "venue"), cost("X2", "800.00", "energy")],
        training="720.00",
        exams="500.00",
    ),
    settled(
        "§3.5.1c C9",
        "training-and-exams-are-costs",
        "课酬 720 和考务费 500 由考培费 2000 承担：结余 780",
        "Training pay 720 and duty pay 500 come out of the fees of 2000: a surplus of 780",
        figures("2000.00", "1220.00", "780.00", "234.00", "546.00", "share"),
        receipts=fee("2000.00"),
        training="720.00",
        exams="500.00",
    ),
    settled(
        "§3.5.1c C9",
        "costs-may-exceed-the-fees",
        "课酬 720 和考务费 500 超过考培费 1000：结余 -220，没有奖励",
        "Training pay 720 and duty pay 500 exceed the fees of 1000: a surplus of -220, no award",
        figures("1000.00", "1220.00", "-220.00", "0.00", "0.00", "no-surplus"),
        receipts=fee("1000.00"),
        training="720.00",
        exams="500.00",
    ),
    settled(
        "§3.5.3a C9",
        "one-category-is-added-up",
        "同一归类合计：300.10 + 200.05 = 500.15",
        "One category is added up: 300.10 + 200.05 = 500.15",
        {
            "costs": [
                {"category": "training", "amount": "0.00"},
                {"category": "exams", "amount": "0.00"},
                {"category": "venue", "amount": "500.15"},
            ],
            "cost": "500.15",
        },
        receipts=fee("1000.00"),
        costs=[cost("X1", "300.10"), cost("X2", "200.05")],
    ),
    settled(
        "§3.5.3a C1",
        "nothing",
        "没有收支：结余 0，没有奖励",
        "No income and no cost: a surplus of 0, no award",
        {**figures("0.00", "0.00", "0.00", "0.00", "0.00", "no-surplus"), "awards": awards(C01="0.00")},
    ),
    settled(
        "§3.5.3a C4",
        "fields-left-out",
        "可空的字段可以省略：1000 的 30% 是 300",
        "What may be null may be left out: 30% of 1000 is 300",
        {"prior_loss": "0.00", "award": "300.00"},
        of={"project_id": "P1", "name": "项目P1", "colleges": {"C01": 1}},
        receipts=[
            {
                "receipt_id": "I1",
                "project_id": "P1",
                "kind": "fee",
                "amount": "1000.00",
                "date": "2021-05-29",
                "account": "ACC-1",
            }
        ],
    ),
    settled(
        "§3.5.3a C7",
        "refund",
        "退费 -350 冲减收入：1000 - 350 = 650",
        "A refund of -350 reduces income: 1000 - 350 = 650",
        figures("650.00", "0.00", "650.00", "195.00", "455.00", "share"),
        receipts=[*fee("1000.00"), receipt("I2", "refund", "-350.00")],
    ),
    settled(
        "§3.5.3a C7",
        "refund-above-the-fees",
        "退费 -350 多于收费 300：收入 -50，没有奖励",
        "A refund of -350 is more than the fee of 300: income -50, no award",
        figures("-50.00", "0.00", "-50.00", "0.00", "0.00", "no-surplus"),
        receipts=[*fee("300.00"), receipt("I2", "refund", "-350.00")],
    ),
    settled(
        "§3.5.3a C1",
        "other-income",
        "其他收入 200 也算：1000 + 200",
        "Other income of 200 counts: 1000 + 200",
        figures("1200.00", "0.00", "1200.00", "360.00", "840.00", "share"),
        receipts=[*fee("1000.00"), receipt("I2", "other", "200.00")],
    ),
    settled(
        "§3.3a C6",
        "school-award-is-outside",
        "学校奖补 5000 给学院，不算项目收入：仍是 1000",
        "A school award of 5000 is the college's and no income of the project: 1000",
        {**figures("1000.00", "0.00", "1000.00", "300.00", "700.00", "share"), "grant_balance": None},
        receipts=[*fee("1000.00"), receipt("I2", "school_award", "5000.00")],
    ),
    settled(
        "§3.5.1b C15",
        "fee-on-another-account-is-income",
        "进了别的账户的 1000 仍算收入",
        "1000 on another account are income still",
        figures("1000.00", "0.00", "1000.00", "300.00", "700.00", "share"),
        receipts=[receipt("I1", "fee", "1000.00", account="ACC-9")],
    ),
    settled(
        "§3.3c C5",
        "grant/outside-on-both-sides",
        "专款收 8000 支 7500，都在结余之外，余额 500；结余只看考培费 1000 - 100",
        "A grant of 8000 with 7500 spent is outside, balance 500; the surplus is of the fees, 1000 - 100",
        {**figures("1000.00", "100.00", "900.00", "270.00", "630.00", "share"), "grant_balance": "500.00"},
        receipts=[*fee("1000.00"), receipt("I2", "grant", "8000.00")],
        costs=[cost("X1", "7500.00", "material", funded_by="grant", purpose="training"), cost("X2", "100.00")],
    ),
    settled(
        "§3.3c C5",
        "grant/spent-exactly",
        "专款 8000 用完，余额 0",
        "The grant of 8000 is spent, balance 0",
        {"grant_balance": "0.00", "surplus": "1000.00"},
        receipts=[*fee("1000.00"), receipt("I2", "grant", "8000.00")],
        costs=[cost("X1", "8000.00", "material", funded_by="grant", purpose="evaluation")],
    ),
    settled(
        "§3.3c C5",
        "grant/overspent",
        "专款 100 支 100.01，余额 -0.01，不动结余",
        "Of a grant of 100, 100.01 are spent: balance -0.01, the surplus is untouched",
        {"grant_balance": "-0.01", "surplus": "1000.00", "award": "300.00"},
        receipts=[*fee("1000.00"), receipt("I2", "grant", "100.00")],
        costs=[cost("X1", "100.01", "material", funded_by="grant", purpose="certification")],
    ),
    settled(
        "§3.3c C5",
        "grant/cost-alone",
        "没有专款收入却支了 50，余额 -50",
        "50 are spent from a grant that was never received: balance -50",
        {"grant_balance": "-50.00", "surplus": "1000.00"},
        receipts=fee("1000.00"),
        costs=[cost("X1", "50.00", "material", funded_by="grant", purpose="training")],
    ),
    settled(
        "§3.3c C5",
        "grant/income-alone",
        "专款 50 未用，余额 50；考培费没有，结余 0",
        "A grant of 50 is unspent, balance 50; there are no fees, the surplus is 0",
        {"grant_balance": "50.00", "income": "0.00", "surplus": "0.00", "award": "0.00", "rule": "no-surplus"},
        receipts=[receipt("I1", "grant", "50.00")],
    ),
)


CASES = WHOLE
