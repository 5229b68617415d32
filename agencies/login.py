"""Who may sign in, and how another system's key becomes a user."""

import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from agencies.models import Token, User


class NoSignup(DefaultAccountAdapter):
    """Accounts are made by an administrator. No door opens one by itself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def digest(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def token_of(request: HttpRequest) -> Token | None:
    """The live token of an `Authorization: Token …` header, if any."""
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "token" or not key:
        return None
    return (
        Token.objects.select_related("user")
        .filter(digest=digest(key.strip()), expires_at__gt=timezone.now(), user__is_active=True)
        .first()
    )


class ActorAuthentication(BaseAuthentication):
    """The middleware has already found the actor, before the transaction began."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        user = request._request.user
        if not user.is_authenticated:
            return None
        if request._request.token is None:
            self.enforce_csrf(request)
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return "Token"

    def enforce_csrf(self, request: Request) -> None:
        from rest_framework.authentication import SessionAuthentication

        SessionAuthentication().enforce_csrf(request)


def send_first_link(request: HttpRequest, user: User) -> None:
    """Mail somebody a link to set a password, and nothing else, once the account is kept."""

    def send() -> None:
        form = ResetPasswordForm({"email": user.email})
        with request_context(request):
            if form.is_valid():
                form.save(request)

    transaction.on_commit(send, robust=True)
