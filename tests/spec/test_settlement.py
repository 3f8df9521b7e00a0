"""Surplus, award, accounts and earmarked grants, as the policy's chapter on money states them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal, localcontext
from fractions import Fraction
from math import floor
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.spec.builders import Number, cost, fair_split, fen, figures, project, receipt, record, reported, yuan
from xmut_rules import (
    PILOT_2020,
    Cost,
    Policy,
    PolicyBreach,
    Project,
    Receipt,
    Settlement,
    Timeline,
    check_costs,
    check_grants,
    check_receipts,
    college_award,
    require,
    settle,
)
from xmut_rules.rules import GrantPay
from xmut_rules.rules.records import Purpose

Rounding = Literal["half_up", "half_even", "down"]
Ledger = tuple[list[Receipt], list[Cost]]
Kind = Literal["fee", "refund", "grant", "grant_returned", "grant_opening", "school_award", "other"]

KINDS: tuple[Kind, ...] = ("fee", "refund", "grant", "grant_returned", "grant_opening", "school_award", "other")
GRANTS = ("grant", "grant_returned", "grant_opening")
NEGATIVE = ("refund", "grant_returned")
ROUNDINGS: tuple[Rounding, ...] = ("half_up", "half_even", "down")
POLICIES: dict[str, Policy] = {rounding: PILOT_2020.amended(surplus={"rounding": rounding}) for rounding in ROUNDINGS}
PAYERS: st.SearchStrategy[Literal["fees", "grant", "school_award"]] = st.sampled_from(
    ["fees", "grant", "grant", "school_award"]
)
PURPOSES: st.SearchStrategy[Literal["training", "evaluation"] | None] = st.sampled_from(
    [None, "training", "evaluation"]
)
AS_OF = date(2021, 7, 31)

ties = st.integers(0, 10**11).map(lambda number: number * 10 + 5)
surpluses = st.one_of(ties, st.integers(1, 10**12), st.integers(-(10**6), 10**6))
"""Surplus in fen; where it ends in 5, 30% of it is half a fen."""

small = st.one_of(st.integers(0, 10**6), st.integers(0, 10**5).map(lambda number: number * 10 + 5))
weights = st.dictionaries(
    st.sampled_from(["C1", "C10", "C2", "C9", "Z"]), st.one_of(st.integers(1, 5), st.integers(1, 10**6)), min_size=1
)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Draw receipts of every kind and costs of every funding, all of project P1, in any order."""
    kinds = draw(st.lists(st.sampled_from(("fee", *KINDS)), max_size=8))
    receipts = [
        receipt(f"I{number}", kind=kind, amount=yuan(-draw(small) - 1 if kind in NEGATIVE else draw(small)))
        for number, kind in enumerate(kinds)
    ]
    categories = draw(st.lists(st.sampled_from(["venue", "energy", "Print"]), max_size=6))
    costs = [
        cost(f"K{number}", amount=yuan(draw(small)), category=category, funded_by=draw(PAYERS), purpose=draw(PURPOSES))
        for number, category in enumerate(categories)
    ]
    return draw(st.permutations(receipts)), draw(st.permutations(costs))


def share(surplus: int, rounding: Rounding) -> int:
    """Return 30% of a surplus in fen, rounded by fractions; nothing of what is not positive."""
    exact = Fraction(max(surplus, 0) * 30, 100)
    return {"half_up": floor(exact + Fraction(1, 2)), "half_even": round(exact), "down": floor(exact)}[rounding]


def settled(
    receipts: Iterable[Receipt] = (),
    costs: Iterable[Cost] = (),
    *,
    of: Project | None = None,
    training: Number = "0.00",
    exams: Number = "0.00",
    on: date = AS_OF,
    policy: Policy | Timeline = PILOT_2020,
    grant_pay: Iterable[GrantPay] = (),
) -> Settlement:
    """Settle a project, P1 of college C1 unless given."""
    of = project() if of is None else of
    pay = {"training": Decimal(training), "exams": Decimal(exams)}
    return settle(of, receipts, costs, **pay, on=on, policy=policy, grant_pay=grant_pay)


def paid(purpose: Literal["training", "evaluation"], amount: int | str, project: str = "P1") -> GrantPay:
    """Build the pay of a project that a grant paid."""
    return GrantPay(project_id=project, purpose=purpose, amount=Decimal(amount))


def of_surplus(amount: int, **fields: object) -> Settlement:
    """Settle a project whose surplus is this many fen."""
    rows = ([receipt(amount=yuan(max(amount, 0)))], [cost(amount=yuan(max(-amount, 0)))])
    return settled(*rows, **fields)  # type: ignore[arg-type]


def awards(result: Settlement) -> dict[str, str]:
    """Return what each college gets, as text, in the result's order."""
    return {award.college_id: str(award.amount) for award in result.awards}


