"""Decimal contexts: whatever precision, rounding, bounds and traps a host has set, every byte is the same."""

from __future__ import annotations

import decimal
import json
from collections.abc import Iterator
from decimal import Context, localcontext
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.hostile.probe import EXAMPLES, POOR, printed, said_of
from xmut_rules import PILOT_2020, Term
from xmut_rules.files.terms import parse_term, read_term
from xmut_rules.files.workbooks import report_workbook
from xmut_rules.formats.workbook_reader import read_sheets
from xmut_rules.rules.report import settle_term

pytestmark = pytest.mark.exhaustive

PLAIN = Context(prec=28)
ROUNDINGS = [name for name in dir(decimal) if name.startswith("ROUND_")]
SIGNALS = [*PLAIN.traps]
PRECISIONS = (1, 2, 3, 5, 9, 28, 999_999)
ODD = PILOT_2020.amended(
    training={"hour_rate": "120.01", "hours_per_day": "5.55", "long_day": "capped"},
    exams={"day_rate": "500.01", "short_rate": "149.99"},
    surplus={"college_share": "33.33%", "rounding": "half_even"},
    credits={"per_certificate": "1.25", "category_cap": "2.1"},
)


def term_of(fen: list[int], hundredths: list[int], minutes: list[int]) -> Term:
    """Return a small term with a figure of every kind: pay, a shared day, joint award, loss, grant, refund, credits."""
    amounts = [f"{row // 100}.{row % 100:02d}" for row in fen]
    hours = [f"{hundredth // 100}.{hundredth % 100:02d}" for hundredth in hundredths]
    own = {"project_id": "P1", "staff_id": "T1"}
    paid = {"project_id": "P1", "date": "2021-03-20", "account": "A"}
    filed = {"student_id": "S1", "kind": "skill", "level": "初级", "issuer_recognized": True, "status": "valid"}
    document: dict[str, Any] = {
        "format": "xmut-rules/term/1",
        "term": "T",
        "as_of": "2021-07-31",
        "designated_accounts": ["A"],
        "colleges": [{"college_id": row, "name": row} for row in ("C1", "C2", "C3")],
        "staff": [{"staff_id": "T1", "name": "教师甲"}],
        "projects": [
            {"project_id": "P1", "name": "一", "colleges": {"C1": 1, "C2": 1, "C3": 5}, "prior_loss": amounts[0]},
            {"project_id": "P2", "name": "二", "colleges": {"C1": 1}},
        ],
        "training": [
            own | {"record_id": f"R{place}", "date": "2021-03-20", "unit": "class_hour", "quantity": each}
            for place, each in enumerate(hours)
        ],
        "sessions": [
            {"session_id": f"X{place}", "project_id": f"P{place % 2 + 1}", "start": f"2021-05-29T0{place}:00",
             "end": f"2021-05-29T{each // 60 + place:02d}:{each % 60:02d}"}
            for place, each in enumerate(minutes)
        ],
        "duties": [{"duty_id": f"D{row}", "session_id": f"X{row}", "staff_id": "T1"} for row in range(len(minutes))],
        "receipts": [
            paid | {"receipt_id": "E1", "kind": "fee", "amount": amounts[1]},
            paid | {"receipt_id": "E2", "kind": "refund", "amount": f"-{max(amounts[2], '0.01')}"},
            paid | {"receipt_id": "E3", "kind": "grant", "amount": amounts[3]},
        ],
        "costs": [
            {"cost_id": "K1", "project_id": "P1", "category": "场地", "amount": amounts[4], "funded_by": "fees"},
            {"cost_id": "K2", "project_id": "P1", "category": "设备", "amount": amounts[5], "funded_by": "grant"},
        ],
        "students": [{"student_id": "S1", "name": "学生01", "enrolled_on": "2020-09-01"}],
        "certificates": [
            filed | {"certificate_id": f"Z{row}", "name": row, "number": row, "issued_on": f"2021-0{row}-01",
                     "category": "innovation_practice"}
            for row in "123"
        ],
    }  # fmt: skip
    return parse_term(json.dumps(document).encode())


