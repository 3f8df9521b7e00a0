"""Every computed clause is in the code, the specification and the docs; nothing cites a clause that is not there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from xmut_rules import CLAUSES, READINGS

ROOT = Path(__file__).parent.parent
IDS = {clause.id for clause in CLAUSES}
CORE = {clause.id for clause in CLAUSES if clause.core}
TOKEN = re.compile(r"§[0-9]+(?:\.[0-9]+)*[a-z]?")
READING = re.compile(r"\b[A-E][0-9]{1,2}\b")
DATA = {"clauses.py", "readings.py"}


def cited(text: str) -> set[str]:
    """Clause ids in a text; §3.4a-c stands for the three."""
    found = set(TOKEN.findall(text))
    for stem, first, last in re.findall(r"(§[0-9]+(?:\.[0-9]+)*)([a-z])-([a-z])\b", text):
        found |= {stem + chr(letter) for letter in range(ord(first), ord(last) + 1)}
    return found


def texts(place: str, suffix: str) -> list[str]:
    """The files under a place, the clause tables themselves left out."""
    files = sorted((ROOT / place).rglob(f"*{suffix}"))
    return [file.read_text("utf-8") for file in files if file.name not in DATA]


def docstrings(source: str) -> Iterator[str]:
    """Every docstring of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""


@pytest.mark.parametrize(
    ("place", "suffix"), [("src", ".py"), ("tests/spec", ".py"), ("docs", ".md"), (".", "README*.md")]
)
def test_no_clause_is_cited_that_does_not_exist(place: str, suffix: str) -> None:
    """Code, tests and docs cite clauses of the document alone."""
    allowed = IDS | {"§3.5.2.9"} if place == "src" else IDS
    unknown = {clause for text in texts(place, suffix) for clause in cited(text)} - allowed
    assert unknown == set()


def test_every_core_clause_is_named_by_code() -> None:
    """A docstring of the package names each clause that is computed."""
    named = set[str]().union(*(cited(text) for source in texts("src", ".py") for text in docstrings(source)))
    assert CORE - named == set()


def test_every_core_clause_has_a_class_in_the_specification() -> None:
    """A test class's docstring begins with each clause that is computed."""
    begun: set[str] = set()
    for source in texts("tests/spec", ".py"):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                begun |= {token for token in [(ast.get_docstring(node) or "").split(" ")[0]] if TOKEN.fullmatch(token)}
    assert CORE - begun == set()


def test_every_clause_is_in_the_docs() -> None:
    """The page of clauses lists all of them."""
    assert IDS - cited((ROOT / "docs" / "policy.md").read_text("utf-8")) == set()


def test_every_reading_is_in_the_docs_and_every_field_reading_is_tested() -> None:
    """The page of interpretations lists every open question; the specification names each that a field decides."""
    ids = {reading.id for reading in READINGS}
    page = (ROOT / "docs" / "interpretations.md").read_text("utf-8")
    assert ids - set(READING.findall(page)) == set()
    specified = {name for source in texts("tests/spec", ".py") for name in READING.findall(source)}
    assert {reading.id for reading in READINGS if reading.field} - specified == set()
