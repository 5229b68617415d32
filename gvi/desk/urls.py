"""Addresses of the desk: Min dag, search, help."""

from django.conf import settings
from django.urls import path

from gvi.desk import asking, components, day, pages, search
from gvi.desk.answering import views as answering

app_name = "desk"
urlpatterns = [
    path("", day.my_day, name="day"),
    path("sok/", search.search, name="search"),
    path("utlamnanden/begaran/ny/", asking.request_new, name="request_new"),
    path("utlamnanden/begaran/om/<uuid:ref>/", asking.request_about, name="request_about"),
    path("utlamnanden/begaran/<uuid:ref>/besluta/", asking.request_begin, name="request_begin"),
    path("utlamnanden/<uuid:ref>/svara/", answering.round_answer, name="round_answer"),
    path("utlamnanden/<uuid:ref>/mottagen/", answering.round_received, name="round_received"),
    path("utlamnanden/<uuid:ref>/svar/", answering.round_answers, name="round_answers"),
    path("stanna/", pages.stay, name="stay"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("personuppgifter/", pages.privacy, name="privacy"),
    path("hjalp/", pages.help_page, name="help"),
]
if settings.DEBUG or settings.DEMO_MODE:
    urlpatterns.append(path("komponenter/", components.components, name="components"))
