"""France in equal tiles: each place near where it lies, none over another, and all of it in words."""

from kit.ui.charts import Spot, cartogram

TOWNS = [("Lille", "59"), ("Brest", "29"), ("Strasbourg", "67"), ("Marseille", "13"), ("Bayonne", "64")]


def test_north_is_above_south_and_west_left_of_east():
    lille, brest, strasbourg, marseille, bayonne = cartogram(
        [Spot(name, number, 12) for name, number in TOWNS], measure="Participants"
    ).tiles
    assert lille.y < strasbourg.y < marseille.y
    assert brest.x < lille.x < strasbourg.x
    assert bayonne.x < marseille.x


def test_antennes_of_one_town_stand_side_by_side_and_never_over_another():
    chart = cartogram(
        [Spot(f"Paris {n}", "75", n) for n in range(30)] + [Spot("Ailleurs", "999", 1)], measure="x"
    )
    places = [(tile.x, tile.y) for tile in (*chart.tiles, *chart.around)]
    assert len(places) == len(set(places))
    assert all(0 < x < chart.width and 0 < y < chart.height for x, y in places)


def test_what_is_not_shown_says_why_in_the_table_and_has_no_shade():
    chart = cartogram(
        [Spot("Lille", "59", 80), Spot("Indre", "36", None, "trop peu")], measure="Participants"
    )
    assert [tile.shade for tile in chart.tiles] == [4, 0]
    assert chart.table.rows == [["Lille", "80"], ["Indre", "trop peu"]]
    assert chart.summary == "Lille 80, Indre —"


def test_without_any_place_it_is_empty():
    assert cartogram([], measure="x").empty


def test_of_two_hundred_antennes_those_of_a_departement_share_a_tile_and_each_keeps_its_line():
    spots = [Spot(f"Antenne {n}", f"{n % 90 + 1:02}", 1) for n in range(200)]
    chart = cartogram([*spots, Spot("Cachée", "91", None)], measure="x")
    places = [(tile.x, tile.y) for tile in (*chart.tiles, *chart.around)]
    assert len(places) == len(set(places))
    assert len(chart.tiles) == 91
    assert chart.tiles[0].name == "Antenne 0, Antenne 90, Antenne 180"
    assert (chart.tiles[0].text, chart.tiles[0].shade, chart.tiles[-1].shade) == ("3", 4, 0)
    assert len(chart.table.rows) == 201
