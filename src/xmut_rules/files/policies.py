"""Policies from files: JSON or TOML, complete or as an amendment of a named policy, one or several in order of time.

The name `PILOT_2020` stands for the 2020 document wherever a file is asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from pydantic_core import PydanticCustomError, from_json

from xmut_rules.base.errors import input_error, input_errors
from xmut_rules.base.language import WordedError, Words
from xmut_rules.formats.json_text import as_path, as_paths, decoded, parse_json, read_bytes
from xmut_rules.policy.amendments import POLICY_NAME, Amendment, in_sequence, named
from xmut_rules.policy.editions import PILOT_2020
from xmut_rules.policy.terms import Policy, Timeline

_NULLABLE = (
    ("effective_until",),
    ("credits", "category_cap"),
    ("credits", "earliest_issue"),
    ("schedule", "notice_days"),
)
"""The fields of a complete policy that TOML, which has no null, may leave out."""

_MOST_DOTS = 1_000
"""A line of TOML with more dots is not parsed: a key of so many parts takes time and memory of its square."""


def read_policy(path: str | Path, *, known: Iterable[Policy] = ()) -> Policy:
    """Read a policy from a JSON or TOML file, complete or as an amendment.

    Args:
        path: a file, TOML if its name ends in .toml, or `PILOT_2020`.
        known: policies that an amendment may name by their document numbers, besides `PILOT_2020`.

    Raises:
        ValidationError: the file is no policy; it holds every error with its place.
        ValueError: `path` is no path.
        OSError: the file cannot be read.
    """
    if path == POLICY_NAME:
        return PILOT_2020
    found = _read(as_path(path))
    return found if isinstance(found, Policy) else found.applied(named(found.amends, _known(known)))


def read_amendment(path: str | Path) -> Amendment | None:
    """Return the amendment in a file; nothing where it is a complete policy.

    Raises:
        ValidationError: the file is no policy.
        ValueError: `path` is no path.
        OSError: the file cannot be read.
    """
    found = PILOT_2020 if path == POLICY_NAME else _read(as_path(path))
    return found if isinstance(found, Amendment) else None


def read_policies(paths: Iterable[str | Path]) -> Policy | Timeline:
    """Read policies from files: one gives itself, several a timeline.

    The order of the files changes nothing. An amendment amends what the policy that it names has become by then,
    whoever changed it; until it begins that policy holds, and where it ends the policy resumes without it.

    Args:
        paths: at least one file, or `PILOT_2020`.

    Raises:
        ValidationError: a file is no policy, amends none that is known, or overlaps another.
        ValueError: no paths, or something that is none.
        OSError: a file cannot be read.
    """
    policies = all_policies(paths)
    if not policies:
        raise WordedError(_NO_FILE, ("paths",))
    return policies[0] if len(policies) == 1 else Timeline(policies=policies)


_NO_FILE = Words("至少要有一个文件", "expected at least one file")


def all_policies(paths: Iterable[str | Path]) -> tuple[Policy, ...]:
    """Read policies as `read_policies` does, without asking that they follow one another.

    Raises:
        ValidationError: a file is no policy, or amends none that is known.
        ValueError: something that is no path.
        OSError: a file cannot be read.
    """
    given = as_paths(paths)
    return in_sequence(PILOT_2020 if path == Path(POLICY_NAME) else _read(path) for path in given)


def _known(policies: Iterable[Policy]) -> dict[str, Policy]:
    """Return the policies that an amendment can name; of one number the latest is meant."""
    known = {POLICY_NAME: PILOT_2020, PILOT_2020.document.number: PILOT_2020}
    return known | {policy.document.number: policy for policy in policies}


def _read(path: Path) -> Policy | Amendment:
    data = read_bytes(path)
    if path.suffix.lower() == ".toml":
        document = _toml(data)
        if _is_amendment(document):
            return Amendment.model_validate(_with_nulls(document))
        for *parents, name in _NULLABLE:
            part: Any = document
            for parent in parents:
                part = part.get(parent)
            if isinstance(part, dict):
                cast("dict[str, object]", part).setdefault(name, None)
        return Policy.model_validate(document)
    try:
        is_amendment = _is_amendment(from_json(decoded(data)[0]))
    except ValueError:
        is_amendment = False
    return parse_json(Amendment, data) if is_amendment else parse_json(Policy, data)


def _with_nulls(amendment: dict[str, object]) -> dict[str, object]:
    """Return an amendment from TOML, which has no null, with it where a change has the text `null` as its value."""
    changes = amendment.get("changes")
    for row in cast("list[object]", changes) if isinstance(changes, list) else []:
        change = cast("dict[str, object]", row) if isinstance(row, dict) else {}
        if change.get("value") == "null":
            change["value"] = None
    return amendment


def _is_amendment(document: object) -> bool:
    """Return whether a document amends another, by its format or by naming it."""
    if not isinstance(document, dict):
        return False
    fields = cast("dict[str, Any]", document)
    form = fields.get("format")
    return "amends" in fields or (isinstance(form, str) and form.startswith("xmut-rules/amendment/"))


def _toml(data: bytes) -> dict[str, object]:
    """Parse TOML; what is broken or nested too deeply is an input error."""
    try:
        text, _ = decoded(data)
        if any(line.count(".") > _MOST_DOTS for line in text.split("\n")):
            raise input_error("json-depth")
        return tomllib.loads(text)
    except PydanticCustomError as error:
        raise input_errors("Input", [((), error)]) from None
    except RecursionError:
        raise input_errors("Input", [((), input_error("json-depth"))]) from None
    except tomllib.TOMLDecodeError as error:
        raise input_errors("Input", [((), input_error("toml-syntax", error=str(error)[:200]))]) from None
    except ValueError:
        raise input_errors("Input", [((), input_error("json-number"))]) from None
