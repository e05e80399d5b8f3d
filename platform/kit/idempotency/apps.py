from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "kit.idempotency"
    label = "idempotency"
    verbose_name = "demandes répétées"
