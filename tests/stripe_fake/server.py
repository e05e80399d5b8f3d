"""The HTTP side: keys, idempotency, and the faults that a test asks for."""

import json
import threading
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from stripe_fake import forms, routes
from stripe_fake.problems import Problem
from stripe_fake.store import Store

Reply = tuple[int, dict[str, Any]]


@dataclass
class Fault:
    """What the next `times` calls to a path (`/v1/invoices`, `*/finalize`) get instead of their answer.

    `status` 0 hangs until the fake stops. `done`: the work is done all the same, and only its answer is
    lost; that is the case in which a careless retry pays twice.
    """

    status: int
    times: int
    path: str = "*"
    done: bool = False
    headers: dict[str, str] = field(default_factory=dict)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    # A thread that hangs for a test is let go by stop(), and never waited for.
    block_on_close = False

    def __init__(self, store: Store, *, key: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store, self.key = store, key
        self.lock, self.released = threading.RLock(), threading.Event()
        self.faults: list[Fault] = []
        self.crashes: list[Exception] = []
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self._kept: dict[str, tuple[tuple[str, str], Reply]] = {}

    def take_fault(self, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fnmatchcase(path, fault.path):
                fault.times -= 1
                return fault
        return None

    def forget(self) -> None:
        self._kept.clear()

    def reply(self, method: str, path: str, text: str, *, key: str, number: str) -> tuple[Reply, bool]:
        """((status, body), whether it was kept from an earlier call with the same key)."""
        kept = self._kept.get(key) if method == "POST" else None
        if kept and kept[0] != (path, text):
            raise Problem(
                "Keys for idempotent requests can only be used with the same parameters they were first"
                " used with.",
                kind="idempotency_error",
            )
        if kept:
            return kept[1], True
        reply, saved = self._work(method, path, text, key=key, number=number)
        if method == "POST" and key and saved:
            self._kept[key] = ((path, text), reply)
        return reply, False

    def _work(self, method: str, path: str, text: str, *, key: str, number: str) -> tuple[Reply, bool]:
        self.store.request = (number, key or None)
        try:
            given = forms.read(text)
            self.calls.append((method, path, given))
            return (200, routes.answer(self.store, method=method, path=path, given=given)), True
        except Problem as problem:
            return (problem.status, problem.body), problem.saved
        except Exception as error:  # a mistake of the fake: told when it stops
            self.crashes.append(error)
            return (500, _failure(500)), False
        finally:
            self.store.request = (None, None)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One packet an answer: in two, each call would wait 40 ms for an acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        self._serve(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

    do_DELETE = do_GET

    def log_message(self, *_: Any) -> None:
        """The run of the tests stays quiet."""

    def _serve(self, text: str) -> None:
        server, path = self.server, urlsplit(self.path).path
        with server.lock:
            self.number = server.store.new_id("req")
            fault = server.take_fault(path)
            replayed, reply = False, (0, {})
            if fault is None or fault.done:
                reply, replayed = self._reply(path, text)
        if fault and fault.status == 0:
            server.released.wait()
            self.close_connection = True
            return
        if fault:
            self._send((fault.status, _failure(fault.status)), fault.headers)
            return
        self._send(reply, {"Idempotent-Replayed": "true"} if replayed else {})

    def _reply(self, path: str, text: str) -> tuple[Reply, bool]:
        if self.headers.get("Authorization") != f"Bearer {self.server.key}":
            return (401, Problem("Invalid API Key provided").body), False
        try:
            return self.server.reply(
                self.command, path, text, key=self.headers.get("Idempotency-Key", ""), number=self.number
            )
        except Problem as problem:
            return (problem.status, problem.body), False

    def _send(self, reply: Reply, headers: dict[str, str]) -> None:
        status, body = reply
        text = json.dumps(body).encode()
        self.send_response(status)
        usual = {"Content-Type": "application/json", "Content-Length": str(len(text))}
        for name, value in (usual | {"Request-Id": self.number} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)


def _failure(status: int) -> dict[str, Any]:
    if status == 429:
        return Problem("Too many requests", code="rate_limit").body
    return Problem("An error occurred on our side", kind="api_error").body
