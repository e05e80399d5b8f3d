"""A list of people comes as a file: looked at line by line, and imported only when somebody says so."""

from datetime import timedelta

import pytest
import scenes
from django.core.files.uploadedfile import SimpleUploadedFile

from kit.antennes import inside
from kit.documents.spreadsheets import Column, Sheet, read_table, write_csv, write_xlsx
from kit.journal.models import Entry
from kit.refusals import Refused
from kit.states import NotThatWay
from tenants.welcome.models import Beneficiary, ImportBatch
from tenants.welcome.operations import confirm_import, decide_line, drop_import, read_import
from tenants.welcome.operations.imports import NoSuchLine, NothingToImport, is_alike, is_created
from tenants.welcome.tasks import drop_imports_of

TITLES = ["NOM", "prenom", "Né le", "Tel portable", "Courriel", "langue", "Situations"]
FOUR = [
    ["Benali", "Amina", "05/03/1990", "06 39 98 12 34", "amina@exemple.example", "arabe", "Minimum social"],
    ["Коваленко", "Олена", "1985", "", "", "uk", ""],
    ["", "Sans nom", "", "", "", "", ""],
    ["N’Diaye", "Fatou", "l’an dernier", "", "pas une adresse", "klingon", "riche"],
]


def a_csv(rows, titles=TITLES) -> bytes:
    return write_csv([Column(title) for title in titles], rows)


def read(world, rows, titles=TITLES):
    batch, _ = read_import(
        a_csv(rows, titles), file_name="liste.csv", by=world.maud, now=world.now, today=world.today
    )
    return batch


def confirm(world, batch):
    return confirm_import(batch, by=world.maud, now=world.now, today=world.today)


def test_a_file_is_read_whatever_the_order_of_its_columns_and_nobody_is_registered(grenoble):
    batch = read(grenoble, FOUR)
    assert not Beneficiary.objects.exists()
    assert [row["line"] for row in batch.rows] == [2, 3, 4, 5]
    assert [sorted(row["errors"]) for row in batch.rows] == [
        [],
        [],
        ["last_name"],
        ["birth_year", "email", "language", "situations"],
    ]


def test_confirming_registers_the_right_lines_and_erases_the_file(grenoble):
    batch = confirm(grenoble, read(grenoble, FOUR))
    assert (batch.state, batch.rows, batch.count) == ("confirmed", [], 2)
    amina, olena = Beneficiary.objects.order_by("birth_year")[::-1]
    assert (str(amina), amina.birth_year, amina.language, amina.situations) == (
        "Amina Benali", 1990, "ar", ["low_income"],
    )  # fmt: skip
    assert (str(olena), olena.language) == ("Олена Коваленко", "uk")
    assert list(Beneficiary.objects.matching("benalli")) == [amina], "found like anybody else"
    assert Entry.objects.filter(verb="welcome.registered").count() == 2


def test_confirming_twice_imports_once(grenoble):
    batch = read(grenoble, FOUR)
    confirm(grenoble, batch)
    assert confirm(grenoble, batch).count == 2
    assert Beneficiary.objects.count() == 2


def test_two_clicks_at_once_import_once(committed):
    world = committed
    with inside(world.grenoble):
        batch = read(world, FOUR)
    answers = scenes.at_once(2, standing=lambda: inside(world.grenoble), act=lambda _: confirm(world, batch))
    assert answers == {"done": 2}
    with inside(world.grenoble):
        assert Beneficiary.objects.count() == 2


def test_who_looks_like_somebody_is_left_aside_until_somebody_decides(grenoble):
    scenes.person(grenoble, "Aminah", "Benalli")
    twin = ["Kovalenko", "Olena", "", "", "", "", ""]
    batch = read(grenoble, [FOUR[0], twin, twin])
    assert [is_alike(row) for row in batch.rows] == [True, False, True]
    assert batch.rows[2]["twin"] == 3
    assert [is_created(row) for row in batch.rows] == [False, True, False]
    batch = decide_line(batch, line=2, create=True)
    assert confirm(grenoble, batch).count == 2
    assert Beneficiary.objects.filter(last_name="Benali").count() == 1


