"""Two policies compared clause by clause: the smallest case that they decide differently, or why there is none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xmut_rules.base.arguments import Arguments
from xmut_rules.base.language import Language, Words
from xmut_rules.changes.examples import KINDS, Kind, SmallestExample, smallest_of
from xmut_rules.changes.thresholds import MOST_MIXED, is_day_decided
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
        return verdict.filled(clause=cited(self.clause), argument=self.argument).to(lang)


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
        return self.example.message(lang)


_EQUAL = Words("{clause}：没有差异；{argument}", "{clause}: no difference; {argument}")
_EQUAL_WITHIN = Words("{clause}：所试范围内没有差异；{argument}", "{clause}: no difference within bounds; {argument}")
_SAME = Words("有关的数值和口径完全相同", "all values and readings that decide it are the same")
_MIXED = Words(
    "一份政策从第一场起按天计酬而两份的标准不同：一天的应发合计试到 {most} 场，分摊和同时进行的场次试到 4 场",
    "one pays by the day from the first session on and the rates differ: the pay of a day was tried for up to {most} "
    "sessions, shares and sessions at the same time for up to 4",
).filled(most=MOST_MIXED)


def compare(a: Policy, b: Policy) -> tuple[Equal | Differs, ...]:
    """Return for each computed clause the smallest case that two policies decide differently, or why there is none.

    Both are compared as if always in force, and by their dates in a row of their own (§0a). Decided for every input are
    the award (`first_surplus`), the workload, gaps, notices and dates, and the pay of a day on duty (`first_day`) but
    for the case in `is_day_decided`. Training, certificates and the split of a day are compared within bounds, which
    the answer names, unless all values that decide them are the same.

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
    if kind.is_complete:
        return Equal(kind.clause, "every-input", kind.argument)
    is_mixed = kind.clause == "§3.5.2.2b" and not is_day_decided(a, b)
    return Equal(kind.clause, "bounded", _MIXED if is_mixed else kind.argument)


def _value(policy: Policy, field: str) -> object:
    """Return a value of a policy, or all values of one of its parts, by the dotted name."""
    part, _, name = field.partition(".")
    found = getattr(policy, part)
    if part.startswith("effective"):
        return found
    values = values_of(found)
    return values[name] if name else values


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
    words = {"zh": one.message("zh"), "en": one.message("en")}
    results = {"old": one.example.old, "new": one.example.new, "rows": one.example.rows}
    return {"clause": one.clause, "equal": False, **words, **results}
