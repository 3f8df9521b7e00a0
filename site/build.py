"""Build the documentation site: `python site/build.py`, with the extra `docs`.

Chinese stands at the root of build/site, English at en/ and the calculator at calculator/; warnings are errors. Serve
the folder with `python -m http.server -d build/site`. No page loads anything from elsewhere. To build the calculator,
npm and a network are needed; `--pages` builds the pages alone.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

SITE = Path(__file__).parent
ROOT = SITE.parent
OUTPUT = ROOT / "build" / "site"
DOCTREES = ROOT / "build" / "doctrees"


def build(lang: str, output: Path) -> int:
    """Build the pages of a language and return Sphinx's exit status."""
    command = [
        sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet", "--fresh-env",
        "--tag", lang, "--conf-dir", SITE, "--doctree-dir", DOCTREES / lang,
        ROOT / "docs" / lang, output,
    ]  # fmt: skip
    return subprocess.run(command, check=False).returncode  # noqa: S603


def main() -> int:
    """Build both languages and the calculator; the status is 1 if there is a warning."""
    parser = argparse.ArgumentParser(description="Build the documentation site.")
    parser.add_argument("--pages", action="store_true", help="the pages alone, without the calculator")
    given = parser.parse_args()
    if not given.pages and shutil.which("npm") is None:
        parser.error("the calculator needs npm, which is not on this machine; --pages builds the pages alone")
    shutil.rmtree(OUTPUT, ignore_errors=True)
    failed = [lang for lang, output in (("zh", OUTPUT), ("en", OUTPUT / "en")) if build(lang, output)]
    shutil.copy(ROOT / "docs" / "llms.txt", OUTPUT / "llms.txt")
    if not given.pages:
        command = [sys.executable, SITE / "calculator" / "build.py", OUTPUT / "calculator", "--site"]
        subprocess.run(command, check=True)  # noqa: S603
    if not failed:
        sys.stdout.write(f"{(OUTPUT / 'index.html').relative_to(ROOT)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
