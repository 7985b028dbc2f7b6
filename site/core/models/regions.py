"""Where things are: the programme area's regions and the towns in and around it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.i18n import bilingual


class Side(models.TextChoices):
    """The two sides of the border; the value is the country's ISO 3166 code."""

    GERMANY = "DE", _("Saxony")
    CZECHIA = "CZ", _("Czechia")

    @property
    def language(self) -> str:
        """The language that the institutions of this side work in."""
        return "de" if self is Side.GERMANY else "cs"


class RegionQuerySet(models.QuerySet):
    def top_level(self) -> "RegionQuerySet":
        """The units that people choose from: Saxon districts and Czech kraje, without the okresy inside them."""
        return self.filter(parent=None)


class Region(models.Model):
    """A unit of the programme area: a Saxon NUTS 3 unit, a Czech kraj or an okres within it."""

    class Kind(models.TextChoices):
        DISTRICT = "district", _("Saxon district or city")
        KRAJ = "kraj", _("Czech region (kraj)")
        OKRES = "okres", _("Czech district (okres)")

    code = models.CharField(_("code"), max_length=6, unique=True, help_text=_("NUTS 3 or LAU code, such as DED42."))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    country = models.CharField(_("side"), max_length=2, choices=Side)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    name = bilingual(models.CharField(_("name"), max_length=80))
    moderated_by = models.ForeignKey(
        "core.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="moderated_regions",
        verbose_name=_("moderating institution"),
        help_text=_("An okres goes before its kraj. Without one, WFS or AHK Services is responsible."),
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="okres", parent__isnull=False) | ~Q(kind="okres") & Q(parent__isnull=True),
                name="core_region_only_okres_has_parent",
                violation_error_message=_("An okres is part of a kraj; a district or a kraj is part of nothing."),
            ),
            models.CheckConstraint(
                condition=Q(kind="district", country="DE") | Q(kind__in=["kraj", "okres"], country="CZ"),
                name="core_region_kind_fits_side",
                violation_error_message=_("Districts are in Saxony, kraje and okresy in Czechia."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}"

    @property
    def kraj_or_district(self) -> "Region":
        """The unit that people choose from: the kraj of an okres, else the region itself."""
        return self.parent or self


class Place(ClusterableModel):
    """A town with its German and Czech name, where it lies and to which region it belongs."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name = bilingual(models.CharField(_("name"), max_length=80))
    name_de: str
    name_cs: str
    country = models.CharField(_("side"), max_length=2, choices=Side)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("region"),
        help_text=_("Empty outside the programme area."),
    )
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, help_text=_("Degrees, WGS 84."))
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, help_text=_("Degrees, WGS 84."))

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="core_place_coordinates_on_earth",
                violation_error_message=_("Latitude lies between −90 and 90, longitude between −180 and 180."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}"

    @property
    def both_names(self) -> str:
        """The name in the reader's language with the other beside it, where they differ."""
        other = self.name_cs if self.name == self.name_de else self.name_de
        return f"{self.name} / {other}" if other and other != self.name else f"{self.name}"


class PlaceAlias(models.Model):
    """A further name by which people look for a town: an older German or Czech one, a Sorbian one, a part of it."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("further name")
        verbose_name_plural = _("further names")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name"],
                name="core_placealias_once",
                violation_error_message=_("The town has this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
