"""Settlements (§3.5.3a-b) over data frames: `rules.settlement` says the same of a project; tests hold the two equal."""

from __future__ import annotations

from datetime import date
from typing import get_args

import narwhals.stable.v2 as nw

from xmut_rules.base.arguments import Arguments
from xmut_rules.base.language import Words
from xmut_rules.base.values import read_day
from xmut_rules.frames.columns import (
    MOST_SUM,
    Column,
    Frame,
    Native,
    Split,
    chosen,
    closed,
    column,
    money,
    read,
    refusal,
    refuse_rows,
    require_known,
    require_sums,
    shares,
    sums,
    together_of,
    total,
    whole,
)
from xmut_rules.policy.terms import Policy, SurplusTerms, Timeline, lookup
from xmut_rules.rules.records import GRANT_KINDS, Purpose

PROJECTS = (Column("project_id", is_key=True), money("prior_loss_fen", low=0))
_SIGN_IS_WRONG = (nw.col("kind").is_in(["refund", "grant_returned"]) & (nw.col("amount_fen") >= whole(0))) | (
    nw.col("kind").is_in(["fee", "other", "grant", "school_award"]) & (nw.col("amount_fen") < whole(0))
)
"""The sign does not fit the kind of the receipt (C7, C5); an opening balance has either."""

RECEIPTS = (
    Column("receipt_id", is_key=True),
    Column("project_id"),
    Column("kind", words=("fee", "refund", "other", *sorted(GRANT_KINDS), "school_award")),
    money("amount_fen")._replace(wrong=_SIGN_IS_WRONG),
)
COSTS = (
    Column("cost_id", is_key=True),
    Column("project_id"),
    Column("funded_by", words=("fees", "grant", "school_award")),
    money("amount_fen", low=0),
)
PAY = (Column("project_id"), money("amount_fen", low=0))
PURPOSE = Column("purpose", words=get_args(Purpose), is_optional=True)
SETTLED = (Column("project_id", is_key=True), money("award_fen", low=0)._replace(high=MOST_SUM))
COLLEGES = (Column("project_id"), Column("college_id"), Column("weight", "whole", low=1, high=10**6))
_RESULT = (
    "project_id", "income_fen", "cost_fen", "surplus_fen", "prior_loss_fen", "award_fen", "remainder_fen", "rule",
    "clause",
)  # fmt: skip
_ABOVE_ONE = Words("比例大于 1", "a share above one")


def settlements(  # noqa: PLR0913  a settlement has this many sides
    projects: Native, receipts: Native, costs: Native, pay: Native, *, on: date, policy: Policy | Timeline
) -> Native:
    """Return the settlement of each project; grants and school awards stay outside (`grant_balances`).

    Clause: §3.5.3a, §3.5.3b
    Reading: C1, C3 to C7, C9, C10, C12

    Args:
        projects: a frame with project_id and prior_loss_fen, zero or more (C4).
        receipts: a frame of the same library with receipt_id, project_id, kind and amount_fen; only fees, refunds,
            which are below zero, and other income count.
        costs: a frame with cost_id, project_id, funded_by and amount_fen; only those paid by fees count.
        pay: a frame with project_id and amount_fen: training pay and duty pay that fees pay, in any number of rows.
        on: the day whose policy decides.
        policy: a policy or timeline; without one in force on that day there is no award.

    Returns:
        a frame of the same library, a row for each project: project_id, income_fen, cost_fen, surplus_fen,
        prior_loss_fen, award_fen, remainder_fen, rule and clause.

    Raises:
        ValueError: columns that cannot be used, a project that is not there, sums that leave the range of an amount, or
            a share above one.
    """
    with Arguments() as check:
        in_force = check(lookup, policy)
        day = check.read("on", read_day, on)
        ours = check(read, projects, "projects", PROJECTS)
        received = check(read, receipts, "receipts", RECEIPTS)
        spent = check(read, costs, "costs", COSTS)
        paid = check(read, pay, "pay", PAY)
    edition = in_force(day)
    income = received.frame.filter(nw.col("kind").is_in(["fee", "refund", "other"]))
    cost = spent.frame.filter(nw.col("funded_by") == "fees")
    parts = (("receipts", income, "income_fen"), ("costs", cost, "by_category"), ("pay", paid.frame, "by_pay"))
    with Arguments() as check:
        for source, table in (("receipts", received), ("costs", spent), ("pay", paid)):
            check(require_known, table.frame, source, "project_id", ours.frame, "projects")
        for source, part, _ in parts:
            check(require_sums, part, source, "amount_fen")
    found = ours.frame.select("project_id", prior_loss_fen=column("prior_loss_fen"))
    for _, part, name in parts:
        summed = sums(part, ["project_id"], **{name: "amount_fen"})
        found = found.join(summed, on="project_id", how="left").with_columns(nw.col(name).fill_null(0).cast(nw.Int64))
    found = found.with_columns(cost_fen=nw.col("by_category") + nw.col("by_pay"))
    found = found.with_columns(surplus_fen=nw.col("income_fen") - nw.col("cost_fen"))
    return closed(_awarded(found, edition.surplus if edition else None).select(*_RESULT), projects)


