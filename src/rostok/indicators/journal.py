from rostok.kernel.journal import kind

COMPUTED = kind("indicators.computed", "Показатели пересчитаны за {years}")
TARGET_SET = kind(
    "indicators.target_set",
    "Целевое значение «{title}» на {year} год: {value}. Основание: {ground}",
)
TARGET_REMOVED = kind(
    "indicators.target_removed", "Своё целевое значение «{title}» на {year} год убрано"
)
