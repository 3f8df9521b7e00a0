"""What the command reads and writes: standard streams, terminals, pipes, files, and input that cannot be used."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.test_main import CLEAN, MESSY, Capture, run
from xmut_rules import PILOT_2020, settle_term
from xmut_rules.cli import outputs
from xmut_rules.cli.main import main
from xmut_rules.files.terms import read_term

CAPPED = PILOT_2020.amended(training={"long_day": "capped"})


class Terminal(io.TextIOWrapper):
    """A console of some encoding, kept in memory."""

    def isatty(self) -> bool:
        """Say that somebody is looking."""
        return True

    def shown(self) -> str:
        """Return what was written, decoded as the console does."""
        data = self.buffer
        assert isinstance(data, io.BytesIO)
        return data.getvalue().decode(self.encoding)


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Put bytes on standard input, of an encoding that is never used."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))


def with_category(folder: Path, category: str) -> Path:
    """Write the clean example with one more category of costs."""
    document = json.loads((CLEAN / "term.json").read_text(encoding="utf-8"))
    cost = {"cost_id": "X99", "project_id": "P1", "category": category, "amount": "1.00", "funded_by": "fees"}
    document["costs"].append(cost)
    file = folder / "term.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_term_is_read_from_standard_input(capsys: Capture, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    """A dash reads the document's bytes from standard input, whatever encoding Python chose for it."""
    text = (MESSY / "term.json").read_text(encoding="utf-8")
    expected = run(capsys, "settle", MESSY / "term.json", "--format", "json")
    feed(monkeypatch, text.encode(encoding))
    assert run(capsys, "settle", "-", "--format", "json") == expected


