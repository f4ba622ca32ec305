from rostok.kernel.access import permission

VIEW = permission("parties.view", "Видеть субъектов системы и состояние их функций")
NAME = permission("parties.name", "Указывать, какая организация является субъектом системы")