class TestSurplus:
    """§3.5.3a  The surplus is what is left of the income after all costs, if anything is left."""

    def test_a_small_project(self) -> None:
        """Fees of 12800.00 less a refund of 960.00, training 5400.00, duty 1150.00 and costs 2295.65 leave 2994.35."""
        result = settled(
            [receipt("I1", amount="12800.00"), receipt("I2", kind="refund", amount="-960.00")],
            [cost("K1", amount="1995.65"), cost("K2", amount="300.00", category="energy")],
            training="5400.00", exams="1150.00",
        )  # fmt: skip
        assert (str(result.income), str(result.cost), str(result.surplus)) == ("11840.00", "8845.65", "2994.35")
        paid = [("training", "5400.00"), ("exams", "1150.00"), ("energy", "300.00"), ("venue", "1995.65")]
        assert [(line.category, str(line.amount)) for line in result.costs] == paid
        assert (str(result.award), str(result.remainder), result.rule) == ("898.31", "2096.04", "share")

    def test_every_row_counts_toward_its_sum(self) -> None:
        """C9: two fees of 100.00, two costs of 10.00 and one of 5.00 leave 175.00; 30% of it is 52.50."""
        receipts = [receipt("I1", amount=100), receipt("I2", amount=100)]
        costs = [cost("K1", amount=10), cost("K2", amount=10), cost("K3", amount=5, category="energy")]
        found = settle(project(), receipts, costs, training=0, exams=0, on=AS_OF, policy=PILOT_2020)
        assert [(line.category, str(line.amount)) for line in found.costs] == [
            ("training", "0.00"), ("exams", "0.00"), ("energy", "5.00"), ("venue", "20.00")]  # fmt: skip
        assert (str(found.surplus), str(found.award), str(found.remainder)) == ("175.00", "52.50", "122.50")

    @given(st.integers(-(10**9), 10**9))
    @example(0).via("§3.5.3a nothing is left")
    @example(1).via("§3.5.3a one fen is left")
    @example(-1).via("§3.5.3a one fen is lost")
    def test_a_loss_gives_no_award_and_no_charge(self, surplus: int) -> None:
        """C3: at 0 or below award and remainder are 0.00 under the rule `no-surplus`; the loss is reported."""
        result = of_surplus(surplus)
        assert fen(result.surplus) == surplus
        assert (result.rule, result.clause) == (("share", "§3.5.3b") if surplus > 0 else ("no-surplus", "§3.5.3a"))
        if surplus <= 0:
            assert (str(result.award), str(result.remainder), awards(result)) == ("0.00", "0.00", {"C1": "0.00"})

    @given(surpluses, st.one_of(st.integers(0, 10**6), st.integers(0, 10**13)), st.sampled_from(ROUNDINGS))
    @example(10000, 10000, "half_up").via("§3.5.3a a prior loss of the whole surplus")
    @example(10000, 9999, "half_up").via("§3.5.3a a prior loss of all but a fen")
    def test_a_prior_loss_is_deducted_before_the_share(self, surplus: int, loss: int, rounding: Rounding) -> None:
        """C4: the award is 30% of the surplus less the prior loss; the surplus itself is reported whole."""
        result = of_surplus(surplus, of=project(prior_loss=yuan(loss)), policy=POLICIES[rounding])
        assert (fen(result.surplus), fen(result.prior_loss)) == (surplus, loss)
        assert fen(result.award) == share(surplus - loss, rounding)
        assert result.rule == ("share" if surplus > loss else "no-surplus")
        assert fen(result.remainder) == (surplus - fen(result.award) if surplus > 0 else 0)

    def test_no_loss_is_carried_forward_by_itself(self) -> None:
        """C4: without `prior_loss` it is 0.00; with 400.00 a surplus of 1000.00 awards 180.00; below 0 is refused."""
        assert str(of_surplus(100000).prior_loss) == "0.00"
        result = of_surplus(100000, of=project(prior_loss="400.00"))
        assert (str(result.award), str(result.remainder)) == ("180.00", "820.00")
        with pytest.raises(ValueError, match=r".+"):
            project(prior_loss="-0.01")

    def test_refunds_alone_are_negative(self) -> None:
        """C7: a refund of 0 or more is refused, and so is any other amount below 0."""
        wrong: list[tuple[Kind, str]] = [("refund", "0.00"), ("refund", "1.00"), ("fee", "-0.01"), ("grant", "-0.01"),
                                         ("other", "-0.01"), ("school_award", "-0.01")]  # fmt: skip
        for kind, amount in wrong:
            with pytest.raises(ValueError, match=r".+"):
                receipt(kind=kind, amount=amount)
        with pytest.raises(ValueError, match=r".+"):
            cost(amount="-0.01")

    @pytest.mark.parametrize("amount", ["-0.01", "0.001", "10000000000000", "NaN", "1E+3"])
    def test_pay_that_is_no_amount_is_refused(self, amount: str) -> None:
        """C9: pay below 0, finer than a fen or of 10^13 and more is an error."""
        with pytest.raises(ValueError, match=r".+"):
            settled(training=amount)
        with pytest.raises(ValueError, match=r".+"):
            settled(exams=amount)

    @given(ledgers(), small, small)
    def test_the_surplus_is_fee_income_less_fee_costs(self, rows: Ledger, training: int, exams: int) -> None:
        """C5, C6, C7, C9: fees, refunds and other income count, grants and awards do not, nor does what grants paid."""
        result = settled(*rows, training=yuan(training), exams=yuan(exams))
        income = sum(fen(row.amount) for row in rows[0] if row.kind in {"fee", "refund", "other"})
        spent = training + exams + sum(fen(row.amount) for row in rows[1] if row.funded_by == "fees")
        assert (fen(result.income), fen(result.cost), fen(result.surplus)) == (income, spent, income - spent)
        assert result.project_id == "P1"

    @given(ledgers(), small, small)
    def test_costs_are_listed_by_category(self, rows: Ledger, training: int, exams: int) -> None:
        """C9: the list is training, exams, then each fee-funded category once by name, and sums to the cost."""
        result = settled(*rows, training=yuan(training), exams=yuan(exams))
        paid = [(row.category, fen(row.amount)) for row in rows[1] if row.funded_by == "fees"]
        by_name = [
            (name, sum(part for category, part in paid if category == name))
            for name in sorted({category for category, _ in paid})
        ]
        assert [(line.category, fen(line.amount)) for line in result.costs] == [
            ("training", training), ("exams", exams), *by_name]  # fmt: skip
        assert sum(fen(line.amount) for line in result.costs) == fen(result.cost)

    @given(ledgers(), st.randoms(use_true_random=False))
    def test_input_order_does_not_matter(self, rows: Ledger, random: Random) -> None:
        """Shuffled receipts and costs settle to the same and bring the same findings."""
        result, findings = settled(*rows), check_grants(*rows, on=AS_OF, policy=PILOT_2020)
        random.shuffle(rows[0])
        random.shuffle(rows[1])
        assert settled(iter(rows[0]), iter(rows[1])) == result
        assert check_grants(*rows, on=AS_OF, policy=PILOT_2020) == findings

    def test_a_settlement_keeps_rows_weights_and_terms(self) -> None:
        """C1, C11: receipts, costs and weights stand by id, whatever order they came in."""
        receipts = [receipt("I2", amount=2), receipt("I10", amount=1)]
        costs = [cost("K2", amount=1), cost("K10", amount=1)]
        joint = project(weights={"C2": 1, "C10": 2})
        found = settle(joint, receipts, costs, training=0, exams=0, on=AS_OF, policy=PILOT_2020)
        assert [row.receipt_id for row in found.receipts] == ["I10", "I2"]
        assert [row.cost_id for row in found.cost_rows] == ["K10", "K2"]
        assert [(weight.college_id, weight.weight) for weight in found.weights] == [("C10", 2), ("C2", 1)]
        assert found.terms == PILOT_2020.surplus

    def test_a_row_of_another_project_is_refused(self) -> None:
        """C1: one project is settled, so a receipt or a cost of project P2 is an error and never left out."""
        grant, paid = receipt(project="P2", kind="grant"), cost(project="P2", funded_by="grant")
        wrong: list[Ledger] = [([receipt(project="P2")], []), ([grant], []), ([], [cost(project="P2")]), ([], [paid])]
        for rows in wrong:
            with pytest.raises(ValueError, match=r".+"):
                settled(*rows)


