"""Credits for certificates: §1.2b and §3.4a-c. Every figure here is the document's, not the package's."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.spec.builders import amended, certificate, duty, student
from xmut_rules import (
    PILOT_2020,
    Certificate,
    CreditReport,
    Policy,
    Student,
    check_certificates,
    exam_pay,
    recognize_credits,
)
from xmut_rules.rules import CreditDecision, StudentCredits

AS_OF = date(2021, 7, 31)
ENROLLED = date(2019, 9, 1)
LEVELS = ("初级", "中级", "高级")
CATEGORIES: tuple[Any, ...] = ("innovation_practice", "general_elective")
DECISION: Callable[[CreditDecision], Any] = attrgetter("outcome", "clause", "credits", "cut")
TOTALS: Callable[[StudentCredits], Any] = attrgetter("student_id", "innovation_practice", "general_elective", "total")


def reading(**terms: Any) -> Policy:
    """The pilot with other terms of credit."""
    return PILOT_2020.amended(credits=terms)


def recognized(*rows: Certificate, students: Sequence[Student] = (), policy: Policy = PILOT_2020) -> CreditReport:
    """The report on certificates; their students are enrolled since 2019-09-01 unless given."""
    holders = students or [student(name) for name in {row.student_id for row in rows}]
    return recognize_credits(rows, holders, as_of=AS_OF, policy=policy)


def decided(row: Certificate, *others: Certificate, **given_as: Any) -> Any:
    """The decision on the first of some certificates."""
    decisions = recognized(row, *others, **given_as).decisions
    return {decision.certificate_id: decision for decision in decisions}[row.certificate_id]


def outcomes(*rows: Certificate, policy: Policy = PILOT_2020) -> dict[str, str]:
    """The outcome of each certificate by its id."""
    return {decision.certificate_id: decision.outcome for decision in recognized(*rows, policy=policy).decisions}


def reasons(*rows: Any, **terms: Any) -> list[tuple[str, tuple[str, ...], str | None]]:
    """Return outcome, certificates beside it and what the cap had left of each decision, by certificate."""
    people = [student("U1"), student("U2"), student("U3")]
    policy = PILOT_2020.amended(credits=terms)
    found = recognize_credits(rows, people, as_of=AS_OF, policy=policy).decisions
    judged = {(decision.student.student_id, decision.certificate.certificate_id, decision.as_of) for decision in found}
    assert judged == {(row.student_id, row.certificate_id, AS_OF) for row in rows}
    assert {decision.terms for decision in found} == {policy.credits}
    return [
        (decision.outcome, decision.beside, None if decision.left is None else str(decision.left)) for decision in found
    ]


Flaw = tuple[str, str, dict[str, Any], dict[str, Any], dict[str, Any], tuple[Certificate, ...]]
# The refusals in the order in which they are tested: outcome, clause, what is changed for it in the certificate X1, in
# its student and in the terms, and other rows. Duplicate and higher level are rows that no flaw of the student touches.
FLAWS: tuple[Flaw, ...] = (
    ("recognized-earlier", "§3.4c", {"recognized_on": date(2021, 7, 1)}, {}, {}, ()),
    ("kind-not-covered", "§3.4a", {"kind": "other"}, {}, {}, ()),
    ("issuer-not-recognized", "§1.2b", {"issuer_recognized": False}, {}, {}, ()),
    ("not-valid", "§3.4a", {"status": "revoked"}, {}, {}, ()),
    ("not-yet-issued", "§3.4a", {"issued_on": date(2021, 8, 1)}, {}, {}, ()),
    ("before-earliest-issue", "§3.4a", {}, {}, {"earliest_issue": date(2090, 1, 1)}, ()),
    ("enrolment-unknown", "§3.4a", {}, {"enrolled_on": None}, {}, ()),
    ("before-enrolment", "§3.4a", {}, {"enrolled_on": date(2095, 9, 1)}, {}, ()),
    ("after-graduation", "§3.4a", {}, {"graduated_on": date(2020, 6, 30)}, {}, ()),
    ("category-missing", "§3.4b", {"category": None}, {}, {}, ()),
    ("number-shared", "§3.4a", {}, {}, {}, (certificate("X2", student="U2", number="N-X1"),)),
    ("duplicate", "§3.4c", {}, {}, {}, (certificate("X3", recognized_on="2021-01-08"),)),
    ("lower-level", "§3.4c", {}, {}, {"levels": "highest"},
     (certificate("X4", level="高级", recognized_on="2021-01-08"),)),
    ("level-not-listed", "§3.4c", {}, {},
     {"by_level": [{"level": "中级", "credits": 2}, {"level": "高级", "credits": 2}]}, ()),
)  # fmt: skip
IMPOSSIBLE = [{"enrolment-unknown", "before-enrolment"}, {"before-enrolment", "after-graduation"}]
PAIRS = [pair for pair in combinations(FLAWS, 2) if {pair[0][0], pair[1][0]} not in IMPOSSIBLE]


def flawed(*flaws: Flaw) -> Any:
    """The decision on X1 with some flaws; where two change one thing, the earlier flaw has it."""
    every: tuple[Any, ...] = flaws
    own, holder, terms = (dict(ChainMap(*(flaw[part] for flaw in every))) for part in (2, 3, 4))
    others = [row for flaw in every for row in flaw[5]]
    people = (student(**holder), student("U2"))
    return decided(certificate("X1", **own), *others, students=people, policy=reading(**terms))


class TestCertificatesThatEarnCredits:
    """§3.4a  Skill certificates, driving licences included, may earn a student credits."""

    @pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: str(flaw[0]))
    def test_each_refusal_has_its_outcome_and_clause_and_gives_nothing(self, flaw: Flaw) -> None:
        """D1, D2: one flaw alone decides the outcome, cites its clause, and leaves 0 credits with nothing cut."""
        assert flawed().outcome == "granted"
        decision = flawed(flaw)
        assert DECISION(decision) == (flaw[0], flaw[1], 0, 0)
        assert decision.category == (None if flaw[0] == "category-missing" else "innovation_practice")

    @pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0][0]}+{pair[1][0]}")
    def test_of_two_flaws_the_earlier_one_decides(self, pair: tuple[Flaw, Flaw]) -> None:
        """The refusals are tested in one order, whatever comes after the first that applies."""
        assert flawed(*pair).outcome == pair[0][0]

    @given(st.integers(-800, 750), st.sampled_from(["skill", "driving_licence"]))
    @example(-1, "skill").via("§3.4a: the day before enrolment")
    @example(0, "skill").via("§3.4a: the day of enrolment")
    @example(699, "skill").via("§3.4a: as_of itself")
    @example(700, "skill").via("§3.4a: the day after as_of")
    def test_a_certificate_is_earned_from_enrolment_to_as_of(self, days: int, kind: Any) -> None:
        """D6, D7 none: the day of enrolment counts, the day before does not, and so does no day after as_of."""
        due = "before-enrolment" if days < 0 else "granted" if days < 700 else "not-yet-issued"
        row = certificate(kind=kind, issued_on=ENROLLED + timedelta(days=days))
        assert decided(row).outcome == due
        assert decided(row, students=[student(enrolled_on=None)]).outcome in ("enrolment-unknown", "not-yet-issued")

    @given(st.integers(-300, 30))
    @example(0).via("§3.4a: the day of graduation")
    @example(1).via("§3.4a: the day after graduation")
    def test_the_last_day_is_the_day_of_graduation(self, days: int) -> None:
        """D8: a certificate issued on the day of graduation counts, one issued the day after does not."""
        row = certificate(issued_on=date(2021, 6, 25) + timedelta(days=days))
        due = "granted" if days <= 0 else "after-graduation"
        assert decided(row, students=[student(graduated_on="2021-06-25")]).outcome == due

    @given(st.integers(-100, 100))
    @example(-1).via("§3.4a: the day before the earliest issue")
    @example(0).via("§3.4a: the earliest issue itself")
    def test_an_amendment_may_set_an_earliest_issue(self, days: int) -> None:
        """D7 date: with `earliest_issue` set, an issue on that day counts and one on the day before does not."""
        row = certificate(issued_on=date(2020, 12, 18) + timedelta(days=days))
        due = "granted" if days >= 0 else "before-earliest-issue"
        assert decided(row, policy=reading(earliest_issue=date(2020, 12, 18))).outcome == due

    @pytest.mark.parametrize("status", ["revoked", "expired", "suspended"])
    def test_only_a_valid_certificate_counts(self, status: Any) -> None:
        """D9: a revoked or otherwise not valid certificate is refused, licences too."""
        assert decided(certificate(status=status)).outcome == "not-valid"
        assert decided(certificate(kind="driving_licence", status=status)).outcome == "not-valid"

    def test_one_certificate_filed_twice_counts_once(self) -> None:
        """D2, D3: a student's name and level count once, reissued or not: the earliest issue, then the smaller id."""
        found = outcomes(
            certificate("X1", issued_on="2021-03-08", category="general_elective"),
            certificate("X9", issued_on="2021-03-07"),
            certificate("X10", issued_on="2021-03-07"),
            certificate("X4", student="U2"),
            certificate("X5", name="skill B"),
            certificate("X6", level="中级"),
        )
        assert [key for key, outcome in found.items() if outcome == "duplicate"] == ["X1", "X9"]
        assert [key for key, outcome in found.items() if outcome == "granted"] == ["X10", "X4", "X5", "X6"]

    def test_one_driving_licence_lists_all_classes(self) -> None:
        """D5: a student's licences count once, under any name, class or number."""
        found = outcomes(
            certificate("X1", kind="driving_licence", name="licence", level="C1", issued_on="2021-03-07"),
            certificate("X2", kind="driving_licence", name="驾驶证", level="D", issued_on="2021-03-06"),
            certificate("X3", student="U2", kind="driving_licence", name="licence", level="C1"),
        )
        assert found == {"X1": "duplicate", "X2": "granted", "X3": "granted"}

    @pytest.mark.parametrize("kind", ["skill", "driving_licence"])
    @pytest.mark.parametrize("terms", [{}, {"earliest_issue": "2020-12-18"}])
    def test_a_document_first_issued_too_early_lets_nothing_of_it_in(self, kind: Any, terms: dict[str, Any]) -> None:
        """D2, D3, D5: licences of one student, and skill rows of one number, stand or fall with the earliest row."""
        early = "2019-08-31" if not terms else "2020-12-17"
        rows = [
            certificate("X1", kind=kind, number="N1", issued_on="2021-03-06"),
            certificate("X2", kind=kind, number="N1", issued_on=early),
        ]
        refused = "before-enrolment" if not terms else "before-earliest-issue"
        assert outcomes(*rows, policy=reading(**terms)) == {"X1": "duplicate", "X2": refused}

    def test_a_licence_from_before_enrolment_is_not_let_in_by_a_class_added_later(self) -> None:
        """D5: it is one licence under any number, name and class, and was first issued before the student came."""
        rows = [
            certificate("X1", kind="driving_licence", level="C1", number="DL-1", issued_on="2019-08-31"),
            certificate("X2", kind="driving_licence", level="D", number="DL-2", name="驾照", issued_on="2021-03-06"),
        ]
        assert outcomes(*rows) == {"X1": "before-enrolment", "X2": "duplicate"}
        assert reasons(*rows)[1] == ("duplicate", ("X1",), None)

    def test_a_document_is_of_one_name_level_and_number(self) -> None:
        """D2: another name, level or number is another document, which the refused one does not block."""
        early = certificate("X1", number="N1", issued_on="2019-08-31")
        rows = [
            certificate("X2", number="N2", issued_on="2021-03-06"),
            certificate("X3", number="N1", level="中级", issued_on="2021-03-06"),
            certificate("X4", number="N1", name="skill B", issued_on="2021-03-06"),
        ]
        assert outcomes(early, *rows) == {
            "X1": "before-enrolment", "X2": "granted", "X3": "granted", "X4": "granted"}  # fmt: skip

    @pytest.mark.parametrize("name", ["Ｓｋｉｌｌ Ａ", "Skill  A", "SkillA", " Skill\u3000A"])
    def test_names_are_compared_in_one_form_and_without_spaces(self, name: str) -> None:
        """D2: full-width letters and spaces make no other certificate; capital letters do."""
        rows = [certificate("X1", name="Skill A", number="N1"), certificate("X2", name=name.strip(), number="N2")]
        assert outcomes(*rows) == {"X1": "granted", "X2": "duplicate"}
        assert outcomes(rows[0], certificate("X2", name="skill A", number="N2"))["X2"] == "granted"
        of_two = (rows[0], certificate("X2", name=name.strip(), number="N1", student="U2"))
        assert outcomes(*of_two) == {"X1": "number-shared", "X2": "number-shared"}

    def test_an_issuer_tells_certificates_of_one_name_apart(self) -> None:
        """D2: two issuers are two certificates; a row that names none counts with any of its name."""
        first, second = certificate("X1", issuer="评价 组织A"), certificate("X2", issuer="评价组织B")
        assert outcomes(first, second) == {"X1": "granted", "X2": "granted"}
        assert outcomes(first, certificate("X2", issuer="评价组织Ａ")) == {"X1": "granted", "X2": "duplicate"}
        assert outcomes(first, second, certificate("X3"))["X3"] == "duplicate"
        assert outcomes(certificate("X0"), first, second) == {"X0": "granted", "X1": "duplicate", "X2": "duplicate"}
        for blank in ("", " ", "\u3000"):
            assert outcomes(certificate("X0", issuer=blank), first)["X1"] == "duplicate"

    @pytest.mark.parametrize("status", ["revoked", "expired", "suspended"])
    @pytest.mark.parametrize("kind", ["skill", "driving_licence"])
    def test_rows_of_one_document_that_differ_in_status_grant_nothing(self, kind: Any, status: Any) -> None:
        """D9: valid beside revoked contradict each other; before any other test neither counts until it is cleared."""
        rows = [
            certificate("X1", kind=kind, number="N1", issued_on="2019-08-31", status=status),
            certificate("X2", kind=kind, number="N1"),
            certificate("X3", kind=kind, number="N1", recognized_on="2021-01-08"),
            certificate("X4", name="skill B"),
        ]
        assert reasons(*rows) == [
            ("status-differs", ("X2", "X3"), None), ("status-differs", ("X1", "X3"), None),
            ("status-differs", ("X1", "X2"), None), ("granted", (), None)]  # fmt: skip
        assert DECISION(decided(*rows)) == ("status-differs", "§3.4a", 0, 0)
        findings = check_certificates(rows, as_of=AS_OF, policy=PILOT_2020)
        assert [(found.code, found.severity, found.clause, found.refs) for found in findings] == [
            ("certificate-status-differs", "error", "§3.4a", ("X1", "X2", "X3"))]  # fmt: skip
        other = certificate("X5", kind="other", number="N1", status=status)
        assert outcomes(other, certificate("X6", kind="other", number="N1")) == dict.fromkeys(
            ("X5", "X6"), "kind-not-covered")  # fmt: skip

    @pytest.mark.parametrize("status", ["revoked", "expired", "suspended"])
    def test_what_was_recognized_and_is_no_longer_valid_is_a_warning(self, status: Any) -> None:
        """D9: what was given is not taken back here, and still fills a cap; somebody has to look at it."""
        rows = [certificate("X1", status=status, recognized_on="2021-01-08"), certificate("X2", name="skill B")]
        (found,) = check_certificates(rows, as_of=AS_OF, policy=PILOT_2020)
        assert (found.code, found.severity, found.clause, found.refs) == (
            "recognized-not-valid", "warning", "§3.4a", ("X1",))  # fmt: skip
        assert found.params == (("status", status),)
        assert reasons(*rows, category_cap=3) == [("recognized-earlier", (), None), ("granted", (), "1")]

    def test_one_number_on_different_certificates_of_one_student_is_a_warning(self) -> None:
        """D12: another level or name under one number; a licence, another student and another number are not meant."""
        rows = [
            certificate("X1", number="N1"),
            certificate("X2", number="N1", level="中级"),
            certificate("X3", number="N1", name="skill B", status="revoked"),
            certificate("X4", number="N1", kind="driving_licence"),
            certificate("X5", number="N2"),
            certificate("X6", number="N3", student="U2"),
            certificate("X7", number="N4", student="U3"),
            certificate("X8", number="N4", student="U3", name="skill  A"),
        ]
        (found,) = check_certificates(rows, as_of=AS_OF, policy=PILOT_2020)
        assert (found.code, found.severity, found.clause, found.refs) == (
            "certificate-number-repeated", "warning", "§3.4a", ("X1", "X2", "X3"))  # fmt: skip

    @given(st.integers(-30, 30), st.integers(0, 20))
    @example(0, 0).via("§3.4a: the day of graduation")
    @example(1, 0).via("§3.4a: the day after")
    @example(20, 20).via("§3.4a: the last of twenty days more")
    def test_an_office_may_count_days_after_graduation(self, days: int, more: int) -> None:
        """D8: `days_after_graduation` calendar days after graduation still count, the next one does not."""
        row = certificate(issued_on=date(2021, 6, 25) + timedelta(days=days))
        due = "granted" if days <= more else "after-graduation"
        holders, policy = [student(graduated_on="2021-06-25")], reading(days_after_graduation=more)
        assert decided(row, students=holders, policy=policy).outcome == due

    @pytest.mark.parametrize("enrolled", [None, "2021-03-07"])
    def test_an_office_may_accept_what_was_issued_before_enrolment(self, enrolled: str | None) -> None:
        """D6 accepted: the day of enrolment is not asked for; every other test stays."""
        holders, policy = [student(enrolled_on=enrolled)], reading(before_enrolment="accepted")
        assert decided(certificate(), students=holders, policy=policy).outcome == "granted"
        assert decided(certificate(category=None), students=holders, policy=policy).outcome == "category-missing"
        assert decided(certificate(), students=holders).outcome == (
            "before-enrolment" if enrolled else "enrolment-unknown")  # fmt: skip

    @pytest.mark.parametrize("flaw", [
        {"issuer_recognized": False}, {"status": "expired"}, {"issued_on": "2019-08-31"}, {"category": None},
        {"number": "N7"},
    ], ids=lambda flaw: str(*flaw))  # fmt: skip
    def test_a_refused_certificate_does_not_block_one_of_another_number(self, flaw: dict[str, Any]) -> None:
        """D2: it was passed anew; an earlier one that is refused does not keep it from being granted."""
        fields: dict[str, Any] = {"issued_on": "2021-03-01"} | flaw
        broken = certificate("X1", **fields)
        rows = (certificate("X2", issued_on="2021-03-09"), broken, certificate("X3", student="U2", number="N7"))
        assert outcomes(*rows)["X2"] == "granted"

    @given(st.sampled_from(["valid", "revoked", "expired", "suspended"]), st.sampled_from(LEVELS))
    def test_one_number_of_two_students_grants_neither(self, now: Any, level: str) -> None:
        """D12: one number of one certificate grants neither student anything, at any level and with any status."""
        rows = (certificate("X1", number="N7"), certificate("X2", student="U2", number="N7", status=now, level=level))
        assert outcomes(*rows) == {"X1": "number-shared", "X2": "number-shared" if now == "valid" else "not-valid"}
        (finding,) = check_certificates(rows, as_of=AS_OF, policy=PILOT_2020)
        assert (finding.code, finding.severity, finding.clause) == ("certificate-number-shared", "error", "§3.4a")
        assert finding.refs == ("X1", "X2")
        assert not any(
            secret in f"{finding} {finding.message('en')} {finding.message('zh')}" for secret in ("N7", "U1", "U2")
        )

    def test_what_makes_a_number_shared(self) -> None:
        """D12: licences share a number under any name, skill certificates under one; one student's rows do not."""
        rows = [
            certificate("X1", kind="driving_licence", name="licence", number="N7"),
            certificate("X2", student="U2", kind="driving_licence", name="驾驶证", number="N7"),
            certificate("X3", student="U3", name="skill A", number="N7"),
            *(certificate(key, student="U4", name="skill B", number="N7") for key in ("X4", "X5")),
        ]
        assert list(outcomes(*rows).values()) == ["number-shared", "number-shared", "granted", "granted", "duplicate"]
        findings = check_certificates(reversed(rows), as_of=AS_OF, policy=PILOT_2020)
        assert [finding.refs for finding in findings] == [("X1", "X2")]

    def test_a_licence_number_is_one_whatever_it_is_called(self) -> None:
        """D12: two licences of other names with one number are shared; a skill certificate of that number is not."""
        rows = [
            certificate("X1", kind="driving_licence", name="", number="N"),
            certificate("X2", kind="driving_licence", name="licence", number="N", student="U2"),
            certificate("X3", name="", number="N", student="U3"),
        ]
        assert [outcome for outcome, _, _ in reasons(*rows)] == ["number-shared", "number-shared", "granted"]

    def test_a_shared_number_names_the_others(self) -> None:
        """D12: of three students with one number each names the two others, never itself."""
        rows = [certificate(f"X{n}", student=f"U{n}", number="N") for n in (1, 2, 3)]
        assert reasons(*rows) == [
            ("number-shared", ("X2", "X3"), None), ("number-shared", ("X1", "X3"), None),
            ("number-shared", ("X1", "X2"), None)]  # fmt: skip

    def test_a_duplicate_names_the_one_that_counts(self) -> None:
        """D2: of three rows of one certificate the two later ones name the earliest."""
        rows = [certificate(f"X{n}", issued_on=f"2021-03-0{4 - n}") for n in (1, 2, 3)]
        assert reasons(*rows) == [
            ("duplicate", ("X3",), None), ("duplicate", ("X3",), None), ("granted", (), None)]  # fmt: skip

    def test_an_unknown_id_is_refused_with_its_table(self) -> None:
        """§3.4a, §3.5.2.2a: a certificate's student or a duty's session that is not there is named with its table."""
        with pytest.raises(ValueError, match=r"U1\b.*\bstudents\b"):
            recognize_credits([certificate()], [], as_of=AS_OF, policy=PILOT_2020)
        with pytest.raises(ValueError, match=r"E1\b.*\bsessions\b"):
            exam_pay([], [duty()], policy=PILOT_2020)


