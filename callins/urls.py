"""Addresses of call-ins and individual talks."""

from django.urls import path

from callins.views import attendance, callins, invitations, talks

app_name = "callins"
urlpatterns = [
    path("", callins.callin_list, name="callin_list"),
    path("ny/", callins.callin_new, name="callin_new"),
    path("samtal/", talks.notification_list, name="notification_list"),
    path("samtal/nytt/", talks.notification_new, name="notification_new"),
    path("samtal/<uuid:ref>/", talks.notification_detail, name="notification_detail"),
    path("samtal/<uuid:ref>/utfall/", talks.notification_record, name="notification_record"),
    path("kallelser/<uuid:ref>/narvaro/", attendance.attendance_mark, name="attendance_mark"),
    path("kallelser/<uuid:ref>/delgiven/", invitations.invitation_serve, name="invitation_serve"),
    path(
        "kallelser/<uuid:ref>/ta-bort/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("<uuid:ref>/", callins.callin_detail, name="callin_detail"),
    path("<uuid:ref>/andra/", callins.callin_change, name="callin_change"),
    path("<uuid:ref>/lage/", callins.callin_advance, name="callin_advance"),
    path("<uuid:ref>/kallade/", invitations.callin_invite, name="callin_invite"),
    path("<uuid:ref>/narvaro/", attendance.callin_attendance, name="callin_attendance"),
]
