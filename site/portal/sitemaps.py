"""What search engines are told."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from core.feeds import absolute
from core.i18n import LANGUAGE_CODES
from core.models import published


class PageSitemap(Sitemap):
    """All published pages of both trees, each with its other language version."""

    limit = 10_000

    def items(self) -> list[tuple[Page, list[Page]]]:
        pages = published(Page.objects.all()).filter(depth__gt=1).select_related("locale").order_by("path")
        versions: dict[Any, list[Page]] = defaultdict(list)
        for page in pages:
            versions[page.translation_key].append(page)
        return [(page, versions[page.translation_key]) for page in pages]

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        return [self._entry(item, versions) for item, versions in self.paginator.page(page).object_list]

    def get_latest_lastmod(self) -> dt.datetime | None:
        return Page.objects.live().order_by("-last_published_at").values_list("last_published_at", flat=True).first()

    @staticmethod
    def _entry(page: Page, versions: list[Page]) -> dict[str, Any]:
        addresses = {version.locale.language_code: absolute(version.url) for version in versions}
        return sitemap_entry(page, addresses[page.locale.language_code], addresses, page.last_published_at)


class EntrySitemap(Sitemap):
    """Companies, or offers and requests, that anybody may see: each at its address in both languages."""

    limit = 5_000  # entries; twice as many addresses

    def __init__(self, entries: Callable[[], QuerySet]) -> None:
        self._entries = entries

    def items(self) -> QuerySet:
        return self._entries().order_by("pk")

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        return [entry for item in self.paginator.page(page).object_list for entry in self._in_both_languages(item)]

    def get_latest_lastmod(self) -> dt.datetime | None:
        return self._entries().aggregate(latest=Max("updated_at"))["latest"]

    @staticmethod
    def _in_both_languages(item: Any) -> list[dict[str, Any]]:
        return in_both_languages(item, item.get_absolute_url, item.updated_at)


class ListSitemap(Sitemap):
    """The lists of the directory."""

    def items(self) -> list[str]:
        return ["companies", "offers"]

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        return [entry for name in self.items() for entry in in_both_languages(name, partial(reverse, name))]


def in_both_languages(
    item: Any, address: Callable[[], str], lastmod: dt.datetime | None = None
) -> list[dict[str, Any]]:
    """Return the entries of what has an address in each language."""
    addresses = {}
    for code in LANGUAGE_CODES:
        with override(code):
            addresses[code] = absolute(address())
    return [sitemap_entry(item, location, addresses, lastmod) for location in addresses.values()]


def sitemap_entry(item: Any, location: str, addresses: dict[str, str], lastmod: dt.datetime | None) -> dict[str, Any]:
    """Return what Django's template of sitemaps asks for; ``addresses`` are those of the same item by language."""
    alternates = [{"location": address, "lang_code": code} for code, address in addresses.items()]
    if len(addresses) == len(settings.LANGUAGES):
        alternates.append({"location": addresses[settings.LANGUAGE_CODE], "lang_code": "x-default"})
    return {
        "item": item,
        "location": location,
        "lastmod": lastmod,
        "changefreq": None,
        "priority": "",
        "alternates": alternates if len(addresses) > 1 else [],
    }
