"""Measure how time and memory grow where rows crowd in one place: `python -m tests.benchmarks.growth`.

Each job takes a term in which all rows share a number, a day, a project or a room, twice as many each time. Every
measure is a process of its own: processor time of the job, and the peak of the process above what it was before. Prints
a Markdown table.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from xmut_rules import PILOT_2020, Policy, Term, Timeline, check_term, settle_term
from xmut_rules.explain import explain
from xmut_rules.files import report_workbook
from xmut_rules.files.terms import parse_term
from xmut_rules.policy.amendments import Amendment, in_sequence

BASE: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "docs" / "examples" / "clean" / "term.json").read_text("utf-8")
)
EMPTY: dict[str, list[object]] = {
    name: [] for name in ("training", "series", "sessions", "duties", "bookings", "certificates", "costs", "receipts")
}
SIZES = (2_000, 4_000, 8_000)
A_DAY_APART = PILOT_2020.amended(schedule={"turnaround_minutes": 1_440})


def term(**tables: object) -> Term:
    """Return the clean example with some tables alone."""
    return parse_term(json.dumps({**BASE, **EMPTY, **tables}).encode())


def certificates(count: int) -> Term:
    """Return certificates of two students under one number."""
    first, students = BASE["certificates"][0], [row["student_id"] for row in BASE["students"][:2]]
    rows = [first | {"certificate_id": f"K{n}", "number": "N", "student_id": students[n % 2]} for n in range(count)]
    return term(certificates=rows)


def day_records(count: int) -> Term:
    """Return day records of one person and day."""
    day = BASE["training"][0] | {"unit": "day", "quantity": "1", "start": None, "end": None}
    return term(training=[day | {"record_id": f"R{n}"} for n in range(count)])


def categories(count: int) -> Term:
    """Return costs of one project, each of a category of its own."""
    cost = BASE["costs"][0] | {"funded_by": "fees", "purpose": None}
    return term(costs=[cost | {"cost_id": f"X{n}", "category": f"c{n}"} for n in range(count)])


def sessions(count: int) -> Term:
    """Return sessions that follow each other in one room."""
    start = datetime(2021, 3, 1)
    rows = [
        {
            "session_id": f"S{n}",
            "project_id": "P1",
            "room": "R",
            "notified_at": "2021-01-01T08:00",
            "start": f"{start + timedelta(minutes=10 * n):%Y-%m-%dT%H:%M}",
            "end": f"{start + timedelta(minutes=10 * n + 9):%Y-%m-%dT%H:%M}",
        }
        for n in range(count)
    ]
    return term(sessions=rows)


def amendments(count: int) -> list[Policy | Amendment]:
    """Return amendments that each change what the one before made of the policy, a tenth of the count."""
    days = [datetime(2021, 1, 1) + timedelta(days=n) for n in range(count // 10)]
    return [
        PILOT_2020,
        *(
            Amendment.model_validate_json(
                json.dumps(
                    {
                        "format": "xmut-rules/amendment/1",
                        "amends": "PILOT_2020",
                        "effective_from": f"{day:%Y-%m-%d}",
                        "changes": [{"field": "training.hour_rate", "value": f"{121 + n}", "source": "x"}],
                    }
                )
            )
            for n, day in enumerate(days)
        ),
    ]


JOBS: dict[str, tuple[Callable[[int], Any], Callable[[Any], object]]] = {
    "certificates under one number: settle": (certificates, lambda term: settle_term(term, policy=PILOT_2020)),
    "certificates under one number: explain": (
        certificates,
        lambda term: explain(settle_term(term, policy=PILOT_2020)),
    ),
    "day records of one person and day: report workbook": (
        day_records,
        lambda term: report_workbook(settle_term(term, policy=PILOT_2020), term),
    ),
    "cost categories of one project: explain": (
        categories,
        lambda term: explain(settle_term(term, policy=PILOT_2020)),
    ),
    "sessions under a turnaround of a day: check": (sessions, lambda term: check_term(term, policy=A_DAY_APART)),
    "chain of amendments (a tenth as many)": (amendments, lambda rows: Timeline(policies=in_sequence(rows))),
}


def measured(job: str, size: int) -> tuple[float, float]:
    """Return the processor time of a job in seconds, and its memory in MB."""
    make, run = JOBS[job]
    given = make(size)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    run(given)
    return time.process_time() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def main() -> None:
    """Print the table, each figure from a process of its own."""
    if len(sys.argv) > 1:
        print(json.dumps(measured(sys.argv[1], int(sys.argv[2]))))  # noqa: T201
        return
    print(f"| what | {' | '.join(f'{size:,}' for size in SIZES)} |")  # noqa: T201
    print("| --- | ---: | ---: | ---: |")  # noqa: T201
    for job in JOBS:
        cells: list[str] = []
        for size in SIZES:
            command = [sys.executable, "-m", "tests.benchmarks.growth", job, str(size)]
            seconds, memory = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
            cells.append(f"{seconds:.2f} s, {memory:.0f} MB")
        print(f"| {job} | {' | '.join(cells)} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
