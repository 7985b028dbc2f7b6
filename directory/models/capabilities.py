"""What a company or an offer can do."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from .messages import BesideField
from .vocabulary import Concept


class CapabilityFacts(BesideField):
    """A concept with what buyers ask about it: material, size, lot and free capacity, each where it is known."""

    concept = models.ForeignKey(Concept, models.PROTECT, related_name="used_in_%(class)s", verbose_name=_("concept"))
    material = models.ForeignKey(
        Concept,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "material"},
        verbose_name=_("material"),
    )
    size = models.CharField(_("size"), max_length=80, blank=True, help_text=_("Such as Ø 5–420 mm, 3 t or A0."))
    lot_from = models.PositiveIntegerField(_("lot from"), null=True, blank=True, help_text=_("Pieces."))
    lot_to = models.PositiveIntegerField(_("lot up to"), null=True, blank=True, help_text=_("Pieces."))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(lot_from__isnull=True) | Q(lot_to__isnull=True) | Q(lot_to__gte=F("lot_from")),
                name="directory_%(class)s_lot_in_order",
                violation_error_code="lot_to",
                violation_error_message=_("The largest lot is smaller than the smallest."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concept}"

    def clean(self) -> None:
        super().clean()
        if self.material_id and self.material and self.material.kind != Concept.Kind.MATERIAL:
            raise ValidationError({"material": _("Choose a material.")})


class Capability(CapabilityFacts):
    """What a company can do, with the capacity that it has to spare."""

    company = ParentalKey("directory.Company", on_delete=models.CASCADE, related_name="capabilities")
    free_hours_per_week = models.PositiveSmallIntegerField(
        _("free hours a week"), null=True, blank=True, help_text=_("Capacity to spare, in machine or working hours.")
    )
    free_from = models.DateField(_("free from"), null=True, blank=True)

    class Meta(CapabilityFacts.Meta):
        verbose_name = _("capability")
        verbose_name_plural = _("capabilities")
        ordering = ["pk"]


class OfferCapability(CapabilityFacts):
    """What an offer brings or a request asks for."""

    offer = ParentalKey("directory.Offer", on_delete=models.CASCADE, related_name="capabilities")

    class Meta(CapabilityFacts.Meta):
        verbose_name = _("capability of the offer")
        verbose_name_plural = _("capabilities of the offer")
        ordering = ["pk"]
