"""Two languages in one record: the reader's is shown, else the other, and which one it was is known."""

import pytest
from django.utils import translation

from core.i18n import LANGUAGE_CODES, active_language, other_language, shown_language
from core.models import Place, Region


def test_portal_speaks_german_and_czech():
    assert LANGUAGE_CODES == ("de", "cs")
    assert (other_language("de"), other_language("cs")) == ("cs", "de")


@pytest.mark.parametrize(("active", "expected"), [("de", "de"), ("cs", "cs"), ("en", "de"), ("de-at", "de")])
def test_active_language_is_always_one_of_ours(active, expected):
    with translation.override(active):
        assert active_language() == expected


def test_active_language_without_translation_is_the_first():
    with translation.override(None):
        assert active_language() == "de"


@pytest.mark.parametrize(
    ("name_de", "name_cs", "language", "shown", "shown_in"),
    [
        ("Tetschen", "Děčín", "de", "Tetschen", "de"),
        ("Tetschen", "Děčín", "cs", "Děčín", "cs"),
        ("", "Děčín", "de", "Děčín", "cs"),
        ("Tetschen", "", "cs", "Tetschen", "de"),
        ("Tetschen", "Děčín", "en", "Tetschen", "de"),
    ],
)
def test_record_is_read_in_the_readers_language_or_the_other(name_de, name_cs, language, shown, shown_in):
    place = Place(name_de=name_de, name_cs=name_cs)
    with translation.override(language):
        assert place.name == shown
        assert shown_language(place, "name") == shown_in
        assert str(place) == shown


def test_both_names_are_shown_where_they_differ():
    with translation.override("cs"):
        assert Place(name_de="Tetschen", name_cs="Děčín").both_names == "Děčín / Tetschen"
        assert Place(name_de="Zwickau", name_cs="Zwickau").both_names == "Zwickau"
        assert Place(name_de="Zwickau", name_cs="").both_names == "Zwickau"


def test_record_without_a_name_says_nothing():
    assert str(Region()) == ""
