"""A passage written once and shown on several pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PreviewableMixin, RevisionMixin, TranslatableMixin


class SharedText(PreviewableMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A box that several pages show, such as “Interpreting at our events”; translated side by side like a page."""

    title = models.CharField(_("title"), max_length=120)
    text = RichTextField(_("text"), features=["bold", "italic", "ul", "ol", "link", "document-link"])

    panels = [FieldPanel("title"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("shared text")
        verbose_name_plural = _("shared texts")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request, mode_name):  # noqa: ANN001, ANN201
        return "core/shared_text_preview.html"
