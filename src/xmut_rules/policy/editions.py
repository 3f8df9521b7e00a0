"""The editions of the policy: each document that was issued, as a constant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xmut_rules.policy.terms import (
    CreditTerms,
    Document,
    ExamTerms,
    FundTerms,
    Policy,
    ScheduleTerms,
    SurplusTerms,
    TrainingTerms,
)

PILOT_2020 = Policy(
    document=Document(
        number="厦工教〔2020〕39号",
        title="厦门工学院“1+X”证书制度试点实施办法（试行）",
        annex_title="厦门工学院“1+X”证书制度试点实施方案（试行）",
        issuer="厦门工学院",
        issued_on=date(2020, 12, 18),
        printed_on=date(2020, 12, 21),
    ),
    effective_from=date(2020, 12, 18),
    effective_until=None,
    training=TrainingTerms(
        clause="§3.5.2.1",
        hour_rate=Decimal(120),
        day_rate=Decimal(720),
        hours_per_day=Decimal(6),
        long_day="hourly",
        day_and_hours="both",
    ),
    exams=ExamTerms(
        clause="§3.5.2.2a",
        short_rate=Decimal(150),
        long_rate=Decimal(200),
        long_from_minutes=180,
        day_rate=Decimal(500),
        day_rate_from=3,
        day_rate_reading="flat",
        day_scope="person",
        split="standard_pay",
        overlapping="each",
    ),
    surplus=SurplusTerms(clause="§3.5.3b", college_share="3/10", rounding="half_up"),
    credits=CreditTerms(
        clause="§3.4c",
        per_certificate=Decimal(2),
        by_level=(),
        levels="each",
        category_cap=None,
        earliest_issue=None,
        before_enrolment="refused",
        days_after_graduation=0,
    ),
    funds=FundTerms(clause="§3.3c"),
    schedule=ScheduleTerms(clause="§3.5.4e", turnaround_minutes=0, notice_days=None),
)
"""厦工教〔2020〕39号 as issued on 2020-12-18, with the readings of `xmut_rules.policy.readings`."""
