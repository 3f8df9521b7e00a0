"""What a command reads: a term, policies, a document, with every error of all of them reported at once."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar, overload

from pydantic import ValidationError

from xmut_rules.base.errors import describe, input_errors
from xmut_rules.base.language import Language, Words, printable
from xmut_rules.base.values import Value
from xmut_rules.cli.outputs import READING, UnusableError, no_access, write_stream
from xmut_rules.cli.parser import Parser
from xmut_rules.files.columns import HEADS
from xmut_rules.files.merging import merge_with_hints
from xmut_rules.files.policies import read_amendment, read_policies
from xmut_rules.files.terms import TermRows, parse_with_hints, read_with_hints
from xmut_rules.files.words import TABLES
from xmut_rules.formats.json_text import read_bytes, read_stream
from xmut_rules.policy.amendments import POLICY_NAME, Amendment, PolicyChange
from xmut_rules.policy.editions import PILOT_2020
from xmut_rules.policy.terms import Policy, Timeline
from xmut_rules.rules.term import Term

DocumentT = TypeVar("DocumentT")
FirstT = TypeVar("FirstT")
SecondT = TypeVar("SecondT")
ThirdT = TypeVar("ThirdT")

TERM = Words(
    "学期数据：JSON 文件、CSV 表文件夹、.xlsx 工作簿，或 -（标准输入）",
    "the term: a JSON file, a folder of CSV tables, an .xlsx workbook, or - for standard input",
)
"""What a command accepts as a term."""

POLICY = Words(
    "政策或修订，JSON 或 TOML 文件，或 PILOT_2020", "a policy or an amendment as JSON or TOML, or PILOT_2020"
)
"""What a command accepts as a policy."""


def term_options(parser: Parser) -> None:
    """Add what every command that settles or checks a term takes: the term and its policies."""
    parser.input_option("term", metavar="TERM", words=TERM)
    policies_option(parser)


def policies_option(parser: Parser) -> None:
    """Add `--policy`, which may be given more than once."""
    parser.input_option("--policy", metavar="FILE", action="append", words=_POLICIES.filled(policy=POLICY))


_POLICIES = Words(
    "{policy}；可给出多次，按生效日期衔接；不写时为 2020 年的文件",
    "{policy}; repeat it for a timeline; the 2020 document by default",
)


def read_together(options: argparse.Namespace) -> tuple[Term, Policy | Timeline]:
    """Read the term and the policies of a command.

    Raises:
        UnusableError: with every error of both.
    """
    lang: Language = options.lang
    return together(lambda: read_term_at(options.term, lang), lambda: read_policies_at(options.policy, lang))


@overload
def together(first: Callable[[], FirstT], second: Callable[[], SecondT], /) -> tuple[FirstT, SecondT]: ...
@overload
def together(
    first: Callable[[], FirstT], second: Callable[[], SecondT], third: Callable[[], ThirdT], /
) -> tuple[FirstT, SecondT, ThirdT]: ...
def together(*sources: Callable[[], object]) -> tuple[object, ...]:
    """Read several inputs.

    Raises:
        UnusableError: with the lines of every input that cannot be used.
    """
    documents: list[object] = []
    lines: list[str] = []
    for source in sources:
        try:
            documents.append(source())
        except UnusableError as error:
            lines += error.lines
    if lines:
        raise UnusableError(*lines)
    return tuple(documents)


def read_input(name: str, source: Callable[[], DocumentT], lang: Language, *, known: Iterable[str] = ()) -> DocumentT:
    """Read one input.

    Args:
        name: what the input is called in each line.
        source: reads it.
        lang: the language of the lines.
        known: field names, for a hint where an unknown one is met.

    Raises:
        UnusableError: it cannot be read or used; a line an error.
    """
    try:
        return source()
    except ValidationError as error:
        lines = [f"{name}: {line}" for line in describe(error, lang=lang, known=known)]
    except OSError as error:
        lines = [no_access(name, error, READING, lang)]
    raise UnusableError(*lines)


def read_term_at(name: str, lang: Language) -> Term:
    """Read a term from a path or, for `-`, from standard input.

    Raises:
        UnusableError: it cannot be used.
    """
    with progress(Words("正在读取……", "reading…").to(lang)):
        return read_input(name, partial(_term, name, lang), lang, known=(*HEADS, *TABLES))


def merged_terms_at(names: Sequence[str], lang: Language) -> Term:
    """Read several files as one term.

    Raises:
        UnusableError: a file cannot be used, or they do not fit together; every error with its file.
    """
    with progress(Words("正在读取……", "reading…").to(lang)):
        try:
            found = merge_with_hints(names)
        except ValidationError as error:
            raise UnusableError(*describe(error, lang=lang, known=(*HEADS, *TABLES))) from None
    _write_hints("", found, lang)
    return found.term


def _write_hints(name: str, found: TermRows, lang: Language) -> None:
    """Write what was noticed while reading on standard error."""
    if found.hints:
        for line in describe(input_errors("Input", found.hints), lang=lang):
            place = f"{printable(name)}: " if name else ""
            write_stream(sys.stderr, f"{_HINT.to(lang)}{place}{line}\n")


_HINT = Words("注意：", "note: ")


def _term(name: str, lang: Language) -> Term:
    found = parse_with_hints(_standard_input()) if name == "-" else read_with_hints(name)
    _write_hints(name, found, lang)
    return found.term


def read_document_at(name: str, lang: Language) -> bytes:
    """Read a document as bytes from a path or, for `-`, from standard input.

    Raises:
        UnusableError: it cannot be read.
    """
    return read_input(name, lambda: _standard_input() if name == "-" else read_bytes(Path(name)), lang)


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    buffer: BinaryIO | None = getattr(sys.stdin, "buffer", None)  # a host may have put text in its place
    return sys.stdin.read().encode() if buffer is None else read_stream(buffer)


def read_policies_at(paths: Sequence[str] | None, lang: Language) -> Policy | Timeline:
    """Read policies; without paths it is `PILOT_2020`.

    Raises:
        UnusableError: a file cannot be used, each with its own name; if each can, what is wrong with them together.
    """
    paths = paths or [POLICY_NAME]
    lines: list[str] = []
    for path in paths:
        try:
            read_policy_at(path, partial(read_amendment, path), lang)
        except UnusableError as error:
            lines += error.lines
    if lines:
        raise UnusableError(*lines)
    return read_policy_at(", ".join(paths), partial(read_policies, paths), lang)


def read_policy_at(name: str, source: Callable[[], DocumentT], lang: Language) -> DocumentT:
    """Read one policy or amendment, or what several are together.

    Raises:
        UnusableError: it cannot be used.
    """
    return read_input(name, source, lang, known=_policy_fields())


def _policy_fields() -> tuple[str, ...]:
    """Return the fields of policies and amendments, for a hint where an unknown one is met."""
    own = (*Amendment.model_fields, *PolicyChange.model_fields)
    parts = (PILOT_2020, *(part for _, part in PILOT_2020 if isinstance(part, Value)))
    return tuple(dict.fromkeys([*own, *(name for part in parts for name in type(part).model_fields)]))


@contextmanager
def progress(text: str) -> Generator[None]:
    """Show on a terminal that something is under way, if rich is there; never in a pipe."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    try:
        from rich.console import Console  # noqa: PLC0415  an extra
    except ImportError:
        yield
        return
    with Console(stderr=True).status(text, spinner="line"):
        yield
