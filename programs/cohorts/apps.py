from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "programs.cohorts"
    label = "cohorts"
    verbose_name = "parcours"

    def ready(self) -> None:
        from programs.cohorts.operations import merging  # noqa: F401  (declares its obstacle)
