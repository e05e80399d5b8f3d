"""A person signs the contract of a loan, or the receipt of its return: the text is kept as signed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.equipment.models import Loan, LoanPaper
from billing.equipment.papers.loans import to_sign
from kit.journal import record
from kit.refusals import Refused
from kit.signatures import check_path, digest_of


class AlreadySigned(Refused):
    """Ce papier est déjà signé : il ne change plus."""


class NotBackYet(Refused):
    """Notez d’abord le retour de l’appareil : le reçu se signe ensuite."""


class TextChanged(Refused):
    """Le texte a changé depuis qu’il a été affiché : relisez-le, puis signez."""


@transaction.atomic
def sign_loan(
    loan: Loan, *, moment: str, path: str, digest: str, antenne: Any, by: Any, now: datetime
) -> LoanPaper:
    """Keep the text of that `LoanPaper.Moment` and what was drawn; a `path` of "" says: signed on paper.

    `digest` is that of the text which the person was shown (`digest_of`).
    """
    loan = (
        Loan.objects.select_for_update(of=("self",)).select_related("device", "beneficiary").get(pk=loan.pk)
    )
    if loan.papers.filter(moment=moment).exists():
        raise AlreadySigned
    if moment == LoanPaper.Moment.BACK and loan.state != Loan.State.RETURNED:
        raise NotBackYet
    content = to_sign(loan, moment, antenne=antenne, by=by)
    if digest_of(content) != digest:
        raise TextChanged
    if path:
        check_path(path)
    paper = LoanPaper.objects.create(
        loan=loan, moment=moment, content=content, digest=digest, signature=path, by=by, at=now
    )
    record("equipment.loan_signed", on=loan, by=by, at=now, moment=str(moment), digest=digest)
    return paper
