from rostok.kernel.journal import kind

TEXTS_LOADED = kind("privacy.texts_loaded", "Загружены тексты согласий: {count}.")
TEXT_PUBLISHED = kind(
    "privacy.text_published",
    "Новый текст согласия «{purpose}» с {start}: редакция {version}. Прежних согласий заменено:"
    " {replaced}.",
)
CONSENT_GIVEN = kind("privacy.consent_given", "Дано согласие: {purpose} ({medium}, {given_on}).")
CONSENTS_RECORDED = kind(
    "privacy.consents_recorded",
    "Записаны согласия по подписанному списку от {given_on}: {purpose}, людей {count}.",
)
CONSENT_WITHDRAWN = kind(
    "privacy.consent_withdrawn", "Отозвано согласие: {purpose} ({medium}, {withdrawn_on})."
)
REQUEST_MADE = kind("privacy.request_made", "Обращение о данных: {kind}. Ответить до {due_on}.")
REQUEST_TAKEN = kind("privacy.request_taken", "Обращение взято в работу.")
REQUEST_EXTENDED = kind("privacy.request_extended", "Срок ответа продлён до {due_on}: {reason}")
REQUEST_ANSWERED = kind("privacy.request_answered", "На обращение отвечено.")
REQUEST_REFUSED = kind("privacy.request_refused", "В обращении отказано: {ground}")
BLOCKED = kind("privacy.blocked", "Оспаривается: {part}. {reason}")
UNBLOCKED = kind("privacy.unblocked", "Больше не оспаривается: {part}. {outcome}")
EXPORT_MADE = kind("privacy.export_made", "Человек получил выгрузку всего, что о нём хранится.")
EXPORTS_FORGOTTEN = kind(
    "privacy.exports_forgotten", "Удалены старые выгрузки своих данных: {count}."
)
VIEWINGS_FORGOTTEN = kind("privacy.viewings_forgotten", "Забыты просмотры до {day}: {count}.")
ERASURE_DRAFTED = kind(
    "privacy.erasure_drafted", "Составлен отчёт о сроках хранения: людей {count}. {reason}"
)
ERASURE_CONFIRMED = kind(
    "privacy.erasure_confirmed", "Отчёт о сроках хранения подтверждён: людей {count}."
)
ERASURE_DONE = kind(
    "privacy.erasure_done", "По отчёту о сроках хранения всё сделано: людей {count}."
)
ERASURE_DROPPED = kind("privacy.erasure_dropped", "Отчёт о сроках хранения отменён.")
ANONYMISED = kind("privacy.anonymised", "Карточка обезличена: {reason}")
OUTLIVED_FORGOTTEN = kind(
    "privacy.outlived_forgotten", "Вышел срок хранения, удалено: {what} ({count})."
)
