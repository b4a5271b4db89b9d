"""Personal codes as the database knows them: not their tokens."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plugins.declarations.declaring.models import Declaration


class PersonalCode(models.Model):
    """A token that stands for a declaration until ``valid_until``.

    ``token_key`` is a keyed digest of the token: whoever reads the database cannot forge a code.
    """

    token_key = models.UUIDField(unique=True, editable=False)
    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="codes")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    valid_until = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("personal code")
        verbose_name_plural = _("personal codes")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%d/%m/%Y %H:%M}"
