"""Two who change one row: noticing it, and laying both texts side by side."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from agencies.scoping import Actor
from gvi.core.refusals import Refused


class SavedFirst(Refused):
    """Somebody else changed the row while the form was open."""

    def __init__(self, rows: list[dict[str, Any]], stamp: str) -> None:
        super().__init__(_("Somebody else has saved a change here since you opened the page."))
        self.rows = rows
        self.stamp = stamp


@dataclass(frozen=True)
class Shown:
    """A row as a form shows it: `start` gives the form's first values from the row."""

    row: Any
    start: Callable[[Any], dict[str, Any]]

    def stamp(self) -> str:
        return stamp_of(self.start(self.row))

    def check(self, actor: Actor, form: forms.Form, seen: str) -> None:
        """Refuse to write over what the writer has not seen; the row stays locked from here on.

        A form without its stamp is another system's, or older than the rule, and is not held.
        """
        rows = type(self.row)._default_manager.visible_to(actor)
        theirs = self.start(rows.select_for_update(of=("self",)).get(pk=self.row.pk))
        stamp = stamp_of(theirs)
        if not seen or constant_time_compare(seen, stamp):
            return
        compared = side_by_side(form, theirs)
        if any(row["changed"] for row in compared):
            raise SavedFirst(compared, stamp)


def stamp_of(values: dict[str, Any]) -> str:
    """A mark of some values that tells nothing of them."""
    told = json.dumps(values, default=_plain, sort_keys=True)
    return salted_hmac("agencies.forms.comparing", told, algorithm="sha256").hexdigest()


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else str(value)


def side_by_side(form: forms.Form, theirs: dict[str, Any]) -> list[dict[str, Any]]:
    """Each field with what stands there now and what was typed, as components/_compare takes it."""
    rows = []
    for field in form.visible_fields():
        if field.name not in theirs:
            continue
        left = words(field, theirs[field.name])
        right = words(field, field.value())
        changed = left != right
        rows.append({"label": field.label, "left": left, "right": right, "changed": changed})
    return rows


def words(field: BoundField, value: Any) -> str:
    """A value of a field, in the words its choices have on the page."""
    value = field.field.prepare_value(value)
    if isinstance(field.field, forms.BooleanField):
        return _("Yes") if value else _("No")
    labels = dict(_flat(getattr(field.field, "choices", ())))
    each = value if isinstance(value, list | tuple | set) else [value]
    if labels:
        each = [labels.get(_text(one), _text(one)) for one in each]
    else:
        each = [_text(field.field.widget.format_value(one)) for one in each]
    return ", ".join(sorted(each) if len(each) > 1 else each).replace("\r\n", "\n").strip()


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, str]]:
    """Choices without their groups."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)
