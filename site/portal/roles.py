"""The roles that accounts are given, as groups; each plugin says what its part of a role may do."""

from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """Values are the groups' names, as officials see them in the admin."""

    DEPARTMENT = "Sở Thông tin và Truyền thông"
    WARD_EDITOR = "Biên tập viên phường, xã"
    TRACING = "Cán bộ truy vết"
    GATE = "Nhân viên trực cổng"
    PRIVACY = "Cán bộ bảo vệ dữ liệu"


# All may open the admin; a privacy officer reads the record of look-ups there and nothing else.
HOST_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    **dict.fromkeys(Role, ("wagtailadmin.access_admin",)),
    Role.PRIVACY: ("wagtailadmin.access_admin", "audit.view_auditentry"),
}


def give(permissions: dict[Role, tuple[str, ...]]) -> None:
    """Add permissions ("app_label.codename") to the roles' groups, making missing groups."""
    from django.contrib.auth.models import Group, Permission

    for role, names in permissions.items():
        group, _created = Group.objects.get_or_create(name=role.value)
        for name in names:
            app_label, codename = name.split(".")
            group.permissions.add(
                Permission.objects.get(content_type__app_label=app_label, codename=codename)
            )


def give_once(**kwargs: Any) -> None:
    """After migrate: give each part's permissions to the roles, new ones of an update as well.

    Each only once, so that what an administrator took away stays away.
    """
    from portal.models import PluginState
    from portal.plugins.registry import loaded

    parts = [("portal", HOST_PERMISSIONS)]
    parts += [(config.label, config.role_permissions) for config in loaded()]
    for label, permissions in parts:
        state, _created = PluginState.objects.get_or_create(label=label)
        fresh = {
            role: tuple(name for name in names if f"{role}: {name}" not in state.given)
            for role, names in permissions.items()
        }
        if any(fresh.values()):
            give(fresh)
            state.given += [f"{role}: {name}" for role, names in fresh.items() for name in names]
            state.save(update_fields=["given"])
