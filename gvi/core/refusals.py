"""When the answer is "not now": the sentence a person gets, as a page or as JSON.

An action raises `Refused` with a sentence that says what happened and what to do. Nothing
else in the house turns an exception into an answer.
"""

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import defaults
from redis.exceptions import RedisError
from rest_framework import exceptions as api_exceptions
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import exception_handler, set_rollback

log = logging.getLogger(__name__)

API_PREFIX = "/api/"
TRY_AGAIN = {"Retry-After": "30"}
DATABASE_GONE = (OperationalError, InterfaceError)
AWAY = (*DATABASE_GONE, RedisError)  # nobody signs in while attempts cannot be counted


class Refused(Exception):
    """The rules say not now. Subclasses are named for the fact: `CaseAlreadyClosed`."""

    def __init__(self, sentence: "str | Promise", field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class Unavailable(Exception):
    """Something the service leans on is away for the moment. Nobody did anything wrong."""

    def __init__(self, sentence: "str | Promise") -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class RefusedMiddleware:
    """Answers for a view that was refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        match fault:
            case Refused():
                return _refusal(request, 409, [str(fault)], _as_json(fault))
            case ValidationError():
                return _refusal(request, 422, fault.messages, as_serializer_error(fault))
            case IntegrityError():
                sentence = _log_and_say(fault)
                return _refusal(request, 409, [sentence], {"detail": sentence})
            case Unavailable():
                return _unavailable(request, fault)
        return None


class DatabaseGoneMiddleware:
    """Answers for a view that lost its database, or could not get at it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        return _unavailable(request, fault) if isinstance(fault, DATABASE_GONE) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """The site's `handler500`.

    Django asks the two above only about faults of views. What a middleware raises (the
    session could not be read, the actor was refused) ends here.
    """
    fault = sys.exc_info()[1]
    if isinstance(fault, AWAY):
        return _unavailable(request, fault)
    if isinstance(fault, Exception):
        known = RefusedMiddleware(defaults.server_error).process_exception(request, fault)
        if known:
            return known
    if _is_api(request):
        return JsonResponse({"detail": _("Something went wrong. Nothing is saved.")}, status=500)
    return defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The site's `handler400`."""
    if _is_api(request):
        return JsonResponse({"detail": _unreadable()}, status=400)
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The site's `handler403`: the sentence of whoever said no, when there is one."""
    if _is_api(request):
        sentence = str(exception) or _("Your function does not give the right to this.")
        return JsonResponse({"detail": sentence}, status=403)
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The site's `handler404`."""
    if _is_api(request):
        return JsonResponse({"detail": _unseen()}, status=404)
    return defaults.page_not_found(request, exception)


def api_exception_handler(fault: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's `EXCEPTION_HANDLER`: the same faults, as JSON."""
    match fault:
        case Refused():
            set_rollback()
            return Response(_as_json(fault), status=409)
        case IntegrityError():
            set_rollback()
            return Response({"detail": _log_and_say(fault)}, status=409)
        case Unavailable() | OperationalError() | InterfaceError():
            set_rollback()
            return Response({"detail": _log_and_say(fault)}, status=503, headers=TRY_AGAIN)
        case ValidationError():
            fault = api_exceptions.ValidationError(as_serializer_error(fault))
        case Http404() | api_exceptions.NotFound():
            fault = api_exceptions.NotFound(_unseen())  # its own words name our models
        case api_exceptions.ParseError():
            fault = api_exceptions.ParseError(_unreadable())
    return exception_handler(fault, context)


def _as_json(fault: Refused) -> dict[str, str]:
    named = {"field": fault.field} if fault.field else {}
    return {"detail": str(fault)} | named


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith(API_PREFIX)


def _unseen() -> str:
    """Hidden and absent are told alike."""
    return _("Either the address is wrong, or there is nothing here that you can see.")


def _unreadable() -> str:
    return _("The request could not be read. Nothing is saved.")


def _log_and_say(fault: Exception) -> str:
    """The fault's own words stay out of the log: PostgreSQL may quote a row in them."""
    if isinstance(fault, IntegrityError):
        rule = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None)
        log.error("The database would not take it: %s.", rule or type(fault).__name__)
        return _("Something was changed at the same time. Nothing is saved. Try again.")
    log.error("Something the service leans on is away: %s.", type(fault).__name__)
    if isinstance(fault, Unavailable):
        return str(fault)
    return _("The service cannot reach its records just now. Try again in a minute.")


def _refusal(
    request: HttpRequest, status: int, sentences: list[str], data: dict[str, Any]
) -> HttpResponse:
    if _is_api(request):
        return JsonResponse(data, status=status)
    page = {"sentence": " ".join(sentences), "sentences": sentences}
    try:
        content: str = loader.render_to_string("409.html", page, request)
    except TemplateDoesNotExist:
        content = _bare_page(sentences)
    return HttpResponse(content, status=status)


def _unavailable(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Rendered without the request: no context processor may ask a database that is gone."""
    sentence = _log_and_say(fault)
    if _is_api(request):
        return JsonResponse({"detail": sentence}, status=503, headers=TRY_AGAIN)
    try:
        content: str = loader.render_to_string("503.html", {"sentence": sentence})
    except TemplateDoesNotExist:
        content = _bare_page([sentence])
    return HttpResponse(content, status=503, headers=TRY_AGAIN)


def _bare_page(sentences: list[str]) -> str:
    lines = format_html_join("", "<p>{}</p>", ((sentence,) for sentence in sentences))
    return format_html(
        '<!doctype html><html lang="{}"><title>{}</title><main><h1>{}</h1>{}</main></html>',
        get_language() or "sv",
        _("Not now"),
        _("Not now"),
        lines,
    )
