"""A draft is written anew until somebody publishes it; a list says what it changes and where it ends."""

import re
from datetime import timedelta
from html import unescape

import pytest
import scenes
import shop
from django.utils import timezone
from price_lists import cents, draft, publish

from billing.tariffs import starting
from billing.tariffs.differences import differences
from billing.tariffs.models import Price, PriceList, Product
from billing.tariffs.operations import (
    Amounts,
    discard_list,
    lists,
    publish_list,
    publishing,
    retire_product,
    rewrite_list,
)
from billing.tariffs.queries import endings_after
from kit.antennes import NATIONAL, at, inside
from kit.journal.models import Entry
from kit.states import NotThatWay

NEW = "/catalogue-solidaire/listes/nouvelle/"


def in_days(office, days):
    return office.today + timedelta(days=days)


def rewrite(office, written, cents=700, *, by=None, **changes):
    text = {"name": "Autrement", "first": office.tomorrow, "lines": {office.card: Amounts(cents, 1000)}}
    return rewrite_list(written, **text | changes, by=by or office.nadia, now=office.now)


def typed(office, **changes):
    """What the form of a list sends: a name, a day, the card at 6 €."""
    pk = office.card.pk
    fields = {"name": "Printemps", "first": office.tomorrow.isoformat()}
    return fields | {f"s_{pk}": "6", f"r_{pk}": "10", f"v_{pk}": "20"} | changes


def seen_on(answer):
    return re.sub(r"[ \n]+", " ", unescape(answer.text))


# Writing a draft anew.


def test_a_draft_is_written_anew_and_its_author_is_who_wrote_last(office):
    written = draft(office)
    again = rewrite(office, written, by=office.fanny, antennes=[office.grenoble], last=in_days(office, 9))
    assert (again.name, again.everywhere, again.last_day) == ("Autrement", False, in_days(office, 9))
    assert [item.solidarity_cents for item in again.items.all()] == [700]
    assert Entry.objects.filter(verb="tariffs.list_changed", on_id=str(again.pk)).exists()
    with pytest.raises(publishing.SecondPersonWanted):
        publish(office, again, by=office.fanny)
    publish(office, again, by=office.nadia)


@pytest.mark.parametrize("end", ["published", "discarded"])
def test_what_is_no_draft_any_more_is_not_written_anew(office, end):
    written = draft(office)
    if end == "published":
        publish(office, written)
    else:
        discard_list(written, by=office.nadia, now=office.now)
    with pytest.raises(NotThatWay):
        rewrite(office, written)
    assert written.items.get().solidarity_cents == 600


def test_nobody_writes_over_or_publishes_what_they_have_not_read(office):
    written = draft(office)
    read = written.drafted_at
    text = {"name": "x", "first": office.tomorrow, "lines": {office.card: Amounts(700, 1000)}}
    rewrite_list(written, **text, seen=read, by=office.nadia, now=office.now + timedelta(minutes=1))
    with pytest.raises(lists.ChangedMeanwhile):
        rewrite(office, written, seen=read)
    with pytest.raises(lists.ChangedMeanwhile):
        publish_list(written, seen=read, by=office.fanny, now=office.now, today=office.today)


def test_writing_anew_and_publishing_at_once_lose_nothing(committed):
    """Either the new text is what is published, or the text comes too late and says so."""
    world = committed
    world.now, world.today = timezone.now(), timezone.localdate()
    world.tomorrow = world.today + timedelta(days=1)
    with at(NATIONAL):
        starting.write(drafted_by=world.nadia, published_by=world.fanny, now=world.now, day=world.today)
        world.card = Product.objects.get(sku="carte-5")
        written = draft(world)
    acts = [lambda: rewrite(world, written, 700), lambda: publish(world, written)]
    answers = scenes.at_once(2, standing=lambda: at(NATIONAL), act=lambda number: acts[number]())
    with at(NATIONAL):
        in_force = cents(world, world.tomorrow)
    assert (answers, in_force) in [({"done": 2}, 700), ({"done": 1, "not_that_way": 1}, 600)]


