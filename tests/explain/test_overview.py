"""Reports as text: complete, the same in both languages, and within 80 columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args

import pytest

from tests.sections import without_sections
from xmut_rules import PILOT_2020, Policy, TermReport, Timeline, settle_term
from xmut_rules.base.language import width
from xmut_rules.explain.overview import overview
from xmut_rules.explain.report import explanation
from xmut_rules.files.terms import parse_term
from xmut_rules.rules import Outcome
from xmut_rules.rules.credits import OUTCOMES, CreditReport

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")
Document = dict[str, Any]

CAPPED = PILOT_2020.amended(training={"long_day": "capped"})
FEW_CREDITS = PILOT_2020.amended(credits={"category_cap": "3"})
LATE = PILOT_2020.amended(effective_from="2021-04-11")
NEVER = PILOT_2020.amended(effective_from="2099-01-01")

TITLES = {
    "zh": ("项目结算", "人员酬金", "按天计酬的考务费", "未按申报全额计酬的培训", "学分认定", "社会服务工作量", "检查"),
    "en": ("Settlements", "Pay", "Duty paid by the day", "Training not paid", "Credits", "Social-service", "Checks"),
}


def sample(name: str) -> Document:
    """Return an example term as a fresh JSON value."""
    value: Document = json.loads((EXAMPLES / name / "term.json").read_text(encoding="utf-8"))
    return value


def settled(document: Document, policy: Policy | Timeline = PILOT_2020) -> TermReport:
    """Settle a document."""
    return settle_term(parse_term(json.dumps(document).encode()), policy=policy)


def empty() -> Document:
    """Return a term without rows."""
    return {key: [] if isinstance(value, list) else value for key, value in sample("messy").items()}


def section(text: str, number: int, lang: str) -> list[str] | None:
    """Return the lines of one section after its title; None where the text does not have it."""
    for block in without_sections(text).split("\n\n")[1:]:
        title, *body = re.sub(r"、\n\s+", "、", block).rstrip("\n").split("\n")
        if title.startswith(TITLES[lang][number]):
            return body
    return None


def rows(lines: Iterable[str] | None) -> list[list[str]]:
    """Take lines apart into cells, at two spaces or more."""
    assert lines is not None
    return [re.split(r" {2,}", line.strip()) for line in lines]


def cells(*values: object) -> list[str]:
    """Return values as cells."""
    return [str(value) for value in values]


MESSY, CLEAN = settled(sample("messy")), settled(sample("clean"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("report", [MESSY, CLEAN], ids=["messy", "clean"])
def test_every_amount_of_a_settlement_is_shown_in_order(report: TermReport, lang: Literal["zh", "en"]) -> None:
    """A project's income, costs, surplus, prior loss, award, its parts, remainder and grant balance stand in order."""
    expected: list[list[str]] = []
    for settlement in report.settlements:
        expected += [[settlement.project_id], [f"{settlement.income}", "§3.5.3a"]]
        expected += [[f"{cost.amount}", "§3.5.1c"] for cost in settlement.costs]
        expected += [[f"{settlement.surplus}", "§3.5.3a"]]
        expected += [[f"{settlement.prior_loss}", "C4"]] if settlement.prior_loss else []
        expected += [[f"{settlement.award}", settlement.clause]]
        expected += [[f"{part.amount}", "C11"] for part in settlement.awards] if len(settlement.awards) > 1 else []
        expected += [[f"{settlement.remainder}", "§3.5.3b"]]
        expected += [] if settlement.grant_balance is None else [[f"{settlement.grant_balance}", "§3.3c"]]
    found = rows(section(overview(report, lang=lang), 0, lang))
    assert [[*row[1:-1], row[-1].split()[-1]] for row in found] == expected
    named = {row[0] for row in found}
    assert {
        part.college_id for settlement in report.settlements for part in settlement.awards if len(settlement.awards) > 1
    } <= named
    others = {cost.category for settlement in report.settlements for cost in settlement.costs} - {"training", "exams"}
    assert {f"- {category}" for category in others} <= named
    assert named & ({"- training", "- exams"} if lang == "zh" else {"- 培训课酬", "- 考务费"}) == set()


