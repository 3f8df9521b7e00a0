"""The same rules over data frames of any library that narwhals takes; needs the extra `frames`."""

from xmut_rules.frames.certificates import credits
from xmut_rules.frames.exams import duty_pay
from xmut_rules.frames.settlement import college_awards, grant_balances, settlements
from xmut_rules.frames.training import training_pay

__all__ = ["college_awards", "credits", "duty_pay", "grant_balances", "settlements", "training_pay"]
