"""Plant faults in the numbers, texts and operators of the rules, one at a time, and run the laws on each.

    python -m tests.mutation.constants [MODULE ...]

Nothing is written: a child process reads the module's changed text in place of the file. It goes where mutmut does not:
constants of classes and modules, decorated functions, sort keys, swapped arguments.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.mutation.gate import CHAPTERS, JUDGES, ROOT, Mutant, judge, say
from tests.mutation.kinds import mutants_of

MODULES = (*CHAPTERS, "rules.records", "base.values", "policy.editions")
OWN = {
    "policy.terms": "policy_laws",
    "policy.editions": "policy_laws",
    "base.money": "exact_money",
    "base.values": "value_bounds",
    "rules.records": "row_laws",
}
"""The test file of a module where it has another name; it runs first."""

for _slow in (
    "pydantic",
    "jsonschema",
    "dateutil.rrule",
    "hypothesis.strategies",
    "hypothesis.internal.conjecture.engine",
):
    importlib.import_module(_slow)  # once here, not in each child

PROCESSES = 2
SECONDS = 120
"""A mutant that takes more processor time loops for ever, and that is noticed."""


class _Loader(SourceFileLoader):
    """Load a module from a changed text."""

    text = ""

    def get_code(self, fullname: str) -> CodeType:
        """Compile the changed text, whatever is cached."""
        return compile(self.text, self.get_filename(fullname), "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    """Find one module of `xmut_rules` changed, and leave the others to Python."""

    def __init__(self, module: str, text: str) -> None:
        self.name = f"xmut_rules.{module}"
        self.loader = _Loader(self.name, str(ROOT / "src" / "xmut_rules" / f"{module.replace('.', '/')}.py"))
        self.loader.text = text

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        """Answer for the changed module alone."""
        del path, target
        return importlib.util.spec_from_loader(fullname, self.loader) if fullname == self.name else None


class _Profile:
    """Hypothesis draws the same examples every time, and does not look for smaller ones."""

    @staticmethod
    def pytest_configure() -> None:
        """Load the profile after the suite's own."""
        phases = [Phase.explicit, Phase.generate]
        profile = settings(
            derandomize=True, deadline=None, database=None, phases=phases, suppress_health_check=[HealthCheck.too_slow]
        )
        settings.register_profile("mutation", profile)
        settings.load_profile("mutation")


def judges() -> list[Path]:
    """Return the test files that have to notice a fault: the chapters of the specification, then the other laws."""
    places = [ROOT / place for place in JUDGES]
    return [file for place in places for file in (sorted(place.glob("test_*.py")) if place.is_dir() else [place])]


def _run(module: str, text: str) -> None:
    """Run the laws in this process on the changed module, its own first; 0 if nothing is noticed."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    sys.path.insert(0, str(ROOT / "src"))
    sys.meta_path.insert(0, _Finder(module, text))
    first = OWN.get(module, module.rpartition(".")[2])
    files = sorted(judges(), key=lambda file: file.stem != f"test_{first}")
    already_imported = "ignore::pytest.PytestAssertRewriteWarning"
    options = ["-x", "-q", "-n0", "-p", "no:cacheprovider", "-W", already_imported, f"--rootdir={ROOT}"]
    noticed = True
    try:
        noticed = any(pytest.main([*options, str(file)], plugins=[_Profile()]) != 0 for file in files)
    finally:
        os._exit(int(noticed))


def survivors(mutants: Iterable[tuple[Mutant, str]]) -> Iterator[Mutant]:
    """Run the laws on every mutant, a few at a time, each in its own process; give those that nothing noticed."""
    running: dict[int, Mutant] = {}
    waiting = iter(mutants)
    while True:
        while len(running) < PROCESSES and (following := next(waiting, None)):
            mutant, text = following
            if (child := os.fork()) == 0:
                _run(mutant.module, text)
            running[child] = mutant
        if not running:
            return
        child, status = os.wait()
        mutant = running.pop(child)
        if status == 0:
            yield mutant


def main(modules: Sequence[str]) -> int:
    """Mutate the modules named, or all, and give the exit status."""
    began = time.monotonic()
    every: list[tuple[Mutant, str]] = []
    for module in modules or MODULES:
        source = (ROOT / "src" / "xmut_rules" / f"{module.replace('.', '/')}.py").read_text("utf-8")
        if next(survivors([(Mutant(module, "", "", ""), source)]), None) is None:
            say(f"the laws fail on {module} without a fault")
            return 2
        every += mutants_of(module, source)
    found: list[Mutant] = []
    for mutant in survivors(every):
        say(f"{mutant}")
        found.append(mutant)
    say(f"{time.monotonic() - began:.0f} seconds")
    return judge("constants", modules or MODULES, found, len(every))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