def test_a_decision_on_a_line_that_asks_for_none_is_refused(grenoble):
    batch = read(grenoble, FOUR)
    for line in (2, 4, 99):
        with pytest.raises(NoSuchLine):
            decide_line(batch, line=line, create=True)


def test_who_was_registered_meanwhile_is_not_registered_again(grenoble):
    batch = read(grenoble, FOUR)
    scenes.person(grenoble, "Amina", "Benali")
    batch = confirm(grenoble, batch)
    assert batch.state == "read"
    assert Beneficiary.objects.count() == 1
    assert is_alike(ImportBatch.objects.get().rows[0])
    assert confirm(grenoble, batch).count == 1, "once seen, the line is left aside"


def test_a_social_security_number_is_not_even_kept(grenoble):
    batch = read(grenoble, [["Benali 2 84 05 38 185 123 49", "Amina", "", "2840538185123", "", "", ""]])
    (row,) = ImportBatch.objects.get(pk=batch.pk).rows
    assert set(row["errors"]) == {"phone"} | ({"last_name"} if not row["values"]["last_name"] else set())
    assert "2840538185123" not in str(row)


@pytest.mark.parametrize(
    ("titles", "rows", "code"),
    [
        (["Nom"], [["Benali"]], "column_missing"),
        (["Nom", "Prénom", "Mobile", "Téléphone"], [["a", "b", "1", "2"]], "two_columns_for_one"),
        (["Nom", "Prénom"], [], "nobody_inside"),
        (["Prénom", "Ville"], [["Amina", "Grenoble"]], "column_missing"),
    ],
)
def test_a_table_that_cannot_be_one_of_people_is_refused_with_its_reason(grenoble, titles, rows, code):
    with pytest.raises(Refused) as refused:
        read(grenoble, rows, titles)
    assert refused.value.code() == code
    assert not ImportBatch.objects.exists()


def test_what_cannot_be_imported_at_all_is_said(grenoble):
    with pytest.raises(NothingToImport):
        confirm(grenoble, read(grenoble, FOUR[2:]))
    batch = drop_import(ImportBatch.objects.get(), by=grenoble.maud, now=grenoble.now)
    assert (batch.state, batch.rows) == ("dropped", [])
    with pytest.raises(NotThatWay):
        confirm(grenoble, batch)


def test_a_forgotten_file_is_erased_after_a_week(grenoble):
    old, new = read(grenoble, FOUR), read(grenoble, FOUR)
    ImportBatch.objects.update(read_at=grenoble.now + timedelta(days=3650))
    ImportBatch.objects.filter(pk=old.pk).update(read_at=grenoble.now)
    for _ in range(2):
        drop_imports_of(antenne=grenoble.grenoble.schema_name)
    states = dict(ImportBatch.objects.values_list("pk", "state"))
    assert states == {old.pk: "dropped", new.pk: "read"}


def test_five_thousand_lines_take_no_more_statements_than_five(grenoble, django_assert_max_num_queries):
    rows = [
        [f"Nom{n:04}", f"Prénom{n * 7919 % 5000:04}", "1990", f"06{n:08}", "", "", ""] for n in range(5000)
    ]
    with django_assert_max_num_queries(60):
        batch = confirm(grenoble, decide_line_or_not(read(grenoble, rows)))
    assert batch.count == Beneficiary.objects.count() == 5000


def decide_line_or_not(batch):
    return decide_line(batch, line=None, create=True) if any(map(is_alike, batch.rows)) else batch


# --- the pages -----------------------------------------------------------------------------------


def send(page, content: bytes, name: str = "liste.csv", **options):
    return page.post("/personnes/import/", {"file": SimpleUploadedFile(name, content)}, **options)


