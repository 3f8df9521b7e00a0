"""The same rules over data frames of any library that narwhals takes; needs the extra `frames`."""

from xmut_rules.frames.exams import duty_pay
from xmut_rules.frames.settlement import settlements
from xmut_rules.frames.training import training_pay

__all__ = ["duty_pay", "settlements", "training_pay"]
