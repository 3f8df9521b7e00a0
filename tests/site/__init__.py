"""Tests of the documentation site and the calculator."""