class TestRecognizedOrganizations:
    """§1.2b  Skill certificates come from evaluation organizations that the government recognizes."""

    @given(st.sampled_from(["skill", "driving_licence", "other"]), st.booleans())
    @example("driving_licence", False).via("§1.2b: no organization issues a licence")
    def test_only_a_skill_certificate_needs_a_recognized_issuer(self, kind: Any, known: bool) -> None:
        """D10: skill certificates need one, licences do not, and other kinds (language tests) are refused as such."""
        decision = decided(certificate(kind=kind, issuer_recognized=known))
        granted = ("granted", "§3.4c", 2, 0)
        skill = granted if known else ("issuer-not-recognized", "§1.2b", 0, 0)
        expected = {"skill": skill, "driving_licence": granted, "other": ("kind-not-covered", "§3.4a", 0, 0)}
        assert DECISION(decision) == expected[kind]


class TestOneOfTwoCategories:
    """§3.4b  The credits count as innovation practice or as general elective."""

    def test_a_cap_cuts_in_order_of_issue_and_the_cut_is_reported(self) -> None:
        """D11 number: with 3 credits a category, the first issue has 2, the next 1 with 1 cut, the third 2 cut."""
        days = {"X1": "2021-03-08", "X9": "2021-03-07", "X10": "2021-03-07"}
        rows = [certificate(key, name=key, issued_on=day) for key, day in days.items()]
        report = recognized(*rows, policy=reading(category_cap=3))
        assert [decision.certificate_id for decision in report.decisions] == ["X1", "X10", "X9"]
        shown = list(map(DECISION, report.decisions))
        assert shown == [("granted", "§3.4c", 0, 2), ("granted", "§3.4c", 2, 0), ("granted", "§3.4c", 1, 1)]
        assert list(map(TOTALS, report.students)) == [("U1", 3, 0, 3)]

    def test_no_cap_is_written(self) -> None:
        """D11 none: ten certificates of one category give 20 credits; where there is a cap, it is each student's."""
        assert recognized(*[certificate(f"X{n}", name=f"skill {n}") for n in range(10)]).students[0].total == 20
        report = recognized(certificate("X1"), certificate("X2", student="U2"), policy=reading(category_cap=2))
        assert [holder.total for holder in report.students] == [2, 2]

    def test_each_earlier_recognition_fills_the_cap(self) -> None:
        """D11 cap: two certificates recognized before fill 4 of 5 credits, and one of a level not listed fills none."""
        before = [certificate(f"X{n}", name=f"skill {n}", recognized_on="2021-04-01") for n in (1, 2)]
        new = certificate("X3", name="skill 3")
        assert reasons(*before, new, category_cap=5)[2] == ("granted", (), "1")
        unlisted = certificate("X4", name="skill 4", level="高级", recognized_on="2021-04-01")
        listed = ({"level": "初级", "credits": 2},)
        assert reasons(unlisted, new, category_cap=5, by_level=listed)[0] == ("granted", (), "5")

    def test_one_certificate_recognized_twice_fills_the_cap_once(self) -> None:
        """D2, D11: what two earlier terms recognized fills 2 of a cap once: 4 leave 2 to a new one, 3 leave 1."""
        earlier = [certificate(key, number="N1", recognized_on="2021-01-08") for key in ("X1", "X2")]
        new = certificate("X3", name="skill B")
        for cap, granted, cut in ((4, 2, 0), (3, 1, 1)):
            policy = PILOT_2020.amended(credits={"category_cap": cap})
            found = recognize_credits([*earlier, new], [student()], as_of=AS_OF, policy=policy)
            assert [(decision.credits, decision.cut) for decision in found.decisions] == [
                (0, 0), (0, 0), (granted, cut)]  # fmt: skip

    @given(st.lists(st.sampled_from(CATEGORIES), max_size=8))
    @example(["innovation_practice", "general_elective"]).via("§3.4b: one of each, 2 and 2")
    def test_no_certificate_is_split(self, filed: list[Any]) -> None:
        """D1: each certificate's 2 credits are all in its own category; a student without any is listed with 0."""
        rows = [certificate(f"X{n}", name=f"skill {n}", category=category) for n, category in enumerate(filed)]
        totals = recognized(*rows, students=[student("U9"), student("U1")]).students
        practice, elective = 2 * filed.count("innovation_practice"), 2 * filed.count("general_elective")
        assert list(map(TOTALS, totals)) == [("U1", practice, elective, practice + elective), ("U9", 0, 0, 0)]

    @given(st.integers(0, 6), st.integers(0, 1300), st.booleans())
    @example(1, 199, False).via("§3.4b: a hundredth below one certificate")
    @example(1, 200, False).via("§3.4b: exactly one certificate")
    @example(2, 0, False).via("§3.4b: nothing at all")
    def test_a_cap_is_never_exceeded_and_nothing_is_lost(self, count: int, cap: int, earlier: bool) -> None:
        """D11 number: given and cut make 2 a certificate, and what was recognized before fills the cap first."""
        rows = [certificate(f"X{n}", name=f"skill {n}") for n in range(count)]
        before = [certificate("Z", issued_on="2021-07-07", recognized_on="2021-07-08")] if earlier else []
        report = recognized(*before, *rows, students=[student()], policy=reading(category_cap=Decimal(cap) / 100))
        room = max(0, cap - 200 * len(before))
        assert sum(decision.credits for decision in report.decisions) == Decimal(min(200 * count, room)) / 100
        assert sum(decision.credits + decision.cut for decision in report.decisions) == 2 * count

    def test_a_certificate_alone_has_none_beside_it(self) -> None:
        """D11: without a cap there is no rest to report, and no other certificate decided."""
        assert reasons(certificate()) == [("granted", (), None)]


