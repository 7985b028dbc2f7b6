"""The blocks of the home page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks import TEMPLATES, CallToActionBlock, PartnersBlock, PictureBlock, QuoteBlock, TextBlock
from core.border_map import home_map
from core.i18n import active_language
from core.models import Side, published
from directory.details import latest_offers
from directory.facets import fields_of_work
from events.models import EventPage
from news.models import NewsPage


class HeroBlock(blocks.StructBlock):
    """The first view: one sentence, the search field and the map of the region."""

    title = blocks.CharBlock(label=_("Headline"), max_length=80)
    lead = blocks.TextBlock(label=_("Lead"), rows=3)
    placeholder = blocks.CharBlock(label=_("Example in the search field"), max_length=80)
    popular = blocks.ListBlock(blocks.CharBlock(max_length=40), label=_("Often searched"), required=False)

    class Meta:
        label = _("Hero with search")
        icon = "search"
        template = TEMPLATES + "hero.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        return super().get_context(value, parent_context) | {"map": home_map(active_language())}


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("Figure"), max_length=24)
    label = blocks.CharBlock(label=_("What it counts"), max_length=120)


class FiguresBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    items = blocks.ListBlock(FigureBlock(), label=_("Figures"))

    class Meta:
        label = _("Figures")
        icon = "order"
        template = TEMPLATES + "figures.html"


class LatestNewsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    count = blocks.IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=12)
    link_label = blocks.CharBlock(label=_("Link to all news"), max_length=60)

    class Meta:
        label = _("Latest news")
        icon = "list-ul"
        template = TEMPLATES + "latest_news.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        news = published(NewsPage.objects.all()).filter(locale__language_code=active_language())
        context["news"] = news.newest_first().for_rows()[: value["count"]]
        return context


class NextEventsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    count = blocks.IntegerBlock(label=_("How many"), default=4, min_value=1, max_value=12)
    link_label = blocks.CharBlock(label=_("Link to the calendar"), max_length=60)

    class Meta:
        label = _("Next events")
        icon = "calendar-alt"
        template = TEMPLATES + "next_events.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        events = published(EventPage.objects.all()).filter(locale__language_code=active_language())
        context["events"] = events.upcoming().for_rows()[: value["count"]]
        return context


class LatestOffersBlock(blocks.StructBlock):
    """The newest offers and requests of companies."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    count = blocks.IntegerBlock(label=_("How many"), default=4, min_value=1, max_value=12)
    link_label = blocks.CharBlock(label=_("Link to all offers and requests"), max_length=60)

    class Meta:
        label = _("Latest offers and requests")
        icon = "tag"
        template = TEMPLATES + "latest_offers.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        context["offers"] = latest_offers(value["count"])
        return context


class FindSupplierBlock(blocks.StructBlock):
    """The quick way into the directory: what a company should be able to do, and on which side."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    lead = blocks.TextBlock(label=_("Lead"), required=False, rows=2)
    link_label = blocks.CharBlock(label=_("Link to all companies"), max_length=60)

    class Meta:
        label = _("Find a supplier")
        icon = "search"
        template = TEMPLATES + "find_supplier.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        return super().get_context(value, parent_context) | {"fields": fields_of_work(), "sides": Side}


class HomeBlock(blocks.StreamBlock):
    """What an editor composes the home page from."""

    hero = HeroBlock()
    figures = FiguresBlock()
    latest_news = LatestNewsBlock()
    next_events = NextEventsBlock()
    find_supplier = FindSupplierBlock()
    latest_offers = LatestOffersBlock()
    partners = PartnersBlock()
    text = TextBlock()
    picture = PictureBlock()
    call_to_action = CallToActionBlock()
    quote = QuoteBlock()

    class Meta:
        label = _("Content")
        block_counts = {"hero": {"max_num": 1}}
