"""The calculator's page in both languages, and what its build fetches, without fetching anything."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent.parent.parent / "site" / "calculator"
TEXTS = [file for file in HERE.rglob("*") if file.is_file() and ".cache" not in file.parts and file.suffix != ".pyc"]


def loaded() -> Any:
    """The build as a module; its name is that of a package, so it is read from its place."""
    spec = importlib.util.spec_from_file_location("build_calculator", HERE / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILD = loaded()
FIGURES = {"bytes": "1", "specification": "2.5", "example": '{"a": 1}'}
ZH, EN = (BUILD.page_text(language, home="", figures=FIGURES) for language in (0, 1))


class Parts(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.words.append(data)


def test_both_pages_have_the_same_parts() -> None:
    """The two languages have the same elements in the same order, with the same ids, names and places for figures."""
    one, other = Parts(ZH).elements, Parts(EN).elements
    assert [tag for tag, _ in one] == [tag for tag, _ in other]
    for (tag, zh), (_, en) in zip(one, other, strict=True):
        assert [*zh] == [*en]
        for name in ("id", "name", "class", "type", "for", "aria-labelledby", "data-place", "data-table"):
            assert zh.get(name) == en.get(name), (tag, name)
        assert {name: text.count("#") for name, text in zh.items() if name.startswith("data-")} == {
            name: text.count("#") for name, text in en.items() if name.startswith("data-")
        }


def test_nothing_of_the_template_is_left() -> None:
    """Every text is in one language, every figure is filled in, and the English page has no Chinese sentence."""
    for page in (ZH, EN):
        assert not re.search(r"\{\{|\}\}|\|\||@[a-z-]+@", page)
    assert re.findall(r"[\u4e00-\u9fff]{6,}", EN.replace("机动车驾驶证", "")) == []
    assert "\N{CJK UNIFIED IDEOGRAPH-4F60}" not in ZH


def test_every_label_and_reference_leads_to_an_element() -> None:
    """What labels, descriptions and links within the page name exists."""
    for page in (ZH, EN):
        elements = Parts(page).elements
        ids = [part["id"] for _, part in elements if "id" in part]
        assert len(ids) == len(set(ids))
        named = {
            part[name]
            for _, part in elements
            for name in ("for", "aria-labelledby", "aria-describedby")
            if name in part
        }
        named |= {part["href"][1:] for _, part in elements if part.get("href", "").startswith("#")}
        assert named <= set(ids)


def test_the_script_names_no_element_that_the_page_lacks() -> None:
    """Each id that the script asks for is in the page, and each text that it says."""
    script = (HERE / "calculator.js").read_text("utf-8")
    elements = Parts(EN).elements
    ids = {part.get("id") for _, part in elements}
    assert {*re.findall(r'element\("([a-z-]+)"', script)} <= ids
    said = {name for _, part in elements if part.get("id") == "status" for name in part}
    assert {f"data-{name}" for name in re.findall(r'\bsay\("([a-z]+)"', script)} <= said


def test_everything_fetched_has_its_version_and_hash() -> None:
    """Each requirement is one version with one SHA-256; Pyodide too."""
    for name in ("requirements.txt", "specification.txt"):
        lines = [line for line in (HERE / name).read_text("utf-8").splitlines() if not line.startswith("#")]
        assert len(lines) > 5
        assert [line for line in lines if not re.fullmatch(r"[a-z-]+==[0-9.]+ --hash=sha256:[0-9a-f]{64}", line)] == []
    assert re.fullmatch(r"pyodide@[0-9.]+", BUILD.PYODIDE)
    assert re.fullmatch(r"[0-9a-f]{64}", BUILD.PYODIDE_SHA256)


def test_an_archive_of_another_hash_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Pyodide that is not the one that was tested ends the build, and is not kept."""
    monkeypatch.setattr(BUILD, "CACHE", tmp_path)
    archive = tmp_path / f"{BUILD.PYODIDE.replace('@', '-')}.tgz"
    archive.write_bytes(b"another")
    with pytest.raises(SystemExit, match=r"expected SHA-256 66b7"):
        BUILD.fetch_pyodide()
    assert not archive.exists()


def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    """A folder with other files in it is refused, and they stay."""
    (tmp_path / "thesis.txt").write_text("text")
    done = subprocess.run([sys.executable, HERE / "build.py", tmp_path], capture_output=True, check=False)
    assert (done.returncode, [*tmp_path.iterdir()]) == (1, [tmp_path / "thesis.txt"])


def test_the_page_allows_no_other_origin() -> None:
    """The page's policy allows its own origin alone, and no file of it names another."""
    assert "default-src 'self';" in ZH
    assert "default-src 'self';" in EN
    for file in TEXTS:
        assert re.findall(r"https?://(?!127\.0\.0\.1|\$|\{)", file.read_text("utf-8")) == [], file.name