class TestCollegeAward:
    """§3.5.3b  The college gets 30% of the surplus as the organiser's reward."""

    def test_thirty_percent_of_a_surplus(self) -> None:
        """Of 2994.35 the college gets 898.305, which is 898.31; 2096.04 remain."""
        assert str(college_award(Decimal("2994.35"), policy=PILOT_2020)) == "898.31"
        result = of_surplus(299435)
        assert (str(result.award), str(result.remainder), result.clause) == ("898.31", "2096.04", "§3.5.3b")

    def test_half_a_fen_by_each_rounding(self) -> None:
        """C12: 30% of 0.05, 0.15 and 0.09 by `half_up`, `half_even` and `down`."""
        for mode, paid in (("half_up", "0.02 0.05 0.03"), ("half_even", "0.02 0.04 0.03"), ("down", "0.01 0.04 0.02")):
            amounts = [college_award(Decimal(amount), policy=POLICIES[mode]) for amount in ("0.05", "0.15", "0.09")]
            assert " ".join(map(str, amounts)) == paid

    @given(surpluses, st.sampled_from(ROUNDINGS))
    @example(5, "half_up").via("§3.5.3b 1.5 fen")
    @example(15, "half_even").via("§3.5.3b 4.5 fen, where half_even and half_up part")
    @example(9, "down").via("§3.5.3b 2.7 fen")
    @example(1, "half_up").via("§3.5.3b 0.3 fen")
    @example(0, "half_up").via("§3.5.3b nothing")
    def test_the_share_is_rounded_once(self, surplus: int, rounding: Rounding) -> None:
        """C3, C12: the award is 30% by exact fractions, rounded once; of nothing and of a loss it is 0.00."""
        award = college_award(yuan(surplus), policy=POLICIES[rounding])
        assert str(award) == str(yuan(share(surplus, rounding)))
        assert of_surplus(surplus, policy=POLICIES[rounding]).award == award

    def test_no_share_of_nothing_is_a_fen(self) -> None:
        """C3: where the whole surplus is the college's, a surplus of 0.00 gives 0.00, one of 0.01 gives it."""
        whole = PILOT_2020.amended(surplus={"college_share": "100%"})
        assert [str(college_award(left, policy=whole)) for left in ("-0.01", "0", "0.01")] == ["0.00", "0.00", "0.01"]

    @given(st.integers(0, 10**9), st.sampled_from(["1/3", "0.3333", "33.33%"]))
    def test_another_share_is_exact_too(self, surplus: int, text: str) -> None:
        """C12: a later document's share is an exact ratio: a third of 100.00 is 33.33, of 0.05 it is 0.02."""
        ratio = {"1/3": Fraction(1, 3)}.get(text, Fraction(3333, 10000))
        policy = PILOT_2020.amended(surplus={"college_share": text})
        assert fen(college_award(yuan(surplus), policy=policy)) == floor(surplus * ratio + Fraction(1, 2))

    @pytest.mark.parametrize("amount", ["0.001", "10000000000000", "-10000000000000", "NaN", "Infinity", "1E+3"])
    def test_a_surplus_that_is_no_amount_is_refused(self, amount: str) -> None:
        """C12: a third decimal is never rounded away, and 10^13 yuan are out of bounds."""
        with pytest.raises(ValueError, match=r".+"):
            college_award(Decimal(amount), policy=PILOT_2020)

    def test_a_tie_goes_to_the_smaller_college_id(self) -> None:
        """C11: of 0.03 for two equal colleges C10, by code point before C9, gets 0.02; by 2 to 1 C9 does."""
        assert awards(of_surplus(10, of=project(weights={"C9": 7, "C10": 7}))) == {"C10": "0.02", "C9": "0.01"}
        assert awards(of_surplus(10, of=project(weights={"C9": 2, "C10": 1}))) == {"C10": "0.01", "C9": "0.02"}
        assert awards(of_surplus(-10, of=project(weights={"C9": 2, "C10": 1}))) == {"C10": "0.00", "C9": "0.00"}

    @pytest.mark.parametrize("shares", [{}, {"C1": 0}, {"C1": -1}, {"C1": 1, "C2": 0}])
    def test_weights_are_positive_and_there(self, shares: dict[str, int]) -> None:
        """C11: no weights, zero and negative weights are refused."""
        with pytest.raises(ValueError, match=r".+"):
            project(weights=shares)

    def test_the_policy_of_the_settlement_date_decides(self) -> None:
        """E10: settled on 2020-12-17 there is no award; settled from 2022-09-01 on, a later share of 40% holds."""
        early = of_surplus(10000, on=date(2020, 12, 17))
        assert (str(early.surplus), str(early.award), early.rule, early.clause, awards(early)) == (
            "100.00", "0.00", "not-in-force", "§0a", {"C1": "0.00"})  # fmt: skip
        later = PILOT_2020.amended(effective_from=date(2022, 9, 1), surplus={"college_share": "40%"})
        line = Timeline(policies=(PILOT_2020, later))
        paid = [
            str(of_surplus(10000, on=date(2022, month, day), policy=line).award) for month, day in ((8, 31), (9, 1))
        ]
        assert paid == ["30.00", "40.00"]

    @given(surpluses, weights)
    @example(10, {"C9": 1, "C10": 1}).via("§3.5.3b three fen for two colleges")
    def test_one_award_is_split_by_weights(self, surplus: int, shares: dict[str, int]) -> None:
        """C11: a joint project has one 30%, rounded first and then split by largest remainder over every college."""
        result = of_surplus(surplus, of=project(weights=shares))
        due = fair_split(share(surplus, "half_up"), shares)
        assert list(awards(result).items()) == [(college, str(yuan(due[college]))) for college in sorted(shares)]

    @given(surpluses, weights, st.sampled_from(ROUNDINGS))
    def test_the_remainder_is_the_rest(self, surplus: int, shares: dict[str, int], rounding: Rounding) -> None:
        """C10: what the college does not get is the remainder, to the fen, and no college's."""
        result = of_surplus(surplus, of=project(weights=shares), policy=POLICIES[rounding])
        assert fen(result.remainder) == max(surplus, 0) - share(surplus, rounding)
        assert sum(fen(award.amount) for award in result.awards) == fen(result.award)

    @given(ledgers())
    def test_the_award_is_a_figure_and_not_a_payment(self, rows: Ledger) -> None:
        """C13: what may be received is computed, not paid: asked again with its award noted, nothing has changed."""
        first = settled(*rows)
        assert settled([*rows[0], receipt("I99", kind="school_award", amount=first.award)], rows[1]) == first

    def test_the_hosts_decimal_context_does_not_matter(self) -> None:
        """A host that counts with one digit and rounds up gets the same fen."""
        shares = project(weights={"C1": 2, "C2": 1})
        plain = of_surplus(299435, of=shares)
        with localcontext() as context:
            context.prec, context.rounding = 1, ROUND_UP
            assert of_surplus(299435, of=shares) == plain


