"""Mutation testing: small faults are planted in copies of the rules, and the laws written by hand must notice each."""
