"""The demo accounts: development only, their passwords are in the README."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from areas.historic import HA_DONG, HA_DONG_TODAY
from areas.models import Area, Jurisdiction
from portal.roles import Role

DOMAIN = "demo.invalid"  # marks an account as a demo account, whatever it is renamed to


@dataclass(frozen=True)
class DemoAccount:
    """One account; ``groups`` are roles; ``sees`` is "all", "district" or ""."""

    username: str
    role: object
    groups: tuple[Role, ...]
    sees: str
    superuser: bool = False

    @property
    def password(self) -> str:
        """Longer than the validators ask, the same pattern for all."""
        return f"cong-{self.username}-2021"


ACCOUNTS = (
    DemoAccount("admin", _("System administrator"), (), "all", superuser=True),
    DemoAccount("department", _("Department of Information"), (Role.DEPARTMENT,), "all"),
    DemoAccount("ward", _("Ward editor"), (Role.WARD_EDITOR,), "district"),
    DemoAccount("tracing", _("Tracing official"), (Role.TRACING,), "all"),
    DemoAccount("gate", _("Gate staff"), (Role.GATE,), "district"),
    DemoAccount("privacy", _("Privacy officer"), (Role.PRIVACY,), "all"),
)


def create() -> int:
    """Make the accounts that are missing; returns how many. Existing ones stay as they are."""
    made = 0
    users = get_user_model().objects
    for account in ACCOUNTS:
        if users.filter(username=account.username).exists():
            continue
        user = users.create_user(
            account.username,
            f"{account.username}@{DOMAIN}",
            account.password,
            is_staff=account.superuser,
            is_superuser=account.superuser,
            last_name=str(account.role),
        )
        user.groups.set(Group.objects.filter(name__in=account.groups))
        if account.sees:
            _give_jurisdiction(user, account)
        made += 1
    return made


def _give_jurisdiction(user: object, account: DemoAccount) -> None:
    jurisdiction = Jurisdiction.objects.create(user=user, everywhere=account.sees == "all")
    if account.sees == "district":
        today = [f"Phường {name}" for name in HA_DONG_TODAY]
        of_ha_noi = Area.objects.filter(path__startswith=Area.objects.get(code="01").path)
        jurisdiction.areas.set(
            of_ha_noi.filter(Q(name=HA_DONG) | Q(name__in=today, valid_to__isnull=True))
        )


def existing() -> list[str]:
    """User names of demo accounts in this database, in order."""
    return [user.get_username() for user in _accounts()]


def delete() -> int:
    """Remove all demo accounts; returns how many."""
    found = _accounts()
    for user in found:
        user.delete()
    return len(found)


def _accounts() -> list[Any]:
    """Those with our e-mail domain, or with a demo account's name and its public password."""
    passwords = {account.username: account.password for account in ACCOUNTS}
    likely = get_user_model().objects.filter(
        Q(email__endswith=f"@{DOMAIN}") | Q(username__in=passwords)
    )
    return [
        user
        for user in likely.order_by("username")
        if user.email.endswith(f"@{DOMAIN}") or user.check_password(passwords[user.username])
    ]
