"""The gate of mutation testing: every fault that nobody noticed must be listed in `equivalent.toml` with its proof."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHAPTERS = (
    "policy.terms",
    *(f"rules.{name}" for name in ("training", "exams", "settlement", "credits", "schedule")),
    "base.money",
)
"""The modules of `xmut_rules` whose functions are mutated: the policy, its chapters, and the only arithmetic."""

JUDGES = (
    "tests/spec",
    "tests/base/test_exact_money.py",
    "tests/base/test_value_bounds.py",
    "tests/policy/test_policy_laws.py",
    "tests/rules/test_mistaken_calls.py",
    "tests/rules/test_results.py",
    "tests/rules/test_row_laws.py",
)
"""Who has to notice a fault: the specification, and the laws of values, rows and policies that belong to no clause."""

AT_IMPORT = {"_by", "_or_whole"}
"""Functions that run only while their module is loaded, before mutmut plants its fault; `constants` reaches them."""

_LIST = Path(__file__).with_name("equivalent.toml")


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """A planted fault: the module and function it is in, and the line without and with it."""

    module: str
    function: str
    before: str
    after: str

    def __str__(self) -> str:
        """Show it as a small diff."""
        return f"{self.module}.{self.function}\n  - {self.before}\n  + {self.after}"


def _common(one: str, two: str) -> int:
    """Count the characters that two texts have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


def mutant(module: str, function: str, before: str, after: str) -> Mutant:
    """Describe a mutant by its changed line, of a long line only by what stands around the change."""
    start = _common(before, after)
    end = _common(before[:start:-1], after[:start:-1])
    cut, rest = max(start - 60, 0), max(end - 60, 0)
    lines = (f"{'… ' if cut else ''}{line[cut : len(line) - rest]}{' …' if rest else ''}" for line in (before, after))
    return Mutant(module, function, *lines)


def say(text: str) -> None:
    """Write a line of the result at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def listed(tool: str, modules: Iterable[str]) -> Counter[Mutant]:
    """Give the mutants of a tool that are proved to change nothing."""
    rows = tomllib.loads(_LIST.read_text("utf-8")).get(tool, [])
    wanted = set(modules)
    return Counter(
        Mutant(row["module"], row["function"], change["before"], change["after"])
        for row in rows
        if row["module"] in wanted
        for change in row["changes"]
    )


def judge(tool: str, modules: Iterable[str], survivors: Iterable[Mutant], count: int) -> int:
    """Print the result and give the exit status: 1 for a survivor that is not listed, or a listed one that died."""
    survived, proved = Counter(survivors), listed(tool, modules)
    for found in sorted((survived - proved).elements()):
        say(f"survived: {found}")
    for found in sorted((proved - survived).elements()):
        say(f"listed, but killed or gone: {found}")
    equivalent = (survived & proved).total()
    say(f"{count} mutants, {count - survived.total()} killed, {equivalent} equivalent as listed")
    return 0 if survived == proved and count else 1
