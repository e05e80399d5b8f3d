"""What is aimed at stands beside what is reached; the past of a target stays readable."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import scenes
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from hub.rollup.measures import MEASURES
from hub.rollup.models import Figure, Target
from hub.rollup.targets import (
    CARRIES,
    OF_NO_PROGRAMME,
    Aim,
    beside,
    copy_targets,
    set_targets,
    targets_for,
    year_of,
)
from hub.rollup.targets.operations import (
    NotByProgramme,
    NothingToCopy,
    NotWithATarget,
    RateTooHigh,
    TargetChanged,
)
from hub.rollup.targets.words import NotATarget, parsed, typed
from kit.antennes import NATIONAL, at, inside
from tenants.network.models import Antenne

GRID = "/chiffres/objectifs/?annee=2022"


def aim(world, measure, value, antenne=None, *, year=2022, template=None, note="", **seen):
    with at(NATIONAL):
        return set_targets(
            [Aim(measure, antenne, value, **seen)], year=year, template=template, note=note,
            by=world.nadia, now=world.now,
        )  # fmt: skip


def cell(world, antenne, measure, value, n=None, version=None):
    """A cell of the roll-up, as its antenne would have counted it."""
    with inside(antenne):
        Figure.objects.create(
            antenne=antenne, month=date(2022, 3, 1), measure=measure, value=value, n=n, definition=1,
            version_id=version and version.pk, template_id=version and version.template_id,
            computed_at=world.now,
        )  # fmt: skip


def values(found):
    return {code: target.value for code, target in found.items()}


def plain(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def statements(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len([q for q in queries if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]])


# --- setting and reading ----------------------------------------------------------------------------


def test_a_change_is_a_new_row_and_the_past_stays(world):
    aim(world, "places_opened", 100, world.grenoble, note="Comité")
    aim(world, "places_opened", 120, world.grenoble)
    with at(NATIONAL):
        assert values(targets_for(2022, world.grenoble)) == {"places_opened": 120}
        rows = Target.objects.order_by("id")
        assert [(one.value, one.note, one.replaced_at) for one in rows] == [
            (100, "Comité", world.now), (120, "", None),
        ]  # fmt: skip
        assert {one.set_by for one in rows} == {world.nadia}


def test_a_target_that_does_not_change_is_left_alone(world):
    aim(world, "places_opened", 100)
    assert aim(world, "places_opened", 100) == []
    aim(world, "places_opened", None)
    assert aim(world, "places_opened", None) == []
    with at(NATIONAL):
        assert targets_for(2022) == {}
        assert Target.objects.count() == 2


def test_what_no_measure_or_programme_carries_is_refused(world):
    template = scenes.template(world)
    with pytest.raises(NotWithATarget):
        aim(world, "funds_allocated", 100)
    with pytest.raises(NotByProgramme):
        aim(world, "connection_sold", 100, template=template)
    with pytest.raises(RateTooHigh):
        aim(world, "fill_rate", 1001)
    assert len(aim(world, "fill_rate", 1000, template=template)) == 1


def test_what_was_read_must_still_be_there(world):
    aim(world, "participants", 80)
    with pytest.raises(TargetChanged):
        aim(world, "participants", 90, seen=70)
    with pytest.raises(TargetChanged):
        aim(world, "participants", 90, seen=None)
    assert len(aim(world, "participants", 90, seen=80)) == 1


def test_an_antenne_has_its_own_and_the_rates_of_the_network(world):
    aim(world, "places_opened", 1000)
    aim(world, "fill_rate", 800)
    aim(world, "satisfaction_rate", 900)
    aim(world, "places_opened", 100, world.grenoble)
    aim(world, "fill_rate", 850, world.grenoble)
    with at(NATIONAL):
        assert values(targets_for(2022)) == {
            "places_opened": 1000, "fill_rate": 800, "satisfaction_rate": 900,
        }  # fmt: skip
        assert values(targets_for(2022, world.grenoble)) == {
            "places_opened": 100, "fill_rate": 850, "satisfaction_rate": 900,
        }  # fmt: skip
        assert values(targets_for(2022, world.lyon)) == {"fill_rate": 800, "satisfaction_rate": 900}
        assert targets_for(2023) == {}


def test_counts_of_several_antennes_are_added_when_each_has_one(world):
    both = [world.grenoble, world.lyon]
    aim(world, "places_opened", 100, world.grenoble)
    aim(world, "participants", 80, world.grenoble)
    aim(world, "fill_rate", 850, world.grenoble)
    aim(world, "fill_rate", 800, world.lyon)
    aim(world, "places_opened", 60, world.lyon)
    with at(NATIONAL):
        assert values(targets_for(2022, antennes=both)) == {"places_opened": 160}
        assert values(targets_for(2022, antennes=[world.grenoble]))["fill_rate"] == 850


def test_a_programme_has_its_own_targets_alone(world):
    template = scenes.template(world)
    aim(world, "places_opened", 1000)
    aim(world, "places_opened", 300, template=template)
    with at(NATIONAL):
        assert values(targets_for(2022, template=template)) == {"places_opened": 300}
        assert values(targets_for(2022)) == {"places_opened": 1000}


def test_reading_targets_is_one_statement_whatever_the_measures(world):
    for code in CARRIES:
        for antenne in (None, world.grenoble, world.lyon):
            aim(world, code, 500, antenne)
    with at(NATIONAL):
        for asked in ({}, {"antenne": world.grenoble}, {"antennes": [world.grenoble, world.lyon]}):
            assert statements(lambda asked=asked: targets_for(2022, **asked)) == 1


def test_the_database_keeps_one_in_force_and_no_rate_over_the_whole(world):
    aim(world, "places_opened", 100)
    bad = [("places_opened", 2022, 5), ("fill_rate", 2022, 1001), ("participants", 1999, 5)]
    for measure, year, value in bad:
        with at(NATIONAL), pytest.raises(IntegrityError), transaction.atomic():
            Target.objects.create(
                year=year, measure=measure, value=value, set_by=world.nadia, set_at=world.now
            )  # fmt: skip


@pytest.mark.parametrize("words", ["UPDATE rollup_target SET value = 1", "DELETE FROM rollup_target"])
def test_nobody_rewrites_the_past(world, words):
    aim(world, "places_opened", 100)
    with at(NATIONAL), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(words)


def test_a_first_target_set_twice_at_once_is_set_once(committed):
    def act(number):
        with transaction.atomic():
            aim(committed, "places_opened", 100 + number)

    answers = scenes.at_once(2, standing=lambda: at(NATIONAL), act=act)
    assert answers["done"] >= 1
    with at(NATIONAL):
        assert Target.objects.filter(replaced_at=None).count() == 1


def test_the_same_target_read_by_two_is_changed_by_one(committed):
    aim(committed, "places_opened", 100)

    def act(number):
        with transaction.atomic():
            aim(committed, "places_opened", 110 + number, seen=100)

    answers = scenes.at_once(2, standing=lambda: at(NATIONAL), act=act)
    assert answers == {"done": 1, "target_changed": 1}


def test_an_antenne_reads_its_own_and_the_network_s_even_in_raw_sql(world):
    aim(world, "places_opened", 1000)
    aim(world, "places_opened", 100, world.grenoble)
    aim(world, "places_opened", 60, world.lyon)
    with inside(world.grenoble), connection.cursor() as cursor:
        cursor.execute("SELECT value FROM public.rollup_target ORDER BY value")
        assert cursor.fetchall() == [(100,), (1000,)]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("UPDATE public.rollup_target SET replaced_at = now()")


def test_a_year_begins_with_the_one_before(world):
    template = scenes.template(world)
    aim(world, "places_opened", 100, world.grenoble)
    aim(world, "participants", 80, template=template)
    aim(world, "completions", 70)
    aim(world, "completions", None)
    aim(world, "places_opened", 130, world.grenoble, year=2023)
    with at(NATIONAL):
        [copied] = copy_targets(year=2023, by=world.nadia, now=world.now)
        assert (copied.measure, copied.template_id, copied.value) == ("participants", template.pk, 80)
        assert copied.note == "Repris de 2022"
        assert values(targets_for(2023, world.grenoble)) == {"places_opened": 130}
        with pytest.raises(NothingToCopy):
            copy_targets(year=2023, by=world.nadia, now=world.now)


# --- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "value", "target", "words"),
    [
        ("places_opened", 80, 120, "Objectif 2026 : 120 (66 % atteint)"),
        ("places_opened", 119, 120, "Objectif 2026 : 120 (99 % atteint)"),
        ("places_opened", 120, 120, "Objectif 2026 : 120 (atteint)"),
        ("places_opened", 0, 0, "Objectif 2026 : 0 (atteint)"),
        ("places_opened", 0, 1200, "Objectif 2026 : 1 200 (0 % atteint)"),
        ("fill_rate", 0.8, 800, "Objectif 2026 : 80 % (atteint)"),
        ("fill_rate", 0.7996, 800, "Objectif 2026 : 80 % (il manque 0,1 point)"),
        ("fill_rate", 0.725, 800, "Objectif 2026 : 80 % (il manque 7,5 points)"),
        ("fill_rate", 0.5, 725, "Objectif 2026 : 72,5 % (il manque 22,5 points)"),
        ("fill_rate", None, 800, "Objectif 2026 : 80 %"),
        ("minutes_delivered", 30_000, 60_000, "Objectif 2026 : 1 000 h (50 % atteint)"),
    ],
)
def test_a_target_beside_a_figure(code, value, target, words):
    told = beside(code, value, Target(year=2026, measure=code, value=target))
    assert told.replace("\u00a0", " ").replace("\u202f", " ") == words
    assert beside(code, value, None) == ""


@pytest.mark.parametrize("part", range(1, 20))
def test_a_rate_that_is_its_target_to_the_unit_is_reached(part):
    target = Target(year=2026, measure="fill_rate", value=part * 50)
    assert beside("fill_rate", part / 20, target).endswith("(atteint)")


@pytest.mark.parametrize(
    ("code", "words", "value"),
    [
        ("places_opened", "1 200", 1200),
        ("places_opened", "1\u202f200", 1200),
        ("places_opened", " ", None),
        ("fill_rate", "80", 800),
        ("fill_rate", "72,5 %", 725),
        ("minutes_delivered", "1 200 h", 72_000),
        ("minutes_delivered", "1,5", 90),
    ],
)
def test_what_a_person_types(code, words, value):
    assert parsed(code, words) == value
    assert value is None or parsed(code, typed(code, value)) == value


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("places_opened", "beaucoup"), ("places_opened", "-3"), ("places_opened", "12,5"),
        ("places_opened", "1e3"), ("places_opened", "80 %"), ("fill_rate", "101"), ("fill_rate", "72,55"),
        ("minutes_delivered", "1,01"), ("places_opened", "٣"),
    ],
)  # fmt: skip
def test_what_is_no_target_is_said(code, words):
    with pytest.raises(NotATarget):
        parsed(code, words)


def test_the_measures_that_carry_one_are_counts_hours_and_rates():
    assert OF_NO_PROGRAMME < set(CARRIES) <= set(MEASURES)
    assert not [code for code in CARRIES if MEASURES[code].unit == "cents"]
    # The database tells a rate by the end of its code.
    assert all(MEASURES[code].is_rate == code.endswith("_rate") for code in CARRIES)


def test_a_target_stands_in_one_year():
    assert year_of(date(2022, 3, 1), date(2022, 5, 1)) == 2022
    assert year_of(date(2021, 12, 1), date(2022, 1, 1)) is None


# --- pages --------------------------------------------------------------------------------------------


def sent(**cells):
    """A form as the page would send it: {"places_opened.grenoble": (seen, typed)}."""
    data = {"note": ""}
    for name, (seen, words) in cells.items():
        data |= {name: words, f"{name}.seen": seen}
    return data


def test_nadia_types_targets_and_reads_them_beside_what_is_reached(world, site):
    cell(world, world.grenoble, "places_opened", 30)
    cell(world, world.lyon, "places_opened", 10)
    nadia = site("reseau", world.nadia)
    data = sent(**{"places_opened.grenoble": ("", "120"), "places_opened.reseau": ("", "200"),
                   "fill_rate.lyon": ("", "72,5 %")}) | {"note": "Comité"}  # fmt: skip
    answer = nadia.post(GRID, data)
    assert (answer.status_code, answer["Location"]) == (302, "/chiffres/objectifs/?annee=2022")
    page = plain(nadia.get(GRID))
    assert "30 · 25 %" in page
    assert "40 · 20 %" in page
    assert 'value="72,5"' in page
    history = plain(nadia.get("/chiffres/objectifs/historique/?annee=2022&antenne=grenoble"))
    assert "Nadia Programmes" in history
    assert "Comité" in history
    assert "Lyon" not in history


def test_a_mistake_stands_beside_its_field_and_nothing_is_lost(world, site):
    nadia = site("reseau", world.nadia)
    data = sent(**{"places_opened.grenoble": ("", "beaucoup"), "participants.lyon": ("", "45")})
    page = plain(nadia.post(GRID, data))
    assert "Un nombre entier, comme 120." in page
    assert 'value="beaucoup"' in page
    assert 'value="45"' in page
    with at(NATIONAL):
        assert not Target.objects.exists()


def test_what_somebody_else_set_meanwhile_is_not_overwritten_unseen(world, site):
    aim(world, "places_opened", 100, world.grenoble)
    aim(world, "participants", 80, world.grenoble)
    nadia = site("reseau", world.nadia)
    # She read 90 and 70. She changed the first; the second she left alone.
    data = sent(**{"places_opened.grenoble": ("90", "95"), "participants.grenoble": ("70", "70")})
    page = plain(nadia.post(GRID, data))
    assert "Vient d’être passé à 100." in page
    assert 'value="95"' in page
    assert 'name="participants.grenoble" value="80"' in page
    again = sent(**{"places_opened.grenoble": ("100", "95"), "participants.grenoble": ("80", "80")})
    assert nadia.post(GRID, again).status_code == 302
    with at(NATIONAL):
        assert values(targets_for(2022, world.grenoble)) == {"places_opened": 95, "participants": 80}


def test_an_emptied_cell_takes_the_target_away(world, site):
    aim(world, "places_opened", 100, world.grenoble)
    nadia = site("reseau", world.nadia)
    assert nadia.post(GRID, sent(**{"places_opened.grenoble": ("100", "")})).status_code == 302
    assert "Retiré" in plain(nadia.get("/chiffres/objectifs/historique/?annee=2022"))
    with at(NATIONAL):
        assert targets_for(2022, world.grenoble) == {}


def test_a_programme_reads_its_own_figures(world, site):
    template = scenes.template(world)
    version = scenes.version(world, template)
    cell(world, world.grenoble, "places_opened", 30, version=version)
    cell(
        world,
        world.grenoble,
        "places_opened",
        12,
        version=scenes.version(world, scenes.template(world, code="b")),
    )
    aim(world, "places_opened", 60, world.grenoble, template=template)
    page = plain(site("reseau", world.nadia).get(f"{GRID}&programme={template.code}"))
    assert "30 · 50 %" in page
    assert "Ateliers, prêts, connexion" not in page


def test_last_year_s_targets_are_copied_by_a_button(world, site):
    aim(world, "places_opened", 100, world.grenoble)
    nadia = site("reseau", world.nadia)
    assert "Reprendre l’année précédente" in plain(nadia.get("/chiffres/objectifs/?annee=2023"))
    assert nadia.post("/chiffres/objectifs/reprendre/?annee=2023").status_code == 302
    assert "Reprendre l’année précédente" not in plain(nadia.get("/chiffres/objectifs/?annee=2023"))
    assert 'value="100"' in plain(nadia.get("/chiffres/objectifs/?annee=2023"))


def test_who_may_not_write_reads_and_is_refused(world, site):
    aim(world, "places_opened", 100, world.grenoble)
    fanny = site("reseau", world.fanny)
    page = plain(fanny.get(GRID))
    assert "<strong>100</strong>" in page
    assert "Enregistrer" not in page
    data = sent(**{"places_opened.grenoble": ("100", "1")})
    assert fanny.post(GRID, data).status_code == 403
    assert fanny.post("/chiffres/objectifs/reprendre/?annee=2023").status_code == 403
    assert site("reseau", world.lea).get(GRID).status_code in {302, 403, 404}
    assert site("grenoble", world.maud).post(GRID, data).status_code in {302, 403, 405, 200}
    with at(NATIONAL):
        assert values(targets_for(2022, world.grenoble)) == {"places_opened": 100}


def test_the_history_of_no_antenne_is_empty(world, site):
    aim(world, "places_opened", 100)
    for code in ("atlantis", "%00", "A;drop"):
        page = site("reseau", world.nadia).get(f"/chiffres/objectifs/historique/?annee=2022&antenne={code}")
        assert "Aucun objectif fixé" in plain(page)


@pytest.mark.parametrize("words", ["annee=jamais", "annee=99999999999999999999", "programme=x&vue=z&page=z"])
def test_a_wrong_address_shows_the_page_all_the_same(world, site, words):
    assert site("reseau", world.nadia).get(f"/chiffres/objectifs/?{words}").status_code == 200
    assert site("grenoble", world.lea).get(f"/chiffres/objectifs/?{words}").status_code == 200


def test_the_grid_costs_eight_statements_however_many_antennes(world, site):
    nadia = site("reseau", world.nadia)
    few = statements(lambda: nadia.get(GRID))
    with at(NATIONAL):
        Antenne.objects.bulk_create(
            Antenne(code=f"essai-{n}", schema_name=f"essai_{n}", name=f"Essai {n}", departement="75")
            for n in range(120)
        )
    assert statements(lambda: nadia.get(GRID)) == few <= 8
    assert statements(lambda: nadia.get("/chiffres/objectifs/historique/?annee=2022")) <= 8
    # Fifty lines a page, or Django refuses a form of so many fields.
    page = nadia.get(f"{GRID}&page=2").content.decode()
    assert page.count('scope="row"') == 50


def test_the_workbook_holds_every_target_beside_what_is_reached(world, site):
    from kit.documents.spreadsheets import read_table

    template = scenes.template(world)
    version = scenes.version(world, template)
    cell(world, world.grenoble, "places_opened", 30, version=version)
    cell(world, world.grenoble, "places_taken", 24, version=version)
    cell(world, world.lyon, "places_opened", 10)
    aim(world, "places_opened", 60, world.grenoble, template=template)
    aim(world, "places_opened", 80)
    aim(world, "fill_rate", 900, world.grenoble)
    found = read_table(site("reseau", world.nadia).get("/chiffres/objectifs.xlsx?annee=2022").content)
    lines = [line.cells[1:8] for line in found.rows]
    assert lines == [
        ("Réseau", "Tous", "Places ouvertes", "80", "40", "places", "50"),
        ("Grenoble", "Tous", "Remplissage", "90", "80", "%", "88"),
        ("Grenoble", "Trouver un emploi", "Places ouvertes", "60", "30", "places", "50"),
    ]
    assert Decimal(lines[0][3]) == 80


def test_an_antenne_reads_its_own_targets_with_its_progress(world, site):
    cell(world, world.grenoble, "places_opened", 30)
    aim(world, "places_opened", 120, world.grenoble)
    aim(world, "places_opened", 77, world.lyon)
    aim(world, "places_opened", 999)
    aim(world, "satisfaction_rate", 900)
    lea = site("grenoble", world.lea)
    page = plain(lea.get(GRID))
    assert "Objectif 2022 : 120 (25 % atteint)" in page
    assert "Objectif 2022 : 90 %" in page
    assert "Objectif 2022 : 77" not in page
    assert "Objectif 2022 : 999" not in page
    assert statements(lambda: lea.get(GRID)) <= 8
    assert "Pas d’objectif pour 2021" in plain(lea.get("/chiffres/objectifs/?annee=2021"))


# --- the API ------------------------------------------------------------------------------------------


def ask(one, path, body=None):
    answer = one.post(path, body, content_type="application/json") if body is not None else one.get(path)
    return answer.status_code, answer.json()


def test_a_program_sets_a_target_and_reads_it(world, site):
    nadia, grenoble = site("reseau", world.nadia), str(world.grenoble.pk)
    body = {"year": 2022, "measure": "fill_rate", "antenne": grenoble, "value": 800}
    status, made = ask(nadia, "/api/v1/targets/", body)
    assert (status, made["value"], made["antenne"]) == (201, 800, grenoble)
    assert ask(nadia, "/api/v1/targets/", body | {"value": 850, "seen": 700})[1]["code"] == "target_changed"
    assert ask(nadia, "/api/v1/targets/", body | {"value": 850, "seen": 800})[0] == 201
    assert ask(nadia, "/api/v1/targets/", body | {"value": 1001})[1]["code"] == "rate_too_high"
    assert ask(nadia, "/api/v1/targets/", body | {"measure": "savings"})[0] == 400
    assert ask(nadia, "/api/v1/targets/?year=2021&antenne=lyon", body | {"value": 850})[0] == 201
    aim(world, "fill_rate", 700, world.lyon)
    for query, expected in (("", [850, 700]), ("?year=2022&antenne=grenoble", [850]), ("?year=2023", []),
                            ("?antenne=reseau", []), ("?year=jamais", []), ("?antenne=%00", [])):  # fmt: skip
        found = ask(nadia, f"/api/v1/targets/{query}")[1]["results"]
        assert [one["value"] for one in found] == expected, query


def test_a_program_of_an_antenne_reads_its_own(world, site):
    aim(world, "fill_rate", 700, world.lyon)
    aim(world, "fill_rate", 850, world.grenoble)
    aim(world, "fill_rate", 800)
    lea = site("grenoble", world.lea)
    found = ask(lea, "/api/v1/targets/?year=2022")[1]["results"]
    assert sorted(one["value"] for one in found) == [800, 850]
    assert ask(lea, "/api/v1/targets/", {"year": 2022})[0] in {403, 405}
    fanny = site("reseau", world.fanny)
    body = {"year": 2022, "measure": "fill_rate", "value": 1}
    assert ask(fanny, "/api/v1/targets/", body)[0] == 403


def test_the_journal_says_who_set_a_target(world, site):
    aim(world, "places_opened", 100)
    page = plain(site("reseau", world.alex).get("/journal/?jour=2022-03-08"))
    assert "a fixé un objectif" in page
    assert world.now == datetime(2022, 3, 8, 9, 0, tzinfo=UTC)
