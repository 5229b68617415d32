"""The roof: the one place that names every app."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from agencies import api as agencies_api
from agencies.views import drafts, locking
from callins import api as callins_api
from groups import api as groups_api
from gvi.briefings import api as briefings_api
from gvi.desk import health, pages
from gvi.desk.deciding import api as deciding_api
from offers import api as offers_api

router = DefaultRouter(use_regex_path=False)
router.include_format_suffixes = False  # or the schema lists every path twice
router.register("partnerships", agencies_api.PartnershipViewSet, "partnership")
router.register("agencies", agencies_api.AgencyViewSet, "agency")
router.register("groups", groups_api.StreetGroupViewSet, "group")
router.register("people", groups_api.PersonViewSet, "person")
router.register("affiliations", groups_api.AffiliationViewSet, "affiliation")
router.register("ties", groups_api.PersonTieViewSet, "tie")
router.register("incidents", groups_api.IncidentViewSet, "incident")
router.register("callins", callins_api.CallinViewSet, "callin")
router.register("invitations", callins_api.InvitationViewSet, "invitation")
router.register("notifications", callins_api.NotificationViewSet, "notification")
router.register("offers", offers_api.OfferViewSet, "offer")
router.register("intakes", offers_api.IntakeViewSet, "intake")
router.register("cases", offers_api.CaseViewSet, "case")
router.register("providers", offers_api.ProviderViewSet, "provider")
router.register("follow-ups", offers_api.FollowUpViewSet, "followup")
router.register("absences", offers_api.AbsenceViewSet, "absence")
router.register("hand-overs", offers_api.HandOverViewSet, "handover")
router.register("letters", offers_api.LetterViewSet, "letter")
router.register("notes", offers_api.NoteViewSet, "note")
router.register("objections", offers_api.ObjectionViewSet, "objection")
router.register("meetings", offers_api.MeetingViewSet, "meeting")
router.register("consents", groups_api.ConsentViewSet, "consent")
router.register("disclosures", deciding_api.DisclosureViewSet, "disclosure")
router.register("requests", agencies_api.RequestViewSet, "request")
router.register("notices", agencies_api.NoticeViewSet, "notice")
router.register("briefings", briefings_api.IssueViewSet, "briefing")
router.register("audit-entries", agencies_api.EntryViewSet, "entry")

urlpatterns = [
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("konto/email/", pages.not_offered),  # an address is changed by the administrator
    path("konto/signup/", pages.not_offered),
    path("konto/", include("allauth.urls")),
    path("las/", locking.lock, name="lock"),
    path("las/oppna/", locking.unlock, name="unlock"),
    path("utkast/", drafts.draft_keep, name="draft_keep"),
    path("utkast/<uuid:tab>/kasta/", drafts.draft_drop, name="draft_drop"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("grupper/", include("groups.urls")),
    path("call-in/", include("callins.urls")),
    path("stod/", include("offers.urls")),
    path("utlamnanden/", include("agencies.urls")),
    path("lagesbilder/", include("gvi.briefings.urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", include((router.urls, "api"))),
    path("", include("gvi.desk.urls")),
]

handler400 = "gvi.core.refusals.bad_request"
handler403 = "gvi.core.refusals.permission_denied"
handler404 = "gvi.core.refusals.not_found"
handler500 = "gvi.core.refusals.server_error"