def college_awards(settled: Native, colleges: Native) -> Native:
    """Return each college's part of the award of its project.

    Clause: §3.5.3b
    Reading: C11 (by weight; largest remainder, a tie goes to the smaller id)

    Args:
        settled: the frame that `settlements` gives; project_id and award_fen are used.
        colleges: a frame of the same library with project_id, college_id and weight, a whole number from 1 to a
            million; every project has at least one college, and names it once.

    Returns:
        a frame of the same library, a row for each project and college: project_id, college_id, award_fen and clause.

    Raises:
        ValueError: columns that cannot be used, a project without a college, or a college named twice by one.
    """
    with Arguments() as check:
        awards = check(read, settled, "settled", SETTLED)
        ours = check(read, colleges, "colleges", COLLEGES)
    keys = ["project_id", "college_id"]
    counted = ours.frame.with_columns(one=whole(1), weight=column("weight"))
    with Arguments() as check:
        check(require_known, ours.frame, "colleges", "project_id", awards.frame, "projects")
        check(require_known, awards.frame, "settled", "project_id", ours.frame, "colleges")
        repeated = sums(counted, keys, rows="one").filter(nw.col("rows") > whole(1))
        check(refuse_rows, repeated, "frame-repeated", "colleges", "college_id")
    rows = counted.join(awards.frame, on="project_id", how="inner")
    rows = rows.with_columns(weights=total(nw.col("weight"), "project_id"), award=column("award_fen"))
    each = nw.col("award") // nw.col("weights")  # split apart, for the product of the whole award may leave an Int64
    rows = rows.with_columns(each=each, rest=nw.col("award") - each * nw.col("weights"))
    rows = shares(rows, ["project_id"], "college_id", Split("rest", "weight", "weights"))
    award = nw.col("each") * nw.col("weight") + nw.col("share")
    return closed(rows.select(*keys, award_fen=award, clause=nw.lit("§3.5.3b")), settled)


