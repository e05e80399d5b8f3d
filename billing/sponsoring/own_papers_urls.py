"""A sponsor's own papers, on the partner site."""

from django.urls import path

from billing.sponsoring.views import own_documents

app_name = "partner_papers"
urlpatterns = [
    path("pieces/<uuid:pk>.pdf", own_documents.invoice, name="invoice"),
    path("recus/<uuid:pk>.pdf", own_documents.receipt, name="receipt"),
]
