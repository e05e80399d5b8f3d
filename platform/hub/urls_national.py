"""The national office's site."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from billing.sponsoring.views import webhook
from hub.national import views
from hub.rollup import views as figures
from kit.ui.views import living_page
from tenants.network.access import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("", include("tenants.network.urls")),
    path("chiffres/", figures.network_figures, name="figures"),
    path("chiffres/mettre-a-jour/", figures.refresh_network_figures, name="refresh_figures"),
    path("chiffres/ventes/", views.shop_figures, name="shop_figures"),
    path("chiffres/ventes.xlsx", views.shop_figures_file, name="shop_figures_file"),
    path("programmes/", include("programs.catalogue.urls")),
    path("grilles/", include("programs.catalogue.grid_urls")),
    path("conventions/", include("billing.sponsoring.urls")),
    path("paiements/", include("billing.sponsoring.money_urls")),
    path("stripe/webhook/", webhook.stripe, name="stripe_webhook"),
    path("documents/", include("billing.sponsoring.papers_urls")),
    path("editions/", include("hub.national.urls_editions")),
    path("catalogue-solidaire/", include("billing.tariffs.urls")),
    path("antennes/", include("hub.national.antennes.urls")),
    path("exploitation/", views.operations, name="operations"),
    path("exploitation/<int:job>/reprendre/", views.retry, name="retry_job"),
    path("api/v1/", include("hub.api.urls_national")),
]
if settings.LOCAL:
    urlpatterns.append(path("kit/", public("The components, in development.")(living_page), name="kit"))
