from rostok.kernel.access import permission

VIEW = permission("staff.view", "Видеть работников")
EDIT = permission("staff.edit", "Вести список работников")
REFERENCE = permission("staff.reference", "Вести перечни должностей и предметов")
