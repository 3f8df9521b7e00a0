"""What results are made of, and what else is computed: records, functions and reports are in the front door."""

from xmut_rules.rules.credits import OUTCOMES, CreditDecision, Outcome, StudentCredits
from xmut_rules.rules.exams import ExamDay, ProjectShare
from xmut_rules.rules.findings import FINDING_CODES, FindingCode
from xmut_rules.rules.forecast import Forecast, ForecastPlan, forecast
from xmut_rules.rules.report import PayrollLine, PolicyApplied
from xmut_rules.rules.settlement import CollegeAmount, CostTotal, GrantPay, StatementLine, statement
from xmut_rules.rules.training import StaffHours, TrainingLine

__all__ = [
    "FINDING_CODES",
    "OUTCOMES",
    "CollegeAmount",
    "CostTotal",
    "CreditDecision",
    "ExamDay",
    "FindingCode",
    "Forecast",
    "ForecastPlan",
    "GrantPay",
    "Outcome",
    "PayrollLine",
    "PolicyApplied",
    "ProjectShare",
    "StaffHours",
    "StatementLine",
    "StudentCredits",
    "TrainingLine",
    "forecast",
    "statement",
]
