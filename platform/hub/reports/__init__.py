"""What is read of the figures: chapters, each one page, one spreadsheet and one PDF from the same numbers."""
