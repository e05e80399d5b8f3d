"""Logs, Sentry and health: they tell where it broke, never about whom."""

import gzip
import io
import json
import logging
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import brotli
import pytest
from django.test import Client

from hub.logs import JsonFormatter

ROOT = Path(__file__).resolve().parents[2]
CANARY = "Amina-Canari-0639980000"
PRODUCTION = {
    "MAILLON_DOMAIN": "maillon.example",
    "MAILLON_SECRET_KEY": "k" * 25 + "0123456789-abcdefghijklmnopqrstuvwxyz",
    "MAILLON_TILL_KEY": "t" * 25 + "0123456789-abcdefghijklmnopqrstuvwxyz",
    "MAILLON_CARD_KEYS": "c" * 25 + "0123456789-abcdefghijklmnopqrstuvwxyz",
    "EMAIL_URL": "smtp://robot:secret@mail.example:587",
    "DATABASE_URL": "postgresql://maillon_app:secret@db.example/maillon",
    "MAILLON_DEMO": "0",
}


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAILLON_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False,
        env=kept | {"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"} | environment,
    )  # fmt: skip


class Sink(BaseHTTPRequestHandler):
    """A Sentry of our own on the loopback: keeps what it is sent."""

    received: list[bytes] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers["Content-Encoding"])
        self.received.append(unpack(body) if unpack else body)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: object) -> None:
        pass


BROKEN = f"""
import django; django.setup()
import sentry_sdk
from django.db import connection
sentry_sdk.set_user({{"email": "{CANARY}@example.org"}})
sentry_sdk.set_tag("who", "{CANARY}")
sentry_sdk.set_context("person", {{"name": "{CANARY}"}})
sentry_sdk.add_breadcrumb(message="{CANARY}")
def fails(person="{CANARY}"):
    local_name = person
    raise ValueError(f"no bed for {{local_name}}")
try:
    fails()
except ValueError:
    sentry_sdk.capture_exception()
sentry_sdk.capture_message("hello {CANARY}")
sentry_sdk.flush()
"""


def test_sentry_learns_where_it_broke_and_not_about_whom():
    Sink.received.clear()
    server = HTTPServer(("127.0.0.1", 0), Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        ran = python(
            "-c", BROKEN, DJANGO_SETTINGS_MODULE="hub.settings", MAILLON_DEMO="0",
            SENTRY_DSN=f"http://key@127.0.0.1:{server.server_port}/1",
        )  # fmt: skip
    finally:
        server.shutdown()
    assert ran.returncode == 0, ran.stderr
    sent = b"\n".join(Sink.received).decode()
    assert "ValueError" in sent
    assert "fails" in sent
    assert CANARY not in sent


def test_a_log_line_is_json_and_does_not_quote_what_a_library_quotes():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    noisy = logging.getLogger("some.library")
    noisy.addHandler(handler)
    noisy.propagate = False
    try:
        try:
            raise ValueError(CANARY)
        except ValueError:
            noisy.exception("refused for %s", CANARY)
    finally:
        noisy.removeHandler(handler)
    line = json.loads(stream.getvalue())
    assert (line["event"], line["error"]) == ("refused for %s", "ValueError")
    assert CANARY not in stream.getvalue()


def test_a_request_is_logged_by_its_route_without_what_was_searched(grenoble, site, caplog):
    with caplog.at_level(logging.INFO, logger="maillon.request"):
        site("grenoble", grenoble.lea).get(f"/personnes/?q={CANARY}")
    record = caplog.records[-1]
    assert (record.site, record.user, record.status) == ("grenoble", str(grenoble.lea.pk), 200)
    assert CANARY not in JsonFormatter().format(record)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_needs_no_host_of_ours(world, path):
    answer = Client(headers={"host": "10.0.0.7"}).get(path)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    "host",
    ["atlantis.localhost", "evil.example", "grenoble.localhost.evil.example", "localhost..", "xlocalhost"],
)
def test_an_unknown_host_gets_a_plain_404(world, host):
    answer = Client(headers={"host": host}).get("/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_production_settings_pass_the_deployment_check():
    checked = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"MAILLON_SECRET_KEY": ""}, "MAILLON_SECRET_KEY manque"),
        ({"MAILLON_TILL_KEY": ""}, "MAILLON_TILL_KEY manque"),
        ({"MAILLON_CARD_KEYS": "short"}, "MAILLON_CARD_KEYS est trop courte"),
        ({"MAILLON_SECRET_KEY": "short"}, "MAILLON_SECRET_KEY est trop courte"),
        ({"DATABASE_URL": ""}, "DATABASE_URL manque"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL n’est pas une adresse PostgreSQL"),
        ({"EMAIL_URL": ""}, "EMAIL_URL n’est pas comprise"),
        ({"MAILLON_DEMO": "1"}, "La démonstration refuse de démarrer"),
        ({"MAILLON_DEMO": "yes"}, "mettez 0 ou 1"),
        ({"MAILLON_OWNER": "1"}, "DATABASE_OWNER_URL manque"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_wrong_setting_is_said_in_a_sentence(changed, sentence):
    checked = python("manage.py", "check", **(PRODUCTION | changed))
    assert checked.returncode != 0
    assert sentence in checked.stderr


def test_a_claimed_charset_that_is_no_text_breaks_nothing():
    from wsgiref.util import setup_testing_defaults

    from hub.wsgi import Utf8Request, application

    environ = {"CONTENT_TYPE": "text/plain; charset=zlib", "QUERY_STRING": "q=%C3%A9"}
    setup_testing_defaults(environ)
    assert application.request_class is Utf8Request
    assert Utf8Request(environ).GET["q"] == "é"
