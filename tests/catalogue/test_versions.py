"""Versions: a second person publishes, the scale is covered, names change with their dates."""

from datetime import date

import pytest
import scenes
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kit.antennes import NATIONAL, at
from kit.states import NotThatWay
from programs.catalogue.differences import between
from programs.catalogue.models import AssessmentGrid, LevelRule, PartnerName, TemplateVersion
from programs.catalogue.operations import (
    AdaptableDraft,
    LevelDraft,
    ModuleDraft,
    RuleDraft,
    add_partner,
    checks,
    discard_draft,
    draft_version,
    end_name,
    name_partner,
    publish,
    retire_template,
    retire_version,
    rewrite_draft,
)
from programs.catalogue.operations import templates as programmes
from programs.catalogue.operations import versions as writing
from programs.catalogue.operations.partners import DatesCross, NamesOverlap
from programs.catalogue.queries import as_texts, text_of
from programs.catalogue.starting.programmes import BY_THEME, starting_text
from programs.catalogue.warnings import warnings_of


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
def test_scores_that_do_not_cover_the_scale_once_are_neither_written_nor_published(office, levels):
    template = scenes.template(office)
    with pytest.raises(checks.ScoresDoNotCoverTheScale):
        draft(office, template, levels)
    version = draft(office, template)
    version.levels.all().delete()
    LevelRule.objects.bulk_create(LevelRule(version=version, **vars(level)) for level in levels)
    with pytest.raises(checks.ScoresDoNotCoverTheScale):
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


def test_the_end_of_a_name_makes_room_for_the_next(office, employment_service):
    last = employment_service.names.last()
    with pytest.raises(DatesCross):
        end_name(last, end=date(2024, 1, 1), by=office.nadia, now=office.now)
    end_name(last, end=date(2030, 1, 1), by=office.nadia, now=office.now)
    name_partner(
        employment_service, name="Autre", start=date(2030, 1, 1), end=None, by=office.nadia, now=office.now
    )
    again = type(employment_service).objects.get()
    assert [again.name_on(date(year, 1, 1)) for year in (2029, 2030)] == ["France Travail", "Autre"]


WITH = {"levels": scenes.LEVELS}
NONSENSE = [
    (checks.LevelTwice, {"levels": [LevelDraft("beginner", 32, 0, 50), LevelDraft("beginner", 16, 51, 100)]}),
    (checks.ScoresDoNotCoverTheScale, {"levels": [LevelDraft("beginner", 32, 60, 20)]}),
    (checks.OutOfSense, {"levels": [LevelDraft("beginner", 401, 0, 100)]}),
    (checks.OutOfSense, WITH | {"modules": [ModuleDraft("Cliquer", 0)]}),
    (checks.ModuleTwice, WITH | {"modules": [ModuleDraft("Cliquer", 60), ModuleDraft("cliquer ", 30)]}),
    (checks.CapacityOutOfBounds, WITH | {"capacity": 13}),
    (checks.OutOfSense, WITH | {"capacity_max": 101}),
    (checks.OutOfSense, WITH | {"loan_months": 61}),
    (checks.OutOfSense, WITH | {"session_minutes": 5}),
    (checks.OutOfSense, WITH | {"option_price_cents": 100_001}),
    (checks.RuleMakesNoSense, WITH | {"rules": [RuleDraft("age_min")]}),
    (checks.RuleMakesNoSense, WITH | {"rules": [RuleDraft("age_min", number=0)]}),
    (checks.RuleMakesNoSense, WITH | {"rules": [RuleDraft("age_min", number=16, value="x")]}),
    (checks.RuleMakesNoSense, WITH | {"rules": [RuleDraft("situation", value="rich")]}),
    (checks.RuleMakesNoSense, WITH | {"rules": [RuleDraft("situation", number=3, value="job_seeker")]}),
    (checks.RuleMakesNoSense, WITH | {"rules": [RuleDraft("horoscope", value="lion")]}),
    (checks.RuleMakesNoSense,
     {"levels": [LevelDraft("beginner", 32, 0, 100)], "rules": [RuleDraft("level", value="advanced")]}),
    (checks.RuleTwice, WITH | {"rules": [RuleDraft("age_min", number=16), RuleDraft("age_min", number=18)]}),
    (checks.AgesCross, WITH | {"rules": [RuleDraft("age_min", number=26), RuleDraft("age_max", number=25)]}),
    (checks.ParameterUnknown, WITH | {"adaptable": [AdaptableDraft("colour", 1, 2)]}),
    (checks.ParameterUnknown,
     {"levels": [LevelDraft("beginner", 32, 0, 100)], "adaptable": [AdaptableDraft("advanced_hours", 1, 20)]}),
    (checks.ParameterTwice,
     WITH | {"adaptable": [AdaptableDraft("loan_months", 3, 9), AdaptableDraft("loan_months", 1, 12)]}),
    (checks.BoundsOutOfSense, WITH | {"adaptable": [AdaptableDraft("session_minutes", 10, 150)]}),
    (checks.BoundsOutOfSense, WITH | {"adaptable": [AdaptableDraft("session_minutes", 150, 90)]}),
    (checks.BoundsWithoutTheValue, WITH | {"adaptable": [AdaptableDraft("session_minutes", 130, 150)]}),
]  # fmt: skip


