"""Filling the tree of areas. Areas are only ever added: paths decide jurisdiction."""

from collections.abc import Iterable

from django.db import transaction
from vietnam_provinces import Province, Ward
from vietnam_provinces.base import VietNamDivisionType

from areas import historic
from areas.models import Area, AreaKind

KINDS = {
    VietNamDivisionType.TINH: AreaKind.PROVINCE,
    VietNamDivisionType.THANH_PHO_TRUNG_UONG: AreaKind.CITY,
    VietNamDivisionType.PHUONG: AreaKind.WARD,
    VietNamDivisionType.XA: AreaKind.COMMUNE,
    VietNamDivisionType.DAC_KHU: AreaKind.SPECIAL_ZONE,
}


@transaction.atomic
def load_areas() -> int:
    """Add the 34 provinces, their communes and historic Hà Đông where missing; returns how many."""
    provinces = list(Province.iter_all())
    added = add_children(
        None,
        [
            Area(code=f"{p.code.value:02d}", name=p.name, kind=KINDS[p.division_type])
            for p in provinces
        ],
    )
    parents = {a.code: a for a in Area.objects.filter(depth=1)}
    wards: dict[str, list[Area]] = {}
    for ward in Ward.iter_all():
        wards.setdefault(f"{ward.province_code.value:02d}", []).append(
            Area(
                code=f"{ward.code.value:05d}",
                name=ward.name,
                kind=KINDS[ward.division_type],
                valid_from=historic.SINCE,
            )
        )
    for province_code, children in wards.items():
        added += add_children(parents[province_code], children)
    return added + _add_ha_dong(parents["01"])


def _add_ha_dong(ha_noi: Area) -> int:
    district = Area(
        code="old-268", name=historic.HA_DONG, kind=AreaKind.DISTRICT, valid_to=historic.ENDED
    )
    added = add_children(ha_noi, [district])
    today = {area.name: area for area in ha_noi.get_children().filter(valid_from=historic.SINCE)}
    wards = [
        Area(
            code=f"old-268-{number:02d}",
            name=f"Phường {name}",
            kind=AreaKind.WARD,
            valid_to=historic.ENDED,
            successor=today.get(f"Phường {name}") if name in historic.KEPT_NAME else None,
        )
        for number, name in enumerate(historic.HA_DONG_WARDS, start=1)
    ]
    return added + add_children(Area.objects.get(code=district.code), wards)


def add_children(parent: Area | None, children: Iterable[Area]) -> int:
    """Append those children whose code is new, in bulk; returns how many were added.

    treebeard's own add_child costs several queries a node; here the paths are counted on from
    the last sibling, as it would do, and written with one insert.
    """
    children = list(children)
    known = set(
        Area.objects.filter(code__in=[c.code for c in children]).values_list("code", flat=True)
    )
    new = [child for child in children if child.code not in known]
    if not new:
        return 0
    depth = parent.depth + 1 if parent else 1
    siblings = Area.objects.filter(depth=depth, path__startswith=parent.path if parent else "")
    last = siblings.order_by("-path").values_list("path", flat=True).first()
    step = Area._str2int(last[-Area.steplen :]) if last else 0
    for offset, child in enumerate(new, start=1):
        child.depth = depth
        child.path = Area._get_path(parent.path if parent else "", depth, step + offset)
    Area.objects.bulk_create(new, batch_size=500)
    if parent:
        Area.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(new))
        parent.numchild += len(new)
    return len(new)
