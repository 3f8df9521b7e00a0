"""Input errors: raised with their places, and described in lines that a clerk can act on.

Malformed input raises pydantic's `ValidationError`, which holds every error at once; `ERROR_CODES` are its error types.
Nothing here knows a clause: a breach of the policy is a `Finding`, never an input error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, LiteralString, NotRequired, TypedDict, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from xmut_rules.base.error_codes import ERROR_CODES, TABLES
from xmut_rules.base.language import (
    MOST_DETAIL,
    MOST_TEXT,
    Language,
    Place,
    WordedError,
    Words,
    joined,
    kept_name,
    kind_of,
    mask,
    nearest,
    path_of,
    printable,
    require_language,
    same,
    shown_name,
    system_reason,
    within,
)

PlacedError = tuple[Place, PydanticCustomError]
"""Where something is wrong, counted from the value that reports it, and what."""

SHOWN_ERRORS = 1000
"""How many errors a text report shows; the rest are counted."""

_MOST_FIGURE = 160


def input_error(code: LiteralString, **figures: str | int) -> PydanticCustomError:
    """Return the error of a code.

    Args:
        code: a code of `ERROR_CODES`.
        figures: what fills the braces of its message; ids are masked by the caller.
    """
    message: Any = ERROR_CODES[code].en
    shown = {
        name: within(figure, _MOST_FIGURE) if isinstance(figure, str) else figure for name, figure in figures.items()
    }
    return PydanticCustomError(code, message, shown or None)


class BoundedError(ValidationError):
    """pydantic's error with every place; its text, which pydantic does not bound, has at most 2,000 characters."""

    def __str__(self) -> str:
        """Return the text of pydantic, or of the first 20 errors; long ones without their middle."""
        if self.error_count() <= _SHOWN_IN_TEXT:
            return within(super().__str__(), MOST_TEXT)
        shown = [f"{self.error_count()} validation errors for {self.title}"]
        for detail in self.errors(include_url=False, include_input=False)[:_SHOWN_IN_TEXT]:
            shown += [".".join(map(str, detail["loc"])), f"  {detail['msg']} [type={detail['type']}]"]
        shown.append(f"and {self.error_count() - _SHOWN_IN_TEXT} more")
        return within("\n".join(shown), MOST_TEXT)

    __repr__ = __str__


_SHOWN_IN_TEXT = 20


def input_errors(title: str, errors: Iterable[PlacedError]) -> ValidationError:
    """Return one `ValidationError` that holds every error with its place, and none of the input."""
    lines = [InitErrorDetails(type=error, loc=_kept_place(place, error.context), input=None) for place, error in errors]
    return BoundedError.from_exception_data(title, lines, hide_input=True)


def unreadable(error: OSError) -> PydanticCustomError:
    """Return the error for a file that the system did not let us read, with its reason."""
    return input_error("file-unreadable", reason=system_reason(error).en, number=error.errno or 0)


def masked(error: ValidationError) -> ValidationError:
    """Return pydantic's error as our own are: a key that may be an identity number, or is no name, shows its ends."""
    details = error.errors(include_url=False)
    places = [_kept_place(detail["loc"], detail.get("ctx")) for detail in details]
    is_short = len(details) <= _SHOWN_IN_TEXT and len(f"{error}") <= MOST_TEXT
    if is_short and all(place == detail["loc"] for place, detail in zip(places, details, strict=True)):
        return error
    lines = [
        InitErrorDetails(type=moved(detail), loc=place, input=detail["input"])
        for place, detail in zip(places, details, strict=True)
    ]
    return BoundedError.from_exception_data(error.title, lines, hide_input=True)