@pytest.mark.parametrize(("refusal", "text"), NONSENSE)
def test_what_makes_no_sense_is_not_even_drafted(office, refusal, text):
    template = scenes.template(office)
    with pytest.raises(refusal):
        draft_version(template, title="Emploi", **text, by=office.nadia, now=office.now)
    assert not TemplateVersion.objects.exists()


@pytest.mark.parametrize("field", [{"title": ""}, {"completion_percent": 0}])
def test_a_field_out_of_its_own_bounds_is_named(office, field):
    with pytest.raises(ValidationError):
        draft_version(
            scenes.template(office), **{"title": "x", "levels": scenes.LEVELS} | field,
            by=office.nadia, now=office.now,
        )  # fmt: skip


def test_publication_checks_the_conditions_and_the_bounds_again(office):
    version = draft_version(
        scenes.template(office), title="x", levels=scenes.LEVELS, rules=[RuleDraft("age_min", number=16)],
        adaptable=[AdaptableDraft("loan_months", 3, 9)], by=office.nadia, now=office.now,
    )  # fmt: skip
    version.adaptable_fields.update(low=7)
    with pytest.raises(checks.BoundsWithoutTheValue):
        publish(version, by=office.alex, now=office.now)


def test_whoever_wrote_last_does_not_publish(office):
    paul = office.person("partnerships@reseau.example")
    version = draft(office, scenes.template(office))
    version = rewrite_draft(
        version, title="Mieux", levels=scenes.LEVELS, by=paul, now=scenes.later(office, 1)
    )
    with pytest.raises(writing.NeedsASecondPerson):
        publish(version, by=paul, now=office.now)
    assert publish(version, by=office.nadia, now=office.now).title == "Mieux"


def test_a_draft_is_rewritten_whole(office):
    version = draft_version(
        scenes.template(office), title="x", levels=scenes.LEVELS, modules=[ModuleDraft("Cliquer", 60)],
        rules=[RuleDraft("age_min", number=16)], adaptable=[AdaptableDraft("loan_months", 3, 9)],
        by=office.nadia, now=office.now,
    )  # fmt: skip
    rewrite_draft(
        version, title="y", levels=[LevelDraft("beginner", 10, 0, 100)], modules=[ModuleDraft("Écrire", 30)],
        session_minutes=60, by=office.nadia, now=office.now,
    )  # fmt: skip
    again = text_of(as_texts().get())
    assert (again["title"], again["session_minutes"]) == ("y", 60)
    assert again["levels"] == [LevelDraft("beginner", 10, 0, 100)]
    assert again["modules"] == [ModuleDraft("Écrire", 30)]
    assert (again["rules"], again["adaptable"]) == ([], [])


def test_nobody_writes_over_or_publishes_a_text_that_was_not_read(office):
    version = draft(office, scenes.template(office))
    seen, later = version.drafted_at, scenes.later(office, 1)
    again = {"title": "y", "levels": scenes.LEVELS, "seen": seen, "by": office.nadia}
    rewrite_draft(version, **again, now=later)
    with pytest.raises(writing.ChangedMeanwhile):
        rewrite_draft(version, **again, now=later)
    with pytest.raises(writing.ChangedMeanwhile):
        publish(version, seen=seen, by=office.alex, now=later)
    assert publish(version, seen=later, by=office.alex, now=later).state == "published"


def test_a_draft_is_thrown_away_and_a_published_version_is_not(office):
    template = scenes.template(office)
    version = draft(office, template)
    discard_draft(version, by=office.nadia, now=office.now)
    with pytest.raises(writing.ChangedMeanwhile):
        publish(version, by=office.alex, now=office.now)
    published = scenes.version(office, template)
    assert published.number == 1
    with pytest.raises(NotThatWay):
        discard_draft(published, by=office.nadia, now=office.now)
    with pytest.raises(NotThatWay):
        rewrite_draft(published, title="x", levels=scenes.LEVELS, by=office.nadia, now=office.now)


