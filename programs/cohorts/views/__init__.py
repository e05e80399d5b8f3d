"""The pages of programmes, cohorts, sessions and surveys, cut by noun."""
