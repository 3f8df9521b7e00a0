"""Arguments of wrong types: every public function refuses them by a `ValueError`, and no iterable keeps it for ever."""

from __future__ import annotations

import importlib
import inspect
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, cast

import pytest

from tests.cli.test_main import CLEAN, Capture, run
from xmut_rules.base.values import only
from xmut_rules.explain.overview import overview
from xmut_rules.formats.workbook_writer import workbook
from xmut_rules.rules.findings import Finding

ROOMS = ("policy", "rules", "explain", "files", "changes", "testing")
FACES = ("xmut_rules", *(f"xmut_rules.{room}" for room in ROOMS))
READERS = {"read_term", "read_policy", "read_amendment", "read_policies", "read_with_hints"}
"""Text is a path to these; a file that is not there is an `OSError`, as their docstrings say."""

WRONG: dict[str, Any] = {
    "nothing": None,
    "a whole number": 1,
    "a number": 1.5,
    "text": "x",
    "bytes": b"x",
    "a list": [],
    "a list of numbers": [1],
    "a dict": {},
    "an object": object(),
    "no number": float("nan"),
    "a tuple of nothing": (None,),
    "a truth value": True,
    "a type": type,
}


def functions() -> dict[str, Callable[..., Any]]:
    """Return every function that a face names."""
    found: dict[str, Callable[..., Any]] = {}
    for face in FACES:
        module = importlib.import_module(face)
        for name in module.__all__:
            if inspect.isfunction(function := getattr(module, name)):
                found[name] = function
    return found


def called(function: Callable[..., Any], value: object) -> None:
    """Call a function with one value in the place of every argument, and begin what it yields."""
    given: list[object] = []
    named: dict[str, object] = {}
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY:
            named[parameter.name] = value
        elif parameter.kind is not parameter.VAR_KEYWORD:
            given.append(value)
    result: object = function(*given, **named)
    if hasattr(result, "__next__"):
        list(islice(cast("Iterator[object]", result), 3))


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize("name", functions())
def test_a_wrong_type_is_a_value_error(name: str, value: str) -> None:
    """Whatever a function is given, it takes it or refuses it by a ValueError that a caller can catch."""
    refusals: list[type[Exception]] = [ValueError, *([OSError] if name in READERS else [])]
    with suppress(*refusals):
        called(functions()[name], WRONG[value])


ENDLESS = """
import itertools, sys
from tests.hostile.test_foreign_arguments import called, functions
for name, function in functions().items():
    try:
        called(function, itertools.count())
    except (ValueError, OSError):
        pass
    print(name)
"""


@pytest.mark.exhaustive
def test_endless_iterables_are_refused() -> None:
    """`itertools.count()` as any argument ends at its first item, in a process that may take 30 s and 1 GiB."""
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30));{ENDLESS}"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", limited], cwd=root, capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stderr.decode()[-500:]) == (0, "")
    assert done.stdout.decode().split() == [*functions()]


def test_the_error_names_the_argument_and_both_types() -> None:
    """`only` says which argument it was, what was expected and what came."""
    assert only(1, int, "count") == 1
    with pytest.raises(ValueError, match=r"^count: expected an int, not str$"):
        only("1", int, "count")
    for report in (None, "x"):
        wrong: Any = report
        with pytest.raises(ValueError, match="report: expected a TermReport, not "):
            overview(wrong)
    with pytest.raises(ValueError, match="sheets: expected at least one Sheet"):
        workbook([])


@pytest.mark.parametrize("params", [(), (("days", "3"),)])
def test_a_finding_of_foreign_make_has_a_message_or_a_value_error(params: tuple[tuple[str, str], ...]) -> None:
    """A finding that somebody built without its figures is refused where its message is asked for."""
    with pytest.raises(ValueError, match="notice-short: its message needs the figure"):
        Finding("notice-short", "error", "§3.5.4d", ("S1",), params).message()


def test_standard_input_may_be_text(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that puts text in the place of standard input is read as one that has bytes."""
    text = (CLEAN / "term.json").read_text("utf-8")
    expected = run(capsys, "check", CLEAN / "term.json")
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert run(capsys, "check", "-") == expected
    assert json.loads(text)["term"]
