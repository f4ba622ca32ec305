"""Whose eyes the journeys see through."""

CHIEF = "chief"
PASSWORD = "тихий-паровоз-везёт-сирень"

METHODIST = "Анна Бадмаева"
SERVICE_HEAD = "Елена Соколова"
COORDINATOR = "Татьяна Кузнецова"
TEACHER = "Ольга Ермолаева"
ADMINISTRATOR = "Администратор установки"
