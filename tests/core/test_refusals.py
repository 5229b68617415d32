import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path
from redis.exceptions import RedisError
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.response import Response

from gvi.core.refusals import Refused, Unavailable, not_found, server_error

PAGES = {
    "base.html": "{{ sentence }}",
    "409.html": "<h1>409</h1>{% for each in sentences %}<p>{{ each }}</p>{% endfor %}",
    "503.html": "<h1>503</h1>{{ sentence }}",
    "500.html": "<h1>500</h1>",
}


class AlreadyClosed(Refused):
    """A fact, as actions name them."""


FAULTS = {
    "refused": lambda: AlreadyClosed("It was <closed> on Monday. Open it again first."),
    "refused-field": lambda: Refused("That day is in the future.", field="closed_on"),
    "invalid": lambda: ValidationError({"ending": ["It needs an ending."]}),
    "away": lambda: Unavailable("The printer is away. Try again in a minute."),
    "gone": lambda: OperationalError("server closed the connection; DETAIL: a row"),
    "no-queue": lambda: RedisError("Error 111 connecting to valkey.sock"),
    "lost": lambda: InterfaceError("the connection is closed"),
    "clash": lambda: IntegrityError("duplicate key; DETAIL: a row"),
    "missing": lambda: Http404("No Person matches the given query."),
    "other": lambda: KeyError("a fault of ours"),
}


@transaction.non_atomic_requests
def page(request, fault):
    raise FAULTS[fault]()


@transaction.non_atomic_requests
@api_view(["GET"])
@authentication_classes([])
@permission_classes([])
def interface(request, fault):
    if fault == "none":
        return Response({})
    raise FAULTS[fault]()


@transaction.non_atomic_requests
def fine(request):
    return HttpResponse("fine")


class FaultyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if name := request.headers.get("X-Fault"):
            raise FAULTS[name]()
        return self.get_response(request)


urlpatterns = [
    path("fine/", fine),
    path("page/<fault>/", page),
    path("api/plain/<fault>/", page),
    path("api/<fault>/", interface),
]
handler404 = not_found
handler500 = server_error


@pytest.fixture
def site(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [
        "gvi.core.refusals.DatabaseGoneMiddleware",
        f"{__name__}.FaultyMiddleware",
        "gvi.core.refusals.RefusedMiddleware",
    ]
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", PAGES)]},
        }
    ]
    settings.REST_FRAMEWORK = {
        "EXCEPTION_HANDLER": "gvi.core.refusals.api_exception_handler",
        "UNAUTHENTICATED_USER": None,
    }
    return Client(raise_request_exception=False)


def test_a_refused_page_says_why_and_escapes_it(site):
    answer = site.get("/page/refused/")
    assert answer.status_code == 409
    assert b"It was &lt;closed&gt; on Monday. Open it again first." in answer.content


def test_a_row_the_database_rules_forbid_is_explained(site):
    answer = site.get("/page/invalid/")
    assert answer.status_code == 422
    assert b"It needs an ending." in answer.content


@pytest.mark.parametrize("fault", ["gone", "lost", "no-queue"])
def test_a_lost_database_or_queue_is_a_page_that_asks_to_try_again(site, fault):
    answer = site.get(f"/page/{fault}/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert b"Try again in a minute." in answer.content
    assert b"DETAIL" not in answer.content


def test_a_lost_database_is_logged_without_what_the_database_said(site, caplog):
    site.get("/page/gone/")
    assert "OperationalError" in caplog.text
    assert "DETAIL" not in caplog.text


@pytest.mark.parametrize("path", ["/page/clash/", "/api/clash/", "/api/plain/clash/"])
def test_two_who_write_at_once_are_told_that_nothing_was_saved(site, caplog, path):
    answer = site.get(path)
    assert answer.status_code == 409
    assert b"Something was changed at the same time. Nothing is saved." in answer.content
    assert b"DETAIL" not in answer.content
    assert "DETAIL" not in caplog.text


def test_the_interface_never_answers_with_a_page(site):
    for address, status in (("/api/no/such/address/", 404), ("/api/other/", 500)):
        answer = site.get(address)
        assert (answer.status_code, list(answer.json())) == (status, ["detail"])
    assert site.get("/api/missing/").json()["detail"].startswith("Either the address is wrong")


def test_something_else_that_is_away_says_so_itself(site):
    answer = site.get("/page/away/")
    assert answer.status_code == 503
    assert b"The printer is away." in answer.content


@pytest.mark.parametrize(
    ("fault", "status"),
    [("refused", 409), ("gone", 503), ("no-queue", 503), ("away", 503), ("other", 500)],
)
def test_what_a_middleware_raises_is_answered_too(site, fault, status):
    assert site.get("/fine/", headers={"X-Fault": fault}).status_code == status


def test_a_fault_of_ours_stays_a_fault_of_ours(site):
    assert site.get("/page/other/").status_code == 500


@pytest.mark.parametrize("prefix", ["/api", "/api/plain"])
@pytest.mark.parametrize(
    ("fault", "status", "data"),
    [
        ("refused", 409, {"detail": "It was <closed> on Monday. Open it again first."}),
        (
            "refused-field",
            409,
            {"detail": "That day is in the future.", "field": "closed_on"},
        ),
        ("away", 503, {"detail": "The printer is away. Try again in a minute."}),
        (
            "gone",
            503,
            {"detail": "The service cannot reach its records just now. Try again in a minute."},
        ),
    ],
)
def test_the_interface_gets_the_same_as_json(site, prefix, fault, status, data):
    answer = site.get(f"{prefix}/{fault}/")
    assert (answer.status_code, answer.json()) == (status, data)


def test_the_interface_names_the_fields_that_are_wrong(site):
    answer = site.get("/api/invalid/")
    assert (answer.status_code, answer.json()) == (400, {"ending": ["It needs an ending."]})


@pytest.mark.parametrize(("fault", "status"), [("refused", 409), ("gone", 503)])
def test_the_answer_does_not_hang_on_a_template(site, settings, fault, status):
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {})]},
        }
    ]
    answer = site.get(f"/page/{fault}/")
    assert answer.status_code == status
    assert b"<h1>Not now</h1>" in answer.content
    assert b"<closed>" not in answer.content


def test_a_refusal_reads_as_its_sentence():
    assert str(Refused("No.")) == "No."
    assert str(Unavailable("Away.")) == "Away."
