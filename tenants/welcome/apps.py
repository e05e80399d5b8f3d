from django.apps import AppConfig


class WelcomeConfig(AppConfig):
    name = "tenants.welcome"
    label = "welcome"
    verbose_name = "accueil"
