"""What an inspector is given: the proof on the page, and an archive that anybody can check."""

import hashlib
import io
import json
import logging
import zipfile
from datetime import timedelta

import pytest
import shop

from billing.counter.models import Sale, Till
from billing.counter.operations.closings import close_what_is_due
from billing.counter.operations.sessions import close_session, count_cash
from hub.logs import JsonFormatter
from kit.journal.models import Entry
from kit.secrets import is_sealed


@pytest.fixture
def desk(grenoble):
    """Two tickets of 8 March 2022, counted and closed."""
    plan = shop.product(grenoble, "forfait", kind="plan_month")
    session = shop.open_till(grenoble)
    amina = shop.amina(grenoble)
    for _ in range(2):
        shop.buy(grenoble, session, amina, plan)
    counted = count_cash(session, counted_cents=6000, by=grenoble.denis, now=grenoble.now)
    close_session(counted, by=grenoble.denis, now=grenoble.now)
    close_what_is_due(today=grenoble.today + timedelta(days=1), now=grenoble.now)
    grenoble.till = Till.objects.get()
    return grenoble


def archive(desk, site, year=2022):
    return site("grenoble", desk.maud).post(f"/caisse/controle/archive/{desk.till.pk}/{year}.zip")


def test_the_archive_is_checked_by_another_program(desk, site):
    answer = archive(desk, site)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        texts = {name: files.read(name) for name in files.namelist()}
    manifest = json.loads(texts.pop("manifeste.json"))
    assert manifest["sha256"] == {name: hashlib.sha256(text).hexdigest() for name, text in texts.items()}
    assert is_sealed("archive:" + json.dumps(manifest["sha256"], sort_keys=True), manifest["signature"])
    before, number = "0" * 64, 0
    for line in texts["tickets.jsonl"].decode().splitlines():
        ticket = json.loads(line)
        said = json.loads(ticket["text"])["ticket"]
        assert hashlib.sha256(ticket["text"].encode()).hexdigest() == ticket["hash"]
        assert (said[-1], said[4]) == (before, number + 1)
        before, number = ticket["hash"], said[4]
    assert number == 2
    (closing,) = map(json.loads, texts["clotures.jsonl"].decode().splitlines())
    assert is_sealed(closing["text"], closing["signature"])
    assert "Amina" not in str(texts)


def test_the_archive_is_the_same_again_and_asking_is_noted(desk, site):
    assert archive(desk, site).content == archive(desk, site).content
    assert Entry.objects.filter(verb="counter.archived").count() == 2


@pytest.mark.parametrize("year", [2021, 9999, 123456])
def test_a_year_without_a_ticket_has_no_archive(desk, site, year):
    assert archive(desk, site, year).status_code == 404


def test_the_page_verifies_and_says_when(desk, site):
    maud = site("grenoble", desk.maud)
    page = maud.post("/caisse/controle/verifier/")
    assert "Caisse c1 : rien n’a changé" in page.text.replace("\u00a0", " ")
    assert Entry.objects.filter(verb="counter.checked").get().details == {"sound": True}
    shown = maud.get("/caisse/controle/").text
    assert "quatre conditions" in shown
    assert "certifi" not in shown
    assert "total perpétuel" in shown


def test_a_changed_till_is_said_on_the_page(desk, site):
    Till.objects.update(last_number=1, head=Sale.objects.get(number=1).hash)
    assert "la caisse ne l’a pas vendu" in site("grenoble", desk.maud).post("/caisse/controle/verifier/").text


def test_closing_from_the_page_makes_what_the_night_would(desk, site):
    maud = site("grenoble", desk.maud)
    assert maud.post("/caisse/controle/cloturer/").status_code == 302
    assert "Clôtures de l’année" in maud.get("/caisse/controle/").text
    assert {one.kind for one in desk.till.closings.all()} == {"day", "month", "year"}


def test_each_closing_leaves_one_line_outside_the_database(
    desk, site, caplog, django_capture_on_commit_callbacks
):
    with (
        caplog.at_level(logging.INFO, logger="maillon.till"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        site("grenoble", desk.maud).post("/caisse/controle/cloturer/")
    told = [json.loads(JsonFormatter().format(one)) for one in caplog.records if one.name == "maillon.till"]
    assert {line["event"] for line in told} == {"till closed"}
    kept = desk.till.closings.filter(kind__in=["month", "year"])
    assert {line["signature"] for line in told} == {closing.signature for closing in kept}
    month = next(line for line in told if line["kind"] == "month")
    assert month | {"antenne": "grenoble", "till": "c1", "period": "2022-03-01", "last": 2} == month
    assert month["head"] == desk.till.head


@pytest.mark.parametrize("path", ["verifier/", "cloturer/", "archive/{till}/2022.zip"])
def test_a_volunteer_gets_nothing(desk, site, path):
    path = "/caisse/controle/" + path.format(till=desk.till.pk)
    assert site("grenoble", desk.denis).post(path).status_code == 403
    assert not Entry.objects.filter(verb__in=["counter.checked", "counter.archived"]).exists()


def test_another_antenne_has_no_such_till(desk, site):
    address = f"/caisse/controle/archive/{desk.till.pk}/2022.zip"
    assert site("lyon", desk.marc).post(address).status_code == 404
