"""Pack archives of compiled modules, inside Pyodide: what is imported in the page was compiled by the same Python.

Sources are left out and dates are fixed, so that the same wheels give the same bytes.
"""

from __future__ import annotations

import compileall
import py_compile
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

SKIPPED = re.compile(r"pydantic/v1/|.*\.dist-info/(sboms|METADATA)|.*\.pyi$")


def pack(archives: Iterable[Path], folder: Path, target: Path) -> None:
    """Unpack archives into a folder, compile its modules, and pack it again."""
    for archive in archives:
        zipfile.ZipFile(archive).extractall(folder)
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(folder, quiet=2, legacy=True, invalidation_mode=mode, stripdir=folder)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = file.relative_to(folder).as_posix()
            is_compiled = file.suffix == ".py" and file.with_suffix(".pyc").exists()
            if not is_compiled and not SKIPPED.match(name):
                packed.writestr(zipfile.ZipInfo(name), file.read_bytes(), zipfile.ZIP_DEFLATED)


pack(sorted(Path("/wheels").glob("*.whl")), Path("/tmp/library"), Path("/out/library.zip"))  # noqa: S108
pack([Path("/pyodide/python_stdlib.zip")], Path("/tmp/stdlib"), Path("/out/python_stdlib.zip"))  # noqa: S108
