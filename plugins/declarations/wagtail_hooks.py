"""What this plugin adds to the Wagtail admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from plugins.declarations.admin import VisitRegister
from plugins.declarations.correction_views import correct_visit
from plugins.declarations.logbooks.admin import LogbookRegister
from plugins.declarations.logbooks.admin_urls import logbook_urls
from plugins.declarations.logbooks.choosing.admin import MappingRegister
from plugins.declarations.staff_views import record_visitor
from portal.plugins.switch import only_when_on

modeladmin_register(VisitRegister)
modeladmin_register(LogbookRegister)
modeladmin_register(MappingRegister)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Where staff write visitors down, and the pages of paper books."""
    guard = only_when_on("declarations")
    return [
        path("visits/record/", guard(record_visitor), name="declarations_record_visitor"),
        path(
            "visits/<uuid:visit_id>/correct/",
            guard(correct_visit),
            name="declarations_correct_visit",
        ),
        *logbook_urls(),
    ]
