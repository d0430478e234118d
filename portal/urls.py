"""Every address of the portal. Readers' addresses carry their language; nothing else does."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from core import sitemaps

urlpatterns = [
    path("", RedirectView.as_view(url="/fr/", permanent=False), name="root"),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
]

urlpatterns += i18n_patterns(
    path("", include("partners.urls")),
    path("", include(wagtail_urls)),
)

handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
