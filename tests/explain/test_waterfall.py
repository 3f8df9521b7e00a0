"""The picture of a settlement: well-formed, to scale, and with the same figures as the settlement."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.cli.test_main import MESSY
from tests.sections import without_sections
from tests.spec.builders import Number, cost, day_of, project, receipt
from xmut_rules import PILOT_2020, Policy, Receipt, Settlement, settle
from xmut_rules.explain.waterfall import waterfall
from xmut_rules.files.terms import parse_term

SVG = "{http://www.w3.org/2000/svg}"
MOST = "9999999999999.99"


class Bar(NamedTuple):
    """A bar by its edges."""

    left: float
    right: float
    look: str


class Row(NamedTuple):
    """A line of the picture: label, clause, amount, and the bar, if there is one."""

    label: str
    clause: str
    amount: str
    bar: Bar | None


class Seen(NamedTuple):
    """What stands in a picture."""

    title: str
    spoken: str
    heading: str
    subtitle: str
    rows: list[Row]
    zero: float


def settled(
    *,
    incomes: Iterable[Number] = ("10000",),
    costs: Iterable[tuple[str, Number]] = (),
    training: Number = 0,
    exams: Number = 0,
    prior_loss: Number = 0,
    name: str = "P1",
    policy: Policy = PILOT_2020,
) -> Settlement:
    """Settle a project of some incomes and costs."""
    return settle(
        project(name, prior_loss=prior_loss),
        [receipt(f"I{n}", amount=amount, project=name) for n, amount in enumerate(incomes)],
        [cost(f"K{n}", category=kind, amount=amount, project=name) for n, (kind, amount) in enumerate(costs)],
        training=training,
        exams=exams,
        on=day_of("2021-07-01"),
        policy=policy,
    )


def seen(svg: str) -> Seen:
    """Parse a picture: texts in threes from the third on, and the bar at the height of a label."""
    root = ET.fromstring(without_sections(svg))  # noqa: S314  the picture is our own
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.get("viewBox") == f"0 0 {width:g} {height:g}"
    background, *rects = root.findall(f"{SVG}rect")
    assert (float(background.attrib["width"]), float(background.attrib["height"])) == (width, height)
    heading, subtitle, *texts = root.findall(f"{SVG}text")
    bars: dict[float, Bar] = {}
    for rect in rects:
        left, wide, top = (float(rect.attrib[name]) for name in ("x", "width", "y"))
        assert 0 < left < left + wide < width
        assert 0 < top < top + float(rect.attrib["height"]) < height
        look = " ".join(rect.get(name, "") for name in ("fill", "stroke-dasharray"))
        bars[top] = Bar(left, left + wide, look)
    rows: list[Row] = []
    for label, clause, amount in zip(texts[::3], texts[1::3], texts[2::3], strict=True):
        at = float(label.attrib["y"])
        own = [bar for top, bar in bars.items() if top <= at < top + 24]
        assert len(own) <= 1
        rows.append(Row(f"{label.text}", f"{clause.text}", f"{amount.text}", next(iter(own), None)))
    assert sum(row.bar is not None for row in rows) == len(rects)
    (zero,) = root.findall(f"{SVG}line")
    assert zero.get("x1") == zero.get("x2")
    title, spoken = root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")
    return Seen(f"{title}", f"{spoken}", f"{heading.text}", f"{subtitle.text}", rows, float(zero.attrib["x1"]))


def edges(row: Row) -> tuple[float, float]:
    """Return the edges of a row's bar, which must be there."""
    assert row.bar is not None
    return row.bar.left, row.bar.right


WORKED = settled(costs=[("场地", "2500"), ("耗材", 0)], training=1200, exams=300, prior_loss=500)
FIGURES = ["10000.00", "-1200.00", "-300.00", "-2500.00", "= 6000.00", "-500.00", "1650.00", "4350.00"]


