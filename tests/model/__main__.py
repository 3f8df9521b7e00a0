"""`python -m tests.model --terms 1000000 --seed 1 --processes 2`: random terms, the library against the model.

The terms have the seeds from `--seed` on, so a difference is seen again by its own seed and `--terms 1`. The exit
status is 1 if any term differs.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from functools import partial
from multiprocessing import Pool

from tests.model.runs import Tally, run

CHUNK = 500
SHOWN = 20


def main() -> int:
    """Run, print one line, and the differences below it."""
    parser = argparse.ArgumentParser(prog="python -m tests.model")
    parser.add_argument("--terms", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--hostile", action="store_true", help="spoil one value of each term")
    wanted = parser.parse_args()
    last = wanted.seed + wanted.terms
    chunks = [range(first, min(first + CHUNK, last)) for first in range(wanted.seed, last, CHUNK)]
    tally, begun = Tally(), time.perf_counter()
    with Pool(wanted.processes) as pool:
        for part in pool.imap(partial(run, hostile=wanted.hostile), chunks):
            tally.add(part)
        pool.close()
        pool.join()
    seconds, spent = time.perf_counter() - begun, os.times()
    each = 1000 * (spent.children_user + spent.children_system) / max(1, tally.terms)
    line = f"seed {wanted.seed}, {tally.terms} terms, {tally.refused} refused by both, {wanted.processes} processes, "
    line += f"{seconds:.1f} s, {each:.2f} ms of processor time a term, {len(tally.differences)} differences"
    sys.stdout.write("\n".join([line, *tally.differences[:SHOWN], ""]))
    return 1 if tally.differences else 0


if __name__ == "__main__":
    raise SystemExit(main())
