from django.apps import AppConfig


class RoadmapsConfig(AppConfig):
    name = "rostok.roadmaps"
    label = "roadmaps"
    verbose_name = "Дорожные карты"
