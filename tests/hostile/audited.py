"""Settle and explain an example under an audit hook; run as a script, in a process of its own.

It prints as JSON, for the first and the second time that the work is done, every event that the interpreter tells of,
with what was asked for and the file of the code that asked; looks at an object's attributes and identity are passed
over, for there are thousands. With the argument `control` it does what a library must not do, to show that each is
seen.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

Event = tuple[str, str, str]
events: list[Event] = []
OWN = {"asker", "hook", "__getitem__", "__setitem__", "__delitem__", "__iter__"}
PASSED_OVER = {
    "sys._getframe",
    "sys._getframemodulename",
    "builtins.id",
    "object.__getattr__",
    "object.__setattr__",
    "object.__delattr__",
}
SAME_AS = {"os.scandir": "os.listdir"}
"""Pythons differ in how they look through a folder."""

is_told = False


def asker() -> str:
    """Return the file of the code that asked, past what Python itself does for it."""
    frame: Any = inspect.currentframe()
    while frame and frame.f_code.co_filename == __file__ and frame.f_code.co_name in OWN:
        frame = frame.f_back
    while frame and (frame.f_code.co_filename.startswith("<frozen") or frame.f_code.co_filename == os.__file__):
        frame = frame.f_back
    return str(frame.f_code.co_filename) if frame else ""


def hook(event: str, arguments: tuple[object, ...]) -> None:
    """Note an event."""
    global is_told  # noqa: PLW0603
    if event in PASSED_OVER or is_told:
        return
    is_told = True
    try:
        events.append((SAME_AS.get(event, event), described(event, arguments), asker()))
    finally:
        is_told = False


def described(event: str, arguments: tuple[object, ...]) -> str:
    """Say what was asked for: a path, marked where it is to be written, or the file of what is run."""
    if event == "open":
        path, _, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        return f"{'write ' if writes else ''}{os.fsdecode(path) if isinstance(path, bytes) else path}"
    if event == "exec":
        return str(getattr(arguments[0], "co_filename", ""))
    if event == "compile":
        return os.fsdecode(arguments[1]) if isinstance(arguments[1], str | bytes) else ""
    return f"{arguments[0]}" if arguments else ""


class Watched(MutableMapping[str, str]):
    """The environment, where each look at it is an event."""

    def __init__(self, real: MutableMapping[str, str]) -> None:
        """Keep the real one."""
        self.real = real

    def __getitem__(self, name: str) -> str:
        """Note the name, and answer."""
        events.append(("environment", f"{name}", asker()))
        return self.real[name]

    def __setitem__(self, name: str, value: str) -> None:
        """Note the name."""
        events.append(("environment", f"write {name}", asker()))

    def __delitem__(self, name: str) -> None:
        """Note the name."""
        events.append(("environment", f"write {name}", asker()))

    def __iter__(self) -> Iterator[str]:
        """Note that all were asked for."""
        events.append(("environment", "all", asker()))
        return iter(self.real)

    def __len__(self) -> int:
        """Count them."""
        return len(self.real)


def work(path: str) -> None:
    """Read a term, settle it, and explain it in both languages."""
    from xmut_rules import PILOT_2020, read_term, settle_term  # noqa: PLC0415
    from xmut_rules.explain.page import explain  # noqa: PLC0415

    report = settle_term(read_term(path), policy=PILOT_2020)
    if not (report.to_json() and explain(report, lang="zh") and explain(report, lang="en", style="html")):
        raise ValueError(path)


def misdeeds(path: str) -> Iterator[Callable[[], object]]:
    """Return what a library must not do."""
    import ctypes  # noqa: PLC0415
    import socket  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    yield lambda: socket.socket().close()
    yield lambda: subprocess.run(["true"], check=True)
    yield lambda: os.system("true")  # pyright: ignore[reportDeprecated]  # noqa: S605
    yield lambda: open(os.devnull, "ab").close()  # noqa: PTH123
    yield lambda: open("/etc/passwd", "rb").close()  # noqa: PTH123
    yield lambda: os.listdir("/")  # noqa: PTH208
    yield lambda: os.environ.get("HOME")
    yield lambda: exec("1")  # noqa: S102
    yield lambda: ctypes.CDLL(None)
    yield lambda: os.unlink(f"{path}/nothing")  # noqa: PTH108


def main() -> None:
    """Do it twice, and print what was seen."""
    import contextlib  # noqa: PLC0415
    import json  # noqa: PLC0415

    path = sys.argv[1]
    rounds: list[list[Event]] = []
    os.environ = Watched(os.environ)  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]  # noqa: B003
    sys.addaudithook(hook)
    for _ in range(2):
        events.clear()
        if "control" in sys.argv:
            for misdeed in misdeeds(path):
                with contextlib.suppress(OSError):
                    misdeed()
        else:
            work(path)
        rounds.append([*events])
    print(json.dumps(rounds))  # noqa: T201


if __name__ == "__main__":
    main()
