"""The pages of the equipment, in an antenne that lends."""
