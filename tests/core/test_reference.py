"""Reference data: complete, loaded as often as wanted, an operator's changes kept, nonsense refused by the database."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import reference
from core.models import Institution, Place, Region, Topic

pytestmark = pytest.mark.django_db

SAXON = {"DED21", "DED2C", "DED2D", "DED2F", "DED41", "DED42", "DED43", "DED44", "DED45"}
KRAJE = {"CZ041", "CZ042", "CZ051"}


def test_programme_area_is_complete():
    assert set(Region.objects.filter(kind="district").values_list("code", flat=True)) == SAXON
    assert set(Region.objects.filter(kind="kraj").values_list("code", flat=True)) == KRAJE
    okresy = {kraj: Region.objects.filter(kind="okres", parent__code=kraj).count() for kraj in sorted(KRAJE)}
    assert okresy == {"CZ041": 3, "CZ042": 7, "CZ051": 4}
    assert Region.objects.count() == 26
    assert set(Region.objects.top_level().values_list("code", flat=True)) == SAXON | KRAJE


@pytest.mark.parametrize(
    ("institution", "codes"),
    [
        ("ihk-chemnitz", {"DED41", "DED42", "DED43", "DED44", "DED45"}),
        ("ihk-dresden", {"DED21", "DED2C", "DED2D", "DED2F"}),
        ("khk-kv", {"CZ041", "CZ0411", "CZ0412", "CZ0413"}),
        ("mas-cesky-sever", {"CZ0421"}),
    ],
)
def test_institutions_moderate_their_regions(institution, codes):
    moderated = Region.objects.filter(moderated_by__key=institution).values_list("code", flat=True)
    assert set(moderated) == codes


def test_other_czech_regions_are_moderated_by_ahk_services():
    others = Region.objects.filter(country="CZ").exclude(moderated_by__key__in=["khk-kv", "mas-cesky-sever"])
    assert set(others.values_list("moderated_by__key", flat=True)) == {"ahk-services"}
    assert others.count() == 12


def test_okres_leads_to_its_kraj():
    okres = Region.objects.get(code="CZ0421")
    assert okres.kraj_or_district.code == "CZ042"
    assert okres.kraj_or_district.kraj_or_district.code == "CZ042"


def test_every_place_lies_in_the_area_or_says_that_it_does_not():
    for place in Place.objects.select_related("region"):
        assert place.name_de or place.name_cs
        if place.region:
            assert place.region.country == place.country, place.slug


def test_loading_again_changes_nothing():
    before = {model: list(model.objects.order_by("pk").values()) for model in (Region, Place, Institution, Topic)}
    counts = reference.load()
    after = {model: list(model.objects.order_by("pk").values()) for model in (Region, Place, Institution, Topic)}
    assert after == before
    assert counts[Region] == 26


def test_loading_again_keeps_what_an_operator_changed_and_creates_what_is_missing():
    Institution.objects.filter(key="wfs").update(name_de="Neuer Name", place=None)
    Region.objects.filter(code="DED45").update(moderated_by=None)
    Place.objects.filter(slug="zwickau").update(postal_code="08999", latitude=Decimal("50.5"))
    topic = Topic.objects.order_by("pk").last()
    key, topics = topic.key, Topic.objects.count()
    topic.delete()
    reference.load()
    wfs = Institution.objects.get(key="wfs")
    assert (wfs.name_de, wfs.place) == ("Neuer Name", None)
    assert Region.objects.get(code="DED45").moderated_by is None
    assert Place.objects.get(slug="zwickau").postal_code == "08999"
    assert Topic.objects.filter(key=key).exists()
    assert Topic.objects.count() == topics


def test_loading_into_an_empty_database_gives_the_same():
    def facts() -> list:
        return list(Institution.objects.order_by("key").values_list("key", "place__slug", "sort_order"))

    before = facts()
    Topic.objects.all().delete()
    Region.objects.filter(kind="okres", places=None).delete()
    Institution.objects.filter(moderated_regions=None, key="mas-cesky-sever").delete()
    reference.load()
    assert facts() == before
    assert Region.objects.count() == 26


@pytest.mark.parametrize(
    ("kind", "country", "parent"),
    [
        ("okres", "CZ", None),
        ("kraj", "CZ", "CZ042"),
        ("district", "DE", "CZ042"),
        ("district", "CZ", None),
        ("kraj", "DE", None),
        ("okres", "DE", "CZ042"),
    ],
)
def test_region_that_cannot_be_is_refused_with_a_message_and_by_the_database(kind, country, parent):
    region = Region(code="XX1", kind=kind, country=country, name_de="X", name_cs="X")
    region.parent = Region.objects.get(code=parent) if parent else None
    with pytest.raises(ValidationError) as refused:
        region.full_clean()
    assert "constraint" not in str(refused.value).lower()
    with pytest.raises(IntegrityError), transaction.atomic():
        region.save()


@pytest.mark.parametrize(("latitude", "longitude"), [("91", "13"), ("-91", "13"), ("50", "181"), ("50", "-181")])
def test_place_off_the_earth_is_refused_with_a_message_and_by_the_database(latitude, longitude):
    place = Place(slug="x", name_de="X", name_cs="X", country="DE")
    place.latitude, place.longitude = Decimal(latitude), Decimal(longitude)
    with pytest.raises(ValidationError) as refused:
        place.full_clean()
    assert "constraint" not in str(refused.value).lower()
    with pytest.raises(IntegrityError), transaction.atomic():
        place.save()


@pytest.mark.parametrize("model", [Region, Place, Institution])
def test_what_others_refer_to_is_not_deleted(model):
    used = {"Region": {"places__isnull": False}, "Place": {"institution__isnull": False}}
    wanted = used.get(model.__name__, {"moderated_regions__isnull": False})
    record = model.objects.filter(**wanted).first()
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        record.delete()


def test_second_region_of_a_code_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(code="DED45", kind="district", country="DE", name_de="X", name_cs="X")
