"""The plugin's description."""

from django.utils.translation import gettext_lazy as _

from portal.plugins import PluginConfig
from portal.roles import Role


class DeclarationsConfig(PluginConfig):
    """Visits: check-in by code, entry by staff, import of paper books."""

    name = "plugins.declarations"
    label = "declarations"
    verbose_name = _("Visits and declarations")
    summary = _("Check-in by code, entry at the gate, import of paper logbooks.")
    version = "1.0.0"
    requires_portal = ">=1.0,<2"
    depends_on = ("qr_venues",)
    default_settings = {
        "retention_days": 30,  # no statutory period is known; comparable systems keep 14 to 28
        "max_upload_mb": 25,  # said before upload
        "books_per_day": 50,  # that an account may upload; 0: any number
        "rows_per_day": 500_000,  # read from an account's books; 0: any number
        "rows_per_transaction": 2000,
        "same_visit_minutes": 5,  # between a scan and the row of a paper book that tells of it
        "reader_memory_mb": 300,  # limits of the process that opens uploaded workbooks
        "reader_seconds": 120,  # of processor time
        "remember_days": 90,  # for which a device remembers who checks in, if they wish it
        "rate_token_per_minute": 600,  # check-ins with one code
        "rate_network_per_minute": 120,  # from one address
        "shared_networks": (),  # CIDRs of markets, offices, carriers behind one address
        "rate_shared_network_per_minute": 3000,  # from all of such a network
        "rate_storage": "memory://",  # where it is counted; several servers: redis://…
        "gate_session_hours": 16,  # for which a device at a gate works after its PIN
        "personal_code_hours": 72,  # for which a declaration's personal code is valid
    }
    base_url = ""  # codes must be short: /q/…
    queues = ("logbooks",)
    # Departments see how many visits there were, not whose. The gate lists today's only.
    role_permissions = {
        Role.DEPARTMENT: (
            "declarations.view_apiclient",
            "declarations.add_apiclient",
            "declarations.change_apiclient",
        ),
        Role.WARD_EDITOR: (
            "declarations.view_visit",
            "declarations.view_past_visits",
            "declarations.add_visit",
            "declarations.change_visit",
            "declarations.view_logbook",
            "declarations.import_visits",
            "declarations.add_logbookmapping",
            "declarations.view_logbookmapping",
            "declarations.change_logbookmapping",
            "declarations.delete_logbookmapping",
            "declarations.view_gatelink",
            "declarations.add_gatelink",
            "declarations.change_gatelink",
            "declarations.view_deletionrequest",
            "declarations.change_deletionrequest",
        ),
        Role.TRACING: (
            "declarations.view_visit",
            "declarations.view_past_visits",
            "declarations.view_declaration",
            "declarations.change_declaration",
            "declarations.add_outbreakrule",
            "declarations.view_outbreakrule",
            "declarations.change_outbreakrule",
            "declarations.delete_outbreakrule",
        ),
        Role.PRIVACY: (
            "declarations.view_deletionrequest",
            "declarations.change_deletionrequest",
        ),
        Role.GATE: ("declarations.view_visit", "declarations.add_visit"),
    }

    def ready(self) -> None:
        """Those who write visits down, look them up or import books choose a venue for it."""
        from plugins.qr_venues.choosing import let_choose

        let_choose("declarations.add_visit", "declarations.view_visit", "declarations.view_logbook")
