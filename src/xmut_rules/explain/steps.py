"""The parts of an explanation: typed steps with their figures, in both languages at once.

A step has the figures that went in, the formula with them in it, the exact value where one was rounded, the result,
the clause, and the readings that decided. Whatever shows an explanation shows these steps.
"""

from __future__ import annotations

import json
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from xmut_rules.base.language import Words, joined, same
from xmut_rules.base.money import hundredths, yuan
from xmut_rules.policy.amendments import ChangedValue, changed_values
from xmut_rules.policy.readings import reading
from xmut_rules.policy.terms import FIELDS, PolicyPart

FORMAT = "xmut-rules/explanation/1"
"""The version of the JSON form."""

Unit = Literal["yuan", "credits", "class_hours", "candidates", ""]
"""What the result of a step is counted in."""


class Phrase:
    """A sentence of an explanation with its code; it is defined beside the step that uses it.

    >>> Phrase("by-day", "按天，{quantity} 天", "by the day, {quantity} day").of(quantity=1).words.en
    'by the day, 1 day'
    """

    __slots__ = ("_names", "code", "words")

    def __init__(self, code: str, zh: str, en: str) -> None:
        """Keep the code and the sentence in both languages, with braces for its figures."""
        self.code, self.words = code, Words(zh, en)
        self._names = frozenset(name for text in (zh, en) for _, name, _, _ in string.Formatter().parse(text) if name)

    def of(self, **figures: object) -> Sentence:
        """Return the sentence with its figures, in the order in which they are given.

        Raises:
            ValueError: a figure is missing, or is none of the sentence's.
        """
        if figures.keys() != self._names:
            raise ValueError(f"{self.code}: expected the figures {sorted(self._names)}, not {sorted(figures)}")
        return Sentence(self.code, tuple(_inputs(figures)), self.words.filled(**figures))


