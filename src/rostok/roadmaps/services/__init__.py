from rostok.roadmaps.services.assigning import assign, assign_many
from rostok.roadmaps.services.cancelling import (
    cancel_action,
    cancel_term,
    governing_unit,
    restore_action,
    restore_term,
)
from rostok.roadmaps.services.doing import (
    accept,
    accept_many,
    begin,
    move_due,
    recall,
    reopen,
    return_occurrence,
    set_day,
    submit,
)
from rostok.roadmaps.services.drafts import keep_answers
from rostok.roadmaps.services.drawing import draw_roadmap
from rostok.roadmaps.services.feeds import give_feed, take_feed_back
from rostok.roadmaps.services.handing import UNTOUCHED, hand_down, hand_down_many, take_back
from rostok.roadmaps.services.own import OwnAction, add_own_action, link_activity
from rostok.roadmaps.services.prolonging import prolong_roadmap
from rostok.roadmaps.services.proofs import NewProof, add_proof, remove_proof
from rostok.roadmaps.services.renewing import renew_roadmap
from rostok.roadmaps.services.workplans import (
    add_line,
    approve_plan,
    draw_plan,
    return_plan,
    set_days,
    submit_plan,
    take_out,
)

__all__ = [
    "UNTOUCHED",
    "NewProof",
    "OwnAction",
    "accept",
    "accept_many",
    "add_line",
    "add_own_action",
    "add_proof",
    "approve_plan",
    "assign",
    "assign_many",
    "begin",
    "cancel_action",
    "cancel_term",
    "draw_plan",
    "draw_roadmap",
    "give_feed",
    "governing_unit",
    "hand_down",
    "hand_down_many",
    "keep_answers",
    "link_activity",
    "move_due",
    "prolong_roadmap",
    "recall",
    "remove_proof",
    "renew_roadmap",
    "reopen",
    "restore_action",
    "restore_term",
    "return_occurrence",
    "return_plan",
    "set_day",
    "set_days",
    "submit",
    "submit_plan",
    "take_back",
    "take_feed_back",
    "take_out",
]
