from rostok.kernel.access import permission

VIEW = permission("roadmaps.view", "Видеть дорожные карты и ход их выполнения")
WORK = permission("roadmaps.work", "Вести мероприятия: исполнители, сроки, подтверждения")
ACCEPT = permission("roadmaps.accept", "Принимать выполненные мероприятия и утверждать планы")
MANAGE = permission(
    "roadmaps.manage", "Заводить и продлевать дорожную карту, передавать и отменять мероприятия"
)
