from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "jaring.office.lists"
    label = "lists"
    verbose_name = "Tampilan daftar"
