"""Bring the database and the static files up to date, in one process.

Every step may be run again and then changes nothing. Demo pages, venues and accounts come only
where the settings allow them, only from the plugins that are loaded, and only once: the accounts,
which come last, tell that the rest is there, and whatever became of it since is left alone.
"""

import os

from ops.common import say

ALWAYS = (("migrate", "--no-input"), ("load_areas",))
DEMO = (("demo_content",), ("demo_venues",), ("demo_accounts", "--create"))
LAST = (("collectstatic", "--no-input"),)


def main() -> None:
    """Start Django once, then run each command quietly; their errors pass through."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    import django
    from django.conf import settings
    from django.core.management import call_command, get_commands

    django.setup()
    known = get_commands()

    def run(steps: tuple[tuple[str, ...], ...]) -> None:
        for name, *arguments in steps:
            if name in known:
                say(f"setup:   {name}")
                call_command(name, *arguments, verbosity=0)

    run(ALWAYS)
    from portal import demo_accounts

    if settings.DEMO_ACCOUNTS_ALLOWED and not demo_accounts.existing():
        run(DEMO)
    run(LAST)


if __name__ == "__main__":
    main()
