"""The ledger, as the actor may read it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agencies.forms import EntryFilterForm
from agencies.ledger import record
from agencies.models import Entry
from gvi.core.paging import page_of


@require_safe
@login_required
def entry_list(request: HttpRequest) -> HttpResponse:
    form = EntryFilterForm(request.GET or None)
    rows = Entry.objects.visible_to(request.actor).select_related("user", "scope__agency")
    if form.is_valid():
        wanted = {name: value for name, value in form.cleaned_data.items() if value}
        rows = rows.filter(**wanted)
    page = page_of(request, rows, size=50)
    record(request.actor, "ledger.read")
    return render(request, "agencies/entry_list.html", {"page": page, "filter": form})
