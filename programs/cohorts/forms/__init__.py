"""What is typed about programmes and cohorts. The sheet of a session: programs.cohorts.sheet."""
