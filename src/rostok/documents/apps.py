from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "rostok.documents"
    label = "documents"
    verbose_name = "Документы"
