"""Background jobs of exports. Each can be run again after its worker died."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from plugins.tracing.apps import TracingConfig
from plugins.tracing.errors import TracingRefused
from plugins.tracing.exports import services
from plugins.tracing.exports.making import make
from plugins.tracing.exports.models import Export, ExportState
from portal import disk

QUEUE = TracingConfig.queues[0]


@task(queue_name=QUEUE)
def make_export(export_id: str) -> None:
    """Make a list; a fault is shown with it, and raised if it is ours."""
    services.drop_old(timezone.now())
    pk = UUID(export_id)
    export = Export.objects.select_related("asked_by").filter(pk=pk).first()
    if export is None:
        return
    try:
        make(export)
    except TracingRefused:
        _stop(pk, "refused")
    except Exception as error:
        _stop(pk, disk.CODE if disk.is_full(error) else "fault")
        if not disk.is_full(error):
            raise
    later = timezone.now() + timedelta(hours=float(TracingConfig.setting("export_hours")))
    drop_exports.using(run_after=later).enqueue()


@task(queue_name=QUEUE)
def drop_exports() -> None:
    """Delete the lists whose time is over."""
    services.drop_old(timezone.now())


def _stop(pk: UUID, problem: str) -> None:
    Export.objects.filter(pk=pk, state__in=services.WAITING).update(
        state=ExportState.FAILED, problem=problem, finished_at=timezone.now()
    )
