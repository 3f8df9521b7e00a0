"""Build the calculator: `python site/calculator/build.py OUT` makes a folder that any static web server can serve.

The library's wheel is built from this checkout. Pyodide and the wheels that the library runs on are fetched by npm and
pip, as those are configured, and checked against the hashes written here and in the requirement files. They are kept
in `.cache` beside this file. Needs npm, Node 20 or newer, and pip.

Options: `--bundle FILE.zip` packs the folder with start scripts, for a computer without a network; `--site` links the
page to the documentation, one folder up.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PYTHON = HERE / "python"
CACHE = HERE / ".cache"
PYODIDE = "pyodide@314.0.7"
PYODIDE_SHA256 = "66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0"
PLATFORM = ("--platform=pyemscripten_2026_0_wasm32", "--python-version=3.14", "--implementation=cp", "--abi=cp314")

RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
"""What the page takes from Pyodide as it is; its standard library is compiled first."""

LANGUAGES: Mapping[str, int] = {"index.html": 0, "en.html": 1}
SPECIFICATION = ("__init__.py", "conftest.py", "spec/*.py", "conformance/__init__.py", "conformance/library.py")


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command; its output is shown if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def fetch_pyodide() -> Path:
    """Return the folder of Pyodide, fetched where it is not there yet; an archive of another hash is refused."""
    name, _, version = PYODIDE.partition("@")
    archive, folder = CACHE / f"{name}-{version}.tgz", CACHE / f"{name}-{version}"
    if not archive.exists():
        run("npm", "pack", PYODIDE, "--silent", "--pack-destination", CACHE)
    if (found := hashlib.sha256(archive.read_bytes()).hexdigest()) != PYODIDE_SHA256:
        archive.unlink()
        sys.exit(f"{archive.name}: expected SHA-256 {PYODIDE_SHA256}, not {found}")
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=CACHE) as work:
            with tarfile.open(archive) as packed:
                packed.extractall(work, filter="data")
            Path(work, "package").rename(folder)
    return folder


def fetch_wheels(requirements: str, folder: Path) -> None:
    """Put the wheels of a requirements file into a folder; pip keeps them, and checks every hash again each time."""
    kept = CACHE / "wheels"
    only = ("--no-deps", "--only-binary=:all:", "--require-hashes", "--quiet", "--disable-pip-version-check")
    pins = HERE / requirements
    run(sys.executable, "-m", "pip", "download", *only, *PLATFORM, f"--find-links={kept}", "-r", pins, "-d", folder)
    kept.mkdir(exist_ok=True)
    for wheel in folder.glob("*.whl"):
        shutil.copy2(wheel, kept)


def write_library(out: Path) -> None:
    """Write Pyodide and the library's archives, compiled by the Python that will run them."""
    pyodide = fetch_pyodide()
    with tempfile.TemporaryDirectory() as work:
        wheels = Path(work)
        fetch_wheels("requirements.txt", wheels)
        run(sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--quiet", "-w", wheels)
        with zipfile.ZipFile(wheels / "calculator.whl", "w") as own:
            own.write(PYTHON / "calculator.py", "calculator.py")
        run("node", HERE / "compile.mjs", pyodide, wheels, out)
    (out / "python_stdlib.zip").rename(out / "pyodide" / "python_stdlib.zip")
    for name in RUNTIME:
        shutil.copy(pyodide / name, out / "pyodide")
    lock = (pyodide / "pyodide-lock.json").read_text("utf-8")
    info = re.search(r'"info":\s*\{[^}]*\}', lock)
    (out / "pyodide" / "pyodide-lock.json").write_text(f'{{{info[0] if info else ""},"packages":{{}}}}\n', "utf-8")


def write_specification(out: Path) -> None:
    """Write the archive of the specification: tests as they are, and what they run on."""
    with tempfile.TemporaryDirectory() as work, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        fetch_wheels("specification.txt", Path(work))
        for wheel in sorted(Path(work).glob("*.whl")):
            with zipfile.ZipFile(wheel) as parts:
                for name in sorted(parts.namelist()):
                    _add(packed, name, parts.read(name))
        _add(packed, "specification.py", (PYTHON / "specification.py").read_bytes())
        for pattern in SPECIFICATION:
            for file in sorted((ROOT / "tests").glob(pattern)):
                _add(packed, file.relative_to(ROOT).as_posix(), file.read_bytes())


def _add(packed: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a file without the time of day."""
    packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, compresslevel=9)


def page_text(language: int, *, home: str, figures: Mapping[str, str]) -> str:
    """Return the page in one language: of each `{{Chinese||English}}` its half, of each `@name@` its text."""
    text = (HERE / "page.html").read_text("utf-8")
    rows = (HERE / "training-rows.html").read_text("utf-8").strip()
    text = text.replace("@training-rows@", rows).replace("@home@", home)
    text = re.sub(r"\{\{(.*?)\|\|(.*?)\}\}", lambda found: found[language + 1], text)
    for name, figure in figures.items():
        text = text.replace(f"@{name}@", figure)
    return text


def write_pages(out: Path, *, is_in_site: bool) -> None:
    """Write the page in both languages, with its script and style."""
    loaded = [out / "library.zip", *(out / "pyodide").glob("*")]
    size = sum(file.stat().st_size for file in loaded if file.suffix != ".mjs")  # scripts are not fetched but imported
    figures = {
        "bytes": f"{size}",
        "specification": f"{(out / 'specification.zip').stat().st_size / 1e6:.1f}",
        "example": (ROOT / "docs" / "examples" / "clean" / "term.json").read_text("utf-8").strip(),
    }
    links = ('<a href="../">文档</a>', '<a href="../en/">Documentation</a>') if is_in_site else ("", "")
    for name, language in LANGUAGES.items():
        (out / name).write_text(page_text(language, home=links[language], figures=figures), "utf-8")
    for name in ("calculator.js", "calculator.css", "worker.js"):
        shutil.copy(HERE / name, out)


def write_bundle(out: Path, bundle: Path) -> None:
    """Pack the folder with a server for this computer alone, and scripts that start it on Windows and Linux."""
    folder = bundle.stem
    with zipfile.ZipFile(bundle, "w") as packed:
        for file in sorted(path for path in out.rglob("*") if path.is_file()):
            _add(packed, f"{folder}/page/{file.relative_to(out).as_posix()}", file.read_bytes())
        for file in sorted((HERE / "bundle").glob("*")):
            info = zipfile.ZipInfo(f"{folder}/{file.name}")
            info.external_attr = (0o100755 if file.suffix == ".sh" else 0o100644) << 16
            packed.writestr(info, file.read_bytes(), zipfile.ZIP_DEFLATED)


def main(arguments: Iterable[str] | None = None) -> None:
    """Build the folder, and the bundle where one is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder; what is in it is replaced")
    parser.add_argument("--bundle", type=Path, metavar="FILE", help="also write the folder as a zip file to start")
    parser.add_argument("--site", action="store_true", help="link to the documentation, one folder up")
    options = parser.parse_args(None if arguments is None else list(arguments))
    out: Path = options.out.resolve()
    CACHE.mkdir(exist_ok=True)
    if out.exists() and not (out / "worker.js").exists() and any(out.iterdir()):
        sys.exit(f"{options.out} is not empty, and no calculator is in it")
    shutil.rmtree(out, ignore_errors=True)
    (out / "pyodide").mkdir(parents=True)
    write_library(out)
    write_specification(out / "specification.zip")
    write_pages(out, is_in_site=options.site)
    if options.bundle:
        write_bundle(out, options.bundle.resolve())


if __name__ == "__main__":
    main()
