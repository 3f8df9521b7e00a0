"""For the tests of programs that embed this library, in Python or in any other language."""

from xmut_rules.testing.conformance import (
    Conformance,
    ConformanceError,
    Vector,
    conformance_json,
    read_vectors,
    run_vectors,
)

__all__ = [
    "Conformance",
    "ConformanceError",
    "Vector",
    "conformance_json",
    "read_vectors",
    "run_vectors",
]
