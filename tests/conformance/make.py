"""Write docs/conformance: `python -m tests.conformance.make` derives every output with the naive model.

It fails where the model says something else than what a case expects.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.conformance.case import CLAUSES, Case, Json, differences
from tests.conformance.policies import policy_named
from tests.conformance.schema import file_schema
from tests.model.answers import answer

FOLDER = Path(__file__).parents[2] / "docs" / "conformance"
MODULES = (
    *("tariffs", "training", "training_checks", "in_force", "lessons", "exams", "exam_splits"),
    *("settlement", "awards", "settlement_refused", "accounts", "credits", "credit_pairs", "credit_terms"),
    *("schedule", "notices", "refused", "terms", "terms_more", "more"),
)


class Disagreement(Exception):  # noqa: N818  it is one
    """The model's output is not what a case expects."""


def all_cases() -> list[Case]:
    """Give every case, by clause and id."""
    modules = [importlib.import_module(f"tests.conformance.cases_{name}") for name in MODULES]
    cases = [each for module in modules for each in module.CASES]
    return sorted(cases, key=lambda each: (CLAUSES.index(each.clause), each.id))


def policies_of(cases: Sequence[Case]) -> dict[str, Mapping[str, Json]]:
    """Give the policies that the cases name, the pilot first."""
    names = sorted({name for each in cases for name in each.policies}, key=lambda name: (name != "pilot", name))
    return {name: policy_named(name) for name in names}


def plain(value: Json) -> Json:
    """Give what JSON makes of a value: lists for tuples."""
    made: Json = json.loads(json.dumps(value))
    return made


def vector(each: Case, policies: Mapping[str, Mapping[str, Json]]) -> dict[str, Json]:
    """Derive the output of a case."""
    given = json.loads(json.dumps([each.input, *(policies[name] for name in each.policies)]))
    output = plain(answer(each.function, given[1:], given[0]))
    found = [] if each.expect is None else differences(each.expect, output)
    if found:
        raise Disagreement("\n".join([each.id, *found]))
    return {
        "id": each.id,
        "clause": each.clause,
        "readings": each.readings,
        "zh": each.zh,
        "en": each.en,
        "function": each.function,
        "policies": each.policies,
        "input": each.input,
        "output": output,
    }


def line(value: Json) -> str:
    """Write a value on one line."""
    return json.dumps(value, ensure_ascii=False)


def vectors_text() -> str:
    """Write the file of vectors: a line a policy, a line a vector."""
    cases = all_cases()
    policies = policies_of(cases)
    rows = [f"  {line(name)}: {line(policy)}" for name, policy in policies.items()]
    vectors = [f"  {line(vector(each, policies))}" for each in cases]
    head = '{\n "format": "xmut-rules/conformance/1",\n "policies": {\n'
    return head + ",\n".join(rows) + '\n },\n "vectors": [\n' + ",\n".join(vectors) + "\n ]\n}\n"


def schema_text() -> str:
    """Write the schema of that file."""
    return json.dumps(file_schema(), ensure_ascii=False, indent=1) + "\n"


FILES = {"vectors.json": vectors_text, "vectors.schema.json": schema_text}


def main() -> None:
    """Write both files."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in FILES.items():
        (FOLDER / name).write_text(text(), "utf-8")


if __name__ == "__main__":
    main()
