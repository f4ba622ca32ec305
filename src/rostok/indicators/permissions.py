from rostok.kernel.access import permission

VIEW = permission("indicators.view", "Видеть показатели")
VIEW_MEMBERS = permission("indicators.view_members", "Видеть, кто стоит за числом")
RECOMPUTE = permission("indicators.recompute", "Пересчитывать показатели")
SET_TARGETS = permission("indicators.set_targets", "Менять целевые значения")
