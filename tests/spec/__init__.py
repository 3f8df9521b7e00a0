"""The policy as laws: a file for each chapter, a class for each clause."""
