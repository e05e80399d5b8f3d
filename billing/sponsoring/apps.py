from django.apps import AppConfig


class SponsoringConfig(AppConfig):
    name = "billing.sponsoring"
    label = "sponsoring"
    verbose_name = "mécénat"
