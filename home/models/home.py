"""The home page of a language."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from core.models import BasePage
from home.blocks import HomeBlock


class HomePage(BasePage):
    """The first page of a language's tree, composed of blocks."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "home.KnowHowIndexPage",
        "home.ContactPage",
        "news.NewsIndexPage",
        "events.EventIndexPage",
    ]

    body = StreamField(HomeBlock(), verbose_name=_("content"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
