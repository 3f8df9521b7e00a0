"""Imports only point down; chapters do not know each other; the root is the only re-export."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import xmut_rules

LAYERS = (
    {"problem_texts", "words"},
    {"problems"},
    {"writing", "workbooks"},
    {"values"},
    {"money", "clauses"},
    {"readings"},
    {"findings", "policy"},
    {"amendments"},
    {"facts"},
    {"training", "exams", "settlement", "credits", "schedule"},
    {"term"},
    {"phrases", "forecasts", "cases", "boundaries"},
    {"steps", "draws"},
    {"pay_reasons"},
    {"reasons", "pictures"},
    {"explain", "overview", "tables", "codes", "strategies"},
    {"sheets", "policy_files", "changes", "inspection", "replay", "schemas"},
    {"report_sheets", "plan", "conformance"},
    {"__init__"},
    {"streams"},
    {"officer"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
FILES = sorted(Path(xmut_rules.__file__).parent.rglob("*.py"))


def own_imports(source: str) -> set[str]:
    """The package's modules that a module imports, wherever in it and however spelled; the root counts as one."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(filter(None, ["xmut_rules" if node.level else None, node.module]))
            names |= {f"{base}.{alias.name}" for alias in node.names} if base == "xmut_rules" else {base}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            names |= {str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)}
    own = {name for name in names if name.split(".")[0] == "xmut_rules"}
    modules = {name.split(".")[1] if "." in name else "__init__" for name in own}
    return {module if module in RANK else "__init__" for module in modules}


def test_every_module_has_its_layer() -> None:
    """No module stands outside the order, and no layer names one that is gone."""
    assert {file.stem for file in FILES} == set(RANK)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_module_imports_from_lower_layers_only(file: Path) -> None:
    """Never from its own layer, never from above."""
    assert {name for name in own_imports(file.read_text("utf-8")) if RANK[name] >= RANK[file.stem]} == set()


@pytest.mark.parametrize(
    "spelling",
    [
        "import xmut_rules.term",
        "import xmut_rules.term as above",
        "from xmut_rules.term import Term",
        "from xmut_rules import term",
        "from . import term",
        "from .term import Term",
        "def later():\n    from xmut_rules.term import Term",
        "import importlib\nimportlib.import_module('xmut_rules.term')",
    ],
)
def test_the_check_sees_every_spelling_of_an_import(spelling: str) -> None:
    """A fault seeded in each spelling is seen."""
    assert own_imports(spelling) == {"term"}


def test_only_the_root_re_exports() -> None:
    """No other module declares `__all__`."""
    assert [file.stem for file in FILES if "__all__" in file.read_text("utf-8")] == ["__init__"]


def test_the_root_exports_what_it_says() -> None:
    """`__all__` is sorted, at most 80 names, and each of them is there."""
    names = xmut_rules.__all__
    assert len(names) == len(set(names)) <= 80
    assert list(names) == sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert [name for name in names if not hasattr(xmut_rules, name)] == []


def test_importing_loads_nothing_heavy() -> None:
    """The package's import leaves out Hypothesis, spreadsheets, data frames, and the command."""
    code = "import sys, xmut_rules; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint({"hypothesis", "narwhals", "openpyxl", "argparse", "rich", "icalendar"})
    assert "xmut_rules.cli" not in done.stdout.split()
