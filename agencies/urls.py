"""Addresses of disclosures, the ledger and administration."""

from django.urls import path

from agencies.views import administration, consents, disclosures, grounds, ledger, session

app_name = "agencies"
urlpatterns = [
    path("", disclosures.disclosure_list, name="disclosure_list"),
    path("<uuid:ref>/", disclosures.disclosure_detail, name="disclosure_detail"),
    path("<uuid:ref>/aterkalla/", disclosures.disclosure_withdraw, name="disclosure_withdraw"),
    path("samtycken/", consents.consent_list, name="consent_list"),
    path("samtycken/<uuid:ref>/", consents.consent_detail, name="consent_detail"),
    path("samtycken/<uuid:ref>/aterkalla/", consents.consent_withdraw, name="consent_withdraw"),
    path("lagrum/", grounds.ground_list, name="ground_list"),
    path("lagrum/<slug:code>/", grounds.ground_detail, name="ground_detail"),
    path("byt/", session.switch, name="switch"),
    path("granskning/", ledger.entry_list, name="entry_list"),
    path("administration/", administration.administration, name="administration"),
]
