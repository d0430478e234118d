"""Every address of the portal. Readers' addresses carry their language; nothing else does."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls
from wagtail.urls import serve_pattern

from core import media_views, sitemaps
from core.serving import serve
from partners.membership.invitation_views import InvitationView

urlpatterns = [
    path("", RedirectView.as_view(url="/fr/", permanent=False), name="root"),
    path("admin/", include("accounts.urls")),
    path("admin/", include("partners.admin_urls")),
    path("admin/", include(admin_urls)),
    path("invitation/<str:token>/", InvitationView.as_view(), name="invitation"),
    path("media/", include("core.urls")),
    path("documents/<int:document_id>/<path:document_filename>", media_views.document),
    path("documents/", include(document_urls)),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
]

urlpatterns += i18n_patterns(
    path("", include("partners.urls")),
    path("", include("articles.urls")),
    path("", include("events.urls")),
    path("", include("search.urls")),
    # Wagtail's own log-in and password pages, for private pages, stand below _util/.
    re_path(r"^(?!_util/)" + serve_pattern.removeprefix("^"), serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
)

handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
