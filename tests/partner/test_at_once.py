"""Two people who publish in the same instant."""

from datetime import date

import scenes
from django.db import transaction
from partner.conftest import NOW, give, signed

from billing.sponsoring import operations
from billing.sponsoring.models import ImpactReport
from billing.sponsoring.operations import reports
from hub.partner.compose import content_of
from kit.antennes import NATIONAL, at


def test_two_publications_at_once_do_not_overlook_each_other(committed_portal):
    """Read apart both may be published; together they would tell the first half of the year."""
    portal = committed_portal
    portal.count(participants=30)
    portal.count(month=date(2022, 9, 1), participants=8)
    with at(NATIONAL):
        late = signed(portal.world, portal.agreements["otto"].sponsor, "2022-tard", by=portal.paul)
        type(late).objects.filter(pk=late.pk).update(starts_on=date(2022, 2, 1))
        late.refresh_from_db()
        give(portal.world, late, portal.world.grenoble, portal.template, by=portal.paul)
    portal.agreements["tard"] = late
    drafts = [portal.prepare(whose).pk for whose in ("flore", "tard")]

    def publish(number):
        with transaction.atomic():
            reports.one_edition_at_a_time()
            report = ImpactReport.objects.select_related("agreement__sponsor").get(pk=drafts[number])
            content = content_of(
                report.agreement, until=report.until, words=report.words, edition=report.edition
            )
            return operations.publish_report(report, content=content, by=portal.world.alex, now=NOW)

    answers = scenes.at_once(2, standing=lambda: at(NATIONAL), act=publish)
    assert answers == {"done": 1, "changed_since_prepared": 1}
