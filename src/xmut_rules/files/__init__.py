"""In and out: terms and policies from files, merged terms, empty tables, workbooks, the exam plan, JSON Schemas."""

from xmut_rules.files.conversion import term_tables, term_workbook
from xmut_rules.files.exam_plan import ExamPlan, PlannedSession, exam_plan
from xmut_rules.files.merging import merge_terms
from xmut_rules.files.plan_calendar import plan_calendar
from xmut_rules.files.plan_pages import plan_page, plan_workbook
from xmut_rules.files.plan_picture import plan_picture
from xmut_rules.files.policies import read_amendment, read_policies, read_policy
from xmut_rules.files.schemas import DOCUMENTS, schema_of
from xmut_rules.files.templates import example_term, template_tables, template_workbook
from xmut_rules.files.terms import TermRows, parse_term, parse_with_hints, read_term, read_with_hints
from xmut_rules.files.workbooks import report_workbook

__all__ = [
    "DOCUMENTS",
    "ExamPlan",
    "PlannedSession",
    "TermRows",
    "exam_plan",
    "example_term",
    "merge_terms",
    "parse_term",
    "parse_with_hints",
    "plan_calendar",
    "plan_page",
    "plan_picture",
    "plan_workbook",
    "read_amendment",
    "read_policies",
    "read_policy",
    "read_term",
    "read_with_hints",
    "report_workbook",
    "schema_of",
    "template_tables",
    "template_workbook",
    "term_tables",
    "term_workbook",
]