HOLDERS = {"U1": student("U1"), "U2": student("U2", graduated_on="2021-03-07"), "U3": student("U3", enrolled_on=None)}


def one(name: str | None) -> str:
    """A name in the form in which names are compared: these tests have no character but the space to leave out."""
    return (name or "").replace(" ", "")


def refusal(row: Certificate, rows: list[Certificate]) -> str | None:
    """The first refusal up to the shared number, one question after another."""
    enrolled, graduated = HOLDERS[row.student_id].enrolled_on, HOLDERS[row.student_id].graduated_on
    shared = [other for other in rows if (other.kind, other.number) == (row.kind, row.number)
              and other.student_id != row.student_id and (row.kind != "skill" or one(row.name) == one(other.name))
              ]  # fmt: skip
    questions = [
        ("recognized-earlier", row.recognized_on is not None),
        ("kind-not-covered", row.kind == "other"),
        ("issuer-not-recognized", row.kind == "skill" and not row.issuer_recognized),
        ("not-valid", row.status != "valid"),
        ("enrolment-unknown", enrolled is None),
        ("before-enrolment", enrolled is not None and row.issued_on < enrolled),
        ("after-graduation", graduated is not None and row.issued_on > graduated),
        ("category-missing", row.category is None),
        ("number-shared", shared != []),
    ]
    return next((name for name, applies in questions if applies), None)


