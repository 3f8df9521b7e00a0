"""The command `xmut-rules`: arguments in, exit status out.

0 all is fine, 1 there are error findings (the report is written all the same), 2 the input is unusable and nothing is
written.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import version

from pydantic import ValidationError

from xmut_rules.base.errors import describe
from xmut_rules.base.language import printable
from xmut_rules.cli import lookups, policy_commands, term_commands
from xmut_rules.cli.outputs import INTERRUPTED, UNUSABLE, UnusableError, write_stream


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the command line without the program's name; the process's own if left out.

    Returns the exit status: 0, 1 or 2, or 130 when it was interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except UnusableError as error:
        with suppress(OSError):
            write_stream(sys.stderr, "".join(f"{printable(line)}\n" for line in error.lines))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return INTERRUPTED
    except ValidationError as error:  # what cannot be written into a workbook
        with suppress(OSError):
            write_stream(sys.stderr, "".join(f"{line}\n" for line in describe(error, lang=options.lang)))
    except ValueError as error:  # sums beyond every bound, which no row shows by itself
        with suppress(OSError):
            write_stream(sys.stderr, f"xmut-rules: {printable(str(error))}\n")
    return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xmut-rules",
        description="Settle a term under the 1+X pilot policy 厦工教〔2020〕39号. "
        "Exit status: 0 fine, 1 error findings, 2 unusable input.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('xmut_rules')}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for room in (term_commands, lookups, policy_commands):
        room.add_commands(commands)
    return parser
