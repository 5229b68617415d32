"""Addresses of disclosures, the ledger and administration."""

from django.urls import path

from agencies.views import (
    administration,
    archive,
    consents,
    contacts,
    disclosures,
    grounds,
    ledger,
    notices,
    requests,
    samples,
    session,
)

app_name = "agencies"
urlpatterns = [
    path("", disclosures.disclosure_list, name="disclosure_list"),
    path("<uuid:ref>/", disclosures.disclosure_detail, name="disclosure_detail"),
    path("<uuid:ref>/aterkalla/", disclosures.disclosure_withdraw, name="disclosure_withdraw"),
    path("<uuid:ref>/ratta/", notices.disclosure_correct, name="disclosure_correct"),
    path("begaran/", requests.request_list, name="request_list"),
    path("begaran/kontakt/", contacts.contact_new, name="contact_new"),
    path("begaran/<uuid:ref>/", requests.request_detail, name="request_detail"),
    path("begaran/<uuid:ref>/avsla/", requests.request_refuse, name="request_refuse"),
    path("begaran/<uuid:ref>/aterta/", requests.request_withdraw, name="request_withdraw"),
    path("begaran/<uuid:ref>/avslag.pdf", requests.request_pdf, name="request_pdf"),
    path("begaran/<uuid:ref>/kontakt/", contacts.contact_answer, name="contact_answer"),
    path("aviseringar/", notices.notice_list, name="notice_list"),
    path("aviseringar/<uuid:ref>/last/", notices.notice_read, name="notice_read"),
    path("arkiv/", archive.archive_list, name="archive_list"),
    path("arkiv/<uuid:ref>/", archive.archive_open, name="archive_open"),
    path("att-granska/", samples.sample_list, name="sample_list"),
    path("att-granska/<uuid:ref>/", samples.sample_review, name="sample_review"),
    path("samtycken/", consents.consent_list, name="consent_list"),
    path("samtycken/<uuid:ref>/", consents.consent_detail, name="consent_detail"),
    path("samtycken/<uuid:ref>/aterkalla/", consents.consent_withdraw, name="consent_withdraw"),
    path("lagrum/", grounds.ground_list, name="ground_list"),
    path("lagrum/<slug:code>/", grounds.ground_detail, name="ground_detail"),
    path("byt/", session.switch, name="switch"),
    path("granskning/", ledger.entry_list, name="entry_list"),
    path("administration/", administration.administration, name="administration"),
]
