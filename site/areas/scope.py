"""What an account may see, as a value that every query can apply."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from areas.models import Jurisdiction


@dataclass(frozen=True)
class Grant:
    """One jurisdiction: ``paths`` None = everywhere; ``sectors`` None = every sector."""

    paths: tuple[str, ...] | None
    sectors: tuple[str, ...] | None


@dataclass(frozen=True)
class Scope:
    """The sum of an account's grants. No grant: nothing is visible."""

    grants: tuple[Grant, ...]

    @property
    def everything(self) -> bool:
        """Whether there is no limit at all, so that a query needs no condition."""
        return any(grant.paths is None and grant.sectors is None for grant in self.grants)

    def q(self, area_field: str, sector_field: str | None = None) -> Q:
        """Condition on a model whose ``area_field`` leads to an Area ("area", "venue__area").

        ``sector_field`` leads to a sector code; without one, grants limited to sectors are
        taken without that limit's help, i.e. they show nothing.
        """
        if self.everything:
            return Q()
        condition = Q(pk__in=[])
        for grant in self.grants:
            part = Q()
            if grant.paths is not None:
                part = Q(pk__in=[])
                for path in grant.paths:
                    part |= Q(**{f"{area_field}__path__startswith": path})
            if grant.sectors is not None:
                if sector_field is None:
                    continue
                part &= Q(**{f"{sector_field}__in": grant.sectors})
            condition |= part
        return condition

    def area_q(self) -> Q:
        """Condition on Area itself."""
        if any(grant.paths is None for grant in self.grants):
            return Q()
        condition = Q(pk__in=[])
        for grant in self.grants:
            for path in grant.paths or ():
                condition |= Q(path__startswith=path)
        return condition

    def allows(self, area_path: str, sector: str) -> bool:
        """Whether a venue of this sector in the area with this path may be seen."""
        return any(
            (g.paths is None or any(area_path.startswith(p) for p in g.paths))
            and (g.sectors is None or sector in g.sectors)
            for g in self.grants
        )


EVERYTHING = Scope((Grant(None, None),))
_KEPT = "_areas_scope"


def scope_for(user: Any) -> Scope:
    """The scope of an account. Inactive accounts see nothing.

    Two queries the first time that this object of the account is asked about, none for a
    superuser. Like Django's permissions it is kept with the object, so as long as a request
    lasts; what runs for longer fetches its account anew.
    """
    if not user.is_active:
        return Scope(())
    if user.is_superuser:
        return EVERYTHING
    kept: Scope | None = getattr(user, _KEPT, None)
    if kept is None:
        kept = _granted(user)
        setattr(user, _KEPT, kept)
    return kept


def _granted(user: Any) -> Scope:
    rows = Jurisdiction.objects.filter(
        Q(user=user) | Q(group__in=user.groups.all())
    ).prefetch_related("areas")
    return Scope(
        tuple(
            Grant(
                None if row.everywhere else tuple(area.path for area in row.areas.all()),
                tuple(row.sectors) or None,
            )
            for row in rows
        )
    )
