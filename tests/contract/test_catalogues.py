"""Catalogues are complete in both languages, up to date with the code, and compiled."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

from tests.conftest import need

LANGUAGES = ("de", "cs")


def catalogue(language: str) -> Path:
    return settings.ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def texts(entries) -> dict:
    return {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in entries}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_complete(language):
    entries = polib.pofile(str(catalogue(language)))
    assert [entry.msgid for entry in entries.untranslated_entries()] == []
    assert [entry.msgid for entry in entries.fuzzy_entries()] == []
    assert [entry.msgid for entry in entries.obsolete_entries()] == []


@pytest.mark.parametrize(("language", "forms"), [("de", 2), ("cs", 4)])
def test_plurals_have_all_forms(language, forms):
    entries = [entry for entry in polib.pofile(str(catalogue(language))) if entry.msgid_plural]
    assert entries
    assert [entry.msgid for entry in entries if len(entry.msgstr_plural) != forms] == []
    assert [entry.msgid for entry in entries if not all(entry.msgstr_plural.values())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_kept(language):
    names = re.compile(r"%\((\w+)\)")
    for entry in polib.pofile(str(catalogue(language))):
        if not entry.msgid_plural:
            assert set(names.findall(entry.msgstr)) == set(names.findall(entry.msgid)), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_set_as_the_language_sets_them(language):
    for entry in polib.pofile(str(catalogue(language))):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            plain = re.sub(r"<[^>]*>", "", text)
            assert not re.search(r'"\w|\w"', plain), f"straight quotes: {text}"
            assert "“" not in plain or "„" in plain, f"English quotes: {text}"
            assert "..." not in plain, f"three dots: {text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_the_current_one(language):
    source = polib.pofile(str(catalogue(language)))
    compiled = polib.mofile(str(catalogue(language).with_suffix(".mo")))
    assert texts(compiled) == texts(source.translated_entries())


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_knows_every_string_of_the_code(language, tmp_path):
    need("gettext (xgettext)", shutil.which("xgettext") is not None)
    for name in ("site", "news", "events", "directory", "home", "search", "templates", "manage.py"):
        source, target = settings.ROOT / name, tmp_path / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("static", "__pycache__", "data", "demo"))
        else:
            shutil.copy(source, target)
    (tmp_path / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", language, "--no-location", "--no-obsolete", "-v0"]
    subprocess.run(command, cwd=tmp_path, check=True, env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
    fresh = polib.pofile(str(tmp_path / "locale" / language / "LC_MESSAGES" / "django.po"))
    known = polib.pofile(str(catalogue(language)))
    assert {(entry.msgctxt, entry.msgid) for entry in fresh} == {(entry.msgctxt, entry.msgid) for entry in known}
