"""One-letter words in Czech stay with the next word, in text and in HTML, and nowhere else."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dodavatelé v Ústí a v Mostě", f"Dodavatelé v{NBSP}Ústí a{NBSP}v{NBSP}Mostě"),
        ("V Chebu i v Aši", f"V{NBSP}Chebu i{NBSP}v{NBSP}Aši"),
        ('<p>K výrobě</p><a href="/cs/a b/">o nás</a>', f'<p>K{NBSP}výrobě</p><a href="/cs/a b/">o{NBSP}nás</a>'),
        ("<i >x</i> <b>z oceli</b>", f"<i >x</i> <b>z{NBSP}oceli</b>"),
        ("bez jednopísmenných slov", "bez jednopísmenných slov"),
    ],
)
def test_czech_one_letter_words_are_bound(text, expected):
    with translation.override("cs"):
        shown = Template("{% load portal_tags %}{{ text|typeset }}").render(Context({"text": mark_safe(text)}))
    assert shown == expected


def test_german_stays_as_it_is():
    with translation.override("de"):
        shown = Template("{% load portal_tags %}{{ text|typeset }}").render(Context({"text": "Teil a und b"}))
    assert shown == "Teil a und b"


def test_unsafe_text_stays_escaped():
    with translation.override("cs"):
        shown = Template("{% load portal_tags %}{{ text|typeset }}").render(Context({"text": "<script> v lese"}))
    assert shown == f"&lt;script&gt; v{NBSP}lese"
