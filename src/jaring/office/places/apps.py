from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "jaring.office.places"
    label = "places"
    verbose_name = "Wilayah"
