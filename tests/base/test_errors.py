"""Input problems: what a clerk reads when a file is wrong, in Chinese and English."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from string import Formatter
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, ValidationError, field_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from xmut_rules import (
    PILOT_2020,
    ExamDuty,
    ExamSession,
    Timeline,
    check_duties,
    check_schedule,
    duty_day_pay,
    exam_pay,
    training_pay,
)
from xmut_rules.base.error_codes import ERROR_CODES
from xmut_rules.base.errors import (
    Problem,
    describe,
    in_words,
    input_error,
    input_errors,
    misnamed,
    moved,
    no_such,
    of_file,
    problems,
    wrong_type,
)
from xmut_rules.base.language import Language, Place, Words, mask, nearest
from xmut_rules.rules.records import College, Receipt

LANGUAGES: tuple[Language, ...] = get_args(Language)
IDENTITY = "110101199003070000"
FIELDS = ("college_id", "name", "amount")


def error_of(call: Callable[..., object], *arguments: object, **named: object) -> ValidationError:
    """What a call is refused with."""
    with pytest.raises(ValidationError) as info:
        call(*arguments, **named)
    return info.value


def placeholders(text: str) -> set[str]:
    """The names in braces of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def at_place(*place: int | str) -> ValidationError:
    """An error of one problem at a place."""
    return input_errors("Term", [(place, input_error("amount"))])


def worded(error: ValidationError, *, lang: Language = "zh", known: Iterable[str] = ()) -> tuple[str, ...]:
    """The lines that describe an error, without the code that ends each."""
    return tuple(re.sub(r" \[[a-z0-9_-]+\]$", "", line) for line in describe(error, lang=lang, known=known))


def test_a_line_ends_with_its_code() -> None:
    """The code leads to what the documentation says of it."""
    assert describe(at_place("amount"), lang="en")[0].endswith(", written 120.00 [amount]")
    assert describe(at_place("amount"), lang="zh")[0].endswith("，格式如 120.00 [amount]")


def place_of(lang: Language, *place: int | str) -> str:
    """How a place is shown."""
    return worded(at_place(*place), lang=lang)[0].partition(": ")[0]


@pytest.mark.parametrize("code", ERROR_CODES)
def test_a_problem_says_the_same_in_both_languages(code: str) -> None:
    """Every code has a Chinese and an English message, with the same names in braces."""
    zh, en = ERROR_CODES[code]
    assert placeholders(zh) == placeholders(en)
    assert re.search(r"[\u4e00-\u9fff]", zh)
    assert not re.search(r"[\u4e00-\u9fff]", en.replace("初级", "").replace("中级", "").replace("高级", ""))
    assert re.search(r"[a-z]{3}", en)


@pytest.mark.parametrize("code", ERROR_CODES)
def test_a_described_problem_has_its_figures_filled_in(code: str) -> None:
    """A line holds the place and the figures of the error, in the language asked for, and no brace is left."""
    named = placeholders(ERROR_CODES[code][1]) - {"hint"}
    error = PydanticCustomError(code, "…", {name: f"<{name}>" for name in named})  # pyright: ignore[reportArgumentType]
    for lang, message in zip(LANGUAGES, ERROR_CODES[code], strict=True):
        (line,) = worded(input_errors("Term", [(("rows", 1, "amount"), error)]), lang=lang)
        expected = message.replace("{hint}", "")
        if lang == "zh":  # the reasons of the system and of a parser are English
            expected = expected.replace("{reason}", "系统错误").replace("{error}", "内容有误")
        for name in named:
            expected = expected.replace(f"{{{name}}}", f"<{name}>")
        assert line == f"rows[1].amount: {expected}"


def test_chinese_is_the_default() -> None:
    """Without a language, lines are Chinese."""
    assert worded(at_place("amount")) == worded(at_place("amount"), lang="zh") != worded(at_place("amount"), lang="en")


