from rostok.kernel.journal import kind

DRAWN = kind("roadmaps.drawn", "Заведена дорожная карта: мероприятий {actions}, сроков {terms}.")
RENEWED = kind(
    "roadmaps.renewed",
    "Дорожная карта приведена к редакции {version}: добавлено {added}, изменено {changed},"
    " исключено {dropped}.",
)
PROLONGED = kind(
    "roadmaps.prolonged",
    "Дорожная карта продлена на {year} год: {act}. Новых сроков: {terms}, перенесено: {moved}.",
)
PROLONGING_BEGUN = kind("roadmaps.prolonging_begun", "Начата подготовка продления на {year} год.")
ACTION_ADDED = kind("roadmaps.action_added", "Добавлено мероприятие сверх дорожной карты.")
ACTION_CANCELLED = kind("roadmaps.action_cancelled", "Мероприятие отменено с {on}: {ground}.")
ACTION_RESTORED = kind("roadmaps.action_restored", "Мероприятие снова выполняется: {ground}.")
TERM_CANCELLED = kind("roadmaps.term_cancelled", "Срок отменён актом: {ground}.")
TERM_RESTORED = kind("roadmaps.term_restored", "Отменённый срок снова выполняется: {ground}.")
LINKED = kind("roadmaps.linked", "Связано с мероприятием «{above}».")
HANDED = kind("roadmaps.handed", "Мероприятие передано, территорий и организаций: {count}.")
TAKEN_BACK = kind("roadmaps.taken_back", "Передача отменена: {unit}.")
ASSIGNED = kind("roadmaps.assigned", "Назначен исполнитель: {person}.")
UNASSIGNED = kind("roadmaps.unassigned", "Исполнитель снят: {person}.")
BEGUN = kind("roadmaps.begun", "Взято в работу.")
PROGRESSED = kind("roadmaps.progressed", "Ход работы: {progress}")
DAY_SET = kind("roadmaps.day_set", "Назначен срок: {due}.")
SLIPPED = kind("roadmaps.slipped", "Срок перенесён с {was} на {due}: {reason}")
PROOF_ADDED = kind("roadmaps.proof_added", "Приложено подтверждение: {proof}.")
PROOF_REMOVED = kind("roadmaps.proof_removed", "Убрано подтверждение: {proof}.")
SUBMITTED = kind("roadmaps.submitted", "Отправлено на приёмку.")
RECALLED = kind("roadmaps.recalled", "Отозвано с приёмки до решения.")
ACCEPTED = kind("roadmaps.accepted", "Выполнение принято.")
ACCEPTED_ALONE = kind(
    "roadmaps.accepted_alone",
    "Выполнение принято тем, кто его отправил: принять больше некому. Основание: {ground}",
)
RETURNED = kind("roadmaps.returned", "Возвращено с замечанием: {comment}")
REOPENED = kind("roadmaps.reopened", "Приёмка отменена: {comment}")
PLAN_DRAWN = kind("roadmaps.plan_drawn", "Составлен план работы на {year} год, строк: {lines}.")
PLAN_DAYS_SET = kind("roadmaps.plan_days_set", "Назначены дни: {days}.")
PLAN_LINE_REMOVED = kind("roadmaps.plan_line_removed", "Из плана убрано: {title}.")
PLAN_SUBMITTED = kind("roadmaps.plan_submitted", "План отправлен на утверждение.")
PLAN_APPROVED = kind("roadmaps.plan_approved", "План утверждён.")
PLAN_APPROVED_ALONE = kind(
    "roadmaps.plan_approved_alone",
    "План утверждён автором: утвердить больше некому. Основание: {ground}",
)
PLAN_RETURNED = kind("roadmaps.plan_returned", "План возвращён с замечанием: {comment}")
FEED_GIVEN = kind("roadmaps.feed_given", "Выдан адрес календаря с мероприятиями.")
FEED_TAKEN = kind("roadmaps.feed_taken", "Адрес календаря закрыт.")