def test_a_loss_and_a_grant_are_shown_where_there_is_one() -> None:
    """The joint project of the clean term has a prior loss, two colleges and a grant; the other shows none of them."""
    text = without_sections(overview(CLEAN, lang="en"))
    first, second = text[text.index("\n  P1\n") : text.index("\n  P2\n")], text[text.index("\n  P2\n") :]
    assert re.findall(r"earlier loss +500\.00 +reading C4", second) != []
    assert re.findall(r"college award +1436\.60 +§3\.5\.3b\n +C01 +957\.73 .*\n +C02 +478\.87 ", second) != []
    assert re.findall(r"grant balance +500\.00 +§3\.3c", second) != []
    assert re.findall("earlier loss|C01|C02|grant balance", first) == []
    assert re.findall(r"college award +3056\.15 +§3\.5\.3b\n +remainder +7131\.01 ", first) != []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everybodys_pay_is_shown_with_its_sums(lang: Literal["zh", "en"]) -> None:
    """Each person's training and duty pay stands with its sum, and all of them with theirs below."""
    heads, *people, total = rows(section(overview(MESSY, lang=lang), 1, lang))
    assert heads == (["人员", "培训课酬", "考务费", "合计"] if lang == "zh" else ["staff", "training", "duty", "total"])
    assert people == [cells(row.staff_id, row.training, row.exams, row.total) for row in MESSY.payroll]
    assert len(people) == 12
    whole = MESSY.training.total + MESSY.exams.total
    assert total == cells("合计" if lang == "zh" else "total", MESSY.training.total, MESSY.exams.total, whole)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_day_paid_by_the_day_is_shown(lang: Literal["zh", "en"]) -> None:
    """Each day-rate day stands with its sessions, their sum, what is paid, and every project's share."""
    heads, *days = rows(section(overview(MESSY, lang=lang), 2, lang))
    assert len(heads) == 6
    expected = [day for day in MESSY.exams.days if day.rule == "day-rate"]
    assert 0 < len(expected) < len(MESSY.exams.days)
    assert days == [
        cells(
            day.date,
            day.staff_id,
            len(day.sessions),
            day.standard,
            day.amount,
            " ".join(f"{share.project_id}:{share.amount}" for share in day.shares),
        )
        for day in expected
    ]


def test_training_that_is_not_paid_as_claimed_is_shown_with_the_reason() -> None:
    """Under a ceiling of six hours a long day is split, hours beside a day are absorbed, a second day is not paid."""
    document = sample("messy")
    document["training"].append({**document["training"][0], "record_id": "TR98"})
    reasons: tuple[tuple[Literal["zh", "en"], str, str, str], ...] = (
        ("zh", "超过每天学时，按上限分摊", "当天已按天计酬", "当天已计酬一天"),
        ("en", "above", "the day record", "a day"),
    )
    for lang, capped, absorbed, repeated in reasons:
        found = rows(section(overview(settled(document, CAPPED), lang=lang), 3, lang))
        expected = [
            ["2021-03-06", "TR98", "T01", "6", "0.00", repeated],
            ["2021-03-13", "TR03", "T02", "4", "360.00", capped],
            ["2021-03-13", "TR04", "T02", "4", "360.00", capped],
            ["2021-03-27", "TR09", "T01", "8", "720.00", capped],
            ["2021-04-10", "TR32", "T04", "2", "0.00", absorbed],
            ["2021-05-16", "TR30", "T08", "7", "720.00", capped],
        ]
        assert [row[:5] for row in found] == [row[:5] for row in expected]
        assert [row[5].startswith(wanted[5]) for row, wanted in zip(found, expected, strict=True)] == [True] * 6


@pytest.mark.parametrize("lang", LANGUAGES)
def test_training_before_the_policy_is_shown_as_not_in_force(lang: Literal["zh", "en"]) -> None:
    """Records dated before the first day in force are listed with 0.00, those on it are not."""
    report = settled(sample("messy"), LATE)
    found = rows(section(overview(report, lang=lang), 3, lang))
    early = [line for line in report.training.lines if f"{line.date}" < "2021-04-11"]
    assert [row[:5] for row in found] == [
        cells(line.date, line.record_id, line.staff_id, line.class_hours, "0.00") for line in early
    ]
    assert 0 < len(early) < len(report.training.lines)
    reason = {"zh": "尚无政策可依", "en": "no policy is in force"}[lang]
    assert {row[5] for row in found} == {reason}


