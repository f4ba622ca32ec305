from rostok.kernel.journal import kind

COMPUTED = kind("indicators.computed", "Показатели пересчитаны за {years}")
TARGET_SET = kind(
    "indicators.target_set",
    "Целевое значение «{title}» на {year} год: {value}. Основание: {ground}",
)
TARGET_REMOVED = kind(
    "indicators.target_removed", "Своё целевое значение «{title}» на {year} год убрано"
)
COLLECTION_ASSIGNED = kind(
    "indicators.collection_assigned",
    "Назначен сбор за {year} год: {titles}. Сообщают {level}, форм: {forms}, срок: {due}",
)
COLLECTION_STOPPED = kind(
    "indicators.collection_stopped", "Сбор показателя «{title}» за {year} год прекращён"
)
CELL_SAVED = kind("indicators.cell_saved", "Показатель «{title}»: было {was}, стало {now}")
FORM_SENT = kind("indicators.form_sent", "Форма заполнена и сдана. {note}")
FORM_RECALLED = kind("indicators.form_recalled", "Форма отозвана для исправления")
FORM_APPROVED = kind("indicators.form_approved", "Форма утверждена")
FORM_APPROVED_ALONE = kind(
    "indicators.form_approved_alone",
    "Форма утверждена тем же, кто её заполнил: больше утвердить некому. Основание: {ground}",
)
FORM_ACCEPTED = kind("indicators.form_accepted", "Форма принята")
FORMS_ACCEPTED = kind("indicators.forms_accepted", "Принято форм за {year} год: {number}")
FORM_RETURNED = kind(
    "indicators.form_returned", "Форма возвращена, замечаний: {number}. {comments}"
)
SOURCE_CHOSEN = kind(
    "indicators.source_chosen",
    "Официальный источник показателя «{title}» за {year} год: {source}. Основание: {ground}",
)
REPORTED_LOADED = kind(
    "indicators.reported_loaded",
    "Загружены отчётные показатели из файла «{file}»: новых {new}, изменено {changed}.",
)
REPORTED_UNDONE = kind(
    "indicators.reported_undone", "Отменена загрузка отчётных показателей из файла «{file}»."
)
