from django.apps import AppConfig


class UiConfig(AppConfig):
    """The visual kit: components, style sheets, charts, and the page shell."""

    name = "kit.ui"
    label = "kit_ui"
