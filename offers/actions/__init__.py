"""What can be done to offers and on the exit side, one module by noun."""

from offers.actions.absences import change_absence, end_absence, register_absence
from offers.actions.assessments import (
    add_need,
    assess,
    assess_threat,
    meet_need,
    sign_conditions,
)
from offers.actions.cases import change_case, close_case, open_case
from offers.actions.costs import add_cost, change_cost, remove_cost
from offers.actions.followups import (
    add_note,
    log_follow_up,
    start_following_up,
    stop_following_up,
    undo_follow_up,
)
from offers.actions.handovers import hand_over, see_hand_over
from offers.actions.intakes import (
    change_intake,
    close_intake,
    count_direct_contacts,
    record_first_meeting,
    reopen_intake,
    take_intake,
)
from offers.actions.journeys import (
    judge_stage,
    pause_case,
    record_step,
    reopen_case,
    resume_case,
)
from offers.actions.letters import change_letter, write_letter
from offers.actions.meetings import change_meeting, record_meeting
from offers.actions.notes import carry, change_note, object_to, sign_note, write_note
from offers.actions.offers import make_offer, offer_at_callin, record_answer
from offers.actions.plans import (
    add_goal,
    add_measure,
    change_goal,
    change_measure,
    end_goal,
    end_measure,
    review_goal,
)
from offers.actions.providers import add_provider, change_provider, check_provider
from offers.actions.reminding import set_reminders
from offers.actions.sharing import hand_out, hand_out_as_proposed, take_up_with_team

__all__ = [
    "add_cost",
    "add_goal",
    "add_measure",
    "add_need",
    "add_note",
    "add_provider",
    "assess",
    "assess_threat",
    "carry",
    "change_absence",
    "change_case",
    "change_cost",
    "change_goal",
    "change_intake",
    "change_letter",
    "change_measure",
    "change_meeting",
    "change_note",
    "change_provider",
    "check_provider",
    "close_case",
    "close_intake",
    "count_direct_contacts",
    "end_absence",
    "end_goal",
    "end_measure",
    "hand_out",
    "hand_out_as_proposed",
    "hand_over",
    "judge_stage",
    "log_follow_up",
    "make_offer",
    "meet_need",
    "object_to",
    "offer_at_callin",
    "open_case",
    "pause_case",
    "record_answer",
    "record_first_meeting",
    "record_meeting",
    "record_step",
    "register_absence",
    "remove_cost",
    "reopen_case",
    "reopen_intake",
    "resume_case",
    "review_goal",
    "see_hand_over",
    "set_reminders",
    "sign_conditions",
    "sign_note",
    "start_following_up",
    "stop_following_up",
    "take_intake",
    "take_up_with_team",
    "undo_follow_up",
    "write_letter",
    "write_note",
]
