"""The host does not matter: hash seed, locale, time zone, optimization, warnings, encodings, folder, recursion limit.

Each process changes many things at once; if one differs, the values of its environment say where to look.
"""

from __future__ import annotations

import locale
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.hostile import probe
from xmut_rules import PILOT_2020, read_term, settle_term

pytestmark = pytest.mark.exhaustive

SCRIPT = Path(probe.__file__).resolve()
MESSY = probe.EXAMPLES / "messy" / "csv"


class Host(NamedTuple):
    """A process: the interpreter's options, the script's arguments and the environment, `{}` for none at all."""

    options: tuple[str, ...]
    arguments: tuple[str, ...]
    environment: dict[str, str]


HOSTS: dict[str, Host] = {
    "Shanghai": Host((), (), {"PYTHONHASHSEED": "0", "TZ": "Asia/Shanghai", "LC_ALL": "C.utf8"}),
    "New York": Host(
        ("-O",), (), {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C", "PYTHONUTF8": "0",
                      "PYTHONCOERCECLOCALE": "0"},
    ),
    "Kiritimati": Host(
        ("-OO",), (), {"PYTHONHASHSEED": "4294967295", "TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX",
                       "PYTHONIOENCODING": "gbk", "HOME": "/nowhere"},
    ),
    "garbage": Host(
        (), (), {"PYTHONHASHSEED": "77", "TZ": "\x01::garbage/+99", "LC_ALL": "xx_YY.bad", "LANG": "zh_CN.GB18030",
                 "LANGUAGE": "zh", "PYTHONIOENCODING": "utf-16"},
    ),
    "strict": Host(("-X", "dev", "-W", "error", "-bb"), (), {"PYTHONHASHSEED": "3", "PYTHONUTF8": "1"}),
    "poor context": Host(("-s",), ("context",), {"TZ": "", "LC_ALL": "C.utf8"}),
    "shallow": Host((), ("shallow",), {"PYTHONHASHSEED": "11", "TZ": "UTC+12:34"}),
    "bare": Host((), (), {}),
}  # fmt: skip


@pytest.fixture(scope="module")
def expected() -> str:
    """Return what is said here."""
    return probe.printed()


@pytest.mark.parametrize("name", HOSTS)
def test_a_process_says_the_same(expected: str, tmp_path: Path, name: str) -> None:
    """Reports, messages, explanations and digests are the same bytes; the folder that it runs in is gone."""
    host = HOSTS[name]
    gone = tmp_path / "gone"
    command = [
        *("sh", "-c", 'mkdir "$1" && cd "$1" && rmdir "$1" && shift && exec "$@"', "sh", f"{gone}"),
        *(sys.executable, *host.options, f"{SCRIPT}", *host.arguments),
    ]
    environment = {**os.environ, **host.environment} if host.environment else {}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    encoding = host.environment.get("PYTHONIOENCODING", "ascii")
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert done.stdout.decode(encoding) == expected + "\n"


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "5", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONOPTIMIZE": "1"},
        {
            "PYTHONHASHSEED": "6",
            "LC_ALL": "POSIX",
            "PYTHONIOENCODING": "gbk",
            "PYTHONOPTIMIZE": "2",
            "TZ": "Asia/Tokyo",
        },
    ],
    ids=["C", "POSIX"],
)
def test_the_command_writes_the_same(environment: dict[str, str]) -> None:
    """The command prints the same UTF-8 whatever the locale and encoding of the streams are."""
    command = [sys.executable, "-m", "xmut_rules", "settle", f"{MESSY}", "--format", "json"]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr.decode()
    assert done.stdout == (settle_term(read_term(MESSY), policy=PILOT_2020).to_json() + "\n").encode()


def test_locales_and_time_zones_within_the_process(expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that sets every locale it has, or moves to another zone, gets the same."""
    names = subprocess.run(["locale", "-a"], capture_output=True, check=True).stdout.decode(errors="replace").split()
    before = locale.setlocale(locale.LC_ALL)
    try:
        for place, name in enumerate(dict.fromkeys(["C", "POSIX", *names])):
            locale.setlocale(locale.LC_ALL, name)
            monkeypatch.setenv("TZ", ("Asia/Shanghai", "America/New_York", "Pacific/Kiritimati")[place % 3])
            time.tzset()
            assert probe.printed() == expected, name
    finally:
        locale.setlocale(locale.LC_ALL, before)
        monkeypatch.undo()
        time.tzset()
