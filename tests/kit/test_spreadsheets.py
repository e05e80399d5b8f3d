"""Spreadsheets: what is written is what is read back, no cell is a formula, no file does harm."""

import io
import re
import struct
import tempfile
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.documents.spreadsheets import (
    BrokenLine,
    Column,
    FileTooLarge,
    NoHeader,
    NotASpreadsheet,
    OldOrLockedWorkbook,
    Sheet,
    TooManyColumns,
    TooManyRows,
    TooMuchInside,
    TwiceTheSameHeader,
    UntitledColumn,
    read_table,
    spreadsheet_response,
    write_csv,
    write_xlsx,
)
from kit.documents.spreadsheets.guard import clean, guard, unguard
from kit.refusals import Refused

NOON = datetime(2022, 3, 8, 12, tzinfo=UTC)
HOSTILE = ["=1+1", '=HYPERLINK("http://evil.example";"x")', "+33 6 12", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
           " =1", "'=1", "''=1", "＝1+1", "#N/A", "=cmd|' /C calc'!A0", "'tis"]  # fmt: skip
NAME = (Column("Nom"),)
COLUMNS = [
    Column("Nom"),
    Column("Âge", "whole"),
    Column("Note", "decimal"),
    Column("Don", "euros"),
    Column("Né le", "date"),
    Column("Arrivée", "moment"),
]
AMINA = ["Amina", 31, Decimal("4.5"), -1250, date(1991, 2, 3), NOON]


def workbook(*rows, columns=NAME, **changes) -> bytes:
    sheet = Sheet(changes.pop("sheet", "Personnes"), columns, rows)
    return write_xlsx([sheet], title="Export", now=NOON, **changes)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_hand(*rows) -> bytes:
    """A workbook as somebody else's program writes it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def repacked(content: bytes, *, fold=zipfile.ZIP_DEFLATED, **changed: bytes) -> bytes:
    """The same archive with some parts changed or added; "/" is written "__" and "." "_DOT_"."""
    wanted = {name.replace("__", "/").replace("_DOT_", "."): part for name, part in changed.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", fold) as new:
        parts = {name: old.read(name) for name in old.namelist()} | wanted
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def sheet_of(rows: str) -> bytes:
    """A workbook whose sheet holds this XML."""
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{rows}</worksheet>'
    return repacked(by_hand(["Nom"]), xl__worksheets__sheet1_DOT_xml=xml.encode())


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(content).rows]


# Written


def test_a_workbook_holds_real_dates_and_numbers_under_frozen_titles():
    with timezone.override("Europe/Paris"):
        leaf = opened(workbook(AMINA, [None] * 6, columns=COLUMNS)).active
    assert [cell.value for cell in leaf[1]] == ["Nom", "Âge", "Note", "Don", "Né le", "Arrivée"]
    assert [cell.value for cell in leaf[2]][:4] == ["Amina", 31, 4.5, -12.5]
    assert [f"{cell.value}" for cell in leaf[2]][4:] == ["1991-02-03 00:00:00", "2022-03-08 13:00:00"]
    assert [cell.number_format for cell in leaf[2]][3:] == [
        '#,##0.00\\ "€"',
        "dd/mm/yyyy",
        "dd/mm/yyyy hh:mm",
    ]
    assert leaf[1][0].font.bold
    assert (leaf.freeze_panes, leaf.auto_filter.ref) == ("A2", "A1:F3")
    assert leaf.column_dimensions["E"].width >= 10


def test_a_csv_opens_in_french_excel():
    with timezone.override("Europe/Paris"):
        content = write_csv(COLUMNS, [AMINA, ['a;b "c"', 0, 1, 5, None, None]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n")[:3] == [
        "Nom;Âge;Note;Don;Né le;Arrivée",
        "Amina;31;4,5;-12,50;1991-02-03;2022-03-08 13:00",
        '"a;b ""c""";0;1;0,05;;',
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text):
    cell = opened(workbook([text], columns=[Column(text)])).active["A2"]
    title = opened(workbook([text], columns=[Column(text)])).active["A1"]
    assert (cell.data_type, cell.value) == (title.data_type, title.value) == ("s", clean(text))
    assert cell.quotePrefix is bool(re.match(r"\s*[=+\-@＝]|\s", text))
    line = write_csv([Column("Nom")], [[text]]).decode("utf-8-sig").split("\r\n")[1].strip('"')
    assert not re.match(r"\s*[=+\-@＝]|[\t\r\n]", line)


