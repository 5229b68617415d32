"""Addresses of the briefings."""

from django.urls import path

from gvi.briefings import views

app_name = "briefings"
urlpatterns = [
    path("", views.issue_list, name="issue_list"),
    path("kapacitet/", views.capacity, name="capacity"),
    path("<uuid:ref>/", views.issue_detail, name="issue_detail"),
    path("<uuid:ref>/pdf/", views.issue_pdf, name="issue_pdf"),
    path("<uuid:ref>/text/", views.issue_narrate, name="issue_narrate"),
    path("<uuid:ref>/godkann/", views.issue_approve, name="issue_approve"),
]
