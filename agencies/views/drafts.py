"""Keeping and throwing away what is being written. What was kept is offered by the form's page."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies import actions
from agencies.forms.drafts import mark_of, place, typed, worth_copying
from agencies.pages import by_script
from gvi.core.templatetags.page import lately


@require_POST
@login_required
def draft_keep(request: HttpRequest) -> HttpResponse:
    """Called by the script as one types, and by the button where no script runs."""
    tab, path = mark_of(request.POST.get("tab")), place(request.POST.get("draft_path", ""))
    if tab is None or not path or not request.actor.user_id:
        return render(request, "400.html", status=400)
    fields = typed(request.POST)
    try:
        draft = actions.save_draft(actor=request.actor, tab=tab, path=path, fields=fields)
    except actions.DraftTooLong as refusal:
        if by_script(request):
            return JsonResponse({"said": str(refusal)}, status=413)
        page = {"sentence": str(refusal), "written": worth_copying(fields)}
        return render(request, "agencies/draft_refused.html", page, status=413)
    at = lately(draft.saved_at) if draft else ""
    said = _("Draft saved %(at)s") % {"at": at} if draft else ""
    if by_script(request):
        return JsonResponse({"said": said, "at": at})
    if draft is None:
        messages.info(request, _("This form has been saved already."))
        return redirect(path)
    messages.success(request, said)
    return redirect(f"{path}{'&' if '?' in path else '?'}utkast={tab}")


@require_POST
@login_required
def draft_drop(request: HttpRequest, tab: UUID) -> HttpResponse:
    actions.drop_draft(actor=request.actor, tab=tab)
    messages.success(request, _("The draft is thrown away."))
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if ours else "/")
