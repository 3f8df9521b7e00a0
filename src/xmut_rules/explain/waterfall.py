"""A settlement as a waterfall: income, each cost, the surplus, the award and the remainder, as SVG (§3.5.3a, §3.5.3b).

Bars differ by position, sign, outline and fill, so that the picture reads in print and without colour; a title
and a description give the same to a screen reader. The scale is drawn, the figures are exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape
from typing import Literal, NamedTuple

from xmut_rules.base.arguments import Arguments, only
from xmut_rules.base.language import Language, Words, joined, require_language, shortened
from xmut_rules.base.money import hundredths, yuan
from xmut_rules.rules.settlement import Settlement, statement

_LEFT, _RIGHT, _TOP, _STEP, _BAR = 230, 600, 56, 40, 24
_WIDE = 760
_LONGEST_LABEL = 30

Kind = Literal["gain", "cost", "total", "loss", "award", "rest"]

_LOOKS: dict[Kind, str] = {
    "gain": 'fill="#1a7f37" stroke="#1a7f37"',
    "cost": 'fill="#f3dcc4" stroke="#8a4600" stroke-dasharray="4 2"',
    "total": 'fill="#57606a" stroke="#24292f"',
    "loss": 'fill="#cf222e" stroke="#24292f"',
    "award": 'fill="#0550ae" stroke="#0550ae"',
    "rest": 'fill="#ffffff" stroke="#0550ae" stroke-dasharray="2 3"',
}


class _Bar(NamedTuple):
    """One bar: from where to where in fen, its label, its clause, its signed amount."""

    kind: Kind
    start: int
    end: int
    label: str
    clause: str
    sign: str
    amount: Decimal


def waterfall(settlement: Settlement, *, lang: Language = "zh") -> str:
    """Draw a settlement.

    Clause: §3.5.3a, §3.5.3b

    Args:
        settlement: what `settle` returned.
        lang: the language of the labels.

    Raises:
        ValueError: something else than a settlement, or another language.
    """
    with Arguments() as check:
        check(only, settlement, Settlement, "settlement")
        check(require_language, lang)
    bars = [*_bars(settlement, lang)]
    title = Words(f"项目 {settlement.project_id} 结算", f"Settlement of project {settlement.project_id}").to(lang)
    spoken = joined(_SEMICOLON, map(_spoken, bars)).to(lang)
    height = _TOP + _STEP * len(bars) + 24
    low, high = min(0, *(min(bar.start, bar.end) for bar in bars)), max(1, *(max(bar.start, bar.end) for bar in bars))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {height}" width="{_WIDE}" height="{height}"',
        'role="img" font-family="system-ui,\'Noto Sans CJK SC\',\'Microsoft YaHei\',sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(spoken)}</desc>",
        f'<rect width="{_WIDE}" height="{height}" fill="#ffffff"/>',
        f'<text x="16" y="24" font-size="16" font-weight="600" fill="#1f2328">{escape(shortened(title, 60))}</text>',
        f'<text x="16" y="42" font-size="11" fill="#57606a">{escape(_subtitle(settlement, lang))}</text>',
    ]
    for place, bar in enumerate(bars):
        lines += _drawn(bar, _TOP + _STEP * place, low, high)
    zero = _at(0, low, high)
    lines.append(f'<line x1="{zero}" y1="{_TOP - 6}" x2="{zero}" y2="{height - 18}" stroke="#57606a"/>')
    return "\n".join([*lines, "</svg>"])


_SEMICOLON = Words("；", "; ")
_SPOKEN = Words("{label} {sign}{amount}（{clause}）", "{label} {sign}{amount} ({clause})")


def _spoken(bar: _Bar) -> Words:
    return _SPOKEN.filled(label=bar.label, sign=bar.sign, amount=bar.amount, clause=bar.clause)


_SUBTITLE = Words("单位：元。收入减去各项成本为结余。", "In yuan. Income less each cost gives the surplus.")
_NO_SURPLUS = Words("没有结余，不计奖励。", " There is no surplus, so there is no award.")


def _subtitle(settlement: Settlement, lang: Language) -> str:
    return _SUBTITLE.to(lang) + (_NO_SURPLUS.to(lang) if settlement.surplus <= 0 else "")


def _bars(settlement: Settlement, lang: Language) -> Iterator[_Bar]:
    """Lay the bars out in fen, each cost beginning where the one before it ended."""
    level, award = 0, hundredths(settlement.award)
    for line in statement(settlement):
        fen, label, basis = hundredths(line.amount), line.name.to(lang), line.basis.to(lang)
        match line.item:
            case "income":
                yield _Bar("gain", 0, fen, label, basis, "", line.amount)
                level = fen
            case "cost" | "prior-loss":
                yield _Bar("cost", level - fen, level, label, basis, "-" if fen else "", line.amount)
                level -= fen
            case "surplus":
                yield _Bar("loss" if level < 0 else "total", 0, level, label, basis, "= ", line.amount)
            case "award":
                yield _Bar("award", 0, award, label, basis, "", line.amount)
            case "remainder":
                yield _Bar("rest", award, award + fen, label, basis, "", line.amount)
            case _:  # the parts of the award and the grants have no bar
                pass


def _at(fen: int, low: int, high: int) -> str:
    """Return a place on the scale in tenths of a unit, by whole numbers."""
    tenths = _LEFT * 10 + (fen - low) * (_RIGHT - _LEFT) * 10 // (high - low)
    return f"{tenths // 10}.{tenths % 10}"


def _drawn(bar: _Bar, top: int, low: int, high: int) -> Iterator[str]:
    left, right = sorted((bar.start, bar.end))
    x, end = Decimal(_at(left, low, high)), Decimal(_at(right, low, high))
    wide = yuan(max(hundredths(end) - hundredths(x), 100))
    if right <= 0:  # what is too small to be seen grows away from the zero line
        x = yuan(hundredths(end) - hundredths(wide))
    label, clause = escape(shortened(bar.label, _LONGEST_LABEL)), escape(bar.clause)
    yield f'<text x="{_LEFT - 14}" y="{top + 11}" text-anchor="end" fill="#1f2328">{label}</text>'
    yield f'<text x="{_LEFT - 14}" y="{top + 25}" text-anchor="end" font-size="11" fill="#57606a">{clause}</text>'
    if left < right:
        yield f'<rect x="{x}" y="{top}" width="{wide}" height="{_BAR}" rx="2" {_LOOKS[bar.kind]}/>'
    weight = 600 if bar.kind in ("total", "loss", "award") else 400
    yield (
        f'<text x="{_WIDE - 16}" y="{top + 17}" text-anchor="end" font-weight="{weight}" '
        f'font-variant-numeric="tabular-nums" fill="#1f2328">{bar.sign}{bar.amount}</text>'
    )
