"""JSON text: bytes decoded and parsed strictly."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal, LiteralString, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import PydanticCustomError, from_json

from xmut_rules.base.arguments import items_of
from xmut_rules.base.errors import PlacedError, input_error, input_errors, moved, wrong_type
from xmut_rules.base.language import Words
from xmut_rules.base.values import ROWS_ALONE, Value

MOST_BYTES = 512 * 1024 * 1024
"""A larger file is not read."""

_PART = 1024 * 1024
_UNFIT = re.compile("[\x00\ue000-\uf8ff\U000f0000-\U0010ffff]")
_UTF_8, _UNFIT_BYTES = ("ascii", "utf-8"), (b"\0", b"\xee", b"\xef", b"\xf3", b"\xf4")
"""With one of these bytes each of them begins in UTF-8; looking for the bytes takes a hundredth of the time."""


def as_path(path: str | Path) -> Path:
    """Return a path as `Path`.

    Raises:
        ValueError: it is no path.
    """
    if not isinstance(path, str | Path):
        raise wrong_type("path", _PATH, path)
    return Path(path)


def as_paths(paths: Iterable[str | Path]) -> list[Path]:
    """Return the paths of a caller's files; one text alone is refused, for it would be split into characters.

    Raises:
        ValueError: something else than paths; the error holds each with its place.
    """
    return [*map(Path, items_of((str, Path), paths, "paths", Words("多个路径", "several paths"), _PATH))]


_PATH = Words("路径", "a path")


def refused(code: LiteralString, *place: int | str, **figures: str | int) -> ValidationError:
    """Return the error of a document that cannot be used, with the place if it is known."""
    return input_errors("Input", [(place, input_error(code, **figures))])


def read_bytes(path: Path) -> bytes:
    """Read a file, up to one byte more than is allowed.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return read_stream(file)


def shipped(beside: Path, source: str) -> bytes:
    """Read a file that a wheel holds beside a module, and a checkout in its folder `docs`."""
    return (beside if beside.exists() else Path(__file__).parents[3] / "docs" / source).read_bytes()


def read_stream(file: BinaryIO) -> bytes:
    """Read a stream up to one byte more than is allowed, by parts: one read of that length would allocate all of it."""
    parts: list[bytes] = []
    left = MOST_BYTES + 1
    while left > 0 and (part := file.read(min(left, _PART))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


Encoding = Literal["ascii", "utf-8", "utf-16", "gb18030"]

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def decoded(data: bytes, *, is_table: bool = False) -> tuple[str, Encoding]:
    """Decode a file: UTF-8 with or without mark, else GB18030; a table's also UTF-16 with its mark. Marks are dropped.

    A file that is UTF-8 but for a few bytes is refused: read as GB18030 it would be other words.

    Raises:
        PydanticCustomError: it is empty, too large, in another encoding or in two.
    """
    if len(data) > MOST_BYTES:
        raise input_error("file-size")
    text, encoding = _decoded(data, may_be_utf_16=is_table)
    text = text.lstrip("\ufeff")
    if not text.strip():
        raise input_error("file-empty")
    may_be_unfit = encoding not in _UTF_8 or any(byte in data for byte in _UNFIT_BYTES)
    if may_be_unfit and (found := _UNFIT.search(text)):
        if encoding == "gb18030" or found[0] == "\0":
            raise input_error("file-encoding")
        row = text.count("\n", 0, found.start()) + 1
        raise input_error("file-character", row=row, point=f"U+{ord(found[0]):04X}")
    return text, encoding


def _decoded(data: bytes, *, may_be_utf_16: bool) -> tuple[str, Encoding]:
    encoding: Encoding = "ascii" if data.isascii() else "utf-8"
    if may_be_utf_16 and data.startswith(_UTF_16):
        encoding = "utf-16"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and _is_nearly_utf_8(data):
            raise input_error("file-bytes", row=data.count(b"\n", 0, error.start) + 1) from None
    try:
        return data.decode("gb18030"), "gb18030"
    except UnicodeDecodeError:
        raise input_error("file-encoding") from None


def _is_nearly_utf_8(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 hold as many Chinese characters in UTF-8 as places that do not fit.

    Of Chinese text in GB18030 hardly any three bytes are a Chinese character in UTF-8.
    """
    text = data.decode("utf-8", errors="replace")
    return len(_CHINESE.findall(text)) >= text.count("\ufffd")


ModelT = TypeVar("ModelT", bound=Value)


def parse_json(kind: type[ModelT], data: bytes, *, context: str | None = None) -> ModelT:
    """Read a JSON document as a value; duplicate keys, which a parser passes over, are refused.

    Args:
        kind: the type of the value.
        data: the document.
        context: the context of validation, such as `ROWS_ALONE`.

    Raises:
        ValidationError: the document is unusable; it holds every error with its place.
    """
    document, repeats = _inspected(data)
    if not repeats:
        return kind.model_validate_json(document, context=context)
    try:
        kind.model_validate_json(document, context=ROWS_ALONE)
    except ValidationError as error:
        repeats += [(line["loc"], moved(line)) for line in error.errors(include_url=False, include_input=False)]
    raise input_errors("Input", repeats)


def json_document(data: bytes) -> object:
    """Read a JSON document as it is; duplicate keys are refused.

    Raises:
        ValidationError: the document is unusable; it holds every error with its place.
    """
    document, repeats = _inspected(data)
    if repeats:
        raise input_errors("Input", repeats)
    return from_json(document)


def _inspected(data: bytes) -> tuple[bytes, list[PlacedError]]:
    """Return a JSON document in UTF-8, with an error for each duplicate key.

    pydantic's own parser comes first: it bounds nesting and digits by itself, where `json` follows the interpreter.
    """
    try:
        text, encoding = decoded(data)
    except PydanticCustomError as error:
        raise input_errors("Input", [((), error)]) from None
    document = text.encode() if encoding == "gb18030" or data.startswith(BOM_UTF8) else data
    try:
        from_json(document)
    except ValueError as error:
        raise _broken(str(error)) from None
    is_repeated = False

    def inspect_keys(pairs: list[tuple[str, object]]) -> None:
        """Note a repeated key and drop the object: its keys alone matter here."""
        nonlocal is_repeated
        is_repeated = is_repeated or len({key for key, _ in pairs}) < len(pairs)

    try:
        json.loads(text, object_pairs_hook=inspect_keys, parse_int=str)
        if not is_repeated:
            return document, []
        return document, [*_repeated_keys(json.loads(text, object_pairs_hook=tuple, parse_int=str))]
    except RecursionError:  # the frames of the caller count too
        raise refused("json-depth") from None


def _broken(message: str) -> ValidationError:
    """Return the error for a parser's message, with its place."""
    if message.startswith("recursion limit"):
        return refused("json-depth")
    if message.startswith("number out of range"):
        return refused("json-number")
    line, column = (int(number) for number in re.findall("[0-9]+", message)[-2:])
    return refused("json-syntax", line=line, column=max(column, 1))


def _repeated_keys(node: object, *place: int | str) -> Iterator[PlacedError]:
    """Return an error for each repeated key of a document whose objects are tuples of pairs."""
    seen: set[str] = set()
    if isinstance(node, tuple):
        for key, value in cast("tuple[tuple[str, object], ...]", node):
            if key in seen:
                yield (*place, key), input_error("json-duplicate-key")
            seen.add(key)
            yield from _repeated_keys(value, *place, key)
    elif isinstance(node, list):
        for index, item in enumerate(cast("list[object]", node)):
            yield from _repeated_keys(item, *place, index)
