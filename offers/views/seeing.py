"""What is done to a text as it was seen: when another has been saved since, both are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext as _

from agencies.forms.comparing import SavedFirst, side_by_side
from gvi.core.refusals import Refused
from offers.actions.notes import Overtaken


def as_seen(
    form: Form,
    act: Callable[[Form], object],
    start: Callable[[Any], dict[str, Any]],
    *,
    joins: str = "",
) -> Callable[[Form], object]:
    """`act`, for `form_page`. `start` gives the form's first values from the row as it is now.

    The form then carries the mark of what is shown beside it, so that the next press decides.
    `joins` is the text that the two can be made into one of; that press never saves.
    """

    def acted(given: Form) -> object:
        is_joining = bool(joins) and "join" in form.data
        if is_joining:
            given.cleaned_data["version"] = ""
        try:
            return act(given)
        except Overtaken as clash:
            theirs = start(clash.row)
            form.data = form.data.copy()
            form.data["version"] = theirs["version"]
            if is_joining and theirs[joins] not in form.data[joins]:
                form.data[joins] = f"{theirs[joins]}\n\n{form.data[joins]}"
            if compared := side_by_side(form, theirs):
                raise SavedFirst([with_its_lines(row) for row in compared], "") from clash
            raise Refused(_("The text has changed since you opened it. Read it again.")) from clash

    return acted


def with_its_lines(row: dict[str, Any]) -> dict[str, Any]:
    """A text of several lines keeps them in the table too."""
    sides = {name: linebreaksbr(row[name], autoescape=True) for name in ("left", "right")}
    return row | sides
