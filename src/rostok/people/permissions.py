from rostok.kernel.access import permission

VIEW_SENSITIVE = permission("people.view_sensitive", "Видеть дату рождения и телефон")
