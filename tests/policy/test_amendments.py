"""Policies from files: amendments and complete policies as JSON or TOML, one or several in order of time.

The numbers of the amended policies are written here; a refused file is reported with the place of what is wrong in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from xmut_rules import PILOT_2020, Policy, Timeline
from xmut_rules.base.errors import describe
from xmut_rules.files.policies import read_amendment, read_policies, read_policy
from xmut_rules.policy.amendments import AMENDABLE, Amendment, named

DOCUMENT: dict[str, Any] = {
    "number": "试〔2024〕1号",
    "title": "示例通知",
    "annex_title": "示例附件",
    "issuer": "厦门工学院",
    "issued_on": "2024-04-16",
    "printed_on": "2024-04-16",
}
AMENDMENT: dict[str, Any] = {
    "format": "xmut-rules/amendment/1",
    "amends": "PILOT_2020",
    "document": DOCUMENT,
    "effective_from": "2024-04-16",
    "effective_until": "2030-12-31",
    "changes": [
        {"field": "exams.day_rate", "value": 600, "source": "示例通知第一条"},
        {"field": "credits.earliest_issue", "value": "2020-12-18", "source": "示例通知第二条"},
        {
            "field": "credits.by_level",
            "value": [
                {"level": "初级", "credits": "1", "category": "innovation_practice"},
                {"level": "中级", "credits": "2", "category": "innovation_practice"},
            ],
            "source": "2024-04-16 公开通知（附件未见）",
        },
        {"field": "surplus.college_share", "value": "40%", "source": "示例通知第三条"},
    ],
}
SOURCES = [
    ("credits.by_level", "2024-04-16 公开通知（附件未见）"),
    ("credits.earliest_issue", "示例通知第二条"),
    ("exams.day_rate", "示例通知第一条"),
    ("surplus.college_share", "示例通知第三条"),
]
AS_TOML = """
format = "xmut-rules/amendment/1"
amends = "PILOT_2020"
effective_from = 2024-04-16
effective_until = 2030-12-31

[document]
number = "试〔2024〕1号"
title = "示例通知"
annex_title = "示例附件"
issuer = "厦门工学院"
issued_on = 2024-04-16
printed_on = 2024-04-16

[[changes]]
field = "exams.day_rate"
value = 600
source = "示例通知第一条"

[[changes]]
field = "credits.earliest_issue"
value = 2020-12-18
source = "示例通知第二条"

[[changes]]
field = "credits.by_level"
value = [
    { level = "初级", credits = 1, category = "innovation_practice" },
    { level = "中级", credits = "2", category = "innovation_practice" },
]
source = "2024-04-16 公开通知（附件未见）"

