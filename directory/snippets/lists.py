"""The columns of the lists of companies and offers, on the screen and in files."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn

from directory.models import Company, Entry, State, Verification

VERIFIED = {
    Verification.Kind.EMAIL_DOMAIN: _("E-mail"),
    Verification.Kind.REGISTER: _("Register"),
    Verification.Kind.VAT: _("VAT"),
    Verification.Kind.INSTITUTION: _("Institution"),
}


def day(date: dt.date | None) -> str:
    return date_format(date, "SHORT_DATE_FORMAT") if date else ""


def languages_filled(entry: Entry) -> str:
    return ", ".join(code.upper() for code in entry.languages_filled)


def verified(company: Company) -> str:
    return ", ".join(str(VERIFIED[Verification.Kind(each.kind)]) for each in company.verifications.all())


def region(company: Company) -> str:
    return str(company.seat.region or "") if company.seat else ""


def town(company: Company) -> str:
    return company.seat.town if company.seat else ""


def yes_or_no(value: bool) -> str:
    return str(_("yes") if value else _("no"))


STATE = StatusTagColumn(
    "state",
    label=_("State"),
    accessor="get_state_display",
    primary=lambda entry: entry.state == State.PUBLISHED,
    sort_key="state",
)
LANGUAGES = Column("languages_filled", label=_("Languages"), accessor=languages_filled)

TOWN = Column("town", label=_("Town"), accessor=town)

COMPANY_COLUMNS = [
    "legal_name",
    Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
    Column("country", label=_("Side"), sort_key="country"),
    Column("region", label=_("Region"), accessor=region),
    LANGUAGES,
    STATE,
    Column("verified", label=_("Verification"), accessor=verified),
    Column(
        "last_confirmed_on",
        label=_("Confirmed"),
        accessor=lambda company: day(company.last_confirmed_on),
        sort_key="last_confirmed_on",
    ),
    Column("offers", label=_("Offers"), accessor="offers_total"),
]
COMPANY_EXPORT = [
    Column("legal_name", label=_("Name")),
    Column("kind", label=_("Kind"), accessor="get_kind_display"),
    Column("country", label=_("Country"), accessor="get_country_display"),
    Column("register_number", label=_("Register number")),
    Column("register_court", label=_("Register court")),
    Column("vat_number", label=_("VAT number")),
    Column("website", label=_("Website")),
    TOWN,
    Column("region", label=_("Region"), accessor=region),
    Column("employees", label=_("Employees"), accessor="get_employees_display"),
    Column("founded", label=_("Founded in")),
    LANGUAGES,
    Column("state", label=_("State"), accessor="get_state_display"),
    Column("state_reason", label=_("Reason for the state")),
    Column("verified", label=_("Verification"), accessor=verified),
    Column("last_confirmed_on", label=_("Last confirmed")),
    Column("source", label=_("Source"), accessor="get_source_display"),
    Column("offers", label=_("Offers"), accessor="offers_total"),
]

OFFER_COLUMNS = [
    "__str__",
    Column("direction", label=_("Direction"), accessor="get_direction_display", sort_key="direction"),
    Column("type", label=_("Type"), accessor="get_type_display", sort_key="type"),
    Column("company", label=_("Company"), sort_key="company__legal_name"),
    LANGUAGES,
    STATE,
    Column(
        "valid_until", label=_("Valid until"), accessor=lambda offer: day(offer.valid_until), sort_key="valid_until"
    ),
    Column("expired", label=_("Expired"), accessor=lambda offer: yes_or_no(offer.is_expired)),
]
OFFER_EXPORT = [
    Column("title_de", label=_("Title in German")),
    Column("title_cs", label=_("Title in Czech")),
    Column("direction", label=_("Direction"), accessor="get_direction_display"),
    Column("type", label=_("Type"), accessor="get_type_display"),
    Column("company", label=_("Company"), accessor="company.legal_name"),
    Column("country", label=_("Side"), accessor="company.get_country_display"),
    LANGUAGES,
    Column("state", label=_("State"), accessor="get_state_display"),
    Column("state_reason", label=_("Reason for the state")),
    Column("valid_from", label=_("Valid from")),
    Column("valid_until", label=_("Valid until")),
    Column("expired", label=_("Expired"), accessor=lambda offer: yes_or_no(offer.is_expired)),
    Column("is_anonymous", label=_("Anonymous"), accessor=lambda offer: yes_or_no(offer.is_anonymous)),
]
