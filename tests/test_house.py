"""The house: imports point down six floors, faces alone re-export, and every clause has its code, law and page."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import xmut_rules
from xmut_rules.policy import CLAUSES, READINGS

FLOORS = (
    {"base"},
    {"policy", "formats"},
    {"rules"},
    {"explain", "files", "changes", "testing", "frames"},
    {"__init__", "cli"},
    {"__main__"},
)
CHAPTERS = {f"rules.{name}" for name in ("training", "exams", "settlement", "credits", "schedule")}
UPWARD = {("base.values", "explain")}
"""The one arrow that points up: a result that a notebook shows is explained (`_repr_html_`)."""

ROOT = Path(__file__).parent.parent
PACKAGE = Path(xmut_rules.__file__).parent
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
FILES = sorted(PACKAGE.rglob("*.py"))
FACES = [file for file in FILES if file.name == "__init__.py"]


def module_of(file: Path) -> str:
    """The dotted name of a file within the package; a face has its folder's, the root's is `__init__`."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def own_imports(source: str) -> set[str]:
    """The modules of the package that a module imports, wherever in it and however spelled; the root is `__init__`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(filter(None, ["xmut_rules" if node.level else None, node.module]))
            names |= {f"{base}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            names |= {str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)}
    known = {module_of(file) for file in FILES}
    found: set[str] = set()
    for name in names:
        first, *rest = name.split(".")
        if first == "xmut_rules":
            while rest and ".".join(rest) not in known:
                rest.pop()
            found.add(".".join(rest) or "__init__")
    return found


def room_of(module: str) -> str:
    """The room that a module stands in."""
    return module.split(".", maxsplit=1)[0]


def allowed(module: str, imported: str) -> bool:
    """Whether a module may import another: from a lower floor, or from its own room; a chapter from no chapter."""
    if (module, room_of(imported)) in UPWARD:
        return True
    if room_of(module) == room_of(imported):
        return not {module, imported} <= CHAPTERS
    return FLOOR[room_of(imported)] < FLOOR[room_of(module)]


def test_every_module_stands_in_a_room() -> None:
    """No file stands outside the rooms, and no room is empty."""
    assert {room_of(module_of(file)) for file in FILES} == set(FLOOR)


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_a_module_imports_from_below_or_from_its_own_room(file: Path) -> None:
    """Never upward, never from another wing; chapters never import each other."""
    module = module_of(file)
    assert [name for name in own_imports(file.read_text("utf-8")) if not allowed(module, name)] == []


@pytest.mark.parametrize(
    "spelling",
    [
        "import xmut_rules.rules.term",
        "import xmut_rules.rules.term as above",
        "from xmut_rules.rules.term import Term",
        "from xmut_rules.rules import term",
        "from .rules import term",
        "from .rules.term import Term",
        "def later():\n    from xmut_rules.rules.term import Term",
        "import importlib\nimportlib.import_module('xmut_rules.rules.term')",
    ],
)
def test_every_spelling_of_an_import_is_seen(spelling: str) -> None:
    """A fault seeded in each spelling is seen."""
    assert own_imports(spelling) == {"rules.term"}


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("base.money", "policy.terms"),
        ("formats.documents", "policy.terms"),
        ("policy.terms", "formats.documents"),
        ("rules.training", "rules.exams"),
        ("rules.term", "files.terms"),
        ("explain.page", "files.words"),
        ("files.terms", "__init__"),
        ("cli.main", "__init__"),
        ("explain.page", "cli.outputs"),
    ],
)
def test_an_arrow_up_or_across_is_refused(module: str, imported: str) -> None:
    """The rule refuses what points up, to another wing, or from chapter to chapter."""
    assert not allowed(module, imported)


@pytest.mark.parametrize("file", FACES, ids=module_of)
def test_a_face_holds_a_docstring_imports_and_names_alone(file: Path) -> None:
    """Nothing is assigned or run in a face: docstring, imports, `__all__`."""
    body = ast.parse(file.read_text("utf-8")).body
    names = [node for node in body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"]
    rest = [node for node in body[1:] if node not in names]
    assert ast.get_docstring(ast.Module(body, []))
    assert [ast.unparse(node) for node in rest if not isinstance(node, ast.ImportFrom)] == []
    assert len(names) <= 1


LATE = {
    "base.language": {"difflib"},  # slow, and needed for a misspelt name alone
    "base.values": {"xmut_rules.explain"},  # UPWARD
    "rules.records": {"dateutil.rrule"},  # slow, and needed for weekly plans alone
    "cli.inputs": {"rich.console"},  # an extra
    "files.plan_calendar": {"icalendar"},  # an extra
    "files.templates": {"openpyxl"},  # an extra
    "formats.workbook_reader": {"openpyxl"},
    "formats.workbook_writer": {"openpyxl"},
    "testing.registration": {"hypothesis.strategies", "xmut_rules.testing"},  # an extra
}
"""What is imported inside a function, with the reason; everything else stands at the top of its module."""


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_an_import_inside_a_function_has_its_reason(file: Path) -> None:
    """Extras, what is slow and seldom needed, and the one arrow upward are imported late; nothing else is."""
    late: set[str] = set()
    for function in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                late |= {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
                late |= {f"{node.module}"} if isinstance(node, ast.ImportFrom) else set()
    allowed_here = LATE.get(module_of(file), set())
    assert {name for name in late if not name.startswith(tuple(allowed_here) or "-")} == set()
    assert {name for name in allowed_here if not any(row.startswith(name) for row in late)} == set()


def test_faces_alone_re_export() -> None:
    """No other module declares `__all__`."""
    assert [file for file in FILES if "__all__" in file.read_text("utf-8") and file not in FACES] == []


@pytest.mark.parametrize("face", ["", ".policy", ".rules", ".explain", ".files", ".changes", ".testing"])
def test_a_face_lists_its_names_once_in_order(face: str) -> None:
    """`__all__` is sorted and has no name twice, and each of them is there."""
    names: list[str] = __import__(f"xmut_rules{face}", fromlist=["x"]).__all__
    assert names == sorted(set(names), key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert [name for name in names if not hasattr(__import__(f"xmut_rules{face}", fromlist=["x"]), name)] == []


def test_the_front_door_is_small() -> None:
    """The root has at most 60 names."""
    assert len(xmut_rules.__all__) <= 60


def test_importing_loads_nothing_heavy() -> None:
    """The package's import leaves out Hypothesis, spreadsheets, data frames, and the command."""
    code = "import sys, xmut_rules; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint({"hypothesis", "narwhals", "openpyxl", "argparse", "rich", "icalendar"})
    assert "xmut_rules.cli" not in done.stdout.split()


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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_clause_is_in_the_docs(lang: str) -> None:
    """The page of clauses lists all of them."""
    assert IDS - cited((ROOT / "docs" / lang / "policy.md").read_text("utf-8")) == set()


