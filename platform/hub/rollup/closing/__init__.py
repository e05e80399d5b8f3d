"""Closing a period of figures, and the editions that correct it."""
