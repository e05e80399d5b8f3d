"""An antenne says where it is and how to be received; its manager writes it, the others read it."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction

from kit.antennes import FRONT, NATIONAL, PARTNER, at, inside
from kit.journal.models import Entry
from kit.opening_hours import Week, parse
from kit.phones import as_e164, as_read
from tenants.network.models import SiteSheet
from tenants.network.operations import write_sheet
from tenants.network.operations.sites import SheetIncomplete

pytestmark = pytest.mark.django_db
TEXT = {
    "street": "1 rue de l’Exemple",
    "postal_code": "38000",
    "commune": "Grenoble",
    "insee_code": "38185",
    "description": "Un lieu pour apprendre, s’équiper et se connecter, ouvert à qui est orienté.",
    "languages": ["fr", "ar"],
    "reception": "referral",
}
TYPED = TEXT | {"publish": "on", "phone": "04 65 71 00 38", "Mo_0": "09:00", "Mo_1": "12:30"}


def written(antenne, world, by, *, publish=True, **changes):
    with inside(antenne):
        return write_sheet(antenne, text=TEXT | changes, publish=publish, by=by, now=world.now)


# --- hours and phones ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mo-Fr 09:00-12:30,14:00-17:30; Sa 09:00-12:00; PH off",
        "Mo 09:00-12:00; We-Th 09:00-12:00",
        "Su 10:00-18:00",
    ],
)
def test_hours_are_written_as_they_were_read(text):
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "lundi 9h",
        "Mo 9:00-12:00",
        "Mo 12:00-09:00",
        "Mo 09:00-12:00,11:00-17:00",
        "Fr-Mo 09:00-12:00",
        "Xx 09:00-12:00",
        "Mo 25:00-26:00",
        "Mo 09:00-10:00,11:00-12:00,13:00-14:00",
        "24/7",
    ],
)
def test_other_hours_are_not_guessed(text):
    with pytest.raises(ValueError, match=r"not|out of order|Xx"):
        parse(text)


def test_hours_are_read_as_people_say_them():
    said = dict(parse("Mo-Fr 09:00-12:30,14:00-17:30; Sa 09:00-12:00; PH off").lines())
    plain = {days: hours.replace("\u00a0", " ") for days, hours in said.items()}
    assert plain == {
        "Du lundi au vendredi": "9 h – 12 h 30, 14 h – 17 h 30",
        "Samedi": "9 h – 12 h",
        "Jours fériés": "fermé",
    }
    assert Week().lines() == []


@pytest.mark.parametrize("typed", ["01 99 00 12 34", "01.99.00.12.34", "+33 1 99 00 12 34", "0033199001234"])
def test_a_phone_is_kept_in_one_form(typed):
    assert as_e164(typed) == "+33199001234"
    assert as_read("+33199001234").replace("\u00a0", " ") == "01 99 00 12 34"


def test_what_is_no_phone_is_none():
    assert as_e164("accueil") is None
    assert as_e164("12") is None


# --- writing ---------------------------------------------------------------------------------------


def test_publishing_withdrawing_and_reading_again_are_three_lines_of_the_journal(world):
    sheet = written(world.grenoble, world, world.maud)
    written(world.grenoble, world, world.maud)
    withdrawn = written(world.grenoble, world, world.maud, publish=False)
    with inside(world.grenoble):
        verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["network.sheet_published", "network.sheet_written", "network.sheet_withdrawn"]
    assert (sheet.published, withdrawn.published) == (True, False)


@pytest.mark.parametrize("field", SiteSheet.NEEDED)
def test_a_sheet_that_lacks_something_stays_a_draft(world, field):
    with pytest.raises(SheetIncomplete):
        written(world.grenoble, world, world.maud, **{field: ""})
    assert not written(world.grenoble, world, world.maud, publish=False, **{field: ""}).published


@pytest.mark.parametrize(
    "wrong",
    [
        {"siret": "12345678901234"},
        {"postal_code": "3800"},
        {"insee_code": "X"},
        {"phone": "04 65"},
        {"opening_hours": "le matin"},
        {"email": "accueil"},
        {"website": "javascript:alert(1)"},
        {"latitude": 91, "longitude": 5},
        {"latitude": 45, "longitude": None},
        {"languages": ["xx"]},
    ],
)
def test_what_is_wrong_is_refused_whatever_the_door(world, wrong):
    with pytest.raises(ValidationError):
        written(world.grenoble, world, world.maud, **wrong)


def test_the_database_too_refuses_to_publish_half_a_sheet(world):
    written(world.grenoble, world, world.maud)
    with inside(world.grenoble), pytest.raises(IntegrityError, match="whole_when_published"):
        SiteSheet.objects.update(commune="")


# --- whose sheet -----------------------------------------------------------------------------------


def sql(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def test_lyon_neither_reads_nor_writes_the_sheet_of_grenoble(world):
    written(world.grenoble, world, world.maud)
    with inside(world.lyon):
        assert not SiteSheet.objects.exists()
        assert sql("UPDATE network_sitesheet SET street = 'ailleurs'") == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            write_sheet(world.grenoble, text=TEXT, publish=True, by=world.marc, now=world.now)
        with pytest.raises(ProgrammingError, match="permission denied"):
            sql("DELETE FROM network_sitesheet")
    with inside(world.grenoble):
        assert SiteSheet.objects.get().street == TEXT["street"]
        with pytest.raises(ProgrammingError, match="row-level security"):
            sql("UPDATE network_sitesheet SET antenne_id = %s", world.lyon.pk)


def test_the_office_reads_the_sheets_and_writes_none(world):
    written(world.grenoble, world, world.maud)
    with at(NATIONAL):
        assert SiteSheet.objects.count() == 1
        with pytest.raises(ProgrammingError, match="permission denied"):
            sql("UPDATE network_sitesheet SET street = 'ailleurs'")


@pytest.mark.parametrize("place", [FRONT, PARTNER], ids=["front", "partner"])
def test_the_other_sites_have_no_use_for_them(world, place):
    with at(place), pytest.raises(ProgrammingError, match="permission denied"):
        sql("SELECT * FROM network_sitesheet")


# --- pages -----------------------------------------------------------------------------------------


def test_the_manager_writes_the_sheet_and_sees_what_the_public_sees(world, site):
    maud = site("grenoble", world.maud)
    assert "Cette antenne n’a pas encore de fiche" in maud.get("/fiche-publique/").text
    answer = maud.post("/fiche-publique/modifier/", TYPED)
    assert (answer.status_code, answer.get("Location")) == (302, "/fiche-publique/")
    with inside(world.grenoble):
        sheet = SiteSheet.objects.get()
    assert (sheet.phone, sheet.opening_hours) == ("+33465710038", "Mo 09:00-12:30")
    page = maud.get("/fiche-publique/").text.replace("\u00a0", " ")
    assert "04 65 71 00 38" in page
    assert "9 h – 12 h 30" in page
    assert "Tout le monde la lit" in page


def test_the_form_comes_back_as_it_was_saved(world, site):
    maud = site("grenoble", world.maud)
    maud.post("/fiche-publique/modifier/", TYPED | {"closed_on_holidays": "on"})
    form = maud.get("/fiche-publique/modifier/").context["form"]
    assert (form["Mo_0"].value(), form["Mo_1"].value()) == (time(9), time(12, 30))
    assert form["closed_on_holidays"].value() is True
    assert form["publish"].value() is True


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"commune": ""}, "Nécessaire pour publier la fiche."),
        ({"description": "Court."}, "Écrivez au moins 50 signes."),
        ({"Mo_1": ""}, "Donnez l’heure du début et celle de la fin."),
        ({"Mo_1": "08:00"}, "Les heures ne se suivent pas."),
        ({"phone": "bonjour"}, "Ce numéro ne se lit pas."),
        ({"siret": "123 456 789 00012"}, "Ce SIRET n’existe pas"),
        ({"latitude": "45,18"}, "Donnez la latitude et la longitude"),
    ],
)
def test_an_error_stands_in_the_form_and_nothing_is_saved(world, site, wrong, words):
    answer = site("grenoble", world.maud).post("/fiche-publique/modifier/", TYPED | wrong)
    assert answer.status_code == 200
    assert words in answer.text
    assert TYPED["street"] in answer.text
    with inside(world.grenoble):
        assert not SiteSheet.objects.exists()


@pytest.mark.parametrize("who", ["lea", "denis"])
def test_the_team_reads_the_sheet_and_does_not_write_it(world, site, who):
    written(world.grenoble, world, world.maud)
    here = site("grenoble", getattr(world, who))
    assert TEXT["street"] in here.get("/fiche-publique/").text
    assert "Modifier ou relire" not in here.get("/fiche-publique/").text
    assert here.post("/fiche-publique/modifier/", TYPED).status_code == 403


def test_a_draft_says_that_nobody_reads_it(world, site):
    written(world.grenoble, world, world.maud, publish=False)
    assert "En brouillon." in site("grenoble", world.lea).get("/fiche-publique/").text


@pytest.mark.parametrize(
    ("email", "hinted"), [("maud.responsable@reseau.example", True), ("accueil@grenoble.example", False)]
)
def test_an_address_that_looks_like_somebody_s_is_hinted_at(world, site, email, hinted):
    written(world.grenoble, world, world.maud, email=email)
    page = site("grenoble", world.maud).get("/fiche-publique/").text
    assert ("semble être celle d’une personne" in page) is hinted
