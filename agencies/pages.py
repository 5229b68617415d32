"""A page that is one form, the same everywhere: show, check, act, go on."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gvi.core.refusals import Refused


def form_page(
    request: HttpRequest,
    form: Form,
    act: Callable[[Form], object],
    *,
    heading: str,
    submit: str,
    done: str,
    then: str | Callable[[object], str],
    template: str = "form.html",
    **page: object,
) -> HttpResponse:
    """Run `act` on a valid form and go on; otherwise show the form with what was typed.

    `act` returns what it made; `then` is a path, or a function from that to one. What the rules
    refuse is shown beside its field and nothing typed is lost.
    """
    if form.is_valid():
        try:
            made = act(form)
        except Refused as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal))
        except ValidationError as fault:
            told = fault.message_dict if hasattr(fault, "error_dict") else {"": fault.messages}
            for name, sentences in told.items():
                form.add_error(name if name in form.fields else None, sentences)
        else:
            messages.success(request, done)
            return redirect(then(made) if callable(then) else then)
    page |= {"form": form, "heading": heading, "submit": submit}
    return render(request, template, page, status=422 if form.errors else 200)