def test_trouble_on_standard_input_is_reported_under_a_dash(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong on standard input is reported under its name, a dash."""
    feed(monkeypatch, b"")
    assert run(capsys, "check", "-", "--lang", "en") == (
        2,
        "",
        "-: the file is empty; check that it was saved [file-empty]\n",
    )


def test_each_problem_is_one_line_with_its_place(capsys: Capture, tmp_path: Path) -> None:
    """Unusable tables end with status 2, nothing on stdout, and a line on stderr for each problem."""
    for file in (CLEAN / "csv").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "colleges.csv").write_text("学院编号,名称\nC01,甲\n'C2,\n", encoding="utf-8")
    (tmp_path / "staff.csv").unlink()
    ends = "without leading or trailing spaces, a leading apostrophe or control characters"
    bad_id = (
        "编号应为 1 至 64 个字符的文本，首尾无空格，不以单引号（'）开头，不含控制字符；请改正",
        f"expected an id: text of 1 to 64 characters, {ends}; correct it",
    )
    add_it = "add it (with only its heads if it has no rows)"
    for lang, expected in (
        (
            "zh",
            [
                f"{tmp_path}: staff.csv: 缺少“人员”表；请补上（没有内容的表只保留表头） [table-missing]",
                f"{tmp_path}: colleges.csv 第 3 行 学院编号: {bad_id[0]} [id]",
                f"{tmp_path}: colleges.csv 第 3 行 名称: 缺少此项；请补上 [missing]",
            ],
        ),
        (
            "en",
            [
                f"{tmp_path}: staff.csv: the table staff is missing; {add_it} [table-missing]",
                f"{tmp_path}: colleges.csv row 3 学院编号: {bad_id[1]} [id]",
                f"{tmp_path}: colleges.csv row 3 名称: this is missing; add it [missing]",
            ],
        ),
    ):
        for command in ("settle", "check"):
            status, out, err = run(capsys, command, tmp_path, "--lang", lang)
            assert (status, out, err.splitlines()) == (2, "", expected)


def test_a_file_that_is_not_there_is_reported(capsys: Capture, tmp_path: Path) -> None:
    """A missing file is one line in either language, with status 2."""
    name = tmp_path / "no.json"
    assert run(capsys, "settle", name) == (2, "", f"{name}: 无法读取（找不到文件或文件夹，请检查路径）\n")
    assert run(capsys, "check", name, "--lang", "en") == (
        2,
        "",
        f"{name}: cannot read it (No such file or directory)\n",
    )


def test_a_policy_file_decides(capsys: Capture, tmp_path: Path) -> None:
    """The policy given decides, and the report names it by its digest."""
    file = tmp_path / "policy.json"
    file.write_text(CAPPED.model_dump_json(), encoding="utf-8")
    status, out, err = run(capsys, "settle", MESSY / "term.json", "--policy", file, "--format", "json")
    assert (status, err) == (1, "")
    assert out == settle_term(read_term(MESSY / "term.json"), policy=CAPPED).to_json() + "\n"
    assert json.loads(out)["policies"][0]["digest"] == CAPPED.digest != PILOT_2020.digest


def test_a_policy_that_was_not_yet_in_force_makes_check_fail(capsys: Capture, tmp_path: Path) -> None:
    """The check uses the policy given: one of a later day leaves the clean term without a policy."""
    file = tmp_path / "policy.json"
    file.write_text(PILOT_2020.amended(effective_from="2099-01-01").model_dump_json(), encoding="utf-8")
    status, out, _ = run(capsys, "check", CLEAN / "term.json", "--policy", file)
    assert (status, "（not-in-force）" in out) == (1, True)


@pytest.mark.parametrize("command", ["settle", "check"])
def test_problems_of_term_and_policy_are_reported_together(capsys: Capture, tmp_path: Path, command: str) -> None:
    """A bad policy does not hide a bad term: the problems of both are reported, each under its file."""
    term, policy, gone = tmp_path / "term.json", tmp_path / "policy.json", tmp_path / "gone.json"
    term.write_bytes((MESSY / "term.json").read_bytes().replace(b'"as_of": "2021-07-31"', b'"as_of": 1'))
    policy.write_text(json.dumps({**json.loads(CAPPED.model_dump_json()), "funds": {}, "x": 1}), encoding="utf-8")
    status, out, err = run(capsys, command, term, "--policy", policy, "--lang", "en")
    assert (status, out) == (2, "")
    assert [line.split(": ")[:2] for line in err.splitlines()] == [
        [str(term), "as_of"],
        [str(policy), "funds.clause"],
        [str(policy), "x"],
    ]
    status, out, err = run(capsys, command, gone, "--policy", gone)
    assert (status, out, err.count("\n")) == (2, "", 2)
    status, out, err = run(capsys, command, MESSY / "term.json", "--policy", policy)
    assert (status, out, err.count("\n")) == (2, "", 2)


@pytest.mark.parametrize("encoding", ["ascii", "utf-16"])
def test_the_module_writes_utf8_through_a_pipe(encoding: str) -> None:
    """`python -m xmut_rules` reads and writes UTF-8 through pipes whatever encoding the environment asks for."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "xmut_rules", "settle", "-", "--format", "json"]
    data = (MESSY / "term.json").read_bytes()
    ended = subprocess.run(command, input=data, capture_output=True, env=environment, check=False)
    expected = settle_term(read_term(MESSY / "term.json"), policy=PILOT_2020).to_json() + "\n"
    assert (ended.returncode, ended.stderr) == (1, b"")
    assert ended.stdout == expected.encode()


def test_a_pipe_gets_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that is no terminal gets UTF-8, whatever its encoding, after what was written to it before."""
    pipe, errors = (io.TextIOWrapper(io.BytesIO(), encoding="gbk") for _ in range(2))
    monkeypatch.setattr(sys, "stdout", pipe)
    monkeypatch.setattr(sys, "stderr", errors)
    pipe.write("前")
    assert main(["settle", str(CLEAN / "term.json")]) == 0
    assert main(["settle", "缺"]) == 2
    assert pipe.buffer.getvalue().startswith("前".encode("gbk") + "厦门工学院".encode())
    assert errors.buffer.getvalue().startswith("缺: 无法读取".encode())


def test_a_terminal_gets_its_own_encoding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A GBK console gets GBK, and a question mark for each character that it cannot show."""
    console, errors = Terminal(io.BytesIO(), encoding="gbk"), Terminal(io.BytesIO(), encoding="gbk")
    monkeypatch.setattr(sys, "stdout", console)
    monkeypatch.setattr(sys, "stderr", errors)
    assert main(["settle", str(with_category(tmp_path, "校车🚌✓"))]) == 0
    assert "    - 校车??  " in console.shown()
    assert "§3.5.3b" in console.shown()
    assert main(["settle", "缺🚌.json"]) == 2
    shown = re.sub(r"\x1b\[[?0-9]*[a-zA-Z]", "", errors.shown())
    assert shown.splitlines()[-1].startswith("缺?.json: 无法读取")
    assert "正在结算" in shown


def test_json_on_a_terminal_is_shown_in_its_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    """The document on an ASCII console is readable JSON with question marks, and a file of the same gets all of it."""
    console = Terminal(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", console)
    assert main(["settle", str(CLEAN / "term.json"), "--format", "json"]) == 0
    assert json.loads(console.shown())["policies"][0]["number"] == "????2020?39?"


@contextmanager
def nobody_reads(monkeypatch: pytest.MonkeyPatch, stream: str) -> Generator[io.TextIOWrapper]:
    """Make a standard stream a pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as pipe:
        monkeypatch.setattr(sys, stream, pipe)
        yield pipe


@pytest.mark.parametrize("command", ["settle", "check"])
def test_a_reader_that_went_away_is_no_traceback(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """When nobody reads on, the command ends with status 2 and says nothing, then or when Python closes the stream."""
    with nobody_reads(monkeypatch, "stdout") as pipe:
        assert main([command, str(MESSY / "term.json")]) == 2
        pipe.flush()
    assert capsys.readouterr().err == ""


def test_errors_that_nobody_reads_still_end_with_status_2() -> None:
    """Unusable input has status 2 also where nobody reads the errors, and never the status of error findings."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        command = [sys.executable, "-m", "xmut_rules", "settle", "/nowhere/term.json"]
        assert subprocess.run(command, stderr=pipe, check=False).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["settle", str(MESSY / "term.json"), "--format", "json"], 1),
        (["settle", str(CLEAN / "csv"), "--lang", "en"], 0),
        (["check", str(MESSY / "term.json")], 1),
        (["clauses", "3.4c"], 0),
        (["schema", "report"], 0),
    ],
)
def test_output_goes_to_a_file_whole(capsys: Capture, tmp_path: Path, arguments: list[str], status: int) -> None:
    """A file gets the bytes that standard output would, in place of what it held, and nothing is left beside it."""
    expected = run(capsys, *arguments)
    assert expected[0] == status
    target = tmp_path / "报告"
    target.write_bytes(b"old" * 100_000)
    with target.open("rb") as opened_before:
        assert run(capsys, *arguments, "--output", target) == (status, "", "")
        assert opened_before.read() == b"old" * 100_000
    assert target.read_bytes() == expected[1].encode()
    assert list(tmp_path.iterdir()) == [target]


