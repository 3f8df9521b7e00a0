"""Mutation testing: small faults are planted in copies of the rules, and the spec suite has to notice each one."""
