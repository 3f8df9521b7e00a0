"""The JSON Schemas accept what the loader accepts and refuse what it refuses, and are shipped as files."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import jsonschema
import pydantic
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xmut_rules import PILOT_2020, Policy, Term
from xmut_rules.files.schemas import DOCUMENTS, schema_of
from xmut_rules.formats.json_text import parse_json
from xmut_rules.policy.amendments import AMENDABLE, Amendment

ROOT = Path(__file__).parents[2]
PILOT: dict[str, Any] = json.loads(PILOT_2020.model_dump_json())
TERM: dict[str, Any] = json.loads((ROOT / "docs" / "examples" / "clean" / "term.json").read_text("utf-8"))
AMENDMENT: dict[str, Any] = {
    "format": "xmut-rules/amendment/1",
    "amends": "PILOT_2020",
    "effective_from": "2024-09-01",
    "changes": [{"field": "exams.day_rate", "value": "600", "source": "an example"}],
}
VALIDATORS: dict[str, Any] = {name: jsonschema.Draft202012Validator(schema_of(name)) for name in DOCUMENTS}
ODD: list[Any] = [
    *(None, True, False, 0, 1, -1, 3, 180, 1440, 1441, 10**13, 10**13 - 1, 0.5, 100.5, [], {}, [None], "", " ", "x"),
    *("0", "1", "-1", "600", "600.00", "600.005", "-0.00", "99.99", "100", "1e3", "１２", "1_000", "9999999999999"),
    *("3/10", "0.30", "30%", "30", "1.5", "150%", "3/0", "0/1", "2024-02-29", "2023-02-29", "2099-12-31", "1999-12-31"),
    *("2100-01-01", "2024-04-31", "hourly", "capped", "flat", "ceiling", "person", "sessions", "half_even", "down"),
    *(
        "each",
        "highest",
        "§3.4c",
        "§3.5.2.1",
        "初级",
        "innovation_practice",
        "xmut-rules/policy/1",
        "a" * 500,
        "a" * 501,
    ),
    [{"level": "初级", "credits": "1"}],
    [
        {"level": "初级", "credits": 1, "category": "general_elective"},
        {"level": "高级", "credits": "2", "category": None},
    ],
    [{"level": "特级", "credits": "1"}],
    [{"level": "初级"}],
]


def accepts(document: str, value: Any) -> bool:
    """Return whether the schema takes a JSON value."""
    validator: Any = VALIDATORS[document]
    return bool(validator.is_valid(value))


def loads(kind: type[Policy | Amendment | Term], value: Any) -> bool:
    """Return whether the loader takes a JSON value, references and contradictions between fields aside."""
    try:
        parse_json(kind, json.dumps(value).encode())
    except ValueError:
        return False
    return True


def places(node: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """Every place of a JSON value."""
    if path:
        yield path
    if hasattr(node, "items"):
        for key, value in node.items():
            yield from places(value, *path, key)
    elif type(node) is list and node:
        yield from places(node[0], *path, 0)


def put(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """Return a copy of a JSON value with one place changed."""
    whole = copy.deepcopy(value)
    node = whole
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = new
    return whole


def test_the_schemas_are_json_schemas() -> None:
    """Each schema is one by its own dialect and names it."""
    for name in DOCUMENTS:
        schema = schema_of(name)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert DOCUMENTS == ("term", "policy", "forecast", "report")


def as_described_here(name: str, schema: Any) -> Any:
    """Leave out the descriptions that the pydantic of this host does not write."""
    if name != "report" or tuple(map(int, pydantic.VERSION.split(".")[:2])) >= (2, 13):
        return schema
    if isinstance(schema, dict):
        fields = cast("dict[str, Any]", schema)
        return {key: as_described_here(name, part) for key, part in fields.items() if key != "description"}
    return schema


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_shipped_files_are_the_schemas(name: str) -> None:
    """The versioned file of each schema holds what the package gives; pydantic before 2.13 describes no results."""
    shipped = json.loads((ROOT / "docs" / "schemas" / f"{name}.1.json").read_text("utf-8"))
    assert as_described_here(name, shipped) == schema_of(name)


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", list(places(PILOT)), ids=lambda path: ".".join(map(str, path)))
def test_a_policy_with_any_value_changed_is_judged_alike(path: tuple[str | int, ...]) -> None:
    """For odd values at every place of a policy, schema and loader agree."""
    for value in ODD:
        document = put(PILOT, path, value)
        ends_first = str(document.get("effective_until")) < str(document.get("effective_from"))
        if document.get("effective_until") and ends_first:
            continue  # two fields that contradict each other are beyond a schema
        assert accepts("policy", document) == loads(Policy, document), (path, value)


@pytest.mark.exhaustive
@pytest.mark.parametrize("field", AMENDABLE)
def test_an_amendment_of_any_field_is_judged_alike(field: str) -> None:
    """For odd values of every field that may be amended, the schema takes what the amended policy takes."""
    for value in ODD:
        document = put(AMENDMENT, ("changes", 0), {"field": field, "value": value, "source": "…"})
        is_loaded = loads(Amendment, document)
        if is_loaded:
            try:
                Amendment.model_validate_json(json.dumps(document)).applied(PILOT_2020)
            except ValueError:
                is_loaded = False
        assert accepts("policy", document) == is_loaded, (field, value)


@pytest.mark.parametrize("path", list(places(AMENDMENT)), ids=lambda path: ".".join(map(str, path)))
def test_an_amendment_with_any_place_changed_is_judged_alike(path: tuple[str | int, ...]) -> None:
    """For odd values at every place of an amendment but its field, schema and loader agree."""
    for value in [] if path[-1] in ("field", "value") else ODD:
        document = put(AMENDMENT, path, value)
        assert accepts("policy", document) == loads(Amendment, document), (path, value)


def test_keys_that_are_missing_or_unknown_are_judged_alike() -> None:
    """Without any one key, or with one more, schema and loader agree on a policy."""
    for path in places(PILOT):
        whole = copy.deepcopy(PILOT)
        node: Any = whole
        for key in path[:-1]:
            node = node[key]
        del node[path[-1]]
        assert accepts("policy", whole) == loads(Policy, whole), path
        whole = put(PILOT, (*path[:-1], "extra"), 1)
        assert not accepts("policy", whole)
        assert not loads(Policy, whole)


@pytest.mark.exhaustive
@given(st.data())
@settings(max_examples=300)
def test_a_term_with_any_value_changed_is_judged_alike(data: st.DataObject) -> None:
    """What the schema of terms refuses, the loader refuses too; what it takes is refused for contradictions alone."""
    path = data.draw(st.sampled_from([*places(TERM)]))
    document = put(TERM, path, data.draw(st.sampled_from(ODD)))
    if not accepts("term", document):
        assert not loads(Term, document) or path[0] == "projects"


def test_an_unknown_document_is_reported() -> None:
    """A document without a schema is a ValueError that names the nearest."""
    with pytest.raises(ValueError, match="unknown document 'polici'; the nearest is policy"):
        schema_of("polici")
