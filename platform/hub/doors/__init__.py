"""Who may enter where: visits of an antenne by the national office, and the list of accesses."""
