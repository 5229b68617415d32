"""Locking the screen at once."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """ "Lås nu": nothing is left on the device, and signing in again is needed."""
    logout(request)
    return redirect("account_login")