def before(row: Certificate) -> tuple[bool, date, str]:
    """The order in which certificates win a group and fill a cap."""
    return (row.recognized_on is None, row.issued_on, row.certificate_id)


def is_document(row: Certificate, other: Certificate) -> bool:
    """Whether two rows are one document: a student's licences, or one skill certificate with its number."""
    if row.certificate_id == other.certificate_id:
        return True
    if row.kind != other.kind or row.student_id != other.student_id or row.kind == "other":
        return False
    same = (one(row.name), row.level, row.number) == (one(other.name), other.level, other.number)
    return same or row.kind == "driving_licence"


def is_one_name(row: Certificate, other: Certificate) -> bool:
    """Whether two skill certificates have one student and name, and issuers that may be one."""
    same = (row.kind, row.student_id, one(row.name)) == ("skill", other.student_id, one(other.name))
    return same and other.kind == "skill" and (not row.issuer or not other.issuer or row.issuer == other.issuer)


def naive(rows: list[Certificate], cap: int, highest: bool) -> dict[str, tuple[str, int, int]]:
    """Outcome, credits and cut of each certificate, by comparing each with every other."""
    result: dict[str, tuple[str, int, int]] = {}
    standing: list[Certificate] = []
    for row in sorted(rows, key=before):
        document = sorted((other for other in rows if is_document(row, other)), key=before)
        refused = refusal(row, rows)
        if len({other.status for other in document}) > 1:
            refused = "status-differs"
        elif document[0] is not row:
            refused = "recognized-earlier" if row.recognized_on else "duplicate"
        elif refused in (None, "recognized-earlier"):
            standing.append(row)
        result[row.certificate_id] = (refused or "duplicate", 0, 0)
    counted: list[Certificate] = []
    for row in standing:
        is_same = [other for other in counted if is_one_name(row, other) and row.level == other.level]
        counted += [] if is_same else [row]
    left = {(name, category): cap for name in HOLDERS for category in CATEGORIES}
    earlier = [row for row in rows if row.recognized_on]
    for row in earlier:
        left[row.student_id, row.category] -= min(2, left[row.student_id, row.category])
    for row in counted:
        above = [other for other in counted if is_one_name(row, other)
                 and LEVELS.index(other.level) > LEVELS.index(row.level)]  # fmt: skip
        if not row.recognized_on:
            place = (row.student_id, row.category)
            lower = highest and above
            below = [other for other in earlier if is_one_name(row, other) and highest and row.kind == "skill"
                     and LEVELS.index(other.level) < LEVELS.index(row.level)]  # fmt: skip
            value = 0 if lower or below else 2
            worth = min(value, left[place])
            left[place] -= worth
            if not lower:
                earlier = [other for other in earlier if other not in below]
            result[row.certificate_id] = ("lower-level", 0, 0) if lower else ("granted", worth, value - worth)
    return result


