"""Cases of settlements that are refused."""

from __future__ import annotations

from collections.abc import Mapping

from tests.conformance.case import REFUSED, Case, Json, case
from tests.conformance.cases_settlement import ON, fee
from tests.conformance.rows import cost, project, receipt

BAD = "settle/refused"


def refused(where: str, name: str, zh: str, en: str, **given: Json) -> Case:
    """Write a settlement that is refused."""
    rest: Mapping[str, Json] = {
        "project": project(),
        "receipts": [],
        "costs": [],
        "training": "0.00",
        "exams": "0.00",
        "on": ON,
    }
    return case(where, f"{BAD}/{name}", "settle", {**rest, **given}, zh, en, REFUSED)


REFUSALS = (
    refused("§3.5.3b C11", "no-weights", "没有学院权重", "There are no weights", project=project(colleges={})),
    refused(
        "§3.5.3b C11",
        "weight-of-zero",
        "权重须为正，不收 0",
        "A weight is positive: 0 is refused",
        project=project(colleges={"C01": 0}),
    ),
    refused(
        "§3.5.3b C11",
        "weight-negative",
        "权重须为正，不收 -1",
        "A weight is positive: -1 is refused",
        project=project(colleges={"C01": 1, "C02": -1}),
    ),
    refused(
        "§3.5.3b C11",
        "weight-with-a-fraction",
        "权重须为整数，不收 1.5",
        "A weight is whole: 1.5 is refused",
        project=project(colleges={"C01": 1.5}),
    ),
    refused(
        "§3.5.3b C11",
        "weight-above-a-million",
        "权重至多 1000000，不收 1000001",
        "A weight is at most 1000000: 1000001 is refused",
        project=project(colleges={"C01": 1000001}),
    ),
    refused(
        "§3.5.3a",
        "amount-json-integer-too-large",
        "JSON 整数 10000000000000 超出范围",
        "The JSON number 10000000000000 is out of range",
        receipts=fee(10000000000000),
    ),
    refused(
        "§3.5.3b C4",
        "prior-loss-negative",
        "以前亏损不得为负：-1",
        "A prior loss is not negative: -1",
        project=project(prior_loss="-1.00"),
    ),
    refused(
        "§3.5.3a C7",
        "refund-positive",
        "退费须为负，不收 350",
        "A refund is negative: 350 is refused",
        receipts=[receipt("I1", "refund", "350.00")],
    ),
    refused(
        "§3.5.3a C7",
        "refund-of-zero",
        "退费须为负，不收 0",
        "A refund is negative: 0 is refused",
        receipts=[receipt("I1", "refund", "0.00")],
    ),
    refused("§3.5.3a C7", "fee-negative", "收费不得为负：-1", "A fee is not negative: -1", receipts=fee("-1.00")),
    refused(
        "§3.3c C7",
        "grant-negative",
        "专款不得为负：-1",
        "A grant is not negative: -1",
        receipts=[receipt("I1", "grant", "-1.00")],
    ),
    refused(
        "§3.5.3a C7", "cost-negative", "成本不得为负：-1", "A cost is not negative: -1", costs=[cost("X1", "-1.00")]
    ),
    refused(
        "§3.5.3a C9",
        "cost-named-training",
        "成本表不收 training：课酬由记录算出",
        "A cost named training is refused: it comes from the records",
        costs=[cost("X1", "1.00", "training")],
    ),
    refused(
        "§3.5.3a C9",
        "cost-named-exams",
        "成本表不收 exams：考务费由记录算出",
        "A cost named exams is refused: it comes from the records",
        costs=[cost("X1", "1.00", "exams")],
    ),
    refused(
        "§3.5.3a C1",
        "receipt-of-another-project",
        "收入属于 P2 而非 P1",
        "A receipt is of P2, not of P1",
        receipts=[receipt("I1", "fee", "1.00", project="P2")],
    ),
    refused(
        "§3.5.3a C1",
        "cost-of-another-project",
        "成本属于 P2 而非 P1",
        "A cost is of P2, not of P1",
        costs=[cost("X1", "1.00", project="P2")],
    ),
    refused(
        "§3.5.3a",
        "receipt-without-project",
        "收费没有写项目",
        "A fee names no project",
        receipts=[receipt("I1", "fee", "1.00", project=None)],
    ),
    refused(
        "§3.5.1b",
        "fee-without-account",
        "收费没有写账户",
        "A fee names no account",
        receipts=[receipt("I1", "fee", "1.00", account=None)],
    ),
    refused(
        "§3.5.3a",
        "receipt-id-repeated",
        "收入编号 I1 重复",
        "The receipt id I1 is repeated",
        receipts=[*fee("1.00"), *fee("1.00")],
    ),
    refused(
        "§3.5.3a",
        "cost-id-repeated",
        "成本编号 X1 重复",
        "The cost id X1 is repeated",
        costs=[cost("X1", "1.00"), cost("X1", "2.00")],
    ),
    refused(
        "§3.5.3a",
        "amount-json-fraction",
        "JSON 小数 1000.5 不精确",
        "The JSON number 1000.5 is not exact",
        receipts=fee(1000.5),
    ),
    refused(
        "§3.5.3a", "amount-third-decimal", "至多两位小数：0.005", "Two decimals at most: 0.005", receipts=fee("0.005")
    ),
    refused("§3.5.3a", "amount-exponent", "不收指数写法 1e3", "An exponent is refused: 1e3", costs=[cost("X1", "1e3")]),
    refused(
        "§3.5.3a", "amount-full-width", "不收全角数字", "Full-width digits are refused", costs=[cost("X1", "１００")]
    ),
    refused("§3.5.3a", "training-negative", "课酬不得为负：-1", "Training pay is not negative: -1", training="-1.00"),
    refused(
        "§3.3c C5",
        "unknown-purpose",
        "用途只有培训、评价、认证",
        "A purpose is training, evaluation or certification",
        costs=[cost("X1", "1.00", funded_by="grant", purpose="travel")],
    ),
    refused(
        "§3.3c C5",
        "unknown-funding",
        "资金来源只有考培费和专款",
        "Funding is by fees or a grant",
        costs=[cost("X1", "1.00", funded_by="school")],
    ),
    refused(
        "§3.5.3a",
        "unknown-kind",
        "收入没有这一类",
        "There is no such kind of receipt",
        receipts=[receipt("I1", "gift", "1.00")],
    ),
)
CASES = REFUSALS
