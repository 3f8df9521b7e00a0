"""The gate of mutation testing: every fault that nobody noticed must be listed in `equivalent.toml` with its proof."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
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
    """A planted fault: the module and function it is in, what was done, and to what.

    Neither names a line: a function can be laid out anew, moved, or changed elsewhere without touching the list.
    """

    module: str
    function: str
    operator: str
    literal: str

    def __str__(self) -> str:
        """Show it in a line."""
        return f"{self.module}.{self.function}: {self.operator}: {self.literal}"


_LONGEST = 80
_SIGNS: dict[type[ast.AST], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in", ast.Add: "+", ast.Sub: "-", ast.Mult: "*",
    ast.FloorDiv: "//", ast.Div: "/", ast.Mod: "%", ast.And: "and", ast.Or: "or", ast.Pow: "**",
}  # fmt: skip


def shown(node: ast.AST) -> str:
    """Write a piece of code on one line, a long one by its beginning."""
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def fault_of(node: ast.AST, change: ast.AST) -> tuple[str, str]:  # noqa: PLR0911  one a kind of fault
    """Return what was done to a piece of code, and to what: an operator and a literal."""
    match node, change:
        case ast.Constant(value=bool(value)), ast.Constant(value=bool()):
            return "turned", f"{value}"
        case ast.Constant(value=int(old)), ast.Constant(value=int(new)):
            return f"{new - old:+d}", f"{old}"
        case ast.Constant(value=str(old)), ast.Constant(value=str()):
            return "another text", repr(old)
        case ast.Compare(), ast.Compare():
            pairs = [(a, b) for a, b in zip(node.ops, change.ops, strict=True) if type(a) is not type(b)]
            return " ".join(f"{_SIGNS[type(b)]} for {_SIGNS[type(a)]}" for a, b in pairs), shown(node)
        case ast.BoolOp(), ast.BoolOp() if type(node.op) is not type(change.op):
            return f"{_SIGNS[type(change.op)]} for {_SIGNS[type(node.op)]}", shown(node)
        case ast.BinOp(), ast.BinOp() if type(node.op) is not type(change.op):
            return f"{_SIGNS[type(change.op)]} for {_SIGNS[type(node.op)]}", shown(node)
        case ast.Name(id=old_name), ast.Name(id=new_name):
            return f"{new_name} for it", old_name
        case ast.stmt(), ast.Pass():
            return "left out", shown(node)
        case _:
            return f"becomes {shown(change)}", shown(node)


def say(text: str) -> None:
    """Write a line of the result at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def listed(tool: str, modules: Iterable[str]) -> Counter[Mutant]:
    """Return the mutants of a tool that are proved to change nothing."""
    rows = tomllib.loads(_LIST.read_text("utf-8")).get(tool, [])
    wanted = set(modules)
    return Counter(
        Mutant(row["module"], row["function"], fault["operator"], fault["literal"])
        for row in rows
        if row["module"] in wanted
        for fault in row["faults"]
        for _ in range(fault.get("count", 1))
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
