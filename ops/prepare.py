"""Run management commands, one after the other, in one process."""

import os
import sys

from ops.common import say

NO_QUESTIONS = {"migrate", "collectstatic"}


def main(commands: list[str]) -> None:
    """Start Django once, then run each command quietly; their errors pass through."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    import django
    from django.core.management import call_command

    django.setup()
    for name in commands:
        say(f"setup:   {name}")
        call_command(name, *(["--no-input"] if name in NO_QUESTIONS else []), verbosity=0)


if __name__ == "__main__":
    main(sys.argv[1:])
