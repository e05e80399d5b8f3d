"""The "no" of Stripe: a status and its error object."""

from typing import Any


class Problem(Exception):
    """Answered as `{"error": {"type", "code", "message", "param"}}` with `status`.

    `saved`: whether an idempotency key remembers it. Stripe forgets what failed before the work began
    (a wrong key, a field it does not know), and remembers the rest.
    """

    def __init__(
        self, message: str, *, status: int = 400, code: str | None = None, param: str | None = None,
        kind: str = "invalid_request_error", saved: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.status, self.saved = status, saved
        given = {"type": kind, "code": code, "message": message, "param": param}
        self.body: dict[str, Any] = {"error": {name: value for name, value in given.items() if value}}


def missing(kind: str, number: str, *, param: str = "id") -> Problem:
    return Problem(f"No such {kind}: '{number}'", status=404, code="resource_missing", param=param)


def wrong_state(message: str, code: str | None = None) -> Problem:
    return Problem(message, code=code)