def test_unusable_input_leaves_the_file_as_it_was(capsys: Capture, tmp_path: Path) -> None:
    """A term that cannot be used changes no file and makes none."""
    target = tmp_path / "report.json"
    target.write_bytes(b"old")
    for name in (target, tmp_path / "new.json"):
        status, out, err = run(capsys, "settle", tmp_path, "--output", name)
        assert (status, out, err.count("\n") > 5) == (2, "", True)
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_bytes() == b"old"


def test_a_place_that_cannot_be_written_is_reported(capsys: Capture, tmp_path: Path) -> None:
    """A directory, a path below a file and one in a missing directory are reported in one line with status 2."""
    below, missing = tmp_path / "file" / "x", tmp_path / "none" / "x"
    (tmp_path / "file").write_bytes(b"kept")
    for target, chinese, english in (
        (tmp_path, "这是文件夹", "Is a directory"),
        (below, "路径中有一段不是文件夹", "Not a directory"),
        (missing, "找不到文件或文件夹，请检查路径", "No such file or directory"),
    ):
        zh = run(capsys, "settle", CLEAN / "term.json", "--output", target)
        en = run(capsys, "settle", CLEAN / "term.json", "--output", target, "--lang", "en")
        assert zh == (2, "", f"{target}: 无法写入（{chinese}）\n")
        assert en == (2, "", f"{target}: cannot write it ({english})\n")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes() == b"kept"


def test_a_disk_that_is_full_leaves_nothing_behind(capsys: Capture, tmp_path: Path) -> None:
    """When writing fails half-way the old file stands as it was and no part of the new one is left."""
    target = tmp_path / "report.json"
    target.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        told = run(capsys, "settle", MESSY / "term.json", "--output", target, "--lang", "en")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert told == (2, "", f"{target}: cannot write it (File too large)\n")
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_bytes() == b"old"


def test_a_device_is_written_and_not_replaced(capsys: Capture) -> None:
    """The null device takes the output and stays a device."""
    assert run(capsys, "settle", CLEAN / "term.json", "--output", os.devnull) == (0, "", "")
    assert Path(os.devnull).is_char_device()


