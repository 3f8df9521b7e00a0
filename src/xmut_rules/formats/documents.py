"""Pages as blocks: headings, paragraphs, tables, lists and pictures, written as text, Markdown or HTML.

Text fits 80 columns, a Chinese character taking two of them. Nothing here knows a rule; the content of a page is
decided elsewhere, once for all styles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from xmut_rules.base.arguments import Arguments
from xmut_rules.base.language import Language, require_language, require_one_of, width

Style = Literal["text", "markdown", "html"]
"""How a page is written."""

COLUMNS = 80
"""The width of text, as on a terminal."""

_HANGING_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """A title: level 1 is the page's, 2 a section's, 3 a part's."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells in columns, each `l` left or `r` right; without heads the first line is already data."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    align: str
    indent: int = 2


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows that are a table in Markdown and HTML and in text a paragraph each.

    `joints` precede the cells in text, one a column; an empty cell is left out with its joint, and a joint that
    begins with a line end begins a paragraph of its own.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    joints: Sequence[str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG; it appears in HTML alone, since its figures are given beside it."""

    svg: str


Block = Heading | Paragraph | Table | Listing | Picture


def written(blocks: Iterable[Block], style: Style, lang: Language) -> str:
    """Write blocks in a style; HTML is a `section` element, to be put on a page.

    Raises:
        ValueError: another style or language.
    """
    with Arguments() as check:
        check(require_style, style)
        check(require_language, lang)
    return _WRITERS[style](blocks, lang)


def require_style(style: str) -> None:
    """Check that a style is one that blocks can be written in.

    Raises:
        ValueError: it is none.
    """
    require_one_of(tuple(_WRITERS), style, "style")


def html_page(title: str, section: str, lang: Language) -> str:
    """Put a section on an HTML page of its own, which loads nothing from elsewhere."""
    return (
        f'<!doctype html>\n<html lang="{_HTML_LANG[lang]}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<body>\n{section}</body>\n</html>\n"
    )


_HTML_LANG: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}

_CSS = (
    ".xmut-rules{font-family:system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;line-height:1.5;max-width:70rem}"
    ".xmut-rules table{border-collapse:collapse;margin:.5rem 0}"
    ".xmut-rules th,.xmut-rules td{border-bottom:1px solid #d0d7de;padding:.2rem .6rem;text-align:left;"
    "vertical-align:top}"
    ".xmut-rules .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".xmut-rules svg{max-width:100%;height:auto}"
)


def _html(blocks: Iterable[Block], lang: Language) -> str:
    parts = [f'<section class="xmut-rules" lang="{_HTML_LANG[lang]}">\n<style>{_CSS}</style>\n']
    for block in blocks:
        match block:
            case Heading(text, level):
                parts.append(f"<h{level}>{escape(text)}</h{level}>\n")
            case Paragraph(text):
                parts.append(f"<p>{escape(text)}</p>\n")
            case Picture(svg):
                parts.append(f"{svg}\n")
            case Table(heads, rows, align):
                parts.append(_html_table(heads, rows, align))
            case _:
                parts.append(_html_table(block.heads, block.rows, "l" * len(block.heads)))
    return "".join([*parts, "</section>\n"])


def _html_table(heads: Sequence[str], rows: Sequence[Sequence[str]], align: str) -> str:
    kinds = [' class="n"' if side == "r" else "" for side in align]
    lines: list[str] = []
    if any(heads):
        cells = "".join(f'<th scope="col"{kind}>{escape(head)}</th>' for head, kind in zip(heads, kinds, strict=True))
        lines.append(f"<thead><tr>{cells}</tr></thead>\n")
    body = ("".join(f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(row, kinds, strict=True)) for row in rows)
    return "".join(["<table>\n", *lines, *(f"<tr>{cells}</tr>\n" for cells in body), "</table>\n"])


def _markdown(blocks: Iterable[Block], lang: Language) -> str:
    del lang
    parts: list[str] = []
    for block in blocks:
        match block:
            case Heading(text, level):
                parts.append(f"{'#' * level} {_marked(text)}\n")
            case Paragraph(text):
                parts.append(f"{_marked(text)}\n")
            case Table(heads, rows, align):
                parts.append(_markdown_table(heads, rows, align))
            case Listing(heads, rows):
                parts.append(_markdown_table(heads, rows, "l" * len(heads)))
            case _:
                pass
    return "\n".join(parts)


def _marked(text: str) -> str:
    """Keep Markdown's own signs, and those of HTML, from meaning anything in a text."""
    marked = re.sub(r"([\\`*_{}\[\]<>#|~&$^])", r"\\\1", text.replace("\n", " ").strip())
    marked = re.sub(r"^([0-9]+)([.)])(?=\s|$)", r"\1\\\2", marked)
    return f"\\{marked}" if marked[:1] in {"-", "+", "="} else marked


def _markdown_table(heads: Sequence[str], rows: Sequence[Sequence[str]], align: str) -> str:
    sides = ["---:" if side == "r" else "---" for side in align]
    lines = [
        [_marked(head) for head in heads] or [""] * len(align),
        sides,
        *([_marked(cell) for cell in row] for row in rows),
    ]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _text(blocks: Iterable[Block], lang: Language) -> str:
    del lang
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading(text, level):
                lines += [""] if level == 2 and lines else []
                lines += wrapped(text, indent=2 * max(level - 2, 0), hanging=2 * max(level - 2, 0) + 2)
            case Paragraph(text, indent):
                lines += wrapped(text, indent=indent, hanging=indent + 4)
            case Table(heads, rows, align, indent):
                lines += _text_table([heads, *rows] if any(heads) else rows, align, indent)
            case Listing(_, rows, joints):
                for row in rows:
                    lines += _text_row(row, joints)
            case _:
                pass
    return "".join(f"{line}\n" for line in lines)


def _text_row(row: Sequence[str], joints: Sequence[str]) -> Iterator[str]:
    text = "".join(joint + cell for joint, cell in zip(joints, row, strict=True) if cell)
    first, *others = text.split("\n")
    yield from wrapped(first, indent=2, hanging=4)
    for other in others:
        yield from wrapped(other, indent=4, hanging=6)


def _text_table(rows: Sequence[Sequence[str]], align: str, indent: int) -> Iterator[str]:
    """Line up cells in columns; where the first ones leave no room for the last, write a row as a paragraph."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    hanging = indent + sum(widths[:-1]) + 2 * len(widths[:-1])
    longest = max((width(word) for row in rows for word in row[-1].split()), default=0) if widths else 0
    narrow = hanging <= _HANGING_AT_MOST and hanging + min(longest, _HANGING_AT_MOST) <= COLUMNS
    fits = narrow or not widths or hanging + widths[-1] <= COLUMNS
    for row in rows:
        cells: list[str] = []
        for cell, side, wide in zip(row, align, widths if fits else [0] * len(row), strict=True):
            space = " " * (wide - width(cell))
            cells.append(cell + space if side == "l" else space + cell)
        line = "  ".join(cells).rstrip()
        yield from wrapped(line, indent=indent, hanging=hanging if fits else indent + 4)


def wrapped(text: str, *, indent: int, hanging: int, columns: int = COLUMNS) -> Iterator[str]:
    """Break text into lines of at most so many columns, at a space or between Chinese characters.

    A reference to a clause, such as [§3.5.2.2a 三（五）（2）2；B2], is one word. A word that is wider than a line is
    broken anywhere.

    Args:
        text: one paragraph.
        indent: spaces before the first line.
        hanging: spaces before the others.
        columns: the width of a line.
    """
    line, used = [" " * indent], indent
    for piece in _pieces(text, columns - max(indent, hanging)):
        wide = width(piece)
        if used + wide - (len(piece) - len(piece.rstrip())) > columns and len(line) > 1:
            yield "".join(line).rstrip()
            line, used = [" " * hanging], hanging
        line.append(piece)
        used += wide
    yield "".join(line).rstrip()


def _pieces(text: str, columns: int) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        start = 0
        while width(piece[start:].rstrip()) > columns:
            yield piece[start : start + columns // 2]
            start += columns // 2
        yield piece[start:]


_SECTION = r"[一二三]（[一二三四五]）(?:（[0-9]）)?(?:[0-9](?![0-9]))?"
_REFERENCE = rf"\[§[^\[\]]+\]|§[0-9.]+[a-z]? (?:通知|引言|{_SECTION})|{_SECTION}"
_PIECE = re.compile(rf"（*(?:{_REFERENCE}|[\x21-\u2e7f]+|.)[，。；：、）？,;.\]]* *")


_WRITERS: Mapping[Style, Callable[[Iterable[Block], Language], str]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
}
