"""The sponsors' site."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from hub.partner import views
from kit.ui.views import living_page
from tenants.network.access import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("", include("tenants.network.urls")),
    path("documents/", include("billing.sponsoring.own_papers_urls")),
    path("conventions/", include("billing.sponsoring.partner_urls")),
    path("", include("hub.partner.urls")),
    path("api/v1/", include("hub.api.urls_partner")),
]
if settings.LOCAL:
    urlpatterns.append(path("kit/", public("The components, in development.")(living_page), name="kit"))
