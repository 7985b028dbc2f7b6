"""What a company has several of: locations, contacts, verifications, pictures."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from core.i18n import bilingual
from core.models import Place, Region

from .companies import Country
from .messages import BesideField


class Location(BesideField):
    """An address of a company. The region follows from the place; for a town outside the list, it is set by hand."""

    company = ParentalKey("directory.Company", on_delete=models.CASCADE, related_name="locations")
    is_seat = models.BooleanField(
        _("seat"), default=False, help_text=_("Decides region, side of the border and responsible institution.")
    )
    name = bilingual(models.CharField(_("name of the location"), max_length=80, blank=True))
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="locations", verbose_name=_("town")
    )
    other_town = models.CharField(
        _("town outside the list"), max_length=80, blank=True, help_text=_("Only where the list of towns lacks it.")
    )
    country = models.CharField(
        _("country"), max_length=2, choices=Country, blank=True, help_text=_("Follows from the town or the region.")
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="locations",
        verbose_name=_("region"),
        help_text=_("Follows from the town. Choose it for a town outside the list; empty outside the programme area."),
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["-is_seat", "pk"]
        indexes = [
            models.Index(fields=["region", "company"], condition=Q(is_seat=True), name="directory_seat_by_region"),
            models.Index(fields=["place", "company"], condition=Q(is_seat=True), name="directory_seat_by_place"),
            models.Index(fields=["postal_code", "company"], condition=Q(is_seat=True), name="directory_seat_by_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(is_seat=True),
                name="directory_location_one_seat",
                violation_error_code="is_seat",
                violation_error_message=_("A company has one seat only."),
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False, other_town="") | (Q(place__isnull=True) & ~Q(other_town="")),
                name="directory_location_in_one_town",
                violation_error_code="place",
                violation_error_message=_("Choose the town, or write it where the list lacks it, not both."),
            ),
            models.CheckConstraint(
                condition=Q(country__in=Country.values),
                name="directory_location_in_a_country",
                violation_error_code="country",
                violation_error_message=_("Choose the country of a town outside the list."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="directory_location_coordinates_on_earth",
                violation_error_code="latitude",
                violation_error_message=_("Give latitude (−90 to 90) and longitude (−180 to 180), or neither."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.street, self.town]))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._follow_place()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self._follow_place()
        if self.region and self.region.country != self.country:
            raise ValidationError({"region": _("This region is not in the country of the address.")})

    def _follow_place(self) -> None:
        if self.place:
            self.country, self.region = self.place.country, self.place.region
        elif self.region and not self.country:
            self.country = self.region.country

    @property
    def town(self) -> str:
        return str(self.place) if self.place else self.other_town

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees (WGS 84), of the address or else of its town."""
        for where in (self, self.place):
            if where is not None and where.latitude is not None and where.longitude is not None:
                return float(where.latitude), float(where.longitude)
        return None


class Contact(BesideField):
    """Whom to reach in a company, with what of it may be shown to everybody."""

    company = ParentalKey("directory.Company", on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=120, blank=True)
    role = bilingual(
        models.CharField(_("task"), max_length=80, blank=True, help_text=_("Such as sales or purchasing."))
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    is_name_public = models.BooleanField(_("show the name"), default=False)
    is_email_public = models.BooleanField(_("show the e-mail"), default=False)
    is_phone_public = models.BooleanField(_("show the phone"), default=False)
    is_imported = models.BooleanField(_("imported"), default=False, editable=False)
    released_at = models.DateTimeField(
        _("released by the company"),
        null=True,
        blank=True,
        help_text=_("When the company allowed an imported address."),
    )

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_email_public=False) | Q(is_imported=False) | Q(released_at__isnull=False),
                name="directory_contact_imported_email_private",
                violation_error_code="is_email_public",
                violation_error_message=_("An imported e-mail address stays private until its company releases it."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(email="") | ~Q(phone=""),
                name="directory_contact_not_empty",
                violation_error_code="name",
                violation_error_message=_("Give a name, an e-mail address or a phone number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone

    @property
    def public_name(self) -> str:
        return self.name if self.is_name_public else ""

    @property
    def public_email(self) -> str:
        return self.email if self.is_email_public else ""

    @property
    def public_phone(self) -> str:
        return self.phone if self.is_phone_public else ""

    @property
    def is_public(self) -> bool:
        return bool(self.public_name or self.public_email or self.public_phone)


class Verification(BesideField):
    """Something about a company that was checked: what, when and by whom."""

    class Kind(models.TextChoices):
        EMAIL_DOMAIN = "email", _("e-mail address on the company’s own domain")
        REGISTER = "register", _("found in the company register")
        VAT = "vat", _("VAT number valid")
        INSTITUTION = "institution", _("confirmed by an institution")

    company = ParentalKey("directory.Company", on_delete=models.CASCADE, related_name="verifications")
    kind = models.CharField(_("what was checked"), max_length=11, choices=Kind)
    verified_on = models.DateField(_("checked on"))
    institution = models.ForeignKey(
        "core.Institution", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind"],
                name="directory_verification_once",
                violation_error_code="kind",
                violation_error_message=_("This was checked already; change its date instead."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="institution") | Q(institution__isnull=False),
                name="directory_verification_names_institution",
                violation_error_code="institution",
                violation_error_message=_("Say which institution confirmed it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class CompanyPicture(BesideField):
    """A picture of a company, with what it shows in both languages."""

    company = ParentalKey("directory.Company", on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey("core.PortalImage", models.CASCADE, related_name="+", verbose_name=_("picture"))
    alt = bilingual(models.CharField(_("alternative text"), max_length=200, blank=True))
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    sort_order_field = "sort_order"  # lets the admin move pictures up and down

    class Meta:
        verbose_name = _("picture of the company")
        verbose_name_plural = _("pictures of the company")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt_de="") | ~Q(alt_cs=""),
                name="directory_companypicture_says_what_it_shows",
                violation_error_code="alt_de",
                violation_error_message=_("Say what the picture shows, in one language at least."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alt}"
