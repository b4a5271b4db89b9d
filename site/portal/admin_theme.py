"""The look of the Wagtail admin; its templates are in templates/wagtailadmin/."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def admin_style_sheet() -> SafeString:
    """Our colours and letters, after Wagtail's own."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/admin.css"))
