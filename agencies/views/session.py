"""Which of one's participations one acts in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.actors import postings_in_force
from agencies.forms import SwitchForm


@require_POST
@login_required
def switch(request: HttpRequest) -> HttpResponse:
    scopes = list(postings_in_force(request.user).values_list("participation_id", flat=True))
    form = SwitchForm(request.POST, scopes=scopes)
    if form.is_valid():
        request.session["participation"] = form.cleaned_data["participation"].pk
        messages.success(request, _("You now act in the other partnership."))
    return redirect("/")
