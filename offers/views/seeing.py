"""What is done to a text as it was seen: when another has been saved since, both are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _

from agencies.forms.comparing import SavedFirst, side_by_side
from gvi.core.refusals import Refused
from offers.actions.notes import Overtaken


def as_seen(
    form: Form, act: Callable[[Form], object], start: Callable[[Any], dict[str, Any]]
) -> Callable[[Form], object]:
    """`act`, for `form_page`. `start` gives the form's first values from the row as it is now.

    The form then carries the mark of what is shown beside it, so that the next press decides.
    """

    def acted(given: Form) -> object:
        try:
            return act(given)
        except Overtaken as clash:
            theirs = start(clash.row)
            form.data = form.data.copy()
            form.data["version"] = theirs["version"]
            if compared := side_by_side(form, theirs):
                raise SavedFirst(compared, "") from clash
            raise Refused(_("The text has changed since you opened it. Read it again.")) from clash

    return acted
