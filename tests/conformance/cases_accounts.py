"""Cases of the checks of receipts and grants."""

from __future__ import annotations

from tests.conformance.case import Case, Json, case
from tests.conformance.rows import cost, receipt


def finding(code: str, clause: str, *refs: str) -> Json:
    """Write an expected error."""
    return {"code": code, "severity": "error", "clause": clause, "refs": refs}


def receipts(name: str, rows: list[Json], zh: str, en: str, *refs: str, accounts: tuple[str, ...] = ("ACC-1",)) -> Case:
    """Write a case of check_receipts by the receipts on a wrong account."""
    found: Json = {"findings": [finding("wrong-account", "§3.5.1b", ref) for ref in refs]}
    given: dict[str, Json] = {"receipts": rows, "accounts": accounts}
    return case("§3.5.1b C15", f"check-receipts/{name}", "check_receipts", given, zh, en, found)


def grants(
    name: str,
    rows: list[Json],
    costs: list[Json],
    zh: str,
    en: str,
    *found: Json,
    on: str = "2021-07-31",
    where: str = "§3.3c C5",
) -> Case:
    """Write a case of check_grants."""
    given: dict[str, Json] = {"receipts": rows, "costs": costs, "on": on}
    return case(where, f"check-grants/{name}", "check_grants", given, zh, en, {"findings": found})


def spent(cost_id: str, amount: str, purpose: str | None = "training", project: str = "P1") -> Json:
    """Write a cost paid from a grant."""
    return cost(cost_id, amount, "material", funded_by="grant", purpose=purpose, project=project)


def granted(amount: str, receipt_id: str = "I1", project: str = "P1") -> Json:
    """Write a grant received."""
    return receipt(receipt_id, "grant", amount, project=project)


CASES = (
    receipts(
        "designated",
        [receipt("I1", "fee", "100.00")],
        "进了指定账户，没有问题",
        "It is on the designated account: fine",
    ),
    receipts(
        "another",
        [receipt("I1", "fee", "100.00", account="ACC-9")],
        "考培费 I1 进了 ACC-9，不是指定账户",
        "Fee I1 is on ACC-9, not a designated account",
        "I1",
    ),
    receipts(
        "one-of-two",
        [receipt("I1", "fee", "1.00", account="ACC-2"), receipt("I2", "fee", "1.00", account="ACC-9")],
        "指定账户有 ACC-1、ACC-2 两个，I2 在外",
        "ACC-1, ACC-2 are designated, I2 is on neither",
        "I2",
        accounts=("ACC-1", "ACC-2"),
    ),
    receipts(
        "order-by-code-point",
        [receipt("I9", "fee", "1.00", account="B"), receipt("I10", "fee", "1.00", account="B")],
        "按编号字符排列：I10 在 I9 之前",
        "In the order of ids by character: I10 comes before I9",
        "I10",
        "I9",
    ),
    receipts(
        "no-account",
        [receipt("I1", "fee", "1.00")],
        "没有指定任何账户，I1 报错",
        "No account is designated: I1 is an error",
        "I1",
        accounts=(),
    ),
    receipts(
        "letters-count",
        [receipt("I1", "fee", "1.00", account="acc-1")],
        "账户按原文比较，acc-1 不是 ACC-1",
        "Accounts compare as text, acc-1 is not ACC-1",
        "I1",
    ),
    receipts(
        "others-are-not-tested",
        [
            {**receipt("I1", "refund", "-1.00"), "account": "ACC-9"},
            {**receipt("I2", "grant", "1.00"), "account": "ACC-9"},
            {**receipt("I3", "other", "1.00"), "account": "ACC-9"},
            {**receipt("I4", "school_award", "1.00", project=None), "account": "ACC-9"},
        ],
        "退费、专款、其他、奖补都不查账户",
        "Refunds, grants, other income and school awards are not tested",
    ),
    case(
        "§0a E10",
        "check-receipts/not-in-force",
        "check_receipts",
        {
            "receipts": [
                receipt("I1", "fee", "1.00", account="ACC-9", date="2020-12-17"),
                receipt("I2", "fee", "1.00", account="ACC-9", date="2020-12-18"),
            ],
            "accounts": ["ACC-1"],
        },
        "2020-12-17 没有政策可违反，只报 2020-12-18 的 I2",
        "On 2020-12-17 there is no policy to breach, only I2 of 2020-12-18 is told",
        {"findings": [finding("wrong-account", "§3.5.1b", "I2")]},
    ),
    grants(
        "not-in-force",
        [],
        [spent("X1", "10.00", None)],
        "2020-12-17 没有政策可违反",
        "On 2020-12-17 there is no policy to breach",
        on="2020-12-17",
        where="§0a E10",
    ),
    grants("nothing", [granted("100.00")], [spent("X1", "99.99")], "100 中支了 99.99", "99.99 of 100 are spent"),
    grants(
        "spent-exactly",
        [granted("100.00")],
        [spent("X1", "60.00"), spent("X2", "40.00")],
        "60 + 40 正好是 100",
        "60 + 40 are exactly 100",
    ),
    grants(
        "overspent-by-one-fen",
        [granted("100.00")],
        [spent("X1", "100.01")],
        "100 支了 100.01，超支",
        "100.01 of 100 are spent",
        finding("grant-overspent", "§3.3c", "P1"),
    ),
    grants(
        "nothing-received",
        [receipt("I1", "fee", "5000.00")],
        [spent("X1", "0.01")],
        "没有专款，考培费 5000 不顶用，支 0.01 即超支",
        "There is no grant, the fee of 5000 does not stand in: 0.01 is too much",
        finding("grant-overspent", "§3.3c", "P1"),
    ),
    grants(
        "each-project-for-itself",
        [granted("100.00", "I1", "P1"), granted("50.00", "I2", "P2")],
        [spent("X1", "90.00", project="P1"), spent("X2", "60.00", project="P2")],
        "各项目分开：P1 的 90 在 100 以内，P2 的 60 超过 50",
        "Each project for itself: P1 has 90 of 100, P2 has 60 of 50",
        finding("grant-overspent", "§3.3c", "P2"),
    ),
    grants(
        "purpose-missing",
        [granted("100.00")],
        [spent("X1", "10.00", None), spent("X2", "10.00", "evaluation"), spent("X3", "10.00", "certification")],
        "X1 没有写用途，X2、X3 写了",
        "X1 names no purpose, X2, X3 do",
        finding("grant-purpose-missing", "§3.3c", "X1"),
    ),
    grants(
        "both",
        [],
        [spent("X1", "10.00", None)],
        "没有专款却支 10，又没写用途：两个问题",
        "10 are spent without a grant and without a purpose: two findings",
        finding("grant-overspent", "§3.3c", "P1"),
        finding("grant-purpose-missing", "§3.3c", "X1"),
    ),
    grants(
        "fees-need-no-purpose",
        [],
        [cost("X1", "10.00")],
        "考培费承担的 10 不必写用途",
        "10 paid from fees need no purpose",
    ),
)