def test_every_amount_stands_beside_its_clause() -> None:
    """10,000 less 4,000 is 6,000; less 500 of earlier terms, 30% of it is 1,650, and 4,350 remain."""
    drawn = seen(waterfall(WORKED))
    assert [row[:3] for row in drawn.rows if row.label != "耗材"] == [
        ("收入", "§3.5.3a", "10000.00"),
        ("培训课酬", "§3.5.1c", "-1200.00"),
        ("考务费", "§3.5.1c", "-300.00"),
        ("场地", "§3.5.1c", "-2500.00"),
        ("结余", "§3.5.3a", "= 6000.00"),
        ("以前亏损", "解读 C4", "-500.00"),
        ("学院奖励", "§3.5.3b", "1650.00"),
        ("奖励后余额", "§3.5.3b", "4350.00"),
    ]
    assert (drawn.title, drawn.heading) == ("项目 P1 结算", "项目 P1 结算")
    assert drawn.subtitle == "单位：元。收入减去各项成本为结余。"


def test_the_picture_is_drawn_in_english() -> None:
    """In English the labels differ, and names of costs, clauses and amounts do not."""
    drawn = seen(waterfall(WORKED, lang="en"))
    labels = [
        "income",
        "training pay",
        "duty pay",
        "场地",
        "耗材",
        "surplus",
        "earlier loss",
        "college award",
        "remainder",
    ]
    assert [row.label for row in drawn.rows] == labels
    assert [row.amount for row in drawn.rows if row.label != "耗材"] == FIGURES
    assert [row.clause for row in drawn.rows if row.label == "earlier loss"] == ["reading C4"]
    assert drawn.title == "Settlement of project P1"
    assert drawn.subtitle == "In yuan. Income less each cost gives the surplus."


def test_the_description_says_all_of_it_once() -> None:
    """A screen reader is reported each label, amount and clause once and in order."""
    spoken = seen(
        waterfall(settled(costs=[("场地", "2500")], training=1200, exams=300, prior_loss=500), lang="en")
    ).spoken
    assert spoken == (
        "income 10000.00 (§3.5.3a); training pay -1200.00 (§3.5.1c); duty pay -300.00 (§3.5.1c); "
        "场地 -2500.00 (§3.5.1c); surplus = 6000.00 (§3.5.3a); earlier loss -500.00 (reading C4); "
        "college award 1650.00 (§3.5.3b); remainder 4350.00 (§3.5.3b)"
    )


def test_bars_are_as_long_as_their_amounts() -> None:
    """On 370 units for 10,000 yuan a bar has 0.037 a yuan, and begins where the one before it ended."""
    rows = [row for row in seen(waterfall(WORKED)).rows if row.bar]
    expected = [
        (230.0, 600.0),
        (555.6, 600.0),
        (544.5, 555.6),
        (452.0, 544.5),
        (230.0, 452.0),
        (433.5, 452.0),
        (230.0, 291.05),
        (291.05, 452.0),
    ]
    assert [row.amount for row in rows] == FIGURES
    assert [edges(row) for row in rows] == [pytest.approx(pair, abs=0.2) for pair in expected]


def test_a_zero_amount_has_no_bar() -> None:
    """A cost of nothing, an award of nothing and no surplus are reported without a bar."""
    rows = seen(waterfall(WORKED)).rows
    assert [row.label for row in rows if row.bar is None] == ["耗材"]
    even = seen(waterfall(settled(costs=[("场地", "10000")]))).rows
    assert [row.label for row in even if row.bar] == ["收入", "场地"]
    nothing = seen(waterfall(settled(incomes=[]))).rows
    assert [(row.label, row.bar) for row in nothing] == [
        (label, None) for label in ("收入", "培训课酬", "考务费", "结余", "学院奖励", "奖励后余额")
    ]


def test_a_loss_lies_left_of_the_zero_line() -> None:
    """1,000 less 4,000 lose 3,000: three quarters of the scale are left of zero, and there is no award."""
    drawn = seen(waterfall(settled(incomes=["1000"], costs=[("场地", 3000)], exams=1000)))
    rows = {row.label: row for row in drawn.rows}
    assert drawn.zero == pytest.approx(507.5, abs=0.2)
    assert edges(rows["收入"]) == pytest.approx((507.5, 600.0), abs=0.2)
    assert edges(rows["考务费"]) == pytest.approx((507.5, 600.0), abs=0.2)
    assert edges(rows["场地"]) == pytest.approx((230.0, 507.5), abs=0.2)
    assert edges(rows["结余"]) == pytest.approx((230.0, 507.5), abs=0.2)
    assert rows["结余"].amount == "= -3000.00"
    assert "#cf222e" in f"{rows['结余'].bar}"
    assert rows["学院奖励"][:] == ("学院奖励", "§3.5.3a", "0.00", None)
    assert rows["奖励后余额"][2:] == ("0.00", None)
    assert drawn.subtitle == "单位：元。收入减去各项成本为结余。没有结余，不计奖励。"
    english = seen(waterfall(settled(incomes=["1000"], exams=1000), lang="en")).subtitle
    assert english.endswith(" There is no surplus, so there is no award.")


