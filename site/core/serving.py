"""Serving pages: Wagtail's own view, with the way to the page found in two queries instead of three per level."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from .frame import site_of
from .i18n import active_language


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the published page at ``path`` in the tree of the active language; anybody may, unless it is private.

    Wagtail keeps a request's route in ``_wagtail_route_for_request``; it is put there before its view asks for it.
    """
    setattr(request, "_wagtail_route_for_request", find_route(request, path))  # noqa: B010
    return wagtail_serve(request, path)


def find_route(request: HttpRequest, path: str) -> RouteResult | None:
    """Return the page at ``path`` with what is left of it for the page's own routes; ``None`` if there is none."""
    root = _root_url_path(request)
    if root is None:
        return None
    components = [component for component in path.split("/") if component]
    addresses = [root + "".join(f"{part}/" for part in components[:count]) for count in range(len(components) + 1)]
    found = Page.objects.filter(url_path__in=addresses).order_by("-depth").first()
    if found is None:
        return None
    page = _specific(found)
    page.is_surely_public = not site_of(request).has_private_pages
    try:
        return page.route(request, components[addresses.index(found.url_path) :])
    except Http404:
        return None


def _root_url_path(request: HttpRequest) -> str | None:
    site = site_of(request)
    language = active_language()
    paths = Site.get_site_root_paths()
    return next(
        (root.root_path for root in paths if site and root.site_id == site.pk and root.language_code == language), None
    )


def _specific(page: Page) -> Page:
    """Return the page as its own type, with what its template shows where the type says so in ``with_facts()``."""
    queryset = page.specific_class._default_manager.all()
    if hasattr(queryset, "with_facts"):
        queryset = queryset.with_facts()
    return queryset.select_related("locale").get(pk=page.pk)
