"""The administration in the portal's colours (`static/css/admin.css`, `templates/wagtailadmin`)."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def stylesheet() -> SafeString:
    """The link to the style sheet that follows Wagtail's own."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
