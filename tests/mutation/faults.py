"""Seed faults that people make, one at a time, in a copy of the project, and write down which test catches each.

    python -m tests.mutation.faults

The faults stand in `faults.toml`, the result in docs/zh/faults.md and docs/en/faults.md. The judges of `gate.py` are
asked first, then the other tests.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from tests.mutation.gate import JUDGES, ROOT, say

LIST = Path(__file__).with_name("faults.toml")
PARTS = ("src", "tests", "docs", "conftest.py", "pyproject.toml", "README.md", "README.zh-CN.md", "CONTRIBUTING.md")
UNASKED = (
    *(place.removeprefix("tests/") for place in JUDGES), "hostile", "model", "conformance", "docs", "test_docs.py",
    "test_faults.py",
)  # fmt: skip
"""Asked already; compare processes, of which some lack the fault; take long; compare pages with their own sources; look
for the very lines."""

PAGES = {
    "zh": """# 预置的错误

<!-- made by python -m tests.mutation.faults -->

把这份政策写成程序时容易犯的错误，每次在副本中改一处，再运行测试；右栏是最先发现它的测试。

| | 错误 | 文件 | 发现它的测试 |
| --- | --- | --- | --- |
""",
    "en": """# Seeded faults

<!-- made by python -m tests.mutation.faults -->

Mistakes that are easily made in writing this policy as code: each is seeded alone in a copy and the tests are run; the
last column is the test that caught it first.

| | fault | file | caught by |
| --- | --- | --- | --- |
""",
}
"""The head of the page in each language; a fault's name has both, with a middle dot between them."""


def seeded() -> list[dict[str, str]]:
    """Return the faults; each changes one place of one file."""
    rows: list[dict[str, str]] = tomllib.loads(LIST.read_text("utf-8"))["fault"]
    return rows


def caught_by(copy: Path, fault: Mapping[str, str]) -> str:
    """Seed a fault in the copy, give the test that fails first, and take it out again; empty if none fails."""
    file = copy / "src" / "xmut_rules" / fault["file"]
    text = file.read_text("utf-8")
    file.write_text(text.replace(fault["before"], fault["after"]), "utf-8")
    try:
        return _first_failure(copy, *JUDGES) or _first_failure(copy, *(f"--ignore=tests/{row}" for row in UNASKED))
    finally:
        file.write_text(text, "utf-8")


def _first_failure(copy: Path, *which: str) -> str:
    paths = os.pathsep.join([str(copy / "src"), str(copy)])
    environment = {**os.environ, "PYTHONPATH": paths, "HYPOTHESIS_PROFILE": "ci", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-m",
            "not exhaustive and not nightly",
            *which,
        ],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    if done.returncode and not found:
        raise RuntimeError(done.stdout + done.stderr)
    return found[1].partition("[")[0] if found else ""


def main() -> int:
    """Seed every fault; the status is 1 if one of them was not caught."""
    pages = dict(PAGES)
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in PARTS:
            source = ROOT / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / part)
        if unseeded := _first_failure(copy, *JUDGES):
            say(f"fails without any fault: {unseeded}")
            return 1
        for number, fault in enumerate(seeded(), start=1):
            test = caught_by(copy, fault)
            missed += not test
            say(f"{number} {fault['name']}: {test or 'NOT CAUGHT'}")
            shown = f"`{test.removeprefix('tests/')}`" if test else "-"
            for lang, name in zip(pages, fault["name"].split(" · "), strict=True):
                pages[lang] += f"| {number} | {name} | `{fault['file']}` | {shown} |\n"
    for lang, page in pages.items():
        (ROOT / "docs" / lang / "faults.md").write_text(page, "utf-8")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
