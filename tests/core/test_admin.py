"""The records of the ground floor in the admin: each list opens, filters, searches and exports, in both languages."""

import re

import pytest
from bs4 import BeautifulSoup
from django.apps import apps

from core.models import Topic

LISTS = {
    "institution": ["?side=DE", "?q=IHK", "?export=csv"],
    "region": ["?kind=okres", "?moderated_by=ihk-dresden", "?export=xlsx"],
    "place": ["?country=CZ", "?region=CZ042", "?q=Zittau", "?export=csv"],
    "topic": ["?q=Nearshoring", "?export=csv"],
    "outboxmessage": ["?state=dead"],
    "jobrun": [""],
}


@pytest.mark.parametrize(
    ("model", "query"), [(model, query) for model, queries in LISTS.items() for query in ["", *queries]]
)
def test_list_opens(sign_in, operator, model, query):
    response = sign_in(operator).get(f"/admin/core/{model}/{query}")
    assert response.status_code == 200
    assert response.getvalue()


@pytest.mark.parametrize("model", ["institution", "region", "place"])
def test_record_is_looked_at_in_both_languages(sign_in, operator, model):
    number = apps.get_model("core", model).objects.first().pk
    text = sign_in(operator).get(f"/admin/core/{model}/inspect/{number}/").content.decode()
    assert "Name (Deutsch)" in text
    assert "Name (Tschechisch)" in text


def test_file_speaks_in_words(sign_in, operator):
    head, *rows = sign_in(operator).get("/admin/core/region/?export=csv").getvalue().decode().splitlines()
    assert head == "Code,Deutsch,Tschechisch,Art,Seite der Grenze,Teil von,Zuständige Institution"
    kraj = next(row for row in rows if row.startswith("CZ041,"))
    assert "tschechische Region (Kraj),Tschechien,," in kraj


def test_places_of_a_kraj_are_those_of_its_okresy(sign_in, operator):
    text = sign_in(operator).get("/admin/core/place/?region=CZ041").content.decode()
    assert "Cheb" in text
    assert "Zittau" not in text


@pytest.mark.parametrize(
    ("who", "labels"), [("editor_wfs", ["Themen", "Institutionen"]), ("editor_ahk", ["Témata", "Instituce"])]
)
def test_menu_speaks_the_editors_language(request, sign_in, who, labels):
    text = sign_in(request.getfixturevalue(who)).get("/admin/").content.decode()
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)  # the menu is JSON
    assert [label for label in labels if label not in text] == []


@pytest.mark.parametrize(("language", "label"), [("de", "Passwort"), ("cs", "Heslo")])
def test_sign_in_speaks_the_readers_language(db, client, language, label):
    text = client.get("/admin/login/", headers={"accept-language": language}).content.decode()
    assert label in text


@pytest.mark.parametrize(("language", "label"), [("de", "Thema erstellen"), ("cs", "Vytvořit: téma")])
def test_heading_of_a_new_record_is_a_sentence_in_both_languages(sign_in, operator, language, label):
    operator.language = language
    operator.save()
    page = BeautifulSoup(sign_in(operator).get("/admin/core/topic/create/").content, "html.parser")
    assert page.find("h1").get_text(" ", strip=True) == label


def test_list_counts_without_a_name_that_would_have_to_agree(sign_in, editor_ahk):
    page = BeautifulSoup(sign_in(editor_ahk).get("/admin/core/topic/").content, "html.parser")
    assert "témata" not in page.select_one(".pagination__end").get_text()
    assert str(Topic.objects.count()) in page.select_one(".pagination__end").get_text()
