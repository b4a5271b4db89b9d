"""The modules page of the admin: which plugins are loaded, and the switch of each."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.models import Action
from audit.services import record
from portal.plugins.registry import loaded
from portal.plugins.switch import is_on, set_switch

PERMISSION = "portal.change_pluginstate"


@permission_required(PERMISSION, raise_exception=True)
def index(request: HttpRequest) -> HttpResponse:
    """List the loaded plugins in dependency order."""
    modules = [
        {
            "label": config.label,
            "name": config.verbose_name,
            "summary": config.summary,
            "version": config.version,
            "needs": [other.verbose_name for other in loaded() if other.label in config.depends_on],
            "on": is_on(config.label),
        }
        for config in loaded()
    ]
    return render(request, "portal/admin/modules.html", {"modules": modules})


@permission_required(PERMISSION, raise_exception=True)
@require_POST
def switch(request: HttpRequest, label: str) -> HttpResponse:
    """Turn one plugin on or off, as the form's ``on`` says ("1" or "0")."""
    config = next((config for config in loaded() if config.label == label), None)
    if config is None:
        raise Http404
    on = request.POST.get("on") == "1"
    set_switch(label, on=on, by=request.user)
    record(
        request.user,
        Action.SWITCH,
        address=request.META.get("REMOTE_ADDR"),
        details={"module": label, "on": on},
    )
    text = _("%(name)s is on.") if on else _("%(name)s is off. Its data stays.")
    messages.success(request, text % {"name": config.verbose_name})
    return redirect("portal_modules")
