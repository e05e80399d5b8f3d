"""What sponsors owe and pay, at the national office."""

from django.urls import path

from billing.sponsoring.views import money, money_bank, money_rail

app_name = "money"
urlpatterns = [
    path("", money.owed, name="owed"),
    path("pieces/", money.invoices, name="invoices"),
    path("pieces/<str:number>/", money.invoice, name="invoice"),
    path("pieces/<str:number>/avoir/", money.credit, name="credit"),
    path("pieces/<str:number>/en-ligne/", money_rail.send, name="send"),
    path("demander/<str:reference>/", money.issue, name="issue"),
    path("noter/", money.note, name="note"),
    path("recus/", money.payments, name="payments"),
    path("recus/<uuid:pk>/rembourser/", money_rail.refund, name="refund"),
    path("releves/", money_bank.bank, name="bank"),
    path("releves/lire/", money_bank.read, name="read"),
    path("releves/<uuid:pk>/accepter/", money_bank.accept, name="accept"),
    path("releves/<uuid:pk>/rapprocher/", money_bank.match, name="match"),
    path("releves/<uuid:pk>/mettre-de-cote/", money_bank.aside, name="aside"),
    path("releves/<uuid:pk>/reprendre/", money_bank.take_back, name="take_back"),
    path("messages/", money_rail.inbox, name="inbox"),
    path("messages/rejouer/", money_rail.replay, name="replay"),
    path("rapprochement/", money_rail.reconciliation, name="reconciliation"),
    path("rapprochement/refaire/", money_rail.reconcile, name="reconcile"),
]
