"""Sorting as the dictionaries of both languages do."""

import pytest

from core.collation import sort_key


def in_order(words: list[str], language: str) -> bool:
    keys = [sort_key(word, language) for word in words]
    return keys == sorted(keys)


@pytest.mark.parametrize(
    "words",
    [
        ["Cukr", "Čalounictví", "Dílna"],
        ["Hloušek", "Chemie", "Chmel", "Instalace"],
        ["Ruda", "Řezárna", "Sklo", "Šití", "Truhlář"],
        ["Zámečnictví", "Zvon", "Žárovky"],
        ["Dub s.r.o.", "Dubí", "Důl", "Dům"],
    ],
)
def test_czech_letters_come_where_the_dictionary_has_them(words):
    assert in_order(words, "cs")


@pytest.mark.parametrize(
    "words",
    [
        ["Achse", "Ähre", "Akku"],
        ["Gross", "Größe", "Grosso"],
        ["Ofen", "Öl", "Optik"],
        ["Cheb", "Čalounictví"][::-1],
        ["Gießerei", "Gleisbau"],
    ],
)
def test_german_umlauts_sort_as_their_base_letters(words):
    assert in_order(words, "de")


def test_ch_is_one_letter_in_czech_only():
    assert sort_key("Chemie", "cs") > sort_key("Hut", "cs")
    assert sort_key("Chemie", "de") < sort_key("Hut", "de")


@pytest.mark.parametrize("language", ["de", "cs"])
def test_shorter_name_comes_first_and_signs_do_not_count(language):
    assert in_order(["Holz", "Holz Müller", "Holzbau"], language)
    assert sort_key("„Drei-K“ s.r.o.", language) == sort_key("DREI K S R O", language)


@pytest.mark.parametrize("language", ["de", "cs"])
def test_key_is_made_of_letters_and_digits_that_every_database_sorts_alike(language):
    key = sort_key("Кировец №7 – Łódź & Ångström, 日本", language)
    assert key.isascii()
    assert key.isalnum()
    assert key == key.lower()


def test_key_fits_its_column():
    assert len(sort_key("Ö" * 500, "de")) == 160
