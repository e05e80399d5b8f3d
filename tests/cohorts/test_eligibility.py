"""Who may enter: the rules of the version, said before they are met."""

from datetime import date, timedelta

import pytest
import scenes

from kit.journal.models import Entry
from programs.catalogue.operations import RuleDraft
from programs.cohorts.models import Enrolment
from programs.cohorts.operations import adopt, complete_cohort, eligibility, eligibility_of, enrol
from programs.cohorts.operations import enrolment as entries
from tenants.welcome.models import Beneficiary


@pytest.fixture
def world(grenoble):
    return grenoble


@pytest.fixture
def group(world):
    return scenes.cohort(world)


def rule(kind, *, warns=False, **parameter):
    return RuleDraft(kind, effect="warning" if warns else "blocking", proof="Pièce d’identité", **parameter)


def governed(world, *rules):
    """A group of a programme with these rules."""
    return scenes.cohort(world, adopt(scenes.version(world, rules=list(rules)), by=world.maud, now=world.now))


def enter(world, person, group, **options):
    return enrol(person, cohort=group, by=world.denis, now=world.now, today=world.today, **options)


def finding(world, person, group, kind):
    (found,) = [one for one in eligibility_of(person, group, today=world.today) if one.rule == kind]
    return found


@pytest.mark.parametrize(
    ("kind", "number", "birth_year", "ok", "blocking"),
    [
        ("age_min", 18, 1990, True, True),
        ("age_min", 18, 2003, True, True),  # 18 or 19 this year
        ("age_min", 18, 2004, False, False),  # 17 or 18: to be checked
        ("age_min", 18, 2005, False, True),
        ("age_min", 18, None, False, False),
        ("age_max", 25, 1990, False, True),
        ("age_max", 25, 1996, False, False),  # 25 or 26
        ("age_max", 25, 1997, True, True),
        ("age_max", 25, None, False, False),
    ],
)
def test_an_age_is_told_from_the_year_alone(world, kind, number, birth_year, ok, blocking):
    group = governed(world, rule(kind, number=number))
    found = finding(world, scenes.person(world, birth_year=birth_year), group, kind)
    assert (found.ok, found.blocking, found.proof) == (ok, blocking, "Pièce d’identité")


def test_a_blocking_rule_refuses_with_its_sentence(world):
    group = governed(world, rule("situation", value="job_seeker"))
    amina = scenes.ready(world, group.version)
    with pytest.raises(eligibility.NotEligible, match="en recherche d’emploi"):
        enter(world, amina, group, seen=True)
    amina.situations = ["job_seeker"]
    amina.save()
    assert enter(world, amina, group).state == "enrolled"


def test_a_warning_is_seen_before_and_the_journal_keeps_that(world):
    group = governed(world, rule("age_min", number=18))
    amina = scenes.ready(world, group.version)  # the year of birth is not known
    with pytest.raises(eligibility.ToCheck, match="année de naissance"):
        enter(world, amina, group)
    assert not Enrolment.objects.exists()
    enter(world, amina, group, seen=True)
    assert Entry.objects.get(verb="cohorts.enrolled").details == {"seen": ["age_min"]}


def test_a_rule_that_only_warns_refuses_nobody_who_was_looked_at(world):
    group = governed(world, rule("situation", value="job_seeker", warns=True))
    assert enter(world, scenes.ready(world, group.version), group, seen=True).state == "enrolled"


def test_several_levels_are_a_choice(world):
    group = governed(world, rule("level", value="beginner"), rule("level", value="intermediate"))
    with pytest.raises(eligibility.NotEligible, match="débutant ou intermédiaire"):
        enter(world, scenes.ready(world, group.version, score=90), group)
    assert enter(world, scenes.ready(world, group.version, score=55), group).level == "intermediate"


def test_who_followed_the_programme_waits_for_the_delay(world):
    group = governed(world, rule("not_followed_for", number=12))
    scenes.enrolled(world, group)
    followed = scenes.running(world, group)
    (amina,) = group.enrolments.live()
    for session in followed.sessions.all():
        scenes.attended(world, session, {amina: "present"})
    complete_cohort(followed, by=world.lea, now=world.now)
    again = scenes.cohort(world, group.programme, room="Vercors", name="Groupe 2")
    with pytest.raises(eligibility.NotEligible, match="8\u00a0mars 2022"):
        enter(world, amina.beneficiary, again)
    late = [
        eligibility_of(amina.beneficiary, again, today=day) for day in (date(2023, 3, 7), date(2023, 3, 8))
    ]
    assert [next(one.ok for one in found if one.rule == "not_followed_for") for found in late] == [
        False,
        True,
    ]


def test_all_the_files_of_a_person_count(world, group):
    old = scenes.ready(world, group.version, first_name="Amina")
    head = scenes.person(world, "Amina")
    with pytest.raises(entries.NoEntitlement):
        enter(world, head, group)
    Beneficiary.objects.filter(pk=old.pk).update(merged_into=head, merged_at=world.now)
    assert enter(world, head, group).level == "beginner"
    with pytest.raises(entries.AlreadyEnrolled):
        enter(world, Beneficiary.objects.get(pk=old.pk), group)


def test_a_right_that_is_over_is_none(world, group):
    amina = scenes.ready(world, group.version)
    amina.entitlements.update(start=world.today - timedelta(days=9), end=world.today - timedelta(days=1))
    assert not finding(world, amina, group, "entitlement").ok
