from rostok.kernel.access import permission

VIEW = permission("orgs.view", "Видеть территории и организации")
EDIT = permission("orgs.edit", "Вести территории и организации")
REORGANISE = permission("orgs.reorganise", "Проводить реорганизацию организаций")
IMPORT = permission("orgs.import", "Загружать список организаций")
VIEW_SYSTEMS = permission("systems.view", "Видеть системы сопровождения")
TUNE = permission("systems.tune", "Устанавливать пределы и названия системы")
ACTIVATE = permission("systems.activate", "Включать положение на территории")
