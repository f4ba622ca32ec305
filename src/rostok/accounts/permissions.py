from rostok.kernel.access import permission

VIEW = permission("accounts.view", "Видеть, у кого какой доступ")
MANAGE = permission("accounts.manage", "Давать и отзывать доступ")
