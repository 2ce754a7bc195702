from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "capture"

    def ready(self) -> None:
        """Register the check."""
        from capture import checks  # noqa: F401, PLC0415
