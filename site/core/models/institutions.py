"""The institutions that carry the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.i18n import bilingual

from .regions import Side


class Institution(models.Model):
    """A partner of the project: it writes, moderates its regions and answers enquiries."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead partner")
        PARTNER = "partner", _("Project partner")
        ASSOCIATED = "associated", _("Associated partner")

    key = models.SlugField(_("short name"), max_length=40, unique=True)
    name = bilingual(models.CharField(_("name"), max_length=120))
    short_name = models.CharField(_("short form"), max_length=40)
    side = models.CharField(_("side"), max_length=2, choices=Side)
    role = models.CharField(_("role"), max_length=10, choices=Role)
    place = models.ForeignKey("core.Place", models.PROTECT, null=True, blank=True, verbose_name=_("town"))
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Messages from the contact form go here; without it, to the portal's own.")
    )
    description = bilingual(models.TextField(_("description"), blank=True))
    logo = models.ForeignKey(
        "core.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)
    editors = models.ForeignKey(
        "auth.Group",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="institution",
        verbose_name=_("editors' group"),
        help_text=_("Its members write for this institution."),
    )
    moderators = models.ForeignKey(
        "auth.Group",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="moderated_for",
        verbose_name=_("moderators' group"),
        help_text=_("Its members review and change the entries of the institution's regions."),
    )

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["sort_order", "key"]

    def __str__(self) -> str:
        return f"{self.name}"
