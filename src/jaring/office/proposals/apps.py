from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "jaring.office.proposals"
    label = "proposals"
    verbose_name = "Usulan"
