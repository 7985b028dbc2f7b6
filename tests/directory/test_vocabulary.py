"""The curated vocabulary, as its files have it."""

import re
from collections import defaultdict

import pytest

from directory import reference
from directory.models import Concept, Sector, Term

VOCABULARY = reference.vocabulary()
LANGUAGES = ("de", "cs")
KINDS = set(Concept.Kind.values)
# Words of German that begin with a small letter for a reason of their own.
SMALL_IN_GERMAN = re.compile(r"[a-z]+[- ]?[A-ZÄÖÜ0-9]|[a-zäöüß]+e[srnm]? [A-ZÄÖÜ]|.* .*|[0-9(]")
# Adjectives and abbreviations that people type on their own.
SMALL_WORDS = {"lebensmittelecht", "lebensmittelgeeignet", "koscher", "halal", "g.g.A.", "g.U."}


def folded(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())


def broader_chain(key: str) -> list[str]:
    chain: list[str] = []
    while key:
        assert key not in chain, f"{key} is broader than itself: {chain}"
        chain.append(key)
        key = VOCABULARY[key].get("broader", "")
    return chain


def test_there_are_enough_concepts_and_words():
    assert len(VOCABULARY) >= 600
    assert sum(len(row[language]) for row in VOCABULARY.values() for language in LANGUAGES) >= 6 * len(VOCABULARY)


def test_no_key_is_in_two_files():
    files = sorted((reference.DATA / "vocabulary").glob("*.toml"))
    keys = [
        line[1:-1] for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("[")
    ]
    assert len(keys) == len(set(keys)) == len(VOCABULARY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_has_words_in_both_languages(language):
    for key, row in VOCABULARY.items():
        assert row[language], key
        assert all(text == text.strip() and "  " not in text for text in row[language]), key
        assert len(row[language]) == len(set(row[language])), key


def test_every_concept_has_a_kind_and_fields_that_are_known():
    for key, row in VOCABULARY.items():
        assert row["kind"] in KINDS, key
        assert set(row) <= {"kind", "de", "cs", "broader", "nace", "cpv"}, key
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stands_for_two_concepts(language):
    concepts = defaultdict(set)
    for key, row in VOCABULARY.items():
        for text in row[language]:
            concepts[folded(text)].add(key)
    assert {text: keys for text, keys in concepts.items() if len(keys) > 1} == {}


def test_german_nouns_are_capitalised():
    for key, row in VOCABULARY.items():
        for text in row["de"]:
            assert text[0].isupper() or text in SMALL_WORDS or SMALL_IN_GERMAN.match(text), f"{key}: {text}"


def test_broader_concepts_exist_and_end_in_a_field():
    for key in VOCABULARY:
        top = broader_chain(key)[-1]
        assert VOCABULARY[top]["kind"] == Concept.Kind.SECTOR, f"{key} ends in {top}"


def test_codes_are_those_of_the_official_lists():
    nace = {row[0] for row in reference.table("nace_rev2")}
    cpv = {row[0] for row in reference.table("cpv")}
    for key, row in VOCABULARY.items():
        assert set(row.get("nace", [])) <= nace, key
        assert set(row.get("cpv", [])) <= cpv, key


@pytest.mark.django_db
def test_database_holds_what_the_files_say():
    assert Concept.objects.curated().count() == len(VOCABULARY)
    row = VOCABULARY["turning"]
    turning = Concept.objects.get(key="turning")
    assert (turning.name_de, turning.name_cs) == (row["de"][0], row["cs"][0])
    assert turning.broader.key == row["broader"]
    for language in LANGUAGES:
        assert (
            list(Term.objects.filter(concept=turning, language=language).values_list("text", flat=True))
            == row[language][1:]
        )
    assert set(turning.sectors.values_list("code", flat=True)) == set(row["nace"])
    assert Sector.objects.get(code="25.62").concepts.filter(key="turning").exists()


@pytest.mark.parametrize(
    ("german", "czech"),
    [
        ("Drehteile", "soustružené díly"),
        ("Feuerverzinken", "žárové zinkování"),
        ("Spritzguss", "vstřikování plastů"),
        ("Werkzeugbau", "nástrojárna"),
        ("Tischlerei", "truhlářství"),
        ("Lohnfertigung", "kooperace"),
    ],
)
def test_words_of_both_sides_meet_in_one_concept(german, czech):
    meant = [key for key, row in VOCABULARY.items() if folded(german) in map(folded, row["de"])]
    assert len(meant) == 1
    assert folded(czech) in map(folded, VOCABULARY[meant[0]]["cs"])
