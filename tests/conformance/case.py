"""What a case of the conformance suite is, and a short way to write one.

A case states a fact of policy.md: under these policies this function gives, for this input, what the model
(`tests.model`) derives. `expect` is what we worked out by hand: the whole output, or a part of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

CLAUSES = (
    "§0a",
    "§1.2b",
    "§2.2.4b",
    "§3.3a",
    "§3.3c",
    "§3.4a",
    "§3.4b",
    "§3.4c",
    "§3.5.1b",
    "§3.5.1c",
    "§3.5.2",
    "§3.5.2.1",
    "§3.5.2.2a",
    "§3.5.2.2b",
    "§3.5.3a",
    "§3.5.3b",
    "§3.5.4d",
    "§3.5.4e",
)
REFUSED: Mapping[str, Json] = {"refused": True}


@dataclass(frozen=True, slots=True)
class Case:
    """One case: where it belongs, what goes in, why the output is what it is, and what we know of the output."""

    id: str
    clause: str
    readings: tuple[str, ...]
    zh: str
    en: str
    function: str
    policies: tuple[str, ...]
    input: Mapping[str, Json]
    expect: Json = None


def case(
    where: str,
    id: str,  # noqa: A002  the name that it has in the file
    function: str,
    given: Mapping[str, Json],
    zh: str,
    en: str,
    expect: Json = None,
    policies: str = "pilot",
) -> Case:
    """Write a case: `where` is the clause, then its readings, such as `§3.5.2.2b B4 B8`."""
    clause, *readings = where.split()
    return Case(id, clause, tuple(readings), zh, en, function, tuple(policies.split()), given, expect)


def differences(expected: Json, got: Json, place: str = "output") -> list[str]:
    """Say where `got` is not what was expected; of an object only the expected keys are looked at."""
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        missing = [f"{place}.{key}: missing" for key in expected if key not in got]
        found = [differences(value, got[key], f"{place}.{key}") for key, value in expected.items() if key in got]
        return missing + [line for lines in found for line in lines]
    if isinstance(expected, list | tuple) and isinstance(got, list | tuple) and len(expected) == len(got):
        pairs = enumerate(zip(expected, got, strict=True))
        found = [differences(one, other, f"{place}[{index}]") for index, (one, other) in pairs]
        return [line for lines in found for line in lines]
    same = expected == got and isinstance(expected, bool) == isinstance(got, bool)
    return [] if same else [f"{place}: expected {expected!r}, got {got!r}"]