def test_a_link_is_followed_and_permissions_are_kept(capsys: Capture, tmp_path: Path) -> None:
    """A link to a file stays a link, the file behind it is replaced, and who may read it does not change."""
    target, link = tmp_path / "pay.txt", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o600)
    link.symlink_to(target)
    assert run(capsys, "settle", CLEAN / "term.json", "--output", link) == (0, "", "")
    assert link.is_symlink()
    assert target.read_text("utf-8").startswith("厦门工学院")
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_link_to_a_stream_is_written_through(tmp_path: Path) -> None:
    """A link to standard output, as /dev/stdout is, takes the output and stays a link."""
    link, caught = tmp_path / "out", tmp_path / "caught"
    link.symlink_to("/proc/self/fd/1")
    with caught.open("wb") as stdout:
        command = [sys.executable, "-m", "xmut_rules", "clauses", "3.4c", "--output", str(link)]
        assert subprocess.run(command, stdout=stdout, check=False).returncode == 0
    assert "§3.4c" in caught.read_text("utf-8")
    assert link.is_symlink()


@pytest.mark.parametrize(
    ("shell", "status", "told"),
    [
        ("settle {term} > /dev/full", 2, "stdout: 无法写入（磁盘已满）"),
        ("settle - <&-", 2, "-: 无法读取（输入或输出已关闭）"),
        ("settle {term} >&-", 2, "stdout: 无法写入（输入或输出已关闭）"),
        ("settle nothing 2>&-", 2, ""),
        ("settle nothing 2>/dev/full", 2, ""),
        ("clauses 3.4c --kind param", 2, "编号与 --office、--kind 不能同时给出"),
    ],
)
def test_streams_that_are_closed_or_full_are_reported(shell: str, status: int, told: str) -> None:
    """Whatever becomes of the standard streams, there is a status and at most one line, and no traceback."""
    command = f"{sys.executable} -m xmut_rules {shell.format(term=CLEAN / 'term.json')}"
    done = subprocess.run(command, shell=True, capture_output=True, check=False)  # noqa: S602  our own words
    assert (done.returncode, done.stderr.decode().strip()) == (status, told)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_help_and_usage_errors_are_shown_in_any_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    """A console that knows no Chinese still gets both, with question marks; a pipe gets UTF-8 whatever it asks for."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "xmut_rules"]
    done = subprocess.run([*command, "--help"], capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stderr, "结算一个学期" in done.stdout.decode()) == (0, b"", True)
    done = subprocess.run([*command, "settel"], capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stdout, "未知命令 settel" in done.stderr.decode()) == (2, b"", True)
    console, errors = (Terminal(io.BytesIO(), encoding=encoding) for _ in range(2))
    monkeypatch.setattr(sys, "stdout", console)
    monkeypatch.setattr(sys, "stderr", errors)
    for arguments in (["--help"], ["settel"]):
        with pytest.raises(SystemExit):
            main(arguments)
    assert "  settle            ?????" in console.shown()
    assert errors.shown().splitlines()[1].startswith("xmut-rules: ???? settel")


def test_help_that_cannot_be_written_is_reported() -> None:
    """On a full disk help ends with status 2 and a line; where nobody reads on, with 2 and nothing."""
    command = f"{sys.executable} -m xmut_rules --help"
    full = subprocess.run(f"{command} > /dev/full", shell=True, capture_output=True, check=False)  # noqa: S602
    assert (full.returncode, full.stderr.decode()) == (2, "stdout: 无法写入（磁盘已满）\n")
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        unread = subprocess.run(command.split(), stdout=pipe, stderr=subprocess.PIPE, check=False)
    assert (unread.returncode, unread.stderr) == (2, b"")


def test_an_interrupt_is_no_traceback(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the command with the shell's status for it and says nothing."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("xmut_rules.cli.inputs.read_with_hints", interrupted)
    assert run(capsys, "settle", CLEAN / "term.json") == (130, "", "")


def test_control_characters_of_a_path_are_not_printed(capsys: Capture, tmp_path: Path) -> None:
    """A path with an escape sequence or a line end stays one harmless line."""
    status, out, err = run(capsys, "settle", tmp_path / "a\x1b[31m\nb")
    assert (status, out, err) == (2, "", f"{tmp_path}/a?[31m?b: 无法读取（找不到文件或文件夹，请检查路径）\n")


def test_streams_that_a_host_closed_or_replaced(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without standard streams the command ends with status 2; a host's own text stream takes the text."""
    monkeypatch.setattr(sys, "stdin", None)
    assert run(capsys, "check", "-", "--lang", "en") == (2, "", "-: cannot read it (Bad file descriptor)\n")
    monkeypatch.setattr(sys, "stdout", None)
    assert run(capsys, "clauses") == (2, "", "stdout: 无法写入（输入或输出已关闭）\n")
    own = io.StringIO()
    monkeypatch.setattr(sys, "stdout", own)
    assert main(["clauses", "3.4c"]) == 0
    assert own.getvalue().startswith("§3.4c")


