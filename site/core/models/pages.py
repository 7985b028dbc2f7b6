"""What every page of the portal has."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageQuerySet, PageViewRestriction
from wagtail.search import index

TEASER_LENGTH = 250


def published(pages: PageQuerySet) -> PageQuerySet:
    """Return the pages that anybody may read: live, and not below a private one.

    Says the same as ``live().public()``, without asking for the private pages first.
    """
    restrictions = PageViewRestriction.objects.annotate(
        shown_path=ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
    )
    return pages.live().exclude(Exists(restrictions.filter(shown_path__startswith=F("page__path"))))


class BasePage(Page):
    """A page with a short title for menus, a headline where that is too short, and a teaser."""

    headline = models.CharField(
        _("headline"),
        max_length=160,
        blank=True,
        help_text=_("Stands on the page instead of the title, where that is kept short for the menu."),
    )
    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel(
            "search_description",
            heading=_("teaser"),
            help_text=_("Two sentences for lists, search engines and shared links; up to 250 characters."),
        ),
    ]
    promote_panels = [
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("seo_title")], heading=_("For search engines")),
        MultiFieldPanel([FieldPanel("show_in_menus")], heading=_("For the menu")),
    ]

    search_fields = [*Page.search_fields, index.SearchField("headline"), index.SearchField("search_description")]

    # Set by core.serving where the portal has no private page at all.
    is_surely_public = False

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if len(self.search_description) > TEASER_LENGTH:
            message = _("Please keep the teaser to %(limit)s characters; these are %(count)s.")
            numbers = {"limit": TEASER_LENGTH, "count": len(self.search_description)}
            raise ValidationError({"search_description": ValidationError(message, params=numbers)})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from core.frame import frame_of  # the frame reads these models

        frame_of(request).page = self
        return super().get_context(request, *args, **kwargs)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        # Most portals have no private page at all; then nobody need walk through the ancestors of each page.
        return PageViewRestriction.objects.none() if self.is_surely_public else super().get_view_restrictions()

    @cached_property
    def language_versions(self) -> dict[str, Page]:
        """The published versions of this page by language code, its own included."""
        others = (
            Page.objects.filter(translation_key=self.translation_key)
            .exclude(pk=self.pk)
            .live()
            .select_related("locale")
        )
        return {self.locale.language_code: self, **{page.locale.language_code: page for page in others}}

    @property
    def teaser(self) -> str:
        """The column that every page has, so that lists of all kinds of pages need nothing else."""
        return self.search_description

    @property
    def heading(self) -> str:
        return self.headline or self.title

    @property
    def answering_institution(self):  # noqa: ANN201 - an Institution or None
        """Who answers for the content, for the reports of institutions; ``None`` where nobody in particular does."""
        return None

    def get_admin_display_title(self) -> str:
        title = super().get_admin_display_title()
        # Set by core.stale.with_stale_since, which the explorer's lists use.
        if getattr(self, "stale_since", None):
            return _("%(title)s (translation out of date)") % {"title": title}
        return title

    @property
    def share_picture(self):  # noqa: ANN201 - a PortalImage or None
        """The picture that shared links show; ``None`` stands for the portal's own."""
        return None


class IllustratedPage(BasePage):
    """A page with one picture, which says what it shows or is marked as decorative."""

    picture = models.ForeignKey(
        "core.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    picture_alt = models.CharField(
        _("alternative text"), max_length=200, blank=True, help_text=_("What the picture shows, for who cannot see it.")
    )
    is_picture_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("The picture says nothing that the text does not say.")
    )

    picture_panel = MultiFieldPanel(
        [FieldPanel("picture"), FieldPanel("picture_alt"), FieldPanel("is_picture_decorative")], heading=_("Picture")
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.picture and not self.picture_alt and not self.is_picture_decorative:
            raise ValidationError({"picture_alt": _("Say what the picture shows, or mark it as decorative.")})

    @property
    def share_picture(self):  # noqa: ANN201
        return self.picture
