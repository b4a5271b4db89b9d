"""Keeps the search index true at once."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.search import index

from cms_pages.models import PortalPage


def connect() -> None:
    """For every kind of page; called when all models are there."""
    for model in index.get_indexed_models():
        if issubclass(model, PortalPage):
            post_save.connect(_saved, sender=model)
            post_delete.connect(_deleted, sender=model)


def _saved(instance: PortalPage, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        index.insert_or_update_object(instance)


def _deleted(instance: PortalPage, **kwargs: Any) -> None:
    index.remove_object(instance)
