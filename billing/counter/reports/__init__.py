"""What the desk's tickets come to: by month, for the accounts, and what a manager should look at."""
