"""The command `xmut-rules`: arguments in, exit status out.

0 all is fine, 1 there are error findings (the report is written all the same), 2 the input is unusable and nothing is
written.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version

from pydantic import ValidationError

from xmut_rules.base.errors import describe
from xmut_rules.base.language import Language, Words, kind_of, printable, system_reason
from xmut_rules.cli import lookups, policy_commands, term_commands
from xmut_rules.cli.outputs import INTERRUPTED, UNUSABLE, UnusableError, write_stream, wrong_in
from xmut_rules.cli.parser import EXAMPLES, Command, Parser, did_you_mean, example_in, find_language

COMMANDS: dict[str, Command] = {
    command.name: command for room in (term_commands, policy_commands, lookups) for command in room.COMMANDS
}
"""Every command by its name."""

GROUPS = (
    (Words("日常命令：", "everyday commands:"), ("template", "check", "settle", "explain")),
    (Words("学期：", "the term:"), ("plan", "merge", "next-term", "correct", "convert")),
    (
        Words("政策：", "the policy:"),
        ("clauses", "differences", "impact", "compare", "smallest-example", "inspect", "forecast"),
    ),
    (Words("核对与开发：", "verification and development:"), ("verify", "conformance", "codes", "schema")),
)
"""The commands as the help lists them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the command line without the program's name; the process's own if left out.

    Returns the exit status: 0, 1 or 2, or 130 when it was interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    is_collecting = gc.isenabled()
    gc.disable()  # nothing here makes cycles, and looking for them among a million rows takes a third of the time
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except UnusableError as error:
        with suppress(OSError):
            write_stream(sys.stderr, "".join(f"{printable(line)}\n" for line in error.lines))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        if is_collecting:
            gc.enable()
    return UNUSABLE


def _run(arguments: Sequence[str]) -> int:
    lang = find_language(arguments, os.environ)
    parser = _parser(lang)
    name, *others = parser.read(arguments).command
    if name not in COMMANDS:
        near = did_you_mean(name, COMMANDS)
        parser.error(_NO_COMMAND.filled(name=name or '""', near=near).to(lang))
    command = COMMANDS[name]
    options = command.parser(lang).read(others)
    try:
        return command.run(options)
    except ValidationError as error:  # what cannot be written into a workbook
        raise UnusableError(*describe(error, lang=lang)) from None
    except (UnusableError, BrokenPipeError):
        raise
    except ValueError as error:  # sums beyond every bound, which no row shows by itself
        raise UnusableError(f"xmut-rules: {wrong_in(error, lang)}") from None
    except OSError as error:  # such as a temporary file of a workbook
        raise UnusableError(_NO_ROOM.filled(reason=system_reason(error)).to(lang)) from None
    except Exception as error:  # noqa: BLE001  a traceback would show ids and names
        raise UnusableError(_BUG.filled(kind=kind_of(error)).to(lang)) from None


_NO_ROOM = Words("无法写入临时文件（{reason}）", "cannot write a temporary file ({reason})")
_BUG = Words(
    "程序内部出错（{kind}），没有写出任何内容；请连同版本号告知维护者",
    "an internal error ({kind}); nothing was written: report it with the version",
)
_NO_COMMAND = Words("未知命令 {name}{near}", "unknown command {name}{near}")


def _parser(lang: Language) -> Parser:
    """Return the parser of what stands before the command's name, whose help lists the commands."""
    parser = Parser("xmut-rules", _SUMMARY, lang)
    parser.paragraphs.append(_STATUS.to(lang))
    for title, names in GROUPS:
        parser.listed(title, ((name, COMMANDS[name].summary.to(lang)) for name in names))
    parser.option("command", metavar="COMMAND", nargs=argparse.PARSER, words=_COMMAND)
    parser.common_options()
    parser.option("--version", action="version", version=f"%(prog)s {version('xmut_rules')}", words=_VERSION)
    parser.listed(EXAMPLES, ((example_in(example, lang), "") for example in _EXAMPLES))
    return parser


_SUMMARY = Words(
    "按厦工教〔2020〕39号文件结算 1+X 证书试点的学期数据。",
    "Settle a term under the 1+X pilot policy 厦工教〔2020〕39号.",
)
_STATUS = Words(
    "退出码：0 没有错误（可能有提示），1 有错误（报告照常写出），2 输入不可用。",
    "Exit status: 0 no errors (there may be hints), 1 errors (the report is still written), 2 unusable input.",
)
_COMMAND = Words(
    "以上命令之一；xmut-rules 命令 --help 说明其用法", "one of the above; xmut-rules COMMAND --help explains it"
)
_VERSION = Words("显示版本后退出", "show the version and exit")
_EXAMPLES = (
    "xmut-rules template term.xlsx --example",
    "xmut-rules check term.xlsx",
    "xmut-rules settle term.xlsx --output report.html",
)
