"""The group map: a picture with real links, and tables that say the same."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.ledger import record_list
from groups import maps
from groups.forms import MapDayForm


@require_safe
@login_required
def group_map(request: HttpRequest) -> HttpResponse:
    form = MapDayForm(request.GET or None, actor=request.actor)
    chosen = form.cleaned_data if form.is_valid() else {}
    day = chosen.get("day") or timezone.localdate()
    drawn = maps.draw(request.actor, day, chosen.get("group"))
    record_list(request.actor, "map.read", drawn.rows)
    context = {"map": drawn, "filter": form, "day": day, "words": maps.words_for(len(drawn.nodes))}
    return render(request, "groups/group_map.html", context)
