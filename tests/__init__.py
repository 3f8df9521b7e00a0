"""Tests of xmut_rules."""
