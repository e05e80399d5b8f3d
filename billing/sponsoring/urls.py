"""The national office's pages. A reference begins with the year: never the name of a page."""

from django.urls import path

from billing.sponsoring.views import (
    agreements,
    allocations,
    amendments,
    documents,
    office_signing,
    sponsors,
    writing,
)

app_name = "sponsoring"

_sponsors = [
    path("mecenes/", sponsors.sponsors, name="sponsors"),
    path("mecenes/nouveau/", sponsors.new, name="new_sponsor"),
    path("mecenes/<uuid:pk>/", sponsors.sponsor, name="sponsor"),
    path("mecenes/<uuid:pk>/corriger/", sponsors.correct, name="correct_sponsor"),
    path("mecenes/<uuid:pk>/retirer/", sponsors.retire, name="retire_sponsor"),
    path("mecenes/<uuid:pk>/inviter/", sponsors.invite_reader, name="invite_reader"),
    path("mecenes/<uuid:pk>/acces/<uuid:membership>/retirer/", sponsors.end_reader, name="end_reader"),
    path(
        "mecenes/<uuid:pk>/invitations/<uuid:invitation>/renvoyer/",
        sponsors.send_again,
        name="send_reader_invitation_again",
    ),
    path(
        "mecenes/<uuid:pk>/invitations/<uuid:invitation>/annuler/",
        sponsors.cancel,
        name="cancel_reader_invitation",
    ),
]

_amendments = [
    path("<str:reference>/avenants/nouveau/", amendments.new, name="new_amendment"),
    path("<str:reference>/avenants/<int:number>/signer/", office_signing.sign, name="sign_amendment"),
    path("<str:reference>/avenants/<int:number>/papier/", office_signing.note_paper, name="note_amendment"),
    path("<str:reference>/avenants/<int:number>/sans-suite/", amendments.decline, name="decline_amendment"),
    path("<str:reference>/avenants/<int:number>/avenant.pdf", agreements.paper, name="amendment_paper"),
]

urlpatterns = [
    path("", agreements.agreements, name="agreements"),
    path("nouvelle/", writing.new, name="new_agreement"),
    path("a-utiliser/", allocations.left_to_use, name="left_to_use"),
    path("affectations/<uuid:pk>/rendre/", allocations.release, name="release"),
    *_sponsors,
    path("<str:reference>/", agreements.agreement, name="agreement"),
    path("<str:reference>/convention.pdf", agreements.paper, name="paper"),
    path("<str:reference>/corriger/", writing.rewrite, name="rewrite"),
    path("<str:reference>/proposer/", writing.propose, name="propose"),
    path("<str:reference>/reprendre/", writing.take_back, name="take_back"),
    path("<str:reference>/sans-suite/", writing.decline, name="decline"),
    path("<str:reference>/signer/", office_signing.sign, name="sign"),
    path("<str:reference>/papier/", office_signing.note_paper, name="note_paper"),
    path("<str:reference>/realisee/", writing.complete, name="complete"),
    path("<str:reference>/clore/", writing.close, name="close"),
    path("<str:reference>/affecter/", allocations.allocate, name="allocate"),
    path("<str:reference>/affectations/", allocations.allocations, name="allocations"),
    path("<str:reference>/documents/joindre/", documents.add, name="add_document"),
    path("<str:reference>/documents/<uuid:pk>.pdf", documents.document, name="document"),
    *_amendments,
]
