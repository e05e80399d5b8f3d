"""The antennes as the national office runs them: opened, corrected, closed, exported, erased."""
