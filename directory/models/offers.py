"""Offers and requests of companies."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from core.i18n import LANGUAGE_CODES, bilingual
from core.models import Region
from directory.addresses import address_slug
from directory.querysets import OfferQuerySet

from .companies import Company
from .entry import Entry, State, revisions_of
from .taxonomy import Language

LONGEST_VALIDITY = dt.timedelta(days=366)


def after_twelve_months(day: dt.date) -> dt.date:
    """Return the same day a year later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def in_half_a_year() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=182)


class Offer(Entry):
    """Something that a company offers or looks for, for twelve months at most and then extended or gone."""

    class Direction(models.TextChoices):
        OFFER = "offer", _("offer")
        REQUEST = "request", _("request")

    class Type(models.TextChoices):
        PRODUCT = "product", _("product")
        SERVICE = "service", _("service")
        CAPACITY = "capacity", _("free capacity")
        COOPERATION = "cooperation", _("cooperation")
        TECHNOLOGY = "technology", _("technology")
        RESEARCH = "research", _("research")

    company = models.ForeignKey(Company, models.CASCADE, related_name="offers", verbose_name=_("company"))
    direction = models.CharField(_("direction"), max_length=7, choices=Direction, default=Direction.OFFER)
    type = models.CharField(_("type"), max_length=11, choices=Type)
    title = bilingual(models.CharField(_("title"), max_length=120, blank=True))
    title_de: str
    title_cs: str
    text = bilingual(models.TextField(_("text"), max_length=4000, blank=True))
    quantity = bilingual(
        models.CharField(_("quantity"), max_length=80, blank=True, help_text=_("Such as 200 to 5,000 pieces a year."))
    )
    regions = ParentalManyToManyField(
        Region, blank=True, related_name="+", verbose_name=_("regions wanted"), help_text=_("None: anywhere.")
    )
    languages = ParentalManyToManyField(Language, blank=True, related_name="+", verbose_name=_("languages accepted"))
    valid_from = models.DateField(
        _("valid from"),
        default=timezone.localdate,
        editable=False,
        help_text=_("The day of publication or of the last extension."),
    )
    valid_until = models.DateField(
        _("valid until"),
        default=in_half_a_year,
        help_text=_("Twelve months from the first day at most; a later day counts them from today."),
    )
    is_anonymous = models.BooleanField(
        _("anonymous"),
        default=False,
        help_text=_("The institution is named instead of the company, and passes on answers."),
    )

    OUTSIDE_VERSIONS = (*Entry.OUTSIDE_VERSIONS, "valid_from")

    _revisions = revisions_of("offer")

    objects = OfferQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("offer or request")
        verbose_name_plural = _("offers and requests")
        ordering = ["-valid_from", "-pk"]
        indexes = [
            models.Index(fields=["state", "-valid_from", "-id"], name="directory_offer_newest"),
            # With the company in it, the list is counted without reading the offers themselves.
            models.Index(fields=["state", "valid_until", "id", "company"], name="directory_offer_ending"),
        ]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="directory_offer_ends_after_it_begins",
                violation_error_code="valid_until",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__lte=F("valid_from") + LONGEST_VALIDITY),
                name="directory_offer_twelve_months_at_most",
                violation_error_code="valid_until",
                violation_error_message=_("An offer or request is valid for twelve months at most."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | ~Q(title_de="") | ~Q(title_cs=""),
                name="directory_offer_published_in_a_language",
                violation_error_code="title_de",
                violation_error_message=_("Write a title in at least one language first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}" or f"{self.get_direction_display()} {self.pk}"

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_until and self.valid_until > after_twelve_months(self.valid_from):
            raise ValidationError({"valid_until": _("An offer or request is valid for twelve months at most.")})

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED and self.company.is_public and not self.is_expired

    @property
    def languages_filled(self) -> list[str]:
        return [code for code in LANGUAGE_CODES if getattr(self, f"title_{code}")]

    @property
    def is_request(self) -> bool:
        return self.direction == self.Direction.REQUEST

    @property
    def is_expired(self) -> bool:
        return self.valid_until < timezone.localdate()

    def get_absolute_url(self) -> str:
        """The address in the reader's language; the words follow the title, the number at its end stays."""
        return reverse("offer", kwargs=self._address)

    def get_report_url(self) -> str:
        return reverse("report_offer", kwargs=self._address)

    @property
    def _address(self) -> dict[str, Any]:
        return {"pk": self.pk, "slug": address_slug(f"{self.title}")}

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "directory/offer.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from directory.details import offer_context  # which reads these models

        return super().get_preview_context(request, mode_name) | offer_context(self)