def test_a_retired_programme_has_no_further_version(office):
    version = scenes.version(office)
    retired = retire_version(version, by=office.alex, now=office.now)
    assert (retired.state, retired.retired_at) == ("retired", office.now)
    waiting = draft(office, version.template)
    with pytest.raises(programmes.DraftLeft):
        retire_template(version.template, by=office.alex, now=office.now)
    discard_draft(waiting, by=office.nadia, now=office.now)
    retire_template(version.template, by=office.alex, now=office.now)
    with pytest.raises(programmes.TemplateRetired):
        draft(office, version.template)


@pytest.mark.parametrize("code", ["nouveau", "partenaires", "grilles"])
def test_a_programme_does_not_take_the_address_of_a_page(office, code):
    with pytest.raises(programmes.CodeOfAPage):
        scenes.template(office, code=code)


def test_only_a_grid_in_force_is_chosen(office):
    grid = AssessmentGrid.objects.create(
        code="grille", number=1, title="Grille", drafted_by=office.nadia, drafted_at=office.now
    )
    with pytest.raises(checks.NoLongerInForce, match="Grille"):
        draft_version(
            scenes.template(office),
            title="x",
            levels=scenes.LEVELS,
            grid=grid,
            by=office.nadia,
            now=office.now,
        )


def test_modules_that_do_not_fill_the_hours_are_said_and_not_refused(office):
    version = scenes.version(office, session_minutes=100)
    told = [sentence.replace("\u00a0", " ") for sentence in warnings_of(version)]
    assert told[0] == "Les modules durent 2 h en tout, mais le niveau débutant suit 32 h."
    assert told[1] == "32 h au niveau débutant ne font pas un nombre entier de séances de 1 h 40."


@pytest.mark.parametrize("theme", list(BY_THEME))
def test_each_theme_has_a_starting_text_that_holds_together(office, theme):
    template = scenes.template(office, code=BY_THEME[theme].CODE)
    version = draft_version(template, **starting_text(theme, template), by=office.nadia, now=office.now)
    published = publish(version, by=office.alex, now=office.now)
    assert warnings_of(published) == []
    assert len(published.summary) > 100
    assert all(module.skills for module in published.modules.all())


def told(old, new):
    return {
        (one.what.replace("\u00a0", " "), one.before.replace("\u00a0", " "), one.after.replace("\u00a0", " "))
        for one in between(old, new)
    }


def test_what_changes_is_told_modules_included(office):
    first = scenes.version(office)
    longer = [LevelDraft("beginner", 40, 0, 39), *scenes.LEVELS[1:]]
    second = draft_version(
        first.template, title=first.title, levels=longer, by=office.nadia, now=office.now,
        modules=[ModuleDraft("Passer un entretien en visio", 120)],
    )  # fmt: skip
    assert told(first, second) == {
        ("Niveau débutant", "32 h, scores 0 à 39", "40 h, scores 0 à 39"),
        ("Module ajouté", "—", "Passer un entretien en visio (2 h)"),
        ("Module retiré", "Sa boîte mail (2 h)", "—"),
    }
    assert told(second, second) == set()


def test_every_part_of_a_version_is_compared(office):
    template = scenes.template(office)
    cliquer, ecrire, chercher = (ModuleDraft(title, 60) for title in ("Cliquer", "Écrire", "Chercher"))
    first = draft_version(
        template, title="x", levels=scenes.LEVELS, modules=[cliquer, ecrire, chercher],
        rules=[RuleDraft("age_min", number=16), RuleDraft("situation", value="student", effect="warning")],
        adaptable=[AdaptableDraft("loan_months", 3, 9)], by=office.nadia, now=office.now,
    )  # fmt: skip
    publish(first, by=office.alex, now=office.now)
    second = draft_version(
        template, title="x", levels=scenes.LEVELS, modules=[chercher, cliquer, ModuleDraft("Écrire", 90, "CRCN")],
        rules=[RuleDraft("age_min", number=18, proof="Pièce d’identité")], session_minutes=100,
        loan_months=0, adaptable=[AdaptableDraft("session_minutes", 90, 150)], by=office.nadia, now=office.now,
    )  # fmt: skip
    assert told(first, second) == {
        ("Durée d’une séance", "2 h", "1 h 40"),
        ("Prêt après le parcours", "6 mois", "non"),
        ("Condition : avoir au moins … ans", "Avoir au moins 16 ans, bloque l’inscription",
         "Avoir au moins 18 ans, bloque l’inscription, justificatif : Pièce d’identité"),
        ("Condition : situation en formation ou scolarisé", "avertit l’équipe", "—"),
        ("Adaptable : mois de prêt", "de 3 à 9", "—"),
        ("Adaptable : durée d’une séance (minutes)", "—", "de 90 à 150"),
        ("Module « Écrire »", "1 h", "1 h 30, CRCN"),
        ("Ordre de « Chercher »", "3e", "1er"),
    }  # fmt: skip
