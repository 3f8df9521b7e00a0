"""Sphinx configuration of the site: one build per language, from docs/zh or docs/en; `site/build.py` runs both."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jieba
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish
from sphinx.search.zh import SearchChinese

jieba.setLogLevel(logging.WARNING)
SITE = Path(__file__).parent
DOCS = SITE.parent / "docs"
ZH = tags.has("zh")  # noqa: F821  Sphinx puts the tags here

project = "xmut_rules"
author = ""
language = "zh_CN" if ZH else "en"
html_title = "xmut_rules"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
templates_path: list[str] = []
exclude_patterns: list[str] = []
html_theme = "furo"
html_theme_options = {"top_of_page_buttons": [], "navigation_with_keys": True}
html_static_path = [str(SITE / "static")]
html_css_files = ["site.css"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_show_sourcelink = False
html_search_language = "zh" if ZH else "en"
myst_heading_anchors = 4
autodoc_typehints = "none"  # the docstrings say what is accepted; the types are full of validators
autodoc_member_order = "bysource"
add_module_names = False
default_role = "code"

START, HOW_TO, RULES, CONTRIBUTE = (
    ("开始", "怎样做", "规则与参考", "参与者") if ZH else ("Start", "How to", "Rules and reference", "For contributors")
)
CONTENTS: Mapping[str, tuple[str, ...]] = {
    START: ("tutorial", "calculator", "spreadsheets", "worked-year"),
    HOW_TO: (
        "credits", "pay", "exam-plan", "workload", "audit", "policy-changes", "web-services", "notebooks",
        "data-frames", "own-programs",
    ),
    RULES: (
        "policy", "interpretations", "codes", "input", "reference", "api", "glossary", "correctness", "limits",
    ),
    CONTRIBUTE: ("architecture", "testing", "mutation", "faults", "conformance", "benchmarks"),
}  # fmt: skip
"""The table of contents by part; a page that is not there is left out."""

SPLIT_QUERY = (SITE / "split_query.js").read_text("utf-8")
CARD = re.compile(r"(?!xmut_rules)(?:§[0-9.]+[a-z]?|[A-E][0-9]+|[a-z_0-9]+(?:[-_][a-z_0-9]+)*)")
"""Headings of what is shown as a card: a clause, a reading, a code."""

BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")
"""A line break between two Chinese characters or marks, which no space replaces."""

CLAUSE = re.compile(r"§[0-9]+(?:\.[0-9]+)*[a-z]?")


class ChineseSearch(SearchChinese):
    """Chinese words by jieba, and the ids of clauses."""

    language_name = "English"  # the stemmer of Sphinx's Chinese search is the English one, under that name
    js_splitter_code = SPLIT_QUERY

    def split(self, input: str) -> list[str]:  # noqa: A002
        """Return the words of a text."""
        return [*super().split(input), *CLAUSE.findall(input)]


class EnglishSearch(SearchEnglish):
    """English words, and the ids of clauses."""

    js_splitter_code = SPLIT_QUERY

    def split(self, input: str) -> list[str]:  # noqa: A002
        """Return the words of a text."""
        return [*super().split(input), *CLAUSE.findall(input)]


def contents(parts: Mapping[str, tuple[str, ...]], folder: Path) -> str:
    """Return hidden tables of contents."""
    text = ""
    for caption, pages in parts.items():
        names = [page for page in pages if (folder / f"{page}.md").exists()]
        head = f":caption: {caption}\n" if caption else ""
        text += "\n```{toctree}\n:hidden:\n" + head + "\n" + "\n".join(names) + "\n```\n"
    return text


def prepare(app: Sphinx, docname: str, source: list[str]) -> None:
    """Give a page its place in the contents, and turn links to files of the project into downloads."""
    folder = Path(app.srcdir)

    def linked(link: re.Match[str]) -> str:
        text, target = link[1], folder / link[2]
        if target.is_dir():
            return text if text.startswith("`") else f"`{text}`"
        return f"{{download}}`{text.strip('`')} <{link[2]}>`"

    source[0] = re.sub(r"(?<!!)\[([^]]+)\]\((\.\./[^)#\s]+)\)", linked, source[0])
    if docname == "index":
        source[0] += contents(CONTENTS, folder)
    elif docname == "codes":
        source[0] += contents({"": tuple(sorted(file.stem for file in folder.glob("codes-*.md")))}, folder)


def mend(_app: Sphinx, doctree: nodes.document) -> None:
    """Give headings the anchors of Markdown readers and join the lines of Chinese paragraphs."""
    for section in doctree.findall(nodes.section):
        slug = section.get("slug")
        if slug:
            section["ids"] = [slug, *(name for name in section["ids"] if name != slug)]
        if CARD.fullmatch(section[0].astext()) and section.parent is not doctree:
            section["classes"].append("card")
    if ZH:
        for text in list(doctree.findall(nodes.Text)):
            if "\n" in text and not isinstance(text.parent, nodes.FixedTextElement):
                place = next(place for place, node in enumerate(text.parent) if node is text)
                before = text.parent[place - 1].astext()[-1:] if place else ""
                after = "".join(node.astext() for node in text.parent[place + 1 : place + 2])[:1]
                joined = BREAK.sub("", f"{before}{text}{after}")
                text.parent[place] = nodes.Text(joined[len(before) : len(joined) - len(after)])


def cite(_app: Sphinx, _what: str, _name: str, _thing: object, _options: object, lines: list[str]) -> None:
    """Show the clause and the readings that a docstring names as fields."""
    lines[:] = [re.sub(r"^(Clause|Readings?): ", r":\1: ", line) for line in lines]


def switch_language(_app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Put a link to the same page in the other language above a page."""
    other = DOCS / ("en" if ZH else "zh") / f"{pagename}.md"
    page = pagename if other.exists() or pagename in {"search", "genindex"} else "index"
    target = "../" * pagename.count("/") + ("en/" if ZH else "../") + f"{page}.html"
    code, name = ("en", "English") if ZH else ("zh-CN", "中文")
    link = f'<a class="language" href="{target}" lang="{code}" hreflang="{code}" rel="alternate">{name}</a>'
    context["body"] = link + context.get("body", "")
    alternate = f'<link rel="alternate" hreflang="{code}" href="{target}">'
    context["metatags"] = context.get("metatags", "") + alternate


def setup(app: Sphinx) -> None:
    """Connect the above."""
    app.add_search_language(ChineseSearch if ZH else EnglishSearch)
    app.connect("source-read", prepare)
    app.connect("autodoc-process-docstring", cite)
    app.connect("doctree-read", mend, priority=100)
    app.connect("html-page-context", switch_language)
