"""Lists of pages, as visitors ask for them."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from cms_pages.folding import highlight, snippet
from cms_pages.forms import DirectiveFilter
from cms_pages.models import DirectiveIndexPage, DirectivePage, PortalPage
from cms_pages.paging import paged
from cms_pages.search import found_pages, public_pages

FIELDS = {"kind": "kind", "body": "issuing_body", "year": "date_issued__year", "status": "status"}


def directive_list(section: DirectiveIndexPage, query: QueryDict) -> dict[str, Any]:
    """Context of the directives section: filter form, page of results, what is filtered by."""
    pages = DirectivePage.objects.child_of(section).live().public()
    bodies = pages.order_by("issuing_body").values_list("issuing_body", flat=True).distinct()
    years = [day.year for day in pages.dates("date_issued", "year", order="DESC")]
    form = DirectiveFilter(query, bodies, years)
    chosen = form.chosen
    found: Any = pages.filter(
        **{FIELDS[name]: value for name, value in chosen.items() if name in FIELDS}
    ).newest()
    question = chosen.get("q", "")
    if question:
        found = found_pages(found, question)
    context = paged(found, query)
    mark_hits(context["page_obj"], question)
    narrowed = any(name in FIELDS for name in chosen)
    return {**context, "form": form, "chosen": chosen, "narrowed": narrowed}


def site_search(query: QueryDict) -> dict[str, Any]:
    """Context of the search page: results over every kind of page in the address' language."""
    question = query.get("q", "").strip()[:200]
    pages = public_pages(PortalPage.objects.all())
    context = paged(found_pages(pages, question), query)
    mark_hits(context["page_obj"], question)
    return {**context, "question": question}


def mark_hits(pages: Iterable[PortalPage], question: str) -> None:
    """Give each page ``shown_title`` and ``shown_text``, the question's words marked."""
    for page in pages:
        page.shown_title = highlight(page.title, question)
        page.shown_text = snippet(page.search_text, question) if question else page.summary
