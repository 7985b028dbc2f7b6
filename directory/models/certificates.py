"""Certificates that companies hold."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from core.i18n import bilingual

from .messages import BesideField
from .vocabulary import Concept


class CertificateManager(models.Manager):
    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("concept")  # its name is that of its concept


class Certificate(models.Model):
    """A standard or mark by which companies are certified, such as ISO 9001; its words are those of its concept."""

    concept = models.OneToOneField(
        Concept,
        models.PROTECT,
        related_name="certificate",
        limit_choices_to={"kind": "certificate"},
        verbose_name=_("concept"),
    )
    description = bilingual(models.TextField(_("what it certifies"), blank=True))
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = CertificateManager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["sort_order", "concept__key"]

    def __str__(self) -> str:
        return f"{self.name}"

    @property
    def key(self) -> str:
        return self.concept.key

    @property
    def name(self) -> str:
        return self.concept.name


class CompanyCertificate(BesideField):
    """A company's own certificate with its validity and, kept private, the proof."""

    company = ParentalKey("directory.Company", on_delete=models.CASCADE, related_name="certificates")
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="company_certificates", verbose_name=_("certificate")
    )
    number = models.CharField(_("number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    proof = models.ForeignKey(
        "core.PortalDocument",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proof"),
        help_text=_("For the institution only; never shown to visitors."),
    )

    class Meta:
        verbose_name = _("certificate of the company")
        verbose_name_plural = _("certificates of the company")
        ordering = ["certificate__sort_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="directory_companycertificate_validity_in_order",
                violation_error_code="valid_until",
                violation_error_message=_("The certificate ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["company", "certificate", "number"],
                name="directory_companycertificate_once",
                violation_error_code="certificate",
                violation_error_message=_("The company has this certificate already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate}"

    def clean(self) -> None:
        super().clean()
        if self.proof and not self.proof.collection.get_view_restrictions():
            message = _("Put the proof into a folder with restricted access: from this one anybody could open it.")
            raise ValidationError({"proof": message})

    @property
    def is_valid(self) -> bool:
        """Valid today; one without an end is taken to be."""
        today: dt.date = timezone.localdate()
        has_begun = self.valid_from is None or self.valid_from <= today
        return has_begun and (self.valid_until is None or self.valid_until >= today)
