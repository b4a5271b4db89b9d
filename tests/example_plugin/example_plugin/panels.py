"""One dashboard panel."""

from django.http import HttpRequest


def notices(request: HttpRequest) -> dict:
    """Always the same."""
    return {"title": "Noticeboard", "template": "example_plugin/panel.html", "context": {"n": 3}}


PANELS = [notices]
