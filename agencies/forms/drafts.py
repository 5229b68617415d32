"""What was typed in a form, taken out of it and put back again."""

from __future__ import annotations

import re
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.datastructures import MultiValueDict

SECRET = frozenset({"csrfmiddlewaretoken", "code", "otp", "credential"})
OURS = frozenset({"tab", "once", "draft_path", "next", "key"})
HARMLESS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,6}")
LONGEST_PATH = 300
WORTH_COPYING = 20


def typed(data: QueryDict) -> dict[str, list[str]]:
    """The fields of a form as they stand, without secrets and without our own marks."""
    return {
        name: [text for text in data.getlist(name) if isinstance(text, str)]
        for name in data
        if name not in OURS | SECRET and "password" not in name.lower()
    }


def place(address: str) -> str:
    """Where a draft belongs: one of our addresses, with nothing but references in it."""
    path, _mark, query = address.partition("?")
    try:
        resolve(path)
    except Resolver404:
        return ""
    asked = QueryDict(query, mutable=True)
    for name in list(asked):
        if name == "utkast" or not all(map(HARMLESS.fullmatch, asked.getlist(name))):
            del asked[name]
    wanted = f"{path}?{asked.urlencode()}" if asked else path
    return wanted if len(wanted) <= LONGEST_PATH else path


def mark_of(text: str | None) -> UUID | None:
    """The mark of a tab; nothing that could not be one."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def fill(form: forms.Form, fields: dict[str, list[str]]) -> None:
    """Show a form with the draft in it, through the widgets that would have read it."""
    data = MultiValueDict(fields)
    for name, field in form.fields.items():
        if name in OURS or field.disabled or isinstance(field, forms.FileField):
            continue
        widget, key = field.widget, form.add_prefix(name)
        if not widget.value_omitted_from_data(data, {}, key):  # never so for a box to tick
            form.initial[name] = widget.value_from_datadict(data, {}, key)


def worth_copying(fields: dict[str, list[str]]) -> list[str]:
    """The texts to show again, when nothing else can be done for them."""
    every = [text for texts in fields.values() for text in texts]
    return [text for text in every if len(text) >= WORTH_COPYING and not HARMLESS.fullmatch(text)]
