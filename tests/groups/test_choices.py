"""Choices of rows with an owner are sent by reference: no page carries the database's numbers."""

import sys

import pytest
from django import forms

import callins.forms  # noqa: F401 - its forms are found among the subclasses
import groups.forms  # noqa: F401 - its forms are found among the subclasses
import offers.forms  # noqa: F401 - its forms are found among the subclasses
from agencies.scoping import ScopedQuerySet

APPS = ("groups.forms", "callins.forms", "offers.forms")


def all_forms(form=forms.Form):
    for each in form.__subclasses__():
        if each.__module__.startswith(APPS):
            yield each
        yield from all_forms(each)


def choices():
    return {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in dict.fromkeys(all_forms())
        for name, field in form.base_fields.items()
        if isinstance(field, forms.ModelChoiceField) and isinstance(field.queryset, ScopedQuerySet)
    }


@pytest.mark.parametrize("name", sorted(choices()))
def test_a_choice_of_a_row_with_an_owner_is_by_reference(name):
    assert choices()[name].to_field_name == "ref", name


def test_choices_are_found_in_every_app():
    assert set(APPS) <= set(sys.modules)
    found = {name.split(".", 2)[-1] for name in choices()}
    assert {"GroupTieForm.other", "TalkForm.person"} <= found
