"""The attestation: delivered once, frozen, checked by a code that tells no name."""

import io
from datetime import date, timedelta

import pypdf
import pytest
import scenes
from django.core.cache import cache

from kit.antennes import NATIONAL, at
from kit.journal.models import Entry
from programs.catalogue.operations import add_partner, draft_template, name_partner
from programs.cohorts.models import Attestation
from programs.cohorts.operations import (
    attestations,
    issue_attestation,
    issue_attestations,
    override_completion,
)
from programs.cohorts.papers.attestations import paper, spaced
from programs.cohorts.queries import attestations_of


@pytest.fixture
def world(grenoble):
    cache.clear()
    return grenoble


@pytest.fixture
def course(world):
    return scenes.ended(world, ["pppp", "ppaa", "pppp"])


def issue(world, enrolment):
    return issue_attestation(enrolment, antenne="Grenoble", by=world.lea, now=world.now)


def text_of(content):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


class TestDelivering:
    def test_once_with_a_code_that_nobody_guesses(self, world, course):
        amina, _, chen = course[1]
        first = issue(world, amina)
        assert issue(world, amina) == first
        assert len(first.code) == 12
        assert first.code != issue(world, chen).code
        assert Entry.objects.filter(verb="cohorts.attestation_issued").count() == 2

    def test_only_to_who_completed(self, world, course):
        with pytest.raises(attestations.NotCompleted):
            issue(world, course[1][1])

    def test_the_whole_group_at_once_without_what_was_already_delivered(self, world, course):
        group, (amina, _, chen) = course
        issue(world, amina)
        (made,) = issue_attestations(group, antenne="Grenoble", by=world.lea, now=world.now)
        assert made.enrolment == chen
        assert issue_attestations(group, antenne="Grenoble", by=world.lea, now=world.now) == []

    def test_a_group_without_anybody_to_deliver_to_says_so(self, world):
        group, _ = scenes.ended(world, ["ppaa"])
        with pytest.raises(attestations.NobodyCompleted):
            issue_attestations(group, antenne="Grenoble", by=world.lea, now=world.now)

    def test_what_it_says_is_frozen_without_the_person(self, world, course):
        content = issue(world, course[1][0]).content
        assert content == {
            "title": "Trouver un emploi", "partner": "", "antenne": "Grenoble", "level": "Débutant",
            "minutes": 480, "from": "2022-03-08", "until": "2022-03-17",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("first", "name"), [(date(2022, 3, 8), "Pôle emploi"), (date(2024, 3, 5), "France Travail")]
    )
    def test_the_partner_bears_the_name_of_its_time(self, world, first, name):
        with at(NATIONAL):
            partner = add_partner(code="emploi", by=world.nadia, now=world.now)
            change = date(2024, 1, 1)
            name_partner(partner, name="Pôle emploi", start=None, end=change, by=world.nadia, now=world.now)
            name_partner(
                partner, name="France Travail", start=change, end=None, by=world.nadia, now=world.now
            )
            template = draft_template(
                code="x", name="x", theme="employment", partner=partner, by=world.nadia, now=world.now
            )
        _, (amina,) = scenes.ended(world, ["pppp"], first=first, of=template)
        assert issue(world, amina).content["partner"] == name


class TestThePaper:
    def test_it_bears_the_name_the_hours_and_the_code(self, world, course):
        group, (amina, *_) = course
        amina.beneficiary.first_name, amina.beneficiary.last_name = "أمينة", "Benali 🌻"
        amina.beneficiary.save()
        made = issue(world, amina)
        shown = paper(
            attestations_of(group), address="http://grenoble.localhost/attestation/", letterhead=["Grenoble"],
            now=world.now,
        )  # fmt: skip
        text = text_of(shown)
        assert "Benali" in text
        assert "8 h" in text.replace("\u00a0", " ")
        assert spaced(made.code) in text
        assert "grenoble.localhost/attestation" in text

    def test_a_group_has_a_page_each(self, world, course):
        issue_attestations(course[0], antenne="Grenoble", by=world.lea, now=world.now)
        content = paper(attestations_of(course[0]), address="http://x/", letterhead=[], now=world.now)
        assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 2


