"""The national office visits an antenne: with a reason, for a few hours, looking only, seen by the manager."""

import re
from collections import deque
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import scenes
import time_machine
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone

from hub.doors.files_opened import FILES
from kit.antennes import NATIONAL, at, inside
from kit.journal.models import Entry
from tenants.network import access, tasks
from tenants.network.access import Role
from tenants.network.models import Antenne, Invitation, Membership, Visit
from tenants.network.operations import ask_visit, end_membership, end_visit, join, note_visits
from tenants.network.operations.people import NotYoursToGrant, check_may_grant
from tenants.network.operations.visits import (
    AlreadyVisiting,
    NotForYourRole,
    NotOpen,
    TooLong,
    VisitOver,
    WorksThere,
)

pytestmark = pytest.mark.django_db
WHY = "Aider Maud à préparer la rentrée"
ASKED = {"reason": "help", "words": WHY, "hours": 2}


def begin(world, user=None, antenne=None, role="admin", **changes) -> Visit:
    """A visit that begins now; the antenne's journal is told by whoever comes next."""
    options = ASKED | {"now": timezone.now()} | changes
    with at(NATIONAL):
        return ask_visit(antenne=antenne or world.grenoble, by_roles={role}, by=user or world.alex, **options)


def told(antenne, verb="") -> list[Entry]:
    with inside(antenne):
        found = Entry.objects.filter(verb__startswith=f"network.{verb}").order_by("at", "id")
        return [one for one in found if one.verb.startswith(("network.visit", "network.file"))]


@pytest.fixture
def visitor(world, site):
    world.visit = begin(world)
    return site("grenoble", world.alex)


# --- asking ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("email", ["admin@reseau.example", "dpo@reseau.example", "nadia@reseau.example"])
def test_who_may_ask_for_a_visit_does_and_enters(world, site, jobs, knock, email):
    asker = site("reseau", world.person(email))
    assert "Demander une visite" in asker.get("/visites/").content.decode()
    answer = asker.post("/visites/demander/", ASKED | {"antenne": world.grenoble.pk})
    assert answer["Location"] == "/visites/"
    with at(NATIONAL):
        visit = Visit.objects.get()
        assert Entry.objects.filter(verb="network.visit_asked", on_id=str(visit.pk)).exists()
    assert visit.ends_at - visit.began_at == timedelta(hours=2)
    assert jobs() == [("network.tell_of_visit", {"antenne": "grenoble", "visit": str(visit.pk)})]
    page = asker.get("/visites/").content.decode()
    assert WHY in page
    assert "http://grenoble.localhost/" in page
    here, signed = knock("grenoble", email)
    assert signed["Location"] == "/"
    assert "vous regardez, rien ne peut être changé" in here.get("/").content.decode()


@pytest.mark.parametrize("email", ["finance@reseau.example", "partnerships@reseau.example"])
def test_money_and_partnerships_do_with_figures(world, site, email):
    other = site("reseau", world.person(email))
    assert other.get("/visites/").status_code == 403
    assert other.post("/visites/demander/", ASKED | {"antenne": world.grenoble.pk}).status_code == 403
    with pytest.raises(NotForYourRole):
        begin(world, world.fanny, role="finance")


@pytest.mark.parametrize(("host", "who"), [("grenoble", "maud"), ("lyon", "karim")])
def test_an_antenne_asks_for_no_visit(world, site, host, who):
    assert site(host, getattr(world, who)).get("/visites/demander/").status_code == 404
    assert site("reseau", getattr(world, who)).get("/visites/demander/").status_code == 403


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"words": "Pour voir"}, "au moins 15"),
        ({"words": " " * 30}, "obligatoire"),
        ({"words": ""}, "obligatoire"),
        ({"reason": "curiosity"}, "Sélectionnez un choix valide"),
        ({"hours": 24}, "Sélectionnez un choix valide"),
        ({"words": "Sa fiche, le 1 85 05 78 006 084"}, "numéro de sécurité sociale"),
    ],
)
def test_a_visit_without_a_good_reason_or_too_long_is_not_asked(world, site, change, words):
    sent = ASKED | {"antenne": world.grenoble.pk} | change
    page = site("reseau", world.alex).post("/visites/demander/", sent).content.decode()
    assert words in page
    with at(NATIONAL):
        assert not Visit.objects.exists()


