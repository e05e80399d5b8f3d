"""The chapters of the figures, the same on both sites. Their codes alone match: other pages stand beside."""

from django.urls import path, register_converter

from hub.reports import book, cohort_views, views
from hub.reports.saved import views as saved


class _ChapterCode:
    regex = "|".join(book.CHAPTERS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class _FileKind(_ChapterCode):
    regex = "pdf|xlsx|csv"


register_converter(_ChapterCode, "chapter")
register_converter(_FileKind, "figures_file")

urlpatterns = [
    path("parcours/", cohort_views.cohort_list, name="figures_cohorts"),
    path("parcours.<figures_file:kind>", cohort_views.cohort_file, name="figures_cohorts_file"),
    path("parcours/<uuid:pk>/", cohort_views.cohort, name="figures_cohort"),
    path("rapports/", saved.saved_reports, name="saved_reports"),
    path("rapports/<uuid:pk>/recevoir/", saved.subscribe, name="subscribe_report"),
    path("rapports/<uuid:pk>/ne-plus-recevoir/", saved.unsubscribe, name="unsubscribe_report"),
    path("rapports/<uuid:pk>/retirer/", saved.remove, name="remove_report"),
    path("<chapter:chapter>/enregistrer/", saved.save, name="save_report"),
    path("<chapter:chapter>/", views.figures, name="figures_chapter"),
    path("<chapter:chapter>.<figures_file:kind>", views.figures_file, name="figures_file"),
]