def test_a_manager_sends_looks_decides_and_confirms(antenne, site):
    known = scenes.person(antenne, "Aminah", "Benalli")
    page = site("grenoble", antenne.maud)
    assert "/personnes/import/" in page.get("/personnes/").text
    answer = send(page, a_csv([[*row, "x"] for row in FOUR], [*TITLES, "Ville"]), follow=True)
    assert "Ces colonnes ne sont pas lues : « Ville »." in answer.text
    assert "Aucun" not in answer.context["page"].object_list
    path = answer.redirect_chain[0][0]
    assert "ligne 4" in answer.text
    assert "« klingon » n’est pas connu" in answer.text.replace("\u202f", " ").replace("\u00a0", " ")
    alike = page.get(f"{path}?vue=ressemblances").text
    assert f"/personnes/{known.pk}/" in alike
    page.post(f"{path}decider/", {"line": "2", "create": "yes", "page": "1"})
    assert "À créer" in page.get(f"{path}?vue=ressemblances").text
    assert "Олена Коваленко" in page.get(f"{path}?vue=pretes").text
    for _ in range(2):
        done = page.post(f"{path}confirmer/", follow=True)
        assert "C’est importé : 2 fiches créées." in done.text
    assert Beneficiary.objects.count() == 3
    assert "n’est plus à vérifier" in page.get(path, follow=True).text


def test_the_lines_left_aside_are_downloaded_corrected_and_sent_again(antenne, site):
    page = site("grenoble", antenne.maud)
    path = send(page, a_csv(FOUR), follow=True).redirect_chain[0][0]
    sheet = read_table(page.get(f"{path}a-corriger.xlsx").content)
    assert [row.cells[0] for row in sheet.rows] == ["Sans nom", "Fatou"]
    assert "Langue : « klingon »" in sheet.rows[1].cells[-1]
    again = send(page, page.get(f"{path}a-corriger.xlsx").content, "a-corriger.xlsx", follow=True)
    assert len(again.context["batch"].rows) == 2


def test_our_own_template_can_be_read(antenne, site):
    page = site("grenoble", antenne.maud)
    template = page.get("/personnes/import/modele.xlsx")
    answer = send(page, template.content, "modele.xlsx", follow=True)
    assert "1 fiche à créer" in answer.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Ce fichier est vide."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "tableau lisible"),
        (b"PK\x03\x04rien", "tableau lisible"),
        ("Prénom;Ville\nAmina;Grenoble\n".encode(), "Il manque la colonne « Nom »"),
    ],
)
def test_a_file_that_is_not_a_list_of_people_is_told_on_the_page(antenne, site, content, sentence):
    answer = send(site("grenoble", antenne.maud), content)
    assert answer.status_code in {200, 409}
    assert sentence in answer.text
    assert not ImportBatch.objects.exists()


def test_no_file_at_all_and_wrong_addresses(antenne, site):
    page = site("grenoble", antenne.maud)
    assert "Choisissez un fichier." in page.post("/personnes/import/").text
    path = send(page, a_csv(FOUR), follow=True).redirect_chain[0][0]
    for query in ("vue=x", "vue=erreurs&page=x", "page=99999999999999999999"):
        assert page.get(f"{path}?{query}").status_code == 200
    for line in ("x", "²", "9" * 30, "-1", "99"):
        assert page.post(f"{path}decider/", {"line": line, "create": "yes"}).status_code in {302, 409}
    page.post(f"{path}abandonner/")
    assert page.get(f"{path}a-corriger.xlsx").status_code == 404


def test_the_page_asks_as_little_for_fifty_lines_as_for_one(antenne, site, django_assert_max_num_queries):
    page = site("grenoble", antenne.maud)
    files = [write_xlsx([Sheet("x", [Column("Nom"), Column("Prénom")], rows)], title="x", now=antenne.now)
             for rows in ([["Un", "Seul"]], [[f"Benali{'abcdefgh'[n % 8]}", f"Amina {n}"] for n in range(120)])]  # fmt: skip
    for content in files:
        scenes.person(antenne, "Amina", "Benali")
        path = send(page, content, "x.xlsx", follow=True).redirect_chain[0][0]
        with django_assert_max_num_queries(16):  # the schema switch and the savepoints included
            page.get(f"{path}?vue=ressemblances")


def test_who_may_not_import(antenne, site):
    path = send(site("grenoble", antenne.maud), a_csv(FOUR), follow=True).redirect_chain[0][0]
    for somebody in (antenne.denis, antenne.lea):
        assert site("grenoble", somebody).get("/personnes/import/").status_code == 403
        assert "/personnes/import/" not in site("grenoble", somebody).get("/personnes/").text
    for end in ("", "confirmer/", "abandonner/", "decider/", "a-corriger.xlsx"):
        ask = site("lyon", antenne.marc)
        assert (ask.post if "/" in end else ask.get)(f"{path}{end}").status_code == 404
