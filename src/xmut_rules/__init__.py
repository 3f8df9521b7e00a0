"""The 1+X pilot policy of Xiamen Institute of Technology (厦工教〔2020〕39号) as exact, explained, tested code.

A module is a chapter, a public function is a clause; `grep §3.5.2.2b` finds its text, its code and its test.

>>> from datetime import timedelta
>>> duty_day_pay([timedelta(hours=2)] * 3, policy=PILOT_2020)
Decimal('500.00')
"""

from xmut_rules.base.errors import Problem, describe, problems
from xmut_rules.files.policies import read_policy
from xmut_rules.files.terms import read_term
from xmut_rules.policy.clauses import clause, find_clauses, office
from xmut_rules.policy.editions import PILOT_2020
from xmut_rules.policy.readings import find_readings, reading
from xmut_rules.policy.terms import Policy, Timeline
from xmut_rules.rules.credits import CreditReport, check_certificates, recognize_credits
from xmut_rules.rules.exams import ExamPay, check_duties, duty_day_pay, exam_pay, session_rate
from xmut_rules.rules.findings import Finding, PolicyBreach, require
from xmut_rules.rules.records import (
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
from xmut_rules.rules.report import TermReport, check_term, settle_term
from xmut_rules.rules.schedule import check_notices, check_schedule
from xmut_rules.rules.settlement import Settlement, check_costs, check_grants, check_receipts, college_award, settle
from xmut_rules.rules.term import Term
from xmut_rules.rules.training import (
    TrainingPay,
    check_training,
    social_service_hours,
    training_pay,
    training_tariff,
    weekly_lessons,
)

__all__ = [
    "PILOT_2020",
    "Booking",
    "Certificate",
    "College",
    "CollegeWeight",
    "Cost",
    "CreditReport",
    "ExamDuty",
    "ExamPay",
    "ExamSession",
    "Finding",
    "Policy",
    "PolicyBreach",
    "Problem",
    "Project",
    "Receipt",
    "Settlement",
    "StaffMember",
    "Student",
    "Term",
    "TermReport",
    "Timeline",
    "TrainingPay",
    "TrainingRecord",
    "WeeklySeries",
    "check_certificates",
    "check_costs",
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
    "problems",
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
