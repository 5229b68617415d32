"""Addresses of the desk: Min dag, search, help."""

from django.conf import settings
from django.urls import path

from gvi.desk import components, day, pages, search

app_name = "desk"
urlpatterns = [
    path("", day.my_day, name="day"),
    path("sok/", search.search, name="search"),
    path("stanna/", pages.stay, name="stay"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("personuppgifter/", pages.privacy, name="privacy"),
    path("hjalp/", pages.help_page, name="help"),
]
if settings.DEBUG or settings.DEMO_MODE:
    urlpatterns.append(path("komponenter/", components.components, name="components"))
