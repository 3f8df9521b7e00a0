"""Pages in three styles: no text breaks Markdown or HTML, and text keeps within 80 columns.

Markdown is read back by markdown-it, HTML by the parser of the standard library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from xmut_rules import PILOT_2020, settle_term
from xmut_rules.base.language import width
from xmut_rules.explain.overview import overview
from xmut_rules.files.exam_plan import exam_plan
from xmut_rules.files.plan_pages import plan_page
from xmut_rules.files.terms import parse_term
from xmut_rules.formats.documents import Block, Heading, Listing, Paragraph, Picture, Style, Table, html_page, written

MESSY = Path(__file__).parent.parent / "docs" / "examples" / "messy" / "term.json"
LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")
STYLES: tuple[Style, ...] = ("text", "markdown", "html")
MARKED: tuple[Style, ...] = ("markdown", "html")
VOID = {"meta", "br", "hr", "img", "link"}


class Seen(HTMLParser):
    """What a reader of HTML sees: tags in order, rows of cells, and the text of headings and paragraphs."""

    def __init__(self, source: str) -> None:
        """Read a page; every tag that is opened must be closed in order."""
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.rows: list[list[str]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(source)
        self.close()
        assert [tag for tag in self.open if tag not in {"html", "body"}] == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and begin a row, a cell or a text."""
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
        elif tag in {"h1", "h2", "h3", "p", "title", "style", "li", "pre"}:
            self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Take text into the cell or text it stands in."""
        if self.open and self.open[-1] in {"td", "th"}:
            self.rows[-1][-1] += data
        elif self.texts and self.open and self.open[-1] == self.texts[-1][0]:
            tag, text = self.texts[-1]
            self.texts[-1] = (tag, text + data)


def seen(blocks: list[Block], style: Style) -> Seen:
    """Write blocks as Markdown or HTML and read them as a browser would."""
    text = written(blocks, style, "en")
    return Seen(MarkdownIt("commonmark").enable("table").render(text) if style == "markdown" else text)


SIGNS = [*"\\`*_{}[]<>#|~&$^!-+=.:;()'\"/@?% 甲a1\n", "**", "](", "<b>", "&lt;", "--", "||", "\\|"]
signs = st.lists(st.sampled_from(SIGNS), max_size=12).map("".join)


def squeezed(text: str) -> str:
    """Take spaces and line ends as one space, as HTML does."""
    return " ".join(text.split())


@given(st.lists(st.tuples(signs, signs, signs), min_size=1, max_size=4), st.sampled_from(MARKED))
@example([("a|b", "\\|", "\\")], "markdown").via("pipes and backslashes")
@example([("- a", "# b", "1. c")], "markdown").via("signs of lists and headings")
@example([("[a](http://b)", "<script>", "&amp;")], "html").via("links, elements and entities")
@example([('"', "'", '" onload="')], "html").via("quotes")
def test_no_text_breaks_a_table(rows: list[tuple[str, str, str]], style: Style) -> None:
    """Whatever stands in the cells, the table has its rows and columns, and each cell its text and no element."""
    page = seen([Table(["one", "two", "three"], rows, "lrl")], style)
    assert [[squeezed(cell) for cell in row] for row in page.rows] == [
        ["one", "two", "three"],
        *([squeezed(cell) for cell in row] for row in rows),
    ]
    assert set(page.tags) <= {"section", "style", "table", "thead", "tbody", "tr", "th", "td"}


@given(st.sampled_from(["甲", "a", "*", "-", "+", "=", "#", ">", "<", "&", "`", "|", "~", "_"]), signs)
@example("-", " a").via("the sign of a list")
@example("=", "==").via("the line under a heading")
@example("#", " a").via("the sign of a heading")
@example("~", "~~\na").via("the sign of code")
def test_no_text_becomes_something_else(first: str, rest: str) -> None:
    """A heading is a heading and a paragraph is one, with their text and no element, whatever signs are in it."""
    text = squeezed(first + rest)
    for style in MARKED:
        page = seen([Heading(text, 1), Paragraph(text), Heading(text), Heading(text, 3)], style)
        assert [(tag, squeezed(said)) for tag, said in page.texts if tag != "style"] == [
            ("h1", text), ("p", text), ("h2", text), ("h3", text),
        ]  # fmt: skip
        assert [tag for tag in page.tags if tag not in {"section", "style"}] == ["h1", "p", "h2", "h3"]


def test_html_is_escaped_with_quotes() -> None:
    """The five signs of HTML are entities in headings, paragraphs, heads and cells."""
    text = '<a href="x">&\''
    blocks: list[Block] = [
        Heading(text, 1),
        Paragraph(text),
        Table([text], [[text]], "l"),
        Listing([text], [[text]], [""]),
    ]
    html = written(blocks, "html", "en")
    assert html.count("&lt;a href=&quot;x&quot;&gt;&amp;&#x27;") == 6
    assert text not in html


def test_a_table_without_heads_has_its_rows() -> None:
    """Without heads the first line is data: Markdown has an empty line of heads, HTML and text have none."""
    rows = [["a", "1"], ["bb", "22"]]
    assert seen([Table((), rows, "lr")], "markdown").rows == [["", ""], *rows]
    page = seen([Table((), rows, "lr")], "html")
    assert (page.rows, "thead" in page.tags) == (rows, False)
    assert [value for tag, name, value in page.attributes if (tag, name) == ("td", "class")] == ["n", "n"]
    assert written([Table((), rows, "lr")], "text", "en") == "  a    1\n  bb  22\n"


def test_a_table_in_text_is_lined_up() -> None:
    """Columns are as wide as their widest cell, a Chinese character taking two, to the left or to the right."""
    table = Table(["人员", "元"], [["T01", "2880.00"], ["教师甲", "5.00"]], "lr", indent=4)
    assert written([table], "text", "zh") == ("    人员         元\n    T01     2880.00\n    教师甲     5.00\n")
    assert written([Table((), [], "lr")], "text", "zh") == ""
    assert written([Table(["a", "b"], [], "ll")], "text", "zh") == "  a  b\n"


def test_a_table_too_wide_becomes_paragraphs() -> None:
    """Where the first columns leave the last no room, each row is a paragraph with two spaces between cells."""
    rows = [["x" * 40, "y" * 30, "a b c " * 5], ["x", "y", "z"]]
    assert written([Table(["one", "two", "three"], rows, "lrl")], "text", "en").splitlines() == [
        "  one  two  three",
        f"  {'x' * 40}  {'y' * 30}  a b",
        "      c a b c a b c a b c a b c",
        "  x  y  z",
    ]


def test_a_wide_last_column_is_broken_under_itself() -> None:
    """Where the first columns leave room, the last one goes on below its own beginning."""
    rows = [["T01", "甲" * 40], ["T02", "b"]]
    assert written([Table((), rows, "ll")], "text", "zh").splitlines() == [
        f"  T01  {'甲' * 36}",
        f"       {'甲' * 4}",
        "  T02  b",
    ]
    fits = [["x" * 68, "y" * 8], ["z", "w"]]
    assert written([Table((), fits, "lr")], "text", "zh").splitlines() == [
        f"  {'x' * 68}  {'y' * 8}", f"  z{' ' * 76}w",
    ]  # fmt: skip


FOUND = Listing(
    ["what", "where", "do", "code"],
    [["error", "E1", "move it", "(a-code)"], ["warning", "", "", "(other)"]],
    ["", " at ", "\n→ ", " "],
)


def test_a_listing_is_a_paragraph_for_each_row() -> None:
    """In text the joints stand before the cells, an empty cell has none, and a line end begins a paragraph."""
    assert written([FOUND], "text", "en") == "  error at E1\n    → move it (a-code)\n  warning (other)\n"


def test_a_listing_is_a_table_in_markup() -> None:
    """In Markdown and HTML a listing is a table of its heads and rows, without the joints."""
    expected = [["what", "where", "do", "code"], ["error", "E1", "move it", "(a-code)"], ["warning", "", "", "(other)"]]
    assert [seen([FOUND], style).rows for style in MARKED] == [expected, expected]


def test_long_rows_of_a_listing_hang() -> None:
    """A long row goes on two columns further in, and so does what its line end began."""
    rows = Listing(["a", "b"], [["字" * 45, "字" * 40]], ["", "\n→ "])
    assert written([rows], "text", "zh").splitlines() == [
        f"  {'字' * 39}", f"    {'字' * 6}", "    → " + "字" * 37, f"      {'字' * 3}",
    ]  # fmt: skip


def test_headings_and_paragraphs_in_text() -> None:
    """A section begins after an empty line, unless it comes first; parts and paragraphs have their indent."""
    blocks: list[Block] = [
        Heading("Page", 1),
        Paragraph("first"),
        Heading("Section"),
        Heading("Part", 3),
        Paragraph("a " * 50, 2),
    ]
    assert written(blocks, "text", "en").splitlines() == [
        "Page", "first", "", "Section", "  Part", f"  {'a ' * 39}".rstrip(), f"      {'a ' * 11}".rstrip(),
    ]  # fmt: skip
    assert written([Heading("Section")], "text", "en") == "Section\n"


def test_a_picture_is_in_html_alone() -> None:
    """A drawing stands in HTML as it is, and leaves no trace in Markdown and text."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><title>a</title></svg>'
    pages = {style: written([Paragraph("a"), Picture(drawing), Paragraph("b")], style, "en") for style in STYLES}
    assert f"<p>a</p>\n{drawing}\n<p>b</p>\n" in pages["html"]
    assert (pages["markdown"], pages["text"]) == ("a\n\nb\n", "a\nb\n")


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_a_page_of_html_is_complete(lang: Literal["zh", "en"], tag: str) -> None:
    """A page has its type, language, encoding, title and section, closes what it opens and loads nothing."""
    report = settle_term(parse_term(MESSY.read_bytes()), policy=PILOT_2020)
    section = overview(report, lang=lang, style="html")
    html = html_page('<1> & "2"', section, lang)
    assert html.startswith(f'<!doctype html>\n<html lang="{tag}">\n<meta charset="utf-8">\n')
    assert html.endswith("</body>\n</html>\n")
    assert html.count(section) == 1
    page = Seen(html)
    assert page.open == []
    assert page.texts[0] == ("title", '<1> & "2"')
    assert [page.tags.count(row) for row in ("html", "body", "section", "h1")] == [1, 1, 1, 1]
    assert [value for element, name, value in page.attributes if (element, name) == ("section", "lang")] == [tag]
    assert [attribute for attribute in page.attributes if attribute[1] in {"src", "href", "onload", "xlink:href"}] == []
    assert set(page.tags) & {"script", "link", "img", "iframe"} == set()
    assert set(re.findall('https?://[^"<> ]+', html)) == {"http://www.w3.org/2000/svg"}


