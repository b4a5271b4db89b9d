"""Words for how an export stands."""

from django.utils.translation import gettext as _

from plugins.tracing.exports.models import Export, ExportState


def problem_text(export: Export) -> str:
    """Why there is no file, and what to do; empty where nothing went wrong."""
    texts = {
        "disk_full": _(
            "The disk on which lists are kept is full. Nothing of this list was kept. Tell the "
            "administrator, then ask for it again."
        ),
        "refused": _(
            "This list may not be made: the account may not search any more, or the case given as "
            "the reason was closed."
        ),
        "fault": _("A fault stopped this list. Ask for it again; if it happens again, tell the "
                   "administrator."),
        "cancelled": _("You cancelled this list."),
        "taken": _("You downloaded this list. It is no longer kept here."),
        "expired": _("The time that lists are kept is over. It was deleted."),
    }  # fmt: skip
    return texts.get(export.problem, "")


def state_colour(export: Export) -> str:
    """The class of the tag that tells the state."""
    if export.state == ExportState.READY:
        return "w-status--primary"
    return "cong-status--stopped" if export.state == ExportState.FAILED else ""
