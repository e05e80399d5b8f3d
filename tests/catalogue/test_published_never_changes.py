"""Published means immutable: raw SQL of the national office's own role is refused by the database."""

import pytest
import scenes
from django.db import IntegrityError, connection, transaction

from kit.antennes import NATIONAL, at, inside
from programs.catalogue.models import AssessmentGrid, GridQuestion, Survey, SurveyQuestion, TemplateVersion
from programs.catalogue.operations import AdaptableDraft, RuleDraft, discard_draft, draft_version
from programs.cohorts.models import Cohort
from programs.cohorts.operations import adopt

WORDS = {"fr": {"text": "Savez-vous cliquer ?", "choices": ["Oui", "Non"]}}


def sql(statement: str) -> list[tuple]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def office(world):
    """A published version with every kind of part, a published grid and a published survey."""
    version = scenes.version(
        world,
        rules=[RuleDraft("age_min", number=16)],
        adaptable=[AdaptableDraft("session_minutes", 90, 150)],
    )
    with at(NATIONAL):
        for text, question in ((AssessmentGrid, GridQuestion), (Survey, SurveyQuestion)):
            made = text.objects.create(
                code="essai", number=1, title="Essai", drafted_by=world.nadia, drafted_at=world.now
            )
            more = (
                {"grid": made, "skill": "safety", "points": [2, 0]}
                if text is AssessmentGrid
                else {"survey": made}
            )
            question.objects.create(position=1, code="clic", words=WORDS, **more)
            text.objects.filter(pk=made.pk).update(
                state="published", published_by=world.alex, published_at=world.now
            )
        world.version = version
        yield world


CHANGES_OF_A_TEXT = [
    "SET title = 'Autre'",
    "SET number = 9",
    "SET drafted_at = now()",
    "SET published_at = now() + interval '1 day'",
    "SET published_by_id = NULL",
    "SET state = 'draft', published_at = NULL, published_by_id = NULL",
    "SET state = 'superseded', superseded_at = now(), title = 'Autre'",
]


@pytest.mark.parametrize("change", CHANGES_OF_A_TEXT)
@pytest.mark.parametrize("table", ["templateversion", "assessmentgrid", "survey"])
def test_a_published_text_is_not_rewritten(office, table, change):
    with pytest.raises(IntegrityError, match="never changes"):
        sql(f"UPDATE catalogue_{table} {change}")


@pytest.mark.parametrize(
    "change",
    [
        "capacity = 11", "completion_percent = 1", "loan_months = 0", "session_minutes = 60", "lend_in_class = false",
        "option_price_cents = 1", "summary = 'x'", "capacity_max = 50", "grid_id = NULL, summary = 'x'",
    ],
)  # fmt: skip
def test_no_rule_of_a_published_version_is_rewritten(office, change):
    with pytest.raises(IntegrityError, match="never changes"):
        sql(f"UPDATE catalogue_templateversion SET {change}")


@pytest.mark.parametrize("table", ["templateversion", "assessmentgrid", "survey"])
def test_a_published_text_is_not_deleted(office, table):
    with pytest.raises(IntegrityError, match="never changes"):
        sql(f"DELETE FROM catalogue_{table}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalogue_levelrule SET hours = 1",
        "UPDATE catalogue_module SET title = 'x'",
        "UPDATE catalogue_eligibilityrule SET number = 99",
        "UPDATE catalogue_adaptablefield SET high = 600",
        "UPDATE catalogue_gridquestion SET points = '{9,9}'",
        "UPDATE catalogue_surveyquestion SET words = '{}'",
        "DELETE FROM catalogue_levelrule",
        "DELETE FROM catalogue_module",
        "DELETE FROM catalogue_eligibilityrule",
        "DELETE FROM catalogue_adaptablefield",
        "DELETE FROM catalogue_gridquestion",
        "DELETE FROM catalogue_surveyquestion",
        "INSERT INTO catalogue_levelrule (version_id, level, hours, score_from, score_to)"
        " SELECT id, 'other', 1, 0, 100 FROM catalogue_templateversion",
        "INSERT INTO catalogue_module (version_id, position, title, minutes, skills)"
        " SELECT id, 9, 'x', 1, '' FROM catalogue_templateversion",
        "INSERT INTO catalogue_eligibilityrule (version_id, position, kind, number, value, effect, proof)"
        " SELECT id, 9, 'age_max', 30, '', 'blocking', '' FROM catalogue_templateversion",
        "INSERT INTO catalogue_adaptablefield (version_id, name, low, high)"
        " SELECT id, 'loan_months', 0, 60 FROM catalogue_templateversion",
        "INSERT INTO catalogue_gridquestion (grid_id, position, code, skill, practical, words, points)"
        " SELECT id, 9, 'x', 'safety', false, '{}', '{1}' FROM catalogue_assessmentgrid",
        "INSERT INTO catalogue_surveyquestion (survey_id, position, code, words)"
        " SELECT id, 9, 'x', '{}' FROM catalogue_survey",
    ],
)
def test_no_part_of_what_is_published_is_touched(office, statement):
    with pytest.raises(IntegrityError, match="never changes"):
        sql(statement)


