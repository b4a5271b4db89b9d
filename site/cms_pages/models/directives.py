"""Directives: letters, decisions, directives and notices of the authorities."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.models import Orderable, PageManager, PageQuerySet
from wagtail.search import index

from cms_pages.models.base import PortalPage


class Kind(models.TextChoices):
    """Kinds of document, as Decree 30/2020/NĐ-CP on clerical work names them."""

    LETTER = "letter", _("Official letter")
    DECISION = "decision", _("Decision")
    DIRECTIVE = "directive", pgettext_lazy("document", "Directive")
    NOTICE = "notice", pgettext_lazy("document", "Notice")


class Status(models.TextChoices):
    """Whether a document still holds."""

    IN_FORCE = "in_force", _("In force")
    REPLACED = "replaced", _("Replaced")
    EXPIRED = "expired", _("Expired")


class Precision(models.TextChoices):
    """How exactly the date of issue is known: of old documents sometimes only the month is."""

    DAY = "day", _("Day, month and year")
    MONTH = "month", _("Month and year")
    YEAR = "year", _("Year only")


class DirectiveIndexPage(PortalPage):
    """All directives, to be filtered and searched."""

    subpage_types = ["cms_pages.DirectivePage"]
    parent_page_types = ["cms_pages.HomePage"]
    template = "cms_pages/directive_index.html"

    class Meta:
        verbose_name = _("directives section")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the filter form and the page of results."""
        from cms_pages.services import directive_list  # needs the models

        context = super().get_context(request, *args, **kwargs)
        return {**context, **directive_list(self, request.GET)}


class DirectiveQuerySet(PageQuerySet):
    """Lists of directives."""

    def newest(self) -> "DirectiveQuerySet":
        """By date of issue, the latest first."""
        return self.order_by("-date_issued", "-pk")


class DirectivePage(PortalPage):
    """One document of an authority: its particulars, what it asks for, its files."""

    number = models.CharField(
        _("number and sign"),
        max_length=60,
        blank=True,
        help_text=_("As on the document, for example 2278/BTTTT-THH. Empty if it is not known."),
    )
    kind = models.CharField(_("kind of document"), max_length=20, choices=Kind.choices)
    issuing_body = models.CharField(_("issued by"), max_length=200)
    date_issued = models.DateField(_("date of issue"))
    date_precision = models.CharField(
        _("what is known of the date"),
        max_length=10,
        choices=Precision.choices,
        default=Precision.DAY,
        help_text=_("If the day is not known, enter the first of the month and say so here."),
    )
    date_effective = models.DateField(_("in force from"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.IN_FORCE
    )
    recipients = models.TextField(
        _("sent to"), blank=True, help_text=_("Who must carry it out, as the document says.")
    )

    search_fields = [
        *PortalPage.search_fields,
        *map(index.FilterField, ("kind", "issuing_body", "date_issued", "status")),
    ]
    content_panels = [
        *PortalPage.content_panels[:1],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("number"), FieldPanel("kind")]),
                FieldPanel("issuing_body"),
                FieldRowPanel([FieldPanel("date_issued"), FieldPanel("date_precision")]),
                FieldRowPanel([FieldPanel("date_effective"), FieldPanel("status")]),
                FieldPanel("recipients"),
            ],
            _("Particulars of the document"),
        ),
        MultiFieldPanel([FieldPanel("summary"), FieldPanel("body")], _("What it asks for")),
        InlinePanel("attachments", heading=_("Files"), label=_("File")),
        InlinePanel(
            "related", heading=_("Related directives"), label=pgettext_lazy("document", "Directive")
        ),
    ]
    parent_page_types = ["cms_pages.DirectiveIndexPage"]
    subpage_types: list[str] = []
    template = "cms_pages/directive.html"
    objects = PageManager.from_queryset(DirectiveQuerySet)()

    class Meta:
        verbose_name = pgettext_lazy("page", "directive")

    def clean(self) -> None:
        """Raises ValidationError when it would be in force before it is issued."""
        super().clean()
        exact = self.date_precision == Precision.DAY and self.date_issued
        if exact and self.date_effective and self.date_effective < self.date_issued:
            raise ValidationError(
                {"date_effective": _("This is before the date of issue. Check both dates.")}
            )

    def search_parts(self) -> Iterator[object]:
        """The text, then the particulars and the names of the files."""
        yield from super().search_parts()
        yield from (self.number, self.get_kind_display(), self.issuing_body, self.recipients)
        yield from (attachment.title for attachment in self.attachments.all())

    @property
    def issued_text(self) -> str:
        """Date of issue as exactly as it is known."""
        formats = {Precision.DAY: "d/m/Y", Precision.MONTH: "m/Y", Precision.YEAR: "Y"}
        return date_format(self.date_issued, formats[Precision(self.date_precision)])

    @property
    def status_colour(self) -> str:
        """Colour of the status' tag."""
        colours = {Status.IN_FORCE: "green", Status.REPLACED: "yellow", Status.EXPIRED: "grey"}
        return colours[Status(self.status)]

    def related_pages(self) -> "DirectiveQuerySet":
        """Directives that this one names or that name it, newest first."""
        ids = RelatedDirective.objects.filter(
            models.Q(directive=self) | models.Q(target=self)
        ).values_list("directive_id", "target_id")
        both = {pk for pair in ids for pk in pair} - {self.pk}
        return DirectivePage.objects.live().public().filter(pk__in=both).newest()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds related directives and files."""
        return {
            **super().get_context(request, *args, **kwargs),
            "related": self.related_pages(),
            "attachments": self.attachments.select_related("document"),
        }


class DirectiveAttachment(Orderable):
    """A file of a directive, under a title that says what it is."""

    directive = ParentalKey(DirectivePage, on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField(_("title"), max_length=200)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = [FieldPanel("title"), FieldPanel("document")]


class RelatedDirective(Orderable):
    """A directive that another one rests on, carries out or replaces; shown on both."""

    directive = ParentalKey(DirectivePage, on_delete=models.CASCADE, related_name="related")
    target = models.ForeignKey(
        DirectivePage,
        verbose_name=pgettext_lazy("page", "directive"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = [PageChooserPanel("target")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "target"], name="related_directive_named_once"
            )
        ]
