"""Cells of a table read by what their column holds: days, clock times, amounts, words, ids.

A form is read where it can mean one thing only: a day with its year first, a decimal point, a list parted by a
semicolon. What could mean two things is refused with the reason. Whatever is passed on is checked by the term itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any, get_args

from xmut_rules.base.errors import input_error
from xmut_rules.files.words import WORDS
from xmut_rules.formats.cells import Cell

Reader = Callable[[Cell], object]
"""Reads a cell; refuses it by an input error, or passes on what the term will refuse."""

_YES = frozenset({"yes", "y", "true", "是", "√", "✓"})
_NO = frozenset({"no", "n", "false", "否", "×"})
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})

_DAY = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")
_CLOCK = re.compile(r"([0-9]{1,2})[:：]([0-9]{2})(?:[:：]([0-9]{2})(?:\.([0-9]+))?)?")
_ZONE = re.compile(r"(.*[0-9])(Z|[+-][0-9]{2}:[0-9]{2})", re.DOTALL)
_DAY_FIRST = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2,4}(\s.*)?")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"-?[0-9]{1,3}((\.[0-9]{3})+,[0-9]+|(\.[0-9]{3}){2,})|-?[0-9]+,([0-9]{1,2}|[0-9]{4,})")
_UNWRAPPED = re.compile(r'="([^"]*)"')


def column_reader(field: str, annotation: Any) -> Reader:
    """Return what reads the cells of a column.

    Args:
        field: the column.
        annotation: the type of its field.
    """
    kinds = {*types_of(annotation)}
    if field == "note":
        reader: Reader = _anything
    elif field == "colleges":
        reader = _weights
    elif bool in kinds:
        reader = _flag
    elif int in kinds:
        reader = _whole
    elif Decimal in kinds:
        reader = _number
    elif datetime in kinds:
        reader = _moment
    elif date in kinds:
        reader = _day
    elif time in kinds:
        reader = _clock
    else:
        words = [kind for kind in kinds if isinstance(kind, str)]
        reader = partial(_word, {name: word for word in words for name in (word, WORDS.get(word, word))})
    return partial(_several, reader) if tuple in kinds and field != "colleges" else reader


def read_cell(reader: Reader, cell: Cell) -> object:
    """Read a cell that is not empty.

    Raises:
        PydanticCustomError: it has no value, or lost it.
    """
    text = cell.text
    if text in _ERRORS:
        raise input_error("cell-error")
    if cell.kind == "text" and (found := _UNWRAPPED.fullmatch(text)):
        cell = Cell(found[1].strip())
    return reader(cell)


def types_of(annotation: Any) -> Iterator[Any]:
    """Return the types and literals that an annotation is made of."""
    yield getattr(annotation, "__origin__", annotation)
    for part in get_args(annotation):
        yield from types_of(part)


def _several(reader: Reader, cell: Cell) -> list[object]:
    """Read a list: its parts stand between semicolons, and nothing else parts them."""
    if cell.kind != "text":
        return [reader(cell)]
    if re.search("[；，、]", cell.text):
        raise input_error("cell-list")
    return [reader(Cell(part.strip())) for part in cell.text.split(";")]


def _word(words: Mapping[str, str], cell: Cell) -> str:
    """Read a word of a column's own, or any text where it has none."""
    text = _shown(cell)
    return words.get(text) or words.get(text.lower(), text)


def _anything(cell: Cell) -> str:
    return cell.text


def _shown(cell: Cell) -> str:
    """Return what a column of text takes of a cell."""
    if cell.kind == "text":
        return cell.text
    if cell.shown is None:
        raise input_error("cell-not-text")
    return cell.shown


def _flag(cell: Cell) -> object:
    text = cell.text.lower()
    return True if text in _YES else False if text in _NO else cell.text


def _whole(cell: Cell) -> object:
    return int(cell.text) if re.fullmatch(r"[0-9]{1,9}", cell.text) else cell.text


def _number(cell: Cell) -> str:
    """Read a number: a sign of currency and commas between thousands are dropped, a decimal comma is refused."""
    text = re.sub("^(-?)[¥￥]", r"\1", cell.text) if cell.kind == "text" else cell.text
    if _DECIMAL_COMMA.fullmatch(text):
        raise input_error("decimal-comma")
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def _day(cell: Cell) -> str:
    """Read a day, year first; midnight after it says nothing more."""
    if cell.kind == "clock":  # whatever day it has is not shown
        return "" if "T" in cell.text else cell.text
    if cell.kind == "moment":
        day, _, clock = cell.text.partition("T")
        return day if clock == "00:00" else cell.text
    if _DAY_FIRST.fullmatch(cell.text):
        raise input_error("day-first")
    day, clock = _split(cell.text)
    return day if clock in ("", "00:00", "00:00:00") else cell.text


def _clock(cell: Cell) -> str:
    return _on_the_clock(cell.text) or cell.text


def _moment(cell: Cell) -> str:
    """Read a day with a clock time, as far as both are there."""
    if cell.kind == "day":
        raise input_error("cell-day-alone")
    if cell.kind == "moment":
        return cell.text
    if _DAY_FIRST.fullmatch(cell.text):
        raise input_error("day-first")
    zoned = _ZONE.fullmatch(cell.text) if len(cell.text) > len("2021-03-06") else None
    text, zone = (zoned[1], zoned[2]) if zoned else (cell.text, "")
    day, clock = _split(text)
    if day and not clock and not zone:
        raise input_error("cell-day-alone")
    return f"{day}T{clock}{zone}" if clock else cell.text


def _split(text: str) -> tuple[str, str]:
    """Return the day and the clock time that a text begins and ends with, each as a term has it, or nothing of both."""
    found = _DAY.match(text)
    if not found:
        return "", ""
    year, _, *parts = found.groups()
    month, day = (int(part) for part in parts if part)
    rest = text[found.end() :]
    clock = _on_the_clock(rest.removeprefix("T").lstrip())
    if rest and (not clock or not rest.startswith(("T", " "))):
        return "", ""
    return f"{year}-{month:02d}-{day:02d}", clock


def _on_the_clock(text: str) -> str:
    """Return a clock time as a term has it, without zeros past a millionth of a second; nothing for another text."""
    found = _CLOCK.fullmatch(text)
    if not found:
        return ""
    hours, minutes, seconds, fraction = found.groups()
    parts = "" if fraction is None else fraction[:6] + fraction[6:].rstrip("0")
    return f"{int(hours):02d}:{minutes}" + (f":{seconds}" if seconds else "") + (f".{parts}" if parts else "")


def _weights(cell: Cell) -> object:
    """Read `id:weight;id:weight`, or commas between them; each is split at its last colon."""
    parting = "," if re.fullmatch(r"[^:;,]+:\s*[0-9]+(,[^:;,]+:\s*[0-9]+)+", cell.text) else ";"
    pairs = [part.strip().rpartition(":") for part in cell.text.split(parting)]
    weights = {college_id.strip(): _whole(Cell(weight.strip())) for college_id, _, weight in pairs if college_id}
    return weights if len(weights) == len(pairs) else cell.text
