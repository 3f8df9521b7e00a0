"""What z3 proves of the shipped code, for all numbers."""