@st.composite
def filings(draw: st.DrawFn) -> list[Certificate]:
    """Certificates of few names, numbers and days, mostly without a flaw; the first may be recognized earlier."""
    usually, rows = st.sampled_from([True] * 9 + [False]), list[Certificate]()
    for place in range(draw(st.integers(0, 9))):
        earlier = place == 0 and draw(st.booleans())
        kinds: list[Any] = ["skill", "skill", "driving_licence"] if earlier else ["skill"] * 4 + ["other"]
        rows.append(certificate(
            f"X{place + draw(st.sampled_from([0, 20]))}",
            student=draw(st.sampled_from(["U1"] * 6 + ["U2", "U2", "U3"])),
            kind=draw(st.sampled_from([*kinds, "driving_licence"])),
            name=draw(st.sampled_from(["skill A", "skill A", "skillA", "skill B"])),
            level=draw(st.sampled_from(LEVELS)),
            number=draw(st.sampled_from(["N1", "N1", "N1", *(f"N{n}" for n in range(2, 9))])),
            issuer=draw(st.sampled_from([None, None, "A", "B"])),
            issuer_recognized=draw(usually),
            issued_on=draw(st.sampled_from(["2019-08-31", "2021-03-06", "2021-03-07", "2021-03-08", "2021-07-31"])),
            status="valid" if draw(usually) else "suspended",
            category=draw(st.sampled_from(CATEGORIES)) if earlier or draw(usually) else None,
            recognized_on="2021-07-01" if earlier else None,
        ))  # fmt: skip
    return draw(st.permutations(rows))


