"""The faults that `constants` plants in a module, one at a time: changed numbers and texts, operators and sort keys."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from typing import Any, cast

from tests.mutation.gate import AT_IMPORT, CHAPTERS, Mutant, fault_of

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
_LEFT_ALONE = {"ValueError", "TypeError", "TypeVar", "lru_cache"}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


def _constant(node: ast.Constant) -> Iterator[ast.expr]:
    """A number one more and one less, a truth turned round, a text that is another, a pattern's bounds moved."""
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield from (ast.Constant(value + 1), ast.Constant(value - 1))
    elif isinstance(value, str):
        yield ast.Constant(f"{value}x" if value.isascii() else f"{value}他")
        for found in re.finditer(r"(?<=[{,])[0-9]+(?=[,}])", value):
            for number in (int(found[0]) + 1, int(found[0]) - 1):
                yield ast.Constant(f"{value[: found.start()]}{number}{value[found.end() :]}")


def _compare(node: ast.Compare) -> Iterator[ast.expr]:
    for place, operator in enumerate(node.ops):
        for kind in _COMPARED[type(operator)]:
            changed = copy.deepcopy(node)
            changed.ops[place] = kind()
            yield changed


def _boolean(node: ast.BoolOp) -> Iterator[ast.expr]:
    """The other connective, and the expression without one of its parts."""
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for place in range(len(node.values)):
        rest = [*node.values[:place], *node.values[place + 1 :]]
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _call(node: ast.Call) -> Iterator[ast.expr]:
    """Two neighbouring arguments swapped, a named one left out, and what is sorted left as it comes."""
    for place in range(len(node.args) - 1):
        one, two = node.args[place : place + 2]
        if ast.dump(one) != ast.dump(two):
            yield ast.Call(node.func, [*node.args[:place], two, one, *node.args[place + 2 :]], node.keywords)
    for place in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, [*node.keywords[:place], *node.keywords[place + 1 :]])
    if isinstance(node.func, ast.Name) and node.func.id == "sorted":
        yield ast.Call(ast.Name("list"), node.args[:1], [])


def _key(node: ast.Lambda) -> Iterator[ast.expr]:
    """A sort key without one of its parts."""
    if isinstance(node.body, ast.Tuple):
        parts = node.body.elts
        for place in range(len(parts)):
            yield ast.Lambda(node.args, ast.Tuple([*parts[:place], *parts[place + 1 :]], ast.Load()))


def _changed(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Constant():
            yield from _constant(node)
        case ast.Compare():
            yield from _compare(node)
        case ast.BoolOp():
            yield from _boolean(node)
        case ast.BinOp(op=operator) if type(operator) in _COUNTED:
            yield ast.BinOp(node.left, _COUNTED[type(operator)](), node.right)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.IfExp(body=body, orelse=orelse):
            yield from (body, orelse)
        case ast.Call():
            yield from _call(node)
        case ast.Lambda():
            yield from _key(node)
        case ast.Name(id=name, ctx=ast.Load()) if name in _NAMES:
            yield ast.Name(_NAMES[name])
        case _:
            pass


def _mutmut_does(node: ast.AST, change: ast.AST) -> bool:
    """Return whether mutmut plants the same fault, in the functions that it reaches."""
    match node, change:
        case ast.Constant(value=bool() | str()), _:
            return True
        case ast.Constant(value=int(old)), ast.Constant(value=int(new)):
            return new > old
        case ast.Compare(ops=old_ops), ast.Compare(ops=new_ops):
            return any(_COMPARED[type(old)][0] is type(new) for old, new in zip(old_ops, new_ops, strict=True))
        case ast.BoolOp(values=values), _:
            return isinstance(change, ast.BoolOp) and len(change.values) == len(values)
        case ast.Call(keywords=old_names), ast.Call(keywords=new_names):
            return len(new_names) < len(old_names)
        case _:
            return isinstance(node, ast.BinOp | ast.IfExp) or isinstance(getattr(node, "op", None), ast.Not)


def _statement(node: ast.stmt) -> Iterator[ast.stmt]:
    """A statement left out; what is returned replaced by nothing."""
    if isinstance(node, ast.Raise | ast.AugAssign | ast.Continue) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom)
    ):
        yield ast.Pass()
    if isinstance(node, ast.Return) and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ast.Return(ast.Constant(None))


def _is_no_rule(node: ast.AST) -> bool:
    """Imports, docstrings, the words of an error, type variables and the size of a cache are left alone."""
    return (
        isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Call) and ast.unparse(node.func) in _LEFT_ALONE)
    )


def _listed(value: Any) -> list[Any]:
    return cast("Any", value) if isinstance(value, list) else [value]


def _nodes(node: ast.AST, function: str, *, reached: bool) -> Iterator[tuple[ast.stmt | ast.expr, str, bool]]:
    """Return every statement and expression that runs, where it stands, and whether mutmut reaches it."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns") and isinstance(node, ast.arg | ast.FunctionDef):
            continue
        for child in _listed(value):
            if not isinstance(child, ast.AST) or _is_no_rule(child):
                continue
            inner, inside = function, reached
            if isinstance(child, ast.FunctionDef):
                inside = not child.decorator_list and child.name not in AT_IMPORT
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inner = f"{function}.{child.name}".removeprefix("module.")
            if isinstance(child, ast.stmt | ast.expr):
                yield child, inner, inside
            if isinstance(child, ast.JoinedStr):
                continue
            if isinstance(child, ast.Call) and ast.unparse(child.func) == "cast":
                child = child.args[1]  # noqa: PLW2901  the type is for the type checkers
            yield from _nodes(child, inner, reached=inside)


def _text_parts(node: ast.JoinedStr) -> Iterator[ast.JoinedStr]:
    """A text with figures in it, another around them."""
    for place, part in enumerate(node.values):
        if isinstance(part, ast.Constant):
            changed = copy.deepcopy(node)
            changed.values[place] = ast.Constant(str(part.value) + "x")
            yield changed


def _in_brackets(node: ast.AST) -> str:
    text = ast.unparse(ast.fix_missing_locations(node))
    return text if isinstance(node, ast.stmt | ast.Constant | ast.Name | ast.Call | ast.JoinedStr) else f"({text})"


def mutants_of(module: str, source: str) -> Iterator[tuple[Mutant, str]]:
    """Return every mutant of a module with the module's text that has the fault; outside the chapters, of constants."""
    raw = source.encode()
    starts = [0]
    for line in raw.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    seen: set[str] = set()
    for node, function, reached in _nodes(ast.parse(source), "module", reached=False):
        if module not in CHAPTERS and not isinstance(node, ast.Constant):
            continue
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        begin, end = starts[first] + node.col_offset, starts[last] + (node.end_col_offset or 0)
        changes = _statement(node) if isinstance(node, ast.stmt) else _changed(node)
        for change in _text_parts(node) if isinstance(node, ast.JoinedStr) else changes:
            if reached and module in CHAPTERS and _mutmut_does(node, change):
                continue
            new = _in_brackets(change).encode()
            text = (raw[:begin] + new + raw[end:]).decode()
            if text in seen or text == source:
                continue
            seen.add(text)
            yield Mutant(module, function, *fault_of(node, change)), text
