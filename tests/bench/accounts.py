"""Who asks: an administrator, and a tracing official of one ward."""

from functools import cache

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Count

from areas.models import Area, Jurisdiction
from plugins.declarations.models import Visit
from plugins.tracing.reasons import Asker

REASON = "measuring the look-ups"


@cache
def administrator() -> Asker:
    """Sees everything."""
    user, _created = get_user_model().objects.get_or_create(username="bench", is_superuser=True)
    return Asker(user=user, reason=REASON, address=None)


@cache
def ward_official() -> Asker:
    """Sees the ward with the most visits only."""
    user = get_user_model().objects.create(username="bench-ward")
    user.user_permissions.add(
        Permission.objects.get(content_type__app_label="tracing", codename="trace_visits")
    )
    limits = Jurisdiction.objects.create(user=user)
    limits.areas.add(busiest_ward())
    return Asker(user=get_user_model().objects.get(pk=user.pk), reason=REASON, address=None)


@cache
def busiest_ward() -> Area:
    """The area of venues with the most visits."""
    wards = Visit.objects.order_by().values("venue__area").annotate(visits=Count("pk"))
    return Area.objects.get(pk=wards.order_by("-visits")[0]["venue__area"])
