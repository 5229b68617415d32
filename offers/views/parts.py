"""What hangs on a case, at the edge: one row of it, and a form about it."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from agencies.readers import saved_for
from agencies.scoping import Actor
from offers import policies
from offers.models import Case
from offers.models.parts import CasePart
from offers.views.case_pages import case_form, own_case

Part = TypeVar("Part", bound=CasePart)


def own(actor: Actor, ref: UUID) -> Case:
    """A case that the actor's exit group works in; any other was never there."""
    policies.require_exit_side(actor)
    return own_case(actor, ref)


def own_part(actor: Actor, model: type[Part], ref: UUID, *related: str) -> Part:
    """One thing the actor's exit group knows of a case, with the case."""
    policies.require_exit_side(actor)
    rows = model.objects.visible_to(actor).writable_by(actor)
    rows = rows.select_related("case__responsible", "case__scope__agency", *related)
    return get_object_or_404(rows, ref=ref)


def part_form(
    request: HttpRequest, case: Case, form: Form, act: Any, *, page: str, **rest: Any
) -> HttpResponse:
    """A form about something in a case: it is kept for the exit group, and leads back to `page`."""
    start = {
        "then": reverse(f"offers:{page}", args=[case.ref]),
        "saved_for": saved_for(request.actor, policies.CASE_PART),
    }
    start["back"] = rest.get("then", start["then"])
    return case_form(request, case, form, act, **(start | rest))
