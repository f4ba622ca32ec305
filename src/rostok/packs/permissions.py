from rostok.kernel.access import permission

VIEW = permission("packs.view", "Видеть положения")
ACTIVATE = permission("packs.activate", "Вводить положения в действие")
