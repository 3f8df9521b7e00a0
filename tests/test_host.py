"""The host does not matter: decimal context, hash seed, time zone, locale, optimization, threads."""

from __future__ import annotations

import decimal
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from xmut_rules import PILOT_2020, read_term, settle_term

MESSY = Path(__file__).parent.parent / "docs" / "examples" / "messy" / "csv"
ROUNDINGS = [
    decimal.ROUND_CEILING,
    decimal.ROUND_DOWN,
    decimal.ROUND_FLOOR,
    decimal.ROUND_HALF_DOWN,
    decimal.ROUND_HALF_EVEN,
    decimal.ROUND_HALF_UP,
    decimal.ROUND_UP,
    decimal.ROUND_05UP,
]
SIGNALS = list(decimal.getcontext().traps)


def settled() -> str:
    """Read and settle the messy term, from file to report."""
    return settle_term(read_term(MESSY), policy=PILOT_2020).to_json()


@pytest.fixture(scope="module")
def expected() -> str:
    """Give the report under the context of the test run."""
    return settled()


@pytest.mark.parametrize("rounding", ROUNDINGS)
@pytest.mark.parametrize("traps", [[], SIGNALS], ids=["traps off", "traps on"])
def test_the_decimal_context_does_not_matter(
    expected: str, rounding: str, traps: list[type[decimal.DecimalException]]
) -> None:
    """Precision 3, any rounding and every trap on or off give the same bytes."""
    with decimal.localcontext(
        decimal.Context(prec=3, rounding=rounding, Emin=-3, Emax=3, capitals=0, clamp=1, traps=traps)
    ):
        assert settled() == expected


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "4294967295"},
        {"TZ": "America/New_York"},
        {"TZ": "Pacific/Kiritimati"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "gbk"},
        {"PYTHONOPTIMIZE": "1"},
        {"PYTHONOPTIMIZE": "2"},
    ],
    ids=lambda environment: ",".join(f"{name}={value}" for name, value in environment.items()),
)
def test_the_environment_does_not_matter(expected: str, environment: dict[str, str]) -> None:
    """The command prints the same bytes for any hash seed, time zone, locale and level of optimization."""
    command = [sys.executable, "-m", "xmut_rules", "settle", str(MESSY), "--format", "json"]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr.decode()
    assert done.stdout == (expected + "\n").encode()


def test_threads_with_other_contexts_agree(expected: str) -> None:
    """Threads that each set a context of their own get the same report."""

    def run(precision: int) -> str:
        decimal.getcontext().prec = precision
        return sha256(settled().encode()).hexdigest()

    with ThreadPoolExecutor(4) as pool:
        digests = set(pool.map(run, [1, 2, 3, 28, 1, 2, 3, 28]))
    assert digests == {sha256(expected.encode()).hexdigest()}
