"""The documentation site: built without a warning, complete in both languages, closed in itself, searchable."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

pytestmark = pytest.mark.site
ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "site"
CALCULATOR = {SITE / "calculator" / name for name in ("index.html", "en.html")}
"""What `--pages` leaves out; the tests of the calculator build it."""
NODE = shutil.which("node")


class Page(HTMLParser):
    """What a page links to, what it loads, and the anchors it has."""

    def __init__(self, file: Path) -> None:
        """Read a page."""
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.other = ""
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses of a tag."""
        found = {name: value or "" for name, value in attrs}
        self.anchors |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
            if found.get("class") == "language":
                self.other = found["href"]
        elif tag != "a":
            self.loads += [
                found[name] for name in ("src", "href", "srcset", "data", "poster", "action") if name in found
            ]
        self.loads += re.findall(r"url\(([^)]*)\)", found.get("style", ""))


@pytest.fixture(scope="module")
def pages() -> dict[Path, Page]:
    """The pages of the built site; the build has no warning."""
    pytest.importorskip("sphinx", reason="NOT TESTED: the extra docs is not installed")
    command: list[str | Path] = [sys.executable, ROOT / "site" / "build.py", "--pages"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return {file: Page(file) for file in SITE.rglob("*.html")}


def outside(address: str) -> bool:
    """Whether an address leaves the site."""
    return bool(re.match(r"\s*['\"]?(?:[a-z][a-z0-9+.-]*:)?//|\s*https?:", address, re.IGNORECASE))


def test_every_page_of_the_docs_is_on_the_site(pages: dict[Path, Page]) -> None:
    """Chinese stands at the root, English at en/, and neither lacks a page."""
    for lang, folder in (("zh", SITE), ("en", SITE / "en")):
        names = {file.stem for file in (ROOT / "docs" / lang).glob("*.md")}
        assert {folder / f"{name}.html" for name in names} - set(pages) == set()
    assert (SITE / "llms.txt").read_bytes() == (ROOT / "docs" / "llms.txt").read_bytes()


def test_nothing_is_loaded_from_elsewhere(pages: dict[Path, Page]) -> None:
    """No page, style sheet or script asks another origin for anything; links that a reader follows may lead there."""
    loaded = {address for page in pages.values() for address in page.loads}
    assert [address for address in loaded if outside(address)] == []
    for file in SITE.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
        assert [url for url in re.findall(r"(?:url\(|@import)\s*([^)\s;]+)", text) if outside(url)] == [], file
    calls = r"(?:fetch|import|importScripts|Worker|open|src|href)\s*[(=]\s*([\"'`][^\"'`]+)"
    for file in SITE.rglob("*.js"):
        assert [url for url in re.findall(calls, file.read_text("utf-8")) if outside(url)] == [], file


def test_every_link_leads_to_a_page_and_an_anchor_that_exist(pages: dict[Path, Page]) -> None:
    """No link within the site is broken."""
    broken: list[str] = []
    for file, page in pages.items():
        for link in page.links:
            address, _, anchor = unquote(link).partition("#")
            target = (file.parent / address).resolve() if address else file
            if outside(link) or link.startswith(("mailto:", "javascript:")):
                continue
            known = pages.get(target)
            if target in CALCULATOR:
                continue
            if not target.exists() or (anchor and known and anchor not in known.anchors):
                broken.append(f"{file.relative_to(SITE)} -> {link}")
    assert broken == []


def test_a_page_leads_to_itself_in_the_other_language(pages: dict[Path, Page]) -> None:
    """The switch of each page leads to the same page, and back; search and index have none."""
    for file, page in pages.items():
        if file.name in {"search.html", "genindex.html"}:
            continue
        other = (file.parent / page.other).resolve()
        assert (other.name, (other.parent / pages[other].other).resolve()) == (file.name, file)
        assert (file.parent == SITE) != (other.parent == SITE)


@pytest.mark.usefixtures("pages")
def test_no_page_shows_an_address_in_memory() -> None:
    """Types and values are shown as they are written, and are the same in the next build."""
    assert [file.name for file in SITE.rglob("*.html") if " object at 0x" in file.read_text("utf-8")] == []


@pytest.mark.usefixtures("pages")
def test_lines_of_chinese_are_joined_without_a_space() -> None:
    """Where a Chinese paragraph goes on in the next line of its source, the page shows no space."""
    text = (SITE / "index.html").read_text("utf-8")
    assert "每一笔金额精确到分，并注明依据的条款" in text


def test_clauses_and_readings_have_anchors_of_their_own(pages: dict[Path, Page]) -> None:
    """An address such as policy.html#3522b is the same in both languages."""
    for folder in (SITE, SITE / "en"):
        assert "3522b" in pages[folder / "policy.html"].anchors
        assert {"b4", "d14"} <= pages[folder / "interpretations.html"].anchors


def found(folder: Path, *queries: str) -> Iterator[list[str]]:
    """What the search page of a language finds for each query."""
    if NODE is None:
        pytest.skip("NOT TESTED: there is no node on this machine")
    command = [NODE, str(Path(__file__).with_name("search.mjs")), str(folder), *queries]
    yield from json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.usefixtures("pages")
def test_search_finds_chinese_words_and_clauses() -> None:
    """Chinese words are found also inside longer ones, a query of several words without spaces too."""
    share, hours, surplus, award, clause, code = found(
        SITE, "分成", "课时", "结余", "项目组织奖励", "§3.5.2.2b", "notice-late"
    )
    assert "glossary" in share
    assert "glossary" in hours
    assert {"policy", "interpretations", "tutorial"} <= set(surplus)
    assert {"policy", "glossary"} <= set(award)
    assert {"policy", "pay", "tutorial"} <= {name.partition("#")[0] for name in clause}
    assert "codes-findings#notice-late" in code


@pytest.mark.usefixtures("pages")
def test_search_finds_english_words_and_clauses() -> None:
    """English words, clauses, codes and names of functions are found on the English pages."""
    surplus, clause, code, function = found(SITE / "en", "surplus", "§3.5.2.2b", "notice-late", "settle_term")
    assert {"policy", "interpretations", "tutorial"} <= {name.partition("#")[0] for name in surplus}
    assert "policy#3522b" in clause
    assert "codes-findings#notice-late" in code
    assert "reference" in {name.partition("#")[0] for name in function}
