"""The sponsors, what they sign and what they pay, by the API."""
