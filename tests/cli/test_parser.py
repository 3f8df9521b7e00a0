"""The command line itself: its language, what may have been meant, formats by suffix, and inputs that stay."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import openpyxl
import pytest

from tests.cli.test_main import CLEAN, EXAMPLES, LANGUAGES, MESSY, Capture, help_of, run
from tests.cli.test_policy_commands import DAY_RATE_600
from xmut_rules import PILOT_2020
from xmut_rules.base.language import width
from xmut_rules.cli.main import COMMANDS, GROUPS, main
from xmut_rules.cli.outputs import UnusableError
from xmut_rules.cli.parser import PLACEHOLDERS, example_in, find_language

TERM = CLEAN / "term.json"
ROOT = EXAMPLES.parents[1]
TITLES = {"zh": "示例：", "en": "examples:"}


def refused(capsys: Capture, *arguments: object) -> str:
    """Return what a usage error says below the usage, without the program's name."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    usage, line = err.splitlines()
    assert (ended.value.code, out, usage.startswith(("用法：xmut-rules", "usage: xmut-rules"))) == (2, "", True)
    return line.partition(": ")[2]


@pytest.mark.parametrize(
    ("line", "environment", "lang"),
    [
        ("", {}, "zh"),
        ("settle x", {"LANG": "C"}, "zh"),
        ("settle x", {"LANG": "POSIX"}, "zh"),
        ("settle x", {"LANG": "C.UTF-8"}, "zh"),
        ("settle x", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("settle x", {"LANG": "de_DE.UTF-8"}, "zh"),
        ("settle x", {"LANG": "en_US.UTF-8"}, "en"),
        ("settle x", {"LANG": "en"}, "en"),
        ("settle x", {"LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
        ("settle x", {"LC_ALL": "zh_CN", "LC_MESSAGES": "en_GB", "LANG": "en_US"}, "zh"),
        ("settle x", {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_US"}, "en"),
        ("settle x", {"LC_ALL": "C", "LANG": "en_US"}, "zh"),
        ("settle x", {"LANGUAGE": "en", "LC_CTYPE": "en_US"}, "zh"),
        ("settle x", {"XMUT_RULES_LANG": "en", "LC_ALL": "zh_CN"}, "en"),
        ("settle x", {"XMUT_RULES_LANG": "zh", "LC_ALL": "en_US"}, "zh"),
        ("settle x", {"XMUT_RULES_LANG": "", "LC_ALL": "en_US"}, "en"),
        ("settle x --lang zh", {"XMUT_RULES_LANG": "en", "LC_ALL": "en_US"}, "zh"),
        ("settle x --lang en", {"XMUT_RULES_LANG": "fr"}, "en"),
        ("settle x --lang=en", {}, "en"),
        ("settle x --la en", {}, "en"),
        ("--lang en settle x", {}, "en"),
        ("--nonsense settel --lang en", {}, "en"),
        ("settle - --lang en", {}, "en"),
        ("settle --lang en -", {}, "en"),
        ("settle -x --format --lang en", {}, "en"),
        ("settle x --lang zh --lang en", {}, "en"),
        ("settle x --lang fr", {"XMUT_RULES_LANG": "en"}, "en"),
        ("settle x --lang", {"LANG": "en_US"}, "en"),
        ("settle -- --lang en", {}, "zh"),
    ],
)
def test_the_language_is_that_of_the_option_or_the_variable_or_the_locale(
    line: str, environment: dict[str, str], lang: str
) -> None:
    """The first that says zh or en decides; the first locale variable that is not empty is the locale."""
    assert find_language(line.split(), environment) == lang


def test_another_language_of_the_variable_is_refused(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the variable decides it is zh or en: one line with status 2 otherwise, in the language of the locale."""
    told = {
        "zh": "环境变量 XMUT_RULES_LANG 只能是 zh 或 en，不能是 EN\n",
        "en": "XMUT_RULES_LANG must be zh or en, not EN\n",
    }
    monkeypatch.setenv("XMUT_RULES_LANG", "EN")
    assert run(capsys, "settle", TERM) == run(capsys, "--help") == (2, "", told["zh"])
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert run(capsys, "settle", TERM) == (2, "", told["en"])
    assert run(capsys, "check", TERM, "--lang", "en") == (0, "No problems found.\n", "")
    with pytest.raises(UnusableError):
        find_language([], {"XMUT_RULES_LANG": "zh_CN"})


def test_results_and_errors_follow_the_language(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A report, an input error and a usage error are in the language that the variable or the locale chooses."""
    gone = tmp_path / "gone.json"
    expected = {lang: run(capsys, "settle", MESSY / "term.json", "--lang", lang) for lang in LANGUAGES}
    assert expected["zh"] != expected["en"]
    for name, value, lang in (
        ("XMUT_RULES_LANG", "en", "en"),
        ("LC_ALL", "en_US.UTF-8", "en"),
        ("LANG", "zh_CN.UTF-8", "zh"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert run(capsys, "settle", MESSY / "term.json") == expected["zh" if lang == "zh" else "en"]
            assert ("cannot read it" in run(capsys, "settle", gone)[2]) == (lang == "en")
            assert refused(capsys, "settle") == {"zh": "缺少参数：学期", "en": "missing: TERM"}[lang]


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        ("", "请给出命令（xmut-rules --help 列出全部命令）", "give a command (xmut-rules --help lists them)"),
        ("settel x", "未知命令 settel，是否要用 settle？", "unknown command settel; did you mean settle?"),
        ("tempalte x", "未知命令 tempalte，是否要用 template？", "unknown command tempalte; did you mean template?"),
        ("zzz", "未知命令 zzz", "unknown command zzz"),
        ("''", '未知命令 ""', 'unknown command ""'),
        ("--vresion", "请给出命令（xmut-rules --help 列出全部命令）", "give a command (xmut-rules --help lists them)"),
        ("--foo settle x", "未知选项 --foo", "unknown option --foo"),
        ("settle", "缺少参数：学期", "missing: TERM"),
        ("next-term", "缺少参数：--term、--as-of、学期", "missing: --term, --as-of, TERM"),
        (
            "settle x --fromat json",
            "未知选项 --fromat，是否要用 --format？",
            "unknown option --fromat; did you mean --format?",
        ),
        (
            "settle x --ouptut=a.json",
            "未知选项 --ouptut，是否要用 --output？",
            "unknown option --ouptut; did you mean --output?",
        ),
        ("settle x -q", "未知选项 -q", "unknown option -q"),
        ("settle a b -", "多余的参数：b -", "unexpected arguments: b -"),
        (
            "check x --format jsn",
            "--format 不能是 jsn，可用：text、json，是否要用 json？",
            "--format cannot be jsn; choose from text, json; did you mean json?",
        ),
        (
            "settle x --format pdff",
            "--format 不能是 pdff，可用：text、json、markdown、html、xlsx",
            "--format cannot be pdff; choose from text, json, markdown, html, xlsx",
        ),
        (
            "check x --format ''",
            '--format 不能是 ""，可用：text、json',
            '--format cannot be ""; choose from text, json',
        ),
        (
            "schema reprot",
            "document 不能是 reprot，可用：term、policy、forecast、report，是否要用 report？",
            "document cannot be reprot; choose from term, policy, forecast, report; did you mean report?",
        ),
        ("settle x --lang fr", "--lang 不能是 fr，可用：zh、en", "--lang cannot be fr; choose from zh, en"),
        ("settle x --output", "--output 后面缺少值", "--output needs a value"),
        ("template x --example=1", "--example 不带值，请去掉 '1'", "--example takes no value; remove '1'"),
        (
            "next-term x --l dropped",
            "--l 不明确，可能是 --losses、--lang",
            "--l is ambiguous; it could be --losses, --lang",
        ),
        ("settle x '-a\x1b[31m'", "未知选项 -a?[31m", "unknown option -a?[31m"),
        (
            "next-term x '--l=a\nb'",
            "--l=a?b 不明确，可能是 --losses、--lang",
            "--l=a?b is ambiguous; it could be --losses, --lang",
        ),
    ],
)
def test_a_usage_error_says_what_is_wrong_and_what_may_have_been_meant(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, arguments: str, zh: str, en: str
) -> None:
    """Each kind of usage error is one line in the language asked for, whatever argparse says of it."""
    for lang, line in (("zh", zh), ("en", en)):
        monkeypatch.setenv("XMUT_RULES_LANG", lang)
        assert refused(capsys, *shlex.split(arguments)) == line


def test_options_may_still_be_shortened(capsys: Capture) -> None:
    """A beginning that only one option has stands for it."""
    assert run(capsys, "check", TERM, "--la", "en", "--form=json") == (0, "[]\n", "")


def test_every_command_stands_in_one_group() -> None:
    """The groups of the help hold each command once."""
    assert sorted(name for _, names in GROUPS for name in names) == sorted(COMMANDS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_fits_a_terminal_and_speaks_one_language(
    capsys: Capture, command: str | None, lang: Literal["zh", "en"]
) -> None:
    """No line is wider than 80 columns, Chinese counted as two; nothing of argparse's own is left; both say as much."""
    arguments = [command] if command else []
    out = help_of(capsys, *arguments, "--help", "--lang", lang)
    assert [line for line in out.splitlines() if width(line) > 80 or line != line.rstrip()] == []
    other = help_of(capsys, *arguments, "--help", "--lang", "zh" if lang == "en" else "en")
    chinese = "|".join(PLACEHOLDERS.values())
    heads = [
        [PLACEHOLDERS.get(head, head) for head in re.findall(HEADS.format(chinese=chinese), text, re.MULTILINE)]
        for text in (out, other)
    ]
    assert heads[0] == heads[1] != []
    if lang == "zh":
        assert not re.search("usage|options|show this|positional|the |examples", out)
    else:
        names = "厦工教〔2020〕39号|三（五）（2）2|职业技能鉴定站"
        assert not re.search("[\u3000-\u9fff]", re.sub(names, "", out))


HEADS = r"^  ([-{{A-Z]\S*|[a-z-]+(?=  )|(?:{chinese})(?= ))"
"""The heads of a help text: options, placeholders and commands."""

MAKERS: Mapping[str, Callable[[Path], object]] = {
    "term.xlsx": lambda path: main(["convert", str(TERM), str(path)]),
    "corrected.xlsx": lambda path: main(["convert", str(TERM), str(path)]),
    "college-a.xlsx": lambda path: main(["convert", str(TERM), str(path)]),
    "college-b.json": lambda path: shutil.copy(TERM, path),
    "report.json": lambda path: main(["settle", str(TERM), "--output", str(path)]),
    "plan.json": lambda path: shutil.copy(EXAMPLES / "forecast.json", path),
    "amendment.toml": lambda path: path.write_text(DAY_RATE_600, "utf-8"),
    "my_rules.py": lambda path: path.write_text(
        "import runpy; runpy.run_module('tests.conformance.library', run_name='__main__')", "utf-8"
    ),
}
"""The files that the examples of the help read."""
ENGLISH = {example_in(f" {name}", "zh").strip(): name for name in MAKERS}
"""Their English names by their Chinese ones."""


def examples_of(text: str, lang: str) -> list[list[str]]:
    """Return the example commands of a help text."""
    lines = text.split(f"{TITLES[lang]}\n")[1].splitlines()
    return [shlex.split(line) for line in lines]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_the_help_work(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, lang: str
) -> None:
    """Each example of a command's help is fine on the clean example, and writes the file that it names."""
    examples = examples_of(help_of(capsys, command, "--help", "--lang", lang), lang)
    assert 1 <= len(examples) <= 3
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
    for number, (program, *arguments) in enumerate(examples):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        if command != "template":
            for name in {word for argument in arguments for word in argument.split()}:
                if make := MAKERS.get(ENGLISH.get(name, name)):
                    make(Path(name))
        status, out, err = run(capsys, *arguments, "--lang", lang)
        assert (program, status, err) == ("xmut-rules", 0, "")
        written = arguments[-1] if "--output" in arguments or command in {"template", "convert"} else ""
        assert (out == "") == bool(written)
        assert not written or written == "--example" or Path(written).exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_examples_of_all_commands_work_one_after_another(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lang: str
) -> None:
    """The lines below the list of commands make an example term, check it and settle it."""
    monkeypatch.chdir(tmp_path)
    examples = examples_of(help_of(capsys, "--help", "--lang", lang), lang)
    assert [(line[0], run(capsys, *line[1:], "--lang", lang)[0]) for line in examples] == [("xmut-rules", 0)] * 3
    assert Path("结算.html" if lang == "zh" else "report.html").read_text("utf-8").startswith("<!doctype html>\n")


STAMP = ("--dtstamp", "2021-05-01T08:00+08:00")


@pytest.mark.parametrize(
    ("command", "name", "form"),
    [
        (("settle", TERM), "a.txt", "text"),
        (("settle", TERM), "a.TXT", "text"),
        (("settle", TERM), "a.json", "json"),
        (("settle", TERM), "a.md", "markdown"),
        (("settle", TERM), "a.Html", "html"),
        (("settle", TERM), "report", "text"),
        (("settle", TERM), ".json", "text"),
        (("check", TERM), "a.json", "json"),
        (("explain", TERM), "a.html", "html"),
        (("plan", TERM), "a.md", "markdown"),
        (("inspect",), "a.json", "json"),
        (("differences", "PILOT_2020", "PILOT_2020"), "a.json", "json"),
    ],
)
def test_the_format_follows_the_suffix(
    capsys: Capture, tmp_path: Path, command: tuple[object, ...], name: str, form: str
) -> None:
    """A suffix that is known stands for its format in any case; without one it is text as ever."""
    expected = run(capsys, *command, "--format", form)
    for more in ((), ("--format", form)):
        assert run(capsys, *command, *more, "--output", tmp_path / name) == (0, "", "")
        assert (tmp_path / name).read_text("utf-8") == expected[1]


def test_binary_formats_follow_the_suffix(capsys: Capture, tmp_path: Path) -> None:
    """A report and a plan become workbooks, and a plan a calendar, which needs its moment all the same."""
    for command in ("settle", "plan"):
        assert run(capsys, command, TERM, "--output", tmp_path / "a.xlsx") == (0, "", "")
        assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
    assert run(capsys, "plan", TERM, *STAMP, "--output", tmp_path / "a.ics") == (0, "", "")
    assert (tmp_path / "a.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    status, _, err = run(capsys, "plan", TERM, "--output", tmp_path / "b.ics", "--lang", "en")
    assert (status, err) == (2, "ics needs --dtstamp with a zone, written 2021-05-01T08:00+08:00\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ics", "a.xlsx"]


@pytest.mark.parametrize(
    ("command", "suffixes"),
    [
        (("settle", "gone"), (".txt", ".json", ".md", ".html", ".xlsx")),
        (("check", "gone"), (".txt", ".json")),
        (("explain", "gone"), (".txt", ".md", ".html", ".json")),
        (("plan", "gone"), (".txt", ".md", ".html", ".xlsx", ".ics", ".svg")),
        (("correct", "gone", "gone"), (".txt", ".json", ".md", ".html", ".xlsx")),
        (("merge", "gone", "gone"), (".json",)),
        (("next-term", "gone", "--term", "a", "--as-of", "b"), (".json",)),
        (("clauses",), (".txt",)),
        (("codes",), (".txt",)),
        (("schema", "term"), (".json",)),
        (("conformance", "--runner", "gone"), (".txt", ".json")),
    ],
)
def test_a_suffix_that_a_command_cannot_write_is_a_usage_error(
    capsys: Capture, tmp_path: Path, command: tuple[str, ...], suffixes: tuple[str, ...]
) -> None:
    """The suffixes that it can write are listed, and nothing is read or written; every other one is refused."""
    others = {".pdf", ".xls", ".docx", ".csv", ".ods", ".et", ".htm", ".bak", ".06", ".格式"}
    for suffix in {".txt", ".json", ".md", ".html", ".xlsx", ".ics", ".svg"} - {*suffixes} | others:
        arguments = (*command, "--output", tmp_path / f"a{suffix}")
        zh = f"本命令不能写入 {suffix} 文件，可用的后缀：{'、'.join(suffixes)}"
        assert refused(capsys, *arguments) == zh
        assert refused(capsys, *arguments, "--lang", "en") == f"cannot write {suffix} files; use {', '.join(suffixes)}"
    assert list(tmp_path.iterdir()) == []


def test_a_suffix_of_no_format_needs_the_format(capsys: Capture, tmp_path: Path) -> None:
    """Where `--format` says what to write, the name may end in anything that stands for no format."""
    for name in ("a.json.bak", "report.out", "结算 2021.06"):
        expected = run(capsys, "settle", TERM, "--format", "json")
        assert run(capsys, "settle", TERM, "--format", "json", "--output", tmp_path / name) == (0, "", "")
        assert (tmp_path / name).read_text("utf-8") == expected[1]
        refused(capsys, "settle", TERM, "--output", tmp_path / name)


def test_a_format_that_contradicts_the_suffix_is_refused(capsys: Capture, tmp_path: Path) -> None:
    """Nothing is read or written where `--format` and the suffix say different things."""
    for form, name, suffix in (("json", "x.xlsx", ".xlsx"), ("xlsx", "x.json", ".json"), ("text", "x.MD", ".md")):
        arguments = ("settle", "gone", "--format", form, "--output", tmp_path / name)
        assert refused(capsys, *arguments) == f"--format {form} 与 --output 的后缀 {suffix} 不一致"
        en = f"--format {form} contradicts the suffix {suffix} of --output"
        assert refused(capsys, *arguments, "--lang", "en") == en
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of every kind that commands read, to stand in."""
    monkeypatch.chdir(tmp_path)
    for name in ("term.json", "a.json", "b.json"):
        shutil.copy(TERM, name)
    shutil.copytree(CLEAN / "csv", "tables")
    main(["settle", str(TERM), "--output", "report.json"])
    shutil.copy(EXAMPLES / "forecast.json", "plan.json")
    for name in ("p.json", "q.json"):
        Path(name).write_text(PILOT_2020.model_dump_json(), "utf-8")
    return tmp_path


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("settle term.json", "term.json"),
        ("check term.json", "./term.json"),
        ("explain term.json --policy p.json", "p.json"),
        ("plan tables", "tables/sessions.csv"),
        ("settle term.json", "tables/../term.json"),
        ("settle term.json --policy PILOT_2020 --policy p.json", "p.json"),
        ("next-term term.json --term a --as-of 2022-01-31", "term.json"),
        ("correct report.json term.json", "report.json"),
        ("correct report.json term.json", "term.json"),
        ("merge a.json b.json", "a.json"),
        ("merge a.json term.json b.json", "b.json"),
        ("settle tables", "tables/term.csv"),
        ("merge a.json tables", "tables/staff.csv"),
        ("differences p.json q.json", "p.json"),
        ("impact term.json p.json q.json", "q.json"),
        ("impact term.json p.json q.json", "term.json"),
        ("smallest-example p.json q.json", "q.json"),
        ("inspect p.json", "p.json"),
        ("forecast plan.json", "plan.json"),
        ("forecast plan.json --policy p.json", "p.json"),
        ("verify report.json term.json", "report.json"),
        ("verify report.json tables", "tables/costs.csv"),
        ("verify report.json term.json --policy p.json", "p.json"),
    ],
)
def test_an_output_never_replaces_an_input(capsys: Capture, inputs: Path, command: str, name: str, lang: str) -> None:
    """Whatever the command reads stays as it was: by its own name, an absolute one, a symbolic and a hard link."""
    before = {path: path.read_bytes() for path in inputs.rglob("*") if path.is_file()}
    Path("soft").symlink_to(inputs / name)
    Path("hard").hardlink_to(inputs / name)
    for output in (name, inputs / name, "soft", "hard"):
        told = {
            "zh": f"{output}: 是输入文件，不予覆盖；请给 --output 换一个文件名\n",
            "en": f"{output}: is an input and is not overwritten; give --output another name\n",
        }
        assert run(capsys, *command.split(), "--output", output, "--lang", lang) == (2, "", told[lang])
    assert {path: path.read_bytes() for path in before} == before


def test_an_output_beside_the_inputs_is_written(capsys: Capture, inputs: Path) -> None:
    """A report in the folder of tables is replaced as often as one likes, and the name PILOT_2020 is no input."""
    expected = run(capsys, "settle", TERM)[1]
    for name in ("tables/report.txt", "tables/report.txt", "PILOT_2020", "PILOT_2020"):
        assert run(capsys, "settle", "tables", "--policy", "PILOT_2020", "--output", name) == (0, "", "")
        assert Path(name).read_text("utf-8") == expected
    status, _, err = run(capsys, "settle", "tables", "--output", "tables", "--lang", "en")
    assert (status, err) == (2, "tables: cannot write it (Is a directory)\n")
    status, _, err = run(capsys, "settle", "gone", "--output", "a.json", "--lang", "en")
    assert (status, err) == (2, "gone: cannot read it (No such file or directory)\n")
    assert (inputs / "a.json").read_bytes() == TERM.read_bytes()


def test_a_file_on_standard_input_is_not_replaced(
    capsys: Capture, inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where standard input is a file, that is an input too; where it is another file or none, nothing is refused."""
    before = TERM.read_bytes()
    told = "term.json: is an input and is not overwritten; give --output another name\n"
    for name, expected in (("term.json", (2, "", told)), ("a.json", (0, "", ""))):
        with (inputs / "term.json").open(encoding="utf-8") as stream, monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", stream)
            assert run(capsys, "settle", "-", "--output", name, "--lang", "en") == expected
    assert (inputs / "term.json").read_bytes() == before
    for nothing in (None, io.TextIOWrapper(io.BytesIO(before))):
        monkeypatch.setattr(sys, "stdin", nothing)
        status, _, err = run(capsys, "settle", "-", "--output", "b.json", "--lang", "en")
        assert (status, err) == ((2, "-: cannot read it (Bad file descriptor)\n") if nothing is None else (0, ""))
