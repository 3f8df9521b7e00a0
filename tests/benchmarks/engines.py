"""Measure the bare tariffs against rule engines: `python -m tests.benchmarks.engines`.

The engines are zen-engine and CEL; `pip install -e '.[bench]'` installs them. Each has the tariff in its own language
and gets numbers that it can read, in dictionaries made before: they know no `Decimal` and check nothing. Ours is called
as it is: checked, with `Decimal` in and out. All answers are asserted equal first. Prints a Markdown table; a figure is
the best of many short runs.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from random import Random
from typing import Any

from tests.benchmarks.machine import machine
from xmut_rules import PILOT_2020, college_award, duty_day_pay, training_tariff

ROUNDS = 200
CALLS = 100

Work = Callable[[], Sequence[Any]]
"""Answers all calls of one tariff, one after another."""


@dataclass(frozen=True, slots=True)
class Contest:
    """One tariff, with the calls of it: as ours takes them, on whole numbers, and as the fields of an engine.

    `zen` and `cel` are the expressions; CEL calculates in whole fen, hundredths and minutes, zen in yuan and hours.
    """

    name: str
    ours: Work
    bare: Work
    zen: str
    zen_calls: Sequence[dict[str, Any]]
    cel: str
    cel_calls: Sequence[dict[str, Any]]


def bare_tariff(unit: str, count: int) -> int:
    """Pay hundredths of a class hour or a day, in fen."""
    return ((72000 if unit == "day" else 12000) * count + 50) // 100


def bare_day(minutes: Sequence[int]) -> int:
    """Pay the sessions of a day in fen."""
    rates = [15000 if length < 180 else 20000 for length in minutes]
    return 50000 if len(rates) >= 3 else sum(rates)


def bare_award(fen: int) -> int:
    """Return 30% of a surplus in fen, half a fen up."""
    return (3 * fen + 5) // 10 if fen > 0 else 0


def training(random: Random) -> Contest:
    """Class hours in quarters, written with as many decimals as they need or with two, and days."""
    texts = ["1", "2", "1.5", "1.50", "0.75", "2.25", "4.00", "6"]
    rows = [random.choice([("day", "1"), ("class_hour", random.choice(texts))]) for _ in range(CALLS)]
    ours: list[tuple[Any, Decimal]] = [(unit, Decimal(text)) for unit, text in rows]
    counts = [(unit, int(quantity * 100)) for unit, quantity in ours]
    return Contest(
        name="`training_tariff`",
        ours=lambda: [training_tariff(unit, quantity, policy=PILOT_2020) for unit, quantity in ours],
        bare=lambda: [bare_tariff(unit, count) for unit, count in counts],
        zen='quantity * (unit == "day" ? 720 : 120)',
        zen_calls=[{"unit": unit, "quantity": float(quantity)} for unit, quantity in ours],
        cel='(count * (unit == "day" ? 72000 : 12000) + 50) / 100',
        cel_calls=[{"unit": unit, "count": count} for unit, count in counts],
    )


def duty(random: Random) -> Contest:
    """Days of one to four sessions."""
    days = [[random.choice((90, 120, 179, 180, 240)) for _ in range(random.randint(1, 4))] for _ in range(CALLS)]
    ours = [[timedelta(minutes=length) for length in day] for day in days]
    return Contest(
        name="`duty_day_pay`",
        ours=lambda: [duty_day_pay(lengths, policy=PILOT_2020) for lengths in ours],
        bare=lambda: [bare_day(day) for day in days],
        zen="len(lengths) >= 3 ? 500 : sum(map(lengths, # >= 180 ? 200 : 150))",
        zen_calls=[{"lengths": day} for day in days],
        cel="lengths.size() >= 3 ? 50000 : lengths.size() * 15000 + lengths.filter(x, x >= 180).size() * 5000",
        cel_calls=[{"lengths": day} for day in days],
    )


def award(name: str, surpluses: Sequence[int]) -> Contest:
    """Surpluses in fen, a fifth of them losses."""
    ours = [Decimal(fen).scaleb(-2) for fen in surpluses]
    return Contest(
        name=name,
        ours=lambda: [college_award(surplus, policy=PILOT_2020) for surplus in ours],
        bare=lambda: [bare_award(fen) for fen in surpluses],
        zen="surplus > 0 ? round(surplus * 0.3, 2) : 0",
        zen_calls=[{"surplus": float(surplus)} for surplus in ours],
        cel="surplus > 0 ? (surplus * 3 + 5) / 10 : 0",
        cel_calls=[{"surplus": fen} for fen in surpluses],
    )


def model_of(expression: str) -> str:
    """Return the JSON model of a decision with one expression."""
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "pay", "type": "expressionNode", "name": "pay",
         "content": {"expressions": [{"id": "1", "key": "amount", "value": expression}]}},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]  # fmt: skip
    edges = [{"id": f"{one}-{other}", "type": "edge", "sourceId": one, "targetId": other}
             for one, other in (("in", "pay"), ("pay", "out"))]  # fmt: skip
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})


def works(contest: Contest, zen: Any, cel: Any) -> list[Work]:
    """Return what is measured, in the order of the table."""
    expression, program = zen.compile_expression(contest.zen), cel.compile(contest.cel)
    models = {"pay": zen.ZenDecisionContent(model_of(contest.zen))}
    engine = zen.ZenEngine({"loader": models.__getitem__})
    return [
        contest.ours,
        contest.bare,
        lambda: [program.execute(call) for call in contest.cel_calls],
        lambda: [expression.evaluate(call) for call in contest.zen_calls],
        lambda: [engine.evaluate("pay", call)["result"]["amount"] for call in contest.zen_calls],
    ]


def require_equal(measured: Sequence[Work]) -> None:
    """Stop unless all answers are the same: ours and zen's in yuan, the others in fen."""
    ours, bare, cel, zen, model = ([Decimal(f"{answer}") for answer in work()] for work in measured)
    in_fen = [[amount * 100 for amount in answers] for answers in (ours, zen, model)]
    if not bare == cel == in_fen[0] == in_fen[1] == in_fen[2]:
        raise SystemExit("the answers differ")


