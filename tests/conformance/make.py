"""Write docs/conformance: `python -m tests.conformance.make` derives every output with the naive model.

Where the model says something else than what a case expects, all such cases are listed and nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.conformance.case import Case, Json, differences, read_cases
from tests.conformance.policies import policy_named
from tests.conformance.schema import file_schema
from tests.model.answers import answer

FOLDER = Path(__file__).parents[2] / "docs" / "conformance"


class Disagreement(Exception):  # noqa: N818  it is one
    """The model's output is not what a case expects."""


def policies_of(cases: Sequence[Case]) -> dict[str, Mapping[str, Json]]:
    """Return the policies that the cases name, the pilot first."""
    names = sorted({name for case in cases for name in case.policies}, key=lambda name: (name != "pilot", name))
    return {name: policy_named(name) for name in names}


def plain(value: Json) -> Json:
    """Return what JSON makes of a value: lists for tuples."""
    made: Json = json.loads(json.dumps(value))
    return made


def vector(case: Case, policies: Mapping[str, Mapping[str, Json]]) -> dict[str, Json]:
    """Derive the output of a case."""
    given = json.loads(json.dumps([case.input, *(policies[name] for name in case.policies)]))
    output = plain(answer(case.function, given[1:], given[0]))
    found = [] if case.expect is None else differences(case.expect, output)
    if found:
        raise Disagreement("\n".join([case.id, *found]))
    return {
        "id": case.id,
        "clause": case.clause,
        "readings": case.readings,
        "zh": case.zh,
        "en": case.en,
        "function": case.function,
        "policies": case.policies,
        "input": case.input,
        "output": output,
    }


def line(value: Json) -> str:
    """Write a value on one line."""
    return json.dumps(value, ensure_ascii=False)


def vectors_text() -> str:
    """Write the file of vectors: a line a policy, a line a vector."""
    cases = read_cases()
    policies = policies_of(cases)
    rows = [f"  {line(name)}: {line(policy)}" for name, policy in policies.items()]
    vectors: list[str] = []
    disagreements: list[str] = []
    for case in cases:
        try:
            vectors.append(f"  {line(vector(case, policies))}")
        except Disagreement as found:
            disagreements.append(f"{case.clause} {found}")
    if disagreements:
        raise Disagreement("\n".join(disagreements))
    head = '{\n "format": "xmut-rules/conformance/1",\n "policies": {\n'
    return head + ",\n".join(rows) + '\n },\n "vectors": [\n' + ",\n".join(vectors) + "\n ]\n}\n"


def schema_text() -> str:
    """Write the schema of that file."""
    return json.dumps(file_schema(), ensure_ascii=False, indent=1) + "\n"


FILES = {"vectors.json": vectors_text, "vectors.schema.json": schema_text}


def main() -> None:
    """Write both files."""
    FOLDER.mkdir(exist_ok=True)
    texts = {name: text() for name, text in FILES.items()}
    for name, text in texts.items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    try:
        main()
    except Disagreement as found:
        raise SystemExit(f"{found}") from None
