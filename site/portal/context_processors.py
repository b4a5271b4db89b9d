"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def portal(request: HttpRequest) -> dict[str, object]:
    """Name of the portal and this page's address in the other languages (code, name, address)."""
    languages = [
        (code, name, translate_url(request.get_full_path(), code))
        for code, name in settings.LANGUAGES
        if code != get_language()
    ]
    return {"portal_name": settings.WAGTAIL_SITE_NAME, "other_languages": languages}
