"""The library's answers as the model gives them: the one place of this folder, beside the tests, that calls it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter

import xmut_rules as x
from tests.model.amounts import Row
from tests.model.findings import in_order

T = TypeVar("T", bound=BaseModel)
ADAPTERS: dict[str, TypeAdapter[Any]] = {}
SHOWN = ("code", "severity", "clause", "refs")


@lru_cache(20_000)
def policy_of(text: str) -> x.Policy:
    """A policy from its JSON, kept: a million terms use a few thousand."""
    return x.Policy.model_validate_json(text)


def timeline(policies: Sequence[Row]) -> x.Policy | x.Timeline:
    """One policy by itself, several as a timeline."""
    read = [policy_of(json.dumps(policy)) for policy in policies]
    return read[0] if len(read) == 1 else x.Timeline(policies=tuple(read))


def without_words(findings: Iterable[Row]) -> list[Row]:
    """Findings without params and message; the library's own order by code and refs is held to first."""
    shown = [{name: row[name] for name in SHOWN} for row in findings]
    keys = [(row["code"], row["refs"]) for row in shown]
    assert keys == sorted(keys)
    return in_order(shown)


def settle_term(policies: Sequence[Row], term: Row) -> Row:
    """The report of a term, without the policies; or that it is refused."""
    try:
        read = x.Term.model_validate_json(json.dumps(term))
    except ValueError:
        return {"refused": True}
    report: dict[str, Any] = json.loads(x.settle_term(read, policy=timeline(policies)).to_json())
    del report["policies"]
    return {**report, "findings": without_words(report["findings"])}


def read(row_type: type[T], rows: Iterable[Row]) -> list[T]:
    """Rows as the library's own."""
    return [row_type.model_validate_json(json.dumps(row)) for row in rows]


def plain(result: object) -> Any:
    """A result as JSON."""
    name = type(result).__name__
    if name not in ADAPTERS:
        ADAPTERS[name] = TypeAdapter(type(result))
    return ADAPTERS[name].dump_python(result, mode="json")


def findings(found: Iterable[x.Finding]) -> Row:
    """Findings as JSON."""
    return {"findings": without_words([plain(row) for row in found])}
