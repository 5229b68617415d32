"""Addresses of the desk: Min dag, search, help."""

from django.conf import settings
from django.urls import path

from gvi.desk import asking, components, day, pages, search
from gvi.desk.answering import views as answering
from gvi.desk.deciding import confirming, templating
from gvi.desk.deciding import views as deciding
from gvi.desk.exits import views as exits
from gvi.desk.giving import views as giving

app_name = "desk"
urlpatterns = [
    path("", day.my_day, name="day"),
    path("sok/", search.search, name="search"),
    path("utlamnanden/begaran/ny/", asking.request_new, name="request_new"),
    path("utlamnanden/begaran/om/<uuid:ref>/", asking.request_about, name="request_about"),
    path("utlamnanden/begaran/<uuid:ref>/besluta/", asking.request_begin, name="request_begin"),
    path("utlamnanden/akut/", giving.urgent_new, name="urgent_new"),
    path("utlamnanden/muntligt/", giving.spoken_new, name="spoken_new"),
    path("utlamnanden/<uuid:ref>/fullborda/", giving.urgent_complete, name="urgent_complete"),
    path("utlamnanden/<uuid:ref>/lamna-vidare/", giving.onward, name="onward"),
    path("utlamnanden/<uuid:ref>/svara/", answering.round_answer, name="round_answer"),
    path("utlamnanden/<uuid:ref>/mottagen/", answering.round_received, name="round_received"),
    path("utlamnanden/<uuid:ref>/svar/", answering.round_answers, name="round_answers"),
    path("utlamnanden/omgangar/ny/", deciding.round_new, name="round_new"),
    path("grupper/personer/<uuid:ref>/bekrafta/", confirming.person_confirm, name="person_confirm"),
    path(
        "grupper/personer/lamna-ut/",
        deciding.round_new,
        {"kind": "person"},
        name="people_disclose",
    ),
    path(
        "grupper/personer/<uuid:ref>/lamna-ut/",
        deciding.round_new,
        {"kind": "person"},
        name="person_disclose",
    ),
    path(
        "stod/arenden/<uuid:ref>/lamna-ut/",
        deciding.round_new,
        {"kind": "case"},
        name="case_disclose",
    ),
    path("stod/arenden/<uuid:ref>/hotbild/", exits.case_threat_check, name="case_threat_check"),
    path(
        "stod/arenden/<uuid:ref>/hotbild/<uuid:answer>/registrera/",
        exits.case_threat_register,
        name="case_threat_register",
    ),
    path(
        "stod/kontakter/<uuid:ref>/hotbild/",
        exits.intake_threat_check,
        name="intake_threat_check",
    ),
    path("stod/arenden/<uuid:ref>/overlamna/", exits.case_transfer, name="case_transfer"),
    path("utlamnanden/<uuid:ref>/ta-over/", exits.case_take_over, name="case_take_over"),
    path("utlamnanden/omgangar/<uuid:ref>/", deciding.round_page, name="round"),
    path("utlamnanden/omgangar/<uuid:ref>/kontrollera/", deciding.round_check, name="round_check"),
    path("utlamnanden/<uuid:ref>/ny-version/", deciding.round_renew, name="round_renew"),
    path("utlamnanden/mallar/ny/", templating.template_new, name="template_new"),
    path(
        "utlamnanden/mallar/<uuid:ref>/ny-version/",
        templating.template_renew,
        name="template_renew",
    ),
    path("utlamnanden/omgangar/<uuid:ref>/slapp/", deciding.round_drop, name="round_drop"),
    path("stanna/", pages.stay, name="stay"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("personuppgifter/", pages.privacy, name="privacy"),
    path("hjalp/", pages.help_page, name="help"),
]
if settings.DEBUG or settings.DEMO_MODE:
    urlpatterns.append(path("komponenter/", components.components, name="components"))
