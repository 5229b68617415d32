"""Addresses of disclosures, the ledger and administration."""

from django.urls import path

from agencies.views import administration, disclosures, ledger, session

app_name = "agencies"
urlpatterns = [
    path("", disclosures.disclosure_list, name="disclosure_list"),
    path("<uuid:ref>/", disclosures.disclosure_detail, name="disclosure_detail"),
    path("<uuid:ref>/aterkalla/", disclosures.disclosure_withdraw, name="disclosure_withdraw"),
    path("byt/", session.switch, name="switch"),
    path("granskning/", ledger.entry_list, name="entry_list"),
    path("administration/", administration.administration, name="administration"),
]
