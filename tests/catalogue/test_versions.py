"""Versions: a second person publishes, the scale is covered, names change with their dates."""

from datetime import date

import pytest
import scenes
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kit.antennes import NATIONAL, at
from programs.catalogue.differences import between
from programs.catalogue.models import PartnerName, TemplateVersion
from programs.catalogue.operations import (
    LevelDraft,
    ModuleDraft,
    add_partner,
    draft_version,
    name_partner,
    publish,
)
from programs.catalogue.operations import versions as writing
from programs.catalogue.operations.partners import NamesOverlap


@pytest.fixture
def office(world):
    with at(NATIONAL):
        yield world


def draft(world, template, levels=scenes.LEVELS):
    return draft_version(template, title="Emploi", levels=levels, by=world.nadia, now=world.now)


def test_who_wrote_a_version_does_not_publish_it(office):
    version = draft(office, scenes.template(office))
    with pytest.raises(writing.NeedsASecondPerson):
        publish(version, by=office.nadia, now=office.now)
    assert publish(version, by=office.alex, now=office.now).published_by == office.alex


def test_the_next_version_supersedes_the_one_before(office):
    first = scenes.version(office)
    second = scenes.version(office, first.template)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("superseded", "published", 2)
    assert TemplateVersion.objects.published().get() == second


@pytest.mark.parametrize(
    "levels",
    [
        [LevelDraft("beginner", 32, 0, 39), LevelDraft("advanced", 16, 41, 100)],
        [LevelDraft("beginner", 32, 0, 50), LevelDraft("advanced", 16, 50, 100)],
        [LevelDraft("beginner", 32, 0, 99)],
        [],
    ],
    ids=["a gap", "an overlap", "a score missing", "no level"],
)
def test_scores_that_do_not_cover_the_scale_once_are_not_published(office, levels):
    version = draft(office, scenes.template(office), levels)
    with pytest.raises(writing.ScoresDoNotCoverTheScale):
        publish(version, by=office.alex, now=office.now)


def test_one_draft_at_a_time(office):
    template = scenes.template(office)
    draft(office, template)
    with pytest.raises(writing.DraftAlreadyOpen):
        draft(office, template)


@pytest.fixture
def employment_service(office):
    partner = add_partner(code="emploi", by=office.nadia, now=office.now)
    change = date(2024, 1, 1)
    name_partner(partner, name="Pôle emploi", start=None, end=change, by=office.nadia, now=office.now)
    name_partner(partner, name="France Travail", start=change, end=None, by=office.nadia, now=office.now)
    return partner


def test_a_report_says_the_name_of_its_time(employment_service):
    assert employment_service.name_on(date(2022, 6, 1)) == "Pôle emploi"
    assert employment_service.name_on(date(2023, 12, 31)) == "Pôle emploi"
    assert employment_service.name_on(date(2024, 1, 1)) == "France Travail"


def test_two_names_on_one_day_are_refused_and_by_the_database_too(office, employment_service):
    period = (date(2023, 1, 1), date(2023, 2, 1))
    with pytest.raises(NamesOverlap):
        name_partner(
            employment_service, name="X", start=period[0], end=period[1], by=office.nadia, now=office.now
        )
    with pytest.raises(IntegrityError, match="catalogue_partner_one_name_a_day"), transaction.atomic():
        PartnerName.objects.create(partner=employment_service, name="X", during=period)


def test_levels_that_make_no_sense_are_not_even_drafted(office):
    template = scenes.template(office)
    with pytest.raises(writing.LevelTwice):
        draft(office, template, [LevelDraft("beginner", 32, 0, 50), LevelDraft("beginner", 16, 51, 100)])
    with pytest.raises(ValidationError):
        draft(office, template, [LevelDraft("beginner", 32, 60, 20)])


def test_what_changes_is_told_modules_included(office):
    first = scenes.version(office)
    longer = [LevelDraft("beginner", 40, 0, 39), *scenes.LEVELS[1:]]
    second = draft_version(
        first.template, title=first.title, levels=longer, by=office.nadia, now=office.now,
        modules=[ModuleDraft("Passer un entretien en visio", 120)],
    )  # fmt: skip
    told = {(change.what, change.before.replace("\u00a0", " "), change.after.replace("\u00a0", " "))
            for change in between(first, second)}  # fmt: skip
    assert told == {
        ("Niveau débutant", "32 h, scores 0 à 39", "40 h, scores 0 à 39"),
        ("Module ajouté", "—", "Passer un entretien en visio"),
        ("Module retiré", "Sa boîte mail", "—"),
    }