def test_income_below_zero_lies_left_of_the_zero_line() -> None:
    """Refunds of more than the fees are a bar that ends at zero."""
    lost = settle(
        project(), [receipt(amount="-50", kind="refund")], [], training=0, exams=50, on=day_of("2021-07-01"),
        policy=PILOT_2020,
    )  # fmt: skip
    drawn = seen(waterfall(lost))
    assert [edges(row) for row in drawn.rows if row.bar] == [
        pytest.approx(pair, abs=0.2) for pair in ((415.0, 600.0), (230.0, 415.0), (230.0, 600.0))
    ]
    assert drawn.zero == pytest.approx(600.0, abs=0.2)


def test_an_earlier_loss_above_the_surplus_goes_past_zero() -> None:
    """A surplus of 1,000 and 3,000 lost before: the bar of the loss goes 2,000 past zero, and nothing is awarded."""
    drawn = seen(waterfall(settled(incomes=["1000"], prior_loss=3000)))
    rows = {row.label: row for row in drawn.rows}
    assert drawn.zero == pytest.approx(476.67, abs=0.2)
    assert edges(rows["以前亏损"]) == pytest.approx((230.0, 600.0), abs=0.2)
    assert (rows["以前亏损"].amount, rows["学院奖励"].amount, rows["奖励后余额"].amount) == (
        "-3000.00",
        "0.00",
        "1000.00",
    )
    assert edges(rows["奖励后余额"]) == pytest.approx((476.67, 600.0), abs=0.2)


def test_without_a_policy_nothing_is_awarded() -> None:
    """Before the pilot is in force the award is zero, without a bar, and the picture names the clause that says so."""
    rows = seen(waterfall(settled(policy=PILOT_2020.amended(effective_from="2099-01-01")))).rows
    assert [row[1:] for row in rows if row.label == "学院奖励"] == [("§0a", "0.00", None)]
    assert [row.amount for row in rows if row.label == "奖励后余额"] == ["10000.00"]


def test_kinds_of_bars_differ_without_colour() -> None:
    """Income, cost, award and remainder differ in fill or outline; all costs look alike."""
    looks = {row.label: row.bar.look for row in seen(waterfall(WORKED)).rows if row.bar}
    assert looks["培训课酬"] == looks["考务费"] == looks["场地"] == looks["以前亏损"]
    assert len({looks[label] for label in ("收入", "场地", "结余", "学院奖励", "奖励后余额")}) == 5


@pytest.mark.parametrize("sign", ["<b>", "a&b", '"', "a'", "</title>", "]]>", "&lt;"])
def test_signs_of_html_are_text(sign: str) -> None:
    """Ids and categories with HTML's signs are shown as they are."""
    drawn = seen(waterfall(settled(costs=[(sign, 1)], name=sign), lang="en"))
    assert drawn.title == drawn.heading == f"Settlement of project {sign}"
    assert [row.label for row in drawn.rows if row.amount == "-1.00"] == [sign]
    assert f"; {sign} -1.00 (§3.5.1c);" in drawn.spoken


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("场" * 15, "场" * 15),
        ("场" * 16, "场" * 14 + "…"),
        ("x" * 30, "x" * 30),
        ("x" * 64, "x" * 29 + "…"),
        ("x" + "场" * 63, "x" + "场" * 13 + "…"),
    ],
)
def test_a_long_label_is_cut_and_said_whole(name: str, shown: str) -> None:
    """A label has 30 columns; a longer one ends in an ellipsis, and the description has all of it."""
    drawn = seen(waterfall(settled(costs=[(name, 1)], name=name)))
    assert [row.label for row in drawn.rows if row.amount == "-1.00"] == [shown]
    assert f"；{name} -1.00（§3.5.1c）；" in drawn.spoken
    assert drawn.title == f"项目 {name} 结算"


