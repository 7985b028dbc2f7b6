"""What editors filter the lists of companies and offers by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from core.i18n import LANGUAGE_CODES
from core.models import Institution, Region
from directory.models import Company, Country, Offer, State, Verification
from directory.responsibility import companies_of

NOT_VERIFIED = "none"
LANGUAGE_NAMES = (("de", _("German")), ("cs", _("Czech")))
YES_NO = (("yes", _("yes")), ("no", _("no")))
#: The columns of which one at least is filled where a language is there.
COMPANY_TEXTS = ("summary", "description")
OFFER_TEXTS = ("title",)


def one_of(choices: Any, label: Any, **more: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label=_("All"), widget=forms.RadioSelect, **more
    )


def some_of(choices: Any, label: Any, **more: Any) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more
    )


def without_language(rows: QuerySet, code: str, texts: tuple[str, ...]) -> QuerySet:
    return rows.filter(**{f"{name}_{code}": "" for name in texts}) if code in LANGUAGE_CODES else rows


class CompanyFilterSet(WagtailFilterSet):
    state = some_of(State.choices, _("State"))
    country = one_of(Country.choices, _("Side"))
    region = django_filters.ModelChoiceFilter(
        queryset=Region.objects.all(), label=_("Region"), method="in_region", empty_label=_("All")
    )
    kind = some_of(Company.Kind.choices, _("Kind"))
    verification = one_of(
        [*Verification.Kind.choices, (NOT_VERIFIED, _("nothing verified"))],
        _("Verification"),
        method="with_verification",
    )
    missing = one_of(LANGUAGE_NAMES, _("Language missing"), method="missing_in")
    institution = django_filters.ModelChoiceFilter(
        queryset=Institution.objects.all(),
        label=_("Responsible institution"),
        method="answered_by",
        empty_label=_("All"),
    )
    source = some_of(Company.Source.choices, _("Source"))

    class Meta:
        model = Company
        fields: tuple[str, ...] = ()

    def in_region(self, rows: Any, name: str, region: Region) -> QuerySet:
        return rows.in_region(region.code)

    def with_verification(self, rows: QuerySet, name: str, kind: str) -> QuerySet:
        verified = Verification.objects.filter(company=OuterRef("pk"))
        return rows.filter(~Exists(verified) if kind == NOT_VERIFIED else Exists(verified.filter(kind=kind)))

    def missing_in(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        return without_language(rows, code, COMPANY_TEXTS)

    def answered_by(self, rows: QuerySet, name: str, institution: Institution) -> QuerySet:
        return rows.filter(pk__in=companies_of(institution))


class OfferFilterSet(WagtailFilterSet):
    state = some_of(State.choices, _("State"))
    expired = one_of(YES_NO, _("Expired"), method="expired_or_not")
    direction = one_of(Offer.Direction.choices, _("Direction"))
    type = some_of(Offer.Type.choices, _("Type"))
    country = one_of(Country.choices, _("Side"), field_name="company__country")
    region = django_filters.ModelChoiceFilter(
        queryset=Region.objects.all(), label=_("Region"), method="in_region", empty_label=_("All")
    )
    missing = one_of(LANGUAGE_NAMES, _("Language missing"), method="missing_in")
    institution = django_filters.ModelChoiceFilter(
        queryset=Institution.objects.all(),
        label=_("Responsible institution"),
        method="answered_by",
        empty_label=_("All"),
    )

    class Meta:
        model = Offer
        fields: tuple[str, ...] = ()

    def expired_or_not(self, rows: QuerySet, name: str, answer: str) -> QuerySet:
        expired = {"valid_until__lt": timezone.localdate()}
        return rows.filter(**expired) if answer == "yes" else rows.exclude(**expired)

    def in_region(self, rows: QuerySet, name: str, region: Region) -> QuerySet:
        return rows.filter(company__in=Company.objects.in_region(region.code))

    def missing_in(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        return without_language(rows, code, OFFER_TEXTS)

    def answered_by(self, rows: QuerySet, name: str, institution: Institution) -> QuerySet:
        return rows.filter(company__in=companies_of(institution))