def _kept_place(place: Place, figures: Mapping[str, Any] | None) -> Place:
    """Return a place as an error keeps it; the file that it may begin with, one of several, is whole."""
    is_file = figures is not None and "file" in figures
    kept = tuple([kept_name(part) if isinstance(part, str) else part for part in place[is_file:]])
    if len(kept) > _MOST_PARTS:
        kept = (*kept[: _MOST_PARTS // 2], "…", *kept[-_MOST_PARTS // 2 :])
    return (*place[:is_file], *kept)


_MOST_PARTS = 12


def moved(detail: ErrorDetails) -> PydanticCustomError:
    """Return the error of a detail that was reported already, to report it at another place."""
    code: Any = detail["type"]
    message: Any = within(detail["msg"], MOST_DETAIL)
    return PydanticCustomError(code, message, detail.get("ctx"))


def of_file(file: str, place: Place, error: PydanticCustomError) -> PlacedError:
    """Return an error with the file that it was found in, one of several, before its place."""
    file = within(file, _MOST_FIGURE)
    code: Any = error.type
    message: Any = error.message()
    return (file, *place), PydanticCustomError(code, message, {**(error.context or {}), "file": file})


def misnamed(code: LiteralString, name: str, known: Iterable[str]) -> PydanticCustomError:
    """Return the error for a name in the input that is not known, with the nearest one that is."""
    near = nearest(name, known)
    return input_error(code, near=near, hint=_hint(near).en)


def wrong_type(place: str | Place, expected: Words, value: object) -> WordedError:
    """Return the error for an argument of another type than expected; it names the type that came.

    Args:
        place: the argument's name, or its place in one.
        expected: what is expected there.
        value: what came instead.

    >>> str(wrong_type(("records", 3), Words("TrainingRecord", "TrainingRecord"), None))
    'records[3]: expected TrainingRecord, not NoneType'
    """
    words = _EXPECTED.filled(expected=expected, other=kind_of(value))
    return WordedError(words, (place,) if isinstance(place, str) else place)


_EXPECTED = Words("应为 {expected}，而不是 {other}", "expected {expected}, not {other}")


def of_argument(name: str, error: ValueError) -> ValueError:
    """Return an error with the name of the argument that it is about before its place; a code stays what it is."""
    if isinstance(error, PydanticCustomError):
        code: Any = error.type
        message: Any = f"{name}: {error.message()}"
        return PydanticCustomError(code, message, {**(error.context or {}), "argument": name})
    if isinstance(error, WordedError):
        return WordedError(
            error.words, (name, *error.place), error.code, [of_argument(name, one) for one in error.parts]
        )
    return WordedError(in_words(error), (name,))


def _named(name: str, words: Words) -> Words:
    return Words(f"{name}：{words.zh}", f"{name}: {words.en}")


def in_words(error: ValueError) -> Words:
    """Return what an error says, in both languages where it has both."""
    if isinstance(error, PydanticCustomError) and error.type in ERROR_CODES:
        figures = error.context or {}
        words = ERROR_CODES[error.type].filled(**figures)
        return _named(figures["argument"], words) if "argument" in figures else words
    if isinstance(error, WordedError):
        path = path_of(error.place)
        return _named(path, error.words) if path else error.words
    return same(within(f"{error}", MOST_DETAIL))


def together(errors: Sequence[ValueError]) -> ValueError:
    """Return several errors as one, in the order in which they are given; one stays what it is."""
    if len(errors) == 1:
        return errors[0]
    words = joined(Words("；", "; "), (in_words(error).cut(MOST_DETAIL) for error in errors))
    return WordedError(words, parts=errors)


def no_such(what: Words, name: object, known: Iterable[str]) -> WordedError:
    """Return the error for an id that a caller looked up in vain, with the nearest id that exists.

    Args:
        what: the word for what was looked up.
        name: the id that was given; a long one is masked, and so is the nearest where it may be an identity number.
        known: all ids there are.

    >>> str(no_such(Words("条款", "clause"), "§3.5.2.", ["§0a", "§3.5.2"]))
    "unknown clause '§3.5.2.'; the nearest is §3.5.2"
    """
    text = name if isinstance(name, str) else kind_of(name)
    near = nearest(text, known)
    words = _NEAREST if near else _UNKNOWN
    quoted = repr(mask(text))
    return WordedError(words.filled(what=what, name=Words(f"“{quoted[1:-1]}”", quoted), near=shown_name(near)))


_UNKNOWN = Words("找不到{what}{name}", "unknown {what} {name}")
_NEAREST = Words("找不到{what}{name}，最接近的是 {near}", "unknown {what} {name}; the nearest is {near}")


def _hint(near: str) -> Words:
    return Words("（是否应为 {near}？）", " (did you mean {near}?)").filled(near=near) if near else Words("", "")


def describe(error: Exception, *, lang: Language = "zh", known: Iterable[str] = ()) -> tuple[str, ...]:
    """Describe an input error in lines, one an error: place, field, what was expected, what to do, and the code.

    Args:
        error: what reading or building a value raised: pydantic's `ValidationError`, another error with its own
            `errors()`, as web frameworks raise, or any other `ValueError`, which is one line.
        lang: the language of the lines.
        known: field names, for a hint where an unknown one is met.

    Raises:
        ValueError: `error` is something else, or another language.

    Ids are masked and no input is echoed. Equal errors in rows of one table are one line with their rows. At most 1,000
    lines of at most 1,000 characters are shown; a last line counts the errors that are left.
    """
    details = _details(error)
    require_language(lang)
    known = tuple(known)
    lines: dict[tuple[str, str, str, str], list[int]] = {}
    for detail in details:
        parts, row = _parts(detail, lang, known)
        lines.setdefault(parts, []).append(row)
    shown = [_line(parts, rows, lang) for parts, rows in islice(lines.items(), SHOWN_ERRORS)]
    if rest := sum(len(rows) for rows in islice(lines.values(), SHOWN_ERRORS, None)):
        shown.append(_MORE.filled(rest=rest).to(lang))
    return tuple(shown)


@dataclass(frozen=True, slots=True)
class Problem:
    """One input error: its place, its code, and what is wrong and what to do, in Chinese and English.

    The place is a path into the input, such as `training[0].date`; it is empty where the whole is wrong.
    """

    place: str
    code: str
    zh: str
    en: str


def problems(error: Exception, *, known: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Return what is wrong with an input as data, as a web service answers it: one problem an error, in its order.

    Args:
        error: an error that `describe` takes.
        known: field names, for a hint where an unknown one is met.

    Raises:
        ValueError: `error` is something else.

    Ids are masked and no input is echoed. After 1,000 problems a last one, with the code `more`, counts the rest.

    >>> from xmut_rules import College
    >>> try:
    ...     College.model_validate({"college_id": "C01"})
    ... except ValueError as error:
    ...     problems(error)
    (Problem(place='name', code='missing', zh='缺少此项；请补上', en='this is missing; add it'),)
    """
    details, known = _details(error), tuple(known)
    found = [
        Problem(path_of(detail["loc"]), detail["type"], *_words_of(detail, known)) for detail in details[:SHOWN_ERRORS]
    ]
    if rest := len(details) - len(found):
        found.append(Problem("", "more", *_MORE.filled(rest=rest)))
    return tuple(found)


class _Detail(TypedDict):
    """What is wrong at a place, as pydantic gives it; `words` are given where the code alone does not have them."""

    type: str
    loc: Place
    msg: str
    ctx: Mapping[str, object]
    words: NotRequired[Words]


def _details(error: Exception) -> Sequence[_Detail]:
    """Return what is wrong, each with its place."""
    if isinstance(error, ValidationError):
        return [_detail(detail) for detail in error.errors(include_url=False, include_input=False)]
    if isinstance(error, WordedError) and error.parts:
        return [detail for part in error.parts for detail in _details(part)]
    if isinstance(error, WordedError):
        return [{"type": error.code, "loc": error.place, "msg": error.words.en, "ctx": {}, "words": error.words}]
    if isinstance(error, PydanticCustomError):
        figures = error.context or {}
        place = (figures["argument"],) if "argument" in figures else ()
        message = ERROR_CODES[error.type].filled(**figures).en if error.type in ERROR_CODES else error.message()
        return [{"type": error.type, "loc": place, "msg": message, "ctx": figures}]
    found = getattr(error, "errors", None)
    found = found() if callable(found) else found
    if isinstance(found, list | tuple):
        return [_detail(detail) for detail in cast("Sequence[object]", found)]
    if not isinstance(error, ValueError):
        raise wrong_type("error", Words("ValueError", "a ValueError"), error)
    return [_detail(within(f"{error}", MOST_DETAIL))]


def _detail(detail: object) -> _Detail:
    """Return a detail of pydantic, or of another library, which may lack parts of it."""
    given = cast("Mapping[str, Any]", detail) if isinstance(detail, Mapping) else {"msg": detail}
    loc, figures = cast("object", given.get("loc", ())), given.get("ctx")
    return {
        "type": f"{given.get('type', 'value_error')}",
        "loc": tuple(cast("Place", loc)) if isinstance(loc, list | tuple) else (f"{loc}",),
        "msg": printable(f"{given.get('msg', '')}"),
        "ctx": figures if isinstance(figures, Mapping) else {},
    }


_MORE = Words("……另有 {rest} 个问题", "… and {rest} more")
_OTHERS = Words("不符合要求（{message}）", "{message}")


def _words_of(detail: _Detail, known: tuple[str, ...]) -> Words:
    """Return what is wrong, in both languages."""
    if "words" in detail:
        return detail["words"]
    figures: dict[str, object] = {key: str(value)[:200] for key, value in detail["ctx"].items()}
    figures["message"] = detail["msg"][:200]
    if detail["type"] == "extra_forbidden":
        figures["near"] = nearest("".join(map(str, detail["loc"][-1:])), known)
    if "expected" in figures:
        expected = str(figures["expected"])
        figures["expected"] = Words(expected.replace(", ", "、").replace(" or ", "、"), expected)
    if "error" in figures:
        figures["error"] = _where_broken(str(figures["error"]))
    if "fields" in figures:
        fields = str(figures["fields"])
        figures["fields"] = Words(str(figures.get("fields_zh", fields.replace(", ", "、"))), fields)
    if (table := str(figures.get("table", ""))) in _TABLES:
        figures["table"] = _TABLES[table]
    if "reason" in figures:
        figures["reason"] = system_reason(OSError(int(f"{figures.get('number', 0)}"), figures["reason"]))
    figures["hint"] = _hint(str(figures.get("near", "")))
    try:
        return ERROR_CODES.get(detail["type"], _OTHERS).filled(**figures)
    except KeyError:  # another library's error of the same name, without the figures
        return _OTHERS.filled(**figures)


def _where_broken(reason: str) -> Words:
    """Return why a parser stopped; in Chinese where, for its sentence is English."""
    found = re.search(r"line (\d+),? column (\d+)", reason)
    return Words(f"第 {found[1]} 行第 {found[2]} 列有误" if found else "内容有误", reason)


def _parts(detail: _Detail, lang: Language, known: tuple[str, ...]) -> tuple[tuple[str, str, str, str], int]:
    """Return the file of an error, its place there, its column and its text, and its row, 0 where it has none."""
    text = _words_of(detail, known).to(lang)
    file = detail["ctx"].get("file")
    place, column, row = _place(detail["loc"] if file is None else detail["loc"][1:])
    return ("" if file is None else printable(f"{file}"), place, column, f"{text} [{detail['type']}]"), row


_TABLES: Mapping[str, Words] = {"term": Words("学期", "term"), "project": Words("项目", "project"), **TABLES}


def _place(loc: Place) -> tuple[str, str, int]:
    """Return a place: a table's file or [sheet] with its column and row, or a path into the JSON document."""
    first, *rest = loc or ("",)
    if str(first).endswith((".csv", "]")):
        row = rest.pop(0) if rest and isinstance(rest[0], int) else 0
        return shown_name(str(first)), " ".join(shown_name(str(part)) for part in rest), int(row)
    return path_of(loc), "", 0


def _line(parts: tuple[str, str, str, str], rows: list[int], lang: Language) -> str:
    """Write a line: the file, the place in it, and what is wrong there."""
    file, place, column, text = parts
    different = sorted({*rows})
    several = "" if len(different) == 1 else "s"
    numbers = _ROWS.filled(rows=_spans(different, lang), s=several).to(lang) if rows[0] else ""
    line = ": ".join(filter(None, [file, " ".join(filter(None, [place, numbers, column])), text]))
    return within(line, MOST_DETAIL)  # its end is what to do, with the code


_ROWS = Words("第 {rows} 行", "row{s} {rows}")


def _spans(numbers: list[int], lang: Language) -> str:
    """Write numbers in order, those that follow each other as a span: 2 to 41, 45; of many spans the first ten."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    texts = [Words(" 至 ", " to ").to(lang).join(str(number) for number in span) for span in spans[:_MOST_SPANS]]
    rest = _MORE_ROWS.filled(count=len(numbers)).to(lang) if len(spans) > _MOST_SPANS else ""
    return Words("、", ", ").to(lang).join(texts) + rest


_MOST_SPANS = 10
_MORE_ROWS = Words(" 等 {count}", " and others, {count} in total,")
