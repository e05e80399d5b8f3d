"""What goes with an agreement: PDF files, kept as they were given."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction

from billing.sponsoring.models import Agreement, AgreementDocument
from billing.sponsoring.operations.agreements import locked_agreement
from kit.journal import record
from kit.refusals import Refused

MOST_BYTES = 5_000_000
MOST_DOCUMENTS = 30


class NotAPdf(Refused):
    """Ce fichier n’est pas un PDF : enregistrez-le en PDF, puis ajoutez-le de nouveau."""


class TooHeavy(Refused):
    """Ce fichier dépasse 5 Mo : réduisez-le, puis ajoutez-le de nouveau."""


class AlreadyThere(Refused):
    """Ce fichier est déjà joint à cette convention."""


class TooManyDocuments(Refused):
    """Une convention porte 30 documents au plus."""


@transaction.atomic
def add_document(
    agreement: Agreement, *, title: str, content: bytes, shown: bool, by: Any, now: datetime
) -> AgreementDocument:
    """Keep a PDF with an agreement; `shown` lets its sponsor read it."""
    if len(content) > MOST_BYTES:
        raise TooHeavy
    if not content.startswith(b"%PDF-"):
        raise NotAPdf
    agreement = locked_agreement(agreement)
    digest = hashlib.sha256(content).hexdigest()
    known = AgreementDocument.objects.filter(agreement=agreement)
    if known.filter(digest=digest).exists():
        raise AlreadyThere
    if known.count() >= MOST_DOCUMENTS:
        raise TooManyDocuments
    kept = AgreementDocument.objects.create(
        agreement=agreement, title=title, content=content, digest=digest, shown=shown, by=by, at=now
    )
    record("sponsoring.document_added", on=kept, by=by, at=now, digest=digest)
    return kept
