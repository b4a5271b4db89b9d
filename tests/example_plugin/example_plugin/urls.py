"""One page."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from example_plugin.apps import ExampleConfig


def notice(request: HttpRequest) -> HttpResponse:
    """The greeting from the plugin's settings."""
    return HttpResponse(ExampleConfig.setting("greeting"))


urlpatterns = [path("", notice, name="notice")]
