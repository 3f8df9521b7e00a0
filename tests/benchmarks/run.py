"""Measure the library against bare Python: `python -m tests.benchmarks.run [--records N ...]`.

Every pair is asserted to answer the same before it is timed; each figure is the best of several repeats in one run, and
the ratios are what counts. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from tests.benchmarks.machine import machine
from tests.benchmarks.terms import term_document
from xmut_rules import PILOT_2020, ExamDuty, ExamSession, Term, duty_day_pay, exam_pay, settle_term

REPEATS = 5


def best(run: Callable[[], object], *, times: int = 1) -> float:
    """Return the shortest of several repeats, in seconds a run."""
    found: list[float] = []
    for _ in range(REPEATS):
        gc.collect()
        start = time.perf_counter()
        for _ in range(times):
            run()
        found.append((time.perf_counter() - start) / times)
    return min(found)


def bare_day(minutes: list[int]) -> int:
    """Pay one day in fen from whole minutes: the rule and nothing else."""
    rates = [15000 if length < 180 else 20000 for length in minutes]
    return 50000 if len(rates) >= 3 else sum(rates)


def bare_exam_pay(
    sessions: list[tuple[str, str, datetime, datetime]], duties: list[tuple[str, str]]
) -> dict[tuple[str, date], int]:
    """Pay every person-day in fen from tuples: group, rate, sum; no checks, no citations, no split."""
    known = {session_id: (start.date(), end - start) for session_id, _, start, end in sessions}
    three_hours = timedelta(hours=3)
    groups: dict[tuple[str, date], list[int]] = defaultdict(list)
    for staff_id, session_id in duties:
        day, length = known[session_id]
        groups[staff_id, day].append(15000 if length < three_hours else 20000)
    return {key: 50000 if len(rates) >= 3 else sum(rates) for key, rates in groups.items()}


def row(name: str, ours: float, bare: float, unit: str) -> str:
    """Write one line of the table."""
    scale = {"µs": 1e6, "ms": 1e3}[unit]
    return f"| {name} | {ours * scale:.2f} {unit} | {bare * scale:.2f} {unit} | {ours / bare:.1f} |"


def duty_rows() -> list[str]:
    """Compare `duty_day_pay` on days of two and three sessions."""
    lines: list[str] = []
    for minutes in ([90, 200], [90, 180, 200]):
        lengths = [timedelta(minutes=minute) for minute in minutes]
        if duty_day_pay(lengths, policy=PILOT_2020) * 100 != bare_day(minutes):
            raise SystemExit("the answers differ")
        ours = best(partial(duty_day_pay, lengths, policy=PILOT_2020), times=20_000)
        bare = best(partial(bare_day, minutes), times=20_000)
        lines.append(row(f"`duty_day_pay`, {len(minutes)} sessions", ours, bare, "µs"))
    return lines


def exam_row(duties: int) -> str:
    """Compare `exam_pay` with a loop that groups the same rows."""
    random = Random(39)
    sessions: list[ExamSession] = []
    for number in range(duties // 4):
        start = datetime(2021, 9, 1, 8) + timedelta(days=number % 60, minutes=random.randrange(600))
        end = start + timedelta(minutes=random.choice((90, 179, 180, 240)))
        project = f"P{random.randrange(20)}"
        sessions.append(ExamSession(session_id=f"S{number}", project_id=project, start=start, end=end))
    pairs = sorted(
        {(f"T{random.randrange(duties // 60)}", f"S{random.randrange(len(sessions))}") for _ in range(duties)}
    )
    rows = [ExamDuty(duty_id=f"D{n}", session_id=session, staff_id=staff) for n, (staff, session) in enumerate(pairs)]
    tuples = [(line.session_id, line.project_id, line.start, line.end) for line in sessions]
    paid = {(day.staff_id, day.date): day.amount * 100 for day in exam_pay(sessions, rows, policy=PILOT_2020).days}
    if paid != bare_exam_pay(tuples, pairs):
        raise SystemExit("the answers differ")
    ours = best(lambda: exam_pay(sessions, rows, policy=PILOT_2020))
    return row(f"`exam_pay`, {len(rows)} duties", ours, best(lambda: bare_exam_pay(tuples, pairs)), "ms")


def term_row(records: int) -> str:
    """Compare `settle_term` with pydantic's parsing of the same JSON."""
    text = json.dumps(term_document(records), ensure_ascii=False)
    term = Term.model_validate_json(text)
    parse = best(lambda: Term.model_validate_json(text))
    ours = best(lambda: settle_term(term, policy=PILOT_2020))
    tracemalloc.start()
    report = settle_term(term, policy=PILOT_2020)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    name = (
        f"`settle_term`, {records:,} records, {len(report.findings):,} findings, {peak / 1e6:.0f} MB on top of the term"
    )
    return row(name, ours, parse, "ms")


def import_rows() -> list[str]:
    """Compare the import, compiled before, with pydantic's: alone, and with its first model, which loads the rest."""
    compiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    model = "import pydantic; pydantic.create_model('Row', number=(int, ...))"
    runs = {code: partial(subprocess.run, [sys.executable, "-c", code], check=True, env=compiled)
            for code in ("pass", "import xmut_rules", "import pydantic", model)}  # fmt: skip
    runs["import xmut_rules"]()
    empty, ours, *others = (best(run) for run in runs.values())
    names = ("`import xmut_rules`, beside `import pydantic`", "the same, beside `import pydantic` and its first model")
    return [row(name, ours - empty, other - empty, "ms") for name, other in zip(names, others, strict=True)]


def main() -> None:
    """Run all comparisons and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="*", default=[10_000, 100_000])
    sizes: list[int] = parser.parse_args().records
    lines = [*duty_rows(), exam_row(20_000), *map(term_row, sizes), *import_rows()]
    sys.stdout.write(machine() + "\n\n")
    sys.stdout.write("| what | ours | bare Python, or pydantic's parsing | ratio |\n| --- | ---: | ---: | ---: |\n")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
