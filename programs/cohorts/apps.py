from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "programs.cohorts"
    label = "cohorts"
    verbose_name = "parcours"
