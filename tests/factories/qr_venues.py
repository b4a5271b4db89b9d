"""Venues and their check points."""

from importlib import import_module
from typing import Any

import factory
from factory.django import DjangoModelFactory

from plugins.qr_venues.codes import new_token, new_venue_code
from plugins.qr_venues.models import Checkpoint, Venue, VenueCategory
from tests.factories.areas import AreaFactory

_CATEGORIES = import_module("plugins.qr_venues.migrations.0002_categories").CATEGORIES


def shipped_category(code: str = "shop") -> VenueCategory:
    """A category of the shipped list by its code ("shop" stays 30 minutes, "market" 60).

    Put back when missing: a test that commits empties all tables afterwards.
    """
    row = next(row for row in _CATEGORIES if row[0] == code)
    return VenueCategory.objects.get_or_create(
        code=code,
        defaults={
            "name_vi": row[1],
            "name_en": row[2],
            "sector": row[3],
            "default_stay": row[4],
            "order": _CATEGORIES.index(row),
        },
    )[0]


class VenueFactory(DjangoModelFactory):
    """An approved venue in an area of its own, without check points.

    ``category="market"`` takes a code as well as a VenueCategory.
    """

    class Meta:
        model = Venue

    code = factory.LazyFunction(new_venue_code)
    name = factory.Sequence(lambda n: f"Cửa hàng số {n}")
    area = factory.SubFactory(AreaFactory)
    address = "Số 1 phố Thử"

    @classmethod
    def _create(
        cls, model_class: type[Venue], *args: Any, category: Any = "shop", **kwargs: Any
    ) -> Venue:
        if isinstance(category, str):
            category = shipped_category(category)
        return super()._create(model_class, *args, category=category, **kwargs)


class CheckpointFactory(DjangoModelFactory):
    """A check point with a live code, number 1 of a venue of its own unless told."""

    class Meta:
        model = Checkpoint

    venue = factory.SubFactory(VenueFactory)
    number = 1
    name = "Cổng chính"
    token = factory.LazyFunction(new_token)