class TestAccounts:
    """§3.5.1b  Exam and training fees go to a designated account of the operating company."""

    def test_a_fee_elsewhere_is_reported(self) -> None:
        """C15: of fees to A1 and A9 the one to A9 is an error, and it is income all the same."""
        rows = [receipt("I1", account="A1"), receipt("I2", account="A9", amount="500.00")]
        findings = check_receipts(rows, ["A1", "A2"], policy=PILOT_2020)
        assert reported(findings) == [("wrong-account", "error", "§3.5.1b", ("I2",))]
        assert str(settled(rows).income) == "1500.00"
        with pytest.raises(PolicyBreach):
            require(findings)

    @given(st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(["A1", "A2", "A9", "a1"]),
                              st.sampled_from(["2020-12-17", "2020-12-18", "2021-03-06"])), max_size=8))  # fmt: skip
    def test_only_fees_are_tested(self, rows: list[tuple[Kind, str, str]]) -> None:
        """C15: of all kinds only fees are tested, by the exact id, and only where a policy was in force that day."""
        receipts = [
            receipt(f"I{number}", kind=kind, account=account, day=day, amount=-1 if kind in NEGATIVE else 1)
            for number, (kind, account, day) in enumerate(rows)
        ]
        due = [("wrong-account", f"I{number}") for number, (kind, account, day) in enumerate(rows)
               if kind == "fee" and account in {"A9", "a1"} and day != "2020-12-17"]  # fmt: skip
        early = [("not-in-force", f"I{number}") for number, (_, _, day) in enumerate(rows) if day == "2020-12-17"]
        findings = check_receipts(reversed(receipts), iter(["A2", "A1"]), policy=PILOT_2020)
        assert [(finding.code, *finding.refs) for finding in findings] == early + due

    @given(st.sampled_from(KINDS), st.integers(-3, 3))
    @example("fee", -1).via("§0a: the day before the document")
    def test_a_receipt_of_a_day_without_policy_is_reported_and_counts(self, kind: Kind, days: int) -> None:
        """C16: dated before 2020-12-18 it is an error under §0a, whatever its kind, and its sums are the same."""
        day = date(2020, 12, 18) + timedelta(days=days)
        amount = -100 if kind in NEGATIVE else 100
        row = receipt(kind=kind, amount=amount, day=day)
        found = check_receipts([row], ["A1"], policy=PILOT_2020)
        assert reported(found) == ([("not-in-force", "error", "§0a", ("I1",))] if days < 0 else [])
        assert settled([row]).income == settled([receipt(kind=kind, amount=amount)]).income

    def test_accounts_that_are_no_ids_are_refused_by_name(self) -> None:
        """§3.5.1b: one text instead of several account ids is refused under the name of the argument."""
        wrong: Any = "A1"
        with pytest.raises(ValueError, match=r"^accounts: "):
            check_receipts([], wrong, policy=PILOT_2020)


