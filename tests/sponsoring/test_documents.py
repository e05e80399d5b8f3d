"""A PDF is kept with an agreement: by who writes, once, and read by its sponsor when it is shown."""

import pytest
import sponsors
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from billing.sponsoring.models import AgreementDocument
from billing.sponsoring.operations import documents
from kit.antennes import NATIONAL, at

PDF = b"%PDF-1.7\n% un budget\n"


@pytest.fixture
def made(world):
    return sponsors.signed(world)


def add(world, made, content=PDF, *, shown=True, title="Budget"):
    with at(NATIONAL):
        return documents.add_document(
            made, title=title, content=content, shown=shown, by=sponsors.paul(world), now=world.now
        )


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<html>", documents.NotAPdf),
        (PDF + b"x" * documents.MOST_BYTES, documents.TooHeavy),
        (PDF, documents.AlreadyThere),
    ],
)
def test_only_a_light_pdf_and_once(world, made, content, refusal):
    add(world, made)
    with pytest.raises(refusal):
        add(world, made, content)


def test_it_is_never_replaced(world, made):
    kept = add(world, made)
    with at(NATIONAL), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        AgreementDocument.objects.filter(pk=kept.pk).update(title="Autre")


def test_paul_joins_it_and_flore_reads_what_is_shown(world, made, site):
    paul, page = site("reseau", sponsors.paul(world)), f"/conventions/{made.reference}/"
    sent = {"title": "Budget 2022", "file": SimpleUploadedFile("b.pdf", PDF), "shown": "on"}
    assert paul.post(f"{page}documents/joindre/", sent).url == page
    hidden = add(world, made, PDF + b"2", shown=False, title="Note interne")
    assert "Budget 2022" in paul.get(page).text
    with at(NATIONAL):
        shown = AgreementDocument.objects.get(shown=True)
    assert paul.get(f"{page}documents/{hidden.pk}.pdf").content == PDF + b"2"
    flore = site("partenaires", sponsors.flore(world))
    told = flore.get(f"/soutiens/{made.reference}/").text
    assert "Budget 2022" in told
    assert "Note interne" not in told
    answer = flore.get(f"{page}documents/{shown.pk}.pdf")
    assert (answer.content, answer["Content-Disposition"].split(";")[0]) == (PDF, "attachment")
    assert flore.get(f"{page}documents/{hidden.pk}.pdf").status_code == 404


def test_a_refused_file_leaves_the_page_with_its_sentence(world, made, site):
    paul = site("reseau", sponsors.paul(world))
    sent = {"title": "Budget", "file": SimpleUploadedFile("b.pdf", b"rien")}
    refused = paul.post(f"/conventions/{made.reference}/documents/joindre/", sent)
    assert (refused.status_code, "n’est pas un PDF" in refused.text) == (409, True)
    nadia = site("reseau", world.nadia)
    assert nadia.get(f"/conventions/{made.reference}/documents/joindre/").status_code == 403