def test_the_operation_refuses_too(world):
    with pytest.raises(TooLong):
        begin(world, hours=9)
    begin(world)
    with pytest.raises(AlreadyVisiting):
        begin(world)
    with at(NATIONAL):
        join(world.nadia, role="host", antenne=world.lyon, start=world.today, by=None, now=world.now)
        Antenne.objects.filter(pk=world.lyon.pk).update(state=Antenne.State.SUSPENDED)
    with pytest.raises(NotOpen, match="Lyon"):
        begin(world, antenne=world.lyon)
    with at(NATIONAL):
        Antenne.objects.filter(pk=world.lyon.pk).update(state=Antenne.State.OPEN)
    with pytest.raises(WorksThere):
        begin(world, world.nadia, antenne=world.lyon, role="programmes")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"ends_at": timedelta(hours=8, seconds=1)}, "eight_hours_at_most"),
        ({"ends_at": timedelta(0)}, "eight_hours_at_most"),
        ({"words": "Trop court"}, "says_why"),
    ],
)
def test_the_database_refuses_what_is_too_long_or_unsaid(world, change, rule):
    now = timezone.now()
    row = {"user": world.alex, "antenne": world.grenoble, "reason": "help", "words": WHY, "began_at": now}
    row |= {"ends_at": now + change.pop("ends_at", timedelta(hours=1))} | change
    with at(NATIONAL), transaction.atomic(), pytest.raises(IntegrityError, match=rule):
        Visit.objects.create(**row)


@pytest.mark.parametrize(
    "statement", ["UPDATE network_visit SET ends_at = now()", "DELETE FROM network_visit"]
)
@pytest.mark.parametrize("there", ["office", "antenne"])
def test_nobody_lengthens_or_deletes_a_visit(world, statement, there):
    begin(world)
    place = at(NATIONAL) if there == "office" else inside(world.grenoble)
    with place, pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_an_antenne_sees_its_own_visits_alone_and_makes_none(world):
    begin(world)
    with inside(world.lyon):
        assert not Visit.objects.exists()
    with inside(world.grenoble), transaction.atomic(), pytest.raises(ProgrammingError, match="denied"):
        Visit.objects.create(
            user=world.maud, antenne=world.grenoble, reason="help", words=WHY,
            began_at=world.now, ends_at=world.now + timedelta(hours=1),
        )  # fmt: skip


def test_the_role_of_a_visitor_is_never_granted(world, site):
    assert all(Role.VISITOR not in given for given in access.GRANTS.values())
    with pytest.raises(NotYoursToGrant):
        check_may_grant("visitor", {"admin", "manager"})
    with at(NATIONAL):
        with transaction.atomic(), pytest.raises(IntegrityError, match="no_visitor"):
            Membership.objects.create(
                user=world.alex, scope="antenne", antenne=world.grenoble, role="visitor", start=world.today
            )
        with transaction.atomic(), pytest.raises(IntegrityError, match="no_visitor"):
            Invitation.objects.create(
                email="x@x.example", name="X", scope="antenne", antenne=world.grenoble, role="visitor",
                invited_by=world.alex, invited_at=world.now, expires_at=world.now,
            )  # fmt: skip


# --- looking -----------------------------------------------------------------------------------------


@pytest.fixture
def things(world):
    """Something of each kind that a visitor may see in Grenoble."""
    world.now = timezone.now()
    world.today = timezone.localdate(world.now, world.grenoble.tz)
    with inside(world.grenoble):
        group = scenes.cohort(world, first=world.today)
        (enrolment,) = scenes.enrolled(world, group)
        scenes.running(world, group)
        bon = scenes.referral(world, scenes.person(world))
        scenes.workshop(world)
    world.person_pk, world.referral_pk, world.enrolment_pk = bon.beneficiary_id, bon.pk, enrolment.pk
    return world


