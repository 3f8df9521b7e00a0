"""Hostile ground: attacks on values, odd hosts, threads, input bombs, and what the library never touches."""
