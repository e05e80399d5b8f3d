"""Saved reports: a chapter with its filters under a name, read again or received by e-mail."""