[[changes]]
field = "surplus.college_share"
value = "40%"
source = "示例通知第三条"
"""
ONE_LINE = """
format = "xmut-rules/amendment/1"
amends = "PILOT_2020"
effective_from = 2024-09-01
changes = [{ field = "exams.day_rate", value = VALUE, source = "示例" }]
"""


EMPTYING = """
format = "xmut-rules/amendment/1"
amends = "甲"
effective_from = 2025-09-01
changes = [{ field = "FIELD", value = "null", source = "示例" }]
"""


def written(folder: Path, name: str, content: object) -> Path:
    """Write a file: bytes and text as they are, anything else as JSON."""
    file = folder / name
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        file.write_text(text, encoding="utf-8")
    return file


def problems(call: Callable[[], object]) -> list[tuple[str, str]]:
    """The problems that a call is refused with: place and code."""
    with pytest.raises(ValidationError) as info:
        call()
    return [(".".join(map(str, error["loc"])), error["type"]) for error in info.value.errors()]


def amending(day: str, *, amends: str = "PILOT_2020", number: str | None = None, **values: object) -> dict[str, Any]:
    """An amendment from a day on that changes fields of the duty pay."""
    changes = [{"field": f"exams.{name}", "value": value, "source": "示例"} for name, value in values.items()]
    own = {} if number is None else {"document": {**DOCUMENT, "number": number}}
    head = {"format": "xmut-rules/amendment/1", "amends": amends, "effective_from": day}
    return {**head, "changes": changes, **own}


def stated(**values: object) -> dict[str, Any]:
    """Fields of the duty pay as an amendment changes them, with their source."""
    return {**values, "sources": [{"field": name, "source": "示例"} for name in sorted(values)]}


def rates(policy: Policy | Timeline, days: Iterable[str]) -> list[str]:
    """The day rate in force on each day, or a dash."""
    found = [policy.in_force(date.fromisoformat(day)) for day in days]
    return ["-" if row is None else str(row.exams.day_rate) for row in found]


def test_json_and_toml_give_the_same_policy(tmp_path: Path) -> None:
    """One amendment as JSON and as TOML, with its dates and whole numbers, gives one policy with one digest."""
    from_json = read_policy(written(tmp_path, "a.json", AMENDMENT))
    from_toml = read_policy(str(written(tmp_path, "a.toml", AS_TOML)))
    assert from_json == from_toml
    assert from_json.digest == from_toml.digest
    expected = json.loads(PILOT_2020.model_dump_json())
    expected |= {"document": DOCUMENT, "effective_from": "2024-04-16", "effective_until": "2030-12-31"}
    expected["exams"]["day_rate"] = "600.00"
    expected["credits"] |= {"by_level": AMENDMENT["changes"][2]["value"], "earliest_issue": "2020-12-18"}
    expected["surplus"]["college_share"] = "2/5"
    for field, source in SOURCES:
        part, _, name = field.partition(".")
        expected[part]["sources"].append({"field": name, "source": source})
    assert json.loads(from_json.model_dump_json()) == expected


def test_an_amendment_is_read_with_its_sources(tmp_path: Path) -> None:
    """What is read keeps every change with its source; a complete policy is no amendment."""
    found = read_amendment(written(tmp_path, "A.TOML", AS_TOML))
    assert found is not None
    assert sorted((change.field, change.source) for change in found.changes) == SOURCES
    assert read_amendment(written(tmp_path, "p.json", PILOT_2020.model_dump_json())) is None


def test_what_is_not_named_stays(tmp_path: Path) -> None:
    """An amendment of one value from a day on changes that value, the day and the end alone."""
    policy = read_policy(written(tmp_path, "a.json", amending("2024-09-01", day_rate="600")))
    assert policy == PILOT_2020.amended(effective_from="2024-09-01", exams=stated(day_rate="600"))
    assert policy.document.number == "厦工教〔2020〕39号"


def test_every_field_but_the_documents_can_be_amended() -> None:
    """An amendment may change the twenty-five numbers and readings, each by its dotted name, with a source."""
    assert [field for field in AMENDABLE if not field.startswith(("exams.", "credits."))] == [
        "training.hour_rate",
        "training.day_rate",
        "training.hours_per_day",
        "training.long_day",
        "training.day_and_hours",
        "surplus.college_share",
        "surplus.rounding",
        "schedule.turnaround_minutes",
        "schedule.notice_days",
    ]
    assert len(AMENDABLE) == 25
    change = {"field": "training.clause", "value": "§9", "source": ""}
    told = problems(lambda: Amendment.model_validate({**AMENDMENT, "changes": [change]}))
    assert told == [("changes.0.field", "change-field")]
    change = {"field": "exams.day_rate", "value": "600"}
    told = problems(lambda: Amendment.model_validate({**AMENDMENT, "changes": [change]}))
    assert ("changes.0.source", "missing") in told


def test_null_takes_a_value_away(tmp_path: Path) -> None:
    """A change to null empties a field that may be empty; TOML, which has none, writes the text "null"."""
    notice = {"field": "schedule.notice_days", "value": 3, "source": "示例"}
    first = amending("2024-09-01", number="甲") | {"changes": [notice]}
    second = amending("2025-09-01", amends="甲", number="乙") | {"changes": [notice | {"value": None}]}
    in_toml = EMPTYING.replace("FIELD", "schedule.notice_days")
    for last in (written(tmp_path, "2.json", second), written(tmp_path, "2.toml", in_toml)):
        both = read_policies([written(tmp_path, "1.json", first), last])
        days = [both.in_force(date(year, 9, 1)) for year in (2023, 2024, 2025)]
        assert [day and day.schedule.notice_days for day in days] == [None, 3, None]
    never = written(tmp_path, "3.toml", EMPTYING.replace("FIELD", "exams.day_rate").replace('"甲"', '"PILOT_2020"'))
    assert problems(lambda: read_policy(never)) == [("changes.0.value", "amount")]


REFUSED: list[tuple[str, str, str]] = [
    ("600.0", "changes.0.value", "float"),
    ("inf", "changes.0.value", "float"),
    ("true", "changes.0.value", "change-value"),
    ("08:30:00", "changes.0.value", "change-value"),
    ("{ rate = 600 }", "changes.0.value", "change-value"),
    ('["600"]', "changes.0.value", "change-value"),
    ("[]", "changes.0.value", "amount"),
    ("2024-09-01", "changes.0.value", "amount"),
    ("-1", "changes.0.value", "amount-negative"),
    ('"六百"', "changes.0.value", "amount"),
    ('"600.001"', "changes.0.value", "amount"),
]


@pytest.mark.parametrize(("value", "place", "code"), REFUSED)
def test_a_value_that_the_field_does_not_take_is_refused(tmp_path: Path, value: str, place: str, code: str) -> None:
    """Floats, truth values, tables and other forms are refused at the place of the change."""
    file = written(tmp_path, "a.toml", ONE_LINE.replace("VALUE", value))
    assert (place, code) in problems(lambda: read_policy(file))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            [{"field": "exams.day_rates", "value": 1, "source": ""}, {"field": "x", "value": 1, "source": ""}],
            [("changes.0.field", "change-field"), ("changes.1.field", "change-field")],
        ),
        (
            [{"field": "exams.day_rate", "value": row, "source": ""} for row in (600, 700, 600)],
            [("changes.1.field", "change-repeated"), ("changes.2.field", "change-repeated")],
        ),
        (
            [
                {"field": "exams.day_rate", "value": 600, "source": ""},
                {"field": "exams.split", "value": "half", "source": ""},
                {"field": "training.hours_per_day", "value": "24.01", "source": ""},
            ],
            [("changes.2.value", "hours"), ("changes.1.value", "literal_error")],
        ),
        (
            [{"field": "credits.by_level", "value": [{"level": "初级", "credits": 1}] * 2, "source": ""}],
            [("changes.0.value.1.level", "level-repeated")],
        ),
        ([], [("changes", "too_short")]),
    ],
)
def test_every_wrong_change_is_reported_at_its_place(
    tmp_path: Path, changes: list[dict[str, Any]], told: list[tuple[str, str]]
) -> None:
    """Unknown and repeated fields and refused values are all told, each at the place of its change."""
    file = written(tmp_path, "a.json", {**AMENDMENT, "changes": changes})
    assert problems(lambda: read_policy(file)) == told


def test_the_nearest_name_is_reported() -> None:
    """An unknown field and an unknown base name the nearest that exists, in both languages."""
    with pytest.raises(ValidationError) as field:
        Amendment.model_validate(amending("2024-09-01", day_rates=1))
    with pytest.raises(ValidationError) as base:
        named("PILOT_2021", {"PILOT_2020": PILOT_2020})
    assert "(did you mean exams.day_rate?)" in describe(field.value, lang="en")[0]
    assert "（是否应为 exams.day_rate？）" in describe(field.value)[0]
    assert "(did you mean PILOT_2020?)" in describe(base.value, lang="en")[0]
    assert "（是否应为 PILOT_2020？）" in describe(base.value)[0]


def test_dates_in_the_wrong_order_are_reported_at_their_own_place(tmp_path: Path) -> None:
    """An amendment that ends before it begins is refused at its end, which no change put there."""
    file = written(tmp_path, "a.json", {**AMENDMENT, "effective_until": "2024-04-15"})
    assert problems(lambda: read_policy(file)) == [("effective_until", "effective-order")]


BROKEN: dict[str, tuple[bytes, str]] = {
    "an open text": (b'format = "x', "toml-syntax"),
    "a key twice": (b"a = 1\na = 2", "toml-syntax"),
    "a date that is none": (b"a = 2024-02-30", "toml-syntax"),
    "deep": (b"a = " + b"[" * 50_000 + b"]" * 50_000, "json-depth"),
    "a long number": (b"a = " + b"9" * 5_000, "json-number"),
    "empty": (b" \n", "file-empty"),
    "NUL": (b"a = 1\x00", "file-encoding"),
    "no encoding": (b"a = '\xff\xff'", "file-encoding"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_toml_file_is_reported(tmp_path: Path, name: str) -> None:
    """What is no TOML, nested too deeply or in no encoding is one problem of the whole file, in both languages."""
    data, code = BROKEN[name]
    file = written(tmp_path, "a.toml", data)
    assert problems(lambda: read_policy(file)) == [("", code)]
    with pytest.raises(ValidationError) as info:
        read_policy(file)
    (zh,), (en,) = describe(info.value), describe(info.value, lang="en")
    assert zh.endswith(f"[{code}]")
    assert en.isascii()


def test_toml_is_read_in_both_encodings(tmp_path: Path) -> None:
    """UTF-8 with a mark and GB18030 give the same policy, with either kind of line ends."""
    expected = read_policy(written(tmp_path, "a.toml", AS_TOML))
    for data in (AS_TOML.encode("utf-8-sig"), AS_TOML.encode("gb18030"), AS_TOML.replace("\n", "\r\n").encode()):
        assert read_policy(written(tmp_path, "b.toml", data)) == expected


def toml_of(document: dict[str, Any]) -> str:
    """Write a policy's document as TOML; nulls are left out, for TOML has none."""
    named = ("document", "training", "exams", "surplus", "credits", "funds", "schedule")
    parts: list[tuple[str, dict[str, Any]]] = [(f"[{name}]", document[name]) for name in named]
    own = {key: value for key, value in document.items() if key not in named}
    lines: list[str] = []
    for head, part in (("", own), *parts):
        shown = {key: value for key, value in part.items() if value is not None}
        lines += [head, *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in shown.items())]
    return "\n".join(lines)


