"""CrossHair looks for whole numbers that break the contracts of rounding and splitting: none do, and faults are found.

Nightly: `pip install 'crosshair-tool>=0.0.113'`, then `pytest -m nightly tests/test_kernel_crosshair.py` (a minute).
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.nightly

ROOT = Path(__file__).parents[2]
CONTRACTS = re.findall(r"^def (\w+)", (ROOT / "tests" / "mutation" / "kernel.py").read_text("utf-8"), re.MULTILINE)
FAULTS = {
    "floor instead of half up": (
        "return quotient + (2 * rest > denominator or (2 * rest == denominator and tie_goes_up))",
        "return quotient",
        "half_up_is_nearest_and_ties_go_up",
    ),
    "a tie goes down": ("2 * rest == denominator and tie_goes_up", "False", "half_up_is_nearest_and_ties_go_up"),
    "a tie goes to the odd fen": ("quotient % 2 == 1", "quotient % 2 == 0", "half_even_is_nearest_and_ties_are_even"),
    "down rounds to the nearest": ('if rounding == "down":', 'if rounding == "up":', "down_is_the_whole_part"),
    "the remainder is lost": (
        "for key in by_remainder[: total - sum(parts.values())]:",
        "for key in by_remainder[:0]:",
        "equal_colleges_differ_by_a_fen_at_most",
    ),
    "the smallest remainder goes first": (
        "(-(total * weights[key] % whole), key)",
        "(total * weights[key] % whole, key)",
        "a_day_is_split_by_standard_pay",
    ),
}


def checked(folder: Path, old: str = "", new: str = "") -> tuple[int, str]:
    """Run CrossHair on the contracts and a copy of the package, one text of `money.py` replaced by another."""
    assert importlib.util.find_spec("crosshair"), "CrossHair is missing: pip install 'crosshair-tool>=0.0.113'"
    shutil.copytree(ROOT / "src" / "xmut_rules", folder / "xmut_rules", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "tests" / "mutation" / "kernel.py", folder / "kernel.py")
    money = folder / "xmut_rules" / "money.py"
    source = money.read_text("utf-8")
    assert source.count(old) == 1 or not old
    money.write_text(source.replace(old, new) if old else source, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "crosshair", "check", "--analysis_kind=asserts", "--report_all",
         "--per_condition_timeout=60", "kernel.py"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_no_whole_number_breaks_the_kernel(tmp_path: Path) -> None:
    """Every contract is confirmed over all paths: for all whole numbers, not for examples."""
    status, told = checked(tmp_path)
    assert status == 0, told
    assert told.count("Confirmed over all paths") == len(CONTRACTS) == 8, told


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_has_a_counterexample(fault: str, tmp_path: Path) -> None:
    """CrossHair names numbers for which the contract of the faulty function fails."""
    old, new, contract = FAULTS[fault]
    status, told = checked(tmp_path, old, new)
    assert status == 1, told
    assert re.search(rf"error: AssertionError: .*when calling {contract}\(", told), told
