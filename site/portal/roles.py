"""The roles that accounts are given, as groups; each plugin says what its part of a role may do."""

from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """Values are the groups' names, as officials see them in the admin."""

    DEPARTMENT = "Sở Thông tin và Truyền thông"
    WARD_EDITOR = "Biên tập viên phường, xã"
    TRACING = "Cán bộ truy vết"
    GATE = "Nhân viên trực cổng"


# May open the admin at all.
HOST_PERMISSIONS: dict[Role, tuple[str, ...]] = dict.fromkeys(Role, ("wagtailadmin.access_admin",))


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
    """After migrate: give each part its permissions when it is first there.

    Only once a part, so that what an administrator took away stays away.
    """
    from portal.models import PluginState
    from portal.plugins.registry import loaded

    parts = [("portal", HOST_PERMISSIONS)]
    parts += [(config.label, config.role_permissions) for config in loaded()]
    for label, permissions in parts:
        state, _created = PluginState.objects.get_or_create(label=label)
        if not state.roles_given:
            give(permissions)
            state.roles_given = True
            state.save(update_fields=["roles_given"])