def test_the_form_of_a_draft_comes_prefilled_and_a_price_taken_out_goes(office, site):
    nadia = site("reseau", office.nadia)
    mouse = Product.objects.get(sku="souris")
    page = nadia.post(NEW, typed(office, **{f"s_{mouse.pk}": "2,50", f"r_{mouse.pk}": "9,90"}) | {
        f"v_{mouse.pk}": "5.5", "antennes": [office.lyon.pk], "last": in_days(office, 30).isoformat(),
    })["Location"]  # fmt: skip
    form = nadia.get(f"{page}corriger/").text
    for value in ("Printemps", "6", "2,50", "9,90", "5.50", in_days(office, 30).isoformat()):
        assert f'value="{value}"' in form, value
    assert f'value="{office.lyon.pk}" id="id_antennes_1" checked' in form
    answer = nadia.post(f"{page}corriger/", typed(office, name="Été"))
    assert answer["Location"] == page
    written = PriceList.objects.get(name="Été")
    assert [item.product for item in written.items.all()] == [office.card]
    assert (written.last_day, written.everywhere) == (None, True)
    publish(office, written)
    assert nadia.get(f"{page}corriger/").status_code == 302
    late = nadia.post(f"{page}corriger/", typed(office, name="Trop tard"))
    assert (late.status_code, "n’est plus possible" in late.text) == (409, True)


def test_a_page_that_was_overtaken_keeps_what_was_typed(office, site):
    written = draft(office)
    rewrite_list(
        written, name="Autre", first=office.tomorrow, lines={office.card: Amounts(700, 1000)},
        by=office.fanny, now=office.now + timedelta(minutes=1),
    )  # fmt: skip
    path = f"/catalogue-solidaire/listes/{written.pk}/"
    sent = typed(office, seen=written.drafted_at.isoformat())
    answer = site("reseau", office.nadia).post(f"{path}corriger/", sent)
    assert (answer.status_code, "rouvrez-la" in answer.text) == (409, True)
    assert 'value="Printemps"' in answer.text
    stale = site("reseau", office.alex).post(f"{path}publier/", {"seen": written.drafted_at.isoformat()})
    assert (stale.status_code, "rouvrez-la" in stale.text) == (409, True)
    assert PriceList.objects.get(pk=written.pk).state == "draft"


# The form.


def test_a_price_is_one_thing_to_type(office, site):
    """The reference and the VAT begin as today's: typing the price alone, in the browser, sends all three."""
    form = site("reseau", office.nadia).get(NEW).text
    assert f'name="r_{office.card.pk}" value="10"' in form
    assert f'name="v_{office.card.pk}" value="20"' in form
    assert f'name="s_{office.card.pk}" value' not in form
    assert "aujourd’hui 5\u00a0€" in form


def test_a_reference_alone_asks_for_its_price(office, site):
    sent = typed(office) | {f"s_{office.card.pk}": "", f"r_{office.card.pk}": "12"}
    answer = site("reseau", office.nadia).post(NEW, sent)
    assert "Donnez aussi le prix solidaire" in answer.text
    assert 'value="12"' in answer.text


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"s": ""}, 409, "n’a aucun prix"),
        ({"s": "11"}, 409, "dépasse son prix de référence"),
        ({"s": "cinq"}, 200, "Un montant en euros"),
        ({"last": "2020-01-01"}, 200, "vient avant le premier"),
    ],
)
def test_a_refused_list_keeps_all_that_was_typed(office, site, changes, status, words):
    sent = typed(office, antennes=[office.lyon.pk])
    sent |= {f"{name}_{office.card.pk}" if name == "s" else name: said for name, said in changes.items()}
    answer = site("reseau", office.nadia).post(NEW, sent)
    assert (answer.status_code, words in unescape(answer.text)) == (status, True)
    for value in (value for value in sent.values() if isinstance(value, str) and value):
        assert f'value="{value}"' in answer.text, value
    assert f'value="{office.lyon.pk}" id="id_antennes_1" checked' in answer.text


# The last day.


