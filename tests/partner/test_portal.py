"""The sponsors' site: each sees its own alone, and of people what was published alone."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from partner.conftest import NOW, TODAY
from world import PASSWORD, SPONSOR_ID

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, Instalment, Payment
from hub.rollup.models import Figure
from kit.antennes import NATIONAL, PARTNER, at, inside
from kit.identifiers import new_id
from tenants.network.models import User
from tenants.network.operations import join

pytestmark = pytest.mark.django_db
MINE, THEIRS = "/soutiens/2022-flore/", "/soutiens/2022-otto/"


def text(answer) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


@pytest.fixture
def flore(portal, site):
    return site("partenaires", portal.flore)


def pay(portal, cents=600_000, **more):
    with at(NATIONAL):
        return Payment.objects.create(
            sponsor_id=SPONSOR_ID, agreement=portal.agreements["flore"], rail="transfer", reference=str(new_id()),
            amount_cents=cents, received_on=date(2022, 2, 3), at=NOW, **more,
        )  # fmt: skip


def test_the_home_shows_what_one_supports_and_nothing_of_another(portal, flore):
    page = text(flore.get("/"))
    assert "Emploi, Fondation de Flore" in page
    assert "Otto" not in page
    assert "Proposer un soutien" in page


def test_an_agreement_says_what_was_signed_paid_and_given(portal, flore):
    first = pay(portal)
    pay(portal, -100_000, refunds=first)
    with at(NATIONAL):
        Instalment.objects.create(
            agreement=portal.agreements["flore"], number=1, due_on=date(2022, 6, 1), amount_cents=900_000
        )
    page = text(flore.get(MINE))
    for words in (
        "15 000 €",
        "5 000 € reçus sur 15 000 €",
        "-1 000 €",
        "9 000 €",
        "Grenoble",
        "<svg viewBox",
        "La convention est signée",
    ):
        assert words in page, words
    assert "Participants" not in page


def test_what_another_sponsor_has_is_what_does_not_exist(portal, flore):
    portal.count("lyon", participants=40)
    theirs = portal.edition("otto")
    unknown = [flore.get("/soutiens/2022-rien/"), flore.get(f"/rapports/{new_id()}/")]
    paths = (
        THEIRS,
        f"/rapports/{theirs.pk}/",
        f"/rapports/{theirs.pk}/rapport.pdf",
        f"/rapports/{theirs.pk}/chiffres.xlsx",
    )
    for path in paths:
        answer = flore.get(path)
        assert answer.status_code == 404
        assert answer.content in {one.content for one in unknown}


def test_a_draft_of_the_office_is_not_seen_and_a_draft_edition_neither(portal, flore):
    portal.count(participants=40)
    report = portal.prepare()
    assert flore.get(f"/rapports/{report.pk}/").status_code == 404
    with at(NATIONAL):
        mine = Agreement.objects.get(reference="2022-flore")
        Agreement.objects.create(
            sponsor=mine.sponsor, reference="2023-flore", title="Suite", kind="gift", amount_cents=1, places=1,
            devices=0, starts_on=mine.starts_on, ends_on=mine.ends_on, drafted_at=portal.world.now,
        )  # fmt: skip
    assert flore.get("/soutiens/2023-flore/").status_code == 404


def test_people_are_seen_once_they_are_published_and_as_they_were(portal, flore):
    portal.count(participants=80, completions=70, satisfied=76, n={"satisfied": 80}, places_opened=100)
    assert "<strong>80</strong>" not in text(flore.get("/"))
    report = portal.edition(words="Merci.")
    page = text(flore.get(f"/rapports/{report.pk}/"))
    assert "76 sur 80 réponses" in page
    assert "Merci." in page
    portal.count(participants=5)
    assert "<strong>80</strong>" in text(flore.get("/"))


def test_several_people_read_for_a_sponsor_until_they_leave(portal, site):
    with at(NATIONAL):
        second = User.objects.create_user("second@partenaires.example", PASSWORD, name="Farid Fondation")
        membership = join(
            second, role="reader", sponsor_id=SPONSOR_ID, start=date(2021, 1, 1), by=None, now=NOW
        )
    reader = site("partenaires", second)
    assert reader.get(MINE).status_code == 200
    assert reader.get(THEIRS).status_code == 404
    with at(NATIONAL):
        type(membership).objects.filter(pk=membership.pk).update(end=date(2022, 1, 1))
    assert reader.get(MINE).status_code == 403


def test_who_reads_for_two_sponsors_sees_both(portal, site):
    with at(NATIONAL):
        join(portal.otto, role="reader", sponsor_id=SPONSOR_ID, start=date(2021, 1, 1), by=None, now=NOW)
    otto = site("partenaires", portal.otto)
    assert otto.get(MINE).status_code == otto.get(THEIRS).status_code == 200


def test_the_pages_cost_few_statements(portal, flore):
    portal.count(participants=40)
    report = portal.edition()
    for path, most in (("/", 8), (MINE, 12), (f"/rapports/{report.pk}/", 6)):
        with CaptureQueriesContext(connection) as queries:
            assert flore.get(path).status_code == 200
        asked = [q for q in queries if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]]
        assert len(asked) <= most, path


def test_the_sponsors_role_reads_no_antenne_and_no_figure_of_people(portal):
    portal.count(participants=40, places_opened=50, completions=20)
    with at(PARTNER):
        assert set(Figure.objects.values_list("measure", flat=True)) == {"places_opened"}
        for table in (
            "grenoble.cohorts_enrolment",
            "grenoble.welcome_beneficiary",
            "grenoble.equipment_loan",
        ):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"SELECT * FROM {table}")
    with inside(portal.world.grenoble):
        assert Figure.objects.count() == 3
    with inside(portal.world.lyon):
        assert Figure.objects.count() == 0


# --- a proposal --------------------------------------------------------------------------------------


@pytest.fixture
def cost(portal):
    with at(NATIONAL):
        day = date.fromordinal(TODAY.toordinal())
        return operations.set_cost(
            starts_on=day, place_cents=15_050, device_cents=15_000, by=portal.paul, now=NOW, today=TODAY
        )


def asked(portal, **change):
    return {
        "key": str(new_id()), "template": str(portal.template.pk), "antennes": [str(portal.world.grenoble.pk)],
        "places": "10", "devices": "3", "words": "Pour la rentrée", **change,
    }  # fmt: skip


def test_the_amount_is_seen_before_anything_is_sent(portal, cost, flore):
    page = text(flore.post("/proposer/", asked(portal)))
    assert "Votre soutien : 1 955 €." in page
    with at(NATIONAL):
        assert not Agreement.objects.filter(asked_by__isnull=False).exists()


def test_a_proposal_reaches_the_national_office_and_its_page_says_where_it_stands(portal, cost, flore, site):
    answer = flore.post("/proposer/", asked(portal, send="1"))
    page = text(flore.get(answer["Location"]))
    assert "Reçue, à l’étude" in page
    with at(NATIONAL):
        made = Agreement.objects.get(asked_by=portal.flore)
        assert (made.state, made.amount_cents, made.places, made.devices) == ("draft", 195_500, 10, 3)
        assert [one.code for one in made.antennes.all()] == ["grenoble"]
        assert [one.code for one in made.templates.all()] == ["emploi"]
        assert str(made.sponsor_id) == SPONSOR_ID
    assert "Fondation de Flore propose de financer 10 places et 3 équipements." in text(
        site("reseau", portal.paul).get("/")
    )
    assert "propose de financer" not in text(site("reseau", portal.world.nadia).get("/"))


def test_the_same_demand_sent_twice_is_one_proposal(portal, cost, flore, site):
    demand = asked(portal, send="1")
    assert flore.post("/proposer/", demand)["Location"] == flore.post("/proposer/", demand)["Location"]
    assert site("partenaires", portal.otto).post("/proposer/", demand).status_code == 409
    with at(NATIONAL):
        assert Agreement.objects.filter(asked_by__isnull=False).count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"places": "0", "devices": "0"},
        {"places": "-1"},
        {"template": "x"},
        {"places": "1000000"},
        {"key": "x"},
    ],
)
def test_a_wrong_demand_is_kept_and_makes_nothing(portal, cost, flore, change):
    answer = flore.post("/proposer/", asked(portal, send="1", **change))
    assert answer.status_code == 200
    assert "à revoir" in text(answer)
    with at(NATIONAL):
        assert not Agreement.objects.filter(asked_by__isnull=False).exists()


def test_without_a_cost_nobody_can_propose(portal, flore):
    assert "pas encore fixé le coût" in text(flore.get("/proposer/"))
    with at(PARTNER), pytest.raises(operations.proposals.NoCostYet):
        operations.ask_for_agreement(
            sponsor_id=SPONSOR_ID, key=new_id(), template=portal.template, antennes=[], places=1, devices=0,
            by=portal.flore, now=NOW, today=TODAY,
        )  # fmt: skip


def test_what_is_open_is_said_by_programme_and_territory(portal, cost, flore, site):
    from django.utils import timezone

    month = timezone.localdate().replace(day=1)
    portal.count(month=month, places_opened=30, places_funded=10)
    page = text(flore.get("/proposer/"))
    assert '<th scope="row">Trouver un emploi</th><td class="n" data-label="Places">20</td>' in page
    assert '<th scope="row">Grenoble</th><td class="n" data-label="Places">20</td>' in page


def test_a_host_proposes_nothing(portal, site):
    assert site("partenaires", portal.world.lea).get("/proposer/").status_code in {302, 403}


def test_a_cost_begins_after_the_last_one_and_never_in_the_past(portal, cost):
    again = {"place_cents": 1, "device_cents": 1, "by": portal.paul, "now": NOW, "today": TODAY}
    with at(NATIONAL):
        with pytest.raises(operations.costs.CostAlreadySet):
            operations.set_cost(starts_on=TODAY, **again)
        with pytest.raises(operations.costs.CostInThePast):
            operations.set_cost(starts_on=TODAY - timedelta(days=1), **again)