class TestPayFromFees:
    """§3.5.1c  Training pay and duty pay come out of the fees."""

    @given(ledgers(), small, small)
    def test_pay_takes_its_amount_off_the_surplus(self, rows: Ledger, training: int, exams: int) -> None:
        """C9: pay reduces the surplus by itself, to the fen, and leaves the grant balance alone."""
        before, after = settled(*rows), settled(*rows, training=yuan(training), exams=yuan(exams))
        assert fen(before.surplus) - fen(after.surplus) == training + exams
        assert (after.income, after.grant_balance) == (before.income, before.grant_balance)

    @pytest.mark.parametrize("category", ["training", "exams"])
    def test_pay_is_no_other_cost(self, category: str) -> None:
        """C9: pay comes from the records, so a cost row called training or exams is refused, also from a grant."""
        for funded_by in ("fees", "grant"):
            with pytest.raises(ValueError, match=r".+"):
                cost(category=category, funded_by=funded_by)

    @pytest.mark.parametrize(("category", "is_pay"), [
        ("外聘课酬", True), ("教师培训费", True), ("监考", True), ("考务人员餐费", True), ("监 考", False),
        ("培训场地", False), ("评审费", False), ("venue", False), ("㊣监考补助", True),
    ])  # fmt: skip
    def test_a_cost_that_may_be_pay_again_is_a_warning(self, category: str, is_pay: bool) -> None:
        """C9: four words name what the records pay; the cost counts all the same, from fees or from a grant."""
        for funded_by in ("fees", "grant", "school_award"):
            row = cost(category=category, funded_by=funded_by, purpose="other" if funded_by == "grant" else None)
            found = check_costs([row], on=AS_OF, policy=PILOT_2020)
            assert reported(found) == ([("cost-may-repeat-pay", "warning", "§3.5.3a", ("K1",))] if is_pay else [])
            require(found)
        assert str(settled(costs=[cost(category=category)]).surplus) == "-100.00"
        assert check_costs([cost(category=category)], on=date(2020, 12, 17), policy=PILOT_2020) == ()

    def test_a_word_of_pay_is_found_in_any_width(self) -> None:
        """C9: a compatibility character for 考 reads the same after NFKC."""
        assert len(check_costs([cost(category="\u2fcc\u8003\u52a1")], on=AS_OF, policy=PILOT_2020)) == 1

    def test_training_and_duty_pay_are_no_categories(self) -> None:
        """C9: five names stand for what comes from the records, in any width and case; others are free."""
        for name in ("training", "exams", "培训课酬", "课酬", "考务费", "TRAINING", "Ｅxams"):
            with pytest.raises(ValidationError):
                cost(category=name)
        assert cost(category="training room").category == "training room"


