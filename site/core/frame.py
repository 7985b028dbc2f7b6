"""The frame around a page: who runs and funds the portal, menu, footer, the way here and the other language.

Two queries bring all of it: one for the site with its settings, one for every page that the frame or a link in the text
leads to. Rich text finds its links there too, instead of asking for each.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import cached_property
from wagtail.models import Page, PageViewRestriction, Site

from .i18n import LANGUAGE_CODES, active_language
from .links import linked_ids
from .models import FooterLink, FunderSettings, PortalDocument, PortalSettings
from .registry import Registry

OWN_NAMES = {"de": "Deutsch", "cs": "Čeština"}
HOME_DEPTH = 2


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class LanguageLink:
    """One language in the switch. Without the same content, ``url`` leads to what is nearest to it."""

    code: str
    name: str
    url: str
    is_active: bool
    has_content: bool


@dataclass(frozen=True)
class Stop:
    """Something at an address of its own that is no page: what heads and breadcrumbs need to know of it.

    ``addresses`` has its path by language code; ``way`` leads from below the home page to it.
    """

    title: str
    addresses: dict[str, str]
    way: tuple[Link, ...] = ()
    teaser: str = ""
    share_picture: Any = None

    @property
    def heading(self) -> str:
        return self.title


#: Addresses in the menu that are no pages, which apps add in front of the pages: each returns a Link.
menu_entries: Registry[Callable[[], Link]] = Registry()


@dataclass(frozen=True)
class Navigation:
    menu: list[Link]
    footer: list[Link]


class Frame:
    """What templates know as ``portal``; read only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.page: Page | None = None
        self.stop: Stop | None = None
        _current.set(self)

    @property
    def shown(self) -> Any:
        """What the address stands for: a page, a stop, or ``None`` for views without a place in the portal."""
        return self.page or self.stop

    @cached_property
    def language(self) -> str:
        return active_language()

    @property
    def site_url(self) -> str:
        return settings.SITE_URL

    @cached_property
    def site(self) -> Site | None:
        return site_of(self._request)

    @cached_property
    def funder(self) -> FunderSettings:
        return getattr(self.site, "fundersettings", None) or FunderSettings(is_shown=False)

    @cached_property
    def settings(self) -> PortalSettings:
        return getattr(self.site, "portalsettings", None) or PortalSettings()

    @cached_property
    def navigation(self) -> Navigation:
        """Menu and footer of the reader's language, in the order of the page tree."""
        own = [page for page in self._pages if page.language_code == self.language]
        entries = [entry.call() for entry in menu_entries]
        menu = [page for page in own if page.show_in_menus and page.depth == HOME_DEPTH + 1]
        footer = [page for page in own if page.in_footer]
        return Navigation([*map(self._marked, entries), *map(self._link, menu)], [self._link(page) for page in footer])

    @cached_property
    def breadcrumbs(self) -> list[Link]:
        """The way from the home page to the parent of what is shown."""
        if self.stop is not None:
            homes = [page for page in self._pages if page.depth == HOME_DEPTH and page.language_code == self.language]
            return [*map(self._link, homes), *self.stop.way]
        if self.page is None:
            return []
        shown = self.page
        return [self._link(page) for page in self._pages if shown.path.startswith(page.path) and page.pk != shown.pk]

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The switch between the languages; one without the page leads to the nearest ancestor that has one."""
        return [self._language_link(code) for code in LANGUAGE_CODES]

    def localized(self, page_id: int) -> Page | None:
        """Return the published page with this id in the reader's language, else as it is; ``None`` if unknown here."""
        known = next((page for page in self._pages if page.pk == page_id), None)
        if known is None:
            return None
        versions = [page for page in self._pages if page.translation_key == known.translation_key]
        return next((page for page in versions if page.language_code == self.language), known)

    def url_of(self, page: Page) -> str:
        return page.get_url(self._request) or ""

    @cached_property
    def documents(self) -> dict[int, PortalDocument]:
        """The documents that the text links to, each with its version in the other language; at most one query."""
        ids = self._linked["document"]
        return PortalDocument.objects.select_related("other_version").in_bulk(ids) if ids else {}

    @cached_property
    def _linked(self) -> dict[str, set[int]]:
        return linked_ids(self.page) if self.page is not None else {"page": set(), "document": set()}

    @cached_property
    def _pages(self) -> list[Any]:
        """All published pages that the frame or the text leads to, in the order of the tree; one query."""
        in_footer = FooterLink.objects.filter(page__translation_key=OuterRef("translation_key"))
        wanted = Q(in_footer=True) | Q(show_in_menus=True, depth=HOME_DEPTH + 1)
        if self.stop is not None:
            wanted |= Q(depth=HOME_DEPTH)
        if self.page is not None:
            steps = range(HOME_DEPTH, self.page.depth + 1)
            way = [self.page.path[: step * Page.steplen] for step in steps]
            linked = [self.page.pk, *self._linked["page"]]
            keys = Page.objects.filter(Q(path__in=way) | Q(pk__in=linked)).values("translation_key")
            wanted |= Q(translation_key__in=keys)
        pages = Page.objects.live().filter(depth__gte=HOME_DEPTH).annotate(in_footer=Exists(in_footer)).filter(wanted)
        pages = pages.select_related("locale").order_by("path")
        for page in pages:
            page.language_code = page.locale.language_code
        return list(pages)

    def _link(self, page: Page) -> Link:
        return self._marked(Link(page.title, self.url_of(page)))

    def _marked(self, link: Link) -> Link:
        return replace(link, is_current=self._request.path.startswith(link.url))

    def _language_link(self, code: str) -> LanguageLink:
        is_active = code == self.language
        if self.stop is not None:
            return LanguageLink(code, OWN_NAMES[code], self.stop.addresses[code], is_active, has_content=True)
        if self.page is None:
            url = translate_url(self._request.get_full_path(), code)
            return LanguageLink(code, OWN_NAMES[code], url, is_active, has_content=True)
        nearest = self._nearest(self.page, code)
        url = self.url_of(nearest) if nearest else f"/{code}/"
        has_content = nearest is not None and nearest.translation_key == self.page.translation_key
        return LanguageLink(code, OWN_NAMES[code], url, is_active, has_content)

    def _nearest(self, shown: Page, code: str) -> Page | None:
        """Return the version of the page that is shown, or of its nearest ancestor, in a language."""
        way = [page.translation_key for page in self._pages if shown.path.startswith(page.path)]
        versions: Iterable[Any] = (page for page in self._pages if page.language_code == code)
        by_key = {page.translation_key: page for page in versions if page.translation_key in way}
        return next((by_key[key] for key in reversed(way) if key in by_key), None)


