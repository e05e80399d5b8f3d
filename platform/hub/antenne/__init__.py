"""The pages of an antenne that speak of several rooms at once: its home, and a person's file."""
