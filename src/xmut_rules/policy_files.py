"""Policies from files: JSON or TOML, complete or as an amendment of a named policy, one or several in order of time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from pydantic_core import PydanticCustomError

from xmut_rules.amendments import POLICY_NAME, Amendment, named
from xmut_rules.policy import PILOT_2020, Policy, Timeline
from xmut_rules.problems import fault, refusal
from xmut_rules.tables import as_path, decoded, parse_json, read_bytes

AMENDMENT_FORMAT = "xmut-rules/amendment/1"


def read_policy(path: str | Path) -> Policy:
    """Read a policy from a JSON or TOML file, complete or as an amendment of `PILOT_2020`.

    Args:
        path: a file; it is TOML if its name ends in .toml.

    Raises:
        ValidationError: the file is no policy; it holds every problem with its place.
        ValueError: `path` is no path.
        OSError: the file cannot be read.
    """
    found = _read(as_path(path))
    return found if isinstance(found, Policy) else found.applied(named(found.amends, _known([])))


def read_policies(paths: Iterable[str | Path]) -> Policy | Timeline:
    """Read policies from files: one gives itself, several a timeline.

    An amendment may name `PILOT_2020`, its number, or the number of a file before it; where it begins later than the
    policy that it amends, that policy holds until then.

    Args:
        paths: at least one file, the amended before the amending.

    Raises:
        ValidationError: a file is no policy, amends none that is known, or overlaps another.
        ValueError: no paths, or something that is none.
        OSError: a file cannot be read.
    """
    policies: list[Policy] = []
    for path in paths:
        found = _read(as_path(path))
        if isinstance(found, Amendment):
            base = named(found.amends, _known(policies))
            found = found.applied(base)
            if base.effective_from < found.effective_from:
                policies += [] if base in policies else [base]
            else:
                policies = [each for each in policies if each != base]
        policies.append(found)
    if not policies:
        raise ValueError("paths: expected at least one file")
    return policies[0] if len(policies) == 1 else Timeline(policies=tuple(policies))


def _known(policies: Iterable[Policy]) -> dict[str, Policy]:
    """Give the policies that an amendment can name; a later one of the same number is meant."""
    known = {POLICY_NAME: PILOT_2020, PILOT_2020.document.number: PILOT_2020}
    return known | {each.document.number: each for each in policies}


def policy_of(name: str | Path) -> Policy:
    """Give `PILOT_2020` by its name, or the policy of a file.

    Raises:
        ValidationError: the file is no policy.
        ValueError: it is neither a name nor a path.
        OSError: the file cannot be read.
    """
    return PILOT_2020 if name == POLICY_NAME else read_policy(name)


def policies_of(names: Iterable[str | Path]) -> Policy | Timeline:
    """Give `PILOT_2020` by its name, or the policies of files, as `read_policies` does.

    Raises:
        ValidationError: a file is no policy, amends none that is known, or overlaps another.
        ValueError: no names, or something that is none.
        OSError: a file cannot be read.
    """
    paths = [name for name in names if name != POLICY_NAME]
    return read_policies(paths) if paths else PILOT_2020


def read_amendment(path: str | Path) -> Amendment | None:
    """Read a file's amendment; nothing where it is a complete policy.

    Raises:
        ValidationError: the file is no policy.
        ValueError: `path` is no path.
        OSError: the file cannot be read.
    """
    found = _read(as_path(path))
    return found if isinstance(found, Amendment) else None


def _read(path: Path) -> Policy | Amendment:
    data = read_bytes(path)
    if path.suffix.lower() == ".toml":
        document = _toml(data)
        if document.get("format") == AMENDMENT_FORMAT:
            return Amendment.model_validate(document)
        return Policy.model_validate(document)
    return parse_json(Amendment, data) if AMENDMENT_FORMAT.encode() in data else parse_json(Policy, data)


def _toml(data: bytes) -> dict[str, object]:
    """Parse TOML; what is broken or nested too deeply is told like any input."""
    try:
        return tomllib.loads(decoded(data))
    except PydanticCustomError as problem:
        raise refusal("Input", [((), problem)]) from None
    except RecursionError:
        raise refusal("Input", [((), fault("json-depth"))]) from None
    except tomllib.TOMLDecodeError as error:
        raise refusal("Input", [((), fault("toml-syntax", error=str(error)[:200]))]) from None
    except ValueError:
        raise refusal("Input", [((), fault("json-number"))]) from None
