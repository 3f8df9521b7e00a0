"""For the tests of programs that embed this library, in Python or in any other language.

The strategies for Hypothesis have a face of their own, `xmut_rules.testing.strategies`, which needs the extra `test`.
"""

from xmut_rules.testing.conformance import (
    Answer,
    Conformance,
    ConformanceError,
    Vector,
    conformance_json,
    read_vectors,
    run_vectors,
)
from xmut_rules.testing.registration import register_types

__all__ = [
    "Answer",
    "Conformance",
    "ConformanceError",
    "Vector",
    "conformance_json",
    "read_vectors",
    "register_types",
    "run_vectors",
]