def test_a_fault_carries_its_code_message_and_figures() -> None:
    """The error of a code says the English message with the figures filled in."""
    error = input_error("repeated-id", id="TR1", first=3)
    assert (error.type, error.context) == ("repeated-id", {"id": "TR1", "first": 3})
    assert str(error) == "the id TR1 is repeated (first in row 3); remove the row or change the id"
    assert isinstance(error, ValueError)
    assert input_error("amount").context is None
    with pytest.raises(KeyError):
        input_error("no-such-code")


def test_a_refusal_holds_every_fault_with_its_place() -> None:
    """One error tells all faults in their order, each at its place, with none of the input."""
    error = input_errors(
        "Term", [(("training", 4, "quantity"), input_error("half-day")), ((), input_error("mixed-clocks"))]
    )
    assert error.title == "Term"
    told = [(row["type"], row["loc"], row["input"]) for row in error.errors()]
    assert told == [("half-day", ("training", 4, "quantity"), None), ("mixed-clocks", (), None)]
    assert "input_value" not in str(error)


def test_a_problem_told_again_is_the_same() -> None:
    """An error that was raised once keeps its code, message and figures at another place."""
    for first in (input_error("repeated-id", id="TR1", first=3), input_error("amount")):
        (detail,) = input_errors("Term", [((), first)]).errors()
        again = moved(detail)
        assert (again.type, str(again), again.context) == (first.type, str(first), first.context)


def test_an_error_of_one_of_several_files_begins_with_the_file() -> None:
    """The file is the first part of the place, and is shown whole before the place within it."""
    name = f"2020-2021-2 {'院' * 50}.json"
    for place, zh, en in (
        ((), "", ""),
        (("costs", 0), "costs[0]: ", "costs[0]: "),
        (("costs.csv", 2), "costs.csv 第 2 行: ", "costs.csv row 2: "),
    ):
        error = input_errors("Input", [of_file(name, place, input_error("unknown-id", id="P9", table="projects"))])
        (detail,) = error.errors()
        assert (detail["loc"], detail["msg"]) == (
            (name, *place),
            str(input_error("unknown-id", id="P9", table="projects")),
        )
        assert worded(error, lang="zh")[0].startswith(f"{name}: {zh}编号 P9 不在“项目”表中")
        assert worded(error, lang="en")[0].startswith(f"{name}: {en}the id P9 is not in the table projects")


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (("amount",), "amount", "amount"),
        (("receipts", 0, "amount"), "receipts[0].amount", "receipts[0].amount"),
        ((2,), "[2]", "[2]"),
        (("term", "policies", 1, "exams", "split"), "term.policies[1].exams.split", "term.policies[1].exams.split"),
        (("training.csv",), "training.csv", "training.csv"),
        (("training.csv", 5), "training.csv 第 5 行", "training.csv row 5"),
        (("training.csv", 5, "quantity"), "training.csv 第 5 行 quantity", "training.csv row 5 quantity"),
        (("课程.csv", 12, "学时"), "课程.csv 第 12 行 学时", "课程.csv row 12 学时"),
    ],
)
def test_places(place: Place, zh: str, en: str) -> None:
    """A place is a path into the JSON document, or a table's file with its row and column."""
    assert (place_of("zh", *place), place_of("en", *place)) == (zh, en)


def test_a_problem_of_the_whole_has_no_place() -> None:
    """Where the whole is wrong, the line is the message alone."""
    assert worded(input_errors("Term", [((), input_error("file-empty"))]), lang="en") == (ERROR_CODES["file-empty"][1],)


