"""Administrative units, and which of them an account may see."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from treebeard.mp_tree import MP_Node


class Sector(models.TextChoices):
    """The departments that answer for venues of their own kind (2278/BTTTT-THH)."""

    PUBLIC = "public", _("Public administration")
    INDUSTRY = "industry", _("Industry and trade")
    ZONES = "zones", _("Industrial zones")
    CULTURE = "culture", _("Culture, sport and tourism")
    HEALTH = "health", _("Health")
    EDUCATION = "education", _("Education and training")
    TRANSPORT = "transport", _("Transport")
    HOUSING = "housing", _("Housing")
    RELIGION = "religion", _("Religious affairs")


class AreaKind(models.TextChoices):
    """Kinds of unit; districts ended on 30 June 2025."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("Centrally run city")
    DISTRICT = "district", _("District")
    WARD = "ward", _("Ward")
    COMMUNE = "commune", _("Commune")
    SPECIAL_ZONE = "special_zone", _("Special zone")


class Area(MP_Node):
    """A unit of the administrative tree, whose depth varies.

    ``path`` (treebeard's) is the prefix by which jurisdiction is decided, so an area is never
    moved: a unit that ends gets ``valid_to`` and a successor, and old records keep it.
    """

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=AreaKind.choices)
    # Code of the General Statistics Office; historic units keep theirs with the prefix "old-".
    code = models.CharField(_("code"), max_length=20, unique=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name=_("successor"), null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")

    def __str__(self) -> str:
        return self.name

    @property
    def ancestor_paths(self) -> list[str]:
        """Paths from the root down to this area itself; needs no query."""
        return [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]


class Jurisdiction(ClusterableModel):
    """Lets an account, or every account of a group, see some areas, some sectors, or both.

    Areas and sectors of one row narrow each other; several rows of one account add up. No
    area and not ``everywhere`` means nothing is seen; no sector means all sectors.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    group = models.ForeignKey(
        Group,
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    everywhere = models.BooleanField(_("everywhere"), default=False)
    areas = models.ManyToManyField(
        Area, verbose_name=_("areas"), through="JurisdictionArea", blank=True
    )
    sectors = models.JSONField(_("sectors"), default=list, blank=True)

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, group__isnull=True)
                | Q(user__isnull=True, group__isnull=False),
                name="jurisdiction_of_account_or_group",
                violation_error_message=_("Choose an account or a group, and not both."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user or self.group}"


class JurisdictionArea(models.Model):
    """One area of a jurisdiction; a row of its own so that areas are chosen by searching."""

    jurisdiction = ParentalKey(Jurisdiction, on_delete=models.CASCADE, related_name="granted")
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="+"
    )
