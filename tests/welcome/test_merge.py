"""Two files of one person become one, and not a fact of either is rewritten."""

import pytest
import scenes
from django.apps import apps
from django.conf import settings
from django.db import connection

from kit.antennes import inside
from kit.journal.models import Entry
from programs.cohorts.operations import withdraw
from programs.cohorts.operations.merging import BothInTheGroup
from tenants.welcome.models import Beneficiary
from tenants.welcome.operations import merge, note_consent
from tenants.welcome.operations.merging import AlreadyMerged, NotAField, SameFile
from tenants.welcome.operations.people import ChangedMeanwhile
from tenants.welcome.queries import consents_of, people

EMAIL = "email"


@pytest.fixture
def twice(grenoble):
    """Amina has two files; she came by the second one."""
    grenoble.keep = scenes.person(grenoble, "Amina", "Benali", phone="06 39 98 12 34")
    grenoble.group = scenes.cohort(grenoble)
    grenoble.away = scenes.ready(
        grenoble,
        grenoble.group.version,
        first_name="Aminah",
        last_name="Benhali",
        email="amina@exemple.example",
    )
    return grenoble


def rows_of_the_antenne() -> dict[str, str]:
    """A fingerprint of each table of the antenne but the people and the journal."""
    labels = {app.split(".")[-1] for app in settings.TENANT_APPS}
    labels -= {"journal", "sessions", "idempotency", "marks"}  # the way of a person is counted again
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in labels}
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables - {Beneficiary._meta.db_table}):
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t"
            )
            found[table] = cursor.fetchone()[0]
    return found


def test_the_kept_file_takes_what_was_chosen_and_nothing_else_is_rewritten(twice):
    scenes.enrolled(twice, twice.group, count=2)
    note_consent(twice.away, purpose=EMAIL, given=True, by=twice.denis, now=twice.now)
    before = rows_of_the_antenne()
    assert len(before) > 15
    kept = merge(twice.keep, twice.away, fields=["email"], by=twice.denis, now=twice.now)
    assert rows_of_the_antenne() == before
    twice.away.refresh_from_db()
    assert (twice.away.merged_into, twice.away.merged_at) == (kept, twice.now)
    assert (str(kept), kept.phone, kept.email) == ("Amina Benali", "06 39 98 12 34", "amina@exemple.example")
    assert Entry.objects.get(verb="welcome.merged").details == {
        "away": str(twice.away.pk),
        "fields": ["email"],
    }


def test_the_person_is_then_both_files(twice):
    note_consent(twice.away, purpose=EMAIL, given=True, by=twice.denis, now=twice.now)
    kept = merge(twice.keep, twice.away, by=twice.denis, now=twice.now)
    assert list(people("", today=twice.today)) == [kept]
    assert people("", today=twice.today).get().entitled, "the right was opened on the other file"
    assert consents_of(kept) == {EMAIL: True}


def test_the_family_stays_flat(twice):
    older = scenes.person(twice, "A.", "Benali")
    merge(twice.away, older, by=twice.denis, now=twice.now)
    kept = merge(twice.keep, twice.away, by=twice.denis, now=twice.now)
    older.refresh_from_db()
    assert older.merged_into == kept
    assert {row["pk"] for row in older.same_person} == {kept.pk, twice.away.pk, older.pk}


def test_the_same_file_a_merged_file_and_an_unknown_field_are_refused(twice):
    with pytest.raises(SameFile):
        merge(twice.keep, twice.keep, by=twice.denis, now=twice.now)
    with pytest.raises(NotAField):
        merge(twice.keep, twice.away, fields=["merged_at"], by=twice.denis, now=twice.now)
    merge(twice.keep, twice.away, by=twice.denis, now=twice.now)
    for keep, away in [(twice.keep, twice.away), (twice.away, twice.keep)]:
        with pytest.raises(AlreadyMerged):
            merge(keep, away, by=twice.denis, now=twice.now)


def test_one_person_does_not_hold_two_places_of_a_group(twice):
    other = scenes.ready(twice, twice.group.version, first_name="Amina", last_name="Benaly")
    first, second = [
        scenes.enrol(one, cohort=twice.group, by=twice.denis, now=twice.now, today=twice.today)
        for one in (twice.away, other)
    ]
    with pytest.raises(BothInTheGroup, match="Groupe 1"):
        merge(twice.away, other, by=twice.denis, now=twice.now)
    withdraw(second, reason="En double", by=twice.denis, now=twice.now)
    assert merge(twice.away, other, by=twice.denis, now=twice.now).pk == first.beneficiary_id


