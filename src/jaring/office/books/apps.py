from django.apps import AppConfig


class BooksConfig(AppConfig):
    name = "jaring.office.books"
    label = "books"
    verbose_name = "Buku"
