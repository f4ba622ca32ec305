from rostok.kernel.access import permission

KEEP_MAIL = permission("mail.keep", "Следить за тем, уходят ли письма")
VIEW_BACKUPS = permission("backups.view", "Видеть, когда делались резервные копии")
