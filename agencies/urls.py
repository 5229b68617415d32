"""Addresses of disclosures, the ledger and administration."""

from django.urls import path

from agencies import views

app_name = "agencies"
urlpatterns = [
    path("", views.disclosure_list, name="disclosure_list"),
    path("<uuid:ref>/", views.disclosure_detail, name="disclosure_detail"),
    path("<uuid:ref>/aterkalla/", views.disclosure_withdraw, name="disclosure_withdraw"),
    path("byt/", views.switch, name="switch"),
    path("granskning/", views.entry_list, name="entry_list"),
    path("administration/", views.administration, name="administration"),
]