def test_a_text_that_holds_a_formula_survives_both_ways():
    for text in HOSTILE:
        assert cells(workbook([text])) == cells(write_csv([Column("Nom")], [[text]])) == [(text.strip(),)]


def test_a_negative_number_is_a_number_and_not_a_guarded_text():
    assert b"\r\n-12,50\r\n" in write_csv([Column("Don", "euros")], [[-1250]])


anything = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(anything, st.integers(-(10**12), 10**12), st.dates(date(1901, 1, 1))), max_size=6))
def test_what_is_written_is_what_is_read_back(rows):
    columns = [Column("Nom"), Column("Rang", "whole"), Column("Jour", "date")]
    expected = [(clean(name).strip(), str(number), day.isoformat()) for name, number, day in rows]
    assert cells(workbook(*rows, columns=columns)) == expected
    assert cells(write_csv(columns, rows)) == expected


@settings(deadline=None, max_examples=50)
@given(anything)
def test_a_guard_is_undone_by_reading_and_hides_every_formula(text):
    assert unguard(guard(text)) == text
    assert not re.match(r"\s*[=+\-@]|[\t\r\n]", guard(text))
    assert opened(workbook([text])).active["A2"].data_type in {"s", "n"}  # "n": nothing there


@pytest.mark.parametrize(
    ("value", "kind"),
    [("12", "whole"), (12.5, "euros"), (NOON, "date"), (date(2022, 3, 8), "moment"), ("x", "decimal")],
)
def test_a_value_of_another_kind_is_the_caller_s_mistake(value, kind):
    for write in (
        lambda *given: workbook(given[1], columns=given[0]),
        lambda *given: write_csv(given[0], [given[1]]),
    ):
        with pytest.raises(TypeError):
            write([Column("A", kind)], [value])


def test_a_row_that_does_not_fit_its_columns_is_the_caller_s_mistake():
    with pytest.raises((ValueError, IndexError)):
        workbook(["a", "b"])
    with pytest.raises(ValueError, match="kind"):
        Column("A", "money")


