"""One background task."""

from django_tasks import task

from portal.plugins.switch import refuse_when_off


@task()
def count_notices() -> int:
    """How many notices there are."""
    refuse_when_off("example_plugin")
    return 3
