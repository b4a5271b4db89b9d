"""Accounts with roles and jurisdiction."""

from collections.abc import Iterable
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from areas.models import Area, Jurisdiction
from portal.roles import Role

PASSWORD = "mat-khau-de-thu-2021"


class UserFactory(DjangoModelFactory):
    """An account: ``role=`` one Role or several, ``areas=``, ``everywhere=``, ``sectors=``.

    Without areas, everywhere or sectors it has no jurisdiction and sees nothing. Its password
    is PASSWORD; tests rather use ``client.force_login(user)``.
    """

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.vn")
    password = factory.django.Password(PASSWORD)

    @classmethod
    def _create(
        cls,
        model_class: type,
        *args: Any,
        role: Role | Iterable[Role] = (),
        areas: Iterable[Area] = (),
        everywhere: bool = False,
        sectors: Iterable[str] = (),
        **kwargs: Any,
    ) -> Any:
        user = super()._create(model_class, *args, **kwargs)
        roles = [role] if isinstance(role, Role) else list(role)
        user.groups.set(Group.objects.filter(name__in=[str(each) for each in roles]))
        areas, sectors = list(areas), list(sectors)
        if areas or everywhere or sectors:
            give_jurisdiction(user, areas=areas, everywhere=everywhere, sectors=sectors)
        return user


class SuperuserFactory(UserFactory):
    """An account that may do everything, everywhere."""

    is_staff = True
    is_superuser = True


def give_jurisdiction(
    user: Any, *, areas: Iterable[Area] = (), everywhere: bool = False, sectors: Iterable[str] = ()
) -> Jurisdiction:
    """One more jurisdiction for an account."""
    jurisdiction = Jurisdiction.objects.create(
        user=user, everywhere=everywhere, sectors=list(sectors)
    )
    jurisdiction.areas.set(areas)
    return jurisdiction
