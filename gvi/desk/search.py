"""Search by POST: the term stands in no address, no title and no log."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from agencies.ledger import record_list
from groups.models import Person, StreetGroup
from gvi.core.folding import swedish_order

LIMIT = 25


class SearchForm(forms.Form):
    term = forms.CharField(label=_("Code name, name or group"), min_length=2, max_length=60)


@require_http_methods(["GET", "POST"])
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """People and groups the actor sees, by the names the actor may find them under."""
    form = SearchForm(request.POST or None)
    people, groups = [], []
    if form.is_valid():
        term, actor = form.cleaned_data["term"], request.actor
        found = Person.objects.visible_to(actor).called(term, LIMIT).select_related("scope__agency")
        people = list(found.order_by(swedish_order("code_name"), "pk"))
        groups = list(StreetGroup.objects.visible_to(actor).filter(name__icontains=term)[:LIMIT])
        record_list(actor, "search.people", people)
    context = {"form": form, "people": people, "groups": groups, "searched": form.is_bound}
    return render(request, "desk/search.html", context, status=422 if form.errors else 200)
