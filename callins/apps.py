"""The callins app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallinsConfig(AppConfig):
    name = "callins"
    verbose_name = _("Callins")
