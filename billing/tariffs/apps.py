from django.apps import AppConfig


class TariffsConfig(AppConfig):
    name = "billing.tariffs"
    label = "tariffs"
    verbose_name = "catalogue solidaire"