def test_a_complete_policy_may_be_toml(tmp_path: Path) -> None:
    """A policy with no empty field is the same from TOML and from JSON; errors are reported at their place."""
    policy = PILOT_2020.amended(
        effective_until="2025-08-31",
        credits={"category_cap": 4, "earliest_issue": "2020-12-18"},
        schedule={"notice_days": 3},
    )
    document = json.loads(policy.model_dump_json())
    assert read_policy(written(tmp_path, "p.toml", toml_of(document))) == policy
    assert read_policy(written(tmp_path, "p.json", document)) == policy
    document["exams"]["day_rate"] = 500.5
    document["surplus"]["share"] = "1/2"
    told = [("exams.day_rate", "float"), ("surplus.share", "extra_forbidden")]
    assert problems(lambda: read_policy(written(tmp_path, "p.toml", toml_of(document)))) == told
    assert problems(lambda: read_policy(written(tmp_path, "p.json", document))) == told


def test_a_base_holds_until_its_amendment(tmp_path: Path) -> None:
    """An amendment from 2024-09-01 leaves the pilot in force until the day before."""
    found = read_policies([written(tmp_path, "a.json", amending("2024-09-01", day_rate=600))])
    days = ["2020-12-17", "2020-12-18", "2024-08-31", "2024-09-01", "2099-12-31"]
    assert rates(found, days) == ["-", "500.00", "500.00", "600.00", "600.00"]


