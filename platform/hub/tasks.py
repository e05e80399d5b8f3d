"""Background work of the roof."""
