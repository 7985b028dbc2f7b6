"""Rows of many relations in one query are the same rows as asked for one by one."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.models import Model

from core.models import Institution, Place
from directory.models import Capability, Company, Contact, Language, Location, Sector, Verification
from directory.one_query import _fields, fill_relations, with_rows

from .factories import CompanyFactory, ConceptFactory, OfferFactory

pytestmark = pytest.mark.django_db

RELATIONS = {
    "locations": ("place", "region__parent__moderated_by"),
    "capabilities": ("concept", "material"),
    "verifications": ("institution",),
    "contacts": (),
    "languages": (),
    "sectors": ("parent",),
}


@pytest.fixture
def company() -> Company:
    company = CompanyFactory(country="CZ", town="most")
    Location.objects.create(
        company=company, other_town="Kdesi", country="CZ", latitude=Decimal("50.12345"), longitude=14
    )
    Capability.objects.create(company=company, concept=ConceptFactory(), size='Ø "5" mm', lot_from=7)
    wfs = Institution.objects.get(key="wfs")
    Verification.objects.create(company=company, kind="vat", verified_on=dt.date(2026, 3, 12), institution=wfs)
    Contact.objects.create(company=company, name="Žofie", is_name_public=True)
    company.languages.set(Language.objects.filter(code__in=["cs", "de", "en"]))
    company.sectors.set(Sector.objects.filter(code__in=["25.62", "25.61", "01.11"]))
    company.save()
    return company


def values(record: Model) -> dict:
    """The columns of a row; moments are not taken along."""
    return {field.attname: getattr(record, field.attname) for field in _fields(type(record))}


def test_one_query_brings_what_many_bring(company, django_assert_num_queries):
    with django_assert_num_queries(1):
        gathered = with_rows(Company.objects.filter(pk=company.pk), RELATIONS).get()
        fill_relations(gathered, RELATIONS)
        seen = {name: list(getattr(gathered, name).all()) for name in RELATIONS}
    for name, rows in seen.items():
        own = list(getattr(company, name).all())
        assert [(type(row), values(row)) for row in rows] == [(type(row), values(row)) for row in own], name


def test_joined_records_need_no_query(company, django_assert_num_queries):
    gathered = with_rows(Company.objects.filter(pk=company.pk), RELATIONS).get()
    fill_relations(gathered, RELATIONS)
    with django_assert_num_queries(0):
        seat, elsewhere = gathered.locations.all()
        assert seat.region.parent.moderated_by.key == "ahk-services"
        assert elsewhere.place is None
        assert elsewhere.point == (50.12345, 14)
        assert gathered.capabilities.all()[0].concept.name_de == "Drehen"
        assert gathered.capabilities.all()[0].company is gathered
        assert gathered.sectors.all()[0].parent.code == "01.1"


def test_record_without_rows_has_none(django_assert_num_queries):
    company = CompanyFactory()
    company.locations.all().delete()
    gathered = with_rows(Company.objects.filter(pk=company.pk), RELATIONS).get()
    fill_relations(gathered, RELATIONS)
    with django_assert_num_queries(0):
        assert [list(getattr(gathered, name).all()) for name in RELATIONS] == [[]] * len(RELATIONS)


def test_relations_of_a_parent_are_brought_too(company, django_assert_num_queries):
    offer, most = OfferFactory(company=company), Place.objects.get(slug="most")
    relations = {"company__locations": ("place",), "capabilities": ()}
    with django_assert_num_queries(1):
        gathered = with_rows(type(offer).objects.select_related("company").filter(pk=offer.pk), relations).get()
        fill_relations(gathered, relations)
        assert gathered.company.seat.place == most


def test_saving_a_record_leaves_its_rows_as_they_are(company):
    gathered = with_rows(Company.objects.filter(pk=company.pk), RELATIONS).get()
    fill_relations(gathered, RELATIONS)
    gathered.save()
    assert company.locations.count() == 2
    assert company.languages.count() == 3
