"""Addresses of the map."""

from django.urls import path

from groups.views import consents, identities, incidents, maps, people, sealing, street

app_name = "groups"
urlpatterns = [
    path("", street.group_list, name="group_list"),
    path("ny/", street.group_new, name="group_new"),
    path("karta/", maps.group_map, name="map"),
    path("<uuid:ref>/", street.group_detail, name="group_detail"),
    path("<uuid:ref>/relation/", street.group_tie, name="group_tie"),
    path("<uuid:ref>/forsegla/", sealing.group_seal, name="group_seal"),
    path("personer/", people.person_list, name="person_list"),
    path("personer/ny/", people.person_new, name="person_new"),
    path("personer/<uuid:ref>/", people.person_detail, name="person_detail"),
    path("personer/<uuid:ref>/ratta/", identities.person_correct, name="person_correct"),
    path("personer/<uuid:ref>/samtycke/", consents.consent_new, name="consent_new"),
    path("personer/<uuid:ref>/koppling/", people.affiliation_new, name="affiliation_new"),
    path("personer/<uuid:ref>/relation/", people.person_tie, name="person_tie"),
    path("handelser/", incidents.incident_list, name="incident_list"),
    path("handelser/ny/", incidents.incident_new, name="incident_new"),
    path("handelser/<uuid:ref>/", incidents.incident_detail, name="incident_detail"),
    path("handelser/<uuid:ref>/forsegla/", sealing.incident_seal, name="incident_seal"),
    path("handelser/<uuid:ref>/granska/", incidents.incident_review, name="incident_review"),
]
