"""Addresses of disclosures, the ledger and administration."""

from django.urls import path

from agencies.views import (
    administration,
    agreements,
    archive,
    consents,
    contacts,
    disclosures,
    grounds,
    ledger,
    notices,
    papers,
    postings,
    requests,
    samples,
    session,
    templates,
)

app_name = "agencies"
urlpatterns = [
    path("", disclosures.disclosure_list, name="disclosure_list"),
    path("<uuid:ref>/", disclosures.disclosure_detail, name="disclosure_detail"),
    path("<uuid:ref>/aterkalla/", disclosures.disclosure_withdraw, name="disclosure_withdraw"),
    path("<uuid:ref>/beslut.pdf", papers.decision_pdf, name="decision_pdf"),
    path("<uuid:ref>/kopia.pdf", papers.copy_pdf, name="copy_pdf"),
    path("<uuid:ref>/ratta/", notices.disclosure_correct, name="disclosure_correct"),
    path("begaran/", requests.request_list, name="request_list"),
    path("begaran/kontakt/", contacts.contact_new, name="contact_new"),
    path("begaran/<uuid:ref>/", requests.request_detail, name="request_detail"),
    path("begaran/<uuid:ref>/avsla/", requests.request_refuse, name="request_refuse"),
    path("begaran/<uuid:ref>/aterta/", requests.request_withdraw, name="request_withdraw"),
    path("begaran/<uuid:ref>/avslag.pdf", requests.request_pdf, name="request_pdf"),
    path("begaran/<uuid:ref>/kontakt/", contacts.contact_answer, name="contact_answer"),
    path("utkast/", disclosures.draft_list, name="draft_list"),
    path("mallar/", templates.template_list, name="template_list"),
    path("mallar/<uuid:ref>/", templates.template_detail, name="template_detail"),
    path("mallar/<uuid:ref>/godkann/", templates.template_approve, name="template_approve"),
    path("mallar/<uuid:ref>/avveckla/", templates.template_retire, name="template_retire"),
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
]
urlpatterns += [
    path("administration/", administration.partnership, name="administration"),
    path("administration/tillstand/", administration.state_change, name="state_change"),
    path("administration/behov/", administration.need_change, name="need_change"),
    path("administration/intresse/", administration.interest_answer, name="interest_answer"),
    path("administration/beslutar/", administration.contact_decider, name="contact_decider"),
    path("administration/skyldighet/", administration.duty_decision, name="duty_decision"),
    path("administration/lamna/", administration.leave, name="leave"),
    path("administration/beslut/", administration.decision_list, name="decision_list"),
    path("administration/beslut/nytt/", administration.decision_new, name="decision_new"),
    path(
        "administration/beslut/<uuid:ref>/aterkalla/",
        administration.decision_revoke,
        name="decision_revoke",
    ),
    path("administration/avtal/", agreements.agreement_list, name="agreement_list"),
    path("administration/avtal/nytt/", agreements.agreement_new, name="agreement_new"),
    path("administration/avtal/<uuid:ref>/", agreements.agreement_detail, name="agreement_detail"),
    path("administration/avtal/<uuid:ref>/avstamning/", agreements.review_new, name="review_new"),
    path(
        "administration/underteckna/<uuid:ref>/", agreements.agreement_sign, name="agreement_sign"
    ),
    path("administration/avstamning/<uuid:ref>/", agreements.review_close, name="review_close"),
    path("administration/bemanning/", agreements.office_list, name="office_list"),
    path("administration/bemanning/ny/", agreements.office_new, name="office_new"),
    path(
        "administration/bemanning/<uuid:ref>/lamna/",
        agreements.office_vacate,
        name="office_vacate",
    ),
    path("administration/konton/", postings.account_list, name="account_list"),
    path("administration/konton/nytt/", postings.account_new, name="account_new"),
    path("administration/konton/<uuid:ref>/", postings.account_detail, name="account_detail"),
    path(
        "administration/konton/<uuid:ref>/slutar/", postings.account_remove, name="account_remove"
    ),
    path(
        "administration/funktion/<uuid:ref>/fornya/", postings.posting_renew, name="posting_renew"
    ),
    path(
        "administration/funktion/<uuid:ref>/godkann/",
        postings.posting_approve,
        name="posting_approve",
    ),
    path("administration/funktion/<uuid:ref>/avsluta/", postings.posting_end, name="posting_end"),
    path("administration/behorigheter/", postings.rights, name="rights"),
]
