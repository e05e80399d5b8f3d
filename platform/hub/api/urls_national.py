from django.urls import path, re_path

from billing.sponsoring.api import agreements, money
from billing.sponsoring.api import allocations as sponsoring
from billing.tariffs import api as tariffs
from hub.api import alerts, antennes, closed_periods, figures, schema, targets, tokens
from hub.api.unknown import Unknown
from hub.opendata import api as opendata
from programs.catalogue import api as catalogue
from programs.catalogue import grid_api as grids

urlpatterns = [
    path("schema/", schema.Described.as_view(), name="api_schema"),
    path("docs/", schema.Docs.as_view(), name="api_docs"),
    path("auth/token/", tokens.Token.as_view()),
    path("auth/logout/", tokens.Logout.as_view()),
    path("antennes/", antennes.Antennes.as_view()),
    path("antennes/<str:id>/", antennes.OneAntenne.as_view()),
    path("antennes/<str:id>/suspend/", antennes.SuspendAntenne.as_view()),
    path("antennes/<str:id>/reopen/", antennes.ReopenAntenne.as_view()),
    path("antennes/<str:id>/archive/", antennes.ArchiveAntenne.as_view()),
    path("templates/", catalogue.Templates.as_view()),
    path("templates/<str:id>/versions/", catalogue.TemplateVersions.as_view()),
    path("grids/", grids.Grids.as_view()),
    path("templates/<str:id>/compare/", catalogue.CompareVersions.as_view()),
    path("templates/<str:id>/retire/", catalogue.RetireTemplate.as_view()),
    path("versions/<str:id>/", catalogue.OneVersion.as_view()),
    path("versions/<str:id>/publish/", catalogue.PublishVersion.as_view()),
    path("versions/<str:id>/retire/", catalogue.RetireVersion.as_view()),
    path("versions/<str:id>/discard/", catalogue.DiscardVersion.as_view()),
    path("partners/", catalogue.Partners.as_view()),
    path("partner-names/", catalogue.PartnerNames.as_view()),
    path("products/", tariffs.Products.as_view()),
    path("products/<str:id>/", tariffs.OneProduct.as_view()),
    path("price-lists/", tariffs.PriceLists.as_view()),
    path("price-lists/<str:id>/", tariffs.OnePriceList.as_view()),
    path("price-lists/<str:id>/publish/", tariffs.PublishPriceList.as_view()),
    path("price-lists/<str:id>/discard/", tariffs.DiscardPriceList.as_view()),
    path("sponsors/", agreements.Sponsors.as_view()),
    path("sponsors/<str:id>/", agreements.OneSponsor.as_view()),
    path("sponsors/<str:id>/retire/", agreements.RetireSponsor.as_view()),
    path("agreements/", agreements.Agreements.as_view()),
    path("agreements/<str:id>/", agreements.OneAgreement.as_view()),
    path("agreements/<str:id>/propose/", agreements.ProposeAgreement.as_view()),
    path("agreements/<str:id>/sign/", agreements.SignAgreement.as_view()),
    path("allocations/", sponsoring.Allocations.as_view()),
    path("allocations/<str:id>/release/", sponsoring.ReleaseAllocation.as_view()),
    path("invoices/", money.Invoices.as_view()),
    path("invoices/<str:id>/", money.OneInvoice.as_view()),
    path("invoices/<str:id>/credit/", money.CreditInvoice.as_view()),
    path("payments/", money.Payments.as_view()),
    path("open-data/structures/", opendata.Structures.as_view(), name="api_open_structures"),
    path("open-data/services/", opendata.Services.as_view(), name="api_open_services"),
    path("targets/", targets.Targets.as_view()),
    path("alerts/", alerts.Alerts.as_view()),
    path("figures/", figures.Figures.as_view()),
    path("closed-periods/", closed_periods.ClosedPeriods.as_view()),
    re_path("", Unknown.as_view()),
]
