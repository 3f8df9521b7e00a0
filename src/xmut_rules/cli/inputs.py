"""What a command reads: a term, policies, a document, with every problem reported."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from xmut_rules.base.language import Language, Words
from xmut_rules.cli.outputs import UnusableError, no_access

if TYPE_CHECKING:
    from xmut_rules.policy.terms import Policy, Timeline
    from xmut_rules.rules.term import Term


DocumentT = TypeVar("DocumentT")


def inputs(options: argparse.Namespace) -> tuple[Term, Policy | Timeline]:
    """Read the term and the policy; every problem of both is told."""
    lines: list[str] = []
    with busy(Words("正在读取……", "reading…").to(options.lang)):
        term = read_term_input(options.term, options.lang, lines)
    policy = read_policy_input(options.policy or ["PILOT_2020"], options.lang, lines)
    if term is None or policy is None:
        raise UnusableError(*lines)
    return term, policy


def read_term_input(name: str, lang: Language, lines: list[str]) -> Term | None:
    """Read a term from a path or, for `-`, from standard input; what is wrong with it goes to `lines`."""
    from xmut_rules.files.words import HEADS, TABLES

    return read_input(name, partial(_term, name), (*HEADS, *TABLES), lang, lines)


def _term(name: str) -> Term:
    from xmut_rules.files.terms import parse_term, read_term
    from xmut_rules.formats.json_text import read_stream

    if name != "-":
        return read_term(name)
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return parse_term(read_stream(sys.stdin.buffer))


def read_policy_input(paths: Sequence[str], lang: Language, lines: list[str]) -> Policy | Timeline | None:
    """Read policies: each file by itself first, so that its problems bear its name, then all together."""
    from xmut_rules.files.policies import read_amendment, read_policies

    before = len(lines)
    for path in paths:
        read_input(path, partial(read_amendment, path), policy_fields(), lang, lines)
    if len(lines) > before:
        return None
    return read_input(", ".join(paths), partial(read_policies, paths), policy_fields(), lang, lines)


@contextmanager
def busy(words: str) -> Generator[None]:
    """Show on a terminal that something is under way, if rich is there; never in a pipe."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    try:
        from rich.console import Console
    except ImportError:
        yield
        return
    with Console(stderr=True).status(words, spinner="line"):
        yield


def policy_fields() -> tuple[str, ...]:
    """Name the fields of policies and amendments, for a hint where an unknown one is met."""
    from xmut_rules.base.values import Value
    from xmut_rules.policy import PILOT_2020
    from xmut_rules.policy.amendments import Amendment, PolicyChange

    own = (*Amendment.model_fields, *PolicyChange.model_fields)
    parts = (PILOT_2020, *(part for _, part in PILOT_2020 if isinstance(part, Value)))
    return tuple(dict.fromkeys([*own, *(name for part in parts for name in type(part).model_fields)]))


def read_input(
    name: str, source: Callable[[], DocumentT], known: Sequence[str], lang: Language, lines: list[str]
) -> DocumentT | None:
    """Read one input; what is wrong with it goes to `lines`."""
    from pydantic import ValidationError

    from xmut_rules.base.errors import describe

    try:
        return source()
    except ValidationError as error:
        lines.extend(f"{name}: {line}" for line in describe(error, lang=lang, known=known))
    except OSError as error:
        lines.append(no_access(name, error, lang, "读取", "read"))
    return None
