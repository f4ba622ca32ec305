from rostok.kernel.journal import kind

ACCOUNTS_OPENED = kind("accounts.opened", "Открыт доступ к системе")
INVITED = kind("accounts.invited", "Создан пользователь {username}")
CODES_ISSUED = kind("accounts.codes_issued", "Выдан одноразовый код для входа")
CODE_USED = kind("accounts.code_used", "Выполнен вход по одноразовому коду, выбран пароль")
PASSWORD_CHOSEN = kind("accounts.password_chosen", "Выбран новый пароль")
SIGNED_OUT_ELSEWHERE = kind(
    "accounts.signed_out_elsewhere", "Завершены входы на других устройствах"
)
CLOSED = kind("accounts.closed", "Доступ закрыт")
REOPENED = kind("accounts.reopened", "Доступ открыт снова")
ROLE_GRANTED = kind("accounts.role_granted", "Дана роль «{role}» ({unit}) с {start}{until}")
ROLE_ENDED = kind(
    "accounts.role_ended", "Роль «{role}» ({unit}) завершена, последний день {last_day}"
)
