"""What a command writes: a result whole or not at all, and its exit status."""

from __future__ import annotations

import argparse
import errno
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from xmut_rules.base.errors import problems
from xmut_rules.base.language import MOST_DETAIL, Language, Words, system_reason, within
from xmut_rules.policy.amendments import POLICY_NAME

FINE, ERROR_FINDINGS, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
"""The exit statuses."""

SAME, DIFFERS, UNKNOWN = 0, 1, 2
"""The exit status of `verify`; that of `conformance` is one of the first two."""


READING, WRITING = Words("读取", "read"), Words("写入", "write")
"""What cannot be done with a file."""


class UnusableError(Exception):
    """Input that cannot be used, or output that cannot be written; the lines say why."""

    def __init__(self, *lines: str) -> None:
        """Keep the lines, at most 1,000 characters of each."""
        self.lines = tuple(within(line, MOST_DETAIL) for line in lines)
        super().__init__(*self.lines)


def wrong_in(error: ValueError, lang: Language) -> str:
    """Return what is wrong in an error about options, whose places in a call say nothing to who typed them."""
    return Words("；", "; ").to(lang).join(one.zh if lang == "zh" else one.en for one in problems(error))


def write_new(target: Path, files: Mapping[str, bytes] | bytes, lang: Language) -> None:
    """Write a file, or a folder of files, that is not there yet; what is there is never replaced.

    Raises:
        UnusableError: it is there already, or cannot be written.
    """
    target = target.resolve()
    try:
        if target.is_file() or (target.is_dir() and any(target.iterdir())):
            raise UnusableError(_EXISTS.filled(target=target).to(lang))
        if isinstance(files, bytes):
            _write_file(target, files)
            return
        is_new = not target.exists()
        target.mkdir(exist_ok=True)
        try:
            for name, data in files.items():
                _write_file(target / name, data)
        except OSError:
            for name in files:
                (target / name).unlink(missing_ok=True)
            if is_new:
                target.rmdir()
            raise
    except OSError as error:
        raise UnusableError(no_access(f"{target}", error, WRITING, lang)) from None


_EXISTS = Words("{target}: 已经存在，不予覆盖", "{target}: already exists and is not overwritten")
_NO_ACCESS = Words("{name}: 无法{action}（{reason}）", "{name}: cannot {action} it ({reason})")
_BYTES = Words("这种格式请用 --output 写入文件", "this format needs --output FILE")


def require_other_file(output: str | None, inputs: Sequence[str], lang: Language) -> None:
    """Check that a result does not replace a file that the command reads, by whatever path or link it is named.

    Args:
        output: where the result goes.
        inputs: files, folders of tables, `-` for standard input, or `PILOT_2020`.
        lang: the language of the line.

    Raises:
        UnusableError: it does.
    """
    for name in inputs:
        if output is not None and any(_is_same(output, source) for source in _sources(name)):
            raise UnusableError(_IS_INPUT.filled(name=output).to(lang))


_IS_INPUT = Words(
    "{name}: 是输入文件，不予覆盖；请给 --output 换一个文件名",
    "{name}: is an input and is not overwritten; give --output another name",
)


def _sources(name: str) -> Iterator[Path | int]:
    """Return the files that an input is read from, standard input by its number."""
    path = Path(name)
    with suppress(AttributeError, OSError):  # what cannot be looked at is reported where it is read
        if name == "-":
            yield sys.stdin.fileno()
        elif path.is_dir():
            yield from (file for file in path.iterdir() if file.suffix.lower() == ".csv")
        elif name != POLICY_NAME:
            yield path


def _is_same(output: str, source: Path | int) -> bool:
    """Return whether an output is a file that is there, and a source of an input."""
    try:
        return Path(output).is_file() and os.path.samefile(output, source)  # noqa: PTH121  takes numbers too
    except OSError:
        return False


def no_access(name: str, error: OSError, action: Words, lang: Language) -> str:
    """Return the line on a file that cannot be read or written."""
    return _NO_ACCESS.filled(name=name, action=action, reason=system_reason(error)).to(lang)


def write_result(result: str | bytes, options: argparse.Namespace, *, end: bytes = b"") -> None:
    """Write a result to standard output or, whole or not at all, to a file; bytes are not shown on a terminal.

    Args:
        result: what is written.
        options: the options of the command.
        end: ASCII that follows it; a report of a million rows is not copied to get its last line break.
    """
    name: str = "stdout" if options.output is None else options.output
    if isinstance(result, bytes) and options.output is None and sys.stdout is not None and sys.stdout.isatty():
        raise UnusableError(_BYTES.to(options.lang))
    try:
        if options.output is None:
            write_stream(sys.stdout, result + end if isinstance(result, bytes) else result + end.decode())
        else:
            _write_file(Path(options.output), result.encode() if isinstance(result, str) else result, end)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnusableError(no_access(name, error, WRITING, options.lang)) from None


def _write_file(target: Path, *parts: bytes) -> None:
    """Replace a file in one step, with its permissions; what is no file, such as a pipe, is written to as it is.

    The data go to a new file beside it, of a name that nobody can foresee, and are on the disk before they replace
    anything: writers that meet never mix, a link put in the way is not followed, and what is stopped leaves the old
    file whole and beside it a file `.xmut-rules.*.part`, which a later writer into that folder clears.
    """
    is_stream = target.is_symlink() and str(target.readlink()).startswith(("/dev/", "/proc/"))
    if is_stream or (target.exists() and not target.is_file()):
        target.write_bytes(b"".join(parts))
        return
    target = target.resolve()
    is_there = target.exists()
    if is_there and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    beside = target.with_name(f".xmut-rules.{secrets.token_hex(8)}.part")
    opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if is_there else 0o666)
    try:
        with os.fdopen(opened, "wb") as file:
            _clear_stale(beside, os.fstat(opened))
            if is_there:
                shutil.copymode(target, beside)
            file.writelines(parts)
            file.flush()
            os.fsync(opened)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _clear_stale(beside: Path, own: os.stat_result) -> None:
    """Delete what writers that were killed left in a folder: part files of our name, by the same user, an hour old.

    Their age is that against the file just made, for the folder may be on a machine whose clock differs.
    """
    with suppress(OSError):
        for path in beside.parent.iterdir():
            if not _is_part(path.name):
                continue
            with suppress(OSError):  # another writer may clear it too
                found = path.lstat()
                is_ours = stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and found.st_uid == own.st_uid
                if is_ours and own.st_mtime - found.st_mtime > _STALE:
                    path.unlink()


_is_part = re.compile(r"\.xmut-rules\.[0-9a-f]{16}\.part").fullmatch
_STALE = 3600


def write_stream(stream: TextIO | None, result: str | bytes) -> None:
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
