"""Two policies compared clause by clause: the smallest case that they decide differently, or why there is none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xmut_rules.base.arguments import Arguments
from xmut_rules.base.language import Language, Words
from xmut_rules.changes.examples import KINDS, Kind, SmallestExample, smallest_of
from xmut_rules.policy.clauses import cited
from xmut_rules.policy.terms import Policy, only_policy, values_of

Ground = Literal["same-values", "every-input", "bounded"]
"""Why two policies are equal: their values are, an argument covers every input, or none was found within bounds."""


@dataclass(frozen=True, slots=True)
class Equal:
    """No case of a clause differs: on what ground, and the argument or the bounds in words."""

    clause: str
    ground: Ground
    argument: Words

    def message(self, lang: Language = "zh") -> str:
        """Return it in a line, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        verdict = _EQUAL_WITHIN if self.ground == "bounded" else _EQUAL
        name = _NAMES[self.clause]
        return verdict.filled(name=name, clause=cited(self.clause), argument=self.argument).to(lang)


@dataclass(frozen=True, slots=True)
class Differs:
    """A clause is decided differently: its smallest case, with the fewest rows and then the smallest amounts."""

    clause: str
    example: SmallestExample

    def message(self, lang: Language = "zh") -> str:
        """Return it in a line, in Chinese or English.

        Raises:
            ValueError: another language.
        """
        example = self.example.message(lang)
        return _DIFFERS.filled(name=_NAMES[self.clause], example=example).to(lang)


_NAMES = {kind.clause: kind.name for kind in KINDS}
_DIFFERS = Words("{name}：有差异；{example}", "{name}: differs; {example}")
_EQUAL = Words("{name}：没有差异；{argument}（{clause}）", "{name}: no difference; {argument} ({clause})")
_EQUAL_WITHIN = Words(
    "{name}：所试范围内没有差异；{argument}（{clause}）", "{name}: no difference within bounds; {argument} ({clause})"
)
_SAME = Words("有关的数值和口径完全相同", "all values and readings that decide it are the same")


def compare(a: Policy, b: Policy) -> tuple[Equal | Differs, ...]:
    """Return for each computed clause the smallest case that two policies decide differently, or why there is none.

    Both are compared as if always in force, and by their dates in a row of their own (§0a). Every clause is decided for
    every input, by the arguments at `first_day` and `first_shares`, `first_training`, `first_surplus` and
    `certificate_sets`; with one exception, whose answer gives its bounds (`are_shares_decided`).

    Clause: §3.5.2.2b, §3.5.2.1, §2.2.4b, §3.5.3b, §3.4c, §3.5.4e, §3.5.4d, §0a

    Args:
        a: the policy before.
        b: the policy after.

    Raises:
        ValueError: something else than two policies.
    """
    with Arguments() as check:
        check(only_policy, a, "a")
        check(only_policy, b, "b")
    return tuple(_decided(kind, a, b) for kind in KINDS)


def _decided(kind: Kind, a: Policy, b: Policy) -> Equal | Differs:
    if all(_value(a, field) == _value(b, field) for field in kind.fields):
        return Equal(kind.clause, "same-values", _SAME)
    found = smallest_of(kind, a, b)
    if found.words is not None:
        return Differs(kind.clause, found)
    if bounds := kind.bounds(a, b):
        return Equal(kind.clause, "bounded", bounds)
    return Equal(kind.clause, "every-input", kind.argument)


def _value(policy: Policy, field: str) -> object:
    """Return a value of a policy, or all values of one of its parts, by the dotted name."""
    part, _, name = field.partition(".")
    found = getattr(policy, part)
    if part.startswith("effective"):
        return found
    values = values_of(found)
    return values[name] if name else values


def comparison_lines(found: Sequence[Equal | Differs], lang: Language = "zh") -> list[str]:
    """Return a comparison as lines, the clauses that differ first.

    Raises:
        ValueError: another language.
    """
    return [row.message(lang) for row in sorted(found, key=lambda row: isinstance(row, Equal))]


def comparison_json(found: Sequence[Equal | Differs]) -> str:
    """Return a comparison as JSON, a row for each clause.

    Raises:
        ValueError: something else than rows of a comparison.
    """
    if not isinstance(found, list | tuple):
        raise ValueError(f"found: expected rows of Equal and Differs, not {type(found).__name__}")
    return json.dumps([_row(one) for one in found], ensure_ascii=False, indent=1)


def _row(one: object) -> dict[str, object]:
    if isinstance(one, Equal):
        return {"clause": one.clause, "equal": True, "ground": one.ground, **one.argument._asdict()}
    if not isinstance(one, Differs):
        raise ValueError(f"found: expected Equal or Differs, not {type(one).__name__}")
    words = {"zh": one.example.message("zh"), "en": one.example.message("en")}
    results = {"old": one.example.old, "new": one.example.new, "rows": one.example.rows}
    return {"clause": one.clause, "equal": False, **words, **results}
