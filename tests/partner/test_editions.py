"""An edition is read by two people before it is given, and never changes afterwards."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from partner.conftest import NOW, TODAY, give, signed
from partner.test_portal import text

from billing.sponsoring import operations
from billing.sponsoring.models import ImpactReport
from billing.sponsoring.operations import reports
from hub.partner.cells import cells_of, spans
from hub.partner.compose import content_of
from hub.partner.editions import Edition
from kit.antennes import NATIONAL, PARTNER, at

pytestmark = pytest.mark.django_db
PAUL_PAGE = "/editions/"


def test_who_prepared_does_not_publish(portal):
    portal.count(participants=40)
    report = portal.prepare()
    with at(NATIONAL), pytest.raises(reports.OwnEdition):
        operations.publish_report(report, content=report.content, by=portal.paul, now=NOW)


def test_a_published_edition_is_frozen_by_the_database(portal):
    portal.count(participants=40)
    report = portal.edition()
    with at(NATIONAL):
        for change in ({"content": {}}, {"words": "autre"}, {"state": "draft"}):
            with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
                ImpactReport.objects.filter(pk=report.pk).update(**change)
        with pytest.raises(operations.reports.check.__globals__["NotThatWay"]):
            operations.rewrite_report(
                report, until=report.until, words="", content={}, by=portal.paul, now=NOW, today=TODAY
            )
    with at(PARTNER), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        ImpactReport.objects.filter(pk=report.pk).update(words="x")


def test_figures_that_moved_since_it_was_read_stop_the_publication(portal):
    portal.count(participants=40)
    report = portal.prepare()
    portal.count(participants=60)
    with pytest.raises(reports.ChangedSincePrepared):
        portal.publish(report)


def test_a_month_that_is_not_over_is_not_reported(portal):
    with pytest.raises(reports.NotOverYet):
        portal.prepare(until=date(2023, 2, 28))


def test_one_draft_at_a_time(portal):
    portal.prepare()
    with pytest.raises(reports.DraftWaiting):
        portal.prepare()


def test_a_correction_is_a_new_edition_that_says_its_difference(portal):
    portal.count(participants=40, places_opened=50)
    first = portal.edition()
    portal.count(participants=60)
    second = Edition(portal.edition().content)
    assert Edition(first.content).total("participants") == 40
    assert (second.number, second.total("participants")) == (2, 60)
    assert ("Participants", "40", "60") in second.changes


def test_a_few_more_people_are_not_told(portal):
    portal.count(participants=40)
    portal.edition(until=date(2022, 6, 30))
    portal.count(month=date(2022, 9, 1), participants=7)
    edition = Edition(portal.edition().content)
    assert (edition.total("participants"), edition.at_least("participants")) == (40, True)
    assert edition.changes == []
    same = Edition(portal.edition().content)  # nobody more: it reads alike
    assert (same.total("participants"), same.at_least("participants")) == (40, True)


def test_two_sponsors_of_one_antenne_read_the_same_lots(portal):
    """Another sponsor of Grenoble, from July, could subtract the first half of the year."""
    portal.count(participants=30)
    portal.count(month=date(2022, 9, 1), participants=8)
    portal.edition()
    with at(NATIONAL):
        late = signed(portal.world, portal.agreements["otto"].sponsor, "2022-tard", by=portal.paul)
        type(late).objects.filter(pk=late.pk).update(starts_on=date(2022, 7, 1))
        late.refresh_from_db()
        give(portal.world, late, portal.world.grenoble, portal.template, by=portal.paul)
    portal.count(month=date(2022, 9, 1), participants=20)
    portal.agreements["tard"] = late
    edition = Edition(portal.edition("tard").content)
    assert edition.total("participants") is None
    assert "déjà compté" in next(why for what, _, why in edition.hidden if what.startswith("Participants"))


def test_small_antennes_are_counted_together_and_the_page_says_so(portal, site):
    with at(NATIONAL):
        give(portal.world, portal.agreements["flore"], portal.world.lyon, portal.template, by=portal.paul)
    portal.count(participants=6)
    portal.count("lyon", participants=9)
    report = portal.edition()
    page = text(site("partenaires", portal.flore).get(f"/rapports/{report.pk}/"))
    assert "Ensemble : Grenoble et Lyon" in page
    assert '<td class="n" data-label="Participants">15</td>' in page
    assert "compté avec d’autres antennes" in page


def test_the_content_keeps_no_number_below_eleven(portal):
    portal.count(participants=12, completions=3, satisfied=12, devices_on_loan=2, n={"satisfied": 12})
    report = portal.edition()
    for measure, said in report.content["people"].items():
        assert said["total"] is None or said["total"] >= 11, measure
    assert set(report.content["people"]["completions"]["hidden"].values()) == {"few"}


def test_the_office_prepares_reads_and_another_person_publishes(portal, site):
    portal.count(participants=40, places_opened=50)
    paul, alex = site("reseau", portal.paul), site("reseau", portal.world.alex)
    assert "2022-flore" in text(paul.get(PAUL_PAGE))
    answer = paul.post("/editions/preparer/2022-flore/", {"month": "2022-12", "words": "Bravo"})
    page = answer["Location"]
    assert "Une autre personne la relit" in text(paul.get(page))
    assert "Publier</span>" not in text(paul.get(page))
    assert "attend d’être publié." in text(alex.get("/"))
    assert "Publier</span>" in text(alex.get(page))
    assert alex.post(f"{page}publier/").status_code == 302
    assert "Publiée le" in text(alex.get(page))
    assert paul.get(f"{page}rapport.pdf").status_code == 200
    flore = site("partenaires", portal.flore)
    assert "Bravo" in text(flore.get(page.replace("editions", "rapports")))


def test_a_draft_is_taken_again_with_new_figures(portal, site):
    portal.count(participants=40)
    report = portal.prepare()
    portal.count(participants=60)
    paul = site("reseau", portal.paul)
    assert "2022-12" in text(paul.get(f"/editions/{report.pk}/reprendre/"))
    paul.post(f"/editions/{report.pk}/reprendre/", {"month": "2022-12", "words": "Plus"})
    assert "<strong>60</strong>" in text(paul.get(f"/editions/{report.pk}/"))


def test_programmes_read_editions_and_neither_write_nor_publish(portal, site):
    report = portal.prepare()
    nadia = site("reseau", portal.world.nadia)
    assert nadia.get(f"/editions/{report.pk}/").status_code == 200
    assert nadia.post("/editions/preparer/2022-flore/", {"month": "2022-12"}).status_code == 403
    assert nadia.post(f"/editions/{report.pk}/publier/").status_code == 403
    assert site("reseau", portal.world.person("dpo@reseau.example")).get(PAUL_PAGE).status_code == 403


def test_partnerships_fix_a_cost_in_euros(portal, site):
    from billing.sponsoring.models import PlaceCost

    paul = site("reseau", portal.paul)
    from django.utils import timezone

    form = {"starts_on": timezone.localdate().isoformat(), "place_cents": "150,50", "device_cents": "150"}
    assert paul.post("/editions/cout/", form)["Location"] == PAUL_PAGE
    with at(NATIONAL):
        assert PlaceCost.objects.get().place_cents == 15_050
    assert "150,50 € la place" in text(paul.get(PAUL_PAGE))
    assert paul.post("/editions/cout/", form).status_code == 409
    assert site("reseau", portal.world.nadia).post("/editions/cout/", form).status_code == 403


def test_spans_say_what_they_were_given():
    cells = {f"a/x/2022-{month:02}" for month in (1, 2, 3, 7)} | {"a/x/2021-12", "b/x/2022-01"}
    assert spans(cells) == ["a/x/2021-12..2022-03", "a/x/2022-07", "b/x/2022-01"]
    assert cells_of(spans(cells)) == cells


def test_a_content_is_what_the_database_gives_back(portal):
    portal.count(participants=40)
    report = portal.prepare()
    with at(NATIONAL):
        again = content_of(portal.agreements["flore"], until=report.until, words="", edition=1)
        assert ImpactReport.objects.get(pk=report.pk).content == again


def test_the_api_gives_published_editions_as_they_were_frozen(portal):
    portal.count(participants=40)
    portal.count("lyon", participants=40)
    theirs = portal.edition("otto")
    report = portal.edition()
    portal.count(participants=70)
    portal.prepare()
    from api.conftest import Program

    program = Program("partenaires").sign_in("fondation@partenaires.example")
    (one,) = program.get("reports/").json()["results"]
    assert (one["id"], one["content"]) == (str(report.pk), report.content)
    assert program.get(f"reports/{report.pk}/").json()["content"]["people"]["participants"]["total"] == 40
    assert (
        program.get(f"reports/{theirs.pk}/").content == program.get(f"reports/{report.agreement_id}/").content
    )
    assert [one["reference"] for one in program.get("agreements/").json()["results"]] == ["2022-flore"]
