from rostok.kernel.journal import kind

UNIT_CREATED = kind("orgs.created", "Добавлена запись: {title} ({kind}), код {code}.")
UNITS_CREATED = kind("orgs.units_created", "Добавлено территорий и организаций: {count}.")
UNIT_RENAMED = kind("orgs.renamed", "Новое название с {on}: {title}. Прежнее: {former}.")
UNIT_CORRECTED = kind("orgs.corrected", "Исправлены сведения: {fields}.")
UNIT_CLOSED = kind("orgs.closed", "Закрыта, последний день работы {last_day}.")
UNIT_REOPENED = kind("orgs.reopened", "Закрытие отменено.")
UNIT_RESUMED = kind("orgs.resumed", "Снова работает с {on}. Основание: {ground}.")
UNIT_MOVED = kind(
    "orgs.moved", "Передана с {on}: прежде входила в «{former}», теперь в «{parent}».{ground}"
)
REORGANISED = kind(
    "orgs.reorganised",
    "Реорганизация с {day}, {kind}: прежде {predecessors}, теперь {successors}."
    " Основание: {ground}.",
)
REORGANISATION_UNDONE = kind(
    "orgs.reorganisation_undone", "Отменена реорганизация с {day}, {kind}: внесена по ошибке."
)
FLAG_SET = kind("orgs.flag_set", "Отмечено с {on}: {flag}.")
FLAG_ENDED = kind("orgs.flag_ended", "Отметка снята, последний день {last_day}: {flag}.")
CLOSURE_REBUILT = kind("orgs.closure_rebuilt", "Связи дерева пересчитаны, строк: {rows}.")
SYSTEM_ACTIVATED = kind(
    "orgs.system_activated", "Положение «{pack}» введено с {on}, система {key}."
)
SYSTEM_ENDED = kind("orgs.system_ended", "Действие системы завершено, последний день {last_day}.")
SETTING_SET = kind("orgs.setting_set", "С {on} установлено: {title} — {value}. Основание: {ground}")
SETTING_ENDED = kind("orgs.setting_ended", "С {on} снова как в положении: {title}.")
VERSION_CHANGED = kind("orgs.version_changed", "С {on} система работает по редакции {version}.")
