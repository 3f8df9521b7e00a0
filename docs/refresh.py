"""Run the console blocks of the pages again and write what they print into them.

Run `python docs/refresh.py` after a change that the pages show, or with the pages to refresh; then read the difference.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*/*.md")]
BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
EMPTY_FOLDER = "<!-- the commands run in an empty folder -->"


def printed(block: str, folder: Path, environment: dict[str, str]) -> str:
    """Return a block with what each of its commands prints now."""
    lines: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            done = subprocess.run(  # noqa: S602  the commands are our own pages'
                line[2:], shell=True, cwd=folder, env=environment, capture_output=True, check=False
            )
            lines += [line, *(done.stdout + done.stderr).decode().strip("\n").splitlines()]
    return "\n".join(lines) + "\n"


def refreshed(text: str) -> str:
    """Return a page with its console blocks run again, as conftest.py runs them."""
    unset = {"XMUT_RULES_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    with TemporaryDirectory() as empty:
        folder = Path(empty) if EMPTY_FOLDER in text else ROOT
        return BLOCK.sub(lambda block: printed(block[1], folder, environment), text)


if __name__ == "__main__":
    for page in [Path(name) for name in sys.argv[1:]] or PAGES:
        text = page.read_text("utf-8")
        if (new := refreshed(text)) != text:
            page.write_text(new, "utf-8")
            sys.stdout.write(f"{page}\n")
