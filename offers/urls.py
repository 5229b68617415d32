"""Addresses of support: offers, contacts, cases and follow-ups."""

from django.urls import path

from offers.views import cases, consents, followups, handovers, intakes, lists, offers, plans

app_name = "offers"
urlpatterns = [
    path("", lists.offer_list, name="offer_list"),
    path("erbjudanden/nytt/", offers.offer_new, name="offer_new"),
    path("erbjudanden/call-in/<uuid:ref>/", offers.offer_callin, name="offer_callin"),
    path("erbjudanden/<uuid:ref>/", offers.offer_detail, name="offer_detail"),
    path("erbjudanden/<uuid:ref>/svar/", offers.offer_answer, name="offer_answer"),
    path("erbjudanden/<uuid:ref>/folj-upp/", followups.followup_new, name="followup_new"),
    path("kontakter/", intakes.intake_list, name="intake_list"),
    path("kontakter/ny/", intakes.intake_new, name="intake_new"),
    path("kontakter/<uuid:ref>/", intakes.intake_detail, name="intake_detail"),
    path("kontakter/<uuid:ref>/mott/", intakes.intake_met, name="intake_met"),
    path("kontakter/<uuid:ref>/avsluta/", intakes.intake_close, name="intake_close"),
    path("arenden/", cases.case_list, name="case_list"),
    path("arenden/nytt/", cases.case_new, name="case_new"),
    path("arenden/<uuid:ref>/", cases.case_detail, name="case_detail"),
    path("arenden/<uuid:ref>/andra/", cases.case_change, name="case_change"),
    path("arenden/<uuid:ref>/avsluta/", cases.case_close, name="case_close"),
    path("arenden/<uuid:ref>/samtycke/", consents.consent_new, name="consent_new"),
    path("arenden/<uuid:ref>/insatser/ny/", plans.measure_new, name="measure_new"),
    path("insatser/<uuid:ref>/avsluta/", plans.measure_end, name="measure_end"),
    path("uppfoljningar/forfallna/", followups.followup_overdue, name="followup_overdue"),
    path("uppfoljningar/<uuid:ref>/logga/", followups.followup_log, name="followup_log"),
    path("uppfoljningar/<uuid:ref>/angra/", followups.followup_undo, name="followup_undo"),
    path("uppfoljningar/<uuid:ref>/anteckning/", followups.followup_note, name="followup_note"),
    path("uppfoljningar/<uuid:ref>/sluta/", followups.followup_stop, name="followup_stop"),
    path("kontakter/<uuid:ref>/lamna-over/", handovers.handover_intake, name="handover_intake"),
    path("arenden/<uuid:ref>/lamna-over/", handovers.handover_case, name="handover_case"),
    path("overlamningar/<uuid:ref>/", handovers.handover_detail, name="handover_detail"),
    path("overlamningar/<uuid:ref>/sett/", handovers.handover_see, name="handover_see"),
    path("direktkontakter/", intakes.direct_contacts, name="direct_contacts"),
]
