"""Statements of the bank, read: CAMT.053 and CSV."""
