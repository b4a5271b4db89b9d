"""Accounts named on the command line: ``--as USER``."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.utils.translation import gettext as _


def account_for(username: str, permission: str | None = None) -> Any:
    """The active account of that name, with its permission. Raises CommandError, translated."""
    account = get_user_model().objects.filter(username=username).first()
    if account is None:
        raise CommandError(_("There is no account “%(name)s”.") % {"name": username})
    if not account.is_active:
        raise CommandError(_("The account “%(name)s” is closed.") % {"name": username})
    if permission and not account.has_perm(permission):
        raise CommandError(_("The account “%(name)s” may not do this.") % {"name": username})
    return account