def test_a_part_does_not_slip_into_or_out_of_a_published_version(office):
    draft = draft_version(
        office.version.template, title="v2", levels=scenes.LEVELS, by=office.nadia, now=office.now
    )
    for wanted, among in ((draft.pk, office.version.pk), (office.version.pk, draft.pk)):
        with pytest.raises(IntegrityError, match="never changes"):
            sql(f"UPDATE catalogue_levelrule SET version_id = '{wanted}' WHERE version_id = '{among}'")


def test_a_state_goes_on_and_its_day_is_written_once(office):
    later = scenes.version(office, office.version.template)
    first = f"WHERE id = '{office.version.pk}'"
    for change in ("superseded_at = now() + interval '1 day'", "state = 'published'"):
        with pytest.raises(IntegrityError, match="never changes"):
            sql(f"UPDATE catalogue_templateversion SET {change} {first}")
    sql(f"UPDATE catalogue_templateversion SET state = 'retired', retired_at = now() WHERE id = '{later.pk}'")


def test_a_draft_is_still_written_and_thrown_away(office):
    draft = draft_version(
        office.version.template, title="v2", levels=scenes.LEVELS, by=office.nadia, now=office.now
    )
    sql(f"UPDATE catalogue_templateversion SET title = 'Autre' WHERE id = '{draft.pk}'")
    sql(f"UPDATE catalogue_levelrule SET hours = 9 WHERE version_id = '{draft.pk}'")
    discard_draft(draft, by=office.nadia, now=office.now)
    assert TemplateVersion.objects.get() == office.version


def dump(table: str, where: str, but: str = "ARRAY[]::text[]") -> list[tuple]:
    """The rows as bytes, in order, without the columns that a publication may write."""
    return sql(f"SELECT (to_jsonb(t) - {but})::text FROM {table} t WHERE {where} ORDER BY 1")


def test_publishing_the_second_version_changes_nothing_of_the_first_byte_for_byte(world):
    first = scenes.version(
        world,
        rules=[RuleDraft("situation", value="job_seeker", effect="warning")],
        adaptable=[AdaptableDraft("loan_months", 3, 9)],
    )
    with inside(world.grenoble):
        programme = adopt(first, overrides={"loan_months": 4}, by=world.maud, now=world.now)
        group = scenes.cohort(world, programme)
        scenes.enrolled(world, group, count=3)
        scenes.running(world, group)

    def everything() -> list[list[tuple]]:
        of_first, state = f"version_id = '{first.pk}'", "ARRAY['state', 'superseded_at']"
        parts = ("levelrule", "module", "eligibilityrule", "adaptablefield")
        with at(NATIONAL):
            told = [dump("catalogue_templateversion", f"id = '{first.pk}'", state)]
            told += [dump(f"catalogue_{table}", of_first) for table in parts]
        with inside(world.grenoble):
            tables = ("adoptedprogramme", "cohort", "place", "session", "enrolment", "assessment")
            return told + [dump(f"cohorts_{table}", "true") for table in tables]

    before = everything()
    assert all(before)
    levels = [scenes.LevelDraft("beginner", 40, 0, 100)]
    with at(NATIONAL):
        second = scenes.version(world, first.template, levels=levels, capacity=8, loan_months=12)
    assert everything() == before
    with inside(world.grenoble):
        assert Cohort.objects.get().terms["loan_months"] == 4
        adopt(second, by=world.maud, now=world.now)
        assert dump("cohorts_cohort", "true") == before[6]
