"""Protection of the gate's requests against other sites.

Django's token would not do: the page may have been kept for days without network, and its cookie
gone meanwhile. What other sites cannot do is send JSON here (browsers would ask first, and are told
no), nor under our Origin.
"""

from django.conf import settings
from django.http import HttpRequest


def is_own_page(request: HttpRequest) -> bool:
    """Whether a POST comes from a page of this site."""
    own = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin", "")
    return request.content_type == "application/json" and (
        origin == own or origin in settings.CSRF_TRUSTED_ORIGINS
    )
