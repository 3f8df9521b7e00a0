"""What a command writes: a result whole or not at all, and its exit status."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, TextIO

from xmut_rules.base.language import Language, Words

FINE, ERROR_FINDINGS, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
"""The exit statuses."""

SAME, DIFFERS, UNKNOWN = 0, 1, 2
"""The exit status of `verify`; that of `conformance` is one of the first two."""


READING, WRITING = Words("读取", "read"), Words("写入", "write")
"""What cannot be done with a file."""


def output_options(*, file: bool = True) -> argparse.ArgumentParser:
    """Return the options of a command that writes a result: its language and, unless it has none, its file."""
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("--lang", choices=("zh", "en"), default="zh", help="zh (default) or en")
    if file:
        parent.add_argument("--output", metavar="FILE", help="write to a file, whole or not at all")
    return parent


class UnusableError(Exception):
    """Input that cannot be used, or output that cannot be written; the lines say why."""

    def __init__(self, *lines: str) -> None:
        """Keep the lines."""
        super().__init__(*lines)
        self.lines = lines


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
                (target / name).write_bytes(data)
        except OSError:
            for name in files:
                (target / name).unlink(missing_ok=True)
            if is_new:
                target.rmdir()
            raise
    except OSError as error:
        raise UnusableError(no_access(f"{target}", error, WRITING, lang)) from None


_EXISTS = Words("{target}: 已经存在，不予覆盖", "{target}: is there already and is not replaced")
_NO_ACCESS = Words("{name}: 无法{action}（{reason}）", "{name}: cannot {action} it ({reason})")
_BYTES = Words("这种格式请用 --output 写入文件", "this format needs --output FILE")


def no_access(name: str, error: OSError, action: Words, lang: Language) -> str:
    """Return the line on a file that cannot be read or written."""
    return _NO_ACCESS.filled(name=name, action=action, reason=error.strerror).to(lang)


def write_result(result: str | bytes, options: argparse.Namespace) -> None:
    """Write a result to standard output or, whole or not at all, to a file; bytes are not shown on a terminal."""
    name: str = "stdout" if options.output is None else options.output
    if isinstance(result, bytes) and options.output is None and sys.stdout is not None and sys.stdout.isatty():
        raise UnusableError(_BYTES.to(options.lang))
    try:
        if options.output is None:
            write_stream(sys.stdout, result)
        else:
            _write_file(Path(options.output), result.encode() if isinstance(result, str) else result)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnusableError(no_access(name, error, WRITING, options.lang)) from None


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
