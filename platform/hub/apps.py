from django.apps import AppConfig


class HubConfig(AppConfig):
    name = "hub"
    label = "hub"

    def ready(self) -> None:
        from hub import observe

        observe.start()
