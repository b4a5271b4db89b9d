"""Visits, recorded the way the product records them."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from plugins.declarations.models import Source, Visit
from plugins.declarations.services import NewVisit, record_visits
from plugins.declarations.visit_ids import scan_id
from tests.factories.qr_venues import VenueFactory


class VisitFactory(factory.Factory):
    """A Visit as the database holds it, written by record_visits.

    Takes NewVisit's fields, or ``venue=`` / ``checkpoint=`` objects instead of their ids; with
    neither the visit gets a venue of its own. ``VisitFactory.build(…)`` gives the unrecorded
    NewVisit.
    """

    class Meta:
        model = NewVisit

    venue = None
    checkpoint = None
    checked_in = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=10))
    id = factory.LazyAttribute(lambda visit: scan_id(visit.checked_in))
    source = Source.PHONE
    name = factory.Sequence(lambda n: f"Nguyễn Văn {'ABCDEGHKLMNPQRSTVX'[n % 18]}")
    phone = factory.Sequence(lambda n: f"+8491{n % 10_000_000:07d}")

    @classmethod
    def _adjust_kwargs(cls, venue: Any = None, checkpoint: Any = None, **kwargs: Any) -> dict:
        if checkpoint is not None:
            venue = venue or checkpoint.venue
            kwargs.setdefault("checkpoint_id", checkpoint.pk)
        if "venue_id" not in kwargs:
            kwargs["venue_id"] = (venue or VenueFactory()).pk
        return kwargs

    @classmethod
    def _create(cls, model_class: type[NewVisit], *args: Any, **kwargs: Any) -> Visit:
        new = model_class(*args, **kwargs)
        record_visits([new])
        return Visit.objects.get(pk=new.id)
