"""What the command reads and writes: inputs with every problem told, outputs whole or not at all."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, TypeVar

from xmut_rules.problems import Language, say

if TYPE_CHECKING:
    from xmut_rules import Policy, Term, Timeline

DocumentT = TypeVar("DocumentT")


class UnusableError(Exception):
    """Input that cannot be used, or output that cannot be written; the lines say why."""

    def __init__(self, *lines: str) -> None:
        """Keep the lines."""
        super().__init__(*lines)
        self.lines = lines


def inputs(options: argparse.Namespace) -> tuple[Term, Policy | Timeline]:
    """Read the term and the policy; every problem of both is told."""
    lines: list[str] = []
    with busy(say(options.lang, "正在读取……", "reading…")):
        term = read_term_input(options.term, options.lang, lines)
    policy = read_policy_input(options.policy or ["PILOT_2020"], options.lang, lines)
    if term is None or policy is None:
        raise UnusableError(*lines)
    return term, policy


def read_term_input(name: str, lang: Language, lines: list[str]) -> Term | None:
    """Read a term from a path or, for `-`, from standard input; what is wrong with it goes to `lines`."""
    from xmut_rules.words import HEADS, TABLES

    return read_input(name, partial(_term, name), (*HEADS, *TABLES), lang, lines)


def _term(name: str) -> Term:
    from xmut_rules.tables import parse_term, read_stream, read_term

    if name != "-":
        return read_term(name)
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return parse_term(read_stream(sys.stdin.buffer))


def read_policy_input(paths: Sequence[str], lang: Language, lines: list[str]) -> Policy | Timeline | None:
    """Read policies: each file by itself first, so that its problems bear its name, then all together."""
    from xmut_rules.policy_files import read_amendment, read_policies

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


def write_new(target: Path, files: Mapping[str, bytes] | bytes, lang: Language) -> None:
    """Write a file, or a folder of files, that is not there yet; what is there is never replaced.

    Raises:
        UnusableError: it is there already, or cannot be written.
    """
    target = target.resolve()
    try:
        if target.is_file() or (target.is_dir() and any(target.iterdir())):
            raise UnusableError(f"{target}: {say(lang, '已经存在，不予覆盖', 'is there already and is not replaced')}")
        if isinstance(files, bytes):
            _write_file(target, files)
            return
        is_new = not target.exists()
        target.mkdir(exist_ok=True)
        try:
            for name, data in files.items():
                (target / name).write_bytes(data)
        except OSError:
            for name in files:
                (target / name).unlink(missing_ok=True)
            if is_new:
                target.rmdir()
            raise
    except OSError as error:
        raise UnusableError(_no_access(f"{target}", error, lang, "写入", "write")) from None


def policy_fields() -> tuple[str, ...]:
    """Name the fields of policies and amendments, for a hint where an unknown one is met."""
    from xmut_rules import PILOT_2020
    from xmut_rules.amendments import Amendment, PolicyChange
    from xmut_rules.values import Value

    own = (*Amendment.model_fields, *PolicyChange.model_fields)
    parts = (PILOT_2020, *(part for _, part in PILOT_2020 if isinstance(part, Value)))
    return tuple(dict.fromkeys([*own, *(name for part in parts for name in type(part).model_fields)]))


def read_input(
    name: str, source: Callable[[], DocumentT], known: Sequence[str], lang: Language, lines: list[str]
) -> DocumentT | None:
    """Read one input; what is wrong with it goes to `lines`."""
    from pydantic import ValidationError

    from xmut_rules.problems import describe

    try:
        return source()
    except ValidationError as error:
        lines.extend(f"{name}: {line}" for line in describe(error, lang=lang, known=known))
    except OSError as error:
        lines.append(_no_access(name, error, lang, "读取", "read"))
    return None


def _no_access(name: str, error: OSError, lang: Language, zh: str, en: str) -> str:
    return f"{name}: 无法{zh}（{error.strerror}）" if lang == "zh" else f"{name}: cannot {en} it ({error.strerror})"


def give(result: str | bytes, options: argparse.Namespace) -> None:
    """Write a result to standard output or, whole or not at all, to a file; bytes are not shown on a terminal."""
    name: str = "stdout" if options.output is None else options.output
    if isinstance(result, bytes) and options.output is None and sys.stdout is not None and sys.stdout.isatty():
        raise UnusableError(say(options.lang, "这种格式请用 --output 写入文件", "this format needs --output FILE"))
    try:
        if options.output is None:
            write(sys.stdout, result)
        else:
            _write_file(Path(options.output), result.encode() if isinstance(result, str) else result)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnusableError(_no_access(name, error, options.lang, "写入", "write")) from None


def _write_file(target: Path, data: bytes) -> None:
    """Replace a file in one step, with its permissions; what is no file, such as a pipe, is written to as it is."""
    is_stream = target.is_symlink() and str(target.readlink()).startswith(("/dev/", "/proc/"))
    if is_stream or (target.exists() and not target.is_file()):
        target.write_bytes(data)
        return
    target = target.resolve()
    beside = target.with_name(f".xmut-rules.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def write(stream: TextIO | None, result: str | bytes) -> None:
    """Write UTF-8 to a file or a pipe; a terminal gets its own encoding, what it cannot show as question marks."""
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    buffer: BinaryIO | None = getattr(stream, "buffer", None)
    if buffer is None:
        if isinstance(result, bytes):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        stream.write(result)
        return
    encoding = stream.encoding if stream.isatty() else "utf-8"
    stream.flush()
    buffer.write(result.encode(encoding, "replace") if isinstance(result, str) else result)
    buffer.flush()
