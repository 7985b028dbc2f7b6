"""Project news: an index per language and the news themselves."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import OuterRef, Subquery
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager, PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core.blocks import BodyBlock
from core.models import BasePage, IllustratedPage, Institution, Topic, published
from core.paging import get_page

from . import feeds

PER_PAGE = 10


class NewsQuerySet(PageQuerySet):
    def newest_first(self) -> "NewsQuerySet":
        return self.order_by("-published_on", "-pk")

    def for_rows(self) -> "NewsQuerySet":
        """With what a row of a list shows: institution and picture."""
        return self.select_related("institution", "picture").prefetch_related("picture__renditions")

    def with_facts(self) -> "NewsQuerySet":
        """With what the page itself and the feeds show: the topics as well."""
        return self.for_rows().prefetch_related("topics")


NewsManager = PageManager.from_queryset(NewsQuerySet)


class NewsIndexPage(RoutablePageMixin, BasePage):
    """Lists the news of its language by topic and year, and feeds them to readers' programs."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    @property
    def news(self) -> NewsQuerySet:
        return published(NewsPage.objects.all()).child_of(self).newest_first()

    @path("")
    def list_news(self, request: HttpRequest) -> HttpResponse:
        years, topics = self._facets()
        year = self._chosen_year(request, years)
        topic = self._chosen_topic(request, topics)
        news = self.news.for_rows()
        if topic:
            news = news.filter(topics=topic)
        if year:
            news = news.filter(published_on__year=year)
        context = {
            "news": get_page(Paginator(news, PER_PAGE), request.GET.get("page")),
            "topics": topics,
            "topic": topic,
            "years": years,
            "year": year,
        }
        return self.render(request, context_overrides=context)

    # Wagtail asks with a slash at the end; the addresses themselves have none.
    @re_path(r"^rss\.xml/?$", name="rss")
    def rss(self, request: HttpRequest) -> HttpResponse:
        return feeds.NewsFeed(self)(request)

    @re_path(r"^atom\.xml/?$", name="atom")
    def atom(self, request: HttpRequest) -> HttpResponse:
        return feeds.AtomNewsFeed(self)(request)

    def _facets(self) -> tuple[list[int], list[Topic]]:
        """Return the years, newest first, and the topics, by name, that there are news of; two queries."""
        pairs = set(self.news.order_by().values_list("published_on__year", "topics"))
        years = sorted({year for year, _topic in pairs}, reverse=True)
        topics = Topic.objects.in_bulk({topic for _year, topic in pairs if topic})
        return years, sorted(topics.values(), key=lambda topic: str(topic).casefold())

    @staticmethod
    def _chosen_topic(request: HttpRequest, topics: list[Topic]) -> Topic | None:
        slug = request.GET.get("topic")
        if not slug:
            return None
        topic = next((topic for topic in topics if slug in (topic.slug_de, topic.slug_cs)), None)
        if topic is None:
            raise Http404
        return topic

    @staticmethod
    def _chosen_year(request: HttpRequest, years: list[int]) -> int | None:
        text = request.GET.get("year")
        if not text:
            return None
        if text not in map(str, years):
            raise Http404
        return int(text)


class NewsPage(IllustratedPage):
    """One piece of news: what happened, who tells it, and what it is about."""

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []

    published_on = models.DateField(_("date"), default=timezone.localdate)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="news", verbose_name=_("institution"), help_text=_("Who tells it.")
    )
    topics = ParentalManyToManyField(Topic, related_name="news", blank=True, verbose_name=_("topics"))
    body = StreamField(BodyBlock(), verbose_name=_("content"))

    objects = NewsManager()

    content_panels = [
        *IllustratedPage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("institution"),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        IllustratedPage.picture_panel,
        FieldPanel("body"),
        InlinePanel("related_links", heading=_("Related news"), label=_("news")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("published_on"),
    ]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("headline"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("published_on", overridable=False),
        SynchronizedField("institution", overridable=False),
        SynchronizedField("topics", overridable=False),
        SynchronizedField("picture"),
        TranslatableField("picture_alt"),
        SynchronizedField("is_picture_decorative", overridable=False),
        TranslatableField("body"),
        SynchronizedField("related_links"),
    ]

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news pages")
        indexes = [models.Index(fields=["-published_on"], name="news_newest_first")]

    @property
    def answering_institution(self) -> Institution:
        return self.institution

    @cached_property
    def related(self) -> list["NewsPage"]:
        """The related news in this page's language, as far as they are published in it."""
        links = RelatedNews.objects.filter(page=self, news__translation_key=OuterRef("translation_key"))
        news = published(NewsPage.objects.all()).filter(locale_id=self.locale_id)
        news = news.annotate(place=Subquery(links.values("sort_order")[:1])).filter(place__isnull=False)
        return list(news.order_by("place").for_rows())


class RelatedNews(Orderable):
    """A link from one piece of news to another; shown in the reader's language."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="related_links")
    news = models.ForeignKey(NewsPage, models.CASCADE, related_name="+", verbose_name=_("news"))

    panels = [FieldPanel("news")]

    class Meta(Orderable.Meta):
        verbose_name = _("related news")
        verbose_name_plural = _("related news")
