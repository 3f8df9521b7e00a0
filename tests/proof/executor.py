"""Run the package's own functions on numbers that stand for every number, and let z3 decide what holds of the results.

Arithmetic on a `Number` builds a term; a comparison that Python has to decide forks the run, and each feasible answer
is a path of its own. Together the paths cover every input that the assumptions admit.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from importlib import import_module
from typing import Any

z3: Any = import_module("z3")  # it has no types

_running: list[_Run] = []


class _Run:
    """One run of a function, along the answers that it has been given so far."""

    def __init__(self, assumed: tuple[Any, ...], answers: list[bool]) -> None:
        self.solver, self.answers, self.taken = z3.Solver(), answers, list[bool]()
        self.open: list[list[bool]] = []
        self.solver.add(*assumed)

    def decide(self, condition: Any) -> bool:
        """Answer a comparison; where both answers are possible, the other is left open. Unknown counts as possible."""
        if len(self.taken) < len(self.answers):
            answer = self.answers[len(self.taken)]
        else:
            answer = self.solver.check(condition) != z3.unsat
            if answer and self.solver.check(z3.Not(condition)) != z3.unsat:
                self.open.append([*self.taken, False])
        self.taken.append(answer)
        self.solver.add(condition if answer else z3.Not(condition))
        return answer


class Truth:
    """A comparison that is decided when Python asks for it."""

    def __init__(self, term: Any) -> None:
        self.term = term

    def __bool__(self) -> bool:
        return _running[-1].decide(self.term)


def term_of(value: Any) -> Any:
    """Return the term of a number, whole or symbolic."""
    return value.term if isinstance(value, Number) else z3.IntVal(int(value))


def _computes(apply: Callable[[Any, Any], Any], kind: Any = None, *, turned: bool = False) -> Any:
    def method(self: Number, other: Any) -> Any:
        left, right = (other, self) if turned else (self, other)
        return (kind or Number)(apply(term_of(left), term_of(right)))

    return method


class Number:
    """A whole number that stands for all that its path admits."""

    def __init__(self, term: Any) -> None:
        self.term = term

    def __index__(self) -> int:
        return next(value for value in range(8) if _running[-1].decide(self.term == value))

    def __bool__(self) -> bool:
        return _running[-1].decide(self.term != 0)

    def __neg__(self) -> Number:
        return Number(-self.term)

    def __divmod__(self, other: Any) -> tuple[Any, Any]:
        return self // other, self % other

    __hash__: Any = None
    __add__ = __radd__ = _computes(operator.add)
    __mul__ = __rmul__ = _computes(operator.mul)
    __sub__, __rsub__ = _computes(operator.sub), _computes(operator.sub, turned=True)
    __floordiv__ = _computes(lambda left, right: left / right)  # which rounds down on whole terms
    __mod__ = _computes(operator.mod)
    __lt__, __le__ = _computes(operator.lt, Truth), _computes(operator.le, Truth)
    __gt__, __ge__ = _computes(operator.gt, Truth), _computes(operator.ge, Truth)
    __eq__: Any = _computes(operator.eq, Truth)
    __ne__: Any = _computes(operator.ne, Truth)


def counterexample(function: Callable[[], Any], holds: Callable[[Any], Any], *assumed: Any) -> Any:
    """Return an input for which a result does not have a property, or null where z3 proves that there is none."""
    waiting: list[list[bool]] = [[]]
    while waiting:
        _running.append(run := _Run(assumed, waiting.pop()))
        try:
            result = function()
        finally:
            _running.pop()
        waiting += run.open
        run.solver.set("timeout", 20_000)
        assert run.solver.check() == z3.sat, "a path without input"
        answer = run.solver.check(z3.Not(holds(result)))
        assert answer != z3.unknown, "z3 does not know"
        if answer == z3.sat:
            return run.solver.model()
    return None