def _inputs(figures: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Write figures as text by name; one in both languages is written twice, `text` as zh and en."""
    for name, figure in figures.items():
        if isinstance(figure, Words):
            prefix = "" if name == "text" else f"{name}_"
            yield from ((f"{prefix}zh", figure.zh), (f"{prefix}en", figure.en))
        else:
            yield name, f"{figure}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A phrase with its figures: its code, the figures as text, and what it reads."""

    code: str
    inputs: tuple[tuple[str, str], ...]
    words: Words


@dataclass(frozen=True, slots=True)
class ReadingTaken:
    """A reading that decided a step: its id and the option adopted."""

    id: str
    value: str

    @property
    def name(self) -> Words:
        """The id with the option adopted, if there is one: A1 全部按学时, A1 hourly."""
        known = reading(self.id)
        if known.field is None:
            return same(self.id)
        option = next((option.words for option in known.options if option.value == self.value), same(self.value))
        return joined(same(" "), [same(self.id), option])

    @property
    def words(self) -> Words:
        """The question with its answer."""
        known = reading(self.id)
        option = next((option for option in known.options if option.value == self.value), known.options[-1])
        arrow = Words("{question} → {answer}", "{question} → {answer}")
        return arrow.filled(question=known.question, answer=option.meaning)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation.

    `formula` holds figures and signs alone, `exact` the value before rounding, `result` what comes out, in `unit`.
    Text is empty where there is none. `holds` answers a closing check, and is null elsewhere.
    """

    sentence: Sentence
    formula: str = ""
    exact: str = ""
    result: str = ""
    unit: Unit = ""
    clause: str = ""
    readings: tuple[ReadingTaken, ...] = ()
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A result explained: its title, its steps, and the explanations of its parts.

    `result` is what is explained, null where several results or a list of them share one title. `changed` are
    the values at work that are not the 2020 document's, with their sources.
    """

    title: Sentence
    steps: tuple[Step, ...]
    parts: tuple[Explanation, ...] = ()
    result: object = field(default=None, repr=False, compare=False)
    changed: tuple[ChangedValue, ...] = ()

    def all_steps(self) -> Iterator[Step]:
        """Return its steps and those of its parts, in order."""
        for part in self.all_parts():
            yield from part.steps

    def all_parts(self) -> Iterator[Explanation]:
        """Return itself and its parts, in order."""
        yield self
        for part in self.parts:
            yield from part.all_parts()

    def to_json(self) -> str:
        """Return the explanation as a JSON document of the format `xmut-rules/explanation/1`."""
        return json.dumps({"format": FORMAT, **_document(self)}, ensure_ascii=False, indent=1)


def _document(explanation: Explanation) -> dict[str, Any]:
    return {
        "code": explanation.title.code,
        "title": explanation.title.words._asdict(),
        "inputs": dict(explanation.title.inputs),
        "steps": [_step_document(step) for step in explanation.steps],
        **({"changed": [asdict(value) for value in explanation.changed]} if explanation.changed else {}),
        "parts": [_document(part) for part in explanation.parts],
    }


def _step_document(step: Step) -> dict[str, Any]:
    return {
        "code": step.sentence.code,
        "text": step.sentence.words._asdict(),
        "inputs": dict(step.sentence.inputs),
        "formula": step.formula,
        "exact": step.exact,
        "result": step.result,
        "unit": step.unit,
        "clause": step.clause,
        "readings": [{"id": decided.id, "value": decided.value} for decided in step.readings],
        "holds": step.holds,
    }


def step(  # noqa: PLR0913  a step has this many sides
    sentence: Sentence,
    result: Decimal | int | None = None,
    unit: Unit = "yuan",
    *,
    formula: str = "",
    exact: str = "",
    clause: str = "",
    readings: tuple[ReadingTaken, ...] = (),
    holds: bool | None = None,
) -> Step:
    """Return a step.

    Args:
        sentence: its sentence.
        result: what comes out, if anything does.
        unit: the unit of the result.
        formula: the calculation with its figures.
        exact: the value before rounding, where it was rounded.
        clause: the clause at work.
        readings: the readings that decided.
        holds: the answer of a closing check.
    """
    return Step(
        sentence=sentence,
        formula=formula,
        exact=exact,
        result="" if result is None else f"{result}",
        unit="" if result is None else unit,
        clause=clause,
        readings=readings,
        holds=holds,
    )


def explained(
    title: Sentence,
    steps: Iterable[Step],
    parts: Iterable[Explanation] = (),
    *,
    result: object = None,
    terms: PolicyPart | None = None,
) -> Explanation:
    """Return an explanation.

    Args:
        title: its title.
        steps: its own steps.
        parts: the explanations of its parts.
        result: what is explained, if it is one result.
        terms: the part of the policy that decided, if one did.
    """
    steps = tuple(steps)
    clauses = {row.clause for row in steps}
    changed = changed_values(terms) if terms else ()
    own = tuple(value for value in changed if FIELDS[value.field].clause in clauses and not _is_reading(value))
    return Explanation(title, steps, tuple(parts), result, own)


def _is_reading(value: ChangedValue) -> bool:
    """Whether a value without a source is the option of a reading: steps name those themselves."""
    known = FIELDS[value.field].reading
    return not value.source and known is not None and value.value in [row.value for row in reading(known).options]


def check(sentence: Sentence, amounts: Sequence[Decimal], total: Decimal) -> Step:
    """Return a closing check: amounts in yuan that sum to a total."""
    holds = sum(map(hundredths, amounts)) == hundredths(total)
    return step(sentence, total, formula=added(amounts), holds=holds)


def added(amounts: Iterable[Decimal]) -> str:
    """Write a sum; a negative amount is in brackets unless it is the first."""
    terms = [f"{amount}" for amount in amounts]
    return " + ".join(f"({term})" if place and term.startswith("-") else term for place, term in enumerate(terms))


def decided_by(reading_id: str, value: object = "") -> tuple[ReadingTaken, ...]:
    """Return the reading that decided; without a value it is the one that is always adopted."""
    return (ReadingTaken(reading_id, f"{value}" or reading(reading_id).taken.value),)


def unrounded(fen: Fraction) -> str:
    """Write an amount of fen as exact yuan: decimals where they end, else six of them and the fraction.

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


def share_step(  # noqa: PLR0913
    sentence: Sentence,
    result: Decimal,
    *,
    of: Decimal,
    weight: Decimal | int,
    whole: Decimal | int,
    clause: str,
    readings: tuple[ReadingTaken, ...],
) -> Step:
    """Return the step of a split, with the exact value where it was rounded.

    Args:
        sentence: its sentence.
        result: what this part gets, in yuan.
        of: what is split, in yuan.
        weight: the weight of this part.
        whole: the sum of all weights.
        clause: the clause at work.
        readings: the readings that decided.
    """
    exact = unrounded(hundredths(of) * Fraction(weight) / Fraction(whole))
    formula = f"{of} × {weight} ÷ {whole}"
    return step(sentence, result, formula=formula, exact=exact, clause=clause, readings=readings)


def added_up(amounts: Iterable[Decimal]) -> Decimal:
    """Return the exact sum of amounts."""
    return yuan(sum(map(hundredths, amounts)))


SUM_OF_PARTS = Phrase("sum-of-parts", "验算：{count} 笔之和等于合计", "check: the amounts ({count}) sum to the total")
NOT_IN_FORCE = Phrase(
    "not-in-force", "{date} 尚无政策可依，不予计酬", "no policy is in force on {date}: nothing is paid"
)
