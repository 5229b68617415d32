"""Error pages that need more than a template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECRET_FIELDS = ("csrfmiddlewaretoken", "password", "code", "otp")
WORTH_KEEPING = 20


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long. What was written is shown again, so that it is not lost."""
    written = [
        text
        for name, text in request.POST.items()
        if len(text) >= WORTH_KEEPING and not any(secret in name for secret in SECRET_FIELDS)
    ]
    return render(request, "403_csrf.html", {"written": written}, status=403)
