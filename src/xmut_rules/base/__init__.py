"""Exactness in two languages: words, errors, values and money. Nothing here knows a clause."""
