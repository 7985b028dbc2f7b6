"""The shared vocabulary: what the region's industry talks about, in both languages."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.i18n import bilingual

from .messages import BesideField
from .taxonomy import Sector


class ConceptQuerySet(models.QuerySet):
    def curated(self) -> "ConceptQuerySet":
        return self.filter(source=Concept.Source.CURATED)

    def materials(self) -> "ConceptQuerySet":
        return self.filter(kind=Concept.Kind.MATERIAL)


class Concept(BesideField, ClusterableModel):
    """One thing that is meant, whatever it is called: a process, material, product, service, certificate or sector.

    ``name`` is the preferred term of each language; all other words for it are its terms.
    """

    class Kind(models.TextChoices):
        PROCESS = "process", _("process")
        MATERIAL = "material", _("material")
        PRODUCT = "product", _("product")
        SERVICE = "service", _("service")
        CERTIFICATE = "certificate", _("certificate")
        SECTOR = "sector", _("field")

    class Source(models.TextChoices):
        CURATED = "curated", _("curated")
        CPV = "cpv", "CPV 2008"

    key = models.SlugField(_("short name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    source = models.CharField(_("source"), max_length=7, choices=Source, default=Source.CURATED)
    name = bilingual(models.CharField(_("preferred term"), max_length=255))
    name_de: str
    name_cs: str
    broader = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="narrower", verbose_name=_("broader concept")
    )
    sectors = models.ManyToManyField(Sector, blank=True, related_name="concepts", verbose_name=_("sectors"))
    cpv_codes = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="curated_concepts",
        limit_choices_to={"source": "cpv"},
        verbose_name=_("CPV codes"),
        help_text=_("Their labels widen what the search knows of this concept."),
    )

    objects = ConceptQuerySet.as_manager()

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")
        ordering = ["key"]
        indexes = [models.Index(fields=["source", "kind"], name="directory_concept_by_kind")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_de="") & ~Q(name_cs=""),
                name="directory_concept_in_both_languages",
                violation_error_code="name_de",
                violation_error_message=_("A concept has a preferred term in both languages."),
            ),
            models.CheckConstraint(
                condition=~Q(broader=F("pk")),
                name="directory_concept_not_its_own_broader",
                violation_error_code="broader",
                violation_error_message=_("A concept cannot be broader than itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}"

    def synonyms(self, language: str) -> str:
        """The other words for it in one language, in a line."""
        return ", ".join(term.text for term in self.terms.all() if term.language == language)

    def clean(self) -> None:
        super().clean()
        seen, above = {self.pk}, self.broader
        while above is not None and self.pk is not None:
            if above.pk in seen:
                raise ValidationError({"broader": _("This would make the concept broader than itself.")})
            seen.add(above.pk)
            above = above.broader


class Term(BesideField):
    """Another word for a concept in one language: a synonym, a spelling, an everyday word."""

    class Language(models.TextChoices):
        GERMAN = "de", _("German")
        CZECH = "cs", _("Czech")

    concept = ParentalKey(Concept, on_delete=models.CASCADE, related_name="terms", verbose_name=_("concept"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    text = models.CharField(_("term"), max_length=120)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "language", "text"],
                name="directory_term_once_in_concept",
                violation_error_code="text",
                violation_error_message=_("The concept has this term already."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
