"""Hypothesis profiles: CI runs the same hundred examples every time, the loop at a desk fifty others."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", max_examples=20, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a file's bytes by the argument: a workbook holds the time, and every worker must collect the same ids."""
    return argname if isinstance(val, bytes) and len(val) > 100 else None
