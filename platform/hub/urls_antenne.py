"""An antenne's site."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from hub.antenne import follow_ups, funding
from hub.antenne.home import home
from hub.antenne.person import person
from hub.opendata import own
from hub.reports import views as figures
from hub.rollup.dictionary import measures
from hub.rollup.targets import views as targets
from kit.ui.views import living_page
from tenants.network.access import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("tenants.network.urls")),
    path("", include("hub.doors.urls_antenne")),
    path("", include("tenants.welcome.urls")),
    path("personnes/<uuid:pk>/", person, name="person"),
    path("suivis/", follow_ups.follow_ups, name="follow_ups"),
    path("suivis/perdus-de-vue/", follow_ups.lost_from_sight, name="lost_from_sight"),
    path("", include("programs.cohorts.urls")),
    path("", include("billing.equipment.urls")),
    path("financements/", funding.allocations, name="allocations"),
    path("financements/<uuid:pk>/rendre/", funding.give_back_page, name="give_back"),
    path("caisse/rapports/", include("billing.counter.report_urls")),
    path("caisse/controle/", include("billing.counter.control_urls")),
    path("caisse/cartes/", include("billing.counter.stock_urls")),
    path("caisse/", include("billing.counter.urls")),
    path("chiffres/", figures.figures, name="figures"),
    path("chiffres/dictionnaire/", measures, name="measures"),
    path("chiffres/mettre-a-jour/", figures.refresh_antenne_figures, name="refresh_figures"),
    path("chiffres/", include("hub.reports.urls")),
    path("fiche-publique/", own.sheet, name="site_sheet"),
    path("fiche-publique/modifier/", own.write, name="write_site_sheet"),
    path("chiffres/objectifs/", targets.own_targets, name="targets"),
    path("api/v1/", include("hub.api.urls_antenne")),
]
if settings.LOCAL:
    urlpatterns.append(path("kit/", public("The components, in development.")(living_page), name="kit"))
