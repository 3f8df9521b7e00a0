"""Plant faults in the functions of the rules with mutmut 3, and run the laws on each.

    python -m tests.mutation.functions [MODULE ...]

The tree is copied to a temporary folder; nothing here is changed. mutmut itself exits 0 whatever survives, so its
results are read and judged here.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.mutation.gate import AT_IMPORT, CHAPTERS, JUDGES, ROOT, Mutant, fault_of, judge, say

_SETUP = """\
[tool.pytest.ini_options]
addopts = ["--import-mode=importlib", "-p", "no:cacheprovider"]
pythonpath = ["."]
filterwarnings = ["error"]

[tool.mutmut]
source_paths = ["src/"]
only_mutate = {files}
pytest_add_cli_args_test_selection = {judges}
do_not_mutate_patterns = ["raise ValueError\\\\("]
"""
_CONFTEST = '''\
"""One process runs the same test many times, and a fault is enough: no smaller one is looked for."""

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "mutation", derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
)
settings.load_profile("mutation")
'''
_SURVIVED, _NO_TEST, _KILLED = 0, 33, {1, 3}
_TIMED_OUT = {24, -24, 36, 152, 255}


def _copied(folder: Path, modules: Sequence[str]) -> None:
    """Copy the package and the laws that judge it, with a set-up of their own."""
    no_cache = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", folder / "src", ignore=no_cache)
    (folder / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "__init__.py", folder / "tests")
    for place in JUDGES:
        if (ROOT / place).is_dir():
            shutil.copytree(ROOT / place, folder / place, ignore=no_cache)
        else:
            (folder / place).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / place, folder / place)
            shutil.copy((ROOT / place).with_name("__init__.py"), (folder / place).with_name("__init__.py"))
    (folder / "tests" / "conftest.py").write_text(_CONFTEST, "utf-8")
    files = json.dumps([f"src/xmut_rules/{module.replace('.', '/')}.py" for module in modules])
    (folder / "pyproject.toml").write_text(_SETUP.format(files=files, judges=json.dumps(JUDGES)), "utf-8")


def _changed(module: str, name: str, functions: dict[str, ast.FunctionDef]) -> Mutant:
    """Describe a mutant by the smallest piece of code that differs between the function with and without it."""
    stem = name.rpartition("__mutmut_")[0]
    node, change = smallest_difference(functions[f"{stem}__mutmut_orig"], functions[name])
    return Mutant(module, stem.removeprefix("x_").removeprefix("xǁ").replace("ǁ", "."), *fault_of(node, change))


_PIECES = ast.expr | ast.stmt | ast.keyword | ast.comprehension


def smallest_difference(node: ast.AST, change: ast.AST) -> tuple[ast.AST, ast.AST]:
    """Return the smallest pieces in which two pieces of code differ."""
    if type(node) is type(change):
        parts = [(_parts(old), _parts(new)) for (_, old), (_, new) in _fields(node, change)]
        if all(len(old) == len(new) for old, new in parts):
            pairs = [pair for old, new in parts for pair in zip(old, new, strict=True)]
            differing = [(old, new) for old, new in pairs if _dump(old) != _dump(new)]
            if len(differing) == 1:
                old, new = differing[0]
                if isinstance(old, _PIECES) and isinstance(new, _PIECES):
                    return smallest_difference(old, new)
    return node, change


def _fields(node: ast.AST, change: ast.AST) -> Iterator[tuple[tuple[str, object], tuple[str, object]]]:
    pairs = zip(ast.iter_fields(node), ast.iter_fields(change), strict=True)
    return (pair for pair in pairs if not (isinstance(node, ast.FunctionDef) and pair[0][0] == "name"))


def _parts(value: object) -> list[object]:
    return [*value] if isinstance(value, list) else [value]


def _dump(part: object) -> str:
    return ast.dump(part) if isinstance(part, ast.AST) else repr(part)


def _results(folder: Path, module: str) -> Iterator[tuple[Mutant, int | None]]:
    """Read what mutmut left of a module: each mutant with its exit status."""
    file = folder / "mutants" / "src" / "xmut_rules" / f"{module.replace('.', '/')}.py"
    statuses: dict[str, int | None] = json.loads(Path(f"{file}.meta").read_text("utf-8"))["exit_code_by_key"]
    tree = ast.parse(file.read_text("utf-8"))
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for key, status in statuses.items():
        found = _changed(module, key.rpartition(".")[2], functions)
        if found.function not in AT_IMPORT:
            yield found, status


def main(modules: Sequence[str]) -> int:
    """Mutate the modules named, or all, and give the exit status: 2 if mutmut did not do its work."""
    if importlib.util.find_spec("mutmut") is None:
        say("mutmut is not installed: pip install 'mutmut>=3.8,<4'")
        return 2
    modules, began = modules or CHAPTERS, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutants") as name:
        folder = Path(name)
        _copied(folder, modules)
        done = subprocess.run(
            [sys.executable, "-B", "-m", "mutmut", "run", "--max-children", "2"],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            say(done.stdout[-3000:] + done.stderr[-3000:])
            return 2
        results = [result for module in modules for result in _results(folder, module)]
    survivors = [found for found, status in results if status in (_SURVIVED, _NO_TEST)]
    unclear = {str(status) for _, status in results} - {str(row) for row in (_SURVIVED, _NO_TEST, *_KILLED)}
    say(f"{time.monotonic() - began:.0f} seconds; timed out or died: {sorted(unclear) or 'none'}")
    if unclear - {str(row) for row in _TIMED_OUT}:
        return 2
    return judge("functions", modules, survivors, len(results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
