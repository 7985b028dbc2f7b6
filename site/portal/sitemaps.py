"""What search engines are told."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from core.feeds import absolute
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
        alternates = [
            {"location": absolute(version.url), "lang_code": version.locale.language_code} for version in versions
        ]
        if len(versions) == len(settings.LANGUAGES):
            default = next(link for link in alternates if link["lang_code"] == settings.LANGUAGE_CODE)
            alternates.append({"location": default["location"], "lang_code": "x-default"})
        return {
            "item": page,
            "location": absolute(page.url),
            "lastmod": page.last_published_at,
            "changefreq": None,
            "priority": "",
            "alternates": alternates if len(versions) > 1 else [],
        }
