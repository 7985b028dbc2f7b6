"""Pictures and documents that editors upload."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from core.i18n import active_language


class PortalImage(AbstractImage):
    """A picture with the name of who made it; its alternative text is written where it is used, per language."""

    credit = models.CharField(_("credit"), max_length=120, blank=True, help_text=_("Who made the picture."))

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class PortalDocument(AbstractDocument):
    """A file to download, with the language it is written in."""

    class Language(models.TextChoices):
        GERMAN = "de", _("German")
        CZECH = "cs", _("Czech")
        BOTH = "both", _("German and Czech")

    language = models.CharField(_("language"), max_length=4, choices=Language, default=Language.BOTH)

    other_version = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the same in the other language"),
        help_text=_("Readers of the other language get this document instead."),
    )

    admin_form_fields = (*Document.admin_form_fields, "language", "other_version")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def for_reader(self) -> "PortalDocument":
        """Return the version in the reader's language, else this one."""
        is_foreign = self.language not in (self.Language.BOTH, active_language())
        return self.other_version if is_foreign and self.other_version else self
