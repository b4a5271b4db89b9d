"""What this plugin adds to the Wagtail admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from plugins.declarations.admin import VisitRegister
from plugins.declarations.api.admin import ClientRegister, client_urls
from plugins.declarations.correction_views import correct_visit
from plugins.declarations.declaring.admin import DeclarationRegister
from plugins.declarations.declaring.handling_views import declaration_urls
from plugins.declarations.gate.admin_urls import gate_urls
from plugins.declarations.gate.admin_views import venue_links
from plugins.declarations.logbooks.admin import LogbookRegister
from plugins.declarations.logbooks.admin_urls import logbook_urls
from plugins.declarations.logbooks.choosing.admin import MappingRegister
from plugins.declarations.outbreak.admin import OutbreakRegister
from plugins.declarations.own.admin import DeletionRegister
from plugins.declarations.own.admin_views import deletion_urls
from plugins.declarations.staff_views import record_visitor
from portal.plugins.switch import only_when_on

modeladmin_register(VisitRegister)
modeladmin_register(DeclarationRegister)
modeladmin_register(OutbreakRegister)
modeladmin_register(DeletionRegister)
modeladmin_register(LogbookRegister)
modeladmin_register(MappingRegister)
modeladmin_register(ClientRegister)


hooks.register("qr_venues_venue_links", venue_links)


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
        *declaration_urls(),
        *deletion_urls(),
        *logbook_urls(),
        *client_urls(),
        *gate_urls(),
    ]
