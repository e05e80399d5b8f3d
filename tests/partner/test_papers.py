"""The report on paper and in a spreadsheet: what the edition says, typed."""

import io
from datetime import date

from openpyxl import load_workbook
from partner.conftest import NOW, give
from pypdf import PdfReader

from hub.partner.editions import Edition
from hub.partner.papers import as_pdf, as_workbook
from kit.antennes import NATIONAL, at


def reference_edition(portal):
    """The reference case: 100 places, 80 participants, 76 of 80 satisfied."""
    for month in range(1, 11):
        portal.count(
            month=date(2022, month, 1), places_opened=10, participants=8, places_taken=8, completions=7, satisfied=7 + (month < 7),
            minutes_delivered=8 * 32 * 60, devices_on_loan=7, savings=125_000, connection_sold=12, devices_bought=2,
            n={"satisfied": 8},
        )  # fmt: skip
    portal.count("lyon", participants=5, places_opened=10)
    with at(NATIONAL):
        give(
            portal.world,
            portal.agreements["flore"],
            portal.world.lyon,
            portal.template,
            by=portal.paul,
            places=10,
        )
    return portal.edition(words="Une belle année à Grenoble, et un premier groupe à Lyon.")


def test_the_pdf_is_the_same_each_time_and_says_the_three_numbers(portal):
    report = reference_edition(portal)
    made = as_pdf(Edition(report.content), now=NOW)
    assert made == as_pdf(Edition(report.content), now=NOW)
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    for words in ("Fondation de Flore", "80", "76 sur 80", "non montré", "moins de 11 personnes"):
        assert words in text.replace("\u202f", " ").replace("\xa0", " ")


def test_the_workbook_has_typed_cells_and_its_dictionary(portal):
    book = load_workbook(io.BytesIO(as_workbook(Edition(reference_edition(portal).content), now=NOW)))
    assert book.sheetnames == ["Synthèse", "Argent", "Antennes", "Non montré", "Dictionnaire"]
    summary = {row[0].value: row for row in book["Synthèse"].iter_rows(min_row=2)}
    assert [cell.value for cell in summary["Satisfaits ou très satisfaits"][1:3]] == [76, 80]
    assert summary["Participants"][4].value == "oui"  # Lyon is not counted: at least
    assert summary["Participants"][5].is_date
    signed = book["Argent"]["C2"]
    assert (signed.value, signed.number_format) == (15_000, '#,##0.00\\ "€"')
    lyon = next(row for row in book["Antennes"].iter_rows(min_row=2) if row[0].value == "Lyon")
    assert lyon[6].value is None
    assert "moins de 11" in lyon[-1].value
    assert "participants" in [cell.value for cell in book["Dictionnaire"]["A"]]
