from rostok.kernel.access import permission

VIEW = permission("indicators.view", "Видеть показатели")
VIEW_MEMBERS = permission("indicators.view_members", "Видеть, кто стоит за числом")
RECOMPUTE = permission("indicators.recompute", "Пересчитывать показатели")
SET_TARGETS = permission("indicators.set_targets", "Менять целевые значения")
REPORT = permission("indicators.report", "Вводить отчётные показатели")
APPROVE_REPORTS = permission("indicators.approve_reports", "Утверждать отчётные показатели")
COLLECT = permission("indicators.collect", "Собирать и принимать отчётные показатели")
CHOOSE_SOURCE = permission("indicators.choose_source", "Выбирать официальный источник показателя")
