from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "programs.catalogue"
    label = "catalogue"
    verbose_name = "catalogue des programmes"
