"""The content of a cell of a table: its text, and its type according to the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

CellKind = Literal["text", "number", "day", "moment", "clock", "flag"]


class Cell(NamedTuple):
    """A cell as text, with its kind; all that a CSV file holds is text.

    `shown` is what a column of text accepts of a cell of another kind, null where it accepts none: a whole number as
    its format shows it.
    """

    text: str
    kind: CellKind = "text"
    shown: str | None = None


EMPTY = Cell("")

Row = Sequence[Cell]
"""The cells of a row, from the first column on."""

_SPACES = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def column_letter(place: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    while place >= 0:
        place, letter = place // 26 - 1, place % 26
        letters = chr(ord("A") + letter) + letters
    return letters


def stripped(text: str) -> str:
    """Return a text without the spaces around it; ends of lines stay, for they are no slip of a finger."""
    return text.strip(_SPACES)
