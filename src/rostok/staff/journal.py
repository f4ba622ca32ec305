from rostok.kernel.journal import kind

REFERENCE_LOADED = kind(
    "staff.reference_loaded", "Обновлены перечни: должностей {posts}, предметов {subjects}."
)
PERSON_ADDED = kind("staff.person_added", "В список работников внесён новый человек.")
PERSON_EDITED = kind("staff.person_edited", "Исправлены имя или пол. Было: {before}.")
EMPLOYMENT_STARTED = kind(
    "staff.employment_started", "Место работы с {start}: {post}, {organisation} ({kind})."
)
EMPLOYMENT_EDITED = kind("staff.employment_edited", "Исправлены сведения о месте работы: {post}.")
EMPLOYMENT_ENDED = kind(
    "staff.employment_ended", "Работа окончена, последний день {last_day}: {post}, {organisation}."
)
ABSENCE_RECORDED = kind("staff.absence_recorded", "Длительное отсутствие с {start}: {kind}.")
ABSENCE_ENDED = kind("staff.absence_ended", "Длительное отсутствие окончено {last_day}: {kind}.")
CATEGORY_SET = kind("staff.category_set", "Квалификационная категория с {start}: {level}.")
CARD_SET = kind("staff.card_set", "Обновлены образование и начало педагогической работы.")
SENSITIVE_SET = kind("staff.sensitive_set", "Обновлены закрытые сведения: {fields}.")
FOLLOWED = kind(
    "staff.followed",
    "Реорганизация с {day}: из «{source}» в «{target}» переходят места работы, {count}."
    " Стаж не прерывается.",
)
FOLLOW_UNDONE = kind(
    "staff.follow_undone",
    "Отменён переход с {day} из «{source}» в «{target}»: места работы, {count}.",
)
DISMISSED = kind(
    "staff.dismissed",
    "Организация «{unit}» закрывается, последний день {last_day}: окончены места работы, {count}.",
)
REENGAGED = kind(
    "staff.reengaged", "Закрытие «{unit}» отменено: места работы продолжаются, {count}."
)
VACANCY_OPENED = kind("staff.vacancy_opened", "Открыта вакансия с {start}: {post}, {organisation}.")
VACANCY_CLOSED = kind("staff.vacancy_closed", "Вакансия закрыта {last_day}: {post}.")
STAFF_IMPORTED = kind(
    "staff.imported",
    "Загружен список работников «{file}»: новых {new}, изменено {changed}, нет в файле {left}.",
)
PEOPLE_MERGED = kind(
    "staff.people_merged",
    "Карточки одного человека объединены: сюда перенесена «{merged}» (№ {number}), мест работы"
    " {employments}, категорий {categories}.",
)
MERGE_UNDONE = kind("staff.merge_undone", "Отменено объединение от {at} с карточкой «{merged}».")
SET_APART = kind("staff.set_apart", "Решено, что это разные люди: {first} и {second}.")
STAFF_IMPORT_UNDONE = kind(
    "staff.import_undone", "Отменена загрузка списка работников «{file}»: возвращено как было."
)
TRANSFER_ASKED = kind("staff.transfer_asked", "Запрошен перевод в «{target}» с {start}: {who}.")
TRANSFER_MISSED = kind(
    "staff.transfer_missed",
    "Перевод не запрошен: {who} — среди работающих в других организациях не нашли.",
)
TRANSFER_OFFERED = kind(
    "staff.transfer_offered", "Предложен перевод в «{target}», последний день здесь {last_day}"
)
TRANSFER_AGREED = kind(
    "staff.transfer_agreed",
    "Перевод согласован: «{source}» по {last_day}, «{target}» с {start}",
)
TRANSFER_REFUSED = kind("staff.transfer_refused", "В переводе отказано: {reason}")
TRANSFER_WITHDRAWN = kind("staff.transfer_withdrawn", "Перевод отозван.")
