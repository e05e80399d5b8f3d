"""The front door."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from hub.national.front import front
from kit.ui.views import living_page
from tenants.network.access import public

urlpatterns: list[URLPattern | URLResolver] = [path("", front, name="home")]
if settings.LOCAL:
    urlpatterns.append(path("kit/", public("The components, in development.")(living_page), name="kit"))
