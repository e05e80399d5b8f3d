"""The server dies in the middle of two hundred sales, and the tills try again: none lost, none doubled."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import shop
from world import PASSWORD

from billing.counter.models import FIRST, Sale, Till
from billing.counter.operations.sessions import make_till, open_session
from kit.antennes import inside

ROOT = Path(__file__).resolve().parents[2]
SALES, DEATHS, CLERKS = 200, 2, 4


class Server:
    """The product's own server on a loopback port, which dies without a word and is started again."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.up = threading.Event()
        self.start()

    def start(self) -> None:
        command = [
            *(sys.executable, "-m", "gunicorn", "hub.wsgi:application", "--bind", f"127.0.0.1:{self.port}"),
            *("--worker-class", "gthread", "--threads", str(CLERKS), "--log-level", "info"),
        ]
        env = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}", "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
        assert self.process.stderr is not None
        said = []
        for line in self.process.stderr:
            said.append(line)
            if "Booting worker" in line:
                break
        else:
            raise AssertionError("".join(said))
        threading.Thread(target=self.process.stderr.read, daemon=True).start()
        self.up.set()

    def die(self) -> None:
        self.up.clear()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def post(self, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        """(status, answer); 0 when nothing came back."""
        self.up.wait(timeout=60)
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/{path}",
            json.dumps(body).encode(),
            {"Host": "grenoble.localhost", "Content-Type": "application/json", **headers},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, None


def test_the_server_dies_in_the_middle_of_two_hundred_sales(committed):
    world = committed
    now = datetime.now(UTC)
    world.now, world.today = now, now.astimezone(world.grenoble.tz).date()
    with inside(world.grenoble):
        plan = shop.product(world, "forfait", kind="plan_month")
        people = [shop.amina(world, first_name=f"P{n}") for n in range(10)]
        till = make_till(code="c1", name="Caisse", by=world.maud, now=now)
        session = open_session(till, float_cents=0, by=world.denis, now=now, today=world.today)
    server = Server()
    try:
        status, token = server.post("auth/token/", {"email": world.denis.email, "password": PASSWORD})
        assert status == 200, token
        done: dict[int, str] = {}
        turn = threading.Condition()

        def sell_one(number: int) -> None:
            body = {
                "session": str(session.pk), "beneficiary": str(people[number % 10].pk),
                "lines": [{"product": str(plan.pk), "quantity": 1}],
                "payments": [{"method": "cash", "amount_cents": 500}],
            }  # fmt: skip
            status = 0
            while status == 0 or status >= 500:
                status, sale = server.post(
                    "sales/",
                    body,
                    Authorization=f"Token {token['token']}",
                    **{"Idempotency-Key": f"n{number}"},
                )
            assert status == 201, sale
            with turn:
                done[number] = sale["id"]
                turn.notify_all()

        with ThreadPoolExecutor(CLERKS) as clerks:
            sold = [clerks.submit(sell_one, number) for number in range(SALES)]
            for enough in range(60, 60 * DEATHS + 1, 60):
                with turn:
                    turn.wait_for(lambda wanted=enough: len(done) >= wanted, timeout=120)
                server.die()
                server.start()
            for one in sold:
                one.result()
    finally:
        server.die()
    with inside(world.grenoble):
        chain = list(Sale.objects.order_by("number"))
        assert {str(sale.pk) for sale in chain} == set(done.values())
        assert [sale.number for sale in chain] == list(range(1, SALES + 1))
        assert [sale.previous_hash for sale in chain] == [FIRST, *(sale.hash for sale in chain[:-1])]
        assert Till.objects.get().last_number == SALES