_current: ContextVar[Frame | None] = ContextVar("frame", default=None)


def frame_of(request: HttpRequest) -> Frame:
    """Return the request's frame, the same for all who ask."""
    frame = getattr(request, "portal_frame", None)
    if frame is None:
        frame = Frame(request)
        setattr(request, "portal_frame", frame)  # noqa: B010 - an attribute that HttpRequest does not declare
    return frame


def current_frame() -> Frame | None:
    """Return the frame of what is being rendered, for code that gets no request (rich text)."""
    return _current.get()


def forget_frame() -> None:
    """Leave what the last request of this thread was shown in."""
    _current.set(None)


def site_of(request: HttpRequest) -> Any:
    """Return the request's site with its settings and home page, and whether any page is private, in one query.

    Wagtail keeps a request's site in ``_wagtail_site``; it is put there so that its own look-ups need no query.
    """
    if not hasattr(request, "_wagtail_site"):
        sites = Site.objects.select_related("root_page", "fundersettings__emblem", "portalsettings")
        sites = sites.annotate(has_private_pages=Exists(PageViewRestriction.objects.all()))
        host = request.get_host().rpartition(":")[0] or request.get_host()
        found = list(sites.filter(Q(hostname=host) | Q(is_default_site=True)))
        setattr(request, "_wagtail_site", min(found, key=lambda site: site.hostname != host, default=None))  # noqa: B010
    return getattr(request, "_wagtail_site")  # noqa: B009
