"""Addresses that are no pages of the tree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms_pages.services import site_search


def search(request: HttpRequest) -> HttpResponse:
    """Search over all pages in the language of the address."""
    return render(request, "cms_pages/search.html", site_search(request.GET))