def test_a_term_paid_as_claimed_has_no_such_section() -> None:
    """Sections without rows are left out, titles and all."""
    assert [section(overview(CLEAN, lang=lang), 3, lang) for lang in LANGUAGES] == [None, None]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_student_with_credits_and_every_refusal_is_shown(lang: Literal["zh", "en"]) -> None:
    """Students with credits stand with both categories; every certificate not granted stands with its reason."""
    body = section(overview(MESSY, lang=lang), 4, lang)
    assert body is not None
    split = next(number for number, line in enumerate(body) if line.startswith(("  未认定", "  not granted")))
    assert re.findall("[0-9]+", body[0]) == ["17", "30"]
    assert rows(body[2:split]) == [
        cells(student.student_id, student.innovation_practice, student.general_elective, student.total)
        for student in MESSY.credits.students
        if student.total
    ]
    refused = [decision for decision in MESSY.credits.decisions if decision.outcome != "granted"]
    words = LANGUAGES.index(lang)
    shown = "".join("".join(body[split + 1 :]).split())  # a row that is too wide goes on in the next line
    assert shown == "".join(
        f"{row.certificate_id}{row.student_id}{OUTCOMES[row.outcome][words]}{row.clause}".replace(" ", "")
        for row in refused
    )
    assert len(refused) == 13


@pytest.mark.parametrize(("lang", "reason"), [("zh", "认定，超上限扣减 1"), ("en", "granted, cut by the cap: 1")])
def test_what_a_cap_cuts_is_shown(lang: Literal["zh", "en"], reason: str) -> None:
    """With a cap of 3 credits a category, a second certificate gives 1: three are shown with what was cut off."""
    found = rows(section(overview(settled(sample("messy"), FEW_CREDITS), lang=lang), 4, lang))
    assert [row for row in found if row[2:3] == [reason]] == [
        ["K06", "ST03", reason, "§3.4c"],
        ["K24", "ST14", reason, "§3.4c"],
        ["K25", "ST14", reason, "§3.4c"],
    ]
    assert ["ST14", "3", "3", "6"] in found


