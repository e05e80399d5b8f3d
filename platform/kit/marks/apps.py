from django.apps import AppConfig


class MarksConfig(AppConfig):
    name = "kit.marks"
    label = "marks"
    verbose_name = "marques des chiffres à recalculer"
