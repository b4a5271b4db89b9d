"""What other parts of the house may propose for the portal: news drafts that wait for approval."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html_join
from wagtail.models import Page

from cms_pages.models import HomePage, NewsIndexPage, NewsPage


@dataclass(frozen=True, slots=True)
class Notice:
    """A news item to propose, all plain text.

    ``table`` is rows of cells, one row a line, divided by "|", the first the heading (may be
    empty); ``points`` are listed; ``call`` stands out in the end.
    """

    title: str
    summary: str
    caption: str
    table: str
    heading: str
    points: list[str]
    call_title: str
    call: str


class NoSection(Exception):
    """The portal has no news section that the account may write in."""


def section_for(user: Any, language: str = "vi") -> NewsIndexPage | None:
    """The news section of a language where the account may write; None if there is none."""
    sections = NewsIndexPage.objects.filter(locale__language_code=language).order_by("path")
    return next(
        (page for page in sections if page.permissions_for_user(user).can_add_subpage()), None
    )


def hotline(language: str = "vi") -> str:
    """The office's number as the home page shows it; empty if it has none."""
    home = HomePage.objects.filter(locale__language_code=language).first()
    return home.hotline if home else ""


def propose(notice: Notice, *, by: Any, language: str = "vi") -> Page:
    """Make an unpublished news item and hand it to moderation, as its author would.

    Raises NoSection. Where no workflow is set for the section it stays a draft.
    """
    section = section_for(by, language)
    if section is None:
        raise NoSection
    page = NewsPage(
        title=notice.title,
        summary=notice.summary,
        locale=section.locale,
        owner=by,
        live=False,
        has_unpublished_changes=True,
    )
    page.body = page.body.stream_block.to_python(_body(notice))
    section.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
    if workflow := page.get_workflow():
        workflow.start(page, by)
    return page


def where_it_stands(page_pk: int) -> Page | None:
    """The page as it is now; None if it was deleted."""
    return Page.objects.filter(pk=page_pk).first()


def _body(notice: Notice) -> list[dict[str, Any]]:
    points = format_html_join("", "<li>{}</li>", ((point,) for point in notice.points))
    blocks: list[dict[str, Any]] = []
    if notice.table:
        blocks.append(
            {"type": "table", "value": {"caption": notice.caption, "lines": notice.table}}
        )
    if notice.points:
        blocks.append(
            {"type": "text", "value": f"<h2>{escape(notice.heading)}</h2><ul>{points}</ul>"}
        )
    call = {
        "kind": "important",
        "title": notice.call_title,
        "text": f"<p>{escape(notice.call)}</p>",
    }
    return [*blocks, {"type": "callout", "value": call}]
