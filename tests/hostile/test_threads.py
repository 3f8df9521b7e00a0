"""Threads and processes: many at once get what one alone gets, also where they are the first to use a type.

What pydantic builds when it is first used (adapters, schemas, on old versions whole models) is where that would go
wrong: in a fresh process, whose threads all begin at one moment and are switched as often as Python can.
"""

from __future__ import annotations

import asyncio
import decimal
import json
import subprocess
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier

import pytest

from tests.hostile.probe import POOR, SAID_BY_THREADS, printed
from xmut_rules.files.templates import template_workbook
from xmut_rules.files.terms import parse_term

pytestmark = pytest.mark.exhaustive

THREADS = 8


@pytest.fixture(scope="module")
def expected() -> str:
    """Return what one alone says."""
    return printed()


def test_threads_with_contexts_of_their_own_agree(expected: str) -> None:
    """Eight threads at once, each with another precision and rounding and half of them with traps, say the same."""
    ready = Barrier(THREADS)

    def run(number: int) -> str:
        host = POOR.copy()
        host.prec = number + 1
        if number % 2:
            host.clear_traps()
        decimal.setcontext(host)
        ready.wait()
        return printed()

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(run, range(THREADS))) == {expected}


def test_tasks_of_one_loop_agree(expected: str) -> None:
    """Four tasks of an event loop, each with a context of its own that it sets before it waits, say the same."""

    async def run(number: int) -> str:
        host = POOR.copy()
        host.prec = number + 1
        decimal.setcontext(host)  # a task's own, as every context variable is
        await asyncio.sleep(0)
        return printed() if number % 2 else await asyncio.to_thread(printed)

    async def together() -> list[str]:
        return await asyncio.gather(*map(run, range(4)))

    assert asyncio.run(together()) == [expected] * 4


FIRST_USE = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
sys.setswitchinterval(1e-6)
import json, probe
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import xmut_rules
ready = Barrier({THREADS})
def run(number):
    ready.wait()
    return probe.SAID_BY_THREADS[number % len(probe.SAID_BY_THREADS)]()
with ThreadPoolExecutor({THREADS}) as pool:
    print(json.dumps([*pool.map(run, range({THREADS}))]))
"""


def test_threads_that_use_a_type_first_agree() -> None:
    """In a fresh process eight threads at once read, validate, write and describe types that are not built yet."""
    done = subprocess.run([sys.executable, "-c", FIRST_USE], capture_output=True, check=False)
    assert done.stderr.decode() == ""
    expected = [use() for use in SAID_BY_THREADS]
    assert json.loads(done.stdout) == [expected[row % len(expected)] for row in range(THREADS)]


def said_in_a_process(precision: int) -> str:
    """Set a poor context and say everything."""
    host = POOR.copy()
    host.prec = precision
    decimal.setcontext(host)
    return printed()


def test_processes_agree(expected: str) -> None:
    """Two processes that are started anew, with contexts of their own, say the same."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert [*pool.map(said_in_a_process, [1, 7])] == [expected] * 2


def test_threads_that_read_workbooks_leave_the_hosts_warnings_alone() -> None:
    """Eight threads read a workbook at once; the host's warning filters are what they were."""
    data, before = template_workbook(), [*warnings.filters]
    ready = Barrier(THREADS)

    def run(_number: int) -> str:
        ready.wait()
        with pytest.raises(ValueError, match=r"\[term\]|学期"):
            parse_term(data)
        return "told"

    try:
        with ThreadPoolExecutor(THREADS) as pool:
            assert [*pool.map(run, range(THREADS))] == ["told"] * THREADS
        assert [*warnings.filters] == before
    finally:
        warnings.filters[:] = before  # type: ignore[index]
