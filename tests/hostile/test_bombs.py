"""Input bombs: whatever is read, it is a value or it is refused, in little time and memory and with few words.

Bombs go off in a process of their own, under limits of processor time and memory that stop it; small inputs that were
cut or edited are read here. A refusal is a `ValidationError`, never anything else.
"""

from __future__ import annotations

import inspect
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.cli.test_main import Capture, run
from tests.files.test_hostile_input import assert_told_well, edits
from tests.hostile import bombs, probe
from xmut_rules import PILOT_2020, Term
from xmut_rules.files.templates import template_workbook
from xmut_rules.files.terms import parse_term

SECONDS = {"documents": 15, "toml": 5, "tables": 12, "workbooks": 20}
MOST_LINES, LONGEST = 2 * 1_001, 600
AMENDMENT = (bombs.EXAMPLES / "amendments" / "day-rate.toml").read_bytes()
POLICY = PILOT_2020.model_dump_json().encode()
BOOK = template_workbook(lang="en")
SMALL: dict[str, Any] = {
    "format": "xmut-rules/term/1",
    "term": "学",
    "as_of": "2021-07-31",
    "designated_accounts": ["A"],
    **{name: [] for name in ("colleges", "staff", "projects", "training", "sessions", "duties", "costs")},
    "receipts": [{"receipt_id": "E", "kind": "school_award", "amount": "1.5", "date": "2021-03-06"}],
    **{name: [] for name in ("students", "certificates")},
}


def limited(seconds: int, megabytes: int) -> Callable[[], None]:
    """Return what limits a process before it begins."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))

    return limit


@pytest.mark.exhaustive
@pytest.mark.parametrize("group", bombs.GROUPS)
def test_a_bomb_is_refused_in_little_time_and_memory_and_with_few_words(group: str) -> None:
    """Within seconds and 1.5 GiB, each is reported in at most 1,001 lines a language, which are short and print."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.bombs", group],
        preexec_fn=limited(SECONDS[group], 1536),
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        check=False,
    )
    told: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr.decode()) == (0, ""), told[-1:]
    ends = [row for row in told if row["type"] != "never ended"]
    assert [end["name"] for end in ends if end["type"] != "ValidationError"] == []
    assert [end["name"] for end in ends if not (end["lines"] <= MOST_LINES and end["longest"] < LONGEST)] == []
    assert [end["name"] for end in ends if not end["prints"]] == []
    assert [end["name"] for end in ends if end["text"] > 100] == [], "an exception's text grows with its input alone"
    assert len(ends) > 5


