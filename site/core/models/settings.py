"""What an editor sets for the whole portal: a field per language on one form."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from core.i18n import bilingual


@register_setting(icon="globe")
class FunderSettings(BaseSiteSetting):
    """The funder's block on every page and mail (Regulation (EU) 2021/1060, Annex IX)."""

    is_shown = models.BooleanField(
        _("show the block"), default=True, help_text=_("Required as long as the programme's publicity rules apply.")
    )
    statement = bilingual(models.CharField(_("statement"), max_length=120))
    programme = bilingual(models.CharField(_("programme"), max_length=120))
    note = bilingual(
        models.CharField(
            _("note in the footer"), max_length=240, blank=True, help_text=_("Project title and number, for example.")
        )
    )
    link = bilingual(models.URLField(_("programme's website"), blank=True))
    emblem = models.ForeignKey(
        "core.PortalImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("emblem"),
        help_text=_("Only if the funder asks for another than the EU emblem that comes with the portal."),
    )

    panels = [
        FieldPanel("is_shown"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("statement_de"), FieldPanel("statement_cs")]),
                FieldRowPanel([FieldPanel("programme_de"), FieldPanel("programme_cs")]),
                FieldRowPanel([FieldPanel("note_de"), FieldPanel("note_cs")]),
                FieldRowPanel([FieldPanel("link_de"), FieldPanel("link_cs")]),
            ],
            heading=_("Texts"),
        ),
        FieldPanel("emblem"),
    ]

    select_related = ["emblem"]

    class Meta:
        verbose_name = _("funder's block")


@register_setting(icon="cog")
class PortalSettings(ClusterableModel, BaseSiteSetting):
    """Contact address, the footer's sentence about who runs the portal, and the pages linked there."""

    contact_email = models.EmailField(
        _("contact e-mail"), help_text=_("Messages that are for no single institution go here.")
    )
    about = bilingual(models.CharField(_("who runs the portal"), max_length=300))

    panels = [
        FieldPanel("contact_email"),
        FieldRowPanel([FieldPanel("about_de"), FieldPanel("about_cs")]),
        InlinePanel("footer_links", heading=_("Links in the footer"), label=_("page")),
    ]

    class Meta:
        verbose_name = _("portal")


class FooterLink(Orderable):
    """A page linked at the foot of every page; shown in the reader's language where it is published in it."""

    settings = ParentalKey(PortalSettings, on_delete=models.CASCADE, related_name="footer_links")
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("link in the footer")
        verbose_name_plural = _("links in the footer")
