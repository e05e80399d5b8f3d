from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kit.documents.pdf import pdf_response
from kit.ui import papers
from kit.ui.living import samples


def living_page(request: HttpRequest) -> HttpResponse:
    """Every component with its states, for those who build pages. Development only.

    ?site=national (or partner) shows the other frames, ?paper=fr, ar, charts or receipt a paper.
    """
    paper = request.GET.get("paper")
    if paper == "receipt":
        return pdf_response(papers.receipt(), "Reçu.pdf")
    if paper == "charts":
        return pdf_response(papers.drawn(), "Dessins.pdf")
    if paper in {"fr", "ar"}:
        return pdf_response(papers.specimen(paper), "Papier.pdf")
    return render(request, "kit/living.html", samples(request.GET.get("site", "antenne")))
