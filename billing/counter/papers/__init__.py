"""The papers of the desk."""
