from rostok.kernel.journal import kind

CHOSEN = kind("notifications.chosen", "Выбраны уведомления: {what}.")
