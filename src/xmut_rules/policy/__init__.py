"""The document as data: its provisions, its open questions, every number, and the editions of it."""

from xmut_rules.policy.amendments import Amendment, PolicyChange
from xmut_rules.policy.clauses import (
    CLAUSES,
    OFFICES,
    SLIPS,
    Clause,
    Kind,
    Office,
    Slip,
    cited,
    clause,
    find_clauses,
    office,
)
from xmut_rules.policy.editions import PILOT_2020
from xmut_rules.policy.readings import READINGS, Option, Reading, find_readings, reading
from xmut_rules.policy.terms import (
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

__all__ = [
    "CLAUSES",
    "OFFICES",
    "PILOT_2020",
    "READINGS",
    "SLIPS",
    "Amendment",
    "Clause",
    "CreditTerms",
    "Document",
    "ExamTerms",
    "FundTerms",
    "Kind",
    "LevelCredits",
    "Office",
    "Option",
    "Policy",
    "PolicyChange",
    "Reading",
    "ScheduleTerms",
    "Slip",
    "SurplusTerms",
    "Timeline",
    "TrainingTerms",
    "cited",
    "clause",
    "find_clauses",
    "find_readings",
    "office",
    "reading",
]
