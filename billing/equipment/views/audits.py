"""An inventory of the devices: start, scan, close, and what is missing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.equipment import queries
from billing.equipment.models import EquipmentAudit
from billing.equipment.operations.audits import close_audit, scan_device, start_audit
from billing.equipment.views.shared import where_lent
from tenants.network.access import needs


@needs("equipment.move", of="equipmentaudit")
@where_lent
def audits(request: Any) -> HttpResponse:
    """The last ones; a POST starts one."""
    if request.method == "POST":
        return redirect("equipment:audit", start_audit(by=request.user, now=request.now).pk)
    found = EquipmentAudit.objects.select_related("started_by")[:20]
    running = next((audit for audit in found if not audit.closed_at), None)
    return render(request, "equipment/audits.html", {"audits": found, "running": running})


@needs("equipment.move", of="equipmentaudit")
@where_lent
def audit(request: Any, pk: Any) -> HttpResponse:
    """The field that a scanner types into while it runs; its POST notes what was read."""
    one = get_object_or_404(EquipmentAudit, pk=pk)
    if request.method == "POST":
        words = request.POST.get("q", "").strip()[:300]
        if words:
            read = scan_device(one, words=words, now=request.now)
            said = f"{read.tag} est noté." if read.device else f"« {read.tag} » est noté, mais inconnu ici."
            (messages.success if read.device else messages.warning)(request, said)
        return redirect("equipment:audit", pk)
    context = {
        "audit": one,
        "scanned": one.scanned.count(),
        "missing": queries.missing_of(one)[:500],
        "unexpected": queries.unexpected_of(one)[:500],
    }
    return render(request, "equipment/audit.html", context)


@require_POST
@needs("equipment.move", of="equipmentaudit")
@where_lent
def close(request: Any, pk: Any) -> HttpResponse:
    one = close_audit(get_object_or_404(EquipmentAudit, pk=pk), by=request.user, now=request.now)
    messages.success(request, f"L’inventaire est clos : {one.found} trouvés sur {one.expected} attendus.")
    return redirect("equipment:audit", pk)
