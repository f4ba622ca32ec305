from rostok.roadmaps.models.feeds import CalendarFeed
from rostok.roadmaps.models.occurrences import (
    OPEN_STATES,
    TO_DO_STATES,
    Handing,
    Occurrence,
    OccurrenceState,
    Proof,
    ProofKind,
    Slip,
)
from rostok.roadmaps.models.roadmap import (
    Action,
    Direction,
    KeyActivity,
    Roadmap,
    RoadmapAct,
)
from rostok.roadmaps.models.workplans import PlanState, WorkPlan

__all__ = [
    "OPEN_STATES",
    "TO_DO_STATES",
    "Action",
    "CalendarFeed",
    "Direction",
    "Handing",
    "KeyActivity",
    "Occurrence",
    "OccurrenceState",
    "PlanState",
    "Proof",
    "ProofKind",
    "Roadmap",
    "RoadmapAct",
    "Slip",
    "WorkPlan",
]
