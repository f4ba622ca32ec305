from rostok.kernel.journal import kind

ACCOUNTS_OPENED = kind("accounts.opened", "Открыт доступ к системе")
INVITED = kind("accounts.invited", "Создан пользователь {username}")
CODES_ISSUED = kind("accounts.codes_issued", "Выдан одноразовый код для входа")
CODE_USED = kind("accounts.code_used", "Выполнен вход по одноразовому коду, выбран пароль")
PASSWORD_CHOSEN = kind("accounts.password_chosen", "Выбран новый пароль")
SIGNED_OUT_ELSEWHERE = kind(
    "accounts.signed_out_elsewhere", "Завершены входы на других устройствах"
)
EMAIL_CHANGED = kind("accounts.email_changed", "Изменена почта для входа и писем")
EMAIL_REFUSED = kind("accounts.email_refused", "Почтовый сервер не принял адрес: {words}")
CLOSED = kind("accounts.closed", "Доступ закрыт")
REOPENED = kind("accounts.reopened", "Доступ открыт снова")
ROLES_FOLLOWED = kind(
    "accounts.roles_followed", "Роли перешли из «{source}» в «{target}» с реорганизацией: {count}"
)
ROLES_RETURNED = kind(
    "accounts.roles_returned", "Роли вернулись из «{target}» в «{source}»: {count}"
)
ROLES_CLOSED = kind("accounts.roles_closed", "Роли завершены с закрытием «{unit}»: {count}")
ROLES_GIVEN_BACK = kind(
    "accounts.roles_given_back", "Закрытие «{unit}» отменено, роли возвращены: {count}"
)
ROLE_GRANTED = kind("accounts.role_granted", "Дана роль «{role}» ({unit}) с {start}{until}")
ROLE_ENDED = kind(
    "accounts.role_ended", "Роль «{role}» ({unit}) завершена, последний день {last_day}"
)
ROLE_CONFIRMED = kind("accounts.role_confirmed", "Роль «{role}» ({unit}) подтверждена{until}")
BASIS_LOST = kind(
    "accounts.basis_lost",
    "Роль «{role}» ({unit}) осталась без основания: {giver} больше не может её дать",
)
ROLE_PROLONGED = kind("accounts.role_prolonged", "Роль «{role}» ({unit}) продлена {until}")
SECOND_STEP_ON = kind("accounts.second_step_on", "Включён вход в два шага")
SECOND_STEP_OFF = kind("accounts.second_step_off", "Выключен вход в два шага")
SECOND_STEP_RESET = kind(
    "accounts.second_step_reset", "Вход в два шага сброшен: телефон или листок потерян"
)
RECOVERY_CODES_RENEWED = kind("accounts.recovery_codes_renewed", "Выданы новые запасные коды")
ROLES_LEFT = kind(
    "accounts.roles_left", "Роли в «{unit}» завершены вместе с работой, последний день {last_day}"
)
SIGNED_OUT_DEVICE = kind("accounts.signed_out_device", "Завершён вход на устройстве: {device}")
REVIEWED = kind("accounts.reviewed", "Доступ проверен: {unit}, ролей {roles}, замечаний {findings}")
COORDINATORS_MADE = kind(
    "accounts.coordinators_made", "Руководители стали координаторами своих организаций: {count}"
)
