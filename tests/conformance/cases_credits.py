"""Cases of credit recognition: every outcome, and the order in which they are decided."""

from __future__ import annotations

from tests.conformance.case import Case, Json, case
from tests.conformance.rows import Row, certificate, licence, student

AS_OF = "2021-07-31"
HIGHEST = "credits.levels=highest"
CAP_3, CAP_4 = "credits.category_cap=3", "credits.category_cap=4"
LEVELS = "credits.by_level=初级:1,中级:2"
ALL_LEVELS = "credits.by_level=初级:0.5,中级:1.25,高级:3"


def decided(
    where: str,
    name: str,
    certificates: list[Row],
    zh: str,
    en: str,
    *decisions: str,
    students: list[Row] | None = None,
    totals: list[str] | None = None,
    as_of: str = AS_OF,
    policies: str = "pilot",
) -> Case:
    """Write a case of recognize_credits: decisions as `certificate outcome credits [cut]`.

    Totals are written as `student innovation_practice general_elective total`.
    """
    expect: dict[str, Json] = {"decisions": [decision(each) for each in decisions]}
    if totals is not None:
        keys = ("student_id", "innovation_practice", "general_elective", "total")
        expect["students"] = [dict(zip(keys, each.split(), strict=True)) for each in totals]
    given: dict[str, Json] = {
        "certificates": certificates,
        "students": [student()] if students is None else students,
        "as_of": as_of,
    }
    return case(where, f"credits/{name}", "recognize_credits", given, zh, en, expect, policies)


def decision(text: str) -> Json:
    """Read an expected decision."""
    certificate_id, outcome, credit, *cut = text.split()
    made: dict[str, Json] = {"certificate_id": certificate_id, "outcome": outcome, "credits": credit}
    return {**made, "cut": cut[0] if cut else "0"}


def one(
    where: str, name: str, row: Row, outcome: str, zh: str, en: str, of: Row | None = None, policies: str = "pilot"
) -> Case:
    """Write a case of one certificate K1: 2 credits if granted, else 0."""
    got = f"K1 {outcome} {'2' if outcome == 'granted' else '0'}"
    return decided(where, name, [row], zh, en, got, students=[of or student()], policies=policies)


