from django.apps import AppConfig


class RollupConfig(AppConfig):
    name = "hub.rollup"
    label = "rollup"
    verbose_name = "chiffres"