def test_ids_longer_than_12_characters_are_masked() -> None:
    """Twelve characters are shown in full, such as a student's number; of thirteen the first two and the last two."""
    shown = {
        "": "",
        "TR01": "TR01",
        "202100012345": "202100012345",
        "2021000123456": "20…56",
        IDENTITY: "11…00",
        "110101900307003": "11…03",
        "机械工程学院一二三": "机械工程学院一二三",
        "机" * 13: "机机…机机",
    }
    assert {text: mask(text) for text in shown} == shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_identity_number_used_as_a_name_is_masked(lang: Language) -> None:
    """A field name of more than 12 characters with six digits, or of more than 40, is shown by its ends."""
    assert place_of(lang, "colleges", IDENTITY) == "colleges.11…00"
    assert place_of(lang, "training.csv", 5, f"身份证{IDENTITY}").endswith(" 身份…00")
    assert place_of(lang, "a12345b") == "a12345b"
    assert place_of(lang, "ab123456cdef") == "ab123456cdef"
    assert place_of(lang, "ab123456cdefg") == "ab…fg"
    assert place_of(lang, "abcdefgh12345i") == "abcdefgh12345i"
    assert place_of(lang, "a" * 40) == "a" * 40
    assert place_of(lang, "a" * 41) == "aa…aa"


@pytest.mark.parametrize("value", [IDENTITY, f"{IDENTITY}\0", [IDENTITY], {IDENTITY: 1}, f"x{IDENTITY}x" * 40])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_input_is_not_echoed(lang: Language, value: object) -> None:
    """Whatever stands where it does not belong, no line repeats it, nor an identity number used as a key."""
    row = {"receipt_id": [value], "kind": value, "amount": value, "date": value, "account": [value], IDENTITY: value}
    lines = worded(error_of(Receipt.model_validate, row), lang=lang, known=FIELDS)
    assert len(lines) >= 5
    assert not any(IDENTITY in line for line in lines)


@pytest.mark.parametrize("lang", LANGUAGES)
@given(key=st.text(min_size=1), file=st.booleans())
@example(key="\x1b[2J", file=False)
@example(key="\u202egnp", file=False)
@example(key="\ud800", file=False)
@example(key="\x1b[2J" + "a" * 50, file=False)
@example(key="\x1b[2J.csv", file=False)
@example(key=f"{IDENTITY}.csv", file=False)
def test_a_line_prints_whatever_the_key_is(lang: Language, key: str, file: bool) -> None:
    """A key from a file may hold anything: no control character and no identity number reaches a line."""
    row = {"college_id": "C01", "name": "x", key if not file else f"{key}.csv": 1}
    if key in {"college_id", "name"} and not file:
        return
    for line in worded(error_of(College.model_validate, row), lang=lang):
        assert line.isprintable()
        assert IDENTITY not in line


@pytest.mark.parametrize(("lang", "last"), [("zh", "……另有 {} 个问题"), ("en", "… and {} more")])
def test_at_most_1000_problems_are_shown(lang: Language, last: str) -> None:
    """A thousand problems are shown; of more, a last line tells how many there are."""

    def lines(count: int) -> tuple[str, ...]:
        return worded(input_errors("Term", [((place,), input_error("amount")) for place in range(count)]), lang=lang)

    assert [len(lines(count)) for count in (1, 999, 1000, 1001, 1500)] == [1, 999, 1000, 1001, 1001]
    assert lines(1000)[-1].startswith("[999]: ")
    assert lines(1001)[-2:] == (lines(1000)[-1], last.format(1))
    assert lines(1500)[-1] == last.format(500)


def test_every_problem_of_a_row_is_described_in_order() -> None:
    """The lines stand in the order of the fields, one a problem, with what was expected."""
    row = {"receipt_id": "R1", "kind": "gift", "amount": 1.5, "date": "2021-02-29"}
    assert worded(error_of(Receipt.model_validate, row), lang="en") == (
        "kind: expected one of: 'fee', 'refund', 'grant', 'grant_returned', 'grant_opening', 'school_award' or 'other'",
        'amount: JSON decimals and floats are not exact: write amounts and quantities as text, such as "120.50"',
        "date: expected a valid date from 2000-01-01 to 2099-12-31, written 2021-03-06",
    )
    zh = worded(error_of(Receipt.model_validate, row))
    kinds = "'fee'、'refund'、'grant'、'grant_returned'、'grant_opening'、'school_award'、'other'"
    assert zh[0] == f"kind: 应为以下之一：{kinds}"
    assert zh[2] == "date: 应为 2000-01-01 至 2099-12-31 之间的有效日期，格式如 2021-03-06"


