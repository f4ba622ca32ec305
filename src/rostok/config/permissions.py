from rostok.kernel.access import permission

VIEW_BACKUPS = permission("backups.view", "Видеть, когда делались резервные копии")
