from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "tenants.network"
    label = "network"
    verbose_name = "réseau"