def test_a_list_ends_on_its_last_day_and_the_pages_say_so_beforehand(office, site):
    written = draft(office, last=in_days(office, 10))
    paul = site("reseau", office.person("partnerships@reseau.example"))
    page = f"/catalogue-solidaire/listes/{written.pk}/"
    assert "Plus de prix à partir du" in seen_on(paul.get(page))
    publish(office, written)
    assert [cents(office, in_days(office, n)) for n in (0, 1, 10, 11)] == [500, 600, 600, None]
    (ending,) = endings_after(office.today)
    assert (ending.price.product, ending.day, ending.then) == (office.card, in_days(office, 11), None)
    for path in ("/catalogue-solidaire/", f"/catalogue-solidaire/produits/{office.card.pk}/"):
        assert "plus de prix à partir du" in seen_on(paul.get(path))
    publish(office, draft(office, 550, first=in_days(office, 11)))
    assert endings_after(office.today) == []
    assert "plus de prix" not in seen_on(paul.get("/catalogue-solidaire/"))
    assert "Plus de prix" not in seen_on(paul.get(page))


def test_an_antenne_s_own_price_gives_way_to_the_network_s(office, site):
    written = draft(office, 300, antennes=[office.grenoble], last=in_days(office, 10))
    (place,) = differences(written).by_place
    assert ([price.solidarity_cents for price in place.then], place.ending) == ([500], [])
    publish(office, written)
    (ending,) = endings_after(office.today)
    assert (ending.price.antenne, ending.then.solidarity_cents) == (office.grenoble, 500)
    with inside(office.grenoble):
        assert [cents(office, in_days(office, n)) for n in (1, 10, 11)] == [300, 300, 500]
    page = site("reseau", office.nadia).get("/catalogue-solidaire/")
    assert "1 prix d’antenne laisse la place à celui du réseau" in seen_on(page)


def test_a_price_that_was_to_end_is_cut_shorter_by_the_next(office):
    publish(office, draft(office, last=in_days(office, 30)))
    publish(office, draft(office, 700, first=in_days(office, 20)))
    assert [cents(office, in_days(office, n)) for n in (19, 20, 31)] == [600, 700, 700]
    with pytest.raises(publishing.PriceAlreadyPlanned):
        publish(office, draft(office, 800, first=in_days(office, 10)))


def test_a_list_that_ends_before_what_is_planned_fits(office):
    publish(office, draft(office, first=in_days(office, 10)))
    publish(office, draft(office, 550, last=in_days(office, 9)))
    assert [cents(office, in_days(office, n)) for n in (0, 1, 9, 10)] == [500, 550, 550, 600]
    assert endings_after(office.today) == []


def test_a_list_is_not_over_before_it_begins(office):
    with pytest.raises(lists.LastDayBeforeFirst):
        draft(office, last=office.today)
    plan = Product.objects.create(sku="x1", name="X", kind="plan_month")
    past = in_days(office, -5)
    written = draft(office, first=past, last=in_days(office, -1), lines={plan: Amounts(1, 2)})
    with pytest.raises(publishing.OverAlready):
        publish(office, written)


# What a list changes.


def test_what_changes_in_euros_and_in_percent(office, site):
    mouse = Product.objects.create(sku="souris-2", name="Souris sans fil", kind="accessory")
    sim = Product.objects.get(sku="sim")
    written = draft(
        office, lines={office.card: Amounts(600, 1200), mouse: Amounts(400, 900), sim: Amounts(200, 500)}
    )
    (place,) = differences(written).by_place
    found = {change.item.product.sku: change for change in place.changes}
    assert (found["carte-5"].cents, float(found["carte-5"].ratio)) == (100, 0.2)
    assert (found["souris-2"].cents, found["souris-2"].ratio) == (None, None)
    assert (found["sim"].cents, found["carte-5"].other_reference) == (0, True)
    assert len(place.keeps) == 8
    assert office.card not in [product for product, _ in place.keeps]
    page = seen_on(site("reseau", office.fanny).get(f"/catalogue-solidaire/listes/{written.pk}/"))
    for words in ("Toutes les antennes", "+1\u00a0€", "(+20,0\u00a0%)", "nouveau", "inchangé",
                  "10\u00a0€ → 12\u00a0€", "8 produits hors de la liste gardent leur prix"):  # fmt: skip
        assert words in page, words


