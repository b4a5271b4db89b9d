"""The form of an outbreak rule."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from areas.models import Area
from areas.scope import scope_for
from audit.models import Action
from audit.services import record
from plugins.declarations.outbreak import services
from plugins.declarations.outbreak.models import OutbreakRule


class OutbreakRuleForm(WagtailAdminModelForm):
    """An area of the account's jurisdiction, days in order, something asked. Saving goes on record
    and holds in this process at once.
    """

    def clean_area(self) -> Area:
        """Within the jurisdiction: the chooser lists all areas."""
        area: Area = self.cleaned_data["area"]
        allowed = Area.objects.filter(scope_for(self.for_user).area_q(), pk=area.pk)
        if not allowed.exists():
            raise ValidationError(_("This area is not one of yours."), "elsewhere")
        return area

    def clean(self) -> dict[str, Any]:
        """Compare the fields with each other."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = given.get("begins"), given.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("The last day is before the first."))
        if not given.get("asks_health") and not given.get("asks_movement"):
            self.add_error("asks_health", _("Choose at least one declaration to ask for."))
        return given

    def save(self, commit: bool = True) -> OutbreakRule:
        """With who made it."""
        if self.instance.pk is None:
            self.instance.made_by = self.for_user
        rule: OutbreakRule = super().save(commit)
        put_on_record(rule, self.for_user)
        return rule


def put_on_record(rule: OutbreakRule, by: Any, *, deleted: bool = False) -> None:
    """Who changed which rule; and this process asks the database anew."""
    record(
        by,
        Action.CHANGE,
        question=f"outbreak rule {rule.pk}",
        results=1,
        details={
            "area": str(rule.area),
            "from": rule.begins.isoformat(),
            "to": rule.ends.isoformat() if rule.ends else "",
            "status": "deleted" if deleted else "saved",
        },
    )
    services.forget()
