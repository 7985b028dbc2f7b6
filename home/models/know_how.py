"""Know-how: guides and documents by topic."""

from typing import Any

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core.blocks import BodyBlock
from core.models import BasePage, Topic, published


class GuideQuerySet(PageQuerySet):
    def by_title(self) -> "GuideQuerySet":
        return self.order_by("title").prefetch_related("topics")


GuideManager = PageManager.from_queryset(GuideQuerySet)


class KnowHowIndexPage(BasePage):
    """Lists the guides of its language, all or by topic."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.GuidePage"]
    max_count_per_parent = 1

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("know-how index")
        verbose_name_plural = _("know-how indexes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        guides = published(GuidePage.objects.all()).child_of(self).by_title()
        topics = list(Topic.objects.filter(guides__in=guides.order_by()).distinct())
        slug = request.GET.get("topic")
        topic = next((topic for topic in topics if slug in (topic.slug_de, topic.slug_cs)), None) if slug else None
        if slug and topic is None:
            raise Http404
        if topic:
            guides = guides.filter(topics=topic)
        return super().get_context(request, *args, **kwargs) | {"guides": guides, "topics": topics, "topic": topic}


class GuidePage(BasePage):
    """A guide on one question of working across the border, with documents to take along."""

    parent_page_types = ["home.KnowHowIndexPage"]
    subpage_types: list[str] = []

    topics = ParentalManyToManyField(Topic, related_name="guides", blank=True, verbose_name=_("topics"))
    checked_on = models.DateField(
        _("last checked on"), null=True, blank=True, help_text=_("When somebody last read it for correctness.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("content"))

    objects = GuideManager()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("checked_on"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("headline"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("topics", overridable=False),
        SynchronizedField("checked_on", overridable=False),
        TranslatableField("body"),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