IDS = re.compile(r"_id$|^(room|account|category|number)$")


def longer(node: Any, lengthen: Callable[[str], str], key: str = "") -> Any:
    """Return a document in which every id is a longer one; ids alone, so that the rows stay what they are."""
    if isinstance(node, dict):
        fields: dict[str, Any] = node  # pyright: ignore[reportUnknownVariableType]
        ids = [lengthen(name) if key == "weights" else name for name in fields]
        values = [longer(value, lengthen, "weights" if name == "colleges" else name) for name, value in fields.items()]
        return dict(zip(ids, values, strict=True))
    if isinstance(node, list):
        rows: list[Any] = node  # pyright: ignore[reportUnknownVariableType]
        return [longer(row, lengthen, "" if key == "weights" else key) for row in rows]
    is_id = IDS.search(key) or key == "designated_accounts"
    return lengthen(node) if is_id and node and node not in {"innovation_practice", "general_elective"} else node


def digits(name: str) -> str:
    """Make an id of 18 digits, as an identity number has, for an id of up to 12 characters."""
    return f"{int.from_bytes(name.encode()) % 10**18:018d}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "lengthen",
    [digits, "{:x<64}".format, "{:编<64}".format],
    ids=["18 digits", "64 letters", "64 characters"],
)
def test_long_ids_keep_the_overview_within_eighty_columns(
    lengthen: Callable[[str], str], lang: Literal["zh", "en"]
) -> None:
    """With ids as long as they come every line has 80 columns at most, and each project and person is named in full."""
    document: Any = longer(json.loads(MESSY.read_bytes()), lengthen)
    term = parse_term(json.dumps(document).encode())
    report = settle_term(term, policy=PILOT_2020)
    assert len(report.to_json()) > len(settle_term(parse_term(MESSY.read_bytes()), policy=PILOT_2020).to_json())
    pages = [overview(report, lang=lang), plan_page(exam_plan(term, policy=PILOT_2020), lang=lang)]
    lines = [line for page in pages for line in page.splitlines()]
    assert [line for line in lines if width(line) > 80] == []
    joined = "".join(pages[0].split())
    names = [settlement.project_id for settlement in report.settlements] + [row.staff_id for row in report.payroll]
    assert [name for name in names if name not in joined] == []


def test_another_style_or_language_is_refused() -> None:
    """There are three styles and two languages; the error names them."""
    other: Any = "pdf"
    with pytest.raises(ValueError, match=r"^style: expected text, markdown or html$"):
        written([Paragraph("a")], other, "en")
    for style in STYLES:
        with pytest.raises(ValueError, match=r"^lang: expected zh or en$"):
            written([Paragraph("a")], style, other)
