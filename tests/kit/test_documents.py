"""Papers: what a person typed stays a text, whatever the language; the same paper for the same data."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
import typst

from kit.documents import pdf, qr
from kit.documents.files import safe_name
from kit.ui import papers
from kit.ui.views import living_page

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2022, 3, 8, 12, tzinfo=UTC)
PAPER = b"""#import "/maillon.typ": *
#show: a4
= #title
#facts(([Nom], data.name))
#typed(data.name)
"""
HOSTILE = '#read("/etc/passwd") *x* $x^2$ \\ `a` <b> @c #{ [1] } // _z_ = q ~ -- "'


def paper(name="Amina", *, source=PAPER, language="fr", **changes):
    given = {"title": "Attestation", "data": {"name": name}, "now": NOON} | changes
    return pdf.compile_source(source, language=language, **given)


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def words(content: bytes) -> str:
    """The text of all pages, without the marks that keep a name in its own direction."""
    text = "\n".join(page.extract_text() for page in read(content).pages)
    return text.replace("\u2068", "").replace("\u2069", "")


def test_what_a_person_typed_is_a_text_and_never_markup():
    text = words(paper(HOSTILE))
    assert " ".join(text.split()).count(HOSTILE) == 2
    assert "root:" not in text


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../pdf.py", "../../../../../etc/passwd", "/../pdf.py", "/kit/documents/pdf.py"]
)
def test_not_even_a_template_reads_the_disk(path):
    with pytest.raises(typst.TypstError, match=r"not found|escape"):
        paper(source=PAPER + f'#read("{path}")'.encode())


@pytest.mark.parametrize(
    "name",
    ["../kit/ui/documents/specimen.typ", "kit_ui/../specimen.typ", "kit_ui/specimen", "/etc/passwd", "kit_ui/a.typ",
     "kit_ui/specimen.typ\n", "kit_ui/sub/specimen.typ", "nowhere/specimen.typ", ""],
)  # fmt: skip
def test_a_template_is_found_in_the_folder_of_its_app_or_not_at_all(name):
    with pytest.raises(LookupError):
        pdf.render(name, title="T", data={}, now=NOON)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path, monkeypatch):
    folder = tmp_path / "documents"
    folder.mkdir()
    (tmp_path / "outside.typ").write_text("secret")
    (folder / "inside.typ").symlink_to(tmp_path / "outside.typ")
    monkeypatch.setattr(pdf.apps.get_app_config("kit_ui"), "path", str(tmp_path))
    with pytest.raises(LookupError):
        pdf.find("kit_ui/inside.typ")


def test_no_template_evaluates_a_text_or_imports_a_package():
    for template in ROOT.glob("*/**/*.typ"):
        code = [line.partition("//")[0] for line in template.read_text().splitlines()]
        assert not [line for line in code if "eval(" in line or '"@' in line], template


def test_the_same_data_give_the_same_bytes_and_another_day_gives_others():
    assert paper() == paper()
    assert paper() != paper(now=datetime(2022, 3, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("language", "name", "foot"),
    [("fr", "Fátima Ñáñez", "Page 1 sur 1"), ("en", "Siobhán O’Brien", "Page 1 of 1"),
     ("es", "Łukasz Żak", "Página 1 de 1"), ("uk", "Ганна Їжакевич", "Сторінка 1 з 1")],
)  # fmt: skip
def test_a_paper_speaks_the_language_of_its_reader(language, name, foot):
    made = paper(name, language=language)
    assert name in words(made)
    assert foot in words(made)
    assert read(made).trailer["/Root"]["/Lang"] == language


def test_arabic_is_joined_and_goes_from_right_to_left():
    made = paper("محمد", language="ar", title="شهادة")
    root = read(made).trailer["/Root"]
    assert root["/Lang"] == "ar"
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"
    # Each letter is drawn in the shape it has between its neighbours, by the Arabic font.
    assert set("محمد") <= set(words(made))
    used = {font.get_object()["/BaseFont"] for font in read(made).pages[0]["/Resources"]["/Font"].values()}
    assert any("NotoSansArabic" in name for name in used)


def test_an_arabic_paper_mirrors_a_french_one():
    def place_of(word: str, language: str) -> float:
        found = []

        def visit(text, matrix, text_matrix, _font, _size):
            if word in text:
                found.append(text_matrix[4] * matrix[0] + matrix[4])

        read(paper(language=language)).pages[0].extract_text(visitor_text=visit)
        return found[0]

    assert place_of("Nom", "fr") < 100 < 400 < place_of("Nom", "ar")


def test_a_paper_is_tagged_for_screen_readers_and_says_who_made_it():
    made = paper(letterhead=["Emmaüs Connect Grenoble", "12 rue de l’Exemple"])
    root = read(made).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1<" in made
    about = read(made).metadata
    assert (about.title, about.author) == ("Attestation", "Maillon")
    assert about.creation_date == NOON
    assert "Emmaüs Connect Grenoble" in words(made)


def test_a_sign_that_no_font_draws_refuses_nobody_their_paper():
    made = paper("Zoé 😀 漢字")
    assert "Zoé" in words(made)
    assert b"pdfuaid" not in made


def test_another_mistake_of_a_template_is_heard():
    with pytest.raises(typst.TypstError, match="alt"):
        paper(source=PAPER + b'#image(bytes("<svg xmlns=\'http://www.w3.org/2000/svg\'/>"), format: "svg")')


@pytest.mark.parametrize(
    "name", ["", "a\x00b\x07c", "a\u202eb", "a\ud800b", "N" * 3000, "a\nb\tc\u2028d", "{}{{"]
)
def test_whatever_was_typed_a_paper_comes_out(name):
    assert words(paper(name)).startswith("Maillon")


def test_a_mark_that_turns_the_direction_is_left_out():
    assert "\u202e" not in words(paper("a\u202eb"))
    assert "ab" in words(paper("a\u202eb"))


def test_a_date_that_nobody_wrote_out_is_the_room_s_mistake():
    with pytest.raises(TypeError):
        paper(NOON)
    with pytest.raises(ValueError, match="klingon"):
        paper(language="klingon")


def test_the_fonts_are_ours_and_no_machine_s():
    found = pdf._fonts().fonts()
    assert {"Noto Sans", "Noto Sans Arabic"} <= {font.family for font in found}
    assert all(font.path is None or "fontpkg_noto" in font.path for font in found)


def test_the_specimens_hold_every_part_on_a4_and_on_a_roll():
    a4 = read(papers.specimen())
    assert [round(float(side)) for side in a4.pages[0].mediabox[2:]] == [595, 842]
    assert "Page 2 sur 2" in words(papers.specimen())
    assert "ATT-7K2M9" in words(papers.specimen("ar"))
    roll = read(papers.receipt())
    assert len(roll.pages) == 1
    assert round(float(roll.pages[0].mediabox.width)) == 227  # 80 mm
    assert "2,50" in words(papers.receipt())


def test_the_living_page_opens_its_papers(rf):
    for kind in ("fr", "ar", "charts", "receipt"):
        answer = living_page(rf.get("/kit/", {"paper": kind}))
        assert answer.content.startswith(b"%PDF-")


def test_a_paper_opens_in_place_under_its_name_and_no_copy_is_kept():
    answer = pdf.pdf_response(b"%PDF-", "Attestation d’Amélie – 8 mars.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == (
        'inline; filename="Attestation-dAmelie-8-mars.pdf";'
        " filename*=UTF-8''Attestation%20d%E2%80%99Am%C3%A9lie%20%E2%80%93%208%20mars.pdf"
    )


@pytest.mark.parametrize(
    ("asked", "given"),
    [("../../etc/passwd.pdf", "etc passwd.pdf"), ('a"; filename="b.exe.pdf', "a filename= b.exe.pdf"),
     ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"), ("محمد.pdf", "محمد.pdf"), (".pdf", "document.pdf"),
     ("fdp.\u202eexe.pdf", "fdp. exe.pdf"), ("n" * 400 + ".pdf", "n" * 120 + ".pdf"), ("😀.pdf", "😀.pdf")],
)  # fmt: skip
def test_the_name_of_a_file_says_nothing_to_the_header_or_the_disk(asked, given):
    assert safe_name(asked) == given
    header = pdf.pdf_response(b"", asked)["Content-Disposition"]
    assert header.isascii()
    assert header.count('"') == 2
    assert "\n" not in header


def test_a_file_without_a_suffix_is_the_caller_s_mistake():
    with pytest.raises(ValueError, match="suffix"):
        pdf.pdf_response(b"", "attestation")


def test_a_qr_code_is_a_plain_picture_for_a_page_and_for_a_paper():
    picture = qr.svg("https://grenoble.example/a?b=<c>&d")
    assert picture.startswith("<svg")
    assert "<script" not in picture
    assert "<c>" not in picture
    assert qr.data_uri("x").startswith("data:image/svg+xml")
    source = b'#import "/maillon.typ": *\n#show: a4\n= #title\n#qr(data.qr, alt: "Vers la page")'
    made = paper(source=source, data={"qr": picture})
    assert b"pdfuaid" in made
    assert len(made) > len(paper(source=source.partition(b"#qr")[0]))


def test_what_goes_to_typst_is_json_and_nothing_else():
    assert json.loads(json.dumps(pdf._clean({"a": ("b\x00", 1, None, True, 2.5)}))) == {
        "a": ["b", 1, None, True, 2.5]
    }
