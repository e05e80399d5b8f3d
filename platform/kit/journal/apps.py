from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "kit.journal"
    label = "journal"
    verbose_name = "journal"
