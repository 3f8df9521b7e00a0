"""The JSON Schemas accept what the loader accepts and refuse what it refuses, and are shipped as files."""

from __future__ import annotations

import copy
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import jsonschema
import pydantic
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from xmut_rules import PILOT_2020, Policy, Term
from xmut_rules.base.values import Day, Moment
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
    assert as_described_here(name, shipped) == as_described_here(name, schema_of(name))


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


PATTERNS: dict[str, list[str]] = {}
"""Every pattern of the schemas, with the schemas that hold it, as often as they do."""


def noted(name: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Note the pattern of an object of a schema, if it has one."""
    if isinstance(fields.get("pattern"), str):
        PATTERNS.setdefault(fields["pattern"], []).append(name)
    return fields


for document in DOCUMENTS:
    json.loads(json.dumps(schema_of(document)), object_hook=partial(noted, document))


def test_a_form_is_described_once() -> None:
    """Ids, days, amounts and the like stand once in `$defs`; no schema has a pattern twice, or a title of a field."""
    assert [pattern for pattern, names in PATTERNS.items() if len(names) > len(set(names))] == []
    named = {name for document in DOCUMENTS for name in schema_of(document)["$defs"]}
    assert {"Id", "Text", "Day", "ClockTime", "Moment", "Yuan", "YuanFromZero", "ClassHours", "Credits"} <= named
    definitions = schema_of("term")["$defs"]
    assert definitions["Booking"]["properties"]["booking_id"] == {"$ref": "#/$defs/Id"}
    assert definitions["Day"]["format"] == "date"
    assert [name for name, part in definitions.items() if not part.get("description")] == []


def test_every_pattern_is_one_of_javascript_without_flags() -> None:
    r"""A pattern is ASCII, has no escape but `\\.`, `\\s` and `\\u` with four digits, and no group but a plain one."""
    for pattern in PATTERNS:
        assert pattern.isascii()
        assert "\\" not in re.sub(r"\\(\.|s|u[0-9a-f]{4})", "", pattern)
        assert "(?" not in pattern
        assert (pattern[0], pattern[-1]) == ("^", "$") or pattern.startswith("T(")


TEXTS: list[str] = [
    *(value for value in ODD if isinstance(value, str)),
    *(
        "TR01",
        "TR 01",
        " TR01",
        "TR01 ",
        "'TR01",
        "证书A",
        "李\u3000四",
        "\u3000",
        "𠀀",
        "👍",
        "e\u0301",
        "C01\n",
        "\tC01",
    ),
    *(
        f"C{chr(point)}01"
        for point in (0, 0x1F, 0x7F, 0x85, 0xAD, 0x600, 0x200B, 0x2028, 0x202E, 0xE000, 0xFEFF, 0xFFFE)
    ),
    *("08:30", "24:00", "08:30:15", "08:30:15.123456", "8:30", "2021-05-29T08:30", "2021-05-29T08:30:00"),
    *(
        "2021-05-29T08:30Z",
        "2021-05-29T08:30:00Z",
        "2021-05-29T08:30:00.5+08:00",
        "2021-02-29T08:30",
        "2021-05-29 08:30",
    ),
    *("-120.00", "-0", "23.99", "24.00", "24.01", "0/7", "7/0", "１２0", "٣", "12\n"),
]

IN_NODE = """
const [patterns, texts] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const found = ["", "u"].map(flags => patterns.map(form => texts.map(text => new RegExp(form, flags).test(text))));
console.log(JSON.stringify(found));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="NOT TESTED: there is no node on this machine")
def test_javascript_reads_the_patterns_as_python_does() -> None:
    """Without flags and with the flag u, a pattern accepts in JavaScript the texts that the loader's own does here."""
    given = json.dumps([[*PATTERNS], TEXTS])
    done = subprocess.run(["node", "-e", IN_NODE], input=given, capture_output=True, text=True, check=True)
    here = [[bool(re.search(pattern.replace("$", r"\Z"), text)) for text in TEXTS] for pattern in PATTERNS]
    assert json.loads(done.stdout) == [here, here]


def test_a_moment_is_accepted_where_formats_are_asserted_too() -> None:
    """A validator that asserts `date` and `date-time` accepts the same: local times and those without seconds, too."""
    kinds: Any = TypeAdapter(tuple[Day, Moment])
    formats = jsonschema.FormatChecker(["date"])
    rfc_3339 = re.compile(r"[0-9-]{10}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})")

    @formats.checks("date-time")
    def is_date_time(text: object) -> bool:
        """Whether a text is what RFC 3339 calls a date-time."""
        return not isinstance(text, str) or rfc_3339.fullmatch(text) is not None

    assert is_date_time(0)
    validators: list[Any] = [
        jsonschema.Draft202012Validator(kinds.json_schema(), format_checker=checker) for checker in (None, formats)
    ]
    for second in ("", ":00", ":00.5", ":60"):
        for zone in ("", "Z", "+08:00", "-24:00", "+8", "+0800"):
            for day in ("2021-05-29", "2021-02-29"):
                value = ["2021-05-29", f"{day}T08:30{second}{zone}"]
                is_read = day != "2021-02-29" and second != ":60" and zone in ("", "Z", "+08:00")
                assert [validator.is_valid(value) for validator in validators] == [is_read] * 2, value
                assert reads(kinds, value) == is_read


def reads(kind: TypeAdapter[Any], value: object) -> bool:
    """Return whether a JSON value is read."""
    try:
        kind.validate_json(json.dumps(value))
    except ValueError:
        return False
    return True


def test_an_unknown_document_is_reported() -> None:
    """A document without a schema is a ValueError that names the nearest."""
    with pytest.raises(ValueError, match="unknown document 'polici'; the nearest is policy"):
        schema_of("polici")
