"""The 1+X pilot policy of Xiamen Institute of Technology (厦工教〔2020〕39号) as exact, explained, tested code.

A module is a chapter, a public function is a clause; `grep §3.5.2.2b` finds its text, its code and its test.

>>> from datetime import timedelta
>>> duty_day_pay([timedelta(hours=2)] * 3, policy=PILOT_2020)
Decimal('500.00')
"""

import sys
from typing import Any

from xmut_rules.clauses import CLAUSES, OFFICES, Clause, Office, clause, find_clauses, office
from xmut_rules.credits import (
    CreditDecision,
    CreditReport,
    Outcome,
    StudentCredits,
    check_certificates,
    recognize_credits,
)
from xmut_rules.exams import (
    ExamDay,
    ExamPay,
    ProjectShare,
    check_duties,
    duty_day_pay,
    exam_pay,
    session_rate,
)
from xmut_rules.facts import (
    Booking,
    Certificate,
    College,
    CollegeWeight,
    Cost,
    ExamDuty,
    ExamSession,
    Project,
    Receipt,
    StaffMember,
    Student,
    TrainingRecord,
    WeeklySeries,
)
from xmut_rules.findings import FINDING_CODES, Finding, FindingCode, PolicyBreach, require
from xmut_rules.policy import (
    PILOT_2020,
    CreditTerms,
    Document,
    ExamTerms,
    FundTerms,
    LevelCredits,
    Policy,
    ScheduleTerms,
    SurplusTerms,
    Timeline,
    TrainingTerms,
)
from xmut_rules.policy_files import read_policy
from xmut_rules.problems import describe
from xmut_rules.readings import READINGS, Option, Reading, find_readings, reading
from xmut_rules.schedule import check_notices, check_schedule
from xmut_rules.settlement import (
    CollegeAmount,
    CostTotal,
    Settlement,
    check_grants,
    check_receipts,
    college_award,
    settle,
)
from xmut_rules.tables import read_term
from xmut_rules.term import PayrollLine, PolicyApplied, Term, TermReport, check_term, settle_term
from xmut_rules.training import (
    StaffHours,
    TrainingLine,
    TrainingPay,
    check_training,
    social_service_hours,
    training_pay,
    training_tariff,
    weekly_lessons,
)
from xmut_rules.values import Shown

__all__ = [
    "CLAUSES",
    "FINDING_CODES",
    "OFFICES",
    "PILOT_2020",
    "READINGS",
    "Booking",
    "Certificate",
    "Clause",
    "College",
    "CollegeAmount",
    "CollegeWeight",
    "Cost",
    "CostTotal",
    "CreditDecision",
    "CreditReport",
    "CreditTerms",
    "Document",
    "ExamDay",
    "ExamDuty",
    "ExamPay",
    "ExamSession",
    "ExamTerms",
    "Finding",
    "FindingCode",
    "FundTerms",
    "LevelCredits",
    "Office",
    "Option",
    "Outcome",
    "PayrollLine",
    "Policy",
    "PolicyApplied",
    "PolicyBreach",
    "Project",
    "ProjectShare",
    "Reading",
    "Receipt",
    "ScheduleTerms",
    "Settlement",
    "StaffHours",
    "StaffMember",
    "Student",
    "StudentCredits",
    "SurplusTerms",
    "Term",
    "TermReport",
    "Timeline",
    "TrainingLine",
    "TrainingPay",
    "TrainingRecord",
    "TrainingTerms",
    "WeeklySeries",
    "check_certificates",
    "check_duties",
    "check_grants",
    "check_notices",
    "check_receipts",
    "check_schedule",
    "check_term",
    "check_training",
    "clause",
    "college_award",
    "describe",
    "duty_day_pay",
    "exam_pay",
    "find_clauses",
    "find_readings",
    "office",
    "read_policy",
    "read_term",
    "reading",
    "recognize_credits",
    "require",
    "session_rate",
    "settle",
    "settle_term",
    "social_service_hours",
    "training_pay",
    "training_tariff",
    "weekly_lessons",
]


def _html_of(result: object) -> str:
    """Show a result in a notebook: a report at a glance, anything else explained, in Chinese and in English."""
    from xmut_rules.explain import explain  # noqa: PLC0415  loaded when first shown
    from xmut_rules.overview import overview  # noqa: PLC0415

    write: Any = overview if isinstance(result, TermReport) else explain
    zh, en = write(result, lang="zh", style="html"), write(result, lang="en", style="html")
    return f"{zh}<details><summary>English</summary>\n{en}</details>\n"


Shown.html_of = _html_of

if _plugin := sys.modules.get("_xmut_rules_hypothesis"):  # pragma: no branch  Hypothesis came first, and waits
    _plugin.register()
