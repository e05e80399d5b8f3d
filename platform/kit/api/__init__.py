"""The furniture of the API. A room's api.py says what each route needs, reads and shows."""
