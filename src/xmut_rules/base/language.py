"""Text in two languages, and how ids and names are shown in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Language = Literal["zh", "en"]
"""The two languages of every message: Chinese and English."""


def require_language(lang: str) -> None:
    """Go on only with a language that there is.

    Raises:
        ValueError: it is neither zh nor en.
    """
    if lang not in ("zh", "en"):
        raise ValueError("lang: expected zh or en")


def say(lang: Language, zh: str, en: str) -> str:
    """Choose the words of a language."""
    return zh if lang == "zh" else en


def mask(text: str) -> str:
    """Shorten an id for a message: an id may be an identity number.

    >>> mask("TR01"), mask("110101199003070000")
    ('TR01', '11…00')
    """
    return text if len(text) <= 8 else f"{text[:2]}…{text[-2:]}"


def nearest(name: str, known: Iterable[str]) -> str:
    """Give the known name nearest to a name, or nothing where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  seldom needed, and slow to import

    return next(iter(get_close_matches(name[:64], [each for each in known if each != name], n=1)), "")
