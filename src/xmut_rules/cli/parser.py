"""The parser of a command line, whose help and usage errors are in one language and fit a terminal."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from xmut_rules.base.language import LANGUAGES, MOST_DETAIL, Language, Words, nearest, printable, width, within
from xmut_rules.cli.outputs import UNUSABLE, UnusableError, require_other_file, write_result, write_stream
from xmut_rules.formats.documents import wrapped

SUFFIXES = {
    ".txt": "text",
    ".json": "json",
    ".md": "markdown",
    ".html": "html",
    ".xlsx": "xlsx",
    ".ics": "ics",
    ".svg": "svg",
}
"""The format that a file's suffix stands for."""


def find_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of everything the command prints: that of `--lang`, of `XMUT_RULES_LANG`, or of the locale.

    Args:
        arguments: the command line; `--lang` may stand anywhere on it, also on one that makes no sense.
        environment: the environment variables.

    Raises:
        UnusableError: `XMUT_RULES_LANG` decides and is neither zh nor en.
    """
    line = argparse.ArgumentParser(add_help=False)
    line.add_argument("--lang", action="append", nargs="?", default=[])
    asked = [value for value in line.parse_known_args(arguments)[0].lang if value in LANGUAGES]
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    local: Language = "en" if locale.lower().startswith("en") else "zh"
    named = asked[-1] if asked else environment.get("XMUT_RULES_LANG") or local
    if named not in LANGUAGES:
        raise UnusableError(_NO_LANGUAGE.filled(name=named).to(local))
    return "en" if named == "en" else "zh"


_NO_LANGUAGE = Words(
    "环境变量 XMUT_RULES_LANG 只能是 zh 或 en，不能是 {name}", "XMUT_RULES_LANG must be zh or en, not {name}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command: its name, a sentence on what it does, what it takes, what runs it, and examples without the program.

    `more` is what its own help adds to the sentence.
    """

    name: str
    summary: Words
    more: Words | None = None
    options: Callable[[Parser], None]
    run: Callable[[argparse.Namespace], int]
    examples: Sequence[str]

    def parser(self, lang: Language) -> Parser:
        """Return the parser of what follows the command's name."""
        parser = Parser(f"xmut-rules {self.name}", self.summary, lang)
        if self.more is not None:
            parser.paragraphs.append(self.more.to(lang))
        self.options(parser)
        parser.common_options()
        parser.listed(EXAMPLES, ((f"xmut-rules {example_in(example, lang)}", "") for example in self.examples))
        return parser


_USAGE = Words("用法：", "usage: ")
_ARGUMENTS, _OPTIONS, EXAMPLES = (
    Words("参数：", "arguments:"),
    Words("选项：", "options:"),
    Words("示例：", "examples:"),
)
_ANY_OPTIONS = Words("[选项]", "[options]")
_WIDEST_HEAD = 24


