"""Run the specification where this is imported: the tests of the clauses, and every conformance vector."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pydantic
import pytest

from xmut_rules.testing import read_vectors

_SHOWN = 20


class _Counts:
    """Counts the outcomes of a run of pytest, and keeps what failed."""

    def __init__(self) -> None:
        self.outcomes = Counter[str]()
        self.failures: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once: when it was called, or where it was skipped or broke before that."""
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[report.outcome] += 1
        if report.failed:
            self.failures.append(f"{report.nodeid}\n{report.longreprtext}")


def specification() -> str:
    """Run the tests of the clauses and all vectors, and return their counts as JSON."""
    begun = time.monotonic()
    counts, folder = _Counts(), Path(__file__).parent
    os.environ["HYPOTHESIS_PROFILE"] = "ci"
    os.chdir(folder)
    without = ("-p", "no:cacheprovider", "-p", "no:faulthandler")
    asked = ("tests/spec", "-q", "--rootdir=.", "--import-mode=importlib", "-c", os.devnull, "-o", "pythonpath=.")
    status = pytest.main([*asked, *without], plugins=[counts])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        counts.failures.append(f"pytest: {status!r}")
    wrong = _wrong_vectors()
    vectors = len(read_vectors())
    found = {
        **{name: counts.outcomes[name] for name in ("passed", "failed", "skipped")},
        "right": vectors - len(wrong),
        "wrong": len(wrong),
        "failures": [*counts.failures, *wrong][:_SHOWN],
        "versions": ", ".join(
            (
                f"CPython {platform.python_version()} ({sys.platform})",
                f"pydantic {pydantic.VERSION}",
                f"Hypothesis {version('hypothesis')}",
            )
        ),
        "seconds": round(time.monotonic() - begun),
    }
    return json.dumps(found, ensure_ascii=False)


def _wrong_vectors() -> list[str]:
    """Return the ids of the vectors that the library answers otherwise."""
    from tests.conformance.library import answer  # noqa: PLC0415  stands beside this file once it is unpacked

    return [vector.id for vector in read_vectors() if answer(vector.given) != vector.output]