class TestChecking:
    def test_anybody_reads_what_it_says_and_no_name(self, world, site, course):
        amina = course[1][0]
        code = issue(world, amina).code
        anybody = site("grenoble")
        for typed in (code, spaced(code), f" {spaced(code).lower()} "):
            page = anybody.get("/attestation/", data={"code": typed}, follow=True)
            assert page.status_code == 200
            assert "Attestation valable" in page.text
            assert "Trouver un emploi" in page.text
            assert amina.beneficiary.first_name not in page.text
            assert amina.beneficiary.last_name not in page.text
            assert "noindex" in page["X-Robots-Tag"]

    @pytest.mark.parametrize("code", ["ZZZZZZZZZZZZ", "K7M2", "' OR 1=1 --", "é" * 60, "\x00"])
    def test_an_unknown_code_is_said_so_on_the_same_page(self, world, site, course, code):
        page = site("grenoble").get("/attestation/", data={"code": code}, follow=True)
        assert page.status_code == 404
        assert "Aucune attestation" in page.text
        assert "Code de vérification" in page.text

    def test_the_code_of_grenoble_means_nothing_at_lyon(self, world, site, course):
        code = issue(world, course[1][0]).code
        assert site("lyon").get(f"/attestation/{code}/").status_code == 404

    def test_it_says_when_the_end_was_decided_otherwise_afterwards(self, world, site, course):
        amina = course[1][0]
        code = issue(world, amina).code
        override_completion(amina, reached=False, reason="Erreur d’appel.", by=world.maud, now=world.now)
        page = site("grenoble").get(f"/attestation/{code}/").text
        assert "n’est plus valable" in page
        assert not attestations_of(course[0]).exists()

    def test_a_guesser_is_slowed_down_and_a_reader_is_not(self, world, site, course):
        code = issue(world, course[1][0]).code
        anybody = site("grenoble")
        seen = [anybody.get(f"/attestation/{number:012}/").status_code for number in range(31)]
        assert (seen.count(404), seen[-1]) == (30, 429)
        assert anybody.get(f"/attestation/{code}/").status_code == 200
        assert Attestation.objects.count() == 1


class TestPages:
    def test_lea_delivers_and_anybody_of_the_team_prints(self, world, site, course):
        group, (amina, boris, _) = course
        lea, denis = site("grenoble", world.lea), site("grenoble", world.denis)
        everybody = f"/parcours/{group.pk}/attestations/"
        assert lea.get(everybody).status_code == 404
        assert denis.post(f"{everybody}delivrer/").status_code == 403
        assert "Attestations délivrées : 2" in lea.post(f"{everybody}delivrer/", follow=True).text
        assert "déjà la sienne" in lea.post(f"{everybody}delivrer/", follow=True).text
        printed = denis.get(everybody)
        assert (printed.status_code, printed["Content-Type"]) == (200, "application/pdf")
        own = f"/parcours/inscriptions/{amina.pk}/attestation/"
        assert denis.get(own).content.startswith(b"%PDF")
        assert "no-store" in denis.get(own)["Cache-Control"]
        assert lea.get(f"/parcours/inscriptions/{boris.pk}/attestation/").status_code == 404
        assert lea.post(f"/parcours/inscriptions/{boris.pk}/attestation/delivrer/").status_code == 409
        assert lea.post(f"{own}delivrer/").status_code == 302

    def test_karim_of_lyon_finds_nothing(self, world, site, course):
        amina = course[1][0]
        issue(world, amina)
        karim = site("lyon", world.karim)
        for path in (
            f"/parcours/{course[0].pk}/attestations/",
            f"/parcours/inscriptions/{amina.pk}/attestation/",
        ):
            assert karim.get(path).status_code == 404
            assert karim.post(f"{path}delivrer/").status_code == 404


def test_the_year_is_said_twice_when_a_course_spans_two(world):
    from programs.cohorts.papers.attestations import said

    content = {
        "title": "x", "partner": "", "antenne": "Grenoble", "level": "Débutant", "minutes": 90,
        "from": "2022-12-01", "until": str(date(2022, 12, 1) + timedelta(days=60)),
    }  # fmt: skip
    assert said(content)["dates"].replace("\u00a0", " ") == "1er décembre 2022 – 30 janvier 2023"
