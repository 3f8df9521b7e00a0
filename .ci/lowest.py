"""Print the lowest version that pyproject.toml allows of everything the tests need, as constraints for pip."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = ("excel", "frames", "ics", "progress", "test")
extras = project["optional-dependencies"]
for requirement in [*project["dependencies"], *(each for name in EXTRAS for each in extras[name])]:
    if lowest := re.match(r"([\w.-]+)>=([\w.]+)", requirement):
        print(f"{lowest[1]}=={lowest[2]}")  # noqa: T201
