"""Bring the database and the static files up to date, in one process.

Every step may be run again and then changes nothing. Demo accounts, pages and venues come only
where the settings allow them, and only from the plugins that are loaded.
"""

import os

from ops.common import say

ALWAYS = (("migrate", "--no-input"), ("load_areas",))
DEMO = (("demo_accounts", "--create"), ("demo_content",), ("demo_venues",))
LAST = (("collectstatic", "--no-input"),)


def main() -> None:
    """Start Django once, then run each command quietly; their errors pass through."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    import django
    from django.conf import settings
    from django.core.management import call_command, get_commands

    django.setup()
    known = get_commands()
    for name, *arguments in (*ALWAYS, *(DEMO if settings.DEMO_ACCOUNTS_ALLOWED else ()), *LAST):
        if name in known:
            say(f"setup:   {name}")
            call_command(name, *arguments, verbosity=0)


if __name__ == "__main__":
    main()
