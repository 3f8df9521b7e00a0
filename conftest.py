"""Documentation that runs: README, docs pages and docstrings under Sybil."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sybil import Document, Example, Region, Sybil
from sybil.document import PythonDocStringDocument
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

ROOT = Path(__file__).parent

for _name in ("XMUT_RULES_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
    os.environ.pop(_name, None)  # the command speaks Chinese unless a test says otherwise, whatever the machine speaks


class PyconParser:
    """Blocks marked `pycon`: each prompt is checked as a doctest."""

    def __init__(self) -> None:
        """Prepare the two parsers that do the work."""
        self.blocks = CodeBlockParser("pycon", lambda _example: None)
        self.doctest = DocTestStringParser(DocTestEvaluator())

    def __call__(self, document: Document) -> Iterator[Region]:
        """Give the prompts of every block, at their places in the page."""
        for region in self.blocks(document):
            for prompt in self.doctest(region.parsed, document.path):
                prompt.adjust(region, region.parsed)
                yield prompt


EMPTY_FOLDER = "<!-- the commands run in an empty folder -->"


def run_console(example: Example) -> str | None:
    """Run each `$ command` of a block and compare what it prints; from the root, or in an empty folder of the page."""
    folder = ROOT
    if EMPTY_FOLDER in example.document.text:
        if "folder" not in example.namespace:
            example.namespace["folder"] = TemporaryDirectory()
        folder = Path(example.namespace["folder"].name)
    steps: list[tuple[str, list[str]]] = []
    for line in str(example.parsed).splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        else:
            steps[-1][1].append(line)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    for command, wanted in steps:
        done = subprocess.run(  # noqa: S602  the commands are our own pages'
            command, shell=True, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, check=False
        )
        got = (done.stdout + done.stderr).decode().strip()
        if got != "\n".join(wanted).strip():
            return f"$ {command}\nexpected:\n" + "\n".join(wanted) + f"\ngot:\n{got}"
    return None


def remove_folder(names: dict[str, Any]) -> None:
    """Remove the folder that a page's commands ran in."""
    if isinstance(folder := names.get("folder"), TemporaryDirectory):
        folder.cleanup()


_pages = Sybil(
    parsers=[PythonCodeBlockParser(), PyconParser(), CodeBlockParser("console", run_console), SkipParser()],
    patterns=["*.md"],
    setup=lambda names: names.update(node=shutil.which("node")),
    teardown=remove_folder,
)
_docstrings = Sybil(
    parsers=[DocTestParser()],
    patterns=["*.py"],
    document_types={".py": PythonDocStringDocument},
    path=str(ROOT / "src"),
)
pytest_collect_file = (_pages + _docstrings).pytest()