def listed(*rows: tuple[str, str, str | None]) -> Policy:
    """The pilot with credits by level, each row a level, its credits and its category."""
    return reading(by_level=[{"level": one, "credits": two, "category": three} for one, two, three in rows])


NOTICE_2024 = listed(("初级", "1", "innovation_practice"), ("中级", "2", "innovation_practice"))


class TestTwoCreditsPerCertificate:
    """§3.4c  Each certificate is worth 2 course credits."""

    @given(st.sampled_from(LEVELS), st.sampled_from(CATEGORIES))
    @example("高级", "general_elective").via("§3.4c: no level is worth more")
    def test_every_level_is_worth_two(self, level: str, category: Any) -> None:
        """D14 empty: a certificate gives 2 credits at every level, in either category."""
        decision = decided(certificate(level=level, category=category))
        assert (*DECISION(decision), decision.category) == ("granted", "§3.4c", 2, 0, category)

    @given(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=3, unique=True), st.booleans())
    @example(["高级", "初级"], False).via("§3.4c: levels do not compare as text")
    def test_the_highest_level_counts(self, levels: list[str], earlier: bool) -> None:
        """D4 each: all levels count; highest: only the highest of a name, recognized earlier or not, never revoked."""
        rows = [certificate(level, level=level, recognized_on="2021-07-01" if earlier and n == 0 else None)
                for n, level in enumerate(levels)]  # fmt: skip
        revoked = certificate("revoked", level="高级", issued_on="2021-01-01", status="revoked")
        found = outcomes(*rows, certificate("other", name="skill B"), revoked, policy=reading(levels="highest"))
        top = max(levels, key=LEVELS.index)
        for row in rows:
            best = "granted" if row.level == top else "lower-level"
            assert found[row.level] == ("recognized-earlier" if row.recognized_on else best)
        assert found["other"] == "granted"
        assert recognized(*rows).students[0].total == 2 * (len(rows) - earlier)

    @given(st.sampled_from([*LEVELS, "C1"]), st.sampled_from(CATEGORIES))
    @example("高级", "innovation_practice").via("§3.4c: a level without a row")
    @example("初级", "general_elective").via("§3.4c: a level with a row for the other category alone")
    def test_the_notice_of_2024_as_an_amendment(self, level: str, category: Any) -> None:
        """D14 rows: a notice of 2024-04-16 lists 1 for 初级 and 2 for 中级, and 2 for a licence; 高级 is not listed."""
        row = certificate(kind="driving_licence" if level == "C1" else "skill", level=level, category=category)
        decision = decided(row, policy=NOTICE_2024)
        worth = {"初级": 1, "中级": 2} if category == "innovation_practice" else {}
        expected = {"C1": 2, **worth}.get(level, 0)
        outcome = "granted" if expected else "level-not-listed"
        assert (*DECISION(decision), decision.category) == (outcome, "§3.4c", expected, 0, category)

    @pytest.mark.parametrize(("rows", "worth"), [
        ([("初级", "1.5", None)], ["1.5", "1.5", "4"]),
        ([("初级", "1", "innovation_practice"), ("初级", "3", "general_elective")], ["1", "3", "4"]),
    ])  # fmt: skip
    def test_a_row_is_for_its_category_or_for_both(self, rows: list[Any], worth: list[str]) -> None:
        """D14 rows: a row without a category is for both, and a licence has the value per certificate, here 4."""
        terms = listed(*rows).amended(credits={"per_certificate": 4})
        skills = (certificate("X1"), certificate("X2", name="skill B", category="general_elective"))
        licence = certificate("X3", kind="driving_licence", level="初级")
        decisions = recognized(*skills, licence, policy=terms).decisions
        assert [decision.credits for decision in decisions] == [Decimal(text) for text in worth]

    def test_credits_by_level_have_three_levels_and_two_categories(self) -> None:
        """D14: every level, in either category or in both, may be listed once."""
        rows = [
            {"level": level, "credits": "1", "category": category}
            for level in ("初级", "中级", "高级")
            for category in (None, "innovation_practice", "general_elective")
        ]
        assert amended("credits.by_level", rows) == rows
        assert amended("credits.by_level", [{"level": "初级", "credits": 1}])[0]["category"] is None
        for wrong in ({**rows[0], "level": "特级"}, {**rows[0], "category": "other"}, rows[0]):
            with pytest.raises(ValidationError):
                amended("credits.by_level", [rows[0], wrong])

    @given(filings(), st.sampled_from([2, 3, 5, None]), st.booleans())
    def test_every_decision_is_the_naive_one(self, rows: list[Certificate], cap: int | None, highest: bool) -> None:
        """D2, D4, D6, D8 to D12: comparing each certificate with every other gives the same outcomes and totals."""
        policy = reading(category_cap=cap, levels="highest" if highest else "each")
        report = recognized(*rows, students=tuple(HOLDERS.values()), policy=policy)
        shown: Any = [
            (decision.certificate_id, (decision.outcome, decision.credits, decision.cut))
            for decision in report.decisions
        ]
        expected = naive(rows, 99 if cap is None else cap, highest)
        assert shown == sorted(expected.items())
        assert [holder.student_id for holder in report.students] == ["U1", "U2", "U3"]
        for holder in report.students:
            own = [
                (row.category, expected[row.certificate_id][1]) for row in rows if row.student_id == holder.student_id
            ]
            sums = [sum(worth for category, worth in own if category == name) for name in CATEGORIES]
            assert TOTALS(holder) == (holder.student_id, *sums, sum(sums))

    def test_a_level_that_is_not_listed_outranks_nothing(self) -> None:
        """D4 highest, D14: 高级 has no row, so 中级 keeps its 2 credits; for another category it has none either."""
        rows = [certificate("X1"), certificate("X2", level="中级"), certificate("X3", level="高级")]
        terms = {"by_level": [{"level": "初级", "credits": 1}, {"level": "中级", "credits": 2}], "levels": "highest"}
        report = recognized(*rows, policy=reading(**terms))
        assert [(decision.outcome, decision.credits) for decision in report.decisions] == [
            ("lower-level", 0), ("granted", 2), ("level-not-listed", 0)]  # fmt: skip
        practice = [
            {"level": "中级", "credits": 2, "category": None},
            {"level": "高级", "credits": 3, "category": "general_elective"},
        ]
        assert reasons(*rows, by_level=practice, levels="highest")[1][0] == "granted"
        elective = rows[2].model_copy(update={"category": "general_elective"})
        assert reasons(rows[1], elective, by_level=practice, levels="highest")[0][0] == "lower-level"

    @pytest.mark.parametrize(("given", "now"), [("0", "2"), ("0.5", "1.5"), ("2", "0"), ("3", "0"), (None, "0")])
    def test_a_higher_level_gives_the_difference(self, given: str | None, now: str) -> None:
        """D4 highest: of 2 credits for 中级 what 初级 was given before is taken off; today's 2 if it is not known."""
        low = certificate("X1", recognized_on="2021-02-01", credits_given=given)
        high = certificate("X2", level="中级")
        report = recognized(low, high, policy=reading(levels="highest"))
        assert [(row.outcome, str(row.credits)) for row in report.decisions] == [
            ("recognized-earlier", "0"), ("granted", now)]  # fmt: skip
        assert str(decided(high, low).credits) == "2"

    def test_what_was_given_is_taken_off_once(self) -> None:
        """D4 highest: 初级 without an issuer gave 2; the 中级 of A takes them off, the 高级 of B no more."""
        rows = [
            certificate("X1", recognized_on="2021-02-01", credits_given="2"),
            certificate("X2", level="中级", issuer="A"),
            certificate("X3", level="高级", issuer="B"),
        ]
        report = recognized(*rows, policy=reading(levels="highest"))
        assert [str(row.credits) for row in report.decisions] == ["0", "0", "2"]

    @pytest.mark.parametrize("cap", [2, 3, 4, 5])
    def test_what_was_given_fills_the_cap_first(self, cap: int) -> None:
        """D11: under a cap 1.5 given before leave cap - 1.5 for a certificate of 2, whatever today's table says."""
        old = certificate("X1", name="skill B", recognized_on="2021-02-01", credits_given="1.5")
        decision = decided(certificate("X2"), old, policy=reading(category_cap=cap))
        given = min(Decimal(2), cap - Decimal("1.5"))
        assert (decision.outcome, decision.credits, decision.cut) == ("granted", given, 2 - given)

    def test_credits_that_are_not_stated_are_hinted_at_where_they_decide(self) -> None:
        """D4, D11: a cap or the highest level makes it matter what was given; a stated 0 is stated."""
        rows = [
            certificate("X1", recognized_on="2021-02-01"),
            certificate("X2", name="skill B", recognized_on="2021-02-01", credits_given=0),
            certificate("X3", name="skill C"),
        ]
        for terms, refs in (({}, []), ({"category_cap": 9}, [("X1",)]), ({"levels": "highest"}, [("X1",)])):
            found = check_certificates(rows, as_of=AS_OF, policy=reading(**terms))
            assert [(row.severity, row.clause, row.refs) for row in found] == [("hint", None, ref) for ref in refs]

    def test_only_what_was_recognized_gave_credits(self) -> None:
        """Credits given without a day of recognition are refused at their place."""
        with pytest.raises(ValidationError) as info:
            certificate("X1", credits_given="2")
        assert [(row["loc"], row["type"]) for row in info.value.errors()] == [
            (("credits_given",), "credits-given-alone")
        ]

    def test_a_higher_level_of_another_issuer_is_another_certificate(self) -> None:
        """D4 highest, D2: levels are compared within one certificate; a row without an issuer is of any."""
        low, high = certificate("X1", issuer="A"), certificate("X2", issuer="B", level="高级")
        assert outcomes(low, high, policy=reading(levels="highest")) == {"X1": "granted", "X2": "granted"}
        high = certificate("X2", level="高级")
        assert outcomes(low, high, policy=reading(levels="highest"))["X1"] == "lower-level"

    def test_a_lower_level_names_the_highest(self) -> None:
        """D4 highest: 初级 and 中级 both name 高级 of their student and certificate."""
        rows = [certificate("X1"), certificate("X2", level="高级"), certificate("X3", level="中级")]
        assert reasons(*rows, levels="highest") == [
            ("lower-level", ("X2",), None), ("granted", (), None), ("lower-level", ("X2",), None)]  # fmt: skip

    def test_of_two_highest_the_smaller_id_is_named(self) -> None:
        """D4 highest: where two earlier terms recognized 高级, 初级 names the smaller id, whatever comes first."""
        highest = [
            certificate(certificate_id, level="高级", number="N", recognized_on="2021-04-01")
            for certificate_id in ("X3", "X2")
        ]
        assert reasons(*highest, certificate("X1"), levels="highest")[0] == ("lower-level", ("X2",), None)
