from rostok.kernel.journal import kind

MADE = kind("snapshots.made", "Сделан срез показателей за {year} год на {on}")
SUBMITTED = kind("snapshots.submitted", "Срез показателей отправлен на утверждение")
APPROVED = kind("snapshots.approved", "Срез показателей утверждён")
APPROVED_ALONE = kind(
    "snapshots.approved_alone",
    "Срез показателей утверждён тем же, кто его сделал: больше утвердить некому."
    " Основание: {ground}",
)
RETURNED = kind("snapshots.returned", "Срез показателей возвращён: {comment}")
WITHDRAWN = kind("snapshots.withdrawn", "Срез показателей отозван: {comment}")