def test_an_unknown_field_is_reported_the_nearest_known_one() -> None:
    """A misspelled field gets a hint if one of the known names is near, and none otherwise."""
    row = {"college_id": "C01", "name": "x", "amuont": 1}
    error = error_of(College.model_validate, row)
    assert worded(error, lang="en", known=iter(FIELDS)) == (
        "amuont: not a known field (did you mean amount?); correct its name or remove it",
    )
    assert worded(error, known=FIELDS) == ("amuont: 无法识别的字段（是否应为 amount？）；请改正名称或删去",)
    assert worded(error, lang="en") == ("amuont: not a known field; correct its name or remove it",)


def test_the_nearest_name_is_near() -> None:
    """The nearest of the known names is given, nothing where none is near, at once for names of any length."""
    assert nearest("amuont", FIELDS) == "amount"
    assert nearest("colege_id", iter(FIELDS)) == "college_id"
    assert nearest("zzz", FIELDS) == nearest("amount", []) == nearest("", FIELDS) == ""
    assert nearest("z" * 10**7, FIELDS) == ""


def test_an_unknown_name_of_a_file_is_reported_the_nearest() -> None:
    """Heads and tables that are not known carry the hint in both languages."""
    error = misnamed("column-unknown", "amuont", FIELDS)
    assert str(error) == "not a known column (did you mean amount?); correct its head or remove it"
    assert worded(input_errors("Term", [(("a.csv",), error)]))[0].startswith(
        "a.csv: 无法识别的列（是否应为 amount？）；"
    )
    assert str(misnamed("table-unknown", "zzz", FIELDS)) == "not a known table; rename or remove it"


def test_an_id_looked_up_in_vain_is_reported_the_nearest() -> None:
    """The error names what was looked up, masks a long id, and names an id that exists where one is near."""
    clause, reading, student = Words("条款", "clause"), Words("解读", "reading"), Words("学生", "student")
    found = no_such(clause, "§3.5.2.", ["§0a", "§3.5.2"])
    assert found.words == ("找不到条款“§3.5.2.”，最接近的是 §3.5.2", "unknown clause '§3.5.2.'; the nearest is §3.5.2")
    assert (str(found), in_words(found), in_words(ValueError("x"))) == (found.words.en, found.words, ("x", "x"))
    assert no_such(reading, IDENTITY, ["A1"]).words == ("找不到解读“11…00”", "unknown reading '11…00'")
    assert "\x1b" not in str(no_such(reading, "\x1b", ["A1"]))
    near = no_such(student, IDENTITY, [f"{IDENTITY[:-1]}X"])
    assert str(near) == "unknown student '11…00'; the nearest is 11…0X"
    assert pickle.loads(pickle.dumps(near)).words == near.words  # noqa: S301


class Foreign(BaseModel):
    """A host's own model, whose problems are not in the catalogue."""

    even: int = Field(default=0, multiple_of=2)
    word: str = ""

    @field_validator("word")
    @classmethod
    def _no_word(cls, value: str) -> str:
        if value:
            raise ValueError("write {this} or {}" + "!" * 300)
        return value


def test_a_problem_that_is_not_in_the_catalogue_is_reported_in_pydantics_words() -> None:
    """Types that the catalogue does not know fall back to pydantic's message, or to a Chinese one."""
    error = error_of(Foreign, even=1)
    assert worded(error, lang="en") == ("even: Input should be a multiple of 2",)
    assert worded(error) == ("even: 不符合要求（Input should be a multiple of 2）",)
    frozen = error_of(setattr, College(college_id="C01", name="x"), "name", "y")
    assert worded(frozen, lang="en") == ("name: Instance is frozen",)


def test_braces_in_a_foreign_message_are_only_text() -> None:
    """What stands in braces in a message that is not ours is shown as it is."""
    (line,) = worded(error_of(Foreign, word="x"), lang="en")
    assert line.startswith("word: Value error, write {this} or {}!!!")
    assert len(line) == len("word: ") + 200


