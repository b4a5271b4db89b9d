"""System checks: a portal that is set up wrongly says so before it serves anything."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError

from people.blind import parse_blind_index_key
from people.sealing import parse_field_keys
from portal.plugins.registry import loaded


@register("plugins")
def plugins_are_sound(**kwargs: Any) -> list[CheckMessage]:
    """Every plugin named in PLUGINS is loaded and has the settings that it requires."""
    errors: list[CheckMessage] = [
        Error(problem.message, id=f"portal.plugins.{problem.code}")
        for problem in settings.PLUGIN_ACTIVATION.problems
    ]
    for config in loaded():
        given = settings.PLUGIN_SETTINGS.get(config.label, {})
        missing = [name for name in config.required_settings if name not in given]
        if missing:
            errors.append(
                Error(
                    f"The plugin “{config.label}” needs PLUGIN_SETTINGS for: {', '.join(missing)}.",
                    id="portal.plugins.setting",
                )
            )
    return errors


@register("security")
def no_demo_accounts(**kwargs: Any) -> list[CheckMessage]:
    """Outside development no demo account may exist: their passwords are public."""
    if settings.DEMO_ACCOUNTS_ALLOWED:
        return []
    from portal.demo_accounts import existing

    try:
        names = existing()
    except DatabaseError:  # no tables yet: nobody has an account
        return []
    if not names:
        return []
    return [
        Error(
            f"Demo accounts exist: {', '.join(names)}. Their passwords are public.",
            hint="Delete them with: manage.py demo_accounts --delete",
            id="portal.demo_accounts",
        )
    ]


@register("security")
def keys_are_well_formed(**kwargs: Any) -> list[CheckMessage]:
    """FIELD_KEYS and BLIND_INDEX_KEY can be used; better learnt now than at the first visit."""
    errors: list[CheckMessage] = []
    for name, parse in (
        ("FIELD_KEYS", parse_field_keys),
        ("BLIND_INDEX_KEY", parse_blind_index_key),
    ):
        try:
            parse(getattr(settings, name))
        except ValueError as error:
            errors.append(Error(f"{name}: {error}", id="portal.keys"))
    return errors
