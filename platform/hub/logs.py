"""One JSON object a line; ids, never names. Query strings and bodies are not written."""

import json
import logging
import time
import uuid
from typing import Any

log = logging.getLogger("maillon.request")
_TRUSTED = ("maillon", "psycopg.pool", "procrastinate", "gunicorn")
_OWN = (
    *("request", "method", "route", "status", "ms", "site", "user", "antenne", "job"),
    *("till", "kind", "period", "last", "head", "signature"),
)


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # The words of a library without what it quotes, but for those that quote no person.
            "event": record.getMessage() if record.name.startswith(_TRUSTED) else record.msg,
        }
        line |= {key: _short(getattr(record, key)) for key in _OWN if hasattr(record, key)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        return json.dumps(line, default=str, ensure_ascii=False)


def _short(value: Any) -> Any:
    # A job comes with its arguments: its number is enough to find it.
    return value.get("id") if isinstance(value, dict) else value


def _where(traceback: Any) -> list[str]:
    # The frames, not the message: a message often quotes the data.
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{traceback.tb_lineno}:{code.co_name}")
        traceback = traceback.tb_next
    return frames[-12:]


class RequestLogMiddleware:
    """Logs each request by the name of its route, so that no reference of a person is written."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        started = time.perf_counter()
        request.id = uuid.uuid4().hex
        response = self.get_response(request)
        match = getattr(request, "resolver_match", None)
        log.info(
            "request",
            extra={
                "request": request.id,
                "method": request.method,
                "route": match.route if match else "",
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000),
                "site": getattr(getattr(request, "place", None), "key", ""),
                "user": str(getattr(getattr(request, "user", None), "pk", "") or ""),
            },
        )
        response["X-Request-Id"] = request.id
        return response