def walked(visitor) -> tuple[dict[str, int], set[str], list[str]]:
    """({address of a link: answer}, {where a form is sent}, what was written) over all that can be reached."""
    answers, forms, written, ahead, seen = {}, set(), [], deque(["/"]), set()
    while ahead:
        path = ahead.popleft()
        route = _route(path)
        if route in seen:
            continue
        seen.add(route)
        with CaptureQueriesContext(connection) as queries:
            answer = visitor.get(path)
        answers[path] = answer.status_code
        written += [q["sql"] for q in queries if _writes(q["sql"])]
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        page = answer.content.decode()
        for form in re.findall(r"<form[^>]*method=\"post\"[^>]*>", page):
            forms.add(re.search(r'action="([^"]*)"', form).group(1) if "action=" in form else path)
        ahead += [link.replace("&amp;", "&") for link in re.findall(r'<a [^>]*href="(/[^"#]*)"', page)]
    return answers, forms, written


def _route(path: str) -> str:
    parts = urlsplit(path)
    return resolve(parts.path, "hub.urls_antenne").route + parts.query.split("=")[0]


def _writes(sql: str) -> bool:
    ours = ("django_session", "journal_entry", "network_visit")
    return sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(f'"{table}"' in sql for table in ours)


def test_whatever_a_visitor_can_reach_is_open_writes_nothing_and_offers_no_change(things, visitor):
    answers, forms, written = walked(visitor)
    assert {path: code for path, code in answers.items() if code >= 400} == {}
    assert len(answers) > 25
    assert written == []
    assert {path for path in forms if not path.startswith("/compte/")} == {"/visite/terminer/"}


HELD = {
    "account.use", "home.view", "welcome.view", "cohorts.view", "equipment.view", "figures.view",
    "journal.view", "team.view", "site.view",
}  # fmt: skip


def test_what_a_visitor_holds_is_what_was_decided():
    assert {name for name, roles in access.PERMISSIONS.items() if Role.VISITOR in roles} == HELD


@pytest.mark.parametrize(
    "path",
    [
        "/caisse/", "/caisse/cartes/", "/caisse/rapports/", "/caisse/controle/", "/appels/", "/suivis/",
        "/personnes/importer/", "/equipe/acces/", "/equipe/acces/export.xlsx", "/equipe/inviter/",
        "/parcours/{cohort}/heures.xlsx", "/parcours/{cohort}/emargement.pdf",
        "/parcours/seances/{session}/feuille.pdf", "/parcours/{cohort}/attestations/",
        "/orientations/{referral}/bon.pdf", "/parcours/inscriptions/{enrolment}/convocation.pdf",
    ],
)  # fmt: skip
def test_no_till_no_code_and_no_list_leaves_with_a_visitor(things, visitor, path):
    with inside(things.grenoble):
        from programs.cohorts.models import Cohort

        group = Cohort.objects.first()
        session = group.sessions.first()
    path = path.format(
        cohort=group.pk, session=session.pk, referral=things.referral_pk, enrolment=things.enrolment_pk
    )
    assert visitor.get(path).status_code in {403, 404}
    assert "feuille" not in path or visitor.get(path).status_code == 403


def _views(patterns, prefix=""):
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _views(entry.url_patterns, path)
        elif isinstance(entry, URLPattern):
            yield path, entry


UUID = "0198c000-0000-7000-8000-000000000009"


def _address(path: str) -> str:
    path = re.sub(r"<uuid:\w+>", UUID, path)
    path = re.sub(r"<int:\w+>", "1", re.sub(r"<(str|path):\w+>", "x", path))
    path = path.replace("<figures_file:kind>", "csv").replace("<chapter:chapter>", "synthese")
    path = path.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "a-b").replace("(?P<kind>xlsx|csv)", "csv")
    return "/" + re.sub(r"[\^$\\]", "", path)


ALL = list(_views(get_resolver("hub.urls_antenne").url_patterns))
OWN = ("account_", "mfa_", "close_sessions", "end_own_visit")
REFUSED = [
    path for path, entry in ALL if not (entry.name or "").startswith(OWN) and (entry.name or "") != "account"
]