OUTCOMES = (
    decided(
        "§3.4c D1",
        "granted",
        [certificate("K1")],
        "合格的一本得 2 学分，归创新创业实践",
        "One that is in order gives 2 credits of innovation practice",
        "K1 granted 2",
        totals=["ST1 2 0 2"],
    ),
    decided(
        "§3.4b D1",
        "granted/general_elective",
        [certificate("K1", category="general_elective")],
        "选公共通识选修：2 学分归那一类",
        "Filed as a general elective: 2 credits there",
        "K1 granted 2",
        totals=["ST1 0 2 2"],
    ),
    decided(
        "§3.4b D1",
        "both-categories",
        [certificate("K1"), certificate("K2", name="证书B", category="general_elective")],
        "两本各归一类，各 2 学分，共 4",
        "Two in two categories have 2 credits each, 4 in all",
        "K1 granted 2",
        "K2 granted 2",
        totals=["ST1 2 2 4"],
    ),
    decided(
        "§3.4c",
        "other-credits",
        [certificate("K1")],
        "改为每本 1.5 学分",
        "Amended to 1.5 credits each",
        "K1 granted 1.5",
        totals=["ST1 1.5 0 1.5"],
        policies="credits.per_certificate=1.5",
    ),
    one(
        "§3.4a D5",
        "licence",
        licence("K1"),
        "granted",
        "驾驶证得 2 学分，不问发证机构",
        "A driving licence gives 2 credits, whoever issued it",
    ),
    decided(
        "§3.4a",
        "recognized-earlier",
        [certificate("K1", recognized_on="2021-07-15")],
        "2021-07-15 已认定过，不再得分",
        "It was recognized on 2021-07-15 and gives nothing new",
        "K1 recognized-earlier 0",
        totals=["ST1 0 0 0"],
    ),
    one(
        "§3.4a D10",
        "kind-not-covered",
        certificate("K1", kind="other", name="CET", level=""),
        "kind-not-covered",
        "语言考试不在此列",
        "A language test is not covered",
    ),
    one(
        "§1.2b D10",
        "issuer-not-recognized",
        certificate("K1", issuer_recognized=False),
        "issuer-not-recognized",
        "评价组织未获认定",
        "Its issuer is not recognized",
    ),
    one(
        "§1.2b D10",
        "issuer-recognized",
        certificate("K1"),
        "granted",
        "评价组织获认定：2 学分",
        "Its issuer is recognized: 2 credits",
    ),
    *(
        one(
            "§3.4a D9",
            f"not-valid/{status}",
            certificate("K1", status=status),
            "not-valid",
            f"{zh}的证书不认定",
            f"A certificate that is {status} is not granted",
        )
        for status, zh in (("revoked", "撤销"), ("expired", "过期"), ("suspended", "暂扣"))
    ),
    one(
        "§3.4a",
        "as-of/issued-that-day",
        certificate("K1", issued_on=AS_OF),
        "granted",
        "2021-07-31 当天发证：2 学分",
        "Issued on 2021-07-31 itself: 2 credits",
    ),
    one(
        "§3.4a",
        "not-yet-issued",
        certificate("K1", issued_on="2021-08-01"),
        "not-yet-issued",
        "2021-08-01 才发证，晚于 2021-07-31",
        "Issued on 2021-08-01, after 2021-07-31",
    ),
    one(
        "§3.4a D6",
        "enrolment/first-day",
        certificate("K1", issued_on="2019-09-01"),
        "granted",
        "入学当天 2019-09-01 算在校：2 学分",
        "The day of enrolment, 2019-09-01, counts: 2 credits",
    ),
    one(
        "§3.4a D6",
        "before-enrolment",
        certificate("K1", issued_on="2019-08-31"),
        "before-enrolment",
        "2019-08-31 早于入学日 2019-09-01",
        "2019-08-31 is before enrolment on 2019-09-01",
    ),
    one(
        "§3.4a D6",
        "enrolment-unknown",
        certificate("K1"),
        "enrolment-unknown",
        "入学日期不明，不能判定",
        "The day of enrolment is not known: not granted",
        student(enrolled=None),
    ),
    one(
        "§3.4a D8",
        "graduation/last-day",
        certificate("K1"),
        "granted",
        "毕业当天 2021-06-30 算在校：2 学分",
        "The day of graduation, 2021-06-30, counts: 2 credits",
        student(graduated="2021-06-30"),
    ),
    one(
        "§3.4a D8",
        "after-graduation",
        certificate("K1"),
        "after-graduation",
        "2021-06-30 晚于毕业日 2021-06-29",
        "2021-06-30 is after graduation on 2021-06-29",
        student(graduated="2021-06-29"),
    ),
    one(
        "§3.4a D7",
        "before-the-document",
        certificate("K1", issued_on="2020-06-30"),
        "granted",
        "2020-06-30 早于发文，在校时取得：2 学分",
        "2020-06-30 is before the document, while a student: 2 credits",
    ),
    one(
        "§3.4a D7",
        "earliest-issue/that-day",
        certificate("K1", issued_on="2020-12-18"),
        "granted",
        "最早发证日 2020-12-18 当天：2 学分",
        "On the earliest day, 2020-12-18: 2 credits",
        policies="credits.earliest_issue=2020-12-18",
    ),
    one(
        "§3.4a D7",
        "before-earliest-issue",
        certificate("K1", issued_on="2020-12-17"),
        "before-earliest-issue",
        "2020-12-17 早于最早发证日 2020-12-18",
        "2020-12-17 is before the earliest day, 2020-12-18",
        policies="credits.earliest_issue=2020-12-18",
    ),
    one(
        "§3.4a D7",
        "earliest-issue/licence",
        licence("K1", issued_on="2020-12-17"),
        "before-earliest-issue",
        "驾驶证也一样：2020-12-17 太早",
        "A licence is the same: 2020-12-17 is too early",
        policies="credits.earliest_issue=2020-12-18",
    ),
    one(
        "§3.4b D1",
        "category-missing",
        certificate("K1", category=None),
        "category-missing",
        "没有选学分类别",
        "No category was chosen",
    ),
    one(
        "§3.4a D6 D8",
        "graduation/enrolled-and-graduated-on-one-day",
        certificate("K1"),
        "granted",
        "2021-06-30 入学，当天毕业，当天算在校：2 学分",
        "Enrolled on 2021-06-30 and graduated that day, which counts: 2 credits",
        student(enrolled="2021-06-30", graduated="2021-06-30"),
    ),
    decided(
        "§0a E10",
        "timeline/as-of-in-a-gap",
        [certificate("K1")],
        "2024-05-01 在两份政策之间的空档",
        "2024-05-01 is in the gap between two policies",
        "K1 not-in-force 0",
        as_of="2024-05-01",
        policies="effective_until=2023-12-31 from-2024-09-01",
    ),
    decided(
        "§0a E10",
        "not-in-force",
        [certificate("K1", issued_on="2020-06-30")],
        "2020-12-17 没有生效的政策",
        "No policy is in force on 2020-12-17",
        "K1 not-in-force 0",
        as_of="2020-12-17",
    ),
    decided(
        "§0a E10 D7",
        "in-force/first-day",
        [certificate("K1", issued_on="2020-06-30")],
        "2020-12-18 已生效：2 学分",
        "2020-12-18 is in force: 2 credits",
        "K1 granted 2",
        as_of="2020-12-18",
    ),
    decided(
        "§0a E10 D7",
        "timeline/as-of-decides",
        [certificate("K1")],
        "按 2024-09-01 的政策，2021 年的证书得 1 学分",
        "By the policy of 2024-09-01 a certificate of 2021 gives 1 credit",
        "K1 granted 1",
        as_of="2024-09-01",
        policies="pilot from-2024-09-01",
    ),
)
ORDER = (
    one(
        "§3.4a D10 D9",
        "order/kind-before-issuer",
        certificate("K1", kind="other", issuer_recognized=False),
        "kind-not-covered",
        "先看种类，再看发证机构",
        "The kind is tested before the issuer",
    ),
    one(
        "§1.2b D10 D9",
        "order/issuer-before-status",
        certificate("K1", issuer_recognized=False, status="revoked"),
        "issuer-not-recognized",
        "先看发证机构，再看状态",
        "The issuer is tested before the status",
    ),
    one(
        "§3.4c",
        "name-of-500-characters",
        certificate("K1", name="证" * 500),
        "granted",
        "名称可有 500 个字：2 学分",
        "A name may have 500 characters: 2 credits",
    ),
    one(
        "§3.4a D9",
        "order/status-before-date",
        certificate("K1", status="revoked", issued_on="2021-08-01"),
        "not-valid",
        "先看状态，再看日期 2021-08-01",
        "The status is tested before the date 2021-08-01",
    ),
    one(
        "§3.4a D7 D6",
        "order/earliest-before-enrolment",
        certificate("K1", issued_on="2019-08-31"),
        "before-earliest-issue",
        "先看最早发证日 2020-12-18，再看入学日",
        "The earliest day, 2020-12-18, is tested before enrolment",
        policies="credits.earliest_issue=2020-12-18",
    ),
    one(
        "§3.4a D6 D1",
        "order/enrolment-before-category",
        certificate("K1", issued_on="2019-08-31", category=None),
        "before-enrolment",
        "先看入学日 2019-09-01，再看类别",
        "Enrolment on 2019-09-01 is tested before the category",
    ),
    decided(
        "§3.4b D1 D12",
        "order/category-before-number",
        [certificate("K1", number="N", category=None), certificate("K2", number="N", student_id="ST2")],
        "K1 先因没有类别不认定，K2 仍与它同号",
        "K1 fails by its category first, K2 shares its number still",
        "K1 category-missing 0",
        "K2 number-shared 0",
        students=[student("ST1"), student("ST2")],
    ),
    decided(
        "§3.4a D12 D2",
        "order/number-before-duplicate",
        [certificate("K1", number="N"), certificate("K2"), certificate("K3", number="N", student_id="ST2")],
        "K1 与 K3 同号，退出重复的比较，K2 得 2 学分",
        "K1 shares a number with K3 and leaves the duplicates: K2 has 2 credits",
        "K1 number-shared 0",
        "K2 granted 2",
        "K3 number-shared 0",
        students=[student("ST1"), student("ST2")],
    ),
)
CASES = (*OUTCOMES, *ORDER)
