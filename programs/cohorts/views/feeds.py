"""A colleague's own calendar, by a secret link that a telephone follows."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from programs.cohorts import ical
from programs.cohorts.operations import make_feed, revoke_feed
from programs.cohorts.operations.feeds import token_hash
from programs.cohorts.queries.feeds import feed_named, feed_of, sessions_led_by
from programs.cohorts.views.schedule import home_of
from tenants.network.access import allows, needs, public
from tenants.network.middleware import roles_of


@needs("cohorts.view", of="calendar feed")
def my_calendar(request: Any) -> HttpResponse:
    return render(request, "cohorts/my_calendar.html", {"feed": feed_of(request.user)})


@require_POST
@needs("cohorts.view", of="calendar feed")
def make(request: Any) -> HttpResponse:
    """The page itself is the answer, not a redirect: the link is shown now and never again."""
    feed, token = make_feed(by=request.user, now=request.now)
    link = request.build_absolute_uri(reverse("cohorts:feed", args=[token]))
    answer = render(request, "cohorts/my_calendar.html", {"feed": feed, "link": link})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs("cohorts.view", of="calendar feed")
def revoke(request: Any) -> HttpResponse:
    revoke_feed(by=request.user, now=request.now)
    messages.success(request, "Le lien ne marche plus. Les agendas qui le suivaient ne recevront plus rien.")
    return redirect("cohorts:my_calendar")


@public("A calendar program signs in with nothing but the secret link; the account is checked each time.")
def feed(request: Any, token: str) -> HttpResponse:
    found = feed_named(token_hash(token))
    # Who has left the team has no calendar any more, on the next reading.
    if found is None or not _works_here(request, found.user):
        raise Http404
    content = ical.calendar(
        sessions_led_by(found.user, today=request.place.today(request.now)),
        host=request.get_host().partition(":")[0],
        name=f"Maillon – {request.place.name}",
        link=lambda session: request.build_absolute_uri(home_of(session)),
        now=request.now,
    )
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="maillon.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _works_here(request: Any, user: Any) -> bool:
    roles = roles_of(user, request.place, request.now)
    return bool(roles) and allows(roles, "cohorts.view")
