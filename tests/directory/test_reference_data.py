"""The official lists: sectors, CPV codes, certificates, languages."""

from collections import Counter

import pytest

from core.setup import reference_steps
from directory import reference
from directory.models import Certificate, Concept, Language, Sector, Term

pytestmark = pytest.mark.django_db


def sector(code: str) -> Sector:
    return Sector.objects.get(scheme="nace2", code=code)


def test_all_headings_of_nace_rev_2_are_there():
    levels = Counter(Sector.objects.filter(scheme="nace2").values_list("level", flat=True))
    assert levels == {
        Sector.Level.SECTION: 21,
        Sector.Level.DIVISION: 88,
        Sector.Level.GROUP: 272,
        Sector.Level.CLASS: 615,
    }


def test_every_sector_lies_in_the_one_above_it():
    for each in Sector.objects.exclude(level=Sector.Level.SECTION).select_related("parent"):
        assert each.parent.level == each.level - 1
        if each.level > Sector.Level.DIVISION:
            assert each.code.startswith(each.parent.code)


@pytest.mark.parametrize(
    ("code", "section"),
    [
        ("01", "A"),
        ("05", "B"),
        ("10", "C"),
        ("25", "C"),
        ("33", "C"),
        ("35", "D"),
        ("41", "F"),
        ("62", "J"),
        ("72", "M"),
        ("99", "U"),
    ],
)
def test_division_lies_in_its_section(code, section):
    assert sector(code).parent.code == section


@pytest.mark.parametrize(
    ("code", "german", "czech"),
    [
        ("25.62", "Mechanik a. n. g.", "Obrábění"),
        (
            "13.92",
            "Herstellung von konfektionierten Textilwaren (ohne Bekleidung)",
            "Výroba konfekčních textilních výrobků, kromě oděvů",
        ),
        ("62.01", "Programmierungstätigkeiten", "Programování"),
    ],
)
def test_heading_is_the_official_one(code, german, czech):
    assert (sector(code).name_de, sector(code).name_cs) == (german, czech)


def test_sector_holds_all_below_it():
    inside = Sector.objects.inside(sector("25.6"))
    assert set(inside.values_list("code", flat=True)) == {"25.6", "25.61", "25.62"}
    assert Sector.objects.inside(sector("C")).filter(code="25.62").exists()
    assert not Sector.objects.inside(sector("C")).filter(code="35").exists()


def test_all_cpv_codes_are_there_with_labels_and_parents():
    cpv = Concept.objects.filter(source="cpv")
    assert cpv.count() == 9454
    assert cpv.filter(broader=None).count() == len({row[0] for row in reference.table("cpv") if not row[1]})
    works = cpv.get(key="cpv-45000000")
    assert (works.name_de, works.name_cs) == ("Bauarbeiten", "Stavební práce")
    assert works.narrower.filter(key="cpv-45100000").exists()


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("cpv-42621100", "product"),
        ("cpv-45262670", "service"),
        ("cpv-48000000", "product"),
        ("cpv-79530000", "service"),
    ],
)
def test_cpv_code_is_a_product_or_a_service(key, kind):
    assert Concept.objects.get(key=key).kind == kind


def test_certificates_are_concepts_of_their_kind_and_described_in_both_languages():
    certificates = Certificate.objects.select_related("concept")
    assert len(certificates) >= 40
    for certificate in certificates:
        assert certificate.concept.kind == Concept.Kind.CERTIFICATE
        assert certificate.description_de
        assert certificate.description_cs


def test_languages_of_the_region_come_first():
    assert list(Language.objects.values_list("code", flat=True))[:3] == ["de", "cs", "en"]


def test_loading_again_changes_nothing_and_keeps_what_an_operator_changed():
    Concept.objects.filter(key="turning").update(name_cs="soustružení kovů")
    Term.objects.filter(concept__key="turning").delete()
    before = [model.objects.count() for model in (Sector, Concept, Term, Certificate, Language)]
    reference.load()
    assert [model.objects.count() for model in (Sector, Concept, Term, Certificate, Language)] == before
    assert Concept.objects.get(key="turning").name_cs == "soustružení kovů"


def test_what_was_deleted_by_mistake_comes_back_with_its_terms():
    unused = Concept.objects.curated().filter(kind="process", narrower=None, used_in_capability=None)
    concept = unused.filter(used_in_offercapability=None, terms__language="cs").first()
    words = set(concept.terms.values_list("text", flat=True))
    concept.delete()
    for step in reference_steps:
        step.call(lambda line: None)
    assert set(Term.objects.filter(concept__key=concept.key).values_list("text", flat=True)) == words