class Parser(argparse.ArgumentParser):
    """A parser whose help and usage errors are in one language.

    It writes its help itself, from what `option` and `listed` were given, since argparse breaks no Chinese text. Four
    sentences of argparse itself are put into that language by their wording; another sentence would be shown as it is.
    """

    def __init__(self, prog: str, summary: Words, lang: Language) -> None:
        """Start with no options at all."""
        super().__init__(prog=prog, add_help=False)
        self.lang: Language = lang
        self.paragraphs = [summary.to(lang)]
        self._sections: dict[str, list[tuple[str, str]]] = {}
        self._required: list[str] = []
        self._names: list[str] = []
        self._choices: dict[str, tuple[str, Sequence[str]]] = {}
        self._inputs: list[str] = []
        self._formats: Sequence[str] = ()

    def option(
        self, *names: str, words: Words, metavar: str = "", choices: Sequence[str] = (), **settings: Any
    ) -> argparse.Action:
        """Add an option or, without dashes, an argument.

        Args:
            names: its names, as argparse takes them.
            words: what it is.
            metavar: what stands for its value.
            choices: the values that it may have; all if left out.
            settings: whatever else argparse takes.
        """
        metavar = _localized(metavar, self.lang) or (f"{{{','.join(choices)}}}" if choices else "")
        if metavar:
            settings["metavar"] = metavar
        action = self.add_argument(*names, **settings)
        is_option = names[0].startswith("-")
        head = " ".join(filter(None, [", ".join(names), metavar])) if is_option else metavar
        self.listed(_OPTIONS if is_option else _ARGUMENTS, [(head, words.to(self.lang))])
        shown = {"?": f"[{metavar}]", "+": f"{metavar} [{metavar} ...]"}.get(settings.get("nargs", ""), head)
        self._required += [shown] if not is_option or settings.get("required") else []
        self._names += names if is_option else ()
        if choices:
            self._choices[action.dest] = (names[0] if is_option else action.dest, choices)
        return action

    def input_option(self, *names: str, words: Words, metavar: str, **settings: Any) -> None:
        """Add an option or argument that names a file to be read, or several, which `--output` never replaces."""
        self._inputs.append(self.option(*names, words=words, metavar=metavar, **settings).dest)

    def output_options(self, *formats: str) -> None:
        """Add `--output`, and `--format` where there is a choice.

        Args:
            formats: what the command can write; the first where neither option says otherwise.
        """
        self._formats = formats
        if len(formats) > 1:
            self.option("--format", choices=formats, words=_FORMAT.filled(format=formats[0]))
        self.option("--output", metavar="FILE", words=_OUTPUT)

    def common_options(self) -> None:
        """Add what every command has: `--lang` and `--help`."""
        self.option("--lang", choices=LANGUAGES, words=_LANG)
        self.option("-h", "--help", action="help", words=_HELP)

    def listed(self, title: Words, rows: Iterable[tuple[str, str]]) -> None:
        """Add rows to a section of the help, each a head and what it means."""
        self._sections.setdefault(title.to(self.lang), []).extend(rows)

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Read a command line; `format` is that of `--format`, of the suffix of `--output`, or the command's own.

        Raises:
            SystemExit: with 2 where it makes no sense, and with 0 after help.
            UnusableError: the output would replace an input.
        """
        options, rest = self.parse_known_args(arguments)
        if rest:
            self.error(self._unexpected(rest))
        for dest, (name, choices) in self._choices.items():
            value = getattr(options, dest)
            if value is not None and value not in choices:
                allowed = Words("、", ", ").to(self.lang).join(choices)
                near = did_you_mean(value, choices)
                self.error(_NO_CHOICE.filled(name=name, value=value or '""', allowed=allowed, near=near).to(self.lang))
        options.lang = self.lang
        if self._formats:
            named = (getattr(options, dest) or () for dest in self._inputs)
            names = [name for value in named for name in ([value] if isinstance(value, str) else value)]
            require_other_file(options.output, names, self.lang)
            options.format = self._format(getattr(options, "format", None), options.output)
        return options

    def _unexpected(self, rest: Sequence[str]) -> str:
        """Return what is wrong where arguments are left over: an option that is none, or an argument too many."""
        options = [name.partition("=")[0] for name in rest if name.startswith("-") and name not in {"-", "--"}]
        if not options:
            return _TOO_MANY.filled(rest=" ".join(rest)).to(self.lang)
        return _NO_OPTION.filled(name=options[0], near=did_you_mean(options[0], self._names)).to(self.lang)

    def _format(self, given: str | None, output: str | None) -> str:
        """Return the format to write."""
        suffix = Path(output or "").suffix.lower()
        named = SUFFIXES.get(suffix)
        is_unknown = suffix and named is None and given is None  # `--format` says what is in a file of another name
        if is_unknown or (named is not None and named not in self._formats):
            known = [suffix for form in self._formats for suffix, other in SUFFIXES.items() if form == other]
            allowed = Words("、", ", ").to(self.lang).join(known)
            self.error(_NO_SUFFIX.filled(suffix=suffix, allowed=allowed).to(self.lang))
        if None not in {given, named} and given != named:
            self.error(_CONTRADICTION.filled(format=given, suffix=suffix).to(self.lang))
        return given or named or self._formats[0]

    def error(self, message: str) -> NoReturn:
        """Write the usage and what is wrong, a line each, on standard error, and exit with 2."""
        for pattern, words in _ARGPARSE:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                figures = {name: Words(text.replace(", ", "、"), text) for name, text in found.groupdict().items()}
                message = words.filled(**figures).to(self.lang)
        with suppress(OSError):
            write_stream(sys.stderr, f"{self.format_usage()}{self.prog}: {printable(within(message, MOST_DETAIL))}\n")
        sys.exit(UNUSABLE)

    def format_usage(self) -> str:
        """Return the usage in one line."""
        required = sorted(self._required, key=lambda head: head.startswith("-"))
        return f"{_USAGE.to(self.lang)}{' '.join([self.prog, *required, _ANY_OPTIONS.to(self.lang)])}\n"

    def format_help(self) -> str:
        """Return the help, 80 columns wide."""
        lines = [self.format_usage()]
        for paragraph in self.paragraphs:
            lines += [*wrapped(paragraph, indent=0, hanging=0), ""]
        heads = [width(head) for rows in self._sections.values() for head, text in rows if text]
        column = 4 + max(head for head in heads if head <= _WIDEST_HEAD)
        for title, rows in self._sections.items():
            lines += [title, *(line for head, text in rows for line in _row(head, text, column)), ""]
        return "\n".join(lines[:-1]) + "\n"

    def print_help(self, file: object = None) -> None:
        """Write the help to standard output, as results are written."""
        del file
        write_result(self.format_help(), argparse.Namespace(output=None, lang=self.lang))


PLACEHOLDERS: Mapping[str, str] = {
    "CODE": "代码",
    "COMMAND": "命令",
    "DAY": "日期",
    "FILE": "文件",
    "ID": "编号",
    "ISSUED": "已发报告",
    "KIND": "类别",
    "MOMENT": "时间",
    "NAME": "名称",
    "OFFICE": "部门",
    "PERSON": "人员",
    "PLAN": "计划",
    "POLICY": "政策",
    "REPORT": "报告",
    "TARGET": "目标",
    "TERM": "学期",
}
"""What stands for a value in Chinese."""

FILE_NAMES: Mapping[str, str] = {
    "amendment": "修订",
    "college-a": "学院甲",
    "college-b": "学院乙",
    "corrected": "更正后",
    "correction": "更正单",
    "example": "示例",
    "findings": "检查结果",
    "plan": "计划",
    "report": "结算",
    "tables": "表格",
    "term": "学期",
}
"""What the files and folders of examples are called in Chinese."""


def _localized(placeholder: str, lang: Language) -> str:
    """Return what stands for a value in a language; what is in no list is the same in both."""
    return Words(PLACEHOLDERS.get(placeholder, placeholder), placeholder).to(lang)


def example_in(example: str, lang: Language) -> str:
    """Return an example of a command line with its files named in a language."""
    return example if lang == "en" else _NAMED.sub(lambda found: FILE_NAMES[found[0]], example)


_NAMED = re.compile(
    rf"(?<= )(?:(?:{'|'.join(FILE_NAMES)})(?=\.(?:xlsx|json|html|ics|toml)\b)|(?:tables|example)(?= |$))"
)


def _row(head: str, text: str, column: int) -> Iterator[str]:
    """Write a head and what it means, from a column on; a head that is too wide stands on a line of its own."""
    space = column - 2 - width(head)
    if not text:
        yield f"  {head}"
    elif space < 2:
        yield f"  {head}"
        yield from wrapped(text, indent=column, hanging=column)
    else:
        yield from wrapped(f"{head}{' ' * space}{text}", indent=2, hanging=column)


def did_you_mean(name: str, known: Iterable[str]) -> Words:
    """Return the end of a sentence on a name that is none, with the nearest one that is."""
    near = nearest(name, known)
    return Words("，是否要用 {near}？", "; did you mean {near}?").filled(near=near) if near else Words("", "")


_FORMAT = Words(
    "输出格式；不写时按 --output 的后缀，没有后缀则为 {format}；后缀不在所列之中时须写明",
    "output format; by default that of the suffix of --output, without one {format}; needed for any other suffix",
)
_OUTPUT = Words(
    "写入文件，要么完整写出，要么不写；从不覆盖输入文件",
    "write to a file, whole or not at all; an input is never replaced",
)
_LANG = Words(
    "语言；不写时按环境变量 XMUT_RULES_LANG，再按系统的语言设置，否则为中文",
    "language; by default that of XMUT_RULES_LANG, else of the locale, else Chinese",
)
_HELP = Words("显示本帮助后退出", "show this help and exit")
_TOO_MANY = Words("多余的参数：{rest}", "unexpected arguments: {rest}")
_NO_OPTION = Words("未知选项 {name}{near}", "unknown option {name}{near}")
_NO_CHOICE = Words(
    "{name} 不能是 {value}，可用：{allowed}{near}", "{name} cannot be {value}; choose from {allowed}{near}"
)
_NO_SUFFIX = Words("本命令不能写入 {suffix} 文件，可用的后缀：{allowed}", "cannot write {suffix} files; use {allowed}")
_CONTRADICTION = Words(
    "--format {format} 与 --output 的后缀 {suffix} 不一致",
    "--format {format} contradicts the suffix {suffix} of --output",
)
_ARGPARSE = (
    (
        "the following arguments are required: (?:COMMAND|命令)",
        Words("请给出命令（xmut-rules --help 列出全部命令）", "give a command (xmut-rules --help lists them)"),
    ),
    ("the following arguments are required: (?P<names>.+)", Words("缺少参数：{names}", "missing: {names}")),
    ("argument (?P<name>.+): expected one argument", Words("{name} 后面缺少值", "{name} needs a value")),
    (
        "argument (?P<name>.+): ignored explicit argument (?P<value>.+)",
        Words("{name} 不带值，请去掉 {value}", "{name} takes no value; remove {value}"),
    ),
    (
        "ambiguous option: (?P<name>.+) could match (?P<names>.+)",
        Words("{name} 不明确，可能是 {names}", "{name} is ambiguous; it could be {names}"),
    ),
)
"""The sentences of argparse that can be met, and ours."""
