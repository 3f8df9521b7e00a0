"""Random terms through the model and the library, and the first place where the two differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from random import Random
from typing import Any, cast

from tests.model import generator, library
from tests.model.amounts import Row
from tests.model.answers import answer
from tests.model.hostile import spoil

MISSING = "(nothing)"


def first_difference(model: object, found: object, place: str = "") -> str | None:
    """The first place, in the model's order, where two JSON values differ, keys' order included."""
    pairs: Iterable[tuple[str, object, object]]
    if isinstance(model, dict) and isinstance(found, dict):
        left, right = cast("dict[str, object]", model), cast("dict[str, object]", found)
        if list(left) != list(right):
            return f"{place or 'keys'}: model {list(left)}, library {list(right)}"
        pairs = ((name, left[name], right[name]) for name in left)
    elif isinstance(model, list) and isinstance(found, list):
        both = zip_longest(cast("list[object]", model), cast("list[object]", found), fillvalue=MISSING)
        pairs = ((str(i), one, two) for i, (one, two) in enumerate(both))
    else:
        same = isinstance(model, bool) == isinstance(found, bool) and model == found
        return None if same else f"{place}: model {model!r}, library {found!r}"
    inner = (first_difference(one, two, f"{place}.{name}" if place else name) for name, one, two in pairs)
    return next((row for row in inner if row is not None), None)


def case(seed: int, *, hostile: bool = False) -> tuple[list[Row], dict[str, Any]]:
    """The policies and the term of a seed; made hostile, one value of the term is spoilt."""
    rng = Random(seed)
    policies, term = generator.policies(rng), generator.term(rng)
    if hostile:
        spoil(rng, term)
    return policies, term


@dataclass
class Tally:
    """What a run found: how many terms, how many of them refused by both, and every difference with its seed."""

    terms: int = 0
    refused: int = 0
    differences: list[str] = field(default_factory=list[str])

    def add(self, other: Tally) -> None:
        """Take in what another run found."""
        self.terms += other.terms
        self.refused += other.refused
        self.differences += other.differences


def run(seeds: Iterable[int], *, hostile: bool = False) -> Tally:
    """Compare the reports of the terms of some seeds."""
    tally = Tally()
    for seed in seeds:
        policies, term = case(seed, hostile=hostile)
        model, found = answer("settle_term", policies, term), library.settle_term(policies, term)
        tally.terms += 1
        tally.refused += model == {"refused": True} and found == model
        difference = first_difference(model, found)
        if difference is not None:
            tally.differences.append(f"seed {seed}: {difference}")
    return tally


def counted(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every rule, outcome and finding of a report, as kind and name."""
    found = [("training", line["rule"]) for line in report["training"]["lines"]]
    found += [("exams", row["rule"]) for row in report["exams"]["days"]]
    found += [("settlement", row["rule"]) for row in report["settlements"]]
    found += [("credits", row["outcome"]) for row in report["credits"]["decisions"]]
    found += [("cut", "cut") for row in report["credits"]["decisions"] if row["cut"] != "0"]
    return found + [(row["severity"], row["code"]) for row in report["findings"]]
