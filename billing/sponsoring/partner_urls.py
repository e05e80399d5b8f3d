"""On the sponsors' site: what is proposed to them is read and signed."""

from django.urls import path

from billing.sponsoring.views import documents, signing

app_name = "signing"
urlpatterns = [
    path("<str:reference>/signer/", signing.sign, name="sign"),
    path("<str:reference>/documents/<uuid:pk>.pdf", documents.own_document, name="document"),
    path("<str:reference>/convention.pdf", signing.paper, name="paper"),
    path("<str:reference>/avenants/<int:number>/signer/", signing.sign, name="sign_amendment"),
    path("<str:reference>/avenants/<int:number>/avenant.pdf", signing.paper, name="amendment_paper"),
]