def contexts() -> Iterator[Context]:
    """Return every precision with every rounding, all traps on and all off, wide bounds and none to speak of."""
    for precision, rounding, traps, most in product(PRECISIONS, ROUNDINGS, ([], SIGNALS), (1, 999_999)):
        yield Context(precision, rounding, Emin=-most, Emax=most, capitals=0, clamp=1, flags=[], traps=traps)
    for signal in SIGNALS:
        yield Context(prec=2, traps=[signal])


RICH = term_of([123_456, 99_999_999, 1, 50_005, 33_333, 70_007], [125, 333, 600], [179, 180, 181, 120])


def test_every_context_gives_the_same_bytes() -> None:
    """All 224 contexts, and each trap by itself, give the report, messages and explanations of a plain host."""
    with localcontext(PLAIN):
        expected = [*said_of(RICH, ODD)]
    assert '"prior_loss": "1234.56"' in expected[0]
    for context in contexts():
        with localcontext(context):
            assert [*said_of(RICH, ODD)] == expected, context


FEN = st.integers(0, 10**12 - 1)
TRAPS = st.sets(st.sampled_from(SIGNALS))


@settings(max_examples=30)
@given(
    fen=st.lists(FEN, min_size=6, max_size=6),
    hundredths=st.lists(st.integers(0, 2400), min_size=1, max_size=3),
    minutes=st.lists(st.integers(1, 600), min_size=1, max_size=5),
    host=st.builds(Context, st.integers(1, 30), st.sampled_from(ROUNDINGS), traps=st.just([])),
    traps=TRAPS,
    most=st.integers(1, 20),
)
@example([10**12 - 1] * 6, [2400], [180], POOR.copy(), set(SIGNALS), 1)
def test_no_context_changes_any_term(
    fen: list[int],
    hundredths: list[int],
    minutes: list[int],
    host: Context,
    traps: set[type[decimal.DecimalException]],
    most: int,
) -> None:
    """Amounts, hours and lengths of any size: a term read, settled and explained on another host is the same."""
    with localcontext(PLAIN):
        expected = [*said_of(term_of(fen, hundredths, minutes), ODD)]
    host.Emax, host.Emin = most, -most
    for signal in SIGNALS:
        host.traps[signal] = signal in traps
    with localcontext(host):
        assert [*said_of(term_of(fen, hundredths, minutes), ODD)] == expected


@pytest.mark.parametrize("precision", [1, 9])
@pytest.mark.parametrize("traps", [[], SIGNALS], ids=["traps off", "traps on"])
def test_everything_that_is_said_is_the_same(precision: int, traps: list[type[decimal.DecimalException]]) -> None:
    """Examples, amendments, impact, smallest example, plan and forecast: all read and written under a poor context."""
    with localcontext(PLAIN):
        expected = printed()
    with localcontext(Context(precision, decimal.ROUND_UP, Emin=-1, Emax=1, capitals=0, clamp=1, traps=traps)):
        assert printed() == expected


def test_a_workbook_is_the_same() -> None:
    """The cells of a report's workbook do not depend on the context either."""
    term = read_term(EXAMPLES / "messy" / "term.json")
    cells: list[object] = []
    for context in (PLAIN, POOR):
        with localcontext(context):
            data = report_workbook(settle_term(term, policy=PILOT_2020), term)
        cells.append(read_sheets(data, skip=()))
    assert cells[0] == cells[1]


def test_the_contexts_would_be_noticed() -> None:
    """Plain decimal arithmetic does differ between these contexts: the tests above look at something."""
    sums: set[str] = set()
    for context in contexts():
        with localcontext(context) as host:
            host.clear_traps()
            sums.add(f"{decimal.Decimal('1234.56') + decimal.Decimal('0.005')}")
    assert len(sums) > 10
