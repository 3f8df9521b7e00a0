"""The JSON Schemas of the documents: term, policy (complete or as an amendment), forecast plan and report.

A schema takes what the loader takes, but for what a schema cannot say: fields that contradict each other, ids that do
not exist or repeat, 1.0 for a whole number, moments that only their zone moves into or out of 2000 to 2099, and
characters beyond U+FFFF that do not print, which no pattern that is valid in JavaScript without flags can name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xmut_rules.base.errors import no_such
from xmut_rules.base.language import Words
from xmut_rules.policy.amendments import AMENDABLE, Amendment
from xmut_rules.policy.terms import Policy
from xmut_rules.rules.forecast import ForecastPlan
from xmut_rules.rules.report import report_adapter
from xmut_rules.rules.term import Term

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _policy() -> Schema:
    """A complete policy, or an amendment whose values are those that the policy's own fields take."""
    whole, amendment = Policy.model_json_schema(), Amendment.model_json_schema()
    parts = {**whole["$defs"], **amendment.pop("$defs")}
    change: Schema = parts.pop("PolicyChange")
    changes: list[Schema] = []
    for field in AMENDABLE:
        part, _, name = field.partition(".")
        terms = parts[whole["properties"][part]["$ref"].rpartition("/")[2]]
        own = {**change["properties"], "field": {"const": field}, "value": terms["properties"][name]}
        changes.append({**change, "properties": own})
    amendment["properties"]["changes"]["items"] = {"anyOf": changes}
    del whole["$defs"]
    return {"title": "Policy", "anyOf": [whole, amendment], "$defs": parts}


_SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "term": Term.model_json_schema,
    "policy": _policy,
    "forecast": ForecastPlan.model_json_schema,
    "report": lambda: report_adapter().json_schema(mode="serialization"),
}

DOCUMENTS: tuple[str, ...] = tuple(_SCHEMAS)
"""The documents that have a schema."""


def schema_of(document: str) -> Schema:
    """Return the JSON Schema of a document.

    Args:
        document: one of `DOCUMENTS`.

    Raises:
        ValueError: another document.
    """
    if not isinstance(document, str) or document not in _SCHEMAS:
        raise no_such(Words("文件类型", "document"), document, DOCUMENTS)
    return {"$schema": DIALECT, **_SCHEMAS[document]()}
