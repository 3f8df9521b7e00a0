"""Input problems: what can be wrong with input, in Chinese and English, with what to do about it.

Malformed input raises pydantic's `ValidationError`, which holds every problem at once. The codes below are its error
types; `describe` turns such an error into lines that a clerk can act on. Nothing here knows a clause: a breach of the
policy is a `Finding`, never a problem.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, LiteralString

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from xmut_rules.base.error_codes import PROBLEMS
from xmut_rules.base.language import Language, mask, nearest, require_language

Place = tuple[int | str, ...]
Fault = tuple[Place, PydanticCustomError]
"""Where something is wrong, counted from the value that reports it, and what."""

SHOWN_PROBLEMS = 1000
"""How many problems a text report shows; the rest are counted."""


def fault(code: LiteralString, **figures: str | int) -> PydanticCustomError:
    """Give the error for a problem of the catalogue.

    Args:
        code: a code of `PROBLEMS`.
        figures: what fills the braces of its message; ids are masked by the caller.
    """
    return PydanticCustomError(code, PROBLEMS[code][1], dict(figures) or None)


def refusal(title: str, faults: Iterable[Fault]) -> ValidationError:
    """Give one `ValidationError` that holds every fault with its place, and none of the input."""
    lines = [InitErrorDetails(type=error, loc=place, input=None) for place, error in faults]
    return ValidationError.from_exception_data(title, lines, hide_input=True)


def retold(detail: ErrorDetails) -> PydanticCustomError:
    """Give the error of a problem that was told already, to tell it at another place."""
    code: Any = detail["type"]
    message: Any = detail["msg"]
    return PydanticCustomError(code, message, detail.get("ctx"))


def unknown_id(what: str, name: object, known: Iterable[str]) -> ValueError:
    """Give the error for an id that a caller looked up in vain, with the nearest id that exists.

    Args:
        what: the word for what was looked up.
        name: the id that was given; a long one is masked.
        known: all ids there are.

    >>> str(unknown_id("clause", "§3.5.2.", ["§0a", "§3.5.2"]))
    "unknown clause '§3.5.2.'; the nearest is §3.5.2"
    """
    text = name if isinstance(name, str) else type(name).__name__
    near = nearest(text, known)
    return ValueError(f"unknown {what} {mask(text)!r}" + (f"; the nearest is {near}" if near else ""))


def unknown(code: LiteralString, name: str, known: Iterable[str]) -> PydanticCustomError:
    """Give the error for a name that is not known, with the nearest one that is."""
    near = nearest(name, known)
    return fault(code, near=near, hint=_hint(near, "en"))


def _hint(near: str, lang: Language) -> str:
    if not near:
        return ""
    return f"（是否为 {near}？）" if lang == "zh" else f" (did you mean {near}?)"


def describe(error: ValidationError, *, lang: Language = "zh", known: Iterable[str] = ()) -> tuple[str, ...]:
    """Turn an input error into lines, one a problem: place, field, what was expected, what to do, and the code.

    Args:
        error: what reading or building a value raised.
        lang: the language of the lines.
        known: field names, for a hint where an unknown one is met.

    Raises:
        ValueError: `error` is something else, or another language.

    Ids are masked and no input is echoed. At most 1,000 problems are shown; a last line counts the rest.
    """
    if not isinstance(error, ValidationError):
        raise ValueError(f"error: expected a ValidationError, not {type(error).__name__}")
    require_language(lang)
    known = tuple(known)
    details = error.errors(include_url=False, include_input=False)
    lines = [_line(detail, lang, known) for detail in details[:SHOWN_PROBLEMS]]
    if (rest := len(details) - SHOWN_PROBLEMS) > 0:
        lines.append(f"……另有 {rest} 个问题" if lang == "zh" else f"… and {rest} problems more")
    return tuple(lines)


def _line(detail: ErrorDetails, lang: Language, known: tuple[str, ...]) -> str:
    zh, en = PROBLEMS.get(detail["type"], ("不符合要求（{message}）", "{message}"))
    figures = {key: str(value)[:200] for key, value in detail.get("ctx", {}).items()} | {"message": detail["msg"][:200]}
    if detail["type"] == "extra_forbidden":
        figures["near"] = nearest(str(detail["loc"][-1]), known)
    if lang == "zh" and "expected" in figures:
        figures["expected"] = figures["expected"].replace(", ", "、").replace(" or ", "、")
    figures["hint"] = _hint(figures.get("near", ""), lang)
    text = (zh if lang == "zh" else en).format_map(figures)
    place = _place(detail["loc"], lang)
    told = f"{text} [{detail['type']}]"
    return f"{place}: {told}" if place else told


def _place(loc: Place, lang: Language) -> str:
    """Write a place: a table's file or [sheet] with its row and column, or a path into the JSON document."""
    if loc and str(loc[0]).endswith((".csv", "]")):
        file, *rest = (_shown(str(part)) for part in loc)
        if not rest:
            return file
        row = f"第 {rest[0]} 行" if lang == "zh" else f"row {rest[0]}"
        return " ".join([file, row, *rest[1:]])
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{_shown(part)}" for part in loc)
    return path.removeprefix(".")


def _shown(name: str) -> str:
    """Show a field name or key, unless it may be an identity number or is too long to be a name."""
    digits = sum(char.isdigit() for char in name)
    shown = mask(name) if len(name) > 40 or digits >= 6 else name
    return "".join(char if char.isprintable() else "?" for char in shown) or '""'
