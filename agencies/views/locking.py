""" "Lås nu": the session stays, and shows nothing until its user has shown who they are."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agencies.forms import UnlockForm, UnlockKeyForm
from agencies.pages import by_script

LOCKED = "locked"
HIDDEN_SECONDS = 5 * 60
SLACK = 90  # the session's last-seen stamp moves once a minute


@require_http_methods(["GET", "POST"])
def lock(request: HttpRequest) -> HttpResponse:
    """Lock at once; or, told how long the tab was hidden, only when that was long enough."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.method == "GET":
        return lock_page(request) if request.session.get(LOCKED) else redirect("/")
    hidden = request.POST.get("hidden", "")
    if hidden:
        alone = request.idle_for >= HIDDEN_SECONDS - SLACK  # not used in another tab meanwhile
        if not hidden.isdecimal() or int(hidden) < HIDDEN_SECONDS or not alone:
            return HttpResponse(status=204)
    request.session[LOCKED] = own_path(request.POST.get("next", ""))
    request.session.cycle_key()  # what the browser has kept of earlier pages no longer counts
    return HttpResponse(status=423) if hidden else redirect("lock")


@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """A passkey, or the password and what else signing in asks for."""
    if not request.user.is_authenticated or not request.session.get(LOCKED):
        return redirect("/")
    form: Form
    if "credential" in request.POST:
        form = UnlockKeyForm(request.POST, user=request.user)
    else:
        form = UnlockForm(request.POST, request=request)
    if not form.is_valid():
        return lock_page(request, form)
    kept = request.session.pop(LOCKED)
    request.session.cycle_key()
    return redirect(own_path(request.POST.get("next") or kept))


def lock_page(request: HttpRequest, form: Form | None = None) -> HttpResponse:
    """The same for every address and everybody: no name, no menu, no message."""
    if request.path.startswith("/api/") or by_script(request):
        return JsonResponse({"detail": _("The screen is locked.")}, status=423)
    request.is_locked = True
    typed = form if isinstance(form, UnlockForm) else UnlockForm(request=request)
    page = {"form": typed, "messages": None, "key_failed": form is not None and form is not typed}
    page["next"] = request.get_full_path() if request.method == "GET" else request.POST.get("next")
    if is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]):
        page["js_data"] = {"request_options": begin_authentication(request.user)}
    return render(request, "account/locked.html", page, status=422 if form else 423)


def own_path(wanted: str) -> str:
    """A page of ours to go back to."""
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and not wanted.startswith("/las/") else "/"
