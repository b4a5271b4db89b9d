"""What a key may do. The codes stand in the database and in the interface's description."""

from django.utils.translation import gettext_lazy as _

POINTS_READ = "points:read"
VISITS_WRITE = "visits:write"
DECLARATIONS_WRITE = "declarations:write"

SCOPES = {
    POINTS_READ: _("Look up check points"),
    VISITS_WRITE: _("Record visits and leavings"),
    DECLARATIONS_WRITE: _("Record declarations"),
}
