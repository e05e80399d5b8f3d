"""The papers of the money, at the national office."""

from django.urls import path

from billing.sponsoring.views import papers, receipts

app_name = "papers"
urlpatterns = [
    path("recus/", receipts.to_issue, name="receipts"),
    path("recus/emis/", receipts.issued, name="issued"),
    path("recus/annules/", receipts.cancelled, name="cancelled"),
    path("recus/declaration/", receipts.declaration, name="declaration"),
    path("recus/declaration/<int:year>.csv", receipts.declaration_file, name="declaration_file"),
    path("recus/emettre/<uuid:pk>/", receipts.issue, name="issue_receipt"),
    path("recus/<uuid:pk>.pdf", papers.receipt, name="receipt"),
    path("recus/<uuid:pk>/annuler/", receipts.cancel, name="cancel_receipt"),
    path("pieces/<uuid:pk>.pdf", papers.invoice, name="invoice"),
    path("pieces/<uuid:pk>.xml", papers.invoice_data, name="invoice_data"),
]