def test_a_workbook_that_fails_leaves_nothing_on_the_disk(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(TypeError):
        workbook(*[[n] for n in range(300)], ["a"], columns=[Column("N", "whole")])
    assert list(tmp_path.iterdir()) == []


def test_rows_may_come_one_by_one_and_be_many():
    content = write_xlsx(
        [Sheet("S", [Column("N", "whole")], ([n] for n in range(3000)))], title="T", now=NOON
    )
    assert len(read_table(content).rows) == 3000


def test_sheets_have_names_that_excel_takes():
    titles = ["Prêts [2022]: a/b*?", "Prêts [2022]: a/b*?", "n" * 50, "N" * 50, "''", ""]
    book = opened(write_xlsx([Sheet(t, [Column("A")], []) for t in titles], title="T", now=NOON))
    assert book.sheetnames == [
        "Prêts  2022  a b",
        "Prêts  2022  a b (2)",
        "n" * 31,
        "N" * 26 + " (2)",
        "Feuille",
        "Feuille (2)",
    ]


def test_a_spreadsheet_is_downloaded_under_its_name():
    answer = spreadsheet_response(b"PK", "Prêts de mars.xlsx")
    assert answer["Content-Disposition"].startswith(
        'attachment; filename="Prets-de-mars.xlsx"; filename*=UTF-8'
    )
    assert answer["Cache-Control"] == "private, no-store"
    assert spreadsheet_response(b"", "a.csv")["Content-Type"] == "text/csv; charset=utf-8"
    with pytest.raises(KeyError):
        spreadsheet_response(b"", "a.html")


# Read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_whatever_wrote_it(encoding, delimiter):
    text = '\n Nom ;Prénom;Ville\r\n\r\nN’Diaye;Inès;"Saint-Martin\nd’Hères"\nPetit\n'.replace(";", delimiter)
    table = read_table(SimpleUploadedFile("x.csv", text.encode(encoding)))
    assert table.headers == ("Nom", "Prénom", "Ville")
    assert table.rows == (
        (4, ("N’Diaye", "Inès", "Saint-Martin\nd’Hères")),
        (5, ("Petit", "", "")),
    )
    assert next(table.records()) == (
        4,
        {"Nom": "N’Diaye", "Prénom": "Inès", "Ville": "Saint-Martin\nd’Hères"},
    )


def test_a_csv_may_say_its_delimiter_and_a_comma_may_stand_in_its_titles():
    assert read_table(b"sep=,\r\na,b\r\n1,2").rows == ((3, ("1", "2")),)
    assert read_table(b'"a\nb",c\n1,2').headers == ("a\nb", "c")
    assert read_table("Nom, prénom;Ville\nPetit, Marie;Lyon".encode()).headers == ("Nom, prénom", "Ville")


def test_the_values_of_a_workbook_are_read_as_a_person_would_type_them():
    content = by_hand(
        [None, "A", "B", "C", "D", "E", "F", "G", "H", "I"],
        [],
        [None, 12.0, 0.1 + 0.2, date(2022, 3, 8), datetime.combine(date(2022, 3, 8), time(9, 30)), time(9, 30), timedelta(hours=26), True,
         "  x ", "612345678"],
    )  # fmt: skip
    table = read_table(content)
    assert table.headers == tuple("ABCDEFGHI")
    assert table.rows == (
        (3, ("12", "0.3", "2022-03-08", "2022-03-08 09:30", "09:30", "26:00", "oui", "x", "612345678")),
    )


def test_a_formula_is_never_run_only_its_last_value_is_read():
    assert cells(by_hand(["Nom", "Total"], ["Amina", "=1+1"])) == [("Amina", "")]
    row = '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>N</t></is></c></row>'
    assert cells(sheet_of(f"<sheetData>{head}{row}</sheetData>")) == [("2",)]


def test_macros_and_pictures_are_left_aside():
    content = repacked(by_hand(["Nom"], ["Amina"]), xl__vbaProject_DOT_bin=b"\0" * 10_000_000)
    assert cells(content) == [("Amina",)]


def test_what_a_file_says_of_its_size_is_not_believed():
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c></row>'
    last = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Amina</t></is></c></row>'
    table = read_table(sheet_of(f'<dimension ref="A1:XFD1048576"/><sheetData>{head}{last}</sheetData>'))
    assert table.rows == ((1_048_576, ("Amina",)),)
    short = sheet_of(
        f'<dimension ref="A1"/><sheetData>{head}<row r="2"><c r="A2"><v>1</v></c></row></sheetData>'
    )
    assert cells(short) == [("1",)]


def refused(content, **limits) -> tuple[type[Refused], str]:
    with pytest.raises(Refused) as caught:
        read_table(content, **limits)
    return type(caught.value), str(caught.value)


def test_a_file_too_heavy_is_refused_before_it_is_read():
    assert refused(b"a" * (5 * 1024 * 1024 + 1)) == (
        FileTooLarge,
        "Ce fichier est trop lourd : 5 Mo au plus. Coupez-le en plusieurs fichiers.",
    )
    assert refused(SimpleUploadedFile("x.csv", b"a" * 2_000_000), max_bytes=1024 * 1024)[0] is FileTooLarge


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b";;\n;\n", b"\xef\xbb\xbf", by_hand(), by_hand([None, " "])]
)
def test_a_file_without_titles(content):
    assert refused(content)[0] is NoHeader


def test_too_many_rows_are_refused_and_just_enough_are_read():
    content = "Nom\n" + "Amina\n" * 10 + "\n;\n"
    assert len(read_table(content.encode(), max_rows=10).rows) == 10
    assert refused(content.encode(), max_rows=9) == (
        TooManyRows,
        "Ce tableau compte plus de 9 lignes. Coupez-le en plusieurs fichiers.",
    )
    assert refused(by_hand(["Nom"], ["a"], ["b"]), max_rows=1)[0] is TooManyRows


def test_too_many_columns():
    assert refused(b";".join(b"%d" % n for n in range(201)))[0] is TooManyColumns
    far = '<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>'
    assert refused(sheet_of(far))[0] is TooManyColumns


def test_two_columns_of_one_title_and_a_value_under_no_title():
    assert (
        refused(b"Nom;nom\na;b")[1]
        == "Deux colonnes ont le même titre, « nom ». Renommez ou supprimez l’une des deux."
    )
    assert refused(b"Nom;;Ville\na;b;c") == (
        UntitledColumn,
        "Ligne 2, « b » est dans une colonne sans titre. Donnez-lui un titre ou videz-la.",
    )
    assert refused(b"Nom\na;b")[0] is UntitledColumn
    assert refused(b"Nom;NOM")[0] is TwiceTheSameHeader
    assert read_table(b"Nom;;Ville;\na;;c;;").rows == ((2, ("a", "c")),)