def test_a_base_is_replaced_from_its_first_day(tmp_path: Path) -> None:
    """An amendment that begins on the base's first day, or before, stands alone."""
    for day in ("2020-12-18", "2020-09-01"):
        found = read_policies([written(tmp_path, "a.json", amending(day, day_rate=600))])
        assert found == PILOT_2020.amended(effective_from=day, exams=stated(day_rate=600))
    own = written(tmp_path, "p.json", PILOT_2020.amended(document={"number": "甲"}).model_dump_json())
    found = read_policies([own, written(tmp_path, "a.json", amending("2020-12-18", amends="甲", day_rate=600))])
    assert found == PILOT_2020.amended(document={"number": "甲"}, exams=stated(day_rate=600))


def figures(policy: Policy | Timeline, days: Iterable[str]) -> list[tuple[str, ...]]:
    """The hour rate, the short rate, the long rate and the day rate in force on each day; nothing for a gap."""
    found = [policy.in_force(date.fromisoformat(day)) for day in days]
    return [
        (f"{row.training.hour_rate}", f"{row.exams.short_rate}", f"{row.exams.long_rate}", f"{row.exams.day_rate}")
        if row
        else ()
        for row in found
    ]


HOURS = {"changes": [{"field": "training.hour_rate", "value": "130", "source": "示例"}]}


