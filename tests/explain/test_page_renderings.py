"""Explanations as text, Markdown, HTML, JSON and in a notebook: all state the amounts of the same typed steps."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from datetime import date
from typing import Any, Literal

import pytest

from tests.explain.test_page import EXAMPLES, LANGUAGES, MESSY, REPORTS, STYLES
from tests.sections import without_sections
from tests.spec.builders import certificate, duty, session, student
from xmut_rules import PILOT_2020, exam_pay, read_term, recognize_credits, settle_term
from xmut_rules.explain.overview import overview
from xmut_rules.explain.page import explain, explanation_json
from xmut_rules.explain.report import Explainable, explanation
from xmut_rules.explain.steps import Explanation
from xmut_rules.policy.amendments import Amendment


def numbers(text: str) -> Counter[str]:
    """Every number with decimals in a text, clause ids aside."""
    return Counter(re.findall(r"-?[0-9]+\.[0-9]+", re.sub(r"§[0-9.]+[a-z]?", "", text)))


def stated(found: Explanation) -> Counter[str]:
    """The numbers with decimals that an explanation's title and steps state."""
    texts = [found.title.words.zh]
    for step in found.steps:
        texts += [step.sentence.words.zh, step.formula if step.formula != step.result else "", step.exact, step.result]
    own = sum((numbers(text) for text in texts), Counter[str]())
    return sum((stated(part) for part in found.parts), own)


def changed(found: Explanation) -> Counter[str]:
    """The numbers with decimals of the changed values at work, each value once."""
    values = {(value.field, value.issued, value.value) for part in found.all_parts() for value in part.changed}
    return sum((numbers(f"{issued} {value}") for _, issued, value in values), Counter[str]())


def plain(text: str, style: str) -> str:
    """A rendering without its marks and pictures."""
    if style == "html":
        text = html.unescape(re.sub(r"(?s)<svg.*?</svg>|<style>.*?</style>|<[^>]*>", " ", text))
    return re.sub(r"\\(.)", r"\1", text) if style == "markdown" else text


@pytest.mark.exhaustive
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in REPORTS if name.endswith(("messy", "clean", "-0"))])
def test_every_rendering_states_the_steps_amounts(
    name: str, lang: Literal["zh", "en"], style: Literal["text", "markdown", "html"]
) -> None:
    """The amounts read back out of each style and language are the typed steps' and changed values', each as often."""
    written, steps = explain(REPORTS[name], lang=lang, style=style), explanation(REPORTS[name])
    assert numbers(plain(written, style)) == stated(steps) + changed(steps)


AMENDED = Amendment.model_validate(
    {
        "format": "xmut-rules/amendment/1",
        "amends": "PILOT_2020",
        "effective_from": "2021-01-01",
        "changes": [
            {"field": "exams.short_rate", "value": "160", "source": "示例通知第一条"},
            {"field": "exams.day_rate_from", "value": 4, "source": "示例通知第二条"},
            {"field": "exams.day_rate", "value": "640", "source": "示例通知第三条"},
            {"field": "surplus.college_share", "value": "40%", "source": "示例通知第四条"},
        ],
    }
).applied(PILOT_2020)


def test_the_basis_cites_each_changed_value_with_its_source() -> None:
    """Two short sessions at 160.00 cite that rate, the document's 150.00 and the source, but no day rate."""
    pair = [session(row, start=f"2021-03-06 {hour:02d}:00") for row, hour in (("S1", 9), ("S2", 14))]
    duties = [duty(row, session=row) for row in ("S1", "S2")]
    (day,) = exam_pay(pair, duties, policy=AMENDED).days
    assert str(day.amount) == "320.00"
    basis = " ".join(without_sections(explain(day, lang="en")).partition("\nBasis\n")[2].split())
    cited = "§3.5.2.2a duty pay per short session, 160.00: 150.00 in the 2020 document; changed by: 示例通知第一条"
    assert cited in basis
    assert "640.00" not in basis
    assert json.loads(explanation_json(day))["changed"] == [
        {"field": "exams.short_rate", "issued": "150.00", "value": "160.00", "source": "示例通知第一条"}
    ]
    (plain_day,) = exam_pay(pair, duties, policy=PILOT_2020.amended(exams={"short_rate": "160"})).days
    assert explain(plain_day, lang="en").endswith(
        "duty pay per short session, 160.00: 150.00 in the\n    2020 document\n"
    )


def test_the_basis_says_where_the_document_has_nothing() -> None:
    """Credits by level, which the 2020 document does not have, are listed as each language lists, against nothing."""
    rows = [{"level": "初级", "credits": "1"}, {"level": "中级", "credits": "2"}]
    policy = PILOT_2020.amended(credits={"by_level": rows})
    found = recognize_credits([certificate("K1")], [student("U1")], as_of=date(2021, 7, 31), policy=policy)
    zh, en = (" ".join(without_sections(explain(found, lang=lang)).split()) for lang in LANGUAGES)
    assert "§3.4c 分等级学分 初级 1、中级 2：2020年文件未规定" in zh
    assert "§3.4c credits by level, 初级 1; 中级 2: none in the 2020 document" in en


