"""Public pages that every footer leads to, and the answer that keeps a session alive."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/privacy.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/help.html")


@require_safe
def stay(request: HttpRequest) -> HttpResponse:
    """The middleware has already moved the session's last-seen stamp; 403 when it had ended."""
    return HttpResponse(status=204 if request.user.is_authenticated else 403)


def not_offered(request: HttpRequest) -> HttpResponse:
    """A page the sign-in library has and we do not: accounts are the administrator's."""
    raise Http404
