"""What a sponsor's programs read: their own agreements, and the editions that were published for them."""

from typing import Any

from rest_framework import serializers

from billing.sponsoring.api.agreements import AgreementSerializer
from billing.sponsoring.models import Agreement, ImpactReport
from hub.partner.agreements import own_agreements
from kit.api.fields import ShownSerializer
from kit.api.views import Lists, Shows
from tenants.network.middleware import sponsors_of


class OwnAgreements(Lists):
    """Les conventions de votre organisation, et vos propositions."""

    needs = {"GET": "partner.view"}
    queryset = Agreement.objects.all()
    shows = AgreementSerializer

    def get_queryset(self) -> Any:
        return own_agreements(sponsors_of(self.request))


class ReportSerializer(ShownSerializer):
    content = serializers.DictField(help_text="Tout ce que dit l’édition, tel que figé à sa publication.")

    class Meta:
        model = ImpactReport
        fields = ["id", "agreement", "edition", "until", "published_at", "content"]


class OwnReports(Lists):
    """Les éditions publiées de vos rapports d’impact. Une correction est une nouvelle édition."""

    needs = {"GET": "partner.view"}
    queryset = ImpactReport.objects.all()
    shows = ReportSerializer

    def get_queryset(self) -> Any:
        mine = ImpactReport.objects.filter(
            agreement__sponsor__in=sponsors_of(self.request), state=ImpactReport.State.PUBLISHED
        )
        return mine.order_by("-published_at", "id")


class OwnReport(Shows):
    """Une édition publiée."""

    needs = {"GET": "partner.view"}
    queryset = ImpactReport.objects.all()
    shows = ReportSerializer
    get_queryset = OwnReports.get_queryset
