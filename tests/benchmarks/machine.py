"""What a benchmark ran on, as its first line says."""

from __future__ import annotations

import platform
from importlib.metadata import version


def machine(*packages: str) -> str:
    """Return the versions of Python and of packages, and the kind of machine."""
    names = ("pydantic", "pydantic_core", "python-dateutil", *packages)
    return f"Python {platform.python_version()}, {', '.join(f'{name} {version(name)}' for name in names)}"
