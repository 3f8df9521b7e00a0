"""Why each figure is what it is: steps, pages, a term at a glance, a settlement as a picture."""

from xmut_rules.explain.notebook import notebook_html
from xmut_rules.explain.overview import overview
from xmut_rules.explain.page import explain, explanation_json, find_results
from xmut_rules.explain.report import Explainable, explanation
from xmut_rules.explain.steps import Explanation, ReadingTaken, Step
from xmut_rules.explain.waterfall import waterfall

__all__ = [
    "Explainable",
    "Explanation",
    "ReadingTaken",
    "Step",
    "explain",
    "explanation",
    "explanation_json",
    "find_results",
    "notebook_html",
    "overview",
    "waterfall",
]