def test_certificates_that_are_all_granted_leave_no_list_of_others() -> None:
    """Where every certificate is granted in full, no list of refusals follows."""
    document = sample("messy")
    document["certificates"] = document["certificates"][:1]
    text = overview(settled(document), lang="en")
    body = section(text, 4, "en")
    assert body is not None
    assert len(body) == 3
    assert "not granted" not in text


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_every_outcome_has_words_of_its_own(outcome: Outcome) -> None:
    """Each outcome of a certificate is explained in either language, and no two alike."""
    refused = MESSY.credits.decisions[0]
    decision = replace(
        refused, certificate_id="K1", student_id="ST1", outcome=outcome, credits=Decimal(0), cut=Decimal(1)
    )
    report = replace(MESSY, credits=CreditReport((decision,), ()))
    for number, lang in enumerate(LANGUAGES):
        words = OUTCOMES[outcome][number]
        assert [other for other, texts in OUTCOMES.items() if texts[number] == words] == [outcome]
        found = rows(section(overview(report, lang=lang), 4, lang))
        assert [row[2] for row in found if row[0] == "K1"] == [
            words + ("，超上限扣减 1", ", cut by the cap: 1")[number]
        ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workload_is_shown(lang: Literal["zh", "en"]) -> None:
    """Everybody's class hours are shown, in shortest form."""
    found = rows(section(overview(MESSY, lang=lang), 5, lang))
    assert found == [cells(row.staff_id, row.class_hours) for row in MESSY.workload]
    assert ["T03", "11.5"] in found


@pytest.mark.parametrize(("lang", "words"), [("zh", ("错误", "提示", "核对")), ("en", ("error", "warning", "hint"))])
def test_every_finding_is_shown_with_what_to_do(lang: Literal["zh", "en"], words: tuple[str, ...]) -> None:
    """Each finding stands with severity, clause, message, remedy and code, in the report's order, and is counted."""
    body = section(overview(MESSY, lang=lang), 6, lang)
    assert body is not None
    joined = re.sub(r"\s+", "", "".join(body))
    code = "（{}）" if lang == "zh" else "({})"
    expected = "".join(
        f"{words[('error', 'warning', 'hint').index(finding.severity)]}{finding.clause or ''}"
        f"{finding.message(lang)}→{finding.remedy(lang)}{code.format(finding.code)}"
        for finding in MESSY.findings
    )
    assert joined == re.sub(r"\s+", "", expected)
    title = next(line for line in overview(MESSY, lang=lang).split("\n") if line.startswith(TITLES[lang][6]))
    assert re.findall("[0-9]+", title) == ["10", "1", "1"]


TOKENS = re.compile(r"§[0-9.a-z]+|\b[A-Z]{1,2}[0-9]+\b|-?\b[0-9]+(?:[.:-][0-9]+)*")


@pytest.mark.parametrize("policy", [PILOT_2020, CAPPED, FEW_CREDITS, LATE, NEVER])
@pytest.mark.parametrize("name", ["messy", "clean"])
def test_both_languages_show_the_same_figures_in_the_same_order(name: str, policy: Policy) -> None:
    """Amounts, days, counts, ids and clauses are the same in both languages; in findings within each of them."""
    report = settled(sample(name), policy)
    chinese, english = (overview(report, lang=lang) for lang in LANGUAGES)
    cut = chinese.index("\n检查"), english.index("\nChecks")
    figures = TOKENS.findall(chinese[: cut[0]].replace("当天超过 6 学时", ""))
    assert figures == TOKENS.findall(english[: cut[1]])
    assert len(figures) > 20
    told = [re.split(r"\n  (?=[^ ])", text[at:]) for text, at in zip((chinese, english), cut, strict=True)]
    assert [sorted(TOKENS.findall(line)) for line in told[0]] == [sorted(TOKENS.findall(line)) for line in told[1]]


def test_a_term_without_rows_is_short_and_says_that_nothing_was_found() -> None:
    """An empty term gives its heading and that nothing was found, and no titles without rows."""
    report = settled({**empty(), "term": "2020-2021-2"})
    assert overview(report) == (
        "厦门工学院 1+X 试点 学期结算 2020-2021-2\n"
        "结算日 2021-07-31，金额单位：元，税前\n"
        f"依据 厦工教〔2020〕39号（自 2020-12-18 起，校验值 {PILOT_2020.digest[:12]}）\n"
        "\n检查\n  没有发现问题。\n"
    )
    assert overview(report, lang="en") == (
        "1+X pilot, settlement of the term 2020-2021-2\n"
        "as of 2021-07-31; amounts in yuan, gross\n"
        f"under 厦工教〔2020〕39号 (from 2020-12-18, digest {PILOT_2020.digest[:12]})\n"
        "\nChecks\n  No problems found.\n"
    )


def timeline(*days: str) -> Timeline:
    """Return policies that follow one another from these days."""
    return Timeline(policies=tuple(PILOT_2020.amended(effective_from=day) for day in days))


DAYS = "2020-12-18", "2021-05-01"


def test_every_policy_that_decided_is_named() -> None:
    """The heading names each policy in force on a date of the term, or says that there is none."""
    report = settled(sample("messy"), timeline("2020-12-18", "2021-05-01", "2030-01-01"))
    first, second = (policy.digest[:12] for policy in report.policies)
    heading = "".join(line.strip() for line in overview(report).split("\n\n")[0].split("\n")[2:])
    begun = [
        f"厦工教〔2020〕39号（自 {day} 起，校验值 {digest}）" for day, digest in zip(DAYS, (first, second), strict=True)
    ]
    assert heading == f"依据 {'；'.join(begun)}"
    never = settled(sample("messy"), NEVER)
    assert overview(never).split("\n")[2] == "依据 尚无政策可依"
    assert overview(never, lang="en").split("\n")[2] == "under no policy in force"


def test_another_language_is_refused() -> None:
    """A language other than the two is a caller's mistake."""
    lang: Any = "fr"
    with pytest.raises(ValueError, match="lang: expected zh or en"):
        overview(MESSY, lang=lang)


def test_chinese_is_the_default() -> None:
    """Without a language the text is Chinese."""
    assert overview(CLEAN) == overview(CLEAN, lang="zh") != overview(CLEAN, lang="en")


def long_ids(document: Document) -> Document:
    """Make every id eight characters long."""
    text = json.dumps(document, ensure_ascii=False)
    value: Document = json.loads(re.sub(r'"([A-Z]{1,2}[0-9]{1,3})"', lambda found: f'"{found[1]:X<8}"', text))
    return value


def too_wide(text: str) -> list[str]:
    """Return the lines of more than 80 columns."""
    return [line for line in text.split("\n") if width(line) > 80]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("policy", [PILOT_2020, CAPPED, FEW_CREDITS, LATE, NEVER])
@pytest.mark.parametrize("name", ["messy", "clean"])
@pytest.mark.parametrize("ids", ["short", "long"])
def test_a_report_fits_eighty_columns(name: str, ids: str, policy: Policy, lang: Literal["zh", "en"]) -> None:
    """With ids of up to 8 characters no line takes more than 80 columns, whatever is cut, capped or not in force."""
    document = sample(name)
    document.pop("series", None)  # a lesson's id adds nine characters to its plan's
    if ids == "long":
        document = long_ids(document)
        assert document["staff"][0]["staff_id"] == "T01XXXXX"
    assert too_wide(overview(settled(document, policy), lang=lang)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_for_many_projects_fits_eighty_columns(lang: Literal["zh", "en"]) -> None:
    """A day that is shared by four projects shows all four shares within 80 columns."""
    document = sample("messy")
    for session, project in (("S13", "P1"), ("S15", "P2"), ("S18", "P3"), ("S20", "P4")):
        row = next(line for line in document["sessions"] if line["session_id"] == session)
        row["project_id"] = project
    report = settled(long_ids(document))
    day = next(line for line in report.exams.days if (f"{line.date}", line.staff_id) == ("2021-06-05", "T11XXXXX"))
    assert len(day.shares) == 4
    text = overview(report, lang=lang)
    assert [share for share in day.shares if f"{share.project_id}:{share.amount}" not in text] == []
    assert too_wide(text) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_many_policies_fit_eighty_columns(lang: Literal["zh", "en"]) -> None:
    """A heading that names four policies is within 80 columns and names them all."""
    days = ("2020-12-18", "2021-03-15", "2021-04-15", "2021-05-15")
    text = overview(settled(sample("messy"), timeline(*days)), lang=lang)
    shown = {"zh": "（自{}起", "en": "(from{}"}[lang]
    assert [day for day in days if shown.format(day) not in "".join(text.split())] == []
    assert too_wide(text) == []


def test_an_explanation_counts_what_was_filed_and_what_was_recognized() -> None:
    """Under a cap of 0 credits certificates that pass every test are recognized and give nothing; both are counted."""
    report = settled(sample("clean"), PILOT_2020.amended(credits={"category_cap": "0"}))
    granted = sum(decision.outcome == "granted" for decision in report.credits.decisions)
    assert 0 < granted < len(report.credits.decisions)
    title = explanation(report.credits).title.words.zh
    assert title == f"学分认定：申报 {len(report.credits.decisions)} 本，认定 {granted} 本，0 学分"


def test_a_category_is_explained_by_what_fees_paid() -> None:
    """Of two costs of one category, one paid from a grant, the sum names that of the fees alone."""
    document = sample("clean")
    own = next(row for row in document["costs"] if row["funded_by"] == "fees")
    document["costs"].append(own | {"cost_id": "X99", "amount": "7.77", "funded_by": "grant", "purpose": "training"})
    settlement = next(row for row in settled(document).settlements if row.project_id == own["project_id"])
    paid = [step.formula for step in explanation(settlement).steps if step.clause == "§3.5.1c"]
    assert [formula for formula in paid if "7.77" in formula] == []
    assert len(paid) > 3
