"""The Django app: its label, and the system checks it registers."""

from django.apps import AppConfig


class SpeculoosConfig(AppConfig):
    name = "speculoos.web"
    label = "speculoos"
    verbose_name = "Speculoos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from speculoos.web import checks  # noqa: F401  (registers the checks once the apps are loaded)
