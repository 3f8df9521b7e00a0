"""What the library touches: the input, and the files of Python and of its packages; no network, process or environment.

The interpreter's own audit hook tells of everything that goes on in a process which reads, settles and explains an
example twice: the first time modules are imported, the second time nothing but the input is looked at.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import xmut_rules
from tests.hostile.audited import Event
from tests.hostile.probe import EXAMPLES

SCRIPT = Path(__file__).resolve().parent / "audited.py"
PACKAGE = Path(xmut_rules.__file__).resolve().parent
MESSY = (EXAMPLES / "messy" / "csv").resolve()
STDLIB = tuple(
    Path(sysconfig.get_path(name, vars={"base": sys.base_prefix})).resolve() for name in ("stdlib", "platstdlib")
)
ROOTS = (*STDLIB, *(Path(sysconfig.get_path(name)).resolve() for name in ("purelib", "platlib")))
ON_PATH = {Path(row).resolve() for row in sys.path} | {PACKAGE.parent, SCRIPT.parent}
IMPORTING = {"import", "open", "compile", "exec", "marshal.loads", "os.listdir"}
READ_BY_OTHERS = {"PYDANTIC_DISABLE_PLUGINS", "PYTHONTZPATH"}


def seen(*arguments: str) -> list[list[Event]]:
    """Run the script; give the events of both rounds."""
    command = [sys.executable, "-B", f"{SCRIPT}", *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.stderr.decode() == ""
    return [[(event, what, asker) for event, what, asker in events] for events in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def rounds() -> list[list[Event]]:
    """Return what is seen of the work."""
    return seen(f"{MESSY}")


def is_in(path: str, *roots: Path) -> bool:
    """Whether a path lies in one of some folders."""
    return any(Path(path).resolve().is_relative_to(root) for root in roots)


def test_a_second_time_only_the_input_is_looked_at(rounds: list[list[Event]]) -> None:
    """The folder is listed and each of its tables is opened once, to be read; no other event is reported."""
    files = sorted(("open", f"{file}") for file in MESSY.iterdir())
    assert sorted((event, what) for event, what, _ in rounds[1]) == [*files, ("os.listdir", f"{MESSY}")]
    assert len(files) == 11


def test_a_first_time_modules_are_imported_and_nothing_else(rounds: list[list[Event]]) -> None:
    """No socket, process, signal or foreign library is asked for: the events are those of an import, and the input."""
    assert {event for event, _, _ in rounds[0]} <= {*IMPORTING, "environment"}


def test_files_are_those_of_python_its_packages_and_the_input(rounds: list[list[Event]]) -> None:
    """What is opened lies in the standard library, in site-packages, in the package or in the input; all is read."""
    for event in ("open", "os.listdir"):
        looked_at = {what for each, what, _ in rounds[0] if each == event}
        assert any(is_in(path, PACKAGE) for path in looked_at)
        others = {Path(path) for path in looked_at if not is_in(path, *ROOTS, PACKAGE, MESSY)}
        assert others <= ON_PATH, "importing looks through the search path"


def test_the_package_itself_asks_for_no_environment_and_runs_no_text(rounds: list[list[Event]]) -> None:
    """Dependencies look for switches of their own when imported; no file of the package does, or runs text."""
    asked = [(event, what) for event, what, asker in rounds[0] if is_in(asker, PACKAGE)]
    assert {event for event, _ in asked} <= {"import", "open", "exec", "compile", "marshal.loads", "os.listdir"}
    assert [row for row in asked if row[0] in {"compile", "exec"} and not is_in(row[1], *ROOTS, PACKAGE)] == []
    looked_at = {what for event, what, asker in rounds[0] if event == "environment" and not is_in(asker, *STDLIB)}
    assert looked_at <= READ_BY_OTHERS


MISDEEDS = {
    *("socket.__new__", "subprocess.Popen", "os.system", "open", "os.listdir", "environment", "exec", "compile"),
    *("ctypes.dlopen", "os.remove"),
}


def test_the_hook_sees_what_a_library_must_not_do(tmp_path: Path) -> None:
    """A run that opens a socket, starts processes, writes a file, looks at the environment and so on is reported."""
    told = seen(f"{tmp_path}", "control")[1]
    assert {event for event, _, _ in told} >= MISDEEDS
    paths = {what for event, what, _ in told if event == "open"}
    assert paths >= {"write /dev/null", "/etc/passwd"}
    assert not any(is_in(path.removeprefix("write "), *ROOTS, PACKAGE, MESSY) for path in paths)
    assert ("environment", "HOME") in {(event, what) for event, what, _ in told}
    assert ("compile", "<string>") in {(event, what) for event, what, _ in told}
