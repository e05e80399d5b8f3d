from django.apps import AppConfig


class EquipmentConfig(AppConfig):
    name = "billing.equipment"
    label = "equipment"
    verbose_name = "équipement"