def test_a_long_figure_is_cut() -> None:
    """A figure of more than 200 characters is cut to them."""
    details: Any = InitErrorDetails(type="literal_error", loc=("kind",), ctx={"expected": "x" * 201}, input=None)
    (line,) = worded(ValidationError.from_exception_data("Term", [details]), lang="en")
    assert line == f"kind: expected one of: {'x' * 200}"


def test_any_value_error_is_described() -> None:
    """An error of one figure has its code and words in both languages; another message is shown as it is."""
    half = input_error("half-day")
    assert describe(half, lang="en")[0].endswith("for several days one record per day [half-day]")
    assert describe(half)[0].startswith("按天计的记录只能填 1 天（或 0）")
    assert describe(ValueError("term: expected a Term,\x1b[2J not int"), lang="en") == (
        "term: expected a Term,?[2J not int [value_error]",
    )
    assert describe(ValueError("x")) == ("不符合要求（x） [value_error]",)
    for other in (KeyError("x"), None):
        with pytest.raises(ValueError, match="error: expected a ValueError, not"):
            describe(other)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


class RequestError(Exception):
    """What a web framework raises: its own type, with pydantic's details below the part of the request."""

    def errors(self) -> list[dict[str, Any]]:
        """Two errors of a body."""
        day = {"type": "day", "loc": ("body", "training", 0, "date"), "msg": "x", "input": "110101199003070000"}
        return [day, {"type": "missing", "loc": ("body", "term"), "msg": "Field required", "input": {}}]


def test_an_error_with_details_of_its_own_is_described() -> None:
    """A web framework's error is described by its `errors()`, with every place and none of the input."""
    assert describe(RequestError(), lang="en") == (
        "body.training[0].date: expected a valid date from 2000-01-01 to 2099-12-31, written 2021-03-06 [day]",
        "body.term: this is missing; add it [missing]",
    )
    assert describe(RequestError())[1] == "body.term: 缺少此项；请补上 [missing]"


@pytest.mark.parametrize("error", [at_place("training", 0, "date"), at_place(), input_error("half-day"),
                                   RequestError(), ValueError("x"), wrong_type("term", Words("a", "b"), 1)],
                         ids=lambda error: type(error).__name__)  # fmt: skip
def test_problems_are_the_lines_as_data(error: Exception) -> None:
    """Place, code and words of every problem are those of its line, in both languages at once."""
    for problem, *lines in zip(problems(error), describe(error), describe(error, lang="en"), strict=True):
        place = f"{problem.place}: " if problem.place else ""
        assert lines == [f"{place}{text} [{problem.code}]" for text in (problem.zh, problem.en)]


def test_a_problem_has_a_path_wherever_it_was_found() -> None:
    """The place is a path into the document or the table, the same in both languages, and ids in it are masked."""
    for place, path in {
        (): "",
        ("training.csv", 5, "学时"): "training.csv[5].学时",
        ("body", "training", 0, "date"): "body.training[0].date",
        (2,): "[2]",
        ("colleges", IDENTITY): "colleges.11…00",
    }.items():
        assert [problem.place for problem in problems(at_place(*place))] == [path]


def test_an_unknown_field_of_a_problem_has_a_hint_too() -> None:
    """Names that are known give the nearest one."""
    error = error_of(College.model_validate, {"college_id": "C01", "name": "x", "amuont": 1})
    (problem,) = problems(error, known=iter(FIELDS))
    assert "amount" in problem.zh
    assert problem.en == "not a known field (did you mean amount?); correct its name or remove it"
    assert "did you mean" not in problems(error)[0].en


def test_after_1000_problems_the_rest_is_counted() -> None:
    """A thousand problems are listed; of more, a last one counts the rest."""

    def found(count: int) -> tuple[Problem, ...]:
        return problems(input_errors("Term", [((place,), input_error("amount")) for place in range(count)]))

    assert [len(found(count)) for count in (1, 1000, 1001, 1500)] == [1, 1000, 1001, 1001]
    assert found(1000)[-1].place == "[999]"
    assert found(1500)[-1] == Problem("", "more", "……另有 500 个问题", "… and 500 more")


