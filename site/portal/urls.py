"""All addresses of the portal."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from django.views.static import serve as serve_file
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.views import authenticate_with_password

from core import views
from core.serving import serve
from directory.models import Company, Offer
from portal.sitemaps import EntrySitemap, ListSitemap, PageSitemap
from search.views import find_pages

SITEMAPS = {
    "pages": PageSitemap,
    "lists": ListSitemap,
    "companies": EntrySitemap(Company.objects.published),
    "offers": EntrySitemap(Offer.objects.published),
}

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}, name="sitemap_index"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("healthz/live", views.live, name="live"),
    path("healthz/ready", views.ready, name="ready"),
    path("healthz/deps", views.deps, name="deps"),
    path("admin/", include("directory.site_history")),  # guards one of Wagtail's views, so it comes before them
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(
        re_path(r"^media/(?P<path>.*)$", serve_file, {"document_root": settings.MEDIA_ROOT}, name="media")
    )
if settings.SHOW_STYLE_GUIDE:
    urlpatterns += i18n_patterns(path("style-guide/", views.style_guide, name="style_guide"))

urlpatterns += i18n_patterns(
    path(_("search/"), find_pages, name="find_pages"),
    path("", include("directory.urls")),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    # Pages for signed-in people only: one place to sign in, not Wagtail's bare second one.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True),
        name="wagtailcore_login",
    ),
    # Feeds and calendars of pages are files: their addresses end without a slash.
    re_path(r"^((?:[\w\-]+/)*[\w\-]+\.(?:ics|xml))$", serve, name="page_file"),
    re_path(serve_pattern, serve, name="wagtail_serve"),
)

handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
