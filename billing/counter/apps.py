from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "billing.counter"
    label = "counter"
    verbose_name = "caisse et cartes"
