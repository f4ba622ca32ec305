from rostok.kernel.refs import RefKind, kinds
from rostok.roadmaps import permissions
from rostok.roadmaps.models import Action, Occurrence, Roadmap, RoadmapAct, WorkPlan

for name, model, title in (
    ("roadmap", Roadmap, "Дорожная карта"),
    ("roadmap-act", RoadmapAct, "Акт о дорожной карте"),
    ("action", Action, "Мероприятие дорожной карты"),
    ("work-plan", WorkPlan, "План работы"),
    ("occurrence", Occurrence, "Срок мероприятия"),
):
    kinds.add(
        name,
        RefKind(name, model, title, permissions.VIEW, lambda row: row.get_absolute_url()),
        origin="roadmaps",
    )