def test_a_visitor_changes_nothing_by_any_route_and_any_verb(things, visitor):
    """Each route of the antenne: pages say the sentence, the API refuses; nothing is written."""
    assert len(REFUSED) > 200
    for path in REFUSED:
        address = _address(path)
        for verb in ("post", "put", "patch", "delete"):
            with CaptureQueriesContext(connection) as queries:
                answer = visitor._kept(
                    lambda verb=verb, address=address: getattr(visitor.client, verb)(address)
                )
            if address.startswith("/api/"):
                assert answer.status_code in {400, 401, 403, 404, 405, 415}, (verb, address)
            else:
                assert answer.status_code == 403, (verb, address)
                assert "rien ne peut être changé" in answer.content.decode(), (verb, address)
            assert [q["sql"] for q in queries if _writes(q["sql"])] == [], (verb, address)


def test_the_refusal_is_said_on_the_page_the_visitor_came_from(things, visitor):
    came = f"http://grenoble.localhost/personnes/{things.person_pk}/"
    answer = visitor.post("/personnes/nouvelle/", {"first_name": "X"}, headers={"referer": came})
    assert answer["Location"] == f"/personnes/{things.person_pk}/"
    assert "rien ne peut être changé. L’équipe" in visitor.get(answer["Location"]).content.decode()


def test_a_visitor_has_no_token_and_no_api(things, visitor):
    sent = {"email": "admin@reseau.example", "password": "maillon-demo"}
    post = {"content_type": "application/json"}
    assert visitor.post("/api/v1/auth/token/", sent, **post).status_code == 401
    assert visitor.get("/api/v1/beneficiaries/").status_code == 403
    assert visitor.get(f"/api/v1/beneficiaries/{things.person_pk}/").status_code == 403


def test_a_visitor_keeps_their_own_account_and_signs_out(world, visitor):
    assert visitor.get("/compte/").status_code == 200
    assert visitor.post("/compte/sessions/fermer/")["Location"] == "/compte/"
    assert visitor.post("/compte/deconnexion/").status_code == 302
    assert visitor.get("/")["Location"].startswith("/compte/connexion/")


@override_settings(MAILLON_MFA_REQUIRED=True)
def test_a_visitor_uses_a_second_factor_as_all_do(world, visitor):
    assert visitor.get("/personnes/")["Location"] == "/compte/protection/"


# --- the trace ---------------------------------------------------------------------------------------


def test_nothing_is_seen_before_the_journal_knows(things, visitor):
    assert told(things.grenoble) == []
    visitor.get("/personnes/")
    (line,) = told(things.grenoble)
    assert (line.verb, line.by, line.details) == ("network.visit_began", things.alex.pk, {"reason": "help"})
    journal = visitor.get("/journal/").content.decode()
    assert "Alex Administration a commencé une visite de l’antenne (Aide à l’équipe)" in journal


def test_each_file_is_one_line_a_visit_by_its_id(things, visitor):
    for _ in range(3):
        assert visitor.get(f"/personnes/{things.person_pk}/").status_code == 200
    visitor.get(f"/orientations/{things.referral_pk}/")
    visitor.get(f"/personnes/{UUID}/")
    lines = [(one.on_kind, one.on_id) for one in told(things.grenoble, "file")]
    assert lines == [
        ("welcome.beneficiary", str(things.person_pk)),
        ("welcome.referral", str(things.referral_pk)),
    ]
    with inside(things.grenoble):
        end_visit(Visit.objects.get(), by=things.alex, now=timezone.now())
    begin(things)
    visitor.get("/")
    again = type(visitor)("grenoble", things.alex)
    again.get(f"/personnes/{things.person_pk}/")
    assert len(told(things.grenoble, "file")) == 3


def test_who_works_there_leaves_no_such_line(things, site):
    assert site("grenoble", things.maud).get(f"/personnes/{things.person_pk}/").status_code == 200
    assert told(things.grenoble) == []


def test_each_kind_of_file_is_a_kind_of_some_page_that_a_visitor_may_open():
    shown = {
        getattr(entry.callback, "kind", "")
        for _, entry in ALL
        if isinstance(getattr(entry.callback, "needs", None), str)
        and Role.VISITOR in access.PERMISSIONS[entry.callback.needs]
    }
    assert set(FILES) <= shown


