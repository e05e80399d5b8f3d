from django.urls import path

from billing.counter.views import reports

app_name = "reports"
urlpatterns = [
    path("", reports.month, name="month"),
    path("produits.xlsx", reports.month_file, name="month_file"),
    path("ecritures.csv", reports.entries, name="entries"),
    path("a-regarder/", reports.anomalies, name="anomalies"),
]
