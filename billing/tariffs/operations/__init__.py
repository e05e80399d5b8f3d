"""The verbs of the solidarity catalogue."""
