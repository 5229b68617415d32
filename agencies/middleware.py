"""Puts the actor on the request before any transaction begins."""

from collections.abc import Callable
from contextlib import suppress

from allauth.account.forms import LoginForm
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from agencies import actions
from agencies.actors import acting, actor_for
from agencies.forms.drafts import mark_of, place, typed, worth_copying
from agencies.ledger import channel, record
from agencies.login import token_of
from agencies.pages import by_script
from agencies.scoping import NOBODY, Actor
from agencies.views.locking import LOCKED, lock_page
from gvi.core.database.actor import speaking_as
from gvi.core.templatetags.page import lately

Handler = Callable[[HttpRequest], HttpResponse]
IDLE_KEY = "last_seen"
DENIED = frozenset({403, 404})


class ActorMiddleware:
    """One actor per request: the session's choice, or the token's, or nobody.

    A denied request is written to the ledger afterwards, in a transaction of its own: whatever
    was hidden or absent, the same statements run.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.token = token_of(request) if request.path.startswith("/api/") else None
        if request.token is not None:
            request.user = request.token.user
            request.actor = actor_for(request.user, request.token.participation_id)
        elif request.user.is_authenticated:
            request.actor = self._chosen(request)
            if self._idle_too_long(request):
                request.left, request.actor = request.actor, NOBODY
                logout(request)
        else:
            request.actor = NOBODY
        signed_in = request.user.is_authenticated  # the API puts None there when nobody is
        channel.set("api" if request.path.startswith("/api/") else "web")
        with speaking_as(str(request.actor)):
            response = self.get_response(request)
        if response.status_code in DENIED and request.actor.user_id:
            with acting(request.actor) as actor:
                record(actor, "denied", context=route_name(request))
        if signed_in:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _chosen(self, request: HttpRequest) -> Actor:
        """Who the session has chosen to be; told in words when that is over."""
        user = request.user if request.user.is_authenticated else None
        chosen = request.session.get("participation")
        actor = actor_for(user, chosen)
        if user and chosen and not actor.user_id:
            del request.session["participation"]
            actor = actor_for(user)
            if actor.user_id:
                text = _("Your function there has ended. You now act where you are posted.")
                messages.warning(request, text)
        return actor

    def _idle_too_long(self, request: HttpRequest) -> bool:
        """Idle limit (ASVS 7.3). The stamp moves at most once a minute, to spare writes."""
        now = int(timezone.now().timestamp())
        seen = request.session.get(IDLE_KEY, now)
        request.idle_for = now - seen
        if now - seen > 60 or IDLE_KEY not in request.session:
            request.session[IDLE_KEY] = now
        return now - seen > settings.SESSION_IDLE_SECONDS


def route_name(request: HttpRequest) -> str:
    """The name of the page asked for; never its address, which may hold a reference."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else ""


class WritingMiddleware:
    """What is sent by somebody who is signed out is not done, and not lost.

    Whose session ended by itself is still known: the text becomes a draft of theirs. Otherwise it
    is shown again above the sign-in, or stays on the page where a script sent it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if request.user.is_authenticated or request.method != "POST" or "tab" not in request.POST:
            return None
        path = place(request.POST.get("draft_path", "")) or "/"
        at = keep_typed(request, getattr(request, "left", NOBODY))
        if by_script(request):
            answer: HttpResponse = JsonResponse({"at": at}, status=403)
        else:
            page = {"kept_at": at, "form": LoginForm(request=request), "next": path}
            page["written"] = [] if at else worth_copying(typed(request.POST))
            answer = render(request, "account/signed_out.html", page, status=403)
        answer.headers["X-Signed-Out"] = f"{reverse('account_login')}?{urlencode({'next': path})}"
        answer.headers["Cache-Control"] = "no-store"
        return answer


def keep_typed(request: HttpRequest, actor: Actor) -> str:
    """Make a draft of a form that cannot be received now; the clock time, or nothing."""
    tab, path = mark_of(request.POST.get("tab")), place(request.POST.get("draft_path", ""))
    if not actor.user_id or tab is None or not path:
        return ""
    with acting(actor), suppress(actions.DraftTooLong):
        draft = actions.save_draft(actor=actor, tab=tab, path=path, fields=typed(request.POST))
        return lately(draft.saved_at) if draft else ""
    return ""


class LockMiddleware:
    """A locked session answers every address alike, but for what unlocks it or ends it.

    It still takes a draft, which tells nothing back. The API with a key has no session.
    """

    OPEN = frozenset({"lock", "unlock", "draft_keep"})

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.token is None and request.user.is_authenticated
        request.is_locked = signed_in and LOCKED in request.session
        if request.is_locked and not is_valid_path(request.path_info):
            return lock_page(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        name = request.resolver_match.view_name
        if not request.is_locked or name in self.OPEN:
            return None
        if request.method == "POST":
            if name == "account_logout":
                return None
            keep_typed(request, request.actor)
        return lock_page(request)


class SecondFactorMiddleware:
    """Outside demo mode nobody gets past the second factor's set-up."""

    OPEN = ("account_logout", "account_reauthenticate", "lock", "unlock")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        user = request.user
        if settings.DEMO_MODE or not user.is_authenticated or request.token is not None:
            return None
        name = request.resolver_match.url_name or ""
        if name.startswith("mfa_") or name in self.OPEN or is_mfa_enabled(user):
            return None
        return redirect("mfa_activate_totp")


class PostedMiddleware:
    """Someone whose account works but who has no function in force gets no further than Min dag."""

    OPEN = frozenset({"desk:day", "desk:help", "desk:privacy", "desk:accessibility", "desk:stay"})

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        match = request.resolver_match
        if not request.user.is_authenticated or request.actor.user_id or not match.namespaces:
            return None
        if match.view_name in self.OPEN:
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": _("The account has no function in force.")}, status=403)
        return redirect("desk:day")