def test_one_provision_or_a_choice_of_them(capsys: Capture) -> None:
    """A provision's id and a choice by office or kind exclude each other, in both languages."""
    assert run(capsys, "clauses", "3.4c", "--office", "college")[::2] == (2, "编号与 --office、--kind 不能同时给出\n")
    told = run(capsys, "clauses", "3.4c", "--kind", "duty", "--lang", "en")
    assert told == (2, "", "give an ID, or --office and --kind, not both\n")


def test_a_new_file_is_made(capsys: Capture, tmp_path: Path) -> None:
    """A file that is not there yet is made, whatever the length of its name."""
    target = tmp_path / f"{'x' * 246}.txt"
    assert run(capsys, "clauses", "3.4c", "--output", target) == (0, "", "")
    assert target.read_text("utf-8").startswith("§3.4c")


def parts(folder: Path) -> list[str]:
    """Return the names of what is in a folder beside the report."""
    return sorted(path.name for path in folder.iterdir() if path.name != "report.txt")


def test_writers_that_meet_never_mix(tmp_path: Path) -> None:
    """Eight threads write one file over and over: it always is one of the results, whole, and nothing else is left."""
    target = tmp_path / "report.txt"
    results = [f"{number}" * 200_000 for number in range(8)]

    def write(result: str) -> set[str]:
        seen: set[str] = set()
        for _ in range(20):
            outputs.write_result(result, argparse.Namespace(output=f"{target}", lang="en"))
            seen.add(target.read_text())
        return seen

    with ThreadPoolExecutor(8) as pool:
        seen = [*pool.map(write, results)]
    assert all(found <= {*results} for found in seen)
    assert parts(tmp_path) == []


def test_a_link_in_the_way_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody has put a link under the very name of the part file, nothing is written through it."""
    victim = tmp_path / "victim"
    victim.write_text("mine")

    def foreseen(length: int) -> str:
        return "00" * length

    monkeypatch.setattr("secrets.token_hex", foreseen)
    (tmp_path / ".xmut-rules.0000000000000000.part").symlink_to(victim)
    with pytest.raises(outputs.UnusableError, match="exists"):
        outputs.write_result("x", argparse.Namespace(output=f"{tmp_path / 'report.txt'}", lang="en"))
    assert (victim.read_text(), (tmp_path / "report.txt").exists()) == ("mine", False)


def test_names_of_part_files_cannot_be_foreseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data are on the disk, with the permissions of the old file, before they replace it."""
    target = tmp_path / "report.txt"
    target.write_text("old")
    target.chmod(0o640)
    seen: list[tuple[str, int, str]] = []
    flushed: list[int] = []
    replace = Path.replace

    def watched(path: Path, other: Path) -> Path:
        seen.append((path.name, path.stat().st_mode & 0o777, path.read_text()))
        return replace(path, other)

    monkeypatch.setattr(Path, "replace", watched)
    monkeypatch.setattr("os.fsync", flushed.append)
    for _ in range(2):
        outputs.write_result("new", argparse.Namespace(output=f"{target}", lang="en"))
    assert [(mode, text) for _, mode, text in seen] == [(0o640, "new")] * 2
    assert [bool(re.fullmatch(r"\.xmut-rules\.[0-9a-f]{16}\.part", name)) for name, _, _ in seen] == [True, True]
    assert (seen[0][0] != seen[1][0], len(flushed), target.stat().st_mode & 0o777) == (True, 2, 0o640)