def test_a_quote_that_is_never_closed():
    assert refused(b'Nom;Ville\nAmina;Lyon\nPaul;"Grenoble\n') == (
        BrokenLine,
        "La ligne 3 ne se lit pas : un guillemet y manque ou y est de trop. Corrigez-la.",
    )


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def ods() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    return out.getvalue()


def locked() -> bytes:
    """The flag of an encrypted member, in both of its headers."""
    content = bytearray(by_hand(["Nom"]))
    content[6] |= 1
    central = content.find(b"PK\x01\x02")
    content[central + 8] |= 1
    return bytes(content)


def test_an_old_or_locked_workbook():
    sentence = "Ce classeur est ancien (.xls) ou protégé. Enregistrez-le en .xlsx, sans mot de passe."
    assert refused(OLE) == refused(locked()) == (OldOrLockedWorkbook, sentence)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
GARBAGE = {
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a PDF": b"%PDF-1.7\n%\x80\x80\x80\n\x01\x02",
    "UTF-16": "Nom;Ville".encode("utf-16"),
    "not Windows either": b"Nom\n\x81\x8d",
    "an ODS": ods(),
    "a zip cut short": by_hand(["Nom"])[:200],
    "a zip of nothing": b"PK\x03\x04" + b"\0" * 40,
    "no workbook inside": repacked(ods(), xl__workbook_DOT_xml=b"<x/>"),
    "broken XML": sheet_of("<sheetData><row><c></row>"),
    "a shared text that is not there": sheet_of(
        '<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>'
    ),
    "a row of no number": sheet_of('<sheetData><row r="x"><c r="A1"><v>1</v></c></row></sheetData>'),
    "declared entities": repacked(by_hand(["Nom"]), xl__worksheets__sheet1_DOT_xml=ENTITIES.encode()),
    "declared entities in UTF-16": repacked(
        by_hand(["Nom"]), xl__worksheets__sheet1_DOT_xml=ENTITIES.encode("utf-16")
    ),
    "folded another way": repacked(by_hand(["Nom"]), fold=zipfile.ZIP_BZIP2),
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_what_is_no_spreadsheet(kind):
    assert refused(GARBAGE[kind]) == (
        NotASpreadsheet,
        "Ce fichier n’est pas un tableau lisible. Choisissez un classeur Excel (.xlsx) ou un fichier CSV.",
    )


def lying(content: bytes, name: bytes, says: int) -> bytes:
    """The archive, where this member says that it weighs `says` once unfolded."""
    forged = bytearray(content)
    central = forged.find(name, forged.find(b"PK\x01\x02")) - 46
    local = forged.find(name) - 30
    forged[central + 24 : central + 28] = forged[local + 22 : local + 26] = struct.pack("<I", says)
    return bytes(forged)


def test_a_file_that_unfolds_without_end():
    blanks = sheet_of("<sheetData>" + " " * 3_000_000 + "</sheetData>")
    assert len(blanks) < 20_000
    assert refused(blanks)[0] is TooMuchInside
    many = {f"a{number}_DOT_xml": b"" for number in range(1001)}
    assert refused(repacked(by_hand(["Nom"]), **many)) == (
        TooMuchInside,
        "Ce classeur contient bien plus que ce qu’il montre. Copiez le tableau seul dans un nouveau classeur.",
    )
    wide = "<sheetData>" + '<row><c r="ZZZ1"/></row>' * 200 + "</sheetData>"
    assert refused(sheet_of(wide))[0] is TooMuchInside


def test_a_file_that_lies_about_its_weight_is_unfolded_no_further():
    blanks = lying(
        sheet_of("<sheetData>" + " " * 3_000_000 + "</sheetData>"), b"xl/worksheets/sheet1.xml", 100
    )
    assert refused(blanks)[0] is NotASpreadsheet


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=300), st.integers(0, 5000))
def test_bytes_at_random_are_read_or_refused_with_a_sentence(noise, place):
    whole = by_hand(["Nom"], ["Amina"])
    for content in (noise, b"PK\x03\x04" + noise, whole[:place] + noise + whole[place + len(noise) :]):
        with suppress(Refused):
            read_table(content)