def test_amendments_of_one_policy_add_up_whoever_made_them(tmp_path: Path) -> None:
    """A later amendment keeps what earlier ones changed, whether it names the document, the pilot or an amendment."""
    first = written(tmp_path, "1.json", amending("2021-01-01", number="甲") | HOURS)
    second = written(tmp_path, "2.json", amending("2021-02-01", amends="厦工教〔2020〕39号", number="乙", day_rate=600))
    third = written(tmp_path, "3.json", amending("2022-09-01", amends="乙", short_rate=160))
    fourth = written(tmp_path, "4.json", amending("2023-09-01", long_rate=1))
    found = read_policies([first, second, third, fourth])
    days = ["2020-12-31", "2021-01-01", "2021-01-31", "2021-02-01", "2022-09-01", "2023-09-01"]
    assert figures(found, days) == [
        ("120.00", "150.00", "200.00", "500.00"),
        ("130.00", "150.00", "200.00", "500.00"),
        ("130.00", "150.00", "200.00", "500.00"),
        ("130.00", "150.00", "200.00", "600.00"),
        ("130.00", "160.00", "200.00", "600.00"),
        ("130.00", "160.00", "1.00", "600.00"),
    ]
    numbers = [found.in_force(date.fromisoformat(day)) for day in days]
    assert [row and row.document.number for row in numbers] == ["厦工教〔2020〕39号", "甲", "甲", "乙", "乙", "乙"]
    for order in permutations([first, second, third, fourth]):
        assert read_policies(order) == read_policies([*order, "PILOT_2020"]) == found
    assert problems(lambda: read_policies([third])) == [("amends", "amends-unknown")]
    assert problems(lambda: read_policy(third)) == [("amends", "amends-unknown")]


def test_naming_the_base_too_changes_nothing(tmp_path: Path) -> None:
    """An amendment dated before the pilot's first day replaces it from then on, the pilot given or not."""
    file = written(tmp_path, "a.json", amending("2020-09-01", day_rate=400))
    orders: list[list[str | Path]] = [[file], ["PILOT_2020", file], [file, "PILOT_2020"]]
    for paths in orders:
        found = read_policies(paths)
        assert rates(found, ["2020-08-31", "2020-09-01", "2020-12-18", "2099-12-31"]) == [
            "-",
            "400.00",
            "400.00",
            "400.00",
        ]


def test_a_policy_resumes_where_its_amendment_ends(tmp_path: Path) -> None:
    """An amendment from March to June 2022 leaves the pilot in force before and after, and others of it as they are."""
    spring = amending("2022-03-01", day_rate=600) | {"effective_until": "2022-06-30"}
    files = [written(tmp_path, "1.json", spring)]
    days = ["2022-02-28", "2022-03-01", "2022-06-30", "2022-07-01"]
    assert rates(read_policies(files), days) == ["500.00", "600.00", "600.00", "500.00"]
    after = read_policies(files).in_force(date(2022, 7, 1))
    assert after is not None
    assert after.exams == PILOT_2020.exams
    files.append(written(tmp_path, "2.json", amending("2022-05-01", short_rate=160)))
    found = figures(read_policies(files), ["2022-04-30", "2022-05-01", "2022-07-01"])
    assert [(row[1], row[3]) for row in found] == [("150.00", "600.00"), ("160.00", "600.00"), ("160.00", "500.00")]


def test_an_amendment_may_extend_what_ends_or_leave_a_gap(tmp_path: Path) -> None:
    """A policy that ends in 2021 goes on under its amendment; on days between the two nothing is in force."""
    ended = PILOT_2020.amended(effective_until="2021-12-31", document={"number": "甲"}).model_dump_json()
    base = written(tmp_path, "p.json", ended)
    for first, between in (("2022-01-01", "600.00"), ("2022-02-01", "-")):
        later = written(tmp_path, "a.json", amending(first, amends="甲", day_rate=600))
        assert rates(read_policies([later, base]), ["2021-12-31", "2022-01-15", "2023-01-01"]) == [
            "500.00",
            between,
            "600.00",
        ]


