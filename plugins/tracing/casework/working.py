"""Recording work while others may be at it too: what the pages of persons, places, cases share."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages

from plugins.tracing.casework.changes import Stale, Versioned
from plugins.tracing.casework.forms import VersionedForm
from plugins.tracing.casework.messages import Told, told


def done(
    request: HttpRequest,
    form: VersionedForm,
    change: Callable[[], str],
    latest: Callable[[], Versioned],
) -> list[Told] | None:
    """Make the change of a valid form and say what ``change`` gives back. None: it is made.

    Else what others did meanwhile; the form keeps what was typed, and is now about ``latest``, so
    that sending it again puts it in the place of theirs.
    """
    try:
        said = change()
    except Stale as fault:
        form.renew(latest().version)
        return told(fault.events)
    messages.success(request, said)
    return None


def saved(changed: bool) -> str:
    """What to say after recording work."""
    return _("Saved.") if changed else _("Nothing was changed.")
