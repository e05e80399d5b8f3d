"""The verbs of the desk: stock, till, sales, closings."""