def test_every_reading_is_in_the_docs_and_every_field_reading_is_tested() -> None:
    """The page of interpretations lists every open question; the specification names each that a field decides."""
    ids = {reading.id for reading in READINGS}
    for lang in ("zh", "en"):
        page = (ROOT / "docs" / lang / "interpretations.md").read_text("utf-8")
        assert ids - set(READING.findall(page)) == set()
    specified = {name for source in texts("tests/spec", ".py") for name in READING.findall(source)}
    assert {reading.id for reading in READINGS if reading.field} - specified == set()


SPEC = sorted((ROOT / "tests" / "spec").glob("test_*.py"))
OPENING = re.compile(r"(§[0-9]+(?:\.[0-9]+)*[a-z]?)  [A-Z]")


def test_each_clause_that_is_computed_has_one_class() -> None:
    """Every test class opens with its clause; each computed clause has one class, and no other clause has any."""
    opened: list[str] = []
    for file in SPEC:
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
                clause = OPENING.match(ast.get_docstring(node) or "")
                assert clause is not None, node.name
                opened.append(clause[1])
    assert sorted(opened) == sorted(CORE)


@pytest.mark.parametrize("file", SPEC, ids=lambda file: file.stem)
def test_no_test_stands_outside_the_class_of_its_clause(file: Path) -> None:
    """A chapter has helpers beside its classes, and no test."""
    stray = [node.name for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    assert [name for name in stray if name.startswith("test")] == []