def test_a_long_title_is_cut_in_the_picture_alone() -> None:
    """The heading has 60 columns; the title of the document is whole."""
    drawn = seen(waterfall(settled(name="项" * 64)))
    assert drawn.heading == "项目 " + "项" * 26 + "…"
    assert drawn.title == f"项目 {'项' * 64} 结算"


def test_the_largest_amounts_are_drawn() -> None:
    """Amounts near 10^13 yuan are shown to the fen and drawn to scale: half of the income is half of its bar."""
    drawn = seen(waterfall(settled(incomes=[MOST, MOST], costs=[("场地", MOST)])))
    rows = {row.label: row for row in drawn.rows}
    assert rows["收入"].amount == "19999999999999.98"
    assert rows["结余"].amount == "= 9999999999999.99"
    assert edges(rows["场地"]) == pytest.approx((415.0, 600.0), abs=0.2)
    assert edges(rows["结余"]) == pytest.approx((230.0, 415.0), abs=0.2)
    assert rows["学院奖励"].amount == "3000000000000.00"
    assert edges(rows["学院奖励"]) == pytest.approx((230.0, 285.5), abs=0.2)


AMOUNT = st.integers(0, 10**6) | st.integers(0, 10**15 - 1)


@given(AMOUNT, st.lists(AMOUNT, max_size=5), AMOUNT)
@example(1, [], 0).via("one fen")
@example(0, [], 1).via("one fen lost before")
@example(3400000, [3401000], 0).via("a small loss")
def test_bars_are_proportional_and_follow_each_other(income: int, costs: list[int], prior: int) -> None:
    """Every bar has its share of the scale within 0.2 units, and never less than one unit; costs step down."""
    amounts = [Decimal(fen) / 100 for fen in costs]
    rows = seen(
        waterfall(
            settled(
                incomes=[Decimal(income) / 100],
                costs=[(f"K{n}", amount) for n, amount in enumerate(amounts)],
                prior_loss=Decimal(prior) / 100,
            )
        )
    ).rows
    surplus = income - sum(costs)
    levels = [0, 1, income, surplus, surplus - prior]  # a scale of nothing still has a fen
    span = max(levels) - min(levels)
    for row in rows:
        fen = abs(int(Decimal(row.amount.removeprefix("= ")) * 100))
        assert (row.bar is None) == (fen == 0)
        if row.bar:
            assert row.bar.right - row.bar.left == pytest.approx(max(370 * fen / span, 1.0), abs=0.2)
    falling = [row.bar for row in rows if row.bar and row.label.startswith(("收入", "K"))]
    for before, after in pairwise(falling):
        begins = before.right if before == falling[0] and income else before.left
        assert after.right == pytest.approx(begins, abs=1.2)


@pytest.mark.parametrize("value", [None, "P1", 1, [WORKED]])
def test_only_a_settlement_is_drawn(value: Any) -> None:
    """Anything else is a ValueError that names its type."""
    with pytest.raises(ValueError, match=f"expected a Settlement, not {type(value).__name__}"):
        waterfall(value)


@pytest.mark.parametrize("lang", ["fr", "", "ZH"])
def test_there_are_two_languages(lang: Any) -> None:
    """Another language is a ValueError."""
    with pytest.raises(ValueError, match="zh or en"):
        waterfall(WORKED, lang=lang)


def test_a_loss_too_small_to_see_lies_left_of_the_zero_line() -> None:
    """Of 34,000 and costs of 34,010, the loss's bar ends where the line of zero stands."""
    term = parse_term((MESSY / "term.json").read_bytes())
    fee = Receipt.model_validate(term.receipts[0].model_dump() | {"amount": "34000"})
    settled = settle(term.projects[0], [fee], [], training="34010", exams="0", on=term.as_of, policy=PILOT_2020)
    drawn = waterfall(settled)
    zero = float(re.findall(r'<line x1="([0-9.]+)"', drawn)[-1])
    x, wide = re.findall(r'<rect x="([0-9.]+)" y="[0-9]+" width="([0-9.]+)"', drawn)[-1]
    assert float(x) + float(wide) <= zero + 0.11
    assert "-0.00" not in drawn
