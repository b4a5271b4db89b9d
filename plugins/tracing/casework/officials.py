"""Who may be put in charge of a person: the tracing officials of an area."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from areas.models import Area, Jurisdiction

BY_NAME = ("last_name", "first_name", "username")
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def officials_of(area: Area) -> QuerySet[Any]:
    """Active accounts that may trace and whose jurisdiction holds the area, by name; one query.

    Jurisdictions narrowed to sectors do not count: a person belongs to no sector.
    """
    holding = Jurisdiction.objects.filter(
        Q(everywhere=True) | Q(areas__path__in=area.ancestor_paths), sectors=[]
    )
    able = get_user_model().objects.with_perm("tracing.trace_visits", backend=_BACKEND)
    return (
        able.filter(
            Q(is_superuser=True)
            | Q(pk__in=holding.filter(user__isnull=False).values("user"))
            | Q(groups__in=holding.filter(group__isnull=False).values("group"))
        )
        .distinct()
        .order_by(*BY_NAME)
    )
