"""Lists in pages of a fixed length."""

from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict

PER_PAGE = 10


def paged(items: Any, query: QueryDict, per_page: int = PER_PAGE) -> dict[str, Any]:
    """Context for portal/includes/pagination.html: the page that ``query`` asks for.

    ``items``: anything sliceable with a count. A page number out of range or not a number gives
    the nearest page there is.
    """
    paginator: Paginator = Paginator(items, per_page)
    page = paginator.get_page(query.get("page"))
    rest = query.copy()
    rest.pop("page", None)
    return {
        "page_obj": page,
        "page_numbers": list(
            paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        ),
        "ELLIPSIS": paginator.ELLIPSIS,
        "page_query": f"{rest.urlencode()}&" if rest else "",
    }
