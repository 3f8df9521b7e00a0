"""Settlements (§3.5.3a-b) over data frames: `rules.settlement` says the same of a project; tests hold the two equal."""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw

from xmut_rules.base.language import Words
from xmut_rules.base.values import read_day
from xmut_rules.frames.columns import (
    Column,
    Frame,
    Native,
    chosen,
    closed,
    column,
    opened,
    refusal,
    refuse_rows,
    require,
    require_known,
    require_sums,
    sums,
    whole,
)
from xmut_rules.policy.terms import Policy, SurplusTerms, Timeline, lookup

PROJECTS = (Column("project_id", is_key=True), Column("prior_loss_fen", "whole", low=0))
RECEIPTS = (
    Column("receipt_id", is_key=True),
    Column("project_id"),
    Column("kind", words=("fee", "refund", "other", "grant", "grant_opening", "grant_returned", "school_award")),
    Column("amount_fen", "whole"),
)
COSTS = (
    Column("cost_id", is_key=True),
    Column("project_id"),
    Column("funded_by", words=("fees", "grant", "school_award")),
    Column("amount_fen", "whole", low=0),
)
PAY = (Column("project_id"), Column("amount_fen", "whole", low=0))
_RESULT = (
    "project_id", "income_fen", "cost_fen", "surplus_fen", "prior_loss_fen", "award_fen", "remainder_fen", "rule",
    "clause",
)  # fmt: skip
_ABOVE_ONE = Words("比例大于 1", "a share above one")


def settlements(  # noqa: PLR0913  a settlement has this many sides
    projects: Native, receipts: Native, costs: Native, pay: Native, *, on: date, policy: Policy | Timeline
) -> Native:
    """Return the settlement of each project; grants and school awards stay outside, and are not balanced here.

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
    in_force = lookup(policy)
    edition = in_force(read_day(on))
    ours = opened(projects, "projects")
    require(ours, "projects", PROJECTS)
    rows: list[Frame] = []
    for native, name, columns in ((receipts, "receipts", RECEIPTS), (costs, "costs", COSTS), (pay, "pay", PAY)):
        frame = opened(native, name)
        require(frame, name, columns)
        require_known(frame, name, "project_id", ours, "projects")
        rows.append(frame)
    kind, amount = nw.col("kind"), nw.col("amount_fen")
    is_negative = kind.is_in(["refund", "grant_returned"])
    refuse_rows(rows[0].filter((is_negative & (amount >= 0)) | (~is_negative & (amount < 0))), "receipts", "amount_fen")
    income = rows[0].filter(kind.is_in(["fee", "refund", "other"]))
    cost = rows[1].filter(nw.col("funded_by") == "fees")
    found = ours.select("project_id", prior_loss_fen=column("prior_loss_fen"))
    parts = (("receipts", income, "income_fen"), ("costs", cost, "by_category"), ("pay", rows[2], "by_pay"))
    for source, part, name in parts:
        require_sums(part, source, "amount_fen")
        summed = sums(part, ["project_id"], **{name: "amount_fen"})
        found = found.join(summed, on="project_id", how="left").with_columns(nw.col(name).fill_null(0).cast(nw.Int64))
    found = found.with_columns(cost_fen=nw.col("by_category") + nw.col("by_pay"))
    found = found.with_columns(surplus_fen=nw.col("income_fen") - nw.col("cost_fen"))
    return closed(_awarded(found, edition.surplus if edition else None).select(*_RESULT), projects)


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
