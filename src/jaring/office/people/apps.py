from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jaring.office.people"
    label = "people"
    verbose_name = "Peserta"
