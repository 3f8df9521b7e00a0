"""Why each figure is what it is: results taken apart into steps, typed, in both languages at once.

A step has the figures that went in, the formula with them in it, the exact value where one was rounded, the result,
the clause, and the readings that decided. Whatever shows an explanation shows these steps.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xmut_rules.money import hundredths, yuan
from xmut_rules.phrases import PHRASES
from xmut_rules.readings import reading

Figures = dict[str, Any]
"""Fields and inputs of a step, by name."""

FORMAT = "xmut-rules/explanation/1"
"""The version of the JSON form."""


@dataclass(frozen=True, slots=True)
class ReadingTaken:
    """A reading that decided a step: its id and the option taken."""

    id: str
    value: str

    @property
    def option(self) -> str:
        """The option taken, where the policy has a field for the question; else empty."""
        return self.value if reading(self.id).field else ""

    @property
    def words(self) -> tuple[str, str]:
        """The question with its answer, Chinese and English."""
        known = reading(self.id)
        option = next((each for each in known.options if each.value == self.value), known.options[-1])
        return f"{known.question_zh} → {option.zh}", f"{known.question_en} → {option.en}"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation.

    `inputs` are the figures that its words name; `formula` holds figures and signs alone, `exact` the value before
    rounding, `result` what comes out, in `unit` (yuan, credits or class_hours). Empty text stands where there is none.
    `holds` answers a closing check, and is null elsewhere.
    """

    code: str
    inputs: tuple[tuple[str, str], ...] = ()
    formula: str = ""
    exact: str = ""
    result: str = ""
    unit: str = ""
    clause: str = ""
    readings: tuple[ReadingTaken, ...] = ()
    holds: bool | None = None

    @property
    def words(self) -> tuple[str, str]:
        """What it says, Chinese and English, without its calculation."""
        return _filled(self.code, self.inputs)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A result explained: its title, its steps, and the explanations of its parts."""

    code: str
    inputs: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    parts: tuple[Explanation, ...] = ()

    @property
    def words(self) -> tuple[str, str]:
        """Its title, Chinese and English."""
        return _filled(self.code, self.inputs)

    def all_steps(self) -> Iterable[Step]:
        """Give its steps and those of its parts, in order."""
        yield from self.steps
        for part in self.parts:
            yield from part.all_steps()

    def to_json(self) -> str:
        """Give the explanation as a JSON document of the format `xmut-rules/explanation/1`."""
        return json.dumps({"format": FORMAT, **_document(self)}, ensure_ascii=False, indent=1)


def _filled(code: str, inputs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    figures = dict(inputs)
    zh, en = PHRASES[code]
    return zh.format_map(figures), en.format_map(figures)


def _document(explanation: Explanation) -> dict[str, Any]:
    zh, en = explanation.words
    return {
        "code": explanation.code,
        "title": {"zh": zh, "en": en},
        "inputs": dict(explanation.inputs),
        "steps": [_step_document(step) for step in explanation.steps],
        "parts": [_document(part) for part in explanation.parts],
    }


def _step_document(step: Step) -> dict[str, Any]:
    zh, en = step.words
    return {
        "code": step.code,
        "text": {"zh": zh, "en": en},
        "inputs": dict(step.inputs),
        "formula": step.formula,
        "exact": step.exact,
        "result": step.result,
        "unit": step.unit,
        "clause": step.clause,
        "readings": [{"id": each.id, "value": each.value} for each in step.readings],
        "holds": step.holds,
    }


def step(code: str, result: object = "", unit: str = "yuan", **figures: Any) -> Step:
    """Give a step; whatever is no field of it is an input of its words.

    Args:
        code: a code of `PHRASES`.
        result: what comes out, if anything does.
        unit: the unit of the result.
        figures: fields of the step, and its inputs by name.
    """
    own = {name: figures.pop(name) for name in ("formula", "exact", "clause", "readings", "holds") if name in figures}
    inputs = tuple((name, f"{value}") for name, value in figures.items())
    return Step(code, inputs, result=f"{result}", unit=unit if f"{result}" else "", **own)


def explained(code: str, steps: Iterable[Step], parts: Iterable[Explanation] = (), **inputs: object) -> Explanation:
    """Give an explanation.

    Args:
        code: a code of `PHRASES`, for its title.
        steps: its own steps.
        parts: the explanations of its parts.
        inputs: what fills its title.
    """
    return Explanation(code, tuple((name, f"{value}") for name, value in inputs.items()), tuple(steps), tuple(parts))


def check(code: str, amounts: Sequence[Decimal], total: Decimal, unit: str = "yuan", **inputs: object) -> Step:
    """Give a closing check: amounts that sum to a total."""
    holds = sum(map(hundredths, amounts)) == hundredths(total)
    return step(code, total, unit, formula=added(amounts), holds=holds, **inputs)


def added(amounts: Iterable[Decimal]) -> str:
    """Write a sum; a negative amount stands in brackets unless it is the first."""
    terms = [f"{amount}" for amount in amounts]
    return " + ".join(f"({term})" if place and term.startswith("-") else term for place, term in enumerate(terms))


def taken(reading_id: str, value: object = "") -> tuple[ReadingTaken, ...]:
    """Give the reading that decided; without a value it is the one that is always taken."""
    return (ReadingTaken(reading_id, f"{value}" or reading(reading_id).options[0].value),)


def unrounded(fen: Fraction) -> str:
    """Give an amount of fen as exact yuan: decimals where they end, else six of them and the fraction.

    >>> unrounded(Fraction(179661, 2)), unrounded(Fraction(50000, 3)), unrounded(Fraction(500))
    ('898.305', '166.666666… (500/3)', '')
    """
    if fen.denominator == 1:
        return ""
    value = fen / 100
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    whole, part = divmod(value.numerator, value.denominator)
    digits = 0
    while rest == 1 and part * 10**digits % value.denominator:
        digits += 1
    places = digits or 6
    text = f"{whole}.{part * 10**places // value.denominator:0{places}d}"
    return text if rest == 1 else f"{text}… ({value.numerator}/{value.denominator})"


def share_step(code: str, total: Decimal, part: tuple[object, object], result: Decimal, **figures: Any) -> Step:
    """Give the step of a split, with the exact value where it was rounded.

    Args:
        code: a code of `PHRASES`.
        total: what is split, in yuan.
        part: the weight of this part and the sum of all weights.
        result: what this part gets, in yuan.
        figures: as for `step`.
    """
    weight, whole = (Fraction(f"{each}") for each in part)
    exact = unrounded(hundredths(total) * weight / whole)
    return step(code, result, formula=f"{total} × {part[0]} ÷ {part[1]}", exact=exact, **figures)


def added_up(amounts: Iterable[Decimal]) -> Decimal:
    """Give the exact sum of amounts."""
    return yuan(sum(map(hundredths, amounts)))