def test_two_amendments_that_begin_alike_change_different_fields(tmp_path: Path) -> None:
    """Of one day two changes of one field are refused in either order, even equal ones; of two fields both hold."""
    one = written(tmp_path, "1.json", amending("2024-09-01", day_rate=600))
    other = written(tmp_path, "2.json", amending("2024-09-01", day_rate=700))
    another = written(tmp_path, "3.json", amending("2024-09-01", short_rate=160))
    for order in ([one, other], [other, one]):
        assert problems(partial(read_policies, order)) == [("changes", "amendments-collide")]
    for order in ([one, another], [another, one]):
        assert figures(read_policies(order), ["2024-09-01"]) == [("120.00", "160.00", "200.00", "600.00")]
    whole = written(tmp_path, "p.json", PILOT_2020.amended(exams={"day_rate": 1}).model_dump_json())
    both: list[list[str | Path]] = [["PILOT_2020", whole], [whole, "PILOT_2020"]]
    for paths in both:
        assert problems(partial(read_policies, paths)) == [("policies.1.effective_from", "policies-overlap")]


def test_a_changed_value_keeps_its_source_until_it_is_changed_again(tmp_path: Path) -> None:
    """Each edition lists the source of every value that differs from the document, of the change that holds."""
    spring = amending("2022-03-01", day_rate=600, short_rate=160) | {"effective_until": "2022-06-30"}
    later = amending("2022-05-01", day_rate=700)
    later["changes"][0]["source"] = "另一份"
    found = read_policies([written(tmp_path, "1.json", spring), written(tmp_path, "2.json", later)])
    editions = [found.in_force(date(2022, month, 1)) for month in (2, 3, 5, 7)]
    assert [edition and [(row.field, row.source) for row in edition.exams.sources] for edition in editions] == [
        [],
        [("day_rate", "示例"), ("short_rate", "示例")],
        [("day_rate", "另一份"), ("short_rate", "示例")],
        [("day_rate", "另一份")],
    ]
    assert editions[1] is not None
    again = editions[1].amended(exams={"day_rate": 800})
    assert [row.field for row in again.exams.sources] == ["short_rate"]
    changed = {"day_rate": 800, "short_rate": 160}
    assert again.digest == PILOT_2020.amended(effective_from="2022-03-01", exams=changed).digest


def test_a_source_is_of_a_field_of_its_part() -> None:
    """A source of another part's field, and two of one field, are refused in place."""
    rows = [{"field": name, "source": "示例"} for name in ("hour_rate", "day_rate", "day_rate")]
    assert problems(lambda: PILOT_2020.amended(exams={"sources": rows})) == [
        ("exams.sources.0.field", "change-field"),
        ("exams.sources.2.field", "change-repeated"),
    ]


def test_one_file_gives_its_policy_and_none_is_an_error(tmp_path: Path) -> None:
    """One complete file is a policy and no timeline; no file at all is a ValueError."""
    file = written(tmp_path, "p.json", PILOT_2020.model_dump_json())
    assert read_policies(iter([file])) == PILOT_2020
    with pytest.raises(ValueError, match="paths: expected at least one file"):
        read_policies([])


def test_the_pilot_is_known_by_its_name(tmp_path: Path) -> None:
    """`PILOT_2020` needs no file; anything else is one."""
    file = written(tmp_path, "a.json", amending("2024-09-01", day_rate=600))
    amended = PILOT_2020.amended(effective_from="2024-09-01", exams=stated(day_rate=600))
    assert read_policy("PILOT_2020") is PILOT_2020
    assert read_policy(file) == amended
    assert read_policies(["PILOT_2020"]) == PILOT_2020
    assert read_policies([file]) == read_policies(["PILOT_2020", file]) == Timeline(policies=(PILOT_2020, amended))


def test_what_is_no_path_or_no_file_is_reported(tmp_path: Path) -> None:
    """Another type is a ValueError, a file that is not there an OSError."""
    junk: Any = 1
    for call in (read_policy, read_amendment):
        with pytest.raises(ValueError, match="path: expected a path, not int"):
            call(junk)
    with pytest.raises(ValueError, match=r"^paths\[0\]: expected a path, not int$"):
        read_policies([junk])
    with pytest.raises(FileNotFoundError):
        read_policies([tmp_path / "none.toml"])
    with pytest.raises(IsADirectoryError):
        read_policies([tmp_path])
