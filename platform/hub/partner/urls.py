from django.urls import path

from hub.partner import giving, views

app_name = "partner"
urlpatterns = [
    path("soutiens/<str:reference>/", views.agreement, name="agreement"),
    path("rapports/<uuid:pk>/", views.report, name="report"),
    path("rapports/<uuid:pk>/rapport.pdf", views.report_pdf, name="report_pdf"),
    path("rapports/<uuid:pk>/chiffres.xlsx", views.report_xlsx, name="report_xlsx"),
    path("proposer/", views.propose, name="propose"),
    path("donner/", giving.give, name="give"),
]
