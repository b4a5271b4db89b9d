"""The plugin's description."""

from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from portal.plugins import PluginConfig
from portal.roles import Role


class TracingConfig(PluginConfig):
    """Person search, histories, contacts and cases."""

    name = "plugins.tracing"
    label = "tracing"
    verbose_name = _("Tracing")
    summary = _("Finds who was where, and who was there at the same time.")
    version = "1.0.0"
    requires_portal = ">=1.0,<2"
    depends_on = ("qr_venues", "declarations")
    queues = ("tracing",)
    role_permissions = {
        Role.TRACING: (
            "tracing.trace_visits",
            "tracing.decide_handovers",
            "tracing.add_case",
            "tracing.change_case",
            "tracing.view_case",
        ),
    }
    default_settings = {
        "people_per_page": 20,
        "margin_minutes": 0,  # added to both ends of a stay when looking for contacts
        # Kinds of venues so large that people meet only at the same check point.
        "meet_by_checkpoint": ("market", "mall", "station"),
        # What a minute counts in a kind of venue, see risk.py; 1 where not named.
        "venue_weights": {
            "bar": 2.0,
            "beauty": 2.0,
            "gym": 2.0,
            "food": 1.5,
            "ceremony": 1.5,
            "meeting": 1.5,
            "worship": 1.5,
            "vehicle": 1.5,
            "factory": 1.5,
            "school": 1.5,
            "market": 0.8,
            "mall": 0.8,
            "station": 0.8,
            "industrial-zone": 0.8,
            "tourism": 0.5,
        },
        "infectious_days_before": 3,  # of a contact who tested positive today
        "handover_days": 7,  # how long a hand-over holds, unless the official says otherwise
        "exports_per_day": 30,  # of one account; 0: any number
        "export_rows": 500_000,  # in one file; Excel holds 1,048,575
        "export_hours": 24,  # that a file is kept for, if nobody takes it
        # Elasticsearch.
        "index_shards": 1,  # of each month's index
        "index_replicas": 0,
        "index_refresh_seconds": 2,
        "index_settings": {},  # more of each index, e.g. {"codec": "best_compression"}
        "search_seconds": 5,  # longer than this counts as down
        "answer_seconds": 4,  # after this it hands over what it has found, marked as partial
        "rest_seconds": 10,  # how long a server that was down is left alone
    }

    def ready(self) -> None:
        """Put the triggers in place after every migrate; hear when visits are over their time."""
        from plugins.declarations.signals import retention_over, retention_proof
        from plugins.qr_venues.choosing import let_choose
        from plugins.tracing import retention, schema

        let_choose("tracing.trace_visits")
        retention_over.connect(retention.forget)
        retention_proof.connect(retention.left)
        pre_migrate.connect(schema.make_way, sender=self)
        post_migrate.connect(schema.install, sender=self)
