"""A page is in one language, and both languages say the same: headings, code, tables, clauses, readings, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(file.name for file in (DOCS / "zh").glob("*.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TYPED = {"学期": "term", "学时": "class_hour", "考培费": "fee"}
"""Words that a reader types into tables or names of files, in the language of the page."""

CHINESE = re.compile("[\N{CJK UNIFIED IDEOGRAPH-4E00}-\N{CJK UNIFIED IDEOGRAPH-9FFF}]")


def both(page: str) -> tuple[str, str]:
    """The text of a page in Chinese and in English."""
    zh, en = ((DOCS / lang / page).read_text("utf-8") for lang in ("zh", "en"))
    return zh, en


def prose(text: str) -> str:
    """A page without its blocks of code and without comments."""
    return re.sub(r"<!--.*?-->", "", FENCE.sub("", text), flags=re.DOTALL)


def typed(line: str) -> str:
    """A line that somebody types without its language: options, words of the tables, names of files, comments."""
    line = re.sub(r" --lang en| --lang zh|\s+#.*$", "", line)
    line = re.sub(r"\b(zh|en)\b", "LANG", line)
    for zh, en in TYPED.items():
        line = line.replace(zh, en)
    return re.sub(r" \| (?:sed|head|grep|tail) .*$", "", line)


def blocks(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The blocks of a page: what is typed in them, and all of those that are the same in every language."""
    for kind, body in FENCE.findall(text):
        lines = body.splitlines()
        if kind == "console":
            lines = [line for line in lines if line.startswith("$ ")]
        elif kind == "pycon":
            lines = [line for line in lines if line.startswith((">>>", "..."))]
        elif kind == "text":
            lines = [line for line in lines if not line.startswith("→ ")]
        yield kind, tuple(typed(line) for line in lines)


def tables(text: str) -> Iterator[tuple[int, int]]:
    """The tables of a page: how many rows and columns each has."""
    for table in re.findall(r"(?:^\|.*\n)+", prose(text), re.MULTILINE):
        rows = table.splitlines()
        columns = {len(re.split(r"(?<!\\)\|", row)) for row in rows}
        assert len(columns) == 1, rows[0]
        yield len(rows), columns.pop()


def test_both_languages_have_the_same_pages() -> None:
    """No page is in one language alone."""
    assert sorted(file.name for file in (DOCS / "en").glob("*.md")) == PAGES
    assert len(PAGES) > 20


@pytest.mark.parametrize("page", PAGES)
def test_headings_lists_and_pictures_are_the_same(page: str) -> None:
    """Both are laid out alike: headings of the same levels, lists of as many items and pictures, in the same order."""
    zh, en = (re.findall(r"^(#+ |- |[0-9]\. |!\[)", prose(text), re.MULTILINE) for text in both(page))
    assert zh == en


@pytest.mark.parametrize("page", PAGES)
def test_code_is_the_same(page: str) -> None:
    """The same blocks run in both languages; what they print may be in the language of the page."""
    zh, en = (list(blocks(text)) for text in both(page))
    assert zh == en


@pytest.mark.parametrize("page", PAGES)
def test_tables_have_the_same_shape(page: str) -> None:
    """No row or column is in one language alone."""
    zh, en = (list(tables(text)) for text in both(page))
    assert zh == en


@pytest.mark.parametrize("page", PAGES)
def test_links_are_the_same(page: str) -> None:
    """Both link to the same places, each as often."""
    zh, en = (sorted(re.findall(r"\]\(([^)\s]+)\)", prose(text))) for text in both(page))
    assert zh == en


@pytest.mark.parametrize(
    "pattern", [r"§[0-9]+(?:\.[0-9]+)*[a-z]?", r"\b[A-E][0-9]{1,2}\b"], ids=["clauses", "readings"]
)
@pytest.mark.parametrize("page", PAGES)
def test_clauses_and_readings_are_the_same(page: str, pattern: str) -> None:
    """Both name the same clauses and the same readings."""
    zh, en = (set(re.findall(pattern, prose(text), re.MULTILINE)) for text in both(page))
    assert zh == en


@pytest.mark.parametrize("page", [page for page in PAGES if page != "input.md"])
def test_anchors_that_are_ids_are_the_same(page: str) -> None:
    """A heading that is a clause, a reading or a code is the same in both, so that a link leads to both."""
    zh, en = (
        re.findall(r"^##+ (§\S+|[A-E][0-9]+|[a-z_]+(?:-[a-z_]+)*)$", prose(text), re.MULTILINE) for text in both(page)
    )
    assert zh == en


@pytest.mark.parametrize("page", PAGES)
def test_names_in_code_are_the_same(page: str) -> None:
    """Every name, code and value in code letters is in both; what the reader types in Chinese has its English twin."""
    zh, en = ({typed(span) for span in re.findall(r"`([^`]+)`", prose(text))} for text in both(page))
    assert {span for span in zh - en if not CHINESE.search(span)} == set()
    assert page == "input.md" or len(zh) == len(en), (zh - en, en - zh)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_in_one_language(page: str) -> None:
    """A Chinese page has no English sentence, an English page no Chinese one; names and examples stay as they are."""
    zh, en = (re.sub(r"`[^`]*`", "", prose(text)) for text in both(page))
    assert re.findall(r"\b[a-z]+(?: [a-z]+){5,}", zh) == []
    assert [line for line in en.splitlines() if re.search(r"[，。]", line) and page != "glossary.md"] == []
