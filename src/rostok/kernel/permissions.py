from rostok.kernel.access import permission

VIEW_JOURNAL = permission("journal.view", "Читать журнал действий")