def times_of(measured: Sequence[Work]) -> list[float]:
    """Return the least time of a call, in seconds; all take their turns, so that what slows the machine slows all."""
    best = [float("inf")] * len(measured)
    for _ in range(ROUNDS):
        for place, work in enumerate(measured):
            start = time.perf_counter()
            calls = len(work())
            best[place] = min(best[place], (time.perf_counter() - start) / calls)
    return best


def contests() -> list[Contest]:
    """Return the tariffs with their calls, the same in each run."""
    random = Random(39)
    surpluses = [random.randrange(-(10**7), 4 * 10**7) for _ in range(20_000)]
    return [
        training(random),
        duty(random),
        award("`college_award`", surpluses[:CALLS]),
        award("`college_award`, 20,000 amounts, each once", surpluses),
    ]


def main() -> None:
    """Compare each tariff and print the table."""
    try:
        zen, cel = import_module("zen"), import_module("cel")
    except ModuleNotFoundError as missing:
        raise SystemExit(
            f"{missing.name} is not installed: pip install -e '.[bench]' installs zen-engine and "
            "common-expression-language"
        ) from None
    sys.stdout.write(machine("zen-engine", "common-expression-language") + "\n\n")
    sys.stdout.write("| what | ours | bare Python on ints | CEL | zen, compiled expression | zen, JSON model |\n")
    sys.stdout.write("| --- | ---: | ---: | ---: | ---: | ---: |\n")
    for contest in contests():
        measured = works(contest, zen, cel)
        require_equal(measured)
        ours, *others = times_of(measured)
        cells = [f"{other * 1e6:.2f} µs ({ours / other:.2f})" for other in others]
        sys.stdout.write(f"| {contest.name} | {ours * 1e6:.2f} µs | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