def test_a_file_changed_since_it_was_compared_is_compared_again(twice):
    seen = (twice.keep.stamp, twice.away.stamp)
    twice.away.phone = "06 39 98 00 00"
    twice.away.save()
    with pytest.raises(ChangedMeanwhile):
        merge(twice.keep, twice.away, fields=["phone"], seen=seen, by=twice.denis, now=twice.now)


def test_two_colleagues_who_merge_each_way_at_once_make_one_merge(committed):
    world = committed
    with inside(world.grenoble):
        pair = [scenes.person(world, "Amina", "Benali"), scenes.person(world, "Amina", "Benaly")]
    answers = scenes.at_once(
        2,
        standing=lambda: inside(world.grenoble),
        act=lambda n: merge(pair[n], pair[1 - n], by=world.denis, now=world.now),
    )
    assert answers == {"done": 1, "already_merged": 1}
    with inside(world.grenoble):
        assert Beneficiary.objects.known().count() == 1


# --- the pages -----------------------------------------------------------------------------------


def test_the_desk_finds_the_other_file_compares_and_merges(antenne, site):
    keep = scenes.person(antenne, "Amina", "Benali", phone="06 39 98 12 34")
    away = scenes.person(antenne, "Aminah", "Benalli", email="amina@exemple.example")
    scenes.referral(antenne, away)
    page = site("grenoble", antenne.denis)
    assert f"/personnes/{keep.pk}/fusionner/" in page.get(f"/personnes/{keep.pk}/").text
    chosen = page.get(f"/personnes/{keep.pk}/fusionner/").text
    assert f"/personnes/{keep.pk}/fusionner/{away.pk}/" in chosen
    assert f"/fusionner/{keep.pk}/" not in chosen
    path = f"/personnes/{keep.pk}/fusionner/{away.pk}/"
    form = page.get(path).context["form"]
    assert [field.name for field in form.visible_fields()] == ["first_name", "last_name", "phone", "email"]
    assert form["email"].initial == "away", "what says something wins over an empty field"
    sent = dict.fromkeys(form.fields, "keep") | {"seen": form["seen"].initial, "email": "away"}
    answer = page.post(path, sent, follow=True)
    assert "n’en font plus qu’une" in answer.text
    assert "Orientation par CCAS" in answer.text, "the story of the other file is told here"
    keep.refresh_from_db()
    assert (keep.email, keep.phone) == ("amina@exemple.example", "06 39 98 12 34")
    old = page.get(f"/personnes/{away.pk}/", follow=True)
    assert old.redirect_chain == [(f"/personnes/{keep.pk}/", 302)]
    assert f"La fiche {away.reference} a été réunie avec celle-ci." in old.text
    assert page.post(path, sent).status_code == 404, "a second click finds nothing left to merge"


def test_a_stale_comparison_is_refused_on_the_page_with_the_choices_kept(antenne, site):
    keep, away = scenes.person(antenne), scenes.person(antenne, "Aminah")
    page, path = site("grenoble", antenne.denis), f"/personnes/{keep.pk}/fusionner/{away.pk}/"
    answer = page.post(path, {"seen": f"{keep.stamp} {'0' * 16}", "first_name": "away"})
    assert answer.status_code == 409
    assert "a changé cette fiche entre-temps" in answer.text
    assert answer.context["form"]["first_name"].value() == "away"
    for wrong in ({}, {"seen": "x" * 99}, {"seen": "x", "first_name": "both"}):
        assert page.post(path, wrong).status_code == 200
    assert Beneficiary.objects.known().count() == 2


def test_who_may_not_merge(antenne, site):
    keep, away = scenes.person(antenne), scenes.person(antenne)
    path = f"/personnes/{keep.pk}/fusionner/{away.pk}/"
    assert site("grenoble", antenne.lea).get(path).status_code == 403
    assert (
        "Cette personne a une autre fiche"
        not in site("grenoble", antenne.lea).get(f"/personnes/{keep.pk}/").text
    )
    assert site("lyon", antenne.marc).get(path).status_code == 404
    assert (
        site("grenoble", antenne.denis).get(f"/personnes/{keep.pk}/fusionner/{keep.pk}x/").status_code == 404
    )
