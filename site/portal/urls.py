"""All addresses. Language is part of the address: Vietnamese at /, English at /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import views
from portal.plugins.urls import plugin_urlpatterns

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("health/", views.health, name="health"),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]
urlpatterns += i18n_patterns(
    *plugin_urlpatterns(),
    path("search/", include("cms_pages.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
