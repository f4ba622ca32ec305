from rostok.kernel.journal import kind

BACKUP_MADE = kind(
    "backup.made", "Сделана резервная копия {file}: строк {rows}, файлов {files}, байт {size}."
)
RESTORED = kind(
    "backup.restored", "Данные восстановлены из резервной копии {file} от {made_at}, строк {rows}."
)