def test_what_is_left_out_keeps_its_price_as_the_page_says(office):
    sim = Product.objects.get(sku="sim")
    before = Price.objects.get(product=sim)
    publish(office, draft(office))
    assert Price.objects.get(product=sim).during == before.during


def test_what_was_left_out_and_has_no_price_is_said(office):
    new = Product.objects.create(sku="x1", name="X", kind="plan_month")
    (place,) = differences(draft(office)).by_place
    assert place.priceless == [new]


def test_a_list_for_some_antennes_names_them_and_compares_with_each(office, site):
    with at(NATIONAL):
        shop.price(office, office.card, cents=300, first=in_days(office, -30), antenne=office.lyon)
    written = draft(office, 400, antennes=[office.grenoble, office.lyon])
    places = differences(written).by_place
    assert [(place.antennes, place.changes[0].cents) for place in places] == [
        ([office.grenoble], -100),
        ([office.lyon], 100),
    ]
    page = seen_on(site("reseau", office.fanny).get(f"/catalogue-solidaire/listes/{written.pk}/"))
    assert "Grenoble, Lyon" in page
    together = differences(draft(office, 400, antennes=[office.grenoble])).by_place
    assert len(together) == 1


def test_antennes_that_read_the_same_are_said_together(office):
    publish(office, draft(office, 300, antennes=[office.grenoble, office.lyon]))
    written = draft(office, 400, first=in_days(office, 5), antennes=[office.grenoble, office.lyon])
    (place,) = differences(written).by_place
    assert (place.antennes, place.changes[0].cents) == ([office.grenoble, office.lyon], 100)


def test_an_antenne_with_its_own_price_is_not_touched_by_a_list_for_all(office, site):
    with at(NATIONAL):
        shop.price(office, office.card, cents=300, first=in_days(office, -30), antenne=office.lyon)
    written = draft(office)
    assert [price.antenne for price in differences(written).apart] == [office.lyon]
    page = site("reseau", office.fanny).get(f"/catalogue-solidaire/listes/{written.pk}/").text
    assert "Antennes qui gardent leur prix propre" in page
    publish(office, written)
    with inside(office.lyon):
        assert cents(office, office.tomorrow) == 300


def test_a_list_that_was_given_up_says_so(office, site):
    written, fanny = draft(office), site("reseau", office.fanny)
    path = f"/catalogue-solidaire/listes/{written.pk}/"
    assert fanny.post(f"{path}abandonner/").status_code == 302
    page = fanny.get(path).text
    assert "n’ont jamais été publiés" in page
    assert "Publier</span>" not in page
    assert "Suite" not in fanny.get("/catalogue-solidaire/").text.split("En vigueur")[1]


def test_a_published_list_still_says_what_it_changed(office):
    written = draft(office)
    publish(office, written)
    (place,) = differences(written).by_place
    assert place.changes[0].cents == 100


# What was retired meanwhile.


def test_a_draft_is_written_anew_without_what_was_retired_then_published(office, site):
    sim = Product.objects.get(sku="sim")
    written = draft(office, lines={office.card: Amounts(600, 1000), sim: Amounts(100, 500)})
    retire_product(sim, by=office.nadia, now=office.now)
    with pytest.raises(lists.RetiredMeanwhile):
        publish(office, written)
    assert Price.objects.filter(product=sim).count() == 1
    nadia, path = site("reseau", office.nadia), f"/catalogue-solidaire/listes/{written.pk}/corriger/"
    form = nadia.get(path).text
    assert "a été retiré du catalogue" in form
    assert f"s_{sim.pk}" not in form
    assert nadia.post(path, typed(office)).status_code == 302
    publish(office, written)
    assert cents(office, office.tomorrow) == 600


def test_what_is_retired_is_not_written_in_a_list(office):
    retire_product(office.card, by=office.nadia, now=office.now)
    with pytest.raises(lists.RetiredMeanwhile):
        draft(office, lines={Product.objects.get(pk=office.card.pk): Amounts(600, 1000)})