class HostError(Exception):
    """An error of another library: its details are an attribute, and lack what pydantic's have."""

    def __init__(self, *errors: object) -> None:
        """Keep the details."""
        super().__init__()
        self.errors = errors


def test_details_of_another_library_may_lack_parts() -> None:
    """Without a type the code is value_error, without a place there is none, and a text alone is a message."""
    error = HostError(
        {"loc": "form", "msg": "bad\x1b[2J"},
        {"type": "missing"},
        "no form",
        {"type": "less_than_equal", "loc": ("age",), "msg": "at most 9", "ctx": None},
        {"type": "extra_forbidden", "loc": []},
    )
    assert [(problem.place, problem.code, problem.en) for problem in problems(error)] == [
        ("form", "value_error", "bad?[2J"),
        ("", "missing", "this is missing; add it"),
        ("", "value_error", "no form"),
        ("age", "less_than_equal", "at most 9"),
        ("", "extra_forbidden", "not a known field; correct its name or remove it"),
    ]


def test_a_wrong_argument_names_the_type_that_came() -> None:
    """A mistaken call is described in both languages, with the argument, its row, and the type that came."""
    timeline: Any = Timeline(policies=(PILOT_2020,))
    other: Any = 1
    calls: list[Callable[[], object]] = [
        lambda: training_pay([other], policy=PILOT_2020),
        lambda: training_pay([], policy=other),
        lambda: duty_day_pay([], policy=timeline),
        lambda: describe(KeyError("x")),
    ]
    found: list[Problem] = []
    for call in calls:
        with pytest.raises(ValueError) as raised:
            call()
        found += problems(raised.value)
        assert in_words(raised.value).en == str(raised.value)
        assert problems(pickle.loads(pickle.dumps(raised.value))) == problems(raised.value)  # noqa: S301
    assert found == [
        Problem("records[0]", "value_error", "应为 TrainingRecord，而不是 int", "expected TrainingRecord, not int"),
        Problem(
            "policy",
            "value_error",
            "应为 Policy 或 Timeline，而不是 int",
            "expected a Policy or a Timeline, not int",
        ),
        Problem(
            "policy",
            "value_error",
            "应为 Policy，而不是 Timeline；Timeline 用 .in_force(day) 取得某日的政策",
            "expected a Policy, not Timeline; a Timeline has .in_force(day)",
        ),
        Problem("error", "value_error", "应为 ValueError，而不是 KeyError", "expected a ValueError, not KeyError"),
    ]
    assert in_words(wrong_type(("records", 3), Words("甲", "a"), 1)).zh == "records[3]：应为 甲，而不是 int"


def test_rows_that_do_not_fit_together_have_their_place() -> None:
    """A repeated id and a session that is not there are found by their row and code, as in a term."""
    held = ExamSession(session_id="S1", project_id="P1", start=datetime(2021, 5, 29, 8), end=datetime(2021, 5, 29, 9))
    duty = ExamDuty(duty_id="D1", session_id="S1", staff_id="T1")
    stray = ExamDuty(duty_id="D2", session_id="S9", staff_id="T1")
    for sessions, duties, place, code in (
        ([held, held], [duty], "sessions[1]", "repeated-id"),
        ([held], [duty, stray], "duties[1].session_id", "unknown-id"),
    ):
        for call in (
            partial(exam_pay, sessions, duties, policy=PILOT_2020),
            partial(check_duties, sessions, duties, policy=PILOT_2020),
            partial(check_schedule, sessions, duties, (), (), policy=PILOT_2020),
        ):
            with pytest.raises(ValueError) as raised:
                call()
            (problem,) = problems(raised.value)
            assert (problem.place, problem.code) == (place, code)
            assert re.search("[\u4e00-\u9fff]", problem.zh)
