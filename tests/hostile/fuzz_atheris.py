"""Coverage-guided fuzzing of what reads bytes; not run by pytest, for it needs atheris, which is no dependency.

    python -m venv fuzz && fuzz/bin/pip install . atheris
    fuzz/bin/python tests/hostile/fuzz_atheris.py -max_total_time=300 -rss_limit_mb=2048 -dict=tests/hostile/fuzz.dict

Each input goes, by its first byte, to a term, a policy, an amendment in TOML or in JSON, a CSV table of a folder whose
other tables are right, or a part of a workbook whose other parts are right. A refusal is a `ValidationError` whose
lines are few and short; anything else that leaves is a find, and so are 10 seconds for one input. A find is written to
a file of its own, which is given as the last argument to see it again; `ONLY=4` in the environment keeps to one use.
"""

from __future__ import annotations

import atexit
import io
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from xmut_rules import PILOT_2020, Policy, describe, settle_term
from xmut_rules.explain.page import explain
from xmut_rules.files.conversion import term_workbook
from xmut_rules.files.policies import read_policy
from xmut_rules.files.terms import parse_term, read_term
from xmut_rules.formats.json_text import parse_json

MOST_TEXT = 1_001 * 600
FOLDER = Path(tempfile.mkdtemp())
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"
TABLES = sorted(shutil.copytree(EXAMPLES / "clean" / "csv", FOLDER / "csv").iterdir())
CLEAN = read_term(EXAMPLES / "clean" / "term.json")
FEW: dict[str, object] = {
    **dict.fromkeys(("duties", "certificates", "bookings", "series"), ()),
    **{table: getattr(CLEAN, table)[:2] for table in ("training", "sessions", "receipts", "costs", "students")},
}
with zipfile.ZipFile(io.BytesIO(term_workbook(CLEAN.model_copy(update=FEW)))) as workbook:
    PARTS = {name: workbook.read(name) for name in workbook.namelist()}


def use_term(data: bytes) -> object:
    """Read a term; what is read is settled and explained."""
    report = settle_term(parse_term(data), policy=PILOT_2020)
    return report.to_json(), explain(report, lang="en")


def use_policy(data: bytes) -> object:
    """Read a policy; what is read has a digest."""
    return parse_json(Policy, data).digest


def use_file(name: str, data: bytes) -> object:
    """Read a policy or an amendment from a file of a name."""
    (FOLDER / name).write_bytes(data)
    return read_policy(FOLDER / name).digest


def use_table(data: bytes) -> object:
    """Read a folder of tables, one of them from the input; what is read is settled."""
    target = TABLES[data[0] % len(TABLES) if data else 0]
    whole = target.read_bytes()
    try:
        target.write_bytes(data[1:])
        return settle_term(read_term(target.parent), policy=PILOT_2020).to_json()
    finally:
        target.write_bytes(whole)


def use_part(data: bytes) -> object:
    """Read a workbook, one part of it from the input; what is read is settled."""
    names = sorted(PARTS)
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        for name, part in (PARTS | {names[data[0] % len(names) if data else 0]: data[1:]}).items():
            archive.writestr(name, part)
    return settle_term(parse_term(book.getvalue()), policy=PILOT_2020).to_json()


USES: tuple[Callable[[bytes], object], ...] = (
    use_term,
    use_policy,
    lambda data: use_file("policy.toml", data),
    lambda data: use_file("policy.json", data),
    use_table,
    use_part,
)
ONLY = os.environ.get("ONLY")


def test_one_input(data: bytes) -> None:
    """Use one input; a refusal is reported in lines that are bounded."""
    try:
        USES[int(ONLY) if ONLY else data[0] % len(USES) if data else 0](data[1:])
    except ValidationError as error:
        for lines in (describe(error, lang="zh"), describe(error, lang="en")):
            if not 0 < len("\n".join(lines)) < MOST_TEXT or not all(line.isprintable() for line in lines):
                raise AssertionError(lines) from None


def main() -> None:
    """Fuzz until stopped; the example terms and policies are where it begins."""
    atheris: Any = import_module("atheris")
    atheris.instrument_all()
    corpus = FOLDER / "corpus"
    corpus.mkdir()
    seeds = [(0, "messy/term.json"), (0, "clean/term.json"), (2, "amendments/day-rate.toml")]
    for place, (use, name) in enumerate(seeds):
        (corpus / f"{place}").write_bytes(bytes([use]) + (EXAMPLES / name).read_bytes())
    (corpus / "policy").write_bytes(b"\x01" + PILOT_2020.model_dump_json().encode())
    for place, table in enumerate(TABLES):
        (corpus / table.name).write_bytes(bytes([4, place]) + table.read_bytes())
    for place, name in enumerate(sorted(PARTS)):
        (corpus / f"part{place}").write_bytes(bytes([5, place]) + PARTS[name])
    atheris.Setup([*sys.argv, f"{corpus}", "-timeout=10"], test_one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
