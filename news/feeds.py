"""News as RSS 2.0 and Atom 1.0, one feed per language."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _

from core.feeds import absolute

if TYPE_CHECKING:
    from .models import NewsIndexPage, NewsPage

ITEMS = 30


class NewsFeed(Feed):
    """The newest news of one language; ``published`` is noon of the news' date where no publication time is known."""

    feed_type: type[SyndicationFeed] = Rss201rev2Feed
    feed_name = "rss"

    def __init__(self, index: NewsIndexPage) -> None:
        self.index = index

    def title(self) -> str:
        return _("Glokal: news")

    def description(self) -> str:
        return self.index.teaser

    subtitle = description

    def link(self) -> str:
        return self.index.full_url

    def feed_url(self) -> str:
        return absolute(self.index.url + self.index.reverse_subpage(self.feed_name))

    def items(self) -> list[NewsPage]:
        return list(self.index.news.with_facts()[:ITEMS])

    def item_title(self, item: NewsPage) -> str:
        return item.title

    def item_description(self, item: NewsPage) -> str:
        return item.teaser

    def item_link(self, item: NewsPage) -> str:
        return item.full_url

    def item_author_name(self, item: NewsPage) -> str:
        return str(item.institution)

    def item_categories(self, item: NewsPage) -> list[str]:
        return [str(topic) for topic in item.topics.all()]

    def item_pubdate(self, item: NewsPage) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(item.published_on, dt.time(12)))

    def item_updateddate(self, item: NewsPage) -> dt.datetime:
        return item.last_published_at or self.item_pubdate(item)

    def item_guid(self, item: NewsPage) -> str:
        return f"urn:uuid:{item.translation_key}:{self.index.locale.language_code}"

    item_guid_is_permalink = False


class AtomNewsFeed(NewsFeed):
    feed_type = Atom1Feed
    feed_name = "atom"
