"""Aujourd'hui: what to do now, not a dashboard."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from hub.antenne import todo
from tenants.network.access import needs


@needs("home.view", of="todo")
def home(request: Any) -> HttpResponse:
    today = request.place.today(request.now)
    desk = todo.Desk(request.place.antenne, request.user, request.roles, request.now, today)
    panels = list(todo.panels(desk))
    context = {"panels": panels, "today": today, "may_register": desk.may("welcome.register")}
    return render(request, "antenne/home.html", context)
