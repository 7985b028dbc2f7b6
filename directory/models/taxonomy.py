"""Sectors: the official classification of what companies do, and the languages they speak."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.i18n import bilingual

from .messages import BesideField


class SectorQuerySet(models.QuerySet):
    def in_scheme(self, scheme: str) -> "SectorQuerySet":
        return self.filter(scheme=scheme)

    def divisions(self) -> "SectorQuerySet":
        """The two-digit level, which visitors choose from."""
        return self.filter(level=Sector.Level.DIVISION)

    def inside(self, sector: "Sector") -> "SectorQuerySet":
        """A sector with all that lies below it."""
        if sector.level == Sector.Level.SECTION:
            return self.filter(
                Q(pk=sector.pk) | Q(parent=sector) | Q(parent__parent=sector) | Q(parent__parent__parent=sector)
            )
        return self.filter(scheme=sector.scheme, code__startswith=sector.code)


class Sector(BesideField):
    """One heading of a classification of economic activities, such as 25.62 of NACE Rev. 2.

    The classification is a column, because revisions live beside each other for years: Regulation (EC) No 1893/2006
    and its successor, Delegated Regulation (EU) 2023/137.
    """

    class Scheme(models.TextChoices):
        NACE_2 = "nace2", "NACE Rev. 2"
        NACE_2_1 = "nace2.1", "NACE Rev. 2.1"

    class Level(models.IntegerChoices):
        SECTION = 1, _("section")
        DIVISION = 2, _("division")
        GROUP = 3, _("group")
        CLASS = 4, _("class")

    scheme = models.CharField(_("classification"), max_length=8, choices=Scheme, default=Scheme.NACE_2)
    code = models.CharField(_("code"), max_length=6, help_text=_("A to U, 25, 25.6 or 25.62."))
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    name = bilingual(models.CharField(_("heading"), max_length=255))
    name_de: str
    name_cs: str

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["scheme", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="directory_sector_code_once",
                violation_error_code="code",
                violation_error_message=_("This code is there already in its classification."),
            ),
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True) | Q(level__gt=1, parent__isnull=False),
                name="directory_sector_only_section_without_parent",
                violation_error_code="parent",
                violation_error_message=_("A section is part of nothing; every other sector is part of another."),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="directory_sector_not_its_own_part",
                violation_error_code="parent",
                violation_error_message=_("A sector cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Language(models.Model):
    """A language that people in a company speak."""

    code = models.CharField(_("code"), max_length=3, unique=True, help_text=_("ISO 639, such as pl."))
    name = bilingual(models.CharField(_("name"), max_length=40))
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return f"{self.name}"
