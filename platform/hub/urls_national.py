"""The national office's site."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from billing.sponsoring.views import webhook
from hub.alerts.views import alerts
from hub.national import views
from hub.opendata import views as opendata
from hub.reports import views as figures
from hub.rollup.dictionary import measures
from hub.rollup.targets import views as targets
from kit.ui.views import living_page
from tenants.network.access import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("", include("tenants.network.urls")),
    path("chiffres/", figures.figures, name="figures"),
    path("", include("hub.doors.urls_national")),
    path("chiffres/dictionnaire/", measures, name="measures"),
    path("chiffres/mettre-a-jour/", figures.refresh_network_figures, name="refresh_figures"),
    path("chiffres/", include("hub.reports.urls")),
    path("chiffres/objectifs/", targets.network_targets, name="targets"),
    path("chiffres/objectifs/reprendre/", targets.copy, name="copy_targets"),
    path("chiffres/objectifs/historique/", targets.targets_history, name="targets_history"),
    path("chiffres/objectifs.xlsx", targets.targets_file, name="targets_file"),
    path("chiffres/alertes/", alerts, name="alerts"),
    path("chiffres/periodes/", include("hub.rollup.closing.urls")),
    path("programmes/", include("programs.catalogue.urls")),
    path("grilles/", include("programs.catalogue.grid_urls")),
    path("conventions/", include("billing.sponsoring.urls")),
    path("paiements/", include("billing.sponsoring.money_urls")),
    path("stripe/webhook/", webhook.stripe, name="stripe_webhook"),
    path("documents/", include("billing.sponsoring.papers_urls")),
    path("editions/", include("hub.national.urls_editions")),
    path("catalogue-solidaire/", include("billing.tariffs.urls")),
    path("donnees-ouvertes/", opendata.page, name="open_data"),
    re_path(
        r"^donnees-ouvertes/(?P<what>structures|services)\.(?P<kind>json|csv)$",
        opendata.file,
        name="open_data_file",
    ),
    path("antennes/", include("hub.national.antennes.urls")),
    path("exploitation/", views.operations, name="operations"),
    path("exploitation/<int:job>/reprendre/", views.retry, name="retry_job"),
    path("api/v1/", include("hub.api.urls_national")),
]
if settings.LOCAL:
    urlpatterns.append(path("kit/", public("The components, in development.")(living_page), name="kit"))
