"""The pages of a book that is taken back, for the tests."""

from django.urls import reverse


def page(client, book, **query):
    address = reverse("declarations_logbook_modeladmin_inspect", args=[book.pk])
    return client.get(address, query).content.decode()


def at(name, book):
    return reverse(f"declarations_logbook_{name}", args=[book.pk])
