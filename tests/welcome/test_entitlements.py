"""A right of access is renewed once, with its ground, and follows the person through all their files."""

from datetime import date, timedelta

import pytest
import scenes
from referral_scenes import merged, signed, statements

from kit.antennes import inside
from tenants.welcome.models import Entitlement, Referral
from tenants.welcome.operations import accept_referral, expire_referrals, renew_entitlement
from tenants.welcome.operations.entitlements import AlreadyRenewed, GroundWanted, NotBegun


def right(world, person=None, *, ends=None):
    """A right that was opened today; or that ends in so many days."""
    person = person or scenes.person(world)
    opened = accept_referral(scenes.referral(world, person), **signed(world), today=world.today)
    if ends is not None:
        end = world.today + timedelta(days=ends)
        Entitlement.objects.filter(pk=opened.pk).update(start=end - timedelta(days=270), end=end)
        opened.refresh_from_db()
    return opened


def renew(world, of, reason="Cherche encore un emploi"):
    return renew_entitlement(of, reason=reason, **signed(world), today=world.today)


def test_a_right_that_runs_is_followed_from_the_day_after(grenoble):
    old = right(grenoble, ends=10)
    new = renew(grenoble, old)
    assert (new.start, new.end, new.renews) == (date(2022, 3, 19), date(2022, 12, 19), old)


def test_a_right_that_is_over_begins_again_today(grenoble):
    new = renew(grenoble, right(grenoble, ends=-40))
    assert (new.start, new.end) == (grenoble.today, date(2022, 12, 8))


def test_nine_months_after_the_end_of_may_are_the_end_of_february(grenoble):
    old = right(grenoble)
    Entitlement.objects.filter(pk=old.pk).update(end=date(2022, 5, 30))
    old.refresh_from_db()
    assert renew(grenoble, old).end == date(2023, 2, 28)


def test_a_renewal_wants_its_ground_and_comes_once(grenoble):
    old = right(grenoble, ends=10)
    with pytest.raises(GroundWanted):
        renew(grenoble, old, reason="  ")
    new = renew(grenoble, old)
    with pytest.raises(AlreadyRenewed):
        renew(grenoble, old)
    with pytest.raises(NotBegun):
        renew(grenoble, new)


def test_the_whole_family_of_files_counts(grenoble):
    amina, twin = scenes.person(grenoble), scenes.person(grenoble, "Amina", "Ben Ali")
    old, longer = right(grenoble, twin, ends=10), right(grenoble, amina)
    merged(grenoble, twin, into=amina)
    with pytest.raises(AlreadyRenewed):
        renew(grenoble, old)
    assert renew(grenoble, longer).beneficiary == amina
    assert set(Entitlement.objects.of(twin)) == set(Entitlement.objects.of(amina))
    assert Entitlement.objects.of(amina).count() == 3


def test_two_renewals_at_once_make_one(committed):
    world = committed
    with inside(world.grenoble):
        old = right(world, ends=10)
    answers = scenes.at_once(3, standing=lambda: inside(world.grenoble), act=lambda _: renew(world, old))
    assert answers == {"done": 1, "already_renewed": 2}


def test_the_list_holds_what_ends_within_thirty_days_and_has_no_sequel(antenne, site):
    people = [scenes.person(antenne, name) for name in ("Bientôt", "Aujourdhui", "Loin", "Passé", "Suivie")]
    for person, days in zip(people, (30, 0, 31, -1, 5), strict=True):
        right(antenne, person, ends=days)
    renew(antenne, people[-1].entitlements.get())
    page = site("grenoble", antenne.denis).get("/droits/")
    assert [str(one.beneficiary) for one in page.context["page"]] == ["Aujourdhui Benali", "Bientôt Benali"]
    assert "finit aujourd’hui" in page.text


def test_a_right_on_another_file_of_the_person_is_a_sequel(antenne, site):
    amina, twin = scenes.person(antenne), scenes.person(antenne, "Amina", "Ben Ali")
    right(antenne, twin, ends=5)
    right(antenne, amina)
    desk = site("grenoble", antenne.denis)
    assert len(desk.get("/droits/").context["page"]) == 1
    merged(antenne, twin, into=amina)
    assert "Aucun droit ne se termine" in desk.get("/droits/").text


def test_the_desk_renews_and_a_stale_page_keeps_what_was_typed(antenne, site):
    old = right(antenne, ends=5)
    desk, here = site("grenoble", antenne.denis), f"/droits/{old.pk}/renouveler/"
    assert here in desk.get("/droits/").text
    assert here in desk.get(f"/personnes/{old.beneficiary_id}/").text
    assert list(desk.post(here, {"reason": "2 84 05 38 185 123 29"}).context["form"].errors) == ["reason"]
    assert desk.post(here, {"reason": "Formation en cours"}).status_code == 302
    stale = desk.post(here, {"reason": "Écrit en double"})
    assert (stale.status_code, "Écrit en double" in stale.text) == (409, True)
    assert Entitlement.objects.get(renews=old).reason == "Formation en cours"


def test_a_host_sees_what_ends_and_does_not_renew(antenne, site):
    old = right(antenne, ends=5)
    lea = site("grenoble", antenne.lea)
    assert "Renouveler" not in lea.get("/droits/").text
    assert lea.post(f"/droits/{old.pk}/renouveler/", {"reason": "x"}).status_code == 403
    assert site("lyon", antenne.marc).get(f"/droits/{old.pk}/renouveler/").status_code == 404


def test_the_list_asks_as_little_for_ten_as_for_one(antenne, site):
    desk = site("grenoble", antenne.denis)
    right(antenne, ends=5)
    one = statements(desk, "/droits/")
    for number in range(10):
        right(antenne, scenes.person(antenne, f"Personne {number}"), ends=5)
    assert statements(desk, "/droits/") <= one <= 8


def test_a_bon_that_was_never_used_ends_with_its_right_unless_it_is_renewed(grenoble):
    used_up, renewed = right(grenoble, ends=-1), right(grenoble, scenes.person(grenoble, "Autre"), ends=-1)
    right(grenoble, scenes.person(grenoble, "Encore"), ends=0)
    renew(grenoble, renewed)
    assert expire_referrals(by=None, now=grenoble.now, today=grenoble.today) == 1
    assert Referral.objects.get(state="expired") == used_up.referral
