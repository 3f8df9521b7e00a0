"""The conformance suite: cases whose outputs the naive model derives, for programs in any language."""
