"""What other systems say when a text stands in the agency's own record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from gvi.core.refusals import Refused
from offers import journal
from offers.actions.notes import Overtaken
from offers.days import has_come

Made = TypeVar("Made")


class OvertakenInWords(Refused):
    """Another text was saved since: the caller fetches it and decides what is to stand."""


class CarryIn(serializers.Serializer):
    """That the whole text stands in the agency's own record; here it is shortened."""

    reference = serializers.CharField(max_length=60)
    carried_on = serializers.DateField(
        required=False, default=timezone.localdate, validators=[has_come]
    )
    summary = serializers.CharField(
        max_length=journal.SUMMARY, required=False, allow_blank=True, default=""
    )
    version = serializers.CharField(max_length=16)


def in_words(act: Callable[[], Made]) -> Made:
    """What an action made, or a refusal that other systems can read."""
    try:
        return act()
    except Overtaken as clash:
        raise OvertakenInWords(
            _("Something else was saved meanwhile. Fetch it and send again with its version."),
            field="version",
        ) from clash
