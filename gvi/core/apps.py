"""Hangs the ground up among Django's apps, for its catalogue and its template tags."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "gvi.core"
    label = "core"
