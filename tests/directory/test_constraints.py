"""What SQL refuses, whoever writes: each invariant of the directory past all forms, and the numbers’ checksums."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import Institution, PortalImage, Region
from directory.models import (
    Capability,
    Certificate,
    Company,
    CompanyCertificate,
    CompanyPicture,
    Contact,
    Location,
    Objection,
    ProblemReport,
    Sector,
    State,
    Term,
    Verification,
)
from directory.models.offers import after_twelve_months

from .factories import CompanyFactory, ConceptFactory, OfferFactory

pytestmark = pytest.mark.django_db
ICO, OTHER_ICO = "89999908", "89999916"


def refused(write, **facts):
    """Try to write; return whether the database refused."""
    try:
        with transaction.atomic():
            write(**facts)
    except IntegrityError:
        return True
    return False


def update(row):
    return type(row).objects.filter(pk=row.pk).update


def test_ico_is_unique_with_or_without_a_court():
    CompanyFactory(country="CZ", register_number=ICO, register_court="Ústí nad Labem")
    assert refused(CompanyFactory, country="CZ", register_number=ICO)
    assert refused(CompanyFactory, country="CZ", register_number=ICO, register_court="Plzeň")
    assert not refused(CompanyFactory, country="CZ", register_number=OTHER_ICO)


def test_german_number_is_unique_at_its_court():
    CompanyFactory(register_number="HRB 90001", register_court="Chemnitz")
    assert refused(CompanyFactory, register_number="HRB 90001", register_court="Chemnitz")
    assert not refused(CompanyFactory, register_number="HRB 90001", register_court="Dresden")
    assert not refused(CompanyFactory, register_number="HRB 90001")


def test_companies_without_number_are_many():
    assert not refused(CompanyFactory) and not refused(CompanyFactory)  # noqa: PT018 - the second is the question


@pytest.mark.parametrize("text", ["summary_de", "summary_cs", "description_de", "description_cs"])
def test_published_company_is_complete_in_a_language(text):
    empty = dict.fromkeys(["summary_de", "summary_cs", "description_de", "description_cs"], "")
    company = CompanyFactory()
    assert refused(update(company), **empty)
    assert not refused(update(company), **{**empty, text: "Text."})
    assert not refused(update(company), **empty, state=State.DRAFT)


def test_published_offer_has_a_title():
    offer = OfferFactory()
    assert refused(update(offer), title_de="", title_cs="")
    assert not refused(update(offer), title_de="", title_cs="Soustružení")


@pytest.mark.parametrize("factory", [CompanyFactory, OfferFactory])
@pytest.mark.parametrize("state", [State.HIDDEN, State.SUSPENDED])
def test_withheld_entry_has_a_reason(factory, state):
    entry = factory()
    assert refused(update(entry), state=state, state_reason="")
    assert not refused(update(entry), state=state, state_reason="Anruf vom 4. Mai.")


def test_company_has_one_seat():
    company = CompanyFactory()
    here = company.seat
    further = {"company": company, "place": here.place, "country": "DE"}
    assert refused(Location.objects.create, **further, is_seat=True)
    assert not refused(Location.objects.create, **further) and not refused(Location.objects.create, **further)  # noqa: PT018


@pytest.mark.parametrize(
    ("facts", "is_refused"),
    [
        ({"place": None, "other_town": ""}, True),
        ({"other_town": "Uttewalde"}, True),
        ({"place": None, "other_town": "Uttewalde"}, False),
        ({"country": "AT"}, True),
        ({"latitude": 50}, True),
        ({"latitude": 91, "longitude": 13}, True),
        ({"latitude": 50, "longitude": 181}, True),
        ({"latitude": 50, "longitude": 13}, False),
    ],
)
def test_location_lies_in_one_town_on_earth(facts, is_refused):
    assert refused(update(CompanyFactory().seat), **facts) is is_refused


def test_region_follows_the_town():
    location = CompanyFactory(country="CZ", town="most").seat
    location.region, location.country = Region.objects.get(code="DED21"), "DE"
    location.save()
    assert (location.country, location.region) == ("CZ", location.place.region)


def test_country_follows_the_region_of_a_town_outside_the_list():
    region = Region.objects.get(code="CZ0421")
    location = Location(company=CompanyFactory(), other_town="Vysoká Lípa", region=region)
    location.full_clean()
    location.save()
    assert location.country == "CZ"


def test_imported_email_is_private_until_it_is_released():
    contact = Contact.objects.create(company=CompanyFactory(), email="info@firma.example", is_imported=True)
    assert refused(update(contact), is_email_public=True)
    assert not refused(update(contact), is_email_public=True, released_at=timezone.now())
    assert not refused(update(contact), is_email_public=True, is_imported=False, released_at=None)


def test_contact_says_something():
    assert refused(Contact.objects.create, company=CompanyFactory(), role_de="Vertrieb")


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "is_refused"),
    [
        (dt.date(2026, 5, 4), dt.date(2026, 5, 3), True),
        (dt.date(2026, 5, 4), dt.date(2026, 5, 4), False),
        (None, dt.date(2026, 5, 4), False),
        (dt.date(2026, 5, 4), None, False),
    ],
)
def test_certificate_ends_after_it_begins(valid_from, valid_until, is_refused):
    facts = {"company": CompanyFactory(), "certificate": Certificate.objects.first()}
    dates = {"valid_from": valid_from, "valid_until": valid_until}
    assert refused(CompanyCertificate.objects.create, **facts, **dates) is is_refused


def test_company_has_a_certificate_once():
    facts = {"company": CompanyFactory(), "certificate": Certificate.objects.first(), "number": "12 100"}
    CompanyCertificate.objects.create(**facts)
    assert refused(CompanyCertificate.objects.create, **facts)
    assert not refused(CompanyCertificate.objects.create, **{**facts, "number": "12 101"})


def test_verification_is_there_once_and_names_the_institution():
    facts = {"company": CompanyFactory(), "verified_on": dt.date(2026, 5, 4)}
    assert refused(Verification.objects.create, **facts, kind="institution")
    institution = Institution.objects.get(key="wfs")
    assert not refused(Verification.objects.create, **facts, kind="institution", institution=institution)
    assert refused(Verification.objects.create, **facts, kind="institution", institution=institution)
    assert not refused(Verification.objects.create, **facts, kind="vat")


def test_picture_says_what_it_shows():
    facts = {"company": CompanyFactory(), "image": PortalImage.objects.first()}
    assert refused(CompanyPicture.objects.create, **facts)
    assert not refused(CompanyPicture.objects.create, **facts, alt_cs="Soustruh")


@pytest.mark.parametrize(("lot_from", "lot_to", "is_refused"), [(10, 9, True), (10, 10, False), (None, 9, False)])
def test_lot_is_in_order(lot_from, lot_to, is_refused):
    facts = {"company": CompanyFactory(), "concept": ConceptFactory()}
    assert refused(Capability.objects.create, **facts, lot_from=lot_from, lot_to=lot_to) is is_refused


def test_material_is_a_material():
    capability = Capability(company=CompanyFactory(), concept=ConceptFactory(), material=ConceptFactory())
    with pytest.raises(ValidationError) as caught:
        capability.full_clean()
    assert set(caught.value.message_dict) == {"material"}


@pytest.mark.parametrize(
    ("first", "last", "is_refused"),
    [
        (dt.date(2026, 5, 4), dt.date(2026, 5, 3), True),
        (dt.date(2026, 5, 4), dt.date(2026, 5, 4), False),
        (dt.date(2026, 5, 4), dt.date(2027, 5, 5), False),  # SQL counts 366 days, the form twelve months
        (dt.date(2026, 5, 4), dt.date(2027, 5, 6), True),
        (dt.date(2027, 5, 4), dt.date(2028, 5, 4), False),  # with 29 February between
        (dt.date(2027, 5, 4), dt.date(2028, 5, 5), True),
        (dt.date(2026, 5, 4), None, True),
    ],
)
def test_offer_is_valid_for_twelve_months_at_most(first, last, is_refused):
    assert refused(update(OfferFactory()), valid_from=first, valid_until=last) is is_refused


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2026, 5, 4), dt.date(2027, 5, 4)),
        (dt.date(2027, 5, 4), dt.date(2028, 5, 4)),
        (dt.date(2028, 2, 29), dt.date(2029, 2, 28)),
        (dt.date(2027, 2, 28), dt.date(2028, 2, 28)),
    ],
)
def test_twelve_months_end_on_the_same_day(first, last):
    assert after_twelve_months(first) == last
    offer = OfferFactory(valid_from=first, valid_until=last)
    offer.full_clean()
    offer.valid_until = last + dt.timedelta(days=1)
    with pytest.raises(ValidationError) as caught:
        offer.full_clean()
    assert set(caught.value.message_dict) == {"valid_until"}


def test_concept_is_not_broader_than_itself():
    wide, middle, narrow = ConceptFactory(), ConceptFactory(), ConceptFactory()
    assert refused(update(wide), broader=wide)
    for above, below in [(wide, middle), (middle, narrow)]:
        below.broader = above
        below.full_clean()
        below.save()
    wide.broader = narrow
    with pytest.raises(ValidationError) as caught:
        wide.full_clean()
    assert set(caught.value.message_dict) == {"broader"}


def test_concept_is_named_in_both_languages():
    concept = ConceptFactory()
    assert refused(update(concept), name_de="")
    assert refused(update(concept), name_cs="")
    assert refused(ConceptFactory, key=concept.key)


def test_concept_has_a_term_once():
    facts = {"concept": ConceptFactory(), "language": "de", "text": "Drehteile"}
    Term.objects.create(**facts)
    assert refused(Term.objects.create, **facts)
    assert not refused(Term.objects.create, **{**facts, "language": "cs"})


def test_sector_has_its_place_in_its_classification():
    division = Sector.objects.get(scheme="nace2", code="25")
    assert refused(update(division), parent=None)
    assert refused(update(division), parent=division)
    assert refused(update(division), code="26")
    assert refused(update(division.parent), parent=division)
    assert not refused(update(division), scheme="nace2.1")


def test_report_is_about_one_entry_and_decided_with_words():
    company, offer = CompanyFactory(), OfferFactory()
    facts = {"kind": "correction", "message": "…", "institution": Institution.objects.get(key="wfs")}
    assert refused(ProblemReport.objects.create, **facts, key="1")
    assert refused(ProblemReport.objects.create, **facts, key="2", company=company, offer=offer)
    report = ProblemReport.objects.create(**facts, key="3", company=company)
    assert refused(update(report), state="accepted")
    assert not refused(update(report), state="accepted", decision="Stimmt, danke.")
    assert refused(ProblemReport.objects.create, **facts, key="3", offer=offer)


@pytest.mark.parametrize("number", ["89999909", "2559664", "25596642", "8000001a"])
def test_no_way_of_writing_takes_an_ico_that_cannot_be(number):
    company = CompanyFactory(country="CZ", register_number=ICO)
    company.register_number = number
    for write in (company.save, company.full_clean):
        with pytest.raises(ValidationError) as caught:
            write()
        assert set(caught.value.message_dict) == {"register_number"}
    with pytest.raises(ValidationError):
        Company.objects.create(legal_name="Firma", country="CZ", register_number=number)


@pytest.mark.parametrize("number", ["DE136695977", "CZ89999909", "136695976", "XX1"])
def test_no_way_of_writing_takes_a_vat_number_that_cannot_be(number):
    company = CompanyFactory(vat_number="DE136695976")
    company.vat_number = number
    for write in (company.save, company.full_clean):
        with pytest.raises(ValidationError) as caught:
            write()
        assert set(caught.value.message_dict) == {"vat_number"}


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("DE", "HRB12345", "HRB 12345"),
        ("DE", " hra 678 ", "HRA 678"),
        ("DE", "GnR 12", "GnR 12"),
        ("DE", "HRB 12345 B", "HRB 12345 B"),
        ("CZ", "899 99 908", "89999908"),
        ("CZ", "177041", "00177041"),
    ],
)
def test_register_number_has_one_spelling(country, typed, kept):
    assert CompanyFactory(country=country, register_number=typed).register_number == kept


def test_vat_number_has_one_spelling():
    assert CompanyFactory(vat_number="de 136 695 976").vat_number == "DE136695976"


def test_import_leaves_out_who_has_objected():
    Objection.objects.create(country="CZ", register_number=ICO, legal_name="Kovo Lípa s.r.o.")
    facts = {"country": "CZ", "source": "import", "summary_cs": "Kovovýroba."}
    by_number = Company(legal_name="Kovo Lípa a.s.", register_number=ICO, **facts)
    by_name = Company(legal_name="KOVO LÍPA S.R.O.".lower(), **facts)
    for company in (by_number, by_name):
        with pytest.raises(ValidationError):
            company.full_clean()
    Company(legal_name="Kovo Lípa a.s.", register_number=ICO, **{**facts, "source": "company"}).full_clean()


def test_objection_is_found_however_its_number_was_typed():
    objection = Objection.objects.create(country="CZ", register_number="899 99 908", legal_name="Kovo Lípa s.r.o.")
    assert Objection.objects.covers(Company(legal_name="Kovo Lípa a.s.", register_number=ICO, country="CZ"))
    objection.register_number = "89999909"
    with pytest.raises(ValidationError) as caught:
        objection.full_clean()
    assert set(caught.value.message_dict) == {"register_number"}


@pytest.mark.parametrize(("court", "is_same"), [("Chemnitz", True), ("", True), ("Dresden", False)])
def test_objection_holds_for_the_number_at_its_court(court, is_same):
    facts = {"country": "DE", "register_number": "HRB 22069"}
    Objection.objects.create(legal_name="Ganz anders GmbH", register_court="Chemnitz", **facts)
    assert Objection.objects.covers(Company(legal_name="Alpha GmbH", register_court=court, **facts)) is is_same


def test_message_stands_beside_its_field():
    offer = OfferFactory.build(
        company=CompanyFactory(), title_de="", valid_until=timezone.localdate() - dt.timedelta(1)
    )
    with pytest.raises(ValidationError) as caught:
        offer.full_clean()
    assert set(caught.value.message_dict) == {"title_de", "valid_until"}