@pytest.mark.exhaustive
def test_a_small_file_takes_little_memory() -> None:
    """Examples are read, settled and explained by a process that may take 300 MiB in all."""
    done = subprocess.run(
        [sys.executable, f"{Path(probe.__file__).resolve()}"],
        preexec_fn=limited(30, 300),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")


def refused_well(read: Callable[[bytes], object], data: bytes) -> bool:
    """Whether bytes are refused; if so, in lines that are short and print."""
    try:
        read(data)
    except ValidationError as error:
        assert_told_well(error)
        return True
    return False


READ: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "term": (json.dumps(SMALL, ensure_ascii=False).encode(), parse_term),
    "term by pydantic": (json.dumps(SMALL).encode(), Term.model_validate_json),
    "term in GB18030": (json.dumps(SMALL, ensure_ascii=False).encode("gb18030"), parse_term),
    "amendment": (
        b'{"amends":"PILOT_2020","format":"xmut-rules/amendment/1","effective_from":"2024-09-01","changes":[%s]}'
        % b'{"field":"exams.day_rate","value":600,"source":""}',
        bombs.policy_file("policy.json"),
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_document_that_was_cut_at_any_byte_is_refused(name: str) -> None:
    """Of all beginnings of a document only the whole is read."""
    data, read = READ[name]
    assert [end for end in range(len(data) + 1) if not refused_well(read, data[:end])] == [len(data)]


def test_an_amendment_that_was_cut_at_any_byte_is_refused_or_a_policy() -> None:
    """A beginning of a TOML file may be one; nothing but a refusal leaves otherwise, and a byte short is refused."""
    ends = [refused_well(bombs.policy_file("policy.toml"), AMENDMENT[:end]) for end in range(len(AMENDMENT) + 1)]
    assert ends[-1] is False
    assert ends.count(True) > len(ends) // 2


def test_a_workbook_that_was_cut_is_refused() -> None:
    """The directory of a workbook stands at its end: what is short of it is reported as broken."""
    for end in range(1, len(BOOK), 397):
        assert refused_well(parse_term, BOOK[:end])


def codes(read: Callable[[bytes], object], data: bytes) -> set[str]:
    """Return the codes under which bytes are refused."""
    with pytest.raises(ValidationError) as info:
        read(data)
    return {error["type"] for error in info.value.errors()}


@pytest.mark.parametrize("area", ["A1:XFD1048576", "B2:A900000", "$A$1:$B$800000", "nonsense", "A1:B2 C1:XFD1048576"])
@pytest.mark.parametrize("kind", ["mergeCell", "hyperlink"])
def test_an_area_that_reaches_too_far_is_refused_before_its_cells_are_made(kind: str, area: str) -> None:
    """An area is counted before it is opened; what is no area is refused, and a small one is reported as it was."""
    link, merged = f'<{kind} ref="{area}"/>'.encode(), b"<%ss>%s</%ss>"
    sheet = bombs.before(b"<pageMargins", merged % (kind.encode(), link, kind.encode()))
    assert codes(parse_term, bombs.workbook(sheet)) == {"sheet-extent"}
    small = bombs.before(b"<pageMargins", b'<hyperlinks><hyperlink ref="A1" location="x"/></hyperlinks>')
    assert codes(parse_term, bombs.workbook(small)) == {"term-rows"}


@pytest.mark.parametrize(("dots", "code"), [(1_000, "extra_forbidden"), (1_001, "json-depth")])
def test_a_line_of_toml_has_at_most_1000_dots(dots: int, code: str) -> None:
    """A key of a thousand and one parts is a field that nobody knows; one part more is refused without parsing it."""
    assert code in codes(bombs.policy_file("policy.toml"), b"x" + b".a" * dots + b" = 1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["policy.json", "policy.toml"])
def test_an_amendment_is_read_in_each_encoding(name: str, encoding: str) -> None:
    """UTF-8 with and without mark and GB18030 are read alike, as JSON and as TOML."""
    change = {"field": "exams.day_rate", "value": "600", "source": "例"}
    document = {"format": "xmut-rules/amendment/1", "amends": "PILOT_2020", "effective_from": "2024-09-01"}
    text = json.dumps(document | {"changes": [change]}, ensure_ascii=False)
    if name == "policy.toml":
        lines = [f'{key} = "{value}"' for table in (document, change) for key, value in table.items()]
        text = "\n".join([*lines[:3], "[[changes]]", *lines[3:]])
    assert not refused_well(bombs.policy_file(name), text.encode(encoding))


OTHERS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "utf-7", "cp037", "big5", "shift_jis")
ODD = (b"\xc0\xafterm", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xff\xfe\x00\x00", b"\xef\xbb\xbf\xef\xbb\xbf{}", b"\0")


@pytest.mark.parametrize("name", ["policy.json", "policy.toml"])
def test_a_policy_in_another_encoding_is_refused(name: str) -> None:
    """Other encodings, overlong and surrogate bytes, two marks and NUL are refused as JSON and as TOML."""
    text = '{"note": "学"}' if name == "policy.json" else 'note = "学"'
    for data in (*(text.encode(other, "replace") for other in OTHERS), *ODD):
        assert refused_well(bombs.policy_file(name), data), data


@pytest.mark.parametrize("kind", ["policy.json", "policy.toml"])
@settings(max_examples=50)
@given(data=st.data())
def test_an_edited_policy_is_a_policy_or_is_refused(kind: str, data: st.DataObject) -> None:
    """Random edits of bytes lead to a policy or to problems that are reported, and to nothing else."""
    edited = data.draw(edits(POLICY if kind == "policy.json" else AMENDMENT))
    refused_well(bombs.policy_file(kind), edited)


@settings(max_examples=25)
@given(edited=edits(BOOK))
@example(edited=BOOK)
def test_an_edited_workbook_is_refused(edited: bytes) -> None:
    """An empty template is no term, and no edit of its bytes makes it one or leads to another error."""
    assert refused_well(parse_term, edited) or edited == BOOK


@settings(max_examples=50)
@given(edited=edits(json.dumps(SMALL).encode()))
def test_an_edited_document_is_refused_by_pydantic_too(edited: bytes) -> None:
    """`Term.model_validate_json` raises a `ValidationError` or gives a term, whatever the bytes."""
    refused_well(Term.model_validate_json, edited)


@pytest.mark.exhaustive
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["deep lists", "digits", "unknown keys", "escapes", "half a character"])
def test_the_command_tells_a_bomb(capsys: Capture, tmp_path: Path, name: str, lang: str) -> None:
    """The command ends with status 2, nothing on standard output, and lines that describe the problem."""
    (data, _) = dict(bombs.documents())[name]
    file = tmp_path / "term.json"
    file.write_bytes(data)
    status, out, err = run(capsys, "settle", file, "--lang", lang)
    assert (status, out) == (2, "")
    lines = err.splitlines()
    assert 0 < len(lines) <= 1_001
    assert all(line.startswith(f"{file}: ") and line.isprintable() for line in lines)


@pytest.mark.parametrize("text", ["[" * 190 + "]" * 190, '{"a":1,"a":' * 190 + "1" + "}" * 190])
def test_a_caller_deep_in_its_own_calls_gets_a_refusal(text: str) -> None:
    """Where few frames are left, nesting that fits elsewhere is refused as too deep, or as it is elsewhere."""

    def down(frames: int) -> set[str]:
        """Read under a number of frames; give the codes of the refusal."""
        return down(frames - 1) if frames else codes(parse_term, text.encode())

    assert down(sys.getrecursionlimit() - len(inspect.stack()) - 120) in ({"json-depth"}, down(0))