def test_a_report_lists_the_sources_of_changed_values() -> None:
    """The report names each changed value that decided with its source, as a key that other reports do not have."""
    report = settle_term(read_term(EXAMPLES / "clean" / "term.json"), policy=AMENDED)
    (row,) = json.loads(report.to_json())["policies"]
    assert row["sources"] == [
        {"field": "exams.short_rate", "value": "160.00", "source": "示例通知第一条"},
        {"field": "exams.day_rate", "value": "640.00", "source": "示例通知第三条"},
        {"field": "exams.day_rate_from", "value": "4", "source": "示例通知第二条"},
        {"field": "surplus.college_share", "value": "2/5", "source": "示例通知第四条"},
    ]
    assert "按天计酬的起算场数 4：示例通知第二条" in overview(report)
    assert "sessions from which the day rate applies, 4: 示例通知第二条" in overview(report, lang="en")
    (pilot,) = json.loads(MESSY.to_json())["policies"]
    assert list(pilot) == ["number", "effective_from", "digest"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_fits_the_terminal(lang: Literal["zh", "en"]) -> None:
    """No line of the whole explanation is wider than 80 columns, a Chinese character counting two."""
    for line in explain(MESSY, lang=lang).splitlines():
        assert sum(2 if ord(char) > 0x2E7F else 1 for char in line) <= 80, line


def test_text_can_be_written_to_a_gbk_console() -> None:
    """Every sign of the explanation is one that a GBK console has."""
    for lang in LANGUAGES:
        assert explain(MESSY, lang=lang).encode("gbk")


def test_the_json_form_has_the_same_steps() -> None:
    """The JSON form names its format, and its steps are the typed ones with their words in both languages."""
    document = json.loads(explanation_json(MESSY.settlements[3]))
    assert document["format"] == "xmut-rules/explanation/1"
    assert list(document) == ["format", "code", "title", "inputs", "steps", "parts"]
    award = next(row for row in document["steps"] if row["code"] == "award")
    assert award == {
        "code": "award",
        "text": {"zh": "学院奖励 = 结余 × 30%", "en": "college award = surplus × 30%"},
        "inputs": {"share": "30%"},
        "formula": "2994.35 × 3 ÷ 10",
        "exact": "898.305",
        "result": "898.31",
        "unit": "yuan",
        "clause": "§3.5.3b",
        "readings": [{"id": "C12", "value": "half_up"}],
        "holds": None,
    }


def test_a_refused_certificate_is_explained_in_words() -> None:
    """The status that decided is named in the reader's language; what is no certificate of the rule needs no more."""
    zh, en = (explain(MESSY.credits, lang=lang) for lang in LANGUAGES)
    assert "  证书已撤销或失效（撤销）：0 学分" in zh
    assert "  revoked or otherwise not valid (revoked): 0 credits" in en
    assert "  不属于技能等级证书或驾驶证：0 学分" in zh


def test_the_unit_of_a_record_is_what_pay_is_reckoned_by() -> None:
    """A record by the day and one by the class hour are 按天计 and 按学时计."""
    zh = explain(MESSY.training)
    assert "  按天计，1 天：1 × 720.00 = 720.00 元" in zh
    assert "  按学时计，8 学时：8 × 120.00 = 960.00 元" in zh


@pytest.mark.parametrize(
    ("share", "shown"),
    [("3/10", "30%"), ("33.05%", "33.05%"), ("1/8", "12.5%"), ("1/3", "1/3"), ("0/1", "0%"), ("2", "200%")],
)
def test_the_college_share_is_shown_in_percent(share: str, shown: str) -> None:
    """A share of at most two decimals in percent is shown so; one that needs more stays a fraction."""
    policy = PILOT_2020.amended(surplus={"college_share": "2/1" if share == "2" else share})
    found = settle_term(read_term(EXAMPLES / "messy" / "term.json"), policy=policy).settlements[3]
    assert f"  学院奖励 = 结余 × {shown}：" in explain(found)


def test_the_meaning_of_clauses_and_readings_stands_below() -> None:
    """Each clause and reading that a step names is spelled out once, with the option taken."""
    (day,) = [row for row in MESSY.exams.days if row.staff_id == "T05" and row.date == date(2021, 6, 5)]
    basis = without_sections(explain(day, lang="en")).partition("\nBasis\n")[2]
    assert re.findall(r"^  ([^ ].*?):", basis, re.MULTILINE) == [
        "§3.5.2.2a",
        "§3.5.2.2b",
        "B2",
        "B4 flat",
        "B6 person",
        "B8 standard_pay",
    ]
    assert "flat: it replaces the sum of the sessions" in " ".join(basis.split())


def test_html_of_a_settlement_has_its_picture_and_no_address() -> None:
    """A settlement's HTML holds one drawing; nothing in it is loaded from elsewhere."""
    found = explain(MESSY.settlements[0], style="html")
    assert found.count("<svg ") == 1
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", found) == []
    assert explain(MESSY.settlements[0], style="markdown").count("<svg") == 0


PARTS: list[Explainable] = [
    MESSY,
    MESSY.training,
    MESSY.training.lines[0],
    MESSY.exams,
    MESSY.exams.days[0],
    MESSY.payroll[0],
    MESSY.settlements[0],
    MESSY.credits,
    MESSY.credits.decisions[0],
    MESSY.credits.students[0],
    MESSY.workload[0],
    MESSY.findings[0],
]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_a_notebook_shows_every_result_in_both_languages(part: Any) -> None:
    """Each kind of result has an HTML form: Chinese, and English below."""
    shown = part._repr_html_()
    assert shown.count('<section class="xmut-rules"') == 2
    assert shown.index('lang="zh-CN"') < shown.index("<details>") < shown.index('lang="en"')


def test_a_finding_is_explained_with_its_remedy() -> None:
    """A finding's explanation says what is wrong under which clause, and what to do."""
    (found,) = [finding for finding in MESSY.findings if finding.code == "wrong-account"]
    assert "error: fee I05 was not paid into a designated account [§3.5.1b 三（五）（1）]" in " ".join(
        explain(found, lang="en").split()
    )
    assert "处理：转入指定账户，并改正记录" in explain(found)