class TestGrants:
    """§3.3c  Government money may only be spent on what it was given for."""

    def test_a_grant_has_its_own_balance(self) -> None:
        """C5: 5000.00 granted and 1200.50 spent leave 3799.50, outside the surplus; without grants there is none."""
        spent = cost(amount="1200.50", funded_by="grant", purpose="training")
        result = settled([receipt(kind="grant", amount="5000.00"), receipt("I2")], [spent])
        assert (str(result.grant_balance), str(result.surplus), str(result.cost)) == ("3799.50", "1000.00", "0.00")
        assert settled([receipt()], [cost()]).grant_balance is None

    @given(st.integers(0, 10**9), st.integers(-2, 2))
    @example(100000, 0).via("§3.3c spent to the last fen")
    @example(100000, 1).via("§3.3c a fen too much")
    def test_overspending_begins_above_the_grant(self, granted: int, over: int) -> None:
        """C5: spending all of a grant is fine, a fen more is an error on the project."""
        spent = max(granted + over, 0)
        rows = ([receipt(kind="grant", amount=yuan(granted))],
                [cost(amount=yuan(spent), funded_by="grant", purpose="evaluation")])  # fmt: skip
        due = [("grant-overspent", "error", "§3.3c", ("P1",))] if spent > granted else []
        assert reported(check_grants(*rows, on=AS_OF, policy=PILOT_2020)) == due
        assert fen(settled(*rows).grant_balance or Decimal(0)) == granted - spent

    @given(ledgers())
    def test_the_balance_is_grants_less_what_they_paid(self, rows: Ledger) -> None:
        """C5, C6: the balance counts grants and grant-funded costs alone, and is null where there is neither."""
        granted = [fen(row.amount) for row in rows[0] if row.kind in GRANTS]
        spent = [fen(row.amount) for row in rows[1] if row.funded_by == "grant"]
        due = yuan(sum(granted) - sum(spent)) if granted or spent else None
        assert settled(*rows).grant_balance == due

    @given(ledgers(), st.integers(0, 10**6))
    def test_each_project_and_cost_is_reported_by_itself(self, rows: Ledger, granted: int) -> None:
        """C5: one finding for each project that overspends, one for each cost from a grant without a purpose."""
        receipts = [*rows[0], receipt("J1", project="P2", kind="grant", amount=yuan(granted))]
        costs = [*rows[1], cost("L1", project="P2", amount="5000.00", funded_by="grant")]
        own = sum(fen(row.amount) for row in rows[0] if row.kind in GRANTS)
        spent = [row for row in costs if row.funded_by == "grant"]
        due = [("grant-purpose-missing", row.cost_id) for row in spent if row.purpose is None]
        due += [("grant-overspent", "P1")] * (own < sum(fen(row.amount) for row in spent if row.project_id == "P1"))
        due += [("grant-overspent", "P2")] * (granted < 500000)
        findings = check_grants(receipts, costs, on=AS_OF, policy=PILOT_2020)
        assert [(finding.code, *finding.refs) for finding in findings] == sorted(due)
        assert {(finding.severity, finding.clause) for finding in findings} == {("error", "§3.3c")}

    def test_an_overspent_grant_names_both_sums(self) -> None:
        """C5: two costs of 60.00 from two grants of 50.00 are reported as 100.00 and 120.00."""
        grants = [receipt(f"I{n}", amount=50, kind="grant") for n in (1, 2)]
        spent = [cost(f"K{n}", amount=60, funded_by="grant", purpose="training") for n in (1, 2)]
        found = check_grants(grants, spent, on=AS_OF, policy=PILOT_2020)
        assert figures(found) == [("grant-overspent", {"granted": "100.00", "spent": "120.00"})]

    def test_a_returned_grant_reduces_the_grants_and_not_the_income(self) -> None:
        """C5, C7: 5000.00 granted, 800.00 returned and 4200.01 spent: a fen too much; the surplus has none of it."""
        rows = [receipt("I1", kind="grant", amount=5000), receipt("I2", kind="grant_returned", amount=-800)]
        spent = cost(amount="4200.01", funded_by="grant", purpose="training")
        assert (str(settled(rows, [spent]).grant_balance), str(settled(rows, [spent]).income)) == ("-0.01", "0.00")
        found = check_grants(rows, [spent], on=AS_OF, policy=PILOT_2020)
        assert figures(found) == [("grant-overspent", {"granted": "4200.00", "spent": "4200.01"})]

    @pytest.mark.parametrize(("opening", "due"), [("0.01", "0.00"), ("-0.01", "-0.02"), ("0.00", "-0.01")])
    def test_an_opening_balance_is_a_grants_and_no_income(self, opening: str, due: str) -> None:
        """C5: what an earlier term left of a grant, or overspent, opens its balance; a cent is spent of it here."""
        rows = [receipt("I1", kind="grant_opening", amount=opening)]
        spent = cost(amount="0.01", funded_by="grant", purpose="training")
        result = settled(rows, [spent])
        assert (str(result.grant_balance), str(result.income), str(result.surplus)) == (due, "0.00", "0.00")
        found = check_grants(rows, [spent], on=AS_OF, policy=PILOT_2020)
        assert [row.code for row in found] == ([] if due == "0.00" else ["grant-overspent"])

    def test_an_opening_balance_is_for_its_purpose(self) -> None:
        """C5: 10.00 brought forward for training do not pay for an evaluation."""
        rows = [receipt("I1", kind="grant_opening", amount=10, purpose="training")]
        cases: list[tuple[Purpose, list[str]]] = [("training", []), ("evaluation", ["grant-purpose-differs"])]
        for purpose, codes in cases:
            spent = cost(amount=10, funded_by="grant", purpose=purpose)
            assert [row.code for row in check_grants(rows, [spent], on=AS_OF, policy=PILOT_2020)] == codes

    def test_more_returned_than_granted_is_overspent(self) -> None:
        """C5: nothing was spent, yet a fen more went back than had come."""
        rows = [receipt("I1", kind="grant", amount=1), receipt("I2", kind="grant_returned", amount="-1.01")]
        found = check_grants(rows, [], on=AS_OF, policy=PILOT_2020)
        assert reported(found) == [("grant-overspent", "error", "§3.3c", ("P1",))]
        assert check_grants([rows[0], receipt("I2", kind="grant_returned", amount=-1)], [], on=AS_OF,
                            policy=PILOT_2020) == ()  # fmt: skip

    @pytest.mark.parametrize(("kind", "amount", "says"), [
        ("grant", -1, "grant_returned"), ("grant_returned", 1, "grant"), ("grant_returned", 0, "negative"),
        ("fee", -1, "refund"), ("other", "-0.01", "refund"), ("refund", 0, "negative"),
        ("school_award", -1, "not be negative"),
    ])  # fmt: skip
    def test_a_sign_that_does_not_fit_the_kind_is_refused_with_the_kind_that_does(
        self, kind: Kind, amount: Number, says: str
    ) -> None:
        """C5, C7: a negative grant is a returned grant, never a refund, which would take it off the fees."""
        with pytest.raises(ValidationError, match=says):
            receipt(kind=kind, amount=amount)

    @pytest.mark.parametrize("kind", ["fee", "refund", "school_award", "other"])
    def test_only_a_grant_names_a_purpose(self, kind: Kind) -> None:
        """C5: a purpose on another receipt is refused."""
        with pytest.raises(ValidationError, match="purpose"):
            receipt(kind=kind, amount=-1 if kind == "refund" else 1, purpose="training")
        assert receipt(kind="grant_returned", amount=-1, purpose="other").purpose == "other"

    def test_purposes_are_compared_where_every_grant_names_one(self) -> None:
        """C5: of 300 for training and 200 for evaluation, 300.01 and 150 were spent, and 20 on certification."""
        grants = [receipt("I1", kind="grant", amount=300, purpose="training"),
                  receipt("I2", kind="grant", amount=200, purpose="evaluation")]  # fmt: skip
        spent = [
            cost("K1", amount="300.01", funded_by="grant", purpose="training"),
            cost("K2", amount=150, funded_by="grant", purpose="evaluation"),
            cost("K3", amount=20, funded_by="grant", purpose="certification"),
        ]
        found = check_grants(grants, spent, on=AS_OF, policy=PILOT_2020)
        assert reported(found) == [("grant-purpose-differs", "error", "§3.3c", ("P1",))] * 2
        assert figures(found) == [
            ("grant-purpose-differs", {"purpose": "certification", "granted": "0.00", "spent": "20.00"}),
            ("grant-purpose-differs", {"purpose": "training", "granted": "300.00", "spent": "300.01"}),
        ]
        unnamed = [*grants, receipt("I3", kind="grant", amount=1)]
        assert check_grants(unnamed, spent, on=AS_OF, policy=PILOT_2020) == ()
        elsewhere = [*grants, receipt("I3", kind="grant", amount=1, project="P2")]
        assert len(check_grants(elsewhere, spent, on=AS_OF, policy=PILOT_2020)) == 2

    def test_a_returned_grant_counts_for_its_purpose(self) -> None:
        """C5: 300 for training of which 100 went back leave 200; a return without a purpose ends the comparison."""
        grants = [receipt("I1", kind="grant", amount=300, purpose="training"),
                  receipt("I2", kind="grant", amount=500, purpose="evaluation")]  # fmt: skip
        back = receipt("I3", kind="grant_returned", amount=-100, purpose="training")
        spent = [cost(amount="200.01", funded_by="grant", purpose="training")]
        found = check_grants([*grants, back], spent, on=AS_OF, policy=PILOT_2020)
        assert figures(found) == [
            ("grant-purpose-differs", {"purpose": "training", "granted": "200.00", "spent": "200.01"})]  # fmt: skip
        unnamed = back.model_copy(update={"purpose": None})
        assert check_grants([*grants, unnamed], spent, on=AS_OF, policy=PILOT_2020) == ()

    def test_what_a_school_award_paid_is_outside(self) -> None:
        """C6: a cost from a school award touches neither the surplus nor the grants."""
        rows = [receipt(), receipt("I2", kind="school_award", amount=300), receipt("I3", kind="grant", amount=50)]
        result = settled(rows, [cost(funded_by="school_award", amount=300)])
        assert (str(result.surplus), str(result.cost), str(result.grant_balance)) == ("1000.00", "0.00", "50.00")
        assert check_grants(rows, [cost(funded_by="school_award")], on=AS_OF, policy=PILOT_2020) == ()

    def test_pay_from_a_grant_is_outside_the_surplus_and_spends_the_grant(self) -> None:
        """C5: training of 500 and duty of 150 from grants of 600: 50 too much, and the surplus is whole."""
        grants = [receipt("I1"), receipt("I2", kind="grant", amount=600)]
        pay = [paid("training", 500), paid("evaluation", 150)]
        result = settled(grants, training=100, grant_pay=pay)
        assert (str(result.surplus), str(result.cost), str(result.grant_balance)) == ("900.00", "100.00", "-50.00")
        found = check_grants(grants, [], on=AS_OF, policy=PILOT_2020, grant_pay=pay)
        assert figures(found) == [("grant-overspent", {"granted": "600.00", "spent": "650.00"})]
        named = [receipt(kind="grant", amount=900, purpose="training")]
        found = check_grants(named, [], on=AS_OF, policy=PILOT_2020, grant_pay=pay)
        assert figures(found) == [
            ("grant-purpose-differs", {"purpose": "evaluation", "granted": "0.00", "spent": "150.00"})]  # fmt: skip

    def test_pay_of_nothing_is_no_grant(self) -> None:
        """C5: a pay of 0.00 leaves the balance null; pay of another project is refused."""
        assert settled([receipt()], grant_pay=[paid("training", 0)]).grant_balance is None
        with pytest.raises(ValueError, match="P2"):
            settled(grant_pay=[paid("training", 1, "P2")])

    def test_other_rows_are_refused(self) -> None:
        """Rows of another table are a caller's mistake in every function of the chapter."""
        with pytest.raises(ValueError, match=r".+"):
            settled([record()])  # type: ignore[list-item]
        with pytest.raises(ValueError, match=r".+"):
            check_grants([cost()], [], on=AS_OF, policy=PILOT_2020)  # type: ignore[list-item]
        with pytest.raises(ValueError, match=r".+"):
            check_receipts([cost()], ["A1"], policy=PILOT_2020)  # type: ignore[list-item]
