"""Finding pages by words, written with accents or without, on any database alike."""

from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When
from wagtail.models import Locale, PageQuerySet
from wagtail.search.query import PlainText

from cms_pages.folding import syllables


def found_pages(pages: PageQuerySet, question: str) -> Any:
    """Those of `pages` (a queryset of PortalPage or a subclass) that have every syllable.

    Best first: the question in the title as it stands, all its syllables in the title, the
    question in the text as it stands, the rest; within each the newest first. The order comes
    from our own columns, so that it is the same on every database. Returns a sliceable with
    ``count()``; a question without letters or digits finds nothing.
    """
    wanted = syllables(question)
    if not wanted:
        return pages.none()
    phrase = f" {' '.join(wanted)} "
    all_in_title = Q()
    for syllable in wanted:
        all_in_title &= Q(search_title__contains=f" {syllable} ")
    nearness = Case(
        When(search_title__contains=phrase, then=Value(3)),
        When(all_in_title, then=Value(2)),
        When(search_folded__contains=phrase, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    ordered = pages.order_by(
        nearness.desc(), F("first_published_at").desc(nulls_last=True), F("pk").desc()
    )
    return ordered.search(PlainText(" ".join(wanted), operator="and"), order_by_relevance=False)


def public_pages(pages: PageQuerySet) -> PageQuerySet:
    """What a visitor may see, in the language of the address."""
    return pages.live().public().filter(locale=Locale.get_active())