def test_what_is_killed_leaves_the_old_file(tmp_path: Path) -> None:
    """A process that dies while it writes leaves the target whole and one part file beside it."""
    target = tmp_path / "report.txt"
    target.write_text("old")
    code = (
        "import os, argparse; from xmut_rules.cli import outputs; os.fsync = lambda _: os._exit(9);"
        f"outputs.write_result('new', argparse.Namespace(output={str(target)!r}, lang='en'))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert (target.read_text(), len(parts(tmp_path))) == ("old", 1)


def test_part_files_that_a_killed_run_left_are_cleared(capsys: Capture, tmp_path: Path) -> None:
    """The next run that writes there clears those that are ours and an hour old, and nothing that only looks alike."""
    name = ".xmut-rules.{}.part".format
    stale, fresh, kept = name("0123456789abcdef"), name("0" * 16), tmp_path / "kept"
    others = ["xmut-rules.0123456789abcdef.part", name("0123456789abcde"), name("0123456789ABCDEF"), name("1" * 17)]
    for other in (stale, fresh, "kept", "linked", *others):
        (tmp_path / other).write_bytes(b"half")
    (tmp_path / name("2" * 16)).symlink_to(kept)
    (tmp_path / name("3" * 16)).mkdir()
    (tmp_path / name("4" * 16)).hardlink_to(tmp_path / "linked")
    now = (tmp_path / fresh).stat().st_mtime
    for path in tmp_path.iterdir():
        age = 3500 if path.name == fresh else 4000
        os.utime(path, (now - age, now - age), follow_symlinks=False)
    before = {path.name for path in tmp_path.iterdir()}
    assert run(capsys, "check", CLEAN / "term.json", "--output", tmp_path / "out.txt") == (0, "", "")
    assert {path.name for path in tmp_path.iterdir()} == (before | {"out.txt"}) - {stale}
    assert kept.read_bytes() == b"half"


def test_a_part_file_of_another_user_stays(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that somebody else owns is left alone, and one that cannot be deleted keeps nothing from being written."""
    stale = tmp_path / ".xmut-rules.0123456789abcdef.part"
    stale.write_bytes(b"half")
    os.utime(stale, (0, 0))
    found = stale.lstat()
    other = os.stat_result((*found[:4], found.st_uid + 1, *found[5:]))

    class Owned:
        """A file of somebody else."""

        def lstat(self) -> os.stat_result:
            """Return what is known of it."""
            return other

    with monkeypatch.context() as patch:
        patch.setattr(Path, "lstat", Owned.lstat)
        assert run(capsys, "check", CLEAN / "term.json", "--output", tmp_path / "a.txt") == (0, "", "")
    assert stale.exists()
    unlink = Path.unlink

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        if path == stale:
            raise PermissionError
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        assert run(capsys, "check", CLEAN / "term.json", "--output", tmp_path / "b.txt") == (0, "", "")
    assert stale.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [stale.name, "a.txt", "b.txt"]


def test_a_file_that_may_not_be_written_is_refused(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is read-only is not replaced, though its folder would allow it."""
    target = tmp_path / "report.txt"
    target.write_text("old")

    def no_access(path: Path, mode: int) -> bool:
        return (path, mode) != (target, os.W_OK)

    monkeypatch.setattr("os.access", no_access)
    status, out, err = run(capsys, "settle", CLEAN / "term.json", "--output", target, "--lang", "en")
    assert (status, out, err) == (2, "", f"{target}: cannot write it (Permission denied)\n")
    assert (target.read_text(), parts(tmp_path)) == ("old", [])


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (
            OSError(28, "No space left on device"),
            "无法写入临时文件（磁盘已满）",
            "cannot write a temporary file (No",
        ),
        (FileNotFoundError("no folder"), "无法写入临时文件（系统错误）", "cannot write a temporary file (FileNot"),
        (KeyError("教师甲"), "程序内部出错（KeyError）", "an internal error (KeyError); nothing was written"),
        (MemoryError(), "程序内部出错（MemoryError）", "an internal error (MemoryError); nothing was written"),
    ],
)
def test_whatever_goes_wrong_inside_is_one_line(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, zh: str, en: str
) -> None:
    """A full disk under openpyxl's own temporary file, or a mistake of ours, is exit 2 and never a traceback."""

    def fail(*_: object, **__: object) -> bytes:
        raise error

    monkeypatch.setattr("xmut_rules.cli.term_commands.report_workbook", fail)
    target = tmp_path / "report.xlsx"
    for lang, begin in (("zh", zh), ("en", en)):
        status, out, err = run(capsys, "settle", CLEAN / "term.json", "--output", target, "--lang", lang)
        assert (status, out, err.startswith(begin), err.count("\n")) == (2, "", True, 1)
        assert "教师甲" not in err
    assert list(tmp_path.iterdir()) == []