def grant_balances(projects: Native, receipts: Native, costs: Native, pay: Native) -> Native:
    """Return what is left of each project's earmarked grants, by purpose where all of them name theirs.

    Clause: §3.3c
    Reading: C5

    Args:
        projects: a frame with project_id.
        receipts: a frame of the same library as `settlements` takes it, with an optional purpose.
        costs: a frame as `settlements` takes it, with an optional purpose.
        pay: a frame with project_id, amount_fen and purpose (`training` or `evaluation`): the training pay and duty pay
            that grants pay.

    Returns:
        a frame of the same library, a row for each project that a grant is involved in, and each purpose: project_id,
        purpose, null where not all grants of the project name theirs, balance_fen, negative where overspent, and
        clause.

    Raises:
        ValueError: columns that cannot be used, a project that is not there, or sums that leave the range of an amount.
    """
    with Arguments() as check:
        ours = check(read, projects, "projects", PROJECTS[:1])
        received = check(read, receipts, "receipts", (*RECEIPTS, PURPOSE))
        spent = check(read, costs, "costs", (*COSTS, PURPOSE))
        paid = check(read, pay, "pay", (*PAY, PURPOSE._replace(words=_PAID_FOR, is_optional=False)))
    grants = received.frame.filter(nw.col("kind").is_in(sorted(GRANT_KINDS)))
    parts = [
        ("receipts", grants),
        ("costs", spent.frame.filter(nw.col("funded_by") == "grant")),
        ("pay", paid.frame.filter(nw.col("amount_fen") > whole(0))),
    ]
    with Arguments() as check:
        for source, table in (("receipts", received), ("costs", spent), ("pay", paid)):
            check(require_known, table.frame, source, "project_id", ours.frame, "projects")
        for source, part in parts:
            check(require_sums, part, source, "amount_fen")
    rows = together_of(
        part.select(
            "project_id",
            purpose=nw.col("purpose").fill_null(""),
            fen=column("amount_fen") if source == "receipts" else whole(0) - column("amount_fen"),
            granted=whole(1 if source == "receipts" else 0),
        )
        for source, part in parts
    )
    is_unnamed = (nw.col("granted") == whole(1)) & (nw.col("purpose") == "")
    rows = rows.with_columns(unnamed=chosen(is_unnamed, whole(1), whole(0)))
    rows = rows.with_columns(grants=total(nw.col("granted"), "project_id"), open=total(nw.col("unnamed"), "project_id"))
    by_purpose = (nw.col("grants") > whole(0)) & (nw.col("open") == whole(0))
    rows = rows.with_columns(purpose=chosen(by_purpose, nw.col("purpose"), nw.lit("")))
    found = sums(rows, ["project_id", "purpose"], balance_fen="fen")
    named = nw.when(nw.col("purpose") != "").then(nw.col("purpose"))
    return closed(
        found.select("project_id", named.alias("purpose"), "balance_fen", nw.lit("§3.3c").alias("clause")), projects
    )


_PAID_FOR = ("training", "evaluation")


def _awarded(found: Frame, terms: SurplusTerms | None) -> Frame:
    """§3.5.3b: the share of what is left after earlier losses, rounded once (C4, C12); a loss gives nothing (C3)."""
    surplus = nw.col("surplus_fen")
    if terms is None:
        award, rule, clause = whole(0), nw.lit("not-in-force"), nw.lit("§0a")
    else:
        found = found.with_columns(base=surplus - nw.col("prior_loss_fen"))
        has_surplus = nw.col("base") > whole(0)
        found = found.with_columns(base=chosen(has_surplus, nw.col("base"), whole(0)), has_surplus=has_surplus)
        award = _share_of(nw.col("base"), terms)
        rule = chosen(nw.col("has_surplus"), nw.lit("share"), nw.lit("no-surplus"))
        clause = chosen(nw.col("has_surplus"), nw.lit("§3.5.3b"), nw.lit("§3.5.3a"))
    found = found.with_columns(award_fen=award, rule=rule, clause=clause)
    return found.with_columns(remainder_fen=chosen(surplus > whole(0), surplus - nw.col("award_fen"), whole(0)))


def _share_of(base: nw.Expr, terms: SurplusTerms) -> nw.Expr:
    """Return an exact share of whole fen, rounded once, as `base.money.share_of` does.

    Of base = q * bottom + r the share is q * top and that of r. No sum that `require_sums` lets through exceeds 10^18,
    so that with a share of at most one no product leaves an Int64.
    """
    top, bottom = (int(part) for part in terms.college_share.split("/"))
    if top > bottom:
        raise refusal("frame-policy", "policy", "surplus.college_share", limit=_ABOVE_ONE)
    quotient = base // whole(bottom)
    rest = (base - quotient * whole(bottom)) * whole(top)
    if terms.rounding == "half_up":
        return quotient * whole(top) + (rest * whole(2) + whole(bottom)) // whole(2 * bottom)
    down = quotient * whole(top) + rest // whole(bottom)
    if terms.rounding == "down":
        return down
    twice = (rest - rest // whole(bottom) * whole(bottom)) * whole(2)
    is_odd = down - down // whole(2) * whole(2) == whole(1)
    goes_up = (twice > whole(bottom)) | ((twice == whole(bottom)) & is_odd)
    return down + chosen(goes_up, whole(1), whole(0))