def test_the_worker_tells_the_journal_and_the_manager(world, jobs):
    visit = begin(world)
    tasks.tell_of_visit("grenoble", str(visit.pk))
    assert [line.verb for line in told(world.grenoble)] == ["network.visit_began"]
    (message,) = mail.outbox
    assert message.to == ["manager@grenoble.example"]
    assert "Alex Administration, du réseau national" in message.body
    assert WHY in message.body
    tasks.tell_of_visit("grenoble", str(visit.pk))
    assert len(told(world.grenoble)) == 1


def test_no_trace_in_another_antenne(things, visitor, site):
    visitor.get(f"/personnes/{things.person_pk}/")
    assert told(things.lyon) == []
    assert "Alex" not in site("lyon", things.marc).get("/equipe/").content.decode()
    assert "Alex" not in site("lyon", things.marc).get("/").content.decode()


# --- the end -----------------------------------------------------------------------------------------


def test_a_visit_that_has_run_out_ends_on_the_next_request(things, visitor):
    assert visitor.get("/personnes/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=2, seconds=1)):
        assert visitor.get("/personnes/")["Location"].startswith("/compte/connexion/")
        assert "Votre visite de l’antenne est terminée" in visitor.get("/compte/connexion/").content.decode()
    end = told(things.grenoble)[-1]
    assert (end.verb, end.by, end.at) == ("network.visit_ended", None, things.visit.ends_at)


def test_the_worker_ends_it_when_nobody_comes_back(world, jobs):
    visit = begin(world)
    tasks.watch_visits(0)
    tasks.watch_visits(0)
    assert jobs() == [("network.note_visits", {"antenne": "grenoble"})], "one is enough while it waits"
    tasks.note_visits_of("grenoble")
    with time_machine.travel(visit.ends_at + timedelta(seconds=1)):
        tasks.note_visits_of("grenoble")
        tasks.note_visits_of("grenoble")
    assert [one.verb for one in told(world.grenoble)] == ["network.visit_began", "network.visit_ended"]


def test_the_visitor_ends_it_by_the_button(things, visitor):
    assert 'action="/visite/terminer/"' in visitor.get("/").content.decode()
    assert visitor.post("/visite/terminer/")["Location"] == "/compte/connexion/"
    assert visitor.get("/")["Location"].startswith("/compte/connexion/")
    assert [one.verb for one in told(things.grenoble)] == ["network.visit_began", "network.visit_ended"]
    with inside(things.grenoble):
        assert Visit.objects.get().ended_by_id == things.alex.pk
        with pytest.raises(VisitOver):
            end_visit(Visit.objects.get(), by=things.alex, now=timezone.now())


def test_who_does_not_visit_has_no_visit_to_end(world, site):
    begin(world)
    assert site("grenoble", world.maud).post("/visite/terminer/").status_code == 404
    with inside(world.grenoble):
        assert Visit.objects.get().ended_at is None


def test_the_manager_sees_it_and_ends_it(things, visitor, site):
    visitor.get("/")
    maud = site("grenoble", things.maud)
    home = maud.get("/").text.replace("\u00a0", " ")
    assert "Alex Administration (réseau national) visite l’antenne jusqu’à" in home
    assert "Aide à l’équipe" in home
    team = maud.get("/equipe/").content.decode()
    assert WHY in team
    assert "2\u00a0h" in team
    assert maud.post(f"/equipe/visites/{things.visit.pk}/terminer/")["Location"] == "/equipe/"
    assert visitor.get("/personnes/").status_code == 302
    end = told(things.grenoble)[-1]
    assert (end.verb, end.by) == ("network.visit_ended", things.maud.pk)
    assert "terminée" in maud.get("/equipe/").content.decode()
    assert "visite l’antenne" not in maud.get("/").content.decode()


@pytest.mark.parametrize(("host", "who", "status"), [("grenoble", "lea", 403), ("lyon", "marc", 404)])
def test_somebody_else_ends_no_visit(world, site, host, who, status):
    visit = begin(world)
    assert site(host, getattr(world, who)).post(f"/equipe/visites/{visit.pk}/terminer/").status_code == status
    with at(NATIONAL):
        assert Visit.objects.in_force(timezone.now()).exists()


def test_a_host_reads_nothing_of_it_on_the_home_page(world, site):
    begin(world)
    assert "visite l’antenne" not in site("grenoble", world.lea).get("/").content.decode()


def test_the_office_ends_its_own_and_the_administration_all(world, site, jobs):
    hers = begin(world, world.nadia, role="programmes")
    dpo = site("reseau", world.person("dpo@reseau.example"))
    answer = dpo.post(f"/visites/{hers.pk}/terminer/")
    assert answer.status_code == 409
    assert site("reseau", world.alex).post(f"/visites/{hers.pk}/terminer/")["Location"] == "/visites/"
    assert jobs() == [("network.note_visits", {"antenne": "grenoble"})]
    tasks.note_visits_of("grenoble")
    assert told(world.grenoble)[-1].by == world.alex.pk
    page = site("reseau", world.nadia).get("/visites/").content.decode()
    assert "Personne ne visite une antenne" in page
    assert "1\u00a0min" in page


def test_a_visit_goes_with_the_national_role(things, visitor):
    assert visitor.get("/").status_code == 200
    with at(NATIONAL):
        own = Membership.objects.get(user=things.alex)
        own.role = "programmes"
        end_membership(
            own, by_roles={"admin"}, by=things.nadia, now=timezone.now(), today=timezone.localdate()
        )
    assert visitor.get("/")["Location"].startswith("/compte/connexion/")


def test_a_visit_goes_with_the_account(things, visitor):
    assert visitor.get("/").status_code == 200
    with at(NATIONAL):
        type(things.alex).objects.filter(pk=things.alex.pk).update(is_active=False)
    assert visitor.get("/")["Location"].startswith("/compte/connexion/")


# --- elsewhere ---------------------------------------------------------------------------------------


def test_a_visit_opens_one_antenne(world, site, knock):
    begin(world)
    assert site("lyon", world.alex).get("/").status_code == 403
    assert "n’ouvrent pas ce site" in knock("lyon", "admin@reseau.example")[1].content.decode()
    assert "n’ouvrent pas ce site" in knock("grenoble", "nadia@reseau.example")[1].content.decode()


def test_the_site_switch_lists_what_is_visited_and_no_more(world, site):
    alex = site("reseau", world.alex)
    assert "grenoble.localhost" not in alex.get("/").content.decode()
    visit = begin(world)
    assert 'href="http://grenoble.localhost/"' in alex.get("/").content.decode()
    with time_machine.travel(visit.ends_at + timedelta(seconds=1)):
        assert "grenoble.localhost" not in alex.get("/").content.decode()
    there = site("grenoble", world.alex).get("/").content.decode()
    assert "reseau.localhost" not in there


def test_a_visit_costs_no_statement_to_those_who_work_there_or_at_the_office(world, site):
    def cost(who, path="/compte/") -> int:
        with CaptureQueriesContext(connection) as queries:
            assert who.get(path).status_code == 200
        return len([q for q in queries if "set_config" not in q["sql"]])

    people = [site("grenoble", world.maud), site("grenoble", world.lea), site("reseau", world.alex)]
    for who in people:
        who.get("/compte/")
    before = [cost(who) for who in people]
    begin(world)
    assert [cost(who) for who in people] == before


def test_the_lists_of_visits_cost_the_same_with_many(world, site):
    def cost(who, path) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert who.get(path).status_code == 200
        return len([q for q in queries if "set_config" not in q["sql"]])

    def past(count: int) -> None:
        for number in range(count):
            visit = begin(world, now=timezone.now() - timedelta(days=number + 1))
            with inside(world.grenoble):
                note_visits(world.grenoble, now=visit.ends_at + timedelta(seconds=1))

    past(1)
    pages = [(site("reseau", world.alex), "/visites/"), (site("grenoble", world.maud), "/equipe/")]
    few = [cost(*page) for page in pages]
    past(40)
    assert [cost(*page) for page in pages] == few
    assert max(few) <= 8


def test_every_antenne_page_declares_itself_to_the_walk():
    assert settings.MAILLON_URLCONFS["antenne"] == "hub.urls_antenne"
    assert len(ALL) > 200
