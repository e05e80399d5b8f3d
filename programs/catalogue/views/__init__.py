"""The catalogue of programmes, as the national office reads and writes it."""
