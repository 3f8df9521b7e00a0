"""A naive model of the policy, written from its provisions and readings alone, to hold the library against.

Rows are dictionaries as in the term document. Nothing here imports the package but `library.py`, which calls it for
`runs.py`, and the tests. Where the library sorts, sweeps and caches, the model compares all pairs and counts in
fractions. It does not cut a list of clashes after 10,000.
"""
